//! The first page: everything that is open, where to pay it, and a way to answer for it.

use super::DebtorVisit;
use super::answer::Say;
use super::statement::{self, Line, Stands, Statement};
use crate::guest::cases::kind_word;
use crate::guest::frame::Frame;
use crate::guest::visit::Answer;
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use domain::dispute::Case;
use domain::id::ClientId;
use domain::money::Money;
use jiff::civil::Date;
use store::kept;

#[derive(Template)]
#[template(path = "guest/debtor/home.html")]
struct Home {
    f: Frame,
    statement: Statement,
    cases: Vec<Case>,
    today: Date,
}

impl Home {
    /// Amounts of several currencies in one line.
    fn amounts(&self, amounts: &[Money]) -> String {
        joined(&self.f, amounts)
    }

    fn stands(&self, line: &Line) -> String {
        words_of(&self.f, &line.stands, line.due, self.today)
    }

    fn tone(&self, line: &Line) -> &'static str {
        tone(&line.stands)
    }

    fn says(&self) -> Vec<(&'static str, &'static str)> {
        Say::CHOOSABLE.iter().map(|say| (say.code(), say.label(self.f.w))).collect()
    }

    /// The account all suppliers' invoices are paid to, where it is one.
    fn one_account(&self) -> bool {
        let mut accounts = self.statement.suppliers.iter().map(|one| one.pay_to.as_ref().map(|to| &to.account));
        accounts.next().is_some_and(|first| accounts.all(|other| other == first))
    }

    fn case_kind(&self, case: &Case) -> &'static str {
        kind_word(&self.f, case.kind)
    }
}

/// Amounts of several currencies in one line.
pub(super) fn joined(f: &Frame, amounts: &[Money]) -> String {
    amounts.iter().map(|amount| f.money(amount)).collect::<Vec<_>>().join(" + ")
}

/// How an invoice stands, in words.
pub(super) fn words_of(f: &Frame, stands: &Stands, due: Date, today: Date) -> String {
    let w = &f.w.debtor;
    match stands {
        Stands::ToConfirm => w.to_confirm.to_owned(),
        Stands::Disputed(case) => (w.disputed)(&format!("C-{case}")),
        Stands::Announced(on) => (w.announced)(&f.date(on)),
        Stands::SaidPaid(on) => (w.said_paid)(&f.date(on)),
        Stands::Confirmed => w.confirmed.to_owned(),
        Stands::CopyAsked => w.copy_asked.to_owned(),
        Stands::Due if due == today => w.due_today.to_owned(),
        Stands::Due => w.not_due.to_owned(),
        Stands::PastDue => (w.past_due)(crate::look::format::days_from(due, today)),
    }
}

/// The tone of an invoice's badge: the words carry the meaning.
pub(super) const fn tone(stands: &Stands) -> &'static str {
    match stands {
        Stands::ToConfirm => "information",
        Stands::Disputed(_) | Stands::PastDue | Stands::CopyAsked => "attention",
        Stands::Announced(_) | Stands::SaidPaid(_) | Stands::Confirmed => "good",
        Stands::Due => "neutral",
    }
}

/// The page; or, where a click in a mail brought an answer, its form.
pub(in crate::guest) async fn page(visit: DebtorVisit, clicked: Option<&str>) -> Answer {
    if let Some(say) = clicked {
        // Everything a letter offers has its page; what is not known shows the invoices.
        let to = match say {
            "acknowledged" | "proof" => Some(format!("/letters?say={say}")),
            other => Say::of(other).map(|say| format!("/answer?say={}", say.code())),
        };
        if let Some(to) = to {
            return Ok(Redirect::to(&format!("{}{to}", visit.base)).into_response());
        }
    }
    let (debtor, only, today) = (visit.debtor, visit.only, visit.guests.web.app.today());
    let factor = visit.guests.web.app.factor();
    let (statement, cases) = visit
        .read(move |snapshot| {
            let statement = statement::read(snapshot, &factor, debtor, only, today)?;
            let mut cases = kept::relation_case::of_debtor(snapshot, debtor)?;
            cases.retain(|case| case.is_open() && visible(case, only, &statement));
            Ok((statement, cases))
        })
        .await?;
    visit.show(&Home { f: visit.frame(), statement, cases, today })
}

/// A case is shown when it is about a supplier that is shown; about none, when the link shows all suppliers.
pub(super) fn visible(case: &Case, only: Option<ClientId>, statement: &Statement) -> bool {
    match case.client {
        Some(client) => statement.suppliers.iter().any(|one| one.client == client),
        None => only.is_none(),
    }
}
