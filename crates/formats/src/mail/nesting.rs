//! How deep mails lie within a mail, counted before anything is unfolded: depth costs memory and stack, and no honest
//! mail needs it.

use super::NESTING;

/// Why a mail is not unfolded; none when it is safe.
pub(super) fn too_deep(bytes: &[u8]) -> Option<String> {
    let text = bytes.to_ascii_lowercase();
    let nested = count(&text, b"rfc822") + count(&text, b"global");
    if nested > NESTING {
        return Some(format!("it speaks of mails within mails {nested} times; {NESTING} are read"));
    }
    if count(&text, b"multipart/digest") > 0 {
        return Some("it is a digest of other mails".to_owned());
    }
    // RFC 2046, 5.2.1: a mail within a mail is never encoded. Where it is, what lies inside cannot be counted.
    let hides = blocks(&text).any(|block| {
        (count(block, b"rfc822") > 0 || count(block, b"global") > 0)
            && count(block, b"content-transfer-encoding") > 0
            && (count(block, b"base64") > 0 || count(block, b"quoted-printable") > 0)
    });
    hides.then(|| "a mail within it is encoded".to_owned())
}

fn count(text: &[u8], word: &[u8]) -> usize {
    text.windows(word.len()).filter(|window| *window == word).count()
}

/// Parts of a text between empty lines.
fn blocks(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = (0..rest.len()).find(|place| {
            rest[*place] == b'\n' && (rest.get(place + 1) == Some(&b'\n') || rest[place + 1..].starts_with(b"\r\n"))
        });
        let (block, left) = end.map_or((rest, &rest[rest.len()..]), |end| (&rest[..end], &rest[end + 1..]));
        rest = left.strip_prefix(b"\r\n").or_else(|| left.strip_prefix(b"\n")).unwrap_or(left);
        Some(block)
    })
}
