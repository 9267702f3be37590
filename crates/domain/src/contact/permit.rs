//! May this one message leave, and when? Asked for every message, whatever wants to send it, and again before it leaves.
//!
//! Contract: the same rules hold for what the engine plans and for what people and other use cases ask for. Exempt
//! purposes (CO-05) spend no budget (but for the introduction), but obey silence, bankruptcy, the lawyer, objections and, by mail, quiet hours.

use super::consumer;
use super::hours::{later, plus};
use super::stop::{self, Stop};
use super::{Channel, Contact, ContactPolicy, ContactSource, Direction, Past, Purpose, Role, Situation, fit, lawyers};
use crate::id::{ClientId, InvoiceId};
use crate::proof::Proof;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// A message is planned at most so many days ahead; what would have to wait longer is refused until then.
pub const PLANNED_AHEAD_DAYS: i64 = 30;

/// CO-05: a mail counts as unanswered, so that a call may follow it, from so many business days after it has left. The
/// rulebook names no figure; on the day of the mail nobody has had time to answer it.
pub const UNANSWERED_AFTER_BD: u32 = 1;

/// Under this name a permit keeps how many more messages the budget would let go after this one (CO-05, RP-15).
pub const LEFT_AFTER_IT: &str = "left after it";

/// A message somebody wants to send to a debtor.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// What for.
    pub purpose: Purpose,
    /// How.
    pub channel: Channel,
    /// The clients whose invoices it speaks of.
    pub clients: &'a [ClientId],
    /// The invoices it speaks of.
    pub invoices: &'a [InvoiceId],
    /// To whom; none for a letter to the company.
    pub contact: Option<&'a Contact>,
    /// Not before this moment.
    pub from: Timestamp,
    /// When it is asked: what is planned for before `from` has left by then, and does not count as leaving at `from`.
    pub now: Timestamp,
}

/// It may leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    /// No sooner than this.
    pub send_after: Timestamp,
    /// Why it may, and why then.
    pub reasons: Vec<Proof>,
}

/// It may not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fact}")]
pub struct Denied {
    /// The rule.
    pub rule: String,
    /// The fact.
    pub fact: String,
    /// What to do.
    pub remedy: String,
    /// The first day on which it may be asked again; none when somebody must act first.
    pub until: Option<Date>,
}

impl Denied {
    pub(super) fn new(rule: &str, fact: impl Into<String>, remedy: &str, until: Option<Date>) -> Self {
        Self { rule: rule.to_owned(), fact: fact.into(), remedy: remedy.to_owned(), until }
    }

    fn of(stop: Stop) -> Self {
        let remedy = match stop.until {
            Some(day) => format!("Wait until {day}."),
            None => "Wait until that is settled, or speak with the client.".to_owned(),
        };
        Self { rule: stop.rule, fact: stop.fact, remedy, until: stop.until }
    }
}

/// May it leave, and when?
///
/// # Errors
/// [`Denied`] with the first rule that forbids it: silence and bankruptcy first, then the recipient, then what the
/// message asks, then the budget.
pub fn permit(situation: &Situation, ask: &Ask<'_>, policy: &ContactPolicy) -> Result<Permit, Denied> {
    if ask.purpose.is_to_client() {
        let reason = Proof::new("CO-14", format!("{}: to the client, not to its customer", ask.purpose.word()));
        return Ok(Permit { send_after: ask.from, reasons: vec![reason] });
    }
    barred(situation, ask)?;
    recipient(situation, ask)?;
    consumer::barred(situation, ask)?;
    let wall = situation.wall(ask.contact, policy);
    let spent = situation.spent(ask.now);
    let mut from = ask.from;
    // FR-14: what the client has just given cannot confirm the client's own invoices.
    if ask.purpose == Purpose::Verification
        && let Some(contact) = ask.contact
        && contact.source == ContactSource::Client
        && !contact.verified.as_ref().is_some_and(|verified| verified.independent)
    {
        let added = Timestamp::from_microsecond(contact.added_at).unwrap_or(Timestamp::MIN);
        let wait = SignedDuration::from_hours(policy.independence_hours);
        from = from.max(added.checked_add(wait).unwrap_or(Timestamp::MAX));
    }
    // CO-05: a call, whatever it asks, comes only after one unanswered e-mail.
    let calls = ask.channel == Channel::Phone && ask.purpose.is_budgeted();
    let unanswered = calls.then(|| unanswered_mail(situation, ask)).flatten();
    if let Some(sent) = unanswered {
        from = from.max(wall.opening_on(wall.calendar.shift(wall.date(sent), UNANSWERED_AFTER_BD)));
    }
    let quiet_hours = match ask.channel {
        Channel::Email | Channel::Phone => true,
        Channel::Letter => !ask.purpose.is_exempt(),
        Channel::Portal => false,
    };
    let send_after = match (ask.purpose.is_budgeted(), quiet_hours) {
        (false, true) => wall.next_open(from),
        (_, false) => from,
        (true, true) => spent.slot(ask.channel, policy, &wall, from),
    };
    if send_after > later(ask.from, PLANNED_AHEAD_DAYS) {
        let day = wall.date(send_after);
        let fact = format!("the debtor was written to by {} as often as it may be", ask.channel.word());
        let remedy = format!("Wait until {day}, or use another way.");
        return Err(Denied::new("CO-05", fact, &remedy, Some(day)));
    }
    let on = wall.date(send_after);
    money(situation, ask, policy, on)?;
    if calls && unanswered.is_none() {
        let remedy = "Write first; call when there is no answer.";
        return Err(Denied::new("CO-05", "a call comes only after one unanswered e-mail", remedy, None));
    }
    Ok(Permit { send_after, reasons: reasons(ask, policy, &spent, send_after, &wall) })
}

