//! One sentence of each kind, with invented facts, for the proofs that walk all of them.

use super::{EndedAnswers, Numbers, Returned, Sentence, Settled, Why};
use crate::contact::{AnswerKind, AnswerState, Channel, DocumentKind, Grant, Mood, Profile, Purpose, Role, Said};
use crate::dispute::{CaseKind, DisputeReason, Note, Outcome, OutcomeKind};
use crate::invoice::verification::{Confirmable, Method};
use crate::money::{Currency, Money};
use crate::notice::{Deliverer, Leg, Trigger};
use jiff::civil::date;

/// What somebody wrote, in no language.
const OWN: &str = "Zzz 4711";

/// Every kind of sentence, and each of its forms that has words of its own.
#[must_use]
pub fn samples() -> Vec<Sentence> {
    let mut all = of_messages();
    all.extend(of_invoices());
    all.extend(of_cases());
    all.extend(of_contacts());
    all.extend(of_notices());
    all
}

fn own() -> String {
    OWN.to_owned()
}

fn of_messages() -> Vec<Sentence> {
    let purpose = Purpose::Status;
    let back = |why| Sentence::TakenBack { purpose, subject: None, why: Some(why) };
    let rules = ["LC-08", "LC-40", "GL-44", "CO-01", "CO-03", "CO-04", "CO-05", "CO-07", "CO-08", "CO-14", "CO-99"];
    let mut all = vec![
        Sentence::Own { words: own() },
        Sentence::MaybeTwice { subject: own() },
        Sentence::CameBack { from: Returned::ByPost, purpose, subject: None },
        Sentence::CameBack { from: Returned::ByAddress, purpose, subject: None },
        Sentence::CameBack { from: Returned::ByMailbox, purpose, subject: None },
        Sentence::Failed { subject: own(), server: own() },
        Sentence::TakenBack { purpose, subject: Some(own()), why: None },
        back(Why::Own { words: own() }),
        back(Why::Outdated),
        back(Why::Moved),
        back(Why::Late),
        back(Why::Answered),
        Sentence::Opened { purpose, subject: Some(own()) },
        Sentence::Received { subject: own(), files: 0 },
        Sentence::Received { subject: own(), files: 1 },
        Sentence::Received { subject: own(), files: 2 },
        Sentence::ReceivedForSeveral,
        Sentence::SenderConfirmed { address: own(), how: own() },
    ];
    all.extend(rules.map(|rule| back(Why::Rule { rule: rule.to_owned(), fact: "the debtor has written".to_owned() })));
    for purpose in Purpose::ALL {
        all.push(Sentence::Planned { purpose: *purpose, subject: Some(own()) });
        all.push(Sentence::Left { purpose: *purpose, subject: None });
    }
    all
}

