//! RP-15: the contact log. Every message that left for a debtor or came from one in a period, in order of time.
//!
//! Whoever wrote or read is not named: a debtor stands for its people. A report of one client has its messages, and of
//! those its own invoices; the budget is the debtor's, over all its suppliers, and would tell of them: it is left out.
//!
//! What was said of an invoice stands with the last message before it that spoke of the invoice. Only what had been said,
//! opened and answered by the end of the report is in it. The budget is the one the message was let go under.

use super::names::Names;
use super::{Cell, Column, Kind, Report, ReportRequest};
use crate::contact::zone;
use domain::contact::{AnswerKind, Channel, Direction};
use domain::id::{ClientId, InvoiceId, MessageId};
use domain::party::Factor;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::Fault;
use store::book::Reads;
use store::kept::history::{self, Contacted, ContactsOf};

const COLUMNS: [Column; 15] = [
    Column::text("debtor", "Debtor"),
    Column::text("debtor_name", "Name"),
    Column::of(Kind::Date, "date", "Date"),
    Column::text("time", "Local time"),
    Column::text("way", "Way"),
    Column::text("channel", "Channel"),
    Column::text("purpose", "Purpose"),
    Column::text("sender", "Sender"),
    Column::text("clients", "Clients"),
    Column::text("invoices", "Invoices covered"),
    Column::of(Kind::Date, "opened", "Opened"),
    Column::of(Kind::Date, "replied", "Replied"),
    Column::text("answer", "Answer"),
    Column::of(Kind::Number, "budget_left", "Budget left"),
    Column::of(Kind::Number, "message", "Message"),
];

/// What a message spoke of, and what was said of it before the next one.
#[derive(Default)]
struct About {
    clients: BTreeSet<ClientId>,
    numbers: Vec<String>,
    invoices: Vec<InvoiceId>,
    said: BTreeMap<AnswerKind, usize>,
}

pub(super) fn report(reads: &mut dyn Reads, request: &ReportRequest, names: &Names) -> Result<Report, Fault> {
    let of = span(request, &names.factor)?;
    let mut about: HashMap<MessageId, About> = HashMap::new();
    history::covered(reads, &of, &mut |covered| {
        let one = about.entry(covered.message).or_default();
        one.clients.insert(covered.client);
        one.numbers.push(covered.number);
        one.invoices.push(covered.invoice);
        Ok(())
    })?;
    let mut messages = Vec::new();
    history::contacts(reads, &of, &mut |message| {
        // What goes to a client about its customer is no contact of the customer.
        if !message.purpose.is_to_client() {
            messages.push(message);
        }
        Ok(())
    })?;
    let mut last: HashMap<InvoiceId, MessageId> = HashMap::new();
    let mut next = messages.iter().peekable();
    history::answered(reads, &of, &mut |invoice, kind, at| {
        while let Some(message) = next.next_if(|message| message.at <= at) {
            if message.direction == Direction::Out {
                let invoices = about.get(&message.message).map_or(&[][..], |about| &about.invoices);
                last.extend(invoices.iter().map(|invoice| (*invoice, message.message)));
            }
        }
        if let Some(about) = last.get(&invoice).and_then(|message| about.get_mut(message)) {
            *about.said.entry(kind).or_default() += 1;
        }
        Ok(())
    })?;
    let mut zones = HashMap::new();
    let mut rows = Vec::with_capacity(messages.len());
    for message in &messages {
        let name = message.zone.clone().filter(|zone| !zone.is_empty()).unwrap_or_else(|| names.factor.zone.clone());
        let zone = zones.entry(name).or_insert_with_key(|name| zone(name));
        let about = about.remove(&message.message).unwrap_or_default();
        rows.push(row(message, &about, zone, &of, names)?);
    }
    Ok(Report::of(COLUMNS.to_vec(), rows))
}

/// The days of the report as the factor's clock has them, as far as they were known.
fn span(request: &ReportRequest, factor: &Factor) -> Result<ContactsOf, Fault> {
    let zone = zone(&factor.zone);
    let start = |day: Date| -> Result<i64, Fault> {
        let start = day.to_zoned(zone.clone()).map_err(|error| Fault::unreadable("day", error))?;
        Ok(start.timestamp().as_microsecond())
    };
    let end = request.as_of.tomorrow().map_or(Ok(i64::MAX), start)?;
    // Whatever was recorded at the moment itself was known.
    let known = request.known_at.map_or(i64::MAX, |at| at.as_microsecond().saturating_add(1));
    let (client, debtor) = (request.client, request.debtor);
    Ok(ContactsOf { client, debtor, from: start(request.first_day())?, until: end.min(known) })
}

fn row(
    message: &Contacted,
    about: &About,
    zone: &TimeZone,
    of: &ContactsOf,
    names: &Names,
) -> Result<Vec<Cell>, Fault> {
    let local = |at: i64| -> Result<jiff::civil::DateTime, Fault> {
        let at = Timestamp::from_microsecond(at).map_err(|error| Fault::unreadable("time", error))?;
        Ok(zone.to_datetime(at))
    };
    let day = |at: Option<i64>| -> Result<Cell, Fault> {
        at.filter(|at| *at < of.until).map_or(Ok(Cell::Empty), |at| Ok(Cell::Date(local(at)?.date())))
    };
    let at = local(message.at)?;
    let out = message.direction == Direction::Out;
    let debtor = names.debtor_name(message.debtor);
    let clients: Vec<String> = about.clients.iter().map(|client| names.client(Some(*client))).collect();
    Ok(vec![
        Cell::words(names.debtor(Some(message.debtor))),
        Cell::words(debtor.clone()),
        Cell::Date(at.date()),
        Cell::words(at.strftime("%H:%M").to_string()),
        Cell::words(message.direction.word()),
        Cell::words(message.channel.word()),
        Cell::words(message.purpose.word()),
        Cell::words(if out { names.factor.name.clone() } else { debtor }),
        Cell::words(clients.join(", ")),
        Cell::words(about.numbers.join(", ")),
        day(message.opened_at)?,
        day(message.replied_at)?,
        Cell::words(answer(message, about)),
        if of.client.is_none() { budget_left(message) } else { Cell::Empty },
        Cell::Number(message.number),
    ])
}

/// What came of a call, in the caller's words; else what the debtor said of the invoices.
fn answer(message: &Contacted, about: &About) -> String {
    let said = about.said.iter().map(|(kind, count)| match count {
        1 => kind.word().to_owned(),
        count => format!("{} ({count})", kind.word()),
    });
    let call = message.last_word.clone().filter(|_| message.channel == Channel::Phone);
    call.into_iter().chain(said).collect::<Vec<_>>().join(", ")
}

/// CO-05: what its permit left of the budget; nothing for what is outside of it.
fn budget_left(message: &Contacted) -> Cell {
    let budget = message.reasons.iter().filter(|reason| reason.rule == "CO-05").flat_map(|reason| &reason.inputs);
    let left =
        budget.filter(|(name, _)| name == domain::contact::LEFT_AFTER_IT).find_map(|(_, left)| left.parse().ok());
    left.map_or(Cell::Empty, Cell::Number)
}
