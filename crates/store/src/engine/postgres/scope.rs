//! Which rows of its table a question can be about, as far as its conditions tell.
//!
//! `WHERE factor_id = $1 AND debtor_id = $2 AND due > $3` is about rows of one debtor: a row of another neither changes the
//! answer nor has to be written before it is asked. Read from the statement's words, and only where they leave no doubt: one
//! table, named once, and its conditions joined by `AND` on the outermost level. Everything else is about every row.
//!
//! Limit: a list of more than [`LIST`] values is about every row too.

use super::columns::Columns;
use crate::engine::{Table, Value};

/// Values of a list that are told apart.
const LIST: usize = 64;
/// Rows that wait and are looked through; where more wait, any may be meant.
const LOOKED_THROUGH: usize = 256;

/// A column that must have the value of a parameter, or one of its values.
#[derive(Debug, PartialEq, Eq)]
struct Condition {
    /// Its place in the table.
    column: usize,
    /// The parameter's place.
    parameter: usize,
}

/// The conditions of a statement.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scope(Vec<Condition>);

/// The values that the columns of the conditions have in a row.
pub(super) type Key = Vec<u8>;

impl Scope {
    /// The scope of a statement that names this table and no other; none where it is about every row.
    pub(super) fn of(sql: &str, table: &Table) -> Option<Self> {
        let words = sql.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        let (_, rest) = sql.split_once(" WHERE ")?;
        let often = |sought: &str| words.clone().filter(|word| *word == sought).count();
        if often(table.name) != 1 || often("SELECT") != 1 || often("JOIN") > 0 {
            return None;
        }
        let end = [" GROUP BY ", " ORDER BY ", " LIMIT ", " HAVING ", " UNION ", " FOR "].iter();
        let end = end.filter_map(|word| rest.find(word)).min().unwrap_or(rest.len());
        let pieces: Vec<&str> = rest[..end].split(" AND ").map(str::trim).collect();
        // Where an `AND` stands in brackets, they do not close in its piece. One in a `CASE` is no condition of the rows.
        let doubtful = |piece: &&str| {
            piece.matches('(').count() != piece.matches(')').count()
                || piece.contains(" OR ")
                || piece.contains("CASE ")
        };
        if pieces.iter().any(doubtful) {
            return None;
        }
        let conditions: Vec<Condition> = pieces.iter().filter_map(|piece| Condition::of(piece, table)).collect();
        if conditions.is_empty() { None } else { Some(Self(conditions)) }
    }

