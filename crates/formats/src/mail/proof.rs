//! Did a mail come from whom it names? What the factor's own mail server found (RFC 8601, `Authentication-Results`).
//!
//! Contract: anybody can write such a header. Only those are read that bear the name of the server that is trusted
//! (its authserv-id), and of these only the topmost, down to the next `Received`: what stands lower was there before the
//! mail reached that server, or is forged. A sender is proved when a check passed for the domain of the one address in
//! `From`: DMARC (RFC 7489), or a DKIM signature (RFC 6376) or an SPF pass (RFC 7208) of that domain or one above it. A
//! DMARC that failed outweighs the others.
//!
//! It is the domain that is proved, not the person: whoever writes from `debtor.example` is believed to be of it.
//! Deliberately absent: checking signatures here (the receiving server has seen the connection, we have not), ARC.

use mail_parser::{Address, Message};

/// Headers looked at from the top; a mail has passed through fewer servers.
const HEADERS: usize = 200;
/// Characters of one header that are read.
const HEADER_CHARS: usize = 8_000;

/// A header of the way a mail came, topmost first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// `Received`: a server took it.
    Taken,
    /// `Authentication-Results`, its words.
    Checked(String),
}

/// What servers wrote on the way, and the domain that has to be proved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    steps: Vec<Step>,
    /// None when the mail names no sender, or more than one.
    domain: Option<String>,
}

/// One check: `dkim=pass header.d=debtor.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Check {
    method: String,
    result: String,
    properties: Vec<(String, String)>,
}

impl Check {
    /// Did it pass for this domain, or for one that stands above it?
    fn passes(&self, domain: &str) -> bool {
        let names: &[&str] = match self.method.as_str() {
            "dmarc" => &["header.from"],
            "dkim" => &["header.d", "header.i"],
            "spf" => &["smtp.mailfrom"],
            _ => return false,
        };
        let proved = self.properties.iter().filter(|(name, _)| names.contains(&name.as_str()));
        self.result == "pass"
            && proved.map(|(_, value)| value.rsplit('@').next().unwrap_or_default()).any(|proved| {
                let above = || domain.strip_suffix(proved).is_some_and(|left| left.ends_with('.'));
                // Nobody speaks for a whole top level.
                proved == domain || (proved.contains('.') && above())
            })
    }
}

pub(super) fn trace(message: &Message<'_>) -> Trace {
    let mut steps = Vec::new();
    let mut senders = 0;
    for (name, value) in message.headers_raw() {
        match name.to_ascii_lowercase().as_str() {
            "from" => senders += 1,
            "received" if steps.len() < HEADERS => steps.push(Step::Taken),
            "authentication-results" if steps.len() < HEADERS => {
                steps.push(Step::Checked(value.chars().take(HEADER_CHARS).collect()));
            }
            _ => {}
        }
    }
    let mut addresses = message.from().into_iter().flat_map(Address::iter);
    let domain = match (addresses.next(), addresses.next(), senders) {
        (Some(one), None, 1) => one.address().and_then(|address| address.rsplit_once('@')),
        _ => None,
    };
    Trace { steps, domain: domain.map(|(_, domain)| domain.trim().to_lowercase()).filter(|domain| !domain.is_empty()) }
}

impl Trace {
    /// What proved the sender, as the server of this name found: `DMARC`, `DKIM` or `SPF`. None: nothing did.
    #[must_use]
    pub fn proved_by(&self, server: &str) -> Option<&'static str> {
        let domain = self.domain.as_deref()?;
        let checks = self.of_server(server);
        if checks.iter().any(|check| check.method == "dmarc" && check.result == "fail") {
            return None;
        }
        let passed = |method: &str| checks.iter().any(|check| check.method == method && check.passes(domain));
        [("dmarc", "DMARC"), ("dkim", "DKIM"), ("spf", "SPF")]
            .into_iter()
            .find(|(method, _)| passed(method))
            .map(|(_, name)| name)
    }

    /// All the trusted server found, from its topmost header to the next `Received`.
    fn of_server(&self, server: &str) -> Vec<Check> {
        let mut found = Vec::new();
        let mut begun = false;
        for step in &self.steps {
            match step {
                Step::Taken if begun => break,
                Step::Taken => {}
                Step::Checked(words) => {
                    let mut parts = parts(words).into_iter();
                    // A version may follow the name.
                    let name = parts.next().unwrap_or_default();
                    if name.split_whitespace().next().is_some_and(|name| name.eq_ignore_ascii_case(server.trim())) {
                        begun = true;
                        found.extend(parts.filter_map(|part| check(&part)));
                    }
                }
            }
        }
        found
    }
}

/// The parts between semicolons in small letters, without comments and quotes.
fn parts(words: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for sign in words.chars() {
        if escaped {
            escaped = false;
            // What is escaped has no meaning of its own: it must not end a value or begin one.
            push(&mut parts, if sign.is_alphanumeric() { sign } else { '_' }, depth);
            continue;
        }
        match sign {
            '\\' if quoted || depth > 0 => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            _ if quoted => push(&mut parts, if sign.is_whitespace() || sign == ';' { '_' } else { sign }, depth),
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => parts.push(String::new()),
            _ => push(&mut parts, if sign.is_whitespace() { ' ' } else { sign }, depth),
        }
    }
    parts.iter().map(|part| part.trim().to_lowercase()).collect()
}

