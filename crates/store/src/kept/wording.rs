//! The factor's own wordings of letters. A version never changes: a new text is a new version, and the newest counts.

use super::named;
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::letter::{Language, LetterKind};

/// One version of a wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordingVersion {
    /// Which letter.
    pub kind: LetterKind,
    /// Its language.
    pub language: Language,
    /// 1, 2, 3 …
    pub version: i64,
    /// When it was saved, in microseconds since 1970 UTC.
    pub saved_at: i64,
    /// Who saved it.
    pub saved_by: String,
    /// Its text. Empty: the factor went back to the wording that comes with Credere.
    pub content: String,
}

const COLUMNS: &str = "kind, language, version, saved_at, saved_by, content";

fn read(row: &dyn Row) -> Result<WordingVersion, Fault> {
    Ok(WordingVersion {
        kind: named("letter", row.text(0)?, LetterKind::from_code)?,
        language: named("language", row.text(1)?, Language::from_code)?,
        version: row.int(2)?,
        saved_at: row.int(3)?,
        saved_by: row.text(4)?.to_owned(),
        content: row.text(5)?.to_owned(),
    })
}

/// The newest version of a wording; none when the factor never wrote its own.
///
/// # Errors
/// [`Fault`].
pub fn newest(reads: &mut dyn Reads, kind: LetterKind, language: Language) -> Result<Option<WordingVersion>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM wording WHERE factor_id = $1 AND kind = $2 AND language = $3 ORDER BY version DESC LIMIT 1"
    );
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Text(kind.code()), Value::Text(language.code())], read)
}

/// Every version of a wording, newest first.
///
/// # Errors
/// [`Fault`].
pub fn versions(reads: &mut dyn Reads, kind: LetterKind, language: Language) -> Result<Vec<WordingVersion>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM wording WHERE factor_id = $1 AND kind = $2 AND language = $3 ORDER BY version DESC"
    );
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Text(kind.code()), Value::Text(language.code())], read)
}

/// The newest version of every wording the factor wrote.
///
/// # Errors
/// [`Fault`].
pub fn all_newest(reads: &mut dyn Reads) -> Result<Vec<WordingVersion>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM wording AS it WHERE factor_id = $1 AND version = (SELECT MAX(version) FROM wording AS other \
         WHERE other.factor_id = $1 AND other.kind = it.kind AND other.language = it.language) ORDER BY kind, language"
    );
    all(reads.connection(), &sql, &[Value::Id(factor)], read)
}

/// Keeps a new version. The key refuses a second one with its number.
///
/// # Errors
/// [`Fault`].
pub fn add(reads: &mut dyn Reads, new: &WordingVersion) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO wording (factor_id, kind, language, version, saved_at, saved_by, content) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let row = [
        Value::Id(factor),
        Value::Text(new.kind.code()),
        Value::Text(new.language.code()),
        Value::Int(new.version),
        Value::Int(new.saved_at),
        Value::Text(&new.saved_by),
        Value::Text(&new.content),
    ];
    reads.connection().execute(sql, &row).map(drop)
}
