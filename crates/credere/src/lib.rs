//! What of the program is proven against the outside world by tests of its own: the post.
//!
//! The program itself is in `main.rs`; nothing else is meant to be used from elsewhere.

pub mod post;
