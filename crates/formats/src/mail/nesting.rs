//! How deep mails lie within a mail, counted before anything is unfolded: depth costs memory and stack, and no honest
//! mail needs it.

use super::NESTING;

/// Why a mail is not unfolded; none when it is safe.
pub(super) fn too_deep(bytes: &[u8]) -> Option<String> {
    let mut nested = 0;
    let mut block = Block::default();
    let mut header = Vec::new();
    // An empty line after the last one ends the last block.
    for line in bytes.split(|byte| *byte == b'\n').chain([&b""[..]]) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if !header.is_empty() {
                header.extend_from_slice(line);
            }
            continue;
        }
        block.hear(&header);
        header.clear();
        if is_content(line) {
            header.extend_from_slice(line);
        }
        if line.is_empty() {
            if block.is_digest {
                return Some("it is a digest of other mails".to_owned());
            }
            // RFC 2046, 5.2.1: a mail within a mail is never encoded. Where it is, what lies inside cannot be counted.
            if block.is_mail && block.is_encoded {
                return Some("a mail within it is encoded".to_owned());
            }
            nested += usize::from(block.is_mail);
            block = Block::default();
        }
    }
    (nested > NESTING).then(|| format!("{nested} mails lie within it; {NESTING} are read"))
}

/// What the headers up to an empty line say of the part below them.
#[derive(Default)]
struct Block {
    is_mail: bool,
    is_digest: bool,
    is_encoded: bool,
}

impl Block {
    fn hear(&mut self, header: &[u8]) {
        let Some(colon) = header.iter().position(|byte| *byte == b':') else { return };
        let (name, value) = (&header[..colon], bare(&header[colon + 1..]));
        if name.len() >= TRANSFER.len() {
            self.is_encoded |= matches!(value.as_str(), "base64" | "quotedprintable");
        } else {
            self.is_mail |= matches!(value.as_str(), "message/rfc822" | "message/global");
            self.is_digest |= value == "multipart/digest";
        }
    }
}

const TRANSFER: &[u8] = b"content-transfer-encoding";

fn is_content(line: &[u8]) -> bool {
    let begins = |name: &[u8]| line.len() > name.len() && line[..name.len()].eq_ignore_ascii_case(name);
    begins(b"content-type") || begins(TRANSFER)
}

/// A header's value up to its first parameter, in small letters, without comments, quotes and spaces, which readers skip.
fn bare(value: &[u8]) -> String {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    let mut out = String::new();
    for byte in value {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if depth > 0 => is_escaped = true,
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => break,
            byte if depth == 0 && (byte.is_ascii_alphanumeric() || *byte == b'/') => {
                out.push(char::from(byte.to_ascii_lowercase()));
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{bare, too_deep};

    #[test]
    fn comments_and_quotes_hide_nothing() {
        for value in [" message/rfc822", " Message (x;\\)y) / (z) RFC822; name=a", " \"message\"/rfc822"] {
            assert_eq!(bare(value.as_bytes()), "message/rfc822", "{value}");
        }
        assert_eq!(bare(b" text/plain; name=\"message/rfc822\""), "text/plain");
    }

    #[test]
    fn a_business_may_be_called_global() {
        let mail = "Subject: Global message\r\nContent-Type: text/plain; name=\"global message\"\r\n\
            Content-Transfer-Encoding: quoted-printable\r\n\r\nglobal ";
        assert_eq!(too_deep(format!("{mail}{}", "message/global ".repeat(100)).as_bytes()), None);
    }

    #[test]
    fn what_is_folded_is_seen() {
        let mail =
            "From: a@b.example\r\nContent-Type:\r\n message/rfc822\r\nContent-Transfer-Encoding:\r\n\tBASE64\r\n\r\nx";
        assert!(too_deep(mail.as_bytes()).is_some());
    }
}
