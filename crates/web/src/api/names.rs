//! Stored names (`IN_REVIEW`) as schemas, so that the document lists every value.

use domain::agreement::{
    AgreementState, LimitBasis, NotificationMode, RecourseFrom, RecourseType, ReleaseCalendar, Side,
};
use domain::cash::matching::MatchRule;
use domain::contact::Profile;
use domain::event::EventKind;
use domain::invoice::guard::{Guard, Verdict};
use domain::invoice::{InvoiceState, TransferMethod};
use domain::ledger::Booking;
use domain::party::{ClientStatus, DebtorStatus};
use store::kept::statement::ReceiptState;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// A text that is one of these.
fn one_of<'a>(codes: impl IntoIterator<Item = &'a str>) -> Schema {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes)).build().into()
}

macro_rules! named {
    ($($name:ident: $kind:ty;)+) => {
        $(pub(super) fn $name() -> Schema {
            one_of(<$kind>::ALL.iter().map(|one| one.code()))
        })+
    };
}

named! {
    agreement_state: AgreementState;
    booking: Booking;
    client_status: ClientStatus;
    debtor_status: DebtorStatus;
    event_kind: EventKind;
    guard: Guard;
    invoice_state: InvoiceState;
    limit_basis: LimitBasis;
    match_rule: MatchRule;
    notification: NotificationMode;
    receipt_state: ReceiptState;
    recourse_from: RecourseFrom;
    recourse_type: RecourseType;
    release: ReleaseCalendar;
    servicing: Profile;
    side: Side;
    transfer_method: TransferMethod;
    verdict: Verdict;
}

macro_rules! listed {
    ($($name:ident: $($code:literal),+;)+) => {
        $(pub(super) fn $name() -> Schema {
            one_of([$($code),+])
        })+
    };
}

listed! {
    fee_base: "FACE";
    fee_start: "PURCHASE", "FUNDING", "INVOICE_DATE";
    charge_at: "UPFRONT", "AT_CLOSE";
    partial_basis: "FACE", "BALANCE";
    clearance_mode: "EXTEND_FEE_CLOCK";
    day_unit: "BUSINESS", "CALENDAR";
    rounding: "HALF_UP", "HALF_EVEN", "DOWN";
    instrument: "WIRE", "ACH_CREDIT", "CHECK", "CARD";
    payment_kind: "ADVANCE", "REBATE", "REFUND";
    payment_state: "DUE", "IN_FILE", "LEFT";
    schedule_state: "SUBMITTED", "DECIDED";
}

/// An ISO 4217 code.
pub(super) fn currency() -> Schema {
    let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[A-Z]{3}$")).examples(["USD"]);
    text.build().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::fee::{ChargeAt, ClearanceMode, DayUnit, FeeBase, FeeStart, Instrument, PartialBasis};
    use domain::money::Rounding;
    use serde::de::DeserializeOwned;
    use serde_json::Value;
    use store::kept::payment::{PaymentKind, PaymentState};

    /// Every listed code is one that the type reads.
    fn reads<T: DeserializeOwned>(schema: &Schema) {
        let document = serde_json::to_value(schema).unwrap();
        let codes = document["enum"].as_array().unwrap();
        assert!(!codes.is_empty());
        for code in codes {
            assert!(serde_json::from_value::<T>(Value::clone(code)).is_ok(), "{code}");
        }
    }

    #[test]
    fn every_code_of_the_document_is_one_that_is_read() {
        reads::<FeeBase>(&fee_base());
        reads::<FeeStart>(&fee_start());
        reads::<ChargeAt>(&charge_at());
        reads::<PartialBasis>(&partial_basis());
        reads::<ClearanceMode>(&clearance_mode());
        reads::<DayUnit>(&day_unit());
        reads::<Rounding>(&rounding());
        reads::<Instrument>(&instrument());
        reads::<PaymentKind>(&payment_kind());
        reads::<PaymentState>(&payment_state());
        reads::<ReceiptState>(&receipt_state());
        reads::<InvoiceState>(&invoice_state());
    }
}
