//! One letter about a customer: read, agreed to, taken back.

use super::ClientVisit;
use crate::guest::cases::usual_name;
use crate::guest::frame::Frame;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::guest::words::refusal;
use crate::guest::wrong::Wrong;
use crate::look::form::{Field, FormErrors};
use app::message::{as_seen_by, cancel, client_approve, without_addresses};
use app::{Error, Task};
use askama::Template;
use axum::extract::Path;
use domain::contact::{Direction, MessageState};
use domain::id::{ClientId, DebtorId, MessageId};
use domain::letter::Letter;
use store::book::Reads;
use store::kept;
use store::kept::message::Message;

/// What a client may read of a message.
pub(super) struct Own {
    pub message: MessageId,
    pub debtor: Option<DebtorId>,
    pub state: MessageState,
    pub direction: Direction,
    /// When it left, came in or is planned for, in microseconds.
    pub at: i64,
    /// None where it is about others too: it may name them, or count what is theirs.
    pub subject: Option<String>,
    /// Its part of the letter; none of what came in.
    pub letter: Option<Letter>,
    /// What came in, in the writer's words.
    pub words: String,
    /// It was written to this client itself.
    pub to_it: bool,
    /// Only this client's invoices are in it.
    pub alone: bool,
    /// This client has not agreed to it yet.
    pub waits: bool,
    /// CO-14: it asks for money, and is this client's alone: it may be taken back before it leaves. Notices are not its to stop.
    pub may_stop: bool,
}

/// What this client may read of a message; none when it is not about it.
pub(super) fn own_part(reads: &mut dyn Reads, client: ClientId, message: &Message) -> Result<Option<Own>, Error> {
    let (clients, _) = kept::message::speaks_of(reads, message.id)?;
    if !clients.contains(&client) && message.client != Some(client) {
        return Ok(None);
    }
    let alone = clients.iter().all(|one| *one == client);
    let letter = as_seen_by(reads, message, client)?;
    // Words without a letter (what came in) are read by a client only where they are about it alone.
    let words = if letter.is_none() && alone { without_addresses(&message.words) } else { String::new() };
    Ok(Some(Own {
        message: message.id,
        debtor: message.debtor,
        state: message.state,
        direction: message.direction,
        at: message.sent_at.unwrap_or(message.send_after),
        subject: alone.then(|| message.subject.clone()),
        letter,
        words,
        to_it: message.client == Some(client) && message.direction == Direction::Out,
        alone,
        waits: message.state == MessageState::Preview && !message.body.seen_by.contains(&client),
        may_stop: alone
            && message.purpose.is_about_payment()
            && matches!(message.state, MessageState::Preview | MessageState::Queued),
    }))
}

#[derive(Template)]
#[template(path = "guest/client/letter.html")]
struct LetterPage {
    f: Frame,
    own: Own,
    customer: String,
    why: Field,
    errors: FormErrors,
}

impl LetterPage {
    /// Where it stands, as a sentence begins.
    fn state(&self) -> String {
        let word = (self.f.w.client.message_state)(self.own.state);
        let mut signs = word.chars();
        signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
    }
}

async fn find(visit: &ClientVisit, id: MessageId) -> Result<(Own, String), Wrong> {
    let client = visit.client;
    let found = visit
        .read(move |snapshot| {
            let Some(message) = kept::message::get(snapshot, id)? else { return Ok(None) };
            let Some(own) = own_part(snapshot, client, &message)? else { return Ok(None) };
            let customer = match own.debtor {
                Some(debtor) => kept::party::debtors_by_id(snapshot, &[debtor.0])?.pop().map(|debtor| debtor.name),
                None => None,
            };
            Ok(Some((own, customer.unwrap_or_default())))
        })
        .await?;
    found.ok_or(Wrong::Nothing)
}

fn show(visit: &ClientVisit, (own, customer): (Own, String), errors: FormErrors) -> Answer {
    let f = visit.frame();
    let wrong = !errors.is_empty();
    let why = Field::new("why", f.w.client.why_stop).checked(&errors);
    let page = LetterPage { own, customer, why, errors, f };
    if wrong { visit.refused(&page) } else { visit.show(&page) }
}

pub(super) async fn page(visit: ClientVisit, Path((_, message)): Path<(String, MessageId)>) -> Answer {
    let found = find(&visit, message).await?;
    show(&visit, found, FormErrors::default())
}

pub(super) async fn send(visit: ClientVisit, Path((_, id)): Path<(String, MessageId)>, sent: Sent) -> Answer {
    let found = find(&visit, id).await?;
    let (client, may_stop, why) = (visit.client, found.0.may_stop, sent.get("why").to_owned());
    let stops = sent.get("what") == "stop";
    let mut errors = FormErrors::default();
    if stops && why.is_empty() {
        errors.add("why", visit.words.client.why_missing);
        return show(&visit, found, errors);
    }
    let name = usual_name(&visit);
    let done = visit
        .act(&sent, move |task: &mut Task<'_, '_>, guest| {
            if !stops {
                return client_approve(task, id, client).map(drop);
            }
            if !may_stop {
                return Err(Error::NotFound("letter".to_owned()));
            }
            let who = if name.is_empty() { guest.name.clone() } else { name };
            cancel(task, id, &format!("{who}: {why}"))
        })
        .await;
    match done {
        Ok(()) => {
            let w = &visit.words.client;
            Ok(visit.done(&format!("/letter/{id}"), if stops { w.stopped } else { w.approved }))
        }
        Err(Error::Refused(refusals)) => {
            errors.general.extend(refusals.iter().map(|one| refusal::sentence(visit.words, one)));
            show(&visit, found, errors)
        }
        Err(error) => Err(error.into()),
    }
}
