//! What events say of contacts, messages, cases and papers.

use super::text::is_gone;
use super::{Facts, Of, Told};
use domain::contact::{Contact, ContactState, Direction};
use domain::event::EventKind;
use domain::notice::{Evidence, Notice};
use domain::packet::{Packet, contract_key};
use serde_json::{Value, json};
use store::engine::{Kept, Table};
use store::schema;

/// The kinds of events that are heard here.
pub(super) const HEARD: [EventKind; 22] = [
    EventKind::PacketMoved,
    EventKind::ContactSaved,
    EventKind::NoticeMoved,
    EventKind::PaperSigned,
    EventKind::MessageQueued,
    EventKind::MessageReceived,
    EventKind::MessagePlaced,
    EventKind::MessageSent,
    EventKind::AnswerGiven,
    EventKind::CaseOpened,
    EventKind::CaseMoved,
    EventKind::CaseClosed,
    EventKind::VerificationMoved,
    EventKind::LinkMade,
    EventKind::LinkOpened,
    EventKind::LinkRevoked,
    EventKind::DocumentAdded,
    EventKind::WordingSaved,
    EventKind::MoodGiven,
    EventKind::PrintRunMoved,
    EventKind::MessageBounced,
    EventKind::PersonalDataErased,
];

/// Columns of a person, a message or a paper that lose what is personal (CO-33).
pub(super) const GOES: [&str; 8] = ["body", "email", "state", "name", "content", "sha256", "content_type", "recipient"];

/// CO-33: does the row say that its personal data were erased?
pub(super) fn is_erased(table: &Table, row: &[Kept]) -> bool {
    let is_of = |one: &Table| one.name == table.name;
    let texts = || row.iter().filter_map(|kept| if let Kept::Text(text) = kept { Some(text.as_str()) } else { None });
    if is_of(&schema::CONTACT) {
        return texts().any(|text| text.contains("\"erased_on\":\""));
    }
    let gone = |kept: &Kept| matches!(kept, Kept::Bytes(bytes) if std::str::from_utf8(bytes).is_ok_and(is_gone));
    is_of(&schema::DOCUMENT) && row.iter().any(gone)
}

/// Is it what a settled case takes out of the base? A credit note that is booked later lessens it.
pub(super) fn is_settled(table: &Table, name: &str, row: &[Kept]) -> bool {
    let closed = table.columns.iter().position(|column| *column == "closed_on");
    table.name == schema::RELATION_CASE.name
        && name == "ineligible_minor"
        && closed.is_some_and(|place| row[place] != Kept::Null)
}

pub(super) fn hear(facts: &mut Facts, told: &Told<'_>) {
    match told.kind {
        EventKind::ContactSaved => contact(facts, told),
        EventKind::MessageBounced => bounced(facts, told),
        EventKind::PacketMoved => {
            if let Some(id) = told.text("/packet") {
                let stands = told.get("/stands").and_then(|stands| serde_json::from_value::<Packet>(stands).ok());
                let named = [
                    ("client_id", told.get("/client")),
                    ("debtor_id", told.get("/debtor")),
                    ("contract_key", stands.as_ref().map(|one| json!(contract_key(&one.contract)))),
                    ("state", stands.as_ref().map(|one| json!(one.state().code()))),
                    ("was_acknowledged", stands.as_ref().map(|one| json!(one.was_acknowledged()))),
                    ("body", told.get("/stands")),
                ];
                facts.row(Of::Packet, &[id], told.seq, &named);
            }
        }
        EventKind::NoticeMoved | EventKind::PaperSigned => notice(facts, told),
        EventKind::MessageQueued | EventKind::MessageReceived | EventKind::MessagePlaced | EventKind::MessageSent => {
            message(facts, told);
        }
        EventKind::AnswerGiven => answers(facts, told),
        EventKind::CaseOpened | EventKind::CaseMoved | EventKind::CaseClosed => case(facts, told),
        EventKind::VerificationMoved => verification(facts, told),
        EventKind::LinkMade | EventKind::LinkOpened | EventKind::LinkRevoked => link(facts, told),
        EventKind::DocumentAdded => document(facts, told),
        _ => other(facts, told),
    }
}

fn contact(facts: &mut Facts, told: &Told<'_>) {
    // A guest without a contact of its own keeps its language under the same name.
    let (Some(id), Some(_)) = (told.text("/id"), told.get("/role")) else { return };
    // Beside the contact the event may say why it was changed.
    let contact =
        serde_json::from_value::<Contact>(told.body.clone()).map_or_else(|_| told.body.clone(), |one| json!(one));
    *facts.text(Of::Contact, id) = contact.clone();
    let email = told.get("/email").map(|email| email.as_str().map_or(Value::Null, |email| json!(email.to_lowercase())));
    let named = [
        ("debtor_id", told.get("/debtor")),
        ("client_id", told.get("/client")),
        ("role", told.get("/role")),
        ("email", email),
        ("state", told.get("/state")),
        ("body", Some(contact)),
    ];
    facts.row(Of::Contact, &[id], told.seq, &named);
}

