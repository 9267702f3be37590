//! What is signed: the content of a notice, a change of pay-to details, a release or a proof, as one canonical JSON text.
//!
//! GL-50 and GL-51 are asked of it before it is signed. The words of the letter are sealed with it by their SHA-256.

use crate::id::{FactorId, NoticeId};
use crate::letter::{Covered, Element, Letter, LetterKind, PayTo};
use crate::money::Money;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A party as it is named in a signed paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedParty {
    /// Legal name.
    pub name: String,
    /// The name it trades under, as on its invoices.
    pub trading_name: Option<String>,
}

/// GL-51: an invoice that a notice lists, with what the debtor is told to pay of it to the factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedInvoice {
    /// Number as written on the invoice.
    pub number: String,
    /// What is due on it.
    pub due: Money,
    /// What of that is to be paid to the factor: all of it.
    pub to_factor: Money,
}

/// LC-46: the account before, and until when it stays open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldAccount {
    /// The account.
    pub pay_to: PayTo,
    /// Last day on which payments to it are credited.
    pub open_until: Date,
}

/// What is signed. The order of the fields is the order in the text: canonical, because nothing else ever writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeContent {
    /// Which paper.
    pub kind: LetterKind,
    /// Code of the check page.
    pub code: String,
    /// Whose book.
    pub book: FactorId,
    /// The factor, to whom is to be paid.
    pub factor: String,
    /// The notice it belongs to.
    pub notice: NoticeId,
    /// The notice's version.
    pub version: u32,
    /// Whose invoices.
    pub client: NamedParty,
    /// Who owes them.
    pub debtor: NamedParty,
    /// The address field, a line each.
    pub addressed: Vec<String>,
    /// GL-50 (3).
    pub covered: Option<Covered>,
    /// The invoices, where it covers listed ones.
    pub listed: Vec<ListedInvoice>,
    /// Where to pay.
    pub pay_to: Option<PayTo>,
    /// LC-46.
    pub old: Option<OldAccount>,
    /// From when it counts.
    pub effective: Option<Date>,
    /// The day it was signed.
    pub issued: Date,
    /// What the letter says, by the parts of the checklist.
    pub says: Vec<Element>,
    /// SHA-256 of the letter's words, in hexadecimal.
    pub words_sha256: String,
}

/// GL-50: what a notice, and a changed one, must say to be effective, and what the platform adds to it.
const NOTICE_SAYS: [Element; 9] = [
    Element::Assigned,
    Element::PayAssignee,
    Element::RightsAssigned,
    Element::PayTo,
    Element::Effective,
    Element::OnlyFactor,
    Element::Proof,
    Element::CopyToClient,
    Element::Signature,
];
/// LC-47.
const RELEASE_SAYS: [Element; 4] = [Element::Released, Element::PayTo, Element::Effective, Element::Signature];

/// Why a content may not be signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContentProblem {
    /// GL-50: the letter lacks a part.
    #[error("the letter does not say: {}; put it back into the wording", .0.word())]
    Unsaid(Element),
    /// GL-50 (3): a party without a name.
    #[error("the {0} has no name; write its legal name")]
    Unnamed(&'static str),
    /// GL-50 (3): which rights?
    #[error("it does not say which invoices are assigned; cover all accounts, or list invoices")]
    NothingCovered,
    /// GL-51.
    #[error(
        "invoice {number} is listed with {to_factor} of {due}; a notice must cover each invoice in full, or the debtor may ignore it"
    )]
    Partial {
        /// Its number.
        number: String,
        /// What the notice would have paid to the factor.
        to_factor: Money,
        /// What is due.
        due: Money,
    },
    /// No account, or an unsound one.
    #[error("there is no sound account to pay to: {0}")]
    PayTo(String),
    /// GL-50: no date.
    #[error("it does not say from when it counts; give the effective date")]
    NoEffectiveDate,
    /// GL-50: addressed to nobody, or to a person alone.
    #[error("it is not addressed to {0}; address it to accounts payable of the legal entity")]
    Address(String),
    /// LC-46: the old account.
    #[error("it changes the account and does not name the old one; name it and until when it stays open")]
    NoOldAccount,
}

impl ContentProblem {
    /// Stable code, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unsaid(_) => "NOTICE_UNSAID",
            Self::Unnamed(_) => "NOTICE_UNNAMED",
            Self::NothingCovered => "NOTICE_COVERS_NOTHING",
            Self::Partial { .. } => "NOTICE_PARTIAL",
            Self::PayTo(_) => "NOTICE_PAY_TO",
            Self::NoEffectiveDate => "NOTICE_NO_DATE",
            Self::Address(_) => "NOTICE_ADDRESS",
            Self::NoOldAccount => "NOTICE_OLD_ACCOUNT",
        }
    }
}

