//! CO-33: what the book knows of a party's people, found so that it can be erased.
//!
//! Contract: this file knows which rows and columns may hold personal data of a party, and which cannot; what is personal
//! in them is not its matter. Rows stay, their texts are handed out and written back. Erased parties are kept with the
//! day, so that they are looked at again only when something new was written down.

use super::date;
use crate::book::Reads;
use crate::engine::{Fault, Kept, Value, all, first};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId};
use jiff::civil::Date;
use uuid::Uuid;

/// A debtor or a client, as the owner of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Party {
    /// A debtor, over all clients.
    Debtor(DebtorId),
    /// A client.
    Client(ClientId),
}

impl Party {
    /// Its key.
    #[must_use]
    pub const fn id(self) -> Uuid {
        match self {
            Self::Debtor(id) => id.0,
            Self::Client(id) => id.0,
        }
    }

    /// Its column in the tables of the relationship.
    const fn column(self) -> &'static str {
        match self {
            Self::Debtor(_) => "debtor_id",
            Self::Client(_) => "client_id",
        }
    }
}

/// A table whose rows may hold personal data of the party they belong to.
#[derive(Debug)]
pub struct Place {
    /// Its name.
    pub table: &'static str,
    /// Its key, besides the factor.
    key: &'static [&'static str],
    /// Columns of plain text; of a timeline, who spoke and what is said are JSON of their own.
    pub texts: &'static [&'static str],
    /// The column of JSON, where there is one.
    pub json: Option<&'static str>,
}

/// Every such table, but contacts, messages and papers, which are more than texts. Papers that were signed are evidence
/// addressed to a company and stay.
pub const PLACES: [Place; 10] = [
    Place { table: "answer", key: &["answer_id"], texts: &[], json: Some("body") },
    Place { table: "relation_case", key: &["case_id"], texts: &[], json: Some("body") },
    Place { table: "verification", key: &["verification_id"], texts: &[], json: Some("body") },
    Place { table: "notice", key: &["notice_id"], texts: &[], json: Some("body") },
    Place { table: "relation", key: &["client_id", "debtor_id"], texts: &[], json: Some("body") },
    Place { table: "guest_link", key: &["link_id"], texts: &[], json: Some("body") },
    Place { table: "contact_decision", key: &["debtor_id", "decided_on"], texts: &["reason"], json: Some("body") },
    Place { table: "advice", key: &["document_id"], texts: &["name"], json: None },
    Place { table: "document", key: &["document_id"], texts: &["name", "added_by", "kind"], json: None },
    Place {
        table: "timeline",
        key: &["client_id", "debtor_id", "at", "event_seq", "place"],
        texts: &["who", "said", "kind"],
        json: None,
    },
];

/// A row's key and its texts, the JSON last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    key: Vec<Kept>,
    /// Its first key column, where that is an id.
    pub id: Option<Uuid>,
    /// In the order of [`Place::texts`], then the JSON.
    pub texts: Vec<String>,
}

impl Place {
    /// Has it a column for such a party?
    #[must_use]
    pub fn is_of(&self, party: Party) -> bool {
        !matches!((party, self.table), (Party::Client(_), "contact_decision" | "advice"))
    }

    fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.texts.iter().copied().chain(self.json)
    }

    /// The rows of a party.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn rows(&self, reads: &mut dyn Reads, party: Party) -> Result<Vec<Texts>, Fault> {
        let factor = reads.factor();
        let columns: Vec<&str> = self.key.iter().copied().chain(self.columns()).collect();
        let columns = columns.join(", ");
        let sql = format!("SELECT {columns} FROM {} WHERE factor_id = $1 AND {} = $2", self.table, party.column());
        let (keys, width) = (self.key.len(), self.columns().count());
        all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(party.id())], |row| {
            let texts = (keys..keys + width).map(|at| row.text(at).map(str::to_owned)).collect::<Result<_, _>>()?;
            let key: Vec<Kept> = (0..keys).map(|at| row.kept(at)).collect::<Result<_, _>>()?;
            let id = match &key[0] {
                Kept::Bytes(bytes) => Uuid::from_slice(bytes).ok(),
                _ => None,
            };
            Ok(Texts { key, id, texts })
        })
    }

    /// Writes a row's texts back.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn set(&self, reads: &mut dyn Reads, row: &Texts) -> Result<(), Fault> {
        let factor = reads.factor();
        let keys = self.key.len();
        let key = (2..).zip(self.key).map(|(at, column)| format!("{column} = ${at}")).collect::<Vec<_>>().join(" AND ");
        let set = (keys + 2..).zip(self.columns()).map(|(at, column)| format!("{column} = ${at}"));
        let set = set.collect::<Vec<_>>().join(", ");
        let sql = format!("UPDATE {} SET {set} WHERE factor_id = $1 AND {key}", self.table);
        let mut values = vec![Value::Id(factor)];
        values.extend(row.key.iter().map(Kept::value));
        values.extend(row.texts.iter().map(|text| Value::Text(text)));
        reads.connection().execute(&sql, &values).map(drop)
    }
}

