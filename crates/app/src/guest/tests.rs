//! Links that hold, and all that do not.

use super::*;
use crate::message::{Outgoing, queue};
use crate::party::{NewClient, NewDebtor, save_client, save_debtor};
use crate::{App, Clock, Command, Error, Ids, NewBook, Task};
use domain::contact::{Channel, Contact, ContactSource, ContactState, MessageState, Purpose, Role, Sender};
use domain::event::EventKind;
use domain::id::{ClientId, ContactId, DebtorId, LinkId, MessageId};
use domain::letter::{Language, Letter, LetterKind, Voice};
use domain::money::{Currency, Money};
use domain::party::{ClientStatus, DebtorStatus, DebtorType, Identity};
use store::kept;
use tempfile::TempDir;

const START: &str = "2026-03-04T15:00:00Z";

struct House {
    app: App,
    clock: Clock,
    debtor: DebtorId,
    other: DebtorId,
    client: ClientId,
    contact: ContactId,
    _folder: TempDir,
}

fn run<T>(
    app: &App,
    work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
) -> Result<T, Error>
where
    T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
{
    app.run(Command::system("test"), work)
}

fn new_debtor(code: &str, name: &str) -> NewDebtor {
    NewDebtor {
        code: code.into(),
        name: name.into(),
        status: DebtorStatus::Active,
        debtor_type: DebtorType::Business,
        limit: Money::new(10_000_000, Currency::USD),
        identity: Identity::default(),
        paying_accounts: Vec::new(),
    }
}

impl House {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let new = NewBook {
            name: "Calder Street Factors".into(),
            country: "US".into(),
            currency: Currency::USD,
            zone: "America/New_York".into(),
        };
        let clock = Clock::set_to(START.parse().unwrap());
        let app = App::init(folder.path(), &new, clock.clone(), Ids::seeded(1)).unwrap();
        let (debtor, other, client, contact) = run(&app, |task| {
            let sender = Sender { guest_address: "https://pay.calder.example/".into(), ..Sender::default() };
            kept::policy::put(task, Sender::POLICY, &sender)?;
            let debtor = save_debtor(task, &new_debtor("NORWELL", "Norwell Grocers Inc"))?.id;
            let other = save_debtor(task, &new_debtor("ASTON", "Aston Mills Ltd"))?.id;
            let new = NewClient {
                code: "HARBOR".into(),
                name: "Harbor Foods LLC".into(),
                status: ClientStatus::Active,
                account_manager: "Ida Quist".into(),
                identity: Identity::default(),
                account: None,
                guarantor: None,
            };
            let client = save_client(task, &new)?.id;
            let contact = Contact {
                id: ContactId(task.new_id()),
                debtor: Some(debtor),
                client: None,
                role: Role::AccountsPayable,
                mailbox: true,
                obligor: false,
                name: "Accounts payable".into(),
                email: Some("ap@norwell.example".into()),
                phone: None,
                channel: Channel::Email,
                language: Language::German,
                zone: "America/Chicago".into(),
                source: ContactSource::Factor,
                added_on: task.today,
                added_at: 0,
                added_by: "test".into(),
                verified: None,
                opted_out: std::collections::BTreeMap::new(),
                state: ContactState::Good,
                bounces: 0,
                findings: Vec::new(),
                erased_on: None,
            };
            kept::contact::put(task, &contact)?;
            Ok((debtor, other, client, contact.id))
        })
        .unwrap();
        Self { app, clock, debtor, other, client, contact, _folder: folder }
    }

    fn link(&self, party: GuestParty, contact: Option<ContactId>, days: Option<u16>) -> (LinkId, String) {
        let (link, address) = run(&self.app, move |task| make_link(task, party, contact, days)).unwrap();
        let token = address.strip_prefix("https://pay.calder.example/g/").unwrap().to_owned();
        (link, token)
    }

    fn debtors(&self) -> (LinkId, String) {
        self.link(GuestParty::Debtor(self.debtor), Some(self.contact), None)
    }

    /// Edits the book behind its back.
    fn tamper(&self, sql: &str) {
        rusqlite::Connection::open(self.app.book.file().unwrap()).unwrap().execute_batch(sql).unwrap();
    }

    /// The answer for a token that opens nothing; it never says why.
    #[track_caller]
    fn closed(&self, token: &str) {
        match open(&self.app, token) {
            Err(Error::NotFound(what)) => assert_eq!(what, "page under this link"),
            other => panic!("{other:?}"),
        }
    }

    fn events(&self, kind: EventKind) -> usize {
        self.app
            .read(|snapshot| {
                let all = kept::event::after(snapshot, 0, 1_000)?;
                Ok(all.iter().filter(|event| event.kind == kind).count())
            })
            .unwrap()
    }

    fn message(&self, link: LinkId) -> MessageId {
        let (debtor, client) = (self.debtor, self.client);
        run(&self.app, move |task| {
            let letter = Letter { subject: "When will these invoices be paid?".into(), ..sample_letter() };
            let queued = queue(
                task,
                Outgoing {
                    purpose: Purpose::Reply,
                    channel: Channel::Email,
                    debtor: Some(debtor),
                    to_client: None,
                    clients: vec![client],
                    invoices: Vec::new(),
                    contact: None,
                    recipient: "ap@norwell.example".into(),
                    letter,
                    documents: Vec::new(),
                    link: Some(link),
                    case: None,
                    answers: None,
                    reasons: Vec::new(),
                    state: MessageState::Queued,
                    not_before: 0,
                },
            )?;
            Ok(queued.message)
        })
        .unwrap()
    }
}

