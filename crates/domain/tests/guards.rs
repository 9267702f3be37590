//! What each purchase guard says when it passes and when it does not (LC-06), word for word; the verdict on a line;
//! and duplicates (FR-01, FR-01b).

mod s_1_terms;

use domain::agreement::NotificationMode;
use domain::agreement::{Agreement, LimitBasis, Terms};
use domain::credit::ClientPosition;
use domain::fraud::{Duplicate, find_duplicate};
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::invoice::guard::{ASKED, Finding, Guard, NOT_YET_ASKED, Question, Verdict, ask, state, verdict};
use domain::invoice::verification::Check;
use domain::invoice::{InvoiceState, Offer};
use domain::money::{Currency, Money, Rate};
use domain::notice::{Evidence, NoticePolicy, NoticeState, Standing};
use domain::packet::{Packet, Registration};
use domain::party::{Client, ClientStatus, Code, Debtor, DebtorStatus, DebtorType, Identity, Pair};
use jiff::civil::{Date, date};
use rust_decimal::dec;
use uuid::Uuid;

const CLIENT: ClientId = ClientId(Uuid::from_u128(1));
const DEBTOR: DebtorId = DebtorId(Uuid::from_u128(2));
const FIRST: InvoiceId = InvoiceId(Uuid::from_u128(0x77));

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// An invoice that every guard passes, and all that is asked about it. Submitted on a leap day.
struct Case {
    client: Client,
    agreement: Option<Agreement>,
    debtor: Option<Debtor>,
    pair: Option<Pair>,
    debtor_open: Money,
    pair_open: Money,
    position: ClientPosition,
    offer: Offer,
    duplicate: Option<Duplicate>,
    duplicate_cleared: bool,
    notice: Option<Standing>,
    packets: Vec<Packet>,
    registration: Registration,
    verification: Check,
    submitted: Date,
    today: Date,
}

fn sound() -> Case {
    let code = |text: &str| Code::parse(text).expect("a code");
    Case {
        client: Client {
            id: CLIENT,
            code: code("HARBOR"),
            name: "Harbor Millwork LLC".to_owned(),
            status: ClientStatus::Active,
            account_manager: "Ines Calder".to_owned(),
            identity: Identity::default(),
            account: None,
            guarantor: None,
        },
        agreement: Some(Agreement { version: 3, ..s_1_terms::agreement(s_1_terms::terms()) }),
        debtor: Some(Debtor {
            id: DEBTOR,
            code: code("ALPHA"),
            name: "Alder Row Stores Inc".to_owned(),
            status: DebtorStatus::Approved,
            debtor_type: DebtorType::Business,
            limit: usd(5_000_000),
            identity: Identity::default(),
            paying_accounts: Vec::new(),
        }),
        pair: Some(Pair { client: CLIENT, debtor: DEBTOR, client_reference: None, limit: None, order_required: false }),
        debtor_open: usd(1_000_000),
        pair_open: usd(400_000),
        position: ClientPosition { ledger: 2_000_000, held: 300_000, ..ClientPosition::empty(Currency::USD) },
        offer: Offer {
            number: "INV-204".to_owned(),
            issued: date(2028, 2, 25),
            due: date(2028, 3, 26),
            amount: usd(1_000_000),
            delivered: Some(date(2028, 2, 24)),
            description: None,
            order: None,
            contract: None,
            payment_reference: None,
            payee: None,
        },
        duplicate: None,
        duplicate_cleared: false,
        notice: Some(Standing {
            state: NoticeState::NoaDelivered,
            evidence: Some(Evidence::Opened),
            received_on: Some(date(2028, 1, 10)),
            proof_open: false,
        }),
        packets: Vec::new(),
        registration: Registration::default(),
        verification: Check::Satisfied("draw 71.20 \u{2265} 20: not in the sample of 20 %".to_owned()),
        submitted: date(2028, 2, 29),
        today: date(2028, 2, 29),
    }
}

