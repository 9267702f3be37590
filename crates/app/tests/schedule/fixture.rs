//! A book with one client and ten debtors, on a day that stands still.

use app::agreement::{NewVersion, Step, advance, draft};
use app::notice::record_existing;
use app::party::{NewClient, NewCustomer, NewDebtor, link_customer, save_client, save_debtor};
use app::schedule::{Submission, content_of};
use app::{App, Clock, Command, Error, Ids, NewBook, Task};
use domain::agreement::{
    FacilityLimit, LimitBasis, NotificationMode, Recourse, RecourseFrom, RecourseType, ReleaseCalendar, Side,
    Signature, Terms, Tolerance, TransferFees,
};
use domain::fee::FeeTerms;
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::invoice::TransferMethod;
use domain::invoice::verification::{Timing, VerificationPolicy};
use domain::money::{Currency, Money, Rate};
use domain::notice::Evidence;
use domain::party::{ClientStatus, DebtorStatus, DebtorType, Identity};
use formats::schedule::{DebtorReference, OfferedLine};
use jiff::civil::Date;
use rust_decimal::dec;
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;
use store::book::Reads;
use store::engine::{Value, first};
use store::kept;
use tempfile::TempDir;

pub struct Fixture {
    pub app: App,
    folder: TempDir,
    clock: Clock,
}

/// Invoice number `number`, to one of ten debtors.
pub fn line(number: u64, today: Date) -> OfferedLine {
    OfferedLine {
        line_no: number + 2,
        debtor: DebtorReference { code: Some(format!("D-{}", number % 10)), ..DebtorReference::default() },
        number: format!("INV-{number:06}"),
        issue: today,
        due: today.saturating_add(jiff::Span::new().days(30)),
        amount: Money::new(100_000 + i64::try_from(number).unwrap() * 7, Currency::USD),
        delivery: None,
        description: None,
        order: None,
        contract: None,
        payment_reference: None,
        payee: None,
        is_credit_note: false,
        preceding_invoice: None,
    }
}

fn terms() -> Terms {
    let rate = |fraction| Rate::new(fraction).unwrap();
    Terms {
        currency: Currency::USD,
        advance_rate: rate(dec!(0.85)),
        advance_rate_by_debtor: std::collections::BTreeMap::new(),
        fee: FeeTerms::default(),
        transfer_fees: TransferFees { wire: 2_500, credit_transfer: 500 },
        release: ReleaseCalendar::PerInvoice,
        escrow: None,
        recourse: Recourse { kind: RecourseType::FullRecourse, window_days: 90, from: RecourseFrom::Purchase },
        facility_limit: FacilityLimit { amount: 100_000_000_000, basis: LimitBasis::Nfe },
        notification: NotificationMode::Notification,
        max_terms_days: 90,
        max_age_days: 30,
        tolerance: Tolerance { share: rate(dec!(0.005)), cap: 500 },
        discretionary_reserve: 0,
        servicing: domain::contact::Profile::Standard,
    }
}

