//! The program as a person or a script runs it: processes, files, exit codes.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod backup;
mod bad_input;
mod continuity;
mod copy;
mod counted;
mod demo;
mod kill;
mod layout;
mod links;
mod logs;
mod older_schema;
mod privacy;
mod program;
mod restore;
mod serving;
mod shutdown;
mod standing;
mod two_processes;
