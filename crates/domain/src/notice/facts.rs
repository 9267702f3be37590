//! A notice as facts: what was said, sent, proved and asked. Where it stands follows from them.

use super::NoticePolicy;
use super::beside::{Beside, LetterTask};
use super::event::{Leg, Trigger};
use super::standing::{Evidence, NoticeState, Standing};
use crate::calendar::Calendar;
use crate::contact::Channel;
use crate::id::{ClientId, DebtorId, MessageId, NoticeId};
use crate::letter::PayTo;
use crate::named::named;
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

named! {
    /// LC-42: who delivers the introduction.
    Deliverer {
        /// The factor sends it for the client.
        Factor = "FACTOR", "the factor, for the client";
        /// The client sends it itself and ticks it.
        Client = "CLIENT", "the client itself";
    }
}

/// LC-40: how the client told its customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadsUp {
    /// The day.
    pub on: Date,
    /// Whom.
    pub person: String,
    /// By a call or by mail.
    pub channel: Channel,
    /// Who ticked it.
    pub ticked_by: String,
}

/// LC-48: a letter came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameBack {
    /// The day.
    pub on: Date,
    /// Will the same address never take it?
    pub permanent: bool,
    /// What the other side said.
    pub reason: String,
}

/// A letter on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// The day it was last handed over.
    pub queued_on: Date,
    /// It waits to leave.
    pub waits: bool,
    /// Who delivers it.
    pub deliverer: Deliverer,
    /// By mail or by post.
    pub channel: Channel,
    /// The message that carries it.
    pub message: Option<MessageId>,
    /// The day it last left.
    pub left_on: Option<Date>,
    /// The day it was received, at evidence level 1 or better: the first, by mail or by the letter beside it.
    pub delivered_on: Option<Date>,
    /// How it came back, each time.
    pub came_back: Vec<CameBack>,
    /// LC-43: the trackable letter that goes beside the mail.
    #[serde(default)]
    pub beside: Option<Beside>,
}

impl Way {
    /// Did it come back, without having left again since?
    #[must_use]
    pub fn is_back(&self) -> bool {
        !self.came_back.is_empty() && self.left_on.is_none() && self.delivered_on.is_none()
    }

    /// Has it neither left nor arrived, and does not wait to leave?
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        !self.waits && self.left_on.is_none() && self.delivered_on.is_none()
    }

    /// The state of a letter, given the names of its states.
    fn state(&self, sent: NoticeState, delivered: NoticeState, before: NoticeState) -> NoticeState {
        if self.delivered_on.is_some() {
            delivered
        } else if self.is_back() || self.beside.as_ref().is_some_and(Beside::is_back) {
            NoticeState::Bounced
        } else if self.left_on.is_some() || self.beside.as_ref().is_some_and(|letter| letter.left_on.is_some()) {
            if self.came_back.is_empty() { sent } else { NoticeState::ReSent }
        } else {
            before
        }
    }
}

/// LC-45: one piece of evidence that the notice was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFound {
    /// How good.
    pub level: Evidence,
    /// GL-52: the day of receipt it speaks for.
    pub on: Date,
    /// In words.
    pub how: String,
}

/// GL-53: the debtor asked for proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofRequest {
    /// The day.
    pub asked_on: Date,
    /// The day it is to be given by.
    pub due_on: Date,
    /// The debtor's words.
    pub words: String,
    /// The day it was given, and what.
    pub given: Option<(Date, String)>,
}

/// GL-53: the debtor doubted the notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The day.
    pub on: Date,
    /// Its words.
    pub words: String,
    /// The day it was settled, and how.
    pub settled: Option<(Date, String)>,
}

/// GL-58: the client demanded the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseDemand {
    /// The day.
    pub on: Date,
    /// The day the letter is to be sent by.
    pub due_on: Date,
}

/// GL-44: what made a held notice go out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sprung {
    /// The day.
    pub on: Date,
    /// Which trigger.
    pub trigger: Trigger,
    /// What happened.
    pub words: String,
}

/// What is known of the notice before this one: the assignment was made known then, whatever the account (GL-52).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierNotice {
    /// Which notice.
    pub id: NoticeId,
    /// The day it was received, where that is known.
    pub received_on: Option<Date>,
    /// How sure that is.
    pub evidence: Option<Evidence>,
}

