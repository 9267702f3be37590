//! When an invoice is verified (LC-07), what counts as verified (GL-40, LC-05), and what callers may not leave out.

use domain::agreement::NotificationMode::{self, NonNotification, Notification};
use domain::fraud::{Anomaly, NumberKey};
use domain::id::{ClientId, DebtorId, InvoiceId, MessageId, VerificationId};
use domain::invoice::verification::{
    AnswerRefused, CallFacts, Check, Confirmable, Discrepancy, Evidence, Given, LineFacts, Looked, Method, Need,
    Reason, Request, SampleKey, ScriptRefused, Statement, Timing, Verification, VerificationPolicy, VerificationState,
    Waiver, phone_script, require,
};
use domain::money::{Currency, Money};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;

const CLIENT: &str = "ALDER";
const DEBTOR: DebtorId = DebtorId(Uuid::from_u128(2));
const DAY: Date = date(2026, 6, 15);

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// A line of an old client to a known debtor: nothing but the sample is left to ask.
fn usual(number: &NumberKey) -> LineFacts<'_> {
    LineFacts {
        amount: usd(100_000),
        submitted: DAY,
        client_since: Some(date(2025, 1, 1)),
        debtor_bought: 20,
        debtor_median: Some(usd(90_000)),
        fraud_review: false,
        largest: false,
        key: SampleKey { seed: "seed", client: CLIENT, debtor: "BIRCH", number },
    }
}

fn unsampled() -> VerificationPolicy {
    VerificationPolicy { sample_percent: 0, ..VerificationPolicy::default() }
}

#[track_caller]
fn only_reason(line: &LineFacts<'_>, policy: &VerificationPolicy, reason: Reason, words: &str) {
    match require(line, policy) {
        Need::Required { timing, reasons, .. } => {
            assert_eq!((timing, reasons), (policy.mode, vec![(reason, words.to_owned())]));
        }
        Need::Waived { reason, .. } => panic!("waived: {reason}"),
    }
}

fn is_waived(line: &LineFacts<'_>, policy: &VerificationPolicy) -> bool {
    matches!(require(line, policy), Need::Waived { .. })
}

#[test]
fn lc_07_a_new_clients_first_ninety_days() {
    let number = NumberKey::of("A-1");
    let since = |day| LineFacts { client_since: Some(day), ..usual(&number) };
    only_reason(
        &since(date(2026, 3, 18)),
        &unsampled(),
        Reason::NewClient,
        "the client\u{2019}s first agreement is in force since 18 March 2026, less than 90 days",
    );
    assert!(is_waived(&since(date(2026, 3, 17)), &unsampled()), "on the ninetieth day it is new no more");
}

#[test]
fn lc_07_a_new_debtors_first_three_invoices() {
    let number = NumberKey::of("A-1");
    let bought = |debtor_bought| LineFacts { debtor_bought, debtor_median: None, ..usual(&number) };
    only_reason(
        &bought(2),
        &unsampled(),
        Reason::NewDebtor,
        "2 invoices of this debtor bought so far; the first 3 are confirmed",
    );
    assert!(is_waived(&bought(3), &unsampled()));
}

#[test]
fn lc_07_large_amounts() {
    let number = NumberKey::of("A-1");
    let of = |minor, median| LineFacts { amount: usd(minor), debtor_median: median, ..usual(&number) };
    only_reason(&of(1_000_001, None), &unsampled(), Reason::Amount, "10,000.01 USD is above 10,000.00");
    assert!(is_waived(&of(1_000_000, None), &unsampled()));
    only_reason(
        &of(270_001, Some(usd(90_000))),
        &unsampled(),
        Reason::AboveMedian,
        "2,700.01 USD is more than 3 times the median of this debtor\u{2019}s invoices, 900.00",
    );
    assert!(is_waived(&of(270_000, Some(usd(90_000))), &unsampled()));
    let yen = Currency::parse("JPY").unwrap();
    let policy = VerificationPolicy { amount_above_by_currency: [(yen, 1_000_000)].into(), ..unsampled() };
    let of_yen = |minor| LineFacts { amount: Money::new(minor, yen), debtor_median: None, ..usual(&number) };
    assert!(is_waived(&of_yen(1_000_000), &policy));
    assert!(!is_waived(&of_yen(1_000_001), &policy));
    assert!(!is_waived(&of_yen(10_001), &unsampled()), "whole units where the factor says nothing else");
}

