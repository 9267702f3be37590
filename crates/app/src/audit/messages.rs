//! Messages: each is what was queued and permitted, left when its event says, asks for nothing too early or too often,
//! speaks of its own debtor's invoices, and stands in the timelines of those it speaks of. What debtors said belongs to
//! its own pair.
//!
//! CO-01 and CO-05 are proven by the rulebook's own figures, the harshest a factor may use: CO-05 for mails and calls, CO-01
//! for mails and letters. Letters are posted by a person: of them only CO-01 is proven. The stop rules are proven in `stops`.

use super::notices::facts;
use super::{Audit, Broken, Checked, broken, many, streamed};
use domain::contact::{Channel, ContactPolicy, DPD_FLOOR, Purpose, Spent};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId, InvoiceId, MessageId};
use domain::proof::Proof;
use jiff::Timestamp;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap, HashSet};
use store::Fault;
use store::kept::history::proving;

const MESSAGES: &str = "messages";
const CONTACT: &str = "contact";
const TIMELINES: &str = "timelines";
const RELATIONS: &str = "answers and cases";

#[derive(Deserialize)]
struct Queued {
    message: MessageId,
    purpose: Purpose,
    channel: Channel,
    debtor: Option<DebtorId>,
    to_client: Option<ClientId>,
    clients: BTreeSet<ClientId>,
    invoices: BTreeSet<InvoiceId>,
    reasons: Vec<Proof>,
}

#[derive(Deserialize)]
struct Sent {
    message: MessageId,
    /// A call is written down after it was made.
    #[serde(default)]
    made_at: Option<i64>,
}

/// What an event said of a message that was queued.
struct Known {
    seq: i64,
    purpose: Purpose,
    channel: Channel,
    debtor: Option<DebtorId>,
    to_client: Option<ClientId>,
    /// Of which clients and invoices it speaks, as one mark whatever their order.
    about: u128,
    permitted: bool,
    sent_at: Option<i64>,
}

/// Part of a mark: the marks of all parts, combined, are one whatever their order.
fn mark(client: Option<ClientId>, invoice: Option<InvoiceId>) -> u128 {
    let (side, id) = client.map_or((b'i', invoice.map(|id| id.0)), |client| (b'c', Some(client.0)));
    let mut hash = Sha256::new();
    hash.update([side]);
    hash.update(id.unwrap_or_default().as_bytes());
    let hash = hash.finalize();
    hash.iter().take(16).fold(0, |sum, byte| (sum << 8) | u128::from(*byte))
}

fn known(audit: &mut Audit<'_>) -> Result<HashMap<MessageId, Known>, Fault> {
    let mut known: HashMap<MessageId, Known> = HashMap::new();
    let kinds = [EventKind::MessageQueued, EventKind::MessageSent];
    proving::events_of(audit.reads, &kinds, &mut |seq, kind, at, body| {
        if kind == EventKind::MessageSent {
            let sent: Sent = facts(seq, body)?;
            if let Some(known) = known.get_mut(&sent.message) {
                known.sent_at = Some(sent.made_at.unwrap_or(at));
            }
            return Ok(());
        }
        let queued: Queued = facts(seq, body)?;
        let clients = queued.clients.iter().map(|client| mark(Some(*client), None));
        let invoices = queued.invoices.iter().map(|invoice| mark(None, Some(*invoice)));
        let message = Known {
            seq,
            purpose: queued.purpose,
            channel: queued.channel,
            debtor: queued.debtor,
            to_client: queued.to_client,
            about: clients.chain(invoices).fold(0, |sum, part| sum ^ part),
            permitted: queued.reasons.iter().any(|reason| reason.rule == "CO-05"),
            sent_at: None,
        };
        known.insert(queued.message, message);
        Ok(())
    })?;
    Ok(known)
}

