//! Assignment of Claims packets: what stands in for the notice where a US federal agency owes (GL-60).

use super::idempotency::Write;
use super::money::Money;
use super::page::{Page, PageOf};
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::relations::pair;
use super::{Answer, created, done, names};
use crate::Web;
use app::packet::{self, Contract, NewRegistration, NewSending, Paper};
use app::{Error, Refusal, Task};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::id::PacketId;
use domain::packet::{self as exact, Addressee, PacketState, Point};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// A point of the checklist of the Act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct PacketPoint {
    #[schema(schema_with = names::packet_point)]
    point: Point,
    /// What it asks, in words.
    words: String,
    /// Who has confirmed it; null while nobody has.
    confirmed_by: Option<String>,
    confirmed_on: Option<Date>,
    /// The paper that shows it.
    paper: Option<Uuid>,
}

/// One of those the Act names, and what was sent to it last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct PacketSending {
    #[schema(schema_with = names::packet_addressee)]
    to: Addressee,
    person: Option<String>,
    sent_on: Option<Date>,
    how: Option<String>,
    acknowledged_on: Option<Date>,
    taken_back_on: Option<Date>,
    /// Why it was taken back.
    why: Option<String>,
}

/// Invoices are bought before the acknowledgement, by a manager's word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct PacketOverride {
    manager: String,
    reason: String,
    /// The last day it holds.
    until: Date,
}

/// The Assignment of Claims packet of one contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Packet {
    id: Uuid,
    /// The number of the contract, as the agency writes it.
    contract: String,
    amount: Money,
    has_surety: bool,
    #[schema(schema_with = names::packet_state)]
    state: PacketState,
    points: Vec<PacketPoint>,
    sendings: Vec<PacketSending>,
    /// The override that holds today; null while none does.
    running_override: Option<PacketOverride>,
    released_on: Option<Date>,
}

fn shown(packet: &exact::Packet, today: Date) -> Packet {
    let point = |point: &Point| {
        let found = packet.confirmation(*point);
        PacketPoint {
            point: *point,
            words: point.word().to_owned(),
            confirmed_by: found.map(|one| one.by.clone()),
            confirmed_on: found.map(|one| one.on),
            paper: found.map(|one| one.paper.0),
        }
    };
    let sending = |to: Addressee| {
        let found = packet.sending(to);
        PacketSending {
            to,
            person: found.map(|one| one.person.clone()),
            sent_on: found.map(|one| one.on),
            how: found.map(|one| one.how.clone()),
            acknowledged_on: found.and_then(|one| one.acknowledged.as_ref()).map(|one| one.on),
            taken_back_on: found.and_then(|one| one.taken_back.as_ref()).map(|one| one.on),
            why: found.and_then(|one| one.taken_back.as_ref()).map(|one| one.why.clone()),
        }
    };
    Packet {
        id: packet.id.0,
        contract: packet.contract.clone(),
        amount: packet.amount.into(),
        has_surety: packet.has_surety,
        state: packet.state(),
        points: Point::ALL.iter().map(point).collect(),
        sendings: packet.addressees().map(sending).collect(),
        running_override: packet.override_on(today).map(|one| PacketOverride {
            manager: one.by.clone(),
            reason: one.reason.clone(),
            until: one.until,
        }),
        released_on: packet.release.as_ref().map(|one| one.on),
    }
}

/// The packets of a customer, oldest first.
#[utoipa::path(get, path = "/clients/{code}/customers/{debtor}/packets", tag = "Notices",
    params(("code" = String, Path, description = "Code of the client"), ("debtor" = String, Path, description = "Code of the debtor"), PageOf),
    responses((status = 200, description = "A page of packets", body = Page<Packet>)))]
pub(super) async fn list_packets(
    State(web): State<Web>,
    PathOf((client, debtor)): PathOf<(String, String)>,
    QueryOf(page): QueryOf<PageOf>,
) -> Answer<Page<Packet>> {
    let (limit, after) = (page.limit()?, page.after::<Uuid>("packets")?);
    let today = web.app.today();
    let found = web.look(move |snapshot| {
        let (client, debtor) = pair(snapshot, &client, &debtor)?;
        Ok(kept::packet::of_pair(snapshot, client.id, debtor.id)?)
    });
    let mut found = found.await?;
    found.retain(|one| after.is_none_or(|after| one.id.0 > after));
    done(Page::of("packets", limit, found, |one| one.id, |one| shown(&one, today)))
}

