//! CO-33: when contact data go, and what stands in their place.
//!
//! Contract: what is personal is replaced by one plain sentence, in texts and in the strings of JSON, and nothing else
//! changes: numbers, dates, ids, stored names of states and purposes, and the names of companies stay, so that every row
//! and every event reads as before. A text that has nothing personal is left alone, so erasing twice changes nothing.
//!
//! Two ways: a `whole` text is one person's or one party's alone, and everything in it that somebody wrote freely goes;
//! in any other text only what is known to be personal goes: names, addresses, telephone numbers, the parts of names.

use crate::wording::long_date;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value};

/// Shortest part of a name that is looked for by itself, in characters: shorter ones are words of every language.
const PART_CHARS: usize = 3;
/// Shortest personal text that is looked for, in characters.
const PERSONAL_CHARS: usize = 2;

/// The last day on which contact data are kept: so many months after the last day of the last open invoice. The day of
/// the month is kept, or is the month's last where it has none.
#[must_use]
pub fn goes_after(last: Date, months: i64) -> Date {
    last.checked_add(months.months()).unwrap_or(Date::MAX)
}

/// What stands in the place of personal data: `erased on 5 March 2029 (CO-33)`.
#[must_use]
pub fn erased_words(on: Date) -> String {
    format!("erased on {} (CO-33)", long_date(on))
}

/// Does this text stand in the place of personal data?
#[must_use]
pub fn is_erased(text: &str) -> bool {
    text.starts_with("erased on ") && text.ends_with("(CO-33)")
}

/// Members that hold what somebody wrote or said freely, or who it was.
const FREE: [&str; 11] =
    ["words", "note", "NOTE", "person", "spoke_with", "last_word", "left_out", "places", "device", "how", "greeting"];
/// Such members that are so only beside another: elsewhere the same word is a stored name or a number.
const FREE_BESIDE: [(&str, &str); 4] =
    [("who", "method"), ("number", "spoke_with"), ("said", "spoke_with"), ("why", "until")];

/// Replaces what is personal.
#[derive(Debug, Clone)]
pub struct Eraser {
    mark: String,
    /// Whose words go, in a whole text: the stored name of a side.
    side: &'static str,
    /// Names, addresses and numbers, wherever they stand, in capitals or not.
    personal: Vec<String>,
    /// Parts of names, as written.
    parts: Vec<String>,
    /// Names of companies and of the factor's people: nothing inside them is personal.
    kept: Vec<String>,
}

impl Eraser {
    /// An eraser of a day, for people of a side (`DEBTOR`, `CLIENT`), with the names that stay.
    #[must_use]
    pub fn new(on: Date, side: &'static str, kept: Vec<String>) -> Self {
        let kept = kept.into_iter().filter(|name| !name.trim().is_empty()).collect();
        Self { mark: erased_words(on), side, personal: Vec::new(), parts: Vec::new(), kept }
    }

