//! Texts in HTML: what they are, and nothing else.

use crate::words::clean;
use std::fmt::Write;

/// A text between tags.
pub(super) fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for sign in clean(words).chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A text as the value of an attribute in double quotes.
pub(super) fn attribute(words: &str) -> String {
    text(words).replace('\n', " ")
}

/// The address, if a click on it can only open a page or a mail.
pub(super) fn safe_address(address: &str) -> Option<&str> {
    let address = address.trim();
    let known = ["https://", "http://", "mailto:"].iter().any(|start| address.starts_with(start));
    (known && !address.contains(char::is_whitespace)).then_some(address)
}

/// A text in which web addresses can be clicked.
pub(super) fn linked(words: &str) -> String {
    let words = clean(words);
    let mut out = String::with_capacity(words.len());
    for word in words.split_inclusive(char::is_whitespace) {
        let end = word.trim_end_matches(|sign: char| sign.is_whitespace() || ".,;:!?)]»\"'".contains(sign)).len();
        let (address, rest) = word.split_at(end);
        match safe_address(address).filter(|address| !address.starts_with("mailto:")) {
            Some(address) => {
                let _ = write!(
                    out,
                    "<a href=\"{}\" style=\"color:inherit;word-break:break-all\">{}</a>{}",
                    attribute(address),
                    text(address),
                    text(rest)
                );
            }
            None => out.push_str(&text(word)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_become_a_tag_or_leave_its_attribute() {
        assert_eq!(text("<b>\"a\" & 'b'"), "&lt;b&gt;&quot;a&quot; &amp; &#39;b&#39;");
        assert_eq!(attribute("https://x.example/\" onclick=\"y"), "https://x.example/&quot; onclick=&quot;y");
    }

    #[test]
    fn only_pages_and_mails_can_be_opened() {
        assert_eq!(safe_address("https://pay.example/a"), Some("https://pay.example/a"));
        assert_eq!(safe_address(" mailto:ap@pay.example "), Some("mailto:ap@pay.example"));
        for not in ["javascript:alert(1)", "data:text/html,x", "//pay.example", "https://a.example/ b", ""] {
            assert_eq!(safe_address(not), None, "{not}");
        }
    }

    #[test]
    fn the_full_stop_after_an_address_is_not_part_of_it() {
        let shown = linked("See https://pay.example/a?b=1&c=2. Thanks");
        assert!(shown.contains("href=\"https://pay.example/a?b=1&amp;c=2\""), "{shown}");
        assert!(shown.ends_with("</a>. Thanks"), "{shown}");
    }
}
