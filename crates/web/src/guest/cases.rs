//! One case, seen by the debtor or by the client: what was said, and a way to add to it or to settle it (LC-08).
//!
//! Contract: a guest sees cases of its own side only; a debtor none about a supplier it was not told of. Which outcomes a
//! side may choose is the domain's rule.

use super::Guests;
use super::debtor::statement::notices;
use super::frame::Frame;
use super::sent::Sent;
use super::visit::{Answer, Visit};
use super::wrong::Wrong;
use crate::desk::invoices::papers::{ACCEPT, KINDS};
use crate::desk::value;
use crate::guest::words::refusal;
use crate::look::form::{Choice, Field, FormErrors};
use app::document::{NewDocument, add as add_document};
use app::guest::GuestParty;
use app::{Error, Task, dispute};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use domain::contact::DocumentKind;
use domain::dispute::{Case, CaseKind, Outcome, OutcomeKind, Side, Speaker, may_settle};
use domain::id::{CaseId, ClientId};
use domain::timeline::Who;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::Snapshot;
use store::kept;

/// Routes of cases.
pub(super) fn routes() -> Router<Guests> {
    Router::new().route("/g/{token}/case/{case}", get(page).post(send))
}

/// An entry of a case.
struct Said {
    on: Date,
    who: String,
    words: String,
}

#[derive(Template)]
#[template(path = "guest/case.html")]
struct CasePage {
    f: Frame,
    case: Case,
    other: String,
    invoice: Option<String>,
    entries: Vec<Said>,
    outcome: Option<Field>,
    amount: Option<Field>,
    words: Field,
    /// Where the case is about an invoice: a paper of it, for the other side.
    paper: Option<(Field, Field)>,
    name: Field,
    errors: FormErrors,
}

impl CasePage {
    fn kind(&self) -> &'static str {
        kind_word(&self.f, self.case.kind)
    }

    fn reason(&self) -> Option<&'static str> {
        self.case.reason.map(self.f.w.answer.reason)
    }
}

/// What kind of case, in words.
pub(super) const fn kind_word(f: &Frame, kind: CaseKind) -> &'static str {
    let w = &f.w.debtor;
    match kind {
        CaseKind::Dispute => w.case_dispute,
        CaseKind::Complaint => w.case_complaint,
        CaseKind::Question => w.case_question,
        CaseKind::Copy => w.case_copy,
        CaseKind::Proof => w.case_proof,
        CaseKind::Correction => w.case_correction,
    }
}

/// What a paper is, in the reader's language.
pub(super) const fn document_word(f: &Frame, kind: DocumentKind) -> &'static str {
    let w = &f.w.debtor;
    match kind {
        DocumentKind::Invoice => w.paper_invoice,
        DocumentKind::Order => w.paper_order,
        DocumentKind::Delivery => w.paper_delivery,
        DocumentKind::Timesheet => w.paper_timesheet,
        DocumentKind::Notice => w.paper_notice,
        DocumentKind::Remittance => w.paper_remittance,
        DocumentKind::Other => w.paper_other,
    }
}

/// The case, with who is on the other side and the number of its invoice.
type Found = (Case, String, Option<String>);

/// `only`: the one supplier that the link shows; then what is about none or several is another's to read.
fn find(
    snapshot: &mut Snapshot<'_>,
    party: GuestParty,
    only: Option<ClientId>,
    id: CaseId,
) -> Result<Option<Found>, Error> {
    let Some(case) = kept::relation_case::get(snapshot, id)? else { return Ok(None) };
    let other = match party {
        GuestParty::Debtor(debtor) => {
            let told = notices(snapshot, debtor, only)?;
            let shown = match case.client {
                Some(client) => told.iter().any(|notice| notice.client == client),
                None => only.is_none(),
            };
            if case.debtor != debtor || !shown {
                return Ok(None);
            }
            match case.client {
                Some(client) => kept::party::client(snapshot, client)?.map(|client| client.name),
                None => None,
            }
        }
        GuestParty::Client(client) => {
            if case.client != Some(client) {
                return Ok(None);
            }
            kept::party::debtors_by_id(snapshot, &[case.debtor.0])?.pop().map(|debtor| debtor.name)
        }
    };
    let invoice = match case.invoice {
        Some(invoice) => kept::invoice::get(snapshot, invoice)?.map(|invoice| invoice.offer.number),
        None => None,
    };
    Ok(Some((case, other.unwrap_or_default(), invoice)))
}

const fn side(party: GuestParty) -> Side {
    match party {
        GuestParty::Debtor(_) => Side::Debtor,
        GuestParty::Client(_) => Side::Client,
    }
}

async fn found(visit: &Visit, id: CaseId) -> Result<Found, Wrong> {
    let (party, only) = (visit.guest.party, visit.guest.contact.as_ref().and_then(|contact| contact.client));
    visit.read(move |snapshot| find(snapshot, party, only, id)).await?.ok_or(Wrong::Nothing)
}

/// What this side may end the case with.
fn outcomes(case: &Case, side: Side) -> Vec<OutcomeKind> {
    let may = |outcome: &&OutcomeKind| may_settle(case.kind, **outcome, side, case.opened_by.side);
    if case.is_open() { OutcomeKind::ALL.iter().filter(may).copied().collect() } else { Vec::new() }
}

