//! Stored names (`IN_REVIEW`) as schemas, so that the document lists every value.

use domain::agreement::{
    AgreementState, LimitBasis, NotificationMode, RecourseFrom, RecourseType, ReleaseCalendar, Side,
};
use domain::cash::matching::MatchRule;
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
