//! Facts in pairs, what happened in order, what will happen, and pages with nothing on them.

use super::badge::{Badge, Tone};
use domain::money::Money;
use domain::proof::Proof;

/// A name and its value, for a definition list.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The name.
    pub name: String,
    /// The value, as it is read.
    pub value: String,
    /// Where the value leads.
    pub href: Option<String>,
    /// How the value came to be.
    pub proof: Option<Proof>,
}

impl Fact {
    /// A plain pair.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), href: None, proof: None }
    }

    /// Leads somewhere.
    #[must_use]
    pub fn link(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// Can be asked why.
    #[must_use]
    pub fn because(mut self, proof: Proof) -> Self {
        self.proof = Some(proof);
        self
    }
}

/// A figure that answers a question, in a row of such figures.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What it is.
    pub label: String,
    /// The amount.
    pub amount: Money,
    /// What puts it into proportion, in a few words.
    pub note: Option<String>,
    /// How it came to be.
    pub proof: Option<Proof>,
}

/// One thing that happened or will happen.
#[derive(Debug, Clone)]
pub struct Moment {
    /// When, as it is read: `4 Mar, 09:12` or `in 3 days`.
    pub when: String,
    /// The same for machines: a date or timestamp in ISO 8601.
    pub iso: String,
    /// What, in a sentence without a full stop.
    pub what: String,
    /// Who did it, or what rule.
    pub who: Option<String>,
    /// Where it can be read in full.
    pub href: Option<String>,
    /// How to read it.
    pub tone: Tone,
    /// It has not happened yet.
    pub ahead: bool,
}

impl Moment {
    /// Something that happened.
    #[must_use]
    pub fn new(when: impl Into<String>, iso: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            when: when.into(),
            iso: iso.into(),
            what: what.into(),
            who: None,
            href: None,
            tone: Tone::Neutral,
            ahead: false,
        }
    }
}

/// What will happen when the button is pressed: shown before money moves or a letter leaves.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The act in a sentence: `Pay 3 clients from the operating account`.
    pub title: String,
    /// What happens, step by step, each with its amount where money moves.
    pub steps: Vec<(String, Option<Money>)>,
    /// The sum of what moves.
    pub total: Option<(String, Money)>,
    /// How it can be undone, and until when.
    pub undo: String,
    /// Who else must agree.
    pub second_person: Option<String>,
}

/// A page or a table with nothing on it, with the next step.
#[derive(Debug, Clone)]
pub struct Empty {
    /// What is not there: `No schedule waits for checking`.
    pub title: String,
    /// Why that may be, and what happens next.
    pub text: String,
    /// The next step: label and address.
    pub action: Option<(String, String)>,
}

/// A page that could not be shown.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What happened, in a few words.
    pub title: String,
    /// Where and why.
    pub text: String,
    /// What to do.
    pub remedy: String,
    /// Number by which the case is found in the log.
    pub reference: Option<String>,
    /// Next step: label and address.
    pub action: Option<(String, String)>,
}

/// One tab: label, address, whether it is the one shown, and a count.
#[derive(Debug, Clone)]
pub struct Tab {
    /// The word on it.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Is it the one shown?
    pub current: bool,
    /// How many there are behind it.
    pub count: Option<i64>,
}

/// A badge with the thing it stands at, for lists of work.
#[derive(Debug, Clone)]
pub struct Task {
    /// What is to be done, in words that begin with a verb.
    pub what: String,
    /// Where it is done.
    pub href: String,
    /// What it is about: party, number, amount.
    pub about: String,
    /// The amount it moves, if it moves one.
    pub amount: Option<Money>,
    /// State and time left.
    pub badge: Badge,
}
