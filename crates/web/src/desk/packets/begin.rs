//! Begin the packet of a contract; and the packets of a pair, for the relation's page.

use super::super::form::{FormPage, Group, Input, Reading};
use super::super::page::{Answer, Desk};
use super::super::posted::{Posted, to_fields};
use super::super::relation;
use super::super::value;
use super::{badge, fields, lead};
use crate::look::form::FormErrors;
use crate::look::format::amount;
use crate::look::{Badge, Noun};
use app::Error;
use app::packet::{Contract, begin};
use app::timeline::capital;
use axum::extract::Path;
use domain::money::Currency;
use domain::packet::{Packet, Registration};
use jiff::civil::Date;

/// A packet on the relation's page.
pub(in crate::desk) struct Row {
    pub href: String,
    pub contract: String,
    pub amount: String,
    pub badge: Badge,
    pub next: String,
}

/// The packets of a pair, the newest first.
pub(in crate::desk) fn of_pair(packets: &[Packet], registration: &Registration, today: Date) -> Vec<Row> {
    let row = |packet: &Packet| Row {
        href: format!("/packets/{}", packet.id),
        contract: packet.contract.clone(),
        amount: amount(packet.amount),
        badge: badge(packet, registration, today),
        next: capital(lead(packet, registration, today).trim_start_matches("Next: ")),
    };
    packets.iter().rev().map(row).collect()
}

fn form(desk: &Desk, found: &relation::Read, typed: &Posted, errors: FormErrors) -> FormPage {
    let [contract, amount, has_surety] = fields::contract(typed, &errors, ("", "", false));
    let (client, debtor) = (&found.client, &found.debtor);
    let back = format!("/relations/{}/{}", client.code, debtor.code);
    let inputs = vec![Input::Text(contract), Input::Figure(amount), Input::Tick(has_surety)];
    FormPage {
        page: desk.page(Noun::Clients),
        title: "Begin an Assignment of Claims packet".to_owned(),
        crumbs: vec![
            (client.code.to_string(), format!("/clients/{}", client.code)),
            (debtor.code.to_string(), back.clone()),
        ],
        lead: format!(
            "For one contract of {} with {}. Invoices of the contract wait until everybody has acknowledged.",
            client.name, debtor.name
        ),
        errors,
        action: format!("{back}/packets"),
        groups: vec![Group::new("", "", inputs)],
        submit: "Begin the packet".to_owned(),
        cancel: back,
    }
}

pub(super) async fn new(desk: Desk, Path((client, debtor)): Path<(String, String)>) -> Answer {
    let found = relation::read(&desk, client, debtor).await?;
    desk.show(&form(&desk, &found, &Posted::default(), FormErrors::default()))
}

/// The contract as it was typed; what cannot be read is among the errors, and stands in for nothing.
pub(super) fn typed_contract(reading: &mut Reading<'_>) -> (Contract, bool) {
    let amount =
        reading.need("amount", "Write the amount of the contract.", |text| value::money_from_zero(text, Currency::USD));
    let contract = Contract {
        number: reading.sent.get("contract").to_owned(),
        // Stands in for what could not be read, so that everything else is judged all the same.
        amount: amount.unwrap_or(domain::packet::LEAST_CONTRACT),
        has_surety: reading.sent.ticked("has_surety"),
    };
    (contract, amount.is_some())
}

pub(super) async fn add(desk: Desk, Path((client, debtor)): Path<(String, String)>, posted: Posted) -> Answer {
    let found = relation::read(&desk, client, debtor).await?;
    let mut reading = Reading::new(&posted);
    let (contract, sound) = typed_contract(&mut reading);
    let mut errors = reading.errors;
    let (client, debtor) = (found.client.id, found.debtor.id);
    // The use case is asked even when the form has errors of its own, so that all of them are told at once.
    let begun = desk
        .change(&posted, move |task| {
            let packet = begin(task, client, debtor, &contract)?;
            if sound { Ok(packet.id) } else { Err(Error::Refused(Vec::new())) }
        })
        .await;
    match begun {
        Ok(id) => Ok(desk.done(&format!("/packets/{id}"), "The packet is begun. Next: confirm its checklist.", None)),
        Err(error) => {
            to_fields(error, &[], &mut errors)?;
            desk.refused(&form(&desk, &found, &posted, errors))
        }
    }
}
