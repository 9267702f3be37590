//! Factoring agreements as immutable versions (LC-30 to LC-34).
//!
//! Once a version is issued, its terms are frozen and known by their SHA-256. A change is a new
//! version with new signatures of both sides (LC-31). An invoice keeps the version of its purchase
//! date (GL-26, LC-34). Debtor limits and grades are not terms.

mod terms;
mod version;

pub use terms::{
    Escrow, FacilityLimit, LEAST_ADVANCE, LimitBasis, NotificationMode, Recourse, RecourseFrom, RecourseType,
    ReleaseCalendar, Terms, TermsProblem, Tolerance, TransferFees,
};
pub use version::{Agreement, AgreementRefusal, AgreementState, Side, Signature, in_force, ruling};
