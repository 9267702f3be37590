//! The book under attack: where it lies, how it is served, and what was asked of it so far.

use super::client::{Client, Days};
use super::disk::{Disk, trouble};
use super::line::{Door, Line};
use super::load::{CLIENTS, Work};
use super::record::{Found, Told, Write, count, judge, take_again};
use super::table::Row;
use crate::command::{self, MINUTE};
use crate::large::PORTFOLIO;
use crate::outcome::Finding;
use crate::served::Served;
use serde_json::Value;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The limit of one run of the program.
const LIMIT: Duration = MINUTE.saturating_mul(5);
/// Events of one page.
const EVENTS: usize = 200;

/// Where a book lies.
pub(super) struct Place {
    pub(super) binary: PathBuf,
    /// The folder of its files: the log of the program, and the data folder where there is no disk of its own.
    pub(super) folder: PathBuf,
    /// The address of its database.
    pub(super) database: Option<String>,
    /// A disk of its own, that can be filled.
    pub(super) disk: Option<Disk>,
    /// Whether the data folder is on that disk, or only the database.
    pub(super) data_on_disk: bool,
}

/// A book with a client, its customers and an agreement, and what was asked of it.
pub(super) struct Book {
    place: Place,
    pub(super) days: Days,
    pub(super) clients: Vec<Client>,
    writes: Vec<Write>,
    found: Found,
    /// The last event that was seen, and its link in the chain.
    seen: (i64, String),
}

impl Book {
    /// Makes it, on the command line.
    pub(super) fn make(place: Place, seed: u64) -> Result<Self, Finding> {
        std::fs::create_dir_all(&place.folder).map_err(|error| trouble(&place.folder, &error))?;
        let portfolio = place.folder.join("portfolio.toml");
        std::fs::write(&portfolio, PORTFOLIO).map_err(|error| trouble(&portfolio, &error))?;
        let day = |when: &str| {
            let said = command::capture(Command::new("date").args(["-u", "-d", when, "+%F"]), MINUTE)?;
            Ok::<_, Finding>(said.trim().to_owned())
        };
        let days = Days { today: day("today")?, due: day("+30 days")? };
        let clients = (0..CLIENTS).map(|number| Client::new(number, seed.wrapping_add(number as u64))).collect();
        let book = Self { place, days, clients, writes: Vec::new(), found: Found::new(), seen: (0, String::new()) };
        let new = ["init", "--factor", "Struck Factor", "--country", "US", "--currency", "USD", "--timezone", "UTC"];
        command::capture(&mut book.credere(&new), LIMIT)?;
        command::capture(book.credere(&["import", "portfolio"]).arg(portfolio), LIMIT)?;
        Ok(book)
    }

    /// The program, told where the book is.
    fn credere(&self, words: &[&str]) -> Command {
        let mut call = Command::new(&self.place.binary);
        call.args(words).arg("--data").arg(self.data());
        if let Some(url) = &self.place.database {
            call.args(["--database", url]);
        }
        call
    }

    /// The disk that can be filled.
    pub(super) fn disk(&self) -> Option<&Disk> {
        self.place.disk.as_ref()
    }

    /// The data folder.
    pub(super) fn data(&self) -> PathBuf {
        match &self.place.disk {
            Some(disk) if self.place.data_on_disk => disk.at().join("book"),
            _ => self.place.folder.join("book"),
        }
    }

    /// Writes asked of it so far.
    pub(super) fn asked(&self) -> usize {
        self.writes.len()
    }

    fn serving(&self) -> Result<Command, Finding> {
        let path = self.place.folder.join("log");
        let log = File::options().create(true).append(true).open(&path).map_err(|error| trouble(&path, &error))?;
        let mut call = self.credere(&["serve", "--port", "0", "--no-jobs"]);
        call.stderr(log);
        Ok(call)
    }

    /// Serves it, in a process of its own.
    pub(super) fn serve(&self) -> Result<(Served, Door), Finding> {
        let served = Served::start(self.serving()?)?;
        let path = self.data().join("api-token");
        let token = std::fs::read_to_string(&path).map_err(|error| trouble(&path, &error))?;
        let address = served.origin.trim_start_matches("http://").to_owned();
        Ok((served, Door { address, token: token.trim().to_owned() }))
    }

    /// Begins to serve it, and is killed after so long, wherever it is then.
    pub(super) fn die_at_start(&self, after: Duration) -> Result<(), Finding> {
        let failed = |error: std::io::Error| trouble(&self.place.binary, &error);
        let mut child = self.serving()?.stdin(Stdio::null()).stdout(Stdio::null()).spawn().map_err(failed)?;
        std::thread::sleep(after);
        child.kill().and_then(|()| child.wait()).map(drop).map_err(failed)
    }

