//! A book with one client and one debtor, whose clock is moved by hand.

use app::agreement::{NewVersion, Step, advance, draft};
use app::contact::{NewContact, save_contact, verify_contact};
use app::message::{Fate, learn};
use app::notice::{Ran, heads_up, open, run, send_introduction, send_notice};
use app::party::{
    FactorParticulars, NewClient, NewCustomer, NewDebtor, link_customer, save_client, save_debtor, save_factor,
};
use app::schedule::{Submission, content_of, submit_lines};
use app::{App, Clock, Command, Error, Ids, NewBook, Task};
use domain::agreement::{
    FacilityLimit, LimitBasis, NotificationMode, Recourse, RecourseFrom, RecourseType, ReleaseCalendar, Side,
    Signature, Terms, Tolerance, TransferFees,
};
use domain::contact::{Channel, Contact, ContactSource, Purpose, Role, Seen, Sender};
use domain::fee::FeeTerms;
use domain::id::{ClientId, DebtorId, InvoiceId, MessageId, ScheduleId};
use domain::invoice::verification::{Timing, VerificationPolicy};
use domain::invoice::{InvoiceState, Offer, Receivable, TransferMethod};
use domain::letter::{Language, PayTo};
use domain::money::{Currency, Money, Rate};
use domain::notice::{Leg, Notice};
use domain::party::{Address, BankAccount, ClientStatus, DebtorStatus, DebtorType, Identity};
use formats::schedule::{DebtorReference, OfferedLine};
use jiff::civil::Date;
use rust_decimal::dec;
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;
use store::book::Reads;
use store::engine::{Value, first};
use store::kept;
use store::kept::message::Message;
use tempfile::TempDir;

pub struct Fixture {
    pub app: App,
    pub client: ClientId,
    pub debtor: DebtorId,
    clock: Clock,
    _folder: TempDir,
}

/// An account in the United States.
pub fn account(number: &str) -> PayTo {
    let account = BankAccount {
        holder: "Northlight Factors".into(),
        number: number.into(),
        bic: None,
        clearing: Some("021000021".into()),
    };
    PayTo { account, reference: None }
}

/// The account debtors pay to at first.
pub const FIRST: &str = "000111222333";

pub fn terms(notification: NotificationMode) -> Terms {
    let rate = |fraction| Rate::new(fraction).unwrap();
    // What the tests do not speak of is as the fixture's agreement has it; new terms of others keep their defaults.
    serde_json::from_value(serde_json::json!({
        "currency": Currency::USD,
        "advance_rate": rate(dec!(0.85)),
        "advance_rate_by_debtor": {},
        "fee": FeeTerms::default(),
        "transfer_fees": TransferFees { wire: 2_500, credit_transfer: 500 },
        "release": ReleaseCalendar::PerInvoice,
        "escrow": null,
        "recourse": Recourse { kind: RecourseType::FullRecourse, window_days: 90, from: RecourseFrom::Purchase },
        "facility_limit": FacilityLimit { amount: 100_000_000_000, basis: LimitBasis::Nfe },
        "notification": notification,
        "max_terms_days": 90,
        "max_age_days": 30,
        "tolerance": Tolerance { share: rate(dec!(0.005)), cap: 500 },
        "discretionary_reserve": 0,
    }))
    .unwrap()
}

fn address(city: &str) -> Address {
    Address {
        lines: vec!["1 Example Street".into()],
        city: city.into(),
        postcode: "10000".into(),
        region: "NY".into(),
        country: "US".into(),
    }
}

impl Fixture {
    pub fn new() -> Self {
        Self::with(NotificationMode::Notification)
    }

