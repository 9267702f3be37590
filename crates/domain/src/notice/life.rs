//! LC-40 to LC-48: the one way a notice moves: [`Notice::apply`].
//!
//! Contract: pure; a refused event changes nothing; an event that has happened already (the same mail opened twice)
//! changes nothing and is no error. The order heads-up, introduction, notice cannot be left, except by a notice that was
//! sprung (GL-44), that follows an earlier one (LC-46), or that was given before Credere.

use super::beside::Beside;
use super::event::{Leg, NoticeEvent};
use super::facts::{CameBack, Doubt, EvidenceFound, Notice, ProofRequest, ReleaseDemand, Sprung, Way, days_later};
use super::standing::{Evidence, NoticeState};
use super::{NoticePolicy, NoticeRefusal, Trigger};
use crate::calendar::Calendar;
use crate::contact::Channel;
use jiff::civil::Date;

/// What an event did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The notice after it.
    pub notice: Notice,
    /// What is to be done beside keeping it. Nothing when the event changed nothing.
    pub steps: Vec<Step>,
}

/// What follows from an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The notice changed and is to be kept; its state before and after.
    Moved(NoticeState, NoticeState),
    /// G5, G17: invoices that waited for it may pass now.
    MayPass,
    /// LC-48: the client is to be asked for a better address.
    AskClient,
}

impl Notice {
    /// Takes an event.
    ///
    /// # Errors
    /// [`NoticeRefusal`] when the order, a timer or a guard forbids it.
    pub fn apply(
        &self,
        event: NoticeEvent,
        policy: &NoticePolicy,
        calendar: Calendar,
        today: Date,
    ) -> Result<Outcome, NoticeRefusal> {
        let mut next = self.clone();
        next.take(event, policy, calendar, today)?;
        let mut steps = Vec::new();
        if next != *self {
            steps.push(Step::Moved(self.state(), next.state()));
            let (before, after) = (self.standing(), next.standing());
            if after.evidence > before.evidence || (before.proof_open && !after.proof_open) {
                steps.push(Step::MayPass);
            }
            let asks = |notice: &Self| notice.wants_better_address(policy);
            if asks(&next) && !asks(self) {
                steps.push(Step::AskClient);
            }
        }
        Ok(Outcome { notice: next, steps })
    }

    /// LC-48: a letter came back so often that the client is to be asked.
    #[must_use]
    pub fn wants_better_address(&self, policy: &NoticePolicy) -> bool {
        let often = |way: &Way| way.is_back() && way.came_back.len() >= policy.bounces_before_client.max(1);
        let letter = self.beside().filter(|letter| letter.is_back()).map_or(0, |letter| letter.came_back.len());
        [&self.introduction, &self.notice, &self.release].into_iter().flatten().any(often)
            || letter >= policy.bounces_before_client.max(1)
    }