/// GL-44, CO-08: who must not be written to at all.
fn barred(situation: &Situation, ask: &Ask<'_>) -> Result<(), Denied> {
    let to_lawyer = ask.contact.is_some_and(|contact| contact.role == Role::Lawyer) && ask.purpose.is_exempt();
    if let Some(since) = situation.preference.bankrupt_since.filter(|_| !to_lawyer) {
        let fact = format!("the debtor has been bankrupt since {since}");
        return Err(Denied::new("CO-08", fact, "Ask counsel; nothing is sent to the debtor itself.", None));
    }
    if let Some(word) = situation.barred.filter(|_| !to_lawyer) {
        return Err(Denied::new("CO-08", format!("the debtor is {word}"), "Ask counsel.", None));
    }
    let silent = |client: &ClientId| stop::is_silent(situation, *client);
    let none_known = ask.clients.is_empty() && !situation.pairs.is_empty() && situation.pairs.keys().all(silent);
    if ask.clients.iter().any(silent) || none_known {
        let remedy = "Ask the client to write itself, or spring the notice if the agreement allows it.";
        return Err(Denied::new("GL-44", "the assignment is confidential: the debtor is not told", remedy, None));
    }
    // LC-40: the client speaks first, then the letter and the notice; nothing else is sent before them.
    let stranger = |client: &ClientId| situation.pairs.get(client).is_some_and(|pair| !pair.introduced);
    if !ask.purpose.introduces() && ask.clients.iter().any(stranger) {
        let remedy = "Let the client tell its customer, then send the introduction and the notice.";
        return Err(Denied::new("LC-40", "the debtor was not given notice of the assignment yet", remedy, None));
    }
    Ok(())
}

/// CO-04, CO-08, CO-33: is this the right one to write to?
fn recipient(situation: &Situation, ask: &Ask<'_>) -> Result<(), Denied> {
    let is_named = |lawyer: &Contact| ask.contact.is_some_and(|contact| contact.id == lawyer.id);
    if let Some(lawyer) = lawyers(&situation.contacts).next()
        && !lawyers(&situation.contacts).any(is_named)
    {
        let fact = format!("the debtor has named {} as its lawyer", lawyer.name);
        return Err(Denied::new("CO-08", fact, "Address it to the lawyer.", None));
    }
    let Some(contact) = ask.contact else {
        return match ask.channel {
            Channel::Letter | Channel::Portal => Ok(()),
            Channel::Email | Channel::Phone if ask.purpose.is_exempt() => Ok(()),
            Channel::Email | Channel::Phone => {
                Err(Denied::new("CO-04", "no contact is named", "Choose the accounts payable contact.", None))
            }
        };
    };
    fit(contact, ask.purpose, ask.channel)
        .map_err(|reason| Denied::new("CO-04", reason.to_string(), reason.remedy(), None))?;
    // A reply goes to whoever has asked; everything else to the office that the purpose is for.
    let by_ladder = matches!(contact.role, Role::Supervisor | Role::Controller);
    if by_ladder && !ask.purpose.is_exempt() && !matches!(ask.purpose, Purpose::Supervisor | Purpose::PastDue) {
        let fact = format!("{} is {}, not accounts payable", contact.name, contact.role.word());
        return Err(Denied::new("CO-04", fact, "Choose the accounts payable contact.", None));
    }
    Ok(())
}

