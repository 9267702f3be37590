//! Rows and statements that wait to be sent together.
//!
//! Rows are kept by column, as the arrays they will be sent in (`INSERT … SELECT FROM UNNEST`): nine to twenty times faster
//! than one statement a row. What waits is sent before anything that writes the same table, before a question that may be about
//! it (see `scope`), and before the commit.
//!
//! A unit of work that is dropped takes with it what it has left here. The savepoint it would need is only opened when
//! something of it has to be sent; everything of earlier units goes before it.

use super::scope::Scope;
use super::value::{head_of_array, write};
use crate::engine::{Fault, Table, Value};
use bytes::{BufMut, BytesMut};
use std::sync::Arc;
use tokio_postgres::Statement;
use tokio_postgres::types::{IsNull, Type};

use super::value::Written;

/// Rows of one table.
pub(super) struct Rows {
    pub(super) table: &'static Table,
    /// They replace the rows with the same first columns, so many.
    replaces: Option<usize>,
    columns: Vec<Column>,
    count: usize,
}

struct Column {
    kind: Type,
    bytes: BytesMut,
    nulls: bool,
}

impl Rows {
    /// No rows of a table yet, whose columns have these types.
    pub(super) fn new(table: &'static Table, replaces: Option<usize>, kinds: Vec<Type>) -> Self {
        let columns = kinds.into_iter().map(|kind| Column { kind, bytes: BytesMut::new(), nulls: false }).collect();
        Self { table, replaces, columns, count: 0 }
    }

    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// Bytes that wait.
    pub(super) fn size(&self) -> usize {
        self.columns.iter().map(|column| column.bytes.len()).sum()
    }

    fn are_meant(&self, which: Which<'_>) -> bool {
        match which {
            Which::All => true,
            Which::On(tables) => tables.contains(&self.table.name),
            Which::For(Question { tables, scope, parameters }) => {
                // What a replaced row was before is not known here.
                let is_plain = self.replaces.is_none();
                tables.contains(&self.table.name)
                    && !scope.is_some_and(|scope| is_plain && !scope.meets(self, parameters))
            }
        }
    }