fn sample_letter() -> Letter {
    Letter {
        kind: LetterKind::Reply,
        language: Language::English,
        voice: Voice::Factor,
        letterhead: Vec::new(),
        sent_by: None,
        address: Vec::new(),
        dated: jiff::civil::date(2026, 3, 4),
        date_line: String::new(),
        subject: String::new(),
        greeting: String::new(),
        blocks: Vec::new(),
        closing: String::new(),
        signatory: Vec::new(),
        check: None,
        footer: Vec::new(),
    }
}

#[test]
fn a_link_opens_its_partys_page_in_its_contacts_language() {
    let house = House::new();
    let (_, token) = house.debtors();
    let guest = open(&house.app, &token).unwrap();
    assert_eq!(guest.party, GuestParty::Debtor(house.debtor));
    assert_eq!((guest.name.as_str(), guest.language), ("Norwell Grocers Inc", Language::German));
    assert_eq!(guest.actor(), "Accounts payable, Norwell Grocers Inc (by link)");
    let (_, token) = house.link(GuestParty::Client(house.client), None, None);
    assert_eq!(open(&house.app, &token).unwrap().party, GuestParty::Client(house.client));
}

#[test]
fn a_link_ends_with_its_last_moment_and_clients_links_end_sooner() {
    let house = House::new();
    let (_, debtors) = house.debtors();
    let (_, clients) = house.link(GuestParty::Client(house.client), None, None);
    let (_, short) = house.link(GuestParty::Debtor(house.debtor), None, Some(1));
    house.clock.set("2026-03-05T14:59:59Z".parse().unwrap());
    open(&house.app, &short).unwrap();
    house.clock.set("2026-03-05T15:00:01Z".parse().unwrap());
    house.closed(&short);
    house.clock.set("2026-04-03T15:00:01Z".parse().unwrap());
    house.closed(&clients);
    open(&house.app, &debtors).unwrap();
    house.clock.set("2026-06-02T15:00:01Z".parse().unwrap());
    house.closed(&debtors);
}

#[test]
fn forged_altered_and_unknown_tokens_all_look_like_nothing() {
    let house = House::new();
    let (link, token) = house.debtors();
    for place in 0..token.len() {
        let mut letters: Vec<char> = token.chars().collect();
        letters[place] = if letters[place] == 'A' { 'B' } else { 'A' };
        let altered: String = letters.into_iter().collect();
        if altered != token {
            house.closed(&altered);
        }
    }
    house.closed("");
    house.closed(&token[1..]);
    house.closed(&format!("{token}A"));
    let foreign = crate::Seal::new(&[9; 32]).link_token(link, "debtor");
    house.closed(&foreign);
    let stamped_but_unbound = house.app.seal().link_token(link, "something else");
    house.closed(&stamped_but_unbound);
    let never_made = house.app.seal().link_token(LinkId(uuid::Uuid::from_u128(5)), "debtor");
    house.closed(&never_made);
}

