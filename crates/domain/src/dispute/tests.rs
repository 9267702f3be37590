//! LC-08, GL-18: the life of a case, whose word is whose, and what stays out of the base.

use super::*;
use crate::calendar::Calendar;
use crate::id::{CaseId, DebtorId, InvoiceId};
use crate::money::{Currency, Money};
use jiff::civil::{Date, date};
use uuid::Uuid;

const DAY: Date = date(2026, 3, 6);

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn debtor() -> Speaker {
    Speaker::new(Side::Debtor, "A. Ito")
}

fn new(kind: CaseKind, amount: Option<i64>) -> NewCase {
    NewCase {
        kind,
        debtor: DebtorId(Uuid::nil()),
        client: None,
        invoice: Some(InvoiceId(Uuid::nil())),
        reason: Some(DisputeReason::Quality),
        amount: amount.map(usd),
        words: "It is wet.".into(),
        by: debtor(),
    }
}

fn opened(new: NewCase) -> Result<Case, Vec<CaseProblem>> {
    let about = Disputed { open: usd(100_000), credited: 5_000 };
    let policy = CasePolicy::default();
    Case::open(CaseId(Uuid::nil()), 7, new, Some(about), "M. Okafor", (DAY, 0), &policy, Calendar::Weekends)
}

fn settle(case: &mut Case, by: Side, outcome: Outcome) -> Result<(), Vec<CaseProblem>> {
    case.settle(Speaker::new(by, "Somebody"), (DAY, 1), outcome, "", None)
}

#[test]
fn lc_08_every_kind_has_its_clock() {
    let due = |kind| opened(new(kind, None)).unwrap().due_on;
    // Friday 6 March.
    assert_eq!(due(CaseKind::Dispute), date(2026, 4, 5), "30 days");
    assert_eq!(due(CaseKind::Question), date(2026, 3, 9), "1 business day");
    assert_eq!(due(CaseKind::Complaint), date(2026, 3, 10), "2 business days");
    assert_eq!(due(CaseKind::Proof), date(2026, 3, 10), "GL-53: 2 business days");
    let wrong = CasePolicy { complaint_bd: 0, dispute_days: LONGEST_CLOCK + 1, ..CasePolicy::default() };
    let fields: Vec<&str> = wrong.problems().into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["dispute_days", "complaint_bd"]);
}

#[test]
fn lc_08_the_states_follow_each_other() {
    let mut case = opened(new(CaseKind::Dispute, Some(10_000))).unwrap();
    assert_eq!(case.state, CaseState::Opened);
    case.client_told(DAY);
    assert_eq!(case.state, CaseState::ClientNotified);
    case.add_words(debtor(), 1, "Photos follow.").unwrap();
    assert_eq!(case.state, CaseState::ClientNotified, "one side alone is no discussion");
    case.add_words(Speaker::new(Side::Client, "B."), 2, "Thank you.").unwrap();
    assert_eq!(case.state, CaseState::UnderDiscussion);
    case.client_told(date(2026, 3, 9));
    assert_eq!((case.state, case.client_told_on), (CaseState::UnderDiscussion, Some(DAY)), "told once");
    settle(&mut case, Side::Debtor, Outcome::of(OutcomeKind::FullPay)).unwrap();
    assert_eq!(case.state, CaseState::Resolved);
    assert!(matches!(case.add_words(debtor(), 3, "x"), Err(CaseProblem::Settled { number: 7, .. })));
    let again = case.reopen(debtor(), (DAY, 4), "", &CasePolicy::default(), Calendar::Weekends);
    assert_eq!(again, Err(CaseProblem::NoWords));
    assert!(!case.is_open() && case.settled.is_some(), "a refused step changes nothing");
}

#[test]
fn gl_18_whose_word_is_whose() {
    for kind in CaseKind::ALL {
        for outcome in OutcomeKind::ALL {
            for side in Side::ALL {
                if *outcome == OutcomeKind::Withdrawn {
                    for opener in Side::ALL {
                        assert_eq!(may_settle(*kind, *outcome, *side, *opener), side == opener);
                    }
                }
            }
            let is_dispute = *kind == CaseKind::Dispute;
            let by_client = may_settle(*kind, *outcome, Side::Client, Side::Debtor);
            let by_debtor = may_settle(*kind, *outcome, Side::Debtor, Side::Client);
            match outcome {
                OutcomeKind::Credit => assert_eq!((by_client, by_debtor), (is_dispute, false)),
                OutcomeKind::FullPay | OutcomeKind::RejectedByDebtor => {
                    assert_eq!((by_client, by_debtor), (false, is_dispute));
                }
                OutcomeKind::Answered | OutcomeKind::Done | OutcomeKind::Declined => assert!(!by_debtor),
                OutcomeKind::Withdrawn => {}
            }
        }
    }
    // What proves the assignment, the factor shows.
    assert!(!may_settle(CaseKind::Proof, OutcomeKind::Done, Side::Client, Side::Debtor));
    assert!(may_settle(CaseKind::Copy, OutcomeKind::Done, Side::Client, Side::Debtor));
}

