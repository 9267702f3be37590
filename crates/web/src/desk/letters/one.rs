//! One message: its words, whom it goes to, why it may leave and when, what became of it; and what a person does with it.
//!
//! Only what is possible now has its form. What the book refuses all the same, because it changed meanwhile, is told on
//! the page.

use super::super::called::{self, MadeAt, Names};
use super::super::debtors;
use super::super::form::Reading;
use super::super::heard::{self, HeardFields};
use super::super::page::{Answer, Desk};
use super::super::posted::{Posted, to_fields};
use super::super::value;
use super::super::verifications::calling::not_now;
use super::super::wrong::Wrong;
use super::files::File;
use super::{badge, time};
use crate::look::facts::Fact;
use crate::look::form::{Choice, Field, FormErrors};
use crate::look::format::day;
use crate::look::{Badge, Noun, Page, Tone, filters};
use app::message::{
    HOW_CHARS, Leave, MayCall, approve, call_zone, cancel, client_approve, may_call, place, record_call, vouch,
};
use app::post::{courier_signed, letter_came_back, track, try_again};
use app::{Error, client_by_code};
use askama::Template;
use axum::extract::Path;
use domain::contact::{Channel, Direction, MessageState, Purpose, SenderProof};
use domain::id::ClientId;
use domain::party::{Client, Debtor};
use domain::proof::Proof;
use jiff::tz::TimeZone;
use store::book::Reads;
use store::kept;
use store::kept::document::Document;
use store::kept::message::Message;

/// The fields for the moment of a call.
const MADE: Names = Names { on: "made_on", at: "made_at" };

/// What a person may do with a message now.
struct Possible {
    approve: bool,
    client_approve: bool,
    cancel: bool,
    call: bool,
    again: bool,
    track: bool,
    courier: bool,
    came_back: bool,
    place: bool,
    vouch: bool,
}

impl Possible {
    fn of(message: &Message, unseen: &[Client]) -> Self {
        use MessageState::{Approval, Failed, Preview, Queued, Received};
        let (state, call) = (message.state, message.channel == Channel::Phone);
        let out = message.direction == Direction::Out;
        let posted = out && message.channel == Channel::Letter && state == MessageState::Sent;
        Self {
            approve: out && !call && matches!(state, Approval | Preview),
            client_approve: out && state == Preview && !unseen.is_empty(),
            cancel: out && matches!(state, Preview | Approval | Queued | Failed),
            call: out && message.purpose == Purpose::Call && matches!(state, Approval | Queued),
            again: out && state == Failed,
            track: posted,
            courier: posted && message.body.tracking.is_some() && message.body.delivered_on.is_none(),
            came_back: posted && message.body.delivered_on.is_none(),
            place: state == Received && message.debtor.is_none() && message.client.is_none(),
            vouch: message.body.sender == Some(SenderProof::Unproved) && !message.body.by_machine,
        }
    }
}

#[derive(Template)]
#[template(path = "desk/letter.html")]
struct LetterPage {
    page: Page,
    number: i64,
    subject: String,
    words: String,
    words_are: &'static str,
    badge: Badge,
    unproved: Badge,
    received: bool,
    answer: String,
    facts: Vec<Fact>,
    reasons: Vec<Proof>,
    invoices: Vec<(String, String)>,
    papers: bool,
    possible: Possible,
    errors: FormErrors,
    client: Field,
    why: Field,
    said: Field,
    made: MadeAt,
    /// Why the call is not to be made now.
    not_now: Option<String>,
    /// LC-05: where a call to confirm invoices is made and recorded.
    confirms: Option<String>,
    heard: HeardFields,
    tracking: Field,
    delivered_on: Field,
    came_back: Field,
    debtor: Field,
    for_client: Field,
    how: Field,
    files: Vec<File>,
    not_kept: Vec<String>,
}

