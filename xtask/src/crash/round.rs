//! The kinds of rounds: what is done to a book while twenty clients write, and what must be so meanwhile.

use super::book::Book;
use super::disk::trouble;
use super::line::{Door, Line};
use super::load::{Load, Work};
use super::log;
use super::table::Row;
use crate::engine::Engine;
use crate::outcome::Finding;
use cluster::Cluster;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// How long something that must come by itself may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long the database is away when it is away for long: longer than the book tries by itself before it says so.
const LONG: Duration = Duration::from_secs(11);
/// MiB left on a full disk in every other round: less than the book wants, and none in the rounds between.
const LITTLE: u64 = 100;
/// Pages of the file that are torn.
const PAGES: usize = 5;

/// What a round does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `kill -9` of the process, sometimes again and again while it starts.
    Killed,
    /// The same, and the disk holds what unfinished writes may leave beside what was synced.
    TornLog,
    /// The disk fills up, and is emptied again.
    FullDisk,
    /// The database's server is killed and started again while Credere serves.
    DatabaseKilled,
    /// Two processes serve one book, and one is killed.
    TwoProcesses,
}

impl Kind {
    /// The kinds there are on an engine, in the order in which they are taken.
    pub(super) const fn on(engine: Engine) -> &'static [Self] {
        match engine {
            Engine::Sqlite => &[Self::Killed, Self::FullDisk, Self::TornLog],
            Engine::Postgres => &[Self::Killed, Self::DatabaseKilled, Self::FullDisk, Self::TwoProcesses],
        }
    }

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Killed => "process killed",
            Self::TornLog => "killed, log torn",
            Self::FullDisk => "disk full",
            Self::DatabaseKilled => "database killed",
            Self::TwoProcesses => "two processes, one killed",
        }
    }
}

/// What a round is made with.
pub(super) struct Chances<'a> {
    pub(super) chance: &'a mut fastrand::Rng,
    /// The longest time before the fault comes.
    pub(super) seconds: u64,
    /// Rounds of this kind before this one.
    pub(super) before: u64,
}

impl Chances<'_> {
    /// Up to the longest time, at any moment of it.
    fn moment(&mut self) -> Duration {
        Duration::from_millis(self.chance.u64(50..=self.seconds * 1_000))
    }
}

/// The process is killed; with `torn` the log is torn too. Then it is started until it serves.
pub(super) fn killed(book: &mut Book, torn: bool, chances: &mut Chances<'_>, row: &mut Row) -> Result<(), Finding> {
    let (served, door) = book.serve()?;
    let load = begin(book, &[door])?;
    std::thread::sleep(chances.moment());
    // `Served` ends by SIGKILL.
    drop(served);
    let done = end(book, load, row)?;
    if torn {
        tear(book, chances)?;
    }
    if chances.chance.bool() {
        for _ in 0..chances.chance.u32(1..=3) {
            book.die_at_start(Duration::from_millis(chances.chance.u64(1..=200)))?;
            row.restarts += 1;
        }
    }
    let (served, door) = book.serve()?;
    row.restarts += 1;
    book.check(&door, done, row)?;
    drop(served);
    Ok(())
}

/// Tears the log behind what was synced, and in every other round pages of the file that the log has.
fn tear(book: &Book, chances: &mut Chances<'_>) -> Result<(), Finding> {
    let folder = book.data();
    let entries = std::fs::read_dir(&folder).map_err(|error| trouble(&folder, &error))?;
    let mut logs = entries.flatten().map(|entry| entry.path()).filter(|path| path.to_string_lossy().ends_with("-wal"));
    let path = logs.next().ok_or_else(|| book.wrong("there is no log beside the book that was killed"))?;
    let mut bytes = std::fs::read(&path).map_err(|error| trouble(&path, &error))?;
    let torn = log::tear(&mut bytes, chances.chance).ok_or_else(|| book.wrong("its log is none of SQLite's"))?;
    println!("  torn: bytes {torn:?} of {} in the log", bytes.len());
    std::fs::write(&path, &bytes).map_err(|error| trouble(&path, &error))?;
    if chances.before.is_multiple_of(2) {
        return Ok(());
    }
    let path = path.with_extension("book");
    let mut file = File::options().write(true).open(&path).map_err(|error| trouble(&path, &error))?;
    let length = file.metadata().map_err(|error| trouble(&path, &error))?.len();
    for _ in 0..PAGES {
        // What lies behind the file's end was not on its way yet.
        if let Some((at, half)) = log::tear_page(&bytes, chances.chance).filter(|(at, _)| *at < length) {
            println!("  torn: {} bytes at {at} of the file", half.len());
            let written = file.seek(SeekFrom::Start(at)).and_then(|_| file.write_all(&half));
            written.map_err(|error| trouble(&path, &error))?;
        }
    }
    Ok(())
}