/// Every id by which events name something of a party: itself, its contacts, messages, cases, answers, verifications with
/// their invoices, notices, links and papers.
///
/// # Errors
/// [`Fault`].
pub fn ids(reads: &mut dyn Reads, party: Party) -> Result<Vec<Uuid>, Fault> {
    const OF: [(&str, &str); 9] = [
        ("contact", "contact_id"),
        ("message", "message_id"),
        ("relation_case", "case_id"),
        ("answer", "answer_id"),
        ("verification", "verification_id"),
        ("verification", "invoice_id"),
        ("notice", "notice_id"),
        ("guest_link", "link_id"),
        ("document", "document_id"),
    ];
    let factor = reads.factor();
    let mut found = vec![party.id()];
    for (table, id) in OF {
        let sql = format!("SELECT {id} FROM {table} WHERE factor_id = $1 AND {} = $2", party.column());
        found.extend(all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(party.id())], |row| row.id(0))?);
    }
    Ok(found)
}

/// The events that bought the invoices of a party which were verified: they tell who confirmed them.
///
/// # Errors
/// [`Fault`].
pub fn purchases(reads: &mut dyn Reads, party: Party) -> Result<Vec<i64>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT i.decided_seq FROM verification v CROSS JOIN invoice i WHERE v.factor_id = $1 AND v.{} = $2 \
         AND i.factor_id = v.factor_id AND i.invoice_id = v.invoice_id ORDER BY i.decided_seq",
        party.column()
    );
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(party.id())], |row| row.int(0))
}

/// Kinds of events that hold amounts, terms or the factor's own rules and never what people of a debtor said; purchases,
/// which are found by their invoices ([`purchases`]); and signed papers, which stay.
const IMPERSONAL: [EventKind; 29] = [
    EventKind::BookOpened,
    EventKind::FactorChanged,
    EventKind::MappingSaved,
    EventKind::AgreementDrafted,
    EventKind::AgreementIssued,
    EventKind::AgreementSigned,
    EventKind::AgreementInForce,
    EventKind::AgreementWithdrawn,
    EventKind::ScheduleSubmitted,
    EventKind::ScheduleDecided,
    EventKind::InvoicePurchased,
    EventKind::CreditNoteApplied,
    EventKind::PaymentFileMade,
    EventKind::StatementTaken,
    EventKind::ReceiptApplied,
    EventKind::ReceiptUnapplied,
    EventKind::ApplicationUndone,
    EventKind::ReceiptRefunded,
    EventKind::ItemReturned,
    EventKind::BankEntryPlaced,
    EventKind::FeesAccrued,
    EventKind::RebatePaid,
    EventKind::PolicySaved,
    EventKind::WordingSaved,
    EventKind::PaperSigned,
    EventKind::RemitChangeMoved,
    EventKind::PrintRunMoved,
    EventKind::ContactRun,
    EventKind::PersonalDataErased,
];

/// Hands the events that may hold personal data to `each`, from one on, up to `count` of them: number and facts.
/// Gives back the number of the last, or none when there is no more.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn events(
    reads: &mut dyn Reads,
    after: i64,
    count: i64,
    each: &mut dyn FnMut(i64, &str) -> Result<(), Fault>,
) -> Result<Option<i64>, Fault> {
    let factor = reads.factor();
    let codes: Vec<String> =
        EventKind::ALL.iter().filter(|kind| !IMPERSONAL.contains(kind)).map(|kind| kind.code().to_owned()).collect();
    let sql = "SELECT seq, body FROM event WHERE factor_id = $1 AND seq > $2 AND kind {in $3} ORDER BY seq LIMIT $4";
    let mut last = None;
    let parameters = [Value::Id(factor), Value::Int(after), Value::Texts(&codes), Value::Int(count)];
    reads.connection().query(sql, &parameters, &mut |row| {
        let seq = row.int(0)?;
        last = Some(seq);
        each(seq, row.text(1)?)
    })?;
    Ok(last)
}

/// Hands kept answers of idempotency keys to `each`, by key from one on, up to `count` of them. Gives back the last key.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn answers(
    reads: &mut dyn Reads,
    after: &str,
    count: i64,
    each: &mut dyn FnMut(&str, &str) -> Result<(), Fault>,
) -> Result<Option<String>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT idempotency_key, answer FROM idempotency WHERE factor_id = $1 AND idempotency_key > $2 \
        ORDER BY idempotency_key LIMIT $3";
    let mut last = None;
    reads.connection().query(sql, &[Value::Id(factor), Value::Text(after), Value::Int(count)], &mut |row| {
        last = Some(row.text(0)?.to_owned());
        each(row.text(0)?, row.text(1)?)
    })?;
    Ok(last)
}

