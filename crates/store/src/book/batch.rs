//! One transaction of the queue: the chain's head and the hot sums in memory, each written once.

use super::particulars::Particulars;
use super::queue::Job;
use super::unit::Unit;
use super::{Now, Salts};
use crate::engine::{Ask, Connection, Fault, Value, first};
use crate::kept::idempotency;
use crate::schema;
use domain::agreement::Terms;
use domain::credit::ClientPosition;
use domain::event::{Chain, Content, EventKind, Link, digest};
use domain::id::{AgreementId, ClientId, DebtorId, FactorId};
use domain::ledger::{Account, Journal};
use domain::money::Currency;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// What stays in memory between batches: what never changes, and the factor, which every batch looks at again.
pub(super) struct Memory {
    pub(super) terms: HashMap<AgreementId, Arc<Terms>>,
    pub(super) particulars: Arc<Particulars>,
    pub(super) salts: Salts,
    /// When this process ran its last unit, in microseconds since 1970; 0 before the first.
    pub(super) ran_at: i64,
}

/// An event to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// What happened.
    pub kind: EventKind,
    /// The business date in the factor's zone.
    pub business_date: Date,
    /// Who did it.
    pub actor: &'a str,
    /// The facts, as JSON text.
    pub body: &'a str,
}

pub(super) type BalanceKey = (Uuid, Currency, Account);
type MovementKey = (Uuid, Currency, Account, Date);
type ExposureKey = (DebtorId, ClientId, Currency);

/// What one debtor owes, per client and currency: a handful of rows.
type Exposures = Vec<((ClientId, Currency), Sum)>;

/// What a unit is going to ask of the sums that the batch keeps, and of the book.
#[derive(Debug)]
pub struct Expected<'a> {
    /// Whose [`Unit::position`].
    pub client: ClientId,
    /// In which currency.
    pub currency: Currency,
    /// Whose [`Unit::exposure`].
    pub debtors: &'a [Uuid],
    /// Kinds of [`Unit::next_number`].
    pub numbers: &'a [&'static str],
    /// Questions besides.
    pub also: Vec<Ask<'a>>,
}

/// A sum as it stands in this transaction.
#[derive(Clone, Copy, Default)]
struct Sum {
    amount: i64,
    changed: bool,
}

/// One change of a sum, so that a dropped unit can take it back.
enum Change {
    Balance(BalanceKey, i64),
    Movement(MovementKey, i64),
    Exposure(ExposureKey, i64),
    Number(&'static str),
}

pub(super) struct Batch<'a> {
    pub(super) connection: &'a mut dyn Connection,
    pub(super) factor: Uuid,
    pub(super) memory: &'a mut Memory,
    /// The last event: its number and link. Read with the first unit.
    head: Option<(i64, Link)>,
    /// No two events of a book are recorded at the same time, and never backwards.
    last_recorded: i64,
    pub(super) recorded_at: i64,
    balances: HashMap<BalanceKey, Sum>,
    movements: HashMap<MovementKey, (i64, i64)>,
    exposures: HashMap<DebtorId, Exposures>,
    loaded_clients: Vec<(Uuid, Currency)>,
    counters: HashMap<&'static str, Sum>,
    changes: Vec<Change>,
    /// Is a unit kept in this transaction already?
    holds_units: bool,
}

const HEAD: &str = "SELECT seq, hash, recorded_at FROM event WHERE factor_id = $1 ORDER BY seq DESC LIMIT 1";
const BALANCES: &str =
    "SELECT account, amount_minor FROM balance WHERE factor_id = $1 AND client_id = $2 AND currency = $3";
const NUMBER: &str = "SELECT last FROM counter WHERE factor_id = $1 AND kind = $2";
const EXPOSURES: &str =
    "SELECT debtor_id, client_id, currency, open_minor FROM exposure WHERE factor_id = $1 AND debtor_id {in $2}";

