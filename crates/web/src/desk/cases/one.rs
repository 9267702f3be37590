//! One case: all that was said, by whom, and what may be done with it.

use super::super::page::{ACTOR, Answer, Desk};
use super::super::posted::{Posted, to_fields};
use super::super::value;
use super::super::wrong::Wrong;
use super::{about, badge};
use crate::look::facts::Fact;
use crate::look::form::{Choice, Field, FormErrors};
use crate::look::format::day;
use crate::look::{Badge, Noun, Page, filters};
use app::dispute::{add_words, reopen as open_again, reply, resolve, set_owner};
use app::{Error, Refusal};
use askama::Template;
use axum::extract::Path;
use domain::dispute::{Case, Outcome, OutcomeKind, Side, Speaker, may_settle};
use domain::letter::Language;
use jiff::tz::TimeZone;
use store::kept;

struct Said {
    who: String,
    when: String,
    words: String,
    side: &'static str,
}

#[derive(Template)]
#[template(path = "desk/case.html")]
struct CasePage {
    page: Page,
    number: i64,
    title: String,
    lead: String,
    badge: Badge,
    said: Vec<Said>,
    open: bool,
    ended: String,
    facts: Vec<Fact>,
    errors: FormErrors,
    words: Field,
    /// The debtor waits for an answer: it may be given by mail too.
    asked: bool,
    owner: Field,
    outcome: Field,
    credit: Option<Field>,
    settle_words: Field,
    reopen_words: Field,
}

struct Read {
    case: Case,
    debtor: (String, String),
    client: Option<(String, String)>,
    invoice: Option<(String, String)>,
    ineligible: i64,
}

async fn read(desk: &Desk, number: i64) -> Result<Read, Wrong> {
    desk.read(move |book| {
        let missing = || Error::NotFound(format!("case C-{number}"));
        let case = kept::relation_case::by_number(book, number)?.ok_or_else(missing)?;
        let debtor = kept::party::debtors_by_id(book, &[case.debtor.0])?.pop().ok_or_else(missing)?;
        let client = match case.client {
            Some(id) => kept::party::client(book, id)?,
            None => None,
        };
        let invoice = match case.invoice {
            Some(id) => kept::invoice::get(book, id)?,
            None => None,
        };
        Ok(Read {
            ineligible: app::dispute::ineligible_of(book, case.id)?,
            debtor: (debtor.code.to_string(), debtor.name),
            client: client.map(|client| (client.code.to_string(), client.name)),
            invoice: invoice.map(|invoice| (invoice.offer.number, format!("/invoices/{}", invoice.id))),
            case,
        })
    })
    .await
}

fn speaker() -> Speaker {
    Speaker::new(Side::Factor, ACTOR)
}

fn facts(read: &Read) -> Vec<Fact> {
    let case = &read.case;
    let mut facts = vec![Fact::new("Debtor", read.debtor.1.clone()).link(format!("/debtors/{}", read.debtor.0))];
    facts.extend(
        read.client.as_ref().map(|(code, name)| Fact::new("Client", name.clone()).link(format!("/clients/{code}"))),
    );
    facts.extend(read.invoice.as_ref().map(|(number, href)| Fact::new("Invoice", number.clone()).link(href.clone())));
    facts.extend(case.amount.map(|amount| Fact::new("Disputed", amount.to_string())));
    facts.extend(case.reason.map(|reason| Fact::new("Reason", reason.word())));
    facts.push(Fact::new("Raised", format!("{} by {}", day(case.opened_on), case.opened_by)));
    facts.push(Fact::new("Answers for it", case.owner.clone()));
    facts.push(Fact::new("To be settled by", day(case.due_on)));
    facts.extend(case.client_told_on.map(|on| Fact::new("Client was told", day(on))));
    if let (Some(amount), true) = (case.amount, read.ineligible > 0) {
        let kept_out = domain::money::Money::new(read.ineligible, amount.currency);
        facts.push(Fact::new("Kept out of what can be drawn", kept_out.to_string()));
    }
    facts.extend(case.breached_on.map(|on| Fact::new("Breach of warranty since", day(on))));
    facts
}

