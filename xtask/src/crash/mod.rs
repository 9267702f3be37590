//! `cargo xtask crash [--rounds N] [--engine sqlite|postgres|both] [--seconds N] [--seed N] [--binary PATH]`: Credere is killed,
//! its disk torn and filled and its database taken away while twenty clients write, again and again.
//!
//! Each round starts `credere serve` as a process of its own, lets the clients buy, be paid, take back and pay out over HTTP under
//! idempotency keys, and brings one fault at a moment of chance, up to `--seconds` later. Afterwards nothing that was
//! acknowledged may be lost, nothing may be there twice, every repeated request must get its first answer, the events from before
//! must stand as they stood, and `credere audit` must pass. The first thing that does not hold ends the campaign, and the
//! book's folder stays. Chances follow from the seed, which is printed; the order in which the machine runs things does not.
//!
//! A book serves [`ROUNDS`] rounds, so that later rounds also guard what earlier ones left; then a new one is made. Full
//! disks are file systems in memory, which only root may mount: elsewhere those rounds are left out, and it is said. What a disk
//! does that lies about having synced is not tried: no program could keep its word on it.

mod book;
mod client;
mod disk;
mod line;
mod load;
mod log;
mod record;
mod round;
mod table;

use crate::engine::Engine;
use crate::outcome::{Finding, Outcome};
use crate::suite;
use crate::workspace::Workspace;
use book::{Book, Place};
use cluster::{Cluster, Durability};
use disk::{Disk, trouble};
use round::{Chances, Kind};
use std::path::{Path, PathBuf};
use table::Table;

/// Rounds on one book.
const ROUNDS: u64 = 12;
/// MiB of a disk that a book's file lies on: the 128 that it wants to be free, its log, and what it grows by.
const FILE_DISK: u32 = 512;
/// MiB of a disk that a database's tables lie on.
const TABLE_DISK: u32 = 320;

/// What was asked for on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Rounds on each engine.
    rounds: u64,
    engines: Vec<Engine>,
    /// The longest time before the fault of a round comes.
    seconds: u64,
    /// Where chances begin; one of the clock's where none is given.
    seed: Option<u64>,
    /// The program; the release build where none is given.
    binary: Option<PathBuf>,
}

impl Asked {
    /// What CI does: every kind once on each engine.
    pub(crate) fn short() -> Self {
        Self { rounds: 4, engines: Engine::BOTH.to_vec(), seconds: 1, seed: Some(1), binary: None }
    }

    /// Reads the words; none when they are not understood.
    pub(crate) fn of(words: &[String]) -> Option<Self> {
        let mut asked = Self { rounds: 12, seconds: 2, seed: None, ..Self::short() };
        for pair in words.chunks(2) {
            let [word, value] = pair else { return None };
            match word.as_str() {
                "--rounds" => asked.rounds = value.parse().ok().filter(|rounds| *rounds > 0)?,
                "--engine" => asked.engines = Engine::asked(value)?,
                "--seconds" => asked.seconds = value.parse().ok().filter(|seconds| (1..=600).contains(seconds))?,
                "--seed" => asked.seed = Some(value.parse().ok()?),
                "--binary" => asked.binary = Some(PathBuf::from(value)),
                _ => return None,
            }
        }
        Some(asked)
    }
}

/// Builds the release binary where no other is named, and runs the campaign.
pub(crate) fn run(workspace: &Workspace, asked: &Asked) -> Outcome {
    if asked.binary.is_none()
        && let failed @ (Outcome::Failed(_) | Outcome::LeftOut(_)) = suite::release(workspace)
    {
        return failed;
    }
    strike(workspace, asked).0
}

/// Runs the campaign; with the outcome comes its table.
pub(crate) fn strike(workspace: &Workspace, asked: &Asked) -> (Outcome, Vec<String>) {
    let mut campaign = Campaign {
        binary: asked.binary.clone().unwrap_or_else(|| workspace.credere()),
        folder: workspace.target().join("xtask").join("crash"),
        seed: asked.seed.unwrap_or_else(|| fastrand::u64(..)),
        seconds: asked.seconds,
        table: Table::default(),
        left_out: Vec::new(),
    };
    println!("seed {}", campaign.seed);
    let outcome = campaign
        .prepare()
        .and_then(|()| asked.engines.iter().try_for_each(|engine| campaign.on(*engine, asked.rounds)));
    let mut lines = campaign.table.lines();
    lines.extend(campaign.left_out.iter().map(|what| format!("left out: {what}")));
    for line in &lines {
        println!("{line}");
    }
    let sum = campaign.table.sum();
    let outcome = match outcome {
        Err(finding) => Outcome::Failed(finding.to_string()),
        Ok(()) if sum.rounds == 0 => Outcome::missing(campaign.left_out.join("; ")),
        Ok(()) => {
            let left_out: String = campaign.left_out.iter().map(|what| format!("; left out: {what}")).collect();
            Outcome::Passed(format!(
                "{} rounds, {} writes acknowledged, {} lost, {} doubled, {} audits passed, {} restarts{left_out}",
                sum.rounds, sum.acknowledged, sum.lost, sum.doubled, sum.audits, sum.restarts
            ))
        }
    };
    (outcome, lines)
}

struct Campaign {
    binary: PathBuf,
    folder: PathBuf,
    seed: u64,
    seconds: u64,
    table: Table,
    /// What could not be tried on this machine.
    left_out: Vec<String>,
}

/// The books of one engine that rounds go to now, each with the rounds it has served.
#[derive(Default)]
struct Books {
    plain: Option<(Book, u64)>,
    /// On a disk that can be filled.
    small: Option<(Book, u64)>,
    /// Kept until the server has ended: it may still write to their disks.
    served: Vec<(Book, u64)>,
}

