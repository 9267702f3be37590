//! The part of the page about telephone calls: planning one, its script while it may be made, the record of it (LC-05).

use super::super::called::{self, MadeAt, Names};
use super::super::heard::{self, HeardFields};
use super::super::page::Desk;
use super::super::posted::Posted;
use super::super::wrong::Wrong;
use super::answers::{Asked, fields};
use super::pair::Read;
use crate::look::form::{Field, FormErrors};
use app::message::{MayCall, call_zone, may_call};
use app::verification::call_to_make;
use domain::agreement::NotificationMode;
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::invoice::verification::Verification;
use jiff::tz::TimeZone;
use store::kept;
use store::kept::invoice::Invoice;
use store::kept::message::Message;

/// The fields for the moment of a call that was answered, and of one at which nobody was reached.
pub(super) const ANSWERED: Names = Names { on: "made_on", at: "made_at" };
pub(super) const MISSED: Names = Names { on: "missed_on", at: "missed_at" };

/// How the fields begin for what was heard where nobody was reached.
pub(super) const MISSED_HEARD: &str = "missed_";

/// The call of the pair that waits to be made.
pub(super) struct ToMake {
    pub message: Message,
    pub zone: TimeZone,
    may: MayCall,
    invoices: Vec<InvoiceId>,
}

/// Reads it.
pub(super) async fn read(desk: &Desk, client: ClientId, debtor: DebtorId) -> Result<Option<ToMake>, Wrong> {
    let (factor, today, now) = (desk.factor.clone(), desk.today, desk.web.app.now());
    desk.read(move |book| {
        let Some(message) = call_to_make(book, client, debtor)? else { return Ok(None) };
        let may = may_call(book, &factor, today, now, &message)?;
        let zone = call_zone(book, &factor, &message)?;
        let (_, invoices) = kept::message::speaks_of(book, message.id)?;
        Ok(Some(ToMake { message, zone, may, invoices }))
    })
    .await
}

impl ToMake {
    /// The open verifications it speaks of.
    pub fn asks<'a>(&'a self, open: &'a [(Verification, Invoice)]) -> Vec<(Verification, Invoice)> {
        open.iter().filter(|(_, invoice)| self.invoices.contains(&invoice.id)).cloned().collect()
    }

    /// Who calls, as it was planned.
    pub fn caller(&self) -> &str {
        let mut named = self.message.body.reasons.iter().flat_map(|reason| &reason.inputs);
        named.find(|(name, _)| name == app::verification::CALLER).map_or("", |(_, caller)| caller)
    }
}

/// The section.
pub(super) struct Calling {
    /// No call waits: one may be planned.
    pub plan: Option<Field>,
    /// The number of the call that waits.
    pub letter: i64,
    /// Why it is not to be made now; nothing when it may be.
    pub not_now: Option<String>,
    /// What the caller says; only while the call may be made.
    pub script: Option<String>,
    pub who_called: Field,
    pub number: Field,
    pub spoke_with: Field,
    pub said: Field,
    pub made: MadeAt,
    pub asked: Vec<Asked>,
    pub heard: HeardFields,
    pub missed_open: bool,
    pub missed: MadeAt,
    pub words: Field,
    pub missed_heard: HeardFields,
}

/// What was typed into each form of the section.
pub(super) struct Typed<'a> {
    pub plan: &'a Posted,
    pub call: &'a Posted,
    pub missed: &'a Posted,
    pub missed_open: bool,
}

/// The section of a page; none where the debtor is not told of the assignment (GL-44), or nothing is to be confirmed.
pub(super) fn section(desk: &Desk, read: &Read, typed: &Typed<'_>, errors: &FormErrors) -> Option<Calling> {
    if read.mode == NotificationMode::NonNotification || read.open.is_empty() {
        return None;
    }
    let field = |of: &Posted, name: &str, label: &str, suggestion: &str| {
        let value = if of.has(name) { of.raw(name).to_owned() } else { suggestion.to_owned() };
        Field::new(name, label).value(value).checked(errors)
    };
    let (call, now) = (typed.call, desk.web.app.now());
    let plan = field(typed.plan, "plan_caller", "Who calls?", "")
        .hint("Your own name. You will say it, the factor\u{2019}s name, and for whose invoices you call.");
    let of_call = |suggested: &dyn Fn(&ToMake) -> String| read.call.as_ref().map(suggested).unwrap_or_default();
    let zone = read.call.as_ref().map_or(TimeZone::UTC, |call| call.zone.clone());
    let not_now = read.call.as_ref().and_then(|call| not_now(&call.may));
    let words = of_call(&|call| call.message.words.trim().to_owned());
    // Before the moment it was planned for nothing was said yet; after it the call may be written down late.
    let reached = read.call.as_ref().is_some_and(|call| call.message.send_after <= now.as_microsecond());
    let opening = if reached { words.split("\n\n").next().unwrap_or_default().to_owned() } else { String::new() };
    let asked = read.call.as_ref().map(|call| call.asks(&read.open)).unwrap_or_default();
    Some(Calling {
        plan: read.call.is_none().then_some(plan),
        letter: read.call.as_ref().map_or(0, |call| call.message.number),
        script: (not_now.is_none() && read.call.is_some()).then_some(words),
        not_now,
        who_called: field(call, "caller", "Who called", &of_call(&|call| call.caller().to_owned())),
        number: field(call, "number", "Number called", &of_call(&|call| call.message.recipient.clone()))
            .hint("A number found independently of the client is worth most."),
        spoke_with: field(call, "spoke_with", "Who answered", "").hint("Name and office."),
        said: field(call, "said", "How you said who calls", &opening).hint(
            "Correct it to what was really said. A call that did not name you, us and the client confirms nothing.",
        ),
        made: called::fields(ANSWERED, &zone, now, call, errors),
        asked: fields("call", &asked, read.mode, call, errors),
        heard: heard::fields("", call, errors),
        missed_heard: heard::fields(MISSED_HEARD, typed.missed, errors),
        missed_open: typed.missed_open,
        missed: called::fields(MISSED, &zone, now, typed.missed, errors),
        words: field(typed.missed, "words", "What happened", "").hint(
            "For example: it rang out, or a colleague could not tell. The attempt counts as the call of two weeks.",
        ),
    })
}

/// Why a call is not to be made now.
pub(in super::super) fn not_now(may: &MayCall) -> Option<String> {
    match may {
        MayCall::Now => None,
        MayCall::From(wall) => {
            let day = crate::look::format::day(wall.date());
            Some(format!("Not now: it may be made from {day}, {} on, where the debtor is.", wall.strftime("%H:%M")))
        }
        MayCall::No(refusal) => {
            let fact = refusal.fact.trim_end_matches('.');
            let rule = refusal.code.strip_prefix("CONTACT_").filter(|rule| rule.contains('_'));
            let rule = rule.map_or_else(String::new, |rule| format!(" (rule {})", rule.replace('_', "-")));
            Some(format!("Do not call: {fact}{rule}. {}", refusal.remedy))
        }
    }
}
