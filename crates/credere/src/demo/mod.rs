//! The demo: an example book that has lived through the last seventeen weeks.
//!
//! It is built only from the import files under `examples/`, through the same readers and use cases as any other book, day by
//! day, with the clock set to each day. All dates are moved by whole weeks, so that the last week of the example is the
//! current one. It is built beside its folder and moved there when it is whole; a second start finds it.

mod answers;
mod cases;
mod clerk;
mod dates;
mod federal;
mod former;
mod letters;
mod notices;
mod person;
mod post;
mod relationship;
mod stage;
mod story;

pub use relationship::{guest_links, move_guests};
pub use story::{FACTOR, Summary, build};

/// The files of the example book: name under `examples/`, content.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/example_book.rs"));
