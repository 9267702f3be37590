//! The purchase of one invoice: advance, held reserve, upfront fee, transfer fee (GL-02 to GL-05).

use crate::agreement::{Agreement, RecourseType};
use crate::fee::{self, ChargeAt, FeeError};
use crate::id::{ClientId, DebtorId, InvoiceId, ScheduleId};
use crate::invoice::{InvoiceState, Offer, Receivable};
use crate::ledger::{Journal, bookings};
use crate::money::{Money, MoneyError, Rounding};
use crate::named::named;
use crate::proof::Proof;
use jiff::civil::Date;

named! {
    /// How the advance is paid to the client.
    TransferMethod {
        /// Same-day wire.
        Wire = "WIRE", "wire";
        /// Credit transfer by batch (ACH, SEPA).
        CreditTransfer = "CREDIT_TRANSFER", "credit transfer";
    }
}

/// What is needed to buy an invoice that passed its guards.
#[derive(Debug, Clone, Copy)]
pub struct PurchaseRequest<'a> {
    /// Key of the invoice.
    pub invoice: InvoiceId,
    /// Who sells it.
    pub client: ClientId,
    /// Who owes it.
    pub debtor: DebtorId,
    /// Code of the debtor, for its advance rate.
    pub debtor_code: &'a str,
    /// The schedule it stands on.
    pub schedule: ScheduleId,
    /// The version in force today.
    pub agreement: &'a Agreement,
    /// The invoice as offered.
    pub offer: &'a Offer,
    /// Its share of the transfer fee (FE-07), netted from the advance (GL-02).
    pub transfer_fee: Money,
    /// The purchase date.
    pub on: Date,
}

/// A purchase, ready to be committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// The invoice as it stands after the purchase.
    pub receivable: Receivable,
    /// L01.
    pub journal: Journal,
    /// What the client is paid now.
    pub cash: Money,
    /// The advance before fees.
    pub advance: Money,
}

/// Why an amount could not be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PurchaseError {
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The fee cannot be computed.
    #[error(transparent)]
    Fee(#[from] FeeError),
    /// Fees eat the whole advance.
    #[error(
        "fees of {fees} leave nothing of the advance of {advance}; pay it out together with other invoices, or by credit transfer"
    )]
    NothingLeft {
        /// Upfront and transfer fee.
        fees: Money,
        /// Advance.
        advance: Money,
    },
}

/// Buys one invoice: L01 of the rulebook.
///
/// The advance is rounded down and the held reserve is what is left of the face, so that both always sum to it and
/// no purchase makes an over-advance: availability (GL-09) rounds the sum of all advances down too.
///
/// # Errors
/// [`PurchaseError`].
pub fn purchase(request: &PurchaseRequest<'_>) -> Result<Purchase, PurchaseError> {
    let terms = &request.agreement.terms;
    let version = request.agreement.version;
    let face = request.offer.amount;
    let rate = terms.advance_for(request.debtor_code);
    let advance = face.times(rate, Rounding::Down)?;
    let held = face.minus(advance)?;
    let (upfront, upfront_proof) = match terms.fee.charge_at {
        ChargeAt::Upfront => {
            let fee = fee::fee_on(&terms.fee, face, 1)?;
            (fee.amount, Some(fee.proof.under(version)))
        }
        ChargeAt::AtClose => (Money::zero(face.currency), None),
    };
    let fees = upfront.plus(request.transfer_fee)?;
    let cash = advance.minus(fees)?;
    if cash.minor <= 0 {
        return Err(PurchaseError::NothingLeft { fees, advance });
    }
    let proof = Proof::new("GL-04", format!("{} \u{d7} {rate} = {}", face.figures(), advance.figures()))
        .with(
            "held reserve",
            format_args!("{} \u{2212} {} = {} (GL-05)", face.figures(), advance.figures(), held.figures()),
        )
        .with("cash", format_args!("{} \u{2212} {} = {} (GL-02)", advance.figures(), fees.figures(), cash.figures()))
        .under(version);
    let receivable = Receivable {
        id: request.invoice,
        client: request.client,
        debtor: request.debtor,
        schedule: request.schedule,
        number: request.offer.number.clone(),
        currency: face.currency,
        face: face.minor,
        issued: request.offer.issued,
        due: request.offer.due,
        agreement_version: version,
        advance_rate: rate,
        non_recourse: terms.recourse.kind == RecourseType::NonRecourse,
        purchased: request.on,
        state: InvoiceState::Purchased,
        open: face.minor,
        held: held.minor,
        fee_posted: upfront.minor,
        fee_accrued: 0,
        fee_deferred: upfront.minor,
        portions: Vec::new(),
        closed: None,
        cleared: None,
    };
    let amounts = bookings::purchase::Amounts {
        held: held.minor,
        cash: cash.minor,
        transfer_fee: request.transfer_fee.minor,
        upfront_fee: upfront.minor,
    };
    let proofs = std::iter::once(proof).chain(upfront_proof).collect();
    let journal = bookings::purchase::journal(&receivable, &amounts, request.on, proofs);
    Ok(Purchase { receivable, journal, cash, advance })
}
