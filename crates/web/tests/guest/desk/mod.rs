//! The desk's pages about the relationship, as somebody signed in uses them: one journey each, with its refusals.

mod cases;
mod consumer;
mod contacts;
mod erased;
mod late_interest;
mod letters;
mod packets;
mod pages;
mod papers;
mod pay_to;
mod relation;
mod verifications;

use super::browser::{FIREFOX, Reply, send};
use super::house::House;
use web::{Secrets, new_token};

/// Somebody at the desk, signed in.
pub struct Clerk<'a> {
    pub house: &'a House,
    cookie: String,
    csrf: String,
}

impl<'a> Clerk<'a> {
    /// Signs in by a link.
    pub fn of(house: &'a House) -> Self {
        let path = format!("/sign-in/{}", house.secrets.new_link());
        let reply = send(house.desk, "GET", &path, FIREFOX, b"");
        let cookie = reply.header("set-cookie").unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let csrf = Secrets::form_token(cookie.split_once('=').unwrap().1);
        Self { house, cookie, csrf }
    }

    fn sent(&self, method: &str, path: &str, kind: &str, cookies: &str, body: &[u8]) -> Reply {
        let mut headers = FIREFOX.to_vec();
        headers.push(("cookie", cookies));
        if !kind.is_empty() {
            headers.push(("content-type", kind));
        }
        send(self.house.desk, method, path, &headers, body)
    }

    /// A page, which must be there.
    #[track_caller]
    pub fn page(&self, path: &str) -> Reply {
        self.sent("GET", path, "", &self.cookie, b"").expect(200)
    }

    /// What a page answers, whatever that is.
    pub fn get(&self, path: &str) -> Reply {
        self.sent("GET", path, "", &self.cookie, b"")
    }

    /// Sends a form, with a file where one is given: the name of its field, its own name, its content.
    pub fn post(&self, path: &str, fields: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> Reply {
        self.post_all(path, fields, file.as_slice())
    }

    /// The same with any number of files.
    pub fn post_all(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Reply {
        let key = new_token();
        let all = [("csrf", self.csrf.as_str()), ("key", key.as_str())].into_iter().chain(fields.iter().copied());
        let mut body = Vec::new();
        for (name, value) in all {
            let part = format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for (field, name, content) in files {
            let head =
                format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        self.sent("POST", path, "multipart/form-data; boundary=edge", &self.cookie, &body)
    }

    /// A form that must be taken; the page it leads to, with its receipt.
    #[track_caller]
    pub fn done(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.done_with(path, fields, None)
    }

    /// The same with a file.
    #[track_caller]
    pub fn done_with(&self, path: &str, fields: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> Reply {
        self.done_all(path, fields, file.as_slice())
    }

    /// The same with any number of files.
    #[track_caller]
    pub fn done_all(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Reply {
        let reply = self.post_all(path, fields, files).expect(303);
        let receipt = reply.header("set-cookie").unwrap_or_default();
        let cookies = format!("{}; {}", self.cookie, receipt.split(';').next().unwrap_or_default());
        self.sent("GET", &reply.header("location").unwrap(), "", &cookies, b"").expect(200)
    }

    /// A form that must be refused; the page with what is wrong and what was typed.
    #[track_caller]
    pub fn refused(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.post(path, fields, None).expect(422)
    }
}
