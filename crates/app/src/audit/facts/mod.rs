//! Rows against the events that made them: every row of [`KEPT`] is what events say of it, none is missing, none is more.
//!
//! Contract: [`Facts`] hears of every event while the chain is walked and keeps, for each row that an event speaks of, a mark
//! of each value it names and the number of that event; a later event takes the place of an earlier one. [`hold`] then
//! reads the tables and names the first row and column that differ, with what the event recorded and what stands there.
//!
//! Memory: about 16 bytes for each value, some 200 for each invoice or bank entry. Where personal data were erased (CO-33)
//! a value is held against the words that stand in its place. Values that no event names are left alone: `coverage` lists them.

mod party;
mod talk;
mod text;
mod trade;

use super::{Audit, Checked, broken, many};
use domain::event::EventKind;
use domain::id::InvoiceId;
use jiff::civil::Date;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use store::book::Reads;
use store::carry;
use store::engine::{Kept, Table};
use store::kept::event::Recorded;
use store::kept::history::proving;
use store::{Fault, kept, schema};
use text::{digest, mark, mark_of, plain, shown, shown_of, softly};
use uuid::Uuid;

const NAME: &str = "facts";

/// What is held against events.
pub(super) struct Kind {
    /// Where its rows stand.
    pub(super) table: &'static Table,
    /// By which columns events name a row. A row with nothing in one of them is none of this kind.
    key: &'static [&'static str],
    /// Columns of which events name the SHA-256.
    digests: &'static [&'static str],
}

/// The kinds of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Of {
    Factor,
    Client,
    Debtor,
    Pair,
    Agreement,
    Mapping,
    Schedule,
    Invoice,
    CreditNote,
    Payment,
    Advance,
    PaymentFile,
    Statement,
    Receipt,
    Application,
    Ended,
    Policy,
    Contact,
    Preference,
    Relation,
    Notice,
    Packet,
    Paper,
    RemitChange,
    Message,
    Answer,
    Case,
    Verification,
    Link,
    Document,
    Wording,
    Mood,
    PrintRun,
    ErasedParty,
}

const fn kind(table: &'static Table, key: &'static [&'static str]) -> Kind {
    Kind { table, key, digests: &[] }
}

/// All kinds, in the order of [`Of`].
pub(super) static KEPT: [Kind; 34] = [
    kind(&schema::FACTOR, &["factor_id"]),
    kind(&schema::CLIENT, &["client_id"]),
    kind(&schema::DEBTOR, &["debtor_id"]),
    kind(&schema::PAIR, &["client_id", "debtor_id"]),
    kind(&schema::AGREEMENT, &["agreement_id"]),
    kind(&schema::MAPPING, &["client_id", "name"]),
    kind(&schema::SCHEDULE, &["schedule_id"]),
    kind(&schema::INVOICE, &["invoice_id"]),
    kind(&schema::CREDIT_NOTE, &["event_seq"]),
    kind(&schema::PAYMENT, &["number"]),
    kind(&schema::PAYMENT, &["schedule_id"]),
    Kind { digests: &["content"], ..kind(&schema::PAYMENT_FILE, &["number"]) },
    kind(&schema::STATEMENT, &["statement_id"]),
    kind(&schema::RECEIPT, &["number"]),
    kind(&schema::APPLICATION, &["event_seq", "invoice_id"]),
    kind(&schema::APPLICATION, &["ended_seq", "invoice_id"]),
    kind(&schema::POLICY, &["name"]),
    kind(&schema::CONTACT, &["contact_id"]),
    kind(&schema::PREFERENCE, &["debtor_id"]),
    kind(&schema::RELATION, &["client_id", "debtor_id"]),
    kind(&schema::NOTICE, &["notice_id"]),
    kind(&schema::PACKET, &["packet_id"]),
    kind(&schema::PAPER, &["code"]),
    kind(&schema::REMIT_CHANGE, &["remit_change_id"]),
    kind(&schema::MESSAGE, &["message_id"]),
    kind(&schema::ANSWER, &["answer_id"]),
    kind(&schema::RELATION_CASE, &["case_id"]),
    kind(&schema::VERIFICATION, &["verification_id"]),
    kind(&schema::GUEST_LINK, &["link_id"]),
    Kind { digests: &["content"], ..kind(&schema::DOCUMENT, &["document_id"]) },
    kind(&schema::WORDING, &["kind", "language", "version"]),
    kind(&schema::MOOD, &["debtor_id", "client_id", "given_at"]),
    kind(&schema::PRINT_BATCH, &["number"]),
    kind(&schema::ERASED_PARTY, &["party_id"]),
];

/// One value of a row: its column, the event that named it last, its mark.
struct Said {
    column: u8,
    event: u32,
    mark: u64,
}

/// An event that is heard.
struct Told<'a> {
    seq: i64,
    kind: EventKind,
    at: i64,
    day: String,
    actor: &'a str,
    body: Value,
}

