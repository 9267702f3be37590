//! Words of a message without the addresses of guests' pages: whoever has one is taken for its reader.
//!
//! Contract: a word goes as a whole; the blanks around it stay. An address is known by its folder, and where the seal is at
//! hand by its token, which no rewriting of the address around it hides. Not found: a token broken over two lines.

use crate::Seal;
use crate::seal::TOKEN_CHARS;

/// Words of a message without the addresses of guests' pages, also where a reply repeats them, or where a filter of a mail
/// server has packed them into an address of its own. Where the seal is at hand, [`without_links`] knows more of them.
#[must_use]
pub fn without_addresses(text: &str) -> String {
    without_words(text, |word| {
        // A guest's address is the one with the folder `g` in it.
        let small = word.to_ascii_lowercase();
        ["/g/", "%2fg%2f", "%252fg%252f"].iter().any(|folder| small.contains(folder))
    })
}

/// Words that somebody wrote to us without any link of ours: every word goes that holds what this seal has stamped, however
/// the address around it is written.
#[must_use]
pub fn without_links(seal: &Seal, text: &str) -> String {
    without_words(&without_addresses(text), |word| {
        let plain = unpacked(word, '%');
        // Filters that write `-2F` for a slash write `-2D` and `-5F` for the signs of a token.
        let dashed = unpacked(word, '-');
        [word, &unpacked(&plain, '%'), &plain, &dashed].iter().any(|text| holds_link(seal, text))
    })
}

/// Is there a token of this seal at any place of the text?
fn holds_link(seal: &Seal, text: &str) -> bool {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let runs = text.as_bytes().split(|byte| !is_sign(byte));
    let mut places = runs.flat_map(|run| run.windows(TOKEN_CHARS));
    places.any(|place| std::str::from_utf8(place).is_ok_and(|place| seal.link_of(place).is_some()))
}

/// The text with what an escape sign and two hexadecimal digits stand for.
fn unpacked(text: &str, escape: char) -> String {
    let mut parts = text.split(escape);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let sign = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii);
        match sign {
            Some(sign) => {
                out.push(char::from(sign));
                out.push_str(&part[2..]);
            }
            None => {
                out.push(escape);
                out.push_str(part);
            }
        }
    }
    out
}

fn without_words(text: &str, is_address: impl Fn(&str) -> bool) -> String {
    let words = text
        .split_inclusive(char::is_whitespace)
        .map(|word| if is_address(word) { word.trim_start_matches(|c: char| !c.is_whitespace()) } else { word });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::LinkId;

    #[test]
    fn a_link_goes_however_a_mail_server_has_written_it() {
        let seal = Seal::new(&[7; 32]);
        // Several, because a token may or may not hold the signs that are escaped.
        for number in 1..40 {
            let token = seal.link_token(LinkId(uuid::Uuid::from_u128(number)), "debtor");
            assert_eq!(token.len(), TOKEN_CHARS);
            let dashed = token.replace('-', "-2D").replace('_', "-5F");
            let whole = token.replace('-', "%2D").replace('_', "%5F");
            for word in [
                format!("<https://pay.calder.example/g/{token}>"),
                format!(
                    "https://eu.safelinks.example/?url=https%3A%2F%2Fpay.calder.example%2Fg%2F{token}&data=05%7C01"
                ),
                format!("https://guard.example/?u=https%253A%252F%252Fpay.calder.example%252Fg%252F{whole}"),
                format!("https://defense.example/v2/url?u=https-3A__pay.calder.example_g_{dashed}&d=DwMFaQ"),
                format!("x{token}y"),
                token.clone(),
            ] {
                let text = without_links(&seal, &format!("We pay.\n> {word}\nRegards"));
                assert_eq!(text, "We pay.\n> \nRegards", "{word}");
            }
        }
        let own = "Our reference is AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, 100% ours -ff %zz %.";
        assert_eq!(without_links(&seal, own), own);
    }
}
