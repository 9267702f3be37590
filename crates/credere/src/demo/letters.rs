//! The letters that go by post beside mail (LC-43): printed and posted, traced, signed for; one comes back at last.

use super::post::NoPaper;
use super::stage::Stage;
use app::Error;
use app::post::{courier_signed, letter_came_back, make_print_run, posted, track};
use domain::id::{MessageId, NoticeId};
use jiff::civil::{Date, date};
use store::kept;
use uuid::Uuid;

/// Notices that are read at a time.
const PAGE: i64 = 500;
/// Who goes to the post.
const CLERK: &str = "Imogen Harrowgate";
/// The day the letters of the new account are posted.
const POSTED: Date = date(2026, 9, 4);
/// The day they are signed for, as the courier tells the day after; all but one.
const SIGNED: Date = date(2026, 9, 9);
const TOLD: Date = date(2026, 9, 10);
/// The day that one is brought back.
const CAME_BACK: Date = date(2026, 11, 19);

/// What happens to letters on one day of the example.
pub fn play(stage: &Stage, written: Date) -> Result<(), Error> {
    match written {
        POSTED => {
            let Some(run) = make_print_run(&stage.app, &NoPaper, CLERK)? else { return Ok(()) };
            stage.act(CLERK, move |task| posted(task, run.number))?;
            for (count, letter) in (1..).zip(letters(stage)?) {
                stage.act(CLERK, move |task| track(task, letter, &format!("LT 4410 {count:04} US")))?;
            }
        }
        TOLD => {
            let on = stage.day(SIGNED);
            let letters = letters(stage)?;
            for letter in letters.into_iter().rev().skip(1) {
                stage.act(CLERK, move |task| courier_signed(task, letter, on))?;
            }
        }
        CAME_BACK => {
            if let Some(letter) = letters(stage)?.pop() {
                let said = "not collected; the recipient has moved";
                stage.act(CLERK, move |task| letter_came_back(task, letter, said))?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// The letters beside the mail of all notices, in the order of the notices.
fn letters(stage: &Stage) -> Result<Vec<MessageId>, Error> {
    let found =
        stage.app.read(|snapshot| kept::notice::after(snapshot, NoticeId(Uuid::nil()), PAGE).map_err(Error::from))?;
    Ok(found.iter().filter_map(|notice| notice.beside().and_then(|letter| letter.message)).collect())
}
