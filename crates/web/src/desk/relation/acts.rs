//! What somebody at the desk does with a relation: steps of the notice, settlements, a pause, a guest's link.

use super::super::form::Reading;
use super::super::page::{Answer, Desk};
use super::super::posted::{Posted, to_fields};
use super::super::value;
use super::super::wrong::Wrong;
use super::{Read, leg, page, read};
use crate::look::form::FormErrors;
use crate::look::format::day;
use app::Error;
use app::contact::{pause, recipient, resume};
use app::guest::{GuestParty, address_of, make_link};
use app::health::set_days_before;
use app::notice;
use app::relation::{Settling, settle};
use axum::extract::Path;
use domain::contact::{Channel, Grant, Profile, Purpose};
use domain::id::LinkId;
use domain::notice::{Evidence, Trigger};

/// Does what the form says.
pub(super) async fn act(
    desk: Desk,
    Path((client, debtor, act)): Path<(String, String, String)>,
    posted: Posted,
) -> Answer {
    let found = read(&desk, client, debtor).await?;
    let to = format!("/relations/{}/{}", found.client.code, found.debtor.code);
    let mut errors = FormErrors::default();
    match done(&desk, &found, &act, &posted, &mut errors).await? {
        Some(Ok(text)) => Ok(desk.done(&to, text, None)),
        Some(Err(error)) => {
            to_fields(error, &[("DAYS_BEFORE", "days_before")], &mut errors)?;
            desk.refused(&page(&desk, &found, Some((&posted, errors))))
        }
        None => desk.refused(&page(&desk, &found, Some((&posted, errors)))),
    }
}