#[test]
fn a_link_taken_back_opens_nothing_and_that_is_recorded_once() {
    let house = House::new();
    let (link, token) = house.debtors();
    run(&house.app, move |task| revoke(task, link, "sent to the wrong person")).unwrap();
    house.closed(&token);
    run(&house.app, move |task| revoke(task, link, "again")).unwrap();
    assert_eq!(house.events(EventKind::LinkRevoked), 1);
    assert!(matches!(
        run(&house.app, |task| revoke(task, LinkId(uuid::Uuid::nil()), "never made")),
        Err(Error::NotFound(_))
    ));
}

#[test]
fn whoever_said_the_mail_was_not_for_them_reads_no_further() {
    let house = House::new();
    let (_, token) = house.debtors();
    let (_, nobodys) = house.link(GuestParty::Debtor(house.debtor), None, None);
    let id = house.contact;
    run(&house.app, move |task| {
        let mut contact = kept::contact::get(task, id)?.unwrap();
        contact.state = ContactState::Wrong;
        Ok(kept::contact::put(task, &contact)?)
    })
    .unwrap();
    house.closed(&token);
    open(&house.app, &nobodys).unwrap();
}

#[test]
fn a_row_moved_to_another_debtor_or_a_later_day_opens_nothing() {
    let house = House::new();
    let (_, token) = house.debtors();
    let other = house.other.0.simple();
    house.tamper(&format!("UPDATE guest_link SET contact_id = NULL, debtor_id = x'{other}'"));
    house.closed(&token);
    let house = House::new();
    let (_, token) = house.debtors();
    house.tamper("UPDATE guest_link SET expires_at = expires_at + 1");
    house.closed(&token);
}

#[test]
fn lc_45_the_first_opening_is_recorded_once_and_told_to_the_message_that_carries_the_link() {
    let house = House::new();
    let (link, token) = house.debtors();
    let message = house.message(link);
    assert!(run(&house.app, move |task| opened(task, link, "198.51.100.7")).unwrap());
    assert!(!run(&house.app, move |task| opened(task, link, "198.51.100.7")).unwrap());
    assert_eq!(house.events(EventKind::LinkOpened), 1);
    let is_known = |house: &House| {
        house.app.read(move |snapshot| Ok(kept::message::get(snapshot, message)?.unwrap().body.opened_at)).unwrap()
    };
    assert_eq!(is_known(&house), None, "a filter of a mail server fetches it too");
    assert!(run(&house.app, move |task| acted(task, link, "198.51.100.7")).unwrap());
    assert!(!run(&house.app, move |task| acted(task, link, "198.51.100.7")).unwrap());
    assert_eq!(house.events(EventKind::LinkOpened), 1);
    assert!(is_known(&house).is_some());
    let (debtor, client) = (house.debtor, house.client);
    house
        .app
        .read(move |snapshot| {
            let entries =
                kept::timeline::of_pair(snapshot, client, debtor, domain::contact::Seen::CLIENT, i64::MAX, 10)?;
            assert_eq!(entries[0].kind, domain::contact::Happening::Opened);
            assert!(entries[0].said.words(Language::English).contains("When will these invoices be paid?"));
            Ok(())
        })
        .unwrap();
    assert_eq!(open(&house.app, &token).unwrap().link.body.places.len(), 1);
}

#[test]
fn fr_22_an_answer_from_the_clients_own_network_is_seen_and_no_address_is_kept() {
    let house = House::new();
    let (debtors, _) = house.debtors();
    let (clients, _) = house.link(GuestParty::Client(house.client), None, None);
    let client = house.client;
    run(&house.app, move |task| opened(task, clients, "203.0.113.9")).unwrap();
    run(&house.app, move |task| opened(task, debtors, "198.51.100.7")).unwrap();
    let same = |house: &House| house.app.read(move |snapshot| same_place(snapshot, debtors, None, client)).unwrap();
    assert!(!same(&house));
    run(&house.app, move |task| opened(task, debtors, "203.0.113.9")).unwrap();
    assert!(same(&house));
    let body = house.app.read(move |snapshot| Ok(kept::guest_link::get(snapshot, debtors)?.unwrap().body)).unwrap();
    assert_eq!(body.places.len(), 2);
    assert!(!format!("{body:?}").contains("113.9"));
    for count in 0..20 {
        run(&house.app, move |task| opened(task, debtors, &format!("198.51.100.{count}"))).unwrap();
    }
    let body = house.app.read(move |snapshot| Ok(kept::guest_link::get(snapshot, debtors)?.unwrap().body)).unwrap();
    assert_eq!(body.places.len(), PLACES);
    // Many networks first do not hide the last one, nor does what is kept matter for the request itself.
    assert!(!same(&house));
    let here = house.app.seal().blind("203.0.113.9");
    let now = house.app.read(move |snapshot| same_place(snapshot, debtors, Some(&here), client)).unwrap();
    assert!(now);
    run(&house.app, move |task| opened(task, debtors, "203.0.113.9")).unwrap();
    assert!(same(&house));
}

