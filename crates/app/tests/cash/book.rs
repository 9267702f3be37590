//! A factor with two clients and three debtors, in a folder of its own, on days that the test sets.

use crate::bank::Paper;
use crate::check::check;
use app::cash::{self, StatementOutcome};
use app::party::{FactorParticulars, NewClient, NewCustomer, NewDebtor};
use app::{App, Clock, Command, Error, Ids, NewBook, Task, agreement, party, schedule};
use domain::agreement::{Side, Signature, Terms};
use domain::id::{ClientId, InvoiceId, ReceiptId};
use domain::invoice::verification::{Timing, VerificationPolicy};
use domain::invoice::{Receivable, TransferMethod};
use domain::ledger::Account;
use domain::money::{Currency, Money};
use domain::notice::Evidence;
use domain::party::BankAccount;
use jiff::civil::{Date, date};
use store::kept;
use store::kept::statement::Receipt;

pub struct World {
    pub app: App,
    clock: Clock,
    // Removed with the test.
    folder: tempfile::TempDir,
}

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

pub fn account(holder: &str, number: &str) -> BankAccount {
    BankAccount { holder: holder.into(), number: number.into(), bic: None, clearing: Some("990000013".into()) }
}

/// Name and paying account of the debtors.
pub const ALPHA: (&str, &str) = ("Alpha Mills Inc.", "4100110011");
pub const BETA: (&str, &str) = ("Beta Stores LLC", "4100110022");

/// The terms of the rulebook's scenario `S-1`; only wires cost the client a fee.
pub fn terms(currency: &str) -> Terms {
    serde_json::from_value(serde_json::json!({
        "currency": currency,
        "advance_rate": "0.85",
        "advance_rate_by_debtor": { "DELTA": "0.80" },
        "fee": domain::fee::FeeTerms::default(),
        "transfer_fees": { "wire": 2_500, "credit_transfer": 0 },
        "release": "PER_INVOICE",
        "escrow": { "share": "0.1", "cap": 1_500_000 },
        "recourse": { "kind": "FULL_RECOURSE", "window_days": 90, "from": "PURCHASE" },
        "facility_limit": { "amount": 100_000_000, "basis": "NFE" },
        "notification": "NOTIFICATION",
        "max_terms_days": 90,
        "max_age_days": 30,
        "tolerance": { "share": "0.005", "cap": 500 }
    }))
    .unwrap()
}

impl World {
    /// Client K sells to ALPHA, BETA and DELTA, client B to ALPHA. Terms of `S-1`.
    pub fn new() -> Self {
        Self::with(date(2026, 3, 2), &terms("USD"))
    }

