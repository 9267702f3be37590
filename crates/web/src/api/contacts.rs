//! Contacts of a debtor, and how the debtor wants to be treated.

use super::idempotency::Write;
use super::page::{Page, PageOf};
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::{Answer, codes, created, done, names};
use crate::Web;
use app::contact::{NewContact, mark_wrong, opt_in, opt_out, save_contact, save_preference, verify_contact};
use app::{Error, debtor_by_code};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::calendar::Calendar;
use domain::contact::{self as exact, Channel, ContactSource, ContactState, Role};
use domain::id::ContactId;
use domain::letter::Language;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// A person or mailbox of a debtor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Contact {
    id: Uuid,
    /// Code of the client for whose invoices alone it is; null for all.
    client: Option<String>,
    /// What it is for.
    #[schema(schema_with = names::role)]
    role: Role,
    /// A role mailbox, not a person.
    mailbox: bool,
    /// It is, in person, the natural person who owes or guarantees.
    obligor: bool,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    /// How it wants to be reached.
    #[schema(schema_with = names::channel)]
    channel: Channel,
    /// Language of letters.
    #[schema(schema_with = names::language)]
    language: Language,
    /// IANA time zone of its quiet hours.
    zone: String,
    /// Who gave it.
    #[schema(schema_with = names::contact_source)]
    source: ContactSource,
    /// May it be written to?
    #[schema(schema_with = names::contact_state)]
    state: ContactState,
    added_on: Date,
    /// CO-33: the day its name and addresses were erased.
    erased_on: Option<Date>,
    /// The day somebody last made sure of it.
    verified_on: Option<Date>,
    /// How.
    verified_how: Option<String>,
    /// Without the client's help.
    verified_independently: bool,
    /// Channels by which it wants no reminders.
    #[schema(schema_with = names::channels)]
    opted_out: Vec<Channel>,
    /// How often mail came back since it was last verified.
    bounces: u32,
    /// What is odd about it and was not looked into.
    findings: Vec<String>,
}

fn shown(contact: exact::Contact, clients: &codes::Codes) -> Contact {
    let verified = contact.verified.as_ref();
    let odd = contact.findings.iter().filter(|finding| !finding.cleared);
    Contact {
        id: contact.id.0,
        client: clients.maybe(contact.client.map(|id| id.0)),
        verified_on: verified.map(|verified| verified.on),
        verified_how: verified.map(|verified| verified.how.clone()),
        verified_independently: verified.is_some_and(|verified| verified.independent),
        opted_out: contact.opted_out.keys().copied().collect(),
        findings: odd.map(|finding| finding.fact.clone()).collect(),
        role: contact.role,
        mailbox: contact.mailbox,
        obligor: contact.obligor,
        name: contact.name,
        email: contact.email,
        phone: contact.phone,
        channel: contact.channel,
        language: contact.language,
        zone: contact.zone,
        source: contact.source,
        state: contact.state,
        added_on: contact.added_on,
        erased_on: contact.erased_on,
        bounces: contact.bounces,
    }
}

async fn with_codes(web: &Web, contact: exact::Contact) -> Result<Contact, Error> {
    let clients = web.look(|snapshot| codes::clients(snapshot)).await?;
    Ok(shown(contact, &clients))
}

/// A contact as it is entered.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactParticulars {
    /// Code of the client for whose invoices alone it is; all where absent.
    #[serde(default)]
    client: Option<String>,
    #[schema(schema_with = names::role)]
    role: Role,
    #[serde(default)]
    mailbox: bool,
    /// It is, in person, the natural person who owes or guarantees.
    #[serde(default)]
    obligor: bool,
    name: String,
    #[serde(default)]
    email: Option<String>,
    /// With country code.
    #[serde(default)]
    phone: Option<String>,
    #[schema(schema_with = names::channel)]
    channel: Channel,
    #[schema(schema_with = names::language)]
    language: Language,
    /// IANA time zone; the debtor's, else the factor's, where absent.
    #[serde(default)]
    zone: Option<String>,
    #[schema(schema_with = names::contact_source)]
    source: ContactSource,
}