/// What the page knows.
struct Read {
    message: Message,
    debtor: Option<Debtor>,
    client: Option<Client>,
    contact: Option<String>,
    /// Clients whose invoices it speaks of and that have not agreed yet (CO-14).
    unseen: Vec<Client>,
    invoices: Vec<(String, String)>,
    documents: Vec<Document>,
    /// For a call that waits: may it be made?
    may: Option<MayCall>,
    zone: TimeZone,
    /// The codes of the debtor and the one client it speaks of.
    pair: Option<(String, String)>,
}

/// The message under a number.
pub(super) fn by_number(reads: &mut dyn Reads, number: i64) -> Result<Message, Error> {
    let missing = || Error::NotFound(format!("letter {number}"));
    let id = kept::view::message::id_of(reads, number)?.ok_or_else(missing)?;
    kept::message::get(reads, id)?.ok_or_else(missing)
}

async fn read(desk: &Desk, number: i64) -> Result<Read, Wrong> {
    let (factor, today, now) = (desk.factor.clone(), desk.today, desk.web.app.now());
    desk.read(move |book| {
        let message = by_number(book, number)?;
        let debtor = match message.debtor {
            Some(id) => kept::party::debtors_by_id(book, &[id.0])?.pop(),
            None => None,
        };
        let client = match message.client {
            Some(id) => kept::party::client(book, id)?,
            None => None,
        };
        let contact = match message.contact {
            Some(id) => kept::contact::get(book, id)?,
            None => None,
        };
        let (clients, ids) = kept::message::speaks_of(book, message.id)?;
        let waits = message.channel == Channel::Phone && message.state == MessageState::Approval;
        let may = if waits { Some(may_call(book, &factor, today, now, &message)?) } else { None };
        let zone = call_zone(book, &factor, &message)?;
        let pair = match (&clients[..], &debtor) {
            ([client], Some(debtor)) => {
                kept::party::client(book, *client)?.map(|client| (debtor.code.to_string(), client.code.to_string()))
            }
            _ => None,
        };
        let mut unseen = Vec::new();
        for id in clients.into_iter().filter(|id| !message.body.seen_by.contains(id)) {
            unseen.extend(kept::party::client(book, id)?);
        }
        let ids: Vec<uuid::Uuid> = ids.into_iter().map(|id| id.0).collect();
        let invoices = kept::invoice::by_ids(book, &ids)?
            .into_iter()
            .map(|invoice| (invoice.offer.number, format!("/invoices/{}", invoice.id)))
            .collect();
        let contact = contact.map(|contact| {
            let role = contact.role.word();
            // A role mailbox is often called by its role.
            if contact.name.eq_ignore_ascii_case(role) { contact.name } else { format!("{}, {role}", contact.name) }
        });
        let mut documents = Vec::new();
        if message.direction == Direction::In {
            for id in &message.body.documents {
                documents.extend(kept::document::get(book, *id)?);
            }
        }
        Ok(Read { message, debtor, client, contact, unseen, invoices, may, zone, pair, documents })
    })
    .await
}

fn facts(read: &Read, zone: &TimeZone) -> Vec<Fact> {
    let message = &read.message;
    let mut facts = vec![
        Fact::new("What for", message.purpose.word()),
        Fact::new("Travels as", message.channel.word()),
        Fact::new("Queued", time(zone, message.queued_at).0),
    ];
    if let Some(debtor) = &read.debtor {
        facts.push(Fact::new("Debtor", debtor.name.clone()).link(format!("/debtors/{}", debtor.code)));
    }
    if let Some(client) = &read.client {
        facts.push(Fact::new("Client", client.name.clone()).link(format!("/clients/{}", client.code)));
    }
    facts.extend(read.contact.as_ref().map(|contact| Fact::new("Person or mailbox", contact.clone())));
    if message.attempts > 0 {
        facts.push(Fact::new("Attempts", message.attempts.to_string()));
    }
    facts.extend(message.body.last_word.as_ref().map(|said| Fact::new("Last answer", said.clone())));
    facts.extend(
        message
            .body
            .print_run
            .map(|run| Fact::new("Print run", format!("R-{run}")).link(format!("/letters/print/{run}"))),
    );
    facts.extend(message.body.tracking.as_ref().map(|tracking| Fact::new("Tracking number", tracking.clone())));
    facts.extend(message.body.sender.as_ref().map(|sender| Fact::new("Sender", sender.words())));
    facts.extend(message.body.delivered_on.map(|on| Fact::new("Signed for", day(on))));
    facts.push(Fact::new("Message-ID", message.internet_id.clone()));
    facts
}

