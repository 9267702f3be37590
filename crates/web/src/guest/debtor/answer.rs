//! An answer to one invoice or to many: said, shown, sent (CO-12).
//!
//! Phases: the form (`step=form`, or opened from a mail), what it will do (`step=preview`, rehearsed by the use case and
//! dropped), done (`step=do`). Only the last one changes anything. Invoices that were to be confirmed are confirmed in
//! the same unit (GL-40), from this link (FR-22).

use super::home::words_of;
use super::statement::{self, Line, Statement, Supplier};
use super::{DebtorVisit, home};
use crate::desk::value;
use crate::guest::frame::Frame;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::guest::words::Words;
use crate::guest::wrong::Wrong;
use crate::look::form::{Choice, Field, FormErrors};
use app::answer::{AnswerOutcome, GivenAnswer, Giver, Taken, give};
use app::guest::Guest;
use app::verification::{self, FromWhere, NewAnswer};
use app::{Error, Task};
use askama::Template;
use axum::extract::Query;
use domain::contact::Said;
use domain::dispute::{CaseKind, DisputeReason, NewCase, Speaker};
use domain::id::{ContactId, DebtorId, InvoiceId};
use domain::invoice::verification::{Confirmable, Discrepancy, Evidence, Method};
use domain::money::Money;
use jiff::civil::Date;
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

    pub fn of(code: &str) -> Option<Self> {
        Self::CHOOSABLE.into_iter().chain([Self::WrongContact]).find(|say| say.code() == code)
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

    const fn explained(self, words: &Words) -> &'static str {
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

/// The form: what is said, of which invoices, with what belongs to it.
#[derive(Template)]
#[template(path = "guest/debtor/answer.html")]
struct FormPage {
    f: Frame,
    say: Say,
    statement: Statement,
    chosen: HashSet<InvoiceId>,
    fields: Fields,
    errors: FormErrors,
    today: Date,
}

/// The fields of the form; those that do not belong to what is said are absent.
struct Fields {
    on: Option<Field>,
    how: Option<Field>,
    reason: Option<Field>,
    amount: Option<Field>,
    words: Option<Field>,
    name: Field,
}

impl FormPage {
    fn title(&self) -> &'static str {
        self.say.label(self.f.w)
    }

    fn is_chosen(&self, line: &Line) -> bool {
        self.chosen.contains(&line.id)
    }

    fn stands(&self, line: &Line) -> String {
        words_of(&self.f, &line.stands, line.due, self.today)
    }

    /// Is there so little that needs no choosing?
    fn asks_which(&self) -> bool {
        self.say != Say::WrongContact
    }
}

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

/// A form that was filled in without fault.
#[derive(Debug, Clone)]
struct Filled {
    say: Say,
    invoices: Vec<InvoiceId>,
    name: String,
    on: Option<Date>,
    how: String,
    reason: Option<DisputeReason>,
    amount: Option<Money>,
    words: String,
}

impl Filled {
    fn said(&self) -> Option<Said> {
        let words = self.words.clone();
        Some(match self.say {
            Say::Confirmed => Said::Confirmed { words },
            Say::WillPay => Said::WillPay { on: self.on?, amount: self.amount },
            Say::Paid => Said::Paid { on: self.on?, how: self.how.clone() },
            Say::Disputed => Said::Disputed { reason: self.reason?, amount: self.amount, words },
            Say::NotReceived => Said::NotReceived { words },
            Say::WrongContact => Said::WrongContact { words },
        })
    }

    fn answers(&self) -> Vec<GivenAnswer> {
        let Some(said) = self.said() else { return Vec::new() };
        self.invoices.iter().map(|invoice| GivenAnswer { invoice: *invoice, said: said.clone() }).collect()
    }
}

async fn statement_of(visit: &DebtorVisit) -> Result<Statement, Wrong> {
    let (debtor, only, today) = (visit.debtor, visit.only, visit.guests.web.app.today());
    let factor = visit.guests.web.app.factor();
    visit.read(move |snapshot| statement::read(snapshot, &factor, debtor, only, today)).await
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
    let statement = statement_of(&visit).await?;
    let mut chosen = match asked.invoice {
        Some(invoice) => HashSet::from([invoice]),
        None => of_the_mail(&visit).await?,
    };
    chosen.retain(|id| statement.find(*id).is_some());
    if chosen.is_empty() && statement.count == 1 {
        chosen.extend(statement.lines().map(|(_, line)| line.id));
    }
    let sent = Sent::suggested(vec![("name".to_owned(), visit.usual_name())]);
    form(&visit, say, statement, chosen, &sent, FormErrors::default())
}

