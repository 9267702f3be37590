//! The book that measurements run on: one client, many debtors, limits that let everything through.

use app::agreement::{NewVersion, Step, advance, draft};
use app::notice::record_existing;
use app::party::{NewClient, NewCustomer, NewDebtor, link_customer, save_client, save_debtor};
use app::schedule::{Submission, content_of, submit};
use app::{App, Clock, Command, Error, Home, Ids, NewBook, client_by_code, verification};
use domain::agreement::{
    FacilityLimit, LimitBasis, NotificationMode, Recourse, RecourseFrom, RecourseType, ReleaseCalendar, Side,
    Signature, Terms, Tolerance, TransferFees,
};
use domain::fee::FeeTerms;
use domain::invoice::TransferMethod;
use domain::invoice::verification::VerificationPolicy;
use domain::money::{Currency, Money, Rate};
use domain::notice::Evidence;
use domain::party::{ClientStatus, DebtorStatus, DebtorType, Identity};
use formats::schedule::{DebtorReference, OfferedLine};
use jiff::civil::Date;
use rust_decimal::dec;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::kept;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Code of the one client.
pub const CLIENT: &str = "BENCH";
/// How many debtors it sells to, where a measurement does not say.
pub const DEBTORS: u64 = 500;
/// Lines of one schedule when many invoices are bought.
const SCHEDULE: u64 = 100_000;

/// Makes a book and fills in its parties.
pub fn open(home: Home) -> Result<App, Error> {
    open_with(home, Clock::System, DEBTORS)
}

/// The same by another clock and with so many debtors.
pub fn open_with(home: Home, clock: Clock, debtors: u64) -> Result<App, Error> {
    let new = NewBook {
        name: "Measured Factor".to_owned(),
        country: "US".to_owned(),
        currency: Currency::USD,
        zone: "America/New_York".to_owned(),
    };
    let app = App::init(home, &new, clock, Ids::random())?;
    let today = app.today();
    app.run(Command::system("bench"), move |task| {
        let client = NewClient {
            code: CLIENT.to_owned(),
            name: "Measured Client".to_owned(),
            status: ClientStatus::Active,
            account_manager: "Nobody".to_owned(),
            identity: Identity::default(),
            account: None,
            guarantor: None,
        };
        save_client(task, &client)?;
        for number in 0..debtors {
            let code = debtor(number);
            let new = NewDebtor {
                code: code.clone(),
                name: format!("Measured Debtor {number}"),
                status: DebtorStatus::Active,
                debtor_type: DebtorType::Business,
                limit: Money::new(i64::MAX / 4, Currency::USD),
                identity: Identity::default(),
                paying_accounts: Vec::new(),
            };
            save_debtor(task, &new)?;
            let link = NewCustomer {
                client: CLIENT.to_owned(),
                debtor: code,
                client_reference: None,
                limit: None,
                order_required: false,
            };
            link_customer(task, &link)?;
        }
        let version = draft(task, &NewVersion { client: CLIENT.to_owned(), effective_from: today, terms: terms() })?;
        advance(task, CLIENT, version.version, &Step::Issue)?;
        for side in [Side::Factor, Side::Client] {
            let signature = Signature {
                side,
                signer: "Measured Signer".to_owned(),
                capacity: "Director".to_owned(),
                signed_on: today,
                terms_sha256: version.terms_sha256(),
            };
            advance(task, CLIENT, version.version, &Step::Sign { signature })?;
        }
        advance(task, CLIENT, version.version, &Step::PutInForce)?;
        verification::save_policy(task, &verified())?;
        let client = client_by_code(task, CLIENT)?.id;
        for number in 0..debtors {
            let found = kept::party::debtor_by_code(task, &debtor(number))?;
            let debtor = found.ok_or_else(|| Error::NotFound("debtor".to_owned()))?.id;
            record_existing(task, client, debtor, today, Evidence::Signed, "measured")?;
        }
        Ok(())
    })?;
    Ok(app)
}

/// Buys the invoices with these numbers through the purchase path; `invoice` says what each is. Gives back the seconds that
/// the purchases took; making up their lines is not counted.
pub fn buy(app: &App, numbers: Range<u64>, invoice: impl Fn(u64) -> OfferedLine) -> Result<f64, Failure> {
    let mut took = Duration::ZERO;
    let mut from = numbers.start;
    while from < numbers.end {
        let to = numbers.end.min(from + SCHEDULE);
        // The same content would be the same schedule.
        let mut digest = [7; 32];
        digest[..8].copy_from_slice(&from.to_le_bytes());
        let submission = Submission {
            client: CLIENT.to_owned(),
            files: vec!["measured.csv".to_owned()],
            content: Arc::new(content_of((from..to).map(&invoice).collect(), digest)),
            transfer_method: TransferMethod::CreditTransfer,
        };
        let begun = Instant::now();
        let answer = submit(app, "bench", &submission, &mut |_| {})?;
        took += begun.elapsed();
        let bought = u64::try_from(answer.bought)?;
        if bought != to - from {
            return Err(format!("{bought} of {} invoices were bought; the measurement needs all", to - from).into());
        }
        from = to;
    }
    Ok(took.as_secs_f64())
}

/// Code of a debtor.
pub fn debtor(number: u64) -> String {
    format!("D-{number:04}")
}

/// The line of one invented invoice.
pub fn line(number: u64, today: Date) -> OfferedLine {
    let days = i64::try_from(number % 20).unwrap_or(0);
    let issue = today.saturating_sub(jiff::Span::new().days(days));
    OfferedLine {
        line_no: number + 2,
        debtor: DebtorReference {
            code: Some(debtor(number.wrapping_mul(7919) % DEBTORS)),
            ..DebtorReference::default()
        },
        number: format!("INV-{number:08}"),
        issue,
        due: issue.saturating_add(jiff::Span::new().days(30)),
        amount: Money::new(10_000 + i64::try_from(number % 997).unwrap_or(0) * 1_237, Currency::USD),
        delivery: Some(issue),
        description: Some("Goods as ordered".to_owned()),
        order: Some(format!("PO-{}", number % 10_000)),
        contract: None,
        payment_reference: None,
        payee: None,
        is_credit_note: false,
        preceding_invoice: None,
    }
}

/// Every question of the policy is asked of every line, with what the book knows of its debtor; none is to be confirmed.
fn verified() -> VerificationPolicy {
    VerificationPolicy {
        new_client_days: 0,
        new_debtor_invoices: 0,
        amount_above: 1_000_000,
        above_median_times: 1_000,
        sample_percent: 0,
        largest: false,
        ..VerificationPolicy::default()
    }
}

/// Terms under which everything passes.
pub fn terms() -> Terms {
    let rate = |fraction| Rate::new(fraction).expect("a literal between 0 and 1");
    Terms {
        currency: Currency::USD,
        advance_rate: rate(dec!(0.85)),
        advance_rate_by_debtor: std::collections::BTreeMap::new(),
        fee: FeeTerms::default(),
        transfer_fees: TransferFees { wire: 2_500, credit_transfer: 500 },
        release: ReleaseCalendar::PerInvoice,
        escrow: None,
        recourse: Recourse { kind: RecourseType::FullRecourse, window_days: 90, from: RecourseFrom::Purchase },
        facility_limit: FacilityLimit { amount: i64::MAX / 4, basis: LimitBasis::Nfe },
        notification: NotificationMode::Notification,
        max_terms_days: 90,
        max_age_days: 30,
        tolerance: Tolerance { share: rate(dec!(0.005)), cap: 500 },
        discretionary_reserve: 0,
        servicing: domain::contact::Profile::Standard,
    }
}
