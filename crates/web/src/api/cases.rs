//! Cases: disputes, complaints, questions and requests, with all that was said.

use super::idempotency::Write;
use super::journals::moment;
use super::money::Money;
use super::page::{Page, PageOf};
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::{ACTOR, Answer, codes, created, done, names};
use crate::Web;
use app::dispute::{add_words, open, resolve, set_owner};
use app::{Error, client_by_code, debtor_by_code};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::dispute::{self as exact, CaseKind, CaseState, DisputeReason, OutcomeKind, Side, Speaker};
use domain::id::{CaseId, InvoiceId};
use domain::letter::Language;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Case {
    id: Uuid,
    /// Number people read: 12 is `C-12`.
    number: i64,
    #[schema(schema_with = names::case_kind)]
    kind: CaseKind,
    #[schema(schema_with = names::case_state)]
    state: CaseState,
    /// Code of the debtor.
    debtor: String,
    /// Code of the client; null when it is about the factor alone.
    client: Option<String>,
    /// Id of the invoice, where it is about one.
    invoice: Option<Uuid>,
    /// Why a dispute was raised.
    #[schema(schema_with = names::maybe_dispute_reason)]
    reason: Option<DisputeReason>,
    /// How much is disputed.
    amount: Option<Money>,
    /// Who at the factor answers for it.
    owner: String,
    opened_on: Date,
    /// To be settled by.
    due_on: Date,
    /// How it ended.
    #[schema(schema_with = names::maybe_outcome_kind)]
    outcome: Option<OutcomeKind>,
    settled_on: Option<Date>,
    /// All that was said, in order.
    words: Vec<Word>,
}

/// Something that was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CaseWord)]
pub(super) struct Word {
    at: Timestamp,
    #[schema(schema_with = names::speaking_side)]
    side: Side,
    who: String,
    words: String,
}

fn shown(case: exact::Case, debtors: &codes::Codes, clients: &codes::Codes) -> Case {
    let words = case.words.into_iter();
    Case {
        id: case.id.0,
        number: case.number,
        kind: case.kind,
        state: case.state,
        debtor: debtors.of(case.debtor.0),
        client: clients.maybe(case.client.map(|id| id.0)),
        invoice: case.invoice.map(|id| id.0),
        reason: case.reason,
        amount: case.amount.map(Money::from),
        owner: case.owner,
        opened_on: case.opened_on,
        due_on: case.due_on,
        outcome: case.settled.as_ref().map(|settled| settled.outcome.kind),
        settled_on: case.settled.as_ref().map(|settled| settled.on),
        words: words
            .map(|word| Word {
                at: moment(word.at),
                side: word.by.side,
                words: word.text(Language::English),
                who: word.by.name,
            })
            .collect(),
    }
}

fn read(reads: &mut dyn Reads, case: exact::Case) -> Result<Case, Error> {
    let debtors = codes::debtors(reads, &[case.debtor.0])?;
    let clients = codes::clients(reads)?;
    Ok(shown(case, &debtors, &clients))
}

fn by_number(reads: &mut dyn Reads, number: &str) -> Result<exact::Case, Error> {
    let missing = || Error::NotFound(format!("case {number}"));
    let number = number.strip_prefix("C-").unwrap_or(number).parse().map_err(|_| missing())?;
    kept::relation_case::by_number(reads, number)?.ok_or_else(missing)
}

async fn answer(web: &Web, case: CaseId) -> Result<Case, Error> {
    web.look(move |snapshot| {
        let case = kept::relation_case::get(snapshot, case)?.ok_or_else(|| Error::NotFound("case".to_owned()))?;
        read(snapshot, case)
    })
    .await
}

/// Which cases.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CasesOf {
    /// Code of a debtor: its cases, open and settled; all open cases where absent.
    debtor: Option<String>,
    /// How many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// The open cases of the factor, or all of a debtor, oldest first.
#[utoipa::path(get, path = "/cases", tag = "Cases", params(CasesOf),
    responses((status = 200, description = "A page of cases", body = Page<Case>)))]
pub(super) async fn list_cases(State(web): State<Web>, QueryOf(of): QueryOf<CasesOf>) -> Answer<Page<Case>> {
    let page = PageOf::new(of.limit, of.cursor);
    let (limit, after) = (page.limit()?, page.after::<i64>("cases")?.unwrap_or(0));
    let found = web.look(move |snapshot| {
        let mut found = match of.debtor {
            Some(code) => {
                let debtor = debtor_by_code(snapshot, &code)?;
                kept::relation_case::of_debtor(snapshot, debtor.id)?
            }
            None => kept::relation_case::open_after(snapshot, after)?,
        };
        found.retain(|case| case.number > after);
        found.sort_by_key(|case| case.number);
        let mut ids: Vec<Uuid> = found.iter().map(|case| case.debtor.0).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok((found, codes::debtors(snapshot, &ids)?, codes::clients(snapshot)?))
    });
    let (found, debtors, clients) = found.await?;
    done(Page::of("cases", limit, found, |case| case.number, |case| shown(case, &debtors, &clients)))
}

