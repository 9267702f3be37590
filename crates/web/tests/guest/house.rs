//! A factor with two suppliers that sell to one debtor, one of them in confidence; notices given through the front door.

use app::agreement::{NewVersion, Step, advance, draft};
use app::contact::{NewContact, save_contact, verify_contact};
use app::guest::{GuestParty, make_link};
use app::message::{Fate, learn};
use app::notice::{heads_up, open, record_existing, run};
use app::party::{
    FactorParticulars, NewClient, NewCustomer, NewDebtor, link_customer, save_client, save_debtor, save_factor,
    save_sender,
};
use app::schedule::{Submission, content_of, submit_lines};
use app::{App, Clock, Command, Error, Ids, NewBook, Task};
use domain::agreement::{Side, Signature, Terms};
use domain::contact::{Channel, ContactSource, Role, Sender};
use domain::event::EventKind;
use domain::id::{ClientId, ContactId, DebtorId, InvoiceId, LinkId};
use domain::invoice::TransferMethod;
use domain::invoice::verification::{Timing, VerificationPolicy};
use domain::letter::Language;
use domain::money::{Currency, Money};
use domain::notice::{Evidence, Leg};
use domain::party::{Address, BankAccount, ClientStatus, DebtorStatus, DebtorType, Identity};
use formats::schedule::{DebtorReference, OfferedLine};
use jiff::civil::date;
use serde::{Serialize, de::DeserializeOwned};
use std::net::SocketAddr;
use std::sync::Arc;
use store::kept;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use web::{GuestDoor, Secrets};

/// The account debtors pay to.
pub const ACCOUNT: &str = "000111222333";

pub struct House {
    pub app: App,
    pub clock: Clock,
    /// Loopback: desk and guests.
    pub desk: SocketAddr,
    /// Guests alone.
    pub door: SocketAddr,
    pub debtor: DebtorId,
    pub other_debtor: DebtorId,
    pub client: ClientId,
    /// Sells in confidence.
    pub silent: ClientId,
    pub contact: ContactId,
    /// Signs people in at the desk.
    pub secrets: Arc<Secrets>,
    _runtime: Runtime,
    _folder: TempDir,
}

