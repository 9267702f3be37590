//! Is a contact what it seems to be? Look-alike domains, public mail providers, contacts that are the client's own
//! (FR-10, FR-11, FR-14).
//!
//! Contract: pure text against text. A look-alike by its skeleton blocks the address until somebody verifies it
//! independently of the client; everything else is for a person to review. Deliberately absent: the age of a domain, which
//! only the outside world knows.

use crate::named::named;
use serde::{Deserialize, Serialize};

named! {
    /// What follows of a finding.
    Gravity {
        /// A person looks at it.
        Review = "REVIEW", "to be looked at";
        /// Nothing is sent there until a person has verified it.
        Block = "BLOCK", "blocked";
    }
}

/// Something odd about a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactFinding {
    /// The rule.
    pub rule: String,
    /// What follows.
    pub gravity: Gravity,
    /// The fact.
    pub fact: String,
    /// What to do.
    pub remedy: String,
    /// Somebody has verified the contact independently of the client since.
    #[serde(default)]
    pub cleared: bool,
}

impl ContactFinding {
    fn new(rule: &str, gravity: Gravity, fact: String, remedy: &str) -> Self {
        Self { rule: rule.to_owned(), gravity, fact, remedy: remedy.to_owned(), cleared: false }
    }

    /// Does it keep mail from leaving?
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.gravity == Gravity::Block && !self.cleared
    }
}

/// Public mail providers that everybody may open a mailbox with (FR-11).
const FREE_MAIL: &str = "aol.com freenet.de free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com \
    hotmail.co.uk hotmail.com hotmail.de hotmail.fr icloud.com laposte.net live.com mac.com mail.com mail.ru me.com \
    msn.com orange.fr outlook.com proton.me protonmail.com rocketmail.com t-online.de tutanota.com wanadoo.fr web.de \
    yahoo.co.uk yahoo.com yahoo.de yahoo.es yahoo.fr yandex.com yandex.ru ymail.com zoho.com";
/// Second-level names under which countries register domains: `example.co.uk`.
const SECOND_LEVEL: &str = "ac co com edu gob gov gv ltd me ne net or org plc sch";

/// The domain of a mail address, in small letters; none where there is no `@` with something on both sides.
#[must_use]
pub fn mail_domain(email: &str) -> Option<String> {
    let (local, domain) = email.trim().rsplit_once('@')?;
    (!local.is_empty() && domain.contains('.')).then(|| domain.trim_end_matches('.').to_lowercase())
}

/// The part of a domain somebody has registered: `mail.example.co.uk` is `example.co.uk`.
#[must_use]
pub fn registrable(domain: &str) -> &str {
    let labels: Vec<&str> = domain.split('.').collect();
    let take = match labels[..] {
        [.., second, top] if labels.len() > 2 && top.len() == 2 && SECOND_LEVEL.split(' ').any(|one| one == second) => {
            3
        }
        _ => 2,
    };
    let skipped: usize = labels.iter().rev().skip(take).map(|label| label.len() + 1).sum();
    &domain[skipped..]
}

/// FR-11: is it a public mail provider?
#[must_use]
pub fn is_free_mail(domain: &str, further: &[String]) -> bool {
    let name = registrable(domain);
    FREE_MAIL.split_whitespace().any(|one| one == name) || further.iter().any(|one| one.eq_ignore_ascii_case(name))
}

/// FR-10: what a hurried reader sees: `rn` is m, `0` is o, `1` is l, Cyrillic and Greek letters are their Latin twins.
#[must_use]
pub fn skeleton(domain: &str) -> String {
    let mut seen = String::with_capacity(domain.len());
    for c in domain.to_lowercase().chars() {
        seen.push(match c {
            '0' | '\u{43e}' | '\u{3bf}' | '\u{f6}' => 'o',
            '1' | 'i' | '|' | '\u{456}' | '\u{4cf}' | '\u{131}' | '\u{3b9}' | '\u{ed}' => 'l',
            '3' => 'e',
            '5' | '\u{455}' => 's',
            '\u{430}' | '\u{3b1}' | '\u{e4}' => 'a',
            '\u{435}' | '\u{451}' | '\u{e9}' => 'e',
            '\u{440}' | '\u{3c1}' => 'p',
            '\u{441}' => 'c',
            '\u{443}' | '\u{fc}' => {
                if c == '\u{fc}' {
                    'u'
                } else {
                    'y'
                }
            }
            '\u{445}' => 'x',
            '\u{458}' => 'j',
            '\u{43a}' => 'k',
            '\u{43d}' => 'h',
            '\u{432}' => 'b',
            '\u{442}' => 't',
            '\u{43c}' => 'm',
            '\u{501}' => 'd',
            '\u{51b}' => 'q',
            '\u{51d}' => 'w',
            '-' => continue,
            other => other,
        });
    }
    seen.replace("rn", "m").replace("vv", "w").replace("cl", "d").replace("nn", "m")
}

/// How many letters must be put in, taken out or changed, where that is at most 2.
fn near(a: &str, b: &str) -> Option<usize> {
    const MOST: usize = 2;
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > MOST {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        let mut least = row[0];
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal } else { 1 + diagonal.min(above).min(row[j]) };
            diagonal = above;
            least = least.min(row[j + 1]);
        }
        if least > MOST {
            return None;
        }
    }
    row.last().copied().filter(|distance| *distance <= MOST)
}

