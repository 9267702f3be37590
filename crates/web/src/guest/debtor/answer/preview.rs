//! What answers will do, and what they did.

use super::super::DebtorVisit;
use super::super::home;
use super::super::statement::{self, Line, Statement, Supplier};
use super::Say;
use super::form::Filled;
use crate::guest::frame::Frame;
use crate::guest::visit::Answer;
use app::answer::{AnswerOutcome, Taken};
use askama::Template;
use domain::id::InvoiceId;
use domain::money::Money;
use jiff::civil::Date;
use std::collections::HashSet;

/// What will be done.
#[derive(Template)]
#[template(path = "guest/debtor/answer_preview.html")]
struct PreviewPage {
    f: Frame,
    say: Say,
    /// The answers, written out: number, supplier, what is said.
    answers: Vec<(String, String, String)>,
    total: Vec<Money>,
    until: Option<Date>,
    cases: usize,
    name: String,
    /// The form again, hidden.
    hidden: Vec<(String, String)>,
}

impl PreviewPage {
    fn title(&self) -> &'static str {
        self.say.label(self.f.w)
    }

    fn amounts(&self) -> String {
        home::joined(&self.f, &self.total)
    }
}

/// Shows what the answers will do.
pub(super) fn show(visit: &DebtorVisit, statement: &Statement, filled: &Filled, outcome: &AnswerOutcome) -> Answer {
    let f = visit.frame();
    let said = said_words(&f, filled);
    let chosen: HashSet<InvoiceId> = filled.invoices.iter().copied().collect();
    let lines: Vec<(&Supplier, &Line)> = statement.lines().filter(|(_, line)| chosen.contains(&line.id)).collect();
    let answers =
        lines.iter().map(|(supplier, line)| (line.number.clone(), supplier.name.clone(), said.clone())).collect();
    let mut hidden: Vec<(String, String)> =
        filled.invoices.iter().map(|id| ("invoice".to_owned(), id.to_string())).collect();
    let text = |name: &str, value: String| (name.to_owned(), value);
    hidden.push(text("say", filled.say.code().to_owned()));
    hidden.push(text("name", filled.name.clone()));
    hidden.extend(filled.on.map(|on| text("on", on.to_string())));
    hidden.extend(filled.reason.map(|reason| text("reason", reason.code().to_owned())));
    hidden.extend(filled.amount.map(|amount| text("amount", amount.decimal().to_string())));
    hidden.push(text("how", filled.how.clone()));
    hidden.push(text("words", filled.words.clone()));
    let new = |taken: &&Taken| taken.is_new;
    let page = PreviewPage {
        say: filled.say,
        answers,
        total: statement::sums(lines.iter().map(|(_, line)| line.open))?,
        until: outcome.taken.iter().filter(new).filter_map(|taken| taken.until).max(),
        cases: outcome.taken.iter().filter(new).filter(|taken| taken.case.is_some()).count(),
        name: filled.name.clone(),
        hidden,
        f,
    };
    visit.show(&page)
}

/// What is said, written out.
fn said_words(f: &Frame, filled: &Filled) -> String {
    let w = &f.w.answer;
    let with = |text: String, more: &str| if more.is_empty() { text } else { format!("{text}: {more}") };
    match filled.say {
        Say::WillPay => {
            let text = (w.will_pay_on)(&filled.on.map(|on| f.date(&on)).unwrap_or_default());
            with(text, &filled.amount.map(|amount| f.money(&amount)).unwrap_or_default())
        }
        Say::Paid => with((w.paid_said)(&filled.on.map(|on| f.date(&on)).unwrap_or_default()), &filled.how),
        Say::Disputed => {
            let reason = filled.reason.map(w.reason).unwrap_or_default();
            with(reason.to_owned(), &filled.amount.map(|amount| f.money(&amount)).unwrap_or_default())
        }
        other => other.label(f.w).to_owned(),
    }
}

/// Tells what was done.
pub(super) fn done(visit: &DebtorVisit, filled: &Filled, outcome: &AnswerOutcome) -> Answer {
    let w = &visit.words.answer;
    let mut text = (w.done)(filled.invoices.len(), filled.say.label(visit.words));
    let cases: Vec<String> =
        outcome.taken.iter().filter_map(|taken| taken.case).map(|case| format!("C-{case}")).collect();
    if let Some(event) = outcome.event {
        text = format!("{text} {}", (w.receipt)(&event.to_string()));
    }
    if !cases.is_empty() {
        const NAMED: usize = 5;
        let more = if cases.len() > NAMED { " \u{2026}" } else { "" };
        let named = cases.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        text = format!("{text} {}", (w.case_numbers)(&format!("{named}{more}")));
    }
    if filled.say == Say::WrongContact {
        // This link has said itself that it is in the wrong hands: there is no page to go back to.
        let title = filled.say.label(visit.words);
        let f = Frame { party: None, until: None, here: String::new(), base: String::new(), ..visit.frame() };
        return visit.show(&Thanks { f, title, text: visit.words.answer.wrong_contact_done });
    }
    Ok(visit.done("", &text))
}

/// The last page of a link.
#[derive(Template)]
#[template(path = "guest/thanks.html")]
struct Thanks {
    f: Frame,
    title: &'static str,
    text: &'static str,
}
