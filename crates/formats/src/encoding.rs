//! Bytes to text: the encoding is named by the mapping or by the file itself, never guessed.
//!
//! A byte-order mark wins over everything. Bytes that the encoding does not know refuse the file
//! and name their offset; nothing is replaced in silence.

use crate::problem::{Place, Problem, Refused, quoted};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The encodings that files of the trade come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// Windows code page 1252, what a western spreadsheet saves as CSV.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// ISO 8859-1 (Latin-1).
    #[serde(rename = "iso-8859-1")]
    Iso88591,
    /// UTF-16; the byte-order mark says which, without one little-endian.
    #[serde(rename = "utf-16")]
    Utf16,
}

impl Encoding {
    /// The encoding of an XML declaration's name.
    fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" | "us-ascii" | "ascii" => Some(Self::Utf8),
            "windows-1252" | "cp1252" => Some(Self::Windows1252),
            "iso-8859-1" | "latin1" | "iso8859-1" => Some(Self::Iso88591),
            "utf-16" | "utf-16le" | "utf-16be" => Some(Self::Utf16),
            _ => None,
        }
    }
}

/// Text of a table in the encoding that its mapping names.
///
/// # Errors
/// `ENCODING_WRONG` with the offset of the first byte that does not fit.
pub(crate) fn table_text<'a>(file: &str, bytes: &'a [u8], encoding: Encoding) -> Result<Cow<'a, str>, Refused> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(file, rest, 3),
        [0xFF, 0xFE, rest @ ..] => utf16(file, rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(file, rest, u16::from_be_bytes),
        _ => match encoding {
            Encoding::Utf8 => utf8(file, bytes, 0),
            Encoding::Windows1252 => windows1252(file, bytes),
            Encoding::Iso88591 => Ok(encoding_rs::mem::decode_latin1(bytes)),
            Encoding::Utf16 => utf16(file, bytes, u16::from_le_bytes),
        },
    }
}

/// Text of an XML file in the encoding of its byte-order mark or of its declaration, else UTF-8.
///
/// # Errors
/// `ENCODING_WRONG` with the offset of the first byte that does not fit, `ENCODING_UNKNOWN` for a
/// declared encoding that is not read.
pub(crate) fn xml_text<'a>(file: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>, Refused> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] | [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return table_text(file, bytes, Encoding::Utf8),
        _ => {}
    }
    let Some(name) = declared(bytes) else { return utf8(file, bytes, 0) };
    match Encoding::named(name) {
        Some(Encoding::Utf16) => Err(Problem::new(
            "ENCODING_WRONG",
            Place::file(file).line(1),
            "The XML declaration says UTF-16, but the file is not written in it.",
            "Save the file in the encoding that it declares.",
        )
        .into()),
        Some(encoding) => table_text(file, bytes, encoding),
        None => Err(Problem::new(
            "ENCODING_UNKNOWN",
            Place::file(file).line(1),
            format!("The XML declaration names the encoding {}, which is not read here.", quoted(name)),
            "Save the file as UTF-8.",
        )
        .into()),
    }
}

/// The encoding name in `<?xml ... encoding="..."?>` of an ASCII-compatible file.
fn declared(bytes: &[u8]) -> Option<&str> {
    const LOOK: usize = 256;
    let head = &bytes[..bytes.len().min(LOOK)];
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?.strip_prefix("<?xml")?;
    let (_, after) = declaration.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    after[1..].split(quote).next()
}

fn wrong(file: &str, offset: usize, encoding: &str) -> Refused {
    Problem::new(
        "ENCODING_WRONG",
        Place::file(file),
        format!("The byte at offset {offset} is not {encoding}."),
        "Save the file in the encoding that is expected, or name the right encoding in the mapping.",
    )
    .into()
}

fn utf8<'a>(file: &str, bytes: &'a [u8], before: usize) -> Result<Cow<'a, str>, Refused> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| wrong(file, before + error.valid_up_to(), "UTF-8"))
}

fn windows1252<'a>(file: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>, Refused> {
    // The decoder maps the five unassigned bytes to control characters; they are a sign of another encoding.
    if let Some(offset) = bytes.iter().position(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)) {
        return Err(wrong(file, offset, "Windows-1252"));
    }
    Ok(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0)
}

fn utf16<'a>(file: &str, bytes: &'a [u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'a, str>, Refused> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(wrong(file, bytes.len() - 1, "UTF-16 (a half character at the end)"));
    }
    let mut text = String::with_capacity(pairs.len());
    let mut units = 0;
    for letter in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let letter = letter.map_err(|_| wrong(file, units * 2, "UTF-16"))?;
        units += letter.len_utf16();
        text.push(letter);
    }
    Ok(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wrong_encoding_is_refused_with_its_byte_offset() {
        let refused = table_text("a.csv", b"Stra\xDFe", Encoding::Utf8).unwrap_err();
        assert!(refused.has("ENCODING_WRONG"));
        assert!(refused.to_string().contains("offset 4"), "{refused}");
        assert_eq!(table_text("a.csv", b"Stra\xDFe \x80", Encoding::Windows1252).unwrap(), "Straße €");
        assert_eq!(table_text("a.csv", b"Stra\xDFe", Encoding::Iso88591).unwrap(), "Straße");
        assert!(table_text("a.csv", b"ab\x81", Encoding::Windows1252).unwrap_err().to_string().contains("offset 2"));
        assert!(
            table_text("a.csv", b"\xFF\xFEa\x00\x00\xD8", Encoding::Utf8).unwrap_err().to_string().contains("offset 2")
        );
        assert!(table_text("a.csv", b"\xFF\xFEa", Encoding::Utf8).is_err());
    }

    #[test]
    fn byte_order_marks_win() {
        assert_eq!(table_text("a", b"\xEF\xBB\xBFa", Encoding::Windows1252).unwrap(), "a");
        assert_eq!(table_text("a", b"\xFE\xFF\x00a", Encoding::Utf8).unwrap(), "a");
        assert_eq!(table_text("a", b"\xFF\xFEa\x00", Encoding::Utf8).unwrap(), "a");
    }

    #[test]
    fn an_xml_file_is_read_in_its_declared_encoding() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xDF</a>";
        assert!(xml_text("a.xml", latin).unwrap().contains('ß'));
        assert!(xml_text("a.xml", b"<a>\xDF</a>").unwrap_err().has("ENCODING_WRONG"));
        let other = b"<?xml version=\"1.0\" encoding=\"EBCDIC\"?><a/>";
        assert!(xml_text("a.xml", other).unwrap_err().has("ENCODING_UNKNOWN"));
        let liar = b"<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>";
        assert!(xml_text("a.xml", liar).unwrap_err().has("ENCODING_WRONG"));
    }
}