impl Case {
    fn ask(&self) -> Vec<Finding> {
        ask(&Question {
            factor: "Quayside Receivables LLC",
            client: &self.client,
            agreement: self.agreement.as_ref(),
            debtor: self.debtor.as_ref(),
            debtor_stated: "Alfa Stores",
            pair: self.pair.as_ref(),
            debtor_open: self.debtor_open,
            pair_open: self.pair_open,
            position: &self.position,
            offer: &self.offer,
            duplicate: self.duplicate,
            duplicate_cleared: self.duplicate_cleared,
            notice: self.notice.as_ref(),
            notice_policy: &NoticePolicy::default(),
            packets: &self.packets,
            registration: &self.registration,
            verification: &self.verification,
            submitted: self.submitted,
            today: self.today,
        })
    }

    fn found(&self, guard: Guard) -> Finding {
        self.ask().into_iter().find(|finding| finding.guard == guard).expect("asked")
    }

    #[track_caller]
    fn passes(&self, guard: Guard, facts: &str) {
        let found = self.found(guard);
        assert_eq!((found.verdict, found.facts.as_str(), found.remedy), (Verdict::Pass, facts, None));
    }

    #[track_caller]
    fn refuses(&self, guard: Guard, facts: &str, remedy: &str) {
        let found = self.found(guard);
        assert_eq!((found.facts.as_str(), found.remedy.as_deref()), (facts, Some(remedy)));
        assert_eq!(found.verdict, Verdict::Refuse);
        assert_eq!(verdict(&self.ask()), Verdict::Refuse);
    }

    fn with_terms(mut self, change: impl FnOnce(&mut Terms)) -> Self {
        change(&mut self.agreement.as_mut().expect("there is one").terms);
        self
    }
}

#[test]
fn lc_06_a_sound_invoice_passes_every_guard() {
    let found = sound().ask();
    assert_eq!(found.iter().map(|finding| finding.guard).collect::<Vec<_>>(), ASKED);
    assert!(found.iter().all(|finding| finding.verdict == Verdict::Pass && finding.remedy.is_none()));
    assert_eq!(verdict(&found), Verdict::Pass);
    // Every guard of LC-06 is either asked or on the list of those that are not.
    let mut all: Vec<Guard> = ASKED.into_iter().chain(NOT_YET_ASKED.map(|(guard, _)| guard)).collect();
    all.sort();
    assert_eq!(all, Guard::ALL);
}

#[test]
fn lc_06_g1_client_active() {
    sound().passes(Guard::G1, "HARBOR is active");
    for status in ClientStatus::ALL {
        let mut case = sound();
        case.client.status = *status;
        let buys = matches!(status, ClientStatus::Active | ClientStatus::Watch);
        assert_eq!(case.found(Guard::G1).verdict == Verdict::Pass, buys, "{status}");
    }
    let mut case = sound();
    case.client.status = ClientStatus::Suspended;
    case.refuses(Guard::G1, "HARBOR is suspended", "Make the client active, then ask again.");
}

#[test]
fn lc_06_g2_agreement_in_force() {
    sound().passes(Guard::G2, "version 3 since 1 January 2026");
    let mut case = sound();
    case.agreement = None;
    case.refuses(
        Guard::G2,
        "no agreement with HARBOR is in force on 29 February 2028",
        "Have both sides sign an agreement and put it in force, then ask again.",
    );
    case.refuses(Guard::G10, "there is no facility", "Put an agreement in force, then ask again.");
}

