//! Twenty clients at once, each asking one thing after the other until it is told to stop.
//!
//! A write that was not answered, or refused for a while, is asked again under its key, at another door where there is one.
//! Of what the book refuses as not kept, some is given up: it must not turn up later.

use super::client::{Client, Days};
use super::line::{Door, Line};
use super::record::{Answer, Told, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// Clients at the same time.
pub(super) const CLIENTS: usize = 20;
/// The longest wait before something is asked again, in milliseconds.
const AGAIN: u64 = 60;
/// The longest wait between two writes of a client, in milliseconds: so many clients still ask for all that two cores can do.
const BREATH: u64 = 8;
/// How many of a hundred writes that were refused as not kept are given up.
const GIVEN_UP: u8 = 10;

/// What is seen from outside while they ask.
#[derive(Debug, Default)]
pub(super) struct Seen {
    stop: AtomicBool,
    /// Writes acknowledged.
    pub(super) acknowledged: AtomicU64,
    /// Answers that said there is no room.
    pub(super) full: AtomicU64,
    /// Answers that said that the database is away.
    pub(super) away: AtomicU64,
    /// Answers that no client should get.
    odd: Mutex<Vec<String>>,
}

impl Seen {
    pub(super) fn acknowledged(&self) -> u64 {
        self.acknowledged.load(Relaxed)
    }

    /// An answer that no client should get, where there was one.
    pub(super) fn oddity(&self) -> Option<String> {
        self.odd.lock().expect("nobody panics while holding it").first().cloned()
    }

    fn odd(&self, write: &Write, answer: &Answer) {
        let text = format!("{} was answered with {} {}", write.mark, answer.status, answer.body);
        self.odd.lock().expect("nobody panics while holding it").push(text);
    }
}

/// Clients at work.
pub(super) struct Load {
    pub(super) seen: Arc<Seen>,
    threads: Vec<JoinHandle<Work>>,
}

/// A client after its work.
pub(super) struct Work {
    pub(super) client: Client,
    /// What was answered, or given up.
    pub(super) writes: Vec<Write>,
    /// What was not answered.
    pub(super) open: Option<Write>,
}

impl Load {
    /// Lets them begin, spread over the doors.
    pub(super) fn start(clients: Vec<Client>, doors: &[Door], days: &Days) -> Self {
        let seen = Arc::new(Seen::default());
        let threads = clients.into_iter().enumerate().map(|(number, client)| {
            let (seen, doors, days) = (seen.clone(), doors.to_vec(), days.clone());
            std::thread::spawn(move || ask(client, number, &doors, &days, &seen))
        });
        let threads = threads.collect();
        Self { seen, threads }
    }

    /// Tells them to stop and waits until each has its answer, or none.
    pub(super) fn stop(self) -> Vec<Work> {
        self.seen.stop.store(true, Relaxed);
        self.threads.into_iter().map(|thread| thread.join().expect("a client does not panic")).collect()
    }
}

fn ask(mut client: Client, number: usize, doors: &[Door], days: &Days, seen: &Seen) -> Work {
    let mut door = number % doors.len();
    let mut line = Line::new(doors[door].clone());
    let (mut writes, mut open): (Vec<Write>, Option<Write>) = (Vec::new(), None);
    // Whether the write that is asked again may be there already.
    let mut in_doubt = false;
    while !seen.stop.load(Relaxed) {
        let next = match open.take() {
            Some(write) => Ok(write),
            None => {
                in_doubt = false;
                client.next(&mut line, days)
            }
        };
        let wait = match next {
            Err(_) => None,
            Ok(mut write) => match line.write(&write) {
                Ok(answer) if answer.is_done() => {
                    seen.acknowledged.fetch_add(1, Relaxed);
                    client.hears(&answer);
                    write.told = Told::Done(answer);
                    writes.push(write);
                    Some(client.milliseconds(BREATH))
                }
                Ok(answer) => {
                    let code = answer.code();
                    match code.as_str() {
                        "BOOK_FULL" => seen.full.fetch_add(1, Relaxed),
                        "BOOK_AWAY" => seen.away.fetch_add(1, Relaxed),
                        "BOOK_IN_DOUBT" => {
                            in_doubt = true;
                            seen.away.fetch_add(1, Relaxed)
                        }
                        _ => {
                            seen.odd(&write, &answer);
                            open = Some(write);
                            break;
                        }
                    };
                    if !in_doubt && client.gives_up(GIVEN_UP) {
                        write.told = Told::NotKept;
                        writes.push(write);
                    } else {
                        open = Some(write);
                    }
                    Some(client.milliseconds(AGAIN))
                }
                Err(_) => {
                    in_doubt = true;
                    open = Some(write);
                    None
                }
            },
        };
        std::thread::sleep(wait.unwrap_or_else(|| {
            door = (door + 1) % doors.len();
            line = Line::new(doors[door].clone());
            Duration::from_millis(5)
        }));
    }
    Work { client, writes, open }
}
