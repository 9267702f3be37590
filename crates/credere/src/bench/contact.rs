//! The contact engine on a large book: one run over every debtor with something past due.
//!
//! The book is filled by writing rows directly: debtors with a mailbox each, clients in turn, invoices due from two months
//! ago to two months ahead. Two runs are timed, with the durability of every other write: the first day of such a book, on
//! which every late debtor is written to, with a letter and a link of its own, and the day after, on which every debtor is
//! decided on with what was said the day before. The second is the run of an ordinary day.
//! Not measured: making the book, sending.

use super::ground::Ground;
use app::agreement::{NewVersion, Step, advance, draft};
use app::contact::Ran;
use app::party::{FactorParticulars, NewClient, save_client, save_factor};
use app::{App, Clock, Command, Home, Ids, NewBook, Task};
use domain::agreement::{Side, Signature};
use domain::contact::{Channel, Contact, ContactSource, ContactState, Role, Sender};
use domain::id::{ClientId, ContactId, DebtorId, NoticeId};
use domain::letter::Language;
use domain::money::{Currency, Money};
use domain::notice::{Evidence, Notice, NoticeEvent, NoticePolicy};
use domain::party::{Address, BankAccount, ClientStatus, Code, Debtor, DebtorStatus, DebtorType, Identity, Pair};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use std::error::Error;
use std::fmt;
use std::time::Instant;
use store::book::Reads;
use store::engine::{Table, Value};
use store::kept;
use uuid::Uuid;

/// Clients that the invoices belong to, in turn.
const CLIENTS: u64 = 200;
/// Debtors that are put into the book in one unit.
const UNIT: u64 = 5_000;
/// Invoices are due from so many days ago to so many days ahead.
const SPREAD_DAYS: u64 = 60;
/// A Monday morning in New York, before business hours.
const MORNING: &str = "2026-06-15T10:00:00Z";

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// Debtors in the book.
    pub debtors: u64,
    /// Open invoices in the book.
    pub invoices: u64,
    /// The run of an ordinary day.
    pub seconds: f64,
    /// Debtors that were decided on.
    pub decided: usize,
    /// Messages to debtors that came of it.
    pub written: usize,
    /// The run of the first day, on which every late debtor is written to.
    pub first_day_seconds: f64,
    /// Messages to debtors on the first day.
    pub first_day_written: usize,
    /// Messages to clients on the first day.
    pub first_day_asked: usize,
    /// Most memory the process held, in MB; 0 where the system does not say.
    pub peak_memory_mb: u64,
}

/// Two lines for people.
impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} debtors with {} open invoices: {} decided and {} written to in {:.2} s",
            self.debtors, self.invoices, self.decided, self.written, self.seconds
        )?;
        write!(
            f,
            "the first day: {} written to and {} requests to clients in {:.2} s; peak memory {} MB",
            self.first_day_written, self.first_day_asked, self.first_day_seconds, self.peak_memory_mb
        )
    }
}

type Failure = Box<dyn Error + Send + Sync>;

/// Fills a book and times two runs of the engine.
pub fn measure(ground: &Ground, debtors: u64, invoices: u64) -> Result<Measured, Failure> {
    let folder = ground.folder()?;
    let clock = Clock::set_to(MORNING.parse()?);
    let app = open(ground.home(&folder.path().join("book"), None), clock.clone())?;
    fill(&app, debtors, invoices)?;
    let (first, first_day_seconds) = timed(&app)?;
    clock.set(MORNING.parse::<Timestamp>()? + 24.hours());
    let (next, seconds) = timed(&app)?;
    Ok(Measured {
        debtors,
        invoices,
        seconds,
        decided: next.debtors,
        written: next.written,
        first_day_seconds,
        first_day_written: first.written,
        first_day_asked: first.asked,
        peak_memory_mb: super::purchase::peak_memory(),
    })
}

fn timed(app: &App) -> Result<(Ran, f64), Failure> {
    let begun = Instant::now();
    let ran = app::contact::run(app, "bench", &mut |_| {})?;
    if ran.refused > 0 {
        return Err(format!("{} messages were refused; the measurement needs all", ran.refused).into());
    }
    Ok((ran, begun.elapsed().as_secs_f64()))
}