#[test]
fn lc_06_g4_debtor_known_approved_and_linked() {
    let mut case = sound();
    case.debtor = None;
    case.refuses(
        Guard::G4,
        "no debtor on file fits \u{201c}Alfa Stores\u{201d}",
        "Add the debtor, or this name or number to the debtor it belongs to, then ask again.",
    );
    for status in DebtorStatus::ALL {
        let mut case = sound();
        case.debtor.as_mut().expect("there is one").status = *status;
        let may_owe = matches!(status, DebtorStatus::Approved | DebtorStatus::Active);
        assert_eq!(case.found(Guard::G4).verdict == Verdict::Pass, may_owe, "{status}");
    }
    // Everything at once: the status, the missing link and the limit.
    let mut case = sound();
    case.pair = None;
    case.debtor_open = usd(4_500_000);
    case.debtor.as_mut().expect("there is one").status = DebtorStatus::Hold;
    case.refuses(
        Guard::G4,
        "ALPHA is on hold; ALPHA is not linked to HARBOR as its customer; debtor limit: open 45,000.00 + this \
         10,000.00 = 55,000.00 of 50,000.00",
        "Approve the debtor, link the debtor to the client and raise the debtor limit by 5,000.00 USD, or wait for \
         payments, then ask again.",
    );
}

#[test]
fn lc_06_g4_debtor_limit_and_pair_limit() {
    sound().passes(Guard::G4, "debtor limit: open 10,000.00 + this 10,000.00 = 20,000.00 of 50,000.00");
    let pair_limit = |minor| {
        let mut case = sound();
        case.pair.as_mut().expect("there is one").limit = Some(usd(minor));
        case
    };
    // To the cent.
    pair_limit(1_400_000).passes(
        Guard::G4,
        "debtor limit: open 10,000.00 + this 10,000.00 = 20,000.00 of 50,000.00; pair limit: open 4,000.00 + this \
         10,000.00 = 14,000.00 of 14,000.00",
    );
    pair_limit(1_399_999).refuses(
        Guard::G4,
        "debtor limit: open 10,000.00 + this 10,000.00 = 20,000.00 of 50,000.00; pair limit: open 4,000.00 + this \
         10,000.00 = 14,000.00 of 13,999.99",
        "Raise the pair limit by 0.01 USD, or wait for payments, then ask again.",
    );
    let mut both = pair_limit(1_000_000);
    both.debtor_open = usd(4_000_001);
    both.refuses(
        Guard::G4,
        "debtor limit: open 40,000.01 + this 10,000.00 = 50,000.01 of 50,000.00; pair limit: open 4,000.00 + this \
         10,000.00 = 14,000.00 of 10,000.00",
        "Raise the debtor limit by 0.01 USD and the pair limit by 4,000.00 USD, or wait for payments, then ask again.",
    );
    let mut other = sound();
    other.debtor.as_mut().expect("there is one").limit = Money::new(5_000_000, Currency::EUR);
    other.refuses(
        Guard::G4,
        "the debtor limit is in EUR, the invoice in USD",
        "Set the debtor limit in the invoice's currency, then ask again.",
    );
}

#[test]
fn lc_04_g9_complete() {
    sound().passes(Guard::G9, "number, dates and amount are there; terms 30 days");
    let mut case = sound();
    case.offer.number = "  ".to_owned();
    case.offer.amount = Money::new(0, Currency::EUR);
    case.offer.due = case.offer.issued;
    case.pair.as_mut().expect("there is one").order_required = true;
    case.offer.order = Some(" ".to_owned());
    case.refuses(
        Guard::G9,
        "it has no number; its amount is 0.00 EUR; it is due on 25 February 2028, not after its issue on 25 February \
         2028; it is in EUR, the agreement in USD; this debtor requires an order number and none is given",
        "Correct the invoice, with the debtor where it has to agree, and offer it again.",
    );
    let mut ordered = sound();
    ordered.pair.as_mut().expect("there is one").order_required = true;
    ordered.offer.order = Some("PO-9".to_owned());
    assert_eq!(ordered.found(Guard::G9).verdict, Verdict::Pass);
}

