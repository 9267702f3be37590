//! Several people at once: commands that are handed to the queue together and committed together, with those among them that
//! are refused, given twice under one key, or done and dropped again. Their order is the order in which they were handed in.
//!
//! What a crowd does, each of it decides by what it sees before any of the others is heard: two may want the same thing, and the
//! second then meets what the first has left. Only what needs an answer to go on is done at once, before the crowd.

use crate::kind::Kind;
use crate::story::{Act, Given, Story};
use app::{App, Command, Error, Task};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use store::book::Counted;
use store::kept;

/// How many come together, mostly, and at times.
const FEW: (i64, i64) = (2, 12);
const MANY: (i64, i64) = (30, 60);
/// Events that a crowd leaves at most, as they are looked up after it.
const EVENTS: i64 = 1_000;

/// How lively a story was.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    /// Commands given again under their key.
    pub repeated: usize,
    /// Keys used for another request, which is refused.
    pub reused: usize,
    /// Batches of several commands.
    pub crowds: usize,
    /// Commands that were committed together with others.
    pub together: usize,
    /// Those of them that were refused.
    pub refused: usize,
    /// Those of them that were done and dropped again.
    pub dropped: usize,
}

/// A crowd that gathers.
pub struct Crowd {
    /// What somebody is about to do.
    kind: Kind,
    /// What is held until all have come.
    held: Vec<(Kind, HandIn)>,
}

/// What a command says that it is going to ask.
pub type Look = Arc<dyn Fn(&mut Task<'_, '_>) -> Result<(), Error> + Send + Sync>;
/// Puts a command into the queue.
type HandIn = Box<dyn FnOnce(&App) -> Hear>;
/// Waits for its answer: nothing where there is none to keep.
type Hear = Box<dyn FnOnce(&mut Story) -> Option<Heard>>;

/// What came of a command of a crowd.
struct Heard {
    answer: Result<String, String>,
    /// When it was recorded; none where it was refused or dropped.
    recorded_at: Option<i64>,
}

impl Story {
    /// Gives a command, and does with its answer what `then` says: at once, or in a crowd when the others are heard too.
    pub fn ask<T>(
        &mut self,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
        then: impl FnOnce(&mut Self, Result<T, Error>) -> Act + 'static,
    ) -> Act
    where
        T: Serialize + DeserializeOwned + Debug + Send + 'static,
    {
        self.ask_looking(None, work, then)
    }

    /// The same for a command that says in a crowd what it is going to ask, before its turn.
    pub fn ask_looking<T>(
        &mut self,
        look: Option<Look>,
        work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
        then: impl FnOnce(&mut Self, Result<T, Error>) -> Act + 'static,
    ) -> Act
    where
        T: Serialize + DeserializeOwned + Debug + Send + 'static,
    {
        if self.crowd.is_none() {
            let answer = self.run(work);
            return then(self, answer);
        }
        let (is_keyed, is_dropped, has_other) = (self.dice.percent(12), self.dice.percent(12), self.dice.percent(30));
        let key = is_keyed.then(|| format!("key-{}", self.running()));
        let hand_in: HandIn = match key {
            None if is_dropped => Box::new(move |app| dropped(app, work)),
            None => Box::new(move |app| {
                let answer = submit(app, Command::new("Imogen Harrowgate", None, &[]), look, work);
                Box::new(move |story| heard(story, answer.recv().unwrap(), then))
            }),
            Some(key) => Box::new(move |app| {
                let ask = |request: &[u8]| {
                    submit(app, Command::new("A. Ito (by link)", Some(&key), request), look.clone(), work.clone())
                };
                let (first, again, other) = (ask(b"request"), ask(b"request"), has_other.then(|| ask(b"another")));
                Box::new(move |story| {
                    let (first, again) = (first.recv().unwrap(), again.recv().unwrap());
                    assert_eq!(format!("{first:?}"), format!("{again:?}"), "the same answer under the same key");
                    let other = other.map(|other| other.recv().unwrap());
                    if first.is_ok() {
                        story.tally.repeated += 1;
                    }
                    match other {
                        Some(other) if first.is_ok() => {
                            assert!(matches!(other, Err(Error::KeyReused)), "a key is for one request");
                            story.tally.reused += 1;
                        }
                        // What was refused has used no key, so that the other is refused for what it asks.
                        Some(other) => assert!(other.is_err_and(|said| !matches!(said, Error::KeyReused))),
                        None => {}
                    }
                    heard(story, first, then)
                })
            }),
        };
        if let Some(crowd) = &mut self.crowd {
            crowd.held.push((crowd.kind, hand_in));
        }
        None
    }

