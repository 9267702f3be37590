//! One contact: may it be written to, what is odd about it, and what somebody has found out.

use super::super::form::Reading;
use super::super::page::{Answer, Desk};
use super::super::posted::{Posted, to_fields};
use super::super::value;
use super::badge;
use super::form::found;
use crate::look::facts::Fact;
use crate::look::form::{Choice, Field, FormErrors};
use crate::look::format::day;
use crate::look::{Badge, Noun, Page, Tone, filters};
use app::Error;
use app::contact::{mark_wrong, opt_in, opt_out, retire, verify_contact};
use app::guest::{links_of, revoke};
use askama::Template;
use axum::extract::Path;
use domain::contact::{Channel, Contact, ContactState, erased_words};
use domain::fraud::ContactFinding;
use domain::id::{ContactId, LinkId};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::kept;

/// A link of the contact that opens its page now.
struct OpenLink {
    id: String,
    made: String,
    by: String,
    until: String,
    opened: String,
}

#[derive(Template)]
#[template(path = "desk/contact.html")]
struct ContactPage {
    page: Page,
    id: String,
    name: String,
    crumbs: Vec<(String, String)>,
    badge: Badge,
    words: String,
    findings: Vec<(Badge, ContactFinding)>,
    facts: Vec<Fact>,
    usable: bool,
    /// FR-14: what it may not be sent as long as only the client vouches for it.
    of_client: Option<&'static str>,
    errors: FormErrors,
    how: Field,
    independent: Field,
    why_wrong: Field,
    why_retired: Field,
    why_erased: Field,
    erased: bool,
    opt_out: Field,
    /// CO-08: only where there is an opt-out to take back.
    opted_out: bool,
    opt_in: Field,
    said_by: Field,
    said_on: Field,
    links: Vec<OpenLink>,
}

fn words(contact: &Contact) -> String {
    let who = contact.role.word();
    if let Some(on) = contact.erased_on {
        return format!("Its name and addresses were {}. Nothing can be sent here.", erased_words(on));
    }
    match contact.state {
        ContactState::Good => format!("Letters to {who} go here."),
        ContactState::Bouncing => "The last mail came back. Find out why before anything else is sent here.".to_owned(),
        ContactState::Wrong => "Somebody answered that this is the wrong contact. Nothing is sent here.".to_owned(),
        ContactState::Retired => "Only legal notices may be sent here, where there is nobody else.".to_owned(),
    }
}

