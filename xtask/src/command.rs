//! Running other programs: shown while they run, or caught whole; always with a limit of time.
//!
//! A program over its limit is ended by its own process id. Standard input is closed for all of them: a check that
//! asks a question would wait for ever.

use crate::outcome::Finding;
use std::io::{BufRead, BufReader, Read, pipe};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// One minute, the unit of all limits here.
pub(crate) const MINUTE: Duration = Duration::from_secs(60);
/// The limit of one build or one run of all tests. CI as a whole has 90 minutes.
pub(crate) const BUILD_LIMIT: Duration = Duration::from_secs(40 * 60);
/// How often a running program is looked at.
const GLANCE: Duration = Duration::from_millis(50);
/// How long after a program's end its last output is waited for (a left-over child can hold the pipe open).
const LAST_WORDS: Duration = Duration::from_secs(2);

/// The call as one would type it.
pub(crate) fn shown(call: &Command) -> String {
    let program = Path::new(call.get_program()).file_name().unwrap_or_else(|| call.get_program());
    let words = std::iter::once(program).chain(call.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Where a program is found on `PATH`.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Runs a program, prints its output line by line as it comes, and returns the lines.
///
/// # Errors
/// When it cannot start, ends with a code other than 0, or runs over `limit`.
pub(crate) fn stream(call: &mut Command, limit: Duration) -> Result<Vec<String>, (Finding, Vec<String>)> {
    println!("$ {}", shown(call));
    let name = shown(call);
    let begun = Instant::now();
    let started = pipe().and_then(|(reader, writer)| {
        // One pipe for both streams, so that headings and results keep their order.
        call.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
        Ok((reader, call.spawn()?))
    });
    // The call holds copies of the pipe's writing end; without letting go of them the reader never sees the end.
    call.stdout(Stdio::null()).stderr(Stdio::null());
    let (reader, mut child) = started.map_err(|error| (cannot_start(&name, &error), Vec::new()))?;
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(reader).split(b'\n').map_while(Result::ok) {
            if sender.send(String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned()).is_err() {
                return;
            }
        }
    });
    let mut kept = Vec::new();
    let mut ended: Option<(ExitStatus, Instant)> = None;
    loop {
        match lines.recv_timeout(GLANCE) {
            Ok(line) => {
                println!("{line}");
                kept.push(line);
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
        match ended {
            Some((_, when)) if when.elapsed() > LAST_WORDS => break,
            Some(_) => {}
            None => ended = child.try_wait().ok().flatten().map(|status| (status, Instant::now())),
        }
        if ended.is_none() && begun.elapsed() > limit {
            return Err((over_limit(&name, &mut child, limit), kept));
        }
    }
    let status = match ended {
        Some((status, _)) => Ok(status),
        None => wait(&name, &mut child, begun, limit),
    };
    match status {
        Ok(status) if status.success() => Ok(kept),
        Ok(status) => Err((Finding::new(name, format!("ended with {status}"), "Read its output above"), kept)),
        Err(finding) => Err((finding, kept)),
    }
}

/// Runs a program silently and returns what it wrote to standard output.
///
/// # Errors
/// When it cannot start, ends with a code other than 0 (the end of its error output is part of the finding), writes
/// something other than UTF-8, or runs over `limit`.
pub(crate) fn capture(call: &mut Command, limit: Duration) -> Result<String, Finding> {
    let name = shown(call);
    let begun = Instant::now();
    let mut child = call
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(&name, &error))?;
    let out = child.stdout.take().map(drain);
    let err = child.stderr.take().map(drain);
    let status = wait(&name, &mut child, begun, limit)?;
    let caught = |stream: Option<std::thread::JoinHandle<Vec<u8>>>| {
        stream.and_then(|thread| thread.join().ok()).unwrap_or_default()
    };
    let (out, err) = (caught(out), caught(err));
    if !status.success() {
        let all = String::from_utf8_lossy(&err);
        let last: Vec<&str> = all.lines().filter(|line| !line.trim().is_empty()).collect();
        let last = last[last.len().saturating_sub(5)..].join(" / ");
        let said = if last.is_empty() { "It said nothing".to_owned() } else { format!("It said: {last}") };
        return Err(Finding::new(name, format!("ended with {status}"), said));
    }
    String::from_utf8(out)
        .map_err(|_| Finding::new(name, "wrote something that is not UTF-8", "Look at its output by hand"))
}

fn drain(mut stream: impl Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is still worth showing; the exit code decides.
        let _ = stream.read_to_end(&mut bytes);
        bytes
    })
}

fn wait(name: &str, child: &mut Child, begun: Instant, limit: Duration) -> Result<ExitStatus, Finding> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if begun.elapsed() > limit => return Err(over_limit(name, child, limit)),
            Ok(None) => std::thread::sleep(GLANCE),
            Err(error) => return Err(Finding::new(name, format!("cannot be waited for ({error})"), "Try again")),
        }
    }
}

fn over_limit(name: &str, child: &mut Child, limit: Duration) -> Finding {
    // Both can only fail when it has ended by itself in the meantime.
    let _ = child.kill();
    let _ = child.wait();
    let fact = format!("was still running after its limit of {} s and was ended", limit.as_secs());
    Finding::new(name, fact, "Run it by hand to see what it waits for")
}

fn cannot_start(name: &str, error: &std::io::Error) -> Finding {
    Finding::new(name, format!("cannot be started ({error})"), "Run `cargo xtask tools`, or install it by hand")
}

#[cfg(test)]
mod tests {
    use super::{MINUTE, capture, shown, stream};
    use std::process::Command;
    use std::time::Duration;

    fn shell(script: &str) -> Command {
        let mut call = Command::new("sh");
        call.args(["-c", script]);
        call
    }

    #[test]
    fn a_call_is_shown_as_typed() {
        assert_eq!(shown(&shell("true")), "sh -c true");
    }

    #[test]
    fn output_is_caught() {
        assert_eq!(capture(&mut shell("printf two; printf three >&2"), MINUTE).unwrap(), "two");
        assert_eq!(stream(&mut shell("echo one; echo two >&2"), MINUTE).unwrap(), ["one", "two"]);
    }

    #[test]
    fn a_failing_program_is_a_finding_with_its_last_words() {
        let finding = capture(&mut shell("echo because >&2; exit 3"), MINUTE).unwrap_err();
        assert!(finding.to_string().contains("because") && finding.fact.contains('3'), "{finding}");
        let (finding, lines) = stream(&mut shell("echo because >&2; exit 3"), MINUTE).unwrap_err();
        assert!(finding.fact.contains('3'), "{finding}");
        assert_eq!(lines, ["because"]);
    }

    #[test]
    fn a_program_over_its_limit_is_ended() {
        let limit = Duration::from_millis(200);
        assert!(capture(&mut shell("exec sleep 60"), limit).unwrap_err().fact.contains("limit"));
        assert!(stream(&mut shell("exec sleep 60"), limit).unwrap_err().0.fact.contains("limit"));
    }

    #[test]
    fn a_program_that_is_not_there_is_a_finding() {
        let finding = capture(&mut Command::new("no-such-program-anywhere"), MINUTE).unwrap_err();
        assert!(finding.fact.contains("cannot be started"), "{finding}");
    }
}
