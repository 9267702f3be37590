//! The relation of one client and one debtor: its notice, what was settled for it, and every word exchanged.
//!
//! The page says first where the notice stands and what is next; each step that is possible now has its form, each that is
//! not says why by its refusal. The timeline is the factor's view of it.

mod acts;
mod health;
mod steps;
pub(super) mod tasks;
pub(super) mod things;

use super::debtors;
use super::packets;
use super::page::{Answer, Desk};
use super::posted::Posted;
use super::wrong::Wrong;
use crate::Web;
use crate::look::facts::{Fact, Moment};
use crate::look::form::{Choice, Field, FormErrors};
use crate::look::format::{day, relative};
use crate::look::{Badge, Noun, Page, Tone, filters};
use app::timeline::without_past_plans;
use app::{Error, client_by_code};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use domain::contact::{Channel, Grant, Happening, Health, Profile, Relation, Seen, Subject};
use domain::letter::Language;
use domain::notice::{Beside, Due, Evidence, Leg, LetterTask, Notice, NoticePolicy, NoticeState, Trigger};
use domain::packet::{Packet, Registration};
use domain::party::{Client, Debtor, DebtorType};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::kept;
use store::kept::timeline::Entry;

/// Entries of the timeline on the page; older ones are on the next.
const ENTRIES: i64 = 60;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/relations/{client}/{debtor}", get(show))
        .route("/relations/{client}/{debtor}/{act}", post(acts::act))
}

/// Everything the page knows.
pub(super) struct Read {
    pub client: Client,
    pub debtor: Debtor,
    pub notice: Option<Notice>,
    /// GL-60: the packets that take its place, where a federal agency owes.
    pub packets: Vec<Packet>,
    pub registration: Registration,
    pub relation: Relation,
    pub due: Option<(Date, Due)>,
    /// LC-43: the number of the message that goes by post beside the mail.
    pub letter: Option<i64>,
    pub entries: Vec<Entry>,
    pub health: Health,
}

pub(super) async fn read(desk: &Desk, client: String, debtor: String) -> Result<Read, Wrong> {
    let (calendar, today, now) = (desk.factor.calendar, desk.today, desk.web.app.now().as_microsecond());
    desk.read(move |book| {
        let client = client_by_code(book, &client)?;
        let debtor = debtors::by_code(book, &debtor)?;
        let missing = || Error::NotFound(format!("customer {} of {}", debtor.code, client.code));
        kept::party::pair(book, client.id, debtor.id)?.ok_or_else(missing)?;
        let notice = kept::notice::current(book, client.id, debtor.id)?;
        let policy: NoticePolicy = kept::policy::get(book, NoticePolicy::POLICY)?;
        let due =
            notice.as_ref().and_then(|notice| notice.dues(&policy, calendar).into_iter().min_by_key(|(day, _)| *day));
        let letter = match notice.as_ref().and_then(Notice::beside).and_then(|letter| letter.message) {
            Some(message) => kept::message::get(book, message)?.map(|message| message.number),
            None => None,
        };
        let entries = kept::timeline::of_pair(book, client.id, debtor.id, Seen::FACTOR, i64::MAX, ENTRIES)?;
        Ok(Read {
            health: app::health::of_pair(book, client.id, debtor.id, today, now)?,
            relation: kept::contact::relation(book, client.id, debtor.id)?,
            packets: kept::packet::of_pair(book, client.id, debtor.id)?,
            registration: app::packet::registration(book)?,
            entries: without_past_plans(entries),
            notice,
            due,
            letter,
            client,
            debtor,
        })
    })
    .await
}

/// How a notice's state is read.
pub(super) fn badge(state: NoticeState) -> Badge {
    let tone = match state {
        NoticeState::NoaDelivered | NoticeState::Acknowledged | NoticeState::ProofFurnished => Tone::Good,
        NoticeState::Bounced | NoticeState::DisputedNotice => Tone::Stop,
        NoticeState::Drafted | NoticeState::ProofRequested => Tone::Attention,
        NoticeState::Held | NoticeState::Superseded | NoticeState::Released => Tone::Neutral,
        _ => Tone::Information,
    };
    Badge::new(tone, state.word().to_lowercase())
}