fn open(home: Home, clock: Clock) -> Result<App, app::Error> {
    let new = NewBook {
        name: "Measured Factor".to_owned(),
        country: "US".to_owned(),
        currency: Currency::USD,
        zone: "America/New_York".to_owned(),
    };
    let app = App::init(home, &new, clock, Ids::random())?;
    let account = BankAccount {
        holder: "Measured Factor".to_owned(),
        number: "000123456789".to_owned(),
        bic: None,
        clearing: Some("021000021".to_owned()),
    };
    let particulars = FactorParticulars { name: "Measured Factor".to_owned(), account: Some(account) };
    save_factor(&app, Command::system("bench"), particulars)?;
    app.run(Command::system("bench"), |task| {
        let sender = Sender {
            address: Address {
                lines: vec!["1 Long Street".to_owned()],
                city: "Albany".to_owned(),
                ..Address::default()
            },
            email: "desk@factor.example".to_owned(),
            phone: "+1 518 555 0100".to_owned(),
            register: String::new(),
            guest_address: "https://pay.factor.example".to_owned(),
        };
        kept::policy::put(task, Sender::POLICY, &sender)?;
        (0..CLIENTS).try_for_each(|number| client(task, number))
    })?;
    Ok(app)
}

fn client(task: &mut Task<'_, '_>, number: u64) -> Result<(), app::Error> {
    let code = format!("C-{number:04}");
    let new = NewClient {
        code: code.clone(),
        name: format!("Measured Client {number}"),
        status: ClientStatus::Active,
        account_manager: "Nobody".to_owned(),
        identity: Identity::default(),
        account: None,
        guarantor: None,
    };
    save_client(task, &new)?;
    let effective_from = task.today.saturating_sub(400.days());
    let version = draft(task, &NewVersion { client: code.clone(), effective_from, terms: super::book::terms() })?;
    advance(task, &code, version.version, &Step::Issue)?;
    for side in [Side::Factor, Side::Client] {
        let signature = Signature {
            side,
            signer: "Measured Signer".to_owned(),
            capacity: "Director".to_owned(),
            signed_on: task.today,
            terms_sha256: version.terms_sha256(),
        };
        advance(task, &code, version.version, &Step::Sign { signature })?;
    }
    advance(task, &code, version.version, &Step::PutInForce).map(drop)
}

/// Puts debtors, their mailboxes, pairs and open invoices into the book.
fn fill(app: &App, debtors: u64, invoices: u64) -> Result<(), app::Error> {
    let clients: Vec<ClientId> =
        app.read(|reads| Ok(kept::party::clients(reads)?.into_iter().map(|client| client.id).collect()))?;
    let mut from = 0;
    while from < debtors {
        let to = (from + UNIT).min(debtors);
        let clients = clients.clone();
        app.run(Command::system("bench"), move |task| {
            for number in from..to {
                let share = invoices / debtors + u64::from(number < invoices % debtors);
                debtor(task, number, share, &clients)?;
            }
            Ok(())
        })?;
        from = to;
    }
    Ok(())
}

