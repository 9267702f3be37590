//! The one text of the schema as PostgreSQL wants it, and statements as it writes them.

use crate::engine::Value;

/// The DDL of a migration: texts are compared by their bytes, as SQLite does, whatever the database's language.
#[must_use]
pub(super) fn ddl(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 1024);
    for line in sql.split_inclusive('\n') {
        let (code, comment) = line.find("--").map_or((line, ""), |at| line.split_at(at));
        out.push_str(&code.replace(" TEXT", " TEXT COLLATE \"C\""));
        out.push_str(comment);
    }
    out
}

/// A statement as PostgreSQL writes it: `{in $2}` is `= ANY($2)`, and the plus before a column, which takes a choice of
/// plan from SQLite, means nothing here (and is none for texts).
pub(super) fn rendered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut parts = sql.split("{in ");
    out.push_str(&without_signs(parts.next().unwrap_or_default()));
    for part in parts {
        let (list, rest) = part.split_once('}').unwrap_or((part, ""));
        out.push_str("= ANY(");
        out.push_str(list);
        out.push(')');
        out.push_str(&without_signs(rest));
    }
    out
}

/// A question whose lists hold one value each, with plain values instead: the server takes a list that it has not seen for
/// ten values long, and may rather walk the rows of a factor. None where it has no list, or a longer one.
pub(super) fn without_lists<'a>(sql: &str, parameters: &[Value<'a>]) -> Option<(String, Vec<Value<'a>>)> {
    if !sql.contains("{in ") {
        return None;
    }
    let plain = |value: &Value<'a>| match value {
        Value::Ids([id]) => Some(Value::Id(*id)),
        Value::Texts([text]) => Some(Value::Text(text)),
        Value::Ids(_) | Value::Texts(_) => None,
        other => Some(*other),
    };
    let parameters = parameters.iter().map(plain).collect::<Option<Vec<_>>>()?;
    Some((sql.replace("{in ", "= ").replace('}', ""), parameters))
}

fn without_signs(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut letters = sql.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let is_sign =
            letter == '+' && matches!(before, ' ' | ',' | '(') && letters.peek().is_some_and(char::is_ascii_lowercase);
        if !is_sign {
            out.push(letter);
        }
        before = letter;
    }
    out
}

/// The tables of `known` that a statement names.
pub(super) fn tables_in(sql: &str, known: &[&'static str]) -> Vec<&'static str> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let words: Vec<&str> = sql.split(|letter: char| !letter.is_ascii() || !is_word(&(letter as u8))).collect();
    known.iter().copied().filter(|table| words.contains(table)).collect()
}

/// The one table that a plain question reads: `SELECT … FROM table WHERE …`. A column may be called as another table is.
pub(super) fn only_table(sql: &str, known: &[&'static str]) -> Option<&'static str> {
    let often =
        |sought: &str| sql.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| *word == sought).count();
    let (_, rest) = sql.split_once(" FROM ")?;
    let (from, _) = rest.split_once(" WHERE ")?;
    let is_plain = often("SELECT") == 1 && often("FROM") == 1;
    if is_plain { known.iter().copied().find(|table| *table == from) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_names_whole_words_only() {
        let known = ["journal", "journal_line", "event"];
        assert_eq!(tables_in("SELECT 1 FROM journal_line l WHERE l.event_seq = $1", &known), ["journal_line"]);
        assert_eq!(tables_in("SELECT 1 FROM journal JOIN event ON 1 = 1", &known), ["journal", "event"]);
    }

    #[test]
    fn a_plain_question_reads_the_table_it_is_put_to() {
        let known = ["idempotency", "answer"];
        let table = |sql| only_table(sql, &known);
        assert_eq!(table("SELECT answer FROM idempotency WHERE a = $1"), Some("idempotency"));
        assert_eq!(table("SELECT 1 FROM idempotency i WHERE a = $1"), None);
        assert_eq!(table("SELECT 1 FROM idempotency, answer WHERE a = $1"), None);
        assert_eq!(table("SELECT 1 FROM idempotency WHERE a = (SELECT MAX(b) FROM answer)"), None);
    }

    #[test]
    fn a_sign_that_chooses_a_plan_is_left_out_and_a_sum_is_not() {
        assert_eq!(rendered("a + b, +c.d ORDER BY +e WHERE f {in $2}"), "a + b, c.d ORDER BY e WHERE f = ANY($2)");
        assert_eq!(rendered("VALUES ('{}', $1) {in $2} '}'"), "VALUES ('{}', $1) = ANY($2) '}'");
    }

    #[test]
    fn a_list_of_one_is_its_value() {
        let (one, two) = (["a".to_owned()], ["a".to_owned(), "b".to_owned()]);
        let sql = "SELECT 1 FROM a WHERE b = $1 AND c {in $2}";
        let (plain, parameters) = without_lists(sql, &[Value::Int(1), Value::Texts(&one)]).unwrap();
        assert_eq!(plain, "SELECT 1 FROM a WHERE b = $1 AND c = $2");
        assert!(matches!(parameters[..], [Value::Int(1), Value::Text("a")]));
        assert!(without_lists(sql, &[Value::Int(1), Value::Texts(&two)]).is_none());
        assert!(without_lists(sql, &[Value::Int(1), Value::Ids(&[])]).is_none());
        assert!(without_lists("SELECT '}'", &[]).is_none());
    }

    #[test]
    fn comments_stay_and_texts_compare_by_bytes() {
        let made = ddl("-- one TEXT\nCREATE TABLE a (b TEXT NOT NULL, -- c TEXT\n d BIGINT);");
        assert_eq!(made, "-- one TEXT\nCREATE TABLE a (b TEXT COLLATE \"C\" NOT NULL, -- c TEXT\n d BIGINT);");
    }
}