    /// What rows must have so that the question is about them; none for any rows.
    pub(super) fn keys(&self, parameters: &[Value<'_>]) -> Option<Vec<Key>> {
        let mut keys = vec![Key::new()];
        for condition in &self.0 {
            let values = values(parameters.get(condition.parameter)?);
            if keys.len() * values.len() > LIST {
                return None;
            }
            let longer = |key: &Key| values.iter().map(|value| put(key.clone(), value)).collect::<Vec<_>>();
            keys = keys.iter().flat_map(longer).collect();
        }
        Some(keys)
    }

    /// What a row has.
    pub(super) fn key_of(&self, row: &[Value<'_>]) -> Key {
        self.0.iter().fold(Key::new(), |key, condition| put(key, &row[condition.column]))
    }

    /// Can the question be about one of the rows that wait?
    pub(super) fn meets(&self, rows: &Columns, parameters: &[Value<'_>]) -> bool {
        if rows.count() > LOOKED_THROUGH {
            return true;
        }
        let mut meant = vec![true; rows.count()];
        for condition in &self.0 {
            let Some(parameter) = parameters.get(condition.parameter) else { return true };
            if !rows.narrow(condition.column, &values(parameter), &mut meant) {
                return true;
            }
        }
        meant.contains(&true)
    }
}

impl Condition {
    /// `column = $2`, `column {in $2}`.
    fn of(piece: &str, table: &Table) -> Option<Self> {
        let (column, value) = piece.split_once(" = ").or_else(|| piece.trim_end_matches('}').split_once(" {in "))?;
        let column = table.columns.iter().position(|known| *known == column.trim_start_matches('+'))?;
        let number: usize = value.strip_prefix('$')?.parse().ok()?;
        Some(Self { column, parameter: number.checked_sub(1)? })
    }
}

/// The values of a list, or the one value.
fn values<'a>(parameter: &'a Value<'a>) -> Vec<Value<'a>> {
    match parameter {
        Value::Ids(ids) => ids.iter().map(|id| Value::Id(*id)).collect(),
        Value::Texts(texts) => texts.iter().map(|text| Value::Text(text)).collect(),
        one => vec![*one],
    }
}

fn put(mut key: Key, value: &Value<'_>) -> Key {
    let (kind, bytes): (u8, &[u8]) = match value {
        Value::Int(number) => return [key, vec![1], number.to_le_bytes().to_vec()].concat(),
        Value::Text(text) => (2, text.as_bytes()),
        Value::Bytes(bytes) => (3, bytes),
        // An id that is handed in as bytes is the same id.
        Value::Id(id) => return put(key, &Value::Bytes(id.as_bytes())),
        Value::Null | Value::Ids(_) | Value::Texts(_) => (0, &[]),
    };
    key.push(kind);
    key.extend_from_slice(&bytes.len().to_le_bytes());
    key.extend_from_slice(bytes);
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    static TABLE: Table = Table { name: "invoice", columns: &["factor_id", "debtor_id", "number", "pledged"] };

    fn columns(sql: &str) -> Option<Vec<(usize, usize)>> {
        Scope::of(sql, &TABLE).map(|scope| scope.0.iter().map(|one| (one.column, one.parameter)).collect())
    }

    #[test]
    fn conditions_are_read_where_they_leave_no_doubt() {
        let sql = "SELECT number FROM invoice WHERE factor_id = $1 AND number {in $3} AND pledged = 1 ORDER BY debtor_id = $2";
        assert_eq!(columns(sql), Some(vec![(0, 0), (2, 2)]));
        assert_eq!(columns("SELECT 1 FROM invoice WHERE number = 'a' AND debtor_id = $1 LIMIT $2"), Some(vec![(1, 0)]));
        let sql = "SELECT 1 FROM invoice WHERE number IN ('A', 'B') AND debtor_id = $1";
        assert_eq!(columns(sql), Some(vec![(1, 0)]));
    }

    #[test]
    fn what_leaves_a_doubt_is_about_every_row() {
        for sql in [
            "SELECT number FROM invoice",
            "SELECT number FROM invoice WHERE pledged = 1",
            "SELECT number FROM invoice WHERE debtor_id = $1 OR pledged = 1",
            "SELECT number FROM invoice WHERE CASE WHEN pledged = 1 AND debtor_id = $1 THEN 1 ELSE 1 END = 1",
            "SELECT number FROM invoice WHERE NOT (pledged = 1 AND debtor_id = $1 AND number = $2)",
            "SELECT number FROM invoice WHERE NOT (pledged = 1 AND debtor_id = $1)",
            "SELECT a.number FROM invoice a JOIN invoice b ON a.number = b.number WHERE debtor_id = $1 AND pledged = 1",
            "SELECT a.n FROM (SELECT COUNT(*) AS n, debtor_id FROM invoice) AS a WHERE debtor_id = $1",
            "UPDATE invoice SET pledged = 0 WHERE debtor_id = $1",
            "SELECT number FROM invoice WHERE debtor_id = $1 UNION SELECT name FROM debtor WHERE debtor_id = $2",
        ] {
            assert_eq!(columns(sql), None, "{sql}");
        }
    }

    #[test]
    fn a_row_has_the_key_of_the_questions_about_it_and_of_no_other() {
        let scope = Scope::of("SELECT 1 FROM invoice WHERE debtor_id = $1 AND number {in $2}", &TABLE).unwrap();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let row = |debtor, number| [Value::Null, Value::Id(debtor), Value::Text(number), Value::Int(1)];
        let numbers = ["7".to_owned(), "8".to_owned()];
        let keys = scope.keys(&[Value::Id(one), Value::Texts(&numbers)]).unwrap();
        assert!(keys.contains(&scope.key_of(&row(one, "8"))));
        assert!(!keys.contains(&scope.key_of(&row(other, "8"))));
        assert!(!keys.contains(&scope.key_of(&row(one, "9"))));
        assert!(!keys.contains(&scope.key_of(&[Value::Null, Value::Null, Value::Text("8"), Value::Null])));
        let many: Vec<String> = (0..=LIST).map(|number| number.to_string()).collect();
        assert!(scope.keys(&[Value::Id(one), Value::Texts(&many)]).is_none());
    }
}
