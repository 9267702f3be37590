//! How a packet moves.

use super::event::PacketEvent;
use super::facts::{Acknowledged, Addressee, Confirmation, Override, Packet, Sending, TakenBack};
use super::refusal::PacketRefusal as Refusal;
use super::{ENTRIES, LEAST_CONTRACT, LONGEST_OVERRIDE_DAYS, WORDS};
use crate::id::{ClientId, DebtorId, PacketId};
use crate::money::Money;
use crate::named::named;
use jiff::ToSpan;
use jiff::civil::Date;

named! {
    /// Where a packet stands.
    PacketState {
        /// The checklist is being confirmed, or a notice has still to leave.
        Preparing = "PREPARING", "Being prepared";
        /// All notices have left; acknowledgements are missing.
        Sent = "SENT", "Sent; waits to be acknowledged";
        /// Everybody who has to has acknowledged.
        Acknowledged = "ACKNOWLEDGED", "Acknowledged";
        /// An acknowledgement was taken back.
        Revoked = "REVOKED", "Acknowledgement taken back";
        /// The assignment is released.
        Released = "RELEASED", "Released";
    }
}

/// A text that has to be there, and not too long.
fn words(problems: &mut Vec<Refusal>, field: &'static str, text: &mut String) {
    *text = text.trim().to_owned();
    let count = text.chars().count();
    if count == 0 {
        problems.push(Refusal::NoWords(field));
    } else if count > WORDS {
        problems.push(Refusal::TooManyWords(field, count));
    }
}

fn not_ahead(problems: &mut Vec<Refusal>, field: &'static str, on: Date, today: Date) {
    if on > today {
        problems.push(Refusal::DayAhead(field, on));
    }
}