#[test]
fn lc_07_a_fraud_check_and_the_largest_of_a_schedule() {
    let number = NumberKey::of("A-1");
    let reviewed = LineFacts { fraud_review: true, ..usual(&number) };
    only_reason(&reviewed, &unsampled(), Reason::FraudReview, "a check had asked for a person");
    let largest = LineFacts { largest: true, ..usual(&number) };
    only_reason(&largest, &unsampled(), Reason::Largest, "it is the largest of its schedule");
    assert!(is_waived(&largest, &VerificationPolicy { largest: false, ..unsampled() }));
    // Every reason that holds is given.
    let both = LineFacts { fraud_review: true, largest: true, ..usual(&number) };
    assert!(matches!(require(&both, &unsampled()), Need::Required { reasons, .. } if reasons.len() == 2));
}

#[test]
fn lc_07_the_mode_says_when() {
    let number = NumberKey::of("A-1");
    let line = LineFacts { largest: true, ..usual(&number) };
    let mode = |mode| require(&line, &VerificationPolicy { mode, ..unsampled() });
    assert!(matches!(mode(Timing::AfterPurchase).check(Notification), Check::Satisfied(words)
        if words == "confirmed after purchase: it is the largest of its schedule"));
    assert!(matches!(mode(Timing::BeforePurchase).check(Notification), Check::Waits(words, _)
        if words == "to be confirmed: it is the largest of its schedule; not asked yet"));
    assert!(matches!(mode(Timing::Never).check(Notification), Check::Satisfied(words)
        if words == "the policy asks for no confirmation"));
}

#[test]
fn lc_07_the_sample_is_a_hash_and_its_proof_says_so() {
    let policy = VerificationPolicy::default();
    let taken = |seed: &str, number: u32| {
        let number = NumberKey::of(&format!("INV-{number}"));
        let key = SampleKey { seed, client: CLIENT, debtor: "BIRCH", number: &number };
        !is_waived(&LineFacts { key, ..usual(&number) }, &policy)
    };
    let sample = |seed: &str| -> Vec<u32> { (0..10_000).filter(|number| taken(seed, *number)).collect() };
    let first = sample("one");
    assert_eq!(first, sample("one"), "same seed, same sample");
    assert_ne!(first, sample("two"));
    // 20 % of 10,000: four standard deviations are 160.
    assert!((1_840..=2_160).contains(&first.len()), "{}", first.len());

    let number = NumberKey::of("INV-4");
    let Need::Waived { reason, sample: Some(proof) } = require(&usual(&number), &policy) else {
        let Need::Required { reasons, sample: Some(proof), .. } = require(&usual(&number), &policy) else {
            panic!("a draw has its proof")
        };
        assert_eq!((reasons[0].0, &reasons[0].1, proof.rule.as_str()), (Reason::Sample, &proof.formula, "LC-07"));
        return;
    };
    assert_eq!((&reason, proof.rule.as_str()), (&proof.formula, "LC-07"));
    assert_eq!(proof.inputs[3], ("number".to_owned(), "INV4".to_owned()));
}

proptest! {
    #[test]
    fn lc_07_nobody_offers_an_invoice_until_its_draw_is_good(seed in "[a-z]{0,12}", number in "[A-Z0-9-]{1,12}", percent in 0_u32..=100) {
        let key = NumberKey::of(&number);
        let respelled = NumberKey::of(&format!(" {} ", number.to_lowercase()));
        let policy = VerificationPolicy { sample_percent: percent, ..VerificationPolicy::default() };
        let of = |number| {
            let key = SampleKey { seed: &seed, client: CLIENT, debtor: "BIRCH", number };
            is_waived(&LineFacts { key, ..usual(number) }, &policy)
        };
        prop_assert_eq!(of(&key), of(&respelled));
        let draw = SampleKey { seed: &seed, client: CLIENT, debtor: "BIRCH", number: &key }.draw();
        prop_assert!(draw < 10_000);
        prop_assert_eq!(of(&key), draw >= u64::from(percent) * 100);
    }
}

#[test]
fn a_policy_survives_json_and_says_what_is_wrong() {
    let policy = VerificationPolicy { sample_percent: 101, amount_above: -1, ..VerificationPolicy::default() };
    assert_eq!(policy.problems().iter().map(|one| one.0).collect::<Vec<_>>(), ["sample_percent", "amount_above"]);
    let text = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<VerificationPolicy>(&text).unwrap(), policy);
    assert_eq!(serde_json::from_str::<VerificationPolicy>("{}").unwrap(), VerificationPolicy::default());
}

fn verification() -> Verification {
    Verification {
        id: VerificationId(Uuid::from_u128(3)),
        invoice: InvoiceId(Uuid::from_u128(4)),
        client: ClientId(Uuid::from_u128(1)),
        debtor: DEBTOR,
        state: VerificationState::Required,
        timing: Timing::BeforePurchase,
        reasons: vec![(Reason::Largest, "it is the largest of its schedule".to_owned())],
        sample: None,
        required_on: DAY,
        required_at: 0,
        requests: Vec::new(),
        held_back: None,
        answers: Vec::new(),
        findings: Vec::new(),
        looked: None,
        waiver: None,
    }
}