    pub fn with(day: Date, terms: &Terms) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::set_to(noon(day));
        let new = NewBook {
            name: "Lantern Test Factors".into(),
            country: "US".into(),
            currency: Currency::USD,
            zone: "America/New_York".into(),
        };
        let app = App::init(folder.path(), &new, clock.clone(), Ids::seeded(7)).unwrap();
        let world = Self { app, clock, folder };
        world.set_factor_account(Some(account("Lantern Test Factors", "7700200100")));
        for code in ["K", "B"].map(|letter| format!("CLIENT-{letter}")) {
            let client = NewClient {
                name: format!("{code} Ltd."),
                code,
                status: domain::party::ClientStatus::Active,
                account_manager: "Imogen Harrowgate".into(),
                identity: domain::party::Identity::default(),
                account: None,
                guarantor: None,
            };
            let client = world.run(move |task| party::save_client(task, &client)).unwrap();
            world.agree(client.code.as_str(), terms);
        }
        let limit = Money::new(1_000_000_000, terms.currency);
        for (code, (name, account)) in [("ALPHA", ALPHA), ("BETA", BETA), ("DELTA", ("Delta Works", "4100110033"))] {
            let debtor = NewDebtor {
                code: code.into(),
                name: name.into(),
                status: domain::party::DebtorStatus::Approved,
                debtor_type: domain::party::DebtorType::Business,
                limit,
                identity: domain::party::Identity::default(),
                paying_accounts: vec![account.into()],
            };
            world.run(move |task| party::save_debtor(task, &debtor)).unwrap();
        }
        for (client, debtor) in
            [("CLIENT-K", "ALPHA"), ("CLIENT-K", "BETA"), ("CLIENT-K", "DELTA"), ("CLIENT-B", "ALPHA")]
        {
            let customer = NewCustomer {
                client: client.into(),
                debtor: debtor.into(),
                client_reference: Some(debtor.to_lowercase()),
                limit: None,
                order_required: false,
            };
            world
                .run(move |task| {
                    party::link_customer(task, &customer)?;
                    // These stories begin with debtors that know whom to pay.
                    let client = app::client_by_code(task, &customer.client)?.id;
                    let debtor = kept::party::debtor_by_code(task, &customer.debtor)?.unwrap().id;
                    app::notice::record_existing(task, client, debtor, task.today, Evidence::Signed, "by courier")
                })
                .unwrap();
        }
        let unverified = VerificationPolicy { mode: Timing::Never, ..VerificationPolicy::default() };
        world.run(move |task| app::verification::save_policy(task, &unverified)).unwrap();
        world
    }

    fn agree(&self, code: &str, terms: &Terms) {
        let (client, terms) = (code.to_owned(), terms.clone());
        let effective_from = self.app.today();
        self.run(move |task| {
            let new = agreement::NewVersion { client: client.clone(), effective_from, terms };
            let draft = agreement::draft(task, &new)?;
            agreement::advance(task, &client, draft.version, &agreement::Step::Issue)?;
            for side in [Side::Factor, Side::Client] {
                let signature = Signature {
                    side,
                    signer: "Nora Fenwick".into(),
                    capacity: "Director".into(),
                    signed_on: effective_from,
                    terms_sha256: draft.terms_sha256(),
                };
                agreement::advance(task, &client, draft.version, &agreement::Step::Sign { signature })?;
            }
            agreement::advance(task, &client, draft.version, &agreement::Step::PutInForce)
        })
        .unwrap();
    }

    pub fn set_factor_account(&self, account: Option<BankAccount>) {
        let particulars = FactorParticulars { name: "Lantern Test Factors".into(), account };
        party::save_factor(&self.app, Command::system("test"), particulars).unwrap();
    }

    pub fn set_client_account(&self, code: &str, account: Option<BankAccount>) {
        let client = self.client(code);
        let new = NewClient {
            code: client.code.to_string(),
            name: client.name,
            status: client.status,
            account_manager: client.account_manager,
            identity: client.identity,
            account,
            guarantor: None,
        };
        self.run(move |task| party::save_client(task, &new)).unwrap();
    }

    /// Closes the book and opens it again from its folder.
    pub fn reopened(self) -> Self {
        let Self { app, clock, folder } = self;
        drop(app);
        let app = App::open(folder.path(), clock.clone(), Ids::seeded(8)).unwrap();
        Self { app, clock, folder }
    }

    pub fn on(&self, day: Date) -> &Self {
        self.clock.set(noon(day));
        self
    }

    pub fn run<T>(
        &self,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error>
    where
        T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
    {
        self.app.run(Command::system("test"), work)
    }

    pub fn client(&self, code: &str) -> domain::party::Client {
        self.app.read(|reads| app::client_by_code(reads, code)).unwrap()
    }

    pub fn client_id(&self, code: &str) -> ClientId {
        self.client(code).id
    }

    /// Client K sells an invoice today, paid out by credit transfer.
    pub fn buy(&self, debtor: &str, number: &str, minor: i64) -> InvoiceId {
        self.buy_from("CLIENT-K", debtor, number, minor, TransferMethod::CreditTransfer)
    }

    pub fn buy_from(
        &self,
        client: &str,
        debtor: &str,
        number: &str,
        minor: i64,
        transfer: TransferMethod,
    ) -> InvoiceId {
        self.buy_all(client, &[(debtor, number, minor)], transfer)[0]
    }

    /// Sells several invoices on one schedule.
    pub fn buy_all(&self, client: &str, lines: &[(&str, &str, i64)], transfer: TransferMethod) -> Vec<InvoiceId> {
        let today = self.app.today();
        let due = today.saturating_add(jiff::Span::new().days(30));
        let mut text = String::from("debtor,number,issued,due,amount,currency\n");
        let currency = self.currency(client);
        for (debtor, number, minor) in lines {
            let amount = crate::bank::figures(*minor);
            text.push_str(&format!("{},{number},{today},{due},{amount},{currency}\n", debtor.to_lowercase()));
        }
        let file = ("schedule.csv".to_owned(), text.into_bytes());
        let submission =
            schedule::read_files(&self.app, client, Some("credere"), std::slice::from_ref(&file), transfer).unwrap();
        let answer = schedule::submit(&self.app, "test", &submission, &mut |_| {}).unwrap();
        assert_eq!(answer.bought, i64::try_from(lines.len()).unwrap(), "{answer:?}");
        answer.lines.iter().map(|line| line.invoice).collect()
    }

    fn currency(&self, client: &str) -> Currency {
        let id = self.client_id(client);
        let versions = self.app.read(|reads| Ok(kept::agreement::versions(reads, id)?)).unwrap();
        versions[0].terms.currency
    }

    /// Takes statement files in, on the day of the clock.
    pub fn take(&self, files: &[(String, Vec<u8>)]) -> Result<Vec<StatementOutcome>, Error> {
        cash::import_statement(&self.app, files, None, "test", &mut |_| {})
    }

    /// Moves to the day of a statement and takes it in.
    pub fn bank(&self, paper: &Paper) -> StatementOutcome {
        self.on(paper.day);
        let mut outcomes = self.take(&[paper.camt()]).unwrap();
        assert_eq!(outcomes.len(), 1);
        outcomes.remove(0)
    }

    pub fn invoice(&self, id: InvoiceId) -> Receivable {
        self.app.read(|reads| Ok(kept::invoice::get(reads, id)?)).unwrap().unwrap().receivable.unwrap()
    }

    /// The receipt with this reference of the bank.
    pub fn entry(&self, reference: &str) -> Receipt {
        let all = self.app.read(|reads| Ok(kept::statement::newest_receipts(reads, None, 10_000)?)).unwrap();
        let mut found = all.into_iter().filter(|one| one.entry_reference == reference);
        let one = found.next().unwrap_or_else(|| panic!("there is no entry {reference}"));
        assert!(found.next().is_none(), "{reference} is there twice");
        one
    }

    pub fn entry_id(&self, reference: &str) -> ReceiptId {
        self.entry(reference).id
    }

    /// Lines of the journals of all events from one on: account and minor units, debit positive.
    pub fn lines_since(&self, event: i64) -> Vec<Vec<(u16, i64)>> {
        let booked = self.app.read(|reads| Ok(kept::journal::of_events(reads, event, i64::MAX)?)).unwrap();
        let lines = booked.iter().map(|one| &one.journal.lines);
        lines.map(|lines| lines.iter().map(|line| (line.account.number(), line.amount)).collect()).collect()
    }

    /// The number that the next event will have.
    pub fn next_event(&self) -> i64 {
        self.app.read(|reads| Ok(kept::event::newest(reads, None, 1)?)).unwrap()[0].seq + 1
    }

    /// Balance of an account over all clients, positive on its normal side.
    pub fn balance(&self, account: Account) -> i64 {
        let booked = self.app.read(|reads| Ok(kept::journal::of_events(reads, 1, i64::MAX)?)).unwrap();
        let debit: i64 = booked.iter().map(|one| one.journal.on_account(account)).sum();
        if account.side() == domain::ledger::Side::Debit { debit } else { -debit }
    }

    /// GL-08 of client K.
    pub fn nfe(&self) -> i64 {
        let client = self.client_id("CLIENT-K");
        let position = self.app.read(|reads| Ok(kept::journal::position(reads, client, Currency::USD)?)).unwrap();
        position.net_funds_employed().minor
    }

    /// Holds the book against its journals.
    pub fn check(&self) {
        check(&self.app);
    }
}

/// Codes of a refusal.
pub fn codes<T: std::fmt::Debug>(answer: Result<T, Error>) -> Vec<String> {
    match answer {
        Err(Error::Refused(reasons)) => reasons.into_iter().map(|reason| reason.code).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

fn noon(day: Date) -> jiff::Timestamp {
    day.at(12, 0, 0, 0).in_tz("America/New_York").unwrap().timestamp()
}
