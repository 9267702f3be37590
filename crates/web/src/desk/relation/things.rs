//! What stands behind one task of the first page: exactly its things, one line each.

use super::tasks::{LOOKED, Read, task};
use crate::look::Badge;
use crate::look::facts::Task;
use crate::look::format::{amount, day, relative, short_day};
use app::Error;
use domain::dispute::CaseKind;
use domain::id::InvoiceId;
use domain::invoice::InvoiceState;
use domain::notice::Notice;
use jiff::civil::Date;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use store::book::Reads;
use store::kept;
use store::kept::invoice::Invoice;

/// What a list is called, and its lines.
pub(in crate::desk) type Things = (String, Vec<Task>);

/// The things behind a task, by its word in the address; none where there is no such task.
pub(in crate::desk) fn things(
    reads: &mut dyn Reads,
    read: &Read,
    what: &str,
    on: Date,
) -> Result<Option<Things>, Error> {
    Ok(Some(match what {
        "proofs" => notices(read, "Assignments to prove", &read.proofs, |one| {
            let due = one.open_proof().map(|proof| proof.due_on);
            due.map_or_else(|| Badge::attention("asked for"), |due| clock(on, due))
        }),
        "doubted" => notices(read, "Doubted notices", &read.doubted, |_| Badge::stop("nothing is bought meanwhile")),
        "came-back" => {
            notices(read, "Notices that came back", &read.came_back, |_| Badge::stop("waits for a better address"))
        }
        "heads-ups" => notices(read, "Heads-ups to ask for", &read.waiting_heads_up, |one| {
            Badge::attention(format!("since {}", short_day(one.opened_on)))
        }),
        "promises" => promises(reads, read)?,
        "confirmations" => confirmations(reads, read)?,
        "decisions" => decisions(reads)?,
        "waiting" => waiting(reads, on)?,
        other => {
            let Some(kind) = other.strip_prefix("cases-").and_then(|kind| CaseKind::from_code(&kind.to_uppercase()))
            else {
                return Ok(None);
            };
            cases(read, kind, on)
        }
    }))
}

fn clock(on: Date, due: Date) -> Badge {
    if due < on {
        Badge::stop(format!("overdue since {}", short_day(due)))
    } else {
        Badge::attention(format!("due {}", relative(on, due)))
    }
}

fn notices(read: &Read, title: &str, notices: &[Notice], badge: impl Fn(&Notice) -> Badge) -> Things {
    let line = |one: &Notice| {
        let href = read.pair_page(std::slice::from_ref(one), "/letters/notices");
        task(read.pair(one), href, one.state().word(), badge(one))
    };
    (title.to_owned(), notices.iter().map(line).collect())
}

fn cases(read: &Read, kind: CaseKind, on: Date) -> Things {
    let of_kind = read.cases.iter().filter(|case| case.kind == kind);
    let line = |case: &domain::dispute::Case| {
        let words = case.words.first().map_or("", |first| first.words.as_str());
        let about = format!("{}: \u{201c}{words}\u{201d}", read.debtor(case.debtor));
        task(format!("C-{}", case.number), format!("/cases/{}", case.number), about, clock(on, case.due_on))
    };
    let title = format!("Cases near their clock: {}", kind.word());
    (title, of_kind.map(line).collect())
}

/// The invoices with these ids.
fn invoices(reads: &mut dyn Reads, ids: impl Iterator<Item = InvoiceId>) -> Result<HashMap<InvoiceId, Invoice>, Error> {
    let ids: Vec<uuid::Uuid> = ids.map(|id| id.0).collect();
    Ok(kept::invoice::by_ids(reads, &ids)?.into_iter().map(|invoice| (invoice.id, invoice)).collect())
}

