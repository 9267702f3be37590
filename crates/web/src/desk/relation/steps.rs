//! The steps of a notice, as its line of marks: what was done, what is on its way, what comes.

use crate::look::Tone;
use crate::look::format::day;
use domain::notice::{Beside, Evidence, Notice, Way};

/// One step.
pub(super) struct Step {
    pub tone: Tone,
    pub what: String,
    pub detail: String,
    /// The page of the letter, where it has one of its own.
    pub href: Option<String>,
}

fn step(tone: Tone, what: &str, detail: impl Into<String>) -> Step {
    Step { tone, what: what.to_owned(), detail: detail.into(), href: None }
}

fn letter(what: &str, way: Option<&Way>) -> Step {
    let Some(way) = way else { return step(Tone::Neutral, what, "not yet") };
    let by = format!("{}, by {}", way.channel.word(), way.deliverer.word());
    if let Some(on) = way.delivered_on {
        return step(Tone::Good, what, format!("arrived {} ({by})", day(on)));
    }
    if let Some(back) = way.came_back.last().filter(|_| way.is_back()) {
        return step(Tone::Stop, what, format!("came back {}: {}", day(back.on), back.reason));
    }
    match way.left_on {
        Some(on) => step(Tone::Information, what, format!("left {} ({by})", day(on))),
        None => step(Tone::Information, what, format!("ready since {} ({by})", day(way.queued_on))),
    }
}

/// LC-43: the letter beside the mail.
fn beside(letter: &Beside, number: Option<i64>) -> Step {
    const WHAT: &str = "Trackable letter beside the mail";
    let traced = letter.tracking.as_ref().map(|number| format!(", number {number}")).unwrap_or_default();
    let mut step = if let Some(on) = letter.delivered_on {
        step(Tone::Good, WHAT, format!("signed for {}{traced}", day(on)))
    } else if let Some(back) = letter.came_back.last().filter(|_| letter.is_back()) {
        step(Tone::Stop, WHAT, format!("came back {}: {}", day(back.on), back.reason))
    } else if let Some(on) = letter.left_on {
        step(Tone::Information, WHAT, format!("posted {}{traced}", day(on)))
    } else if letter.waits {
        step(Tone::Information, WHAT, format!("to be posted, ready since {}", day(letter.queued_on)))
    } else {
        step(Tone::Attention, WHAT, "did not leave; it is prepared again")
    };
    step.href = number.map(|number| format!("/letters/{number}"));
    step
}

/// The steps of a notice, in order. `number`: of the message that goes by post beside the mail.
pub(super) fn of(notice: &Notice, number: Option<i64>) -> Vec<Step> {
    let mut steps = Vec::new();
    if let Some(how) = &notice.existing {
        steps.push(step(Tone::Good, "Given before Credere", how.clone()));
    } else if let Some(sprung) = &notice.sprung {
        steps.push(step(
            Tone::Attention,
            "Sprung",
            format!("{}: {}, {}", day(sprung.on), sprung.trigger.word(), sprung.words),
        ));
    } else if let Some(earlier) = &notice.earlier {
        let detail = earlier.received_on.map_or_else(
            || "by the notice that this one renews".to_owned(),
            |on| format!("{}, by the notice that this one renews", day(on)),
        );
        steps.push(step(Tone::Good, "The debtor was told before", detail));
    } else {
        steps.push(match &notice.heads_up {
            Some(told) => step(
                Tone::Good,
                "The client told its customer",
                format!("{}, {} by {}, ticked by {}", day(told.on), told.person, told.channel.word(), told.ticked_by),
            ),
            None => step(Tone::Attention, "The client tells its customer", "not yet"),
        });
        steps.push(letter("Letter of introduction", notice.introduction.as_ref()));
    }
    if notice.existing.is_none() || notice.notice.is_some() {
        steps.push(letter("Notice of assignment", notice.notice.as_ref()));
    }
    steps.extend(notice.beside().map(|letter| beside(letter, number)));
    // That it left stands with the letter already.
    for found in notice.evidence.iter().filter(|found| found.level > Evidence::Sent) {
        let how = if found.how.contains(found.level.word()) {
            found.how.clone()
        } else {
            format!("{} ({})", found.level.word(), found.how)
        };
        steps.push(step(Tone::Good, "Received", format!("{}: {how}", day(found.on))));
    }
    if let Some(on) = notice.reminded_on {
        steps.push(step(Tone::Neutral, "Asked once to acknowledge", day(on)));
    }
    for proof in &notice.proofs {
        steps.push(match &proof.given {
            Some((on, what)) => step(Tone::Good, "Proof given", format!("{}: {what}", day(*on))),
            None => step(
                Tone::Attention,
                "Proof asked for",
                format!("{}, to be given by {}", day(proof.asked_on), day(proof.due_on)),
            ),
        });
    }
    for doubt in &notice.doubts {
        steps.push(match &doubt.settled {
            Some((on, how)) => step(Tone::Good, "Doubt settled", format!("{}: {how}", day(*on))),
            None => step(Tone::Stop, "Doubted by the debtor", format!("{}: {}", day(doubt.on), doubt.words)),
        });
    }
    if let Some(demand) = &notice.demand {
        steps.push(step(
            Tone::Attention,
            "Release demanded",
            format!("{}, to be sent by {}", day(demand.on), day(demand.due_on)),
        ));
    }
    if notice.release.is_some() {
        steps.push(letter("Release letter", notice.release.as_ref()));
    }
    steps
}