    /// After a round: takes the clients back, and holds all that was ever asked against what the book holds.
    ///
    /// First as it was found; then every write of the round is asked again under its key: what was acknowledged must be answered
    /// as before, what was not is done now; then everything is there exactly once, and the book proves itself.
    pub(super) fn check(&mut self, door: &Door, done: Vec<Work>, row: &mut Row) -> Result<(), Finding> {
        let before = self.writes.len();
        let mut opens = Vec::new();
        for work in done {
            self.clients.push(work.client);
            self.writes.extend(work.writes);
            opens.push(work.open);
        }
        self.walk(door)?;
        let unanswered: Vec<Write> = opens.iter().flatten().cloned().collect();
        self.judge(&unanswered, row)?;
        self.repeat(door, before)?;
        self.finish(door, opens)?;
        self.walk(door)?;
        self.judge(&[], row)?;
        for write in &mut self.writes[before..] {
            row.acknowledged += u64::from(matches!(write.told, Told::Done(_)));
            write.settle();
        }
        row.acknowledged -= unanswered.len() as u64;
        row.unanswered += unanswered.len() as u64;
        command::capture(&mut self.credere(&["audit"]), LIMIT)?;
        row.audits += 1;
        Ok(())
    }

    /// Reads the events that came since, and makes sure that those before stand as they stood.
    fn walk(&mut self, door: &Door) -> Result<(), Finding> {
        let mut line = Line::new(door.clone());
        let (last, hash) = &self.seen;
        if *last > 0 {
            let page = self.events(&mut line, last - 1, 1)?;
            if page.first().and_then(|event| event["hash"].as_str()) != Some(hash) {
                return Err(self.wrong(&format!("event {last} is not the one that was there before")));
            }
        }
        loop {
            let page = self.events(&mut line, self.seen.0, EVENTS)?;
            for event in &page {
                count(event, &mut self.found);
                self.seen = (event["seq"].as_i64().unwrap_or(0), event["hash"].as_str().unwrap_or_default().to_owned());
            }
            if page.len() < EVENTS {
                return Ok(());
            }
        }
    }

    fn events(&self, line: &mut Line, after: i64, limit: usize) -> Result<Vec<Value>, Finding> {
        let read = line.read(&format!("/events?after={after}&limit={limit}"));
        let answer = read.map_err(|error| self.wrong(&format!("the events cannot be read: {error}")))?;
        let page: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        let items = page["items"].as_array().cloned();
        items.ok_or_else(|| self.wrong(&format!("the events were answered with {} {}", answer.status, answer.body)))
    }

    fn judge(&self, unanswered: &[Write], row: &mut Row) -> Result<(), Finding> {
        let mut judged = judge(&self.writes, &self.found);
        let more = judge(unanswered, &self.found);
        judged.lost.extend(more.lost);
        judged.doubled.extend(more.doubled);
        row.lost += judged.lost.len() as u64;
        row.doubled += judged.doubled.len() as u64;
        let all: Vec<String> = [judged.lost, judged.doubled, judged.denied].concat();
        for one in &all {
            println!("  {one}");
        }
        all.first().map_or(Ok(()), |first| Err(self.wrong(&format!("{first} ({} in all)", all.len()))))
    }

    /// Asks every acknowledged write from one on again, from as many clients as there were.
    fn repeat(&mut self, door: &Door, from: usize) -> Result<(), Finding> {
        let share = (self.writes.len() - from).div_ceil(CLIENTS).max(1);
        let threads: Vec<Result<(), String>> = std::thread::scope(|scope| {
            let asking: Vec<_> = self.writes[from..]
                .chunks_mut(share)
                .map(|writes| {
                    scope.spawn(|| {
                        let mut line = Line::new(door.clone());
                        writes
                            .iter_mut()
                            .filter(|write| write.told != Told::NotKept)
                            .try_for_each(|write| again(&mut line, write))
                    })
                })
                .collect();
            asking.into_iter().map(|thread| thread.join().expect("a client does not panic")).collect()
        });
        threads.into_iter().collect::<Result<(), String>>().map_err(|fact| self.wrong(&fact))
    }

    /// Asks what was left without an answer, and tells its client.
    fn finish(&mut self, door: &Door, opens: Vec<Option<Write>>) -> Result<(), Finding> {
        let mut line = Line::new(door.clone());
        for (number, mut write) in opens.into_iter().enumerate().filter_map(|(number, open)| Some((number, open?))) {
            again(&mut line, &mut write).map_err(|fact| self.wrong(&fact))?;
            if let (Told::Done(answer), Some(client)) = (&write.told, self.clients.get_mut(number)) {
                client.hears(answer);
            }
            self.writes.push(write);
        }
        Ok(())
    }

    /// Something that does not hold of this book.
    pub(super) fn wrong(&self, fact: &str) -> Finding {
        let place: &Path = &self.place.folder;
        let remedy = "Look at the log in that folder; the seed above makes the same chances again";
        Finding::new(place.display().to_string(), fact, remedy)
    }
}

fn again(line: &mut Line, write: &mut Write) -> Result<(), String> {
    let answer = line.write(write).map_err(|error| format!("{} was asked again: {error}", write.mark))?;
    take_again(write, answer)
}
