//! Rows and statements that wait to be sent together.
//!
//! Rows are kept by column, as the arrays they will be sent in (`INSERT … SELECT FROM UNNEST`, `UPDATE … FROM UNNEST`): nine to
//! twenty times faster than one statement a row. What waits is sent before anything that writes the same table, before a
//! question that may be about it (see `scope`), when there is much of it, and before the commit. No row is named twice in one statement: what comes for
//! it again waits behind.
//!
//! A unit of work that is dropped takes with it what it has left here. The savepoint it would need is only opened when
//! something of it has to be sent; everything of earlier units goes before it.

use super::columns::Columns;
use super::memory;
use super::scope::Scope;
use super::value::Written;
use crate::engine::{Fault, Manner, Table, Value};
use std::collections::HashSet;
use std::sync::Arc;
use tokio_postgres::Statement;
use tokio_postgres::types::Type;

/// Rows of one table, all written in one manner.
pub(super) struct Rows {
    pub(super) table: &'static Table,
    manner: Manner,
    columns: Columns,
    /// The keys of these rows, where no statement may name one twice; perhaps also some of rows that have left.
    keys: HashSet<Vec<u8>>,
}

impl Rows {
    /// No rows of a table yet, whose columns have these types.
    pub(super) fn new(table: &'static Table, manner: Manner, kinds: Vec<Type>) -> Self {
        Self { table, manner, columns: Columns::of(kinds), keys: HashSet::new() }
    }

    /// The key of a row, where no statement may name it twice.
    fn key(manner: Manner, row: &[Value<'_>]) -> Option<Vec<u8>> {
        match manner {
            Manner::Insert => None,
            Manner::Replace { keys } | Manner::Add { keys } | Manner::Change { keys } => {
                Some(memory::key(&row[..keys]))
            }
        }
    }

    pub(super) const fn columns(&self) -> &Columns {
        &self.columns
    }

    fn are_any(&self) -> bool {
        self.columns.count() > 0
    }

    fn are_meant(&self, which: Which<'_>) -> bool {
        match which {
            Which::All => true,
            Which::On(tables) => tables.contains(&self.table.name),
            Which::For(Question { tables, scope, parameters }) => {
                // What another row was before is not known here.
                let is_plain = self.manner == Manner::Insert;
                tables.contains(&self.table.name)
                    && !scope.is_some_and(|scope| is_plain && !scope.meets(&self.columns, parameters))
            }
        }
    }

    /// Takes the rows up to a mark away; what is left begins anew.
    fn split(&mut self, mark: &[usize]) -> Self {
        let columns = self.columns.split(mark);
        if !self.are_any() {
            self.keys.clear();
        }
        Self { table: self.table, manner: self.manner, columns, keys: HashSet::new() }
    }

    /// Takes all of them away.
    fn split_all(&mut self) -> Self {
        let all = self.columns.mark();
        self.split(&all)
    }

    /// The statement that writes such rows.
    pub(super) fn sql(&self) -> String {
        let Table { name, columns } = self.table;
        let arrays = self.columns.parameters();
        let (names, rows) = (columns.join(", "), format!("UNNEST({})", arrays.join(", ")));
        let Manner::Change { keys } = self.manner else {
            return format!("INSERT INTO {name} ({names}) SELECT * FROM {rows} {}", self.manner.instead(self.table));
        };
        let (keys, rest) = columns.split_at(keys);
        let set: Vec<String> = rest.iter().map(|column| format!("{column} = changed.{column}")).collect();
        let same: Vec<String> = keys.iter().map(|key| format!("{name}.{key} = changed.{key}")).collect();
        // All rows are one factor's: a sharded database sees from its first which shard they are on.
        format!(
            "UPDATE {name} SET {} FROM {rows} AS changed ({names}) WHERE {name}.{} = ({})[1] AND {}",
            set.join(", "),
            keys[0],
            arrays[0],
            same.join(" AND ")
        )
    }

    /// Their columns, as parameters of [`Rows::sql`].
    pub(super) fn arrays(self) -> Result<Vec<Written>, Fault> {
        self.columns.arrays()
    }
}

/// A word about the savepoint of a unit. Each has a number of its own: where the one of a unit could not be opened, because
/// something before it had failed, going back to it must not find another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Savepoint {
    Open(u64),
    Keep(u64),
    Drop(u64),
}

impl Savepoint {
    pub(super) fn sql(self) -> String {
        match self {
            Self::Open(number) => format!("SAVEPOINT unit_{number}"),
            Self::Keep(number) => format!("RELEASE SAVEPOINT unit_{number}"),
            Self::Drop(number) => format!("ROLLBACK TO SAVEPOINT unit_{number}; RELEASE SAVEPOINT unit_{number}"),
        }
    }
}

/// Something to be sent.
pub(super) enum Order {
    /// A word about a savepoint.
    Savepoint(Savepoint),
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
            (Self::Savepoint(word), _) => matches!(word, Savepoint::Drop(_)),
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
    /// Units so far.
    units: u64,
    /// What the unit writes will be dropped.
    held: bool,
}

