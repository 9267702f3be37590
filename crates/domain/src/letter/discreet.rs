//! A letter to a natural person, of which others may see the outside (CO-31).
//!
//! Contract: whatever stands outside the letter (the subject, the first line a mail program shows, the address field)
//! names no invoice, no sum, no supplier and no department, and its first words say whom it is for. The letter itself stays
//! as it was composed, so that its checklist holds.

use super::{Block, Element, Language, Letter, labels};

impl Letter {
    /// The same letter for this natural person alone: a subject that names only who writes, a first line that asks anybody
    /// else to read no further, an address field without a department. CO-31.
    #[must_use]
    pub fn discreet(mut self, factor: &str, person: &str) -> Self {
        self.subject = match self.language {
            Language::English => format!("A message from {factor}"),
            Language::German => format!("Eine Nachricht von {factor}"),
            Language::French => format!("Un message de {factor}"),
            Language::Spanish => format!("Un mensaje de {factor}"),
        };
        let department = labels::of(self.language).accounts_payable;
        self.address.retain(|line| line != department);
        if !self.has(Element::ForWhom) {
            let text = match self.language {
                Language::English => format!(
                    "This message is for {person} alone. If you are somebody else, please read no further and tell us that it \
                     has reached the wrong person."
                ),
                Language::German => format!(
                    "Diese Nachricht ist allein für {person} bestimmt. Sind Sie jemand anderes, lesen Sie bitte nicht weiter \
                     und sagen Sie uns, dass sie die falsche Person erreicht hat."
                ),
                Language::French => format!(
                    "Ce message est destiné à {person} et à personne d\u{2019}autre. Si vous êtes quelqu\u{2019}un d\u{2019}autre, merci \
                     de ne pas lire la suite et de nous dire qu\u{2019}il est arrivé à la mauvaise personne."
                ),
                Language::Spanish => format!(
                    "Este mensaje es solo para {person}. Si usted es otra persona, le rogamos que no siga leyendo y que nos \
                     diga que ha llegado a quien no debía."
                ),
            };
            self.blocks.insert(0, Block::Paragraph { element: Element::ForWhom, text });
        }
        self
    }
}
