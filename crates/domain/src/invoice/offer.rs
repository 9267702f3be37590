//! An invoice as a client offers it.

use crate::money::Money;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One line of a schedule of accounts, complete and readable. What was missing or unreadable never becomes an offer (LC-04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Invoice number as written.
    pub number: String,
    /// Issue date.
    pub issued: Date,
    /// Due date.
    pub due: Date,
    /// The payable amount (BT-115), not the gross: what has been prepaid cannot be bought.
    pub amount: Money,
    /// Day the goods or services were delivered, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<Date>,
    /// What was sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The debtor's order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// The contract with the debtor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    /// What the debtor is asked to write on its payment (BT-83), where that is not the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_reference: Option<String>,
    /// The payee named on the invoice (BT-59), where that is not the seller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payee: Option<String>,
}
