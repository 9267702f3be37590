//! The pretended post of the demo: takes every mail, except for mailboxes that are closed. Nothing leaves the machine.

use super::notices::CLOSED;
use super::stage::Stage;
use app::Error;
use app::post::{Accepted, Carrier, CarryError, Press, PrintRun, Style, Trouble, Unset, Worker, send_due};
use domain::letter::Letter;
use jiff::civil::Date;

struct Pretended {
    written: Date,
}

impl Carrier for Pretended {
    fn carry(&self, _from: &str, to: &str, _bytes: &[u8]) -> Result<Accepted, CarryError> {
        if CLOSED.iter().any(|(address, since)| *address == to && *since <= self.written) {
            return Err(CarryError {
                trouble: Trouble::Address,
                said: "550 5.1.1 this mailbox does not exist".to_owned(),
            });
        }
        Ok(Accepted { said: "250 taken by the demo's pretended mail server".to_owned() })
    }
}

/// Sets mails as they are, and no paper: what is attached to a mail that nobody receives need not be typeset. Pages and
/// print runs set a letter when somebody looks at it.
pub struct NoPaper;

impl Press for NoPaper {
    fn html(&self, letter: &Letter) -> Result<String, String> {
        Ok(letters::mail::bodies(letter).html)
    }

    fn pdf(&self, letter: &Letter) -> Result<Vec<u8>, String> {
        Ok(letter.plain_text().into_bytes())
    }

    fn run(&self, letters: &[(i64, &Letter)]) -> Result<PrintRun, Vec<Unset>> {
        let list = letters.iter().map(|(number, letter)| format!("{number},{}\n", letter.address.join(",")));
        Ok(PrintRun { pdf: Vec::new(), list: list.collect::<String>().into_bytes() })
    }
}

/// Lets everything leave whose time has come.
pub fn leave(stage: &Stage, worker: &Worker, written: Date) -> Result<(), Error> {
    send_due(&stage.app, worker, &Pretended { written }, &NoPaper, Style::default(), &|| true).map(drop)
}
