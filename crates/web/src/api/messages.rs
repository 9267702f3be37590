//! Messages: what is planned, what left, what came in; approved or stopped by a person.

use super::idempotency::{Nothing, Write};
use super::journals::moment;
use super::page::{Page, PageOf, and_one_more};
use super::proof::Proof;
use super::read::{PathOf, QueryOf};
use super::{Answer, codes, done, names};
use crate::Web;
use app::Error;
use app::contact::{self, honour};
use app::message::{approve, cancel, record_call};
use app::verification::{Call, CallOutcome};
use axum::extract::State;
use domain::contact::{Channel, Direction, MessageState, Purpose};
use domain::id::MessageId;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// A message in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct MessageHead {
    id: Uuid,
    /// Number people read.
    number: i64,
    #[schema(schema_with = names::direction)]
    direction: Direction,
    #[schema(schema_with = names::purpose)]
    purpose: Purpose,
    #[schema(schema_with = names::channel)]
    channel: Channel,
    #[schema(schema_with = names::message_state)]
    state: MessageState,
    /// When it left or came in, else the soonest it may leave.
    at: Timestamp,
    subject: String,
    /// Code of the debtor it is to, from or about.
    debtor: Option<String>,
    /// Code of the client it is to, where it is to a client.
    client: Option<String>,
}

impl From<kept::view::message::Head> for MessageHead {
    fn from(head: kept::view::message::Head) -> Self {
        Self {
            id: head.id.0,
            number: head.number,
            direction: head.direction,
            purpose: head.purpose,
            channel: head.channel,
            state: head.state,
            at: moment(head.at),
            subject: head.subject,
            debtor: head.debtor.map(|(code, _)| code),
            client: head.client.map(|(code, _)| code),
        }
    }
}

/// Which messages.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct MessagesOf {
    /// Where they stand; all where absent.
    #[param(schema_with = names::message_state)]
    state: Option<MessageState>,
    /// How many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Messages, newest first.
#[utoipa::path(get, path = "/messages", tag = "Messages", params(MessagesOf),
    responses((status = 200, description = "A page of messages", body = Page<MessageHead>)))]
pub(super) async fn list_messages(
    State(web): State<Web>,
    QueryOf(of): QueryOf<MessagesOf>,
) -> Answer<Page<MessageHead>> {
    let page = PageOf::new(of.limit, of.cursor);
    let (limit, before) = (page.limit()?, page.after::<i64>("messages")?);
    let states: Vec<MessageState> = of.state.into_iter().collect();
    let found = web
        .look(move |snapshot| Ok(kept::view::message::newest(snapshot, &states, before, and_one_more(limit))?))
        .await?;
    done(Page::of("messages", limit, found, |head| head.number, MessageHead::from))
}

/// A message with what it says, of what it speaks, and why it may leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Message {
    id: Uuid,
    /// Number people read.
    number: i64,
    #[schema(schema_with = names::direction)]
    direction: Direction,
    #[schema(schema_with = names::purpose)]
    purpose: Purpose,
    #[schema(schema_with = names::channel)]
    channel: Channel,
    #[schema(schema_with = names::message_state)]
    state: MessageState,
    queued_at: Timestamp,
    /// It leaves no sooner than this.
    send_after: Timestamp,
    /// When it left or came in.
    sent_at: Option<Timestamp>,
    /// The day of that where the debtor is.
    sent_on: Option<Date>,
    opened_at: Option<Timestamp>,
    replied_at: Option<Timestamp>,
    /// Mail address, telephone number, or postal lines.
    recipient: String,
    subject: String,
    /// Its words as plain text.
    words: String,
    /// Code of the debtor it is to, from or about.
    debtor: Option<String>,
    /// Code of the client it is to, where it is to a client.
    client: Option<String>,
    /// Codes of the clients whose invoices it speaks of.
    clients: Vec<String>,
    /// Ids of the invoices it speaks of.
    invoices: Vec<Uuid>,
    /// Why it may leave, and why then.
    reasons: Vec<Proof>,
    /// What the mail server or a person said last.
    last_word: Option<String>,
    attempts: i64,
}

/// The message with this number.
pub(super) fn by_number(reads: &mut dyn Reads, number: &str) -> Result<MessageId, Error> {
    let missing = || Error::NotFound(format!("message {number}"));
    let number = number.strip_prefix("M-").unwrap_or(number).parse().map_err(|_| missing())?;
    kept::view::message::id_of(reads, number)?.ok_or_else(missing)
}

fn read(reads: &mut dyn Reads, id: MessageId) -> Result<Message, Error> {
    let message = kept::message::get(reads, id)?.ok_or_else(|| Error::NotFound("message".to_owned()))?;
    let (clients, invoices) = kept::message::speaks_of(reads, id)?;
    let known = codes::clients(reads)?;
    let debtors: Vec<Uuid> = message.debtor.iter().map(|id| id.0).collect();
    let debtors = codes::debtors(reads, &debtors)?;
    Ok(Message {
        id: id.0,
        number: message.number,
        direction: message.direction,
        purpose: message.purpose,
        channel: message.channel,
        state: message.state,
        queued_at: moment(message.queued_at),
        send_after: moment(message.send_after),
        sent_at: message.sent_at.map(moment),
        sent_on: message.sent_on,
        opened_at: message.body.opened_at.map(moment),
        replied_at: message.body.replied_at.map(moment),
        recipient: message.recipient,
        subject: message.subject,
        words: message.words,
        debtor: debtors.maybe(message.debtor.map(|id| id.0)),
        client: known.maybe(message.client.map(|id| id.0)),
        clients: clients.iter().map(|client| known.of(client.0)).collect(),
        invoices: invoices.iter().map(|invoice| invoice.0).collect(),
        reasons: message.body.reasons.into_iter().map(Proof::from).collect(),
        last_word: message.body.last_word,
        attempts: message.attempts,
    })
}

