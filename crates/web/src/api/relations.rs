//! The relation of a client and one of its customers: what was settled, pauses, and every word exchanged.

use super::idempotency::{Nothing, Write};
use super::journals::moment;
use super::money::Money;
use super::page::{Page, PageOf, and_one_more};
use super::read::{PathOf, QueryOf};
use super::{Answer, done, names};
use crate::Web;
use app::contact::{pause, resume};
use app::relation::{Settling, settle};
use app::{Error, client_by_code, debtor_by_code};
use axum::extract::State;
use domain::contact::{self as exact, Grant, Happening, Profile, Seen};
use domain::letter::Language;
use domain::party::{Client, Debtor};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use utoipa::ToSchema;

/// A client and one of its customers.
pub(super) fn pair(reads: &mut dyn Reads, client: &str, debtor: &str) -> Result<(Client, Debtor), Error> {
    let (client, debtor) = (client_by_code(reads, client)?, debtor_by_code(reads, debtor)?);
    let missing = || Error::NotFound(format!("customer {} of {}", debtor.code, client.code));
    kept::party::pair(reads, client.id, debtor.id)?.ok_or_else(missing)?;
    Ok((client, debtor))
}

/// What was settled for a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Relation {
    /// How much the factor writes; null as the agreement says.
    #[schema(schema_with = names::maybe_servicing)]
    servicing: Option<Profile>,
    /// The last day of the pause of contact; null while there is none.
    paused_until: Option<Date>,
    /// Who asked for the pause, and why.
    pause: Option<String>,
    /// A reminder before the due date, at the client's wish.
    before_due: bool,
    /// The client looks at each status message first; null as the policy says.
    preview: Option<bool>,
    /// The client's words to this customer in the letter of introduction.
    note: Option<String>,
    /// The client delivers the letter of introduction itself.
    client_delivers: bool,
    /// What grants late interest against this customer; null: nothing.
    #[schema(schema_with = names::maybe_grant)]
    late_interest_grant: Option<Grant>,
    /// The client opts in to late interest. It is on with both alone.
    late_interest: bool,
}

fn shown(relation: exact::Relation, today: Date) -> Relation {
    let running = relation.paused(today);
    Relation {
        paused_until: running.map(|pause| pause.until),
        pause: running.map(|pause| format!("{}: {}", pause.by, pause.why)),
        servicing: relation.servicing,
        before_due: relation.before_due,
        preview: relation.preview,
        note: relation.note,
        client_delivers: relation.client_delivers,
        late_interest_grant: relation.late_interest_grant,
        late_interest: relation.late_interest,
    }
}

/// What is to hold for a customer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settled {
    /// How much the factor writes; null as the agreement says.
    #[serde(default)]
    #[schema(schema_with = names::maybe_servicing)]
    servicing: Option<Profile>,
    #[serde(default)]
    before_due: bool,
    #[serde(default)]
    preview: Option<bool>,
    /// The client's words to this customer; they stand in the letter of introduction.
    #[serde(default)]
    note: Option<String>,
    #[serde(default)]
    client_delivers: bool,
    /// What grants late interest against this customer; null: nothing.
    #[serde(default)]
    #[schema(schema_with = names::maybe_grant)]
    late_interest_grant: Option<Grant>,
    /// The client opts in to late interest.
    #[serde(default)]
    late_interest: bool,
}

/// What was settled for a customer.
#[utoipa::path(get, path = "/clients/{code}/customers/{debtor}/relation", tag = "Relationship",
    params(("code" = String, Path, description = "Code of the client"), ("debtor" = String, Path, description = "Code of the debtor")),
    responses((status = 200, description = "The relation", body = Relation)))]
pub(super) async fn get_relation(
    State(web): State<Web>,
    PathOf((client, debtor)): PathOf<(String, String)>,
) -> Answer<Relation> {
    let today = web.app.today();
    let found = web.look(move |snapshot| {
        let (client, debtor) = pair(snapshot, &client, &debtor)?;
        Ok(kept::contact::relation(snapshot, client.id, debtor.id)?)
    });
    done(shown(found.await?, today))
}

/// Settle what holds for a customer. A pause stays as it is.
#[utoipa::path(put, path = "/clients/{code}/customers/{debtor}/relation", tag = "Relationship",
    params(("code" = String, Path, description = "Code of the client"), ("debtor" = String, Path, description = "Code of the debtor")),
    request_body = Settled, responses((status = 200, description = "The relation as settled", body = Relation)))]
pub(super) async fn put_relation(
    State(web): State<Web>,
    PathOf((client, debtor)): PathOf<(String, String)>,
    write: Write<Settled>,
) -> Answer<Relation> {
    let body = write.body;
    let settling = Settling {
        servicing: Some(body.servicing),
        note: Some(body.note.unwrap_or_default()),
        client_delivers: Some(body.client_delivers),
        before_due: Some(body.before_due),
        preview: Some(body.preview),
        late_interest_grant: Some(body.late_interest_grant),
        late_interest: Some(body.late_interest),
    };
    let today = web.app.today();
    let saved = web.change(write.command, move |task| {
        let (client, debtor) = pair(task, &client, &debtor)?;
        settle(task, client.id, debtor.id, &settling)
    });
    done(shown(saved.await?, today))
}

/// A pause of contact.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPause {
    /// How many business days from today.
    #[schema(minimum = 1, maximum = 10)]
    business_days: u32,
    why: String,
}