/// The disk fills up while clients write: reading goes on, writes are refused as such, and it goes on when there is room; or it is
/// killed before there is.
pub(super) fn full_disk(book: &mut Book, chances: &mut Chances<'_>, row: &mut Row) -> Result<(), Finding> {
    let (served, door) = book.serve()?;
    let load = begin(book, std::slice::from_ref(&door))?;
    std::thread::sleep(chances.moment());
    let disk = book.disk().ok_or_else(|| book.wrong("this book has no disk of its own"))?;
    let has_file = book.data().starts_with(disk.at());
    disk.fill(if has_file && chances.before % 2 == 1 { LITTLE } else { 0 })?;
    wait(book, &load, "no client was told that there is no room", || load.seen.full.load(Relaxed) > 0)?;
    let mut line = Line::new(door.clone());
    wait(book, &load, "/readyz says ready on a full disk", || line.is_ready().is_ok_and(|ready| !ready))?;
    let read = line.read("/events?limit=1").map_err(|error| book.wrong(&format!("nothing is read: {error}")))?;
    if !read.is_done() {
        return Err(book.wrong(&format!("on a full disk reading was answered with {} {}", read.status, read.body)));
    }
    std::thread::sleep(chances.moment().min(Duration::from_secs(2)));
    if chances.chance.u8(0..3) == 0 {
        // It is killed where it stands, and started when there is room.
        drop(served);
        let done = end(book, load, row)?;
        disk.empty()?;
        let (served, door) = book.serve()?;
        row.restarts += 1;
        book.check(&door, done, row)?;
        drop(served);
        return Ok(());
    }
    disk.empty()?;
    goes_on(book, &load, &door)?;
    let done = end(book, load, row)?;
    book.check(&door, done, row)?;
    drop(served);
    Ok(())
}

/// The database's server is killed and started again; Credere goes on by itself.
pub(super) fn database_killed(
    book: &mut Book,
    cluster: &mut Cluster,
    chances: &mut Chances<'_>,
    row: &mut Row,
) -> Result<(), Finding> {
    let (served, door) = book.serve()?;
    let load = begin(book, std::slice::from_ref(&door))?;
    std::thread::sleep(chances.moment());
    cluster.kill();
    let is_long = chances.before.is_multiple_of(3);
    if is_long {
        std::thread::sleep(LONG);
        wait(book, &load, "no client was told that the database is away", || load.seen.away.load(Relaxed) > 0)?;
        let mut line = Line::new(door.clone());
        wait(book, &load, "/readyz says ready without a database", || line.is_ready().is_ok_and(|ready| !ready))?;
    } else {
        std::thread::sleep(Duration::from_millis(chances.chance.u64(0..2_000)));
    }
    cluster.serve().map_err(|error| book.wrong(&format!("PostgreSQL does not come back: {error}")))?;
    goes_on(book, &load, &door)?;
    let done = end(book, load, row)?;
    book.check(&door, done, row)?;
    drop(served);
    Ok(())
}

/// Two processes serve the book; one is killed, its clients go to the other.
pub(super) fn two_processes(book: &mut Book, chances: &mut Chances<'_>, row: &mut Row) -> Result<(), Finding> {
    let mut both = vec![book.serve()?, book.serve()?];
    let doors: Vec<Door> = both.iter().map(|(_, door)| door.clone()).collect();
    let load = begin(book, &doors)?;
    std::thread::sleep(chances.moment());
    drop(both.remove(chances.chance.usize(0..2)));
    let (served, door) = both.remove(0);
    goes_on(book, &load, &door)?;
    let done = end(book, load, row)?;
    book.check(&door, done, row)?;
    drop(served);
    Ok(())
}

/// Lets the clients begin, and waits for the first answers.
fn begin(book: &mut Book, doors: &[Door]) -> Result<Load, Finding> {
    let load = Load::start(std::mem::take(&mut book.clients), doors, &book.days);
    wait(book, &load, "no write is acknowledged", || load.seen.acknowledged() > 0)?;
    Ok(load)
}

/// Tells them to stop; no answer may have been an odd one.
fn end(book: &Book, load: Load, row: &mut Row) -> Result<Vec<Work>, Finding> {
    let seen = load.seen.clone();
    let done = load.stop();
    row.refused += seen.full.load(Relaxed) + seen.away.load(Relaxed);
    seen.oddity().map_or(Ok(done), |odd| Err(book.wrong(&odd)))
}

/// Waits until every client can have been answered again, and it says that it is ready.
fn goes_on(book: &Book, load: &Load, door: &Door) -> Result<(), Finding> {
    let before = load.seen.acknowledged();
    wait(book, load, "writes are not acknowledged again", || load.seen.acknowledged() > before + 100)?;
    let mut line = Line::new(door.clone());
    wait(book, load, "/readyz does not say ready again", || line.is_ready().is_ok_and(|ready| ready))
}

fn wait(book: &Book, load: &Load, otherwise: &str, mut until: impl FnMut() -> bool) -> Result<(), Finding> {
    let begun = Instant::now();
    while !until() {
        if let Some(odd) = load.seen.oddity() {
            return Err(book.wrong(&odd));
        }
        if begun.elapsed() > PATIENCE {
            return Err(book.wrong(&format!("{otherwise} within {} s", PATIENCE.as_secs())));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}