async fn page(
    desk: &Desk,
    id: String,
    sent: Option<(&Posted, FormErrors)>,
) -> Result<ContactPage, super::super::wrong::Wrong> {
    let (contact, debtor, client) = found(desk, id).await?;
    let links = links(desk, contact.id).await?;
    let asked = contact.clone();
    let alone = desk.read(move |book| Ok(!asked.is_of_client() || app::contact::stands_alone(book, &asked)?)).await?;
    let (typed, errors) =
        sent.map_or_else(|| (Posted::default(), FormErrors::default()), |(posted, errors)| (posted.clone(), errors));
    let of_debtor = !debtor.is_empty();
    let (noun, list, home, code) = if of_debtor {
        (Noun::Debtors, ("Debtors", "/debtors"), format!("/debtors/{debtor}#contacts"), debtor)
    } else {
        (Noun::Clients, ("Clients", "/clients"), format!("/clients/{client}#contacts"), client.clone())
    };
    let mut facts = vec![
        Fact::new("What it is for", contact.role.word()),
        Fact::new("Kind", if contact.mailbox { "role mailbox" } else { "person" }),
    ];
    if contact.obligor {
        let word = if of_debtor { "the person that owes, itself" } else { "the client\u{2019}s guarantor, in person" };
        facts.push(Fact::new("Is", word));
    }
    let gone = contact.erased_on.map(erased_words);
    facts.extend(contact.email.clone().or(gone.clone()).map(|email| Fact::new("Mail address", email)));
    facts.extend(contact.phone.clone().or(gone).map(|phone| Fact::new("Telephone", phone)));
    facts.push(Fact::new("Reached by", contact.channel.word()));
    facts.push(Fact::new("Language", contact.language.word()));
    facts.push(Fact::new("Time zone", contact.zone.clone()));
    if of_debtor {
        facts.push(match client.as_str() {
            "" => Fact::new("For invoices of", "all clients"),
            code => Fact::new("For invoices of", code).link(format!("/clients/{code}")),
        });
    }
    facts.push(Fact::new(
        "Added",
        format!("{}, {}, by {}", day(contact.added_on), contact.source.word(), contact.added_by),
    ));
    facts.push(Fact::new(
        "Verified",
        contact.verified.as_ref().map_or_else(
            || "not yet".to_owned(),
            |done| {
                let alone = if done.independent { ", independently of the client" } else { "" };
                format!("{} by {}: {}{alone}", day(done.on), done.by, done.how)
            },
        ),
    ));
    for (channel, since) in &contact.opted_out {
        facts.push(Fact::new("No reminders by", format!("{}, since {}", channel.word(), day(*since))));
    }
    let channels = [Channel::Email, Channel::Phone, Channel::Letter].into_iter();
    let open = channels.filter(|channel| !contact.opted_out.contains_key(channel));
    Ok(ContactPage {
        page: desk.page(noun),
        id: contact.id.to_string(),
        name: contact.name.clone(),
        crumbs: vec![(list.0.to_owned(), list.1.to_owned()), (code, home)],
        badge: badge(&contact),
        words: words(&contact),
        findings: contact
            .findings
            .iter()
            .map(|finding| {
                let badge = if finding.cleared {
                    Badge::new(Tone::Good, "looked into")
                } else if finding.blocks() {
                    Badge::new(Tone::Stop, "nothing is sent until verified")
                } else {
                    Badge::new(Tone::Attention, "look at it first")
                };
                (badge, finding.clone())
            })
            .collect(),
        facts,
        of_client: (of_debtor && !alone).then_some(
            "Only the client vouches for this address. No notice, change of bank details or release goes here, and no answer \
             from here counts as evidence, until it was verified without the client\u{2019}s help.",
        ),
        usable: contact.state != ContactState::Retired,
        erased: contact.erased_on.is_some(),
        why_erased: Field::new("why_erased", "How did the wish come in?")
            .hint("For example: by mail on 5 March. Do not write the person\u{2019}s name: it would stay.")
            .value(typed.raw("why_erased"))
            .checked(&errors),
        how: Field::new("how", "How was it verified?")
            .hint("For example: called the switchboard, number from the company register.")
            .value(typed.raw("how"))
            .checked(&errors),
        independent: Field::new("independent", "Without the client\u{2019}s help")
            .hint(
                "The number or address you asked at came from a register, the debtor\u{2019}s own web site or a paper of the \
                 debtor, and not from the client. That somebody answers at the address proves nothing of it.",
            )
            .value(typed.raw("independent"))
            .optional(),
        why_wrong: Field::new("why_wrong", "What was said?").value(typed.raw("why_wrong")).checked(&errors),
        why_retired: Field::new("why_retired", "What was said?").value(typed.raw("why_retired")).checked(&errors),
        opt_out: Field::new("opt_out", "No reminders by")
            .choices(open.map(|channel| Choice::new(channel.code(), channel.word())))
            .checked(&errors),
        opted_out: !contact.opted_out.is_empty(),
        opt_in: Field::new("opt_in", "Reminders again by")
            .choices(contact.opted_out.keys().map(|channel| Choice::new(channel.code(), channel.word())))
            .value(typed.raw("opt_in"))
            .checked(&errors),
        said_by: Field::new("said_by", "Who said so")
            .hint("Name and office at the debtor: nobody else takes its wish back.")
            .value(typed.raw("said_by"))
            .checked(&errors),
        said_on: Field::new("said_on", "When")
            .value(if typed.has("said_on") { typed.raw("said_on").to_owned() } else { desk.today.to_string() })
            .checked(&errors),
        errors,
        links,
    })
}

/// The links of a contact that open its page now.
async fn links(desk: &Desk, contact: ContactId) -> Result<Vec<OpenLink>, Error> {
    let (zone, now) = (desk.factor.zone.clone(), desk.web.app.now().as_microsecond());
    let zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
    let on = |at| day(Timestamp::from_microsecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone()).date());
    let links = desk.web.look(move |snapshot| links_of(snapshot, contact, now)).await?;
    Ok(links
        .into_iter()
        .map(|link| OpenLink {
            id: link.id.to_string(),
            made: on(link.made_at),
            by: link.body.made_by,
            until: on(link.expires_at - 1),
            opened: link.opened_at.map_or_else(|| "not yet".to_owned(), on),
        })
        .collect())
}