/// FR-10: does the domain look like one of these without being one of them? The gravest finding, if any.
#[must_use]
pub fn look_alike<'a>(domain: &str, known: impl IntoIterator<Item = &'a str>) -> Option<ContactFinding> {
    const RULE: &str = "FR-10";
    let name = registrable(domain);
    let seen = skeleton(name);
    let label = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
    let mut review: Option<(usize, &str)> = None;
    let mut block = None;
    for other in known {
        let other = registrable(other);
        if other == name {
            return None;
        }
        if skeleton(other) == seen {
            block = Some(other);
        } else if label(other) == label(name) {
            review = review.filter(|(distance, _)| *distance == 0).or(Some((0, other)));
        } else if let Some(distance) = near(other, name)
            && review.is_none_or(|(nearest, _)| distance < nearest)
        {
            review = Some((distance, other));
        }
    }
    if let Some(other) = block {
        let fact = format!("{name} reads like {other}, but is another domain");
        let remedy = "Do not write there: ask the debtor by a number found independently of this mail.";
        return Some(ContactFinding::new(RULE, Gravity::Block, fact, remedy));
    }
    review.map(|(distance, other)| {
        let fact = if distance == 0 {
            format!("{name} is the name of {other} under another ending")
        } else {
            format!("{name} differs from {other} by {distance} letter{}", if distance == 1 { "" } else { "s" })
        };
        ContactFinding::new(RULE, Gravity::Review, fact, "Make sure that it is not an imitation.")
    })
}

/// FR-11: a mailbox at a public provider although the debtor has a domain of its own.
#[must_use]
pub fn free_mail(domain: &str, own: &[String], further: &[String]) -> Option<ContactFinding> {
    let own = own.iter().find(|one| !is_free_mail(one, further))?;
    is_free_mail(domain, further).then(|| {
        let fact = format!("{domain} is a public mail provider, and the debtor has its own domain {own}");
        ContactFinding::new("FR-11", Gravity::Review, fact, "Ask the debtor for an address under its own domain.")
    })
}

/// Digits of a telephone number as two papers can be compared: the last nine, which leaves the ways to dial out.
#[must_use]
pub fn comparable_phone(phone: &str) -> Option<String> {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= 6).then(|| digits[digits.len().saturating_sub(9)..].iter().collect())
}

/// FR-14: a debtor's mailbox under a domain that is a client's; what everybody uses proves nothing.
#[must_use]
pub fn client_domain<'a>(
    domain: &str,
    of_clients: impl IntoIterator<Item = &'a str>,
    further: &[String],
) -> Option<ContactFinding> {
    let same = of_clients.into_iter().filter_map(mail_domain).any(|other| registrable(&other) == registrable(domain));
    (same && !is_free_mail(domain, further)).then(|| {
        let fact = format!("its mail domain {domain} is that of a client");
        ContactFinding::new(
            "FR-14",
            Gravity::Review,
            fact,
            "Find the debtor's own address independently of the client.",
        )
    })
}

/// FR-14: a debtor's telephone number that is a client's.
#[must_use]
pub fn client_phone<'a>(phone: &str, of_clients: impl IntoIterator<Item = &'a str>) -> Option<ContactFinding> {
    let number = comparable_phone(phone)?;
    let same = of_clients.into_iter().any(|other| comparable_phone(other).as_ref() == Some(&number));
    same.then(|| {
        let fact = format!("the telephone number {phone} is that of a client");
        ContactFinding::new("FR-14", Gravity::Review, fact, "Find the debtor's own number independently of the client.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fr_10_equal_skeletons_block_near_names_are_reviewed() {
        let known = ["harbourstone.example", "marina-supply.co.uk", "coral.example"];
        let gravity = |domain: &str| look_alike(domain, known).map(|finding| finding.gravity);
        assert_eq!(gravity("harbourstone.example"), None);
        assert_eq!(gravity("mail.harbourstone.example"), None);
        assert_eq!(gravity("harb0urstone.example"), Some(Gravity::Block));
        assert_eq!(gravity("rnarina-supply.co.uk"), Some(Gravity::Block));
        assert_eq!(gravity("c\u{43e}ral.example"), Some(Gravity::Block));
        assert_eq!(gravity("harbourstones.example"), Some(Gravity::Review));
        assert_eq!(gravity("harborston.example"), Some(Gravity::Review));
        assert_eq!(gravity("coral.invalid"), Some(Gravity::Review));
        assert_eq!(gravity("lighthouse.example"), None);
    }

    #[test]
    fn fr_10_the_registrable_part_counts() {
        assert_eq!(registrable("ap.mail.marina-supply.co.uk"), "marina-supply.co.uk");
        assert_eq!(registrable("a.b.example"), "b.example");
        assert_eq!(registrable("example"), "example");
    }

    #[test]
    fn fr_11_free_mail_only_matters_where_there_is_an_own_domain() {
        let own = ["harbourstone.example".to_owned()];
        assert!(free_mail("gmail.com", &own, &[]).is_some());
        assert!(free_mail("gmail.com", &[], &[]).is_none());
        assert!(free_mail("gmail.com", &["yahoo.com".to_owned()], &[]).is_none());
        assert!(free_mail("post.example", &own, &["post.example".to_owned()]).is_some());
        assert!(free_mail("harbourstone.example", &own, &[]).is_none());
    }

    #[test]
    fn fr_14_a_phone_is_the_client_s_however_it_is_written() {
        assert!(client_phone("+1 (212) 555-0147", ["212.555.0147"]).is_some());
        assert!(client_phone("+1 (212) 555-0148", ["212.555.0147"]).is_none());
        assert!(client_phone("12", ["12"]).is_none());
    }
}
