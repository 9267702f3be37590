//! What somebody at the desk does with a packet.

use super::super::form::Reading;
use super::super::page::{Answer, Desk};
use super::super::posted::{Posted, to_fields};
use super::super::value;
use super::super::wrong::Wrong;
use super::begin::typed_contract;
use super::{page, read};
use app::packet::{self, NewRegistration, NewSending, Paper};
use app::{Error, Task};
use axum::extract::Path;
use domain::id::PacketId;
use domain::packet::{Addressee, Point};
use jiff::civil::Date;
use std::sync::Arc;

/// What is done in the book, and what is told of it.
type Work = Arc<dyn Fn(&mut Task<'_, '_>) -> Result<(), Error> + Send + Sync>;

/// Does what the form says.
pub(super) async fn act(desk: Desk, Path((id, act)): Path<(String, String)>, posted: Posted) -> Answer {
    let found = read(&desk, &id).await?;
    let mut reading = Reading::new(&posted);
    let (work, done) = ready(found.packet.id, &act, &mut reading, desk.today)?;
    let mut errors = reading.errors;
    let sound = errors.is_empty();
    // The use case is asked even when the form has errors of its own, so that all of them are told at once.
    let answer = desk
        .change(&posted, move |task| {
            work(task)?;
            if sound { Ok(()) } else { Err(Error::Refused(Vec::new())) }
        })
        .await;
    match answer {
        Ok(()) => Ok(desk.done(&format!("/packets/{id}"), done, None)),
        Err(error) => {
            let fields: &[(&str, &str)] = if act == "acknowledge" { &[("to", "acknowledged_by")] } else { &[] };
            to_fields(error, fields, &mut errors)?;
            desk.refused(&page(&desk, &found, Some((&act, &posted, errors))))
        }
    }
}

fn paper(posted: &Posted, field: &str) -> Option<Paper> {
    let file = posted.files.iter().find(|file| file.field == field)?;
    Some(Paper { name: file.name.clone(), content: file.content.clone() })
}

/// A day as it was typed; today stands in for what could not be read.
fn on(reading: &mut Reading<'_>, field: &str, today: Date) -> Date {
    reading.need(field, "Write the day.", value::date).unwrap_or(today)
}

/// The use case of an act, with the answers of its form, and the words for when it is done.
fn ready(id: PacketId, act: &str, reading: &mut Reading<'_>, today: Date) -> Result<(Work, &'static str), Wrong> {
    let posted = reading.sent;
    let words = |field: &str| posted.get(field).to_owned();
    Ok(match act {
        "correct" => {
            let (contract, _) = typed_contract(reading);
            (Arc::new(move |task| packet::correct(task, id, &contract).map(drop)), "The contract was corrected.")
        }
        "confirm" => {
            let point = reading.one("point", Point::from_code).unwrap_or(Point::Amount);
            let (by, paper) = (words("confirmed_by"), paper(posted, "paper"));
            (
                Arc::new(move |task| packet::confirm(task, id, point, &by, paper.as_ref()).map(drop)),
                "Kept: the point is confirmed.",
            )
        }
        "send" => {
            let new = NewSending {
                to: reading.one("to", Addressee::from_code).unwrap_or(Addressee::ContractingOfficer),
                person: words("person"),
                on: on(reading, "sent_on", today),
                how: words("how"),
                notice: paper(posted, "notice"),
                copy: paper(posted, "copy"),
            };
            (
                Arc::new(move |task| packet::send(task, id, &new).map(drop)),
                "Kept: notice and true copy have left. Next: the acknowledgement.",
            )
        }
        "acknowledge" => {
            let by = reading.one("acknowledged_by", Addressee::from_code).unwrap_or(Addressee::ContractingOfficer);
            let on = on(reading, "acknowledged_on", today);
            let paper = paper(posted, "acknowledgement");
            (
                Arc::new(move |task| packet::acknowledge(task, id, by, on, paper.as_ref()).map(drop)),
                "Kept: it was acknowledged. What waited for the last signature is bought.",
            )
        }
        "take-back" => {
            let by = reading.one("taken_back_by", Addressee::from_code).unwrap_or(Addressee::ContractingOfficer);
            let (on, why) = (on(reading, "taken_back_on", today), words("why"));
            (
                Arc::new(move |task| packet::take_back(task, id, by, on, &why).map(drop)),
                "Kept: the acknowledgement was taken back. New invoices of this contract wait.",
            )
        }
        "registration" => {
            let new = NewRegistration {
                checked_on: on(reading, "checked_on", today),
                expires_on: reading
                    .need("expires_on", "Write the last day it is active.", value::date)
                    .unwrap_or(Date::MAX),
                by: words("registration_by"),
                evidence: words("evidence"),
            };
            (
                Arc::new(move |task| packet::save_registration(task, &new).map(drop)),
                "Kept for all packets: the registration in SAM.",
            )
        }
        "override" => {
            let until = on(reading, "until", today);
            let (manager, reason) = (words("manager"), words("reason"));
            (
                Arc::new(move |task| packet::override_acknowledgement(task, id, &manager, &reason, until).map(drop)),
                "Kept: invoices of this contract are bought until then.",
            )
        }
        "end-override" => (
            Arc::new(move |task| packet::end_override(task, id).map(drop)),
            "The override has ended. New invoices of this contract wait.",
        ),
        "release" => {
            let (on, how) = (on(reading, "released_on", today), words("release_how"));
            (Arc::new(move |task| packet::release(task, id, on, &how).map(drop)), "Kept: the assignment is released.")
        }
        _ => return Err(Wrong::Form("it does not say what is to be done".to_owned())),
    })
}
