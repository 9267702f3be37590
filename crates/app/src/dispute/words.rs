//! What the letter to a client says of its customer's cases, in the client's language; the customer's own words are quoted
//! as they are.

use domain::dispute::{Case, CaseKind};
use domain::id::InvoiceId;
use domain::letter::Language;
use store::kept::invoice::Invoice;

/// The reasons of disputes with the customer's words, each once.
pub(super) fn of_disputes(language: Language, cases: &[Case]) -> String {
    let mut said: Vec<String> = Vec::new();
    for case in cases {
        let reason = case.reason.map_or("", |reason| reason.words(language));
        let words = case.words.first().map_or("", |first| first.words.as_str());
        let colon = if language == Language::French { " : " } else { ": " };
        let one = if words.is_empty() { reason.to_owned() } else { format!("{reason}{colon}{words}") };
        if !said.contains(&one) {
            said.push(one);
        }
    }
    said.join("; ")
}

/// What the client is asked to do about requests and complaints, a line each.
pub(super) fn of_tasks(language: Language, debtor: &str, cases: &[Case], invoices: &[Invoice]) -> String {
    let number = |id: InvoiceId| invoices.iter().find(|one| one.id == id).map_or("", |one| one.offer.number.as_str());
    let line = |case: &Case| {
        let words = case.words.first().map_or("", |first| first.words.as_str());
        match (case.kind, case.invoice) {
            (CaseKind::Copy, Some(invoice)) => copy(language, debtor, number(invoice), words),
            _ => complaint(language, debtor, words),
        }
    };
    cases.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn copy(language: Language, debtor: &str, number: &str, words: &str) -> String {
    let asked = match language {
        Language::English => {
            format!("{debtor} asks for a copy of invoice {number}. Please add it on your page, or send it to us.")
        }
        Language::German => format!(
            "{debtor} bittet um eine Kopie der Rechnung {number}. Bitte fügen Sie sie auf Ihrer Seite hinzu, oder senden Sie sie uns."
        ),
        Language::French => format!(
            "{debtor} demande une copie de la facture {number}. Merci de l’ajouter sur votre page ou de nous l’envoyer."
        ),
        Language::Spanish => format!(
            "{debtor} pide una copia de la factura {number}. Le rogamos que la añada en su página o nos la envíe."
        ),
    };
    match (words, language) {
        ("", _) => asked,
        (words, Language::English) => format!("{asked} “{words}”"),
        (words, Language::German) => format!("{asked} „{words}“"),
        (words, Language::French) => format!("{asked} «\u{a0}{words}\u{a0}»"),
        (words, Language::Spanish) => format!("{asked} «{words}»"),
    }
}

fn complaint(language: Language, debtor: &str, words: &str) -> String {
    match language {
        Language::English => format!("{debtor} is not happy and wrote: “{words}” Please look into it with us."),
        Language::German => {
            format!("{debtor} ist nicht zufrieden und schrieb: „{words}“ Bitte gehen Sie dem mit uns nach.")
        }
        Language::French => {
            format!("{debtor} n’est pas satisfait et a écrit : «\u{a0}{words}\u{a0}» Merci d’examiner cela avec nous.")
        }
        Language::Spanish => {
            format!("{debtor} no está satisfecho y escribió: «{words}» Le rogamos que lo mire con nosotros.")
        }
    }
}