    /// A crowd comes: mostly each with something else, at times all with the same.
    pub fn come_together(&mut self, weights: &[Kind]) {
        let (least, most) = if self.dice.percent(5) { MANY } else { FEW };
        let count = self.dice.between(least, most);
        let same = self.dice.percent(35).then(|| self.dice.any(weights));
        let mut held = Vec::new();
        for _ in 0..count {
            let kind = same.unwrap_or_else(|| self.dice.any(weights));
            self.crowd = Some(Crowd { kind, held });
            if let Some(answer) = kind.act(self) {
                self.keep(kind, answer);
            }
            held = self.crowd.take().map_or_else(Vec::new, |crowd| crowd.held);
        }
        if !held.is_empty() {
            self.hand_in(held);
        }
    }

    /// The queue is held until all have come, so that one batch takes them, however slow the machine is.
    fn hand_in(&mut self, held: Vec<(Kind, HandIn)>) {
        let (before_it, mut event) = (batches(&self.app), self.newest());
        let door = Arc::new(Mutex::new(()));
        let closed = door.lock().unwrap();
        let (waits, first_is_kept) = (door.clone(), self.dice.percent(50));
        let first = move |_: &mut store::Unit<'_>| {
            drop(waits.lock());
            // Kept, all the others have a savepoint each; refused, the next is the first.
            if first_is_kept { Ok(()) } else { Err(Error::Refused(Vec::new())) }
        };
        self.app.book.submit(first, |_| {}).unwrap();
        let hears: Vec<(Kind, Hear)> = held.into_iter().map(|(kind, hand_in)| (kind, hand_in(&self.app))).collect();
        drop(closed);
        self.tally.crowds += 1;
        self.tally.together += hears.len();
        let heard: Vec<(Kind, Heard)> =
            hears.into_iter().filter_map(|(kind, hear)| Some((kind, hear(self)?))).collect();
        assert_eq!(batches(&self.app), before_it + 1, "a crowd is one batch");
        let events = self.read(|reads| Ok(kept::event::newest(reads, None, EVENTS)?));
        for (kind, Heard { answer, recorded_at }) in heard {
            self.tally.refused += usize::from(answer.is_err());
            let last = recorded_at.and_then(|at| events.iter().find(|one| one.recorded_at <= at));
            event = last.map_or(event, |last| last.seq.max(event));
            self.given.push(Given { kind, answer, event });
        }
    }
}

/// Batches that were committed.
fn batches(app: &App) -> u64 {
    let Counted { classes, above, .. } = app.book.pulse().sizes.counted();
    classes.iter().map(|(_, count)| count).sum::<u64>() + above
}

type Answer<T> = Result<(T, i64), Error>;

/// Puts a command into the queue; it answers with the time at which it was recorded.
fn submit<T>(
    app: &App,
    command: Command,
    look: Option<Look>,
    work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
) -> Receiver<Answer<T>>
where
    T: Serialize + DeserializeOwned + Send + 'static,
{
    let (sender, receiver) = channel();
    let work = move |task: &mut Task<'_, '_>| work(task).map(|answer| (answer, task.unit.recorded_at()));
    let answer = move |answer| sender.send(answer).unwrap();
    match look {
        Some(look) => app.submit_looking(command, move |task| look(task), work, answer).unwrap(),
        None => app.submit(command, work, answer).unwrap(),
    }
    receiver
}

fn heard<T>(
    story: &mut Story,
    answer: Answer<T>,
    then: impl FnOnce(&mut Story, Result<T, Error>) -> Act,
) -> Option<Heard> {
    let recorded_at = answer.as_ref().ok().map(|(_, at)| *at);
    let answer = then(story, answer.map(|(answer, _)| answer))?;
    Some(Heard { answer: Given::words(answer), recorded_at })
}

/// Everything is done, and then dropped, as a preview does; what it would have answered is kept, as a refusal.
fn dropped<T: Debug + Send + 'static>(
    app: &App,
    work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
) -> Hear {
    let shown = Arc::new(Mutex::new(None));
    let held = shown.clone();
    let answer = submit(app, Command::new("Imogen Harrowgate", None, &[]), None, move |task| -> Result<(), Error> {
        let answer = work(task)?;
        *held.lock().unwrap() = Some(format!("{answer:?}"));
        Err(Error::Refused(Vec::new()))
    });
    Box::new(move |story| {
        let refused = answer.recv().unwrap().unwrap_err();
        let shown = shown.lock().unwrap().take();
        story.tally.dropped += usize::from(shown.is_some());
        let said = shown.map_or_else(|| format!("{refused:?}"), |shown| format!("dropped: {shown}"));
        Some(Heard { answer: Err(said), recorded_at: None })
    })
}