/// LC-48: an address that came back is counted, and stands to be verified again.
fn bounced(facts: &mut Facts, told: &Told<'_>) {
    let (Some(id), Some(bounces)) = (told.text("/contact"), told.get("/bounces")) else { return };
    let contact = facts.text(Of::Contact, id);
    if contact.is_null() {
        return;
    }
    contact["bounces"] = bounces;
    if contact["state"] == ContactState::Good.code() {
        contact["state"] = json!(ContactState::Bouncing.code());
    }
    let contact = contact.clone();
    facts.row(Of::Contact, &[id], told.seq, &[("state", contact.get("state").cloned()), ("body", Some(contact))]);
}

fn notice(facts: &mut Facts, told: &Told<'_>) {
    let Some(notice) = told.text("/notice") else { return };
    if told.kind == EventKind::NoticeMoved {
        let (Some(client), Some(debtor)) = (told.text("/client"), told.text("/debtor")) else { return };
        let code = |codes: &std::collections::HashMap<String, String>, id| codes.get(id).map(|code| json!(code));
        let stands = told.get("/stands").and_then(|stands| serde_json::from_value::<Notice>(stands).ok());
        let standing = stands.as_ref().map(Notice::standing);
        let named = [
            ("client_id", told.get("/client")),
            ("debtor_id", told.get("/debtor")),
            ("version", told.get("/version")),
            ("state", standing.as_ref().map(|one| json!(one.state.code()))),
            ("evidence", standing.as_ref().map(|one| json!(one.evidence.map(Evidence::level)))),
            ("received_on", standing.as_ref().map(|one| json!(one.received_on))),
            ("proof_open", standing.as_ref().map(|one| json!(one.proof_open))),
            ("is_current", stands.as_ref().map(|one| json!(one.superseded.is_none()))),
            ("client_code", code(&facts.client_codes, client)),
            ("debtor_code", code(&facts.debtor_codes, debtor)),
            ("body", told.get("/stands")),
        ];
        let pair = [("client_id", told.get("/client")), ("debtor_id", told.get("/debtor"))];
        for code in told.list("/stands/papers").iter().filter_map(Value::as_str) {
            facts.row(Of::Paper, &[code], told.seq, &pair);
        }
        return facts.row(Of::Notice, &[notice], told.seq, &named);
    }
    let Some(code) = told.text("/code") else { return };
    let named = [
        ("kind", told.get("/kind")),
        ("notice_id", told.get("/notice")),
        ("issued_at", Some(json!(told.at))),
        ("key_id", told.get("/key_id")),
        ("content", told.get("/content")),
    ];
    facts.row(Of::Paper, &[code], told.seq, &named);
}

fn message(facts: &mut Facts, told: &Told<'_>) {
    let Some(id) = told.text("/message") else { return };
    let direction = match told.kind {
        EventKind::MessageQueued => Some(json!(Direction::Out.code())),
        EventKind::MessageReceived => Some(json!(Direction::In.code())),
        _ => None,
    };
    let is_sent = told.kind == EventKind::MessageSent;
    let is_in = told.kind == EventKind::MessageReceived;
    let client = if is_in { told.get("/client") } else { told.get("/to_client") };
    let named = [
        ("number", told.get("/number")),
        ("direction", direction.clone()),
        ("purpose", told.get("/purpose")),
        ("channel", told.get("/channel")),
        ("debtor_id", told.get("/debtor")),
        ("client_id", client),
        ("queued_at", direction.map(|_| json!(told.at))),
        ("sent_on", told.get("/sent_on")),
        ("sent_at", is_sent.then(|| told.get("/made_at").filter(Value::is_i64).unwrap_or(json!(told.at)))),
    ];
    facts.row(Of::Message, &[id], told.seq, &named);
}

fn answers(facts: &mut Facts, told: &Told<'_>) {
    for answer in told.list("/answers") {
        let Some(id) = answer.get("id").and_then(Value::as_str) else { continue };
        let of = |pointer: &str| answer.pointer(pointer).cloned();
        let named = [
            ("debtor_id", of("/debtor")),
            ("client_id", of("/client")),
            ("invoice_id", of("/invoice")),
            ("kind", of("/said/kind")),
            ("given_at", of("/given_at")),
            ("until", of("/until")),
        ];
        facts.row(Of::Answer, &[id], told.seq, &named);
    }
}