/// What the clock wants next, as a sentence.
fn next(due: (Date, Due), today: Date) -> String {
    let when = relative(today, due.0);
    match due.1 {
        Due::Send(leg) if due.0 < today => format!("The {} was to go out {when}.", leg.word()),
        Due::Send(leg) => format!("The {} goes out {when}.", leg.word()),
        Due::Look(leg) => format!("The {} is leaving.", leg.word()),
        Due::Settle(leg) if due.0 < today => format!("The {} counts as arrived: it has not come back.", leg.word()),
        Due::Settle(leg) => format!("The {} counts as arrived {when}, if it has not come back.", leg.word()),
        Due::Letter(LetterTask::Look) => "The trackable letter beside the mail is to be printed and posted.".to_owned(),
        Due::Letter(LetterTask::Post) if due.0 < today => {
            format!("The trackable letter beside the mail was to be posted {when}.")
        }
        Due::Letter(LetterTask::Post) => format!("The trackable letter beside the mail is to be posted {when}."),
        Due::Letter(LetterTask::Trace) if due.0 <= today => {
            "Nobody has signed for the trackable letter in time: trace it.".to_owned()
        }
        Due::Letter(LetterTask::Trace) => {
            format!("The trackable letter is to be signed for; it is traced {when}, if nobody has.")
        }
        Due::Letter(LetterTask::Send) => {
            "The trackable letter goes out again as soon as its address was corrected, or verified again.".to_owned()
        }
        Due::Remind if due.0 < today => format!("The one request to acknowledge was to go out {when}."),
        Due::Remind => format!("The one request to acknowledge goes out {when}."),
        Due::Proof if due.0 < today => format!("Proof of the assignment was to be given {when}."),
        Due::Proof => format!("Proof of the assignment is to be given {when}."),
        Due::Release if due.0 < today => format!("The release was to be sent {when}."),
        Due::Release => format!("The release is to be sent {when}."),
        Due::Spring => format!("The over-advance allows telling the debtor from {when}: decide with the client first."),
    }
}

fn lead(read: &Read, today: Date) -> String {
    if read.debtor.debtor_type == DebtorType::UsFederal {
        return match read.packets.iter().rev().find(|one| one.release.is_none()) {
            Some(_) => {
                "A federal agency owes: each contract has its Assignment of Claims packet, and no notice.".to_owned()
            }
            None => "A federal agency owes, and no contract has a packet yet: its invoices wait.".to_owned(),
        };
    }
    let Some(notice) = &read.notice else {
        return "No notice was prepared yet. It begins with the client telling its customer.".to_owned();
    };
    if notice.held {
        if let Some(due) = read.due {
            return format!("The agreement is confidential: the debtor is not told. {}", next(due, today));
        }
        return "The agreement is confidential: the debtor is not told, and nothing under our name may be sent to it."
            .to_owned();
    }
    match read.due {
        Some(due) => next(due, today),
        None if notice.heads_up.is_none() && notice.existing.is_none() && !notice.skips_introduction() => {
            "It waits for the client: it tells its customer first, then we introduce ourselves.".to_owned()
        }
        None => "Nothing is due; the next word is the debtor's.".to_owned(),
    }
}

/// An entry of the timeline, for the page.
fn moment(zone: &TimeZone, entry: &Entry) -> Moment {
    let (when, iso) = super::letters::time(zone, entry.at);
    let tone = match entry.kind {
        Happening::Bounced | Happening::Pause => Tone::Attention,
        Happening::Answered | Happening::Paid | Happening::Verification => Tone::Good,
        Happening::Received | Happening::Case => Tone::Information,
        _ => Tone::Neutral,
    };
    let href = entry.subject.and_then(|(subject, id)| match subject {
        Subject::Invoice => Some(format!("/invoices/{id}")),
        Subject::Contact => Some(format!("/contacts/{id}")),
        _ => None,
    });
    let mut moment = Moment::new(when, iso, entry.said.words(Language::English));
    moment.who = Some(entry.who.words(Language::English));
    moment.href = href;
    moment.tone = tone;
    moment
}

#[derive(Template)]
#[template(path = "desk/relation.html")]
struct RelationPage {
    page: Page,
    client: String,
    client_name: String,
    debtor: String,
    debtor_name: String,
    badge: Badge,
    lead: String,
    steps: Vec<steps::Step>,
    errors: FormErrors,
    possible: Possible,
    /// GL-60: the packets in place of the notice; none where the debtor is no federal agency.
    packets: Option<Vec<packets::Row>>,
    paused: Option<String>,
    settled: Vec<Fact>,
    verdict: String,
    health: Vec<Fact>,
    moments: Vec<Moment>,
    f: Fields,
}

/// Which forms the page offers.
struct Possible {
    open: bool,
    heads_up: bool,
    introduce: bool,
    introduced: bool,
    notify: bool,
    letter: bool,
    evidence: bool,
    existing: bool,
    proof: bool,
    doubt: bool,
    release: bool,
    spring: bool,
    link: bool,
}