    /// What it puts in place.
    #[must_use]
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// Is anything known to be personal?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.personal.is_empty()
    }

    /// A person's name, as anybody wrote it; what follows a comma or a bracket is an office or a company.
    pub fn add_name(&mut self, name: &str) {
        let name = name.split([',', '(']).next().unwrap_or_default().trim();
        if !self.add(name) {
            return;
        }
        for part in name.split(|c: char| !c.is_alphanumeric()) {
            let is_name = part.chars().count() >= PART_CHARS && part.starts_with(char::is_uppercase);
            if is_name && !self.parts.iter().any(|known| known == part) {
                self.parts.push(part.to_owned());
            }
        }
    }

    /// A mail address or a telephone number.
    pub fn add_address(&mut self, address: &str) {
        self.add(address.trim());
    }

    fn add(&mut self, text: &str) -> bool {
        let known = |one: &String| same(one, text);
        if text.chars().count() < PERSONAL_CHARS || is_erased(text) || self.kept.iter().any(known) {
            return false;
        }
        if !self.personal.iter().any(known) {
            self.personal.push(text.to_owned());
            // A longer one first: a name that holds another is replaced as a whole.
            self.personal.sort_by_key(|one| std::cmp::Reverse(one.len()));
        }
        true
    }

    /// Is this, as a whole, a name or address that goes?
    #[must_use]
    pub fn knows(&self, text: &str) -> bool {
        let text = text.split([',', '(']).next().unwrap_or_default().trim();
        self.personal.iter().any(|one| same(one, text))
    }

    /// A text of this party alone: all of it goes. None when nothing changes.
    #[must_use]
    pub fn all(&self, text: &str) -> Option<String> {
        (!text.trim().is_empty() && !is_erased(text)).then(|| self.mark.clone())
    }

    /// A text without what is known to be personal. None when nothing changes.
    #[must_use]
    pub fn text(&self, text: &str) -> Option<String> {
        self.without(text, true)
    }

    /// The name of a file without what is known to be personal; there, names stand in small letters too.
    #[must_use]
    pub fn file_name(&self, text: &str) -> Option<String> {
        self.without(text, false)
    }

    fn without(&self, text: &str, exact_parts: bool) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let (mut rest, mut before, mut changed) = (text, None, false);
        while let Some(next) = rest.chars().next() {
            let at_start = !before.is_some_and(char::is_alphanumeric);
            let found = if at_start { self.at(rest, exact_parts) } else { None };
            let (length, personal) = found.unwrap_or((next.len_utf8(), false));
            let (piece, after) = rest.split_at(length);
            out.push_str(if personal { &self.mark } else { piece });
            changed |= personal;
            before = piece.chars().next_back();
            rest = after;
        }
        changed.then_some(out)
    }

    /// What begins here: how long it is, and whether it goes.
    fn at(&self, text: &str, exact_parts: bool) -> Option<(usize, bool)> {
        let of = |list: &[String], exact: bool| list.iter().find_map(|one| begins(text, one, exact));
        if text.starts_with("erased on ")
            && let Some(end) = text.find("(CO-33)")
            && is_erased(&text[..end + "(CO-33)".len()])
        {
            return Some((end + "(CO-33)".len(), false));
        }
        let kept = self.kept.iter().filter_map(|one| begins(text, one, false)).max();
        let personal = of(&self.personal, false).or_else(|| of(&self.parts, exact_parts));
        match (kept, personal) {
            (Some(kept), personal) if personal.is_none_or(|personal| personal <= kept) => Some((kept, false)),
            (_, Some(personal)) => Some((personal, true)),
            _ => None,
        }
    }

    /// JSON without what is personal; in a `whole` one also without what this party's people wrote, and who they were.
    /// None when nothing changes, or when it is no JSON.
    #[must_use]
    pub fn json(&self, text: &str, whole: bool) -> Option<String> {
        let mut value: Value = serde_json::from_str(text).ok()?;
        let before = value.clone();
        self.value(&mut value, whole);
        (value != before).then(|| value.to_string())
    }

    /// [`Self::json`] for a value at hand.
    pub fn value(&self, value: &mut Value, whole: bool) {
        match value {
            Value::String(text) if !is_code(text) => {
                if let Some(erased) = self.text(text) {
                    *text = erased;
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|one| self.value(one, whole)),
            Value::Object(members) => self.object(members, whole),
            _ => {}
        }
    }

    fn object(&self, members: &mut Map<String, Value>, whole: bool) {
        let text = |members: &Map<String, Value>, key: &str| members.get(key)?.as_str().map(str::to_owned);
        let known = |key: &str| text(members, key).is_some_and(|text| self.knows(&text));
        let speaks = |key: &str| match members.get(key) {
            Some(Value::Object(by)) => text(by, "name").is_some_and(|name| self.knows(&name)),
            _ => known(key),
        };
        let whole = whole || ["by", "who", "spoke_with", "person"].into_iter().any(speaks);
        let is_contact = ["role", "mailbox", "email", "phone"].into_iter().all(|key| members.contains_key(key));
        if is_contact && (whole || known("name") || known("email") || known("phone")) {
            return self.contact(members);
        }
        let is_theirs = text(members, "side").as_deref() == Some(self.side);
        if is_theirs && (whole || known("name")) {
            self.member(members, "name");
        }
        if whole {
            // LC-45: how a notice is known to have been received is evidence (GL-52); only names go from it.
            let how_stays = members.contains_key("level") || is_code_at(members, "how");
            for key in FREE.into_iter().filter(|key| *key != "how" || !how_stays) {
                self.member(members, key);
            }
            if members.contains_key("document") && members.get("invoice").is_none_or(Value::is_null) {
                self.member(members, "name");
            }
            for (key, sign) in FREE_BESIDE {
                if members.contains_key(sign) {
                    self.member(members, key);
                }
            }
        }
        if let (true, Some(Value::String(name))) = (members.contains_key("document"), members.get_mut("name"))
            && let Some(erased) = self.file_name(name)
        {
            *name = erased;
        }
        members.values_mut().for_each(|one| self.value(one, whole));
    }

    /// A contact: as [`super::Contact::erase`] leaves it.
    fn contact(&self, members: &mut Map<String, Value>) {
        if members.get("mailbox") != Some(&Value::Bool(true)) {
            self.member(members, "name");
        }
        for key in ["email", "phone"] {
            members.insert(key.to_owned(), Value::Null);
        }
        if let Some(Value::Object(verified)) = members.get_mut("verified") {
            self.member(verified, "how");
        }
        if let Some(findings) = members.get_mut("findings") {
            *findings = Value::Array(Vec::new());
        }
        members.values_mut().for_each(|one| self.value(one, false));
    }

    fn member(&self, members: &mut Map<String, Value>, key: &str) {
        if let Some(value) = members.get_mut(key) {
            self.blank(value);
        }
    }

    /// All that is written there goes; what is not a text or a list of texts stays for the usual way.
    fn blank(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(erased) = self.all(text) {
                    *text = erased;
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|one| self.blank(one)),
            _ => {}
        }
    }
}

