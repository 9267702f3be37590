//! CO-33 through the front door: a debtor with people, letters, replies, calls, cases and links; 24 months after its last
//! invoice nothing in the book's file knows any of them, everything else reads as before, and the audit holds.

use crate::bank::{Entry, Paper};
use crate::book::BETA;
use crate::trade::{Trade, codes, customer};
use app::answer::{GivenAnswer, Giver, give};
use app::audit::audit;
use app::contact::{NewContact, save_contact, verify_contact};
use app::dispute::{add_words, open, resolve};
use app::document::{NewDocument, add};
use app::erasure::{Party, due, erase_person, gather_person, run, standing};
use app::guest::{GuestParty, make_link};
use app::health::give_mood;
use app::notice;
use app::party::{NewClient, NewCustomer, link_customer, save_client};
use app::post::{Accepted, Carrier, CarryError, Maildir, Press, PrintRun, Style, Unset, Worker, send_due, take_in};
use app::report::{ReportKind, ReportRequest};
use app::verification::{Call, CallOutcome, NewCall, OneAnswer, Planned};
use app::{App, Command};
use domain::contact::{Channel, Contact, ContactSource, DocumentKind, Mood, Role, Said, erased_words};
use domain::dispute::{CaseKind, DisputeReason, NewCase, Outcome, OutcomeKind, Side, Speaker};
use domain::id::{ContactId, DebtorId};
use domain::invoice::verification::{Confirmable, Statement, Timing, VerificationPolicy};
use domain::letter::{Language, Letter};
use domain::party::{ClientStatus, Guarantor, Identity};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use std::cell::RefCell;
use store::engine::{Fault, Kept, Row, all};
use store::kept;
use store::schema::TABLES;

/// What may be nowhere afterwards: names, former names, addresses, numbers, and what these people said or were told.
const PERSONAL: [&str; 17] = [
    "Bremer",
    "bremer",
    "Ines",
    "Falk",
    "ines@beta.example",
    "falk@beta.example",
    "old.address@beta.example",
    "ap@beta.example",
    "555 0147",
    "My boy is ill",
    "after the funeral",
    "boxes fell on my foot",
    "she answers only in the morning",
    "a friend of the boss",
    "asked at the school",
    "mother of two",
    "holiday in Sicily",
];

/// A mail server that takes everything.
#[derive(Default)]
struct Server(RefCell<Vec<String>>);

impl Carrier for Server {
    fn carry(&self, _from: &str, _to: &str, bytes: &[u8]) -> Result<Accepted, CarryError> {
        self.0.borrow_mut().push(String::from_utf8(bytes.to_vec()).unwrap());
        Ok(Accepted { said: "250 taken for ines@beta.example".into() })
    }
}

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

fn ines() -> Speaker {
    Speaker::new(Side::Debtor, "Ines Bremer")
}

fn person(role: Role, mailbox: bool, name: &str, email: &str) -> NewContact {
    NewContact {
        contact: None,
        debtor: Some("BETA".into()),
        client: None,
        role,
        mailbox,
        name: name.into(),
        email: Some(email.into()),
        phone: Some("+1 212 555 0147".into()),
        channel: Channel::Email,
        language: Language::English,
        zone: Some("America/New_York".into()),
        source: ContactSource::Client,
        obligor: false,
    }
}

/// The small hours of New York are over, and whatever may leave leaves.
fn post(trade: &Trade, server: &Server) -> usize {
    let worker = Worker::take(&trade.app).unwrap().unwrap();
    send_due(&trade.app, &worker, server, &Plain, Style::default(), &|| true).unwrap().sent
}

fn reply(trade: &Trade, from: &str, text: &str) {
    let folder = trade.app.folder().join("mail");
    for part in ["new", "cur"] {
        std::fs::create_dir_all(folder.join(part)).unwrap();
    }
    let mail = format!(
        "From: Ines Bremer <{from}>\r\nTo: desk@lantern.example\r\nSubject: holiday in Sicily\r\n\
         Message-ID: <{}.ines@beta.example>\r\n\r\n{text}\r\n",
        trade.app.now().as_microsecond()
    );
    std::fs::write(folder.join("new").join(trade.app.now().as_microsecond().to_string()), mail).unwrap();
    let worker = Worker::take(&trade.app).unwrap().unwrap();
    let taken = take_in(&trade.app, &worker, &Maildir::at(&folder)).unwrap();
    assert_eq!((taken.replies, taken.unfiled), (1, 0), "{taken:?}");
    // The mailbox is the mail server's, not the book's.
    std::fs::remove_dir_all(folder).unwrap();
}

