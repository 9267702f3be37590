//! What a paper is, by its bytes.

use formats::content::Content;

/// The kinds of content that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentKind {
    /// PDF.
    Pdf,
    /// PNG picture.
    Png,
    /// JPEG picture.
    Jpeg,
    /// Spreadsheet (`.xlsx`).
    Xlsx,
    /// XML, such as an e-invoice.
    Xml,
    /// Table as text.
    Csv,
    /// Text.
    Text,
}

impl ContentKind {
    /// Its media type (RFC 6838).
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Xml => "application/xml",
            Self::Csv => "text/csv",
            Self::Text => "text/plain",
        }
    }

    /// As people read it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Png | Self::Jpeg => "Picture",
            Self::Xlsx => "Spreadsheet",
            Self::Xml => "XML",
            Self::Csv => "Table as text",
            Self::Text => "Text",
        }
    }

    /// The kind with this media type.
    #[must_use]
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        const ALL: [ContentKind; 7] = [
            ContentKind::Pdf,
            ContentKind::Png,
            ContentKind::Jpeg,
            ContentKind::Xlsx,
            ContentKind::Xml,
            ContentKind::Csv,
            ContentKind::Text,
        ];
        ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }

    /// The endings names of this kind have, the usual one first.
    pub(super) const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Xlsx => &["xlsx"],
            Self::Xml => &["xml"],
            Self::Csv => &["csv"],
            Self::Text => &["txt"],
        }
    }
}

/// What these bytes are; none when it is nothing that is kept. The name only tells a table from a text.
#[must_use]
pub fn content_kind(name: &str, bytes: &[u8]) -> Option<ContentKind> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(ContentKind::Png);
    }
    if bytes.starts_with(b"\xFF\xD8\xFF") {
        return Some(ContentKind::Jpeg);
    }
    match Content::of(bytes) {
        Content::Pdf => Some(ContentKind::Pdf),
        Content::Xml if !is_web_page(bytes) => Some(ContentKind::Xml),
        Content::Text => {
            Some(if ending(name).as_deref() == Some("csv") { ContentKind::Csv } else { ContentKind::Text })
        }
        // The parts of a spreadsheet are named in it without being packed.
        Content::Zip if holds(bytes, b"xl/") && !holds(bytes, b"vbaProject.bin") => Some(ContentKind::Xlsx),
        Content::Xml | Content::Zip | Content::Empty | Content::Office | Content::Binary => None,
    }
}

/// Does the name end as this kind's do? One without an ending fits all.
pub(super) fn name_fits(name: &str, kind: ContentKind) -> bool {
    ending(name).is_none_or(|ending| {
        let is_text = matches!(kind, ContentKind::Text | ContentKind::Csv);
        kind.endings().contains(&ending.as_str()) || (is_text && matches!(ending.as_str(), "txt" | "csv"))
    })
}

/// The ending of a name in small letters; none when it has none.
pub(super) fn ending(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let looks =
        !stem.is_empty() && (1..=5).contains(&ending.len()) && ending.bytes().all(|c| c.is_ascii_alphanumeric());
    looks.then(|| ending.to_ascii_lowercase())
}

/// A web page, or a picture that can hold one: what a browser would run is not kept.
fn is_web_page(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    [&b"<html"[..], b"<!doctype html", b"<script", b"<svg"].iter().any(|tag| holds(&head, tag))
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_say_what_a_paper_is() {
        for (name, bytes, kind) in [
            ("a.pdf", &b"%PDF-1.7"[..], Some(ContentKind::Pdf)),
            ("a.png", b"\x89PNG\r\n\x1a\n...", Some(ContentKind::Png)),
            ("a.jpg", b"\xFF\xD8\xFF\xE0", Some(ContentKind::Jpeg)),
            ("a.xlsx", b"PK\x03\x04....xl/workbook.xml", Some(ContentKind::Xlsx)),
            ("a.xlsm", b"PK\x03\x04....xl/vbaProject.bin", None),
            ("a.zip", b"PK\x03\x04....readme", None),
            ("a.xml", b"<?xml version='1.0'?><Invoice/>", Some(ContentKind::Xml)),
            ("a.xml", b"<html><script>", None),
            ("a.svg", b"<svg onload='x'/>", None),
            ("a.csv", b"a;b\n", Some(ContentKind::Csv)),
            ("a.txt", b"hello", Some(ContentKind::Text)),
            ("a.exe", b"MZ\x90\x00\x03", None),
            ("a.txt", b"", None),
        ] {
            assert_eq!(content_kind(name, bytes), kind, "{name}");
        }
    }

    #[test]
    fn a_name_that_says_something_else_is_noticed() {
        assert!(name_fits("Invoice 1.PDF", ContentKind::Pdf));
        assert!(name_fits("scan", ContentKind::Png));
        assert!(name_fits("No. 7", ContentKind::Pdf), "a dot makes no ending");
        assert!(!name_fits("invoice.pdf", ContentKind::Png));
        assert!(!name_fits("invoice.pdf.exe", ContentKind::Pdf));
    }
}