/// 31 January to 30 April is 90 days in a leap year and 89 in any other.
#[test]
fn lc_04_g9_terms_count_the_leap_day() {
    for (year, days) in [(2028, 90), (2027, 89)] {
        let mut case = sound().with_terms(|terms| terms.max_terms_days = 89);
        (case.offer.issued, case.offer.due) = (date(year, 1, 31), date(year, 4, 30));
        if days == 89 {
            case.passes(Guard::G9, "number, dates and amount are there; terms 89 days");
        } else {
            case.refuses(
                Guard::G9,
                "its terms are 90 days, the agreement allows 89",
                "Correct the invoice, with the debtor where it has to agree, and offer it again.",
            );
        }
    }
    let mut short = sound();
    short.offer.due = date(2028, 2, 26);
    short.passes(Guard::G9, "number, dates and amount are there; terms 1 day");
}

#[test]
fn gl_12_g10_facility_on_funds_employed() {
    // 17,000.00 employed and 85 % of 10,000.00.
    sound().passes(Guard::G10, "funds employed 17,000.00 + 8,500.00 = 25,500.00 of 100,000.00");
    let limit = |minor| sound().with_terms(|terms| terms.facility_limit.amount = minor);
    assert_eq!(limit(2_550_000).found(Guard::G10).verdict, Verdict::Pass, "to the cent");
    limit(2_549_999).refuses(
        Guard::G10,
        "funds employed 17,000.00 + 8,500.00 = 25,500.00 of 25,499.99",
        "Wait for 0.01 USD of collections, or agree a higher limit, then ask again.",
    );
    // The rate of a named debtor decides.
    sound()
        .with_terms(|terms| {
            terms.advance_rate_by_debtor.insert("ALPHA".to_owned(), Rate::new(dec!(0.8)).unwrap());
        })
        .passes(Guard::G10, "funds employed 17,000.00 + 8,000.00 = 25,000.00 of 100,000.00");
    let mut euro = sound();
    euro.offer.amount = Money::new(1_000_000, Currency::EUR);
    euro.refuses(Guard::G10, "the facility is in USD", "Offer invoices in the facility's currency.");
}

#[test]
fn gl_12_g10_facility_on_the_ledger() {
    let on_ledger = |minor| {
        sound().with_terms(|terms| {
            terms.facility_limit.basis = LimitBasis::Ledger;
            terms.facility_limit.amount = minor;
        })
    };
    on_ledger(3_000_000).passes(Guard::G10, "ledger 20,000.00 + 10,000.00 = 30,000.00 of 30,000.00");
    on_ledger(2_900_000).refuses(
        Guard::G10,
        "ledger 20,000.00 + 10,000.00 = 30,000.00 of 29,000.00",
        "Wait for 1,000.00 USD of collections, or agree a higher limit, then ask again.",
    );
}

#[test]
fn fr_01_g11_the_same_invoice_is_refused() {
    sound().passes(Guard::G11, "no invoice of this number is known for this debtor");
    let mut case = sound();
    case.duplicate = Some(Duplicate::Exact { first: FIRST });
    let facts =
        "the same number and amount were offered before (FR-01), as invoice 00000000-0000-0000-0000-000000000077";
    let remedy = "Nothing is to be done where it is the same invoice. Where the number was mistyped, correct it and offer it again.";
    case.refuses(Guard::G11, facts, remedy);
    // Nobody can clear FR-01.
    case.duplicate_cleared = true;
    case.refuses(Guard::G11, facts, remedy);
}

#[test]
fn fr_01b_g11_the_same_number_asks_a_person() {
    let mut case = sound();
    case.duplicate = Some(Duplicate::SameNumber { first: FIRST, amount: usd(990_000) });
    let found = case.found(Guard::G11);
    assert_eq!(
        (found.verdict, found.facts.as_str(), found.remedy.as_deref()),
        (
            Verdict::Review,
            "the same number is known at 9,900.00 USD (FR-01b), as invoice 00000000-0000-0000-0000-000000000077",
            Some("Compare both papers: buy it if they are two invoices, refuse it if one replaces the other."),
        )
    );
    assert_eq!(verdict(&case.ask()), Verdict::Review);
    // A refusal goes before a review.
    case.client.status = ClientStatus::Onboarding;
    assert_eq!(verdict(&case.ask()), Verdict::Refuse);
    case.client.status = ClientStatus::Active;
    case.duplicate_cleared = true;
    case.passes(
        Guard::G11,
        "the same number is known at 9,900.00 USD (FR-01b, invoice 00000000-0000-0000-0000-000000000077); a person \
         found two different invoices",
    );
    assert_eq!(verdict(&case.ask()), Verdict::Pass);
}

