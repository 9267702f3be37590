//! How cases end, and which side may open and settle what.

use super::{CaseKind, Side};
use crate::letter::Language;
use crate::money::Money;
use crate::named::named;
use serde::{Deserialize, Serialize};

named! {
    /// How a case ended.
    OutcomeKind {
        /// LC-08: the debtor pays all of it.
        FullPay = "FULL_PAY", "Will be paid in full";
        /// LC-08: the client credits a part or all of it.
        Credit = "CREDIT", "Client gives a credit";
        /// LC-08: the debtor finally refuses to pay the disputed amount.
        RejectedByDebtor = "REJECTED_BY_DEBTOR", "Debtor will not pay the disputed amount";
        /// Who raised it takes it back.
        Withdrawn = "WITHDRAWN", "Taken back";
        /// The complaint or question was answered.
        Answered = "ANSWERED", "Answered";
        /// The copy, the proof or the correction was given.
        Done = "DONE", "Done";
        /// There is nothing to give or to correct, and why was said.
        Declined = "DECLINED", "Could not be met, with the reason";
    }
}

/// How a case ended, with the amount where money is part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How.
    pub kind: OutcomeKind,
    /// [`OutcomeKind::Credit`]: how much the client credits. None for all others.
    pub amount: Option<Money>,
}

impl Outcome {
    /// An outcome without an amount.
    #[must_use]
    pub const fn of(kind: OutcomeKind) -> Self {
        Self { kind, amount: None }
    }

    /// The client credits an amount.
    #[must_use]
    pub const fn credit(amount: Money) -> Self {
        Self { kind: OutcomeKind::Credit, amount: Some(amount) }
    }

    /// What follows, as all sides read it, in the reader's language; without a point at its end.
    #[must_use]
    pub fn says(&self, language: Language) -> String {
        match (self.kind, self.amount) {
            (OutcomeKind::Credit, Some(amount)) => credits(language, &language.money(amount)),
            (kind, _) => ends(language, kind).to_owned(),
        }
    }
}

fn credits(language: Language, amount: &str) -> String {
    match language {
        Language::English => format!(
            "The supplier credits {amount}. The credit is booked when its credit note arrives; until then this amount \
             stays out of what can be drawn"
        ),
        Language::German => format!(
            "Der Lieferant schreibt {amount} gut. Die Gutschrift wird gebucht, wenn ihr Beleg eintrifft; bis dahin steht \
             dieser Betrag nicht zur Verfügung"
        ),
        Language::French => format!(
            "Le fournisseur donne un avoir de {amount}. L’avoir est comptabilisé quand son document arrive ; jusque-là ce \
             montant n’est pas disponible"
        ),
        Language::Spanish => format!(
            "El proveedor abona {amount}. El abono se registra cuando llega su documento; hasta entonces este importe no \
             está disponible"
        ),
    }
}

const fn ends(language: Language, kind: OutcomeKind) -> &'static str {
    match language {
        Language::English => match kind {
            OutcomeKind::FullPay => "The invoice will be paid in full",
            OutcomeKind::RejectedByDebtor => {
                "The disputed amount will not be paid by the customer; supplier and factor settle it between them"
            }
            kind => kind.word(),
        },
        Language::German => match kind {
            OutcomeKind::FullPay => "Die Rechnung wird voll bezahlt",
            OutcomeKind::Credit => "Der Lieferant gibt eine Gutschrift",
            OutcomeKind::RejectedByDebtor => {
                "Der Kunde zahlt den strittigen Betrag nicht; Lieferant und Factor klären es unter sich"
            }
            OutcomeKind::Withdrawn => "Zurückgenommen",
            OutcomeKind::Answered => "Beantwortet",
            OutcomeKind::Done => "Getan",
            OutcomeKind::Declined => "Dem konnte nicht entsprochen werden; der Grund steht dabei",
        },
        Language::French => match kind {
            OutcomeKind::FullPay => "La facture sera payée en entier",
            OutcomeKind::Credit => "Le fournisseur donne un avoir",
            OutcomeKind::RejectedByDebtor => {
                "Le client ne paie pas le montant contesté ; fournisseur et affactureur le règlent entre eux"
            }
            OutcomeKind::Withdrawn => "Retiré",
            OutcomeKind::Answered => "La réponse est donnée",
            OutcomeKind::Done => "C’est fait",
            OutcomeKind::Declined => "Cela n’a pu être satisfait ; le motif est indiqué",
        },
        Language::Spanish => match kind {
            OutcomeKind::FullPay => "La factura se pagará por completo",
            OutcomeKind::Credit => "El proveedor da un abono",
            OutcomeKind::RejectedByDebtor => {
                "El cliente no paga el importe en disputa; proveedor y factor lo resuelven entre ellos"
            }
            OutcomeKind::Withdrawn => "Retirado",
            OutcomeKind::Answered => "Respondido",
            OutcomeKind::Done => "Hecho",
            OutcomeKind::Declined => "No se pudo atender; el motivo está dicho",
        },
    }
}

/// May this side open a case of this kind?
#[must_use]
pub const fn may_open(kind: CaseKind, side: Side) -> bool {
    match (kind, side) {
        // The factor writes down what it heard on the phone or read in a mail.
        (_, Side::Factor) | (_, Side::Debtor) => true,
        (CaseKind::Dispute | CaseKind::Complaint | CaseKind::Question | CaseKind::Correction, Side::Client) => true,
        // Only the debtor asks for copies and for proof.
        (CaseKind::Copy | CaseKind::Proof, Side::Client) => false,
    }
}

/// May this side end a case of this kind in this way? `opener`: the side that raised it.
///
/// A debtor's promise to pay is the debtor's to give, a client's credit the client's; the factor writes down what either
/// has told it. Only who raised a case takes it back.
#[must_use]
pub fn may_settle(kind: CaseKind, outcome: OutcomeKind, side: Side, opener: Side) -> bool {
    let fits = match kind {
        CaseKind::Dispute => matches!(
            outcome,
            OutcomeKind::FullPay | OutcomeKind::Credit | OutcomeKind::RejectedByDebtor | OutcomeKind::Withdrawn
        ),
        CaseKind::Complaint | CaseKind::Question => {
            matches!(outcome, OutcomeKind::Answered | OutcomeKind::Declined | OutcomeKind::Withdrawn)
        }
        CaseKind::Copy | CaseKind::Proof | CaseKind::Correction => {
            matches!(outcome, OutcomeKind::Done | OutcomeKind::Declined | OutcomeKind::Withdrawn)
        }
    };
    let allowed = match outcome {
        OutcomeKind::FullPay | OutcomeKind::RejectedByDebtor => side != Side::Client,
        OutcomeKind::Credit => side != Side::Debtor,
        OutcomeKind::Withdrawn => side == opener,
        // The client has the papers; what is said to the debtor about them, the factor or the client says.
        OutcomeKind::Done | OutcomeKind::Answered | OutcomeKind::Declined => {
            side == Side::Factor || (side == Side::Client && kind != CaseKind::Proof && opener == Side::Debtor)
        }
    };
    fits && allowed
}
