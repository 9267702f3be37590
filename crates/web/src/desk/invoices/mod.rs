//! One invoice: what is open, its life, every movement with its proof, and the decision it waits for.
//!
//! Addresses: `/invoices/{id}`, and `/invoices/{id}/decide` for a line that waits for a person.

mod decide;
mod life;
pub(super) mod movements;
pub(crate) mod papers;

use super::guards::{Guards, state_badge};
use super::page::{Answer, Desk};
use crate::Web;
use crate::look::chart::Svg;
use crate::look::facts::{Fact, Figure};
use crate::look::format::{amount, day, percent, relative};
use crate::look::{Badge, Noun, Page, filters};
use app::Error;
use app::schedule::Decision;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use decide::{Comparison, Waits};
use domain::agreement::{RecourseFrom, RecourseType, Terms};
use domain::contact::{ContactPolicy, Grant, LateInterest, late_interest};
use domain::id::InvoiceId;
use domain::invoice::{InvoiceState, Receivable};
use domain::money::Money;
use domain::proof::Proof;
use jiff::ToSpan;
use jiff::civil::Date;
use movements::Movement;
use store::kept;
use store::kept::event::Recorded;
use store::kept::invoice::Invoice;
use store::kept::journal::Booked;
use store::kept::view::invoice::{Applied, Sides};
use uuid::Uuid;

/// The pages of this noun.
pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/invoices/{id}", get(show))
        .route("/invoices/{id}/decide", post(decide::decide))
        .route("/invoices/{id}/papers", get(papers::show).post(papers::send))
        .route("/papers/{id}", get(papers::fetch))
}

/// Everything the book knows of one invoice.
struct Read {
    invoice: Invoice,
    sides: Sides,
    offered: Date,
    decision: Decision,
    decided: Recorded,
    journals: Vec<Booked>,
    applications: Vec<Applied>,
    terms: Option<Terms>,
    rival: Option<(Invoice, Sides)>,
    late: Option<(LateInterest, Grant)>,
    papers: usize,
}

/// An application in the table.
struct AppliedRow {
    number: String,
    href: String,
    payer: String,
    date: Date,
    amount: Money,
    reason: String,
    undo: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/invoice.html")]
struct InvoicePage {
    page: Page,
    number: String,
    schedule: i64,
    badge: Badge,
    answer: Money,
    words: String,
    comparison: Option<Comparison>,
    waits: Option<Waits>,
    figures: Vec<Figure>,
    life: Svg,
    movements: Vec<Movement>,
    currency: domain::money::Currency,
    applications: Vec<AppliedRow>,
    guards: Guards,
    facts: Vec<Fact>,
}

fn id_of(text: &str) -> Result<InvoiceId, Error> {
    text.parse::<Uuid>().map(InvoiceId).map_err(|_| Error::NotFound("such invoice".to_owned()))
}

async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    let id = id_of(&id)?;
    let today = desk.today;
    let read = desk.read(move |book| read(book, id, today)).await?;
    let comparison = match read.invoice.state {
        InvoiceState::InReview => Some(Comparison::of(&desk, &read, None).await?),
        _ => None,
    };
    let waits = read.invoice.state.is_waiting().then(|| Waits::of(&read, None));
    desk.show(&page(&desk, &read, comparison, waits))
}

/// CO-32: what the client may ask of this debtor, and by what, where something grants it and the client has opted in.
fn late(
    book: &mut store::Snapshot<'_>,
    invoice: &Invoice,
    today: Date,
) -> Result<Option<(LateInterest, Grant)>, Error> {
    let (Some(debtor), Some(bought)) = (invoice.debtor, &invoice.receivable) else { return Ok(None) };
    if today <= invoice.offer.due {
        return Ok(None);
    }
    let Some(grant) = kept::contact::relation(book, invoice.client, debtor)?.asks_late_interest() else {
        return Ok(None);
    };
    let policy: ContactPolicy = kept::policy::get(book, ContactPolicy::POLICY)?;
    let days = i64::from((today - invoice.offer.due).get_days());
    Ok(late_interest(bought.money(bought.open), days, policy.uk_base_rate_bp)?.map(|found| (found, grant)))
}

