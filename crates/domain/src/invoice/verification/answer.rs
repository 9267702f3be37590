//! An answer to a verification: how it came, who gave it, what it confirms, what shows it (GL-40).

use crate::agreement::NotificationMode;
use crate::id::{DocumentId, LinkId, MessageId};
use crate::named::named;
use crate::wording::all_of;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

named! {
    /// GL-40: how an invoice was verified.
    Method {
        /// By mail, or by the link in it.
        Email = "EMAIL", "by mail";
        /// By a call of a person who said whom it called for.
        Phone = "PHONE", "by telephone";
        /// The debtor's own portal shows it as approved.
        Portal = "PORTAL", "in the customer's portal";
        /// Order and proof of delivery, or signed time sheet and rates, fit the invoice.
        DocMatch = "DOC_MATCH", "by documents";
        /// The debtor has signed that it owes the amount, without offset, and will pay the factor.
        SignedEstoppel = "SIGNED_ESTOPPEL", "by signed statement";
        /// GL-44: the client asked in its own name; confidential facilities only.
        ByClient = "BY_CLIENT", "by the client, in its own name";
    }
}

named! {
    /// GL-40: the facts a verification confirms.
    Confirmable {
        /// Goods or services delivered and accepted.
        Delivered = "DELIVERED", "goods or services delivered and accepted";
        /// The amount.
        Amount = "AMOUNT", "amount";
        /// Due date and terms.
        Terms = "TERMS", "due date and terms";
        /// It is in accounts payable's system.
        InSystem = "IN_SYSTEM", "in the customer's system";
        /// No offset, claim or earlier payment.
        NoOffset = "NO_OFFSET", "no offset, claim or earlier payment";
        /// The payee is the factor.
        RemitTo = "REMIT_TO", "payee is the factor";
    }
}

impl Method {
    /// What it has to confirm for the invoice to count as verified. Papers show what was ordered and delivered; they do
    /// not speak of offsets or of the debtor's system. A debtor that is not told of the assignment is not asked about the payee.
    #[must_use]
    pub const fn confirms(self, notification: NotificationMode) -> &'static [Confirmable] {
        use Confirmable::{Amount, Delivered, InSystem, NoOffset, RemitTo, Terms};
        match (self, notification) {
            (Self::DocMatch, _) => &[Delivered, Amount, Terms],
            (_, NotificationMode::NonNotification) => &[Delivered, Amount, Terms, InSystem, NoOffset],
            (_, NotificationMode::Notification) => &[Delivered, Amount, Terms, InSystem, NoOffset, RemitTo],
        }
    }

    /// GL-44: may it be used? The debtor of a confidential facility is verified by papers or by the client in its own
    /// name; where the debtor may be asked, the client's own word is no confirmation.
    #[must_use]
    pub const fn fits(self, notification: NotificationMode) -> bool {
        match notification {
            NotificationMode::Notification => !matches!(self, Self::ByClient),
            NotificationMode::NonNotification => matches!(self, Self::DocMatch | Self::ByClient),
        }
    }
}

/// What shows that the answer was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Evidence {
    /// The guest's link it was given by.
    Link(LinkId),
    /// The message that holds it.
    Message(MessageId),
    /// A paper: order, proof of delivery, picture of the portal, signed statement.
    Document(DocumentId),
    /// Where it can be looked up, in a person's words.
    Note(String),
}

/// GL-40: what was said in a call. Callers say truthfully whom they call for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Who called.
    pub caller: String,
    /// The factor the caller named.
    pub calling_for: String,
    /// The words in which the caller said so.
    pub said: String,
    /// The number that was called.
    pub number: String,
    /// Who answered: name and office.
    pub spoke_with: String,
}

/// What the debtor does not agree with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discrepancy {
    /// Which fact.
    pub what: Confirmable,
    /// In the debtor's words.
    pub words: String,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// How.
    pub method: Method,
    /// Who gave it: the debtor's person, or the paper's origin.
    pub who: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// The business date.
    pub on: Date,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// What it confirms.
    pub confirmed: Vec<Confirmable>,
    /// What it does not agree with.
    pub discrepancy: Option<Discrepancy>,
    /// What shows it.
    pub evidence: Vec<Evidence>,
    /// For a call: what was said.
    #[serde(default)]
    pub statement: Option<Statement>,
    /// A mark of the device it came from, where it came by link (FR-22).
    #[serde(default)]
    pub device: Option<String>,
}

