//! What keeps a wording from being used, or a letter from being written.

use super::placeholder::{Condition, Placeholder};
use super::{Element, Language, LetterKind};
use crate::money::Currency;
use std::fmt;

/// One problem, with the line of the wording where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterProblem {
    /// Line of the wording, from 1; none when it concerns the whole letter.
    pub line: Option<usize>,
    /// What is wrong.
    pub flaw: Flaw,
}

/// What is wrong with a wording or a letter. `Display` is the fact; [`Flaw::remedy`] says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Over a limit.
    #[error("{what} has {found} {unit}; at most {limit} are allowed")]
    TooMuch {
        /// Of what.
        what: &'static str,
        /// Characters, parts.
        unit: &'static str,
        /// How many there are.
        found: usize,
        /// How many may be.
        limit: usize,
    },
    /// Words before the first element that belong to no line.
    #[error("\u{201c}{0}\u{201d} belongs to no paragraph")]
    Stray(String),
    /// The name in brackets is no element.
    #[error("there is no element called \u{201c}{0}\u{201d}")]
    UnknownElement(String),
    /// The name after `if` or `unless` is no condition.
    #[error("there is no condition called \u{201c}{0}\u{201d}")]
    UnknownCondition(String),
    /// The name in braces is no fact.
    #[error("there is no fact called \u{201c}{{{0}}}\u{201d}")]
    UnknownPlaceholder(String),
    /// A brace is not closed, or closed without being opened.
    #[error("a brace has no partner in \u{201c}{0}\u{201d}")]
    Brace(String),
    /// A fact that this kind of letter has no room for.
    #[error("\u{201c}{{{code}}}\u{201d} has no place in the letter \u{201c}{1}\u{201d}", code = .0.code())]
    NotHere(Placeholder, LetterKind),
    /// No subject, greeting or closing.
    #[error("there is no line \u{201c}{0}:\u{201d} that holds in every case")]
    NoHead(&'static str),
    /// A paragraph without words.
    #[error("the paragraph [{code}] has no words", code = .0.code())]
    NoWords(Element),
    /// The checklist asks for an element.
    #[error("the letter \u{201c}{1}\u{201d} must say {0} and does not")]
    Lacks(Element, LetterKind),
    /// An element must name a fact and does not.
    #[error("the paragraph [{code}] must name {names}", code = .0.code(), names = one_of(.1))]
    MustSay(Element, &'static [Placeholder]),
    /// A fact is missing.
    #[error("the letter says {0}, which is not known")]
    Unknown(Placeholder),
    /// The facts of a block are missing.
    #[error("the letter has the part [{code}], and nothing is known to fill it with", code = .0.code())]
    UnknownBlock(Element),
    /// A signed letter without its signature.
    #[error("the letter \u{201c}{0}\u{201d} is not signed")]
    Unsigned(LetterKind),
    /// GL-50 (3): nobody said which rights a notice covers.
    #[error("nobody said which invoices the notice covers")]
    CoversNothing,
    /// GL-51: a listed invoice is not covered in full.
    #[error("the notice lists invoice {0} with an amount in dispute or not in full")]
    NotInFull(String),
    /// GL-51: words that tell the reader to pay a part.
    #[error("a notice may never tell the reader to pay a part; \u{201c}{0}\u{201d} can be read so")]
    PartPayment(String),
    /// An invoice that has nothing open, or more open than it was written for.
    #[error("invoice {0} is listed with nothing open, or with more open than its amount")]
    NotOpen(String),
    /// Two currencies in one section.
    #[error("the invoices of {0} are in two currencies")]
    Currencies(String),
    /// CO-12: amounts in a currency, and no account they could be paid to.
    #[error("the letter asks for {0} and names no account for it")]
    NoAccount(Currency),
    /// A sum too large to be written.
    #[error("the total of the invoices of {0} is too large to be written")]
    TooLarge(String),
    /// CO-06, CO-13: a paragraph names a client where the letter speaks of several.
    #[error("a paragraph names {0}, and the letter speaks of several clients")]
    NamesClient(String),
    /// LC-44, CO-13: words that are not used.
    #[error("\u{201c}{phrase}\u{201d} is {why}")]
    Forbidden {
        /// The words as found.
        phrase: String,
        /// Which kind of words they are.
        why: Tone,
    },
    /// The wording is another letter's.
    #[error("the wording is for \u{201c}{0}\u{201d} in {1}, and another letter was asked for")]
    OtherLetter(LetterKind, Language),
}

/// Why words are not used (LC-44, CO-13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Threat of law or enforcement.
    Threat,
    /// Hint at credit agencies.
    CreditHint,
    /// Urgency.
    Urgency,
    /// Implied lawyer, court or authority.
    Disguise,
    /// A statement about how well or badly the client does.
    Health,
    /// The client's money, in the factor's voice.
    ClientMoney,
    /// Calling the factor or the reader names of the collection trade.
    Collection,
    /// Words in capitals.
    Capitals,
}

