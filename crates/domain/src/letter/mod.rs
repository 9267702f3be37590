//! Letters: what is written to debtors and clients, in four languages, checked against its checklist before it may leave.
//!
//! Phases: a use case gathers [`Facts`]; the wording of the kind and language (built in, or the factor's own) is filled
//! with them and becomes a [`Letter`]: an ordered list of [`Block`]s, each of which says which [`Element`] of the
//! checklist it is. The checklists (GL-50, LC-44, CO-12, CO-13) are asked of the finished letter. A letter is plain
//! data: the paper (PDF), the mail's HTML and its text are made from it elsewhere, and say the same words.
//!
//! [`compose()`] fills a wording and refuses, with every problem at once, a letter that does not pass its checklist; a
//! signed kind without its signature is only ever a draft ([`compose_draft`]).
//!
//! Deliberately absent: layout, fonts, links' secrets.

mod address;
mod built_in;
mod checklist;
mod compose;
mod discreet;
mod facts;
mod fill;
mod labels;
mod phrases;
mod placeholder;
mod plain;
mod problem;
mod review;
mod sample;
mod tone;
mod wording;
mod writing;

#[cfg(test)]
mod tests;

pub use built_in::{built_in, built_in_text};
pub use checklist::{always as required_elements, problems};
pub use compose::{Click, WORDS_CHARS, account_manager_office, compose, compose_draft};
pub use facts::{Covered, Facts, InvoiceLine, LetterParty, Links, PayTo, Person, Section};
pub use placeholder::{Condition, Placeholder, When};
pub use problem::{Flaw, LetterProblem, Tone};
pub use review::{REVIEWER_CHARS, Review, Reviews};
pub use sample::samples;
pub use wording::{PARAGRAPH_CHARS, SUBJECT_CHARS, WORDING_BYTES, WORDING_PARTS, Wording};

use crate::named::named;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

named! {
    /// The languages letters are written in.
    Language {
        /// English.
        English = "en", "English";
        /// German.
        German = "de", "German";
        /// French.
        French = "fr", "French";
        /// Spanish.
        Spanish = "es", "Spanish";
    }
}

named! {
    /// Who speaks in a letter.
    Voice {
        /// The factor, on its own paper.
        Factor = "FACTOR", "factor";
        /// The client, on its letterhead, also when the factor sends it for the client (LC-42).
        Client = "CLIENT", "client";
    }
}

named! {
    /// The letters Credere writes. Each has a wording per language and a checklist.
    LetterKind {
        /// LC-42: the client introduces the factor.
        Introduction = "INTRODUCTION", "Letter of introduction";
        /// LC-43, GL-50: the factor gives notice of the assignment.
        NoticeOfAssignment = "NOTICE_OF_ASSIGNMENT", "Notice of assignment";
        /// LC-41: one friendly request to acknowledge the notice.
        AcknowledgmentReminder = "ACKNOWLEDGMENT_REMINDER", "Request to acknowledge";
        /// LC-46: new bank details; takes the earlier notice's place.
        RemitToChange = "REMIT_TO_CHANGE", "Change of pay-to details";
        /// LC-47: the assignment no longer applies; where to pay now.
        Release = "RELEASE", "Release letter";
        /// GL-53: proof that the assignment was made.
        ProofOfAssignment = "PROOF_OF_ASSIGNMENT", "Proof of assignment";
        /// GL-40: please confirm these invoices.
        Verification = "VERIFICATION", "Request to confirm invoices";
        /// CO-31: to a natural person under California's rules, before anything else asks for money: what is owed, to whom,
        /// and how to dispute it.
        Validation = "VALIDATION", "Validation notice";
        /// CO-09, CO-12: when may payment be expected, is anything wrong?
        Status = "STATUS", "Status question";
        /// CO-09: the second and last status question to accounts payable.
        StatusAgain = "STATUS_AGAIN", "Second status question";
        /// CO-09, 45 days: to the supervisor or controller, copy to the client.
        Supervisor = "SUPERVISOR", "Question to the supervisor";
        /// CO-09, 60 days: the formal letter, approved by a person.
        PastDue = "PAST_DUE", "Past-due letter";
        /// CO-02: before the due date, only where the client asked for it.
        BeforeDue = "BEFORE_DUE", "Reminder before the due date";
        /// An answer to the debtor's own question, dispute, complaint or request.
        Reply = "REPLY", "Reply to the debtor";
        /// CO-09, 22 days: the client and its account manager first.
        ClientFirst = "CLIENT_FIRST", "Please speak with your customer";
        /// LC-08: tells the client the same day that its customer disputes an invoice.
        ClientDispute = "CLIENT_DISPUTE", "Your customer raised a dispute";
        /// LC-09: the recourse date comes near.
        ClientRecourse = "CLIENT_RECOURSE", "Recourse date ahead";
        /// LC-48, FR-09 and whatever else the client is asked for: tick a heads-up, correct an address.
        ClientTask = "CLIENT_TASK", "A task for the client";
    }
}