/// Why an answer is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerRefused {
    /// GL-44.
    #[error("{method} does not fit {mode}", method = .0.word(), mode = .1.word())]
    Method(Method, NotificationMode),
    /// Nobody is named.
    #[error("it does not say who answered")]
    Nobody,
    /// Neither confirmed nor contradicted.
    #[error("it neither confirms nor contradicts anything")]
    Nothing,
    /// A discrepancy without words.
    #[error("it does not say what is different")]
    Wordless,
    /// LC-05: evidence attached.
    #[error("nothing shows it: {0}")]
    NoEvidence(&'static str),
    /// GL-40: the call is not recorded truthfully.
    #[error("the record of the call lacks {0}")]
    Untruthful(String),
}

impl AnswerRefused {
    /// Its stored name.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Method(..) => "VERIFICATION_METHOD",
            Self::Nobody => "VERIFICATION_WHO",
            Self::Nothing => "VERIFICATION_NOTHING",
            Self::Wordless => "VERIFICATION_WORDS",
            Self::NoEvidence(_) => "VERIFICATION_EVIDENCE",
            Self::Untruthful(_) => "CALL_STATEMENT",
        }
    }

    /// What to do.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Method(_, NotificationMode::NonNotification) => {
                "The debtor is not told of the assignment: verify by documents, or let the client ask in its own name."
            }
            Self::Method(..) => "The debtor knows of the assignment: ask it, or match the documents.",
            Self::Nobody => "Write name and office of who answered.",
            Self::Nothing => "Tick what was confirmed, or say what is different.",
            Self::Wordless => "Write what is different, in the debtor\u{2019}s words: the client will read it.",
            Self::NoEvidence(_) => "Attach it, or write where it can be looked up.",
            Self::Untruthful(_) => {
                "Record what was said. Callers name themselves, the factor and the client; a call that did not is no verification."
            }
        }
    }
}

impl Given {
    /// Is it sound? `factor` and `client` are the names a caller must have said. All objections at once.
    ///
    /// # Errors
    /// Every [`AnswerRefused`] that holds.
    pub fn check(&self, notification: NotificationMode, factor: &str, client: &str) -> Result<(), Vec<AnswerRefused>> {
        let mut refused = Vec::new();
        if !self.method.fits(notification) {
            refused.push(AnswerRefused::Method(self.method, notification));
        }
        if self.who.trim().is_empty() {
            refused.push(AnswerRefused::Nobody);
        }
        match &self.discrepancy {
            Some(one) if one.words.trim().is_empty() => refused.push(AnswerRefused::Wordless),
            None if self.confirmed.is_empty() => refused.push(AnswerRefused::Nothing),
            _ => {}
        }
        let paper = self.evidence.iter().any(|one| matches!(one, Evidence::Document(_)));
        match self.method {
            Method::Phone => refused.extend(self.untruthful(factor, client)),
            Method::SignedEstoppel if !paper => refused.push(AnswerRefused::NoEvidence("the signed statement")),
            _ if !self.evidence.iter().any(says_something) => {
                refused.push(AnswerRefused::NoEvidence(match self.method {
                    Method::Portal => "a picture of the portal, or where it stands there",
                    Method::DocMatch => "the order, the proof of delivery or the time sheet",
                    _ => "the message or the link",
                }));
            }
            _ => {}
        }
        if refused.is_empty() { Ok(()) } else { Err(refused) }
    }

    /// GL-40: a call must have said who calls, for which factor, about whose invoices.
    fn untruthful(&self, factor: &str, client: &str) -> Option<AnswerRefused> {
        let Some(statement) = &self.statement else {
            return Some(AnswerRefused::Untruthful(
                "the words in which the caller said who called, and for whom".to_owned(),
            ));
        };
        let said = statement.said.to_lowercase();
        let named = |name: &str| !name.trim().is_empty() && said.contains(&name.trim().to_lowercase());
        let mut missing = Vec::new();
        if !named(&statement.caller) {
            missing.push("the caller\u{2019}s name".to_owned());
        }
        if !named(factor) || !statement.calling_for.trim().eq_ignore_ascii_case(factor.trim()) {
            missing.push(format!("the name {factor}"));
        }
        if !named(client) {
            missing.push(format!("the name {client}"));
        }
        if statement.number.trim().is_empty() {
            missing.push("the number that was called".to_owned());
        }
        if statement.spoke_with.trim().is_empty() {
            missing.push("who answered".to_owned());
        }
        (!missing.is_empty()).then(|| AnswerRefused::Untruthful(all_of(&missing)))
    }
}

fn says_something(evidence: &Evidence) -> bool {
    !matches!(evidence, Evidence::Note(words) if words.trim().is_empty())
}