async fn page(desk: &Desk, read: Read, sent: Option<(&Posted, FormErrors)>) -> CasePage {
    let (typed, errors) =
        sent.map_or_else(|| (Posted::default(), FormErrors::default()), |(posted, errors)| (posted.clone(), errors));
    let case = &read.case;
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    let outcomes =
        OutcomeKind::ALL.iter().filter(|one| may_settle(case.kind, **one, Side::Factor, case.opened_by.side));
    let outcomes: Vec<Choice> = outcomes.map(|one| Choice::new(one.code(), one.word())).collect();
    let credit = outcomes.iter().any(|one| one.value == OutcomeKind::Credit.code());
    CasePage {
        page: desk.page(Noun::Cases),
        number: case.number,
        title: format!("{} of {}", case.kind.word(), read.debtor.1),
        lead: about(case, read.invoice.as_ref().map(|(number, _)| number.as_str())),
        badge: badge(case, desk.today),
        asked: case.awaits_answer(),
        said: case
            .words
            .iter()
            .map(|word| Said {
                who: word.by.to_string(),
                when: super::super::letters::time(&zone, word.at).0,
                words: word.text(Language::English),
                side: word.by.side.code(),
            })
            .collect(),
        open: case.is_open(),
        ended: case.settled.as_ref().map_or_else(String::new, |settled| {
            format!("{}. Settled on {} by {}.", settled.outcome.says(Language::English), day(settled.on), settled.by)
        }),
        facts: facts(&read),
        words: Field::new("words", "Say something")
            .hint("All sides of the case read it. It stays as it is written.")
            .value(typed.raw("words"))
            .checked(&errors),
        owner: Field::new("owner", "Who answers for it")
            .value(if typed.has("owner") { typed.raw("owner") } else { &case.owner })
            .checked(&errors),
        outcome: Field::new("outcome", "How it ends").choices(outcomes).value(typed.raw("outcome")).checked(&errors),
        credit: credit.then(|| {
            let unit = case.amount.map(|amount| amount.currency.to_string()).unwrap_or_default();
            Field::new("credit", "Amount of the credit")
                .hint("Only for a credit. It is booked when its credit note arrives.")
                .unit(unit)
                .value(typed.raw("credit"))
                .optional()
                .checked(&errors)
        }),
        settle_words: Field::new("settle_words", "What was agreed").value(typed.raw("settle_words")).checked(&errors),
        reopen_words: Field::new("reopen_words", "Why it is opened again")
            .value(typed.raw("reopen_words"))
            .checked(&errors),
        errors,
    }
}

pub(super) async fn show(desk: Desk, Path(number): Path<i64>) -> Answer {
    let read = read(&desk, number).await?;
    let template = page(&desk, read, None).await;
    desk.show(&template)
}

async fn answered(
    desk: &Desk,
    number: i64,
    posted: &Posted,
    done: Result<Case, Error>,
    text: &str,
    field: &str,
) -> Answer {
    match done {
        Ok(_) => Ok(desk.done(&format!("/cases/{number}"), text, None)),
        Err(error) => {
            let mut errors = FormErrors::default();
            let codes = [
                ("CASE_NO_WORDS", field),
                ("CASE_TOO_MANY_WORDS", field),
                ("CASE_CREDIT_AMOUNT", "credit"),
                ("CASE_TOO_MUCH", "credit"),
            ];
            to_fields(error, &codes, &mut errors)?;
            let template = page(desk, read(desk, number).await?, Some((posted, errors))).await;
            desk.refused(&template)
        }
    }
}

pub(super) async fn words(desk: Desk, Path(number): Path<i64>, posted: Posted) -> Answer {
    let case = read(&desk, number).await?.case.id;
    let words = posted.get("words").to_owned();
    if posted.ticked("mail") {
        let done = desk
            .change(&posted, move |task| {
                reply(task, case, speaker(), &words, None)?;
                kept::relation_case::get(task, case)?.ok_or_else(|| Error::NotFound("case".to_owned()))
            })
            .await;
        return answered(&desk, number, &posted, done, "Your answer is kept and leaves by e-mail.", "words").await;
    }
    let done = desk.change(&posted, move |task| add_words(task, case, speaker(), &words)).await;
    answered(&desk, number, &posted, done, "Your words are kept and told to the other sides.", "words").await
}

pub(super) async fn owner(desk: Desk, Path(number): Path<i64>, posted: Posted) -> Answer {
    let case = read(&desk, number).await?.case.id;
    let owner = posted.get("owner").to_owned();
    let done = desk.change(&posted, move |task| set_owner(task, case, &speaker(), &owner)).await;
    answered(&desk, number, &posted, done, "Somebody else answers for it now.", "owner").await
}

pub(super) async fn settle(desk: Desk, Path(number): Path<i64>, posted: Posted) -> Answer {
    let found = read(&desk, number).await?;
    let Some(kind) = OutcomeKind::from_code(posted.get("outcome")) else {
        let error =
            Error::Refused(vec![Refusal::at("outcome", "OUTCOME", "no outcome was chosen", "Choose one of the list.")]);
        return answered(&desk, number, &posted, Err(error), "", "settle_words").await;
    };
    let outcome = match (kind, posted.some("credit"), found.case.amount) {
        (OutcomeKind::Credit, Some(text), Some(disputed)) => match value::money(text, disputed.currency) {
            Ok(amount) => Outcome::credit(amount),
            Err(wrong) => {
                let error = Error::Refused(vec![Refusal::at("credit", "AMOUNT", wrong, "")]);
                return answered(&desk, number, &posted, Err(error), "", "settle_words").await;
            }
        },
        _ => Outcome::of(kind),
    };
    let (case, words) = (found.case.id, posted.get("settle_words").to_owned());
    let done = desk.change(&posted, move |task| resolve(task, case, speaker(), outcome, &words)).await;
    answered(&desk, number, &posted, done, "The case is settled and every side was told.", "settle_words").await
}

pub(super) async fn reopen(desk: Desk, Path(number): Path<i64>, posted: Posted) -> Answer {
    let case = read(&desk, number).await?.case.id;
    let words = posted.get("reopen_words").to_owned();
    let done = desk.change(&posted, move |task| open_again(task, case, speaker(), &words)).await;
    answered(&desk, number, &posted, done, "The case is open again.", "reopen_words").await
}