/// One case.
#[utoipa::path(get, path = "/cases/{number}", tag = "Cases",
    params(("number" = String, Path, description = "Number of the case, as `12` or `C-12`")),
    responses((status = 200, description = "The case", body = Case)))]
pub(super) async fn get_case(State(web): State<Web>, PathOf(number): PathOf<String>) -> Answer<Case> {
    let found = web.look(move |snapshot| {
        let case = by_number(snapshot, &number)?;
        read(snapshot, case)
    });
    done(found.await?)
}

/// Who says something, where it is not the factor itself.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Saying {
    #[schema(schema_with = names::speaking_side)]
    side: Side,
    /// The person's name.
    name: String,
}

fn speaker(saying: Option<Saying>) -> Speaker {
    saying.map_or_else(|| Speaker::new(Side::Factor, ACTOR), |saying| Speaker::new(saying.side, &saying.name))
}

/// A case as it is raised.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCase {
    #[schema(schema_with = names::case_kind)]
    kind: CaseKind,
    /// Code of the debtor.
    debtor: String,
    /// Code of the client; absent when it is about the factor alone.
    #[serde(default)]
    client: Option<String>,
    /// Id of the invoice, where it is about one. A dispute always is.
    #[serde(default)]
    invoice: Option<Uuid>,
    /// Why a dispute is raised.
    #[serde(default)]
    #[schema(schema_with = names::maybe_dispute_reason)]
    reason: Option<DisputeReason>,
    /// How much is disputed; the whole open balance where absent.
    #[serde(default)]
    amount: Option<Money>,
    words: String,
    /// Who raises it; the factor where absent.
    #[serde(default)]
    by: Option<Saying>,
}

/// Raise a case. The same thing raised again adds to the case that is open.
#[utoipa::path(post, path = "/cases", tag = "Cases", request_body = NewCase,
    responses((status = 201, description = "The case", body = Case)))]
pub(super) async fn open_case(
    State(web): State<Web>,
    write: Write<NewCase>,
) -> Result<(StatusCode, Json<Case>), Problem> {
    let body = write.body;
    let mut problems = Vec::new();
    let amount = body.amount.and_then(|amount| amount.read("amount", &mut problems));
    if !problems.is_empty() {
        return Err(Problem::refused(problems));
    }
    let opened = web.change(write.command, move |task| {
        let new = exact::NewCase {
            kind: body.kind,
            debtor: debtor_by_code(task, &body.debtor)?.id,
            client: body.client.map(|code| client_by_code(task, &code)).transpose()?.map(|client| client.id),
            invoice: body.invoice.map(InvoiceId),
            reason: body.reason,
            amount,
            words: body.words,
            by: speaker(body.by),
        };
        open(task, new)
    });
    let opened = opened.await?;
    created(answer(&web, opened.case).await?)
}

/// A step in the life of a case.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub(super) enum CaseStep {
    /// Something is said.
    AddWords {
        words: String,
        /// Who says it; the factor where absent.
        #[serde(default)]
        by: Option<Saying>,
    },
    /// Somebody at the factor answers for it from now on.
    SetOwner { owner: String },
    /// It is settled.
    Resolve {
        #[schema(schema_with = names::outcome_kind)]
        outcome: OutcomeKind,
        /// For a credit: how much the client credits.
        #[serde(default)]
        amount: Option<Money>,
        words: String,
    },
}

/// Add words to a case, give it to somebody, or settle it.
#[utoipa::path(post, path = "/cases/{number}/steps", tag = "Cases",
    params(("number" = String, Path, description = "Number of the case, as `12` or `C-12`")), request_body = CaseStep,
    responses((status = 200, description = "The case after the step", body = Case)))]
pub(super) async fn advance_case(
    State(web): State<Web>,
    PathOf(number): PathOf<String>,
    write: Write<CaseStep>,
) -> Answer<Case> {
    let step = write.body;
    let moved = web.change(write.command, move |task| {
        let case = by_number(task, &number)?.id;
        let moved = match step {
            CaseStep::AddWords { words, by } => add_words(task, case, speaker(by), &words)?,
            CaseStep::SetOwner { owner } => set_owner(task, case, &speaker(None), &owner)?,
            CaseStep::Resolve { outcome, amount, words } => {
                let mut problems = Vec::new();
                let amount = amount.and_then(|amount| amount.read("amount", &mut problems));
                if !problems.is_empty() {
                    return Err(Error::Refused(problems));
                }
                let outcome = exact::Outcome { kind: outcome, amount };
                resolve(task, case, speaker(None), outcome, &words)?
            }
        };
        Ok(moved.id)
    });
    let case = moved.await?;
    done(answer(&web, case).await?)
}
