//! What debtors say of their invoices, and what becomes of it (CO-08, CO-10, CO-12).
//!
//! Contract: one call takes answers to one or to many invoices, all or none, with every problem named. A newer answer of
//! an invoice replaces the older; the same answer again changes nothing. An answer has its effect in the same unit: a
//! promise and money on its way stop contact until their clock runs out, a dispute opens its case, a missing invoice
//! becomes a copy that is there or a request to the client, a wrong contact is not written to again.
//!
//! A promise ends when its money comes, in the unit that books the money, or by the daily [`run()`]. CO-10: it is kept by
//! its date and the days of the policy; a promise that was replaced after that day is broken, not replaced.
//!
//! Limits: [`ANSWERS`] answers to one call; a date at most [`DAYS_AHEAD`] days ahead or [`DAYS_BACK`] days back.
//!
//! Deliberately absent: asking. Who is asked, and when, the contact engine decides.

mod advice;
mod confirm;
mod copies;
mod ended;
mod give;
mod sheet;
mod statement;
mod told;

pub(crate) use advice::named;
pub use advice::{AdviceOutcome, ReadAdvice, read_advice, take_advice};
pub use confirm::give_from;
pub use ended::{Ended, end_due, run};
pub(crate) use ended::{paid, promised, reopened};
pub use give::{AnswerOutcome, GivenAnswer, Giver, Taken, give};
pub use sheet::{ReadSheet, give_sheet, read_sheet, sheet_rows};
pub use statement::{STATEMENT, Statement, StatementItem, StatementSection, statement};

/// Most answers that one call takes.
pub const ANSWERS: usize = 1_000;
/// Most days ahead that money may be promised for.
pub const DAYS_AHEAD: i32 = 365;
/// Most days back that money may have left.
pub const DAYS_BACK: i32 = 365;