impl Possible {
    fn of(notice: Option<&Notice>) -> Self {
        let Some(n) = notice else {
            return Self {
                open: true,
                heads_up: false,
                introduce: false,
                introduced: false,
                notify: false,
                letter: false,
                evidence: false,
                existing: true,
                proof: false,
                doubt: false,
                release: false,
                spring: false,
                link: true,
            };
        };
        let told = n.heads_up.is_some() || n.existing.is_some() || n.skips_introduction();
        let free = !n.held && n.superseded.is_none() && n.release.is_none();
        let introduced = n.introduction.as_ref().is_some_and(|way| way.delivered_on.is_some());
        Self {
            open: n.release.as_ref().is_some_and(|way| way.delivered_on.is_some()),
            heads_up: free && !told,
            introduce: free && n.heads_up.is_some() && n.introduction.as_ref().is_none_or(domain::notice::Way::is_back),
            introduced: free && n.introduction.as_ref().is_some_and(|way| way.waits && way.message.is_none()),
            notify: free
                && (introduced || n.sprung.is_some() || n.earlier.is_some())
                && n.notice.as_ref().is_none_or(domain::notice::Way::is_back),
            letter: free && n.beside().is_some_and(Beside::is_missing),
            evidence: n.notice.is_some(),
            existing: free && n.notice.is_none() && n.introduction.is_none(),
            proof: n.proofs.iter().any(|asked| asked.given.is_none()),
            doubt: n.doubts.iter().any(|doubt| doubt.settled.is_none()),
            release: free && n.notice.is_some(),
            spring: n.held,
            link: true,
        }
    }
}

/// The fields of the page's forms.
struct Fields {
    on: Field,
    person: Field,
    by: Field,
    level: Field,
    evidence_on: Field,
    how: Field,
    existing_level: Field,
    existing_on: Field,
    existing_how: Field,
    proof_words: Field,
    doubt_words: Field,
    trigger: Field,
    spring_words: Field,
    servicing: Field,
    note: Field,
    client_delivers: Field,
    before_due: Field,
    late_interest_grant: Field,
    late_interest: Field,
    days: Field,
    why: Field,
    days_before: Field,
}

fn fields(read: &Read, typed: &Posted, errors: &FormErrors, today: Date) -> Fields {
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.raw(name)).checked(errors);
    let or = |name: &str, usual: &str| if typed.has(name) { typed.raw(name).to_owned() } else { usual.to_owned() };
    let levels = |from: i64| {
        let fit = Evidence::ALL.iter().filter(move |one| one.level() >= from);
        fit.map(|one| Choice::new(one.code(), one.word())).collect::<Vec<_>>()
    };
    let channels = [Channel::Phone, Channel::Email, Channel::Letter];
    let mut servicing = vec![Choice::new("AGREEMENT", "as the agreement says")];
    servicing.extend(Profile::ALL.iter().map(|one| Choice::new(one.code(), one.word())));
    let mut grants = vec![Choice::new("NOTHING", "nothing")];
    grants.extend(Grant::ALL.iter().map(|one| Choice::new(one.code(), one.word())));
    let now = today.to_string();
    let yes = |on: bool| if on { "yes" } else { "" };
    Fields {
        on: field("on", "When").value(or("on", &now)),
        person: field("person", "Whom did it tell?").hint("Name and office of the person at the debtor."),
        by: field("by", "How")
            .choices(channels.map(|one| Choice::new(one.code(), one.word())))
            .value(or("by", Channel::Phone.code())),
        level: field("level", "What is on file").choices(levels(1)),
        evidence_on: field("evidence_on", "Day of receipt").value(or("evidence_on", &now)),
        how: field("how", "Where it is").hint("Courier and number, who replied, which page."),
        existing_level: field("existing_level", "What is on file").choices(levels(1)),
        existing_on: field("existing_on", "Day of receipt"),
        existing_how: field("existing_how", "Where it is")
            .hint("For example: letter of 3 November, signed copy in folder 12."),
        proof_words: field("proof_words", "What was given")
            .hint("For example: signed assignment page and the schedule lines of this debtor."),
        doubt_words: field("doubt_words", "How the doubt was settled"),
        trigger: field("trigger", "What happened")
            .choices(Trigger::ALL.iter().map(|one| Choice::new(one.code(), one.word()))),
        spring_words: field("spring_words", "In words"),
        servicing: field("servicing", "How much we write")
            .choices(servicing)
            .value(or("servicing", read.relation.servicing.map_or("AGREEMENT", Profile::code))),
        note: field("note", "The client's words to this customer")
            .hint("They stand in the letter of introduction.")
            .value(or("note", read.relation.note.as_deref().unwrap_or_default()))
            .optional(),
        client_delivers: field("client_delivers", "The client delivers the introduction itself")
            .value(or("client_delivers", yes(read.relation.client_delivers)))
            .optional(),
        before_due: field("before_due", "The client asked for a reminder before the due date")
            .value(or("before_due", yes(read.relation.before_due)))
            .optional(),
        late_interest_grant: field("late_interest_grant", "What grants late interest")
            .hint("As you have seen it: the client\u{2019}s contract with this customer, or a statute.")
            .choices(grants)
            .value(or("late_interest_grant", read.relation.late_interest_grant.map_or("NOTHING", Grant::code))),
        late_interest: field("late_interest", "The client wants late interest")
            .hint("It is off until something grants it and the client wants it. No letter asks for it.")
            .value(or("late_interest", yes(read.relation.late_interest)))
            .optional(),
        days: field("days", "Business days").value(or("days", "5")),
        why: field("why", "Why"),
        days_before: field("days_before", "Days from invoice to payment")
            .hint("On average, as the client states them. Empty: not stated.")
            .value(or(
                "days_before",
                &read.relation.days_to_pay_before.map(|days| days.to_string()).unwrap_or_default(),
            ))
            .optional(),
    }
}

