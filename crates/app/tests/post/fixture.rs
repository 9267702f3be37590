//! A book with two clients, one debtor they share, its contact, and mail that waits.

use app::notice::record_existing;
use app::party::{NewClient, NewCustomer, NewDebtor, link_customer, save_client, save_debtor};
use app::post::{
    Accepted, Carrier, CarryError, Left, Maildir, Press, PrintRun, Style, Trouble, Unset, Worker, send_due,
};
use app::{App, Clock, Command, Error, Ids, NewBook, Task};
use domain::contact::{
    Channel, Contact, ContactSource, ContactState, Direction, Happening, MessageState, Purpose, Role, Seen, Sender,
};
use domain::id::{ClientId, ContactId, DebtorId, MessageId};
use domain::letter::{Block, Element, Language, Letter, LetterKind, Voice};
use domain::money::{Currency, Money};
use domain::notice::Evidence;
use domain::party::{Address, ClientStatus, DebtorStatus, DebtorType, Identity};
use serde::{Serialize, de::DeserializeOwned};
use std::cell::RefCell;
use std::path::PathBuf;
use store::kept;
use store::kept::message::{Message, MessageBody};
use store::kept::timeline::Entry;
use tempfile::TempDir;

pub const AP: &str = "ap@debtor.example";

pub struct Fixture {
    pub app: App,
    pub clients: [ClientId; 2],
    pub debtor: DebtorId,
    pub contact: ContactId,
    folder: TempDir,
    clock: Clock,
}

pub fn letter(kind: LetterKind, text: &str) -> Letter {
    Letter {
        kind,
        language: Language::English,
        voice: kind.voice(),
        letterhead: vec![if kind.voice() == Voice::Client { "Seller A" } else { "Test Factor" }.into()],
        sent_by: None,
        address: vec!["Debtor Inc.".into(), "Accounts payable".into(), "1 Main Street".into()],
        dated: jiff::civil::date(2026, 6, 15),
        date_line: "15 June 2026".into(),
        subject: "Invoices of Seller A".into(),
        greeting: "Good day,".into(),
        blocks: vec![Block::Paragraph { element: Element::Question, text: text.into() }],
        closing: "Kind regards".into(),
        signatory: vec!["A. Person".into()],
        check: None,
        footer: vec!["Test Factor, 1 Bank Street, Springfield".into()],
    }
}

