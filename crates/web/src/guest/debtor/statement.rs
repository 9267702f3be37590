//! What a debtor owes through this factor (RP-22), with what its page shows beside it: the notices, where to pay, what it
//! was asked to confirm.
//!
//! Contract: only suppliers whose notice has been given to this debtor are here; what is confidential (GL-44) or not yet
//! announced is as if it were not there. A link given to a contact that is for one supplier alone shows that supplier
//! alone.

use super::DebtorVisit;
use crate::guest::wrong::Wrong;
use app::Error;
use app::answer::{StatementItem, StatementSection};
use domain::contact::{AnswerState, Said};
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::letter::PayTo;
use domain::money::Money;
use domain::notice::Notice;
use domain::party::Factor;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, HashSet};
use store::book::Reads;
use store::kept;

/// Most invoices on one page, and in one answer; the page says when there are more, which come up as these are paid.
pub(in crate::guest) const INVOICES: usize = app::answer::ANSWERS;

/// How an invoice stands, seen from the debtor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::guest) enum Stands {
    /// We were asked to confirm it.
    ToConfirm,
    /// It is disputed, in this case.
    Disputed(i64),
    /// Payment is announced for this day.
    Announced(Date),
    /// It was said to be paid on this day.
    SaidPaid(Date),
    /// It was confirmed, and is due on its day.
    Confirmed,
    /// A copy was asked for.
    CopyAsked,
    /// Nothing was said, and it is not due yet.
    Due,
    /// Nothing was said, and its day has passed.
    PastDue,
}

/// One invoice.
#[derive(Debug, Clone)]
pub(in crate::guest) struct Line {
    pub id: InvoiceId,
    pub number: String,
    pub issued: Date,
    pub due: Date,
    pub amount: Money,
    pub open: Money,
    pub stands: Stands,
}

impl Line {
    /// Is its day past?
    pub fn is_late(&self, today: Date) -> bool {
        self.due < today
    }
}

/// The invoices of one supplier.
#[derive(Debug, Clone)]
pub(in crate::guest) struct Supplier {
    pub client: ClientId,
    /// The name on its invoices.
    pub name: String,
    /// Where its invoices are paid.
    pub pay_to: Option<PayTo>,
    /// Code of the newest signed letter about them.
    pub code: Option<String>,
    /// The day the notice was received; none where an acknowledged packet stands in for it (GL-60).
    pub received_on: Option<Date>,
    pub lines: Vec<Line>,
    /// What is open, a currency each.
    pub totals: Vec<Money>,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub(in crate::guest) struct Statement {
    pub suppliers: Vec<Supplier>,
    /// What is open, a currency each.
    pub totals: Vec<Money>,
    /// What of it is past its day.
    pub late: Vec<Money>,
    /// How many invoices are listed.
    pub count: usize,
    /// Are there more than [`INVOICES`]?
    pub more: bool,
}

impl Statement {
    /// The invoice with this id, with its supplier.
    pub fn find(&self, id: InvoiceId) -> Option<(&Supplier, &Line)> {
        self.suppliers.iter().find_map(|one| Some((one, one.lines.iter().find(|line| line.id == id)?)))
    }