fn show(visit: &Visit, (case, other, invoice): Found, sent: Option<&Sent>, errors: FormErrors) -> Answer {
    let f = visit.frame();
    let w = &f.w.case;
    let zone = TimeZone::get(&visit.guests.web.app.factor().zone).unwrap_or(TimeZone::UTC);
    let day = |at| Timestamp::from_microsecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone()).date();
    let raw = |name: &str| sent.map(|sent| sent.raw(name).to_owned()).unwrap_or_default();
    let may = outcomes(&case, side(visit.guest.party));
    let outcome = (!may.is_empty()).then(|| {
        let none = Choice::new("", w.go_on_talking);
        let choices = may.iter().map(|outcome| Choice::new(outcome.code(), (w.outcome)(*outcome)));
        Field::new("outcome", w.settle).value(raw("outcome")).choices([none].into_iter().chain(choices))
    });
    let unit = case.amount.map(|amount| amount.currency.to_string()).unwrap_or_default();
    let amount = may.contains(&OutcomeKind::Credit).then(|| {
        Field::new("amount", w.credit).hint(w.credit_hint).unit(unit).value(raw("amount")).optional().checked(&errors)
    });
    let name = if sent.is_some() { raw("name") } else { usual_name(visit) };
    let paper = case.invoice.filter(|_| case.is_open()).map(|_| {
        let choices = KINDS.map(|one| Choice::new(one.code(), document_word(&f, one)));
        (
            Field::new("file", w.paper).hint(f.w.debtor.paper_hint).accept(ACCEPT).optional().checked(&errors),
            Field::new("paper_kind", w.paper_kind)
                .value(raw("paper_kind"))
                .choices(choices)
                .optional()
                .checked(&errors),
        )
    });
    let language = f.w.language;
    let entries = case.words.iter().map(|word| Said {
        on: day(word.at),
        who: Who::from(&word.by).words(language),
        words: word.text(language),
    });
    let wrong = !errors.is_empty();
    let page = CasePage {
        entries: entries.collect(),
        other,
        invoice,
        outcome,
        amount,
        words: Field::new("words", w.words).value(raw("words")).checked(&errors),
        name: Field::new("name", f.w.common.your_name).hint(f.w.common.your_name_hint).value(name).checked(&errors),
        paper,
        case,
        errors,
        f,
    };
    if wrong { visit.refused(&page) } else { visit.show(&page) }
}

/// The name a form begins with: that of the person the link was given to.
pub(super) fn usual_name(visit: &Visit) -> String {
    let contact = visit.guest.contact.as_ref().filter(|contact| !contact.mailbox);
    contact.map(|contact| contact.name.clone()).unwrap_or_default()
}

async fn page(visit: Visit, Path((_, case)): Path<(String, CaseId)>) -> Answer {
    let found = found(&visit, case).await?;
    show(&visit, found, None, FormErrors::default())
}

async fn send(visit: Visit, Path((_, id)): Path<(String, CaseId)>, sent: Sent) -> Answer {
    let found = found(&visit, id).await?;
    let side = side(visit.guest.party);
    let w = &visit.words.case;
    let mut errors = FormErrors::default();
    let (words, name) = (sent.get("words").to_owned(), sent.get("name").to_owned());
    if name.is_empty() {
        errors.add("name", visit.words.common.name_missing);
    }
    let kind = OutcomeKind::from_code(sent.get("outcome")).filter(|kind| outcomes(&found.0, side).contains(kind));
    let file = sent.files.iter().find(|file| file.field == "file").filter(|_| found.0.invoice.is_some()).cloned();
    let paper_kind = DocumentKind::from_code(sent.get("paper_kind")).filter(|kind| KINDS.contains(kind));
    if file.is_some() && paper_kind.is_none() {
        errors.add("paper_kind", w.paper_kind_missing);
    }
    let paper = file.zip(paper_kind).map(|(file, kind)| {
        let frame = visit.frame();
        let told = format!("{}: {}", document_word(&frame, kind), file.name);
        (file, kind, told)
    });
    let words = match &paper {
        Some((_, _, told)) if words.is_empty() => told.clone(),
        _ => words,
    };
    if kind.is_none() && words.is_empty() {
        errors.add("words", w.words_missing);
    }
    let outcome = match kind {
        Some(OutcomeKind::Credit) => {
            let currency = found.0.amount.map(|amount| amount.currency);
            match currency.map(|currency| value::money(sent.get("amount"), currency)) {
                Some(Ok(amount)) => Some(Outcome::credit(amount)),
                _ => {
                    errors.add("amount", visit.words.answer.amount_wrong);
                    None
                }
            }
        }
        Some(kind) => Some(Outcome::of(kind)),
        None => None,
    };
    if !errors.is_empty() {
        return show(&visit, found, Some(&sent), errors);
    }
    let party = &visit.guest.name;
    let case = found.0.clone();
    let by = Speaker::new(side, &if name == *party { name } else { format!("{name}, {party}") });
    let done = visit
        .act(&sent, move |task: &mut Task<'_, '_>, _| {
            if let Some((file, kind, _)) = paper {
                let (client, name, by) = (case.client, file.name, by.clone());
                let debtor = Some(case.debtor);
                let new = NewDocument { kind, invoice: case.invoice, client, debtor, name, by };
                add_document(task, new, &file.content)?;
            }
            match outcome {
                Some(outcome) => dispute::resolve(task, id, by, outcome, &words).map(drop),
                None => dispute::add_words(task, id, by, &words).map(drop),
            }
        })
        .await;
    match done {
        Ok(()) => Ok(visit.done(&format!("/case/{id}"), if kind.is_some() { w.settled } else { w.added })),
        Err(Error::Refused(refusals)) => {
            let mut errors = FormErrors::default();
            for refusal in &refusals {
                let told = refusal::sentence(visit.words, refusal);
                if refusal.place == "file" { errors.add("file", told) } else { errors.general.push(told) }
            }
            show(&visit, found, Some(&sent), errors)
        }
        Err(error) => Err(error.into()),
    }
}
