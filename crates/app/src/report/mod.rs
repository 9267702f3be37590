//! Reports: what the book says, as of any business date, as it was known at any moment (rulebook 10).
//!
//! Contract: [`run`] reads one state of the book and makes a [`Report`]: typed columns and cells,
//! rows, totals. Every figure comes from journals, events and facts that never change (`kept::history`), so the same
//! question about the past gets the same answer for ever. Detail sums to summary: each report's totals
//! are the sums of its rows, and tests hold them against the trial balance for any date (invariant 7).
//!
//! Amounts of several currencies stand in separate rows, each with its currency, and are never added
//! up. Names and codes of parties are today's.
//!
//! Limits: a report is held in memory as a whole, about one kilobyte a row. Deliberately absent:
//! paging and filters (the edge's business), and any rule of factoring beyond putting sums in order.

mod aging;
mod client_statement;
mod collections;
mod contacts;
mod debtor_statement;
mod names;
mod notices;
mod purchases;
mod render;
mod reserve;
mod sheet;
mod trial_balance;

#[cfg(test)]
pub(crate) mod tests;

pub use aging::Bucket;
pub use render::Format;
pub(crate) use render::{figures, harmless};
pub use sheet::{Cell, Column, Header, Kind, Report};

use crate::Refusal;
use crate::task::business_date;
use domain::id::{ClientId, DebtorId};
use jiff::Timestamp;
use jiff::civil::Date;
pub(crate) use names::Names;
use store::Fault;
use store::book::Reads;
use store::kept::history::{NoticesOf, Scope};

/// The reports of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportKind {
    /// RP-02: open invoices by age, with a sum per debtor.
    Aging,
    /// RP-03: the same, one row per debtor.
    AgingSummary,
    /// RP-01: invoices bought.
    Purchases,
    /// RP-06: money received and what it paid.
    Collections,
    /// RP-05: held, available and escrow reserve.
    Reserve,
    /// RP-18: debits, credits and balance of every account.
    TrialBalance,
    /// RP-07: ledger and funds employed of a client from opening to closing, with its fees.
    ClientStatement,
    /// RP-14: where the notice of each pair stands.
    Notices,
    /// RP-15: what was written to debtors and came from them.
    Contacts,
    /// RP-22: what one debtor owes, supplier by supplier, and where to pay it.
    DebtorStatement,
}

impl ReportKind {
    /// Every report.
    pub const ALL: [Self; 10] = [
        Self::Aging,
        Self::AgingSummary,
        Self::Purchases,
        Self::Collections,
        Self::Reserve,
        Self::TrialBalance,
        Self::ClientStatement,
        Self::Notices,
        Self::Contacts,
        Self::DebtorStatement,
    ];

    /// The word by which it is asked for: `aging`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aging => "aging",
            Self::AgingSummary => "aging-summary",
            Self::Purchases => "purchases",
            Self::Collections => "collections",
            Self::Reserve => "reserve",
            Self::TrialBalance => "trial-balance",
            Self::ClientStatement => "client-statement",
            Self::Notices => "notices",
            Self::Contacts => "contacts",
            Self::DebtorStatement => "debtor-statement",
        }
    }

    /// The rule that defines it: `RP-02`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Purchases => "RP-01",
            Self::Aging => "RP-02",
            Self::AgingSummary => "RP-03",
            Self::Reserve => "RP-05",
            Self::Collections => "RP-06",
            Self::ClientStatement => "RP-07",
            Self::Notices => "RP-14",
            Self::Contacts => "RP-15",
            Self::TrialBalance => "RP-18",
            Self::DebtorStatement => "RP-22",
        }
    }

    /// The title people read.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Aging => "Ageing of open invoices",
            Self::AgingSummary => "Ageing by debtor",
            Self::Purchases => "Invoices bought",
            Self::Collections => "Payments received",
            Self::Reserve => "Reserves",
            Self::TrialBalance => "Trial balance",
            Self::ClientStatement => "Client statement",
            Self::Notices => "Notice register",
            Self::Contacts => "Contact log",
            Self::DebtorStatement => "Debtor's own statement",
        }
    }

    /// The report with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Can it be of one debtor?
    #[must_use]
    pub const fn has_debtor(self) -> bool {
        matches!(self, Self::Notices | Self::Contacts | Self::DebtorStatement)
    }

    /// Is it of one debtor always?
    #[must_use]
    pub const fn needs_debtor(self) -> bool {
        matches!(self, Self::DebtorStatement)
    }

    /// Can this be asked of it?
    ///
    /// # Errors
    /// [`Refusal`] at the field that is wrong.
    pub fn may_be_asked(self, request: &ReportRequest) -> Result<(), Refusal> {
        if request.debtor.is_some() && !self.has_debtor() {
            let fact = format!("{} cannot be of one debtor.", self.title());
            let of_debtors: Vec<&str> =
                Self::ALL.into_iter().filter(|kind| kind.has_debtor()).map(Self::name).collect();
            let remedy = format!("Leave the debtor out, or ask for one of {}.", of_debtors.join(", "));
            return Err(Refusal::at("debtor", "REPORT_DEBTOR", fact, remedy));
        }
        if request.debtor.is_none() && self.needs_debtor() {
            let fact = format!("{} is of one debtor, and none is named.", self.title());
            return Err(Refusal::at("debtor", "REPORT_DEBTOR", fact, "Give the debtor's code."));
        }
        if let Some(from) = request.from.filter(|from| *from > request.as_of) {
            let fact = format!("The period begins on {from}, after its end on {}.", request.as_of);
            return Err(Refusal::at("from", "REPORT_PERIOD", fact, "Choose an earlier first day."));
        }
        Ok(())
    }

    /// Does it cover a period instead of a day?
    #[must_use]
    pub const fn has_period(self) -> bool {
        matches!(self, Self::Purchases | Self::Collections | Self::Reserve | Self::ClientStatement | Self::Contacts)
    }
}