fn given(method: Method, confirmed: &[Confirmable]) -> Given {
    Given {
        method,
        who: "R. Osei, accounts payable".to_owned(),
        recorded_by: "desk".to_owned(),
        on: DAY,
        at: 1,
        confirmed: confirmed.to_vec(),
        discrepancy: None,
        evidence: vec![Evidence::Note("their mail of today".to_owned())],
        statement: None,
        device: None,
    }
}

fn take(on: &mut Verification, given: Given, mode: NotificationMode) -> Result<bool, Vec<AnswerRefused>> {
    on.answer(given, Vec::new(), mode, "Quayside Receivables LLC", "Harbor Millwork")
}

const MESSAGE: MessageId = MessageId(Uuid::from_u128(9));

fn asked() -> Verification {
    let mut one = verification();
    one.ask(Request { on: DAY, at: 0, method: Method::Email, message: Some(MESSAGE) });
    one
}

#[test]
fn lc_05_confirmed_when_the_whole_checklist_is() {
    let mut one = asked();
    assert!(matches!(one.check(Notification), Check::Waits(fact, _)
        if fact == "to be confirmed: it is the largest of its schedule; asked on 15 June 2026 by mail, no answer yet"));
    let part = [Confirmable::Amount, Confirmable::Terms, Confirmable::InSystem];
    assert_eq!(take(&mut one, given(Method::Email, &part), Notification), Ok(true));
    assert_eq!(one.state, VerificationState::Asked);
    assert!(matches!(one.check(Notification), Check::Waits(fact, _)
        if fact.ends_with("not confirmed yet: goods or services delivered and accepted, no offset, claim or earlier payment and payee is the factor")));
    assert_eq!(take(&mut one, given(Method::Email, &part), Notification), Ok(false), "nothing new");
    let rest = [Confirmable::Delivered, Confirmable::NoOffset, Confirmable::RemitTo];
    assert_eq!(take(&mut one, given(Method::Email, &rest), Notification), Ok(true));
    assert_eq!(
        one.check(Notification),
        Check::Satisfied("confirmed on 15 June 2026 by mail, by R. Osei, accounts payable".to_owned())
    );
    assert_eq!(take(&mut one, given(Method::Email, Confirmable::ALL), Notification), Ok(false));
    assert_eq!(one.answers.len(), 2);
}

#[test]
fn lc_05_a_discrepancy_ends_it() {
    let mut one = asked();
    let differs = Given {
        discrepancy: Some(Discrepancy { what: Confirmable::Amount, words: "We agreed on 900.00.".to_owned() }),
        ..given(Method::Email, &[Confirmable::Delivered])
    };
    assert_eq!(take(&mut one, differs.clone(), Notification), Ok(true));
    assert!(matches!(one.check(Notification), Check::Differs(fact, _)
        if fact == "the debtor does not confirm it: amount, \u{201c}We agreed on 900.00.\u{201d}"));
    assert_eq!(take(&mut one, differs, Notification), Ok(false));
}

#[test]
fn lc_05_a_question_that_came_back_is_asked_again_and_what_is_offered_no_more_is_not() {
    let mut one = asked();
    assert!(one.unask(MESSAGE));
    assert_eq!((one.state, one.unask(MESSAGE)), (VerificationState::Required, false));
    assert!(one.follow(false));
    assert_eq!((one.state, one.state.is_open()), (VerificationState::Dropped, false));
    assert!(one.follow(true) && !one.follow(true));
    assert_eq!(one.state, VerificationState::Required);
}

#[test]
fn lc_05_waived_by_a_person_with_a_reason() {
    let mut one = verification();
    let waiver = || Waiver { on: DAY, by: "I. Calder".to_owned(), reason: "paid this supplier for years".to_owned() };
    assert!(one.waive(waiver()));
    assert!(!one.waive(waiver()));
    let words = "waived on 15 June 2026 by I. Calder: paid this supplier for years";
    assert_eq!(one.check(Notification), Check::Satisfied(words.to_owned()));
}

#[test]
fn fr_22_a_finding_waits_for_a_person() {
    let mut one = asked();
    let odd = vec![Anomaly::new("FR-22", "answered after 20 seconds, from a device not seen before at this debtor")];
    let all = given(Method::Email, Confirmable::ALL);
    one.answer(all, odd, Notification, "Quayside Receivables LLC", "Harbor Millwork").unwrap();
    assert!(matches!(one.check(Notification), Check::Review(fact, _)
        if fact == "confirmed, but a check asks for a person: answered after 20 seconds, from a device not seen before at this debtor"));
    one.looked = Some(Looked { on: DAY, by: "I. Calder".to_owned() });
    assert!(matches!(one.check(Notification), Check::Satisfied(_)));
}

