//! A book with two clients, two debtors and open invoices that are put into it directly.

use app::agreement::{NewVersion, Step, advance, draft};
use app::contact::{NewContact, save_contact};
use app::notice::record_existing;
use app::party::{NewClient, NewCustomer, NewDebtor, link_customer, save_client, save_debtor};
use app::post::{
    Accepted, Carrier, CarryError, Left, Press, PrintRun, Style, Unset, Worker, make_print_run, posted, send_due,
};
use app::{App, Clock, Command, Error, Ids, NewBook, Task};
use domain::agreement::{
    FacilityLimit, LimitBasis, NotificationMode, Recourse, RecourseFrom, RecourseType, ReleaseCalendar, Side,
    Signature, Terms, Tolerance, TransferFees,
};
use domain::contact::{Channel, Contact, ContactSource, Profile, Role, Sender};
use domain::fee::FeeTerms;
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::letter::{Language, Letter};
use domain::money::{Currency, Money, Rate};
use domain::notice::Evidence;
use domain::party::{Address, BankAccount, ClientStatus, DebtorStatus, DebtorType, Identity};
use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::dec;
use store::Fault;
use store::book::Reads;
use store::engine::Value;
use store::kept;
use store::kept::message::Message;
use tempfile::TempDir;
use uuid::Uuid;

pub struct House {
    pub app: App,
    pub clock: Clock,
    pub clients: [ClientId; 2],
    pub debtor: DebtorId,
    pub contact: Contact,
    _folder: TempDir,
}

pub fn terms(notification: NotificationMode) -> Terms {
    let rate = |fraction| Rate::new(fraction).unwrap();
    Terms {
        currency: Currency::USD,
        advance_rate: rate(dec!(0.85)),
        advance_rate_by_debtor: std::collections::BTreeMap::new(),
        fee: FeeTerms::default(),
        transfer_fees: TransferFees { wire: 2_500, credit_transfer: 500 },
        release: ReleaseCalendar::PerInvoice,
        escrow: None,
        recourse: Recourse { kind: RecourseType::FullRecourse, window_days: 90, from: RecourseFrom::DueDate },
        facility_limit: FacilityLimit { amount: 100_000_000_000, basis: LimitBasis::Nfe },
        notification,
        max_terms_days: 90,
        max_age_days: 30,
        tolerance: Tolerance { share: rate(dec!(0.005)), cap: 500 },
        discretionary_reserve: 0,
        servicing: Profile::Standard,
    }
}

fn client(task: &mut Task<'_, '_>, code: &str, name: &str, notification: NotificationMode) -> Result<ClientId, Error> {
    let new = NewClient {
        code: code.into(),
        name: name.into(),
        status: ClientStatus::Active,
        account_manager: "Ida Quist".into(),
        identity: Identity::default(),
        account: None,
        guarantor: None,
    };
    let id = save_client(task, &new)?.id;
    let new = NewVersion { client: code.into(), effective_from: task.today, terms: terms(notification) };
    draft(task, &new)?;
    let issued = advance(task, code, 1, &Step::Issue)?;
    for side in [Side::Factor, Side::Client] {
        let signature = Signature {
            side,
            signer: "Somebody".into(),
            capacity: "Director".into(),
            signed_on: task.today,
            terms_sha256: issued.terms_sha256(),
        };
        advance(task, code, 1, &Step::Sign { signature })?;
    }
    advance(task, code, 1, &Step::PutInForce)?;
    let person = NewContact {
        contact: None,
        debtor: None,
        client: Some(code.into()),
        role: Role::Client,
        mailbox: false,
        obligor: false,
        name: format!("Rae of {name}"),
        email: Some(format!("rae@{}.example", code.to_lowercase())),
        phone: Some(format!("+1 212 555 01{:02}", code.len())),
        channel: Channel::Email,
        language: Language::English,
        zone: None,
        source: ContactSource::Client,
    };
    save_contact(task, &person)?;
    Ok(id)
}

impl House {
    /// On Monday, 15 June 2026, at 06:00 in New York.
    pub fn new() -> Self {
        Self::with(NotificationMode::Notification)
    }

