//! The Assignment of Claims packet of one contract (GL-60): what a federal agency is sent in place of a notice.
//!
//! The page says first what is next and whether invoices are bought; then the checklist, what was sent and signed, the factor's
//! registration, and what a manager may decide. Papers go out by hand; here it is kept what became of them.

mod acts;
mod begin;
mod fields;
mod rows;
pub(super) mod tasks;

pub(super) use begin::{Row, of_pair};

use super::page::{Answer, Desk};
use super::posted::Posted;
use super::wrong::Wrong;
use crate::Web;
use crate::look::facts::Fact;
use crate::look::form::FormErrors;
use crate::look::format::{amount, day};
use crate::look::{Badge, Noun, Page, filters};
use app::Error;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use domain::id::PacketId;
use domain::packet::{Addressee, Packet, PacketState, Registration, Sending};
use domain::party::{Client, Debtor};
use fields::Fields;
use jiff::civil::Date;
use rows::{PointRow, SendingRow};
use std::collections::HashMap;
use store::kept;
use uuid::Uuid;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/relations/{client}/{debtor}/packets/new", get(begin::new))
        .route("/relations/{client}/{debtor}/packets", post(begin::add))
        .route("/packets/{id}", get(show))
        .route("/packets/{id}/{act}", post(acts::act))
}

/// Everything the page knows.
pub(super) struct Read {
    pub packet: Packet,
    pub client: Client,
    pub debtor: Debtor,
    pub registration: Registration,
    /// Names of the papers.
    pub papers: HashMap<Uuid, String>,
}

pub(super) async fn read(desk: &Desk, id: &str) -> Result<Read, Wrong> {
    let missing = || Error::NotFound("such Assignment of Claims packet".to_owned());
    let id = PacketId(id.parse().map_err(|_| missing())?);
    desk.read(move |book| {
        let packet = kept::packet::get(book, id)?.ok_or_else(missing)?;
        let client = kept::party::client(book, packet.client)?.ok_or_else(missing)?;
        let debtor = kept::party::debtors_by_id(book, &[packet.debtor.0])?.pop().ok_or_else(missing)?;
        let wanted = packet.confirmations.iter().map(|one| one.paper);
        let sent = packet.sendings.iter().flat_map(|one| {
            [Some(one.notice), Some(one.copy), one.acknowledged.as_ref().map(|given| given.paper)].into_iter().flatten()
        });
        let mut papers = HashMap::new();
        for id in wanted.chain(sent) {
            if !papers.contains_key(&id.0)
                && let Some(paper) = kept::document::get(book, id)?
            {
                papers.insert(id.0, paper.name);
            }
        }
        let registration = app::packet::registration(book)?;
        Ok(Read { packet, client, debtor, registration, papers })
    })
    .await
}

/// How a packet's state is read.
pub(super) fn badge(packet: &Packet, registration: &Registration, today: Date) -> Badge {
    match packet.state() {
        state @ (PacketState::Preparing | PacketState::Sent | PacketState::Revoked)
            if packet.override_on(today).is_some() =>
        {
            Badge::attention(format!("{state}; bought by override"))
        }
        PacketState::Preparing => Badge::information(PacketState::Preparing.word()),
        PacketState::Sent => Badge::information(PacketState::Sent.word()),
        PacketState::Acknowledged if !registration.is_active(today) => Badge::stop("Acknowledged; no SAM registration"),
        PacketState::Acknowledged => Badge::good(PacketState::Acknowledged.word()),
        PacketState::Revoked => Badge::stop(PacketState::Revoked.word()),
        PacketState::Released => Badge::neutral(PacketState::Released.word()),
    }
}

/// `the surety and the disbursing officer`.
fn them(who: &[Addressee]) -> String {
    let names: Vec<String> = who.iter().map(|one| format!("the {one}")).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
    }
}

/// What is next, and whether invoices are bought.
pub(super) fn lead(packet: &Packet, registration: &Registration, today: Date) -> String {
    let state = packet.state();
    let next = match state {
        PacketState::Released => return "The assignment is released: the agency pays the client.".to_owned(),
        PacketState::Acknowledged if registration.is_active(today) => {
            return "Everybody has acknowledged: invoices of this contract are bought.".to_owned();
        }
        PacketState::Acknowledged => "Everybody has acknowledged. Next: look up our registration in SAM.".to_owned(),
        PacketState::Revoked => {
            let back: Vec<Addressee> = packet.addressees().filter(|to| packet.is_taken_back(*to)).collect();
            format!("Taken back by {}. Next: send the notice again.", them(&back))
        }
        PacketState::Sent => format!("Next: the acknowledgement of {}.", them(&packet.unacknowledged())),
        PacketState::Preparing => match packet.unconfirmed().len() {
            0 => format!("The checklist is complete. Next: notice and true copy to {}.", them(&packet.unsent())),
            1 => "Next: one point of the checklist is to be confirmed.".to_owned(),
            open => format!("Next: {open} points of the checklist are to be confirmed."),
        },
    };
    match packet.override_on(today) {
        Some(given) => format!("{next} Until {} invoices are bought by override of {}.", day(given.until), given.by),
        None => format!("{next} Until then invoices of this contract wait."),
    }
}

