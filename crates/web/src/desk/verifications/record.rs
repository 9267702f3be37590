//! What somebody at the desk plans and records: a call, papers or another answer, a decision to do without.

use super::super::called;
use super::super::form::Reading;
use super::super::heard;
use super::super::page::{ACTOR, Answer, Desk};
use super::super::posted::{Posted, sentence, to_fields};
use super::super::wrong::Wrong;
use super::answers::{self, place};
use super::calling;
use super::pair::{Read, Shown, page, read};
use crate::look::Tone;
use crate::look::form::FormErrors;
use crate::look::format::counted;
use app::Error;
use app::document::{NewDocument, add};
use app::timeline::capital;
use app::verification::{
    Answered, Call, CallOutcome, FromWhere, NewAnswer, NewCall, Planned, answer, plan_call, record_call, waive,
};
use axum::extract::Path;
use domain::contact::DocumentKind;
use domain::dispute::{Side, Speaker};
use domain::id::{DocumentId, InvoiceId};
use domain::invoice::verification::{Confirmable, Evidence, Given, Method, Statement};

/// Does what the form says.
pub(super) async fn act(
    desk: Desk,
    Path((debtor, client, act)): Path<(String, String, String)>,
    posted: Posted,
) -> Answer {
    let found = read(&desk, debtor, client).await?;
    let mut reading = Reading::new(&posted);
    if act == "plan" {
        return plan(&desk, found, &posted, reading).await;
    }
    let done = match act.as_str() {
        "missed" => missed(&desk, &found, &posted, &mut reading).await,
        "call" => call(&desk, &found, &posted, &mut reading).await,
        "papers" => papers(&desk, &found, &posted, &mut reading).await,
        "waive" => without(&desk, &found, &posted, &mut reading).await,
        _ => return Err(Wrong::Form("it does not say what is to be recorded".to_owned())),
    };
    let mut errors = reading.errors;
    match done {
        Some(Ok(text)) => {
            let to = format!("/verifications/{}/{}", found.debtor.code, found.client.code);
            return Ok(desk.done(&to, text, None));
        }
        Some(Err(error)) => {
            let places: Vec<(String, String)> =
                found.open.iter().map(|(_, one)| (one.offer.number.clone(), place(&act, one))).collect();
            let mut fields = vec![("CALL_STATEMENT", "said"), ("VERIFICATION_WHO", "who"), ("REASON", "reason")];
            let made_at = if act == "missed" { calling::MISSED.at } else { calling::ANSWERED.at };
            fields.push(("made_at", made_at));
            if act == "missed" {
                fields.extend([("lawyer", "missed_lawyer"), ("lawyer_at", "missed_lawyer_at")]);
            }
            fields.push(("VERIFICATION_METHOD", "method"));
            fields.push(("VERIFICATION_EVIDENCE", "note"));
            fields.extend(places.iter().map(|(number, field)| (number.as_str(), field.as_str())));
            to_fields(error, &fields, &mut errors)?;
        }
        None => {}
    }
    let template = page(&desk, &found, Shown { sent: Some((&act, &posted)), errors })?;
    desk.refused(&template)
}

/// LC-05: plans the call, or tells why there is none.
async fn plan(desk: &Desk, found: Read, posted: &Posted, mut reading: Reading<'_>) -> Answer {
    let caller = reading.need("plan_caller", "Write who calls.", |text| Ok(text.to_owned()));
    let mut errors = reading.errors;
    if let Some(caller) = caller {
        let invoices = found.open.iter().map(|(_, invoice)| invoice.id).collect();
        let planned = desk.change(posted, move |task| plan_call(task, &NewCall { caller, invoices })).await;
        let to = format!("/verifications/{}/{}#call", found.debtor.code, found.client.code);
        match planned {
            Ok(Planned::Call(_)) => {
                return Ok(desk.done(
                    &to,
                    "The call is planned; when it may be made, and what to say then, stands below.",
                    None,
                ));
            }
            Ok(Planned::Not(why)) => {
                let why: Vec<String> = why.iter().map(sentence).collect();
                let text = format!("No call is planned. {} The reason is kept with the invoices.", why.join(" "));
                return Ok(desk.told(&to, Tone::Attention, text, None));
            }
            Err(error) => to_fields(error, &[("CALL_SCRIPT", "plan_caller")], &mut errors)?,
        }
    }
    let template = page(desk, &found, Shown { sent: Some(("plan", posted)), errors })?;
    desk.refused(&template)
}