/// The contacts of a debtor, oldest first.
#[utoipa::path(get, path = "/debtors/{code}/contacts", tag = "Relationship",
    params(("code" = String, Path, description = "Code of the debtor"), PageOf),
    responses((status = 200, description = "A page of contacts", body = Page<Contact>)))]
pub(super) async fn list_contacts(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    QueryOf(page): QueryOf<PageOf>,
) -> Answer<Page<Contact>> {
    let (limit, after) = (page.limit()?, page.after::<Uuid>("contacts")?);
    let found = web.look(move |snapshot| {
        let debtor = debtor_by_code(snapshot, &code)?;
        Ok((kept::contact::of_debtor(snapshot, debtor.id)?, codes::clients(snapshot)?))
    });
    let (mut found, clients) = found.await?;
    found.sort_by_key(|contact| contact.id);
    found.retain(|contact| after.is_none_or(|after| contact.id.0 > after));
    done(Page::of("contacts", limit, found, |contact| contact.id, |contact| shown(contact, &clients)))
}

/// Add a contact of a debtor, or change the one of this role with this mail address.
///
/// New addresses are to be verified anew. What is odd about it comes back in `findings`.
#[utoipa::path(post, path = "/debtors/{code}/contacts", tag = "Relationship",
    params(("code" = String, Path, description = "Code of the debtor")), request_body = ContactParticulars,
    responses((status = 201, description = "The contact as saved", body = Contact)))]
pub(super) async fn add_contact(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    write: Write<ContactParticulars>,
) -> Result<(StatusCode, Json<Contact>), Problem> {
    let body = write.body;
    let new = NewContact {
        contact: None,
        debtor: Some(code),
        client: body.client,
        role: body.role,
        mailbox: body.mailbox,
        obligor: body.obligor,
        name: body.name,
        email: body.email,
        phone: body.phone,
        channel: body.channel,
        language: body.language,
        zone: body.zone,
        source: body.source,
    };
    let saved = web.change(write.command, move |task| save_contact(task, &new)).await?;
    created(with_codes(&web, saved).await?)
}

/// A step in the life of a contact.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub(super) enum ContactStep {
    /// Somebody has made sure that it is right.
    Verify {
        /// How, in a few words.
        #[schema(example = "called the switchboard")]
        how: String,
        /// Without the client's help: this also clears what was odd.
        independent: bool,
    },
    /// It is the wrong one: nothing more goes there.
    MarkWrong { why: String },
    /// It wants no reminders by this channel.
    OptOut {
        #[schema(schema_with = names::channel)]
        channel: Channel,
    },
    /// It wants reminders by this channel again.
    OptIn {
        #[schema(schema_with = names::channel)]
        channel: Channel,
        /// Who said so at the debtor.
        who: String,
        /// The day it was said.
        on: Date,
    },
}

/// Verify a contact, mark it as wrong, keep that it wants no reminders by a channel, or wants them again.
#[utoipa::path(post, path = "/contacts/{id}/steps", tag = "Relationship",
    params(("id" = Uuid, Path, description = "Id of the contact")), request_body = ContactStep,
    responses((status = 200, description = "The contact after the step", body = Contact)))]
pub(super) async fn advance_contact(
    State(web): State<Web>,
    PathOf(id): PathOf<Uuid>,
    write: Write<ContactStep>,
) -> Answer<Contact> {
    let (id, step) = (ContactId(id), write.body);
    let saved = web.change(write.command, move |task| match step {
        ContactStep::Verify { how, independent } => verify_contact(task, id, &how, independent),
        ContactStep::MarkWrong { why } => mark_wrong(task, id, &why),
        ContactStep::OptOut { channel } => opt_out(task, id, channel),
        ContactStep::OptIn { channel, who, on } => opt_in(task, id, channel, &who, on),
    });
    let saved = saved.await?;
    done(with_codes(&web, saved).await?)
}

/// How a debtor as a whole wants and needs to be treated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Preference {
    /// The obligor is a natural person.
    natural_person_obligor: bool,
    /// It is under California's rules.
    california: bool,
    /// Holidays of its country.
    #[schema(schema_with = names::calendar)]
    calendar: Calendar,
    /// IANA time zone where no contact names one.
    zone: String,
    /// Language where no contact names one.
    #[schema(schema_with = names::language)]
    language: Language,
    /// The day notice of its bankruptcy was received.
    #[serde(default)]
    bankrupt_since: Option<Date>,
}

