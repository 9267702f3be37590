//! A new account that debtors pay to: two people, a wait, and every debtor is told.

use crate::story::{Act, Story};
use app::notice;
use domain::id::RemitChangeId;
use domain::letter::PayTo;
use domain::money::Currency;
use domain::notice::RemitChangeState;
use store::kept;

pub fn change(story: &mut Story) -> Act {
    let number = story.running();
    let account = crate::acts::parties::account("Lantern Street Factors", &format!("0012{number:08}"));
    let (to, by) = (PayTo { account, reference: None }, if story.slips(30) { "" } else { "Ann Example" });
    let currency = story.slips(30).then_some(Currency::EUR);
    story.say(move |task| notice::change_remit_to(task, currency, to, "We moved our bank.", by))
}

fn running(story: &mut Story, state: RemitChangeState) -> Option<RemitChangeId> {
    let any = story.slips(15);
    let found = story.one_of(|reads| match any {
        true => kept::remit_change::all_of_them(reads),
        false => kept::remit_change::in_state(reads, state),
    });
    found.map(|one| one.id)
}

pub fn approve(story: &mut Story) -> Act {
    let id = running(story, RemitChangeState::Requested)?;
    let by = if story.slips(30) { "ann example" } else { "Bo Example" };
    story.say(move |task| notice::approve_remit_change(task, id, by))
}

pub fn drop_it(story: &mut Story) -> Act {
    let id = running(story, RemitChangeState::Requested)?;
    story.say(move |task| notice::drop_remit_change(task, id, "Ann Example", "The bank keeps us."))
}

pub fn put_in_force(story: &mut Story) -> Act {
    let id = running(story, RemitChangeState::Approved)?;
    story.say(move |task| notice::put_remit_change_in_force(task, id))
}
