//! Where a notice stands, and what of it a purchase asks for.

use super::NoticePolicy;
use crate::money::Money;
use crate::named::named;
use crate::wording::long_date;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

named! {
    /// Life of a notice (rulebook 4.5).
    NoticeState {
        /// Written down; the client has not told its customer yet (LC-40).
        Drafted = "DRAFTED", "Waits for the client's heads-up";
        /// The client has told its customer (LC-40).
        HeadsUpSent = "HEADS_UP_SENT", "Heads-up given; introduction follows";
        /// The letter of introduction has left (LC-42).
        LoiSent = "LOI_SENT", "Introduction sent";
        /// It has arrived.
        LoiDelivered = "LOI_DELIVERED", "Introduction delivered; notice follows";
        /// The notice of assignment has left (LC-43).
        NoaSent = "NOA_SENT", "Notice sent";
        /// It has arrived at evidence level 1 or better (LC-45).
        NoaDelivered = "NOA_DELIVERED", "Notice delivered";
        /// The debtor has acknowledged it.
        Acknowledged = "ACKNOWLEDGED", "Acknowledged";
        /// A letter came back (LC-48).
        Bounced = "BOUNCED", "Came back; waits for a better address";
        /// Sent again after it came back (LC-48).
        ReSent = "RE_SENT", "Sent again";
        /// The debtor asks for proof of the assignment (GL-53).
        ProofRequested = "PROOF_REQUESTED", "Proof asked for";
        /// Proof was given (GL-53).
        ProofFurnished = "PROOF_FURNISHED", "Proof given";
        /// The debtor doubts the notice (GL-53).
        DisputedNotice = "DISPUTED_NOTICE", "Notice doubted by the debtor";
        /// A newer notice took its place (LC-46).
        Superseded = "SUPERSEDED", "Superseded by a newer notice";
        /// The release letter has left (LC-47).
        ReleaseSent = "RELEASE_SENT", "Release sent";
        /// The debtor is released.
        Released = "RELEASED", "Released";
        /// GL-44: confidential; nothing is sent unless a trigger springs it.
        Held = "HELD", "Held back: the debtor is not told";
    }
}

named! {
    /// LC-45: how sure it is that a notice was received.
    Evidence {
        /// It left.
        Sent = "SENT", "sent";
        /// It did not come back.
        NoBounce = "NO_BOUNCE", "did not come back";
        /// It was opened, or read on the page.
        Opened = "OPENED", "opened";
        /// A courier's signature or a reply.
        Replied = "REPLIED", "courier or reply";
        /// A signed acknowledgment.
        Signed = "SIGNED", "signed acknowledgment";
    }
}

impl Evidence {
    /// The level, 0 to 4 (LC-45).
    #[must_use]
    pub const fn level(self) -> i64 {
        self as i64
    }

    /// The evidence of a level; none above 4 or below 0.
    #[must_use]
    pub fn of_level(level: i64) -> Option<Self> {
        usize::try_from(level).ok().and_then(|place| Self::ALL.get(place)).copied()
    }
}

/// What a purchase knows of the pair's notice (G5, G17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Where it stands.
    pub state: NoticeState,
    /// The best evidence of receipt so far; none before the notice has left.
    pub evidence: Option<Evidence>,
    /// GL-52: the day the debtor received it.
    pub received_on: Option<Date>,
    /// GL-53: a request for proof, or a doubt, is open.
    pub proof_open: bool,
}

/// What a standing lacks, and what would help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The fact.
    pub fact: String,
    /// What to do.
    pub remedy: String,
}

impl Standing {
    /// G5, LC-45: is the notice received, with evidence good enough for this exposure on the pair (the invoice at hand
    /// included)? An open request for proof is another question: G17, [`Standing::proof_open`].
    ///
    /// # Errors
    /// The fact that is missing, with its remedy.
    pub fn meets(&self, policy: &NoticePolicy, exposure: Money) -> Result<(), Fact> {
        let no = |fact: String, remedy: &str| Err(Fact { fact, remedy: remedy.to_owned() });
        if matches!(
            self.state,
            NoticeState::Held | NoticeState::Superseded | NoticeState::ReleaseSent | NoticeState::Released
        ) {
            return no(
                format!("the debtor is not under notice: {}", lower(self.state.word())),
                "Give it notice first; the invoice is asked again when the notice arrives.",
            );
        }
        let has = self.evidence.map_or(0, Evidence::level);
        let (Some(evidence), Some(received), true) = (self.evidence, self.received_on, has >= 1) else {
            return no(
                format!("the notice of assignment has not arrived yet: {}", lower(self.state.word())),
                "The notice takes its steps by itself; the invoice is asked again when it arrives.",
            );
        };
        let needed = policy.level_for(exposure);
        if has >= needed {
            return Ok(());
        }
        no(
            format!(
                "notice received on {}, evidence level {has} ({}) of {needed} needed for {exposure} on this pair",
                long_date(received),
                evidence.word()
            ),
            match needed {
                2 => {
                    "Ask the debtor to open the notice on its page, or record a courier's signature or an acknowledgment."
                }
                _ => "Record a courier's signature or the debtor's reply, or ask it to acknowledge the notice.",
            },
        )
    }
}

fn lower(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use jiff::civil::date;

    #[test]
    fn lc_45_each_exposure_asks_for_its_evidence() {
        let policy = NoticePolicy::default();
        let standing = |level| Standing {
            state: NoticeState::NoaDelivered,
            evidence: Evidence::of_level(level),
            received_on: Some(date(2026, 6, 3)),
            proof_open: false,
        };
        let usd = |minor| Money::new(minor, Currency::USD);
        assert_eq!(standing(1).meets(&policy, usd(500_000)), Ok(()));
        let short = standing(1).meets(&policy, usd(1_200_000)).unwrap_err();
        assert_eq!(
            short.fact,
            "notice received on 3 June 2026, evidence level 1 (did not come back) of 2 needed for 12,000.00 USD on this pair"
        );
        assert_eq!(standing(2).meets(&policy, usd(5_000_000)), Ok(()));
        assert!(standing(2).meets(&policy, usd(5_000_001)).is_err());
        assert_eq!(standing(3).meets(&policy, usd(5_000_001)), Ok(()));
        let sent = Standing { state: NoticeState::NoaSent, received_on: None, ..standing(0) };
        assert!(sent.meets(&policy, usd(1)).unwrap_err().fact.contains("has not arrived"));
        let released = Standing { state: NoticeState::Released, ..standing(4) };
        assert!(released.meets(&policy, usd(1)).is_err());
    }
}