/// What the act answers; nothing where the form itself was wrong.
async fn done(
    desk: &Desk,
    found: &Read,
    act: &str,
    posted: &Posted,
    errors: &mut FormErrors,
) -> Result<Option<Result<String, Error>>, Wrong> {
    let (client, debtor) = (found.client.id, found.debtor.id);
    let name = found.debtor.name.clone();
    let mut reading = Reading::new(posted);
    let words = |field: &str| posted.get(field).to_owned();
    let answer = match act {
        "open" => desk
            .change(posted, move |task| notice::open(task, client, debtor))
            .await
            .map(|_| "The notice is prepared; the client's heads-up comes first.".to_owned()),
        "heads-up" => {
            let on = reading.need("on", "Write the day.", value::date);
            let by = reading.one("by", Channel::from_code);
            let person = words("person");
            let (Some(on), Some(by)) = (on, by) else {
                *errors = reading.errors;
                return Ok(None);
            };
            desk.change(posted, move |task| notice::heads_up(task, client, debtor, on, &person, by))
                .await
                .map(|_| format!("Kept: the client has told {name}. The introduction follows."))
        }
        "introduce" => desk
            .change(posted, move |task| notice::send_introduction(task, client, debtor))
            .await
            .map(|_| "The letter of introduction is on its way.".to_owned()),
        "introduced" => desk
            .change(posted, move |task| notice::introduction_delivered(task, client, debtor))
            .await
            .map(|_| "Kept: the client has delivered the introduction.".to_owned()),
        "notify" => desk
            .change(posted, move |task| notice::send_notice(task, client, debtor))
            .await
            .map(|_| "The notice of assignment is signed and on its way.".to_owned()),
        "send-letter" => desk
            .change(posted, move |task| notice::send_letter(task, client, debtor))
            .await
            .map(|_| "The letter is signed and waits to be printed.".to_owned()),
        "evidence" | "existing" => {
            let (level, on, how) = if act == "evidence" {
                ("level", "evidence_on", "how")
            } else {
                ("existing_level", "existing_on", "existing_how")
            };
            let how = words(how);
            let level = reading.one(level, Evidence::from_code);
            let on = reading.need(on, "Write the day of receipt.", value::date);
            let (Some(level), Some(on)) = (level, on) else {
                *errors = reading.errors;
                return Ok(None);
            };
            let leg = leg(found.notice.as_ref());
            let existing = act == "existing";
            desk.change(posted, move |task| {
                if existing {
                    notice::record_existing(task, client, debtor, on, level, &how)
                } else {
                    notice::record_evidence(task, client, debtor, leg, level, on, &how)
                }
            })
            .await
            .map(|_| "The receipt is on file.".to_owned())
        }
        "send-proof" => desk
            .change(posted, move |task| notice::send_proof(task, client, debtor, Vec::new()))
            .await
            .map(|_| "The signed proof is on its way.".to_owned()),
        "proof" => {
            let given = words("proof_words");
            desk.change(posted, move |task| notice::furnish_proof(task, client, debtor, &given))
                .await
                .map(|_| "Kept: the proof was given.".to_owned())
        }
        "doubt" => {
            let how = words("doubt_words");
            desk.change(posted, move |task| notice::settle_doubt(task, client, debtor, &how))
                .await
                .map(|_| "Kept: the doubt is settled.".to_owned())
        }
        "demand-release" => desk
            .change(posted, move |task| notice::demand_release(task, client, debtor))
            .await
            .map(|_| "Kept: the client demands the release. Its clock runs.".to_owned()),
        "release" => desk
            .change(posted, move |task| notice::release(task, client, debtor, None))
            .await
            .map(|_| "The release letter is signed and on its way.".to_owned()),
        "spring" => {
            let said = words("spring_words");
            let Some(trigger) = reading.one("trigger", Trigger::from_code) else {
                *errors = reading.errors;
                return Ok(None);
            };
            desk.change(posted, move |task| notice::spring(task, client, debtor, trigger, &said))
                .await
                .map(|_| "The held notice is released to be sent.".to_owned())
        }
        "settle" => {
            let servicing = match posted.get("servicing") {
                "AGREEMENT" => Some(None),
                code => Profile::from_code(code).map(Some),
            };
            let grant = match posted.get("late_interest_grant") {
                "" | "NOTHING" => None,
                _ => match reading.one("late_interest_grant", Grant::from_code) {
                    Some(grant) => Some(grant),
                    None => {
                        *errors = reading.errors;
                        return Ok(None);
                    }
                },
            };
            let settling = Settling {
                servicing,
                note: Some(posted.raw("note").to_owned()),
                client_delivers: Some(posted.ticked("client_delivers")),
                before_due: Some(posted.ticked("before_due")),
                preview: None,
                late_interest_grant: Some(grant),
                late_interest: Some(posted.ticked("late_interest")),
            };
            desk.change(posted, move |task| settle(task, client, debtor, &settling))
                .await
                .map(|_| "Settled.".to_owned())
        }
        "pause" => {
            let why = words("why");
            let Some(days) = reading.need("days", "Write how many business days.", value::count) else {
                *errors = reading.errors;
                return Ok(None);
            };
            desk.change(posted, move |task| {
                let consequence = pause(task, client, debtor, days, &why)?;
                Ok((consequence.until, consequence.next_recourse))
            })
            .await
            .map(|(until, recourse)| match recourse {
                Some(date) => format!(
                    "Contact is paused until {}. The recourse clock goes on: the first date is {}.",
                    day(until),
                    day(date)
                ),
                None => format!("Contact is paused until {}.", day(until)),
            })
        }
        "days-before" => {
            let days = reading.may("days_before", days);
            if !reading.errors.is_empty() {
                *errors = reading.errors;
                return Ok(None);
            }
            desk.change(posted, move |task| set_days_before(task, (client, debtor), days))
                .await
                .map(|()| "Kept: how long it took to pay before factoring.".to_owned())
        }
        "resume" => {
            desk.change(posted, move |task| resume(task, client, debtor)).await.map(|()| "Contact goes on.".to_owned())
        }
        "link-debtor" => {
            let made = desk.change(posted, move |task| {
                let to = recipient(task, debtor, Some(client), Purpose::Reply)?;
                // Not its address: what an idempotent answer keeps stands in the book.
                make_link(task, GuestParty::Debtor(debtor), Some(to.id), None).map(|(link, _)| link)
            });
            let address = page_of(desk, made.await).await;
            address.map(|address| format!("The debtor's page, for its accounts payable alone: {address}"))
        }
        "link-client" => {
            let made = desk.change(posted, move |task| {
                let to = recipient(task, debtor, Some(client), Purpose::ToClient)?;
                // Not its address: what an idempotent answer keeps stands in the book.
                make_link(task, GuestParty::Client(client), Some(to.id), None).map(|(link, _)| link)
            });
            let address = page_of(desk, made.await).await;
            address.map(|address| format!("The client's page, for its own person alone: {address}"))
        }
        _ => return Err(Wrong::Form("it does not say what is to be done".to_owned())),
    };
    Ok(Some(answer))
}

/// The whole address of a link that was made, worked out anew.
async fn page_of(desk: &Desk, made: Result<LinkId, Error>) -> Result<String, Error> {
    let link = made?;
    desk.web.apart(move |app| app.read(|snapshot| address_of(snapshot, app.seal(), link))).await
}

/// A number of days as it is typed.
fn days(text: &str) -> Result<u16, String> {
    let wrong = format!("\u{201c}{text}\u{201d} is no number of days. Write a whole number, for example 45.");
    text.parse().map_err(|_| wrong)
}