/// What a pause does not stop: the recourse clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Paused {
    /// The last day of the pause.
    until: Date,
    /// Invoices whose recourse date comes before the pause has ended.
    recourse: Vec<RecourseAhead>,
    /// The first recourse date of all open invoices of the pair.
    next_recourse: Option<Date>,
}

/// An invoice whose recourse date comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct RecourseAhead {
    number: String,
    on: Date,
    open: Money,
}

/// Pause contact with one customer at its client's wish.
#[utoipa::path(post, path = "/clients/{code}/customers/{debtor}/pause", tag = "Relationship",
    params(("code" = String, Path, description = "Code of the client"), ("debtor" = String, Path, description = "Code of the debtor")),
    request_body = NewPause, responses((status = 200, description = "What follows", body = Paused)))]
pub(super) async fn pause_contact(
    State(web): State<Web>,
    PathOf((client, debtor)): PathOf<(String, String)>,
    write: Write<NewPause>,
) -> Answer<Paused> {
    let NewPause { business_days, why } = write.body;
    let paused = web.change(write.command, move |task| {
        let (client, debtor) = pair(task, &client, &debtor)?;
        pause(task, client.id, debtor.id, business_days, &why)
    });
    let paused = paused.await?;
    let ahead = paused.recourse.into_iter();
    done(Paused {
        until: paused.until,
        recourse: ahead.map(|(number, on, open)| RecourseAhead { number, on, open: open.into() }).collect(),
        next_recourse: paused.next_recourse,
    })
}

/// Contact goes on.
#[utoipa::path(post, path = "/clients/{code}/customers/{debtor}/resume", tag = "Relationship",
    params(("code" = String, Path, description = "Code of the client"), ("debtor" = String, Path, description = "Code of the debtor")),
    responses((status = 200, description = "The relation", body = Relation)))]
pub(super) async fn resume_contact(
    State(web): State<Web>,
    PathOf((client, debtor)): PathOf<(String, String)>,
    write: Write<Nothing>,
) -> Answer<Relation> {
    let today = web.app.today();
    let relation = web.change(write.command, move |task| {
        let (client, debtor) = pair(task, &client, &debtor)?;
        resume(task, client.id, debtor.id)?;
        Ok(kept::contact::relation(task, client.id, debtor.id)?)
    });
    done(shown(relation.await?, today))
}

/// One entry of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct TimelineEntry {
    at: Timestamp,
    /// The event that holds it.
    event: i64,
    #[schema(schema_with = names::happening)]
    kind: Happening,
    /// Who, as people read it.
    who: String,
    /// What is said, in English; what a person wrote stands in quotation marks as it was written.
    words: String,
    /// Does the client see it?
    seen_by_client: bool,
    /// Does the debtor see it?
    seen_by_debtor: bool,
}

/// Where a page of a timeline ended: the moment, and how many of its entries were shown.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: i64,
    shown: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.at, self.shown)
    }
}

impl std::str::FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, shown) = text.split_once('/').ok_or(())?;
        let shown: u16 = shown.parse().map_err(|_| ())?;
        Ok(Self { at: at.parse().map_err(|_| ())?, shown: shown.into() })
    }
}

/// Every word exchanged between a client, its customer and the factor, newest first.
#[utoipa::path(get, path = "/clients/{code}/customers/{debtor}/timeline", tag = "Relationship",
    params(("code" = String, Path, description = "Code of the client"), ("debtor" = String, Path, description = "Code of the debtor"), PageOf),
    responses((status = 200, description = "A page of the timeline", body = Page<TimelineEntry>)))]
pub(super) async fn list_timeline(
    State(web): State<Web>,
    PathOf((client, debtor)): PathOf<(String, String)>,
    QueryOf(page): QueryOf<PageOf>,
) -> Answer<Page<TimelineEntry>> {
    let (limit, after) = (page.limit()?, page.after::<Place>("timeline")?);
    let found = web.look(move |snapshot| {
        let (client, debtor) = pair(snapshot, &client, &debtor)?;
        let (before, skip) = after.map_or((i64::MAX, 0), |place| (place.at.saturating_add(1), place.shown));
        let count = and_one_more(limit + skip);
        let found = kept::timeline::of_pair(snapshot, client.id, debtor.id, Seen::FACTOR, before, count)?;
        Ok(found)
    });
    // Entries of one moment are told apart by how many of them were shown.
    let mut place = Place { at: i64::MAX, shown: 0 };
    let found = found.await?.into_iter().map(|entry| {
        let shown = if entry.at == place.at { place.shown + 1 } else { 1 };
        place = Place { at: entry.at, shown };
        (entry, place)
    });
    let found: Vec<_> = found.skip(after.map_or(0, |place| place.shown)).collect();
    let shown = |(entry, _): (kept::timeline::Entry, Place)| TimelineEntry {
        at: moment(entry.at),
        event: entry.event_seq,
        kind: entry.kind,
        who: entry.who.words(Language::English),
        words: entry.said.words(Language::English),
        seen_by_client: entry.seen.bits() & Seen::CLIENT.bits() != 0,
        seen_by_debtor: entry.seen.bits() & Seen::DEBTOR.bits() != 0,
    };
    done(Page::of("timeline", limit, found, |(_, place)| *place, shown))
}