impl Told<'_> {
    /// A member of the facts, by its JSON pointer; none where the event does not name it.
    fn get(&self, pointer: &str) -> Option<Value> {
        self.body.pointer(pointer).cloned()
    }

    fn text(&self, pointer: &str) -> Option<&str> {
        self.body.pointer(pointer).and_then(Value::as_str)
    }

    fn list(&self, pointer: &str) -> &[Value] {
        self.body.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}

/// What events have said of rows so far.
#[derive(Default)]
pub(super) struct Facts {
    rows: HashMap<(u8, Box<str>), Vec<Said>>,
    /// Ids by the codes and numbers that events name instead.
    clients: HashMap<String, String>,
    debtors: HashMap<String, String>,
    client_codes: HashMap<String, String>,
    debtor_codes: HashMap<String, String>,
    schedules: HashMap<i64, String>,
    /// Rows of one text that several events write parts of.
    texts: HashMap<(u8, String), Value>,
    /// What was to be paid out for each schedule, by event, and the fee for it, in minor units; no fee where an event does
    /// not name it.
    paid: HashMap<String, Paid>,
    /// The event of the file in which the payment that is looked at left.
    filed: Option<u32>,
    /// Applications that were met, each by the event that ended it: it may have ended several.
    ended: HashSet<String>,
    /// Payments of ours that a person found on a statement.
    left: HashSet<String>,
    /// Schedules that were submitted by an event that was heard.
    fresh: HashSet<String>,
    /// Only events after this one are heard.
    after: i64,
    /// Has anything been erased (CO-33)?
    erased: bool,
    /// Looked for while an event is heard again: what it says of one value.
    wanted: Option<(u8, Box<str>, u8)>,
    found: Option<Value>,
}

/// Cash by event, and the transfer fee.
type Paid = (Vec<(u32, i64)>, Option<i64>);
type Named<'a> = (&'a str, Option<Value>);

impl Facts {
    /// To hear of events after one; what older ones say of codes and numbers is taken from the rows as they stand.
    pub(super) fn after(reads: &mut dyn Reads, after: i64) -> Result<Self, Fault> {
        // What was erased by an event before is erased still.
        let mut facts = Self { after, erased: true, ..Self::default() };
        for client in kept::party::clients(reads)? {
            let (code, id) = (client.code.as_str().to_owned(), client.id.to_string());
            facts.clients.insert(code.clone(), id.clone());
            facts.client_codes.insert(id, code);
        }
        for debtor in kept::party::debtors(reads)? {
            let (code, id) = (debtor.code.as_str().to_owned(), debtor.id.to_string());
            facts.debtors.insert(code.clone(), id.clone());
            facts.debtor_codes.insert(id, code);
        }
        let schedules = proving::schedules(reads)?;
        facts.schedules = schedules.into_iter().map(|(number, id)| (number, id.to_string())).collect();
        Ok(facts)
    }

    /// Hears of an event.
    pub(super) fn hear(&mut self, seq: i64, kind: EventKind, at: i64, day: Date, actor: &str, body: &str) {
        self.erased |= kind == EventKind::PersonalDataErased;
        if !party::HEARD.contains(&kind) && !trade::HEARD.contains(&kind) && !talk::HEARD.contains(&kind) {
            return;
        }
        // The walk has said of a text that is no JSON.
        let Ok(body) = serde_json::from_str(body) else { return };
        let told = Told { seq, kind, at, day: day.to_string(), actor, body };
        party::hear(self, &told);
        trade::hear(self, &told);
        talk::hear(self, &told);
    }

