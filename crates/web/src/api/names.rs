//! Stored names (`IN_REVIEW`) as schemas, so that the document lists every value.

use domain::agreement::{
    AgreementState, LimitBasis, NotificationMode, RecourseFrom, RecourseType, ReleaseCalendar, Side,
};
use domain::cash::matching::MatchRule;
use domain::contact::{
    AnswerKind, AnswerState, Channel, ContactSource, ContactState, Direction, Grant, Happening, MessageState, Profile,
    Purpose, Role,
};
use domain::dispute::{self, CaseKind, CaseState, DisputeReason, OutcomeKind};
use domain::event::EventKind;
use domain::invoice::guard::{Guard, Verdict};
use domain::invoice::verification::{Confirmable, Method, VerificationState};
use domain::invoice::{InvoiceState, TransferMethod};
use domain::ledger::Booking;
use domain::letter::Language;
use domain::money::Currency;
use domain::notice::{Evidence, NoticeState, RemitChangeState, Trigger};
use domain::packet::{Addressee, PacketState, Point};
use domain::party::{ClientStatus, DebtorStatus, DebtorType};
use store::kept::statement::ReceiptState;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};

/// A text that is one of these.
fn one_of<'a>(codes: impl IntoIterator<Item = &'a str>) -> Schema {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes)).build().into()
}

/// A text that is one of these, or nothing.
fn one_of_or_null<'a>(codes: impl IntoIterator<Item = &'a str>) -> Schema {
    let values = codes.into_iter().map(serde_json::Value::from).chain([serde_json::Value::Null]);
    let kinds = SchemaType::from_iter([Type::String, Type::Null]);
    ObjectBuilder::new().schema_type(kinds).enum_values(Some(values)).build().into()
}

macro_rules! maybe {
    ($($name:ident: $kind:ty;)+) => {
        $(pub(super) fn $name() -> Schema {
            one_of_or_null(<$kind>::ALL.iter().map(|one| one.code()))
        })+
    };
}

maybe! {
    maybe_evidence: Evidence;
    maybe_servicing: Profile;
    maybe_dispute_reason: DisputeReason;
    maybe_confirmable: Confirmable;
    maybe_outcome_kind: OutcomeKind;
    maybe_debtor_type: DebtorType;
    maybe_grant: Grant;
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
    answer_kind: AnswerKind;
    answer_state: AnswerState;
    booking: Booking;
    case_kind: CaseKind;
    case_state: CaseState;
    channel: Channel;
    client_status: ClientStatus;
    confirmable: Confirmable;
    contact_source: ContactSource;
    contact_state: ContactState;
    debtor_status: DebtorStatus;
    debtor_type: DebtorType;
    direction: Direction;
    dispute_reason: DisputeReason;
    event_kind: EventKind;
    evidence: Evidence;
    guard: Guard;
    happening: Happening;
    invoice_state: InvoiceState;
    language: Language;
    limit_basis: LimitBasis;
    match_rule: MatchRule;
    message_state: MessageState;
    notice_state: NoticeState;
    notification: NotificationMode;
    outcome_kind: OutcomeKind;
    packet_addressee: Addressee;
    packet_point: Point;
    packet_state: PacketState;
    purpose: Purpose;
    receipt_state: ReceiptState;
    recourse_from: RecourseFrom;
    recourse_type: RecourseType;
    release: ReleaseCalendar;
    remit_change_state: RemitChangeState;
    role: Role;
    servicing: Profile;
    side: Side;
    speaking_side: dispute::Side;
    transfer_method: TransferMethod;
    trigger: Trigger;
    verdict: Verdict;
    verification_method: Method;
    verification_state: VerificationState;
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
    calendar: "UNITED_STATES", "TARGET", "UNITED_KINGDOM", "WEEKENDS";
    contact_outcome: "WRITE", "ASK_CLIENT", "WAIT", "NOTHING";
    guest_side: "DEBTOR", "CLIENT";
    print_state: "PRINTED", "POSTED", "UNDONE";
}

/// Several channels.
pub(super) fn channels() -> Schema {
    ArrayBuilder::new().items(RefOr::T(channel())).build().into()
}

/// Several facts of an invoice.
pub(super) fn confirmables() -> Schema {
    ArrayBuilder::new().items(RefOr::T(confirmable())).build().into()
}

/// An ISO 4217 code.
pub(super) fn currency() -> Schema {
    let text = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Currency::codes())).examples(["USD"]);
    text.build().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::Calendar;
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
        reads::<Calendar>(&calendar());
        reads::<Language>(&language());
    }
}
