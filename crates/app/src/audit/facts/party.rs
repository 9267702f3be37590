//! What events say of the parties and what is settled with them.

use super::{Facts, Of, Told};
use domain::agreement::{Agreement, AgreementState};
use domain::event::EventKind;
use domain::party::comparable_name;
use serde_json::{Value, json};

/// The kinds of events that are heard here.
pub(super) const HEARD: [EventKind; 17] = [
    EventKind::BookOpened,
    EventKind::FactorChanged,
    EventKind::ClientSaved,
    EventKind::DebtorSaved,
    EventKind::PairSaved,
    EventKind::MappingSaved,
    EventKind::AgreementDrafted,
    EventKind::AgreementIssued,
    EventKind::AgreementSigned,
    EventKind::AgreementInForce,
    EventKind::AgreementWithdrawn,
    EventKind::PolicySaved,
    EventKind::PreferenceSaved,
    EventKind::RelationSaved,
    EventKind::ContactPaused,
    EventKind::ContactResumed,
    EventKind::RemitChangeMoved,
];

pub(super) fn hear(facts: &mut Facts, told: &Told<'_>) {
    let seq = told.seq;
    match told.kind {
        EventKind::BookOpened | EventKind::FactorChanged => {
            if let Some(id) = told.text("/id") {
                facts.row(Of::Factor, &[id], seq, &[("particulars", Some(told.body.clone()))]);
            }
        }
        EventKind::ClientSaved => client(facts, told),
        EventKind::DebtorSaved => debtor(facts, told),
        EventKind::PairSaved => {
            let (Some(client), Some(debtor)) = (told.text("/client"), told.text("/debtor")) else { return };
            let limit = |member: &str| told.get("/limit").map(|limit| limit.get(member).cloned().unwrap_or_default());
            let named = [
                ("client_reference", told.get("/client_reference")),
                ("limit_minor", limit("minor")),
                ("limit_currency", limit("currency")),
                ("order_required", told.get("/order_required")),
            ];
            facts.row(Of::Pair, &[client, debtor], seq, &named);
        }
        EventKind::MappingSaved => {
            let client = facts.client(told.text("/client"));
            if let (Some(Value::String(client)), Some(name)) = (client, told.text("/mapping/name")) {
                facts.row(Of::Mapping, &[&client, name], seq, &[("definition", told.get("/mapping"))]);
            }
        }
        EventKind::PolicySaved => {
            if let Some(name) = told.text("/0") {
                facts.row(Of::Policy, &[name], seq, &[("body", told.get("/1"))]);
            }
        }
        EventKind::PreferenceSaved => {
            if let Some(debtor) = told.text("/0") {
                facts.row(Of::Preference, &[debtor], seq, &[("body", told.get("/1"))]);
            }
        }
        EventKind::RemitChangeMoved => {
            if let Some(id) = told.text("/id") {
                let named = [
                    ("state", told.get("/state")),
                    ("not_before", told.get("/not_before")),
                    ("body", Some(told.body.clone())),
                ];
                facts.row(Of::RemitChange, &[id], seq, &named);
            }
        }
        EventKind::RelationSaved | EventKind::ContactPaused | EventKind::ContactResumed => relation(facts, told),
        EventKind::AgreementDrafted
        | EventKind::AgreementIssued
        | EventKind::AgreementSigned
        | EventKind::AgreementInForce
        | EventKind::AgreementWithdrawn => agreement(facts, told),
        _ => {}
    }
}

fn client(facts: &mut Facts, told: &Told<'_>) {
    let (Some(id), Some(code)) = (told.text("/id"), told.text("/code")) else { return };
    facts.clients.insert(code.to_owned(), id.to_owned());
    facts.client_codes.insert(id.to_owned(), code.to_owned());
    let named = ["code", "name", "status", "account_manager", "identity", "account", "guarantor"]
        .map(|name| (name, told.get(&format!("/{name}"))));
    facts.row(Of::Client, &[id], told.seq, &named);
}