fn push(parts: &mut [String], sign: char, depth: usize) {
    if depth == 0
        && let Some(last) = parts.last_mut()
    {
        last.push(sign);
    }
}

/// `dkim=pass header.d=debtor.example`, also with spaces beside the equals sign.
fn check(part: &str) -> Option<Check> {
    let tight = part.split('=').map(str::trim).collect::<Vec<_>>().join("=");
    let mut words = tight.split_whitespace();
    let (method, result) = words.next()?.split_once('=')?;
    let method = method.split('/').next().unwrap_or_default().to_owned();
    let properties = words
        .filter_map(|word| word.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.trim_matches(['<', '>', '.']).to_owned()))
        .collect();
    Some(Check { method, result: result.to_owned(), properties })
}

#[cfg(test)]
mod tests {
    use crate::mail::read;

    const SERVER: &str = "mx.factor.example";

    fn proved(headers: &str) -> Option<&'static str> {
        let mail = format!("{headers}From: AP <ap@debtor.example>\r\nSubject: Re\r\n\r\nYes.\r\n");
        read(mail.as_bytes()).unwrap().trace.proved_by(SERVER)
    }

    fn checked(words: &str) -> Option<&'static str> {
        proved(&format!("Authentication-Results: {words}\r\n"))
    }

    #[test]
    fn a_check_that_passed_for_the_senders_domain_proves_it() {
        for (words, by) in [
            ("mx.factor.example; dmarc=pass header.from=debtor.example", Some("DMARC")),
            ("MX.Factor.Example 1; dkim=pass (2048-bit key; secure)\r\n header.d=debtor.example", Some("DKIM")),
            ("mx.factor.example; spf=pass smtp.mailfrom=\"bounce@debtor.example\"", Some("SPF")),
            ("mx.factor.example; spf = pass smtp.mailfrom = <ap@debtor.example>", Some("SPF")),
            ("mx.factor.example; spf=none; dkim=fail; dkim=pass header.i=@debtor.example", Some("DKIM")),
            ("mx.factor.example; none", None),
            ("mx.factor.example; dkim=pass", None),
            ("mx.factor.example; dkim=pass header.d=rival.example", None),
            ("mx.factor.example; dkim=pass header.d=example", None),
            ("mx.factor.example; dkim=pass header.d=or.example", None),
            ("mx.factor.example; dkim=fail header.d=debtor.example", None),
            ("mx.factor.example; dmarc=fail header.from=debtor.example; spf=pass smtp.mailfrom=debtor.example", None),
            ("mx.factor.example; auth=pass smtp.auth=ap@debtor.example", None),
            ("mx.factor.example; dkim=none (x; dkim=pass header.d=debtor.example)", None),
            ("mx.factor.example; dkim=none reason=\"x; dkim=pass header.d=debtor.example\"", None),
            ("mx.elsewhere.example; dkim=pass header.d=debtor.example", None),
            ("; dkim=pass header.d=debtor.example", None),
        ] {
            assert_eq!(checked(words), by, "{words}");
        }
    }

    #[test]
    fn a_domain_above_speaks_for_those_below_and_not_the_other_way() {
        let mail = |from: &str, d: &str| {
            let text = format!(
                "Authentication-Results: {SERVER}; dkim=pass header.d={d}\r\nFrom: <ap@{from}>\r\nSubject: x\r\n\r\nx\r\n"
            );
            read(text.as_bytes()).unwrap().trace.proved_by(SERVER)
        };
        assert_eq!(mail("mail.debtor.example", "debtor.example"), Some("DKIM"));
        assert_eq!(mail("debtor.example", "mail.debtor.example"), None);
        assert_eq!(mail("notdebtor.example", "debtor.example"), None);
    }

    #[test]
    fn what_stood_in_the_mail_before_it_reached_the_server_counts_as_nothing() {
        let good = format!("Authentication-Results: {SERVER}; dkim=pass header.d=debtor.example\r\n");
        let bad = format!("Authentication-Results: {SERVER}; dkim=fail header.d=debtor.example\r\n");
        let hop = "Received: from x by y; Mon, 1 Jun 2026 10:00:00 +0000\r\n";
        assert_eq!(proved(&format!("{hop}{good}{hop}")), Some("DKIM"));
        assert_eq!(proved(&format!("{bad}{good}{hop}")), Some("DKIM"), "two programs of one server");
        assert_eq!(proved(&format!("{bad}{hop}{good}")), None, "forged by the sender");
    }

    #[test]
    fn two_senders_prove_nothing() {
        let good = format!("Authentication-Results: {SERVER}; dkim=pass header.d=debtor.example\r\n");
        assert_eq!(proved(&format!("{good}From: <ceo@debtor.example>\r\n")), None);
        let two = format!("{good}From: <ap@debtor.example>, <x@rival.example>\r\nSubject: x\r\n\r\nx\r\n");
        assert_eq!(read(two.as_bytes()).unwrap().trace.proved_by(SERVER), None);
    }
}