impl fmt::Display for Tone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Threat => "a threat",
            Self::CreditHint => "a hint at credit agencies",
            Self::Urgency => "a word of urgency",
            Self::Disguise => "a word that lets a lawyer or an authority seem to write",
            Self::Health => "a statement about how the client is doing",
            Self::ClientMoney => "a statement about the client\u{2019}s money in the factor\u{2019}s voice",
            Self::Collection => "a word of debt collection",
            Self::Capitals => "written in capitals",
        })
    }
}

fn one_of(facts: &[Placeholder]) -> String {
    let words: Vec<&str> = facts.iter().map(|fact| fact.word()).collect();
    words.join(", or ")
}

fn codes<T>(all: &[T], code: impl Fn(&T) -> &'static str) -> String {
    all.iter().map(code).collect::<Vec<_>>().join(", ")
}

impl Flaw {
    /// Stable code, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooMuch { .. } => "WORDING_LIMIT",
            Self::Stray(_) => "WORDING_STRAY",
            Self::UnknownElement(_) => "WORDING_ELEMENT",
            Self::UnknownCondition(_) => "WORDING_CONDITION",
            Self::UnknownPlaceholder(_) | Self::Brace(_) | Self::NotHere(..) => "WORDING_PLACEHOLDER",
            Self::NoHead(_) => "WORDING_HEAD",
            Self::NoWords(_) => "WORDING_EMPTY",
            Self::OtherLetter(..) => "WORDING_OTHER",
            Self::Lacks(..) => "LETTER_LACKS",
            Self::MustSay(..) => "LETTER_MUST_SAY",
            Self::Unknown(_) | Self::UnknownBlock(_) => "LETTER_FACT_MISSING",
            Self::Unsigned(_) => "LETTER_UNSIGNED",
            Self::CoversNothing => "LETTER_COVERS_NOTHING",
            Self::NotInFull(_) | Self::PartPayment(_) => "LETTER_PART_PAYMENT",
            Self::NotOpen(_) | Self::Currencies(_) | Self::TooLarge(_) | Self::NoAccount(_) => "LETTER_INVOICES",
            Self::NamesClient(_) => "LETTER_NAMES_CLIENT",
            Self::Forbidden { .. } => "LETTER_FORBIDDEN",
        }
    }

    /// What to do.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::TooMuch { .. } => "Shorten it.".to_owned(),
            Self::Stray(_) => {
                "Begin with lines such as \u{201c}subject: \u{2026}\u{201d}, \u{201c}greeting: \u{2026}\u{201d} and \
                 \u{201c}closing: \u{2026}\u{201d}; put a paragraph under the name of its element in brackets."
                    .to_owned()
            }
            Self::UnknownElement(_) => format!("Use one of: {}.", codes(Element::ALL, |e| e.code())),
            Self::UnknownCondition(_) => format!("Use one of: {}.", codes(Condition::ALL, |c| c.code())),
            Self::UnknownPlaceholder(_) => format!("Use one of: {}.", codes(Placeholder::ALL, |p| p.code())),
            Self::Brace(_) => "Write a fact as {name}; a letter has no other braces.".to_owned(),
            Self::NotHere(..) => "Leave it out.".to_owned(),
            Self::NoHead(name) => {
                format!("Add \u{201c}{name}: \u{2026}\u{201d} without a condition, as the last of its kind.")
            }
            Self::NoWords(_) => "Write its words below it, or leave the paragraph out.".to_owned(),
            Self::Lacks(element, _) => {
                format!("Write a paragraph under [{}] that stands in every case.", element.code())
            }
            Self::MustSay(_, facts) => {
                format!("Write {{{}}} where the fact belongs.", facts.first().map_or("", |fact| fact.code()))
            }
            Self::Unknown(fact) => fact_remedy(*fact).to_owned(),
            Self::UnknownBlock(element) => match element {
                Element::PayTo => "Save the account that is to be paid to.".to_owned(),
                Element::Invoices => "Name the invoices the letter is about.".to_owned(),
                Element::Answers => "Make the link to the reader\u{2019}s page first.".to_owned(),
                _ => "Supply it, or mark the paragraph with a question mark.".to_owned(),
            },
            Self::Unsigned(_) => "Sign it first, or ask for a draft.".to_owned(),
            Self::CoversNothing => "Choose all invoices, or list those it covers.".to_owned(),
            Self::NotInFull(_) => "List the invoice in full; settle the dispute apart from the notice.".to_owned(),
            Self::PartPayment(_) => {
                "Ask for each invoice in full, without amounts or shares in the text (UCC 9-406).".to_owned()
            }
            Self::NotOpen(_) => "Leave out what is paid, and correct the open amount.".to_owned(),
            Self::Currencies(_) => "Write one section per currency.".to_owned(),
            Self::NoAccount(currency) => {
                format!("Set the account debtors pay {currency} to, under pay-to details.")
            }
            Self::TooLarge(_) => "Check the amounts.".to_owned(),
            Self::NamesClient(_) => {
                "Speak of clients only in the headings over their invoices: write the paragraph \u{201c}if \
                 one-client\u{201d}."
                    .to_owned()
            }
            Self::Forbidden { .. } => "Say it in plain, courteous words, or leave it out.".to_owned(),
            Self::OtherLetter(..) => "Use the wording of that letter and language.".to_owned(),
        }
    }
}

