//! The life of a notice: opened, announced, introduced, given, proven, doubted, settled, held and sprung, released.

use crate::acts::people::any_contact;
use crate::story::{Act, Story};
use app::notice;
use app::{Error, Task};
use domain::contact::Channel;
use domain::id::{ClientId, DebtorId};
use domain::letter::PayTo;
use domain::notice::{Beside, Evidence, Leg, NoticeState, Trigger};
use jiff::ToSpan;
use std::fmt::Debug;
use store::kept;

/// A pair whose notice stands so; at times any pair.
fn pair_in(story: &mut Story, states: &[NoticeState]) -> Option<(ClientId, DebtorId)> {
    if story.scene.is_some() || states.is_empty() || story.dice.percent(10) {
        return story.pair();
    }
    let state = story.dice.any(states);
    let notice = story.one_of(|reads| kept::notice::in_state(reads, state, 200))?;
    Some((notice.client, notice.debtor))
}

/// A step of a notice.
fn step<T: Debug>(
    story: &mut Story,
    states: &[NoticeState],
    work: impl FnOnce(&mut Task<'_, '_>, ClientId, DebtorId) -> Result<T, Error> + Clone + Send + 'static,
) -> Act {
    let (client, debtor) = pair_in(story, states)?;
    story.say(move |task| work(task, client, debtor))
}

/// Notices that the debtor has.
const STANDING: [NoticeState; 2] = [NoticeState::NoaDelivered, NoticeState::Acknowledged];

pub fn open(story: &mut Story) -> Act {
    step(story, &[], notice::open)
}

pub fn heads_up(story: &mut Story) -> Act {
    let on = story.app.today().saturating_sub(if story.slips(15) { -1 } else { story.dice.between(0, 5) }.days());
    let channel = story.dice.any(&[Channel::Phone, Channel::Email]);
    step(story, &[NoticeState::Drafted], move |task, client, debtor| {
        notice::heads_up(task, client, debtor, on, "Pat Example", channel)
    })
}

pub fn introduce(story: &mut Story) -> Act {
    step(story, &[NoticeState::Drafted, NoticeState::HeadsUpSent], notice::send_introduction)
}

pub fn introduced(story: &mut Story) -> Act {
    step(story, &[NoticeState::LoiSent, NoticeState::HeadsUpSent], notice::introduction_delivered)
}

pub fn give(story: &mut Story) -> Act {
    step(story, &[NoticeState::LoiDelivered, NoticeState::Bounced], notice::send_notice)
}

pub fn beside(story: &mut Story) -> Act {
    if story.scene.is_some() {
        return step(story, &[], notice::send_letter);
    }
    let day = story.app.today().saturating_add(30.days());
    let due = story.one_of(|reads| {
        let mut due = kept::notice::with_letter_due(reads, day, 100)?;
        due.retain(|one| one.beside().is_some_and(Beside::is_missing));
        // Of one day they come in any order.
        due.sort_by_key(|one| (one.client, one.debtor));
        Ok(due)
    });
    let (client, debtor) = match due.filter(|_| !story.slips(10)) {
        Some(notice) => (notice.client, notice.debtor),
        None => story.pair()?,
    };
    story.say(move |task| notice::send_letter(task, client, debtor))
}

pub fn evidence(story: &mut Story) -> Act {
    let leg = match story.scene {
        Some(_) => Leg::Introduction,
        None => story.dice.any(&[Leg::Introduction, Leg::Notice, Leg::Notice, Leg::Release]),
    };
    let evidence = if story.scene.is_some() { Evidence::Replied } else { story.dice.any(Evidence::ALL) };
    let on = story.app.today();
    let states = [NoticeState::LoiSent, NoticeState::NoaSent, NoticeState::ReleaseSent];
    step(story, &states, move |task, client, debtor| {
        notice::record_evidence(task, client, debtor, leg, evidence, on, "the courier's slip")
    })
}