impl Fixture {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Monday evening at the factor in New York, Tuesday morning, 9:30, at the debtor in Tokyo.
        let clock = Clock::set_to("2026-06-16T00:30:00Z".parse().unwrap());
        let new = NewBook {
            name: "Test Factor".into(),
            country: "US".into(),
            currency: Currency::USD,
            zone: "America/New_York".into(),
        };
        let app = App::init(folder.path(), &new, clock.clone(), Ids::seeded(1)).unwrap();
        let (clients, debtor, contact) = app.run(Command::system("test"), people).unwrap();
        for part in ["new", "cur", "tmp"] {
            std::fs::create_dir_all(folder.path().join("mail").join(part)).unwrap();
        }
        Self { app, clients, debtor, contact, folder, clock }
    }

    pub fn task<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error> {
        self.app.run(Command::system("test"), work)
    }

    pub fn wait(&self, minutes: i64) {
        let now = self.app.now().as_microsecond() + minutes * 60_000_000;
        self.clock.set(jiff::Timestamp::from_microsecond(now).unwrap());
    }

    /// Waits for the debtor's working hours.
    pub fn until_open(&self) {
        let zone = jiff::tz::TimeZone::get("Asia/Tokyo").unwrap();
        let is_open = |at: jiff::Zoned| (9..17).contains(&at.hour()) && at.weekday().to_monday_one_offset() < 6;
        while !is_open(self.app.now().to_zoned(zone.clone())) {
            self.wait(10);
        }
    }

    /// A message that waits, about one client or two.
    pub fn queued(&self, purpose: Purpose, channel: Channel, clients: usize) -> Message {
        let kind = purpose.letter().unwrap();
        let (contact, debtor) = (self.contact, self.debtor);
        let clients = self.clients[..clients].to_vec();
        // A standing clock: what is recorded comes a few microseconds after it.
        let now = self.app.now().as_microsecond();
        let id = self
            .task(move |task| {
                let id = MessageId(task.new_id());
                let letter = letter(kind, "When may payment be expected?");
                let at = task.unit.recorded_at();
                let message = Message {
                    id,
                    number: task.unit.next_number("message")?,
                    direction: Direction::Out,
                    purpose,
                    channel,
                    debtor: Some(debtor),
                    client: None,
                    contact: Some(contact),
                    recipient: AP.into(),
                    state: MessageState::Queued,
                    queued_at: at,
                    send_after: now,
                    sent_at: None,
                    sent_on: None,
                    internet_id: format!("{}@factor.example", task.seal.message_key(id)),
                    attempts: 0,
                    subject: letter.subject.clone(),
                    words: letter.plain_text(),
                    body: MessageBody { letter: Some(letter), ..MessageBody::default() },
                };
                kept::message::add(task, &message, &clients, &[])?;
                Ok(id)
            })
            .unwrap();
        self.message(id)
    }

    pub fn message(&self, id: MessageId) -> Message {
        self.app.read(|snapshot| Ok(kept::message::get(snapshot, id)?.unwrap())).unwrap()
    }

    pub fn the_contact(&self) -> Contact {
        self.app.read(|snapshot| Ok(kept::contact::get(snapshot, self.contact)?.unwrap())).unwrap()
    }

    pub fn received(&self) -> Vec<Message> {
        let mut all =
            self.app.read(|snapshot| Ok(kept::message::of_debtor(snapshot, self.debtor, i64::MAX, 100)?)).unwrap();
        all.retain(|message| message.direction == Direction::In);
        all
    }

    /// What a side reads in the timeline with a client, newest first.
    /// What the pair's timeline shows of the post; the notice on file is not what these tests are about.
    pub fn timeline(&self, client: usize, side: Seen) -> Vec<(Happening, String)> {
        let entries: Vec<Entry> = self
            .app
            .read(|snapshot| {
                let client = self.clients[client];
                Ok(kept::timeline::of_pair(snapshot, client, self.debtor, side, i64::MAX, 100)?)
            })
            .unwrap();
        let of_post = entries.into_iter().filter(|entry| entry.kind != Happening::Notice);
        of_post.map(|entry| (entry.kind, entry.said.words(Language::English))).collect()
    }

    pub fn worker(&self) -> Worker {
        Worker::take(&self.app).unwrap().unwrap()
    }

    pub fn send(&self, server: &Server) -> Left {
        send_due(&self.app, &self.worker(), server, &Plain, Style::default(), &|| true).unwrap()
    }

    pub fn mailbox(&self) -> PathBuf {
        self.folder.path().join("mail")
    }

    /// Who told what a side reads in the timeline with a client.
    pub fn told_by(&self, client: usize, side: Seen) -> Vec<String> {
        let (client, debtor) = (self.clients[client], self.debtor);
        let entries = self
            .app
            .read(|snapshot| Ok(kept::timeline::of_pair(snapshot, client, debtor, side, i64::MAX, 100)?))
            .unwrap();
        entries.into_iter().map(|entry| entry.who.words(Language::English)).collect()
    }

    pub fn take_in(&self, mail: &str) -> app::post::TakenIn {
        self.take_in_from(Some(MX), mail)
    }

    /// Takes a mail in that this server has checked.
    pub fn take_in_from(&self, server: Option<&str>, mail: &str) -> app::post::TakenIn {
        let name = format!("{}.test", self.app.now().as_microsecond());
        std::fs::write(self.mailbox().join("new").join(name), mail).unwrap();
        app::post::take_in(&self.app, &self.worker(), &Maildir::at(&self.mailbox()).checked_by(server)).unwrap()
    }
}