/// ALPHA and BETA with all that people do; everything is settled in March and April 2026.
struct Story {
    trade: Trade,
    beta: DebtorId,
    ines: ContactId,
}

impl Story {
    fn new() -> Self {
        let trade = Trade::new();
        let beta = trade.debtor("BETA");
        let ines = people(&trade);
        introduced(&trade, beta);
        let server = Server::default();
        for day in 2..=20 {
            trade.on(date(2026, 3, day));
            notice::run(&trade.app, "job").unwrap();
            post(&trade, &server);
        }
        assert!(server.0.borrow().iter().any(|mail| mail.contains("Ines")), "she was written to");
        said(&trade, beta, ines);
        called(&trade, &server);
        trade.on(date(2026, 4, 13));
        app::contact::run(&trade.app, "job", &mut |_| {}).unwrap();
        for day in 13..=15 {
            trade.on(date(2026, 4, day));
            post(&trade, &server);
        }
        reply(&trade, "ines@beta.example", "We pay after the funeral. Ines Bremer, +1 212 555 0147");
        settled(&trade, beta);
        Self { trade, beta, ines }
    }

    fn standing(&self) -> app::erasure::Standing {
        let today = self.trade.app.today();
        let party = Party::Debtor(self.beta);
        self.trade.app.read(|reads| standing(reads, party, &TimeZone::UTC, today)).unwrap()
    }

    fn contact(&self) -> Contact {
        self.trade.app.read(|reads| Ok(kept::contact::get(reads, self.ines)?)).unwrap().unwrap()
    }
}

fn people(trade: &Trade) -> ContactId {
    trade
        .run(|task| {
            save_contact(task, &person(Role::AccountsPayable, true, "Accounts payable", "ap@beta.example"))?;
            save_contact(task, &person(Role::Controller, false, "Falk Bremer", "falk@beta.example"))?;
            let first = person(Role::AccountsPayable, false, "Ines Falk", "old.address@beta.example");
            let ines = save_contact(task, &first)?.id;
            let now = NewContact {
                contact: Some(ines),
                ..person(Role::AccountsPayable, false, "Ines Bremer", "ines@beta.example")
            };
            save_contact(task, &now)?;
            verify_contact(task, ines, "asked at the school, she answers only in the morning", true)?;
            Ok(ines)
        })
        .unwrap()
}

/// Client B introduces the factor to BETA: heads-up, introduction, notice, acknowledgment.
fn introduced(trade: &Trade, beta: DebtorId) {
    let client = trade.client_id("CLIENT-B");
    trade
        .run(move |task| {
            let link = NewCustomer {
                client: "CLIENT-B".into(),
                debtor: "BETA".into(),
                client_reference: None,
                limit: None,
                order_required: false,
            };
            link_customer(task, &link)?;
            let mailbox = kept::contact::with_email(task, "ap@beta.example")?[0].id;
            app::contact::mark_wrong(task, mailbox, "a friend of the boss")?;
            notice::open(task, client, beta)?;
            let today = task.today;
            notice::heads_up(task, client, beta, today, "Ines Bremer", Channel::Phone)?;
            Ok(())
        })
        .unwrap();
}