#[test]
fn co_14_a_client_reads_of_an_opened_letter_on_several_clients_what_it_was_and_not_how_it_counts_them() {
    let house = House::new();
    let (link, _) = house.debtors();
    let message = house.message(link);
    let client = house.client;
    let second = run(&house.app, move |task| {
        let new = NewClient {
            code: "TIDE".into(),
            name: "Tidewater Parts Inc".into(),
            status: ClientStatus::Active,
            account_manager: "Ida Quist".into(),
            identity: Identity::default(),
            account: None,
            guarantor: None,
        };
        let second = save_client(task, &new)?.id;
        let debtor = kept::message::get(task, message)?.unwrap().debtor;
        kept::message::place(task, message, debtor, None, &[second])?;
        opened(task, link, "198.51.100.7")?;
        Ok(second)
    })
    .unwrap();
    let debtor = house.debtor;
    for client in [client, second] {
        let seen = domain::contact::Seen::CLIENT;
        let entries = house
            .app
            .read(move |snapshot| Ok(kept::timeline::of_pair(snapshot, client, debtor, seen, i64::MAX, 10)?))
            .unwrap();
        let words = entries[0].said.words(Language::English);
        assert!(!words.contains("these invoices"), "{words}");
    }
}

#[test]
fn the_links_of_a_mailbox_end_for_good_when_it_is_another_one_or_wrong_or_retired() {
    let house = House::new();
    let id = house.contact;
    let moved = move |task: &mut Task<'_, '_>| {
        let new = crate::contact::NewContact {
            contact: Some(id),
            debtor: Some("NORWELL".into()),
            client: None,
            role: Role::AccountsPayable,
            mailbox: true,
            obligor: false,
            name: "Accounts payable".into(),
            email: Some("payables@norwell.example".into()),
            phone: None,
            channel: Channel::Email,
            language: Language::German,
            zone: None,
            source: ContactSource::Factor,
        };
        crate::contact::save_contact(task, &new).map(drop)
    };
    let verify = move |task: &mut Task<'_, '_>| crate::contact::verify_contact(task, id, "called", true).map(drop);
    let (_, first) = house.debtors();
    run(&house.app, verify).unwrap();
    open(&house.app, &first).unwrap();
    run(&house.app, moved).unwrap();
    house.closed(&first);
    let (_, second) = house.debtors();
    open(&house.app, &second).unwrap();
    run(&house.app, move |task| crate::contact::mark_wrong(task, id, "left").map(drop)).unwrap();
    run(&house.app, verify).unwrap();
    house.closed(&second);
    let (_, third) = house.debtors();
    open(&house.app, &third).unwrap();
    run(&house.app, move |task| crate::contact::retire(task, id, "objects").map(drop)).unwrap();
    house.closed(&third);
    assert_eq!(house.events(EventKind::LinkRevoked), 3);
    // Nothing was said about a second look at what stays the same.
    let (_, fourth) = house.debtors();
    run(&house.app, move |task| crate::contact::opt_out(task, id, Channel::Phone).map(drop)).unwrap();
    open(&house.app, &fourth).unwrap();
}

#[test]
fn a_link_is_refused_with_every_reason_at_once() {
    let house = House::new();
    let (other, contact) = (house.other, house.contact);
    let refused = run(&house.app, move |task| {
        kept::policy::put(task, Sender::POLICY, &Sender::default())?;
        make_link(task, GuestParty::Debtor(other), Some(contact), Some(400))
    });
    let Err(Error::Refused(refusals)) = refused else { panic!("{refused:?}") };
    let codes: Vec<&str> = refusals.iter().map(|refusal| refusal.code.as_str()).collect();
    assert_eq!(codes, ["GUEST_ADDRESS", "LINK_DAYS", "LINK_CONTACT"]);
    let nobody = GuestParty::Debtor(DebtorId(uuid::Uuid::nil()));
    assert!(matches!(run(&house.app, move |task| make_link(task, nobody, None, None)), Err(Error::NotFound(_))));
}