    /// All invoices, supplier by supplier.
    pub fn lines(&self) -> impl Iterator<Item = (&Supplier, &Line)> {
        self.suppliers.iter().flat_map(|one| one.lines.iter().map(move |line| (one, line)))
    }
}

/// The notices that were given to a debtor, for the suppliers a link may show.
pub(in crate::guest) fn notices(
    reads: &mut dyn Reads,
    debtor: DebtorId,
    only: Option<ClientId>,
) -> Result<Vec<Notice>, Error> {
    let mut given = kept::notice::of_debtor(reads, debtor)?;
    // GL-44: whoever was not told does not learn it here.
    given.retain(|notice| !notice.held && notice.was_given() && only.is_none_or(|client| client == notice.client));
    Ok(given)
}

/// What this visit shows.
pub(super) async fn of(visit: &DebtorVisit) -> Result<Statement, Wrong> {
    let (debtor, only, today) = (visit.debtor, visit.only, visit.guests.web.app.today());
    let factor = visit.guests.web.app.factor();
    visit.read(move |snapshot| read(snapshot, &factor, debtor, only, today)).await
}

/// Reads it.
pub(in crate::guest) fn read(
    reads: &mut dyn Reads,
    factor: &Factor,
    debtor: DebtorId,
    only: Option<ClientId>,
    today: Date,
) -> Result<Statement, Error> {
    let known = app::answer::statement(reads, debtor, only)?;
    let listed: Vec<uuid::Uuid> =
        known.sections.iter().flat_map(|section| &section.items).map(|item| item.line.invoice.0).collect();
    let asked: HashSet<InvoiceId> = kept::verification::of_invoices(reads, &listed)?
        .into_iter()
        .filter(|one| one.state.is_open() && !one.requests.is_empty() && one.answers.is_empty())
        .map(|one| one.invoice)
        .collect();
    let mut sections: HashMap<ClientId, StatementSection> =
        known.sections.into_iter().map(|section| (section.client, section)).collect();
    let mut statement = Statement { more: known.more, ..Statement::default() };
    let mut known: Vec<(ClientId, Option<Notice>)> =
        notices(reads, debtor, only)?.into_iter().map(|notice| (notice.client, Some(notice))).collect();
    // GL-60: an agency of the United States gets no notice; it has acknowledged the assignment of a contract.
    for (_, client) in kept::packet::acknowledged_pairs(reads, &[debtor.0])? {
        if only.is_none_or(|one| one == client) && known.iter().all(|(known, _)| *known != client) {
            known.push((client, None));
        }
    }
    for (client, notice) in known {
        let Some(client) = kept::party::client(reads, client)? else { continue };
        let items = sections.remove(&client.id).map(|section| section.items).unwrap_or_default();
        let space = INVOICES - statement.count;
        statement.more |= items.len() > space;
        let lines: Vec<Line> = items.into_iter().take(space).map(|item| line(item, &asked, today)).collect();
        statement.count += lines.len();
        statement.suppliers.push(Supplier {
            client: client.id,
            name: client.identity.trading_name.clone().filter(|name| !name.is_empty()).unwrap_or(client.name),
            pay_to: match notice.as_ref().and_then(|notice| notice.pay_to.clone()) {
                Some(told) => Some(told),
                None => {
                    let currency = app::notice::currency_of(reads, factor, client.id, today)?;
                    app::notice::pay_to(reads, factor, currency)?
                }
            },
            code: notice.as_ref().and_then(|notice| notice.papers.last().cloned()),
            totals: sums(lines.iter().map(|line| line.open))?,
            lines,
            received_on: notice.and_then(|notice| notice.received_on()),
        });
    }
    statement.suppliers.sort_by(|a, b| a.name.cmp(&b.name));
    statement.totals = sums(statement.lines().map(|(_, line)| line.open))?;
    statement.late = sums(statement.lines().filter(|(_, line)| line.is_late(today)).map(|(_, line)| line.open))?;
    Ok(statement)
}

/// An invoice as the page shows it: a dispute before an answer, an answer before the calendar.
fn line(item: StatementItem, asked: &HashSet<InvoiceId>, today: Date) -> Line {
    let answer = item.answer.as_ref().map(|answer| (&answer.said, answer.state));
    let due = item.line.due;
    let stands = match (item.case, answer) {
        (Some(number), _) => Stands::Disputed(number),
        (None, Some((Said::WillPay { on, .. }, AnswerState::Running))) => Stands::Announced(*on),
        (None, Some((Said::Paid { on, .. }, AnswerState::Running))) => Stands::SaidPaid(*on),
        (None, Some((Said::NotReceived { .. }, AnswerState::Noted))) => Stands::CopyAsked,
        (None, Some((Said::Confirmed { .. }, AnswerState::Noted))) if due >= today => Stands::Confirmed,
        _ if asked.contains(&item.line.invoice) => Stands::ToConfirm,
        _ if due < today => Stands::PastDue,
        _ => Stands::Due,
    };
    Line {
        id: item.line.invoice,
        number: item.line.number,
        issued: item.line.issued,
        due,
        amount: item.line.amount,
        open: item.line.open,
        stands,
    }
}

/// A sum per currency, in the order of their codes.
pub(in crate::guest) fn sums(amounts: impl Iterator<Item = Money>) -> Result<Vec<Money>, Error> {
    let mut by_currency: BTreeMap<String, Money> = BTreeMap::new();
    for amount in amounts {
        let sum = by_currency.entry(amount.currency.to_string()).or_insert_with(|| Money::zero(amount.currency));
        *sum = sum.plus(amount)?;
    }
    Ok(by_currency.into_values().filter(|sum| !sum.is_zero()).collect())
}