/// The notice of one client-debtor pair, one version of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Key.
    pub id: NoticeId,
    /// Whose invoices.
    pub client: ClientId,
    /// Whose customer.
    pub debtor: DebtorId,
    /// 1, 2, 3 … per pair.
    pub version: u32,
    /// The day it was written down.
    pub opened_on: Date,
    /// GL-44: held back.
    pub held: bool,
    /// GL-44: held back, and the client is over-advanced since this day.
    #[serde(default)]
    pub over_advance_since: Option<Date>,
    /// GL-44: what made it go out nevertheless.
    pub sprung: Option<Sprung>,
    /// LC-40.
    pub heads_up: Option<HeadsUp>,
    /// LC-42.
    pub introduction: Option<Way>,
    /// LC-43.
    pub notice: Option<Way>,
    /// Where it tells the debtor to pay; once signed.
    pub pay_to: Option<PayTo>,
    /// Codes of its signed papers, oldest first.
    pub papers: Vec<String>,
    /// LC-45, in the order found.
    pub evidence: Vec<EvidenceFound>,
    /// LC-41: the day of the one request to acknowledge.
    pub reminded_on: Option<Date>,
    /// LC-48: the day the client was asked for a better address.
    pub client_asked_on: Option<Date>,
    /// GL-53, oldest first.
    pub proofs: Vec<ProofRequest>,
    /// GL-53, oldest first.
    pub doubts: Vec<Doubt>,
    /// LC-46: what came before.
    pub earlier: Option<EarlierNotice>,
    /// LC-46: what took its place, and when.
    pub superseded: Option<(NoticeId, Date)>,
    /// GL-58.
    pub demand: Option<ReleaseDemand>,
    /// LC-47.
    pub release: Option<Way>,
    /// How a notice given before Credere is on file.
    pub existing: Option<String>,
}

/// What the clock of a notice wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Send the letter (LC-41), or send it again (LC-48).
    Send(Leg),
    /// See whether the letter has left.
    Look(Leg),
    /// It has not come back: it counts as arrived (LC-45).
    Settle(Leg),
    /// LC-43: look after the letter beside the mail.
    Letter(LetterTask),
    /// LC-41: ask once to acknowledge.
    Remind,
    /// GL-53: proof is to be given by this day.
    Proof,
    /// GL-58: the release is to be sent by this day.
    Release,
    /// GL-44: from this day on the over-advance allows the held notice to go out. A person decides.
    Spring,
}

impl Notice {
    /// A new notice, held back under a confidential agreement (GL-44).
    #[must_use]
    pub const fn draft(
        id: NoticeId,
        client: ClientId,
        debtor: DebtorId,
        version: u32,
        held: bool,
        today: Date,
    ) -> Self {
        Self {
            id,
            client,
            debtor,
            version,
            opened_on: today,
            held,
            over_advance_since: None,
            sprung: None,
            heads_up: None,
            introduction: None,
            notice: None,
            pay_to: None,
            papers: Vec::new(),
            evidence: Vec::new(),
            reminded_on: None,
            client_asked_on: None,
            proofs: Vec::new(),
            doubts: Vec::new(),
            earlier: None,
            superseded: None,
            demand: None,
            release: None,
            existing: None,
        }
    }

    /// LC-46: the next version. What the debtor knows of the assignment, what it asked and what it doubts goes on.
    #[must_use]
    pub fn successor(&self, id: NoticeId, today: Date) -> Self {
        Self {
            heads_up: self.heads_up.clone(),
            introduction: self.introduction.clone(),
            proofs: self.proofs.clone(),
            doubts: self.doubts.clone(),
            demand: self.demand.clone(),
            sprung: self.sprung.clone(),
            earlier: Some(EarlierNotice { id: self.id, received_on: self.received_on(), evidence: self.best() }),
            ..Self::draft(id, self.client, self.debtor, self.version + 1, false, today)
        }
    }

    /// The letter of a leg.
    #[must_use]
    pub const fn way(&self, leg: Leg) -> Option<&Way> {
        match leg {
            Leg::Introduction => self.introduction.as_ref(),
            Leg::Notice => self.notice.as_ref(),
            Leg::Release => self.release.as_ref(),
        }
    }

    pub(super) const fn way_mut(&mut self, leg: Leg) -> Option<&mut Way> {
        match leg {
            Leg::Introduction => self.introduction.as_mut(),
            Leg::Notice => self.notice.as_mut(),
            Leg::Release => self.release.as_mut(),
        }
    }

    /// LC-46, GL-44: heads-up, introduction and their timers are over with: the debtor knows of the assignment, or a
    /// trigger has sprung the notice.
    #[must_use]
    pub const fn skips_introduction(&self) -> bool {
        self.earlier.is_some() || self.sprung.is_some()
    }