impl LetterKind {
    /// Whose voice it has.
    #[must_use]
    pub const fn voice(self) -> Voice {
        match self {
            Self::Introduction => Voice::Client,
            _ => Voice::Factor,
        }
    }

    /// Is it a signed paper that the check page confirms (GL-50, GL-53)?
    #[must_use]
    pub const fn is_signed(self) -> bool {
        matches!(self, Self::NoticeOfAssignment | Self::RemitToChange | Self::Release | Self::ProofOfAssignment)
    }

    /// Does it go to the client rather than to the debtor?
    #[must_use]
    pub const fn is_to_client(self) -> bool {
        matches!(self, Self::ClientFirst | Self::ClientDispute | Self::ClientRecourse | Self::ClientTask)
    }
}

named! {
    /// The parts a letter may have to have. A checklist is a list of these per kind.
    Element {
        /// CO-12: who writes, and for whom.
        WhoWrites = "who-writes", "who writes and for whom";
        /// LC-44: why the client works with a factor, in the client's voice.
        Why = "why", "why: a tool that keeps terms flexible";
        /// LC-44: same product, people, service.
        NothingChanges = "nothing-changes", "nothing changes in product, people and service";
        /// LC-44: same invoice terms.
        SameTerms = "same-terms", "invoice terms stay as they are";
        /// LC-44: not because of the customer's credit or payment record.
        NotYourRecord = "not-your-record", "not prompted by the customer's payment record";
        /// LC-44: what changes, the pay-to.
        WhatChanges = "what-changes", "what changes: where to pay";
        /// LC-44: who will write and when.
        WhoWillWrite = "who-will-write", "who will write and when";
        /// LC-44, CO-12: person to ask, with telephone.
        Questions = "questions", "whom to ask";
        /// Words of the client for this one customer (LC-42).
        PersonalNote = "personal-note", "a personal word";
        /// GL-50 (1): the amounts due or to become due have been assigned.
        Assigned = "assigned", "the amount due has been assigned";
        /// GL-50 (2): payment is to be made to the factor.
        PayAssignee = "pay-assignee", "payment is to be made to the factor";
        /// GL-50 (3): which rights are assigned.
        RightsAssigned = "rights-assigned", "which rights are assigned";
        /// GL-50: where to pay.
        PayTo = "pay-to", "pay-to details";
        /// GL-50: from when.
        Effective = "effective", "effective date";
        /// GL-50: only the factor can change or release.
        OnlyFactor = "only-factor", "only the factor can change or release this";
        /// GL-50: whom to ask for proof.
        Proof = "proof", "contact for proof of the assignment";
        /// GL-50: copy to the client.
        CopyToClient = "copy-to-client", "copy to the client";
        /// LC-44: not a collection agency in the matter.
        NotCollection = "not-collection", "not a collection agency";
        /// LC-44, CO-12: how to get copies of purchase orders, time sheets, invoices.
        Copies = "copies", "how to get copies";
        /// GL-50 (4): the signature record.
        Signature = "signature", "signed";
        /// Check page, code and QR.
        Check = "check", "how to check that this letter is real";
        /// CO-12: invoice numbers, dates, amounts, due dates, total, per client section.
        Invoices = "invoices", "the invoices with dates, amounts and total";
        /// CO-12: the question asked.
        Question = "question", "the question";
        /// CO-12: one-click answers.
        Answers = "answers", "answers by one click";
        /// CO-12: we never change bank details by e-mail.
        NoBankChange = "no-bank-change", "bank details are never changed by e-mail";
        /// CO-12: opt-out of reminders by channel.
        OptOut = "opt-out", "how to opt out of reminders";
        /// CO-13: thanks.
        Thanks = "thanks", "thanks";
        /// LC-46: what the old details were and how long they stay open.
        OldAccount = "old-account", "the old account stays open";
        /// FR-09: call us back on the number you know.
        CallBack = "call-back", "call back on a number known before";
        /// LC-47: the assignment no longer applies.
        Released = "released", "the assignment no longer applies";
        /// Free words of a person, in a reply or a task.
        Words = "words", "the answer in a person's words";
        /// CO-31: whom it is for, and what anybody else is asked to do.
        ForWhom = "for-whom", "that it is for the person named and for nobody else";
        /// CO-31: to whom it was owed first: the client.
        Creditor = "creditor", "who the original creditor is";
        /// CO-31: what was added to the invoices.
        Added = "added", "whether interest or fees were added";
        /// CO-31: it may be disputed in whole or in part, until when and how.
        Dispute = "dispute", "that it may be disputed, until when and how";
        /// CO-31: what is disputed is verified, and nobody asks meanwhile.
        Verify = "verify", "that it is verified on request and nobody asks meanwhile";
        /// CO-14, LC-09: the recourse clock and what follows.
        Consequence = "consequence", "what follows, and when";
    }
}