#[derive(Template)]
#[template(path = "desk/packet.html")]
struct PacketPage {
    page: Page,
    id: String,
    contract: String,
    client: String,
    debtor: String,
    factor: String,
    badge: Badge,
    lead: String,
    facts: Vec<Fact>,
    points: Vec<PointRow>,
    sendings: Vec<SendingRow>,
    registration: Vec<Fact>,
    overridden: Option<String>,
    possible: Possible,
    /// The form that was refused: its fold stays open.
    opened: String,
    errors: FormErrors,
    f: Fields,
}

/// Which forms the page offers.
struct Possible {
    confirm: bool,
    correct: bool,
    send: bool,
    acknowledge: bool,
    take_back: bool,
    registration: bool,
    overriding: bool,
    release: bool,
}

impl Possible {
    fn of(packet: &Packet, registration: &Registration, today: Date) -> Self {
        let live = packet.release.is_none();
        let waits = |one: &Sending| one.acknowledged.is_none();
        let latest = || packet.addressees().filter_map(|to| packet.sending(to));
        Self {
            confirm: live && !packet.unconfirmed().is_empty(),
            correct: live && packet.confirmations.is_empty() && packet.sendings.is_empty(),
            send: live && packet.unconfirmed().is_empty() && !packet.unacknowledged().is_empty(),
            acknowledge: live && latest().any(waits),
            take_back: live && latest().any(Sending::is_acknowledged),
            registration: live,
            // Where invoices are bought anyway there is nothing to override.
            overriding: live
                && (packet.state() != PacketState::Acknowledged
                    || !registration.is_active(today)
                    || packet.override_on(today).is_some()),
            release: live && !packet.sendings.is_empty(),
        }
    }
}

fn registered(registration: &Registration, today: Date) -> Vec<Fact> {
    let (Some(checked), Some(last)) = (registration.checked_on, registration.expires_on) else {
        return vec![Fact::new("State", "nobody has looked it up yet")];
    };
    let state = if registration.is_active(today) { "active until" } else { "ended on" };
    vec![
        Fact::new("State", format!("{state} {}", day(last))),
        Fact::new("Looked up", format!("{} by {}", day(checked), registration.by)),
        Fact::new("On file", registration.evidence.clone()),
    ]
}

fn page(desk: &Desk, read: &Read, sent: Option<(&str, &Posted, FormErrors)>) -> impl Template {
    let empty = Posted::default();
    let (opened, typed, errors) = sent.unwrap_or_else(|| ("", &empty, FormErrors::default()));
    let (packet, today) = (&read.packet, desk.today);
    let running = packet.override_on(today);
    PacketPage {
        page: desk.page(Noun::Clients),
        id: packet.id.to_string(),
        contract: packet.contract.clone(),
        client: read.client.code.to_string(),
        debtor: read.debtor.code.to_string(),
        factor: desk.factor.name.clone(),
        badge: badge(packet, &read.registration, today),
        lead: lead(packet, &read.registration, today),
        facts: vec![
            Fact::new("Client", read.client.name.clone()).link(format!("/clients/{}", read.client.code)),
            Fact::new("Agency", read.debtor.name.clone()).link(format!("/debtors/{}", read.debtor.code)),
            Fact::new("Amount of the contract", amount(packet.amount)),
            Fact::new("Surety", if packet.has_surety { "there is one" } else { "none" }),
            Fact::new("Begun", day(packet.begun_on)),
        ],
        points: rows::points(packet, &read.papers),
        sendings: rows::sendings(packet, &read.papers),
        registration: registered(&read.registration, today),
        overridden: running
            .map(|one| format!("{} lets invoices be bought until {}: {}", one.by, day(one.until), one.reason)),
        possible: Possible::of(packet, &read.registration, today),
        opened: opened.to_owned(),
        f: fields::of(read, typed, &errors, today),
        errors,
    }
}

async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    let read = read(&desk, &id).await?;
    desk.show(&page(&desk, &read, None))
}