fn read(book: &mut store::Snapshot<'_>, id: InvoiceId, today: Date) -> Result<Read, Error> {
    let missing = || Error::NotFound("such invoice".to_owned());
    let invoice = kept::invoice::get(book, id)?.ok_or_else(missing)?;
    let sides = kept::view::invoice::sides(book, id)?.ok_or_else(missing)?;
    let schedule = kept::schedule::get(book, invoice.schedule)?.ok_or_else(missing)?;
    let decided = kept::event::get(book, invoice.decided_seq)?.ok_or_else(missing)?;
    let terms = match &invoice.receivable {
        Some(bought) => kept::agreement::versions(book, invoice.client)?
            .into_iter()
            .find(|one| one.version == bought.agreement_version)
            .map(|one| one.terms),
        None => None,
    };
    let rival = match invoice.state {
        InvoiceState::InReview => match kept::view::invoice::rival(book, &invoice)? {
            Some(rival) => kept::invoice::get(book, rival)?.zip(kept::view::invoice::sides(book, rival)?),
            None => None,
        },
        _ => None,
    };
    let late = late(book, &invoice, today)?;
    Ok(Read {
        late,
        papers: kept::document::of_invoices(book, &[id.0])?.len(),
        decision: Decision::read(&decided.body)?,
        decided,
        sides,
        offered: schedule.business_date,
        journals: kept::journal::of_invoice(book, id)?,
        applications: kept::view::invoice::applications(book, id)?,
        terms,
        rival,
        invoice,
    })
}

fn page(desk: &Desk, read: &Read, comparison: Option<Comparison>, waits: Option<Waits>) -> InvoicePage {
    let today = desk.today;
    let invoice = &read.invoice;
    let offer = &invoice.offer;
    let (answer, words) = answer(invoice, today);
    let recourse = recourse(invoice, read.terms.as_ref());
    InvoicePage {
        page: desk.page(Noun::Schedules),
        number: offer.number.clone(),
        schedule: read.sides.schedule,
        badge: state_badge(invoice.state, offer.due, today),
        answer,
        words,
        figures: invoice.receivable.as_ref().map(|bought| figures(bought, invoice, &read.journals)).unwrap_or_default(),
        life: life::picture(invoice, read.offered, &read.journals, recourse, today),
        movements: movements::of(&read.journals),
        currency: offer.amount.currency,
        applications: read.applications.iter().map(applied).collect(),
        guards: Guards::of(&read.decision.findings, read.decision.reason.clone()),
        facts: facts(read, recourse),
        comparison,
        waits,
    }
}

/// The answer on top: what is open, or what was offered where nothing was bought.
fn answer(invoice: &Invoice, today: Date) -> (Money, String) {
    let offer = &invoice.offer;
    match &invoice.receivable {
        Some(bought) if bought.open > 0 => (
            bought.money(bought.open),
            format!("open of {}, due {}, {}", offer.amount.figures(), day(offer.due), relative(today, offer.due)),
        ),
        Some(bought) => {
            let paid = bought.closed.map_or_else(String::new, |closed| {
                let late = (closed - offer.due).get_days();
                let when = match late {
                    0 => "on the due date".to_owned(),
                    1 => "1 day after the due date".to_owned(),
                    -1 => "1 day before the due date".to_owned(),
                    late if late > 0 => format!("{late} days after the due date"),
                    early => format!("{} days before the due date", -early),
                };
                format!(": paid on {}, {when}", day(closed))
            });
            (bought.money(0), format!("open of {}{paid}", offer.amount.figures()))
        }
        None => {
            let words = match invoice.state {
                InvoiceState::InReview => "offered; it waits for your decision",
                InvoiceState::Verifying => "offered; the customer is to confirm it first",
                InvoiceState::Verified => "offered; its notice is to arrive first",
                InvoiceState::Returned => "offered, and not confirmed by the customer: it is back with the client",
                InvoiceState::Withdrawn => "offered, then withdrawn",
                _ => "offered and not bought",
            };
            (offer.amount, words.to_owned())
        }
    }
}

/// GL-16: the day from which the client must buy it back, where it must.
fn recourse(invoice: &Invoice, terms: Option<&Terms>) -> Option<Date> {
    let (bought, recourse) = (invoice.receivable.as_ref()?, &terms?.recourse);
    if recourse.kind == RecourseType::NonRecourse {
        return None;
    }
    let from = match recourse.from {
        RecourseFrom::Purchase => bought.purchased,
        RecourseFrom::InvoiceDate => bought.issued,
        RecourseFrom::DueDate => bought.due,
    };
    from.checked_add(i64::from(recourse.window_days).days()).ok()
}

