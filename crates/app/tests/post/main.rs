//! The post with a mail server made of paper: what each of its answers leads to, what a crash leaves behind, where mail
//! that comes in is filed, what is printed. The whole path over a real SMTP server is proven in `credere`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

mod fixture;
mod printing;
mod receiving;
mod senders;
mod sending;