fn said(trade: &Trade, beta: DebtorId, ines_id: ContactId) {
    let client = trade.client_id("CLIENT-B");
    trade
        .run(move |task| {
            notice::acknowledge(task, client, beta, "Ines Bremer", Some(ines_id))?;
            Ok(())
        })
        .unwrap();
    let (one, other) = (trade.buy("BETA", "B-101", 100_000), trade.buy("BETA", "B-102", 90_000));
    let link = trade
        .run(move |task| make_link(task, GuestParty::Debtor(beta), Some(ines_id), None).map(|(link, _)| link))
        .unwrap();
    // By her link, under a key, as her page does.
    let giver = Giver {
        debtor: beta,
        client: None,
        by: Speaker::new(Side::Debtor, "Ines Bremer, Beta Stores LLC (by link)"),
        contact: Some(ines_id),
    };
    let answers = vec![GivenAnswer {
        invoice: one,
        said: Said::Paid { on: trade.app.today(), how: "wired it, My boy is ill".into() },
    }];
    let command = Command::new("Ines Bremer, Beta Stores LLC (by link)", Some(&format!("guest:{link}:k1")), b"answer");
    trade.app.run(command, move |task| give(task, &giver, &answers)).unwrap();
    trade
        .run(move |task| {
            let new = NewCase {
                kind: CaseKind::Dispute,
                debtor: beta,
                client: None,
                invoice: Some(other),
                reason: Some(DisputeReason::Quality),
                amount: None,
                words: "boxes fell on my foot".into(),
                by: ines(),
            };
            let case = open(task, new)?.case;
            add_words(task, case, Speaker::new(Side::Factor, "Imogen Harrowgate"), "Dear Ms Bremer, get well soon.")?;
            resolve(task, case, ines(), Outcome::of(OutcomeKind::Withdrawn), "It was my own fault. Ines")?;
            let by = ines();
            let supplier = app::client_by_code(task, "CLIENT-K")?.id;
            give_mood(task, (supplier, beta), Mood::Good, &by, "kind, for a mother of two", false)?;
            let paper = NewDocument {
                kind: DocumentKind::Other,
                invoice: None,
                client: None,
                debtor: Some(beta),
                name: "ines-bremer-sick-note.pdf".into(),
                by: ines(),
            };
            add(task, paper, b"%PDF-1.4 Ines Bremer, mother of two, holiday in Sicily\n%%EOF")?;
            Ok(())
        })
        .unwrap();
}

/// LC-05: an invoice that is verified by telephone before it is bought.
fn called(trade: &Trade, server: &Server) {
    let policy = VerificationPolicy { mode: Timing::BeforePurchase, ..VerificationPolicy::default() };
    let saved = trade.run(move |task| app::verification::save_policy(task, &policy));
    saved.unwrap();
    let today = trade.app.today();
    let due = today.saturating_add(jiff::Span::new().days(30));
    let text = format!("debtor,number,issued,due,amount,currency\nbeta,B-103,{today},{due},500.00,USD\n");
    let file = ("called.csv".to_owned(), text.into_bytes());
    let transfer = domain::invoice::TransferMethod::Wire;
    let read =
        app::schedule::read_files(&trade.app, "CLIENT-K", Some("credere"), std::slice::from_ref(&file), transfer)
            .unwrap();
    let answer = app::schedule::submit(&trade.app, "test", &read, &mut |_| {}).unwrap();
    let invoice = answer.lines[0].invoice;
    // CO-05: a call comes after a mail that nobody answered, and is planned.
    app::verification::run(&trade.app, today).unwrap();
    for days in 1..=10 {
        trade.on(today.saturating_add(jiff::Span::new().days(days)));
        post(trade, server);
    }
    let new = NewCall { caller: "Nora Fenwick".into(), invoices: vec![invoice] };
    let call = match trade.run(move |task| app::verification::plan_call(task, &new)).unwrap() {
        Planned::Call(queued) => queued.message,
        Planned::Not(why) => panic!("{why:?}"),
    };
    trade
        .run(move |task| {
            let factor = task.factor.clone();
            let client = kept::invoice::get(task, invoice)?.unwrap().client;
            let client = kept::party::client(task, client)?.unwrap();
            let name = client.identity.trading_name.unwrap_or(client.name);
            let said = format!("Nora Fenwick from {}, which buys invoices of {name}.", factor.name);
            let statement = Statement {
                caller: "Nora Fenwick".into(),
                calling_for: factor.name.clone(),
                said,
                number: "+1 212 555 0147".into(),
                spoke_with: "Ines Bremer, accounts payable".into(),
            };
            let all = Confirmable::ALL.to_vec();
            let invoices = vec![OneAnswer { invoice, confirmed: all, discrepancy: None }];
            let outcome = CallOutcome::Answered { statement, invoices };
            app::verification::record_call(task, &Call { message: call, made_at: None, outcome }).map(drop)
        })
        .unwrap();
    let never = VerificationPolicy { mode: Timing::Never, ..VerificationPolicy::default() };
    trade.run(move |task| app::verification::save_policy(task, &never)).unwrap();
}