fn sound(problems: Vec<Refusal>) -> Result<(), Vec<Refusal>> {
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// What a contract has to be: a number, and an amount the Act takes (GL-60).
fn contract_problems(contract: &mut String, amount: Money) -> Vec<Refusal> {
    let mut problems = Vec::new();
    words(&mut problems, "contract", contract);
    if amount.currency != LEAST_CONTRACT.currency {
        problems.push(Refusal::ContractCurrency(amount));
    } else if amount.minor < LEAST_CONTRACT.minor {
        problems.push(Refusal::ContractTooSmall(amount));
    }
    problems
}

impl Packet {
    /// Begins a packet.
    ///
    /// # Errors
    /// Everything that is wrong with the contract.
    pub fn begin(
        id: PacketId,
        (client, debtor): (ClientId, DebtorId),
        mut contract: String,
        amount: Money,
        has_surety: bool,
        today: Date,
    ) -> Result<Self, Vec<Refusal>> {
        sound(contract_problems(&mut contract, amount))?;
        Ok(Self {
            id,
            client,
            debtor,
            contract,
            amount,
            has_surety,
            begun_on: today,
            confirmations: Vec::new(),
            sendings: Vec::new(),
            overrides: Vec::new(),
            release: None,
        })
    }

    /// Where it stands, read off what is on file.
    #[must_use]
    pub fn state(&self) -> PacketState {
        if self.release.is_some() {
            PacketState::Released
        } else if self.unacknowledged().is_empty() && self.unconfirmed().is_empty() {
            PacketState::Acknowledged
        } else if self.addressees().any(|to| self.is_taken_back(to)) {
            PacketState::Revoked
        } else if self.unsent().is_empty() {
            PacketState::Sent
        } else {
            PacketState::Preparing
        }
    }

    /// Did this addressee take an acknowledgement back, and not give another since?
    #[must_use]
    pub fn is_taken_back(&self, by: Addressee) -> bool {
        let later = self.sendings.iter().rev().filter(|one| one.to == by);
        later.take_while(|one| !one.is_acknowledged()).any(|one| one.taken_back.is_some())
    }

    /// Lets something happen to it; gives the packet as it is then.
    ///
    /// # Errors
    /// Everything that is wrong with the step, at once; the packet stays as it was.
    pub fn apply(&self, event: PacketEvent, today: Date) -> Result<Self, Vec<Refusal>> {
        if let Some(release) = &self.release {
            return Err(vec![Refusal::Released(release.on)]);
        }
        let mut next = self.clone();
        match event {
            PacketEvent::Corrected { mut contract, amount, has_surety } => {
                let mut problems = contract_problems(&mut contract, amount);
                if !self.confirmations.is_empty() || !self.sendings.is_empty() {
                    problems.push(Refusal::UnderWay);
                }
                sound(problems)?;
                (next.contract, next.amount, next.has_surety) = (contract, amount, has_surety);
            }
            PacketEvent::Confirmed(confirmation) => next.confirm(confirmation, today)?,
            PacketEvent::Sent(sending) => next.send(sending, today)?,
            PacketEvent::Acknowledged { by, on, paper } => {
                let mut problems = Vec::new();
                not_ahead(&mut problems, "acknowledged_on", on, today);
                match self.sending(by) {
                    Some(known) if known.is_acknowledged() => problems.push(Refusal::AcknowledgedAlready(by)),
                    // What was taken back is acknowledged anew by a new notice only.
                    Some(known) if known.taken_back.is_none() => {
                        if on < known.on {
                            let (field, after, what) = ("acknowledged_on", known.on, "the notice left");
                            problems.push(Refusal::TooEarly { field, on, after, what });
                        }
                    }
                    _ => problems.push(Refusal::NotSent(by)),
                }
                sound(problems)?;
                next.latest(by, |sending| sending.acknowledged = Some(Acknowledged { on, paper }));
            }
            PacketEvent::TakenBack { by, on, mut why } => {
                let mut problems = Vec::new();
                not_ahead(&mut problems, "taken_back_on", on, today);
                words(&mut problems, "why", &mut why);
                match self.sending(by).filter(|one| one.is_acknowledged()).and_then(|one| one.acknowledged.as_ref()) {
                    Some(given) if on < given.on => {
                        let (field, after, what) = ("taken_back_on", given.on, "it was given");
                        problems.push(Refusal::TooEarly { field, on, after, what });
                    }
                    Some(_) => {}
                    None => problems.push(Refusal::NothingToTakeBack(by)),
                }
                sound(problems)?;
                next.latest(by, |sending| sending.taken_back = Some(TakenBack { on, why }));
                // An override was a decision on another risk than this one.
                next.end_overrides(today);
            }
            PacketEvent::Overridden(given) => next.override_with(given, today)?,
            PacketEvent::OverrideEnded => {
                if self.override_on(today).is_none() {
                    return Err(vec![Refusal::NoOverride]);
                }
                next.end_overrides(today);
            }
            PacketEvent::Released { mut release, open_invoices } => {
                let mut problems = Vec::new();
                not_ahead(&mut problems, "released_on", release.on, today);
                words(&mut problems, "release_how", &mut release.how);
                if self.sendings.is_empty() {
                    problems.push(Refusal::NeverSent(self.state()));
                }
                if open_invoices > 0 {
                    problems.push(Refusal::InvoicesOpen(open_invoices));
                }
                sound(problems)?;
                next.release = Some(release);
                next.end_overrides(today);
            }
        }
        Ok(next)
    }

    fn confirm(&mut self, mut confirmation: Confirmation, today: Date) -> Result<(), Vec<Refusal>> {
        let mut problems = Vec::new();
        not_ahead(&mut problems, "confirmed_on", confirmation.on, today);
        words(&mut problems, "confirmed_by", &mut confirmation.by);
        if self.confirmations.len() >= ENTRIES {
            problems.push(Refusal::Full);
        }
        sound(problems)?;
        self.confirmations.push(confirmation);
        Ok(())
    }

    fn send(&mut self, mut sending: Sending, today: Date) -> Result<(), Vec<Refusal>> {
        let mut problems = Vec::new();
        not_ahead(&mut problems, "sent_on", sending.on, today);
        words(&mut problems, "person", &mut sending.person);
        words(&mut problems, "how", &mut sending.how);
        if sending.to == Addressee::Surety && !self.has_surety {
            problems.push(Refusal::NoSurety);
        }
        if self.sending(sending.to).is_some_and(Sending::is_acknowledged) {
            problems.push(Refusal::AcknowledgedAlready(sending.to));
        }
        let open = self.unconfirmed();
        if !open.is_empty() {
            problems.push(Refusal::NotConfirmed(open));
        }
        if self.sendings.len() >= ENTRIES {
            problems.push(Refusal::Full);
        }
        sound(problems)?;
        self.sendings.push(Sending { acknowledged: None, taken_back: None, ..sending });
        Ok(())
    }

    fn override_with(&mut self, mut given: Override, today: Date) -> Result<(), Vec<Refusal>> {
        let mut problems = Vec::new();
        words(&mut problems, "manager", &mut given.by);
        words(&mut problems, "reason", &mut given.reason);
        if given.until < today {
            problems.push(Refusal::OverridePast(given.until));
        } else if given.until > today.saturating_add(LONGEST_OVERRIDE_DAYS.days()) {
            problems.push(Refusal::OverrideTooLong(given.until));
        }
        if self.overrides.len() >= ENTRIES {
            problems.push(Refusal::Full);
        }
        sound(problems)?;
        // The newest decision alone holds.
        self.end_overrides(today);
        self.overrides.push(Override { on: today, ended_on: None, ..given });
        Ok(())
    }

    fn end_overrides(&mut self, today: Date) {
        for one in self.overrides.iter_mut().filter(|one| one.ended_on.is_none() && today <= one.until) {
            one.ended_on = Some(today);
        }
    }

    fn latest(&mut self, to: Addressee, change: impl FnOnce(&mut Sending)) {
        if let Some(sending) = self.sendings.iter_mut().rev().find(|one| one.to == to) {
            change(sending);
        }
    }
}
