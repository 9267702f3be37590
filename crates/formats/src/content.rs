//! What kind of file it is, judged by its first bytes and never by its name.

use crate::problem::{Place, Problem};

/// The kinds of content that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Begins with a tag, in any of the encodings of [`crate::encoding`].
    Xml,
    /// Text that is not XML: a table.
    Text,
    /// No bytes, or only spaces.
    Empty,
    /// A PDF document.
    Pdf,
    /// A zip container, such as a spreadsheet (`.xlsx`).
    Zip,
    /// An old office document (`.xls`).
    Office,
    /// Something else that is not text.
    Binary,
}

impl Content {
    /// Looks at the first bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        const LOOK: usize = 4096;
        let head = &bytes[..bytes.len().min(LOOK)];
        if head.starts_with(b"%PDF") {
            return Self::Pdf;
        }
        if head.starts_with(b"PK\x03\x04") {
            return Self::Zip;
        }
        if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Self::Office;
        }
        let (text, wide) = match head {
            [0xEF, 0xBB, 0xBF, rest @ ..] => (rest, false),
            [0xFF, 0xFE, rest @ ..] | [0xFE, 0xFF, rest @ ..] => (rest, true),
            _ => (head, false),
        };
        let mut letters = text.iter().filter(|byte| !wide || **byte != 0);
        let first = letters.find(|byte| !byte.is_ascii_whitespace());
        match first {
            None if bytes.iter().all(u8::is_ascii_whitespace) || text.is_empty() => Self::Empty,
            Some(b'<') => Self::Xml,
            _ if !wide && text.iter().any(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C)) => {
                Self::Binary
            }
            _ => Self::Text,
        }
    }

    /// Why content of this kind cannot be read where `wanted` is; none for XML and text.
    #[must_use]
    pub(crate) fn refusal(self, file: &str, wanted: &str) -> Option<Problem> {
        let (code, fact) = match self {
            Self::Xml | Self::Text => return None,
            Self::Empty => ("FILE_EMPTY", "There is nothing in the file."),
            Self::Pdf => ("PDF_GIVEN", "This is a PDF document, which a person reads and this reader does not."),
            Self::Zip => ("SPREADSHEET_GIVEN", "This is a packed file, such as a spreadsheet or a zip archive."),
            Self::Office => ("SPREADSHEET_GIVEN", "This is an old office document, such as an .xls spreadsheet."),
            Self::Binary => ("FILE_BINARY", "This is not text."),
        };
        Some(Problem::new(code, Place::file(file), fact, format!("Give {wanted}.")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_told_by_its_bytes() {
        for (bytes, kind) in [
            (&b""[..], Content::Empty),
            (b" \r\n ", Content::Empty),
            (b"\xEF\xBB\xBF", Content::Empty),
            (b"%PDF-1.7", Content::Pdf),
            (b"PK\x03\x04rest", Content::Zip),
            (b"\xD0\xCF\x11\xE0", Content::Office),
            (b"\x00\x01\x02", Content::Binary),
            (b"\xEF\xBB\xBF <Invoice/>", Content::Xml),
            (b"\xFF\xFE<\x00a\x00", Content::Xml),
            (b"\xFF\xFEa\x00,\x00", Content::Text),
            (b"debtor,number\n", Content::Text),
            (b"Stra\xDFe;1\n", Content::Text),
        ] {
            assert_eq!(Content::of(bytes), kind, "{bytes:?}");
        }
    }
}