pub(super) fn prove(audit: &mut Audit<'_>) -> Checked {
    let mut known = known(audit)?;
    let mut about: HashMap<MessageId, u128> = HashMap::new();
    proving::spoken_of(audit.reads, &mut |message, client, invoice| {
        *about.entry(message).or_default() ^= mark(client, invoice);
        Ok(())
    })?;
    let (mut count, mut sent) = (0, 0);
    let mut mails: Written = HashMap::new();
    let reads = &mut *audit.reads;
    streamed(|stop| {
        proving::messages(reads, &mut |row| {
            count += 1;
            let mut wrong =
                |fact: &str| Err(stop(Broken { name: MESSAGES, place: format!("message {} {fact}", row.number) }));
            let Some(then) = known.remove(&row.id) else { return wrong("was never queued") };
            let is = (row.purpose, row.channel, row.debtor, row.client, about.remove(&row.id).unwrap_or(0));
            if is != (then.purpose, then.channel, then.debtor, then.to_client, then.about) {
                return wrong(&format!("is not the one of event {}", then.seq));
            }
            if row.sent_at != then.sent_at {
                return wrong("did not leave when its event says");
            }
            let to_debtor = row.client.is_none() && !row.purpose.is_to_client();
            if to_debtor && row.sent_at.is_some() && row.channel != Channel::Portal && !then.permitted {
                return wrong("left without a permit");
            }
            sent += i64::from(row.sent_at.is_some());
            let counts =
                to_debtor && row.purpose.is_budgeted() && matches!(row.channel, Channel::Email | Channel::Phone);
            if let (true, Some(debtor), Some(at)) = (counts, row.debtor, row.sent_at) {
                mails.entry((debtor, row.channel)).or_default().push((at, row.number));
            }
            Ok(())
        })
    })?;
    if let Some(then) = known.values().map(|then| then.seq).min() {
        return broken(MESSAGES, format!("the message of event {then} is not there"));
    }
    audit.prove(
        MESSAGES,
        format!("{}, {sent} of them left, each as it was queued and permitted", many(count, "message")),
    );
    contact(audit, mails)?;
    super::stops::prove(audit)?;
    timelines(audit)?;
    if let Some(place) = proving::strays(audit.reads)? {
        return broken(RELATIONS, place);
    }
    audit.prove(RELATIONS, "every message, answer, case and verification is of its own pair".to_owned());
    Ok(())
}

/// Moments and numbers of the mails and calls to each debtor.
type Written = HashMap<(DebtorId, Channel), Vec<(i64, i64)>>;

/// CO-01, CO-05.
fn contact(audit: &mut Audit<'_>, mails: Written) -> Checked {
    let mut asked = 0;
    let reads = &mut *audit.reads;
    streamed(|stop| {
        proving::asked_for(reads, &mut |message, purpose, sent_on, invoice, due| {
            if !purpose.is_about_payment() || purpose == Purpose::BeforeDue {
                return Ok(());
            }
            asked += 1;
            let late = due.until(sent_on).map_or(0, |span| i64::from(span.get_days()));
            if late > DPD_FLOOR {
                return Ok(());
            }
            let place = format!("message {message} asked for invoice {invoice} {late} days after its due date");
            Err(stop(Broken { name: CONTACT, place }))
        })
    })?;
    let widest = ContactPolicy::default();
    let written = mails.keys().map(|(debtor, _)| debtor).collect::<HashSet<_>>().len();
    for ((debtor, channel), mut sent) in mails {
        sent.sort_unstable();
        for (place, (at, number)) in sent.iter().enumerate() {
            let moment = |at: i64| Timestamp::from_microsecond(at).map_err(|error| Fault::unreadable("time", error));
            let longest = widest.email_long.most;
            let before = &sent[place.saturating_sub(longest)..place];
            let before = before.iter().map(|(at, _)| Ok((channel, moment(*at)?)));
            let spent = Spent::new(before.collect::<Result<Vec<_>, Fault>>()?);
            if spent.left(channel, &widest, moment(*at)?) == 0 {
                let debtor = audit.names.debtor(Some(debtor));
                return broken(CONTACT, format!("message {number} to {debtor} was one too many"));
            }
        }
    }
    let written = i64::try_from(written).unwrap_or(i64::MAX);
    let detail = format!(
        "{} to pay an invoice, none within {DPD_FLOOR} days of its due date; {}, none written to too often",
        many(asked, "question"),
        many(written, "debtor")
    );
    audit.prove(CONTACT, detail);
    Ok(())
}

/// Every message stands in the timeline of each client it speaks of.
fn timelines(audit: &mut Audit<'_>) -> Checked {
    let mut told: HashSet<(ClientId, MessageId)> = HashSet::new();
    proving::told_messages(audit.reads, &mut |client, message| {
        told.insert((client, message));
        Ok(())
    })?;
    let mut written: HashMap<MessageId, i64> = HashMap::new();
    proving::messages(audit.reads, &mut |row| {
        if row.debtor.is_some() {
            written.insert(row.id, row.number);
        }
        Ok(())
    })?;
    let mut count = 0;
    let reads = &mut *audit.reads;
    let names = &audit.names;
    streamed(|stop| {
        proving::spoken_of(reads, &mut |message, client, _| {
            let (Some(client), Some(number)) = (client, written.get(&message)) else { return Ok(()) };
            count += 1;
            if told.contains(&(client, message)) {
                return Ok(());
            }
            let place = format!("message {number} is not told to {}", names.client(Some(client)));
            Err(stop(Broken { name: TIMELINES, place }))
        })
    })?;
    audit.prove(TIMELINES, format!("{} of a client in a message, each in its timeline", many(count, "mention")));
    Ok(())
}