    /// GL-44: may it still be held back? What the debtor knows cannot be; what was sprung stays so.
    #[must_use]
    pub fn can_be_held_back(&self) -> bool {
        let posted = |letter: &Beside| !letter.is_missing();
        let known = |way: &Option<Way>| {
            way.as_ref()
                .is_some_and(|way| way.waits || way.left_on.is_some() || way.beside.as_ref().is_some_and(posted))
        };
        let gone = self.was_given() || self.sprung.is_some() || known(&self.introduction) || known(&self.notice);
        !self.held && self.superseded.is_none() && !gone
    }

    /// GL-44: is nothing in the factor's name to reach the debtor? `confidential`: the client's agreement is.
    #[must_use]
    pub const fn is_silent(&self, confidential: bool) -> bool {
        self.held || (confidential && self.sprung.is_none())
    }

    /// The request for proof that is open.
    #[must_use]
    pub fn open_proof(&self) -> Option<&ProofRequest> {
        self.proofs.iter().find(|one| one.given.is_none())
    }

    /// GL-53: is proof overdue?
    #[must_use]
    pub fn proof_overdue(&self, today: Date) -> bool {
        self.open_proof().is_some_and(|one| one.due_on < today)
    }

    /// The doubt that is open.
    #[must_use]
    pub fn open_doubt(&self) -> Option<&Doubt> {
        self.doubts.iter().find(|one| one.settled.is_none())
    }

    /// Has the debtor acknowledged this version by its signature?
    #[must_use]
    pub fn is_acknowledged(&self) -> bool {
        self.evidence.iter().any(|one| one.level == Evidence::Signed)
    }

    /// Was the debtor ever told to pay the factor, by this version or the one before?
    #[must_use]
    pub fn was_given(&self) -> bool {
        self.notice
            .as_ref()
            .is_some_and(|way| way.left_on.is_some() || !way.came_back.is_empty() || way.delivered_on.is_some())
            || self.beside().is_some_and(|letter| letter.left_on.is_some() || !letter.came_back.is_empty())
            || self.earlier.is_some()
    }

    /// The best evidence of receipt, of this version or the one before (GL-52).
    #[must_use]
    pub fn best(&self) -> Option<Evidence> {
        let own = self.evidence.iter().map(|one| one.level).max();
        own.max(self.earlier.as_ref().and_then(|earlier| earlier.evidence))
    }

    /// GL-52: the day the debtor received notice of the assignment, of this version or the one before.
    #[must_use]
    pub fn received_on(&self) -> Option<Date> {
        let earlier = self.earlier.as_ref().and_then(|earlier| earlier.received_on);
        earlier.or_else(|| self.notice.as_ref().and_then(|way| way.delivered_on))
    }

    /// Where it stands: follows from the facts, so that no two of them can contradict each other.
    #[must_use]
    pub fn state(&self) -> NoticeState {
        if self.superseded.is_some() {
            return NoticeState::Superseded;
        }
        if self.held {
            return NoticeState::Held;
        }
        let before_release = self.state_before_release();
        self.release
            .as_ref()
            .map_or(before_release, |way| way.state(NoticeState::ReleaseSent, NoticeState::Released, before_release))
    }

    fn state_before_release(&self) -> NoticeState {
        if self.open_doubt().is_some() {
            return NoticeState::DisputedNotice;
        }
        if self.open_proof().is_some() {
            return NoticeState::ProofRequested;
        }
        if self.is_acknowledged() {
            return NoticeState::Acknowledged;
        }
        let told = if self.heads_up.is_some() { NoticeState::HeadsUpSent } else { NoticeState::Drafted };
        let introduced = self
            .introduction
            .as_ref()
            .map_or(told, |way| way.state(NoticeState::LoiSent, NoticeState::LoiDelivered, told));
        let delivered = if self.proofs.is_empty() { NoticeState::NoaDelivered } else { NoticeState::ProofFurnished };
        self.notice.as_ref().map_or(introduced, |way| way.state(NoticeState::NoaSent, delivered, introduced))
    }