/// BETA pays everything on 20 April; every case is closed; ALPHA has words of its own.
fn settled(trade: &Trade, beta: DebtorId) {
    let entries = [("E1", "B-101", 100_000), ("E2", "B-102", 90_000), ("E3", "B-103", 50_000)].map(
        |(reference, number, amount)| {
            Entry::new(reference, amount).from(BETA.0, BETA.1).paying(&[(number, Some(amount))])
        },
    );
    trade.bank(&Paper::new("S-1", date(2026, 4, 20), 0, entries.into()));
    let invoice = trade.buy("ALPHA", "A-101", 100_000);
    trade.dispute(invoice, Some(10_000)).unwrap();
    trade.say(invoice, Said::NotReceived { words: "Please send it again.".into() }).unwrap();
    app::answer::run(&trade.app, "job").unwrap();
    app::dispute::run(&trade.app, "job").unwrap();
    trade
        .run(move |task| {
            for case in kept::relation_case::of_debtor(task, beta)?.into_iter().filter(|case| case.is_open()) {
                let by = Speaker::new(Side::Factor, "Imogen Harrowgate");
                let outcome =
                    if case.kind == CaseKind::Dispute { OutcomeKind::Withdrawn } else { OutcomeKind::Answered };
                resolve(task, case.id, by, Outcome::of(outcome), "")?;
            }
            Ok(())
        })
        .unwrap();
}

/// Every column of every table as text, a line for each row; without tables of `but`.
fn dump(app: &App, but: &[&str]) -> Vec<String> {
    let mut connection = app.book.connect().unwrap();
    let mut lines = Vec::new();
    for table in TABLES.iter().filter(|table| !but.contains(&table.name)) {
        let sql = format!("SELECT {} FROM {}", table.columns.join(", "), table.name);
        let read = |row: &dyn Row| {
            let value = |at: usize| {
                Ok(match row.kept(at)? {
                    Kept::Text(text) => text,
                    Kept::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                    other => format!("{other:?}"),
                })
            };
            let values: Result<Vec<String>, Fault> = (0..table.columns.len()).map(value).collect();
            Ok(format!("{}: {}", table.name, values?.join(" | ")))
        };
        lines.extend(all(connection.as_mut(), &sql, &[], read).unwrap());
    }
    lines
}

/// No byte of the book file says more of its people than the papers that were signed.
fn file_forgets(file: &std::path::Path, after: &[String]) {
    let bytes = std::fs::read(file).unwrap();
    let log = std::fs::read(file.with_extension("book-wal")).unwrap_or_default();
    let signed: Vec<String> = after.iter().filter(|line| line.starts_with("paper: ")).cloned().collect();
    for personal in PERSONAL.iter().filter(|personal| holding(&signed, personal).is_empty()) {
        assert!(!has(&bytes, personal) && !has(&log, personal), "{personal} is left in the file");
    }
    // Her name is in the file as often as in the signed papers and the events that recorded them, and nowhere else.
    let times = |bytes: &[u8]| bytes.windows(6).filter(|window| *window == b"Bremer").count();
    let of_papers =
        |line: &&String| line.starts_with("paper: ") || line.starts_with("event: ") && line.contains("PAPER_SIGNED");
    let in_papers: usize = after.iter().filter(of_papers).map(|line| times(line.as_bytes())).sum();
    assert!(in_papers > 0 && times(&log) == 0);
    assert_eq!(times(&bytes), in_papers);
}

fn holding(lines: &[String], what: &str) -> Vec<String> {
    lines.iter().filter(|line| line.contains(what)).cloned().collect()
}

fn has(bytes: &[u8], what: &str) -> bool {
    bytes.windows(what.len()).any(|window| window == what.as_bytes())
}

fn erase_all(trade: &Trade) -> app::erasure::Erased {
    let erased = run(&trade.app, "job").unwrap();
    app::job::record(&trade.app, "retention", &Ok(format!("{} erased", erased.parties))).unwrap();
    erased
}

fn audited(trade: &Trade) -> String {
    let report = audit(&trade.app.book, trade.app.now()).unwrap();
    assert!(report.holds(), "{report}");
    report.to_string()
}

/// The last invoice was paid on 20 April 2026: its people are kept until 20 April 2028.
const LAST_DAY: Date = date(2028, 4, 20);