/// How much waited when a unit began.
struct Mark {
    orders: usize,
    /// By their place among the waiting rows; those that came later are not among them.
    rows: Vec<Vec<usize>>,
    /// The number of its savepoint.
    number: u64,
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
    /// Lets a row wait; gives back the rows it waits with.
    pub(super) fn push(
        &mut self,
        table: &'static Table,
        manner: Manner,
        row: &[Value<'_>],
        kinds: impl FnOnce() -> Result<Vec<Type>, Fault>,
    ) -> Result<&Rows, Fault> {
        let known = self.rows.iter().position(|rows| std::ptr::eq(rows.table, table) && rows.manner == manner);
        let place = match known {
            Some(place) => place,
            None => {
                self.rows.push(Rows::new(table, manner, kinds()?));
                self.rows.len() - 1
            }
        };
        let key = Rows::key(manner, row);
        let again = key.as_ref().is_some_and(|key| self.rows[place].keys.contains(key));
        let is_other =
            |(other, rows): (usize, &Rows)| other != place && rows.are_any() && rows.table.name == table.name;
        if again || self.rows.iter().enumerate().any(is_other) {
            self.settle(&[table.name]);
        }
        let rows = &mut self.rows[place];
        rows.columns.push(row)?;
        rows.keys.extend(key);
        Ok(rows)
    }

    /// What the unit writes will be dropped.
    pub(super) const fn hold_back(&mut self) {
        self.held = true;
    }

    /// Will what the unit writes be dropped?
    pub(super) const fn is_held_back(&self) -> bool {
        self.held
    }

    /// Lets a statement wait behind the rows of the tables it names.
    pub(super) fn add(&mut self, tables: &Arc<[&'static str]>, statement: Statement, parameters: Vec<Written>) {
        self.settle(tables);
        self.orders.push(Order::Statement(tables.clone(), statement, parameters));
    }

    /// Puts the rows of these tables in order before what comes now.
    fn settle(&mut self, tables: &[&'static str]) {
        let Self { orders, rows, unit, .. } = self;
        for (place, rows) in rows.iter_mut().enumerate() {
            if !rows.are_any() || !tables.contains(&rows.table.name) {
                continue;
            }
            // What earlier units left goes before what this one leaves: it stays when the unit is dropped.
            if let Some(unit) = unit.as_mut().filter(|unit| !unit.open)
                && let Some(mark) = unit.rows.get_mut(place).filter(|mark| mark[0] > 0)
            {
                let earlier = rows.split(mark);
                orders.insert(unit.orders, Order::Rows(earlier));
                unit.orders += 1;
                mark.fill(0);
            }
            if rows.are_any() {
                orders.push(Order::Rows(rows.split_all()));
            }
        }
    }

    /// What must be sent now, in order. `writes`: what follows changes something, so that the unit's savepoint must be open.
    pub(super) fn due(&mut self, which: Which<'_>, writes: bool) -> Vec<Order> {
        let touched = |rows: &Rows| rows.are_any() && rows.are_meant(which);
        let any = self.orders.iter().any(|order| order.is_meant(which)) || self.rows.iter().any(touched);
        if !any && !writes {
            return Vec::new();
        }
        let mut due = Vec::new();
        if let Some(unit) = self.unit.as_mut().filter(|unit| !unit.open && !writes) {
            let before = |place: usize| unit.rows.get(place).map_or(0, |mark| mark[0]);
            let own = self.orders.len() > unit.orders
                || self
                    .rows
                    .iter()
                    .enumerate()
                    .any(|(place, rows)| touched(rows) && rows.columns.count() > before(place));
            if !own {
                // Only earlier units have left something: it stays whatever becomes of this one.
                due.append(&mut self.orders);
                unit.orders = 0;
                for (rows, mark) in self.rows.iter_mut().zip(&mut unit.rows) {
                    if mark[0] > 0 && touched(rows) {
                        due.push(Order::Rows(rows.split(mark)));
                        mark.fill(0);
                    }
                }
                return due;
            }
        }
        if let Some(unit) = self.unit.as_mut().filter(|unit| !unit.open) {
            due.extend(self.orders.drain(..unit.orders));
            for (rows, mark) in self.rows.iter_mut().zip(unit.rows.drain(..)) {
                if mark[0] > 0 {
                    due.push(Order::Rows(rows.split(&mark)));
                }
            }
            unit.open = true;
            due.push(Order::Savepoint(Savepoint::Open(unit.number)));
        }
        due.append(&mut self.orders);
        for rows in self.rows.iter_mut().filter(|rows| touched(rows)) {
            due.push(Order::Rows(rows.split_all()));
        }
        due
    }

    pub(super) fn open_unit(&mut self) {
        let rows = self.rows.iter().map(|rows| rows.columns.mark()).collect();
        self.units += 1;
        self.unit = Some(Mark { orders: self.orders.len(), rows, number: self.units, open: false });
    }

    pub(super) fn keep_unit(&mut self) {
        self.held = false;
        if let Some(unit) = self.unit.take().filter(|unit| unit.open) {
            self.orders.push(Order::Savepoint(Savepoint::Keep(unit.number)));
        }
    }

    /// Drops what the unit has left; true when the server must drop something too.
    pub(super) fn drop_unit(&mut self) -> bool {
        self.held = false;
        let Some(unit) = self.unit.take() else { return false };
        if unit.open {
            self.clear();
            self.orders.push(Order::Savepoint(Savepoint::Drop(unit.number)));
            return true;
        }
        self.orders.truncate(unit.orders);
        for (place, rows) in self.rows.iter_mut().enumerate() {
            match unit.rows.get(place) {
                Some(mark) => rows.columns.truncate(mark),
                None => rows.columns.clear(),
            }
        }
        false
    }

    /// Forgets everything: the transaction is over.
    pub(super) fn clear(&mut self) {
        self.orders.clear();
        self.rows.clear();
        self.unit = None;
        self.held = false;
    }
}
