//! Letters on paper and in mail: a finished [`domain::letter::Letter`] in; PDF, HTML and a day's print run out.
//!
//! A letter is plain data and its words are final. This crate gives it a look and changes no word: what stands in the
//! letter stands on the page, in the mail and in its text, and a layout that would leave something out is refused.
//!
//! - [`paper`]: one letter to a PDF that can be archived and read aloud (PDF/A-2a, PDF/UA-1).
//! - [`mail`]: one letter to the two bodies of a mail, HTML and text.
//! - [`batch`]: the letters of a day to one PDF for the printer, with the list for the post.
//! - [`qr`]: a code to photograph, for paper and page.
//!
//! Same letter, same layout: same bytes. There is no clock, no file, no network and no font but the embedded ones.
//! Deliberately absent: what a letter says (`domain::letter`), whether it may leave, to whom and how (`app`).

pub mod batch;
pub mod mail;
pub mod paper;
pub mod qr;
mod words;