    /// What a purchase asks (G5, G17).
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing {
            state: self.state(),
            evidence: self.best(),
            received_on: self.received_on(),
            proof_open: self.open_proof().is_some() || self.open_doubt().is_some(),
        }
    }

    /// The first day on which a leg may be sent, as far as its clock knows: LC-41, and LC-48 for what came back. None
    /// while something else must happen first.
    #[must_use]
    pub fn may_leave_from(&self, leg: Leg, policy: &NoticePolicy, calendar: Calendar) -> Option<Date> {
        match leg {
            Leg::Introduction => {
                let told = self.heads_up.as_ref()?;
                Some(calendar.shift(told.on, policy.introduction_after_bd))
            }
            Leg::Notice if self.skips_introduction() => Some(self.sprung.as_ref().map_or(self.opened_on, |one| one.on)),
            Leg::Notice => {
                let introduced = self.introduction.as_ref()?.delivered_on?;
                Some(calendar.shift(introduced, policy.notice_after_bd))
            }
            Leg::Release => self.was_given().then_some(self.opened_on),
        }
    }

    /// The day from which a letter that left and did not come back counts as arrived (LC-45, level 1).
    #[must_use]
    pub fn settles_on(&self, leg: Leg, policy: &NoticePolicy, calendar: Calendar) -> Option<Date> {
        let way = self.way(leg)?;
        let after =
            if way.channel == Channel::Letter { policy.letter_settles_after_bd } else { policy.mail_settles_after_bd };
        Some(calendar.shift(way.left_on?, after))
    }

    /// Everything the clock wants, each with its day.
    #[must_use]
    pub fn dues(&self, policy: &NoticePolicy, calendar: Calendar) -> Vec<(Date, Due)> {
        let mut dues = Vec::new();
        if self.superseded.is_some() {
            return dues;
        }
        if self.held {
            dues.extend(self.springs_from(policy).map(|day| (day, Due::Spring)));
            return dues;
        }
        let mut add = |day: Option<Date>, due: Due| dues.extend(day.map(|day| (day, due)));
        let overtaken = |leg| match leg {
            Leg::Introduction => self.notice.is_some() || self.release.is_some(),
            Leg::Notice => self.release.is_some(),
            Leg::Release => false,
        };
        for leg in [Leg::Introduction, Leg::Notice, Leg::Release] {
            match self.way(leg) {
                _ if overtaken(leg) => {}
                Some(way) if way.delivered_on.is_some() => {}
                Some(way) if way.waits => add(Some(calendar.shift(way.queued_on, 1)), Due::Look(leg)),
                // LC-48: the mail's silence counts no more while the letter is back.
                Some(way) if way.left_on.is_some() && way.beside.as_ref().is_some_and(Beside::is_back) => {}
                Some(way) if way.left_on.is_some() => add(self.settles_on(leg, policy, calendar), Due::Settle(leg)),
                // LC-48
                Some(way) => {
                    let back = way.came_back.last().map(|back| calendar.shift(back.on, policy.resend_within_bd));
                    add(Some(back.unwrap_or(way.queued_on)), Due::Send(leg));
                }
                None if leg == Leg::Release || (leg == Leg::Introduction && self.skips_introduction()) => {}
                None => add(self.may_leave_from(leg, policy, calendar), Due::Send(leg)),
            }
        }
        for (day, task) in self.letter_dues(policy, calendar) {
            add(Some(day), Due::Letter(task));
        }
        // LC-41: one reminder; not while the debtor waits for an answer of ours.
        let asks = self.open_proof().is_some() || self.open_doubt().is_some();
        if let Some(received) = self.notice.as_ref().and_then(|way| way.delivered_on)
            && !self.is_acknowledged()
            && self.reminded_on.is_none()
            && self.existing.is_none()
            && self.release.is_none()
            && self.letter_outstanding().is_none()
            && !asks
        {
            add(Some(calendar.shift(received, policy.remind_after_bd)), Due::Remind);
        }
        add(self.open_proof().map(|one| one.due_on), Due::Proof);
        if self.release.is_none() {
            add(self.demand.as_ref().map(|demand| demand.due_on), Due::Release);
        }
        dues
    }

    /// GL-44: the first day on which the over-advance springs a held notice; none while there is no over-advance.
    #[must_use]
    pub fn springs_from(&self, policy: &NoticePolicy) -> Option<Date> {
        let since = self.over_advance_since.filter(|_| self.held)?;
        Some(days_later(since, policy.over_advance_days.saturating_add(1)))
    }

    /// The day on which the clock next wants something; none while it waits for others.
    #[must_use]
    pub fn next_on(&self, policy: &NoticePolicy, calendar: Calendar) -> Option<Date> {
        self.dues(policy, calendar).into_iter().map(|(day, _)| day).min()
    }
}

/// So many calendar days later.
pub(super) fn days_later(day: Date, days: u32) -> Date {
    day.saturating_add(Span::new().days(i64::from(days)))
}