/// The last event of the book: its number, its link, when it was recorded.
fn head_of(connection: &mut dyn Connection, factor: Uuid) -> Result<(i64, Link, i64), Fault> {
    let head = first(connection, HEAD, &[Value::Id(factor)], |row| {
        let hash: Link = row.bytes(1)?.try_into().map_err(|_| Fault::unreadable("hash", "it has not 32 bytes"))?;
        Ok((row.int(0)?, hash, row.int(2)?))
    })?;
    Ok(head.unwrap_or((0, [0; 32], 0)))
}

impl<'a> Batch<'a> {
    pub(super) fn open(
        connection: &'a mut dyn Connection,
        factor: FactorId,
        memory: &'a mut Memory,
    ) -> Result<Self, Fault> {
        connection.ask_ahead(&[Ask { sql: HEAD, parameters: vec![Value::Id(factor.0)] }])?;
        // Another process may have changed them.
        memory.particulars.look(connection, factor)?;
        Ok(Self {
            connection,
            factor: factor.0,
            memory,
            head: None,
            last_recorded: 0,
            recorded_at: 0,
            balances: HashMap::new(),
            movements: HashMap::new(),
            exposures: HashMap::new(),
            loaded_clients: Vec::new(),
            counters: HashMap::new(),
            changes: Vec::new(),
            holds_units: false,
        })
    }

    /// Forgets everything read so far and reads the head again: the transaction is a new one.
    fn begin_again(&mut self) -> Result<(), Fault> {
        self.connection.roll_back()?;
        self.connection.begin(Some(self.factor))?;
        self.head = None;
        self.balances.clear();
        self.movements.clear();
        self.exposures.clear();
        self.loaded_clients.clear();
        self.counters.clear();
        self.changes.clear();
        Ok(())
    }

    /// The last event of the book, and when it was recorded.
    fn chain_head(&mut self) -> Result<(i64, Link), Fault> {
        if let Some(head) = self.head {
            return Ok(head);
        }
        let (seq, hash, last_recorded) = head_of(self.connection, self.factor)?;
        self.last_recorded = last_recorded;
        Ok(*self.head.insert((seq, hash)))
    }

