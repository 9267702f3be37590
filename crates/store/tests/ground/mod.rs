//! What the suites of the store stand on: an invented factor.

use domain::calendar::Calendar;
use domain::id::FactorId;
use domain::money::Currency;
use domain::party::Factor;
use uuid::Uuid;

/// The factor with this number.
pub fn factor(number: u128) -> Factor {
    Factor {
        id: FactorId(Uuid::from_u128(number)),
        name: "Test Factor".into(),
        country: "US".into(),
        currency: Currency::USD,
        zone: "UTC".into(),
        calendar: Calendar::Weekends,
        account: None,
    }
}
