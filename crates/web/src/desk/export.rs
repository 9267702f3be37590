//! Tables to take away as CSV (RFC 4180), UTF-8, one head line.
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe before it. Amounts are plain decimals.
//! Limit: [`EXPORTED`] rows; the file says in its last line when there are more.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// Most rows of one export.
pub const EXPORTED: i64 = 100_000;

/// A CSV file with this name.
pub fn csv(name: &str, heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Response {
    let mut text = String::new();
    line(&mut text, heads.iter().map(|head| (*head).to_owned()));
    let mut count = 0;
    for row in rows {
        line(&mut text, row);
        count += 1;
    }
    if count >= EXPORTED {
        line(&mut text, [format!("Only the first {EXPORTED} rows are here: narrow the view and export again.")]);
    }
    let disposition = format!("attachment; filename=\"{name}.csv\"");
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)], text)
        .into_response()
}

fn line(text: &mut String, cells: impl IntoIterator<Item = String>) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        let number = cell.parse::<rust_decimal::Decimal>().is_ok();
        let formula = !number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let cell = if formula { format!("'{cell}") } else { cell };
        if cell.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_stays_a_text_and_a_number_a_number() {
        let mut text = String::new();
        line(&mut text, ["=1+1".into(), "-12.50".into(), "a \"b\", c".into()]);
        assert_eq!(text, "'=1+1,-12.50,\"a \"\"b\"\", c\"\r\n");
    }
}