/// The proof of a rule among the journals that stand, the last one first.
fn proof(journals: &[Booked], rules: &[&str]) -> Option<Proof> {
    let proofs = journals.iter().rev().flat_map(|booked| &booked.journal.proofs);
    proofs.into_iter().find(|proof| rules.contains(&proof.rule.as_str())).cloned()
}

fn figures(bought: &Receivable, invoice: &Invoice, journals: &[Booked]) -> Vec<Figure> {
    let figure = |label: &str, minor: i64, note: String, proof: Option<Proof>| Figure {
        label: label.to_owned(),
        amount: bought.money(minor),
        note: Some(note),
        proof,
    };
    let purchase = journals.first().map(std::slice::from_ref).unwrap_or_default();
    vec![
        figure(
            "Advance",
            invoice.advance.minor,
            format!("{}, on {}", percent(bought.advance_rate), day(bought.purchased)),
            proof(purchase, &["GL-04"]),
        ),
        figure("Held reserve", bought.held, "the client\u{2019}s, not yet payable".to_owned(), None),
        figure(
            "Fee so far",
            bought.fee_posted,
            format!("agreement version {}", bought.agreement_version),
            proof(journals, &["FE-20", "FE-21", "FE-09", "FE-10", "FE-12", "FE-26", "LE-26"]),
        ),
        figure("Accrued", bought.fee_accrued, "earned, not yet charged".to_owned(), None),
    ]
}

fn applied(one: &Applied) -> AppliedRow {
    AppliedRow {
        number: format!("R-{}", one.number),
        href: format!("/cash/{}", one.number),
        payer: one.payer.clone(),
        date: one.value_date,
        amount: one.applied,
        reason: one.reason.clone(),
        undo: one.ended_seq.is_none().then(|| format!("/cash/{}#applied", one.number)),
    }
}

fn facts(read: &Read, recourse: Option<Date>) -> Vec<Fact> {
    let Read { invoice, sides, .. } = read;
    let offer = &invoice.offer;
    let (code, name) = &sides.client;
    let debtor = match &sides.debtor {
        Some((code, name)) => Fact::new("Debtor", name.as_str()).link(format!("/debtors/{code}")),
        None => Fact::new("Debtor", format!("not on file: {}", invoice.debtor_stated)),
    };
    let mut facts = vec![
        Fact::new("Client", name.as_str()).link(format!("/clients/{code}")),
        debtor,
        Fact::new("Schedule", format!("S-{}, line {}", sides.schedule, invoice.line_no))
            .link(format!("/schedules/{}", sides.schedule)),
        Fact::new("Amount", amount(offer.amount)),
        Fact::new("Issued", day(offer.issued)),
        Fact::new("Due", day(offer.due)),
    ];
    if let Some(bought) = &invoice.receivable {
        let version = bought.agreement_version;
        facts.push(
            Fact::new("Agreement", format!("version {version}")).link(format!("/clients/{code}/agreements/{version}")),
        );
        match recourse {
            Some(date) if bought.open > 0 => {
                facts.push(Fact::new("Recourse", format!("to the client from {}", day(date))));
            }
            None if bought.open > 0 => facts.push(Fact::new("Recourse", "none: the debtor\u{2019}s failure is ours")),
            _ => {}
        }
        if let Some(cleared) = bought.cleared {
            facts.push(Fact::new("Payment cleared", day(cleared)));
        }
    }
    let optional = [
        ("Delivered", offer.delivered.map(day)),
        ("What was sold", offer.description.clone()),
        ("Order", offer.order.clone()),
        ("Contract", offer.contract.clone()),
        ("Payment reference", offer.payment_reference.clone()),
        ("Payee named", offer.payee.clone()),
    ];
    facts.extend(optional.into_iter().filter_map(|(name, value)| Some(Fact::new(name, value?))));
    facts.extend(read.late.as_ref().map(|(late, grant)| {
        let total = amount(late.total);
        let words = format!("{total}, granted by {}, in no letter: {}", grant.word(), late.proof.formula);
        Fact::new("Late interest to date", words)
    }));
    let papers = match read.papers {
        0 => "none yet: add one".to_owned(),
        count => format!("{count} on file"),
    };
    facts.push(Fact::new("Papers", papers).link(format!("/invoices/{}/papers", read.invoice.id)));
    facts.push(Fact::new("Decided", format!("{} by {}", day(read.decided.business_date), read.decided.actor)));
    facts
}
