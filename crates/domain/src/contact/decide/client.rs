//! Messages to clients about a customer: its recourse dates, the relationship tried first, a contact to correct.

use super::super::hours::{later, plus};
use super::super::ladder::Rung;
use super::super::stop::days_past_due;
use super::super::{Contact, ContactPolicy, Item, Profile, Purpose, Situation, Wall};
use super::{AskClient, Askable, Decision, Step};
use crate::id::{ClientId, InvoiceId};
use crate::money::Money;
use crate::proof::Proof;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A client is asked for a better contact of a customer at most once in so many days.
pub const TASK_AGAIN_DAYS: i64 = 30;

/// LC-09: the client learns of a recourse date ahead of it, and on it.
pub(super) fn recourse(situation: &Situation, policy: &ContactPolicy, today: Date, decision: &mut Decision) {
    let mut by_client: BTreeMap<ClientId, (Vec<InvoiceId>, Date)> = BTreeMap::new();
    for item in &situation.items {
        let Some(date) = item.recourse_on else { continue };
        // Once ahead of the day, once on it.
        let is_due = match told_on(situation, item) {
            None => plus(date, -policy.recourse_notice_days) <= today,
            Some(told) => told < date && date <= today,
        };
        if is_due {
            let entry = by_client.entry(item.client).or_insert((Vec::new(), date));
            entry.0.push(item.invoice);
            entry.1 = entry.1.min(date);
        }
    }
    for (client, (invoices, date)) in by_client {
        let reason =
            Proof::new("LC-09", format!("recourse on {date}, told {} days before", policy.recourse_notice_days));
        let ask = AskClient { purpose: Purpose::Recourse, client, invoices, until: Some(date), reason };
        decision.steps.push(Step::AskClient(ask));
    }
}

/// The day of the latest recourse notice about an invoice that reached the client, on the debtor's clock.
fn told_on(situation: &Situation, item: &Item) -> Option<Date> {
    let notices = situation.past.iter().filter(|one| one.purpose == Purpose::Recourse && one.reaches());
    let about = notices.filter(|one| one.invoices.contains(&item.invoice));
    about.map(|one| situation.zone.to_datetime(one.at).date()).max()
}

/// CO-03, CO-09: clients whose relationship is tried first.
pub(super) fn ask_clients(
    situation: &Situation,
    policy: &ContactPolicy,
    wall: &Wall<'_>,
    askable: &[Askable<'_>],
    when: Timestamp,
    decision: &mut Decision,
) {
    let mut by_client: BTreeMap<ClientId, Vec<&Item>> = BTreeMap::new();
    for one in askable.iter().filter(|one| one.ready && one.next.is_some_and(|next| next.rung == Rung::AskClient)) {
        by_client.entry(one.item.client).or_default().push(one.item);
    }
    for (client, items) in by_client {
        let profile = situation.profile(client);
        let days = match profile {
            Profile::ClientFirst => Some(policy.client_first_bd),
            Profile::Standard => Some(policy.client_step_bd),
            Profile::LightTouch | Profile::Silent => None,
        };
        let until = days.map(|days| wall.calendar.shift(wall.date(when), days));
        let oldest = items.iter().map(|item| days_past_due(item, wall.date(when))).max().unwrap_or(0);
        let rule = if profile == Profile::Standard { "CO-09" } else { "CO-03" };
        let reason = Proof::new(rule, format!("servicing {}: the client speaks first", profile.word()))
            .with("oldest, days past due", oldest);
        let invoices = items.iter().map(|item| item.invoice).collect();
        let ask = AskClient { purpose: Purpose::ClientFirst, client, invoices, until, reason };
        decision.steps.push(Step::AskClient(ask));
    }
}

/// Asks the clients for a contact, each at most once in [`TASK_AGAIN_DAYS`].
pub(super) fn contact_task(
    situation: &Situation,
    sections: &[(ClientId, Vec<InvoiceId>)],
    fact: &str,
    now: Timestamp,
    decision: &mut Decision,
) {
    let since = later(now, -TASK_AGAIN_DAYS);
    for (client, invoices) in sections {
        let is_open = situation.past.iter().any(|one| {
            one.purpose == Purpose::ContactTask && one.to_client == Some(*client) && one.counts() && one.at > since
        });
        let twice = decision.steps.iter().any(
            |step| matches!(step, Step::AskClient(ask) if ask.purpose == Purpose::ContactTask && ask.client == *client),
        );
        if !is_open && !twice {
            let reason = Proof::new("CO-04", fact.to_owned());
            let (client, invoices) = (*client, invoices.clone());
            let ask = AskClient { purpose: Purpose::ContactTask, client, invoices, until: None, reason };
            decision.steps.push(Step::AskClient(ask));
        }
    }
}

/// A contact that nobody has confirmed for long is written to, and the client is asked whether it is still right.
pub(super) fn stale(
    situation: &Situation,
    policy: &ContactPolicy,
    contact: Option<&Contact>,
    sections: &[(ClientId, Vec<InvoiceId>)],
    today: Date,
    now: Timestamp,
    decision: &mut Decision,
) {
    if let Some(contact) = contact.filter(|contact| contact.is_stale(today, policy.stale_months)) {
        let fact = format!("{} was not confirmed for {} months", contact.name, policy.stale_months);
        contact_task(situation, sections, &fact, now, decision);
    }
}

/// CO-14: what a pause does not stop: the recourse dates of a client's invoices to the debtor that fall into it or before
/// its end, with what is open.
#[must_use]
pub fn recourse_within(situation: &Situation, client: ClientId, until: Date) -> Vec<(InvoiceId, Date, Money)> {
    let own = situation.items.iter().filter(|item| item.client == client);
    own.filter_map(|item| item.recourse_on.filter(|date| *date <= until).map(|date| (item.invoice, date, item.open)))
        .collect()
}
