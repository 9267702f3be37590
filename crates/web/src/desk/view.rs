//! What a list is asked for in its address: a filter, an order, a page. A view can be sent as a link.

use crate::look::table::{Column, Order, ROWS_PER_PAGE};
use serde::Deserialize;

/// The question of a list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct View {
    /// Text to look for.
    pub q: String,
    /// A state to keep to.
    pub status: String,
    /// Column to sort by.
    pub sort: String,
    /// `asc` or `desc`.
    pub order: String,
    /// Which page, from 1.
    pub page: String,
}

impl View {
    /// Is it turned round?
    pub fn descending(&self) -> bool {
        self.order == "desc"
    }

    /// Page number, from 1.
    pub fn page(&self) -> u64 {
        self.page.parse().unwrap_or(1).max(1)
    }

    /// Rows before this page.
    pub fn skip(&self) -> i64 {
        i64::try_from((self.page() - 1).saturating_mul(ROWS_PER_PAGE)).unwrap_or(i64::MAX)
    }

    /// What it is sorted by now, given the columns it may be sorted by; the first without a question.
    pub fn sorted<'a>(&'a self, columns: &[&'a str]) -> (&'a str, Order) {
        let by = columns.iter().copied().find(|column| *column == self.sort).unwrap_or(columns[0]);
        (by, if self.descending() { Order::Descending } else { Order::Ascending })
    }

    /// Address of the list with its filter, ending in `?` or `&`.
    pub fn base(&self, path: &str) -> String {
        let mut base = format!("{path}?");
        for (name, value) in [("q", &self.q), ("status", &self.status)] {
            if !value.is_empty() {
                base.push_str(&format!("{name}={}&", encoded(value)));
            }
        }
        base
    }

    /// Address with filter and order, for the pager and the export; ends in `?` or `&`.
    pub fn ordered(&self, path: &str) -> String {
        let mut base = self.base(path);
        for (name, value) in [("sort", &self.sort), ("order", &self.order)] {
            if !value.is_empty() {
                base.push_str(&format!("{name}={}&", encoded(value)));
            }
        }
        base
    }
}

/// A text inside an address.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A column that sorts.
pub fn sortable(column: Column, view: &View, path: &str, key: &str, now: (&str, Order)) -> Column {
    column.sortable(&view.base(path), key, Some(now))
}

/// A CSV line: quoted where needed, and text that a spreadsheet would take for a formula made harmless.
pub fn csv_line(cells: &[String]) -> String {
    let written: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
    format!("{}\r\n", written.join(","))
}

fn csv_cell(cell: &str) -> String {
    let amount = cell.strip_prefix('-').unwrap_or(cell).bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let safe = if !amount && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() };
    if safe.contains([',', '"', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

/// A CSV file as an answer.
pub fn csv_file(name: &str, text: String) -> axum::response::Response {
    use axum::http::header;
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    axum::response::IntoResponse::into_response((headers, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_keeps_its_filter_in_every_address() {
        let view = View { q: "a&b".into(), sort: "open".into(), order: "desc".into(), ..View::default() };
        assert_eq!(view.base("/debtors"), "/debtors?q=a%26b&");
        assert_eq!(view.ordered("/debtors"), "/debtors?q=a%26b&sort=open&order=desc&");
        assert_eq!(view.sorted(&["code", "open"]).0, "open");
        assert_eq!(View { page: "0".into(), ..View::default() }.skip(), 0);
    }

    #[test]
    fn a_spreadsheet_runs_nothing_of_ours() {
        let line = csv_line(&["=1+1".into(), "-12.50".into(), "a,\"b\"".into(), "-x".into()]);
        assert_eq!(line, "'=1+1,-12.50,\"a,\"\"b\"\"\",'-x\r\n");
    }
}
