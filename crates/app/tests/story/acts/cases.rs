//! Disputes, complaints, questions, wishes for copies and corrections.

use crate::story::{Act, Story};
use app::dispute;
use domain::dispute::{Case, CaseKind, DisputeReason, NewCase, Outcome, OutcomeKind, Side, Speaker};
use domain::money::Money;
use store::kept;

fn speaker(story: &mut Story) -> Speaker {
    let side = story.dice.any(Side::ALL);
    Speaker::new(side, side.code())
}

pub fn open(story: &mut Story) -> Act {
    let of = story.dice.one(&story.offered)?;
    let kind = story.dice.any(CaseKind::ALL);
    let with_invoice = kind == CaseKind::Dispute || story.dice.percent(50);
    let amount = Money::new(story.dice.between(1, of.minor + of.minor / 10), story.clients[of.client].currency);
    let by = speaker(story);
    let new = NewCase {
        kind,
        debtor: story.debtors[of.debtor].id,
        client: story.dice.percent(60).then(|| story.clients[of.client].id),
        invoice: with_invoice.then_some(of.id),
        reason: (kind == CaseKind::Dispute).then(|| story.dice.any(DisputeReason::ALL)),
        amount: (kind == CaseKind::Dispute && story.dice.percent(60)).then_some(amount),
        words: if story.dice.percent(5) {
            String::new()
        } else {
            format!("It is not as agreed ({}).", story.running())
        },
        by,
    };
    story.say(move |task| dispute::open(task, new))
}

fn case(story: &mut Story, open: bool) -> Option<Case> {
    let from = story.dice.below(story.debtors.len());
    for place in 0..story.debtors.len() {
        let debtor = story.debtors[(from + place) % story.debtors.len()].id;
        let any = story.dice.percent(8);
        let found = story.one_of(|reads| {
            let mut found = kept::relation_case::of_debtor(reads, debtor)?;
            found.retain(|one| any || one.is_open() == open);
            Ok(found)
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

pub fn add_words(story: &mut Story) -> Act {
    let (case, by) = (case(story, true)?.id, speaker(story));
    let words = format!("We looked again ({}).", story.running());
    story.say(move |task| dispute::add_words(task, case, by, &words))
}

pub fn set_owner(story: &mut Story) -> Act {
    let case = case(story, true)?.id;
    let by = if story.dice.percent(30) { speaker(story) } else { Speaker::new(Side::Factor, "Ida Quist") };
    let owner = story.dice.any(&["Imogen Harrowgate", "Ida Quist", ""]);
    story.say(move |task| dispute::set_owner(task, case, &by, owner))
}

pub fn resolve(story: &mut Story) -> Act {
    let (found, by) = (case(story, true)?, speaker(story));
    let outcome = match found.kind {
        CaseKind::Dispute => {
            let credit = found.amount.map(|amount| Money::new((amount.minor / 2).max(1), amount.currency));
            let kinds = [OutcomeKind::FullPay, OutcomeKind::RejectedByDebtor, OutcomeKind::Withdrawn];
            match credit.filter(|_| story.dice.percent(30)) {
                Some(credit) => Outcome::credit(credit),
                None => Outcome::of(story.dice.any(&kinds)),
            }
        }
        _ => Outcome::of(story.dice.any(&[OutcomeKind::Answered, OutcomeKind::Done, OutcomeKind::Declined])),
    };
    story.say(move |task| dispute::resolve(task, found.id, by, outcome, "We agreed on the phone."))
}

pub fn reopen(story: &mut Story) -> Act {
    let (case, by) = (case(story, false)?.id, speaker(story));
    story.say(move |task| dispute::reopen(task, case, by, "It is not settled."))
}

pub fn reply(story: &mut Story) -> Act {
    let found = case(story, true)?;
    let side = if story.dice.percent(10) { Side::Client } else { Side::Factor };
    let words = format!("Thank you. We look into it ({}).", story.running());
    story.say(move |task| dispute::reply(task, found.id, Speaker::new(side, "Imogen Harrowgate"), &words, None))
}
