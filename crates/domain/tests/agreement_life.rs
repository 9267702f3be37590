//! The life of an agreement version (LC-30 to LC-34): frozen, signed by both sides, in force, never brought back.

mod s_1_terms;

use domain::agreement::{Agreement, AgreementRefusal, AgreementState, LimitBasis, Side, Signature, Terms, in_force};
use domain::id::AgreementId;
use domain::money::Rate;
use jiff::civil::{Date, date};
use rust_decimal::dec;
use uuid::Uuid;

fn draft(version: u32, effective_from: Date) -> Agreement {
    Agreement {
        id: AgreementId(Uuid::from_u128(version.into())),
        version,
        state: AgreementState::Draft,
        effective_from,
        ..s_1_terms::agreement(s_1_terms::terms())
    }
}

fn signature(side: Side, agreement: &Agreement) -> Signature {
    Signature {
        side,
        signer: "Ines Calder".to_owned(),
        capacity: "Managing director".to_owned(),
        signed_on: date(2026, 1, 1),
        terms_sha256: agreement.terms_sha256(),
    }
}

fn executed(version: u32, effective_from: Date) -> Agreement {
    let issued = draft(version, effective_from).issue().expect("sound terms");
    let half = issued.sign(signature(Side::Client, &issued)).expect("open for signature");
    half.sign(signature(Side::Factor, &half)).expect("the other side")
}

#[test]
fn lc_30_lc_33_from_draft_to_force() {
    let draft = draft(1, date(2026, 1, 1));
    let issued = draft.issue().unwrap();
    assert_eq!(issued.state, AgreementState::Issued);
    let half = issued.sign(signature(Side::Factor, &issued)).unwrap();
    assert_eq!(half.state, AgreementState::PartlySigned);
    assert_eq!(
        half.put_in_force().unwrap_err().to_string(),
        "version 1 is \u{201c}Waits for the other signature\u{201d}; putting it in force is not possible from there"
    );
    let both = half.sign(signature(Side::Client, &half)).unwrap();
    assert_eq!((both.state, both.signatures.len()), (AgreementState::Executed, 2));
    let in_force = both.put_in_force().unwrap();
    assert_eq!(in_force.state, AgreementState::Effective);
    assert_eq!(in_force.terms, draft.terms, "no step changes the terms");
    // Nothing goes back.
    for step in [in_force.issue(), in_force.withdraw(), in_force.put_in_force(), both.withdraw(), issued.issue()] {
        assert!(matches!(step, Err(AgreementRefusal::State { .. })));
    }
    for version in [&draft, &issued, &half] {
        assert_eq!(version.withdraw().unwrap().state, AgreementState::Void);
    }
    let void = issued.withdraw().unwrap();
    assert!(void.sign(signature(Side::Client, &issued)).is_err());
}

#[test]
fn lc_31_lc_32_both_sides_sign_the_text_that_was_issued() {
    let issued = draft(2, date(2026, 1, 1)).issue().unwrap();
    let half = issued.sign(signature(Side::Client, &issued)).unwrap();
    assert_eq!(
        half.sign(signature(Side::Client, &issued)).unwrap_err().to_string(),
        "the client has signed this version already; nothing more is to be done for that side"
    );
    let mut other = issued.clone();
    other.terms.max_age_days = 31;
    let refused = half.sign(signature(Side::Factor, &other)).unwrap_err();
    assert_eq!(refused, AgreementRefusal::OtherTerms { signed: other.terms_sha256(), terms: issued.terms_sha256() });
    assert!(refused.to_string().ends_with("; sign the version that was issued"), "{refused}");
    assert_eq!(
        half.sign(Signature { capacity: " ".to_owned(), ..signature(Side::Factor, &issued) }).unwrap_err().to_string(),
        "the signature for the factor names nobody or no office; give the name of who signs and the office it signs in"
    );
    assert!(draft(2, date(2026, 1, 1)).sign(signature(Side::Client, &issued)).is_err(), "a draft may still change");
}

