//! Pictures of figures, as SVG drawn on the server.
//!
//! Contract: plain values in, one [`Svg`] out; no picture fails. Amounts stay integers: a scale maps minor units to
//! thousandths of a pixel in 128-bit integers and cuts. Every picture has a title, a description that tells its key
//! figures in words (the picture's own table for those who listen), classes for the style sheet to colour, and shapes
//! and patterns that tell things apart without colour. No `style`, no script, no address of anything outside.
//!
//! Size: text in a picture has the size of the text around it, so a picture is drawn for the room it gets instead of
//! being shrunk. [`responsive`] draws it twice, for a desk and for a phone, and the style sheet shows one of them.
//!
//! Colours live in `assets/chart.css` alone. A picture taken out of the page is black on white and still readable.

mod ageing;
mod bar;
mod days_to_pay;
mod funds;
mod life;
mod scale;
mod sparkline;
mod strip;
mod svg;
mod usage;

pub use ageing::{Ageing, Bucket, ageing};
pub use bar::bar;
pub use days_to_pay::{DaysToPay, Paid, days_to_pay};
pub use funds::{FundsEmployed, funds_employed};
pub use life::{InvoiceLife, LifeMark, MarkKind, invoice_life};
pub use sparkline::sparkline;
pub use strip::{CalendarStrip, DayMark, DayState, MAX_STRIP_DAYS, calendar_strip};
pub use svg::{Svg, Width, responsive};
pub use usage::{Usage, usage};

#[cfg(test)]
mod tests;