impl NoticeContent {
    /// The parts of the checklist that a finished letter has, and the hash of its words.
    #[must_use]
    pub fn seal_of(letter: &Letter) -> (Vec<Element>, String) {
        let mut says: Vec<Element> = Vec::new();
        for block in &letter.blocks {
            if !says.contains(&block.element()) && letter.has(block.element()) {
                says.push(block.element());
            }
        }
        let hash = Sha256::digest(letter.plain_text().as_bytes());
        (says, hash.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// GL-50, GL-51: all that keeps it from being signed; nothing when it is effective once it is received.
    #[must_use]
    pub fn problems(&self) -> Vec<ContentProblem> {
        let mut problems = Vec::new();
        let must_say: &[Element] = match self.kind {
            LetterKind::Release => &RELEASE_SAYS,
            LetterKind::NoticeOfAssignment | LetterKind::RemitToChange => &NOTICE_SAYS,
            _ => &[Element::Signature],
        };
        problems.extend(must_say.iter().filter(|one| !self.says.contains(one)).map(|one| ContentProblem::Unsaid(*one)));
        for (party, name) in [("factor", &self.factor), ("client", &self.client.name), ("debtor", &self.debtor.name)] {
            if name.trim().is_empty() {
                problems.push(ContentProblem::Unnamed(party));
            }
        }
        let listed = self.covered == Some(Covered::Listed);
        if self.kind != LetterKind::Release && (self.covered.is_none() || (listed && self.listed.is_empty())) {
            problems.push(ContentProblem::NothingCovered);
        }
        // GL-51: never a part of an instalment.
        problems.extend(self.listed.iter().filter(|one| one.to_factor != one.due).map(|one| ContentProblem::Partial {
            number: one.number.clone(),
            to_factor: one.to_factor,
            due: one.due,
        }));
        match &self.pay_to {
            None => problems.push(ContentProblem::PayTo("none is set".to_owned())),
            Some(pay_to) => {
                problems.extend(pay_to.account.problems().iter().map(|one| ContentProblem::PayTo(one.to_string())));
            }
        }
        if self.effective.is_none() {
            problems.push(ContentProblem::NoEffectiveDate);
        }
        let name = self.debtor.name.trim();
        if !name.is_empty() && !self.addressed.iter().any(|line| line.contains(name)) {
            problems.push(ContentProblem::Address(name.to_owned()));
        }
        if self.kind == LetterKind::RemitToChange && self.old.is_none() {
            problems.push(ContentProblem::NoOldAccount);
        }
        problems
    }

    /// The text that is signed.
    #[must_use]
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).expect("a content has only text keys and plain values, which JSON can write")
    }

    /// Reads a signed text; none when it is not a content, word for word as we write it.
    #[must_use]
    pub fn of_canonical(text: &str) -> Option<Self> {
        serde_json::from_str::<Self>(text).ok().filter(|content| content.canonical() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use crate::party::BankAccount;
    use jiff::civil::date;
    use uuid::Uuid;

    fn content() -> NoticeContent {
        let party = |name: &str| NamedParty { name: name.to_owned(), trading_name: None };
        let account = BankAccount {
            holder: "Test Factor".into(),
            number: "000123456789".into(),
            bic: None,
            clearing: Some("021000021".into()),
        };
        NoticeContent {
            kind: LetterKind::NoticeOfAssignment,
            code: "AAAAABBBBBCCCCC".into(),
            book: FactorId(Uuid::from_u128(1)),
            factor: "Test Factor".into(),
            notice: NoticeId(Uuid::from_u128(2)),
            version: 1,
            client: party("Seller"),
            debtor: party("Buyer Works"),
            addressed: vec!["Buyer Works".into(), "Accounts payable".into()],
            covered: Some(Covered::AllAccounts),
            listed: Vec::new(),
            pay_to: Some(PayTo { account, reference: None }),
            old: None,
            effective: Some(date(2026, 6, 1)),
            issued: date(2026, 6, 1),
            says: NOTICE_SAYS.to_vec(),
            words_sha256: "00".repeat(32),
        }
    }

    #[test]
    fn gl_50_each_element_that_is_missing_is_named_and_all_at_once() {
        assert_eq!(content().problems(), []);
        for element in NOTICE_SAYS {
            let says = NOTICE_SAYS.iter().copied().filter(|one| *one != element).collect();
            assert_eq!(NoticeContent { says, ..content() }.problems(), [ContentProblem::Unsaid(element)]);
        }
        let bare = NoticeContent {
            covered: None,
            pay_to: None,
            effective: None,
            addressed: vec!["Ms Example".into()],
            ..content()
        };
        let codes: Vec<_> = bare.problems().iter().map(ContentProblem::code).collect();
        assert_eq!(codes, ["NOTICE_COVERS_NOTHING", "NOTICE_PAY_TO", "NOTICE_NO_DATE", "NOTICE_ADDRESS"]);
    }

    #[test]
    fn gl_51_a_part_of_an_invoice_is_never_asked() {
        let invoice = |to_factor| ListedInvoice {
            number: "INV-7".into(),
            due: Money::new(100_000, Currency::USD),
            to_factor: Money::new(to_factor, Currency::USD),
        };
        let listed = |to_factor| NoticeContent {
            covered: Some(Covered::Listed),
            listed: vec![invoice(100_000), invoice(to_factor)],
            ..content()
        };
        assert_eq!(listed(100_000).problems(), []);
        assert!(matches!(listed(85_000).problems()[..], [ContentProblem::Partial { .. }]));
        let none = NoticeContent { covered: Some(Covered::Listed), ..content() };
        assert_eq!(none.problems(), [ContentProblem::NothingCovered]);
    }

    #[test]
    fn lc_46_a_change_names_the_old_account() {
        let change = NoticeContent { kind: LetterKind::RemitToChange, ..content() };
        assert_eq!(change.problems(), [ContentProblem::NoOldAccount]);
    }

    #[test]
    fn only_our_own_text_is_read_back() {
        let text = content().canonical();
        assert_eq!(NoticeContent::of_canonical(&text), Some(content()));
        assert_eq!(NoticeContent::of_canonical(&text.replace("\"version\":1", "\"version\": 1")), None);
        assert_eq!(NoticeContent::of_canonical("{}"), None);
    }
}
