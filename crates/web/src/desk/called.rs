//! When a call was made: a day and a time on the clock of whoever was called, for every form that records one.
//!
//! The form suggests now. What cannot be (the future, before the plan, too long ago) and what the rules forbade then is the
//! use case's to say; here only what is no day and no time is.

use super::form::Reading;
use super::posted::Posted;
use super::value;
use crate::look::form::{Field, FormErrors};
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

/// The names of both fields of a form.
#[derive(Clone, Copy)]
pub(super) struct Names {
    pub on: &'static str,
    pub at: &'static str,
}

/// The fields.
pub(super) struct MadeAt {
    pub on: Field,
    pub at: Field,
}

/// The fields with what was typed, or now.
pub(super) fn fields(names: Names, zone: &TimeZone, now: Timestamp, sent: &Posted, errors: &FormErrors) -> MadeAt {
    let local = zone.to_datetime(now);
    let field = |name: &str, label: &str, now: String| {
        let value = if sent.has(name) { sent.raw(name).to_owned() } else { now };
        Field::new(name, label).value(value).checked(errors)
    };
    let zone = zone.iana_name().unwrap_or("UTC").replace('_', " ");
    MadeAt {
        on: field(names.on, "Day of the call", local.date().to_string()),
        at: field(names.at, "Time of the call", local.strftime("%H:%M").to_string())
            .hint(format!("On the clock of whoever was called ({zone}), for example 14:05.")),
    }
}

/// The moment that was typed.
pub(super) fn read(names: Names, zone: &TimeZone, reading: &mut Reading<'_>) -> Option<Timestamp> {
    let on = reading.need(names.on, "Write the day of the call.", value::date);
    let at = reading.need(names.at, "Write the time of the call, for example 14:05.", |text| {
        let wrong = || format!("\u{201c}{text}\u{201d} is not a time. Write hours and minutes, for example 14:05.");
        Time::strptime("%H:%M", text).map_err(|_| wrong())
    });
    let wall = on?.to_datetime(at?);
    // Where clocks go forward or back, the moment that is nearest to what was meant.
    zone.to_ambiguous_timestamp(wall).compatible().ok()
}
