//! RP-14: the notice register.

use super::policy::policy;
use crate::Error;
use domain::id::{ClientId, DebtorId, NoticeId};
use domain::notice::{Evidence, Leg, Notice, NoticeState};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::book::Reads;
use store::kept;
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
    /// GL-52.
    pub received_on: Option<Date>,
    /// LC-45.
    pub evidence: Option<Evidence>,
    /// The day of the signed acknowledgment.
    pub acknowledged_on: Option<Date>,
    /// LC-41.
    pub reminded_on: Option<Date>,
    /// LC-48: how often a letter came back.
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

/// The notice register: one row per pair, by client and debtor.
///
/// # Errors
/// [`Error::Fault`].
pub fn register(
    reads: &mut dyn Reads,
    calendar: domain::calendar::Calendar,
    today: Date,
) -> Result<Vec<RegisterRow>, Error> {
    let policy = policy(reads)?;
    let clients: BTreeMap<ClientId, String> =
        kept::party::clients(reads)?.into_iter().map(|one| (one.id, one.code.to_string())).collect();
    let mut rows = Vec::new();
    let mut after = NoticeId(Uuid::nil());
    loop {
        let page = kept::notice::after(reads, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.id;
        let mut wanted: Vec<Uuid> = page.iter().map(|notice| notice.debtor.0).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let debtors: BTreeMap<DebtorId, (String, String)> = kept::party::debtors_by_id(reads, &wanted)?
            .into_iter()
            .map(|one| (one.id, (one.code.to_string(), one.name)))
            .collect();
        for notice in &page {
            let client = clients.get(&notice.client).cloned().unwrap_or_default();
            let (debtor, debtor_name) = debtors.get(&notice.debtor).cloned().unwrap_or_default();
            rows.push(RegisterRow {
                next_on: notice.next_on(&policy, calendar),
                ..row(notice, client, debtor, debtor_name, today)
            });
        }
    }
    rows.sort_by(|a, b| (&a.client, &a.debtor).cmp(&(&b.client, &b.debtor)));
    Ok(rows)
}

fn row(notice: &Notice, client: String, debtor: String, debtor_name: String, today: Date) -> RegisterRow {
    let left = |leg| notice.way(leg).and_then(|way| way.left_on);
    let delivered = |leg| notice.way(leg).and_then(|way| way.delivered_on);
    let ways = Leg::ALL.iter().filter_map(|leg| notice.way(*leg));
    RegisterRow {
        notice: notice.id,
        version: notice.version,
        client,
        debtor,
        debtor_name,
        state: notice.state(),
        heads_up_on: notice.heads_up.as_ref().map(|told| told.on),
        introduction_sent_on: left(Leg::Introduction),
        introduction_delivered_on: delivered(Leg::Introduction),
        notice_sent_on: left(Leg::Notice),
        received_on: notice.received_on(),
        evidence: notice.best(),
        acknowledged_on: notice.evidence.iter().find(|one| one.level == Evidence::Signed).map(|one| one.on),
        reminded_on: notice.reminded_on,
        came_back: ways.map(|way| way.came_back.len()).sum(),
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
