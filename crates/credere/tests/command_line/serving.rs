//! `credere serve` as a process of its own, and the smallest client that can talk to it.

use super::program::{Program, said};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a process may take to begin or to end.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Serving {
    pub at: SocketAddr,
    /// Where guests are let in.
    pub guests: SocketAddr,
    pub token: String,
    /// The cookie of a session at the desk.
    pub session: String,
    /// The token of the link that was used to sign in.
    pub sign_in: String,
    process: Child,
    log: Option<JoinHandle<String>>,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub text: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

impl Serving {
    /// Starts serving with a log in lines, and signs in.
    pub fn start(program: &Program, level: &str) -> Self {
        Self::start_at(program, &program.data(), &[], level)
    }

    /// The same with the folder of the keys, and where the book is when it is not in that folder.
    pub fn start_at(program: &Program, data: &str, place: &[&str], level: &str) -> Self {
        let arguments = ["serve", "--data", data, "--port", "0", "--guest-address", "127.0.0.1:0"];
        let log = ["--log", "json", "--log-level", level];
        let arguments = [&arguments, place, &log].concat();
        let mut process = program.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut errors = process.stderr.take().unwrap();
        let Some(Ok(line)) = lines.next() else {
            let output = process.wait_with_output().unwrap();
            let mut text = String::new();
            errors.read_to_string(&mut text).unwrap();
            panic!("it does not serve: {} {text}", said(&output));
        };
        let (at, path) = line.split_once("http://").unwrap().1.split_once('/').unwrap();
        let (guests, log) = follow(errors);
        let token = std::fs::read_to_string(format!("{data}/api-token")).unwrap().trim().to_owned();
        let sign_in = path.rsplit('/').next().unwrap().to_owned();
        let mut serving =
            Self { at: at.parse().unwrap(), guests, token, session: String::new(), sign_in, process, log: Some(log) };
        let reply = serving.get(&format!("/{path}"), &[]);
        serving.session = reply.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        serving
    }

    /// Reads a page with the session of the desk.
    pub fn page(&self, path: &str) -> Reply {
        self.get(path, &[("cookie", &self.session)])
    }

    pub fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        ask(self.at, "GET", path, headers, "").unwrap()
    }

    /// Sends one of the signals.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.process.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until the process has ended; its exit status and its log.
    pub fn ended(mut self) -> (ExitStatus, String) {
        let begun = Instant::now();
        let status = loop {
            match self.process.try_wait().unwrap() {
                Some(status) => break status,
                None => std::thread::sleep(Duration::from_millis(10)),
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end");
        };
        (status, self.log.take().unwrap().join().unwrap())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Where a test stopped at a surprise the process is running still; else this does nothing.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads the log until the process ends; gives back at once where guests are let in, where the log says so.
fn follow(errors: ChildStderr) -> (SocketAddr, JoinHandle<String>) {
    let (sender, receiver) = std::sync::mpsc::channel();
    let log = std::thread::spawn(move || {
        let mut all = String::new();
        for line in BufReader::new(errors).lines() {
            let line = line.unwrap();
            if let Some((_, rest)) = line.split_once("let in at http://") {
                // Whoever started it may have gone.
                let _ = sender.send(rest.split(' ').next().unwrap().parse().unwrap());
            }
            all.push_str(&line);
            all.push('\n');
        }
        all
    });
    // A log of faults alone does not say it.
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
    (receiver.recv_timeout(Duration::from_secs(2)).unwrap_or(nowhere), log)
}

/// One request on a connection of its own.
pub fn ask(at: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> std::io::Result<Reply> {
    let mut stream = TcpStream::connect(at)?;
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let text = String::from_utf8_lossy(&answer).into_owned();
    let broken = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(broken)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(broken)?;
    Ok(Reply { status, head: head.to_owned(), text: body.to_owned() })
}