fn debtor(facts: &mut Facts, told: &Told<'_>) {
    let (Some(id), Some(code)) = (told.text("/id"), told.text("/code")) else { return };
    facts.debtors.insert(code.to_owned(), id.to_owned());
    facts.debtor_codes.insert(id.to_owned(), code.to_owned());
    let named = [
        ("code", told.get("/code")),
        ("name", told.get("/name")),
        ("name_comparable", told.text("/name").map(|name| json!(comparable_name(name)))),
        ("status", told.get("/status")),
        ("limit_minor", told.get("/limit/minor")),
        ("limit_currency", told.get("/limit/currency")),
        ("identity", told.get("/identity")),
        ("paying_accounts", told.get("/paying_accounts")),
        ("debtor_type", told.get("/debtor_type")),
    ];
    facts.row(Of::Debtor, &[id], told.seq, &named);
}

fn agreement(facts: &mut Facts, told: &Told<'_>) {
    let Some(id) = told.text("/id") else { return };
    let terms = serde_json::from_value::<Agreement>(told.body.clone()).ok().map(|one| json!(one.terms_sha256()));
    let named = [
        ("client_id", told.get("/client")),
        ("version", told.get("/version")),
        ("state", told.get("/state")),
        ("effective_from", told.get("/effective_from")),
        ("terms", told.get("/terms")),
        ("terms_sha256", terms),
        ("signatures", told.get("/signatures")),
    ];
    facts.row(Of::Agreement, &[id], told.seq, &named);
    // It takes the place of each earlier version in force; one that is put in force late leaves a later one where it is.
    if let (EventKind::AgreementInForce, Some(client), None) = (told.kind, told.text("/client"), &facts.wanted) {
        let version = told.get("/version").and_then(|version| version.as_i64()).unwrap_or_default();
        let in_force = facts.text(Of::Agreement, client);
        let mut stay = vec![json!([id, version])];
        let mut gone = Vec::new();
        for one in in_force.as_array().into_iter().flatten() {
            if one[1].as_i64() < Some(version) { gone.push(one[0].clone()) } else { stay.push(one.clone()) }
        }
        *in_force = Value::Array(stay);
        for before in gone.iter().filter_map(Value::as_str) {
            let state = json!(AgreementState::Superseded.code());
            facts.row(Of::Agreement, &[before], told.seq, &[("state", Some(state))]);
        }
    }
}

/// What was settled for a pair is saved as a whole or in parts; a pause is one of them.
fn relation(facts: &mut Facts, told: &Told<'_>) {
    let (client, debtor) = match told.kind {
        EventKind::RelationSaved => ("/client", "/debtor"),
        _ => ("/0", "/1"),
    };
    let (Some(client), Some(debtor)) = (told.text(client), told.text(debtor)) else { return };
    let is_later = facts.after > 0;
    let settled = facts.text(Of::Relation, &format!("{client} {debtor}"));
    if settled.is_null() {
        if is_later && told.get("/relation").is_none() {
            // A part of what older events have settled.
            let until = match told.kind {
                EventKind::ContactPaused => told.get("/2/until"),
                EventKind::ContactResumed => Some(Value::Null),
                _ => None,
            };
            return facts.row(Of::Relation, &[client, debtor], told.seq, &[("paused_until", until)]);
        }
        *settled = json!(domain::contact::Relation::default());
    }
    match told.kind {
        EventKind::RelationSaved => match told.get("/relation") {
            Some(relation) => *settled = relation,
            None => settled["days_to_pay_before"] = told.get("/days_to_pay_before").unwrap_or_default(),
        },
        EventKind::ContactPaused => settled["pause"] = told.get("/2").unwrap_or_default(),
        _ => settled["pause"]["ended_on"] = json!(told.day),
    }
    let settled = settled.clone();
    let pause = settled.get("pause").filter(|pause| pause.get("ended_on").is_none_or(Value::is_null));
    let until = pause.and_then(|pause| pause.get("until")).cloned().unwrap_or_default();
    let named = [("paused_until", Some(until)), ("body", Some(settled))];
    facts.row(Of::Relation, &[client, debtor], told.seq, &named);
}
