//! Verifications: which invoices wait for their debtor's confirmation, and what it answered.

use super::idempotency::Write;
use super::journals::moment;
use super::messages::{self, Heard};
use super::page::{Page, PageOf};
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::{Answer, codes, created, done, names};
use crate::Web;
use app::contact::honour;
use app::verification::{
    Answered, Call, CallOutcome, FromWhere, NewAnswer, NewCall, OneAnswer, Planned, answer, plan_call, record_call,
};
use app::{Error, Refusal, debtor_by_code};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::{DebtorId, InvoiceId, MessageId};
use domain::invoice::verification::{
    Confirmable, Discrepancy, Evidence, Method, Statement, Verification, VerificationState,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// The verification of one invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Verification)]
pub(super) struct Shown {
    id: Uuid,
    /// Id of the invoice.
    invoice: Uuid,
    /// Code of the client that sells it.
    client: String,
    #[schema(schema_with = names::verification_state)]
    state: VerificationState,
    /// Why it is verified, in words with their figures.
    reasons: Vec<String>,
    required_on: Date,
    /// The days it was asked.
    asked_on: Vec<Date>,
    /// Why it could not be asked.
    held_back: Option<String>,
    /// How many answers it has.
    answers: usize,
}

/// Verifications of a debtor that are open, in the order they were required.
#[utoipa::path(get, path = "/debtors/{code}/verifications", tag = "Invoices",
    params(("code" = String, Path, description = "Code of the debtor"), PageOf),
    responses((status = 200, description = "A page of verifications", body = Page<Shown>)))]
pub(super) async fn list_verifications(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    QueryOf(page): QueryOf<PageOf>,
) -> Answer<Page<Shown>> {
    let (limit, after) = (page.limit()?, page.after::<Uuid>("verifications")?);
    let found = web.look(move |snapshot| {
        let debtor = debtor_by_code(snapshot, &code)?;
        Ok((kept::verification::open_of_debtor(snapshot, debtor.id, i64::MAX)?, codes::clients(snapshot)?))
    });
    let (mut found, clients) = found.await?;
    // Ids grow with time, as the order does.
    found.sort_by_key(|one| one.id);
    found.retain(|one| after.is_none_or(|after| one.id.0 > after));
    let shown = |one: Verification| Shown {
        id: one.id.0,
        invoice: one.invoice.0,
        client: clients.of(one.client.0),
        state: one.state,
        reasons: one.reasons.into_iter().map(|(_, words)| words).collect(),
        required_on: one.required_on,
        asked_on: one.requests.iter().map(|request| request.on).collect(),
        held_back: one.held_back.map(|(_, why)| why),
        answers: one.answers.len(),
    };
    done(Page::of("verifications", limit, found, |one| one.id, shown))
}

/// What is said of one invoice.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InvoiceAnswer {
    /// Id of the invoice.
    invoice: Uuid,
    /// The facts it confirms.
    #[schema(schema_with = names::confirmables)]
    confirmed: Vec<Confirmable>,
    /// The fact that is not as invoiced.
    #[serde(default)]
    #[schema(schema_with = names::maybe_confirmable)]
    discrepancy: Option<Confirmable>,
    /// What is said of it.
    #[serde(default)]
    words: String,
}

/// What was said in a call: callers say truthfully whom they call for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CallStatement {
    /// Number of the message by which the call was planned.
    message: String,
    /// When the call was made; now where absent.
    #[serde(default)]
    made_at: Option<Timestamp>,
    /// Who called.
    caller: String,
    /// The factor the caller named.
    calling_for: String,
    /// The words in which the caller said so.
    said: String,
    /// The number that was called.
    number: String,
    /// What was heard beside the matter.
    #[serde(default)]
    heard: Heard,
}

/// An answer to verifications.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VerificationAnswer {
    #[schema(schema_with = names::verification_method)]
    method: Method,
    /// The person who answers, or the origin of the papers.
    who: String,
    invoices: Vec<InvoiceAnswer>,
    /// Where what shows it can be looked up.
    #[serde(default)]
    note: Option<String>,
    /// For a call: what was said.
    #[serde(default)]
    call: Option<CallStatement>,
}

/// What became of an answer; ids of invoices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct VerificationOutcome {
    /// Confirmed now.
    confirmed: Vec<Uuid>,
    /// Something is still to be confirmed.
    partly: Vec<Uuid>,
    /// Not as invoiced: returned to the client, or disputed where they are bought.
    differing: Vec<Uuid>,
    /// It says nothing new of them.
    unchanged: Vec<Uuid>,
    /// How many of the confirmed ones are bought with it.
    bought: usize,
}

impl From<Answered> for VerificationOutcome {
    fn from(answered: Answered) -> Self {
        let ids = |invoices: Vec<InvoiceId>| invoices.into_iter().map(|id| id.0).collect();
        Self {
            confirmed: ids(answered.confirmed),
            partly: ids(answered.partly),
            differing: ids(answered.differing),
            unchanged: ids(answered.unchanged),
            bought: answered.bought,
        }
    }
}

