//! GL-44: a trigger of the confidential agreement springs a held notice: it may go out at once.
//!
//! The daily job finds over-advances (GL-10) of clients with held notices and keeps since when they last; whether the
//! customer is told is a person's decision, for it cannot be undone. A client's default and a payment that went astray are
//! for the person to say.

use super::federal::not_federal;
use super::step::{Telling, current, take};
use crate::cash::by_currency;
use crate::{App, Command, Error, Task};
use domain::credit;
use domain::id::{ClientId, DebtorId, NoticeId};
use domain::money::Money;
use domain::notice::{Notice, NoticeEvent, Trigger};
use domain::timeline::Sentence;
use jiff::civil::Date;
use std::collections::HashMap;
use store::book::Reads;
use store::kept;
use uuid::Uuid;

/// Held notices that are read at a time.
const PAGE: i64 = 500;

/// Springs the pair's held notice. The notice is sent by the next daily job, or at once by [`super::send_notice`].
///
/// # Errors
/// [`Error::Refused`] when the notice is not held, says not what happened, or no over-advance lasts long enough.
pub fn spring(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    trigger: Trigger,
    words: &str,
) -> Result<Notice, Error> {
    not_federal(task, debtor)?;
    let mut notice = current(task, client, debtor)?;
    let telling = Telling::of_factor(task, Sentence::Sprung { trigger, words: words.trim().to_owned() });
    let event = NoticeEvent::Sprung { trigger, words: words.trim().to_owned() };
    take(task, &mut notice, event, &telling)?;
    Ok(notice)
}

/// Looks at the clients of held notices and keeps which of them are over-advanced, and since when.
///
/// # Errors
/// [`Error::Fault`].
pub(super) fn look_for_over_advances(app: &App, actor: &str) -> Result<(), Error> {
    let today = app.today();
    let mut over: HashMap<ClientId, bool> = HashMap::new();
    let mut after = NoticeId(Uuid::nil());
    loop {
        let changed = app.read(|snapshot| {
            let page = kept::notice::held(snapshot, after, PAGE)?;
            let Some(last) = page.last().map(|notice| notice.id) else { return Ok::<_, Error>(None) };
            let mut changed = Vec::new();
            for notice in page {
                let is_over = match over.get(&notice.client) {
                    Some(known) => *known,
                    None => {
                        let found = is_over_advanced(snapshot, notice.client, today)?;
                        over.insert(notice.client, found);
                        found
                    }
                };
                if is_over != notice.over_advance_since.is_some() {
                    changed.push((notice.id, is_over));
                }
            }
            Ok(Some((last, changed)))
        })?;
        let Some((last, changed)) = changed else { return Ok(()) };
        after = last;
        for (id, is_over) in changed {
            app.run(Command::system(actor), move |task| keep_finding(task, id, is_over))?;
        }
    }
}

fn keep_finding(task: &mut Task<'_, '_>, id: NoticeId, is_over: bool) -> Result<bool, Error> {
    let Some(mut notice) = kept::notice::get(task, id)? else { return Ok(false) };
    let since = is_over.then_some(task.today);
    let telling = Telling::of_factor(task, Sentence::OverAdvance { is_over });
    take(task, &mut notice, NoticeEvent::OverAdvance { since }, &telling)
}

/// GL-10 in the currency of any agreement that is, or was, in force.
fn is_over_advanced(reads: &mut dyn Reads, client: ClientId, today: Date) -> Result<bool, Error> {
    for (currency, agreement) in by_currency(reads, client, today)? {
        let terms = &agreement.terms;
        let position = kept::journal::position(reads, client, currency)?;
        let eligible = kept::invoice::eligible(reads, client, currency)?;
        let discretionary = Money::new(terms.discretionary_reserve, currency);
        let found = credit::availability(&position, &eligible, discretionary, terms.limit())?;
        if found.over_advance.minor > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}