fn case(facts: &mut Facts, told: &Told<'_>) {
    if told.kind != EventKind::CaseOpened {
        let Some(id) = told.text("/case") else { return };
        let closed = told.get("/settled").map(|settled| settled.get("on").cloned().unwrap_or_default());
        let named =
            [("state", told.get("/state")), ("ineligible_minor", told.get("/ineligible_minor")), ("closed_on", closed)];
        return facts.row(Of::Case, &[id], told.seq, &named);
    }
    let Some(id) = told.text("/0/id") else { return };
    let amount = |member: &str| told.get("/0/amount").map(|amount| amount.get(member).cloned().unwrap_or_default());
    let named = [
        ("number", told.get("/0/number")),
        ("kind", told.get("/0/kind")),
        ("debtor_id", told.get("/0/debtor")),
        ("client_id", told.get("/0/client")),
        ("invoice_id", told.get("/0/invoice")),
        ("state", told.get("/0/state")),
        ("currency", amount("currency")),
        ("amount_minor", amount("minor")),
        ("ineligible_minor", told.get("/1")),
        ("opened_on", told.get("/0/opened_on")),
        ("closed_on", Some(Value::Null)),
    ];
    facts.row(Of::Case, &[id], told.seq, &named);
}

fn verification(facts: &mut Facts, told: &Told<'_>) {
    for one in told.list("/invoices") {
        let Some(id) = one.get("verification").and_then(Value::as_str) else { continue };
        let of = |pointer: &str| one.pointer(pointer).cloned();
        facts.row(Of::Verification, &[id], told.seq, &[("invoice_id", of("/invoice"))]);
    }
}

fn link(facts: &mut Facts, told: &Told<'_>) {
    let Some(id) = told.text("/link") else { return };
    let at = Some(json!(told.at));
    let column = match told.kind {
        EventKind::LinkMade => "made_at",
        EventKind::LinkOpened => "opened_at",
        _ => "revoked_at",
    };
    let is_made = told.kind == EventKind::LinkMade;
    let party = |side: &str| is_made.then(|| told.get(side).unwrap_or_default());
    let named = [
        (column, at),
        ("debtor_id", party("/party/DEBTOR")),
        ("client_id", party("/party/CLIENT")),
        ("contact_id", party("/contact")),
        ("expires_at", party("/expires_at")),
    ];
    facts.row(Of::Link, &[id], told.seq, &named);
}

fn document(facts: &mut Facts, told: &Told<'_>) {
    let Some(id) = told.text("/document") else { return };
    let named = [
        ("kind", told.get("/kind")),
        ("client_id", told.get("/client")),
        ("debtor_id", told.get("/debtor")),
        ("invoice_id", told.get("/invoice")),
        ("name", told.get("/name")),
        ("content_type", told.get("/content_type")),
        ("sha256", told.get("/sha256")),
        ("content", told.get("/sha256")),
        ("added_at", told.get("/bytes").map(|_| json!(told.at))),
    ];
    facts.row(Of::Document, &[id], told.seq, &named);
}

fn other(facts: &mut Facts, told: &Told<'_>) {
    let at = told.at.to_string();
    match told.kind {
        EventKind::WordingSaved => {
            let (Some(kind), Some(language), Some(version)) =
                (told.text("/kind"), told.text("/language"), told.get("/version"))
            else {
                return;
            };
            let named = [
                ("saved_at", Some(json!(told.at))),
                ("saved_by", Some(json!(told.actor))),
                ("content", told.get("/content")),
            ];
            facts.row(Of::Wording, &[kind, language, &version.to_string()], told.seq, &named);
        }
        EventKind::MoodGiven => {
            if let (Some(debtor), Some(client)) = (told.text("/debtor"), told.text("/client")) {
                facts.row(Of::Mood, &[debtor, client, &at], told.seq, &[("mood", told.get("/mood"))]);
            }
        }
        EventKind::PrintRunMoved => {
            if let Some(run) = told.get("/run") {
                facts.row(Of::PrintRun, &[&run.to_string()], told.seq, &[("state", told.get("/state"))]);
            }
        }
        EventKind::PersonalDataErased => {
            // One person may go while others of the party stay: what was noted of it before stands.
            let party = told.text("/debtor").or(told.text("/client"));
            if let Some(party) = party.filter(|_| told.get("/nobody_left") == Some(json!(true))) {
                facts.row(
                    Of::ErasedParty,
                    &[party],
                    told.seq,
                    &[("erased_at", Some(json!(told.at))), ("erased_on", Some(json!(told.day)))],
                );
            }
        }
        _ => {}
    }
}