impl From<exact::Preference> for Preference {
    fn from(one: exact::Preference) -> Self {
        Self {
            natural_person_obligor: one.natural_person_obligor,
            california: one.california,
            calendar: one.calendar,
            zone: one.zone,
            language: one.language,
            bankrupt_since: one.bankrupt_since,
        }
    }
}

fn preference_of(reads: &mut dyn Reads, code: &str) -> Result<Preference, Error> {
    let debtor = debtor_by_code(reads, code)?;
    Ok(kept::contact::preference(reads, debtor.id)?.unwrap_or_default().into())
}

/// How a debtor wants to be treated; the usual where nobody said anything.
#[utoipa::path(get, path = "/debtors/{code}/preference", tag = "Relationship",
    params(("code" = String, Path, description = "Code of the debtor")),
    responses((status = 200, description = "The preference", body = Preference)))]
pub(super) async fn get_preference(State(web): State<Web>, PathOf(code): PathOf<String>) -> Answer<Preference> {
    done(web.look(move |snapshot| preference_of(snapshot, &code)).await?)
}

/// Say how a debtor wants to be treated.
#[utoipa::path(put, path = "/debtors/{code}/preference", tag = "Relationship",
    params(("code" = String, Path, description = "Code of the debtor")), request_body = Preference,
    responses((status = 200, description = "The preference as saved", body = Preference)))]
pub(super) async fn put_preference(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    write: Write<Preference>,
) -> Answer<Preference> {
    let body = write.body;
    let saved = body.clone();
    let preference = exact::Preference {
        natural_person_obligor: body.natural_person_obligor,
        california: body.california,
        calendar: body.calendar,
        zone: body.zone,
        language: body.language,
        bankrupt_since: body.bankrupt_since,
    };
    web.change(write.command, move |task| {
        let debtor = debtor_by_code(task, &code)?;
        save_preference(task, debtor.id, &preference)
    })
    .await?;
    done(saved)
}

/// What the contact engine decided about a debtor, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ContactDecision {
    /// First day it was so.
    decided_on: Date,
    /// Last day it was found to be so.
    last_on: Date,
    /// What it came to.
    #[schema(schema_with = names::contact_outcome)]
    outcome: String,
    /// The main reason, in one line.
    reason: String,
    /// Id of the message to the debtor, where there was one.
    message: Option<Uuid>,
    /// Every reason why not more was written.
    waits: Vec<Wait>,
}

/// One reason why nobody writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ContactWait)]
pub(super) struct Wait {
    /// Rule of the rulebook.
    #[schema(example = "CO-08")]
    rule: String,
    fact: String,
    /// The last day it holds; null while somebody must act first.
    until: Option<Date>,
}

/// Why a debtor was written to or not, newest first.
#[utoipa::path(get, path = "/debtors/{code}/contact-decisions", tag = "Relationship",
    params(("code" = String, Path, description = "Code of the debtor"), PageOf),
    responses((status = 200, description = "A page of decisions", body = Page<ContactDecision>)))]
pub(super) async fn list_contact_decisions(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    QueryOf(page): QueryOf<PageOf>,
) -> Answer<Page<ContactDecision>> {
    let (limit, before) = (page.limit()?, page.after::<Date>("contact-decisions")?);
    let found = web.look(move |snapshot| {
        let debtor = debtor_by_code(snapshot, &code)?;
        let before = before.unwrap_or(Date::MAX);
        Ok(kept::contact_decision::before(snapshot, debtor.id, before, super::page::and_one_more(limit))?)
    });
    let shown = |decided: kept::contact_decision::Decided| ContactDecision {
        decided_on: decided.decided_on,
        last_on: decided.last_on,
        outcome: decided.outcome,
        reason: decided.reason,
        message: decided.message.map(|id| id.0),
        waits: decided
            .decision
            .waits
            .into_iter()
            .map(|stop| Wait { rule: stop.rule, fact: stop.fact, until: stop.until })
            .collect(),
    };
    done(Page::of("contact-decisions", limit, found.await?, |decided| decided.decided_on, shown))
}