fn people(task: &mut Task<'_, '_>) -> Result<([ClientId; 2], DebtorId, ContactId), Error> {
    let sender = Sender {
        address: Address { lines: vec!["1 Bank Street".into()], city: "Springfield".into(), ..Address::default() },
        email: "desk@factor.example".into(),
        ..Sender::default()
    };
    kept::policy::put(task, Sender::POLICY, &sender)?;
    let debtor = NewDebtor {
        code: "DEBTOR".into(),
        name: "Debtor Inc.".into(),
        status: DebtorStatus::Active,
        debtor_type: DebtorType::Business,
        limit: Money::new(100_000_000, Currency::USD),
        identity: Identity::default(),
        paying_accounts: Vec::new(),
    };
    save_debtor(task, &debtor)?;
    let mut clients = Vec::new();
    for (code, name) in [("SELLER-A", "Seller A"), ("SELLER-B", "Seller B")] {
        let client = NewClient {
            code: code.into(),
            name: name.into(),
            status: ClientStatus::Active,
            account_manager: "Somebody".into(),
            identity: Identity::default(),
            account: None,
            guarantor: None,
        };
        save_client(task, &client)?;
        let link = NewCustomer {
            client: code.into(),
            debtor: "DEBTOR".into(),
            client_reference: None,
            limit: None,
            order_required: false,
        };
        let pair = link_customer(task, &link)?;
        let given = jiff::civil::date(2025, 1, 6);
        record_existing(task, pair.client, pair.debtor, given, Evidence::Signed, "signed copy on file")?;
        clients.push(kept::party::client_by_code(task, code)?.unwrap().id);
    }
    let debtor = kept::party::pairs_of_client(task, clients[0])?[0].debtor;
    let contact = Contact {
        id: ContactId(task.new_id()),
        debtor: Some(debtor),
        client: None,
        role: Role::AccountsPayable,
        mailbox: true,
        obligor: false,
        name: "Accounts payable".into(),
        email: Some(AP.into()),
        phone: None,
        channel: Channel::Email,
        language: Language::English,
        zone: "Asia/Tokyo".into(),
        source: ContactSource::Debtor,
        added_on: task.today,
        added_at: 0,
        findings: Vec::new(),
        added_by: "test".into(),
        verified: None,
        opted_out: std::collections::BTreeMap::new(),
        state: ContactState::Good,
        bounces: 0,
        erased_on: None,
    };
    kept::contact::put(task, &contact)?;
    Ok(([clients[0], clients[1]], debtor, contact.id))
}

/// The factor's own receiving server.
pub const MX: &str = "mx.factor.example";

/// A mail server that gives the answers it is told to give, then takes everything.
#[derive(Default)]
pub struct Server {
    pub answers: RefCell<Vec<Trouble>>,
    pub taken: RefCell<Vec<(String, String, String)>>,
}

impl Server {
    pub fn that_says(answers: &[Trouble]) -> Self {
        Self { answers: RefCell::new(answers.iter().rev().copied().collect()), ..Self::default() }
    }
}

impl Carrier for Server {
    fn carry(&self, from: &str, to: &str, bytes: &[u8]) -> Result<Accepted, CarryError> {
        if let Some(trouble) = self.answers.borrow_mut().pop() {
            return Err(CarryError { trouble, said: format!("it says {trouble:?}") });
        }
        let mail = String::from_utf8(bytes.to_vec()).unwrap();
        self.taken.borrow_mut().push((from.into(), to.into(), mail));
        Ok(Accepted { said: "250 taken".into() })
    }
}

/// A press without looks.
pub struct Plain;

impl Press for Plain {
    fn html(&self, letter: &Letter) -> Result<String, String> {
        Ok(format!("<p>{}</p>", letter.greeting))
    }

    fn pdf(&self, _letter: &Letter) -> Result<Vec<u8>, String> {
        Ok(b"%PDF-1.7".to_vec())
    }

    fn run(&self, letters: &[(i64, &Letter)]) -> Result<PrintRun, Vec<Unset>> {
        let unset: Vec<Unset> = letters
            .iter()
            .filter(|(_, letter)| letter.address.is_empty())
            .map(|(number, _)| (Some(*number), "it has no address".to_owned()))
            .collect();
        if unset.is_empty() {
            let list: String =
                letters.iter().map(|(number, letter)| format!("{number},{}\n", letter.address[0])).collect();
            Ok(PrintRun { pdf: b"%PDF-1.7".to_vec(), list: list.into_bytes() })
        } else {
            Err(unset)
        }
    }
}