/// The kept answer of a key.
///
/// # Errors
/// [`Fault`].
pub fn answer(reads: &mut dyn Reads, key: &str) -> Result<Option<String>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT answer FROM idempotency WHERE factor_id = $1 AND idempotency_key = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Text(key)], |row| Ok(row.text(0)?.to_owned()))
}

/// Replaces the kept answer of a key.
///
/// # Errors
/// [`Fault`].
pub fn set_answer(reads: &mut dyn Reads, key: &str, answer: &str) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "UPDATE idempotency SET answer = $3 WHERE factor_id = $1 AND idempotency_key = $2";
    reads.connection().execute(sql, &[Value::Id(factor), Value::Text(key), Value::Text(answer)]).map(drop)
}

/// Messages to, from or about a party, oldest first, up to `count` after a number; for a client, those to it or from it.
///
/// # Errors
/// [`Fault`].
pub fn messages(reads: &mut dyn Reads, party: Party, after: i64, count: i64) -> Result<Vec<(i64, Uuid)>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT number, message_id FROM message WHERE factor_id = $1 AND {} = $2 AND number > $3 ORDER BY number LIMIT $4",
        party.column()
    );
    let parameters = [Value::Id(factor), Value::Id(party.id()), Value::Int(after), Value::Int(count)];
    all(reads.connection(), &sql, &parameters, |row| Ok((row.int(0)?, row.id(1)?)))
}

/// Gives a message another Message-ID: its sender's may tell who that was.
///
/// # Errors
/// [`Fault`].
pub fn set_internet_id(reads: &mut dyn Reads, id: Uuid, internet_id: &str) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "UPDATE message SET internet_id = $3 WHERE factor_id = $1 AND message_id = $2";
    reads.connection().execute(sql, &[Value::Id(factor), Value::Id(id), Value::Text(internet_id)]).map(drop)
}

/// Puts a sentence in the place of a paper's content.
///
/// # Errors
/// [`Fault`].
pub fn blank_document(reads: &mut dyn Reads, id: Uuid, sha256: &[u8; 32], content: &str) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "UPDATE document SET content = $3, sha256 = $4, content_type = 'text/plain' \
        WHERE factor_id = $1 AND document_id = $2";
    let row = [Value::Id(factor), Value::Id(id), Value::Bytes(content.as_bytes()), Value::Bytes(sha256)];
    reads.connection().execute(sql, &row).map(drop)
}

/// Debtors after one, in the order of their keys, of whose people something is on file and who owe nothing and have
/// nothing waiting to be bought; up to `count`.
///
/// # Errors
/// [`Fault`].
pub fn debtors_at_rest(reads: &mut dyn Reads, after: Uuid, count: i64) -> Result<Vec<DebtorId>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT d.debtor_id FROM debtor d WHERE d.factor_id = $1 AND d.debtor_id > $2 \
        AND NOT EXISTS (SELECT 1 FROM invoice i WHERE i.factor_id = d.factor_id AND i.debtor_id = d.debtor_id AND i.open_minor > 0) \
        AND NOT EXISTS (SELECT 1 FROM invoice i WHERE i.factor_id = d.factor_id AND i.debtor_id = d.debtor_id AND i.pledged = 1 \
        AND i.purchased_on IS NULL) \
        AND (EXISTS (SELECT 1 FROM contact c WHERE c.factor_id = d.factor_id AND c.debtor_id = d.debtor_id) \
        OR EXISTS (SELECT 1 FROM message m WHERE m.factor_id = d.factor_id AND m.debtor_id = d.debtor_id)) \
        ORDER BY d.debtor_id LIMIT $3";
    let parameters = [Value::Id(factor), Value::Id(after), Value::Int(count)];
    all(reads.connection(), sql, &parameters, |row| Ok(DebtorId(row.id(0)?)))
}

/// What keeps a party's contact data, or how long ago its last invoice ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rest {
    /// Open invoices, and such as wait to be bought.
    pub open_invoices: i64,
    /// Cases that are not closed.
    pub open_cases: i64,
    /// Messages that wait to leave.
    pub waiting_messages: i64,
    /// Promises and announced payments that are not over.
    pub running_answers: i64,
    /// Verifications that are not answered.
    pub open_verifications: i64,
    /// Bank entries of it with money that is not matched.
    pub unapplied_receipts: i64,
    /// The last day on which an invoice of it was open or waited; none when it never had one.
    pub last_invoice_on: Option<Date>,
    /// When anything was last written to it or by it, in microseconds since 1970 UTC; none when nothing ever was.
    pub last_message_at: Option<i64>,
    /// The day, and the microsecond, its people's data were last erased.
    pub erased: Option<(Date, i64)>,
}