#[test]
fn co_33_after_24_months_nothing_in_the_book_knows_its_people_and_all_else_is_as_before() {
    let story = Story::new();
    let trade = &story.trade;
    let before = dump(&trade.app, &[]);
    for personal in PERSONAL {
        assert!(!holding(&before, personal).is_empty(), "the story never said {personal}");
    }
    let alpha: Vec<String> = holding(&before, "A. Ito");
    assert!(alpha.len() > 4, "{alpha:?}");
    audited(trade);

    trade.on(LAST_DAY);
    let standing = story.standing();
    assert_eq!((standing.until, standing.last_invoice_on), (Some(LAST_DAY), Some(date(2026, 4, 20))), "{standing:?}");
    assert_eq!(erase_all(trade).parties, 0, "the last day still counts");
    assert_eq!(story.contact().name, "Ines Bremer");

    trade.on(date(2028, 4, 21));
    let due = due(&trade.app).unwrap();
    assert_eq!(due.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["BETA"]);
    let erased = erase_all(trade);
    assert_eq!((erased.parties, erased.waiting, erased.compacted), (1, 0, true), "{erased:?}");
    let after = dump(&trade.app, &[]);
    // The one exception: what was signed is addressed to the company, and stays as it was signed.
    let but_papers = dump(&trade.app, &["paper"]);
    let papers = |line: &String| line.starts_with("event: ") && line.contains("PAPER_SIGNED");
    let but_papers: Vec<String> = but_papers.into_iter().filter(|line| !papers(line)).collect();
    for personal in PERSONAL {
        let left = holding(&but_papers, personal);
        assert!(left.is_empty(), "{personal}: {left:#?}");
    }
    // A database's files are its operator's (see the head of `engine::postgres`).
    if let Some(file) = trade.app.book.file() {
        file_forgets(&file, &after);
    }
    // Nothing of ALPHA changed, nothing was added or lost but what says that something was erased.
    assert_eq!(holding(&after, "A. Ito"), alpha);
    let rows =
        |lines: &[String], table: &str| lines.iter().filter(|line| line.starts_with(&format!("{table}: "))).count();
    for table in [
        "contact",
        "message",
        "answer",
        "relation_case",
        "verification",
        "notice",
        "document",
        "mood",
        "paper",
        "journal",
    ] {
        assert_eq!(rows(&before, table), rows(&after, table), "{table}");
    }
    let contact = story.contact();
    let mark = erased_words(date(2028, 4, 21));
    assert_eq!(
        (contact.name.as_str(), contact.email, contact.erased_on),
        (mark.as_str(), None, Some(date(2028, 4, 21)))
    );
    let report = audited(trade);
    assert!(report.contains("personal data erased from "), "{report}");
    trade.check();
    for kind in ReportKind::ALL {
        let request = ReportRequest::new(date(2028, 4, 21));
        trade.app.read(|reads| Ok(app::report::run(reads, kind, &request, trade.app.now())?)).unwrap();
    }
    assert_eq!(erase_all(trade), app::erasure::Erased::default(), "once");
}

#[test]
fn co_33_a_new_invoice_starts_the_time_again_and_what_waits_stops_it() {
    let story = Story::new();
    let trade = &story.trade;
    trade.on(date(2027, 12, 1));
    trade.buy("BETA", "B-201", 70_000);
    trade.on(date(2028, 4, 21));
    let standing = story.standing();
    assert_eq!((standing.until, &standing.held_by[..]), (None, &["1 open invoice".to_owned()][..]));
    assert_eq!(erase_all(trade).parties, 0);
    // Paid on a leap day.
    let entry = Entry::new("E9", 70_000).from(BETA.0, BETA.1).paying(&[("B-201", Some(70_000))]);
    trade.bank(&Paper::new("S-9", date(2028, 2, 29), 240_000, vec![entry]));
    assert_eq!(story.standing().until, Some(date(2030, 2, 28)), "29 February two years on");
    trade.on(date(2030, 2, 28));
    assert_eq!(erase_all(trade).parties, 0);
    trade.on(date(2030, 3, 1));
    assert_eq!(erase_all(trade).parties, 1);
    assert!(holding(&dump(&trade.app, &["paper", "event"]), "Bremer").is_empty());
    audited(trade);
}