/// CO-01, CO-02, CO-03, CO-08, CO-14, LC-08: what keeps a question back. A question for money obeys all of it, a call too
/// what the debtor itself has said last, a verification what it has said of the invoices; other questions only the pause.
fn money(situation: &Situation, ask: &Ask<'_>, policy: &ContactPolicy, on: Date) -> Result<(), Denied> {
    if ask.purpose.is_exempt() {
        return Ok(());
    }
    for client in ask.clients {
        if let Some(stop) = stop::paused(situation, *client, on) {
            return Err(Denied::of(stop));
        }
    }
    if (ask.purpose.is_about_payment() || ask.channel == Channel::Phone)
        && let Some(stop) = stop::of_debtor(situation, policy, ask.from)
    {
        return Err(Denied::of(stop));
    }
    if ask.purpose == Purpose::Verification
        && let Some(stop) = ask.invoices.iter().find_map(|invoice| stop::of_words(situation, *invoice, on))
    {
        return Err(Denied::of(stop));
    }
    if !ask.purpose.is_about_payment() {
        return Ok(());
    }
    if ask.invoices.is_empty() {
        return Err(Denied::new("CO-01", "it names no open invoice", "Name the invoices it asks about.", None));
    }
    for invoice in ask.invoices {
        let Some(item) = situation.items.iter().find(|item| item.invoice == *invoice) else {
            return Err(Denied::new("CO-01", "an invoice in it is no longer open", "Write it anew.", None));
        };
        let stop = stop::of_item(situation, item, policy, on);
        let early = ask.purpose == Purpose::BeforeDue
            && stop.as_ref().is_some_and(|stop| stop.rule == "CO-01")
            && situation.pairs.get(&item.client).is_some_and(|pair| pair.relation.before_due)
            && (on < item.due && plus(on, policy.before_due_days) >= item.due);
        if let Some(stop) = stop.filter(|_| !early) {
            return Err(Denied::of(stop));
        }
    }
    Ok(())
}

/// CO-05: when the first mail of the same kind left that nobody has answered: for a question for money one that asks for
/// money, for a verification one that asks to confirm one of its invoices.
fn unanswered_mail(situation: &Situation, ask: &Ask<'_>) -> Option<Timestamp> {
    let heard = situation.past.iter().filter(|one| one.direction == Direction::In).map(|one| one.at).max();
    let asks_the_same = |one: &&Past| {
        if ask.purpose == Purpose::Verification {
            // What is confirmed is asked about no more: a call speaks of what is still open.
            return one.purpose == Purpose::Verification && one.invoices.iter().any(|id| ask.invoices.contains(id));
        }
        let unanswered = |id: &InvoiceId| situation.answered_at.get(id).is_none_or(|said| one.at > *said);
        one.purpose.is_about_payment() && one.invoices.iter().any(unanswered)
    };
    let mails = situation.past.iter().filter(|one| {
        one.direction == Direction::Out
            && one.channel == Channel::Email
            && one.reaches()
            && !one.is_pending()
            && one.at <= ask.from
            && heard.is_none_or(|heard| one.at > heard)
    });
    mails.filter(asks_the_same).map(|one| one.at).min()
}

fn reasons(
    ask: &Ask<'_>,
    policy: &ContactPolicy,
    spent: &super::Spent,
    send_after: Timestamp,
    wall: &super::Wall<'_>,
) -> Vec<Proof> {
    let mut reasons = Vec::new();
    if !ask.purpose.is_budgeted() {
        reasons.push(Proof::new("CO-05", format!("{}: outside the budget, but logged", ask.purpose.word())));
    } else if let Some(words) = policy.allowance_words(ask.channel) {
        let left = spent.left(ask.channel, policy, send_after);
        reasons.push(Proof::new("CO-05", words).with(LEFT_AFTER_IT, left.saturating_sub(1)));
    }
    let local = wall.zone.to_datetime(send_after);
    let (opens, closes) = (wall.hours.opens.strftime("%H:%M"), wall.hours.closes.strftime("%H:%M"));
    let hours = format!("{opens} to {closes} on business days where the debtor is");
    reasons.push(Proof::new("CO-07", hours).with("leaves", local.strftime("%A %Y-%m-%d %H:%M").to_string()));
    reasons
}