#[test]
fn fr_01_find_duplicate_prefers_the_exact_one_of_the_same_pair() {
    let known = |n: u128, client: u128, debtor: u128, minor| {
        (
            InvoiceId(Uuid::from_u128(n)),
            ClientId(Uuid::from_u128(client)),
            DebtorId(Uuid::from_u128(debtor)),
            usd(minor),
        )
    };
    let find = |known: &[_]| find_duplicate(CLIENT, DEBTOR, usd(100), known);
    assert_eq!(find(&[]), None);
    assert_eq!(find(&[known(9, 1, 3, 100), known(8, 2, 2, 100)]), None, "another client or debtor is another invoice");
    let first = InvoiceId(Uuid::from_u128(5));
    assert_eq!(find(&[known(5, 1, 2, 90), known(6, 1, 2, 80)]), Some(Duplicate::SameNumber { first, amount: usd(90) }));
    let exact = Duplicate::Exact { first: InvoiceId(Uuid::from_u128(6)) };
    assert_eq!(find(&[known(5, 1, 2, 90), known(6, 1, 2, 100)]), Some(exact), "FR-01 before FR-01b");
    let euro = (first, CLIENT, DEBTOR, Money::new(100, Currency::EUR));
    assert!(matches!(find(&[euro]), Some(Duplicate::SameNumber { .. })), "100.00 EUR is another amount");
}

#[test]
fn verdict_precedence() {
    let finding = |verdict| Finding { guard: Guard::G1, verdict, facts: String::new(), remedy: None };
    let of = |verdicts: &[Verdict]| verdict(&verdicts.iter().map(|one| finding(*one)).collect::<Vec<_>>());
    use Verdict::{Pass, Refuse, Review, Wait};
    assert_eq!(of(&[Pass, Pass]), Pass);
    assert_eq!(of(&[Pass, Review, Pass]), Review);
    assert_eq!(of(&[Refuse, Review, Pass]), Refuse);
    assert_eq!(of(&[Pass, Wait]), Wait);
    assert_eq!(of(&[Review, Wait]), Review);
    assert_eq!(of(&[Wait, Refuse]), Refuse);
    assert_eq!(of(&[]), Refuse, "nothing asked is nothing passed");
}

#[test]
fn lc_06_g12_fresh_and_not_past_due() {
    let at = |issued, due| {
        let mut case = sound();
        (case.offer.issued, case.offer.due) = (issued, due);
        case
    };
    let due = date(2028, 3, 26);
    sound().passes(Guard::G12, "issued 25 February 2028 (4 days ago), due 26 March 2028; oldest allowed 30 days");
    at(date(2028, 2, 29), due)
        .passes(Guard::G12, "issued 29 February 2028 (today), due 26 March 2028; oldest allowed 30 days");
    // 30 January to 29 February is 30 days; the day before is one too many.
    at(date(2028, 1, 30), due)
        .passes(Guard::G12, "issued 30 January 2028 (30 days ago), due 26 March 2028; oldest allowed 30 days");
    at(date(2028, 1, 29), due).refuses(
        Guard::G12,
        "issued 29 January 2028 (31 days ago), due 26 March 2028; oldest allowed 30 days",
        "Offer invoices sooner after their issue; this one stays with the client.",
    );
    at(date(2028, 3, 1), due).refuses(
        Guard::G12,
        "issued 1 March 2028 (in 1 day), due 26 March 2028; oldest allowed 30 days",
        "The issue date lies ahead. Offer the invoice once it is issued.",
    );
    at(date(2028, 2, 1), date(2028, 2, 29))
        .passes(Guard::G12, "issued 1 February 2028 (28 days ago), due 29 February 2028; oldest allowed 30 days");
    at(date(2028, 2, 1), date(2028, 2, 28)).refuses(
        Guard::G12,
        "issued 1 February 2028 (28 days ago), due 28 February 2028; oldest allowed 30 days",
        "It is past due already; this one stays with the client.",
    );
}

