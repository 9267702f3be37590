//! RP-14: the notice register.

use super::policy::policy;
use crate::Error;
use crate::report::Names;
use domain::id::NoticeId;
use domain::notice::{Evidence, Leg, Notice, NoticeState};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::Fault;
use store::book::Reads;
use store::kept;
use store::kept::history::{self, NoticesOf};
use uuid::Uuid;

/// Rows of the register that are read from the book at a time.
const PAGE: i64 = 1_000;

/// One row of the notice register: the current notice of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRow {
    /// The notice.
    pub notice: NoticeId,
    /// Its version.
    pub version: u32,
    /// Code of the client.
    pub client: String,
    /// Code of the debtor.
    pub debtor: String,
    /// Name of the debtor.
    pub debtor_name: String,
    /// Where it stands.
    pub state: NoticeState,
    /// LC-40.
    pub heads_up_on: Option<Date>,
    /// LC-42.
    pub introduction_sent_on: Option<Date>,
    /// LC-42.
    pub introduction_delivered_on: Option<Date>,
    /// LC-43.
    pub notice_sent_on: Option<Date>,
    /// LC-43: the day the letter beside the mail was posted.
    pub letter_posted_on: Option<Date>,
    /// LC-43: the number under which it is traced.
    pub letter_tracking: Option<String>,
    /// LC-45: the day it was signed for.
    pub letter_received_on: Option<Date>,
    /// GL-52.
    pub received_on: Option<Date>,
    /// LC-45.
    pub evidence: Option<Evidence>,
    /// The day of the signed acknowledgment.
    pub acknowledged_on: Option<Date>,
    /// LC-41.
    pub reminded_on: Option<Date>,
    /// LC-48: how often a letter came back, by mail or by post.
    pub came_back: usize,
    /// GL-53: how often proof was asked for.
    pub proofs: usize,
    /// GL-53: the day by which proof is to be given.
    pub proof_due_on: Option<Date>,
    /// GL-53: is it overdue?
    pub proof_overdue: bool,
    /// How often the notice was doubted.
    pub doubts: usize,
    /// Is a doubt open?
    pub doubt_open: bool,
    /// GL-58: the day by which the release is to be sent.
    pub release_due_on: Option<Date>,
    /// LC-47.
    pub release_sent_on: Option<Date>,
    /// LC-47.
    pub released_on: Option<Date>,
    /// The day the clock wants something next.
    pub next_on: Option<Date>,
}

/// The notice register of now: one row per pair, by client and debtor.
///
/// # Errors
/// [`Error::Fault`].
pub fn register(
    reads: &mut dyn Reads,
    calendar: domain::calendar::Calendar,
    today: Date,
) -> Result<Vec<RegisterRow>, Error> {
    let policy = policy(reads)?;
    let mut rows = Vec::new();
    let mut after = NoticeId(Uuid::nil());
    let names = Names::load(reads)?;
    loop {
        let page = kept::notice::after(reads, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.id;
        rows.extend(
            page.iter()
                .map(|notice| RegisterRow { next_on: notice.next_on(&policy, calendar), ..row(notice, &names, today) }),
        );
    }
    rows.sort_by(in_order);
    Ok(rows)
}

/// The current notices as they stood: from the steps they took; those of one debtor now from where they stand.
///
/// # Errors
/// [`Fault`].
pub(crate) fn current_as_of(reads: &mut dyn Reads, of: &NoticesOf, today: Date) -> Result<Vec<Notice>, Fault> {
    match of.debtor {
        Some(debtor) if of.known_at.is_none() && of.as_of >= today => {
            let mut found = kept::notice::of_debtor(reads, debtor)?;
            found.retain(|notice| of.client.is_none_or(|client| client == notice.client));
            Ok(found)
        }
        _ => history::notices(reads, of),
    }
}

/// The register as it stood: after the steps of a day, as known at a moment. What the clock wants next is left out: it
/// follows from the policy of now.
///
/// # Errors
/// [`Fault`].
pub(crate) fn register_as_of(reads: &mut dyn Reads, of: &NoticesOf, names: &Names) -> Result<Vec<RegisterRow>, Fault> {
    let found = history::notices(reads, of)?;
    let mut rows: Vec<RegisterRow> = found.iter().map(|notice| row(notice, names, of.as_of)).collect();
    rows.sort_by(in_order);
    Ok(rows)
}

fn in_order(a: &RegisterRow, b: &RegisterRow) -> std::cmp::Ordering {
    (&a.client, &a.debtor).cmp(&(&b.client, &b.debtor))
}

fn row(notice: &Notice, names: &Names, today: Date) -> RegisterRow {
    let left = |leg| notice.way(leg).and_then(|way| way.left_on);
    let delivered = |leg| notice.way(leg).and_then(|way| way.delivered_on);
    let letter = notice.beside();
    let ways = Leg::ALL.iter().filter_map(|leg| notice.way(*leg));
    RegisterRow {
        notice: notice.id,
        version: notice.version,
        client: names.client(Some(notice.client)),
        debtor: names.debtor(Some(notice.debtor)),
        debtor_name: names.debtor_name(notice.debtor),
        state: notice.state(),
        heads_up_on: notice.heads_up.as_ref().map(|told| told.on),
        introduction_sent_on: left(Leg::Introduction),
        introduction_delivered_on: delivered(Leg::Introduction),
        notice_sent_on: left(Leg::Notice),
        letter_posted_on: letter.and_then(|letter| letter.left_on),
        letter_tracking: letter.and_then(|letter| letter.tracking.clone()),
        letter_received_on: letter.and_then(|letter| letter.delivered_on),
        received_on: notice.received_on(),
        evidence: notice.best(),
        acknowledged_on: notice.evidence.iter().find(|one| one.level == Evidence::Signed).map(|one| one.on),
        reminded_on: notice.reminded_on,
        came_back: ways.map(|way| way.came_back.len()).sum::<usize>()
            + letter.map_or(0, |letter| letter.came_back.len()),
        proofs: notice.proofs.len(),
        proof_due_on: notice.open_proof().map(|one| one.due_on),
        proof_overdue: notice.proof_overdue(today),
        doubts: notice.doubts.len(),
        doubt_open: notice.open_doubt().is_some(),
        release_due_on: notice.demand.as_ref().filter(|_| notice.release.is_none()).map(|demand| demand.due_on),
        release_sent_on: left(Leg::Release),
        released_on: delivered(Leg::Release),
        next_on: None,
    }
}
