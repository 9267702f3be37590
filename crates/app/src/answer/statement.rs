//! RP-22: a debtor's own statement. All its invoices of all suppliers with this factor, each supplier apart.
//!
//! Only suppliers whose notice has been given are on it: what is confidential (GL-44) or not announced yet is as if it were
//! not there.

use crate::Error;
use domain::contact::{Answer, AnswerState, Said};
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::money::{Currency, Money};
use formats::answers::Standing;
use std::collections::{BTreeMap, HashMap, HashSet};
use store::book::Reads;
use store::kept;
use store::kept::view::relationship::{self, StatementLine};
use uuid::Uuid;

/// Most invoices on one statement.
pub const STATEMENT: i64 = 5_000;

/// An invoice with what was said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementItem {
    /// The invoice.
    pub line: StatementLine,
    /// How much of it is disputed.
    pub disputed: Option<Money>,
    /// The dispute's number: `C-12`.
    pub case: Option<i64>,
    /// The answer that stands.
    pub answer: Option<Answer>,
}

impl StatementItem {
    /// What was said of it so far; none when nothing was.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        if let Some(amount) = self.disputed {
            return Some(Standing::Disputed(amount));
        }
        match self.answer.as_ref().map(|answer| (&answer.said, answer.state))? {
            (Said::WillPay { on, .. }, AnswerState::Running) => Some(Standing::WillPay(*on)),
            (Said::Paid { on, .. }, AnswerState::Running) => Some(Standing::Paid(*on)),
            (Said::Confirmed { .. }, AnswerState::Noted) => Some(Standing::Confirmed),
            (Said::NotReceived { .. }, AnswerState::Noted) => Some(Standing::CopyAsked),
            _ => None,
        }
    }
}

/// The invoices of one supplier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementSection {
    /// The supplier.
    pub client: ClientId,
    /// Its code.
    pub code: String,
    /// Its name as on its invoices.
    pub name: String,
    /// Its invoices, the oldest due date first.
    pub items: Vec<StatementItem>,
    /// What is open, a currency each.
    pub totals: Vec<Money>,
}

/// A debtor's statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Supplier by supplier, by name.
    pub sections: Vec<StatementSection>,
    /// What is open, a currency each.
    pub totals: Vec<Money>,
    /// Are there more than [`STATEMENT`] invoices?
    pub more: bool,
}

/// Adds an amount to the sum of its currency.
fn add(sums: &mut BTreeMap<Currency, Money>, amount: Money) -> Result<(), Error> {
    let sum = sums.entry(amount.currency).or_insert(Money::zero(amount.currency));
    *sum = sum.plus(amount)?;
    Ok(())
}

/// The statement of a debtor; of one supplier alone where `only` is given. Read in sets: a number of queries that does not
/// grow with the invoices.
///
/// # Errors
/// [`Error::Fault`].
pub fn statement(reads: &mut dyn Reads, debtor: DebtorId, only: Option<ClientId>) -> Result<Statement, Error> {
    let mut told: HashSet<Uuid> = kept::notice::of_debtor(reads, debtor)?
        .into_iter()
        .filter(|notice| !notice.held && notice.was_given() && only.is_none_or(|client| client == notice.client))
        .map(|notice| notice.client.0)
        .collect();
    // GL-60: an agency of the United States gets no notice; it knows the assignments it has acknowledged.
    let acknowledged = kept::packet::acknowledged_pairs(reads, &[debtor.0])?.into_iter().map(|(_, client)| client);
    told.extend(acknowledged.filter(|client| only.is_none_or(|one| one == *client)).map(|client| client.0));
    // Asked for by their names: what is not shown must not use up the room, which would show that it is there.
    let told: Vec<Uuid> = told.into_iter().collect();
    let mut lines = relationship::statement(reads, debtor, &told, STATEMENT + 1)?;
    let more = i64::try_from(lines.len()).is_ok_and(|count| count > STATEMENT);
    lines.truncate(usize::try_from(STATEMENT).unwrap_or(usize::MAX));
    let ids: Vec<Uuid> = lines.iter().map(|line| line.invoice.0).collect();
    let mut disputes: HashMap<InvoiceId, (i64, Money)> = HashMap::new();
    for dispute in kept::relation_case::open_disputes(reads, &[debtor.0])? {
        let held = disputes.entry(dispute.invoice).or_insert((dispute.number, Money::zero(dispute.amount.currency)));
        held.1 = held.1.plus(dispute.amount)?;
    }
    let mut answers: HashMap<InvoiceId, Answer> =
        kept::answer::latest(reads, &ids)?.into_iter().map(|answer| (answer.invoice, answer)).collect();
    let mut sections: BTreeMap<ClientId, Vec<StatementItem>> = BTreeMap::new();
    let mut totals = BTreeMap::new();
    for line in lines {
        add(&mut totals, line.open)?;
        let dispute = disputes.get(&line.invoice);
        let item = StatementItem {
            disputed: dispute.map(|(_, amount)| Money::new(amount.minor.min(line.open.minor), amount.currency)),
            case: dispute.map(|(number, _)| *number),
            answer: answers.remove(&line.invoice),
            line,
        };
        sections.entry(item.line.client).or_default().push(item);
    }
    let mut found = Vec::with_capacity(sections.len());
    for (client, items) in sections {
        let Some(party) = kept::party::client(reads, client)? else { continue };
        let mut sums = BTreeMap::new();
        for item in &items {
            add(&mut sums, item.line.open)?;
        }
        found.push(StatementSection {
            client,
            code: party.code.as_str().to_owned(),
            name: party.identity.trading_name.unwrap_or(party.name),
            items,
            totals: sums.into_values().collect(),
        });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Statement { sections: found, totals: totals.into_values().collect(), more })
}
