//! What stands in a case though nobody wrote it: kept as a fact, and written in the reader's language.

use super::{DisputeReason, Outcome};
use crate::letter::Language;
use serde::{Deserialize, Serialize};

/// Something that happened to a case, beside the words of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", content = "of", rename_all = "kebab-case")]
pub enum Note {
    /// A dispute was raised without words of its own, for this reason.
    Reason(DisputeReason),
    /// A copy was asked for without words of its own.
    NotReceived,
    /// How the case ended.
    Settled(Outcome),
    /// Nothing is open of the invoice any more.
    NothingOpen,
    /// The copy that was asked for is here, under this name.
    CopyHere(String),
}

impl Note {
    /// The sentence in a language.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        use Language::{English, French, German, Spanish};
        match (self, language) {
            (Self::Reason(reason), _) => {
                let reason = reason.words(language);
                let mut letters = reason.chars();
                letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect()) + "."
            }
            (Self::Settled(outcome), _) => format!("{}.", outcome.says(language)),
            (Self::NotReceived, English) => "The invoice was not received.".to_owned(),
            (Self::NotReceived, German) => "Die Rechnung liegt nicht vor.".to_owned(),
            (Self::NotReceived, French) => "La facture n’a pas été reçue.".to_owned(),
            (Self::NotReceived, Spanish) => "La factura no se ha recibido.".to_owned(),
            (Self::NothingOpen, English) => "Nothing is open of the invoice any more.".to_owned(),
            (Self::NothingOpen, German) => "Von der Rechnung ist nichts mehr offen.".to_owned(),
            (Self::NothingOpen, French) => "Plus rien n’est dû sur la facture.".to_owned(),
            (Self::NothingOpen, Spanish) => "Ya no queda nada pendiente de la factura.".to_owned(),
            (Self::CopyHere(name), English) => format!("The copy is here: {name}."),
            (Self::CopyHere(name), German) => format!("Die Kopie liegt vor: {name}."),
            (Self::CopyHere(name), French) => format!("La copie est là : {name}."),
            (Self::CopyHere(name), Spanish) => format!("La copia está aquí: {name}."),
        }
    }
}