    /// Says together what several units are going to ask, where each question is a way to a server and back: their keys, and
    /// what each says by itself in `look`.
    pub(super) fn look_ahead<'j>(&mut self, units: impl Iterator<Item = &'j mut Box<dyn Job>>) -> Result<(), Fault> {
        if !self.connection.is_far() {
            return Ok(());
        }
        // A look asks the clock for nothing: how often it is asked must not depend on the engine.
        self.recorded_at = self.memory.ran_at;
        for unit in units {
            if let Some(key) = unit.key() {
                self.connection.ask_ahead(&[idempotency::ask(self.factor, key)])?;
            }
            if self.recorded_at > 0 {
                unit.look(&mut Unit::new(self))?;
            }
        }
        Ok(())
    }

    /// Runs one unit in its own savepoint; `work` says whether it is kept.
    pub(super) fn unit(&mut self, now: &Now, work: impl FnOnce(&mut Unit<'_>) -> bool) -> Result<(), Fault> {
        // The first unit needs no savepoint: nothing else is in the transaction that would have to stay. Without one the
        // engine need not keep the old content of every page (measured on large schedules).
        let alone = !self.holds_units;
        if !alone {
            self.connection.open_unit()?;
        }
        let head = self.chain_head()?;
        let last_recorded = self.last_recorded;
        self.recorded_at = now().as_microsecond().max(self.last_recorded + 1);
        self.memory.ran_at = self.recorded_at;
        self.changes.clear();
        let keep = work(&mut Unit::new(self));
        if let Some(fault) = self.connection.spoiled() {
            return Err(fault);
        }
        if keep {
            self.holds_units = true;
            return if alone { Ok(()) } else { self.connection.keep_unit() };
        }
        if alone {
            return self.begin_again();
        }
        self.head = Some(head);
        self.last_recorded = last_recorded;
        for change in std::mem::take(&mut self.changes) {
            match change {
                Change::Balance(key, delta) => self.balances.entry(key).or_default().amount -= delta,
                Change::Movement(key, delta) => add_movement(self.movements.entry(key).or_default(), -delta, delta < 0),
                Change::Exposure((debtor, client, currency), delta) => {
                    exposure_of(self.exposures.entry(debtor).or_default(), client, currency).amount -= delta;
                }
                Change::Number(kind) => self.counters.entry(kind).or_default().amount -= 1,
            }
        }
        self.connection.drop_unit()
    }

    /// Records an event with its journals: chain, rows, sums.
    pub(super) fn record(&mut self, draft: &Draft<'_>, journals: &[Journal]) -> Result<i64, Fault> {
        let (last, before) = self.chain_head()?;
        let seq = last + 1;
        let salt = self.memory.salts.salt(seq, self.recorded_at);
        let content = Content {
            sequence: seq,
            kind: draft.kind.code(),
            business_date: draft.business_date,
            recorded_at: self.recorded_at,
            digest: digest(&salt, draft.actor, draft.body),
        };
        let mut chain = Chain::start(&before, &content);
        for (number, journal) in (0_i64..).zip(journals) {
            journal.check()?;
            let proofs = serde_json::to_string(&journal.proofs).map_err(|error| Fault::unreadable("proof", error))?;
            chain.journal(journal, &proofs);
            self.write_journal(seq, number, journal, &proofs)?;
            self.sum_up(journal)?;
        }
        let link = chain.finish();
        let date = draft.business_date.to_string();
        self.connection.insert(
            &schema::EVENT,
            &[
                Value::Id(self.factor),
                Value::Int(seq),
                Value::Text(draft.kind.code()),
                Value::Text(&date),
                Value::Int(self.recorded_at),
                Value::Text(draft.actor),
                Value::Text(draft.body),
                Value::Bytes(&link),
                Value::Bytes(&salt),
                Value::Null,
            ],
        )?;
        self.head = Some((seq, link));
        self.last_recorded = self.recorded_at;
        Ok(seq)
    }

    fn write_journal(&mut self, seq: i64, number: i64, journal: &Journal, proofs: &str) -> Result<(), Fault> {
        let date = journal.value_date.to_string();
        self.connection.insert(
            &schema::JOURNAL,
            &[
                Value::Id(self.factor),
                Value::Int(seq),
                Value::Int(number),
                Value::Text(journal.booking.code()),
                journal.client.map(|id| id.0).into(),
                journal.debtor.map(|id| id.0).into(),
                journal.invoice.map(|id| id.0).into(),
                journal.schedule.map(|id| id.0).into(),
                journal.receipt.map(|id| id.0).into(),
                journal.agreement_version.map(i64::from).into(),
                Value::Text(journal.currency.code()),
                Value::Text(&date),
                Value::Int(self.recorded_at),
                journal.reverses.map(|key| key.event).into(),
                journal.reverses.map(|key| key.number).into(),
                Value::Text(proofs),
            ],
        )?;
        for (place, line) in (0_i64..).zip(&journal.lines) {
            self.connection.insert(
                &schema::JOURNAL_LINE,
                &[
                    Value::Id(self.factor),
                    Value::Int(seq),
                    Value::Int(number),
                    Value::Int(place),
                    Value::Int(i64::from(line.account.number())),
                    Value::Int(line.amount),
                ],
            )?;
        }
        Ok(())
    }

    fn sum_up(&mut self, journal: &Journal) -> Result<(), Fault> {
        let client = journal.client.map_or(Uuid::nil(), |id| id.0);
        self.load_balances(client, journal.currency)?;
        for line in &journal.lines {
            let key = (client, journal.currency, line.account);
            let sum = self.balances.entry(key).or_default();
            sum.amount += line.amount;
            sum.changed = true;
            self.changes.push(Change::Balance(key, line.amount));
            let key = (client, journal.currency, line.account, journal.value_date);
            add_movement(self.movements.entry(key).or_default(), line.amount, line.amount < 0);
            self.changes.push(Change::Movement(key, line.amount));
            if let (Account::ReceivablesRecourse | Account::ReceivablesNonRecourse, Some(debtor), Some(client)) =
                (line.account, journal.debtor, journal.client)
            {
                self.load_exposure(debtor)?;
                let sum = exposure_of(self.exposures.entry(debtor).or_default(), client, journal.currency);
                sum.amount += line.amount;
                sum.changed = true;
                self.changes.push(Change::Exposure((debtor, client, journal.currency), line.amount));
            }
        }
        Ok(())
    }

    pub(super) fn load_balances(&mut self, client: Uuid, currency: Currency) -> Result<(), Fault> {
        if self.loaded_clients.contains(&(client, currency)) {
            return Ok(());
        }
        let balances = &mut self.balances;
        let parameters = [Value::Id(self.factor), Value::Id(client), Value::Text(currency.code())];
        self.connection.query(BALANCES, &parameters, &mut |row| {
            let account = account(row.int(0)?)?;
            balances.insert((client, currency, account), Sum { amount: row.int(1)?, changed: false });
            Ok(())
        })?;
        self.loaded_clients.push((client, currency));
        Ok(())
    }

    fn load_exposure(&mut self, debtor: DebtorId) -> Result<(), Fault> {
        if self.exposures.contains_key(&debtor) { Ok(()) } else { self.load_exposures(&[debtor.0]) }
    }

    /// Of these debtors, those of which it is not known yet what they owe.
    fn unknown(&self, debtors: &[Uuid]) -> Vec<Uuid> {
        debtors.iter().copied().filter(|debtor| !self.exposures.contains_key(&DebtorId(*debtor))).collect()
    }

    /// Says what is going to be asked, as far as it is not known yet.
    pub(super) fn expect(
        &mut self,
        Expected { client, currency, debtors, numbers, also }: Expected<'_>,
    ) -> Result<(), Fault> {
        let factor = Value::Id(self.factor);
        let mut asks = also;
        let new = self.unknown(debtors);
        if !new.is_empty() {
            asks.push(Ask { sql: EXPOSURES, parameters: vec![factor, Value::Ids(&new)] });
        }
        if !self.loaded_clients.contains(&(client.0, currency)) {
            let parameters = vec![factor, Value::Id(client.0), Value::Text(currency.code())];
            asks.push(Ask { sql: BALANCES, parameters });
        }
        let new = numbers.iter().filter(|kind| !self.counters.contains_key(**kind));
        asks.extend(new.map(|kind| Ask { sql: NUMBER, parameters: vec![factor, Value::Text(kind)] }));
        self.connection.ask_ahead(&asks)
    }

    /// Reads what these debtors owe, as far as it is not known yet.
    pub(super) fn load_exposures(&mut self, debtors: &[Uuid]) -> Result<(), Fault> {
        let new = self.unknown(debtors);
        let parameters = [Value::Id(self.factor), Value::Ids(&new)];
        if new.is_empty() {
            return Ok(());
        }
        let mut found: HashMap<DebtorId, Exposures> =
            new.iter().map(|debtor| (DebtorId(*debtor), Exposures::new())).collect();
        self.connection.query(EXPOSURES, &parameters, &mut |row| {
            let currency = Currency::parse(row.text(2)?).map_err(|error| Fault::unreadable("currency", error))?;
            let sum = Sum { amount: row.int(3)?, changed: false };
            found.entry(DebtorId(row.id(0)?)).or_default().push(((ClientId(row.id(1)?), currency), sum));
            Ok(())
        })?;
        self.exposures.extend(found);
        Ok(())
    }

    /// The client's balances as they stand inside this transaction, each on its normal side.
    pub(super) fn position(&mut self, client: ClientId, currency: Currency) -> Result<ClientPosition, Fault> {
        self.load_balances(client.0, currency)?;
        let on = |account| self.balances.get(&(client.0, currency, account)).map_or(0, |sum| sum.amount);
        Ok(ClientPosition {
            currency,
            ledger: on(Account::ReceivablesRecourse) + on(Account::ReceivablesNonRecourse),
            due_from_client: on(Account::DueFromClients),
            held: -on(Account::ReserveHeld),
            available: -on(Account::ReserveAvailable),
            escrow: -on(Account::ReserveEscrow),
        })
    }

    /// What a debtor owes on purchased invoices: of all clients, and of one.
    pub(super) fn exposure(
        &mut self,
        debtor: DebtorId,
        client: ClientId,
        currency: Currency,
    ) -> Result<(i64, i64), Fault> {
        self.load_exposure(debtor)?;
        let rows = self.exposures.get(&debtor).map_or(&[][..], Vec::as_slice);
        let in_currency = rows.iter().filter(|((_, its), _)| *its == currency);
        let all = in_currency.clone().map(|(_, sum)| sum.amount).sum();
        let pair = in_currency.filter(|((its, _), _)| *its == client).map(|(_, sum)| sum.amount).sum();
        Ok((all, pair))
    }

    /// The next number of a kind. Units run one after the other, so a dropped unit gives its numbers back and no gap
    /// is left: previews are dropped units, and a gap in payment files looks like a file that went astray.
    pub(super) fn next_number(&mut self, kind: &'static str) -> Result<i64, Fault> {
        if !self.counters.contains_key(kind) {
            let last = first(self.connection, NUMBER, &[Value::Id(self.factor), Value::Text(kind)], |row| row.int(0))?;
            self.counters.insert(kind, Sum { amount: last.unwrap_or(0), changed: false });
        }
        let counter = self.counters.entry(kind).or_default();
        counter.amount += 1;
        counter.changed = true;
        self.changes.push(Change::Number(kind));
        Ok(counter.amount)
    }

    /// Writes every sum that changed, once.
    pub(super) fn close(self) -> Result<(), Fault> {
        let factor = Value::Id(self.factor);
        for ((client, currency, account), sum) in self.balances.iter().filter(|(_, sum)| sum.changed) {
            let number = i64::from(account.number());
            let row =
                [factor, Value::Id(*client), Value::Text(currency.code()), Value::Int(number), Value::Int(sum.amount)];
            self.connection.replace(&schema::BALANCE, 4, &row)?;
        }
        for ((client, currency, account, date), (debit, credit)) in &self.movements {
            if (*debit, *credit) == (0, 0) {
                continue;
            }
            let date = date.to_string();
            let number = i64::from(account.number());
            let row = [
                factor,
                Value::Id(*client),
                Value::Text(currency.code()),
                Value::Int(number),
                Value::Text(&date),
                Value::Int(*debit),
                Value::Int(*credit),
            ];
            self.connection.add(&schema::MOVEMENT, 5, &row)?;
        }
        let exposures =
            self.exposures.iter().flat_map(|(debtor, rows)| rows.iter().map(move |(key, sum)| (debtor, key, sum)));
        for (debtor, (client, currency), sum) in exposures.filter(|(_, _, sum)| sum.changed) {
            let row = [
                factor,
                Value::Id(debtor.0),
                Value::Id(client.0),
                Value::Text(currency.code()),
                Value::Int(sum.amount),
            ];
            self.connection.replace(&schema::EXPOSURE, 4, &row)?;
        }
        for (kind, counter) in self.counters.iter().filter(|(_, counter)| counter.changed) {
            let row = [factor, Value::Text(kind), Value::Int(counter.amount)];
            self.connection.replace(&schema::COUNTER, 2, &row)?;
        }
        Ok(())
    }
}

/// Adds a line to a day's movement: to its debits or its credits.
fn add_movement(movement: &mut (i64, i64), amount: i64, is_credit: bool) {
    if is_credit { movement.1 -= amount } else { movement.0 += amount }
}

fn exposure_of(exposures: &mut Exposures, client: ClientId, currency: Currency) -> &mut Sum {
    let place = exposures.iter().position(|(key, _)| *key == (client, currency)).unwrap_or_else(|| {
        exposures.push(((client, currency), Sum::default()));
        exposures.len() - 1
    });
    &mut exposures[place].1
}

/// The account with this number.
pub(crate) fn account(number: i64) -> Result<Account, Fault> {
    u16::try_from(number)
        .ok()
        .and_then(Account::from_number)
        .ok_or_else(|| Fault::unreadable("account", format!("{number} is not in the chart of accounts")))
}