    pub fn with(notification: NotificationMode) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::set_to("2026-06-15T10:00:00Z".parse().unwrap());
        let new = NewBook {
            name: "Calder Street Factors".into(),
            country: "US".into(),
            currency: Currency::USD,
            zone: "America/New_York".into(),
        };
        let app = App::init(cluster::home(folder.path()), &new, clock.clone(), Ids::seeded(1)).unwrap();
        let particulars = app::party::FactorParticulars {
            name: "Calder Street Factors".into(),
            account: Some(BankAccount {
                holder: "Calder Street Factors".into(),
                number: "000123456789".into(),
                bic: None,
                clearing: Some("021000021".into()),
            }),
        };
        app::party::save_factor(&app, Command::system("test"), particulars).unwrap();
        let (clients, debtor, contact) = app
            .run(Command::system("test"), move |task| {
                let sender = Sender {
                    address: Address {
                        lines: vec!["1 Calder Street".into()],
                        city: "Albany".into(),
                        ..Address::default()
                    },
                    email: "desk@calder.example".into(),
                    phone: "+1 518 555 0100".into(),
                    register: String::new(),
                    guest_address: "https://pay.calder.example".into(),
                };
                kept::policy::put(task, Sender::POLICY, &sender)?;
                let harbor = client(task, "HARBOR", "Harbor Foods", notification)?;
                let linden = client(task, "LINDEN", "Linden Staffing", NotificationMode::Notification)?;
                let new = NewDebtor {
                    code: "NORWELL".into(),
                    name: "Norwell Grocers".into(),
                    status: DebtorStatus::Active,
                    debtor_type: DebtorType::Business,
                    limit: Money::new(10_000_000_000, Currency::USD),
                    identity: Identity::default(),
                    paying_accounts: Vec::new(),
                };
                let debtor = save_debtor(task, &new)?.id;
                for client in ["HARBOR", "LINDEN"] {
                    let link = NewCustomer {
                        client: client.into(),
                        debtor: "NORWELL".into(),
                        client_reference: None,
                        limit: None,
                        order_required: false,
                    };
                    let pair = link_customer(task, &link)?;
                    if notification == NotificationMode::NonNotification {
                        continue;
                    }
                    let given = jiff::civil::date(2025, 1, 6);
                    record_existing(task, pair.client, pair.debtor, given, Evidence::Signed, "signed copy on file")?;
                }
                let contact = save_contact(task, &mailbox())?;
                Ok(([harbor, linden], debtor, contact))
            })
            .unwrap();
        Self { app, clock, clients, debtor, contact, _folder: folder }
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

    pub fn at(&self, text: &str) {
        self.clock.set(text.parse().unwrap());
    }

    pub fn later(&self, hours: i64) {
        self.clock.set(self.app.now() + hours.hours());
    }

    /// Nothing is owed on an invoice any more.
    pub fn is_paid(&self, invoice: InvoiceId) {
        let done = self.app.book.write(move |unit| -> Result<usize, Fault> {
            let sql = "UPDATE invoice SET open_minor = 0 WHERE invoice_id = $1";
            unit.connection().execute(sql, &[Value::Id(invoice.0)])
        });
        assert_eq!(done.unwrap(), 1);
    }

    /// Changes rows in the queue's own way: what is changed beside it a database's writer sees seconds later.
    pub fn sql(&self, sql: &str) {
        let statements: Vec<String> = sql.split(';').map(str::to_owned).collect();
        let done = self.app.book.write(move |unit| -> Result<(), Fault> {
            statements.iter().try_for_each(|one| unit.connection().execute(one, &[]).map(drop))
        });
        done.unwrap();
    }

    /// An open invoice of one of the clients, so many days past due today.
    pub fn invoice(&self, number: u64, client: usize, dpd: i64, open: i64) -> InvoiceId {
        let due = self.app.today().saturating_sub(dpd.days());
        let id = Uuid::from_u128(0xA000 + u128::from(number));
        put_invoice(self, id, &format!("INV-{number}"), self.clients[client], due, open);
        InvoiceId(id)
    }

    pub fn engine(&self) -> app::contact::Ran {
        app::contact::run(&self.app, "job", &mut |_| {}).unwrap()
    }

