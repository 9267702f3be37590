//! How Credere looks: the pieces every page is made of.
//!
//! Contract: pure functions from plain values to text. No handler, no clock, no book. "Today" is always an argument,
//! and it is the business date, not the machine's. Amounts are integers of minor units all the way into the picture.
//!
//! - [`page`]: what the frame of a page (`layout.html`, `guest.html`) is filled with.
//! - [`badge`], [`form`], [`table`], [`facts`]: plain values for the macros in `templates/components`.
//! - [`mod@format`] and [`filters`]: amounts, dates and shares as a person reads them.
//! - [`chart`]: pictures as SVG, drawn here, coloured by the style sheet, readable without colour.
//! - [`assets`]: style sheet, script and icon as bytes with a version, for the handler to serve.
//!
//! The content security policy these pages are made for allows no inline style and no inline script: nothing here
//! writes a `style` attribute, a `style` element or an event attribute, and a test holds the charts to that.
//!
//! A file that derives a template which uses the components must have [`filters`] in scope
//! (`use crate::look::filters;`), because that is where askama looks for filters.

pub mod assets;
pub mod badge;
pub mod chart;
pub mod facts;
pub mod filters;
pub mod form;
pub mod format;
pub mod page;
pub mod table;

pub use badge::{Badge, Tone};
pub use page::{Flash, Noun, Page};

#[cfg(test)]
mod tests;