/// A contract to begin a packet for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPacket {
    /// The number of the contract, as the agency writes it.
    contract: String,
    /// In US dollars; the Act asks for 1,000.00 or more.
    amount: Money,
    /// Is there a surety on a bond of the contract?
    #[serde(default)]
    has_surety: bool,
}

/// Begin the packet of a contract.
#[utoipa::path(post, path = "/clients/{code}/customers/{debtor}/packets", tag = "Notices",
    params(("code" = String, Path, description = "Code of the client"), ("debtor" = String, Path, description = "Code of the debtor")),
    request_body = NewPacket, responses((status = 201, description = "The packet", body = Packet)))]
pub(super) async fn begin_packet(
    State(web): State<Web>,
    PathOf((client, debtor)): PathOf<(String, String)>,
    write: Write<NewPacket>,
) -> Result<(StatusCode, Json<Packet>), Problem> {
    let body = write.body;
    let mut problems = Vec::new();
    let Some(amount) = body.amount.read("amount", &mut problems) else { return Err(Problem::refused(problems)) };
    let contract = Contract { number: body.contract, amount, has_surety: body.has_surety };
    let today = web.app.today();
    let begun = web.change(write.command, move |task| {
        let (client, debtor) = pair(task, &client, &debtor)?;
        packet::begin(task, client.id, debtor.id, &contract)
    });
    created(shown(&begun.await?, today))
}

/// One packet.
#[utoipa::path(get, path = "/packets/{id}", tag = "Notices", params(("id" = Uuid, Path, description = "The packet")),
    responses((status = 200, description = "The packet", body = Packet)))]
pub(super) async fn get_packet(State(web): State<Web>, PathOf(id): PathOf<Uuid>) -> Answer<Packet> {
    let today = web.app.today();
    let found = web.look(move |snapshot| {
        kept::packet::get(snapshot, PacketId(id))?.ok_or_else(|| Error::NotFound("such packet".to_owned()))
    });
    done(shown(&found.await?, today))
}

/// A paper of a step.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StepPaper {
    /// Its file name.
    name: String,
    /// Its content in base64 (RFC 4648): PDF, PNG, JPEG, XLSX, CSV, XML or text.
    content: String,
}

/// A step of a packet.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub(super) enum PacketStep {
    /// A person confirms a point of the checklist with its paper.
    Confirm {
        #[schema(schema_with = names::packet_point)]
        point: Point,
        /// Who has looked.
        by: String,
        paper: StepPaper,
    },
    /// The notice of assignment and the true copy have left.
    Send {
        #[schema(schema_with = names::packet_addressee)]
        to: Addressee,
        /// Name and office.
        person: String,
        on: Date,
        how: String,
        notice: StepPaper,
        copy: StepPaper,
    },
    /// One of them has acknowledged.
    Acknowledge {
        #[schema(schema_with = names::packet_addressee)]
        by: Addressee,
        on: Date,
        paper: StepPaper,
    },
    /// An acknowledgement was taken back: new invoices wait.
    TakeBack {
        #[schema(schema_with = names::packet_addressee)]
        by: Addressee,
        on: Date,
        why: String,
    },
    /// A manager lets invoices be bought before the acknowledgement, for 30 days at most.
    Override { manager: String, reason: String, until: Date },
    /// The override ends.
    EndOverride,
    /// The assignment is released; nothing bought may be open.
    Release { on: Date, how: String },
}

/// The paper, or the reason why it is none.
fn paper(field: &str, sent: StepPaper, problems: &mut Vec<Refusal>) -> Option<Paper> {
    match STANDARD.decode(sent.content.trim()) {
        Ok(content) => Some(Paper { name: sent.name, content }),
        Err(error) => {
            let place = format!("{field}.content");
            problems.push(Refusal::at(&place, "BASE64", error, "Write the file's bytes in base64."));
            None
        }
    }
}

