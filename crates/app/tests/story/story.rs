//! A story under way: the book, the clock that it sets itself, the dice, and what it remembers of what it did.

use crate::crowd::{Crowd, Tally};
use crate::dice::Dice;
use crate::kind::Kind;
use crate::scene;
use app::guest::Guest;
use app::{App, Clock, Command, Error, Home, Ids, NewBook, Task};
use domain::id::{ClientId, DebtorId, InvoiceId, LinkId, ScheduleId};
use domain::money::Currency;
use jiff::civil::{Time, Weekday, date};
use jiff::{Timestamp, ToSpan};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::VecDeque;
use std::fmt::Debug;
use std::path::Path;
use store::kept;
use store::{Fault, Snapshot};

/// What came of a command, in words; none where there was nothing to do it to.
pub type Act = Option<Result<String, Error>>;

/// Files that are handed in together: name and content.
pub type Files = Vec<(String, Vec<u8>)>;

/// The factor's zone.
pub const ZONE: &str = "America/New_York";
/// How often a scene begins, of a hundred draws.
const SCENES: usize = 2;
/// How often a crowd comes, of a hundred draws.
const CROWDS: usize = 7;
/// Longest answer that is kept of a command.
const ANSWER_CHARS: usize = 4_000;

/// A client of the story.
#[derive(Debug, Clone)]
pub struct Client {
    pub code: String,
    pub id: ClientId,
    pub currency: Currency,
}

/// A debtor of the story.
#[derive(Debug, Clone)]
pub struct Debtor {
    pub code: String,
    pub id: DebtorId,
    pub is_federal: bool,
}

/// An invoice that was offered, whatever became of it.
#[derive(Debug, Clone)]
pub struct Offered {
    pub id: InvoiceId,
    pub number: String,
    pub minor: i64,
    pub client: usize,
    pub debtor: usize,
}

/// A bank account of the factor, as its bank sees it.
#[derive(Debug, Clone)]
pub struct Bank {
    pub currency: Currency,
    pub account: &'static str,
    pub balance: i64,
    pub papers: u32,
}

/// A command that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub kind: Kind,
    /// What it answered, or why it was refused.
    pub answer: Result<String, String>,
    /// The last event of the book afterwards.
    pub event: i64,
}

impl Given {
    /// An answer as it is remembered.
    pub fn words(answer: Result<String, Error>) -> Result<String, String> {
        match answer {
            Ok(said) => Ok(said.chars().take(ANSWER_CHARS).collect()),
            Err(refused) => Err(format!("{refused:?}")),
        }
    }
}

pub struct Story {
    pub app: App,
    clock: Clock,
    pub dice: Dice,
    pub clients: Vec<Client>,
    pub debtors: Vec<Debtor>,
    /// Places of client and debtor.
    pub pairs: Vec<(usize, usize)>,
    pub offered: Vec<Offered>,
    pub schedules: Vec<ScheduleId>,
    /// Files that were handed in, with the client's code.
    pub files: Vec<(String, Files)>,
    pub banks: Vec<Bank>,
    /// Statements that were taken in.
    pub papers: Vec<(String, Vec<u8>)>,
    pub links: Vec<(LinkId, String)>,
    pub given: Vec<Given>,
    /// What comes next, whatever the dice say.
    pub next: VecDeque<Kind>,
    /// Scenes that were begun.
    pub scenes: usize,
    /// Pairs whose notice is on paper already and not yet in the book.
    pub unrecorded: Vec<(usize, usize)>,
    /// The pair a scene is played with.
    pub scene: Option<(usize, usize)>,
    /// A crowd that gathers.
    pub crowd: Option<Crowd>,
    pub tally: Tally,
    running: u64,
}

impl Story {
    /// Opens a book in a place, with ids, secrets and dice of a seed.
    pub fn begin(home: Home, folder: &Path, seed: u64) -> Self {
        let clock = Clock::set_to(date(2026, 1, 5).at(9, 0, 0, 0).in_tz(ZONE).unwrap().timestamp());
        let new = NewBook {
            name: "Lantern Street Factors".into(),
            country: "US".into(),
            currency: Currency::USD,
            zone: ZONE.into(),
        };
        // The factor's secret is made once, and brought here as it would be to a second machine.
        std::fs::write(folder.join("notice-key"), [7; 32]).unwrap();
        for part in ["new", "cur", "tmp"] {
            std::fs::create_dir_all(folder.join("mail").join(part)).unwrap();
        }
        let app = App::init(home, &new, clock.clone(), Ids::seeded(seed)).unwrap();
        let bank = |currency, account| Bank { currency, account, balance: 0, papers: 0 };
        let mut story = Self {
            app,
            clock,
            dice: Dice::new(seed),
            clients: Vec::new(),
            debtors: Vec::new(),
            pairs: Vec::new(),
            offered: Vec::new(),
            schedules: Vec::new(),
            files: Vec::new(),
            banks: vec![bank(Currency::USD, "7700200123"), bank(Currency::EUR, "7700200978")],
            papers: Vec::new(),
            links: Vec::new(),
            given: Vec::new(),
            next: VecDeque::new(),
            scenes: 0,
            unrecorded: Vec::new(),
            scene: None,
            crowd: None,
            tally: Tally::default(),
            running: 0,
        };
        story.next.extend([Kind::SaveFactor, Kind::SaveSender]);
        story.next.extend([Kind::SaveClient; 4]);
        story.next.extend([Kind::SaveDebtor; 12]);
        story.next.extend([Kind::LinkCustomer; 24]);
        story.next.extend([Kind::SaveContact; 30]);
        story.next.extend([Kind::VerifyContact; 15]);
        story
    }