    fn take(
        &mut self,
        event: NoticeEvent,
        policy: &NoticePolicy,
        calendar: Calendar,
        today: Date,
    ) -> Result<(), NoticeRefusal> {
        if self.superseded.is_some() {
            return Err(NoticeRefusal::Superseded);
        }
        match event {
            NoticeEvent::HeadsUp(heads_up) => {
                self.not_held()?;
                if let Some(given) = &self.heads_up {
                    return Err(NoticeRefusal::HeadsUpGiven(given.on));
                }
                if heads_up.person.trim().is_empty() {
                    return Err(NoticeRefusal::HeadsUpVague);
                }
                not_ahead(heads_up.on, today)?;
                self.heads_up = Some(heads_up);
            }
            NoticeEvent::Queued { leg, deliverer, channel, message, beside, verified_on, open_invoices } => {
                self.may_queue(leg, policy, calendar, today, verified_on, open_invoices)?;
                let came_back = self.way(leg).map(|way| way.came_back.clone()).unwrap_or_default();
                // A letter that is on its way already stays the letter of this notice.
                let known = self.way_mut(leg).and_then(|way| way.beside.take());
                let beside = match (beside, known) {
                    (Some(message), known) => {
                        let came_back = known.map(|letter| letter.came_back).unwrap_or_default();
                        Some(Beside::queued(today, Some(message), came_back))
                    }
                    (None, known) => known,
                };
                let way = Way {
                    queued_on: today,
                    waits: true,
                    deliverer,
                    channel,
                    message,
                    left_on: None,
                    delivered_on: None,
                    came_back,
                    beside,
                };
                *self.slot(leg) = Some(way);
            }
            NoticeEvent::TakenBack { leg } => {
                let Some(way) = self.way_mut(leg).filter(|way| way.waits) else { return Ok(()) };
                way.waits = false;
                way.message = None;
                // What never left has not come to be; what came back before stays on record.
                if way.came_back.is_empty() && way.beside.is_none() {
                    *self.slot(leg) = None;
                }
            }
            NoticeEvent::Left { leg } => self.leaves(leg, today)?,
            NoticeEvent::Settled { leg } => {
                let day = self.settles_on(leg, policy, calendar).ok_or(NoticeRefusal::NotSent(leg))?;
                if today < day {
                    return Err(NoticeRefusal::TooEarly { leg, from: day });
                }
                self.silence_counts(leg)?;
                if self.way(leg).is_some_and(|way| way.delivered_on.is_none()) {
                    self.found(leg, Evidence::NoBounce, day, "it did not come back");
                }
            }
            NoticeEvent::Found { leg, evidence, on, how } => {
                not_ahead(on, today)?;
                if evidence <= Evidence::NoBounce {
                    self.silence_counts(leg)?;
                }
                // What is opened has left: the record of leaving may come later.
                let posted = |way: &Way| way.beside.as_ref().is_some_and(|letter| letter.left_on.is_some());
                if self.way(leg).is_some_and(|way| way.waits && !posted(way)) {
                    self.leaves(leg, today)?;
                }
                let way = self.way(leg).ok_or(NoticeRefusal::NotSent(leg))?;
                let letter = way.beside.as_ref().and_then(|letter| letter.left_on);
                let first_left = [way.left_on, letter, way.delivered_on].into_iter().flatten().min();
                let first_left = first_left.ok_or(NoticeRefusal::NotSent(leg))?;
                if on < first_left.min(way.queued_on) {
                    return Err(NoticeRefusal::EvidenceTooOld { on, left: first_left });
                }
                self.found(leg, evidence, on, &how);
            }
            NoticeEvent::CameBack { leg, permanent, reason } => self.came_back(leg, permanent, reason, today)?,
            NoticeEvent::LetterQueued { message, verified_on } => self.letter_queued(message, verified_on, today)?,
            NoticeEvent::LetterTakenBack => self.letter_taken_back(),
            NoticeEvent::LetterLeft => self.letter_left(today)?,
            NoticeEvent::LetterTracked { number } => self.letter_tracked(number)?,
            NoticeEvent::LetterReceived { on, how } => {
                not_ahead(on, today)?;
                self.letter_received(on, &how)?;
            }
            NoticeEvent::LetterCameBack { permanent, reason } => self.letter_came_back(permanent, reason, today)?,
            NoticeEvent::ClientAsked => self.client_asked_on = Some(today),
            NoticeEvent::Reminded => {
                self.not_held()?;
                if let Some(on) = self.reminded_on {
                    return Err(NoticeRefusal::Reminded(on));
                }
                let received = self.notice.as_ref().and_then(|way| way.delivered_on);
                let received = received.ok_or(NoticeRefusal::NothingToAcknowledge)?;
                if self.is_acknowledged() || self.release.is_some() {
                    return Err(NoticeRefusal::NothingToAcknowledge);
                }
                let from = calendar.shift(received, policy.remind_after_bd);
                if today < from {
                    return Err(NoticeRefusal::TooEarly { leg: Leg::Notice, from });
                }
                if let Some(since) = self.letter_outstanding() {
                    return Err(NoticeRefusal::LetterNotPosted(since));
                }
                self.reminded_on = Some(today);
            }
            NoticeEvent::ProofAsked { words, by_debtor } => {
                self.answers_to_debtor()?;
                // GL-53: the clock of the first question runs on; a second one does not start another.
                if self.open_proof().is_none() {
                    let due_on = calendar.shift(today, policy.proof_bd);
                    self.proofs.push(ProofRequest { asked_on: today, due_on, words, given: None });
                }
                if by_debtor {
                    self.heard_of(today, "the debtor asked for proof");
                }
            }
            NoticeEvent::ProofGiven { words } => {
                let open = self.proofs.iter_mut().find(|one| one.given.is_none());
                open.ok_or(NoticeRefusal::NoProofAsked)?.given = Some((today, words));
            }
            NoticeEvent::ProofCameBack => {
                if self.open_proof().is_none()
                    && let Some(last) = self.proofs.last_mut()
                {
                    last.given = None;
                }
            }
            NoticeEvent::Doubted { words, by_debtor } => {
                self.answers_to_debtor()?;
                if words.trim().is_empty() {
                    return Err(NoticeRefusal::NoWords("what the debtor doubts"));
                }
                if self.open_doubt().is_none() {
                    self.doubts.push(Doubt { on: today, words, settled: None });
                }
                if by_debtor {
                    self.heard_of(today, "the debtor wrote about it");
                }
            }
            NoticeEvent::DoubtSettled { words } => {
                if words.trim().is_empty() {
                    return Err(NoticeRefusal::NoWords("how the doubt was settled"));
                }
                let open = self.doubts.iter_mut().find(|one| one.settled.is_none());
                open.ok_or(NoticeRefusal::NoDoubt)?.settled = Some((today, words));
            }
            NoticeEvent::Superseded { by } => {
                self.not_held()?;
                // A released debtor may be given a new notice; one whose release is under way may not.
                if self.release.as_ref().is_some_and(|way| way.delivered_on.is_none()) {
                    return Err(NoticeRefusal::Released);
                }
                self.superseded = Some((by, today));
            }
            NoticeEvent::ReleaseDemanded => {
                self.not_held()?;
                if !self.was_given() {
                    return Err(NoticeRefusal::NeverNotified);
                }
                if self.demand.is_none() {
                    // GL-58
                    let due_on = days_later(today, policy.release_days);
                    self.demand = Some(ReleaseDemand { on: today, due_on });
                }
            }
            NoticeEvent::Sprung { trigger, words } => {
                if !self.held {
                    return Err(NoticeRefusal::NotHeld);
                }
                if words.trim().is_empty() {
                    return Err(NoticeRefusal::NoWords("what happened"));
                }
                // GL-44
                if trigger == Trigger::OverAdvance && self.springs_from(policy).is_none_or(|day| today < day) {
                    let lasts = self.over_advance_since.map(|since| (today - since).get_days());
                    return Err(NoticeRefusal::OverAdvanceTooYoung {
                        lasts: lasts.map_or(0, |days| u32::try_from(days).unwrap_or(0)),
                        limit: policy.over_advance_days,
                    });
                }
                self.held = false;
                self.sprung = Some(Sprung { on: today, trigger, words });
            }
            NoticeEvent::OverAdvance { since } => {
                // An over-advance that goes on keeps its first day.
                self.over_advance_since = match since {
                    Some(day) if self.held => Some(self.over_advance_since.unwrap_or(day)),
                    _ => None,
                };
            }
            NoticeEvent::Lifted => self.held = false,
            NoticeEvent::HeldBack => {
                if !self.held && !self.can_be_held_back() {
                    return Err(NoticeRefusal::AlreadyUnderWay);
                }
                self.held = true;
            }
            NoticeEvent::Existing { received_on, evidence, how } => self.existed(received_on, evidence, how, today)?,
        }
        Ok(())
    }

