//! Refused lines asked again: what would become of them now, then do it.

use super::super::guards::Guards;
use super::super::page::{ACTOR, Answer, Desk};
use super::super::posted::Posted;
use super::numbered;
use crate::look::facts::Preview;
use crate::look::format::{amount, counted};
use crate::look::{Noun, Page, Tone, filters};
use app::Error;
use app::schedule::{BATCH, Decided, decide_again};
use askama::Template;
use axum::extract::Path;
use domain::invoice::InvoiceState;
use domain::money::{Currency, Money};

/// Most lines that the preview lists.
const LISTED: usize = 100;

struct Line {
    line: i64,
    number: String,
    amount: Money,
    word: &'static str,
    guards: Guards,
}

#[derive(Template)]
#[template(path = "desk/schedule_again.html")]
struct AgainPage {
    page: Page,
    number: i64,
    preview: Preview,
    bought: usize,
    lines: Vec<Line>,
    left_out: usize,
    unit: Option<Currency>,
}

/// Shows what would become of the refused lines now.
pub(super) async fn preview(desk: Desk, Path(number): Path<i64>) -> Answer {
    let schedule = desk.read(move |book| numbered(book, number)).await?;
    let id = schedule.id;
    let decided = desk.apart(move |app| app.rehearse(ACTOR, move |task| decide_again(task, id))).await?;
    let bought: Vec<&Decided> = decided.iter().filter(|line| line.state == InvoiceState::Purchased).collect();
    let currency = schedule.line_sum.currency;
    let cash = Money::new(bought.iter().map(|line| line.cash.minor).sum(), currency);
    let count = |state| i64::try_from(decided.iter().filter(|line| line.state == state).count()).unwrap_or(i64::MAX);
    let mut steps = vec![(
        format!("{} bought now", counted(count(InvoiceState::Purchased), "line is", "lines are")),
        Some(Money::new(bought.iter().map(|line| line.amount.minor).sum(), currency)),
    )];
    steps.push((format!("{} refused as before", counted(count(InvoiceState::Rejected), "line is", "lines are")), None));
    if count(InvoiceState::InReview) > 0 {
        steps.push((format!("{} for you", counted(count(InvoiceState::InReview), "line waits", "lines wait")), None));
    }
    let asked = count(InvoiceState::Verifying) + count(InvoiceState::Verified);
    if asked > 0 {
        let words = counted(asked, "line waits", "lines wait");
        steps.push((format!("{words} for a confirmation or a notice"), None));
    }
    let mut lines: Vec<Line> = decided
        .iter()
        .map(|line| Line {
            line: line.line_no,
            number: line.number.clone(),
            amount: line.amount,
            word: match line.state {
                InvoiceState::Purchased => "would be bought",
                InvoiceState::InReview => "would wait for you",
                InvoiceState::Verifying => "would wait for its confirmation",
                InvoiceState::Verified => "would wait for its notice",
                _ => "refused again",
            },
            guards: Guards::of(&line.findings, None),
        })
        .collect();
    let left_out = lines.len().saturating_sub(LISTED);
    lines.truncate(LISTED);
    let template = AgainPage {
        page: desk.page(Noun::Schedules),
        number,
        preview: Preview {
            title: format!("Ask the refused lines of S-{number} again"),
            steps,
            total: Some(("Due to be paid to the client".to_owned(), cash)),
            undo: format!(
                "A purchase stands once it is made; the payment leaves only with a payment file. Up to {BATCH} lines are asked at once."
            ),
            second_person: None,
        },
        bought: bought.len(),
        lines,
        left_out,
        unit: Some(currency),
    };
    desk.show(&template)
}

/// Asks them.
pub(super) async fn ask(desk: Desk, Path(number): Path<i64>, posted: Posted) -> Answer {
    let id = desk.read(move |book| Ok(numbered(book, number)?.id)).await?;
    let decided: Vec<Decided> = desk.change(&posted, move |task| decide_again(task, id)).await?;
    let bought: Vec<&Decided> = decided.iter().filter(|line| line.state == InvoiceState::Purchased).collect();
    let to = format!("/schedules/{number}");
    let asked = counted(i64::try_from(decided.len()).unwrap_or(i64::MAX), "line was", "lines were");
    let Some(first) = bought.first() else {
        let text = format!("{asked} asked again; none was bought. The guards say why.");
        return Ok(desk.told(&format!("{to}?lines=refused"), Tone::Information, text, None));
    };
    let cash = bought
        .iter()
        .try_fold(Money::zero(first.cash.currency), |sum, line| sum.plus(line.cash))
        .map_err(Error::from)?;
    let text = format!(
        "{asked} asked again: {} bought, {} more is due to be paid.",
        counted(i64::try_from(bought.len()).unwrap_or(i64::MAX), "was", "were"),
        amount(cash),
    );
    Ok(desk.done(&to, text, Some((format!("S-{number}"), to.clone()))))
}
