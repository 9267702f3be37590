//! Whole tables to take away as CSV. Amounts are plain decimals beside their currency.
//!
//! Limit: [`EXPORTED`] rows; the file says in its last line when there may be more.

use super::view::{csv_file, csv_line};
use axum::response::Response;

/// Most rows of one export.
pub const EXPORTED: i64 = 100_000;

/// A CSV file with this name.
pub fn csv(name: &str, heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Response {
    let mut text = csv_line(&heads.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>());
    let mut count = 0;
    for row in rows {
        text.push_str(&csv_line(&row));
        count += 1;
    }
    if count >= EXPORTED {
        let more = format!("Only the first {EXPORTED} rows are here: narrow the view and export again.");
        text.push_str(&csv_line(&[more]));
    }
    csv_file(&format!("{name}.csv"), text)
}