#[test]
fn lc_06_g16_delivered() {
    sound().passes(Guard::G16, "delivered on 24 February 2028");
    let at = |delivered| {
        let mut case = sound();
        case.offer.delivered = delivered;
        case
    };
    at(None).passes(Guard::G16, "no delivery date is stated; the invoice date counts");
    at(Some(date(2028, 2, 29))).passes(Guard::G16, "delivered on 29 February 2028");
    at(Some(date(2028, 3, 1))).refuses(
        Guard::G16,
        "delivery is stated for 1 March 2028, after the day of submission, 29 February 2028",
        "Offer the invoice once the goods or services are delivered.",
    );
}

#[test]
fn lc_06_g12_age_counts_to_submission_and_past_due_on_the_day_of_purchase() {
    let mut case = sound();
    case.today = date(2028, 3, 26);
    case.passes(Guard::G12, "issued 25 February 2028 (4 days ago), due 26 March 2028; oldest allowed 30 days");
    case.today = date(2028, 3, 27);
    case.refuses(
        Guard::G12,
        "issued 25 February 2028 (4 days ago), due 26 March 2028; oldest allowed 30 days",
        "It is past due already; this one stays with the client.",
    );
}

impl Case {
    #[track_caller]
    fn waits(&self, guard: Guard, facts: &str, remedy: &str, becomes: InvoiceState) {
        let found = self.found(guard);
        assert_eq!((found.facts.as_str(), found.remedy.as_deref()), (facts, Some(remedy)));
        assert_eq!((found.verdict, verdict(&self.ask()), state(&self.ask())), (Verdict::Wait, Verdict::Wait, becomes));
    }
}

#[test]
fn lc_45_g5_notice_is_delivered_well_enough() {
    // 4,000.00 open on the pair and 10,000.00 offered: level 2 is asked for.
    let facts = "notice received on 10 January 2028, evidence level 2 (opened), enough for 14,000.00 USD on this pair";
    sound().passes(Guard::G5, facts);
    let with = |evidence: Evidence, amount| {
        let mut case = sound();
        case.notice.as_mut().expect("there is one").evidence = Some(evidence);
        case.offer.amount = usd(amount);
        case
    };
    with(Evidence::NoBounce, 1_000_000).waits(
        Guard::G5,
        "notice received on 10 January 2028, evidence level 1 (did not come back) of 2 needed for 14,000.00 USD on this pair",
        "Ask the debtor to open the notice on its page, or record a courier's signature or an acknowledgment.",
        InvoiceState::Verified,
    );
    // LC-45: 5,000.00 and 50,000.00, this invoice included.
    let verdict_of = |evidence, amount| with(evidence, amount).found(Guard::G5).verdict;
    assert_eq!(verdict_of(Evidence::NoBounce, 100_000), Verdict::Pass);
    assert_eq!(verdict_of(Evidence::NoBounce, 100_001), Verdict::Wait);
    assert_eq!(verdict_of(Evidence::Opened, 4_600_000), Verdict::Pass);
    assert_eq!(verdict_of(Evidence::Opened, 4_600_001), Verdict::Wait);
    assert_eq!(verdict_of(Evidence::Replied, 4_600_001), Verdict::Pass);
    let mut none = sound();
    none.notice = None;
    none.waits(
        Guard::G5,
        "no notice to this debtor is begun",
        "The client tells its customer and ticks it; introduction and notice follow by themselves, and the invoice is asked again when the notice arrives.",
        InvoiceState::Verified,
    );
    none.with_terms(|terms| terms.notification = NotificationMode::NonNotification)
        .passes(Guard::G5, "non-notification: the debtor is not told");
}

