//! Every page of a guest speaks the guest's language alone: forms, lists, what happened, and what is refused.
//!
//! English that may stand there is what somebody wrote, in quotation marks, and the subjects of letters, which were written
//! in the language of who got them.

use crate::browser::{Reply, get, post};
use crate::house::House;
use domain::contact::{Happening, MessageState, Purpose};
use domain::dispute::CaseKind;
use domain::letter::Language;
use domain::notice::NoticeState;
use domain::timeline::samples;
use std::collections::{BTreeSet, VecDeque};
use store::kept;

/// Words that are English in no other of the four languages, and stand in nearly every English sentence.
const ENGLISH: [&str; 24] = [
    "the", "this", "your", "you", "and", "with", "from", "which", "was", "is", "are", "has", "have", "been", "not",
    "of", "invoice", "invoices", "customer", "supplier", "letter", "notice", "told", "any",
];
/// German and French words among them that are spelled alike.
const ALIKE: [(Language, &str); 1] = [(Language::German, "was")];
/// Most pages that are walked for one guest: the pace of a link is made for people.
const PAGES: usize = 40;

/// What English pages say: each sentence of the timeline and each word for a state, without what was filled in.
fn markers() -> Vec<String> {
    let sentences = samples().into_iter().map(|sentence| sentence.words(Language::English));
    let words = NoticeState::ALL.iter().map(|one| one.word());
    let words =
        words.chain(MessageState::ALL.iter().map(|one| one.word())).chain(CaseKind::ALL.iter().map(|one| one.word()));
    let words =
        words.chain(Purpose::ALL.iter().map(|one| one.word())).chain(Happening::ALL.iter().map(|one| one.word()));
    let parts = |text: String| -> Vec<String> {
        text.split(['\u{201c}', '\u{201d}', ':', '(', ')']).map(|part| part.trim().to_owned()).collect()
    };
    let all = sentences.chain(words.map(str::to_owned)).flat_map(parts);
    all.filter(|part| part.split_whitespace().count() >= 3 && !part.contains("4711")).collect()
}

/// The page's words without what was written by somebody.
fn without_own(text: &str, subjects: &[String]) -> String {
    let mut text = subjects.iter().fold(text.to_owned(), |text, subject| text.replace(subject.as_str(), ""));
    for (open, close) in [('\u{201e}', '\u{201c}'), ('\u{ab}', '\u{bb}'), ('\u{201c}', '\u{201d}')] {
        while let Some(from) = text.find(open) {
            let Some(to) = text[from + open.len_utf8()..].find(close) else { break };
            text.replace_range(from..from + open.len_utf8() + to + close.len_utf8(), "");
        }
    }
    text
}

struct Walk {
    house: House,
    language: Language,
    markers: Vec<String>,
}

impl Walk {
    fn subjects(&self) -> Vec<String> {
        let debtor = self.house.debtor;
        let found = self.house.app.read(move |snapshot| Ok(kept::message::of_debtor(snapshot, debtor, i64::MAX, 500)?));
        found.unwrap().into_iter().map(|message| message.subject.replace('\u{a0}', " ")).collect()
    }

    #[track_caller]
    fn speaks(&self, page: &Reply, path: &str) {
        let words = without_own(&page.words(), &self.subjects());
        for marker in &self.markers {
            assert!(!words.contains(marker.as_str()), "{}: \u{201c}{marker}\u{201d} on {path}: {words}", self.language);
        }
        let english = words.split(|sign: char| !sign.is_alphanumeric()).find(|word| {
            let word = word.to_lowercase();
            ENGLISH.contains(&word.as_str()) && !ALIKE.contains(&(self.language, word.as_str()))
        });
        assert!(english.is_none(), "{}: {english:?} on {path}: {words}", self.language);
    }

    /// Sends a form of a page; what comes back speaks the language too.
    #[track_caller]
    fn sends(&self, base: &str, form: &str, to: &str, status: u16, fields: &[(&str, &str)]) -> Reply {
        let page = get(self.house.door, &format!("{base}{form}")).expect(200);
        let done = post(self.house.door, &page, &format!("{base}{to}"), fields).expect(status);
        self.speaks(&done, to);
        done
    }

    /// Every page that can be reached by clicking, but for letters: they stay as they were written.
    fn walks(&self, base: &str) -> BTreeSet<String> {
        let mut seen = BTreeSet::from([base.to_owned()]);
        let mut next = VecDeque::from([base.to_owned()]);
        while let Some(path) = next.pop_front() {
            let page = get(self.house.door, &path).expect(200);
            self.speaks(&page, &path);
            for link in page.text.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#']).next()) {
                let link = link.replace("&#38;", "&").replace("&amp;", "&");
                let is_file = ["/paper/", "/letter/", "/letters", ".csv", ".xlsx", "/sheet", "/statement"]
                    .iter()
                    .any(|part| link.contains(part));
                if link.starts_with(base) && !is_file && seen.len() < PAGES && seen.insert(link.clone()) {
                    next.push_back(link);
                }
            }
        }
        seen
    }
}

