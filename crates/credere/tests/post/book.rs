//! A book that sells, asks and is answered.

use app::agreement::{NewVersion, Step, advance, draft};
use app::notice::record_existing;
use app::party::{NewClient, NewCustomer, NewDebtor, link_customer, save_client, save_debtor};
use app::{App, Clock, Command, Error, Ids, NewBook, Task, client_by_code};
use domain::agreement::{
    FacilityLimit, LimitBasis, NotificationMode, Recourse, RecourseFrom, RecourseType, ReleaseCalendar, Side,
    Signature, Terms, Tolerance, TransferFees,
};
use domain::contact::{
    Channel, Contact, ContactSource, ContactState, Direction, MessageState, Purpose, Role, Sender, Verified,
};
use domain::fee::FeeTerms;
use domain::id::{ClientId, ContactId, DebtorId, MessageId};
use domain::letter::{Block, Element, Language, Letter, LetterKind, Voice};
use domain::money::{Currency, Money, Rate};
use domain::notice::Evidence;
use domain::party::{Address, ClientStatus, DebtorStatus, DebtorType, Identity};
use rust_decimal::dec;
use serde::{Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use store::kept;
use store::kept::message::{Message, MessageBody};
use tempfile::TempDir;

pub const AP: &str = "ap@debtor.example";

pub struct Book {
    pub app: App,
    pub folder: TempDir,
}

/// Tuesday, 16 June 2026, noon in London, where the debtor is.
pub fn tuesday() -> Clock {
    Clock::set_to("2026-06-16T11:00:00Z".parse().unwrap())
}

fn terms() -> Terms {
    let rate = |fraction| Rate::new(fraction).unwrap();
    Terms {
        currency: Currency::USD,
        advance_rate: rate(dec!(0.85)),
        advance_rate_by_debtor: BTreeMap::new(),
        fee: FeeTerms::default(),
        transfer_fees: TransferFees { wire: 0, credit_transfer: 0 },
        release: ReleaseCalendar::PerInvoice,
        escrow: None,
        recourse: Recourse { kind: RecourseType::FullRecourse, window_days: 90, from: RecourseFrom::Purchase },
        facility_limit: FacilityLimit { amount: 100_000_000, basis: LimitBasis::Nfe },
        notification: NotificationMode::Notification,
        max_terms_days: 90,
        max_age_days: 30,
        tolerance: Tolerance { share: rate(dec!(0.005)), cap: 500 },
        discretionary_reserve: 0,
        servicing: domain::contact::Profile::Standard,
    }
}

impl Book {
    pub fn new(clock: Clock) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let new = NewBook {
            name: "Example Factor".into(),
            country: "US".into(),
            currency: Currency::USD,
            zone: "America/New_York".into(),
        };
        let app = App::init(folder.path(), &new, clock, Ids::random()).unwrap();
        let book = Self { app, folder };
        book.task(parties).unwrap();
        for part in ["new", "cur", "tmp"] {
            std::fs::create_dir_all(book.mailbox().join(part)).unwrap();
        }
        book
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn mailbox(&self) -> PathBuf {
        self.path().join("maildir")
    }

    pub fn task<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error> {
        self.app.run(Command::system("test"), work)
    }

    pub fn ids(&self) -> (ClientId, DebtorId) {
        self.app
            .read(|snapshot| {
                let client = client_by_code(snapshot, "SELLER")?.id;
                Ok((client, kept::party::debtor_by_code(snapshot, "BUYER")?.unwrap().id))
            })
            .unwrap()
    }

    pub fn contact(&self) -> Contact {
        let (_, debtor) = self.ids();
        self.app.read(|snapshot| Ok(kept::contact::of_debtor(snapshot, debtor)?.pop().unwrap())).unwrap()
    }

    pub fn message(&self, id: MessageId) -> Message {
        self.app.read(|snapshot| Ok(kept::message::get(snapshot, id)?.unwrap())).unwrap()
    }

    /// Messages of a direction about the debtor, oldest first.
    pub fn messages(&self, direction: Direction) -> Vec<Message> {
        let (_, debtor) = self.ids();
        let mut all = self.app.read(|snapshot| Ok(kept::message::of_debtor(snapshot, debtor, i64::MAX, 100)?)).unwrap();
        all.retain(|message| message.direction == direction);
        all.reverse();
        all
    }

    /// `mail.toml` for a server on this machine.
    pub fn settings(&self, port: u16, more: &str) {
        let text =
            format!("[outgoing]\nhost = \"localhost\"\nport = {port}\n{more}\n[incoming]\nmaildir = \"maildir\"\n");
        std::fs::write(self.path().join("mail.toml"), text).unwrap();
    }

    /// A message to the client, which obeys no quiet hours: it may leave whenever the tests run.
    pub fn to_client(&self, recipient: &str) -> MessageId {
        let (client, debtor) = self.ids();
        let recipient = recipient.to_owned();
        self.task(move |task| {
            let id = MessageId(task.new_id());
            let letter = task_letter();
            let at = task.unit.recorded_at();
            let message = Message {
                id,
                number: task.unit.next_number("message")?,
                direction: Direction::Out,
                purpose: Purpose::ToClient,
                channel: Channel::Email,
                debtor: Some(debtor),
                client: Some(client),
                contact: None,
                recipient,
                state: MessageState::Queued,
                queued_at: at,
                send_after: at,
                sent_at: None,
                sent_on: None,
                internet_id: format!("{}@factor.example", task.seal.message_key(id)),
                attempts: 0,
                subject: letter.subject.clone(),
                words: letter.plain_text(),
                body: MessageBody { letter: Some(letter), ..MessageBody::default() },
            };
            kept::message::add(task, &message, &[client], &[])?;
            Ok(id)
        })
        .unwrap()
    }

    /// Lays a mail in the mailbox.
    pub fn deliver(&self, name: &str, mail: &str) {
        std::fs::write(self.mailbox().join("new").join(name), mail).unwrap();
    }
}

fn task_letter() -> Letter {
    Letter {
        kind: LetterKind::ClientTask,
        language: Language::English,
        voice: Voice::Factor,
        letterhead: vec!["Example Factor".into(), "1 Bank Street".into()],
        sent_by: None,
        address: vec!["Seller Works Inc.".into()],
        dated: jiff::civil::date(2026, 6, 16),
        date_line: "16 June 2026".into(),
        subject: "A task about Buyer Stores Inc.".into(),
        greeting: "Good day,".into(),
        blocks: vec![Block::Paragraph {
            element: Element::Words,
            text: "Please send us the address of accounts payable.\n.\nA line with a dot stands before this one."
                .into(),
        }],
        closing: "Kind regards".into(),
        signatory: vec!["A. Person".into()],
        check: None,
        footer: vec!["Example Factor, 1 Bank Street, Springfield".into()],
    }
}

fn parties(task: &mut Task<'_, '_>) -> Result<(), Error> {
    let sender = Sender {
        address: Address {
            lines: vec!["1 Bank Street".into()],
            city: "Springfield".into(),
            postcode: "00001".into(),
            country: "US".into(),
            ..Address::default()
        },
        email: "desk@factor.example".into(),
        phone: "+1 555 0100".into(),
        guest_address: "https://pay.factor.example".into(),
        ..Sender::default()
    };
    kept::policy::put(task, Sender::POLICY, &sender)?;
    let client = NewClient {
        code: "SELLER".into(),
        name: "Seller Works Inc.".into(),
        status: ClientStatus::Active,
        account_manager: "A. Person".into(),
        identity: Identity::default(),
        account: None,
        guarantor: None,
    };
    save_client(task, &client)?;
    let debtor = NewDebtor {
        code: "BUYER".into(),
        name: "Buyer Stores Inc.".into(),
        status: DebtorStatus::Active,
        debtor_type: DebtorType::Business,
        limit: Money::new(100_000_000, Currency::USD),
        identity: Identity::default(),
        paying_accounts: Vec::new(),
    };
    save_debtor(task, &debtor)?;
    let link = NewCustomer {
        client: "SELLER".into(),
        debtor: "BUYER".into(),
        client_reference: None,
        limit: None,
        order_required: false,
    };
    link_customer(task, &link)?;
    let today = task.today;
    let version = draft(task, &NewVersion { client: "SELLER".into(), effective_from: today, terms: terms() })?;
    advance(task, "SELLER", version.version, &Step::Issue)?;
    for side in [Side::Factor, Side::Client] {
        let signature = Signature {
            side,
            signer: "A. Person".into(),
            capacity: "Director".into(),
            signed_on: today,
            terms_sha256: version.terms_sha256(),
        };
        advance(task, "SELLER", version.version, &Step::Sign { signature })?;
    }
    advance(task, "SELLER", version.version, &Step::PutInForce)?;
    let client = client_by_code(task, "SELLER")?.id;
    let debtor = kept::party::debtor_by_code(task, "BUYER")?.unwrap().id;
    record_existing(task, client, debtor, today, Evidence::Signed, "signed before")?;
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
        zone: "Europe/London".into(),
        source: ContactSource::Debtor,
        added_on: today,
        added_at: 0,
        findings: Vec::new(),
        added_by: "test".into(),
        verified: Some(Verified { on: today, by: "test".into(), how: "called".into(), independent: true }),
        opted_out: BTreeMap::new(),
        state: ContactState::Good,
        bounces: 0,
        erased_on: None,
    };
    kept::contact::put(task, &contact)?;
    Ok(())
}
