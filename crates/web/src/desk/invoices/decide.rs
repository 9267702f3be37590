//! The decision of a person on a line that waits: both papers side by side, what buying would do, three answers.

use super::super::guards::Guards;
use super::super::page::{ACTOR, Answer, Desk};
use super::super::posted::{Posted, to_fields};
use super::super::wrong::Wrong;
use super::{Read, id_of, read};
use crate::look::facts::Preview;
use crate::look::form::{Field, FormErrors};
use crate::look::format::{amount, day};
use app::Error;
use app::schedule::{Decided, buy_waiting, refuse_waiting, withdraw};
use app::timeline::capital;
use axum::extract::Path;
use domain::invoice::InvoiceState;
use domain::money::Money;
use store::kept::invoice::Invoice;
use store::kept::view::invoice::Sides;

/// One thing that both papers say.
pub(super) struct Compared {
    pub name: &'static str,
    pub known: String,
    pub offered: String,
    pub differs: bool,
}

/// Both papers and the form.
pub(super) struct Comparison {
    pub id: String,
    pub facts: String,
    pub known: Option<(String, String)>,
    pub rows: Vec<Compared>,
    pub preview: Option<Preview>,
    pub reason: Field,
    pub errors: FormErrors,
}

impl Comparison {
    /// For a line that waits; `sent` is a refused answer with its errors.
    pub async fn of(desk: &Desk, read: &Read, sent: Option<(&Posted, FormErrors)>) -> Result<Self, Wrong> {
        let id = read.invoice.id;
        let bought = desk.apart(move |app| app.rehearse(ACTOR, move |task| buy_waiting(task, id))).await;
        let preview = match bought {
            Ok(decided) => Some(preview(read, &decided)),
            Err(Error::Refused(_)) => None,
            Err(other) => return Err(other.into()),
        };
        let (typed, errors) = sent.map_or_else(
            || (String::new(), FormErrors::default()),
            |(posted, errors)| (posted.get("reason").to_owned(), errors),
        );
        Ok(Self {
            id: id.to_string(),
            facts: capital(&Guards::of(&read.decision.findings, None).objections()),
            known: read.rival.as_ref().map(|(rival, sides)| {
                (format!("{} on S-{}", rival.offer.number, sides.schedule), format!("/invoices/{}", rival.id))
            }),
            rows: rows(read),
            preview,
            reason: Field::new("reason", "Reason")
                .hint("For refusing or withdrawing: the client reads it. For buying it is not needed.")
                .value(typed)
                .optional()
                .checked(&errors),
            errors,
        })
    }
}

/// What a line waits for that needs no decision, and what a person may do all the same.
pub(super) struct Waits {
    pub id: String,
    pub facts: String,
    pub confirmation: bool,
    /// Where its confirmation is recorded.
    pub record: Option<String>,
    pub reason: Field,
    pub errors: FormErrors,
}

impl Waits {
    /// For a line that waits; `sent` is a refused answer with its errors.
    pub fn of(read: &Read, sent: Option<(&Posted, FormErrors)>) -> Self {
        let (typed, errors) = sent.map_or_else(
            || (String::new(), FormErrors::default()),
            |(posted, errors)| (posted.get("reason").to_owned(), errors),
        );
        Self {
            id: read.invoice.id.to_string(),
            facts: capital(&Guards::of(&read.decision.findings, None).objections()),
            confirmation: read.invoice.state == InvoiceState::Verifying,
            record: read
                .sides
                .debtor
                .as_ref()
                .filter(|_| read.invoice.state == InvoiceState::Verifying)
                .map(|(debtor, _)| format!("/verifications/{debtor}/{}", read.sides.client.0)),
            reason: Field::new("reason", "Reason")
                .hint("For refusing or withdrawing: the client reads it. For doing without a confirmation: the decision keeps it.")
                .value(typed)
                .checked(&errors),
            errors,
        }
    }
}

fn rows(read: &Read) -> Vec<Compared> {
    let Some((rival, rival_sides)) = &read.rival else { return Vec::new() };
    let say = |invoice: &Invoice, sides: &Sides| -> Vec<(&'static str, String)> {
        let offer = &invoice.offer;
        vec![
            ("Number", offer.number.clone()),
            ("Debtor", sides.debtor.as_ref().map_or_else(|| invoice.debtor_stated.clone(), |(_, name)| name.clone())),
            ("Amount", amount(offer.amount)),
            ("Issued", day(offer.issued)),
            ("Due", day(offer.due)),
            ("Delivered", offer.delivered.map_or_else(String::new, day)),
            ("What was sold", offer.description.clone().unwrap_or_default()),
            ("Order", offer.order.clone().unwrap_or_default()),
            ("Contract", offer.contract.clone().unwrap_or_default()),
            ("Payment reference", offer.payment_reference.clone().unwrap_or_default()),
            ("Schedule", format!("S-{}, line {}", sides.schedule, invoice.line_no)),
            ("State", invoice.state.word().to_owned()),
        ]
    };
    let pairs = say(rival, rival_sides).into_iter().zip(say(&read.invoice, &read.sides));
    pairs
        .filter(|((_, known), (_, offered))| !known.is_empty() || !offered.is_empty())
        .map(|((name, known), (_, offered))| {
            // Two lines never share a schedule line or a state; that says nothing about the papers.
            let differs = known != offered && !matches!(name, "Schedule" | "State");
            Compared { name, known, offered, differs }
        })
        .collect()
}