impl Fixture {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::set_to("2026-06-15T14:00:00Z".parse().unwrap());
        let new = NewBook {
            name: "Test Factor".into(),
            country: "US".into(),
            currency: Currency::USD,
            zone: "America/New_York".into(),
        };
        let app = App::init(folder.path(), &new, clock.clone(), Ids::seeded(1)).unwrap();
        let fixture = Self { app, folder, clock };
        let today = fixture.app.today();
        fixture
            .task(move |task| {
                let client = NewClient {
                    code: "SELLER".into(),
                    name: "Seller".into(),
                    status: ClientStatus::Active,
                    account_manager: "Somebody".into(),
                    identity: Identity::default(),
                    account: None,
                    guarantor: None,
                };
                save_client(task, &client)?;
                draft(task, &NewVersion { client: "SELLER".into(), effective_from: today, terms: terms() })?;
                let issued = advance(task, "SELLER", 1, &Step::Issue)?;
                for side in [Side::Factor, Side::Client] {
                    let signature = Signature {
                        side,
                        signer: "Somebody".into(),
                        capacity: "Director".into(),
                        signed_on: today,
                        terms_sha256: issued.terms_sha256(),
                    };
                    advance(task, "SELLER", 1, &Step::Sign { signature })?;
                }
                advance(task, "SELLER", 1, &Step::PutInForce)
            })
            .unwrap();
        fixture.verify(VerificationPolicy { mode: Timing::Never, ..VerificationPolicy::default() });
        for number in 0..10 {
            fixture.add_debtor(&format!("D-{number}"));
        }
        fixture
    }

    /// A customer of the client that has its notice.
    pub fn add_debtor(&self, code: &str) {
        self.add_debtor_untold(code);
        let code = code.to_owned();
        self.task(move |task| {
            let (client, debtor) = parties(task, &code)?;
            record_existing(task, client, debtor, task.today, Evidence::Signed, "a courier's signature").map(drop)
        })
        .unwrap();
    }

    /// So many days go by.
    pub fn pass_days(&self, days: i64) {
        self.clock.set(self.clock.now() + jiff::SignedDuration::from_hours(24 * days));
    }

    /// So many seconds go by, or back.
    pub fn pass_seconds(&self, seconds: i64) {
        self.clock.set(self.clock.now() + jiff::SignedDuration::from_secs(seconds));
    }

    /// A customer of the client that does not know of the assignment.
    pub fn add_debtor_untold(&self, code: &str) {
        self.add_debtor_of(code, DebtorType::Business);
    }

    /// A customer of the client of this type, that does not know of the assignment.
    pub fn add_debtor_of(&self, code: &str, debtor_type: DebtorType) {
        self.try_debtor_of(code, debtor_type).unwrap();
    }

    pub fn try_debtor_of(&self, code: &str, debtor_type: DebtorType) -> Result<(), Error> {
        let code = code.to_owned();
        self.task(move |task| {
            let new = NewDebtor {
                code: code.clone(),
                name: format!("Debtor {code}"),
                status: DebtorStatus::Active,
                debtor_type,
                limit: Money::new(100_000_000_000, Currency::USD),
                identity: Identity::default(),
                paying_accounts: Vec::new(),
            };
            save_debtor(task, &new)?;
            let link = NewCustomer {
                client: "SELLER".into(),
                debtor: code,
                client_reference: None,
                limit: None,
                order_required: false,
            };
            link_customer(task, &link).map(drop)
        })
    }

    /// How the factor verifies from now on.
    pub fn verify(&self, policy: VerificationPolicy) {
        self.task(move |task| app::verification::save_policy(task, &policy)).unwrap();
    }

    /// The client and this debtor.
    pub fn pair(&self, debtor: &str) -> (ClientId, DebtorId) {
        let debtor = debtor.to_owned();
        self.task(move |task| parties(task, &debtor)).unwrap()
    }

    pub fn task<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error> {
        self.app.run(Command::system("test"), work)
    }

    /// The same book, opened a second time as another process would.
    pub fn second_process(&self) -> App {
        App::open(self.folder.path(), self.clock.clone(), Ids::random()).unwrap()
    }

    pub fn submission(&self, lines: Vec<OfferedLine>) -> Submission {
        Submission {
            client: "SELLER".into(),
            files: vec!["schedule.csv".into()],
            content: Arc::new(content_of(lines, [1; 32])),
            transfer_method: TransferMethod::Wire,
        }
    }

    pub fn invoice(&self, id: InvoiceId) -> kept::invoice::Invoice {
        self.app.read(|snapshot| Ok(kept::invoice::get(snapshot, id)?.unwrap())).unwrap()
    }

    fn number(&self, sql: &str, parameter: Option<&str>) -> i64 {
        self.app
            .read(|snapshot| {
                let parameters: Vec<Value<'_>> = parameter.into_iter().map(Value::Text).collect();
                Ok(first(snapshot.connection(), sql, &parameters, |row| row.int(0))?.unwrap())
            })
            .unwrap()
    }

    pub fn events(&self, kind: &str) -> i64 {
        self.number("SELECT COUNT(*) FROM event WHERE kind = $1", Some(kind))
    }

    /// Every sum the book keeps is the sum of its journal lines; subledger is general ledger (LE-08).
    pub fn sums_hold(&self) {
        let differing = [
            "SELECT COUNT(*) FROM (SELECT event_seq, number, SUM(amount_minor) AS s FROM journal_line GROUP BY 1, 2) AS t WHERE s <> 0",
            "SELECT (SELECT COALESCE(SUM(amount_minor * account), 0) FROM balance) - (SELECT COALESCE(SUM(amount_minor * account), 0) FROM journal_line)",
            "SELECT (SELECT COALESCE(SUM((debit_minor - credit_minor) * account), 0) FROM movement) - (SELECT COALESCE(SUM(amount_minor * account), 0) FROM journal_line)",
            "SELECT (SELECT COALESCE(SUM(open_minor), 0) FROM exposure) - (SELECT COALESCE(SUM(open_minor), 0) FROM invoice)",
            "SELECT (SELECT COALESCE(SUM(amount_minor), 0) FROM balance WHERE account IN (1100, 1110)) - (SELECT COALESCE(SUM(open_minor), 0) FROM invoice)",
            "SELECT (SELECT COALESCE(SUM(-amount_minor), 0) FROM balance WHERE account = 2000) - (SELECT COALESCE(SUM(held_minor), 0) FROM invoice)",
            "SELECT (SELECT COALESCE(SUM(-amount_minor), 0) FROM balance WHERE account = 1000) - (SELECT COALESCE(SUM(amount_minor), 0) FROM payment)",
        ];
        for sql in differing {
            assert_eq!(self.number(sql, None), 0, "{sql}");
        }
    }
}

fn parties(task: &mut Task<'_, '_>, debtor: &str) -> Result<(ClientId, DebtorId), Error> {
    let client = app::client_by_code(task, "SELLER")?.id;
    Ok((client, kept::party::debtor_by_code(task, debtor)?.unwrap().id))
}