fn settled(relation: &Relation) -> Vec<Fact> {
    vec![
        Fact::new("How much we write", relation.servicing.map_or("as the agreement says", Profile::word)),
        Fact::new(
            "The introduction is delivered by",
            if relation.client_delivers { "the client itself" } else { "us, for the client" },
        ),
        Fact::new("Reminder before the due date", if relation.before_due { "yes, at the client's wish" } else { "no" }),
        Fact::new("Late interest", late_interest(relation)),
        Fact::new("The client's words", relation.note.clone().unwrap_or_else(|| "none".to_owned())),
    ]
}

/// CO-32: on with both, and what is missing.
fn late_interest(relation: &Relation) -> String {
    match (relation.late_interest_grant, relation.late_interest) {
        (Some(grant), true) => format!("on: granted by {}, at the client's wish", grant.word()),
        (Some(grant), false) => format!("off: granted by {}; the client does not ask for it", grant.word()),
        (None, true) => "off: the client asks for it; nothing grants it".to_owned(),
        (None, false) => "off".to_owned(),
    }
}

pub(super) fn page(desk: &Desk, read: &Read, sent: Option<(&Posted, FormErrors)>) -> impl Template {
    let empty = Posted::default();
    let (typed, errors) = sent.map_or_else(|| (&empty, FormErrors::default()), |(posted, errors)| (posted, errors));
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    let federal = read.debtor.debtor_type == DebtorType::UsFederal;
    RelationPage {
        page: desk.page(Noun::Clients),
        client: read.client.code.to_string(),
        client_name: read.client.name.clone(),
        debtor: read.debtor.code.to_string(),
        debtor_name: read.debtor.name.clone(),
        badge: match &read.notice {
            _ if federal => Badge::new(Tone::Information, DebtorType::UsFederal.word()),
            None => Badge::new(Tone::Attention, "no notice yet"),
            Some(notice) => badge(notice.state()),
        },
        lead: lead(read, desk.today),
        steps: read.notice.as_ref().map(|notice| steps::of(notice, read.letter)).unwrap_or_default(),
        possible: Possible::of(read.notice.as_ref()),
        packets: federal.then(|| packets::of_pair(&read.packets, &read.registration, desk.today)),
        paused: read
            .relation
            .paused(desk.today)
            .map(|pause| format!("Contact is paused until {} by {}: {}", day(pause.until), pause.by, pause.why)),
        settled: settled(&read.relation),
        verdict: read.health.verdict.clone(),
        health: health::figures(&read.health, read.relation.days_to_pay_before),
        moments: read.entries.iter().map(|entry| moment(&zone, entry)).collect(),
        f: fields(read, typed, &errors, desk.today),
        errors,
    }
}

async fn show(desk: Desk, Path((client, debtor)): Path<(String, String)>) -> Answer {
    let read = read(&desk, client, debtor).await?;
    desk.show(&page(&desk, &read, None))
}

/// The leg of evidence the desk records: the notice, or the release once that has left.
fn leg(notice: Option<&Notice>) -> Leg {
    match notice {
        Some(notice) if notice.release.is_some() => Leg::Release,
        _ => Leg::Notice,
    }
}