/// Take a packet one step further.
#[utoipa::path(post, path = "/packets/{id}/steps", tag = "Notices", params(("id" = Uuid, Path, description = "The packet")),
    request_body = PacketStep, responses((status = 200, description = "The packet after the step", body = Packet)))]
pub(super) async fn advance_packet(
    State(web): State<Web>,
    PathOf(id): PathOf<Uuid>,
    write: Write<PacketStep>,
) -> Answer<Packet> {
    let (id, today) = (PacketId(id), web.app.today());
    let mut problems = Vec::new();
    // Papers are read before the unit begins.
    let work: Work = match write.body {
        PacketStep::Confirm { point, by, paper: sent } => {
            let paper = paper("paper", sent, &mut problems);
            Arc::new(move |task| packet::confirm(task, id, point, &by, paper.as_ref()))
        }
        PacketStep::Send { to, person, on, how, notice, copy } => {
            let (notice, copy) = (paper("notice", notice, &mut problems), paper("copy", copy, &mut problems));
            let new = NewSending { to, person, on, how, notice, copy };
            Arc::new(move |task| packet::send(task, id, &new))
        }
        PacketStep::Acknowledge { by, on, paper: sent } => {
            let paper = paper("paper", sent, &mut problems);
            Arc::new(move |task| packet::acknowledge(task, id, by, on, paper.as_ref()))
        }
        PacketStep::TakeBack { by, on, why } => Arc::new(move |task| packet::take_back(task, id, by, on, &why)),
        PacketStep::Override { manager, reason, until } => {
            Arc::new(move |task| packet::override_acknowledgement(task, id, &manager, &reason, until))
        }
        PacketStep::EndOverride => Arc::new(move |task| packet::end_override(task, id)),
        PacketStep::Release { on, how } => Arc::new(move |task| packet::release(task, id, on, &how)),
    };
    if !problems.is_empty() {
        return Err(Problem::refused(problems));
    }
    let moved = web.change(write.command, move |task| work(task));
    done(shown(&moved.await?, today))
}

/// A step whose papers are read, to be done in a unit.
type Work = Arc<dyn Fn(&mut Task<'_, '_>) -> Result<exact::Packet, Error> + Send + Sync>;

/// The factor's own registration in the System for Award Management.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct SamRegistration {
    /// Null before anybody has looked it up.
    checked_on: Option<Date>,
    /// The last day it is active.
    expires_on: Option<Date>,
    is_active: bool,
    by: String,
    evidence: String,
}

fn of(registration: exact::Registration, today: Date) -> SamRegistration {
    SamRegistration {
        checked_on: registration.checked_on,
        expires_on: registration.expires_on,
        is_active: registration.is_active(today),
        by: registration.by,
        evidence: registration.evidence,
    }
}

/// A registration that was looked up.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSamRegistration {
    checked_on: Date,
    /// The last day it is active.
    expires_on: Date,
    /// Who looked it up.
    by: String,
    /// The unique entity id, and where the extract is.
    evidence: String,
}

/// The factor's registration in SAM.
#[utoipa::path(get, path = "/sam-registration", tag = "Notices",
    responses((status = 200, description = "The registration", body = SamRegistration)))]
pub(super) async fn get_sam_registration(State(web): State<Web>) -> Answer<SamRegistration> {
    let today = web.app.today();
    done(of(web.look(|snapshot| packet::registration(snapshot)).await?, today))
}

/// Keep that the registration was looked up. It counts for every packet; what waits for it is bought.
#[utoipa::path(put, path = "/sam-registration", tag = "Notices", request_body = NewSamRegistration,
    responses((status = 200, description = "The registration as kept", body = SamRegistration)))]
pub(super) async fn put_sam_registration(
    State(web): State<Web>,
    write: Write<NewSamRegistration>,
) -> Answer<SamRegistration> {
    let NewSamRegistration { checked_on, expires_on, by, evidence } = write.body;
    let new = NewRegistration { checked_on, expires_on, by, evidence };
    let today = web.app.today();
    done(of(web.change(write.command, move |task| packet::save_registration(task, &new)).await?, today))
}
