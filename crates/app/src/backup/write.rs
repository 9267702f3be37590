//! Write a backup.

use super::folder::{above, files, sync};
use super::line::{End, Out, RowOut, hex};
use super::{BackupError, ChainHead, Contents, FORMAT, Head, LINE, PIECE, Recipients, disk, migrations};
use crate::{App, Error};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use store::book::Reads;
use store::carry::rows;
use store::kept;
use store::schema::TABLES;

/// Writes a backup of the book and of the files beside it: one state, also while others write.
///
/// # Errors
/// [`BackupError::Exists`], [`BackupError::Inside`]; [`BackupError::Disk`]; [`BackupError::Book`].
pub fn write(app: &App, to: &Path, recipients: &Recipients) -> Result<Contents, BackupError> {
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let failed = disk("written", to);
    let above = above(to);
    let within = above.canonicalize().map_err(&failed)?;
    if app.folder().canonicalize().is_ok_and(|folder| within.starts_with(folder)) {
        return Err(BackupError::Inside(to.to_owned()));
    }
    // Its owner's alone, and gone again unless it takes its name.
    let file = tempfile::Builder::new().prefix(".credere-").tempfile_in(above).map_err(&failed)?;
    let encrypted = recipients.encryptor()?.wrap_output(BufWriter::new(file)).map_err(&failed)?;
    let mut lines = Lines { out: GzEncoder::new(encrypted, Compression::fast()), digest: Sha256::new(), to };
    let (head, end) = app.book.read(|snapshot| whole(app, snapshot, &mut lines))?;
    let encrypted = lines.out.finish().map_err(&failed)?;
    let file =
        encrypted.finish().and_then(|out| out.into_inner().map_err(io::IntoInnerError::into_error)).map_err(&failed)?;
    file.as_file().sync_all().map_err(&failed)?;
    let bytes = file.as_file().metadata().map_err(&failed)?.len();
    file.persist_noclobber(to).map_err(|refused| match refused.error.kind() {
        io::ErrorKind::AlreadyExists => BackupError::Exists(to.to_owned()),
        _ => failed(refused.error),
    })?;
    sync(above)?;
    Ok(Contents { head, tables: end.tables, rows: end.rows, files: end.files, bytes })
}

fn whole<W: Write>(app: &App, reads: &mut dyn Reads, lines: &mut Lines<'_, W>) -> Result<(Head, End), BackupError> {
    let head = Head {
        credere_backup: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        migrations: migrations(),
        factor: app.book.factor(),
        name: kept::factor::get(reads)?.name,
        taken_at: app.now(),
        chain: ChainHead::of(reads)?,
    };
    lines.write(&Out::Head(&head))?;
    let mut end = End { tables: BTreeMap::new(), rows: 0, files: 0, sha256: String::new() };
    for (name, path) in files(app.folder())? {
        end.files += i64::from(lines.file(&name, &path)?);
    }
    for table in TABLES {
        lines.write(&Out::Table { table: table.name, columns: table.columns })?;
        let count = rows(reads, table, |row| lines.write(&Out::Row(RowOut(row))))?;
        end.tables.insert(table.name.to_owned(), count);
        end.rows += count;
    }
    end.sha256 = hex(&lines.digest.clone().finalize());
    lines.write(&Out::End { end: &end })?;
    Ok((head, end))
}

/// Lines on their way out, and the digest over them.
struct Lines<'a, W: Write> {
    out: GzEncoder<W>,
    digest: Sha256,
    to: &'a Path,
}

impl<W: Write> Lines<'_, W> {
    fn write(&mut self, line: &Out<'_>) -> Result<(), BackupError> {
        let mut text = serde_json::to_vec(line).map_err(|error| Error::fault("row", error))?;
        text.push(b'\n');
        if text.len() as u64 > LINE {
            return Err(
                Error::fault("row", format!("it is larger than the {LINE} bytes a backup takes in one line")).into()
            );
        }
        self.digest.update(&text);
        self.out.write_all(&text).map_err(disk("written", self.to))
    }

    /// Writes a file in pieces; false when it has gone by now.
    fn file(&mut self, name: &str, path: &Path) -> Result<bool, BackupError> {
        let mut file = match std::fs::File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(disk("read", path)(error)),
        };
        let mut first = true;
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            (&mut file).take(PIECE as u64).read_to_end(&mut piece).map_err(disk("read", path))?;
            if piece.is_empty() && !first {
                return Ok(true);
            }
            self.write(&Out::File { file: name, bytes: hex(&piece) })?;
            first = false;
        }
    }
}
