//! What a debtor owes through this factor: read in sets, one reading of the book (RP-22).
//!
//! Contract: only suppliers whose notice has been given to this debtor are here; what is confidential (GL-44) or not yet
//! announced is as if it were not there. A link given to a contact that is for one supplier alone shows that supplier
//! alone. Invoices are those that are open, and those the debtor was asked to confirm.

use app::Error;
use domain::contact::{AnswerState, Said};
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::letter::PayTo;
use domain::money::Money;
use domain::notice::Notice;
use domain::party::Factor;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use store::book::Reads;
use store::kept;
use store::kept::invoice::Invoice;
use uuid::Uuid;

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
    /// The notice.
    pub notice: Notice,
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

/// Reads it.
pub(in crate::guest) fn read(
    reads: &mut dyn Reads,
    factor: &Factor,
    debtor: DebtorId,
    only: Option<ClientId>,
    today: Date,
) -> Result<Statement, Error> {
    let given = notices(reads, debtor, only)?;
    let limit = i64::try_from(INVOICES + 1).unwrap_or(i64::MAX);
    let mut invoices = kept::invoice::open_of_debtor(reads, debtor, limit)?;
    let asked: HashMap<InvoiceId, bool> = kept::verification::open_of_debtor(reads, debtor, limit)?
        .into_iter()
        .filter(|one| !one.requests.is_empty())
        .map(|one| (one.invoice, one.answers.is_empty()))
        .collect();
    let known: Vec<InvoiceId> = invoices.iter().map(|invoice| invoice.id).collect();
    let wanted: Vec<Uuid> = asked.keys().filter(|id| !known.contains(id)).map(|id| id.0).collect();
    invoices.extend(kept::invoice::by_ids(reads, &wanted)?);
    invoices.retain(|invoice| given.iter().any(|notice| notice.client == invoice.client));
    let more = invoices.len() > INVOICES;
    invoices.truncate(INVOICES);
    invoices.sort_by(|a, b| (a.offer.due, &a.offer.number).cmp(&(b.offer.due, &b.offer.number)));
    let stands = standing(reads, debtor, &invoices, &asked, today)?;
    let fallback = app::notice::pay_to(reads, factor)?;
    let mut statement = Statement { count: invoices.len(), more, ..Statement::default() };
    let mut lines: HashMap<ClientId, Vec<Line>> = HashMap::new();
    for (invoice, stands) in invoices.into_iter().zip(stands) {
        let open = invoice.receivable.as_ref().map_or(invoice.offer.amount, |bought| bought.money(bought.open));
        lines.entry(invoice.client).or_default().push(Line {
            id: invoice.id,
            number: invoice.offer.number,
            issued: invoice.offer.issued,
            due: invoice.offer.due,
            amount: invoice.offer.amount,
            open,
            stands,
        });
    }
    for notice in given {
        let lines = lines.remove(&notice.client).unwrap_or_default();
        let Some(client) = kept::party::client(reads, notice.client)? else { continue };
        statement.suppliers.push(Supplier {
            client: client.id,
            name: client.identity.trading_name.clone().filter(|name| !name.is_empty()).unwrap_or(client.name),
            pay_to: notice.pay_to.clone().or_else(|| fallback.clone()),
            code: notice.papers.last().cloned(),
            totals: sums(lines.iter().map(|line| line.open))?,
            lines,
            notice,
        });
    }
    statement.suppliers.sort_by(|a, b| a.name.cmp(&b.name));
    statement.totals = sums(statement.lines().map(|(_, line)| line.open))?;
    statement.late = sums(statement.lines().filter(|(_, line)| line.is_late(today)).map(|(_, line)| line.open))?;
    Ok(statement)
}

/// What is known of each invoice, in their order: a dispute before an answer, an answer before the calendar.
fn standing(
    reads: &mut dyn Reads,
    debtor: DebtorId,
    invoices: &[Invoice],
    asked: &HashMap<InvoiceId, bool>,
    today: Date,
) -> Result<Vec<Stands>, Error> {
    let ids: Vec<Uuid> = invoices.iter().map(|invoice| invoice.id.0).collect();
    let disputes: HashMap<InvoiceId, i64> = kept::relation_case::open_disputes(reads, &[debtor.0])?
        .into_iter()
        .map(|dispute| (dispute.invoice, dispute.number))
        .collect();
    let answers: HashMap<InvoiceId, (Said, AnswerState)> = kept::answer::latest(reads, &ids)?
        .into_iter()
        .map(|answer| (answer.invoice, (answer.said, answer.state)))
        .collect();
    let of = |invoice: &Invoice| {
        if let Some(number) = disputes.get(&invoice.id) {
            return Stands::Disputed(*number);
        }
        let waits = asked.get(&invoice.id).copied().unwrap_or(false);
        match answers.get(&invoice.id) {
            Some((Said::WillPay { on, .. }, AnswerState::Running)) => Stands::Announced(*on),
            Some((Said::Paid { on, .. }, AnswerState::Running)) => Stands::SaidPaid(*on),
            Some((Said::NotReceived { .. }, AnswerState::Noted)) => Stands::CopyAsked,
            Some((Said::Confirmed { .. }, AnswerState::Noted)) if invoice.offer.due >= today => Stands::Confirmed,
            _ if waits => Stands::ToConfirm,
            _ if invoice.offer.due < today => Stands::PastDue,
            _ => Stands::Due,
        }
    };
    Ok(invoices.iter().map(of).collect())
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
