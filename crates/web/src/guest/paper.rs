//! A letter as a page shows it (`templates/guest/paper.html`): its words and tables, never the addresses in it, which are
//! its reader's alone.

/// Is a cell of a table a figure, which stands to the right?
pub(super) fn is_figure(cell: &str) -> bool {
    let part = |sign: char| sign.is_ascii_digit() || ".,\u{2212}\u{a0}\u{202f}".contains(sign);
    cell.chars().any(|sign| sign.is_ascii_digit()) && cell.chars().all(part)
}