#[test]
fn lc_07_g6_verification_is_satisfied() {
    sound().passes(Guard::G6, "draw 71.20 \u{2265} 20: not in the sample of 20 %");
    let with = |check| Case { verification: check, ..sound() };
    let words = || ("the fact".to_owned(), "The remedy.".to_owned());
    let (fact, remedy) = words();
    with(Check::Waits(fact, remedy)).waits(Guard::G6, "the fact", "The remedy.", InvoiceState::Verifying);
    let (fact, remedy) = words();
    with(Check::Differs(fact, remedy)).refuses(Guard::G6, "the fact", "The remedy.");
    let (fact, remedy) = words();
    let review = with(Check::Review(fact, remedy));
    assert_eq!((verdict(&review.ask()), state(&review.ask())), (Verdict::Review, InvoiceState::InReview));
    // What waits for a confirmation and for a notice waits for the confirmation first.
    let (fact, remedy) = words();
    let both = Case { notice: None, ..with(Check::Waits(fact, remedy)) };
    assert_eq!(state(&both.ask()), InvoiceState::Verifying);
}

#[test]
fn lc_04_g13_the_payee_named_is_the_factor() {
    sound().passes(Guard::G13, "the invoice names no payee; the notice tells the debtor whom to pay");
    let named = |payee: &str| {
        let mut case = sound();
        case.offer.payee = Some(payee.to_owned());
        case
    };
    named("QUAYSIDE RECEIVABLES").passes(Guard::G13, "the invoice names QUAYSIDE RECEIVABLES as payee");
    let other = named("Harbor Millwork LLC");
    other.refuses(
        Guard::G13,
        "the invoice names Harbor Millwork LLC as payee, the notice names Quayside Receivables LLC",
        "Have the client correct the payee to Quayside Receivables LLC with its customer, and offer the invoice again.",
    );
    other
        .with_terms(|terms| terms.notification = NotificationMode::NonNotification)
        .passes(Guard::G13, "non-notification: the payee named, Harbor Millwork LLC, is not compared");
}

#[test]
fn gl_53_g17_an_open_request_for_proof_is_waited_for() {
    sound().passes(Guard::G17, "no request for proof is open");
    let mut case = sound();
    case.notice.as_mut().expect("there is one").proof_open = true;
    case.waits(
        Guard::G17,
        "the debtor has asked for proof of the assignment, or doubts the notice",
        "Give the proof; the invoice is asked again when it is given.",
        InvoiceState::Verified,
    );
}

#[test]
fn gl_60_g5_a_federal_agency_is_asked_for_its_packet_and_no_notice_helps() {
    let mut case = sound();
    case.debtor.as_mut().expect("there is one").debtor_type = DebtorType::UsFederal;
    // The notice of sound() is delivered; the Act knows no such notice.
    case.refuses(
        Guard::G5,
        "a federal agency owes, and the invoice does not name the contract",
        "Name the contract on the invoice and in the schedule, and offer it again: the claim is assigned contract by contract.",
    );
    case.offer.contract = Some("W91-26-C-0042".to_owned());
    let remedy = "Begin the packet on the relation's page; the invoice is asked again when it is acknowledged.";
    let facts = "a federal agency owes, and contract W91-26-C-0042 has no Assignment of Claims packet";
    case.waits(Guard::G5, facts, remedy, InvoiceState::Verified);
    // A confidential agreement is no way round the Act.
    case.with_terms(|terms| terms.notification = NotificationMode::NonNotification).waits(
        Guard::G5,
        facts,
        remedy,
        InvoiceState::Verified,
    );
}
