//! A Credere that serves on a port of its own, and the smallest HTTP client that can talk to it.

use app::{App, Clock, Command, Ids, NewBook};
use domain::contact::Sender;
use domain::invoice::verification::{Timing, VerificationPolicy};
use domain::money::Currency;
use domain::party::Address;
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use web::Secrets;

pub const TOKEN: &str = "token-of-the-test";

pub struct Server {
    pub clock: Clock,
    address: SocketAddr,
    keys: AtomicU64,
    _runtime: Runtime,
    folder: TempDir,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub fn header(&self, name: &str) -> Option<String> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()).next()
    }

    /// The body, when the status is the expected one.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.json()
    }

    /// The problem of that status and code.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.header("content-type").as_deref(), Some("application/problem+json"));
        let problem = self.json();
        assert_eq!(problem["code"], code, "{problem:#}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("/api/v1/problems/{code}"));
        problem
    }
}

impl Server {
    /// An empty book on 15 June 2026.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::set_to("2026-06-15T14:00:00Z".parse().unwrap());
        let new = NewBook {
            name: "Test Factor".into(),
            country: "US".into(),
            currency: Currency::USD,
            zone: "America/New_York".into(),
        };
        let app = App::init(cluster::home(folder.path()), &new, clock.clone(), Ids::seeded(1)).unwrap();
        // What these stories tell is bought at once: nobody is asked to confirm it first.
        let policy = VerificationPolicy { mode: Timing::Never, ..VerificationPolicy::default() };
        app.run(Command::system("test"), move |task| app::verification::save_policy(task, &policy)).unwrap();
        let sender = Sender {
            address: Address { lines: vec!["1 Main Street".into()], city: "Albany".into(), ..Address::default() },
            email: "desk@factor.example".into(),
            phone: "+1 518 555 0100".into(),
            register: String::new(),
            guest_address: "https://pay.factor.example".into(),
        };
        app.run(Command::system("test"), move |task| app::party::save_sender(task, &sender)).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let secrets = Arc::new(Secrets::new(TOKEN.to_owned()));
        let serving = runtime.block_on(web::serve(app, secrets, 0)).unwrap();
        let address = serving.address;
        runtime.spawn(serving.until(std::future::pending()));
        Self { clock, address, keys: AtomicU64::new(0), _runtime: runtime, folder }
    }

    /// Is this text anywhere in the files of the book?
    pub fn book_holds(&self, text: &str) -> bool {
        let files = std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path());
        files.filter(|path| path.is_file()).any(|path| {
            let bytes = std::fs::read(path).unwrap();
            bytes.windows(text.len()).any(|part| part == text.as_bytes())
        })
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream
    }

    /// Sends exactly these headers and bytes on a connection of its own.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut stream = self.connect();
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        stream.write_all(head.as_bytes()).unwrap();
        // A server that refuses a large body early stops reading; its answer is what counts.
        let _ = stream.write_all(body);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let text = String::from_utf8(answer).unwrap();
        let (head, text) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer to {method} {path}"));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
        Reply { status, head: head.to_owned(), text: text.to_owned() }
    }

    fn authorization() -> String {
        format!("Bearer {TOKEN}")
    }

    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", &format!("/api/v1{path}"), &[("authorization", &Self::authorization())], b"")
    }

    fn with_json(&self, method: &str, path: &str, key: Option<&str>, body: &str) -> Reply {
        let authorization = Self::authorization();
        let mut headers = vec![("authorization", authorization.as_str()), ("content-type", "application/json")];
        headers.extend(key.map(|key| ("idempotency-key", key)));
        self.send(method, &format!("/api/v1{path}"), &headers, body.as_bytes())
    }

    pub fn put(&self, path: &str, body: &Value) -> Reply {
        self.with_json("PUT", path, None, &body.to_string())
    }

    pub fn new_key(&self) -> String {
        format!("key-{:08}", self.keys.fetch_add(1, Ordering::Relaxed))
    }

    pub fn post(&self, path: &str, body: &Value) -> Reply {
        self.post_under(&self.new_key(), path, body)
    }

    pub fn post_under(&self, key: &str, path: &str, body: &Value) -> Reply {
        self.with_json("POST", path, Some(key), &body.to_string())
    }

    pub fn post_text(&self, path: &str, key: Option<&str>, body: &str) -> Reply {
        self.with_json("POST", path, key, body)
    }

    /// A form: fields, then files.
    pub fn upload(&self, key: &str, path: &str, fields: &[(&str, &str)], files: &[(&str, &str)]) -> Reply {
        // Another boundary every time, as real clients do.
        let boundary = format!("edge-{}", self.new_key());
        let mut body = String::new();
        for (name, value) in fields {
            body.push_str(&format!(
                "--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        for (name, text) in files {
            body.push_str(&format!(
                "--{boundary}\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{text}\r\n"
            ));
        }
        body.push_str(&format!("--{boundary}--\r\n"));
        let authorization = Self::authorization();
        let media = format!("multipart/form-data; boundary={boundary}");
        let headers = [("authorization", authorization.as_str()), ("content-type", &media), ("idempotency-key", key)];
        self.send("POST", &format!("/api/v1{path}"), &headers, body.as_bytes())
    }
}
