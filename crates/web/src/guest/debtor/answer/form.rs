//! The form of an answer, and what of it is wrong.

use super::super::DebtorVisit;
use super::super::home::words_of;
use super::super::statement::{Line, Statement};
use super::Say;
use crate::desk::value;
use crate::guest::frame::Frame;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::look::form::{Choice, Field, FormErrors};
use app::answer::GivenAnswer;
use askama::Template;
use domain::contact::Said;
use domain::dispute::DisputeReason;
use domain::id::InvoiceId;
use domain::money::Money;
use jiff::civil::Date;
use std::collections::HashSet;

/// Most chosen invoices that are listed openly; a longer list folds.
const SHOWN: usize = 12;

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

    /// The next step.
    fn step(&self) -> &'static str {
        if self.say.is_plain() { "do" } else { "preview" }
    }

    fn is_chosen(&self, line: &Line) -> bool {
        self.chosen.contains(&line.id)
    }

    fn stands(&self, line: &Line) -> String {
        words_of(&self.f, &line.stands, line.due, self.today)
    }

    /// Are so many chosen that their list would hide the rest of the form?
    fn folds(&self) -> bool {
        self.chosen.len() > SHOWN
    }

    /// Are invoices chosen for it?
    fn asks_which(&self) -> bool {
        self.say != Say::WrongContact
    }
}

/// A form that was filled in without fault.
#[derive(Debug, Clone)]
pub(super) struct Filled {
    pub say: Say,
    pub invoices: Vec<InvoiceId>,
    pub name: String,
    pub on: Option<Date>,
    pub how: String,
    pub reason: Option<DisputeReason>,
    pub amount: Option<Money>,
    pub words: String,
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

    /// The answers, an invoice each.
    pub fn answers(&self) -> Vec<GivenAnswer> {
        let Some(said) = self.said() else { return Vec::new() };
        self.invoices.iter().map(|invoice| GivenAnswer { invoice: *invoice, said: said.clone() }).collect()
    }
}

/// Shows the form.
pub(super) fn show(
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
pub(super) fn one_invoice<'a>(statement: &'a Statement, chosen: &HashSet<InvoiceId>) -> Option<&'a Line> {
    let mut found = statement.lines().filter(|(_, line)| chosen.contains(&line.id));
    let first = found.next()?.1;
    found.next().is_none().then_some(first)
}

/// The form without fault, or everything that is wrong with it.
pub(super) fn filled(
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