fn terms(notification: &str, currency: Currency) -> Terms {
    serde_json::from_value(serde_json::json!({
        "currency": currency.code(),
        "advance_rate": "0.85",
        "advance_rate_by_debtor": {},
        "fee": domain::fee::FeeTerms::default(),
        "transfer_fees": { "wire": 2500, "credit_transfer": 500 },
        "release": domain::agreement::ReleaseCalendar::PerInvoice,
        "escrow": null,
        "recourse": { "kind": "FULL_RECOURSE", "window_days": 90, "from": "PURCHASE" },
        "facility_limit": { "amount": 100_000_000_000_i64, "basis": "NFE" },
        "notification": notification,
        "max_terms_days": 90,
        "max_age_days": 30,
        "tolerance": { "share": "0.005", "cap": 500 },
        "discretionary_reserve": 0
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

fn new_client(code: &str, name: &str) -> NewClient {
    NewClient {
        code: code.into(),
        name: name.into(),
        status: ClientStatus::Active,
        account_manager: "Ida Quist".into(),
        identity: Identity { address: address("Troy"), ..Identity::default() },
        account: Some(BankAccount {
            holder: name.into(),
            number: "777888999".into(),
            bic: None,
            clearing: Some("021000021".into()),
        }),
        guarantor: None,
    }
}

fn agree(task: &mut Task<'_, '_>, code: &str, notification: &str, currency: Currency) -> Result<(), Error> {
    let today = task.today;
    draft(task, &NewVersion { client: code.into(), effective_from: today, terms: terms(notification, currency) })?;
    let issued = advance(task, code, 1, &Step::Issue)?;
    for side in [Side::Factor, Side::Client] {
        let signature = Signature {
            side,
            signer: "Somebody".into(),
            capacity: "Director".into(),
            signed_on: today,
            terms_sha256: issued.terms_sha256(),
        };
        advance(task, code, 1, &Step::Sign { signature })?;
    }
    advance(task, code, 1, &Step::PutInForce)?;
    Ok(())
}

fn new_debtor(code: &str, name: &str) -> NewDebtor {
    NewDebtor {
        code: code.into(),
        name: name.into(),
        status: DebtorStatus::Active,
        debtor_type: DebtorType::Business,
        limit: Money::new(100_000_000_000, Currency::USD),
        identity: Identity { address: address("Utica"), ..Identity::default() },
        paying_accounts: Vec::new(),
    }
}

fn found(app: &App, work: impl FnOnce(&mut Task<'_, '_>) -> Result<Ids5, Error> + Clone + Send + 'static) -> Ids5 {
    app.run(Command::system("test"), work).unwrap()
}

type Ids5 = (DebtorId, DebtorId, ClientId, ClientId, ContactId);

impl House {
    /// Everything agreed; no notice yet. 15 June 2026, ten in the morning in New York.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::set_to("2026-06-15T14:00:00Z".parse().unwrap());
        let new = NewBook {
            name: "Calder Street Factors".into(),
            country: "US".into(),
            currency: Currency::USD,
            zone: "America/New_York".into(),
        };
        let app = App::init(cluster::home(folder.path()), &new, clock.clone(), Ids::seeded(1)).unwrap();
        let account = BankAccount {
            holder: "Calder Street Factors".into(),
            number: ACCOUNT.into(),
            bic: None,
            clearing: Some("021000021".into()),
        };
        let particulars = FactorParticulars { name: "Calder Street Factors".into(), account: Some(account) };
        save_factor(&app, Command::system("test"), particulars).unwrap();
        let (debtor, other_debtor, client, silent, contact) = found(&app, |task| {
            let sender = Sender {
                address: address("Albany"),
                email: "desk@calder.example".into(),
                phone: "+1 518 555 0100".into(),
                register: "Example register 1".into(),
                guest_address: "https://pay.calder.example".into(),
            };
            save_sender(task, &sender)?;
            let never = VerificationPolicy { mode: Timing::Never, ..VerificationPolicy::default() };
            app::verification::save_policy(task, &never)?;
            let client = save_client(task, &new_client("HARBOR", "Harbor Foods LLC"))?.id;
            let silent = save_client(task, &new_client("TIDE", "Tidewater Parts Inc"))?.id;
            agree(task, "HARBOR", "NOTIFICATION", Currency::USD)?;
            agree(task, "TIDE", "NON_NOTIFICATION", Currency::USD)?;
            let debtor = save_debtor(task, &new_debtor("NORWELL", "Norwell Grocers Inc"))?.id;
            let other_debtor = save_debtor(task, &new_debtor("ASTON", "Aston Mills Ltd"))?.id;
            for (seller, buyer) in [("HARBOR", "NORWELL"), ("TIDE", "NORWELL"), ("HARBOR", "ASTON")] {
                let link = NewCustomer {
                    client: seller.into(),
                    debtor: buyer.into(),
                    client_reference: None,
                    limit: None,
                    order_required: false,
                };
                link_customer(task, &link)?;
            }
            let mut contacts = Vec::new();
            for (buyer, email) in [("NORWELL", "ap@norwell.example"), ("ASTON", "ap@aston.example")] {
                let new = NewContact {
                    contact: None,
                    debtor: Some(buyer.into()),
                    client: None,
                    role: Role::AccountsPayable,
                    mailbox: true,
                    obligor: false,
                    name: "Accounts payable".into(),
                    email: Some(email.into()),
                    phone: Some("+1 315 555 0111".into()),
                    channel: Channel::Email,
                    language: Language::English,
                    zone: None,
                    source: ContactSource::Factor,
                };
                let contact = save_contact(task, &new)?.id;
                verify_contact(task, contact, "called the switchboard", true)?;
                contacts.push(contact);
            }
            open(task, client, debtor)?;
            open(task, silent, debtor)?;
            Ok((debtor, other_debtor, client, silent, contacts[0]))
        });
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let secrets = Arc::new(Secrets::new("token-of-the-test".into()));
        let desk = runtime.block_on(web::serve(app.clone(), secrets.clone(), 0)).unwrap();
        let address = "127.0.0.1:0".parse().unwrap();
        // Behind a proxy, so that tests may come from networks of their choice.
        let door = GuestDoor { address, behind_proxy: true };
        let guests = runtime.block_on(web::serve_guests(app.clone(), secrets.clone(), door)).unwrap();
        let (desk_at, door_at) = (desk.address, guests.address);
        runtime.spawn(desk.until(std::future::pending()));
        runtime.spawn(guests.until(std::future::pending()));
        Self {
            app,
            clock,
            desk: desk_at,
            door: door_at,
            debtor,
            other_debtor,
            client,
            silent,
            contact,
            secrets,
            _runtime: runtime,
            _folder: folder,
        }
    }

    /// The same after Harbor's notice has arrived at Norwell, by the daily job; 23 June 2026.
    pub fn notified() -> Self {
        let house = Self::new();
        let (client, debtor) = (house.client, house.debtor);
        house.task(move |task| {
            heads_up(task, client, debtor, date(2026, 6, 15), "Pat Example", Channel::Phone).map(drop)
        });
        house.day(16);
        house.fate(Leg::Introduction);
        for day in [17, 22] {
            house.day(day);
        }
        house.fate(Leg::Notice);
        house.day(23);
        house
    }

    /// The same after Norwell has acknowledged it: enough for any sum (LC-45).
    pub fn acknowledged() -> Self {
        let house = Self::notified();
        let (client, debtor) = (house.client, house.debtor);
        house.task(move |task| app::notice::acknowledge(task, client, debtor, "A. Ito", None).map(drop));
        house
    }

    /// Another supplier that sells to Norwell, whose notice Norwell has had for long.
    pub fn supplier(&self, code: &str, name: &str) -> ClientId {
        self.supplier_in(code, name, Currency::USD)
    }

    /// What may be open of Norwell is counted in that currency.
    pub fn counts_norwell_in(&self, currency: Currency) {
        let limit = Money::new(100_000_000_000, currency);
        self.task(move |task| {
            save_debtor(task, &NewDebtor { limit, ..new_debtor("NORWELL", "Norwell Grocers Inc") }).map(drop)
        });
    }

    /// The same with a facility in that currency.
    pub fn supplier_in(&self, code: &str, name: &str, currency: Currency) -> ClientId {
        let (code, name, debtor) = (code.to_owned(), name.to_owned(), self.debtor);
        self.task(move |task| {
            let client = save_client(task, &new_client(&code, &name))?.id;
            agree(task, &code, "NOTIFICATION", currency)?;
            let link = NewCustomer {
                client: code,
                debtor: "NORWELL".into(),
                client_reference: None,
                limit: None,
                order_required: false,
            };
            link_customer(task, &link)?;
            let given = date(2026, 1, 6);
            record_existing(task, client, debtor, given, Evidence::Signed, "signed copy on file")?;
            Ok(client)
        })
    }

    /// A person at Norwell who was named for one supplier alone, and the path of that person's page.
    pub fn limited(&self, supplier: &str) -> String {
        let supplier = supplier.to_owned();
        let contact = self.task(move |task| {
            let new = NewContact {
                contact: None,
                debtor: Some("NORWELL".into()),
                client: Some(supplier),
                role: Role::AccountsPayable,
                mailbox: true,
                name: "Payable of one supplier".into(),
                email: Some("one@norwell.example".into()),
                phone: None,
                channel: Channel::Email,
                language: Language::English,
                obligor: false,
                zone: None,
                source: ContactSource::Factor,
            };
            let contact = save_contact(task, &new)?.id;
            verify_contact(task, contact, "called the switchboard", true)?;
            Ok(contact)
        });
        self.link(GuestParty::Debtor(self.debtor), Some(contact)).1
    }

    /// A day in June 2026 begins, with its daily job.
    pub fn day(&self, day: i8) {
        self.clock.set(format!("2026-06-{day:02}T14:00:00Z").parse().unwrap());
        run(&self.app, "job").unwrap();
    }

    /// The letter of a leg has left.
    pub fn fate(&self, leg: Leg) {
        let (client, debtor) = (self.client, self.debtor);
        self.task(move |task| {
            let notice = kept::notice::current(task, client, debtor)?.unwrap();
            let message = kept::message::get(task, notice.way(leg).unwrap().message.unwrap())?.unwrap();
            learn(task, &message, &Fate::Sent)
        });
    }

    /// The newest message about Norwell has left.
    pub fn newest_leaves(&self) {
        let debtor = self.debtor;
        self.task(move |task| {
            let message = kept::message::of_debtor(task, debtor, i64::MAX, 1)?.remove(0);
            learn(task, &message, &Fate::Sent)
        });
    }

    /// The number of the newest message about Norwell.
    pub fn newest_number(&self) -> i64 {
        let debtor = self.debtor;
        self.app.read(|book| Ok(kept::message::of_debtor(book, debtor, i64::MAX, 1)?.remove(0).number)).unwrap()
    }

    #[track_caller]
    pub fn task<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
    ) -> T {
        self.app.run(Command::system("test"), work).unwrap()
    }

    /// A link's id and the path of its page.
    pub fn link(&self, party: GuestParty, contact: Option<ContactId>) -> (LinkId, String) {
        let (link, address) = self.task(move |task| make_link(task, party, contact, None));
        (link, address.strip_prefix("https://pay.calder.example").unwrap().to_owned())
    }

    /// Norwell's page.
    pub fn norwell(&self) -> String {
        self.link(GuestParty::Debtor(self.debtor), Some(self.contact)).1
    }

    /// Harbor's page.
    pub fn harbor(&self) -> String {
        self.link(GuestParty::Client(self.client), None).1
    }

    /// A client offers invoices of a debtor, numbered from 1 on; due in `due` days.
    pub fn offers(&self, client: &str, debtor: &str, count: i64, due: i32) -> Vec<InvoiceId> {
        self.offers_of(client, debtor, count, due, Money::new(10_000, Currency::USD))
    }

    /// The same, each of a minor unit more than the one before, from `least` on.
    pub fn offers_of(&self, client: &str, debtor: &str, count: i64, due: i32, least: Money) -> Vec<InvoiceId> {
        let today = self.app.today();
        let lines = (1..=count).map(|number| OfferedLine {
            line_no: u64::try_from(number + 1).unwrap(),
            debtor: DebtorReference { code: Some(debtor.into()), ..DebtorReference::default() },
            number: format!("{client}-{debtor}-{number}"),
            issue: today,
            due: today.saturating_add(jiff::Span::new().days(due)),
            amount: Money::new(least.minor + number, least.currency),
            delivery: None,
            description: None,
            order: None,
            contract: None,
            payment_reference: None,
            payee: None,
            is_credit_note: false,
            preceding_invoice: None,
        });
        let mut hash = [0; 32];
        let name = format!("{client}{debtor}{count}");
        hash[..name.len()].copy_from_slice(name.as_bytes());
        let submission = Submission {
            client: client.into(),
            files: vec!["schedule.csv".into()],
            content: Arc::new(content_of(lines.collect(), hash)),
            transfer_method: TransferMethod::Wire,
        };
        let answer = self.task(move |task| submit_lines(task, &submission));
        answer.lines.iter().map(|line| line.invoice).collect()
    }

    /// The same, all of them bought at once.
    pub fn sells(&self, client: &str, debtor: &str, count: i64, due: i32) -> Vec<InvoiceId> {
        let ids = self.offers(client, debtor, count, due);
        self.app
            .read(|snapshot| {
                for id in &ids {
                    let invoice = kept::invoice::get(snapshot, *id)?.unwrap();
                    assert!(invoice.receivable.is_some(), "{:?} {}", invoice.state, invoice.offer.number);
                }
                Ok(())
            })
            .unwrap();
        ids
    }

    /// How many events of a kind there are.
    pub fn events(&self, kind: EventKind) -> usize {
        self.app
            .read(|snapshot| {
                let all = kept::event::after(snapshot, 0, 100_000)?;
                Ok(all.iter().filter(|event| event.kind == kind).count())
            })
            .unwrap()
    }

    /// How many events there are at all.
    pub fn all_events(&self) -> usize {
        self.app.read(|snapshot| Ok(kept::event::after(snapshot, 0, 100_000)?.len())).unwrap()
    }

    /// The code of the newest signed letter to Norwell about Harbor.
    pub fn code(&self) -> String {
        let (client, debtor) = (self.client, self.debtor);
        self.app
            .read(|snapshot| {
                let notice = kept::notice::current(snapshot, client, debtor)?.unwrap();
                Ok(notice.papers.last().unwrap().clone())
            })
            .unwrap()
    }
}