pub fn acknowledge(story: &mut Story) -> Act {
    let by = if story.dice.percent(40) { any_contact(story).map(|one| one.id) } else { None };
    step(story, &[NoticeState::NoaSent, NoticeState::NoaDelivered], move |task, client, debtor| {
        notice::acknowledge(task, client, debtor, "Pat Example", by)
    })
}

pub fn existing(story: &mut Story) -> Act {
    let evidence = story.dice.any(&[Evidence::Signed, Evidence::Replied, Evidence::NoBounce]);
    let received =
        story.app.today().saturating_sub(if story.slips(8) { -1 } else { story.dice.between(0, 300) }.days());
    if let Some((client, debtor)) = story.unrecorded.pop() {
        let (client, debtor) = (story.clients[client].id, story.debtors[debtor].id);
        return story.say(move |task| notice::record_existing(task, client, debtor, received, evidence, "by courier"));
    }
    step(story, &[NoticeState::Drafted], move |task, client, debtor| {
        notice::record_existing(task, client, debtor, received, evidence, "by courier")
    })
}

pub fn remind(story: &mut Story) -> Act {
    step(story, &[NoticeState::NoaDelivered], notice::remind_to_acknowledge)
}

pub fn request_proof(story: &mut Story) -> Act {
    step(story, &STANDING, |task, client, debtor| {
        notice::request_proof(task, client, debtor, "Please show us the assignment.")
    })
}

pub fn request_proof_by_holder(story: &mut Story) -> Act {
    step(story, &STANDING, |task, client, debtor| {
        notice::request_proof_by_holder(task, client, debtor, "Please show us the assignment.")
    })
}

pub fn furnish_proof(story: &mut Story) -> Act {
    step(story, &[NoticeState::ProofRequested], |task, client, debtor| {
        notice::furnish_proof(task, client, debtor, "Shown at a meeting.")
    })
}

pub fn send_proof(story: &mut Story) -> Act {
    step(story, &[NoticeState::ProofRequested], |task, client, debtor| {
        let papers = kept::document::without_invoice(task, debtor, 5)?;
        let papers = papers.iter().filter(|one| one.client == Some(client)).map(|one| one.id).collect();
        notice::send_proof(task, client, debtor, papers)
    })
}

pub fn doubt(story: &mut Story) -> Act {
    step(story, &STANDING, |task, client, debtor| notice::doubt(task, client, debtor, "We know of no sale."))
}

pub fn doubt_by_holder(story: &mut Story) -> Act {
    step(story, &STANDING, |task, client, debtor| notice::doubt_by_holder(task, client, debtor, "We know of no sale."))
}

pub fn settle_doubt(story: &mut Story) -> Act {
    step(story, &[NoticeState::DisputedNotice], |task, client, debtor| {
        notice::settle_doubt(task, client, debtor, "The client has confirmed it to them.")
    })
}

pub fn spring(story: &mut Story) -> Act {
    let trigger = story.dice.any(Trigger::ALL);
    step(story, &[NoticeState::Held], move |task, client, debtor| {
        notice::spring(task, client, debtor, trigger, "Money went to the client twice.")
    })
}

pub fn demand_release(story: &mut Story) -> Act {
    step(story, &STANDING, notice::demand_release)
}

pub fn release(story: &mut Story) -> Act {
    let account = crate::acts::parties::account("The client", "880011002200");
    let pay_to = story.dice.percent(70).then_some(PayTo { account, reference: None });
    let state = story.dice.any(&STANDING);
    let paid = story.one_of(|reads| {
        let mut paid = Vec::new();
        for notice in kept::notice::in_state(reads, state, 200)? {
            if kept::notice::open_invoices(reads, notice.client, notice.debtor)? == 0 {
                paid.push(notice);
            }
        }
        Ok(paid)
    });
    let (client, debtor) = match paid.filter(|_| !story.slips(10)) {
        Some(notice) => (notice.client, notice.debtor),
        None => story.pair()?,
    };
    story.say(move |task| notice::release(task, client, debtor, pay_to))
}
