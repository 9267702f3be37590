//! One connection to the API: a request, its answer, and nothing guessed. It is made anew after whatever went wrong.

use super::record::{Answer, Write};
use std::io::{self, BufRead, BufReader, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// How long an answer may take: longer than the book tries by itself.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where a Credere listens, and what opens it.
#[derive(Debug, Clone)]
pub(super) struct Door {
    /// `127.0.0.1:7878`
    pub(super) address: String,
    /// The API's token.
    pub(super) token: String,
}

/// A connection to a door, once something was asked.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) door: Door,
    stream: Option<BufReader<TcpStream>>,
}

impl Line {
    pub(super) fn new(door: Door) -> Self {
        Self { door, stream: None }
    }

    /// Asks for a write.
    pub(super) fn write(&mut self, write: &Write) -> io::Result<Answer> {
        let Write { key, media, body, path, .. } = write;
        let headers = format!("Idempotency-Key: {key}\r\nContent-Type: {media}\r\n");
        self.ask("POST", &format!("/api/v1{path}"), &headers, body)
    }

    /// Reads what is under a path of the API.
    pub(super) fn read(&mut self, path: &str) -> io::Result<Answer> {
        self.ask("GET", &format!("/api/v1{path}"), "", "")
    }

    /// Asks whether it is ready.
    pub(super) fn is_ready(&mut self) -> io::Result<bool> {
        Ok(self.ask("GET", "/readyz", "", "")?.status == 200)
    }

    fn ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> io::Result<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(&self.door.address)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                BufReader::new(stream)
            }
        };
        let Door { address, token } = &self.door;
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        );
        stream.get_mut().write_all(request.as_bytes())?;
        let answer = answer(&mut stream)?;
        self.stream = Some(stream);
        Ok(answer)
    }
}

/// A whole answer of known length; one that ends early is none.
fn answer(stream: &mut impl BufRead) -> io::Result<Answer> {
    let broken = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(broken)?;
    let mut length = None;
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 {
            return Err(broken());
        }
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.trim().parse().ok(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length.ok_or_else(broken)?];
    stream.read_exact(&mut body)?;
    Ok(Answer { status, body: String::from_utf8(body).map_err(|_| broken())? })
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn an_answer_counts_when_it_is_whole() {
        let whole = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\ncontent-length: 4\r\n\r\n{  }";
        let read = answer(&mut whole.as_bytes()).unwrap();
        assert_eq!((read.status, read.body.as_str()), (201, "{  }"));
        for end in 0..whole.len() {
            assert!(answer(&mut &whole.as_bytes()[..end]).is_err(), "{}", &whole[..end]);
        }
    }
}