/// One link is taken back.
pub(super) async fn link_back(desk: Desk, Path((id, link)): Path<(String, LinkId)>, posted: Posted) -> Answer {
    let (contact, ..) = found(&desk, id.clone()).await?;
    let taken = desk
        .change(&posted, move |task| {
            let own = kept::guest_link::get(task, link)?.is_some_and(|link| link.contact == Some(contact.id));
            if !own {
                return Err(Error::NotFound("link of this contact".to_owned()));
            }
            revoke(task, link, "taken back at the desk")
        })
        .await;
    match taken {
        Ok(()) => Ok(desk.done(&format!("/contacts/{id}"), "The link opens nothing any more.".to_owned(), None)),
        Err(error) => refused(&desk, id, &posted, error, &[]).await,
    }
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    let template = page(&desk, id, None).await?;
    desk.show(&template)
}

pub(super) async fn refused(desk: &Desk, id: String, posted: &Posted, error: Error, fields: &[(&str, &str)]) -> Answer {
    let mut errors = FormErrors::default();
    to_fields(error, fields, &mut errors)?;
    let template = page(desk, id, Some((posted, errors))).await?;
    desk.refused(&template)
}

pub(super) async fn verified(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let (contact, ..) = found(&desk, id.clone()).await?;
    let (how, independent) = (posted.get("how").to_owned(), posted.ticked("independent"));
    match desk.change(&posted, move |task| verify_contact(task, contact.id, &how, independent)).await {
        Ok(contact) => Ok(desk.done(&format!("/contacts/{id}"), format!("{} is verified.", contact.name), None)),
        Err(error) => refused(&desk, id, &posted, error, &[]).await,
    }
}

pub(super) async fn wrong(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let (contact, ..) = found(&desk, id.clone()).await?;
    let why = posted.get("why_wrong").to_owned();
    if why.is_empty() {
        let error =
            Error::Refused(vec![app::Refusal::at("why_wrong", "WHY", "it does not say why", "Write what was said.")]);
        return refused(&desk, id, &posted, error, &[]).await;
    }
    match desk.change(&posted, move |task| mark_wrong(task, contact.id, &why)).await {
        Ok(contact) => {
            Ok(desk.done(&format!("/contacts/{id}"), format!("Nothing more is sent to {}.", contact.name), None))
        }
        Err(error) => refused(&desk, id, &posted, error, &[]).await,
    }
}

pub(super) async fn retired(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let (contact, ..) = found(&desk, id.clone()).await?;
    let why = posted.get("why_retired").to_owned();
    if why.is_empty() {
        let error =
            Error::Refused(vec![app::Refusal::at("why_retired", "WHY", "it does not say why", "Write what was said.")]);
        return refused(&desk, id, &posted, error, &[]).await;
    }
    match desk.change(&posted, move |task| retire(task, contact.id, &why)).await {
        Ok(contact) => {
            Ok(desk.done(&format!("/contacts/{id}"), format!("{} is no longer written to.", contact.name), None))
        }
        Err(error) => refused(&desk, id, &posted, error, &[]).await,
    }
}

pub(super) async fn opted_out(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let (contact, ..) = found(&desk, id.clone()).await?;
    let Some(channel) = Channel::from_code(posted.get("opt_out")) else {
        let error = Error::Refused(vec![app::Refusal::at(
            "opt_out",
            "CHANNEL",
            "no channel was chosen",
            "Choose one of the list.",
        )]);
        return refused(&desk, id, &posted, error, &[]).await;
    };
    match desk.change(&posted, move |task| opt_out(task, contact.id, channel)).await {
        Ok(contact) => {
            let text = format!("{} gets no more reminders by {}.", contact.name, channel.word());
            Ok(desk.done(&format!("/contacts/{id}"), text, None))
        }
        Err(error) => refused(&desk, id, &posted, error, &[]).await,
    }
}

/// CO-08: the debtor wants reminders by a channel again.
pub(super) async fn opted_in(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let (contact, ..) = found(&desk, id.clone()).await?;
    let mut reading = Reading::new(&posted);
    let channel = reading.one("opt_in", Channel::from_code);
    let who = reading.need("said_by", "Write who at the debtor said so.", |text| Ok(text.to_owned()));
    let on = reading.need("said_on", "Write the day on which it was said.", value::date);
    let errors = reading.errors;
    let (Some(channel), Some(who), Some(on)) = (channel, who, on) else {
        let template = page(&desk, id, Some((&posted, errors))).await?;
        return desk.refused(&template);
    };
    match desk.change(&posted, move |task| opt_in(task, contact.id, channel, &who, on)).await {
        Ok(contact) => {
            let text = format!("{} gets reminders by {} again.", contact.name, channel.word());
            Ok(desk.done(&format!("/contacts/{id}"), text, None))
        }
        Err(error) => refused(&desk, id, &posted, error, &[("who", "said_by"), ("on", "said_on")]).await,
    }
}
