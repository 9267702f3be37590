//! What is said of each invoice of a form: fields and reading, the same for a call and for papers.
//!
//! Fields are named `PREFIX-answer-ID`, `PREFIX-part-ID` (one tick per fact), `PREFIX-what-ID` and `PREFIX-words-ID`,
//! with the invoice's id, so that an answer never moves to another invoice when the list changes meanwhile.

use super::super::posted::Posted;
use crate::look::form::{Choice, Field, FormErrors};
use crate::look::format::{amount, day};
use app::verification::OneAnswer;
use domain::agreement::NotificationMode;
use domain::invoice::verification::{Confirmable, Discrepancy, Method, Verification};
use store::kept::invoice::Invoice;

/// A fact that may be ticked.
pub(super) struct Part {
    pub id: String,
    pub code: &'static str,
    pub word: &'static str,
    pub ticked: bool,
}

/// The fields of one invoice.
pub(super) struct Asked {
    pub number: String,
    pub about: String,
    pub answer: Field,
    pub part_name: String,
    pub parts: Vec<Part>,
    pub open: bool,
    pub what: Field,
    pub words: Field,
}

const SKIPPED: &str = "";
const CONFIRMED: &str = "CONFIRMED";
const PART: &str = "PART";
const DIFFERS: &str = "DIFFERS";

fn named(prefix: &str, field: &str, invoice: &Invoice) -> String {
    format!("{prefix}-{field}-{}", invoice.id)
}

/// The field at which a refusal about an invoice stands.
pub(super) fn place(prefix: &str, invoice: &Invoice) -> String {
    named(prefix, "answer", invoice)
}

/// The fields of every invoice, with what was typed.
pub(super) fn fields(
    prefix: &str,
    open: &[(Verification, Invoice)],
    mode: NotificationMode,
    sent: &Posted,
    errors: &FormErrors,
) -> Vec<Asked> {
    let facts = Method::Email.confirms(mode);
    let of = |(verification, invoice): &(Verification, Invoice)| {
        let name = |field: &str| named(prefix, field, invoice);
        let field = |part: &str, label: &str| {
            let name = name(part);
            Field::new(name.clone(), label).value(sent.raw(&name)).checked(errors)
        };
        let ticked = sent.all(&name("part"));
        let known = verification.confirmed();
        Asked {
            number: invoice.offer.number.clone(),
            about: format!("{}, due {}", amount(invoice.offer.amount), day(invoice.offer.due)),
            answer: field("answer", "Answer").choices([
                Choice::new(SKIPPED, "Not spoken of"),
                Choice::new(CONFIRMED, "Confirmed"),
                Choice::new(PART, "Confirmed in part"),
                Choice::new(DIFFERS, "Not as invoiced"),
            ]),
            part_name: name("part"),
            parts: facts
                .iter()
                .map(|fact| Part {
                    id: format!("{}-{}", name("part"), fact.code().to_lowercase()),
                    code: fact.code(),
                    word: fact.word(),
                    ticked: ticked.contains(&fact.code()) || (ticked.is_empty() && known.contains(fact)),
                })
                .collect(),
            open: [PART, DIFFERS].contains(&sent.get(&name("answer"))),
            what: field("what", "What is different")
                .optional()
                .choices(facts.iter().map(|fact| Choice::new(fact.code(), fact.word()))),
            words: field("words", "In the debtor\u{2019}s words").optional(),
        }
    };
    open.iter().map(of).collect()
}

/// What was answered, in the words of a use case; invoices that were not spoken of are left out. `full` is what counts as
/// confirmed in full.
pub(super) fn read(
    prefix: &str,
    open: &[(Verification, Invoice)],
    full: &[Confirmable],
    sent: &Posted,
    errors: &mut FormErrors,
) -> Vec<OneAnswer> {
    let mut said = Vec::new();
    for (_, invoice) in open {
        let name = |field: &str| named(prefix, field, invoice);
        let number = &invoice.offer.number;
        let parts: Vec<Confirmable> = sent.all(&name("part")).into_iter().filter_map(Confirmable::from_code).collect();
        let one = |confirmed, discrepancy| OneAnswer { invoice: invoice.id, confirmed, discrepancy };
        match sent.get(&name("answer")) {
            SKIPPED => {
                if sent.some(&name("words")).is_some() {
                    let error = format!("{number}: words are written, but no answer is chosen. Choose one.");
                    errors.add(name("answer"), error);
                }
            }
            CONFIRMED => said.push(one(full.to_vec(), None)),
            PART if parts.is_empty() => {
                errors.add(name("answer"), format!("{number}: nothing is ticked. Tick what was confirmed."));
            }
            PART => said.push(one(parts, None)),
            DIFFERS => {
                let what = Confirmable::from_code(sent.get(&name("what")));
                if what.is_none() {
                    errors.add(name("what"), format!("{number}: choose what is different."));
                }
                let words = sent.some(&name("words")).map(str::to_owned);
                if words.is_none() {
                    errors.add(name("words"), format!("{number}: write what is different; the client reads it."));
                }
                if let (Some(what), Some(words)) = (what, words) {
                    let confirmed = parts.into_iter().filter(|fact| *fact != what).collect();
                    said.push(one(confirmed, Some(Discrepancy { what, words })));
                }
            }
            _ => errors.add(name("answer"), format!("{number}: choose one of the list.")),
        }
    }
    said
}