fn answer(message: &Message, zone: &TimeZone) -> String {
    let (at, _) = time(zone, message.sent_at.unwrap_or(message.send_after));
    let to = message.recipient.replace('\n', ", ");
    match (message.direction, message.state) {
        (Direction::In, _) => format!("Received {at} from {to}"),
        (_, MessageState::Sent) if message.channel == Channel::Phone => format!("Called {at} on {to}"),
        (_, MessageState::Sent) => format!("Sent {at} to {to}"),
        (_, MessageState::Bounced | MessageState::Failed | MessageState::Cancelled) => {
            format!("To {to}; it did not arrive")
        }
        (_, MessageState::Approval) if message.channel == Channel::Phone => format!("To be called: {to}"),
        (_, MessageState::Approval) => format!("Leaves once it is approved, to {to}"),
        _ => format!("Leaves no sooner than {at}, to {to}"),
    }
}

fn page(desk: &Desk, read: Read, sent: Option<(&Posted, FormErrors)>) -> LetterPage {
    let (typed, errors) =
        sent.map_or_else(|| (Posted::default(), FormErrors::default()), |(posted, errors)| (posted.clone(), errors));
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.raw(name)).checked(&errors);
    let message = &read.message;
    let unseen = read.unseen.iter().map(|client| Choice::new(client.code.as_str(), client.name.clone()));
    let only = if let [client] = &read.unseen[..] { client.code.to_string() } else { String::new() };
    let chosen = if typed.has("client") { typed.get("client").to_owned() } else { only };
    LetterPage {
        page: desk.page(Noun::Letters),
        number: message.number,
        badge: badge(message.state),
        unproved: Badge::new(Tone::Attention, "sender not proved"),
        received: message.direction == Direction::In,
        answer: answer(message, &zone),
        facts: facts(&read, &zone),
        possible: Possible::of(message, &read.unseen),
        client: Field::new("client", "Which client agreed").choices(unseen).value(chosen).checked(&errors),
        why: field("why", "Why it is taken back")
            .hint("Kept with the letter; where it speaks of one client alone, that client reads it."),
        made: called::fields(MADE, &read.zone, desk.web.app.now(), &typed, &errors),
        not_now: read.may.as_ref().and_then(not_now),
        confirms: read
            .pair
            .filter(|_| read.may.is_some() && message.purpose == Purpose::Verification)
            .map(|(debtor, client)| format!("/verifications/{debtor}/{client}#call")),
        said: field("said", "What was said")
            .hint("Who answered, and what was agreed. It stands in the timeline of factor and client."),
        heard: heard::fields("", &typed, &errors),
        tracking: field("tracking", "Tracking number")
            .hint("As printed on the receipt of the post or the courier.")
            .value(if typed.has("tracking") {
                typed.raw("tracking")
            } else {
                message.body.tracking.as_deref().unwrap_or("")
            }),
        delivered_on: field("delivered_on", "Day of the signature")
            .hint("As the receipt of the post or the courier says.")
            .value(if typed.has("delivered_on") {
                typed.raw("delivered_on").to_owned()
            } else {
                desk.today.to_string()
            }),
        came_back: field("came_back", "What the post wrote on it")
            .hint("For example: no such company at this address."),
        debtor: field("debtor", "Debtor").hint("Its code, as in the list of debtors."),
        for_client: field("for_client", "Client")
            .hint("Its code, where the words concern one client alone; else every client of the debtor.")
            .optional(),
        how: field("how", "How you know it is from them").hint(format!(
            "Who called whom back, on which number. At most {HOW_CHARS} characters; the factor alone reads it."
        )),
        files: read.documents.iter().map(File::of).collect(),
        not_kept: message.body.left_out.clone(),
        words_are: if message.channel == Channel::Phone { "The script" } else { "Its words" },
        papers: message.body.letter.is_some() && message.channel != Channel::Phone,
        subject: read.message.subject,
        words: app::message::without_addresses(&read.message.words),
        reasons: read.message.body.reasons,
        invoices: read.invoices,
        errors,
    }
}