/// CO-10: the promises that broke in the last days.
fn promises(reads: &mut dyn Reads, read: &Read) -> Result<Things, Error> {
    let known = invoices(reads, read.broken.iter().map(|answer| answer.invoice))?;
    let line = |answer: &domain::contact::Answer| {
        let invoice = known.get(&answer.invoice);
        let what = invoice.map_or_else(String::new, |invoice| invoice.offer.number.clone());
        let promised = answer.kept_by.map_or_else(String::new, |kept_by| format!(", to be there by {}", day(kept_by)));
        let about = format!(
            "{}: promised by {} on {}{promised}",
            read.debtor(answer.debtor),
            answer.by.name,
            day(answer.given_on)
        );
        let badge = Badge::attention(match answer.ended_on {
            Some(ended) => format!("broken {}", short_day(ended)),
            None => "broken".to_owned(),
        });
        let line = task(what, format!("/invoices/{}", answer.invoice), about, badge);
        let open = invoice.and_then(|invoice| invoice.receivable.as_ref().map(|bought| bought.money(bought.open)));
        Task { amount: open, ..line }
    };
    Ok(("Broken promises".to_owned(), read.broken.iter().map(line).collect()))
}

/// LC-07: confirmations that did not come; each leads to where it is called for, matched or done without.
fn confirmations(reads: &mut dyn Reads, read: &Read) -> Result<Things, Error> {
    let known = invoices(reads, read.unanswered.iter().map(|one| one.invoice))?;
    let mut clients = HashMap::new();
    for one in &read.unanswered {
        if let Entry::Vacant(place) = clients.entry(one.client) {
            place.insert(kept::party::client(reads, one.client)?.map(|client| client.code.to_string()));
        }
    }
    let line = |one: &domain::invoice::verification::Verification| {
        let invoice = known.get(&one.invoice);
        let what = invoice.map_or_else(String::new, |invoice| invoice.offer.number.clone());
        let client = clients.get(&one.client).cloned().flatten().unwrap_or_default();
        let code = read.debtors.get(&one.debtor).map_or("", |(code, _)| code.as_str());
        let about = format!("{} of {client}", read.debtor(one.debtor));
        let badge = Badge::attention(match one.requests.last() {
            Some(request) => format!("asked {}", short_day(request.on)),
            None => format!("to be asked since {}", short_day(one.required_on)),
        });
        let line = task(what, format!("/verifications/{code}/{client}"), about, badge);
        Task { amount: invoice.map(|invoice| invoice.offer.amount), ..line }
    };
    Ok(("Confirmations that did not come".to_owned(), read.unanswered.iter().map(line).collect()))
}

/// One line for an invoice that waits.
fn of_invoice(invoice: &Invoice, debtors: &HashMap<domain::id::DebtorId, String>, badge: Badge) -> Task {
    let debtor = invoice.debtor.and_then(|id| debtors.get(&id)).map_or("", String::as_str);
    let about = format!("{debtor}, {}", amount(invoice.offer.amount));
    let line = task(invoice.offer.number.clone(), format!("/invoices/{}", invoice.id), about, badge);
    Task { amount: Some(invoice.offer.amount), ..line }
}

fn debtors(reads: &mut dyn Reads, of: &[Invoice]) -> Result<HashMap<domain::id::DebtorId, String>, Error> {
    let mut ids: Vec<uuid::Uuid> = of.iter().filter_map(|invoice| invoice.debtor).map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(kept::party::debtors_by_id(reads, &ids)?.into_iter().map(|one| (one.id, one.name)).collect())
}

/// The lines that a person decides.
fn decisions(reads: &mut dyn Reads) -> Result<Things, Error> {
    let found = kept::invoice::waiting(reads, LOOKED)?;
    let debtors = debtors(reads, &found)?;
    let badge = || Badge::attention(InvoiceState::InReview.word());
    let lines = found.iter().map(|invoice| of_invoice(invoice, &debtors, badge())).collect();
    Ok(("Invoices to decide".to_owned(), lines))
}

/// The lines that wait for a confirmation or a notice longer than the policy allows.
fn waiting(reads: &mut dyn Reads, on: Date) -> Result<Things, Error> {
    let found = app::schedule::overdue(reads, on, super::super::today::OVERDUE)?;
    let all: Vec<Invoice> = found.iter().map(|late| late.invoice.clone()).collect();
    let debtors = debtors(reads, &all)?;
    let badge = |since| Badge::attention(format!("overdue since {}", short_day(since)));
    let lines = found.iter().map(|late| of_invoice(&late.invoice, &debtors, badge(late.since))).collect();
    Ok(("Invoices that wait too long".to_owned(), lines))
}