    /// LC-48: that the mail did not come back proves nothing while the letter beside it is back.
    fn silence_counts(&self, leg: Leg) -> Result<(), NoticeRefusal> {
        let back = self.beside().filter(|letter| leg == Leg::Notice && letter.is_back());
        match back.and_then(|letter| letter.came_back.last()) {
            Some(back) => Err(NoticeRefusal::NotReverified { leg, since: back.on }),
            None => Ok(()),
        }
    }

    const fn slot(&mut self, leg: Leg) -> &mut Option<Way> {
        match leg {
            Leg::Introduction => &mut self.introduction,
            Leg::Notice => &mut self.notice,
            Leg::Release => &mut self.release,
        }
    }

    const fn not_held(&self) -> Result<(), NoticeRefusal> {
        if self.held { Err(NoticeRefusal::Held) } else { Ok(()) }
    }

    /// GL-53: a question of the debtor needs a notice it can be about.
    fn answers_to_debtor(&self) -> Result<(), NoticeRefusal> {
        self.not_held()?;
        if !self.was_given() {
            return Err(NoticeRefusal::NotSent(Leg::Notice));
        }
        if self.release.as_ref().is_some_and(|way| way.delivered_on.is_some()) {
            return Err(NoticeRefusal::Released);
        }
        Ok(())
    }