#[test]
fn lc_30_the_hash_is_of_what_the_terms_say() {
    let agreement = draft(1, date(2026, 1, 1));
    let hash = agreement.terms_sha256();
    assert!(hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)));
    // Written with more zeros, read back from JSON, in another version: the same terms.
    let mut same = draft(2, date(2027, 1, 1));
    same.terms.advance_rate = Rate::new(dec!(0.8500)).unwrap();
    same.terms = serde_json::from_str(&serde_json::to_string(&same.terms).unwrap()).unwrap();
    assert_eq!(same.terms_sha256(), hash);
    let changes: [fn(&mut Terms); 7] = [
        |terms| terms.advance_rate = Rate::ONE,
        |terms| terms.fee.stop_day += 1,
        |terms| terms.recourse.window_days += 1,
        |terms| terms.facility_limit.basis = LimitBasis::Ledger,
        |terms| terms.escrow = None,
        |terms| terms.tolerance.cap += 1,
        |terms| {
            terms.advance_rate_by_debtor.clear();
        },
    ];
    for change in changes {
        let mut other = agreement.clone();
        change(&mut other.terms);
        assert_ne!(other.terms_sha256(), hash);
    }
}

#[test]
fn lc_34_in_force_picks_by_date() {
    let first = executed(1, date(2026, 1, 1)).put_in_force().unwrap();
    let first = Agreement { state: AgreementState::Superseded, ..first };
    let second = executed(2, date(2026, 6, 1)).put_in_force().unwrap();
    let third = executed(3, date(2026, 9, 1));
    let picked = |versions: &[Agreement], on| in_force(versions, on).map(|one| one.version);
    let versions = [second.clone(), third.clone(), first.clone()];
    assert_eq!(picked(&versions, date(2025, 12, 31)), None);
    assert_eq!(picked(&versions, date(2026, 1, 1)), Some(1), "an old invoice keeps its version");
    assert_eq!(picked(&versions, date(2026, 5, 31)), Some(1));
    assert_eq!(picked(&versions, date(2026, 6, 1)), Some(2));
    assert_eq!(picked(&versions, date(2026, 9, 1)), Some(2), "signed is not yet in force");
    // Two of one day: the later version.
    let again = executed(4, date(2026, 6, 1)).put_in_force().unwrap();
    assert_eq!(picked(&[again, second.clone(), first.clone()], date(2026, 7, 1)), Some(4));
    // An ended agreement does not bring its predecessor back.
    let ended = Agreement { state: AgreementState::Terminated, ..second };
    assert_eq!(picked(&[first, ended], date(2026, 7, 1)), None);
}

#[test]
fn lc_30_all_that_is_wrong_with_terms_at_once() {
    let mut agreement = draft(1, date(2026, 1, 1));
    let rate = |fraction| Rate::new(fraction).unwrap();
    let terms = &mut agreement.terms;
    terms.advance_rate = rate(dec!(1.1));
    terms.advance_rate_by_debtor.insert("DELTA".to_owned(), rate(dec!(0.005)));
    terms.recourse.window_days = 0;
    terms.facility_limit.amount = 0;
    terms.max_terms_days = 366;
    terms.transfer_fees.wire = -1;
    terms.discretionary_reserve = -1;
    terms.tolerance.share = rate(dec!(1.5));
    terms.fee.stop_day = 0;
    let AgreementRefusal::Terms(problems) = agreement.issue().unwrap_err() else { panic!("refused for its terms") };
    assert_eq!(
        problems,
        [
            "advance_rate: 110 % is outside 1 % to 100 %; usual are 70 % to 90 %",
            "advance_rate_by_debtor, DELTA: 0.5 % is outside 1 % to 100 %; usual are 70 % to 90 %",
            "recourse: a window of 0 days is outside 1 to 365; usual are 60 to 90",
            "facility_limit: it is not above zero; give the most that may be drawn",
            "max_terms_days: 366 days are outside 1 to 365; give the longest terms an invoice may have",
            "the wire fee is below zero; give zero or more",
            "the discretionary reserve is below zero; give zero or more",
            "the tolerance: 150 % is more than the whole; write a fraction, for example 0.1 for 10 %",
            "fee: stop_day: day 0 cannot be the last day counted; choose one from 1 to 3660",
        ]
    );
}
