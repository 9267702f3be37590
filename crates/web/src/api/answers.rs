//! What debtors say of their invoices, written down by the factor.

use super::idempotency::Write;
use super::journals::moment;
use super::money::Money;
use super::page::{Page, PageOf, and_one_more};
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::{Answer, created, names};
use crate::Web;
use app::answer::{GivenAnswer, Giver, give};
use app::{Error, Refusal, debtor_by_code};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::contact::{self as exact, AnswerKind, AnswerState};
use domain::dispute::{DisputeReason, Side, Speaker};
use domain::id::InvoiceId;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// What is said of an invoice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub(super) enum Said {
    /// It will be paid.
    WillPay {
        on: Date,
        /// How much; all that is open where absent.
        #[serde(default)]
        amount: Option<Money>,
    },
    /// It was paid.
    Paid {
        on: Date,
        /// How: `wire`, `cheque 4711`.
        #[serde(default)]
        how: String,
    },
    /// It is right.
    Confirmed {
        #[serde(default)]
        words: String,
    },
    /// The invoice never came.
    NotReceived {
        #[serde(default)]
        words: String,
    },
    /// It need not be paid, or not in full.
    Disputed {
        #[schema(schema_with = names::dispute_reason)]
        reason: DisputeReason,
        /// How much; all that is open where absent.
        #[serde(default)]
        amount: Option<Money>,
        #[serde(default)]
        words: String,
    },
    /// Somebody else is to be asked.
    WrongContact {
        #[serde(default)]
        words: String,
    },
}

impl Said {
    fn read(self, place: &str, problems: &mut Vec<Refusal>) -> exact::Said {
        let mut exactly =
            |amount: Option<Money>| amount.and_then(|amount| amount.read(&format!("{place}.amount"), problems));
        match self {
            Self::WillPay { on, amount } => exact::Said::WillPay { on, amount: exactly(amount) },
            Self::Paid { on, how } => exact::Said::Paid { on, how },
            Self::Confirmed { words } => exact::Said::Confirmed { words },
            Self::NotReceived { words } => exact::Said::NotReceived { words },
            Self::Disputed { reason, amount, words } => {
                exact::Said::Disputed { reason, amount: exactly(amount), words }
            }
            Self::WrongContact { words } => exact::Said::WrongContact { words },
        }
    }
}

/// What is said of one invoice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAnswer {
    /// Id of the invoice.
    invoice: Uuid,
    said: Said,
}

/// Answers of a debtor's person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAnswers {
    /// Who at the debtor said it.
    person: String,
    answers: Vec<NewAnswer>,
}

/// What became of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct TakenAnswer {
    /// Id of the invoice.
    invoice: Uuid,
    /// Its number.
    number: String,
    /// Nobody writes about it until the end of this day.
    until: Option<Date>,
    /// Number of the case it opened or added to: 12 is `C-12`.
    case: Option<i64>,
    /// False when the same had been said before.
    is_new: bool,
}

/// What became of the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct TakenAnswers {
    taken: Vec<TakenAnswer>,
    /// The event that holds them; null when nothing was new.
    event: Option<i64>,
}

/// Write down what a debtor said of its invoices.
#[utoipa::path(post, path = "/debtors/{code}/answers", tag = "Cases",
    params(("code" = String, Path, description = "Code of the debtor")), request_body = NewAnswers,
    responses((status = 201, description = "What became of them", body = TakenAnswers)))]
pub(super) async fn give_answers(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    write: Write<NewAnswers>,
) -> Result<(StatusCode, Json<TakenAnswers>), Problem> {
    let NewAnswers { person, answers } = write.body;
    let mut problems = Vec::new();
    let answers: Vec<GivenAnswer> = answers
        .into_iter()
        .enumerate()
        .map(|(place, one)| {
            let said = one.said.read(&format!("answers[{place}].said"), &mut problems);
            GivenAnswer { invoice: InvoiceId(one.invoice), said }
        })
        .collect();
    if person.trim().is_empty() {
        let remedy = "Write who at the debtor said it.";
        problems.push(Refusal::at("person", "PERSON", "nobody is named", remedy));
    }
    if !problems.is_empty() {
        return Err(Problem::refused(problems));
    }
    let outcome = web.change(write.command, move |task| {
        let debtor = debtor_by_code(task, &code)?.id;
        let giver = Giver { debtor, client: None, by: Speaker::new(Side::Debtor, &person), contact: None };
        give(task, &giver, &answers)
    });
    let outcome = outcome.await?;
    let taken = outcome.taken.into_iter().map(|one| TakenAnswer {
        invoice: one.invoice.0,
        number: one.number,
        until: one.until,
        case: one.case,
        is_new: one.is_new,
    });
    created(TakenAnswers { taken: taken.collect(), event: outcome.event })
}

/// What was said of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct KeptAnswer {
    id: Uuid,
    /// Id of the invoice.
    invoice: Uuid,
    #[schema(schema_with = names::answer_kind)]
    kind: AnswerKind,
    #[schema(schema_with = names::answer_state)]
    state: AnswerState,
    given_at: Timestamp,
    /// Who said it.
    by: String,
    /// The last day it stops contact.
    until: Option<Date>,
}

/// What a debtor said of its invoices, newest first.
#[utoipa::path(get, path = "/debtors/{code}/answers", tag = "Cases",
    params(("code" = String, Path, description = "Code of the debtor"), PageOf),
    responses((status = 200, description = "A page of answers", body = Page<KeptAnswer>)))]
pub(super) async fn list_answers(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    QueryOf(page): QueryOf<PageOf>,
) -> Answer<Page<KeptAnswer>> {
    let (limit, after) = (page.limit()?, page.after::<Uuid>("answers")?);
    let found = web.look(move |snapshot| {
        let debtor = debtor_by_code(snapshot, &code)?;
        Ok::<_, Error>(kept::answer::of_debtor_before(snapshot, debtor.id, after, and_one_more(limit))?)
    });
    let shown = |answer: exact::Answer| KeptAnswer {
        id: answer.id.0,
        invoice: answer.invoice.0,
        kind: answer.kind(),
        state: answer.state,
        given_at: moment(answer.given_at),
        by: answer.by.to_string(),
        until: answer.until,
    };
    super::done(Page::of("answers", limit, found.await?, |answer| answer.id, shown))
}