fn of_invoices() -> Vec<Sentence> {
    let one = || Numbers::of(&["4711"]);
    let many = || Numbers::of(&["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]);
    let on = date(2026, 3, 4);
    let amount = Some(Money::new(123_450, Currency::EUR));
    let mut all = vec![
        Sentence::ToConfirm { before: true, invoices: one() },
        Sentence::ToConfirm { before: false, invoices: one() },
        Sentence::ToConfirm { before: true, invoices: many() },
        Sentence::ToConfirm { before: false, invoices: many() },
        Sentence::GoesBack { invoice: own(), words: own() },
        Sentence::Waived { invoice: own(), reason: own() },
    ];
    let answer = |answer| Sentence::Answered { invoices: Numbers::of(&["4711", "4712"]), answer };
    all.push(Sentence::Answered { invoices: many(), answer: Said::Confirmed { words: String::new() } });
    all.push(answer(Said::WillPay { on, amount: None }));
    all.push(answer(Said::WillPay { on, amount }));
    all.push(answer(Said::Paid { on, how: own() }));
    all.push(answer(Said::Confirmed { words: own() }));
    all.push(answer(Said::NotReceived { words: String::new() }));
    all.push(answer(Said::WrongContact { words: own() }));
    all.extend(
        DisputeReason::ALL.iter().map(|reason| answer(Said::Disputed { reason: *reason, amount, words: own() })),
    );
    all.extend(Method::ALL.iter().map(|method| Sentence::Confirmed { method: *method, invoices: one() }));
    all.extend(Method::ALL.iter().map(|method| Sentence::PartlyConfirmed { method: *method, invoices: one() }));
    all.extend(Confirmable::ALL.iter().map(|what| Sentence::NotAsInvoiced {
        invoice: own(),
        what: Some(*what),
        words: own(),
    }));
    all.extend(DocumentKind::ALL.iter().map(|kind| Sentence::Paper { kind: *kind, name: own() }));
    let ended = |state, kind| EndedAnswers { state, kind, by: Some(on), invoices: one() };
    all.push(Sentence::AnswersEnded {
        ways: vec![
            ended(AnswerState::Kept, AnswerKind::WillPay),
            ended(AnswerState::Kept, AnswerKind::Paid),
            ended(AnswerState::Broken, AnswerKind::WillPay),
            ended(AnswerState::NotSeen, AnswerKind::Paid),
        ],
    });
    all
}

fn of_cases() -> Vec<Sentence> {
    let (case, amount) = (12, Money::new(123_450, Currency::EUR));
    let opened = |kind, amount, whole, reason| Sentence::CaseOpened {
        case,
        kind,
        invoice: Some(own()),
        amount,
        whole,
        reason,
        words: own(),
    };
    let mut all = vec![
        opened(CaseKind::Dispute, Some(amount), true, Some(DisputeReason::Price)),
        opened(CaseKind::Dispute, Some(amount), false, Some(DisputeReason::Price)),
        Sentence::CaseWords { case, words: own() },
        Sentence::CaseOwner { case, owner: own() },
        Sentence::CaseReopened { case, words: own() },
        Sentence::Breach { case, invoice: Some(own()), days: None },
        Sentence::Breach { case, invoice: None, days: Some(1) },
        Sentence::Breach { case, invoice: None, days: Some(61) },
        Sentence::ClientNotTold { cases: vec![case], reasons: own() },
    ];
    all.extend(CaseKind::ALL.iter().map(|kind| opened(*kind, None, false, None)));
    let settled = |note| Sentence::CaseSettled {
        case,
        kind: CaseKind::Dispute,
        invoice: Some(own()),
        notes: vec![note],
        words: own(),
    };
    let notes = [Note::NotReceived, Note::NothingOpen, Note::CopyHere(own()), Note::Settled(Outcome::credit(amount))];
    all.extend(notes.map(settled));
    all.extend(DisputeReason::ALL.iter().map(|reason| settled(Note::Reason(*reason))));
    all.extend(OutcomeKind::ALL.iter().map(|kind| settled(Note::Settled(Outcome::of(*kind)))));
    all.extend(Mood::ALL.iter().map(|mood| Sentence::Mood { mood: *mood, words: own() }));
    all
}

fn of_contacts() -> Vec<Sentence> {
    let on = date(2026, 3, 4);
    let mut what = vec![Settled::Servicing(None), Settled::Note, Settled::Preview];
    what.extend(Profile::ALL.iter().map(|profile| Settled::Servicing(Some(*profile))));
    what.extend(Deliverer::ALL.iter().map(|who| Settled::Delivers(*who)));
    what.extend([true, false].map(Settled::BeforeDue));
    what.extend([None, Some(Grant::Contract), Some(Grant::Statute)].map(Settled::LateInterestGrant));
    what.extend([true, false].map(Settled::LateInterest));
    let mut all = vec![
        Sentence::Settled { what },
        Sentence::Paused { until: on, why: own(), recourse: Some(on) },
        Sentence::Resumed,
        Sentence::ContactConfirmed { name: own(), how: own() },
        Sentence::ContactWrong { name: own(), words: String::new() },
        Sentence::ContactWrong { name: own(), words: own() },
        Sentence::ContactRetired { name: own(), words: own() },
    ];
    for role in Role::ALL {
        all.push(Sentence::ContactAdded { name: own(), role: *role });
        all.push(Sentence::ContactChanged { name: own(), role: *role });
    }
    all.extend(Channel::ALL.iter().map(|channel| Sentence::ContactOptedOut { name: own(), channel: *channel }));
    let again = |channel: &Channel| Sentence::ContactOptedIn { name: own(), channel: *channel, who: own(), on };
    all.extend(Channel::ALL.iter().map(again));
    all
}

fn of_notices() -> Vec<Sentence> {
    let on = date(2026, 3, 4);
    let sent = |purpose, tracked| Sentence::NoticeOnItsWay { purpose, to: own(), tracked };
    let mut all = vec![
        Sentence::NoticeAgain,
        Sentence::NoticeHeld,
        Sentence::NoticePrepared,
        Sentence::NoticeLifted,
        Sentence::NoticeHeldBack,
        Sentence::NoticeFile,
        Sentence::NoticeExisting { on, how: own() },
        Sentence::IntroductionOnItsWay { to: own() },
        Sentence::IntroductionReady,
        Sentence::IntroductionDelivered,
        sent(Purpose::Notice, true),
        sent(Purpose::RemitToChange, false),
        Sentence::BesideAgain,
        Sentence::BesideDidNotLeave,
        Sentence::BesidePosted,
        Sentence::BesideTracked { number: own() },
        Sentence::BesideCameBack,
        Sentence::BesideReceived { on, number: None },
        Sentence::BesideReceived { on, number: Some(own()) },
        Sentence::AccountChanged,
        Sentence::AskedToAcknowledge { to: own() },
        Sentence::Acknowledged { person: own() },
        Sentence::AddressAsked,
        Sentence::ProofAsked { words: own() },
        Sentence::ProofAskedByHolder { words: own() },
        Sentence::ProofGiven { words: own() },
        Sentence::ProofOnItsWay { to: own() },
        Sentence::ProofCameBack,
        Sentence::Doubted { words: own() },
        Sentence::DoubtSettled { words: own() },
        Sentence::OverAdvance { is_over: true },
        Sentence::OverAdvance { is_over: false },
        Sentence::AcknowledgedNoEvidence { person: own() },
        Sentence::PeopleErased { asked: true },
        Sentence::PeopleErased { asked: false },
        Sentence::ReleaseDemanded,
        Sentence::ReleaseOnItsWay { to: own() },
    ];
    for leg in Leg::ALL {
        let leg = *leg;
        all.extend([
            Sentence::LegLeft { leg },
            Sentence::LegCameBack { leg },
            Sentence::LegOpened { leg },
            Sentence::LegReceived { leg, courier: true },
            Sentence::LegReceived { leg, courier: false },
            Sentence::LegNoEvidence { leg, opened: true },
            Sentence::LegNoEvidence { leg, opened: false },
            Sentence::LegSettled { leg },
            Sentence::LegDidNotLeave { leg },
            Sentence::LegEvidence { leg, on, how: own() },
        ]);
    }
    all.extend(Trigger::ALL.iter().map(|trigger| Sentence::Sprung { trigger: *trigger, words: own() }));
    all.extend(Channel::ALL.iter().map(|channel| Sentence::HeadsUp {
        client: own(),
        person: own(),
        channel: *channel,
        on,
    }));
    all.extend([true, false].map(|is_federal| Sentence::FederalAgency { is_federal }));
    let stories = super::packet::samples(&own(), on).into_iter();
    all.extend(stories.map(|story| Sentence::Packet { contract: own(), story }));
    all
}