/// A part of a letter, in order. Texts are final: amounts and dates are written in the letter's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// Running text.
    Paragraph {
        /// Which part of the checklist.
        element: Element,
        /// Its words.
        text: String,
    },
    /// Names and values, one below the other.
    Rows {
        /// Which part of the checklist.
        element: Element,
        /// Name and value.
        rows: Vec<(String, String)>,
    },
    /// A table of invoices: one per client (CO-06).
    Table {
        /// Which part of the checklist.
        element: Element,
        /// Above it: the client's trading name as on its invoices.
        heading: String,
        /// Names of the columns.
        head: Vec<String>,
        /// Rows; amounts stand right.
        rows: Vec<Vec<String>>,
        /// The line of the total.
        total: Vec<String>,
    },
    /// Answers the reader may click: word and address.
    Answers {
        /// Which part of the checklist.
        element: Element,
        /// Word and address.
        links: Vec<(String, String)>,
    },
}

impl Block {
    /// Which part of the checklist it is.
    #[must_use]
    pub const fn element(&self) -> Element {
        match self {
            Self::Paragraph { element, .. }
            | Self::Rows { element, .. }
            | Self::Table { element, .. }
            | Self::Answers { element, .. } => *element,
        }
    }
}

/// A finished letter: what paper, mail and page are made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Which letter.
    pub kind: LetterKind,
    /// Its language.
    pub language: Language,
    /// Who speaks.
    pub voice: Voice,
    /// The letterhead: name, then address, then telephone and mail, a line each.
    pub letterhead: Vec<String>,
    /// Small line under the letterhead: sent for the client by the factor, registration.
    pub sent_by: Option<String>,
    /// The address field, a line each; accounts payable of the legal entity first (GL-50).
    pub address: Vec<String>,
    /// Its date.
    pub dated: Date,
    /// The date as written.
    pub date_line: String,
    /// Subject; also of the mail.
    pub subject: String,
    /// Greeting.
    pub greeting: String,
    /// The body.
    pub blocks: Vec<Block>,
    /// Closing words.
    pub closing: String,
    /// Who signs: name, office, telephone, mail; a line each.
    pub signatory: Vec<String>,
    /// Code and address of the check page, for a signed letter; the address is also in the QR code.
    pub check: Option<(String, String)>,
    /// Last lines: register, postal address (CAN-SPAM), copy notes.
    pub footer: Vec<String>,
}

impl Letter {
    /// Has it a block of this element that says something?
    #[must_use]
    pub fn has(&self, element: Element) -> bool {
        self.blocks.iter().any(|block| {
            block.element() == element
                && match block {
                    Block::Paragraph { text, .. } => !text.trim().is_empty(),
                    Block::Rows { rows, .. } => rows.iter().any(|(_, value)| !value.trim().is_empty()),
                    Block::Table { rows, .. } => !rows.is_empty(),
                    Block::Answers { links, .. } => !links.is_empty(),
                }
        })
    }

    /// What a client may see of a letter to its customer: the section of its own invoices and no other's (CO-06, CO-13).
    /// `client` is the name over the section. The links of the reader are the reader's: they are left out.
    #[must_use]
    pub fn for_client(&self, client: &str) -> Self {
        let mut copy = self.clone();
        copy.blocks.retain(|block| match block {
            Block::Table { heading, .. } => heading == client,
            Block::Answers { .. } => false,
            Block::Paragraph { .. } | Block::Rows { .. } => true,
        });
        copy
    }
}