    pub fn with(notification: NotificationMode) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::set_to("2026-06-15T14:00:00Z".parse().unwrap());
        let new = NewBook {
            name: "Northlight Factors".into(),
            country: "US".into(),
            currency: Currency::USD,
            zone: "America/New_York".into(),
        };
        let app = App::init(cluster::home(folder.path()), &new, clock.clone(), Ids::seeded(1)).unwrap();
        let particulars =
            FactorParticulars { name: "Northlight Factors".into(), account: Some(account(FIRST).account) };
        save_factor(&app, Command::system("test"), particulars).unwrap();
        let today = app.today();
        let (client, debtor) = app
            .run(Command::system("test"), move |task| {
                let sender = Sender {
                    address: address("Albany"),
                    email: "desk@northlight.example".into(),
                    phone: "+1 518 555 0100".into(),
                    register: "Example register 1".into(),
                    guest_address: "https://pay.northlight.example".into(),
                };
                app::party::save_sender(task, &sender)?;
                let client = save_client(
                    task,
                    &NewClient {
                        code: "SELLER".into(),
                        name: "Harbor Tools LLC".into(),
                        status: ClientStatus::Active,
                        account_manager: "Ann Example".into(),
                        identity: Identity { address: address("Troy"), ..Identity::default() },
                        account: Some(BankAccount { holder: "Harbor Tools".into(), ..account("777888999").account }),
                        guarantor: None,
                    },
                )?;
                draft(
                    task,
                    &NewVersion { client: "SELLER".into(), effective_from: today, terms: terms(notification) },
                )?;
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
                advance(task, "SELLER", 1, &Step::PutInForce)?;
                let debtor = save_debtor(
                    task,
                    &NewDebtor {
                        code: "BUYER".into(),
                        name: "Meadow Works Inc".into(),
                        status: DebtorStatus::Active,
                        debtor_type: DebtorType::Business,
                        limit: Money::new(100_000_000_000, Currency::USD),
                        identity: Identity { address: address("Utica"), ..Identity::default() },
                        paying_accounts: Vec::new(),
                    },
                )?;
                let link = NewCustomer {
                    client: "SELLER".into(),
                    debtor: "BUYER".into(),
                    client_reference: None,
                    limit: None,
                    order_required: false,
                };
                link_customer(task, &link)?;
                Ok((client.id, debtor.id))
            })
            .unwrap();
        let fixture = Self { app, client, debtor, clock, _folder: folder };
        let contact = fixture.save_contact("ap@meadow.example");
        fixture.verify(&contact);
        fixture.task(open).unwrap();
        fixture
    }

    /// Moves the clock to the morning of a day in June 2026 or later.
    pub fn on(&self, day: Date) {
        self.clock.set(format!("{day}T14:00:00Z").parse().unwrap());
    }

    pub fn task<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Task<'_, '_>, ClientId, DebtorId) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error> {
        let (client, debtor) = (self.client, self.debtor);
        self.app.run(Command::system("test"), move |task| work(task, client, debtor))
    }

    pub fn save_contact(&self, email: &str) -> Contact {
        let new = NewContact {
            contact: None,
            debtor: Some("BUYER".into()),
            client: None,
            role: Role::AccountsPayable,
            mailbox: true,
            obligor: false,
            name: "Accounts payable".into(),
            email: Some(email.to_owned()),
            phone: Some("+1 315 555 0111".into()),
            channel: Channel::Email,
            language: Language::English,
            zone: None,
            source: ContactSource::Factor,
        };
        self.task(move |task, _, _| save_contact(task, &new)).unwrap()
    }

    pub fn verify(&self, contact: &Contact) {
        let id = contact.id;
        self.task(move |task, _, _| verify_contact(task, id, "called the switchboard", true)).unwrap();
    }

    /// The pair's current notice.
    pub fn notice(&self) -> Notice {
        self.app.read(|snapshot| Ok(kept::notice::current(snapshot, self.client, self.debtor)?.unwrap())).unwrap()
    }

    pub fn message(&self, id: MessageId) -> Message {
        self.app.read(|snapshot| Ok(kept::message::get(snapshot, id)?.unwrap())).unwrap()
    }

    /// All messages to the debtor or about it, oldest first.
    pub fn messages(&self) -> Vec<Message> {
        let mut found =
            self.app.read(|snapshot| Ok(kept::message::of_debtor(snapshot, self.debtor, i64::MAX, 1_000)?)).unwrap();
        found.reverse();
        found
    }

    /// What the debtor was sent, by purpose, oldest first.
    pub fn sent_to_debtor(&self) -> Vec<Purpose> {
        self.messages().iter().filter(|one| one.client.is_none()).map(|one| one.purpose).collect()
    }

    /// The message that carries a leg meets its fate.
    pub fn fate(&self, leg: Leg, fate: Fate) {
        let message = self.message(self.notice().way(leg).unwrap().message.unwrap());
        self.task(move |task, _, _| learn(task, &message, &fate)).unwrap();
    }

    pub fn run(&self) -> Ran {
        run(&self.app, "job").unwrap()
    }

    pub fn heads_up(&self, on: Date) -> Result<Notice, Error> {
        self.task(move |task, client, debtor| heads_up(task, client, debtor, on, "Pat Example", Channel::Phone))
    }

    pub fn introduce(&self) -> Result<Notice, Error> {
        self.task(send_introduction)
    }

    pub fn give(&self) -> Result<Notice, Error> {
        self.task(send_notice)
    }

    /// What a side reads in the pair's timeline, oldest first.
    pub fn timeline(&self, by: Seen) -> Vec<String> {
        let (client, debtor) = (self.client, self.debtor);
        let mut words: Vec<String> = self
            .app
            .read(|snapshot| Ok(kept::timeline::of_pair(snapshot, client, debtor, by, i64::MAX, 1_000)?))
            .unwrap()
            .into_iter()
            .map(|entry| entry.said.words(Language::English))
            .collect();
        words.reverse();
        words
    }

    pub fn count(&self, sql: &str) -> i64 {
        let read = |snapshot: &mut store::Snapshot<'_>| {
            let none: [Value<'_>; 0] = [];
            Ok::<_, Error>(first(snapshot.connection(), sql, &none, |row| row.int(0))?.unwrap())
        };
        self.app.read(read).unwrap()
    }

    pub fn execute(&self, sql: &'static str) {
        self.task(move |task, _, _| {
            let none: [Value<'_>; 0] = [];
            Ok(task.connection().execute(sql, &none).map(drop)?)
        })
        .unwrap();
    }

    /// The same with bytes in the place of `$1`.
    pub fn execute_with(&self, sql: &'static str, bytes: &'static [u8]) {
        self.task(move |task, _, _| Ok(task.connection().execute(sql, &[Value::Bytes(bytes)]).map(drop)?)).unwrap();
    }

    /// Keeps an open purchased invoice of the pair, whatever the guards of a purchase would say.
    pub fn has_bought(&self, number: &str, minor: i64) {
        let number = number.to_owned();
        self.task(move |task, client, debtor| {
            let (id, schedule) = (InvoiceId(task.new_id()), ScheduleId(task.new_id()));
            let day = task.today;
            let due = day.saturating_add(jiff::Span::new().days(30));
            let receivable = Receivable {
                id,
                client,
                debtor,
                schedule,
                number: number.clone(),
                currency: Currency::USD,
                face: minor,
                issued: day,
                due,
                agreement_version: 1,
                advance_rate: Rate::new(dec!(0.85)).unwrap(),
                non_recourse: false,
                purchased: day,
                state: InvoiceState::Purchased,
                open: minor,
                held: 0,
                fee_posted: 0,
                fee_accrued: 0,
                fee_deferred: 0,
                portions: Vec::new(),
                closed: None,
                cleared: None,
            };
            let offer = Offer {
                number,
                issued: day,
                due,
                amount: Money::new(minor, Currency::USD),
                delivered: None,
                description: None,
                order: None,
                contract: None,
                payment_reference: None,
                payee: None,
            };
            let invoice = kept::invoice::Invoice {
                id,
                schedule,
                line_no: 1,
                client,
                debtor: Some(debtor),
                debtor_stated: "BUYER".into(),
                offer,
                state: InvoiceState::Purchased,
                decided_seq: 1,
                advance: Money::new(0, Currency::USD),
                receivable: Some(receivable),
            };
            kept::invoice::add(task, &invoice)?;
            let sql = "INSERT INTO exposure (factor_id, debtor_id, client_id, currency, open_minor) \
                VALUES ($1, $2, $3, 'USD', $4)";
            let row = [Value::Id(task.factor.id.0), Value::Id(debtor.0), Value::Id(client.0), Value::Int(minor)];
            Ok(task.connection().execute(sql, &row).map(drop)?)
        })
        .unwrap();
    }

    /// The client offers an invoice, delivered today; nobody asks the debtor to confirm it (G6).
    pub fn offer(&self, number: &str, minor: i64) -> InvoiceId {
        self.offer_under(Timing::Never, number, minor)
    }

    /// The same, where the debtor is asked to confirm it.
    pub fn offer_under(&self, mode: Timing, number: &str, minor: i64) -> InvoiceId {
        let today = self.app.today();
        let line = OfferedLine {
            line_no: 2,
            debtor: DebtorReference { code: Some("BUYER".into()), ..DebtorReference::default() },
            number: number.into(),
            issue: today,
            due: today.saturating_add(jiff::Span::new().days(30)),
            amount: Money::new(minor, Currency::USD),
            delivery: None,
            description: None,
            order: None,
            contract: None,
            payment_reference: None,
            payee: None,
            is_credit_note: false,
            preceding_invoice: None,
        };
        let mut hash = [0; 32];
        hash[..number.len()].copy_from_slice(number.as_bytes());
        let submission = Submission {
            client: "SELLER".into(),
            files: vec!["schedule.csv".into()],
            content: Arc::new(content_of(vec![line], hash)),
            transfer_method: TransferMethod::Wire,
        };
        let policy = VerificationPolicy { mode, ..VerificationPolicy::default() };
        let answer = self
            .task(move |task, _, _| {
                app::policy::save(task, VerificationPolicy::POLICY, &policy, Vec::new())?;
                submit_lines(task, &submission)
            })
            .unwrap();
        answer.lines[0].invoice
    }

    pub fn state(&self, invoice: InvoiceId) -> InvoiceState {
        self.app.read(|snapshot| Ok(kept::invoice::get(snapshot, invoice)?.unwrap().state)).unwrap()
    }

    /// A pair whose notice has arrived on Tuesday, 23 June, by the daily job alone.
    pub fn delivered() -> Self {
        let fixture = Self::new();
        fixture.deliver();
        fixture
    }

    pub fn deliver(&self) {
        let day = |d| jiff::civil::date(2026, 6, d);
        self.heads_up(day(15)).unwrap();
        self.on(day(16));
        self.run();
        self.fate(Leg::Introduction, Fate::Sent);
        self.on(day(17));
        self.run();
        // Two business days after the 17th: the 18th, and, past Juneteenth and the weekend, the 22nd.
        self.on(day(22));
        self.run();
        self.fate(Leg::Notice, Fate::Sent);
        self.on(day(23));
        self.run();
    }
}