    /// Everything about the debtor, oldest first.
    pub fn messages(&self) -> Vec<Message> {
        let mut all =
            self.app.read(|reads| Ok(kept::message::of_debtor(reads, self.debtor, i64::MAX, 1_000)?)).unwrap();
        all.reverse();
        all
    }

    /// Those to the debtor itself.
    pub fn to_debtor(&self) -> Vec<Message> {
        self.messages().into_iter().filter(|message| message.client.is_none()).collect()
    }

    /// Everything that may leave now leaves: mails by the outbox, letters by a print run that is posted. How many did.
    pub fn outbox(&self) -> usize {
        let mails = self.post().0.sent;
        let printed = make_print_run(&self.app, &Plain, "test").unwrap();
        let letters = printed.map_or(0, |printed| self.run(move |task| posted(task, printed.number)).unwrap());
        mails + letters
    }

    /// A run of the outbox, a second later so that clocks that stand still lose no message to a microsecond; and how many
    /// mails the mail server was given.
    pub fn post(&self) -> (Left, usize) {
        self.clock.set(self.app.now() + 1.second());
        let server = Server::default();
        let worker = Worker::take(&self.app).unwrap().unwrap();
        let left = send_due(&self.app, &worker, &server, &Plain, Style::default(), &|| true).unwrap();
        (left, server.0.get())
    }
}

/// A mail server that takes everything; how much it took.
#[derive(Default)]
struct Server(std::cell::Cell<usize>);

impl Carrier for Server {
    fn carry(&self, _from: &str, _to: &str, _bytes: &[u8]) -> Result<Accepted, CarryError> {
        self.0.set(self.0.get() + 1);
        Ok(Accepted { said: "250 taken".into() })
    }
}

/// A press without looks.
struct Plain;

impl Press for Plain {
    fn html(&self, letter: &Letter) -> Result<String, String> {
        Ok(format!("<p>{}</p>", letter.greeting))
    }

    fn pdf(&self, _letter: &Letter) -> Result<Vec<u8>, String> {
        Ok(b"%PDF-1.7".to_vec())
    }

    fn run(&self, _letters: &[(i64, &Letter)]) -> Result<PrintRun, Vec<Unset>> {
        Ok(PrintRun { pdf: b"%PDF-1.7".to_vec(), list: Vec::new() })
    }
}

pub fn mailbox() -> NewContact {
    NewContact {
        contact: None,
        debtor: Some("NORWELL".into()),
        client: None,
        role: Role::AccountsPayable,
        mailbox: true,
        obligor: false,
        name: "Accounts payable".into(),
        email: Some("ap@norwell.example".into()),
        phone: Some("+1 212 555 0199".into()),
        channel: Channel::Email,
        language: Language::English,
        zone: Some("America/New_York".into()),
        source: ContactSource::Debtor,
    }
}

fn put_invoice(house: &House, id: Uuid, number: &str, client: ClientId, due: Date, open: i64) {
    let factor = house.app.book.factor();
    let (issued, due) = (due.saturating_sub(30.days()).to_string(), due.to_string());
    let mut connection = house.app.book.connect().unwrap();
    let sql = "INSERT INTO invoice (factor_id, invoice_id, schedule_id, line_no, client_id, debtor_id, debtor_stated, number, \
        number_key, issued, due, currency, amount_minor, details, state, pledged, decided_seq, agreement_version, advance_rate, \
        non_recourse, purchased_on, advance_minor, open_minor, held_minor, fee_posted_minor, fee_accrued_minor, \
        fee_deferred_minor, portions) VALUES ($1, $2, $2, 1, $3, $4, 'NORWELL', $5, $5, $6, $7, 'USD', $8, '{}', 'PURCHASED', 1, \
        1, 1, '0.85', 0, $6, 0, $8, 0, 0, 0, 0, '[]')";
    let row = [
        Value::Id(factor.0),
        Value::Id(id),
        Value::Id(client.0),
        Value::Id(house.debtor.0),
        Value::Text(number),
        Value::Text(&issued),
        Value::Text(&due),
        Value::Int(open),
    ];
    connection.execute(sql, &row).unwrap();
}
