//! Numbers of invoices in a sentence: some by name, the others counted.

use crate::letter::Language;
use serde::{Deserialize, Serialize};

/// Most invoices that one sentence names.
const NAMED: usize = 10;

/// Numbers of invoices: up to ten by name, the others counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    named: Vec<String>,
    #[serde(default, skip_serializing_if = "is_none")]
    more: usize,
}

const fn is_none(count: &usize) -> bool {
    *count == 0
}

impl Numbers {
    /// These numbers, in this order.
    #[must_use]
    pub fn of(numbers: &[&str]) -> Self {
        let named: Vec<String> = numbers.iter().take(NAMED).map(|number| (*number).to_owned()).collect();
        Self { more: numbers.len() - named.len(), named }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.named.len() + self.more
    }

    /// `7`, `7, 8 and 9`, `7, 8, … and 490 more`.
    #[must_use]
    pub fn list(&self, language: Language) -> String {
        let (and, more) = match language {
            Language::English => ("and", "more"),
            Language::German => ("und", "weitere"),
            Language::French => ("et", if self.more == 1 { "autre" } else { "autres" }),
            Language::Spanish => ("y", "m\u{e1}s"),
        };
        match self.named.as_slice() {
            named if self.more > 0 => format!("{} {and} {} {more}", named.join(", "), self.more),
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
        }
    }

    /// With the word before them: `invoice 7`, `invoices 7, 8 and 9`.
    #[must_use]
    pub fn invoices(&self, language: Language) -> String {
        let one = self.count() == 1;
        let word = match language {
            Language::English if one => "invoice",
            Language::English => "invoices",
            Language::German if one => "Rechnung",
            Language::German => "Rechnungen",
            Language::French if one => "facture",
            Language::French => "factures",
            Language::Spanish if one => "factura",
            Language::Spanish => "facturas",
        };
        format!("{word} {}", self.list(language))
    }
}
