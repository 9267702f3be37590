//! The post against a real SMTP server on loopback: the whole path of a letter, secured connections, and `kill -9` at
//! the worst moments. Without python3 and aiosmtpd these tests say that they were skipped.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![expect(clippy::print_stderr, reason = "what is skipped is said")]

mod book;
mod crash;
mod secured;
mod server;
mod whole_path;
