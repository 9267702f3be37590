//! The one message to the debtor: whose turn it is, what stands in it, when it may leave.

use super::super::hours::plus;
use super::super::ladder::{self, Next, Rung};
use super::super::stop::{self, Stop, days_past_due};
use super::super::{
    Channel, ContactPolicy, Item, MessageState, Profile, Purpose, Situation, Validation, Wall, consumer, lawyers,
};
use super::client::{contact_task, stale};
use super::{Askable, Decision, Step, Write, is_worth_it};
use crate::id::{ClientId, InvoiceId};
use crate::proof::Proof;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// CO-31: whatever step an invoice stands before, the validation notice comes first.
const NOTICE: &[Rung] = &[Rung::Status, Rung::StatusAgain, Rung::Call, Rung::Supervisor, Rung::Letter];

/// At most one message to the debtor; false when there is none.
pub(super) fn to_debtor(
    situation: &Situation,
    policy: &ContactPolicy,
    askable: &[Askable<'_>],
    when: Timestamp,
    now: Timestamp,
    decision: &mut Decision,
) -> bool {
    let (untold, told): (Vec<Askable<'_>>, Vec<Askable<'_>>) =
        askable.iter().copied().partition(|one| situation.needs_validation(one.item.client));
    if validation(situation, policy, &untold, when, now, decision) {
        return true;
    }
    let askable = &told[..];
    let since = |rungs: &[Rung]| {
        let ready = askable.iter().filter(|one| one.ready).filter_map(|one| one.next);
        ready.filter(|next| rungs.contains(&next.rung)).map(|next| next.from).min()
    };
    let mut mails: Vec<(Timestamp, &[Rung])> = [&[Rung::Status, Rung::StatusAgain][..], &[Rung::Supervisor]]
        .into_iter()
        .filter_map(|rungs| since(rungs).map(|since| (since, rungs)))
        .collect();
    // Who has waited longest is first, so that no step starves behind new invoices.
    mails.sort_by_key(|(since, _)| *since);
    let mut groups: Vec<&[Rung]> = mails.into_iter().map(|(_, rungs)| rungs).collect();
    for rungs in [&[Rung::Call][..], &[Rung::Letter]] {
        if since(rungs).is_some() {
            groups.push(rungs);
        }
    }
    groups.into_iter().any(|rungs| write(situation, policy, askable, rungs, when, now, decision))
}

/// CO-31: the validation notice of the first client whose debt it must come before; false when none can be written now.
fn validation(
    situation: &Situation,
    policy: &ContactPolicy,
    untold: &[Askable<'_>],
    when: Timestamp,
    now: Timestamp,
    decision: &mut Decision,
) -> bool {
    let mut by_client: BTreeMap<ClientId, Vec<Askable<'_>>> = BTreeMap::new();
    for one in untold {
        by_client.entry(one.item.client).or_default().push(*one);
    }
    by_client.into_iter().any(|(client, askable)| {
        if situation.pairs.get(&client).is_some_and(|pair| pair.validation != Validation::Missing) {
            decision.wait(Stop::new(consumer::RULE, consumer::UNTOLD, None));
            return false;
        }
        let is_ready = |one: &Askable<'_>| one.ready && one.next.is_some_and(|next| NOTICE.contains(&next.rung));
        askable.iter().any(is_ready) && write(situation, policy, &askable, NOTICE, when, now, decision)
    })
}

/// Writes the message of one group of steps, unless its recipient or its budget is missing.
fn write(
    situation: &Situation,
    policy: &ContactPolicy,
    askable: &[Askable<'_>],
    rungs: &[Rung],
    when: Timestamp,
    now: Timestamp,
    decision: &mut Decision,
) -> bool {
    let is_in_group = |one: &&Askable<'_>| one.ready && one.next.is_some_and(|next| rungs.contains(&next.rung));
    let own_wall = situation.wall(None, policy);
    // CO-06: what has passed its client's days stands in every statement until it is paid.
    let is_late = |one: &&Askable<'_>| {
        situation.profile(one.item.client) == Profile::Standard
            && one.next.is_none_or(|next| next.rung > Rung::AskClient)
            && !ladder::client_at_work(situation, one.item, policy, &own_wall, when)
    };
    let chosen: Vec<&Askable<'_>> = askable.iter().filter(|one| is_in_group(one) || is_late(one)).collect();
    let ready: Vec<Next> = chosen.iter().filter(|one| is_in_group(one)).filter_map(|one| one.next).collect();
    let purpose = match rungs {
        [Rung::Call] => Purpose::Call,
        [Rung::Supervisor] => Purpose::Supervisor,
        [Rung::Letter] => Purpose::PastDue,
        NOTICE => Purpose::Validation,
        _ if ready.iter().any(|next| next.rung == Rung::Status) => Purpose::Status,
        _ => Purpose::StatusAgain,
    };
    let sections = sections(chosen.iter().map(|one| one.item));
    let one_client = match sections[..] {
        [(client, _)] => Some(client),
        _ => None,
    };
    let by_mail = || situation.recipient(one_client, purpose, Channel::Email).is_ok();
    let is_represented = lawyers(&situation.contacts).next().is_some();
    let channel = match purpose {
        Purpose::Call => Channel::Phone,
        Purpose::PastDue => Channel::Letter,
        // CO-31: a person without a mail address of its own gets its notice by post; its lawyer is never passed.
        Purpose::Validation if !by_mail() && !is_represented => Channel::Letter,
        _ => Channel::Email,
    };
    let contact = match situation.recipient(one_client, purpose, channel) {
        Ok(contact) => Some(contact),
        // CO-08: a letter needs no person, but never goes past a lawyer.
        Err(_) if channel == Channel::Letter && !is_represented => None,
        Err(reason) => {
            decision.wait(Stop::new("CO-04", reason.to_string(), None));
            contact_task(situation, &sections, &reason.to_string(), now, decision);
            return false;
        }
    };
    let wall = situation.wall(contact, policy);
    let from = ready.iter().map(|next| next.from).max().unwrap_or(when).max(when);
    let spent = situation.spent(now);
    let slot = spent.slot(channel, policy, &wall, from);
    if wall.date(slot) > wall.date(wall.next_open(from)) {
        let fact = format!("the budget by {} is spent", channel.word());
        decision.wait(Stop::new("CO-05", fact, Some(wall.date(slot))));
        return false;
    }
    let (state, send_after) = looked_at_first(situation, policy, &sections, purpose, channel, &wall, slot, now);
    stale(situation, policy, contact, &sections, wall.date(now), now, decision);
    let oldest = chosen.iter().map(|one| days_past_due(one.item, wall.date(send_after))).max().unwrap_or(0);
    let count: usize = sections.iter().map(|(_, invoices)| invoices.len()).sum();
    let mut reasons = vec![
        Proof::new("CO-09", format!("{}: its turn in the order of steps", purpose.word()))
            .with("oldest, days past due", oldest),
        Proof::new("CO-06", "one message for all invoices that are past due".to_owned()).with("invoices", count),
    ];
    if purpose == Purpose::Validation {
        let why = "to a natural person in California it goes before any question, once for each client";
        reasons.push(Proof::new(consumer::RULE, why.to_owned()));
    }
    if state == MessageState::Preview {
        reasons.push(Proof::new(
            "CO-14",
            format!("the client looks at it first, for {} business days", policy.preview_bd),
        ));
    }
    let contact = contact.map(|contact| contact.id);
    decision.steps.push(Step::Write(Write { purpose, channel, contact, sections, send_after, state, reasons }));
    true
}

/// CO-14, CO-09: does somebody look at it before it leaves, and when does it leave then?
#[expect(clippy::too_many_arguments, reason = "one question with all that it depends on, asked in two places")]
fn looked_at_first(
    situation: &Situation,
    policy: &ContactPolicy,
    sections: &[(ClientId, Vec<InvoiceId>)],
    purpose: Purpose,
    channel: Channel,
    wall: &Wall<'_>,
    slot: Timestamp,
    now: Timestamp,
) -> (MessageState, Timestamp) {
    if matches!(purpose, Purpose::Call | Purpose::PastDue) {
        return (MessageState::Approval, slot);
    }
    let wants = |client: &ClientId| {
        let settled = situation.pairs.get(client).and_then(|pair| pair.relation.preview);
        settled.unwrap_or(policy.preview)
    };
    if sections.iter().any(|(client, _)| wants(client)) {
        let looked = wall.opening_on(wall.calendar.shift(wall.date(slot), policy.preview_bd));
        return (MessageState::Preview, situation.spent(now).slot(channel, policy, wall, looked));
    }
    (MessageState::Queued, slot)
}

/// CO-06: invoices by client, the oldest due first.
fn sections<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<(ClientId, Vec<InvoiceId>)> {
    let mut by_client: BTreeMap<ClientId, Vec<&Item>> = BTreeMap::new();
    for item in items {
        by_client.entry(item.client).or_default().push(item);
    }
    by_client
        .into_iter()
        .map(|(client, mut items)| {
            items.sort_by_key(|item| (item.due, item.invoice));
            (client, items.iter().map(|item| item.invoice).collect())
        })
        .collect()
}

/// CO-02: a reminder before the due date, for clients that asked for it.
pub(super) fn before_due(
    situation: &Situation,
    policy: &ContactPolicy,
    wall: &Wall<'_>,
    when: Timestamp,
    now: Timestamp,
    decision: &mut Decision,
) {
    let on = wall.date(when);
    let is_wanted = |item: &&Item| {
        let asked = situation.pairs.get(&item.client).is_some_and(|pair| pair.relation.before_due);
        let soon = item.due > on && item.due <= plus(on, policy.before_due_days);
        let reminded = situation
            .past
            .iter()
            .any(|one| one.purpose == Purpose::BeforeDue && one.counts() && one.invoices.contains(&item.invoice));
        let stop = stop::of_item(situation, item, policy, on);
        asked
            && soon
            && !reminded
            && !situation.needs_validation(item.client)
            && stop.is_none_or(|stop| stop.rule == "CO-01")
    };
    let items: Vec<&Item> = situation.items.iter().filter(is_wanted).collect();
    if items.is_empty() || !is_worth_it(items.iter().copied(), policy) {
        return;
    }
    let total = items.len();
    let last_due = items.iter().map(|item| item.due).min().unwrap_or(on);
    let sections = sections(items.into_iter());
    let Ok(contact) = situation.recipient(None, Purpose::BeforeDue, Channel::Email) else { return };
    let slot = situation.spent(now).slot(Channel::Email, policy, wall, when);
    let purpose = Purpose::BeforeDue;
    let (state, send_after) = looked_at_first(situation, policy, &sections, purpose, Channel::Email, wall, slot, now);
    if wall.date(slot) > on || wall.date(send_after) >= last_due {
        return;
    }
    let reasons = vec![Proof::new("CO-02", "the client asked for a reminder".to_owned()).with("invoices", total)];
    let contact = Some(contact.id);
    let write = Write { purpose, channel: Channel::Email, contact, sections, send_after, state, reasons };
    decision.steps.push(Step::Write(write));
}