fn form(
    visit: &DebtorVisit,
    say: Say,
    statement: Statement,
    chosen: HashSet<InvoiceId>,
    sent: &Sent,
    errors: FormErrors,
) -> Answer {
    let f = visit.frame();
    let (w, today) = (&f.w.answer, visit.guests.web.app.today());
    let field = |name: &str, label: &str| Field::new(name, label).value(sent.raw(name)).checked(&errors);
    let currency = one_invoice(&statement, &chosen).map(|line| line.open.currency.to_string());
    let amount = |label: &str, hint: &str| {
        currency.as_ref().map(|unit| field("amount", label).hint(hint).unit(unit.as_str()).optional())
    };
    let on = match say {
        Say::WillPay => Some(field("on", w.on)),
        Say::Paid => {
            let on = field("on", w.paid_on);
            Some(if on.value.is_empty() && errors.is_empty() { on.value(today.to_string()) } else { on })
        }
        _ => None,
    };
    let reason = (say == Say::Disputed).then(|| {
        let choices = DisputeReason::ALL.iter().map(|reason| Choice::new(reason.code(), (w.reason)(*reason)));
        field("reason", w.why).choices(choices)
    });
    let fields = Fields {
        on,
        how: (say == Say::Paid).then(|| field("how", w.how).hint(w.how_hint).optional()),
        reason,
        amount: match say {
            Say::WillPay => amount(w.amount, w.amount_hint),
            Say::Disputed => amount(w.disputed_amount, w.disputed_amount_hint),
            _ => None,
        },
        words: match say {
            Say::WillPay | Say::Paid => None,
            Say::Disputed => Some(field("words", w.words_dispute)),
            Say::WrongContact => Some(field("words", w.words_contact).optional()),
            Say::Confirmed | Say::NotReceived => Some(field("words", w.words).optional()),
        }
        .map(|field| if say == Say::Disputed { field.optional() } else { field }),
        name: field("name", f.w.common.your_name).hint(f.w.common.your_name_hint),
    };
    let wrong = !errors.is_empty();
    let page = FormPage { f, say, statement, chosen, fields, errors, today };
    if wrong { visit.refused(&page) } else { visit.show(&page) }
}

/// The one invoice that is chosen, where it is one: only then an amount can be named.
fn one_invoice<'a>(statement: &'a Statement, chosen: &HashSet<InvoiceId>) -> Option<&'a Line> {
    let mut found = statement.lines().filter(|(_, line)| chosen.contains(&line.id));
    let first = found.next()?.1;
    found.next().is_none().then_some(first)
}

