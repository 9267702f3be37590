//! LC-43: the trackable letter that goes beside the mail of a notice, from the printer to the signature.
//!
//! Contract: mail and letter are two ways of one notice. Whichever arrives first is its day of receipt (GL-52), the better
//! proof is its evidence (LC-45). A letter that does not come back proves nothing by that: it is traced until somebody has
//! signed for it. One that comes back speaks against an address that nobody has opened, answered or signed at: then the
//! silence of the mail counts no more (LC-48), and the notice is back as a whole.

use super::event::Leg;
use super::facts::{CameBack, EvidenceFound, Notice};
use super::standing::Evidence;
use super::{NoticePolicy, NoticeRefusal};
use crate::calendar::Calendar;
use crate::id::MessageId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The letter beside the mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// The day it was last handed to the printer.
    pub queued_on: Date,
    /// It waits to be posted.
    pub waits: bool,
    /// The message that carries it.
    pub message: Option<MessageId>,
    /// The day it was last posted.
    pub left_on: Option<Date>,
    /// The number under which the post or the courier traces it.
    pub tracking: Option<String>,
    /// The day it was signed for.
    pub delivered_on: Option<Date>,
    /// How it came back, each time.
    pub came_back: Vec<CameBack>,
}

impl Beside {
    pub(super) const fn queued(queued_on: Date, message: Option<MessageId>, came_back: Vec<CameBack>) -> Self {
        Self { queued_on, waits: true, message, left_on: None, tracking: None, delivered_on: None, came_back }
    }

    /// Is it neither posted nor about to be, and has it not arrived?
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        !self.waits && self.left_on.is_none() && self.delivered_on.is_none()
    }

    /// LC-48: did it come back, without having been sent again since?
    #[must_use]
    pub const fn is_back(&self) -> bool {
        self.is_missing() && !self.came_back.is_empty()
    }
}

/// What the letter beside the mail wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterTask {
    /// See whether its message was taken back, or could not be printed.
    Look,
    /// It came back (LC-48), or did not leave: send it.
    Send,
    /// A person is to post it.
    Post,
    /// A person is to ask the post or the courier for the signature.
    Trace,
}

impl Notice {
    /// The letter beside the mail; none below the amount of LC-43.
    #[must_use]
    pub fn beside(&self) -> Option<&Beside> {
        self.notice.as_ref()?.beside.as_ref()
    }

    /// What the letter beside the mail wants, each with its day. Nothing once the receipt is proven by a signature or a
    /// reply, whichever way that came.
    #[must_use]
    pub fn letter_dues(&self, policy: &NoticePolicy, calendar: Calendar) -> Vec<(Date, LetterTask)> {
        let proven = self.evidence.iter().any(|one| one.level >= Evidence::Replied);
        let over = proven || self.held || self.superseded.is_some() || self.release.is_some();
        let Some(letter) = self.beside().filter(|_| !over) else { return Vec::new() };
        if letter.waits {
            let post = calendar.shift(letter.queued_on, policy.letter_posted_within_bd);
            return vec![(calendar.shift(letter.queued_on, 1), LetterTask::Look), (post, LetterTask::Post)];
        }
        if let Some(left) = letter.left_on {
            return vec![(calendar.shift(left, policy.letter_proof_within_bd), LetterTask::Trace)];
        }
        // LC-48
        let back = letter.came_back.last().map(|back| calendar.shift(back.on, policy.resend_within_bd));
        vec![(back.unwrap_or(letter.queued_on), LetterTask::Send)]
    }

    /// The day from which a person is to look after the letter beside the mail: it came back, was not posted in time, or
    /// nobody has signed for it in time.
    #[must_use]
    pub fn letter_on(&self, policy: &NoticePolicy, calendar: Calendar) -> Option<Date> {
        let back = self.beside().filter(|letter| letter.is_back()).and_then(|letter| letter.came_back.last());
        let dues = self.letter_dues(policy, calendar).into_iter().filter(|(_, task)| *task != LetterTask::Look);
        dues.map(|(day, _)| back.map_or(day, |back| back.on)).min()
    }

    /// Has the letter that LC-43 asks for not been posted, or come back? Nobody is asked to acknowledge half a notice.
    pub(super) fn letter_outstanding(&self) -> Option<Date> {
        let letter = self.beside().filter(|letter| letter.waits || letter.is_missing())?;
        Some(letter.came_back.last().map_or(letter.queued_on, |back| back.on))
    }