    fn may_queue(
        &self,
        leg: Leg,
        policy: &NoticePolicy,
        calendar: Calendar,
        today: Date,
        verified_on: Option<Date>,
        open_invoices: usize,
    ) -> Result<(), NoticeRefusal> {
        self.not_held()?;
        if leg != Leg::Release && self.release.is_some() {
            return Err(NoticeRefusal::Released);
        }
        if let Some(way) = self.way(leg) {
            if !way.is_missing() {
                return Err(NoticeRefusal::AlreadyQueued(leg));
            }
            // LC-48: to a re-verified address. A later letter in the order means this one is not needed any more.
            if let Some(since) = way.came_back.last().map(|back| back.on)
                && verified_on.is_none_or(|on| on < since)
            {
                return Err(NoticeRefusal::NotReverified { leg, since });
            }
        }
        match leg {
            // LC-40: the heads-up is the guard of the introduction.
            Leg::Introduction if self.heads_up.is_none() => return Err(NoticeRefusal::NoHeadsUp),
            Leg::Introduction if self.notice.is_some() => return Err(NoticeRefusal::AlreadyQueued(Leg::Notice)),
            // LC-41
            Leg::Notice if !self.skips_introduction() => {
                if self.heads_up.is_none() {
                    return Err(NoticeRefusal::NoHeadsUp);
                }
                if self.introduction.as_ref().is_none_or(|way| way.delivered_on.is_none()) {
                    return Err(NoticeRefusal::NotIntroduced);
                }
            }
            // LC-47
            Leg::Release if !self.was_given() => return Err(NoticeRefusal::NeverNotified),
            Leg::Release if open_invoices > 0 => return Err(NoticeRefusal::InvoicesOpen(open_invoices)),
            Leg::Introduction | Leg::Notice | Leg::Release => {}
        }
        match self.may_leave_from(leg, policy, calendar) {
            Some(from) if today < from => Err(NoticeRefusal::TooEarly { leg, from }),
            _ => Ok(()),
        }
    }

    fn leaves(&mut self, leg: Leg, today: Date) -> Result<(), NoticeRefusal> {
        let way = self.way_mut(leg).ok_or(NoticeRefusal::NotSent(leg))?;
        if way.waits {
            way.waits = false;
            way.left_on = Some(today);
            if leg == Leg::Notice {
                self.has_left(today);
            }
        }
        Ok(())
    }

    /// Evidence that is no better than what is known, and of no earlier day, is not written twice.
    pub(super) fn found(&mut self, leg: Leg, level: Evidence, on: Date, how: &str) {
        let Some(way) = self.way_mut(leg) else { return };
        if level.level() >= 1 {
            way.delivered_on = Some(way.delivered_on.map_or(on, |known| known.min(on)));
        }
        if leg == Leg::Notice && !self.evidence.iter().any(|one| one.level == level && one.on <= on) {
            self.evidence.push(EvidenceFound { level, on, how: how.to_owned() });
        }
    }

    /// Who asks about a notice has received it (LC-45, level 3).
    fn heard_of(&mut self, today: Date, how: &str) {
        if self.notice.as_ref().is_some_and(|way| way.left_on.is_some() || way.delivered_on.is_some()) {
            self.found(Leg::Notice, Evidence::Replied, today, how);
        }
    }

    fn came_back(&mut self, leg: Leg, permanent: bool, reason: String, today: Date) -> Result<(), NoticeRefusal> {
        let seen = self.evidence.iter().any(|one| one.level >= Evidence::Opened);
        let way = self.way_mut(leg).ok_or(NoticeRefusal::NotSent(leg))?;
        if !way.waits && way.left_on.is_none() {
            // It is back already: the same news twice.
            return if way.is_back() { Ok(()) } else { Err(NoticeRefusal::NotSent(leg)) };
        }
        way.came_back.push(CameBack { on: today, permanent, reason });
        // What was opened, signed for or answered was received, whatever a mail server says later.
        if leg == Leg::Notice && seen {
            self.forget_silence();
            return Ok(());
        }
        way.waits = false;
        way.left_on = None;
        way.delivered_on = None;
        if leg == Leg::Notice {
            self.forget_silence();
        }
        Ok(())
    }

    fn existed(
        &mut self,
        received_on: Date,
        evidence: Evidence,
        how: String,
        today: Date,
    ) -> Result<(), NoticeRefusal> {
        self.not_held()?;
        not_ahead(received_on, today)?;
        if how.trim().is_empty() {
            return Err(NoticeRefusal::NoWords("what is on file of the earlier notice"));
        }
        if evidence == Evidence::Sent {
            return Err(NoticeRefusal::EvidenceTooWeak);
        }
        if self.notice.is_some() {
            return Err(NoticeRefusal::AlreadyUnderWay);
        }
        self.notice = Some(Way {
            queued_on: received_on,
            waits: false,
            deliverer: super::Deliverer::Factor,
            channel: Channel::Letter,
            message: None,
            left_on: Some(received_on),
            delivered_on: Some(received_on),
            came_back: Vec::new(),
            beside: None,
        });
        self.evidence.push(EvidenceFound { level: evidence, on: received_on, how: how.clone() });
        self.existing = Some(how);
        Ok(())
    }
}

fn not_ahead(day: Date, today: Date) -> Result<(), NoticeRefusal> {
    if day > today { Err(NoticeRefusal::DayAhead(day)) } else { Ok(()) }
}
