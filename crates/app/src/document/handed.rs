//! A paper as it is handed out.

use super::NAME_CHARS;
use super::kinds::{ContentKind, ending, name_fits};
use store::kept::document::Document;

/// Media type of what is none of the kinds that are told apart: it came by mail, and is for saving only.
pub const UNKNOWN: &str = "application/octet-stream";

/// Endings that papers of unknown content keep: no program runs what is named so. Any other gets [`HARMLESS`] behind it.
const KEPT_ENDINGS: [&str; 10] = ["docx", "odt", "ods", "gif", "heic", "tif", "tiff", "webp", "xml", "bin"];
/// What a name gets behind it that a computer could take for a program.
const HARMLESS: &str = "bin";

/// How a paper is given to somebody who wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The media type it is served as: that of a PDF, PNG, JPEG, XLSX, CSV or text; for all else [`UNKNOWN`], so that no
    /// browser makes anything of it.
    pub media_type: &'static str,
    /// A name that ends as what it is: `run.bat` that is a text is `run.bat.txt`.
    pub name: String,
}

/// How this paper is given out.
#[must_use]
pub fn handed_out(document: &Document) -> Handed {
    let kind = ContentKind::of_media_type(&document.content_type);
    let media_type = match kind {
        // XML can carry what a browser would run.
        None | Some(ContentKind::Xml) => UNKNOWN,
        Some(kind) => kind.media_type(),
    };
    let name = match document.name.trim().trim_end_matches(['.', ' ']) {
        "" => "paper",
        name => name,
    };
    let ends_well = match (kind, ending(name)) {
        (Some(kind), Some(_)) => name_fits(name, kind),
        (None, Some(ending)) => KEPT_ENDINGS.contains(&ending.as_str()),
        (_, None) => false,
    };
    let name = if ends_well {
        name.to_owned()
    } else {
        let ending = kind.map_or(HARMLESS, |kind| kind.endings()[0]);
        let stem: String = name.chars().take(NAME_CHARS).collect();
        format!("{stem}.{ending}")
    };
    Handed { media_type, name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::contact::DocumentKind;
    use domain::id::DocumentId;

    fn handed(name: &str, content_type: &str) -> (String, &'static str) {
        let document = Document {
            id: DocumentId(uuid::Uuid::nil()),
            kind: DocumentKind::Other,
            client: None,
            debtor: None,
            invoice: None,
            name: name.to_owned(),
            content_type: content_type.to_owned(),
            sha256: Vec::new(),
            added_at: 0,
            added_by: String::new(),
        };
        let handed = handed_out(&document);
        (handed.name, handed.media_type)
    }

    #[test]
    fn a_paper_is_named_as_what_it_is_and_nothing_that_runs_keeps_its_ending() {
        for (name, kept_as, named, served_as) in [
            ("advice.pdf", "application/pdf", "advice.pdf", "application/pdf"),
            ("scan", "image/png", "scan.png", "image/png"),
            ("run.bat", "text/plain", "run.bat.txt", "text/plain"),
            ("page.html", UNKNOWN, "page.html.bin", UNKNOWN),
            ("invoice.pdf.exe", UNKNOWN, "invoice.pdf.exe.bin", UNKNOWN),
            ("invoice.exe. ", UNKNOWN, "invoice.exe.bin", UNKNOWN),
            ("letter.docx", UNKNOWN, "letter.docx", UNKNOWN),
            ("macro.xlsm", UNKNOWN, "macro.xlsm.bin", UNKNOWN),
            ("invoice.xml", "application/xml", "invoice.xml", UNKNOWN),
            ("x.svg", "image/svg+xml", "x.svg.bin", UNKNOWN),
            ("", "application/pdf", "paper.pdf", "application/pdf"),
        ] {
            assert_eq!(handed(name, kept_as), (named.to_owned(), served_as), "{name}");
        }
    }
}