fn walk(language: Language) -> Walk {
    let house = House::notified();
    house.sells("HARBOR", "NORWELL", 4, 30);
    Walk { house, language, markers: markers() }
}

fn switched(walk: &Walk, path: &str) {
    let page = get(walk.house.door, path);
    let lang = [("lang", walk.language.code())];
    let page = post(walk.house.door, &page, &format!("{path}/language"), &lang).expect(200);
    walk.speaks(&page, "/language");
}

/// Answers, a dispute, a complaint, a doubt, a question for proof, and every form sent empty or wrong.
fn debtor_acts(walk: &Walk) {
    let ids: Vec<String> = {
        let page = get(walk.house.door, &format!("{}/answer?say=confirmed", walk.house.norwell()));
        page.values("invoice")
    };
    let path = walk.house.norwell();
    let answer = "/answer?say=will-pay";
    let invoice = ("invoice", ids[0].as_str());
    let will = |on| [("say", "will-pay"), ("step", "do"), invoice, ("on", on), ("name", "A. Ito")];
    walk.sends(&path, answer, "/answer", 422, &will("soon"));
    walk.sends(&path, answer, "/answer", 422, &will("2020-06-01"));
    walk.sends(&path, answer, "/answer", 200, &will("2026-07-10"));
    let path = walk.house.norwell();
    let disputed = |amount| {
        let said = [("say", "disputed"), ("step", "do"), ("invoice", ids[1].as_str()), ("reason", "QUALITY")];
        [&said[..], &[("amount", amount), ("words", "Zzz"), ("name", "A. Ito")]].concat()
    };
    walk.sends(&path, "/answer?say=disputed", "/answer", 422, &disputed("1000000.00"));
    walk.sends(&path, "/answer?say=disputed", "/answer", 200, &disputed("40.00"));
    walk.sends(&path, "/ask?what=complaint", "/ask", 422, &[("what", "complaint"), ("words", ""), ("name", "")]);
    walk.sends(
        &path,
        "/ask?what=complaint",
        "/ask",
        200,
        &[("what", "complaint"), ("words", "Zzz"), ("name", "A. Ito")],
    );
    let path = walk.house.norwell();
    let notice = format!("/notice/{}", walk.house.client);
    walk.sends(&path, &notice, &notice, 422, &[("what", "doubt"), ("doubts", "")]);
    walk.sends(&path, &notice, &notice, 200, &[("what", "proof"), ("proof", "Zzz")]);
    walk.sends(&path, &notice, &notice, 200, &[("what", "acknowledge"), ("name", "A. Ito")]);
    walk.sends(&path, "", "/mood", 200, &[("mood", "GOOD")]);
}

fn client_acts(walk: &Walk, path: &str) {
    let pause = format!("/customer/{}/pause", walk.house.debtor);
    walk.sends(path, &pause, &pause, 422, &[("days", "900"), ("why", "Zzz")]);
    walk.sends(path, &pause, &pause, 422, &[("days", ""), ("why", "")]);
    walk.sends(path, &pause, &pause, 200, &[("days", "5"), ("why", "Zzz")]);
    let contact = format!("/customer/{}/contact", walk.house.debtor);
    walk.sends(path, &contact, &contact, 422, &[("words", ""), ("name", "")]);
}

#[track_caller]
fn all_pages_speak(language: Language) {
    let walk = walk(language);
    switched(&walk, &walk.house.norwell());
    debtor_acts(&walk);
    let pages = walk.walks(&walk.house.norwell());
    assert!(pages.len() >= 12, "{pages:?}");
    let client = walk.house.harbor();
    switched(&walk, &client);
    client_acts(&walk, &client);
    let pages = walk.walks(&client);
    assert!(pages.len() >= 4, "{pages:?}");
    let code = walk.house.code();
    for path in ["/check".to_owned(), format!("/check/{code}"), "/check/00000-00000-00000".to_owned()] {
        let path = format!("{path}?lang={}", language.code());
        walk.speaks(&get(walk.house.door, &path), &path);
    }
}

#[test]
fn every_page_of_a_guest_who_reads_german_is_german() {
    all_pages_speak(Language::German);
}

#[test]
fn every_page_of_a_guest_who_reads_french_is_french() {
    all_pages_speak(Language::French);
}

#[test]
fn every_page_of_a_guest_who_reads_spanish_is_spanish() {
    all_pages_speak(Language::Spanish);
}
