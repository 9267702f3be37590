//! Chart of accounts of the factor (rulebook 3.2), as far as a booking of today uses it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The side on which an account normally stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Assets and expenses.
    Debit,
    /// Liabilities and income.
    Credit,
}

macro_rules! accounts {
    ($($(#[$doc:meta])* $variant:ident = $number:literal, $side:ident, $group:literal, $name:literal;)+) => {
        /// An account of the general ledger.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "u16", into = "u16")]
        #[repr(u16)]
        pub enum Account {
            $($(#[$doc])* $variant = $number,)+
        }

        impl Account {
            /// Every account, by number.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The account with this number.
            #[must_use]
            pub const fn from_number(number: u16) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)+ _ => None }
            }

            /// Its number in the chart.
            #[must_use]
            pub const fn number(self) -> u16 {
                self as u16
            }

            /// Its name in the chart.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The side on which it normally stands.
            #[must_use]
            pub const fn side(self) -> Side {
                match self { $(Self::$variant => Side::$side,)+ }
            }

            /// Its group in plain-text accounting: `assets`, `liabilities`, `income` or `expenses`.
            #[must_use]
            pub const fn group(self) -> &'static str {
                match self { $(Self::$variant => $group,)+ }
            }
        }
    };
}

accounts! {
    /// Money the factor pays from.
    OperatingCash = 1000, Debit, "assets", "Operating cash";
    /// Money debtors have paid.
    CollectionsCash = 1010, Debit, "assets", "Collections cash";
    /// Purchased invoices with recourse, at open balance.
    ReceivablesRecourse = 1100, Debit, "assets", "Factored receivables, recourse";
    /// Purchased invoices without recourse, at open balance.
    ReceivablesNonRecourse = 1110, Debit, "assets", "Factored receivables, non-recourse";
    /// What clients owe the factor.
    DueFromClients = 1200, Debit, "assets", "Due from clients";
    /// Fees earned and not yet charged.
    AccruedFees = 1210, Debit, "assets", "Accrued fees receivable";
    /// The unpaid part of the price of open invoices.
    ReserveHeld = 2000, Credit, "liabilities", "Client reserve, held";
    /// Reserve of closed invoices, payable to the client.
    ReserveAvailable = 2010, Credit, "liabilities", "Client reserve, available";
    /// The extra cushion built from rebates.
    ReserveEscrow = 2020, Credit, "liabilities", "Client escrow reserve";
    /// Money received and not yet matched.
    UnappliedCash = 2030, Credit, "liabilities", "Unapplied cash";
    /// Upfront fees not yet earned.
    DeferredFees = 2060, Credit, "liabilities", "Deferred fee income";
    /// Factoring fees.
    FeeIncome = 4000, Credit, "income", "Factoring fee income";
    /// Transfer and service fees.
    ServiceFees = 4030, Credit, "income", "Service and transfer fees";
    /// What banks charge.
    BankCharges = 5010, Debit, "expenses", "Bank charges";
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number(), self.name())
    }
}

impl From<Account> for u16 {
    fn from(account: Account) -> Self {
        account.number()
    }
}

impl TryFrom<u16> for Account {
    type Error = String;
    fn try_from(number: u16) -> Result<Self, String> {
        Self::from_number(number).ok_or_else(|| format!("{number} is not in the chart of accounts"))
    }
}
