//! Somebody the factor once meant to buy invoices on, long before the example begins: nothing came of it, and the daily job
//! has let the people's data go (CO-33).

use app::contact::{NewContact, save_contact, verify_contact};
use app::party::{NewDebtor, save_debtor};
use app::{App, Command, Error};
use domain::contact::{Channel, ContactSource, Role};
use domain::letter::Language;
use domain::money::{Currency, Money};
use domain::party::{DebtorStatus, Identity};

/// Months before the example begins: longer than data are kept.
pub const MONTHS_BEFORE: i64 = 26;
/// Limit that was set, in minor units.
const LIMIT: i64 = 5_000_000;

/// Writes the debtor and its people down, on the day of the clock.
pub fn begin(app: &App) -> Result<(), Error> {
    app.run(Command::system("desk"), |task| {
        let debtor = NewDebtor {
            code: "MARLOW".into(),
            name: "Marlow Seating Inc.".into(),
            debtor_type: domain::party::DebtorType::Business,
            status: DebtorStatus::Approved,
            limit: Money::new(LIMIT, Currency::USD),
            identity: Identity::default(),
            paying_accounts: Vec::new(),
        };
        save_debtor(task, &debtor)?;
        let person = |mailbox, name: &str, email: &str| NewContact {
            contact: None,
            debtor: Some("MARLOW".into()),
            client: None,
            role: if mailbox { Role::AccountsPayable } else { Role::Controller },
            mailbox,
            obligor: false,
            name: name.into(),
            email: Some(email.into()),
            phone: None,
            channel: Channel::Email,
            language: Language::English,
            zone: None,
            source: ContactSource::Factor,
        };
        save_contact(task, &person(true, "Accounts payable", "ap@marlow-seating.example"))?;
        let controller = save_contact(task, &person(false, "Edda Vance", "edda.vance@marlow-seating.example"))?;
        verify_contact(task, controller.id, "called the switchboard", true).map(drop)
    })
}