fn debtor(task: &mut Task<'_, '_>, number: u64, invoices: u64, clients: &[ClientId]) -> Result<(), app::Error> {
    let id = DebtorId(task.new_id());
    let code = format!("D-{number:06}");
    let debtor = Debtor {
        id,
        code: Code::parse(&code).map_err(|error| app::Error::refused("CODE", error, "Measure fewer debtors."))?,
        name: format!("Measured Debtor {number}"),
        status: DebtorStatus::Active,
        debtor_type: DebtorType::Business,
        limit: Money::new(i64::MAX / 4, Currency::USD),
        identity: Identity::default(),
        paying_accounts: Vec::new(),
    };
    kept::party::put_debtor(task, &debtor)?;
    let contact = Contact {
        id: ContactId(task.new_id()),
        debtor: Some(id),
        client: None,
        role: Role::AccountsPayable,
        mailbox: true,
        obligor: false,
        name: "Accounts payable".to_owned(),
        email: Some(format!("ap@debtor{number}.example")),
        phone: None,
        channel: Channel::Email,
        language: Language::English,
        zone: "America/Chicago".to_owned(),
        source: ContactSource::Factor,
        added_on: task.today,
        added_at: 0,
        added_by: "bench".to_owned(),
        verified: None,
        opted_out: std::collections::BTreeMap::new(),
        state: ContactState::Good,
        bounces: 0,
        findings: Vec::new(),
        erased_on: None,
    };
    kept::contact::put(task, &contact)?;
    let sellers: Vec<ClientId> = (0..2).filter_map(|seller| pick(clients, number * 2 + seller)).collect();
    for client in &sellers {
        let pair = Pair { client: *client, debtor: id, client_reference: None, limit: None, order_required: false };
        kept::party::put_pair(task, &pair)?;
        // LC-40: nobody is asked who was not told.
        let draft = Notice::draft(NoticeId(task.new_id()), *client, id, 1, false, task.today);
        let told =
            NoticeEvent::Existing { received_on: task.today, evidence: Evidence::Signed, how: "measured".to_owned() };
        let given = draft.apply(told, &NoticePolicy::default(), task.factor.calendar, task.today)?;
        kept::notice::put(task, &given.notice, None, None)?;
    }
    for invoice in 0..invoices {
        let seed = number.wrapping_mul(7_919).wrapping_add(invoice.wrapping_mul(104_729));
        let Some(client) = pick(&sellers, invoice) else { continue };
        let ahead = i64::try_from(seed % (2 * SPREAD_DAYS)).unwrap_or(0) - i64::try_from(SPREAD_DAYS).unwrap_or(0);
        put_invoice(task, id, client, number * 1_000 + invoice, task.today.saturating_add(ahead.days()))?;
    }
    Ok(())
}

fn pick(clients: &[ClientId], number: u64) -> Option<ClientId> {
    let place = usize::try_from(number).ok()?.checked_rem(clients.len())?;
    clients.get(place).copied()
}

/// An open purchased invoice, as a row: no journals, no schedule.
fn put_invoice(
    task: &mut Task<'_, '_>,
    debtor: DebtorId,
    client: ClientId,
    number: u64,
    due: Date,
) -> Result<(), app::Error> {
    static INVOICE: Table = Table {
        name: "invoice",
        columns: &[
            "factor_id",
            "invoice_id",
            "schedule_id",
            "line_no",
            "client_id",
            "debtor_id",
            "debtor_stated",
            "number",
            "number_key",
            "issued",
            "due",
            "currency",
            "amount_minor",
            "details",
            "state",
            "pledged",
            "decided_seq",
            "agreement_version",
            "advance_rate",
            "non_recourse",
            "purchased_on",
            "advance_minor",
            "open_minor",
            "held_minor",
            "fee_posted_minor",
            "fee_accrued_minor",
            "fee_deferred_minor",
            "portions",
        ],
    };
    let id: Uuid = task.new_id();
    let text = format!("INV-{number:09}");
    let (issued, due) = (due.saturating_sub(30.days()).to_string(), due.to_string());
    let open = 10_000 + i64::try_from(number % 997).unwrap_or(0) * 1_237;
    let factor = Reads::factor(task);
    let row = [
        Value::Id(factor),
        Value::Id(id),
        Value::Id(id),
        Value::Int(1),
        Value::Id(client.0),
        Value::Id(debtor.0),
        Value::Text(""),
        Value::Text(&text),
        Value::Text(&text),
        Value::Text(&issued),
        Value::Text(&due),
        Value::Text("USD"),
        Value::Int(open),
        Value::Text("{}"),
        Value::Text("PURCHASED"),
        Value::Int(1),
        Value::Int(1),
        Value::Int(1),
        Value::Text("0.85"),
        Value::Int(0),
        Value::Text(&issued),
        Value::Int(0),
        Value::Int(open),
        Value::Int(0),
        Value::Int(0),
        Value::Int(0),
        Value::Int(0),
        Value::Text("[]"),
    ];
    Ok(task.connection().insert(&INVOICE, &row)?)
}
