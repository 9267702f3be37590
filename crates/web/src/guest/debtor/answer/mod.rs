//! An answer to one invoice or to many: said, shown, sent (CO-12).
//!
//! Phases: the form (`step=form`, or opened from a mail), what it will do (`step=preview`, rehearsed by the use case and
//! dropped), done (`step=do`). Only the last one changes anything. An answer that needs no more than a name is sent from its
//! form, which says what it does. Invoices that were to be confirmed are confirmed in the same unit (GL-40), from this
//! link (FR-22).

mod act;
mod form;
mod preview;

pub(super) use act::carry_out;

use super::DebtorVisit;
use super::statement;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::guest::words::Words;
use crate::guest::words::refusal;
use crate::guest::wrong::Wrong;
use crate::look::form::FormErrors;
use app::Error;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect};
use domain::id::InvoiceId;
use serde::Deserialize;
use std::collections::HashSet;
use store::kept;

/// What can be said of invoices; the codes are those of the clicks in letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Say {
    Confirmed,
    WillPay,
    Paid,
    Disputed,
    NotReceived,
    WrongContact,
}

impl Say {
    /// All that can be chosen for ticked invoices.
    pub const CHOOSABLE: [Self; 5] = [Self::Confirmed, Self::WillPay, Self::Paid, Self::Disputed, Self::NotReceived];

    /// All that can be said.
    pub const ALL: [Self; 6] =
        [Self::Confirmed, Self::WillPay, Self::Paid, Self::Disputed, Self::NotReceived, Self::WrongContact];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::WillPay => "will-pay",
            Self::Paid => "paid",
            Self::Disputed => "disputed",
            Self::NotReceived => "not-received",
            Self::WrongContact => "wrong-contact",
        }
    }

    /// Is all said with it, so that its form shows already what it does?
    pub const fn is_plain(self) -> bool {
        matches!(self, Self::Confirmed | Self::NotReceived | Self::WrongContact)
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|say| say.code() == code)
    }

    pub const fn label(self, words: &Words) -> &'static str {
        let w = &words.answer;
        match self {
            Self::Confirmed => w.confirmed,
            Self::WillPay => w.will_pay,
            Self::Paid => w.paid,
            Self::Disputed => w.disputed,
            Self::NotReceived => w.not_received,
            Self::WrongContact => w.wrong_contact,
        }
    }

    pub const fn explained(self, words: &Words) -> &'static str {
        let w = &words.answer;
        match self {
            Self::Confirmed => w.confirmed_does,
            Self::WillPay => w.will_pay_does,
            Self::Paid => w.paid_does,
            Self::Disputed => w.disputed_does,
            Self::NotReceived => w.not_received_does,
            Self::WrongContact => w.wrong_contact_does,
        }
    }
}

/// What a page of this kind is asked for in its address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    say: String,
    invoice: Option<InvoiceId>,
}

/// The invoices that the mail with this link spoke of.
async fn of_the_mail(visit: &DebtorVisit) -> Result<HashSet<InvoiceId>, Wrong> {
    let link = visit.guest.link.clone();
    visit
        .read(move |snapshot| {
            let mut found = HashSet::new();
            for message in kept::guest_link::messages_with(snapshot, &link)? {
                found.extend(kept::message::speaks_of(snapshot, message)?.1);
            }
            Ok(found)
        })
        .await
}

/// A form opened by its address, or by a click in a mail: the invoices of the mail are ticked already.
pub(super) async fn page(visit: DebtorVisit, Query(asked): Query<Asked>) -> Answer {
    let say = Say::of(&asked.say).ok_or(Wrong::Nothing)?;
    let statement = statement::of(&visit).await?;
    if statement.count == 0 && say != Say::WrongContact {
        // Nothing can be said of nothing: the page says that nothing is open.
        return Ok(Redirect::to(&visit.base).into_response());
    }
    let mut chosen = match asked.invoice {
        Some(invoice) => HashSet::from([invoice]),
        None => of_the_mail(&visit).await?,
    };
    chosen.retain(|id| statement.find(*id).is_some());
    if chosen.is_empty() && statement.count == 1 {
        chosen.extend(statement.lines().map(|(_, line)| line.id));
    }
    let sent = Sent::suggested(vec![("name".to_owned(), visit.usual_name())]);
    form::show(&visit, say, statement, chosen, &sent, FormErrors::default())
}

/// A step of the form.
pub(super) async fn send(visit: DebtorVisit, sent: Sent) -> Answer {
    let say = Say::of(sent.get("say")).ok_or(Wrong::Form)?;
    let statement = statement::of(&visit).await?;
    let all = sent.ticked("all") || say == Say::WrongContact;
    let chosen: HashSet<InvoiceId> = if all {
        statement.lines().map(|(_, line)| line.id).collect()
    } else {
        let wanted: Vec<InvoiceId> = sent.all("invoice").iter().filter_map(|id| id.parse().ok()).collect();
        wanted.into_iter().filter(|id| statement.find(*id).is_some()).collect()
    };
    let step = sent.get("step");
    if step != "preview" && step != "do" {
        // Back from the preview, the form is as it was; from the list, it is new.
        let named = Sent::suggested(vec![("name".to_owned(), visit.usual_name())]);
        let shown = if step == "again" { &sent } else { &named };
        return form::show(&visit, say, statement, chosen, shown, FormErrors::default());
    }
    let filled = match form::filled(&visit, say, &statement, &chosen, &sent) {
        Ok(filled) => filled,
        Err(errors) => return form::show(&visit, say, statement, chosen, &sent, errors),
    };
    let outcome = match step {
        "do" => match act::act(&visit, &sent, filled.clone()).await {
            Ok(outcome) => return preview::done(&visit, &filled, &outcome),
            Err(error) => Err(error),
        },
        _ => act::rehearse(&visit, filled.clone()).await,
    };
    match outcome {
        Ok(outcome) => preview::show(&visit, &statement, &filled, &outcome),
        Err(Error::Refused(refusals)) => {
            let mut errors = FormErrors::default();
            errors.general.extend(refusals.iter().map(|one| refusal::sentence(visit.words, one)));
            form::show(&visit, say, statement, chosen, &sent, errors)
        }
        Err(error) => Err(error.into()),
    }
}
