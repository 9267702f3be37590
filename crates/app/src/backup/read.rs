//! Read a backup from its first byte to its last, and prove it on the way.

use super::folder::is_name;
use super::line::{End, Mark, RowIn, hex, unhex};
use super::{BackupError, ChainHead, Contents, FORMAT, Head, Identities, LINE, disk, migrations};
use age::{DecryptError, Decryptor};
use flate2::bufread::GzDecoder;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use store::engine::{Kept, Table};
use store::schema::{self, MIGRATIONS, TABLES};

/// Where what a backup holds goes. What it was given counts only once [`read()`] has answered well.
pub trait Sink {
    /// The head, before anything else.
    ///
    /// # Errors
    /// Whatever keeps it from taking the backup.
    fn begin(&mut self, head: &Head) -> Result<(), BackupError>;
    /// The next piece of a file of the data folder.
    ///
    /// # Errors
    /// Whatever keeps it from taking it.
    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError>;
    /// A row of a table, and which of the table's columns it has: all of them, but for a backup of an older schema.
    ///
    /// # Errors
    /// Whatever keeps it from taking it.
    fn row(&mut self, table: &'static Table, columns: &[&str], row: &[Kept]) -> Result<(), BackupError>;
}

/// Reads a backup.
///
/// # Errors
/// [`BackupError::OtherKey`], [`BackupError::Foreign`], [`BackupError::Damaged`], [`BackupError::NewerSchema`] with what is
/// wrong and what to do; what `sink` answers.
pub fn read(from: &Path, identities: &Identities, sink: &mut dyn Sink) -> Result<Contents, BackupError> {
    let file = File::open(from).map_err(disk("read", from))?;
    let bytes = file.metadata().map_err(disk("read", from))?.len();
    let damaged = |what: &dyn std::fmt::Display| BackupError::Damaged(from.to_owned(), what.to_string());
    let opened = Decryptor::new_buffered(BufReader::new(file)).and_then(|file| file.decrypt(identities.all()));
    let clear = opened.map_err(|error| match error {
        DecryptError::NoMatchingKeys => BackupError::OtherKey(from.to_owned()),
        DecryptError::Io(reason) if reason.kind() == std::io::ErrorKind::InvalidData => {
            BackupError::Foreign(from.to_owned(), "it is not encrypted with age".to_owned())
        }
        DecryptError::InvalidHeader | DecryptError::UnknownFormat => {
            BackupError::Foreign(from.to_owned(), "it is not encrypted with age".to_owned())
        }
        other => damaged(&other),
    })?;
    let mut lines =
        Lines { from, input: BufReader::new(GzDecoder::new(BufReader::new(clear))), digest: Sha256::new(), line: 0 };
    let mut reading = Reading { head: head(&mut lines)?, tables: BTreeMap::new(), files: 0, rows: 0, last_event: None };
    sink.begin(&reading.head)?;
    let end = reading.body(&mut lines, sink)?;
    reading.prove(&end).map_err(|what| damaged(&what))?;
    lines.nothing_more()?;
    let Reading { head, tables, files, rows, .. } = reading;
    Ok(Contents { head, tables, rows, files, bytes })
}

fn head(lines: &mut Lines<'_>) -> Result<Head, BackupError> {
    let from = lines.from;
    let foreign = |reason: String| BackupError::Foreign(from.to_owned(), reason);
    let (line, _) = lines.next()?;
    let versioned: serde_json::Value =
        serde_json::from_slice(&line).map_err(|_| foreign("its first line is no head".to_owned()))?;
    let format = versioned["credere_backup"].as_u64().ok_or_else(|| foreign("its first line is no head".to_owned()))?;
    if format != u64::from(FORMAT) {
        return Err(foreign(format!("it is of format {format}, and this Credere reads format {FORMAT}")));
    }
    let head: Head = serde_json::from_value(versioned).map_err(|error| lines.damaged(error))?;
    let mut ours = migrations();
    if head.migrations.is_empty() || !ours.starts_with(&head.migrations) {
        return Err(BackupError::NewerSchema {
            path: from.to_owned(),
            theirs: head.migrations.last().cloned().unwrap_or_default(),
            ours: ours.pop().unwrap_or_default(),
            version: head.version,
        });
    }
    Ok(head)
}

/// A table with the columns that its rows have in this backup.
struct Shape {
    table: &'static Table,
    columns: Vec<&'static str>,
}

impl Shape {
    /// A table as an older schema had it: of today's columns those that are named, the first among them.
    fn of_older(name: &str, columns: &[String]) -> Option<Self> {
        let table = TABLES.iter().find(|table| table.name == name)?;
        let known = |column: &String| table.columns.iter().find(|known| *known == column).copied();
        Some(Self { table, columns: columns.iter().map(known).collect::<Option<_>>()? })
    }
}

/// What was read so far.
struct Reading {
    head: Head,
    tables: BTreeMap<String, i64>,
    files: i64,
    rows: i64,
    last_event: Option<ChainHead>,
}

impl Reading {
    /// Files, tables and rows, up to the end.
    fn body(&mut self, lines: &mut Lines<'_>, sink: &mut dyn Sink) -> Result<End, BackupError> {
        let is_older = self.head.migrations.len() < MIGRATIONS.len();
        let mut to_come = TABLES.iter().copied();
        let mut under_way: Option<Shape> = None;
        let mut last_file = String::new();
        loop {
            let (line, digest_before) = lines.next()?;
            if line.first() == Some(&b'[') {
                let RowIn(row) = serde_json::from_slice(&line).map_err(|error| lines.damaged(error))?;
                let shape = under_way.as_ref().filter(|shape| shape.columns.len() == row.len());
                let shape = shape.ok_or_else(|| lines.damaged("a row is of no table"))?;
                self.count(shape, &row);
                sink.row(shape.table, &shape.columns, &row)?;
                continue;
            }
            match serde_json::from_slice(&line).map_err(|error| lines.damaged(error))? {
                Mark::File { file, bytes } => {
                    let bytes = unhex(&bytes).filter(|_| under_way.is_none() && is_name(&file));
                    let bytes =
                        bytes.ok_or_else(|| lines.damaged("a file has no name or no bytes that could be one"))?;
                    if file != last_file {
                        self.files += 1;
                    }
                    sink.file(&file, &bytes)?;
                    last_file = file;
                }
                Mark::Table { table, columns } => {
                    let next = if is_older {
                        Shape::of_older(&table, &columns).filter(|_| !self.tables.contains_key(&table))
                    } else {
                        let next = to_come.next().filter(|next| next.name == table && columns == next.columns);
                        next.map(|table| Shape { table, columns: table.columns.to_vec() })
                    };
                    let next = next.ok_or_else(|| lines.damaged(format!("the table {table} is not of this schema")))?;
                    self.tables.insert(table, 0);
                    under_way = Some(next);
                }
                Mark::End { end } => {
                    if let Some(missing) = to_come.next().filter(|_| !is_older) {
                        return Err(lines.damaged(format!("the table {} is missing", missing.name)));
                    }
                    if end.sha256 != hex(&digest_before.finalize()) {
                        return Err(lines.damaged("its content is not what was written (SHA-256)"));
                    }
                    return Ok(end);
                }
            }
        }
    }