/// Take a debtor's answer to verifications. What is confirmed is bought where nothing else stands in the way.
#[utoipa::path(post, path = "/debtors/{code}/verifications", tag = "Invoices",
    params(("code" = String, Path, description = "Code of the debtor")), request_body = VerificationAnswer,
    responses((status = 201, description = "What became of it", body = VerificationOutcome)))]
pub(super) async fn answer_verifications(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    write: Write<VerificationAnswer>,
) -> Result<(StatusCode, Json<VerificationOutcome>), Problem> {
    let VerificationAnswer { method, who, invoices, note, call } = write.body;
    if (method == Method::Phone) != call.is_some() {
        let fact = "what was said in a call belongs to the method PHONE, and to no other";
        let remedy = "Give both, or neither.";
        return Err(Problem::refused(vec![Refusal::at("call", "CALL_WORDS", fact, remedy)]));
    }
    let invoices = invoices.into_iter().map(|one| OneAnswer {
        invoice: InvoiceId(one.invoice),
        confirmed: one.confirmed,
        discrepancy: one.discrepancy.map(|what| Discrepancy { what, words: one.words }),
    });
    let invoices: Vec<OneAnswer> = invoices.collect();
    let answered = web.change(write.command, move |task| -> Result<Answered, Error> {
        let debtor = debtor_by_code(task, &code)?.id;
        if let Some(call) = call {
            let CallStatement { message, made_at, caller, calling_for, said, number, heard } = call;
            let message = of_debtor(task, &message, debtor)?;
            let statement = Statement { caller, calling_for, said, number, spoke_with: who };
            let outcome = CallOutcome::Answered { statement, invoices };
            let contact = kept::message::get(task, message)?.and_then(|message| message.contact);
            let answered = record_call(task, &Call { message, made_at, outcome })?;
            if let Some(contact) = contact {
                honour(task, contact, &heard.into())?;
            }
            return Ok(answered);
        }
        let evidence = note.into_iter().map(Evidence::Note).collect();
        let from = FromWhere::default();
        answer(task, &NewAnswer { debtor, method, who, invoices, evidence, statement: None, from })
    });
    created(answered.await?.into())
}

/// The planned call with this number; the debtor's own only.
fn of_debtor(reads: &mut dyn Reads, number: &str, debtor: DebtorId) -> Result<MessageId, Error> {
    let id = messages::by_number(reads, number)?;
    let own = kept::message::get(reads, id)?.is_some_and(|message| message.debtor == Some(debtor));
    if own { Ok(id) } else { Err(Error::NotFound(format!("call {number}"))) }
}

/// A call to plan.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CallPlan {
    /// Who calls: the script says so.
    caller: String,
    /// Ids of invoices of one client that are to be confirmed.
    invoices: Vec<Uuid>,
}

/// A planned call, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct CallPlanned {
    /// Number of its message, whose words are the script; none when nobody is to be called.
    message: Option<i64>,
    /// It may be made from this moment on.
    from: Option<Timestamp>,
    /// Why nobody is to be called; kept with the invoices.
    reasons: Vec<String>,
}

/// Plan a call to confirm invoices, under the contact policy. It comes only after a mail that was not answered, and spends
/// the debtor's budget of calls from now on.
#[utoipa::path(post, path = "/debtors/{code}/verification-calls", tag = "Invoices",
    params(("code" = String, Path, description = "Code of the debtor")), request_body = CallPlan,
    responses((status = 201, description = "The call, or why there is none", body = CallPlanned)))]
pub(super) async fn plan_verification_call(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    write: Write<CallPlan>,
) -> Result<(StatusCode, Json<CallPlanned>), Problem> {
    let CallPlan { caller, invoices } = write.body;
    let new = NewCall { caller, invoices: invoices.into_iter().map(InvoiceId).collect() };
    let planned = web.change(write.command, move |task| -> Result<Planned, Error> {
        let debtor = debtor_by_code(task, &code)?.id;
        let ids: Vec<Uuid> = new.invoices.iter().map(|id| id.0).collect();
        let found = kept::invoice::by_ids(task, &ids)?;
        if found.len() != ids.len() || found.iter().any(|invoice| invoice.debtor != Some(debtor)) {
            return Err(Error::NotFound("such invoice".to_owned()));
        }
        plan_call(task, &new)
    });
    created(match planned.await? {
        Planned::Call(queued) => {
            CallPlanned { message: Some(queued.number), from: Some(moment(queued.send_after)), reasons: Vec::new() }
        }
        Planned::Not(why) => {
            CallPlanned { message: None, from: None, reasons: why.iter().map(Refusal::to_string).collect() }
        }
    })
}
