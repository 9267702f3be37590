//! RP-14: the notice register. One row per pair, by client and debtor, as its notice stood.
//!
//! Days of the superseded version are not repeated: what the debtor knew before goes on in the version that followed it.

use super::names::Names;
use super::{Cell, Column, Kind, Report, ReportRequest};
use crate::notice::{RegisterRow, register_as_of};
use jiff::civil::Date;
use store::Fault;
use store::book::Reads;

const COLUMNS: [Column; 24] = [
    Column::text("client", "Client"),
    Column::text("debtor", "Debtor"),
    Column::text("debtor_name", "Name"),
    Column::of(Kind::Number, "version", "Version"),
    Column::text("state", "Stands"),
    Column::of(Kind::Date, "heads_up", "Heads-up"),
    Column::of(Kind::Date, "introduction_sent", "Introduction sent"),
    Column::of(Kind::Date, "introduction_delivered", "Introduction delivered"),
    Column::of(Kind::Date, "notice_sent", "Notice sent"),
    Column::of(Kind::Date, "letter_posted", "Letter posted"),
    Column::text("letter_tracking", "Tracking number"),
    Column::of(Kind::Date, "letter_received", "Letter signed for"),
    Column::of(Kind::Date, "notice_received", "Notice received"),
    Column::of(Kind::Number, "evidence", "Evidence level"),
    Column::text("evidence_how", "Evidence"),
    Column::of(Kind::Date, "reminded", "Reminded"),
    Column::of(Kind::Date, "acknowledged", "Acknowledged"),
    Column::of(Kind::Number, "came_back", "Came back"),
    Column::of(Kind::Number, "proofs", "Proof requests"),
    Column::of(Kind::Date, "proof_due", "Proof due"),
    Column::of(Kind::Number, "doubts", "Disputes"),
    Column::of(Kind::Date, "release_due", "Release due"),
    Column::of(Kind::Date, "release_sent", "Release sent"),
    Column::of(Kind::Date, "released", "Released"),
];

pub(super) fn report(reads: &mut dyn Reads, request: &ReportRequest, names: &Names) -> Result<Report, Fault> {
    let rows = register_as_of(reads, &request.notices(), names)?;
    Ok(Report::of(COLUMNS.to_vec(), rows.into_iter().map(row).collect()))
}

fn row(row: RegisterRow) -> Vec<Cell> {
    let day = |day: Option<Date>| day.map_or(Cell::Empty, Cell::Date);
    let count = |count: usize| Cell::Number(i64::try_from(count).unwrap_or(i64::MAX));
    vec![
        Cell::words(row.client),
        Cell::words(row.debtor),
        Cell::words(row.debtor_name),
        Cell::Number(i64::from(row.version)),
        Cell::words(row.state.word()),
        day(row.heads_up_on),
        day(row.introduction_sent_on),
        day(row.introduction_delivered_on),
        day(row.notice_sent_on),
        day(row.letter_posted_on),
        row.letter_tracking.map_or(Cell::Empty, Cell::words),
        day(row.letter_received_on),
        day(row.received_on),
        row.evidence.map_or(Cell::Empty, |evidence| Cell::Number(evidence.level())),
        row.evidence.map_or(Cell::Empty, |evidence| Cell::words(evidence.word())),
        day(row.reminded_on),
        day(row.acknowledged_on),
        count(row.came_back),
        count(row.proofs),
        day(row.proof_due_on),
        count(row.doubts),
        day(row.release_due_on),
        day(row.release_sent_on),
        day(row.released_on),
    ]
}