fn statement(said: &str) -> Statement {
    Statement {
        caller: "Ines Calder".to_owned(),
        calling_for: "Quayside Receivables LLC".to_owned(),
        said: said.to_owned(),
        number: "+1 555 010 0142".to_owned(),
        spoke_with: "R. Osei, accounts payable".to_owned(),
    }
}

#[test]
fn gl_40_a_call_says_who_calls_and_for_whom() {
    let truthful = "This is Ines Calder of Quayside Receivables LLC, which buys invoices of Harbor Millwork.";
    let call = |statement| Given { statement, evidence: Vec::new(), ..given(Method::Phone, Confirmable::ALL) };
    let mut one = asked();
    assert_eq!(take(&mut one, call(Some(statement(truthful))), Notification), Ok(true));
    assert_eq!(one.state, VerificationState::Confirmed);
    // Calling as if one were the client.
    let pretending = "This is Ines Calder, I am calling for Harbor Millwork about our invoice.";
    let refused = take(&mut asked(), call(Some(statement(pretending))), Notification).unwrap_err();
    assert_eq!(refused, [AnswerRefused::Untruthful("the name Quayside Receivables LLC".to_owned())]);
    assert!(refused[0].remedy().contains("no verification"));
    let refused = take(&mut asked(), call(None), Notification).unwrap_err();
    assert_eq!(refused[0].code(), "CALL_STATEMENT");
}

#[test]
fn gl_40_the_script_names_the_factor() {
    let invoices = ["invoice INV-204, 10,000.00 USD, due 26 March 2028".to_owned()];
    let facts = CallFacts {
        caller: "Ines Calder",
        factor: "Quayside Receivables LLC",
        client: "Harbor Millwork",
        debtor: "Alder Row Stores Inc",
        invoices: &invoices,
        notification: Notification,
    };
    let script = phone_script(&facts).unwrap();
    assert!(script.starts_with("Good day, my name is Ines Calder. I am calling from Quayside Receivables LLC, which buys invoices of Harbor Millwork."));
    assert!(script.contains("\u{2013} invoice INV-204, 10,000.00 USD, due 26 March 2028\n"));
    assert_eq!(
        phone_script(&CallFacts { notification: NonNotification, ..facts }),
        Err(ScriptRefused::Confidential { client: "Harbor Millwork".to_owned() })
    );
    assert!(matches!(phone_script(&CallFacts { factor: " ", ..facts }), Err(ScriptRefused::Nameless(_))));
    assert_eq!(phone_script(&CallFacts { invoices: &[], ..facts }), Err(ScriptRefused::Nothing));
}

#[test]
fn gl_44_a_confidential_facility_is_verified_by_papers_or_by_the_client() {
    let refused = |method, mode| take(&mut asked(), given(method, Confirmable::ALL), mode).is_err();
    assert!(refused(Method::Email, NonNotification) && refused(Method::ByClient, Notification));
    let mut one = asked();
    let shown = [Confirmable::Delivered, Confirmable::Amount, Confirmable::Terms];
    assert_eq!(take(&mut one, given(Method::DocMatch, &shown), NonNotification), Ok(true));
    assert_eq!(one.state, VerificationState::Confirmed, "papers do not speak of offsets");
    let mut one = asked();
    let without_payee = &Confirmable::ALL[..5];
    assert_eq!(take(&mut one, given(Method::ByClient, without_payee), NonNotification), Ok(true));
    assert_eq!(one.state, VerificationState::Confirmed, "nobody asks it whom it pays");
}

#[test]
fn gl_40_all_that_is_missing_is_said_at_once() {
    let empty = Given { who: " ".to_owned(), evidence: Vec::new(), ..given(Method::SignedEstoppel, &[]) };
    let refused = take(&mut asked(), empty, Notification).unwrap_err();
    assert_eq!(
        refused.iter().map(AnswerRefused::code).collect::<Vec<_>>(),
        ["VERIFICATION_WHO", "VERIFICATION_NOTHING", "VERIFICATION_EVIDENCE"]
    );
    let wordless = Given {
        discrepancy: Some(Discrepancy { what: Confirmable::Amount, words: " ".to_owned() }),
        ..given(Method::Email, &[])
    };
    assert_eq!(take(&mut asked(), wordless, Notification), Err(vec![AnswerRefused::Wordless]));
}
