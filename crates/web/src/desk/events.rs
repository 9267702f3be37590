//! Events as sentences: what happened, to what, and where it can be read.
//!
//! What an event was about is told from its facts, where they name it; a fact that is missing is left out, never guessed.

use crate::look::facts::Moment;
use crate::look::{Tone, format};
use domain::event::EventKind;
use domain::money::{Currency, Money};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;
use store::kept::event::Recorded;

/// An event as a line of a timeline, seen from a day in the factor's zone.
pub(super) fn moment(event: &Recorded, on: Date, zone: &TimeZone) -> Moment {
    let at = Timestamp::from_microsecond(event.recorded_at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone());
    let day = match format::days_from(at.date(), on) {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        _ => format::short_day_year(at.date()),
    };
    let facts = Facts(serde_json::from_str(&event.body).unwrap_or_default());
    let (about, href) = about(event.kind, &facts);
    let word = event.kind.word();
    let what =
        about.filter(|about| !about.is_empty()).map_or_else(|| word.to_owned(), |about| format!("{word}: {about}"));
    Moment {
        who: Some(event.actor.clone()),
        href,
        tone: tone(event.kind),
        ..Moment::new(format!("{day}, {:02}:{:02}", at.hour(), at.minute()), at.timestamp().to_string(), what)
    }
}

fn tone(kind: EventKind) -> Tone {
    match kind {
        EventKind::InvoicePurchased
        | EventKind::ReceiptApplied
        | EventKind::RebatePaid
        | EventKind::AgreementInForce => Tone::Good,
        EventKind::InvoiceHeld | EventKind::ReceiptUnapplied => Tone::Attention,
        EventKind::InvoiceRefused | EventKind::ItemReturned => Tone::Stop,
        EventKind::ScheduleSubmitted | EventKind::StatementTaken | EventKind::PaymentFileMade => Tone::Information,
        _ => Tone::Neutral,
    }
}

/// The facts of an event.
struct Facts(Value);

impl Facts {
    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    fn number(&self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()
    }

    /// An amount: an object of minor units and currency, or minor units with the currency beside them.
    fn amount(&self, name: &str) -> Option<String> {
        let value = self.0.get(name)?;
        let (minor, code) = match value {
            Value::Object(parts) => (parts.get("minor")?.as_i64()?, parts.get("currency")?.as_str()?),
            _ => (value.as_i64()?, self.text("currency")?),
        };
        Some(format::amount(Money::new(minor, Currency::parse(code).ok()?)))
    }
}

/// The parts that are known, with commas.
fn joined(parts: &[Option<String>]) -> Option<String> {
    Some(parts.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", "))
}

fn about(kind: EventKind, facts: &Facts) -> (Option<String>, Option<String>) {
    let text = |name: &str| facts.text(name).map(str::to_owned);
    let numbered = |letter: &str, name: &str| facts.number(name).map(|number| format!("{letter}-{number}"));
    let to = |path: &str, name: &str| facts.number(name).map(|number| format!("{path}/{number}"));
    match kind {
        EventKind::ClientSaved => (text("code"), text("code").map(|code| format!("/clients/{code}"))),
        EventKind::DebtorSaved => (text("code"), text("code").map(|code| format!("/debtors/{code}"))),
        EventKind::MappingSaved => (text("client"), text("client").map(|code| format!("/clients/{code}"))),
        EventKind::ScheduleSubmitted => {
            (joined(&[numbered("S", "number"), text("client"), facts.amount("sum")]), to("/schedules", "number"))
        }
        EventKind::ScheduleDecided => {
            let count =
                |name: &str| facts.number(name).filter(|count| *count > 0).map(|count| format!("{count} {name}"));
            (joined(&[count("bought"), count("waiting"), count("asked"), count("refused"), count("credits")]), None)
        }
        EventKind::InvoicePurchased
        | EventKind::InvoiceRefused
        | EventKind::InvoiceHeld
        | EventKind::InvoiceReturned
        | EventKind::InvoiceWithdrawn => (
            joined(&[text("number"), text("client"), facts.amount("amount")]),
            text("invoice").map(|id| format!("/invoices/{id}")),
        ),
        EventKind::CreditNoteApplied => (
            joined(&[text("credit_note"), text("invoice_number").map(|number| format!("on {number}"))]),
            text("invoice").map(|id| format!("/invoices/{id}")),
        ),
        EventKind::ReceiptApplied
        | EventKind::ReceiptUnapplied
        | EventKind::ReceiptRefunded
        | EventKind::ItemReturned
        | EventKind::ApplicationUndone => {
            (joined(&[numbered("R", "receipt"), facts.amount("amount")]), to("/cash", "receipt"))
        }
        EventKind::BankEntryPlaced => (joined(&[numbered("R", "entry"), facts.amount("amount")]), to("/cash", "entry")),
        EventKind::StatementTaken => {
            (joined(&[text("account"), text("external_id")]), Some("/cash/statements".to_owned()))
        }
        EventKind::PaymentFileMade => {
            (joined(&[numbered("F", "file"), facts.amount("sum")]), to("/payments/files", "file"))
        }
        EventKind::RebatePaid => {
            (joined(&[text("code"), facts.amount("cash")]), text("code").map(|code| format!("/clients/{code}")))
        }
        EventKind::MessageQueued
        | EventKind::MessageApproved
        | EventKind::MessageCancelled
        | EventKind::MessageLeaving
        | EventKind::MessageSent
        | EventKind::MessageFailed
        | EventKind::MessageBounced
        | EventKind::MessagePlaced
        | EventKind::LetterTracked
        | EventKind::MessageReceived => (joined(&[numbered("L", "number"), text("subject")]), to("/letters", "number")),
        EventKind::CaseOpened | EventKind::CaseMoved | EventKind::CaseClosed => {
            (joined(&[numbered("C", "number"), text("kind")]), to("/cases", "number"))
        }
        EventKind::PacketMoved => (text("contract"), text("packet").map(|id| format!("/packets/{id}"))),
        EventKind::PolicySaved
        | EventKind::PrintRunMoved
        | EventKind::ContactSaved
        | EventKind::PreferenceSaved
        | EventKind::RelationSaved
        | EventKind::ContactPaused
        | EventKind::ContactResumed
        | EventKind::WordingSaved
        | EventKind::NoticeMoved
        | EventKind::PaperSigned
        | EventKind::RemitChangeMoved
        | EventKind::ContactRun
        | EventKind::PersonalDataErased
        | EventKind::AnswerGiven
        | EventKind::PromiseEnded
        | EventKind::VerificationMoved
        | EventKind::LinkMade
        | EventKind::LinkOpened
        | EventKind::LinkRevoked
        | EventKind::DocumentAdded
        | EventKind::MoodGiven => (text("name"), None),
        EventKind::AgreementDrafted
        | EventKind::AgreementIssued
        | EventKind::AgreementSigned
        | EventKind::AgreementInForce
        | EventKind::AgreementWithdrawn => (facts.number("version").map(|version| format!("version {version}")), None),
        EventKind::PairSaved | EventKind::BookOpened | EventKind::FactorChanged | EventKind::FeesAccrued => {
            (None, None)
        }
    }
}