    fn beside_mut(&mut self) -> Result<&mut Beside, NoticeRefusal> {
        self.notice.as_mut().and_then(|way| way.beside.as_mut()).ok_or(NoticeRefusal::NoLetter)
    }

    pub(super) fn letter_queued(
        &mut self,
        message: Option<MessageId>,
        verified_on: Option<Date>,
        today: Date,
    ) -> Result<(), NoticeRefusal> {
        if self.held {
            return Err(NoticeRefusal::Held);
        }
        if self.release.is_some() {
            return Err(NoticeRefusal::Released);
        }
        let letter = self.beside_mut()?;
        if !letter.is_missing() {
            return Err(NoticeRefusal::AlreadyQueued(Leg::Notice));
        }
        // LC-48: to a re-verified address.
        if let Some(since) = letter.came_back.last().map(|back| back.on)
            && verified_on.is_none_or(|on| on < since)
        {
            return Err(NoticeRefusal::NotReverified { leg: Leg::Notice, since });
        }
        *letter = Beside::queued(today, message, std::mem::take(&mut letter.came_back));
        Ok(())
    }

    pub(super) fn letter_taken_back(&mut self) {
        if let Ok(letter) = self.beside_mut()
            && letter.waits
        {
            letter.waits = false;
            letter.message = None;
            // One that came back before is back again.
            if letter.is_back() && !self.evidence.iter().any(|one| one.level >= Evidence::Opened) {
                self.forget_silence();
            }
        }
    }

    pub(super) fn letter_left(&mut self, today: Date) -> Result<(), NoticeRefusal> {
        let letter = self.beside_mut()?;
        if letter.waits {
            letter.waits = false;
            letter.left_on = Some(today);
            self.has_left(today);
        }
        Ok(())
    }

    pub(super) fn letter_tracked(&mut self, number: String) -> Result<(), NoticeRefusal> {
        let letter = self.beside_mut()?;
        if letter.left_on.is_none() {
            return Err(NoticeRefusal::NotSent(Leg::Notice));
        }
        letter.tracking = Some(number);
        Ok(())
    }

    /// LC-45, level 3: somebody signed for it on that day.
    pub(super) fn letter_received(&mut self, on: Date, how: &str) -> Result<(), NoticeRefusal> {
        let letter = self.beside_mut()?;
        let left = letter.left_on.ok_or(NoticeRefusal::NotSent(Leg::Notice))?;
        if on < left {
            return Err(NoticeRefusal::EvidenceTooOld { on, left });
        }
        letter.delivered_on = Some(letter.delivered_on.map_or(on, |known| known.min(on)));
        self.found(Leg::Notice, Evidence::Replied, on, how);
        Ok(())
    }

    pub(super) fn letter_came_back(
        &mut self,
        permanent: bool,
        reason: String,
        today: Date,
    ) -> Result<(), NoticeRefusal> {
        let letter = self.beside_mut()?;
        if letter.is_missing() {
            // It is back already: the same news twice.
            return if letter.is_back() { Ok(()) } else { Err(NoticeRefusal::NotSent(Leg::Notice)) };
        }
        letter.came_back.push(CameBack { on: today, permanent, reason });
        if letter.delivered_on.is_some() {
            return Ok(());
        }
        letter.waits = false;
        letter.left_on = None;
        self.forget_silence();
        Ok(())
    }

    /// LC-45: what did not come back counts as received; what then does come back, by either way, does not. What was
    /// opened, signed for or answered was received all the same, from that day on.
    pub(super) fn forget_silence(&mut self) {
        self.evidence.retain(|one| one.level != Evidence::NoBounce);
        let first = self.evidence.iter().filter(|one| one.level >= Evidence::NoBounce).map(|one| one.on).min();
        if let Some(way) = self.notice.as_mut() {
            way.delivered_on = first;
        }
    }

    pub(super) fn has_left(&mut self, today: Date) {
        if !self.evidence.iter().any(|one| one.level == Evidence::Sent) {
            self.evidence.push(EvidenceFound { level: Evidence::Sent, on: today, how: "it left".to_owned() });
        }
    }
}
