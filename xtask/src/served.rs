//! `credere serve` as a process of its own, for the chores that talk to it.

use crate::command::{self, MINUTE};
use crate::outcome::Finding;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;

/// A Credere that serves, ended when it is let go of: killed, as nothing may depend on an orderly end.
pub(crate) struct Served {
    child: Child,
    /// `http://127.0.0.1:7878`
    pub(crate) origin: String,
}

impl Served {
    /// Starts it and waits until it says where it listens. Its log goes where the call sends it.
    ///
    /// # Errors
    /// When it cannot be started, or ends or keeps silent instead of serving.
    pub(crate) fn start(mut call: Command) -> Result<Self, Finding> {
        let name = command::shown(&call);
        let failed = |fact: String| Finding::new(name.clone(), fact, "Run it by hand to see what it says");
        let started = call.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = started.map_err(|error| failed(format!("cannot be started ({error})")))?;
        let (sender, lines) = channel();
        let output = child.stdout.take();
        // It goes on reading, so that the program never waits for somebody to listen.
        std::thread::spawn(move || {
            for line in output.into_iter().flat_map(|output| BufReader::new(output).lines().map_while(Result::ok)) {
                let _ = sender.send(line);
            }
        });
        let mut served = Self { child, origin: String::new() };
        while let Ok(line) = lines.recv_timeout(MINUTE) {
            if let Some(origin) = origin(&line) {
                served.origin = origin;
                return Ok(served);
            }
        }
        Err(failed("did not say where it listens".into()))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Both can only fail when it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `http://127.0.0.1:7878` out of a line that holds an address of it.
fn origin(line: &str) -> Option<String> {
    const SCHEME: &str = "http://";
    let rest = &line[line.find(SCHEME)? + SCHEME.len()..];
    let host = rest.split('/').next().filter(|host| host.contains(':'))?;
    Some(format!("{SCHEME}{host}"))
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn the_address_is_read_off_the_first_link() {
        let line = "Sign in once with http://127.0.0.1:40123/sign-in/abc";
        assert_eq!(origin(line).as_deref(), Some("http://127.0.0.1:40123"));
        assert_eq!(origin("Press Ctrl-C to end."), None);
    }
}