/// What became of an answer, for the receipt.
fn told(answered: &Answered) -> String {
    let many = |found: &[InvoiceId], what: &str| {
        let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
        (count > 0).then(|| format!("{} {what}", counted(count, "invoice", "invoices")))
    };
    let parts: Vec<String> = [
        many(&answered.confirmed, "confirmed"),
        many(&answered.partly, "confirmed in part"),
        many(&answered.differing, "not as invoiced; the client is told"),
        many(&answered.unchanged, "as before"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let bought = i64::try_from(answered.bought).unwrap_or(i64::MAX);
    let bought = if bought > 0 {
        format!(" {} with it.", counted(bought, "line is bought", "lines are bought"))
    } else {
        String::new()
    };
    format!("Recorded: {}.{bought}", parts.join(", "))
}

/// What the form itself lacks; nothing where it is whole.
fn spoken_of(said: &[app::verification::OneAnswer], errors: &mut FormErrors) {
    if said.is_empty() && errors.is_empty() {
        errors.general.push("No invoice has an answer. Choose what was said of at least one.".to_owned());
    }
}

async fn call(desk: &Desk, found: &Read, posted: &Posted, reading: &mut Reading<'_>) -> Option<Result<String, Error>> {
    let text = |text: &str| Ok(text.to_owned());
    let caller = reading.need("caller", "Write who called.", text);
    let number = reading.need("number", "Write the number that was called.", text);
    let spoke_with = reading.need("spoke_with", "Write who answered: name and office.", text);
    let said = reading.need("said", "Write how you said who calls.", text);
    let Some(planned) = &found.call else { return Some(Err(none_waits())) };
    let made_at = called::read(calling::ANSWERED, &planned.zone, reading);
    let asked = planned.asks(&found.open);
    let factor = desk.factor.name.clone();
    let invoices = answers::read("call", &asked, Method::Phone.confirms(found.mode), posted, &mut reading.errors);
    let statement = Statement {
        caller: caller.unwrap_or_default(),
        calling_for: factor.clone(),
        said: said.clone().unwrap_or_default(),
        number: number.unwrap_or_default(),
        spoke_with: spoke_with.unwrap_or_default(),
    };
    // Told together with the rest of the form; the use case asks the same again.
    if said.is_some() {
        let trading = found.client.identity.trading_name.as_deref().unwrap_or(&found.client.name);
        for refused in truthful(desk, &statement, trading, found) {
            reading.errors.add("said", refused);
        }
    }
    spoken_of(&invoices, &mut reading.errors);
    if !reading.errors.is_empty() {
        return None;
    }
    let outcome = CallOutcome::Answered { statement, invoices };
    let call = Call { message: planned.message.id, made_at, outcome };
    let (heard, contact) = (heard::read("", posted), planned.message.contact);
    let done = desk.change(posted, move |task| {
        let recorded = record_call(task, &call);
        heard::with(task, recorded, contact, &heard)
    });
    Some(done.await.map(|answered| told(&answered)))
}

fn none_waits() -> Error {
    let remedy = "Plan the call first; then its script and its record stand here.";
    Error::refused("CALL_NONE", "no call waits to be made", remedy)
}

/// An attempt at which nobody was reached.
async fn missed(
    desk: &Desk,
    found: &Read,
    posted: &Posted,
    reading: &mut Reading<'_>,
) -> Option<Result<String, Error>> {
    let Some(planned) = &found.call else { return Some(Err(none_waits())) };
    let made_at = called::read(calling::MISSED, &planned.zone, reading);
    let words = reading.need("words", "Write what happened, for example that it rang out.", |text| Ok(text.to_owned()));
    let (Some(words), true) = (words, reading.errors.is_empty()) else { return None };
    let heard = heard::read(calling::MISSED_HEARD, posted);
    let words = [heard.words(), words].join(" ").trim().to_owned();
    let call = Call { message: planned.message.id, made_at, outcome: CallOutcome::NotReached { words } };
    let contact = planned.message.contact;
    let done = desk
        .change(posted, move |task| {
            let recorded = record_call(task, &call);
            heard::with(task, recorded, contact, &heard)
        })
        .await;
    Some(done.map(|_| "Recorded: nobody was reached. The attempt counts as the call of two weeks.".to_owned()))
}

/// GL-40: what the record lacks of who called, and for whom.
fn truthful(desk: &Desk, statement: &Statement, trading: &str, found: &Read) -> Vec<String> {
    let given = Given {
        method: Method::Phone,
        who: "somebody".to_owned(),
        recorded_by: ACTOR.to_owned(),
        on: desk.today,
        at: 0,
        confirmed: vec![Confirmable::Amount],
        discrepancy: None,
        evidence: Vec::new(),
        // These three have fields, and errors, of their own.
        statement: Some(Statement {
            number: "1".to_owned(),
            spoke_with: "somebody".to_owned(),
            caller: if statement.caller.is_empty() { statement.said.clone() } else { statement.caller.clone() },
            ..statement.clone()
        }),
        device: None,
    };
    let refused = given.check(found.mode, &desk.factor.name, trading).err().unwrap_or_default();
    let told = |fact: String, remedy: &str| format!("{}. {remedy}", capital(fact.trim_end_matches('.')));
    refused.iter().map(|one| told(one.to_string(), one.remedy())).collect()
}

async fn papers(
    desk: &Desk,
    found: &Read,
    posted: &Posted,
    reading: &mut Reading<'_>,
) -> Option<Result<String, Error>> {
    let method = reading.one("method", Method::from_code).filter(|one| *one != Method::Phone);
    let who = reading.need("who", "Write whose word or paper it is.", |text| Ok(text.to_owned()));
    let kind = reading.one("kind", DocumentKind::from_code);
    let full = method.map_or(&[][..], |one| one.confirms(found.mode));
    let invoices = answers::read("papers", &found.open, full, posted, &mut reading.errors);
    let known: Vec<DocumentId> = found.documents.iter().map(|one| one.id).collect();
    let ticked = posted.all("document");
    let mut evidence: Vec<Evidence> =
        known.into_iter().filter(|id| ticked.contains(&id.to_string().as_str())).map(Evidence::Document).collect();
    evidence.extend(posted.some("note").map(|note| Evidence::Note(note.to_owned())));
    let files = posted.files.clone();
    if evidence.is_empty() && files.is_empty() {
        let error = "Nothing shows it. Add a paper, tick one on file, or write where it can be looked up.";
        reading.errors.add("note", error);
    } else if method == Some(Method::SignedEstoppel)
        && files.is_empty()
        && !evidence.iter().any(|one| matches!(one, Evidence::Document(_)))
    {
        reading.errors.add("files", "A signed statement is a paper. Add it, or tick it where it is on file.");
    }
    spoken_of(&invoices, &mut reading.errors);
    let (Some(method), Some(who), Some(kind), true) = (method, who, kind, reading.errors.is_empty()) else {
        return None;
    };
    let (client, debtor) = (found.client.id, found.debtor.id);
    // A paper stands with its invoice where it speaks of one alone.
    let about = match invoices.as_slice() {
        [one] => Some(one.invoice),
        _ => None,
    };
    let changed = desk
        .change(posted, move |task| {
            for file in files {
                let new = NewDocument {
                    kind,
                    invoice: about,
                    client: Some(client),
                    debtor: Some(debtor),
                    name: file.name,
                    by: Speaker::new(Side::Factor, ACTOR),
                };
                evidence.push(Evidence::Document(add(task, new, &file.content)?.document));
            }
            let new =
                NewAnswer { debtor, method, who, invoices, evidence, statement: None, from: FromWhere::default() };
            answer(task, &new)
        })
        .await;
    Some(changed.map(|answered| told(&answered)))
}

async fn without(
    desk: &Desk,
    found: &Read,
    posted: &Posted,
    reading: &mut Reading<'_>,
) -> Option<Result<String, Error>> {
    let reason =
        reading.need("reason", "Write why, in a few words: the decision keeps it.", |text| Ok(text.to_owned()));
    let ticked = posted.all("invoice");
    let known = found.open.iter().map(|(_, invoice)| invoice.id);
    let chosen: Vec<InvoiceId> = known.filter(|id| ticked.contains(&id.to_string().as_str())).collect();
    if chosen.is_empty() {
        reading.errors.general.push("No invoice is ticked. Tick those whose confirmation is done without.".to_owned());
    }
    let (Some(reason), true) = (reason, reading.errors.is_empty()) else { return None };
    let count = i64::try_from(chosen.len()).unwrap_or(i64::MAX);
    let changed = desk
        .change(posted, move |task| {
            let mut bought = 0;
            for invoice in chosen {
                bought += waive(task, invoice, &reason)?;
            }
            Ok(bought)
        })
        .await;
    Some(changed.map(|bought| {
        let bought = i64::try_from(bought).unwrap_or(i64::MAX);
        let confirmations = counted(count, "confirmation is", "confirmations are");
        format!("{confirmations} done without. {} with it.", counted(bought, "line is bought", "lines are bought"))
    }))
}
