//! Post: the outbox, the mailbox, the print run.
//!
//! Contract of sending, in three steps for each message, so that no crash loses one:
//! 1. a unit marks it `SENDING` and records that it is leaving, with the number of the attempt; committed;
//! 2. it is carried to the mail server;
//! 3. a unit records what the server said: sent, again later, came back, or could not be sent.
//!
//! A crash before the first commit leaves it queued. A crash after it leaves it `SENDING`: the next run sends it again under
//! the same Message-ID and says in the log that it may arrive twice. Mail servers and readers tell such copies by the
//! Message-ID. There is no way to do better: between the server's answer and our record of it, nobody can ask the server.
//!
//! One worker per book: [`Worker`] holds a lock on a file in the data folder, which the operating system gives back when the
//! process ends in whatever way. It is what tells a message that a crash left behind from one that another process sends at
//! this moment. (That two workers never take the same queued message is also guaranteed by step 1, which is a transaction.)
//!
//! Limits: [`ATTEMPTS`] with the pauses of [`PAUSES`]; [`RUN`] messages to a run; [`MAILS`] mails read to a run;
//! [`PRINT_RUN`] letters to a print run. Deliberately absent: SMTP itself and paper ([`Carrier`] and [`Press`] bring them),
//! so that this crate needs neither a TLS library nor a typesetter.

mod carrier;
mod inbox;
mod maildir;
mod outcome;
mod outgoing;
mod press;
mod print;
mod send;
mod worker;

pub use carrier::{Accepted, Carrier, CarryError, Trouble};
pub use inbox::{TakenIn, take_in};
pub use maildir::Maildir;
pub(crate) use outcome::failed;
pub(crate) use outgoing::STOP;
pub use outgoing::{Style, compose};
pub use press::{Press, PrintRun, Unset};
pub use print::{
    Printed, courier_signed, letter_came_back, make_print_run, posted, print_again, track, undo_print_run,
};
pub use send::{Left, send_due, try_again, waiting};
pub use worker::Worker;

/// How often a message is handed to the mail server before a person looks at it.
pub const ATTEMPTS: i64 = 8;
/// Minutes between one attempt and the next; the last pause is repeated. In all a little over a day, so that a mail server
/// may be away for a night.
pub const PAUSES: [i64; 7] = [1, 5, 15, 60, 240, 480, 720];
/// Messages sent in one run.
pub const RUN: i64 = 500;
/// Mails read in one run.
pub const MAILS: usize = 200;
/// Letters in one print run: what one person folds in a morning, and what the press takes at once. The others are in the
/// next run.
pub const PRINT_RUN: i64 = 200;

/// Who acts in the timeline of events when the post does.
pub(crate) const ACTOR: &str = "post";
