//! Heads that sort and pages of rows, both as addresses, so that a view can be sent as a link.

use super::format;

/// Rows on one page of a table. More than a screen, few enough to print on two sheets.
pub const ROWS_PER_PAGE: u64 = 50;

/// Which way a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// The head of one column.
#[derive(Debug, Clone)]
pub struct Column {
    /// The word in the head; the currency or unit stands here, once: `Face, USD`.
    pub label: String,
    /// Figures stand to the right.
    pub numeric: bool,
    /// Where a click leads to sort by it (or to turn the order round). Nothing: not sortable.
    pub href: Option<String>,
    /// How the table is sorted by this column now, if it is.
    pub order: Option<Order>,
}

impl Column {
    /// A column of text that cannot be sorted.
    #[must_use]
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: false, href: None, order: None }
    }

    /// A column of figures that cannot be sorted.
    #[must_use]
    pub fn figures(label: impl Into<String>) -> Self {
        Self { numeric: true, ..Self::text(label) }
    }

    /// Makes it sortable: `base` is the view's address up to and with its other parameters, ending in `?` or `&`; `key` the
    /// column's name in the address; `now` what the view is sorted by. The link turns the order round.
    #[must_use]
    pub fn sortable(mut self, base: &str, key: &str, now: Option<(&str, Order)>) -> Self {
        self.order = now.filter(|(by, _)| *by == key).map(|(_, order)| order);
        let next = if self.order == Some(Order::Ascending) { "desc" } else { "asc" };
        self.href = Some(format!("{base}sort={key}&order={next}"));
        self
    }

    /// Value of `aria-sort`.
    #[must_use]
    pub const fn aria_sort(&self) -> &'static str {
        match self.order {
            None => "none",
            Some(Order::Ascending) => "ascending",
            Some(Order::Descending) => "descending",
        }
    }

    /// Class of the head.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        if self.numeric { "num" } else { "" }
    }
}

/// Which part of a long table is shown.
#[derive(Debug, Clone)]
pub struct Pager {
    /// Number of the first row shown, from 1; 0 where there is none.
    pub first: u64,
    /// Number of the last row shown.
    pub last: u64,
    /// How many rows there are.
    pub total: u64,
    /// Address of the rows before.
    pub previous: Option<String>,
    /// Address of the rows after.
    pub next: Option<String>,
}

impl Pager {
    /// Page number `page` (from 1) of `total` rows in pages of [`ROWS_PER_PAGE`]. `base` as in [`Column::sortable`].
    /// A page past the end shows the last one.
    #[must_use]
    pub fn new(base: &str, page: u64, total: u64) -> Self {
        let pages = total.div_ceil(ROWS_PER_PAGE).max(1);
        let page = page.clamp(1, pages);
        let link = |to: u64| (1..=pages).contains(&to).then(|| format!("{base}page={to}"));
        let before = (page - 1) * ROWS_PER_PAGE;
        Self {
            first: if total == 0 { 0 } else { before + 1 },
            last: (before + ROWS_PER_PAGE).min(total),
            total,
            previous: link(page - 1),
            next: link(page + 1),
        }
    }

    /// `51–100 of 1,204`.
    #[must_use]
    pub fn words(&self) -> String {
        let grouped = |count: u64| format::grouped(i64::try_from(count).unwrap_or(i64::MAX));
        format!("{}\u{2013}{} of {}", grouped(self.first), grouped(self.last), grouped(self.total))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sorted_head_turns_round_and_another_starts_ascending() {
        let now = Some(("due", Order::Ascending));
        let due = Column::figures("Due").sortable("/cash?q=x&", "due", now);
        assert_eq!(due.href.as_deref(), Some("/cash?q=x&sort=due&order=desc"));
        assert_eq!(due.aria_sort(), "ascending");
        let face = Column::figures("Face").sortable("/cash?", "face", now);
        assert_eq!(face.href.as_deref(), Some("/cash?sort=face&order=asc"));
        assert_eq!(face.aria_sort(), "none");
    }

    #[test]
    fn pages_end_where_the_rows_end() {
        let middle = Pager::new("/x?", 2, 1204);
        assert_eq!(middle.words(), "51\u{2013}100 of 1,204");
        assert_eq!((middle.previous.as_deref(), middle.next.as_deref()), (Some("/x?page=1"), Some("/x?page=3")));
        let last = Pager::new("/x?", 999, 101);
        assert_eq!((last.first, last.last, last.next), (101, 101, None));
        let none = Pager::new("/x?", 1, 0);
        assert_eq!((none.first, none.last, none.previous, none.next), (0, 0, None, None));
    }
}
