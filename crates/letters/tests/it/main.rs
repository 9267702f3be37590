//! The public face of the crate: paper, mail, print run, layout.

mod batch;
mod layout;
mod mail;
mod paper;
mod samples;