/// How a party rests.
///
/// # Errors
/// [`Fault`].
pub fn rest(reads: &mut dyn Reads, party: Party) -> Result<Rest, Fault> {
    let factor = reads.factor();
    let column = party.column();
    let parameters = [Value::Id(factor), Value::Id(party.id())];
    let of = |table: &str, rest: &str| {
        format!("SELECT COUNT(*) FROM {table} WHERE factor_id = $1 AND {column} = $2 AND {rest}")
    };
    let mut count = |table: &str, rest: &str| {
        first(reads.connection(), &of(table, rest), &parameters, |row| row.int(0)).map(|found| found.unwrap_or(0))
    };
    let mut found = Rest {
        open_invoices: count("invoice", "open_minor > 0")? + count("invoice", "pledged = 1 AND purchased_on IS NULL")?,
        open_cases: count("relation_case", "closed_on IS NULL")?,
        waiting_messages: count(
            "message",
            "sent_at IS NULL AND state IN ('PREVIEW', 'APPROVAL', 'QUEUED', 'SENDING')",
        )?,
        running_answers: count("answer", "state = 'RUNNING'")?,
        open_verifications: count("verification", "is_open = 1")?,
        ..Rest::default()
    };
    if let Party::Debtor(_) = party {
        let waits = "state = 'WAITING' AND unapplied_minor > 0";
        let sql = format!("SELECT COUNT(*) FROM receipt WHERE factor_id = $1 AND {waits} AND debtor_id = $2");
        found.unapplied_receipts = first(reads.connection(), &sql, &parameters, |row| row.int(0))?.unwrap_or(0);
    }
    if found.open_invoices > 0 {
        return Ok(found);
    }
    let closed =
        format!("SELECT MAX(closed_on) FROM invoice WHERE factor_id = $1 AND {column} = $2 AND closed_on IS NOT NULL");
    // A refused, returned or withdrawn line waited until the event that ended it.
    let ended = format!(
        "SELECT MAX(e.business_date) FROM invoice i CROSS JOIN event e WHERE i.factor_id = $1 AND i.{column} = $2 \
         AND i.pledged = 0 AND i.purchased_on IS NULL AND e.factor_id = i.factor_id AND e.seq = i.decided_seq"
    );
    for sql in [closed, ended] {
        let day = first(reads.connection(), &sql, &parameters, |row| row.maybe_text(0)?.map(date).transpose())?;
        found.last_invoice_on = found.last_invoice_on.max(day.flatten());
    }
    let sql = format!("SELECT MAX(queued_at) FROM message WHERE factor_id = $1 AND {column} = $2");
    found.last_message_at = first(reads.connection(), &sql, &parameters, |row| row.maybe_int(0))?.flatten();
    let sql = "SELECT erased_on, erased_at FROM erased_party WHERE factor_id = $1 AND party_id = $2";
    found.erased = first(reads.connection(), sql, &parameters, |row| Ok((date(row.text(0)?)?, row.int(1)?)))?;
    Ok(found)
}

/// When something was last written down in a party's timelines, in microseconds since 1970 UTC.
///
/// # Errors
/// [`Fault`].
pub fn last_told_at(reads: &mut dyn Reads, debtor: DebtorId, clients: &[ClientId]) -> Result<Option<i64>, Fault> {
    let factor = reads.factor();
    let mut last = None;
    for client in clients {
        let sql = "SELECT MAX(at) FROM timeline WHERE factor_id = $1 AND client_id = $2 AND debtor_id = $3";
        let parameters = [Value::Id(factor), Value::Id(client.0), Value::Id(debtor.0)];
        last = last.max(first(reads.connection(), sql, &parameters, |row| row.maybe_int(0))?.flatten());
    }
    Ok(last)
}

/// Keeps that a party's people were erased.
///
/// # Errors
/// [`Fault`].
pub fn erased(reads: &mut dyn Reads, party: Party, on: Date, at: i64) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO erased_party (factor_id, party_id, erased_on, erased_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (factor_id, party_id) DO UPDATE SET erased_on = excluded.erased_on, erased_at = excluded.erased_at";
    let day = on.to_string();
    reads
        .connection()
        .execute(sql, &[Value::Id(factor), Value::Id(party.id()), Value::Text(&day), Value::Int(at)])
        .map(drop)
}

/// When the last event that says personal data were erased was recorded, in microseconds since 1970 UTC.
///
/// # Errors
/// [`Fault`].
pub fn last_erasure(reads: &mut dyn Reads) -> Result<Option<i64>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT MAX(recorded_at) FROM event WHERE factor_id = $1 AND kind = 'PERSONAL_DATA_ERASED'";
    Ok(first(reads.connection(), sql, &[Value::Id(factor)], |row| row.maybe_int(0))?.flatten())
}