/// A step of the form.
pub(super) async fn send(visit: DebtorVisit, sent: Sent) -> Answer {
    let say = Say::of(sent.get("say")).ok_or(Wrong::Form)?;
    let statement = statement_of(&visit).await?;
    let all = sent.ticked("all") || say == Say::WrongContact;
    let chosen: HashSet<InvoiceId> = if all {
        statement.lines().map(|(_, line)| line.id).collect()
    } else {
        let wanted: Vec<InvoiceId> = sent.all("invoice").iter().filter_map(|id| id.parse().ok()).collect();
        wanted.into_iter().filter(|id| statement.find(*id).is_some()).collect()
    };
    let step = sent.get("step");
    if step != "preview" && step != "do" {
        let named = Sent::suggested(vec![("name".to_owned(), visit.usual_name())]);
        return form(&visit, say, statement, chosen, &named, FormErrors::default());
    }
    let filled = match filled(&visit, say, &statement, &chosen, &sent) {
        Ok(filled) => filled,
        Err(errors) => return form(&visit, say, statement, chosen, &sent, errors),
    };
    let outcome = match step {
        "do" => match act(&visit, &sent, filled.clone()).await {
            Ok(outcome) => return done(&visit, &filled, &outcome),
            Err(error) => Err(error),
        },
        _ => rehearse(&visit, filled.clone()).await,
    };
    match outcome {
        Ok(outcome) => preview(&visit, &statement, &filled, &outcome),
        Err(Error::Refused(refusals)) => {
            let mut errors = FormErrors::default();
            errors.general.extend(refusals.iter().map(crate::desk::posted::sentence));
            form(&visit, say, statement, chosen, &sent, errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// The form without fault, or everything that is wrong with it.
fn filled(
    visit: &DebtorVisit,
    say: Say,
    statement: &Statement,
    chosen: &HashSet<InvoiceId>,
    sent: &Sent,
) -> Result<Filled, FormErrors> {
    let w = &visit.words.answer;
    let mut errors = FormErrors::default();
    let invoices: Vec<InvoiceId> =
        statement.lines().filter(|(_, line)| chosen.contains(&line.id)).map(|(_, line)| line.id).collect();
    if invoices.is_empty() && say != Say::WrongContact {
        errors.add("invoices", w.choose_some);
    }
    let on = match say {
        Say::WillPay | Say::Paid => match value::date(sent.get("on")) {
            Ok(on) => Some(on),
            Err(_) => {
                errors.add("on", w.date_wrong);
                None
            }
        },
        _ => None,
    };
    let reason = DisputeReason::from_code(sent.get("reason")).filter(|_| say == Say::Disputed);
    if say == Say::Disputed && reason.is_none() {
        errors.add("reason", w.choose_reason);
    }
    let amount = match (sent.some("amount"), one_invoice(statement, chosen)) {
        (Some(text), Some(line)) => match value::money(text, line.open.currency) {
            Ok(amount) => Some(amount),
            Err(_) => {
                errors.add("amount", w.amount_wrong);
                None
            }
        },
        _ => None,
    };
    let name = sent.get("name").to_owned();
    if name.is_empty() {
        errors.add("name", visit.words.common.name_missing);
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let (how, words) = (sent.get("how").to_owned(), sent.get("words").to_owned());
    Ok(Filled { say, invoices, name, on, how, reason, amount, words })
}

/// What the use cases would answer now. Nothing is kept.
async fn rehearse(visit: &DebtorVisit, filled: Filled) -> Result<AnswerOutcome, Error> {
    let (guest, by, debtor) = (visit.guest.clone(), visit.speaker(&filled.name), visit.debtor);
    let actor = guest.actor();
    visit
        .guests
        .web
        .apart(move |app| app.rehearse(&actor, move |task| perform(task, &guest, debtor, by, &filled)))
        .await
}

async fn act(visit: &DebtorVisit, sent: &Sent, filled: Filled) -> Result<AnswerOutcome, Error> {
    let (by, debtor) = (visit.speaker(&filled.name), visit.debtor);
    visit.act(sent, move |task, guest| perform(task, guest, debtor, by, &filled)).await
}

fn perform(
    task: &mut Task<'_, '_>,
    guest: &Guest,
    debtor: DebtorId,
    by: Speaker,
    filled: &Filled,
) -> Result<AnswerOutcome, Error> {
    let answers = filled.answers();
    if answers.is_empty() && filled.say == Say::WrongContact {
        let contact = guest.contact.as_ref();
        let giver =
            Giver { debtor, client: contact.and_then(|one| one.client), by, contact: contact.map(|one| one.id) };
        return wrong_contact(task, &giver, filled);
    }
    carry_out(task, guest, debtor, by, &answers)
}

/// Gives answers, and tells the verification of those invoices that wait for one (GL-40).
///
/// # Errors
/// What the use cases refuse; then nothing of it is kept.
pub(super) fn carry_out(
    task: &mut Task<'_, '_>,
    guest: &Guest,
    debtor: DebtorId,
    by: Speaker,
    answers: &[GivenAnswer],
) -> Result<AnswerOutcome, Error> {
    let contact: Option<ContactId> = guest.contact.as_ref().map(|contact| contact.id);
    let who = by.name.clone();
    let giver = Giver { debtor, client: guest.contact.as_ref().and_then(|contact| contact.client), by, contact };
    let waiting = waiting(task, answers)?;
    // What is asked about and not as invoiced goes back to its supplier; a dispute is of what was bought.
    let given: Vec<GivenAnswer> = answers
        .iter()
        .filter(|given| !(matches!(given.said, Said::Disputed { .. }) && waiting.contains(&given.invoice)))
        .cloned()
        .collect();
    let outcome = if given.is_empty() { AnswerOutcome::default() } else { give(task, &giver, &given)? };
    verify(task, guest, debtor, &who, answers, &waiting)?;
    Ok(outcome)
}

/// Nothing is open, and still somebody else is to be asked.
fn wrong_contact(task: &mut Task<'_, '_>, giver: &Giver, filled: &Filled) -> Result<AnswerOutcome, Error> {
    if let Some(contact) = giver.contact {
        app::contact::mark_wrong(
            task,
            contact,
            if filled.words.is_empty() { "said so itself" } else { &filled.words },
        )?;
    }
    if !filled.words.is_empty() {
        let new = NewCase {
            kind: CaseKind::Correction,
            debtor: giver.debtor,
            client: giver.client,
            invoice: None,
            reason: None,
            amount: None,
            words: filled.words.clone(),
            by: giver.by.clone(),
        };
        app::dispute::open(task, new)?;
    }
    Ok(AnswerOutcome::default())
}

/// Those of the invoices that wait for their confirmation (GL-40), where the answer speaks of that.
fn waiting(task: &mut Task<'_, '_>, answers: &[GivenAnswer]) -> Result<HashSet<InvoiceId>, Error> {
    let speaks = |given: &&GivenAnswer| matches!(given.said, Said::Confirmed { .. } | Said::Disputed { .. });
    let ids: Vec<uuid::Uuid> = answers.iter().filter(speaks).map(|given| given.invoice.0).collect();
    let found = kept::verification::of_invoices(task, &ids)?.into_iter();
    Ok(found.filter(|one| one.state.is_open()).map(|one| one.invoice).collect())
}

/// What a reason to dispute says of the facts that a verification asks for.
const fn differs(reason: DisputeReason) -> Confirmable {
    match reason {
        DisputeReason::NotReceived | DisputeReason::Quality | DisputeReason::ReturnedGoods => Confirmable::Delivered,
        DisputeReason::WrongAmount | DisputeReason::Price => Confirmable::Amount,
        DisputeReason::ContractTerms => Confirmable::Terms,
        DisputeReason::NotOurs => Confirmable::InSystem,
        DisputeReason::Duplicate | DisputeReason::AlreadyPaid | DisputeReason::Other => Confirmable::NoOffset,
    }
}

/// GL-40: invoices that wait for their confirmation have it, or what stands against it.
fn verify(
    task: &mut Task<'_, '_>,
    guest: &Guest,
    debtor: DebtorId,
    who: &str,
    answers: &[GivenAnswer],
    waiting: &HashSet<InvoiceId>,
) -> Result<(), Error> {
    let meant: Vec<&GivenAnswer> = answers.iter().filter(|given| waiting.contains(&given.invoice)).collect();
    for part in meant.chunks(verification::ANSWERED) {
        let mut spoken = Vec::new();
        let ids: Vec<InvoiceId> = part.iter().map(|given| given.invoice).collect();
        let mut invoices = verification::confirm_all(&ids);
        for (one, given) in invoices.iter_mut().zip(part) {
            match &given.said {
                Said::Disputed { reason, words, .. } => {
                    let words = if words.is_empty() { reason.word().to_owned() } else { words.clone() };
                    one.confirmed.clear();
                    one.discrepancy = Some(Discrepancy { what: differs(*reason), words });
                }
                Said::Confirmed { words } if !words.is_empty() && !spoken.contains(words) => spoken.push(words.clone()),
                _ => {}
            }
        }
        let answer = NewAnswer {
            debtor,
            method: Method::Email,
            who: who.to_owned(),
            invoices,
            evidence: vec![Evidence::Link(guest.link.id)],
            statement: None,
            from: FromWhere {
                link: Some(guest.link.id),
                device: guest.link.body.places.last().cloned(),
                words: Some(spoken.join("\n")).filter(|words| !words.is_empty()),
            },
        };
        verification::answer(task, &answer)?;
    }
    Ok(())
}

fn preview(visit: &DebtorVisit, statement: &Statement, filled: &Filled, outcome: &AnswerOutcome) -> Answer {
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

fn done(visit: &DebtorVisit, filled: &Filled, outcome: &AnswerOutcome) -> Answer {
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
