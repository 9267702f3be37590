//! The rebate run: what of the available reserve is paid to the client, and when (GL-11, L06).

use crate::agreement::{ReleaseCalendar, Terms};
use crate::calendar::Calendar;
use crate::credit::Availability;
use crate::credit::ClientPosition;
use crate::id::ClientId;
use crate::ledger::{Journal, bookings};
use crate::money::{Money, MoneyError, Rounding};
use crate::proof::Proof;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// What a rebate run finds for one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RebatePlan {
    /// Taken from the available reserve.
    pub total: Money,
    /// GL-05: kept in escrow.
    pub escrow: Money,
    /// Paid to the client.
    pub cash: Money,
    /// L06; none when nothing is paid.
    pub journal: Option<Journal>,
    /// How the amount came to be, also when it is nothing.
    pub proof: Proof,
}

/// Is the day a release day of the agreement (GL-11)? Where the banks are closed on it, the next business day is.
#[must_use]
pub fn is_release_day(release: ReleaseCalendar, calendar: Calendar, on: Date) -> bool {
    match release {
        ReleaseCalendar::PerInvoice => true,
        ReleaseCalendar::Weekly => {
            let since = i64::from(on.weekday().since(Weekday::Friday));
            calendar.on_or_after(on.saturating_sub(since.days())) == on
        }
        ReleaseCalendar::Monthly => calendar.on_or_after(on.first_of_month()) == on,
        ReleaseCalendar::OnRequest => false,
    }
}

/// What a rebate run knows of one client.
#[derive(Debug, Clone, Copy)]
pub struct RebateRequest<'a> {
    /// Whom it is for.
    pub client: ClientId,
    /// The agreement in force.
    pub terms: &'a Terms,
    /// The factor's bank calendar.
    pub calendar: Calendar,
    /// The client's balances.
    pub position: &'a ClientPosition,
    /// GL-09, from the same balances.
    pub availability: &'a Availability,
    /// Available reserve of invoices whose payment has not cleared yet (FE-04), minor units.
    pub uncleared: i64,
    /// The client or a user asks for it outside the calendar.
    pub asked: bool,
    /// The day of the run.
    pub on: Date,
}

/// Plans a rebate. Never pays while there is an over-advance (rulebook 3.6, property 8).
///
/// # Errors
/// [`MoneyError`] when an amount does not fit.
pub fn rebate(request: &RebateRequest<'_>) -> Result<RebatePlan, MoneyError> {
    let RebateRequest { client, terms, calendar, position, availability, uncleared, asked, on } = *request;
    let currency = position.currency;
    let zero = Money::zero(currency);
    let cleared = (position.available - uncleared).max(0);
    let due = asked || is_release_day(terms.release, calendar, on);
    let total =
        if due && availability.over_advance.is_zero() { cleared.min(availability.amount.minor).max(0) } else { 0 };
    let total = Money::new(total, currency);
    let escrow = match &terms.escrow {
        Some(escrow) => {
            let share = total.times(escrow.share, Rounding::HalfUp)?;
            Money::new(share.minor.min(escrow.cap - position.escrow).max(0), currency)
        }
        None => zero,
    };
    let cash = total.minus(escrow)?;
    let money = |minor| Money::new(minor, currency).figures();
    let formula = if !due {
        format!("nothing today: reserve is released {}", terms.release)
    } else if !availability.over_advance.is_zero() {
        format!("nothing while there is an over-advance of {}", availability.over_advance.figures())
    } else {
        format!(
            "min({} \u{2212} {}, {}) = {}, less {} to escrow",
            money(position.available),
            money(uncleared),
            availability.amount.figures(),
            total.figures(),
            escrow.figures()
        )
    };
    let proof = Proof::new("GL-11", formula)
        .with("available reserve", money(position.available))
        .with("not cleared yet", money(uncleared))
        .with("availability", &availability.proof.formula)
        .with("over-advance", availability.over_advance)
        .with("released", terms.release);
    let journal = (total.minor > 0)
        .then(|| bookings::rebate::journal(client, currency, total.minor, escrow.minor, on, proof.clone()));
    Ok(RebatePlan { total, escrow, cash, journal, proof })
}