fn preview(read: &Read, decided: &Decided) -> Preview {
    let number = &read.invoice.offer.number;
    let client = &read.sides.client.1;
    if decided.state != InvoiceState::Purchased {
        let objections =
            decided.findings.iter().filter(|finding| finding.verdict != domain::invoice::guard::Verdict::Pass);
        let steps = objections.map(|finding| (finding.facts.clone(), None)).collect();
        return Preview {
            title: format!("If you say it is another invoice, {number} is still not bought"),
            steps,
            total: None,
            undo: if decided.state.is_waiting() {
                "It waits then, and is bought by itself when that is there.".to_owned()
            } else {
                "It is refused then, and can be asked again once this is put right.".to_owned()
            },
            second_person: None,
        };
    }
    let fee = Money::new(decided.advance.minor - decided.cash.minor, decided.cash.currency);
    Preview {
        title: format!("If you say it is another invoice, {number} is bought"),
        steps: vec![
            ("Advance".to_owned(), Some(decided.advance)),
            ("Fees taken from it".to_owned(), Some(fee.negated())),
        ],
        total: Some((format!("Due to be paid to {client}"), decided.cash)),
        undo: "A purchase stands once it is made. The payment leaves only with a payment file.".to_owned(),
        second_person: None,
    }
}

/// Buys, refuses or takes back what waits.
pub(super) async fn decide(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let id = id_of(&id)?;
    let reason = posted.get("reason").to_owned();
    let act = posted.get("act").to_owned();
    let done = match act.as_str() {
        "buy" => desk.change(&posted, move |task| buy_waiting(task, id)).await.map(|decided| decided.state),
        "refuse" => desk.change(&posted, move |task| refuse_waiting(task, id, &reason)).await,
        "waive" => desk
            .change(&posted, move |task| app::verification::waive(task, id, &reason))
            .await
            .map(|bought| if bought > 0 { InvoiceState::Purchased } else { InvoiceState::Verified }),
        "withdraw" => desk.change(&posted, move |task| withdraw(task, id, &reason)).await,
        _ => return Err(Wrong::Form("it does not say what is decided".to_owned())),
    };
    let error = match done {
        Ok(state) => {
            let today = desk.today;
            let read = desk.read(move |book| read(book, id, today)).await?;
            let number = read.invoice.offer.number;
            let schedule = read.sides.schedule;
            let text = match state {
                InvoiceState::Purchased => format!("Invoice {number} is bought; its advance is due to be paid."),
                InvoiceState::Verifying | InvoiceState::Verified => {
                    format!(
                        "Invoice {number} is cleared. It still waits, as its guards say, and is bought when that is there."
                    )
                }
                InvoiceState::Withdrawn => format!("Invoice {number} is withdrawn. The client may offer it again."),
                _ => format!("Invoice {number} is refused. It can be asked again from its schedule."),
            };
            return Ok(desk.done(
                &format!("/invoices/{id}"),
                text,
                Some((format!("S-{schedule}"), format!("/schedules/{schedule}"))),
            ));
        }
        Err(error) => error,
    };
    let mut errors = FormErrors::default();
    to_fields(error, &[("REASON", "reason")], &mut errors)?;
    let today = desk.today;
    let read = desk.read(move |book| read(book, id, today)).await?;
    if read.invoice.state.is_waiting() {
        let waits = Waits::of(&read, Some((&posted, errors)));
        return desk.refused(&super::page(&desk, &read, None, Some(waits)));
    }
    if read.invoice.state != InvoiceState::InReview {
        let fact =
            format!("invoice {} does not wait any more: {}", read.invoice.offer.number, read.invoice.state.word());
        return Err(Error::refused(
            "INVOICE_STATE",
            fact,
            "Somebody has decided it. Open it to see what became of it.",
        )
        .into());
    }
    let comparison = Comparison::of(&desk, &read, Some((&posted, errors))).await?;
    desk.refused(&super::page(&desk, &read, Some(comparison), None))
}
