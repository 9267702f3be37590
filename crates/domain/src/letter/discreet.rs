//! A letter to a natural person, of which others may see the outside (CO-31).
//!
//! Contract: whatever stands outside the letter (the subject, the first lines a mail program shows, the address field)
//! names no invoice, no sum, no supplier and no department, and its first words say whom it is for. The rest of the letter
//! stays as it was composed, so that its checklist holds.

use super::{Block, Element, Language, Letter, labels};

impl Letter {
    /// The same letter for this natural person alone: a subject that names only who writes, a greeting of the person, or of
    /// the `reader` where the letter greets it by name, a first line that asks anybody else to read no further, an address
    /// field without a department. CO-31.
    #[must_use]
    pub fn discreet(mut self, factor: &str, person: &str, reader: Option<&str>) -> Self {
        let words = words(self.language, factor, person);
        self.subject = words.subject;
        if !reader.is_some_and(|reader| self.greeting.contains(reader)) {
            self.greeting = words.greeting;
        }
        let department = labels::of(self.language).accounts_payable;
        self.address.retain(|line| line != department);
        if !self.has(Element::ForWhom) {
            self.blocks.insert(0, Block::Paragraph { element: Element::ForWhom, text: words.for_whom });
        }
        self
    }
}

struct Words {
    subject: String,
    greeting: String,
    for_whom: String,
}

fn words(language: Language, factor: &str, person: &str) -> Words {
    let (subject, greeting, for_whom) = match language {
        Language::English => (
            format!("A message from {factor}"),
            format!("Dear {person},"),
            format!(
                "This message is for {person}, or whoever represents {person}, and for nobody else. If you are somebody else, \
                 please read no further and tell us that it has reached the wrong person."
            ),
        ),
        Language::German => (
            format!("Eine Nachricht von {factor}"),
            format!("Guten Tag {person},"),
            format!(
                "diese Nachricht ist für {person} oder eine Vertretung von {person} bestimmt und für niemanden sonst. Sind Sie \
                 jemand anderes, lesen Sie bitte nicht weiter und sagen Sie uns, dass sie die falsche Person erreicht hat."
            ),
        ),
        Language::French => (
            format!("Un message de {factor}"),
            format!("Bonjour {person},"),
            format!(
                "Ce message est destiné à {person}, ou à qui représente {person}, et à personne d\u{2019}autre. Si vous êtes \
                 quelqu\u{2019}un d\u{2019}autre, merci de ne pas lire la suite et de nous dire qu\u{2019}il est arrivé à la mauvaise \
                 personne."
            ),
        ),
        Language::Spanish => (
            format!("Un mensaje de {factor}"),
            format!("Buenos días, {person}:"),
            format!(
                "Este mensaje es para {person}, o para quien represente a {person}, y para nadie más. Si usted es otra persona, \
                 le rogamos que no siga leyendo y que nos diga que ha llegado a quien no debía."
            ),
        ),
    };
    Words { subject, greeting, for_whom }
}