    /// Gives so many commands.
    pub fn live(&mut self, commands: usize) {
        let weights: Vec<Kind> = Kind::ALL.iter().flat_map(|kind| std::iter::repeat_n(*kind, kind.weight())).collect();
        while self.given.len() < commands {
            if self.next.is_empty() {
                self.scene = None;
                if self.dice.percent(SCENES) {
                    scene::begin(self);
                }
            }
            if self.next.is_empty() && self.dice.percent(CROWDS) {
                self.come_together(&weights);
                self.pass();
            } else {
                let kind = self.next.pop_front().unwrap_or_else(|| self.dice.any(&weights));
                let Some(answer) = kind.act(self) else { continue };
                self.keep(kind, answer);
                self.pass();
            }
        }
    }

    /// Remembers what came of a command.
    pub fn keep(&mut self, kind: Kind, answer: Result<String, Error>) {
        let event = self.newest();
        self.given.push(Given { kind, answer: Given::words(answer), event });
    }

    /// The last event of the book.
    pub fn newest(&self) -> i64 {
        self.read(|reads| Ok(kept::event::newest(reads, None, 1)?[0].seq))
    }

    /// So many times of a hundred somebody slips; never in a scene.
    pub fn slips(&mut self, of: usize) -> bool {
        self.dice.percent(of) && self.scene.is_none()
    }

    /// Time passes, up to the evening.
    fn pass(&mut self) {
        let minutes = self.dice.between(5, 45);
        let now = self.clock.now() + minutes.minutes();
        self.clock.set(now);
        if now.in_tz(ZONE).unwrap().time() >= Time::constant(17, 0, 0, 0) && self.next.is_empty() {
            self.next.push_back(Kind::NextDay);
        }
    }

    /// The next morning; mostly of a business day, at times after a quiet week.
    pub fn next_morning(&mut self) {
        let mut day = self.app.today();
        let quiet = if self.dice.percent(4) { self.dice.between(3, 9) } else { 1 };
        day = day.saturating_add(quiet.days());
        while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && self.dice.percent(80) {
            day = day.tomorrow().unwrap();
        }
        let minute = self.dice.between(0, 50);
        let morning = day.at(9, i8::try_from(minute).unwrap(), 0, 0);
        self.clock.set(morning.in_tz(ZONE).unwrap().timestamp());
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A number that the story has not used.
    pub fn running(&mut self) -> u64 {
        self.running += 1;
        self.running
    }

    pub fn read<T>(&self, read: impl FnOnce(&mut Snapshot<'_>) -> Result<T, Error>) -> T {
        self.app.read(read).unwrap()
    }

    /// Gives a command; some under a key, and of those some again: the same answer, and nothing is done twice. Where the key
    /// comes with another request, it is refused.
    pub fn run<T>(
        &mut self,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned + Debug + Send + 'static,
    {
        let key = self.dice.percent(12).then(|| format!("key-{}", self.running()));
        let other = self.dice.percent(30);
        let Some(key) = key else { return self.app.run(Command::new("Imogen Harrowgate", None, &[]), work) };
        let ask = |request: &[u8]| {
            let work = work.clone();
            self.app.run(Command::new("A. Ito (by link)", Some(&key), request), work)
        };
        let first = ask(b"request")?;
        let again = ask(b"request").unwrap();
        assert_eq!(format!("{first:?}"), format!("{again:?}"), "the same answer under the same key");
        self.tally.repeated += 1;
        if other {
            assert!(matches!(ask(b"another"), Err(Error::KeyReused)), "a key is for one request");
            self.tally.reused += 1;
        }
        Ok(first)
    }

    /// The same, where only the words of the answer matter.
    pub fn say<T: Debug>(
        &mut self,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Act {
        self.ask(move |task| work(task).map(|answer| format!("{answer:?}")), |_, said| Some(said))
    }

    /// A pair, as ids.
    pub fn pair(&mut self) -> Option<(ClientId, DebtorId)> {
        let (client, debtor) = self.scene.or_else(|| self.dice.one(&self.pairs))?;
        Some((self.clients[client].id, self.debtors[debtor].id))
    }

    /// The guest of a link that opens still.
    pub fn guest(&mut self) -> Option<(Guest, String)> {
        let (_, token) = self.dice.one(&self.links)?;
        Some((app::guest::open(&self.app, &token).ok()?, token))
    }

    /// One of what the book lists.
    pub fn one_of<T: Clone>(&mut self, list: impl FnOnce(&mut Snapshot<'_>) -> Result<Vec<T>, Fault>) -> Option<T> {
        let found = self.read(|reads| Ok(list(reads)?));
        self.dice.one(&found)
    }

    pub fn finish(self) -> (App, Vec<Given>, Tally) {
        (self.app, self.given, self.tally)
    }
}

/// What a command that is no closure over a task has answered.
pub fn told<T: Debug>(answer: Result<T, Error>) -> Act {
    Some(answer.map(|answer| format!("{answer:?}")))
}
