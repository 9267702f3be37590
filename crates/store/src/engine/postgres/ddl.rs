//! The one text of the schema as PostgreSQL wants it, and statements as it writes them.

use std::borrow::Cow;

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

/// `{in $2}` as PostgreSQL writes it.
pub(super) fn rendered(sql: &str) -> Cow<'_, str> {
    if sql.contains("{in ") { sql.replace("{in ", "= ANY(").replace('}', ")").into() } else { sql.into() }
}

/// The tables of `known` that a statement names.
pub(super) fn tables_in(sql: &str, known: &[&'static str]) -> Vec<&'static str> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let words: Vec<&str> = sql.split(|letter: char| !letter.is_ascii() || !is_word(&(letter as u8))).collect();
    known.iter().copied().filter(|table| words.contains(table)).collect()
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
    fn comments_stay_and_texts_compare_by_bytes() {
        let made = ddl("-- one TEXT\nCREATE TABLE a (b TEXT NOT NULL, -- c TEXT\n d BIGINT);");
        assert_eq!(made, "-- one TEXT\nCREATE TABLE a (b TEXT COLLATE \"C\" NOT NULL, -- c TEXT\n d BIGINT);");
    }
}
