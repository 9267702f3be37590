//! `credere`: an open platform for invoice factoring, in one program.
//!
//! The command line parses and prints; everything else happens in `app` and `web`.

mod bench;
mod commands;
mod demo;
mod jobs;
mod log;
mod output;
mod signals;

use clap::Parser;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let line = commands::CommandLine::parse();
    line.start_log();
    match commands::run(line) {
        Ok(code) => code,
        // Whoever read the output has seen enough: `credere export … | head` ends well.
        Err(failure) if output::is_hung_up(failure.as_ref()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::failure(failure.as_ref());
            ExitCode::FAILURE
        }
    }
}