impl Campaign {
    fn prepare(&self) -> Result<(), Finding> {
        Disk::clear(&self.folder)?;
        if self.folder.exists() {
            std::fs::remove_dir_all(&self.folder).map_err(|error| trouble(&self.folder, &error))?;
        }
        std::fs::create_dir_all(&self.folder).map_err(|error| trouble(&self.folder, &error))
    }

    fn on(&mut self, engine: Engine, rounds: u64) -> Result<(), Finding> {
        let failed = |error: std::io::Error| Finding::new("PostgreSQL", error.to_string(), "See its log");
        let mut cluster = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => match Cluster::start(Durability::Full).map_err(failed)? {
                Some(cluster) => Some(cluster),
                None => {
                    self.left_out.push("PostgreSQL: this machine has none".to_owned());
                    return Ok(());
                }
            },
        };
        let mut chance = fastrand::Rng::with_seed(self.seed);
        let mut books = Books::default();
        let outcome = (0..rounds).try_for_each(|number| {
            let kinds = Kind::on(engine);
            let kind = kinds[usize::try_from(number % kinds.len() as u64).unwrap_or(0)];
            self.round(engine, kind, number, (&mut books, &mut cluster), &mut chance)
        });
        // The server ends before its disks are taken away, and its folder goes after them.
        if let Some(cluster) = &mut cluster {
            cluster.kill();
        }
        drop(books);
        outcome
    }

    fn round(
        &mut self,
        engine: Engine,
        kind: Kind,
        number: u64,
        (books, cluster): (&mut Books, &mut Option<Cluster>),
        chance: &mut fastrand::Rng,
    ) -> Result<(), Finding> {
        let shelf = if kind == Kind::FullDisk { &mut books.small } else { &mut books.plain };
        if shelf.as_ref().is_none_or(|(_, served)| *served >= ROUNDS) {
            books.served.extend(shelf.take());
            let folder = self.folder.join(format!("{}-{number}", engine.word()));
            let Some(place) = self.place(kind, number, &folder, cluster.as_ref())? else { return Ok(()) };
            *shelf = Some((Book::make(place, chance.u64(..))?, 0));
        }
        let Some((book, served)) = shelf else { return Ok(()) };
        *served += 1;
        let row = self.table.row(engine, kind);
        let mut chances = Chances { chance, seconds: self.seconds, before: row.rounds };
        let (begun, asked) = (std::time::Instant::now(), book.asked());
        match (kind, cluster) {
            (Kind::Killed, _) => round::killed(book, false, &mut chances, row)?,
            (Kind::TornLog, _) => round::killed(book, true, &mut chances, row)?,
            (Kind::FullDisk, _) => round::full_disk(book, &mut chances, row)?,
            (Kind::DatabaseKilled, Some(cluster)) => round::database_killed(book, cluster, &mut chances, row)?,
            (Kind::TwoProcesses, _) => round::two_processes(book, &mut chances, row)?,
            (Kind::DatabaseKilled, None) => return Ok(()),
        }
        row.rounds += 1;
        let (writes, seconds) = (book.asked() - asked, begun.elapsed().as_secs_f32());
        println!("round {number} on {}, {}: {writes} writes, {seconds:.1} s", engine.name(), kind.words());
        Ok(())
    }

    /// Where a new book goes; none where this machine cannot give such a place.
    fn place(
        &mut self,
        kind: Kind,
        number: u64,
        folder: &Path,
        cluster: Option<&Cluster>,
    ) -> Result<Option<Place>, Finding> {
        let binary = self.binary.clone();
        let mut place =
            Place { binary, folder: folder.to_owned(), database: None, disk: None, data_on_disk: cluster.is_none() };
        let failed = |error: std::io::Error| Finding::new("PostgreSQL", error.to_string(), "See its log");
        if kind == Kind::FullDisk {
            // The server's account may not be let into the repository; a book's file belongs beside the others.
            let under = cluster.map_or(folder, |cluster| cluster.folder());
            let at = under.join(format!("disk-{number}"));
            match Disk::mount(&at, if cluster.is_some() { TABLE_DISK } else { FILE_DISK }, &self.folder) {
                Ok(disk) => place.disk = Some(disk),
                Err(finding) => {
                    let said = format!("full disks, which need root to mount one: {finding}");
                    if !self.left_out.contains(&said) {
                        self.left_out.push(said);
                    }
                    return Ok(None);
                }
            }
        }
        place.database = match (cluster, &place.disk) {
            (None, _) => None,
            (Some(cluster), None) => Some(cluster.database().map_err(failed)?),
            (Some(cluster), Some(disk)) => {
                let tables = disk.at().join("tables");
                std::fs::create_dir_all(&tables).map_err(|error| trouble(&tables, &error))?;
                Some(cluster.database_in(&tables).map_err(failed)?)
            }
        };
        Ok(Some(place))
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Engine, PathBuf};

    #[test]
    fn words_are_read_or_not_understood() {
        let of = |words: &str| Asked::of(&words.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        let all = of("--rounds 30 --engine sqlite --seconds 3 --seed 7 --binary target/debug/credere").unwrap();
        assert_eq!((all.rounds, all.engines, all.seconds, all.seed), (30, vec![Engine::Sqlite], 3, Some(7)));
        assert_eq!(all.binary, Some(PathBuf::from("target/debug/credere")));
        assert_eq!(of("").map(|asked| asked.engines), Some(Engine::BOTH.to_vec()));
        for wrong in ["--rounds", "--rounds 0", "--rounds many", "--engine paper", "--seconds 0", "--fast 1"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