#[test]
fn cr_14_what_stays_out_of_the_base() {
    let face = 150_000;
    let part = opened(new(CaseKind::Dispute, Some(10_000))).unwrap();
    assert_eq!(part.ineligible(face, 5_000), 10_000);
    // Of the whole, what a reversal opens again is disputed too.
    let whole = opened(new(CaseKind::Dispute, None)).unwrap();
    assert_eq!((whole.amount, whole.ineligible(face, 5_000)), (Some(usd(100_000)), face));
    assert_eq!(opened(new(CaseKind::Question, None)).unwrap().ineligible(face, 0), 0);
    for (outcome, by, left) in [
        (Outcome::of(OutcomeKind::FullPay), Side::Debtor, 0),
        (Outcome::of(OutcomeKind::Withdrawn), Side::Debtor, 0),
        (Outcome::of(OutcomeKind::RejectedByDebtor), Side::Debtor, 10_000),
        (Outcome::credit(usd(8_000)), Side::Client, 8_000),
    ] {
        let mut case = part.clone();
        settle(&mut case, by, outcome).unwrap();
        assert_eq!(case.ineligible(face, 5_000), left, "{outcome:?}");
    }
    // Only what was credited since the dispute was raised counts.
    let mut case = part;
    settle(&mut case, Side::Client, Outcome::credit(usd(8_000))).unwrap();
    assert_eq!([5_000, 9_000, 13_000, 20_000].map(|credited| case.ineligible(face, credited)), [8_000, 4_000, 0, 0]);
}

#[test]
fn gl_54_a_claim_never_goes_beyond_what_is_owed() {
    let code = |amount| opened(new(CaseKind::Dispute, Some(amount))).map(|_| ()).unwrap_err()[0].code();
    assert_eq!(code(100_001), "CASE_TOO_MUCH");
    assert_eq!(code(0), "CASE_NO_AMOUNT");
    assert_eq!(code(-1), "CASE_NO_AMOUNT");
    let foreign = NewCase { amount: Some(Money::new(1, Currency::EUR)), ..new(CaseKind::Dispute, None) };
    assert_eq!(opened(foreign).unwrap_err()[0].code(), "CASE_CURRENCY");
    let mut case = opened(new(CaseKind::Dispute, Some(10_000))).unwrap();
    let over = settle(&mut case, Side::Client, Outcome::credit(usd(10_001))).unwrap_err();
    assert_eq!(over[0].code(), "CASE_TOO_MUCH");
}

#[test]
fn lc_09_thirty_days_or_refused_for_good() {
    let mut case = opened(new(CaseKind::Dispute, None)).unwrap();
    assert!(!case.is_breach(date(2026, 4, 5)) && case.is_breach(date(2026, 4, 6)));
    settle(&mut case, Side::Debtor, Outcome::of(OutcomeKind::RejectedByDebtor)).unwrap();
    assert!(case.is_breach(DAY));
    let question = opened(new(CaseKind::Question, None)).unwrap();
    assert!(!question.is_breach(date(2027, 1, 1)));
}

#[test]
fn limits_are_named_and_a_full_case_can_still_be_ended() {
    let long = NewCase { words: "x".repeat(WORDS + 1), ..new(CaseKind::Question, None) };
    assert_eq!(opened(long).unwrap_err(), [CaseProblem::TooManyWords(WORDS + 1)]);
    let mut case = opened(new(CaseKind::Question, None)).unwrap();
    for at in 1..ENTRIES {
        case.add_words(debtor(), i64::try_from(at).unwrap(), "more").unwrap();
    }
    assert_eq!(case.add_words(debtor(), 0, "more"), Err(CaseProblem::Full));
    settle(&mut case, Side::Factor, Outcome::of(OutcomeKind::Answered)).unwrap();
    assert!(!case.is_open());
}
