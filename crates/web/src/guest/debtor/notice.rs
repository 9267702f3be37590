//! The notices a debtor was given, and the letters it was written.

use super::DebtorVisit;
use super::statement;
use crate::guest::frame::Frame;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::guest::words::refusal;
use crate::guest::wrong::Wrong;
use crate::look::form::{Field, FormErrors};
use app::contact::speaks_for_debtor;
use app::message::{unlinked, without_addresses};
use app::notice::{acknowledge, doubt, doubt_by_holder, request_proof, request_proof_by_holder, shown_code};
use app::{Error, Task};
use askama::Template;
use axum::extract::{Path, Query};
use domain::contact::{Channel, Direction, MessageState, Purpose};
use domain::id::{ClientId, DebtorId};
use domain::letter::Letter;
use domain::notice::Notice;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use store::book::Reads;
use store::kept;

/// Most letters on the page.
const LETTERS: usize = 100;
/// Letters read at first, of which those are shown that this link may see.
const READ: i64 = 200;

/// What a page of this kind is asked for in its address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    say: String,
}

/// A supplier and its notice.
struct Given {
    client: ClientId,
    supplier: String,
    notice: Notice,
    code: Option<String>,
}

/// A letter that was sent.
struct SentLetter {
    on: Date,
    subject: String,
    letter: Option<Letter>,
    /// The words of one that was not set as a letter.
    words: String,
}

#[derive(Template)]
#[template(path = "guest/debtor/letters.html")]
struct LettersPage {
    f: Frame,
    notices: Vec<Given>,
    letters: Vec<SentLetter>,
}

#[derive(Template)]
#[template(path = "guest/debtor/notice.html")]
struct NoticePage {
    f: Frame,
    given: Given,
    name: Field,
    proof: Field,
    doubts: Field,
    errors: FormErrors,
}

fn given(reads: &mut dyn Reads, debtor: DebtorId, only: Option<ClientId>) -> Result<Vec<Given>, Error> {
    let mut found = Vec::new();
    for notice in statement::notices(reads, debtor, only)? {
        let Some(client) = kept::party::client(reads, notice.client)? else { continue };
        let supplier = client.identity.trading_name.filter(|name| !name.is_empty()).unwrap_or(client.name);
        let code = notice.papers.last().cloned();
        found.push(Given { client: client.id, supplier, notice, code });
    }
    found.sort_by(|a, b| a.supplier.cmp(&b.supplier));
    Ok(found)
}

/// The letters that this link may show, newest first.
fn shown_letters(
    reads: &mut dyn Reads,
    debtor: DebtorId,
    only: Option<ClientId>,
    day: &dyn Fn(i64) -> Date,
) -> Result<Vec<SentLetter>, Error> {
    // Letters that are not shown must not use up the room: then fewer on the page would tell of them.
    let mut count = READ;
    loop {
        let messages = kept::message::of_debtor(reads, debtor, i64::MAX, count)?;
        let is_all = i64::try_from(messages.len()).is_ok_and(|found| found < count);
        let mut letters = Vec::new();
        for message in messages {
            // To the debtor itself, and gone: no letters to its suppliers, no plans, no notes on calls.
            let to_debtor = message.direction == Direction::Out
                && message.state == MessageState::Sent
                && message.client.is_none()
                && message.channel != Channel::Phone
                && message.purpose != Purpose::ToClient;
            let spoken = if to_debtor { kept::message::speaks_of(reads, message.id)?.0 } else { Vec::new() };
            if !to_debtor || only.is_some_and(|only| spoken != [only]) {
                continue;
            }
            let on = day(message.sent_at.unwrap_or(message.queued_at));
            // Each link is for one person: the addresses in letters to others are not shown.
            let letter = message.body.letter.map(unlinked);
            let words = without_addresses(&message.words);
            letters.push(SentLetter { on, subject: message.subject, letter, words });
        }
        letters.truncate(LETTERS);
        if is_all || letters.len() == LETTERS {
            return Ok(letters);
        }
        count = count.saturating_mul(4);
    }
}

/// All notices and letters. A click in a mail leads on to the one notice it is about.
pub(super) async fn letters(visit: DebtorVisit, Query(asked): Query<Asked>) -> Answer {
    let (debtor, only) = (visit.debtor, visit.only);
    let zone = TimeZone::get(&visit.guests.web.app.factor().zone).unwrap_or(TimeZone::UTC);
    let day = move |at| Timestamp::from_microsecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone()).date();
    let link = visit.guest.link.clone();
    let (notices, letters, of_mail) = visit
        .read(move |snapshot| {
            let notices = given(snapshot, debtor, only)?;
            let letters = shown_letters(snapshot, debtor, only, &day)?;
            let mut of_mail = Vec::new();
            for message in kept::guest_link::messages_with(snapshot, &link)? {
                of_mail.extend(kept::message::speaks_of(snapshot, message)?.0);
            }
            Ok((notices, letters, of_mail))
        })
        .await?;
    if !asked.say.is_empty() {
        let meant: Vec<&Given> = match notices.iter().filter(|one| of_mail.contains(&one.client)).collect::<Vec<_>>() {
            found if found.is_empty() => notices.iter().collect(),
            found => found,
        };
        if let [one] = meant.as_slice() {
            let client = one.client;
            return show(&visit, one_of(notices, client).ok_or(Wrong::Nothing)?, FormErrors::default());
        }
    }
    visit.show(&LettersPage { f: visit.frame(), notices, letters })
}