/// Where a missing fact is to be found.
const fn fact_remedy(fact: Placeholder) -> &'static str {
    match fact {
        Placeholder::FactorPhone | Placeholder::FactorEmail | Placeholder::AskPhone | Placeholder::AskEmail => {
            "Save the factor\u{2019}s telephone and mail address under Settings, Letters and mail."
        }
        Placeholder::AskName => "Name the client\u{2019}s account manager.",
        Placeholder::SignatoryName | Placeholder::SignatoryOffice | Placeholder::SignatoryPhone => {
            "Add a person at the client, with telephone, to its contacts."
        }
        Placeholder::Page | Placeholder::CheckAddress | Placeholder::CheckCode => {
            "Save the address where guests reach Credere, then make the link."
        }
        Placeholder::Signature => "Sign it first, or ask for a draft.",
        Placeholder::Words => "Write the words.",
        Placeholder::Client | Placeholder::ClientLegal | Placeholder::ClientFull => {
            "Say which client the letter is about."
        }
        Placeholder::Effective | Placeholder::Until => "Give the day.",
        Placeholder::OldHolder | Placeholder::OldEnds => "Give the account that was paid to before.",
        Placeholder::Total => "Speak of a total only where one client\u{2019}s invoices in one currency are listed.",
        _ => "Supply it, or mark the paragraph with a question mark.",
    }
}

/// `Line 14: there is no fact called …. Use one of ….`
impl fmt::Display for LetterProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        write!(f, "{}. {}", self.flaw, self.flaw.remedy())
    }
}
