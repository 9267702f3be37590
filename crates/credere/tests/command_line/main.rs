//! The program as a person or a script runs it: processes, files, exit codes.

mod bad_input;
mod kill;
mod program;
mod two_processes;