#[test]
fn co_33_a_person_goes_at_once_when_it_asks_and_nothing_is_open() {
    let story = Story::new();
    let trade = &story.trade;
    let ines = story.ines;
    let ask = |why: &'static str| {
        let (gathered, debtors) = gather_person(&trade.app, ines).unwrap();
        trade.run(move |task| erase_person(task, gathered, &debtors, ines, why))
    };
    let open = trade.buy("BETA", "B-201", 70_000);
    assert_eq!(codes(ask("")), ["ERASURE_OPEN", "WHY"], "all at once");
    let entry = Entry::new("E9", 70_000).from(BETA.0, BETA.1).paying(&[("B-201", Some(70_000))]);
    trade.bank(&Paper::new("S-9", date(2026, 4, 21), 240_000, vec![entry]));
    assert_eq!(trade.invoice(open).open, 0);
    ask("Ines Bremer wrote on 21 April").unwrap();
    assert_eq!(codes(ask("again")), ["ERASED"]);
    let left = dump(&trade.app, &[]);
    let papers = |line: &String| line.starts_with("paper: ") || line.contains("PAPER_SIGNED");
    let left: Vec<String> = left.into_iter().filter(|line| !papers(line)).collect();
    for personal in ["Ines", "ines@beta.example", "old.address@beta.example", "My boy is ill", "after the funeral"] {
        let found = holding(&left, personal);
        assert!(found.is_empty(), "{personal}: {found:#?}");
    }
    // The others at the same debtor stay, with their address.
    assert!(!holding(&left, "falk@beta.example").is_empty());
    assert!(!holding(&left, customer().name.as_str()).is_empty());
    let report = audited(trade);
    assert!(report.contains("personal data erased from "), "{report}");
    let compacted = erase_all(trade);
    assert_eq!((compacted.parties, compacted.compacted), (0, true), "the file is written anew with the next run");
}

#[test]
fn co_33_a_clients_people_and_its_guarantor_go_when_nothing_binds_it_any_more() {
    let story = Story::new();
    let trade = &story.trade;
    trade
        .run(|task| {
            let client = NewClient {
                code: "QUIET".into(),
                name: "Quiet Harbor Joinery LLC".into(),
                status: ClientStatus::Active,
                account_manager: "Ines Calder".into(),
                identity: Identity::default(),
                account: None,
                guarantor: Some(Guarantor {
                    name: "Ottoline Quill".into(),
                    natural_person_obligor: true,
                    california: false,
                }),
            };
            save_client(task, &client)?;
            let mut owner = person(Role::Client, false, "Perpetua Vole", "p.vole@quiet-harbor.example");
            (owner.debtor, owner.client) = (None, Some("QUIET".into()));
            save_contact(task, &owner).map(drop)
        })
        .unwrap();
    let personal = ["Ottoline", "Perpetua Vole", "p.vole@quiet-harbor.example"];
    let held = |lines: &[String]| personal.map(|one| holding(lines, one).len());
    assert!(held(&dump(&trade.app, &[])).iter().all(|count| *count > 0));
    trade.on(date(2028, 6, 1));
    let due: Vec<String> = due(&trade.app).unwrap().into_iter().map(|one| one.code.to_string()).collect();
    assert!(due.contains(&"QUIET".to_owned()) && !due.contains(&"CLIENT-B".to_owned()), "{due:?}");
    erase_all(trade);
    let left = dump(&trade.app, &[]);
    assert_eq!(held(&left), [0, 0, 0]);
    assert!(!holding(&left, "Quiet Harbor Joinery LLC").is_empty(), "the company stays");
    audited(trade);
    // New people come, and one of them goes while the other stays: the note of the day when all went stands as it is.
    let note = || holding(&dump(&trade.app, &[]), "erased_party: ");
    let before = note();
    let comes = |name: &'static str, email: &str| {
        let mut owner = person(Role::Client, false, name, email);
        (owner.debtor, owner.client) = (None, Some("QUIET".into()));
        trade.run(move |task| save_contact(task, &owner)).unwrap().id
    };
    let (one, other) =
        (comes("Hester Lamb", "h.lamb@quiet-harbor.example"), comes("Moss Avery", "m.avery@quiet-harbor.example"));
    let goes = |id: ContactId| {
        trade.on(trade.app.today().tomorrow().unwrap());
        let (gathered, debtors) = gather_person(&trade.app, id).unwrap();
        trade.run(move |task| erase_person(task, gathered, &debtors, id, "wrote to us")).unwrap();
        audited(trade);
    };
    goes(one);
    assert!(!before.is_empty() && note() == before, "{before:#?} {:#?}", note());
    goes(other);
    assert_ne!(note(), before, "nobody is left once more");
}