/// One message, with the reasons of its permit.
#[utoipa::path(get, path = "/messages/{number}", tag = "Messages",
    params(("number" = String, Path, description = "Number of the message, as `12` or `M-12`")),
    responses((status = 200, description = "The message", body = Message)))]
pub(super) async fn get_message(State(web): State<Web>, PathOf(number): PathOf<String>) -> Answer<Message> {
    let found = web.look(move |snapshot| {
        let id = by_number(snapshot, &number)?;
        read(snapshot, id)
    });
    done(found.await?)
}

/// Approve a message that waits for a person. The contact policy is asked again: it may move it, or take it back.
#[utoipa::path(post, path = "/messages/{number}/approve", tag = "Messages",
    params(("number" = String, Path, description = "Number of the message, as `12` or `M-12`")),
    responses((status = 200, description = "The message after it", body = Message)))]
pub(super) async fn approve_message(
    State(web): State<Web>,
    PathOf(number): PathOf<String>,
    write: Write<Nothing>,
) -> Answer<Message> {
    let id = web.change(write.command, move |task| {
        let id = by_number(task, &number)?;
        approve(task, id)?;
        Ok(id)
    });
    let id = id.await?;
    done(web.look(move |snapshot| read(snapshot, id)).await?)
}

/// Why something is stopped.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Why {
    why: String,
}

/// Stop a message that has not left.
#[utoipa::path(post, path = "/messages/{number}/stop", tag = "Messages",
    params(("number" = String, Path, description = "Number of the message, as `12` or `M-12`")), request_body = Why,
    responses((status = 200, description = "The message after it", body = Message)))]
pub(super) async fn stop_message(
    State(web): State<Web>,
    PathOf(number): PathOf<String>,
    write: Write<Why>,
) -> Answer<Message> {
    let why = write.body.why;
    let id = web.change(write.command, move |task| {
        let id = by_number(task, &number)?;
        cancel(task, id, &why)?;
        Ok(id)
    });
    let id = id.await?;
    done(web.look(move |snapshot| read(snapshot, id)).await?)
}

/// What a caller heard beside the matter of a call; it is honoured at once.
#[derive(Debug, Default, Clone, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Heard {
    /// Another person answered, and was told nothing of the matter.
    somebody_else: bool,
    /// Name of the lawyer who speaks for them; `lawyer_at` belongs to it.
    lawyer: Option<String>,
    /// The lawyer's mail address or telephone number.
    lawyer_at: Option<String>,
    /// They asked not to be called.
    no_calls: bool,
    /// They asked not to be called at work, or at such a time.
    not_then: bool,
}

impl From<Heard> for contact::Heard {
    fn from(heard: Heard) -> Self {
        let Heard { somebody_else, lawyer, lawyer_at, no_calls, not_then } = heard;
        Self { somebody_else, lawyer, lawyer_at, no_calls, not_then }
    }
}

/// A call that was made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CallMade {
    /// What was said; of a call to confirm invoices, what happened when nobody was reached.
    said: String,
    /// When it was made; now where absent.
    #[serde(default)]
    made_at: Option<Timestamp>,
    /// What was heard beside the matter.
    #[serde(default)]
    heard: Heard,
}

/// Write down a call that waited to be made: one about payment, or one to confirm invoices at which nobody was reached.
/// The contact policy is asked for the moment it was made. What debtors confirm in a call is an answer to their
/// verifications.
#[utoipa::path(post, path = "/messages/{number}/call", tag = "Messages",
    params(("number" = String, Path, description = "Number of the message, as `12` or `M-12`")), request_body = CallMade,
    responses((status = 200, description = "The message after it", body = Message)))]
pub(super) async fn record_message_call(
    State(web): State<Web>,
    PathOf(number): PathOf<String>,
    write: Write<CallMade>,
) -> Answer<Message> {
    let CallMade { said, made_at, heard } = write.body;
    let heard = contact::Heard::from(heard);
    let said = [heard.words(), said].join(" ").trim().to_owned();
    let id = web.change(write.command, move |task| {
        let id = by_number(task, &number)?;
        let found = kept::message::get(task, id)?;
        let purpose = found.as_ref().map(|message| message.purpose);
        if purpose == Some(Purpose::Verification) {
            let outcome = CallOutcome::NotReached { words: said };
            app::verification::record_call(task, &Call { message: id, made_at, outcome })?;
        } else {
            record_call(task, id, &said, made_at)?;
        }
        if let Some(contact) = found.and_then(|message| message.contact) {
            honour(task, contact, &heard)?;
        }
        Ok(id)
    });
    let id = id.await?;
    done(web.look(move |snapshot| read(snapshot, id)).await?)
}
