//! The smallest browser: it asks, it fills in the forms it was shown, it follows redirects.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// What a browser of a person says of itself.
pub const FIREFOX: &[(&str, &str)] = &[
    ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    ("accept", "text/html,application/xhtml+xml"),
    ("accept-language", "en"),
];

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub text: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<String> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()).next()
    }

    /// The page's words without its marks, blanks and line breaks made one.
    pub fn words(&self) -> String {
        let mut out = String::new();
        let mut inside = false;
        for sign in self.text.chars() {
            match sign {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    out.push(' ');
                }
                _ if inside => {}
                _ => out.push(sign),
            }
        }
        let plain = out.replace("&#38;", "&").replace("&amp;", "&").replace("&#39;", "'").replace('\u{a0}', " ");
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The value of the first hidden field of that name.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let at = self.text.find(&mark).unwrap_or_else(|| panic!("no field {name}: {}", self.text)) + mark.len();
        let rest = &self.text[at..];
        rest[..rest.find('"').unwrap()].replace("&#34;", "\"").replace("&quot;", "\"").replace("&#38;", "&")
    }

    /// All values of fields of that name.
    pub fn values(&self, name: &str) -> Vec<String> {
        let mark = format!("name=\"{name}\" value=\"");
        self.text.split(&mark).skip(1).map(|rest| rest[..rest.find('"').unwrap()].to_owned()).collect()
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.words());
        self
    }

    #[track_caller]
    pub fn says(&self, words: &str) {
        assert!(self.words().contains(words), "\u{201c}{words}\u{201d} is not in: {}", self.words());
    }

    #[track_caller]
    pub fn hides(&self, words: &str) {
        assert!(!self.text.contains(words), "\u{201c}{words}\u{201d} is in: {}", self.words());
    }
}

/// Sends exactly these headers and bytes on a connection of its own.
pub fn send(at: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let mut stream = TcpStream::connect(at).unwrap();
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
    let text = String::from_utf8_lossy(&answer).into_owned();
    let (head, text) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer to {method} {path}"));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
    Reply { status, head: head.to_owned(), text: text.to_owned() }
}

/// A person with a browser.
pub fn get(at: SocketAddr, path: &str) -> Reply {
    send(at, "GET", path, FIREFOX, b"")
}

pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Sends a form without following the redirect.
pub fn post_raw(at: SocketAddr, path: &str, fields: &[(&str, &str)]) -> Reply {
    let body: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    let mut headers = FIREFOX.to_vec();
    headers.push(("content-type", "application/x-www-form-urlencoded"));
    send(at, "POST", path, &headers, body.join("&").as_bytes())
}

/// Sends a form that stands on a page, and follows the redirect.
pub fn post(at: SocketAddr, page: &Reply, path: &str, fields: &[(&str, &str)]) -> Reply {
    let (csrf, key) = (page.hidden("csrf"), page.hidden("key"));
    let mut all = vec![("csrf", csrf.as_str()), ("key", key.as_str())];
    all.extend_from_slice(fields);
    follow(at, post_raw(at, path, &all))
}

/// Sends a form with a file.
pub fn upload(at: SocketAddr, page: &Reply, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Reply {
    let (csrf, key) = (page.hidden("csrf"), page.hidden("key"));
    let mut all = vec![("csrf", csrf.as_str()), ("key", key.as_str())];
    all.extend_from_slice(fields);
    let mut body = Vec::new();
    for (name, value) in all {
        let part = format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let part = format!("--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\r\n", file.0);
    body.extend_from_slice(part.as_bytes());
    body.extend_from_slice(file.1);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let mut headers = FIREFOX.to_vec();
    headers.push(("content-type", "multipart/form-data; boundary=edge"));
    follow(at, send(at, "POST", path, &headers, &body))
}

pub fn follow(at: SocketAddr, reply: Reply) -> Reply {
    match reply.header("location") {
        Some(to) if reply.status == 303 => get(at, &to),
        _ => reply,
    }
}