fn one_of(notices: Vec<Given>, client: ClientId) -> Option<Given> {
    notices.into_iter().find(|one| one.client == client)
}

fn show(visit: &DebtorVisit, given: Given, errors: FormErrors) -> Answer {
    let f = visit.frame();
    let w = &f.w.notice;
    let wrong = !errors.is_empty();
    let page = NoticePage {
        name: Field::new("name", f.w.common.your_name).hint(w.name_hint).value(visit.usual_name()).checked(&errors),
        proof: Field::new("proof", f.w.check.proof_words).hint(f.w.check.proof_words_hint).optional(),
        doubts: Field::new("doubts", w.doubt_words).checked(&errors),
        given,
        errors,
        f,
    };
    if wrong { visit.refused(&page) } else { visit.show(&page) }
}

async fn find(visit: &DebtorVisit, client: ClientId) -> Result<Given, Wrong> {
    let (debtor, only) = (visit.debtor, visit.only);
    visit.read(move |snapshot| Ok(one_of(given(snapshot, debtor, only)?, client))).await?.ok_or(Wrong::Nothing)
}

pub(super) async fn page(visit: DebtorVisit, Path((_, client)): Path<(String, ClientId)>) -> Answer {
    let given = find(&visit, client).await?;
    show(&visit, given, FormErrors::default())
}

/// Acknowledged, proof asked for, or doubted.
pub(super) async fn send(visit: DebtorVisit, Path((_, client)): Path<(String, ClientId)>, sent: Sent) -> Answer {
    let given = find(&visit, client).await?;
    let w = &visit.words.notice;
    let mut errors = FormErrors::default();
    let what = sent.get("what").to_owned();
    match what.as_str() {
        "acknowledge" if sent.get("name").is_empty() => errors.add("name", visit.words.common.name_missing),
        "doubt" if sent.get("doubts").is_empty() => errors.add("doubts", visit.words.ask.words_missing),
        "acknowledge" | "doubt" | "proof" => {}
        _ => return Err(Wrong::Form),
    }
    if !errors.is_empty() {
        return show(&visit, given, errors);
    }
    let debtor = visit.debtor;
    let by = visit.guest.contact.as_ref().map(|contact| contact.id);
    let (name, proof, doubts) =
        (sent.get("name").to_owned(), sent.get("proof").to_owned(), sent.get("doubts").to_owned());
    let done = visit
        .act(&sent, move |task: &mut Task<'_, '_>, _| match what.as_str() {
            "acknowledge" => acknowledge(task, client, debtor, &name, by).map(|_| None),
            // FR-14: a doubt holds the notice whoever has it; from an address nobody vouches for it proves no receipt.
            "doubt" if !speaks_for_debtor(task, by)? => doubt_by_holder(task, client, debtor, &doubts).map(|_| None),
            "doubt" => doubt(task, client, debtor, &doubts).map(|_| None),
            // FR-14: it is answered to the contact on file all the same, and proves nothing of who asked.
            _ if !speaks_for_debtor(task, by)? => {
                let notice = request_proof_by_holder(task, client, debtor, &proof)?;
                Ok(notice.open_proof().map(|proof| proof.due_on))
            }
            _ => {
                let notice = request_proof(task, client, debtor, &proof)?;
                Ok(notice.open_proof().map(|proof| proof.due_on))
            }
        })
        .await;
    match done {
        Ok(due) => {
            let text = match (sent.get("what"), due) {
                ("acknowledge", _) => w.acknowledged.to_owned(),
                ("doubt", _) => w.doubted.to_owned(),
                (_, Some(due)) => (w.proof_by)(&visit.frame().date(&due)),
                (_, None) => w.proof_asked.to_owned(),
            };
            Ok(visit.done(&format!("/notice/{client}"), &text))
        }
        Err(Error::Refused(refusals)) => {
            let mut errors = FormErrors::default();
            errors.general.extend(refusals.iter().map(|one| refusal::sentence(visit.words, one)));
            show(&visit, given, errors)
        }
        Err(error) => Err(error.into()),
    }
}

impl LettersPage {
    fn shown(&self, code: &str) -> String {
        shown_code(code)
    }
}

impl NoticePage {
    fn shown(&self, code: &str) -> String {
        shown_code(code)
    }
}
