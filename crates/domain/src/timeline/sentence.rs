//! What a timeline can say.

use super::{Numbers, PacketStory, de, en, es, fr};
use crate::contact::{AnswerKind, AnswerState, Channel, DocumentKind, Grant, Mood, Profile, Purpose, Role, Said};
use crate::dispute::{CaseKind, DisputeReason, Note};
use crate::invoice::verification::{Confirmable, Method};
use crate::letter::Language;
use crate::money::Money;
use crate::notice::{Deliverer, Leg, Trigger};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// From where a message came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Returned {
    /// The post could not deliver it.
    ByPost,
    /// The address does not take mail.
    ByAddress,
    /// The mailbox could not take it at the time.
    ByMailbox,
}

/// Why a message was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Why {
    /// A person said so.
    Own {
        /// In its own words.
        words: String,
    },
    /// A rule forbids it now.
    Rule {
        /// Which: `CO-08`.
        rule: String,
        /// The fact as the factor reads it, in English.
        fact: String,
    },
    /// What it asks about is no longer open as it says.
    Outdated,
    /// Its recipient has another mail address now.
    Moved,
    /// What it asks is answered, or no longer needed.
    Answered,
    /// It leaves so late that the days it names are fewer than they must be.
    Late,
}

/// One thing that is settled for a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", content = "how", rename_all = "kebab-case")]
pub enum Settled {
    /// CO-03: how much the factor writes; none as the agreement says.
    Servicing(Option<Profile>),
    /// LC-42: the personal words in the introduction.
    Note,
    /// LC-42: who delivers the introduction.
    Delivers(Deliverer),
    /// CO-02: reminders before the due date.
    BeforeDue(bool),
    /// CO-14: whether the client looks at messages first.
    Preview,
    /// CO-32: what grants late interest against this customer; none: nothing.
    LateInterestGrant(Option<Grant>),
    /// CO-32: whether the client opts in to it.
    LateInterest(bool),
}

/// Answers that ended alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedAnswers {
    /// Where they stand now.
    pub state: AnswerState,
    /// What was said.
    pub kind: AnswerKind,
    /// CO-10: by when the money was to come; none where it came.
    pub by: Option<Date>,
    /// Of which invoices.
    pub invoices: Numbers,
}

/// What a timeline says. Fields named `words`, `how`, `said` or `reason` that are texts are a person's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "said", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are what their names say; each variant says what is told")]
pub enum Sentence {
    /// Somebody's own words, as they are.
    Own { words: String },

    /// A message is to be sent. The subject is left out where it speaks of another client (CO-14).
    Planned { purpose: Purpose, subject: Option<String> },
    /// It is sent again and may arrive twice.
    MaybeTwice { subject: String },
    /// A message left.
    Left { purpose: Purpose, subject: Option<String> },
    /// It came back.
    CameBack { from: Returned, purpose: Purpose, subject: Option<String> },
    /// It could not be sent; what the server said is for the factor.
    Failed { subject: String, server: String },
    /// It was taken back. The reason is left out where it may be another client's affair.
    TakenBack { purpose: Purpose, subject: Option<String>, why: Option<Why> },
    /// It was opened.
    Opened { purpose: Purpose, subject: Option<String> },
    /// Mail came in, with so many files.
    Received { subject: String, files: usize },
    /// Mail came in that is about several clients.
    ReceivedForSeveral,

    /// A person says that a mail came from whom it names, and how that is known.
    SenderConfirmed { address: String, how: String },

    /// Invoices are to be confirmed before or after purchase.
    ToConfirm { before: bool, invoices: Numbers },
    /// Invoices were confirmed.
    Confirmed { method: Method, invoices: Numbers },
    /// Invoices were confirmed in part.
    PartlyConfirmed { method: Method, invoices: Numbers },
    /// An invoice is not as invoiced.
    NotAsInvoiced { invoice: String, what: Option<Confirmable>, words: String },
    /// LC-05: an invoice goes back to the client.
    GoesBack { invoice: String, words: String },
    /// It is taken without a confirmation.
    Waived { invoice: String, reason: String },

    /// Things were settled for a pair.
    Settled { what: Vec<Settled> },
    /// A paper was added.
    Paper { kind: DocumentKind, name: String },

    /// A case was raised.
    CaseOpened {
        case: i64,
        kind: CaseKind,
        invoice: Option<String>,
        amount: Option<Money>,
        whole: bool,
        reason: Option<DisputeReason>,
        words: String,
    },
    /// Words were added to a case.
    CaseWords { case: i64, words: String },
    /// Somebody answers for it now.
    CaseOwner { case: i64, owner: String },
    /// A case was settled.
    CaseSettled { case: i64, kind: CaseKind, invoice: Option<String>, notes: Vec<Note>, words: String },
    /// A case was opened again.
    CaseReopened { case: i64, words: String },
    /// LC-09: a dispute is a breach of warranty: open after so many days, or ended without an agreement.
    Breach { case: i64, invoice: Option<String>, days: Option<i32> },
    /// The client could not be told of cases; for the factor.
    ClientNotTold { cases: Vec<i64>, reasons: String },

