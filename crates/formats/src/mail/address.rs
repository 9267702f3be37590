//! Mail addresses and Message-IDs, as far as Credere writes them itself.

/// A mail address with the name shown beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAddress {
    /// The name people see.
    pub name: Option<String>,
    /// `accounts@debtor.example`.
    pub address: String,
}

impl MailAddress {
    /// An address with a name beside it; an empty name is none.
    #[must_use]
    pub fn named(name: &str, address: &str) -> Self {
        let name = name.trim();
        Self { name: (!name.is_empty()).then(|| name.to_owned()), address: address.trim().to_owned() }
    }
}

/// Characters of an address that RFC 5321 allows at most.
const ADDRESS_CHARS: usize = 254;

/// May mail be sent to it? ASCII `local@domain.tld` without spaces, quotes, brackets or control characters, so that it is
/// the same in an envelope and in a header. Rare forms that RFC 5321 also allows (quoted local parts, address literals) are
/// refused on purpose: with them an address could say something else than it shows.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    text.len() <= ADDRESS_CHARS
        && !local.is_empty()
        && local.len() <= 64
        && local.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte))
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Is it a Message-ID, without its angle brackets, that can stand in a header as it is?
#[must_use]
pub fn is_message_id(text: &str) -> bool {
    text.len() <= 250
        && text.split_once('@').is_some_and(|(left, right)| !left.is_empty() && !right.is_empty())
        && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>()\",;\\".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_what_it_is() {
        for good in ["ap@debtor.example", "a.b+c@sub.debtor.example", "desk@localhost"] {
            assert!(is_address(good), "{good}");
        }
        let bad =
            ["", "debtor", "@x.example", "a@", "a b@x.example", "a@x..example", "a@x.example\r\nBcc: b@y.example"];
        for bad in
            bad.into_iter().chain(["<a@x.example>", "a@-x.example", ".a@x.example", "\"a\"@x.example", "a@[::1]"])
        {
            assert!(!is_address(bad), "{bad}");
        }
        assert!(!is_address(&format!("{}@x.example", "a".repeat(65))));
    }

    #[test]
    fn a_message_id_has_no_brackets() {
        assert!(is_message_id("0190-1@factor.example"));
        for bad in ["<0190@factor.example>", "0190", "a b@c", "a@b\nTo: c"] {
            assert!(!is_message_id(bad), "{bad}");
        }
    }
}