    fn count(&mut self, shape: &Shape, row: &[Kept]) {
        self.rows += 1;
        if let Some(count) = self.tables.get_mut(shape.table.name) {
            *count += 1;
        }
        if shape.table.name == schema::EVENT.name {
            let at = |name| shape.columns.iter().position(|column| *column == name).map(|place| &row[place]);
            if let (Some(Kept::Int(seq)), Some(Kept::Bytes(hash))) = (at("seq"), at("hash")) {
                self.last_event = Some(ChainHead { seq: *seq, hash: hex(hash) });
            }
        }
    }

    /// Is all there that the end and the head say?
    fn prove(&self, end: &End) -> Result<(), String> {
        if (&self.tables, self.rows, self.files) != (&end.tables, end.rows, end.files) {
            return Err(format!(
                "it holds {} rows and {} files instead of {} and {}",
                self.rows, self.files, end.rows, end.files
            ));
        }
        let last = self.last_event.clone().unwrap_or_else(ChainHead::of_nothing);
        if last != self.head.chain {
            return Err(format!("its last event is not the head of the chain ({last} instead of {})", self.head.chain));
        }
        Ok(())
    }
}

/// The lines of the clear text.
struct Lines<'a> {
    from: &'a Path,
    input: BufReader<GzDecoder<BufReader<age::stream::StreamReader<BufReader<File>>>>>,
    digest: Sha256,
    line: u64,
}

impl Lines<'_> {
    fn damaged(&self, what: impl std::fmt::Display) -> BackupError {
        BackupError::Damaged(self.from.to_owned(), format!("line {}: {what}", self.line))
    }

    /// The next line without its end, and the digest over all lines before it.
    fn next(&mut self) -> Result<(Vec<u8>, Sha256), BackupError> {
        self.line += 1;
        let mut line = Vec::new();
        let read = (&mut self.input).take(LINE).read_until(b'\n', &mut line);
        read.map_err(|error| self.damaged(error))?;
        let before = self.digest.clone();
        self.digest.update(&line);
        if line.pop() != Some(b'\n') {
            return Err(self.damaged("it ends in the middle"));
        }
        Ok((line, before))
    }

    /// Is the end the end, in the clear text and in the file?
    fn nothing_more(&mut self) -> Result<(), BackupError> {
        let mut rest = [0];
        let behind =
            self.input.read(&mut rest).and_then(|lines| Ok(lines + self.input.get_mut().get_mut().read(&mut rest)?));
        match behind {
            Ok(0) => Ok(()),
            Ok(_) => Err(self.damaged("something stands behind its end")),
            Err(error) => Err(self.damaged(error)),
        }
    }
}
