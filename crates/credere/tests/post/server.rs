//! The SMTP server of the tests, as a process of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a test waits for the other side.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct Server {
    folder: TempDir,
    process: Child,
}

/// A mail the server took.
pub struct Taken {
    pub from: String,
    pub to: String,
    pub bytes: Vec<u8>,
}

impl Taken {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    /// The value of a header, unfolded.
    pub fn header(&self, name: &str) -> String {
        let text = self.text();
        let head = text.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        let beginning = format!("{name}: ");
        head.lines().find_map(|line| line.strip_prefix(&beginning)).unwrap_or_default().to_owned()
    }
}

/// The Python that has aiosmtpd; none when there is none, which is said.
fn python() -> Option<&'static str> {
    let found = ["python3", "/usr/bin/python3"].into_iter().find(|python| {
        let asked = Command::new(python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    });
    if found.is_none() {
        eprintln!(
            "SKIPPED: no python3 with aiosmtpd; install it (`cargo xtask tools`) to prove the post against a real server"
        );
    }
    found
}

impl Server {
    /// Starts it; none when the machine cannot.
    pub fn start() -> Option<Self> {
        Self::start_with(&[])
    }

    /// With STARTTLS and a password; none when the machine cannot.
    pub fn start_secured(certificate: &Path, key: &Path, password: &str) -> Option<Self> {
        Self::start_with(&[certificate.to_str().unwrap(), key.to_str().unwrap(), password])
    }

    fn start_with(more: &[&str]) -> Option<Self> {
        let python = python()?;
        let folder = tempfile::tempdir().unwrap();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/post/server.py");
        let process = Command::new(python)
            .arg(script)
            .arg(folder.path())
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { folder, process };
        wait_for(|| server.folder.path().join("port").exists(), "the mail server to listen");
        Some(server)
    }

    pub fn port(&self) -> u16 {
        std::fs::read_to_string(self.folder.path().join("port")).unwrap().trim().parse().unwrap()
    }

    /// What a test lays in the server's folder.
    pub fn sign(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn set(&self, name: &str) {
        std::fs::write(self.sign(name), "").unwrap();
    }

    pub fn unset(&self, name: &str) {
        std::fs::remove_file(self.sign(name)).unwrap();
    }

    /// The mails it took, in order.
    pub fn taken(&self) -> Vec<Taken> {
        let taken = self.sign("taken");
        (1..)
            .map_while(|number: u32| {
                let bytes = std::fs::read(taken.join(format!("{number}.eml"))).ok()?;
                let word = |ending: &str| std::fs::read_to_string(taken.join(format!("{number}.{ending}"))).unwrap();
                Some(Taken { from: word("from"), to: word("to"), bytes })
            })
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Waits until something is so.
pub fn wait_for(is_so: impl Fn() -> bool, what: &str) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "waited {PATIENCE:?} for {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