/// The day an invoice's age is counted from (RP-02).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AgeBasis {
    /// Its due date: current, 1-30, 31-60, 61-90, 91 and more days past due.
    #[default]
    DueDate,
    /// Its issue date: 0-30, 31-60, 61-90, 91 and more days old.
    InvoiceDate,
}

/// What a report is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportRequest {
    /// Of one client, or of all.
    pub client: Option<ClientId>,
    /// Of one debtor, for reports that can be ([`ReportKind::has_debtor`]); the others do not ask.
    pub debtor: Option<DebtorId>,
    /// The business date up to which bookings count, by value date.
    pub as_of: Date,
    /// As the book was known at this moment; none for all that is booked by now.
    pub known_at: Option<Timestamp>,
    /// First day of the period, for reports that have one; none for the first of the month of `as_of`.
    pub from: Option<Date>,
    /// For the ageing.
    pub basis: AgeBasis,
    /// For the trial balance: one row per client and account.
    pub per_client: bool,
}

impl ReportRequest {
    /// A report on all clients as of a date, as known now, with every option at its default.
    #[must_use]
    pub const fn new(as_of: Date) -> Self {
        Self {
            client: None,
            debtor: None,
            as_of,
            known_at: None,
            from: None,
            basis: AgeBasis::DueDate,
            per_client: false,
        }
    }

    /// First day of the period.
    pub(crate) fn first_day(&self) -> Date {
        self.from.unwrap_or_else(|| self.as_of.first_of_month())
    }

    /// Bookings from the book's beginning.
    pub(crate) const fn all(&self) -> Scope {
        Scope { client: self.client, from: None, until: self.as_of, known_at: self.known_at }
    }

    /// The notices that are asked for.
    pub(crate) const fn notices(&self) -> NoticesOf {
        NoticesOf { client: self.client, debtor: self.debtor, as_of: self.as_of, known_at: self.known_at }
    }

    /// Bookings of the period.
    pub(crate) fn period(&self) -> Scope {
        Scope { from: Some(self.first_day()), ..self.all() }
    }
}

/// Makes a report from one state of the book. `generated_at` is now, by the caller's clock.
///
/// # Errors
/// [`Fault`] when the book cannot be read, or an amount does not fit.
pub fn run(
    reads: &mut dyn Reads,
    kind: ReportKind,
    request: &ReportRequest,
    generated_at: Timestamp,
) -> Result<Report, Fault> {
    let names = Names::load(reads)?;
    let mut report = match kind {
        ReportKind::Aging => aging::detail(reads, request, &names)?,
        ReportKind::AgingSummary => aging::summary(reads, request, &names)?,
        ReportKind::Purchases => purchases::report(reads, request, &names)?,
        ReportKind::Collections => collections::report(reads, request, &names)?,
        ReportKind::Reserve => reserve::report(reads, request, &names)?,
        ReportKind::TrialBalance => trial_balance::report(reads, request, &names)?,
        ReportKind::ClientStatement => client_statement::report(reads, request, &names)?,
        ReportKind::Notices => notices::report(reads, request, &names)?,
        ReportKind::Contacts => contacts::report(reads, request, &names)?,
        ReportKind::DebtorStatement => {
            let today = business_date(&names.factor, generated_at);
            debtor_statement::report(reads, request, &names, today)?
        }
    };
    report.head(kind, request, &names, generated_at);
    Ok(report)
}