    pub(super) fn push(&mut self, row: &[Value<'_>]) -> Result<(), Fault> {
        for (column, value) in self.columns.iter_mut().zip(row) {
            let place = column.bytes.len();
            column.bytes.put_i32(-1);
            match write(value, &column.kind, &mut column.bytes) {
                Ok(IsNull::Yes) => column.nulls = true,
                Ok(IsNull::No) => {
                    let length = i32::try_from(column.bytes.len() - place - 4)
                        .map_err(|_| Fault::unreadable("value", "it is longer than 2 GiB"))?;
                    column.bytes[place..place + 4].copy_from_slice(&length.to_be_bytes());
                }
                Err(error) => return Err(Fault::unreadable("value", error)),
            }
        }
        self.count += 1;
        Ok(())
    }

    /// Keeps of `meant` only the rows whose column has one of these values; false when that cannot be told.
    pub(super) fn narrow(&self, column: usize, values: &[Value<'_>], meant: &mut [bool]) -> bool {
        let Column { kind, bytes, .. } = &self.columns[column];
        let mut sought = Vec::with_capacity(values.len());
        for value in values {
            let mut bytes = BytesMut::new();
            match write(value, kind, &mut bytes) {
                Ok(IsNull::No) => sought.push(bytes),
                Ok(IsNull::Yes) => {}
                Err(_) => return false,
            }
        }
        let mut rest = &bytes[..];
        for meant in meant {
            let Some((length, behind)) = rest.split_first_chunk::<4>() else { return false };
            // Less than nothing stands for NULL, which no value is equal to.
            let value = usize::try_from(i32::from_be_bytes(*length)).ok();
            let (value, behind) = value.map_or((None, behind), |length| {
                let (value, behind) = behind.split_at(length);
                (Some(value), behind)
            });
            *meant &= value.is_some_and(|value| sought.iter().any(|one| one[..] == *value));
            rest = behind;
        }
        true
    }

    /// How far the rows go now.
    fn mark(&self) -> Vec<usize> {
        std::iter::once(self.count).chain(self.columns.iter().map(|column| column.bytes.len())).collect()
    }

    /// Takes the rows up to a mark away; what is left begins anew.
    fn split(&mut self, mark: &[usize]) -> Self {
        let parts = self.columns.iter_mut().zip(&mark[1..]);
        let columns = parts
            .map(|(column, at)| Column {
                kind: column.kind.clone(),
                bytes: column.bytes.split_to(*at),
                nulls: column.nulls,
            })
            .collect();
        self.count -= mark[0];
        Self { table: self.table, replaces: self.replaces, columns, count: mark[0] }
    }

    /// Drops the rows behind a mark.
    fn truncate(&mut self, mark: &[usize]) {
        self.count = mark[0];
        for (column, at) in self.columns.iter_mut().zip(&mark[1..]) {
            column.bytes.truncate(*at);
        }
    }

    /// The statement that writes such rows.
    pub(super) fn sql(&self) -> String {
        let names = self.table.columns.join(", ");
        let arrays: Vec<String> =
            (1..).zip(&self.columns).map(|(place, column)| format!("${place}::{}[]", column.kind.name())).collect();
        let sql = format!("INSERT INTO {} ({names}) SELECT * FROM UNNEST({})", self.table.name, arrays.join(", "));
        self.replaces.map_or(sql.clone(), |keys| format!("{sql} {}", self.table.instead(keys)))
    }

    /// The arrays, as parameters of [`Rows::sql`].
    pub(super) fn arrays(self) -> Result<Vec<Written>, Fault> {
        let count = self.count;
        let array = |column: Column| {
            let mut out = BytesMut::with_capacity(column.bytes.len() + 20);
            head_of_array(&mut out, &column.kind, count, column.nulls)
                .map_err(|error| Fault::unreadable("array", error))?;
            out.unsplit(column.bytes);
            Ok(Written(Some(out)))
        };
        self.columns.into_iter().map(array).collect()
    }
}

/// Drops what the unit has sent.
const BACK: &str = "ROLLBACK TO SAVEPOINT unit; RELEASE SAVEPOINT unit";

/// Something to be sent.
pub(super) enum Order {
    /// A word without parameters.
    Plain(&'static str),
    /// Rows of a table.
    Rows(Rows),
    /// A statement on these tables whose count nobody asks for.
    Statement(Arc<[&'static str]>, Statement, Vec<Written>),
}

impl Order {
    fn is_meant(&self, which: Which<'_>) -> bool {
        match (self, which) {
            (_, Which::All) => true,
            // What was dropped must be gone for whoever asks; the other words change nothing that can be read.
            (Self::Plain(word), _) => *word == BACK,
            (Self::Rows(rows), which) => rows.are_meant(which),
            (Self::Statement(tables, ..), Which::On(sought) | Which::For(Question { tables: sought, .. })) => {
                tables.iter().any(|table| sought.contains(table))
            }
        }
    }
}

/// What waits.
#[derive(Default)]
pub(super) struct Waiting {
    /// In order; before any rows in `rows` of the tables they name.
    orders: Vec<Order>,
    rows: Vec<Rows>,
    unit: Option<Mark>,
}

/// How much waited when a unit began.
struct Mark {
    orders: usize,
    rows: Vec<(&'static str, Vec<usize>)>,
    /// Is its savepoint open?
    open: bool,
}

/// What is to be sent of what waits.
#[derive(Clone, Copy)]
pub(super) enum Which<'a> {
    /// Everything.
    All,
    /// What a statement on these tables needs to find; nothing when it touches nothing that waits.
    On(&'a [&'static str]),
    /// What a question needs to find; nothing when it is about nothing that waits.
    For(Question<'a>),
}

/// A question, as far as it tells which rows it is about.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) tables: &'a [&'static str],
    pub(super) scope: Option<&'a Scope>,
    pub(super) parameters: &'a [Value<'a>],
}

impl Waiting {
    pub(super) fn rows_of(
        &mut self,
        table: &'static Table,
        replaces: Option<usize>,
        kinds: impl FnOnce() -> Result<Vec<Type>, Fault>,
    ) -> Result<&mut Rows, Fault> {
        let place = match self.rows.iter().position(|rows| rows.table.name == table.name) {
            Some(place) => {
                if self.rows[place].replaces != replaces {
                    self.settle(&[table.name]);
                    self.rows[place].replaces = replaces;
                }
                place
            }
            None => {
                self.rows.push(Rows::new(table, replaces, kinds()?));
                self.rows.len() - 1
            }
        };
        Ok(&mut self.rows[place])
    }

    /// Lets a statement wait behind the rows of the tables it names.
    pub(super) fn add(&mut self, tables: &Arc<[&'static str]>, statement: Statement, parameters: Vec<Written>) {
        self.settle(tables);
        self.orders.push(Order::Statement(tables.clone(), statement, parameters));
    }

    /// Puts the rows of these tables in order before what comes now.
    fn settle(&mut self, tables: &[&'static str]) {
        let Self { orders, rows, unit } = self;
        for rows in rows.iter_mut().filter(|rows| rows.count > 0 && tables.contains(&rows.table.name)) {
            // What earlier units left goes before what this one leaves: it stays when the unit is dropped.
            if let Some(unit) = unit.as_mut().filter(|unit| !unit.open)
                && let Some((_, mark)) = unit.rows.iter_mut().find(|(table, _)| *table == rows.table.name)
            {
                let earlier = rows.split(mark);
                orders.insert(unit.orders, Order::Rows(earlier));
                unit.orders += 1;
                mark.fill(0);
            }
            let all = rows.mark();
            if all[0] > 0 {
                orders.push(Order::Rows(rows.split(&all)));
            }
        }
    }

    /// What must be sent now, in order. `writes`: what follows changes something, so that the unit's savepoint must be open.
    pub(super) fn due(&mut self, which: Which<'_>, writes: bool) -> Vec<Order> {
        let touched = |rows: &Rows| rows.count > 0 && rows.are_meant(which);
        let any = self.orders.iter().any(|order| order.is_meant(which)) || self.rows.iter().any(touched);
        if !any && !writes {
            return Vec::new();
        }
        let mut due = Vec::new();
        if let Some(unit) = self.unit.as_mut().filter(|unit| !unit.open && !writes) {
            let before = |rows: &Rows| {
                unit.rows.iter().find(|(table, _)| *table == rows.table.name).map_or(0, |(_, mark)| mark[0])
            };
            let own = self.orders.len() > unit.orders
                || self.rows.iter().any(|rows| touched(rows) && rows.count > before(rows));
            if !own {
                // Only earlier units have left something: it stays whatever becomes of this one.
                due.append(&mut self.orders);
                unit.orders = 0;
                for (table, mark) in &mut unit.rows {
                    if let Some(rows) = self.rows.iter_mut().find(|rows| rows.table.name == *table)
                        && mark[0] > 0
                        && touched(rows)
                    {
                        due.push(Order::Rows(rows.split(mark)));
                        mark.fill(0);
                    }
                }
                return due;
            }
        }
        if let Some(unit) = self.unit.as_mut().filter(|unit| !unit.open) {
            due.extend(self.orders.drain(..unit.orders));
            for (table, mark) in unit.rows.drain(..) {
                if let Some(rows) = self.rows.iter_mut().find(|rows| rows.table.name == table)
                    && mark[0] > 0
                {
                    due.push(Order::Rows(rows.split(&mark)));
                }
            }
            unit.open = true;
            due.push(Order::Plain("SAVEPOINT unit"));
        }
        due.append(&mut self.orders);
        for rows in self.rows.iter_mut().filter(|rows| rows.count > 0 && touched(rows)) {
            let all = rows.mark();
            due.push(Order::Rows(rows.split(&all)));
        }
        due
    }

    pub(super) fn open_unit(&mut self) {
        let rows = self.rows.iter().map(|rows| (rows.table.name, rows.mark())).collect();
        self.unit = Some(Mark { orders: self.orders.len(), rows, open: false });
    }

    pub(super) fn keep_unit(&mut self) {
        if self.unit.take().is_some_and(|unit| unit.open) {
            self.orders.push(Order::Plain("RELEASE SAVEPOINT unit"));
        }
    }

    /// Drops what the unit has left; true when the server must drop something too.
    pub(super) fn drop_unit(&mut self) -> bool {
        let Some(unit) = self.unit.take() else { return false };
        if unit.open {
            self.clear();
            self.orders.push(Order::Plain(BACK));
            return true;
        }
        self.orders.truncate(unit.orders);
        for rows in &mut self.rows {
            let mark = unit.rows.iter().find(|(table, _)| *table == rows.table.name);
            match mark {
                Some((_, mark)) => rows.truncate(mark),
                None => {
                    let empty = vec![0; rows.columns.len() + 1];
                    rows.truncate(&empty);
                }
            }
        }
        false
    }

    /// Forgets everything: the transaction is over.
    pub(super) fn clear(&mut self) {
        self.orders.clear();
        self.rows.clear();
        self.unit = None;
    }
}