pub(super) async fn show(desk: Desk, Path(number): Path<i64>) -> Answer {
    let read = read(&desk, number).await?;
    desk.show(&page(&desk, read, None))
}

/// What is told after a message was let go.
fn left(zone: &TimeZone, leave: Leave) -> (Tone, String) {
    match leave {
        Leave::Now => (Tone::Good, "Approved. It leaves with the next run of the post.".to_owned()),
        Leave::Later(at) => (Tone::Good, format!("Approved. It leaves no sooner than {}.", time(zone, at).0)),
        Leave::Cancelled(why) => (Tone::Attention, format!("It may not leave any more and was taken back: {why}")),
    }
}

/// What is told of a client that has looked at it.
fn agreed(zone: &TimeZone, leave: Leave) -> (Tone, String) {
    match leave {
        Leave::Cancelled(_) => left(zone, leave),
        Leave::Now => (Tone::Good, "Kept: the client agrees.".to_owned()),
        Leave::Later(at) => {
            let at = time(zone, at).0;
            (Tone::Good, format!("Kept: the client agrees. It leaves no sooner than {at}, once all that look have."))
        }
    }
}

/// Does what the form says.
pub(super) async fn act(desk: Desk, Path((number, act)): Path<(i64, String)>, posted: Posted) -> Answer {
    let found = read(&desk, number).await?;
    let mut errors = FormErrors::default();
    let answer = if act == "courier" {
        courier(&desk, &found, &posted, &mut errors).await
    } else {
        Some(done(&desk, &found, &act, &posted).await?)
    };
    match answer {
        None => desk.refused(&page(&desk, found, Some((&posted, errors)))),
        Some(Ok((tone_name, text))) => {
            let tone = if tone_name == Tone::Good.name() { Tone::Good } else { Tone::Attention };
            Ok(desk.told(&format!("/letters/{number}"), tone, text, None))
        }
        Some(Err(error)) => {
            let codes = [
                ("WHY", "why"),
                ("CALL_WORDS", "said"),
                ("TRACKING", "tracking"),
                ("NOT_ITS_CLIENT", "for_client"),
                ("SENDER_HOW", "how"),
            ];
            to_fields(error, &codes, &mut errors)?;
            let read = read(&desk, number).await?;
            desk.refused(&page(&desk, read, Some((&posted, errors))))
        }
    }
}

/// The name of a tone and the words, as the record of the form keeps them.
type Told = (String, String);