    /// How a debtor's person feels.
    Mood { mood: Mood, words: String },
    /// CO-14: contact is paused.
    Paused { until: Date, why: String, recourse: Option<Date> },
    /// Contact goes on.
    Resumed,

    /// A contact was added.
    ContactAdded { name: String, role: Role },
    /// A contact was changed.
    ContactChanged { name: String, role: Role },
    /// A contact was verified.
    ContactConfirmed { name: String, how: String },
    /// A contact is the wrong one; without words it said so itself.
    ContactWrong { name: String, words: String },
    /// A contact is no longer written to.
    ContactRetired { name: String, words: String },
    /// CO-08: no reminders by this channel.
    ContactOptedOut { name: String, channel: Channel },
    /// CO-08: reminders by this channel again, and who at the debtor said so, when.
    ContactOptedIn { name: String, channel: Channel, who: String, on: Date },

    /// The debtor answered.
    Answered { invoices: Numbers, answer: Said },
    /// What was promised or on its way came, or did not.
    AnswersEnded { ways: Vec<EndedAnswers> },

    /// A new notice is prepared after a release.
    NoticeAgain,
    /// The agreement is confidential.
    NoticeHeld,
    /// A notice is prepared and waits for the heads-up.
    NoticePrepared,
    /// The agreement is no longer confidential.
    NoticeLifted,
    /// The agreement has become confidential.
    NoticeHeldBack,
    /// The file on a notice that was given before was opened.
    NoticeFile,
    /// A notice was given before the record began.
    NoticeExisting { on: Date, how: String },
    /// LC-40: the client told its customer.
    HeadsUp { client: String, person: String, channel: Channel, on: Date },
    /// The letter of introduction is on its way.
    IntroductionOnItsWay { to: String },
    /// The client delivers it itself.
    IntroductionReady,
    /// It has.
    IntroductionDelivered,
    /// A notice, or a change of pay-to details, is on its way; also by a letter that is tracked.
    NoticeOnItsWay { purpose: Purpose, to: String, tracked: bool },
    /// LC-43: the trackable letter beside the mail is prepared again.
    BesideAgain,
    /// It did not leave.
    BesideDidNotLeave,
    /// It was posted.
    BesidePosted,
    /// It is traced under a number.
    BesideTracked { number: String },
    /// It came back.
    BesideCameBack,
    /// It was signed for.
    BesideReceived { on: Date, number: Option<String> },
    /// LC-46: the account has changed.
    AccountChanged,
    /// LC-41: the one request to acknowledge.
    AskedToAcknowledge { to: String },
    /// It was acknowledged.
    Acknowledged { person: String },
    /// A letter of the notice left.
    LegLeft { leg: Leg },
    /// It came back.
    LegCameBack { leg: Leg },
    /// It was opened.
    LegOpened { leg: Leg },
    /// It was received, by a reply or by a courier's signature.
    LegReceived { leg: Leg, courier: bool },
    /// FR-14: it was opened or answered where only the client's word stands for the address: no evidence.
    LegNoEvidence { leg: Leg, opened: bool },
    /// FR-14: the same of an acknowledgement.
    AcknowledgedNoEvidence { person: String },
    /// CO-33: personal data of people here went: their time was over, or one of them asked.
    PeopleErased { asked: bool },
    /// It has not come back and counts as received.
    LegSettled { leg: Leg },
    /// It did not leave.
    LegDidNotLeave { leg: Leg },
    /// Evidence was found that it was received.
    LegEvidence { leg: Leg, on: Date, how: String },
    /// LC-48: the client is asked for a better address.
    AddressAsked,
    /// GL-53: the debtor asks for proof.
    ProofAsked { words: String },
    /// The same by whoever holds the letter.
    ProofAskedByHolder { words: String },
    /// Proof was given by other means.
    ProofGiven { words: String },
    /// Proof is on its way.
    ProofOnItsWay { to: String },
    /// It came back.
    ProofCameBack,
    /// The debtor doubts the notice.
    Doubted { words: String },
    /// The doubt is settled.
    DoubtSettled { words: String },
    /// GL-44: the held notice is given.
    Sprung { trigger: Trigger, words: String },
    /// The client is over-advanced, or is not any more.
    OverAdvance { is_over: bool },
    /// GL-58: the client demands the release.
    ReleaseDemanded,
    /// LC-47: the release letter is on its way.
    ReleaseOnItsWay { to: String },
    /// GL-60: something happened to the Assignment of Claims packet of a contract.
    Packet { contract: String, story: PacketStory },
    /// GL-60: the customer is a US federal agency, which gets no notice; or it turned out to be none.
    FederalAgency { is_federal: bool },
}

impl Sentence {
    /// The words, in the reader's language.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::English => en::words(self),
            Language::German => de::words(self),
            Language::French => fr::words(self),
            Language::Spanish => es::words(self),
        }
    }
}