    /// Keeps what an event says of a row.
    fn row(&mut self, of: Of, key: &[&str], event: i64, named: &[Named<'_>]) {
        let key = key.join(" ");
        let table = KEPT[of as usize].table;
        let place = |name: &str| table.columns.iter().position(|column| *column == name);
        if let Some((wanted, row, column)) = &self.wanted {
            if *wanted == of as u8 && **row == *key {
                let found = named.iter().find(|(name, _)| place(name) == Some(usize::from(*column)));
                self.found = found.and_then(|(_, value)| value.clone());
            }
            return;
        }
        let row = self.rows.entry((of as u8, key.into())).or_default();
        let event = u32::try_from(event).unwrap_or(u32::MAX);
        for (name, value) in named {
            let (Some(column), Some(value)) = (place(name).and_then(|at| u8::try_from(at).ok()), value) else {
                continue;
            };
            let said = Said { column, event, mark: mark(value) };
            match row.iter_mut().find(|known| known.column == column) {
                Some(known) => *known = said,
                None => row.push(said),
            }
        }
        if row.is_empty() {
            // A row that is only there or not is held by its key.
            row.push(Said { column: 0, event, mark: 0 });
        }
    }

    /// A text that several events write parts of.
    fn text(&mut self, of: Of, key: &str) -> &mut Value {
        self.texts.entry((of as u8, key.to_owned())).or_default()
    }

    fn client(&self, code: Option<&str>) -> Option<Value> {
        self.clients.get(code?).map(|id| Value::from(id.as_str()))
    }

    fn debtor(&self, code: Option<&str>) -> Option<Value> {
        self.debtors.get(code?).map(|id| Value::from(id.as_str()))
    }
}

/// Holds the rows that newer events speak of against what was heard; gives back how many.
pub(super) fn hold_newer(audit: &mut Audit<'_>, mut facts: Facts) -> Checked<Vec<InvoiceId>> {
    trade::advances(&mut facts);
    let mut keys: Vec<(u8, Box<str>)> = facts.rows.keys().cloned().collect();
    // A schedule's payment before the same payment by its number.
    keys.sort_unstable_by(|(of, key), (other, next)| {
        (*of != Of::Advance as u8, of, key).cmp(&(*other != Of::Advance as u8, other, next))
    });
    let mut invoices = Vec::new();
    let count = keys.len();
    for (of, key) in keys {
        let kind = &KEPT[usize::from(of)];
        let values: Vec<Kept> = kind.key.iter().zip(key.splitn(kind.key.len(), ' ')).map(typed).collect();
        let values: Vec<_> = values.iter().map(Kept::value).collect();
        let Some(row) = proving::row_by(audit.reads, kind.table, kind.key, &values)? else {
            let event = facts.rows.get(&(of, key.clone())).map_or(0, |said| first(said));
            return broken(NAME, format!("{} {key}: the row is missing that event {event} made", kind.table.name));
        };
        let mut odd = Vec::new();
        facts.against(of, &row, &mut odd);
        for one in odd {
            differs(audit, &mut facts, kind.table, &one)?;
        }
        if of == Of::Invoice as u8 {
            invoices.extend(Uuid::try_parse(&key).ok().map(InvoiceId));
        }
    }
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    audit.prove(NAME, format!("{} that newer events speak of, each as they say", many(count, "row")));
    Ok(invoices)
}

/// A part of a key as its column keeps it.
fn typed((column, text): (&&'static str, &str)) -> Kept {
    let id = column.ends_with("_id").then(|| Uuid::try_parse(text).ok()).flatten();
    match (id, text.parse()) {
        (Some(id), _) => Kept::Bytes(id.as_bytes().to_vec()),
        (None, Ok(number)) if ["number", "event_seq", "ended_seq", "version", "given_at"].contains(column) => {
            Kept::Int(number)
        }
        _ => Kept::Text(text.to_owned()),
    }
}

/// Holds every table against what was heard.
pub(super) fn hold(audit: &mut Audit<'_>, mut facts: Facts) -> Checked {
    trade::advances(&mut facts);
    let mut count = 0;
    let mut tables: Vec<&'static Table> = KEPT.iter().map(|kind| kind.table).collect();
    tables.dedup_by_key(|table| table.name);
    for table in tables {
        let kinds: Vec<u8> =
            (0_u8..).zip(&KEPT).filter(|(_, kind)| kind.table.name == table.name).map(|(of, _)| of).collect();
        let (mut stray, mut odd) = (None, Vec::new());
        let erased = facts.erased;
        let read = carry::rows(audit.reads, table, |row| {
            for of in &kinds {
                stray = facts.against(*of, row, &mut odd);
                // Where data were erased, it is looked at afterwards whether that is all.
                if stray.is_some() || (!erased && !odd.is_empty()) {
                    return Err(Fault::Closing);
                }
            }
            Ok(())
        });
        for one in odd {
            differs(audit, &mut facts, table, &one)?;
        }
        if let Some(key) = stray {
            return broken(NAME, format!("{} {key}: the row is of no event", table.name));
        }
        count += read?;
        let missing = facts.rows.iter().filter(|((of, _), _)| kinds.contains(of));
        if let Some(((_, key), said)) = missing.min_by_key(|((_, key), said)| (first(said), key.clone())) {
            return broken(NAME, format!("{} {key}: the row is missing that event {} made", table.name, first(said)));
        }
    }
    audit.prove(NAME, format!("{}, each as the events say that made it", many(count, "row")));
    Ok(())
}

fn first(said: &[Said]) -> u32 {
    said.iter().map(|one| one.event).min().unwrap_or(0)
}

/// A value that is not what an event says.
struct Odd {
    of: u8,
    key: Box<str>,
    column: u8,
    event: u32,
    kept: Kept,
}

impl Facts {
    /// Holds a row against what was heard of it, which is then forgotten. Gives back the key of a row that no event made.
    fn against(&mut self, of: u8, row: &[Kept], odd: &mut Vec<Odd>) -> Option<String> {
        let kind = &KEPT[usize::from(of)];
        let at = |name: &&str| kind.table.columns.iter().position(|column| column == name).map(|place| &row[place]);
        let key: Vec<&Kept> = kind.key.iter().filter_map(at).collect();
        if key.contains(&&Kept::Null) {
            return None;
        }
        let key = key.into_iter().map(plain).collect::<Vec<_>>().join(" ");
        let Some(said) = self.rows.remove(&(of, key.as_str().into())) else {
            if of == Of::Payment as u8 {
                self.filed = None;
            }
            let may_be = trade::is_of_no_event(kind.table, row)
                || trade::left_by_hand(self, kind.table, "state", row)
                || self.ended.contains(&key);
            return (!may_be).then_some(key);
        };
        if of == Of::Ended as u8 {
            self.ended.insert(key.clone());
        }
        trade::advance_left(self, of, row, &said, &key, odd);
        let gone = self.erased && talk::is_erased(kind.table, row);
        for Said { column, event, mark } in said {
            let name = kind.table.columns[usize::from(column)];
            let kept = &row[usize::from(column)];
            let digested = kind.digests.contains(&name).then(|| digest(kept));
            if mark == 0
                || mark == mark_of(digested.as_ref().unwrap_or(kept))
                || (gone && talk::GOES.contains(&name))
                || trade::left_by_hand(self, kind.table, name, row)
                || talk::is_settled(kind.table, name, row)
            {
                continue;
            }
            let kept = digested.unwrap_or_else(|| kept.clone());
            odd.push(Odd { of, key: key.as_str().into(), column, event, kept });
        }
        None
    }
}

/// Says of a value that it differs, unless what differs is personal data that were erased (CO-33).
fn differs(audit: &mut Audit<'_>, facts: &mut Facts, table: &'static Table, odd: &Odd) -> Checked {
    let event = kept::event::get(audit.reads, i64::from(odd.event))?;
    let is_blanked = facts.erased && kept::event::is_erased(audit.reads, i64::from(odd.event))?;
    let told = event.and_then(|event| facts.again(&event, odd));
    if facts.erased && told.as_ref().is_some_and(|told| softly(told, &odd.kept, is_blanked)) {
        return Ok(());
    }
    let column = table.columns[usize::from(odd.column)];
    // An event of a role's address that named a person was blanked with it; the address stays.
    if is_blanked && table.name == schema::CONTACT.name && talk::GOES.contains(&column) {
        return Ok(());
    }
    let recorded = told.map_or_else(|| "what came of it".to_owned(), |told| shown(&told));
    let place = format!(
        "{} {}: {column} is {} and not {recorded}, as event {} recorded",
        table.name,
        odd.key,
        shown_of(&odd.kept),
        odd.event
    );
    broken(NAME, place)
}

impl Facts {
    /// What an event says of one value, heard again.
    fn again(&mut self, event: &Recorded, odd: &Odd) -> Option<Value> {
        self.wanted = Some((odd.of, odd.key.clone(), odd.column));
        self.found = None;
        self.hear(event.seq, event.kind, event.recorded_at, event.business_date, &event.actor, &event.body);
        self.wanted = None;
        self.found.take()
    }
}