async fn done(desk: &Desk, found: &Read, act: &str, posted: &Posted) -> Result<Result<Told, Error>, Wrong> {
    let id = found.message.id;
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    let words = |field: &str| posted.get(field).to_owned();
    let good = |text: &str| (Tone::Good.name().to_owned(), text.to_owned());
    let told = |(tone, text): (Tone, String)| (tone.name().to_owned(), text);
    Ok(match act {
        "approve" => desk.change(posted, move |task| Ok(told(left(&zone, approve(task, id)?)))).await,
        "client-approve" => {
            let client = words("client");
            desk.change(posted, move |task| {
                let client = one_client(task, &client, "client")?;
                Ok(told(agreed(&zone, client_approve(task, id, client)?)))
            })
            .await
        }
        "cancel" => {
            let why = words("why");
            desk.change(posted, move |task| cancel(task, id, &why)).await.map(|()| good("It was taken back."))
        }
        "call" => {
            let (said, mut reading) = (words("said"), Reading::new(posted));
            let made_at = called::read(MADE, &found.zone, &mut reading);
            // What is no moment is told with the rest of what is wrong.
            let wrong = reading.errors.lines().into_iter().map(|line| {
                let (fact, remedy) = line.text.split_once(". ").unwrap_or((line.text, ""));
                app::Refusal::at(line.field.unwrap_or(MADE.at), "CALL_MOMENT", fact, remedy)
            });
            let mut wrong: Vec<app::Refusal> = wrong.collect();
            if found.message.channel == Channel::Phone && !wrong.is_empty() {
                if said.is_empty() {
                    let remedy = "Write in a few words what was said.";
                    wrong.push(app::Refusal::at("said", "CALL_WORDS", "nothing was written down", remedy));
                }
                return Ok(Err(Error::Refused(wrong)));
            }
            let heard = heard::read("", posted);
            let said = [heard.words(), words("said")].join(" ");
            let contact = found.message.contact;
            desk.change(posted, move |task| {
                let recorded = record_call(task, id, &said, made_at);
                heard::with(task, recorded, contact, &heard)
            })
            .await
            .map(|()| good("The call is written down in the timeline."))
        }
        "again" => desk
            .change(posted, move |task| try_again(task, id))
            .await
            .map(|()| good("It leaves with the next run of the post.")),
        "track" => {
            let tracking = words("tracking");
            desk.change(posted, move |task| track(task, id, &tracking))
                .await
                .map(|()| good("The tracking number is kept."))
        }
        "vouch" => {
            let how = words("how");
            desk.change(posted, move |task| vouch(task, id, &how))
                .await
                .map(|()| good("Kept: the mail is from whom it names. It counts as their answer now."))
        }
        "came-back" => {
            let said = words("came_back");
            desk.change(posted, move |task| letter_came_back(task, id, &said))
                .await
                .map(|()| good("Kept: it came back. It goes again once the address was corrected, or verified again."))
        }
        "place" => {
            let (debtor, client) = (words("debtor"), words("for_client"));
            desk.change(posted, move |task| {
                let debtor = debtors::by_code(task, &debtor).map_err(|error| at("debtor", error))?;
                let clients =
                    if client.is_empty() { Vec::new() } else { vec![one_client(task, &client, "for_client")?] };
                place(task, id, debtor.id, &clients)?;
                Ok(debtor.name)
            })
            .await
            .map(|name| good(&format!("It is filed with {name}, and answered for there.")))
        }
        _ => return Err(Wrong::Form("it does not say what is to be done".to_owned())),
    })
}

/// LC-45: somebody signed for the letter; nothing where the day was not read.
async fn courier(desk: &Desk, found: &Read, posted: &Posted, errors: &mut FormErrors) -> Option<Result<Told, Error>> {
    let mut reading = Reading::new(posted);
    let on = reading.need("delivered_on", "Write the day of the signature.", value::date);
    let Some(on) = on else {
        *errors = reading.errors;
        return None;
    };
    let id = found.message.id;
    let kept = desk.change(posted, move |task| courier_signed(task, id, on)).await;
    Some(kept.map(|()| (Tone::Good.name().to_owned(), format!("Kept: somebody signed for it {}.", day(on)))))
}

fn one_client(reads: &mut dyn Reads, code: &str, field: &str) -> Result<ClientId, Error> {
    Ok(client_by_code(reads, code).map_err(|error| at(field, error))?.id)
}

/// What is not in the book belongs to the field in which it was named.
fn at(field: &str, error: Error) -> Error {
    match error {
        Error::NotFound(what) => {
            let fact = format!("there is no {what}");
            Error::Refused(vec![app::Refusal::at(field, "UNKNOWN", fact, "Write its code as in the list.")])
        }
        other => other,
    }
}