/// Stored names of states and kinds, codes and currencies: never personal, and nothing may stand in their place.
fn is_code(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Does a stored name stand there?
fn is_code_at(members: &Map<String, Value>, key: &str) -> bool {
    members.get(key).and_then(Value::as_str).is_some_and(is_code)
}

/// The same but for capitals.
fn same(a: &str, b: &str) -> bool {
    a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// Does a text begin with `what`, as a word of its own? How long it is there, in bytes.
fn begins(text: &str, what: &str, exact: bool) -> Option<usize> {
    let mut length = 0;
    let mut rest = text.chars();
    for wanted in what.chars() {
        let found = rest.next()?;
        let fits = found == wanted || !exact && found.to_lowercase().eq(wanted.to_lowercase());
        if !fits {
            return None;
        }
        length += found.len_utf8();
    }
    let ends_as_word = !what.ends_with(char::is_alphanumeric) || !rest.next().is_some_and(char::is_alphanumeric);
    ends_as_word.then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const MARK: &str = "erased on 5 March 2029 (CO-33)";

    fn eraser() -> Eraser {
        let mut eraser = Eraser::new(date(2029, 3, 5), "DEBTOR", vec!["Bremer Stahl GmbH".into(), "Ada Quay".into()]);
        eraser.add_name("Ines Bremer, accounts payable");
        eraser.add_address("ines@bremer.example");
        eraser.add_address("+49 30 555 0147");
        eraser
    }

    #[test]
    fn co_33_the_end_is_counted_by_the_calendar() {
        assert_eq!(goes_after(date(2027, 3, 5), 24), date(2029, 3, 5));
        assert_eq!(goes_after(date(2028, 2, 29), 24), date(2030, 2, 28));
        assert_eq!(goes_after(date(2026, 2, 28), 24), date(2028, 2, 28));
        assert_eq!(goes_after(date(2026, 8, 31), 6), date(2027, 2, 28));
        assert_eq!(goes_after(date(2026, 8, 31), 0), date(2026, 8, 31));
    }

    #[test]
    fn co_33_names_and_addresses_go_from_texts_and_companies_stay() {
        let eraser = eraser();
        let says = |text: &str| eraser.text(text).map(|text| text.replace(MARK, "*"));
        assert_eq!(says("Called Ines Bremer of Bremer Stahl GmbH.").unwrap(), "Called * of Bremer Stahl GmbH.");
        assert_eq!(says("INES BREMER <Ines@Bremer.example>").unwrap(), "* <*>");
        assert_eq!(says("Frau Bremer, Tel. +49 30 555 0147").unwrap(), "Frau *, Tel. *");
        assert_eq!(eraser.file_name("bremer-delivery.pdf").unwrap(), format!("{MARK}-delivery.pdf"));
        assert_eq!(says("Bremerhaven and Ada Quay of Bremer Stahl GmbH"), None);
        assert_eq!(says(MARK), None, "erasing twice changes nothing");
        let once = eraser.text("Frau Bremer").unwrap();
        assert_eq!(eraser.text(&once), None);
    }

    #[test]
    fn co_33_in_a_whole_text_everything_freely_written_goes_and_all_else_reads_as_before() {
        let body = r#"{"case":"c","by":{"side":"DEBTOR","name":"Jo"},"words":"My boy is ill","state":"OPEN","amount":5,
            "evidence":[{"level":3,"how":"acknowledged by Bremer","on":"2027-01-01"}],"places":["a","b"],"why":null}"#;
        let erased: Value = serde_json::from_str(&eraser().json(body, true).unwrap()).unwrap();
        assert_eq!(erased["words"], MARK);
        assert_eq!(erased["by"]["name"], MARK);
        assert_eq!((&erased["state"], &erased["amount"], &erased["why"]), (&"OPEN".into(), &5.into(), &Value::Null));
        assert_eq!(erased["evidence"][0]["how"], format!("acknowledged by {MARK}"));
        assert_eq!(erased["places"], serde_json::json!([MARK, MARK]));
        assert_eq!(eraser().json(&erased.to_string(), true), None, "erasing twice changes nothing");
        // In a text that is others' too, only what she said, and what is known of her.
        let other =
            r#"[{"by":"Jo","words":"Hello Ines Bremer"},{"by":"Ines Bremer","words":"My boy is ill"},"BREMER"]"#;
        let erased: Value = serde_json::from_str(&eraser().json(other, false).unwrap()).unwrap();
        assert_eq!(erased[0]["words"], format!("Hello {MARK}"));
        assert_eq!((&erased[1]["words"], &erased[2]), (&MARK.into(), &"BREMER".into()));
    }

    #[test]
    fn co_33_a_contact_loses_name_and_addresses_and_a_department_keeps_its_name() {
        let contact = |mailbox: bool| {
            let body = serde_json::json!({"role": "AP", "mailbox": mailbox, "name": "Ines Bremer", "email": "x@y.example",
                "phone": null, "verified": {"how": "called", "by": "Ada Quay"}, "findings": [{"fact": "odd"}]});
            serde_json::from_str::<Value>(&eraser().json(&body.to_string(), true).unwrap()).unwrap()
        };
        let erased = contact(false);
        assert_eq!((&erased["name"], &erased["email"], &erased["role"]), (&MARK.into(), &Value::Null, &"AP".into()));
        assert_eq!((&erased["verified"]["how"], &erased["verified"]["by"]), (&MARK.into(), &"Ada Quay".into()));
        assert_eq!(erased["findings"], serde_json::json!([]));
        let mut department = Eraser::new(date(2029, 3, 5), "DEBTOR", Vec::new());
        department.add_address("ap@y.example");
        let body = r#"{"role":"AP","mailbox":true,"name":"Accounts payable","email":"ap@y.example","phone":null}"#;
        let erased: Value = serde_json::from_str(&department.json(body, true).unwrap()).unwrap();
        assert_eq!((&erased["name"], &erased["email"]), (&"Accounts payable".into(), &Value::Null));
    }
}
