//! Notices to debtors: drafted, introduced, given, proved, changed, released (GL-43 to GL-58, LC-40 to LC-48).
//!
//! Contract: every use case loads the current notice of a pair, lets [`domain::notice::Notice::apply`] decide, and keeps
//! the outcome with its event and its line in the timeline. The order and the timers are the domain's. What a message met
//! on its way comes in through [`learn`]. A US federal agency gets no notice: see [`crate::packet`] (GL-60). Repeating a step that has been taken changes nothing or is refused by name.

mod beside;
mod carry;
mod check;
mod evidence;
mod existing;
mod federal;
mod give;
mod heads_up;
mod introduction;
mod learn;
mod open;
mod pay_to;
mod policy;
mod prepare;
mod proof;
mod register;
mod release;
mod remind;
mod remit;
mod run;
mod seal;
mod spring;
mod step;

pub(crate) use beside::letter_tracked;
pub use beside::send_letter;
pub use carry::is_confidential;
pub use check::{Checked, Genuine, PayToAnswer, Standing, check, check_pay_to};
pub use evidence::{acknowledge, record_evidence};
pub use existing::record_existing;
pub(crate) use federal::follow_type;
pub use federal::is_federal;
pub use give::send_notice;
pub use heads_up::heads_up;
pub use introduction::{introduction_delivered, preview_introduction, send_introduction};
pub use learn::learn;
pub use open::open;
pub(crate) use pay_to::pay_to_of;
pub use pay_to::{currency_of, pay_to, pay_to_accounts, told_account};
pub use policy::{policy, save_policy};
pub use prepare::prepare_release;
pub use proof::{
    doubt, doubt_by_holder, furnish_proof, request_proof, request_proof_by_holder, send_proof, settle_doubt,
};
pub use register::{RegisterCounts, RegisterRow, register, register_counts, register_page};
pub(crate) use register::{current_as_of, register_as_of};
pub use release::{demand_release, release};
pub use remind::remind_to_acknowledge;
pub use remit::{
    Reach, approve_remit_change, change_remit_to, drop_remit_change, put_remit_change_in_force, remit_reach,
};
pub use run::{Ran, Waiting, run};
pub use seal::{CODE_SIGNS, shown as shown_code, typed as typed_code};
pub use spring::spring;
pub use store::kept::view::notice::{Begin, Narrowed};

use crate::Error;
use domain::notice::NoticeRefusal;

impl From<NoticeRefusal> for Error {
    fn from(refusal: NoticeRefusal) -> Self {
        Self::refused(refusal.code(), refusal.fact(), refusal.remedy())
    }
}
