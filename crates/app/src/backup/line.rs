//! One line of a backup: head, file, table, row, end.

use super::Head;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;
use store::engine::Kept;

/// A line to be written.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Out<'a> {
    Head(&'a Head),
    File { file: &'a str, bytes: String },
    Table { table: &'a str, columns: &'a [&'a str] },
    Row(RowOut<'a>),
    End { end: &'a End },
}

/// The values of a row.
pub(super) struct RowOut<'a>(pub(super) &'a [Kept]);

impl Serialize for RowOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_seq(Some(self.0.len()))?;
        for value in self.0 {
            match value {
                Kept::Null => row.serialize_element(&())?,
                Kept::Int(number) => row.serialize_element(number)?,
                Kept::Text(text) => row.serialize_element(text)?,
                Kept::Bytes(bytes) => row.serialize_element(&Bytes(bytes))?,
            }
        }
        row.end()
    }
}

struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("x", &hex(self.0))?;
        map.end()
    }
}

/// What stands at the end of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct End {
    pub tables: BTreeMap<String, i64>,
    pub rows: i64,
    pub files: i64,
    pub sha256: String,
}

/// A line that was read and is no row.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Mark {
    File { file: String, bytes: String },
    Table { table: String, columns: Vec<String> },
    End { end: End },
}

/// A row that was read.
pub(super) struct RowIn(pub(super) Vec<Kept>);

impl<'de> Deserialize<'de> for RowIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Cells;
        impl<'de> Visitor<'de> for Cells {
            type Value = RowIn;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the values of a row")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<RowIn, A::Error> {
                let mut row = Vec::new();
                while let Some(Cell(value)) = values.next_element()? {
                    row.push(value);
                }
                Ok(RowIn(row))
            }
        }
        deserializer.deserialize_seq(Cells)
    }
}

struct Cell(Kept);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct One;
        impl<'de> Visitor<'de> for One {
            type Value = Cell;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("nothing, a whole number, a text, or bytes as {\"x\": …}")
            }

            fn visit_unit<E>(self) -> Result<Cell, E> {
                Ok(Cell(Kept::Null))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
                Ok(Cell(Kept::Int(number)))
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Cell, E> {
                i64::try_from(number).map(|number| Cell(Kept::Int(number))).map_err(E::custom)
            }

            fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
                Ok(Cell(Kept::Text(text.to_owned())))
            }

            fn visit_string<E>(self, text: String) -> Result<Cell, E> {
                Ok(Cell(Kept::Text(text)))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
                let found: Option<(String, String)> = map.next_entry()?;
                let bytes = found.filter(|(key, _)| key == "x").and_then(|(_, text)| unhex(&text));
                if map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
                    return Err(A::Error::custom("bytes are one entry"));
                }
                bytes.map(|bytes| Cell(Kept::Bytes(bytes))).ok_or_else(|| A::Error::custom("these are no bytes"))
            }
        }
        deserializer.deserialize_any(One)
    }
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Bytes from hexadecimal.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}
