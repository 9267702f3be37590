//! The wording of a letter: a plain text file a clerk can edit, without a compiler.
//!
//! ```text
//! # A line that begins with # is a note to oneself.
//! subject: Your account with {client}
//! greeting?: Dear {to.name},
//! greeting: Dear accounts payable team,
//! closing: Kind regards,
//!
//! [who-writes if one-client]
//! {factor} manages the invoices of {client}.
//!
//! [personal-note?]
//! {words}
//!
//! [invoices]
//! These are the invoices we mean:
//! ```
//!
//! First the head: `subject`, `greeting` and `closing`, each once or several times: the first that holds is used. Then
//! the body: each part under the name of its [`Element`] in brackets; an empty line begins a new paragraph, a single
//! line break is a space. A name may carry a condition: `?` (falls away when a fact it names is missing), `if` or
//! `unless` and a [`Condition`](super::Condition). Facts stand in braces. The parts `[invoices]`, `[pay-to]` and
//! `[answers]` are followed by what their name says, filled from the facts; words below them stand before it.
//!
//! Reading gives all problems at once. What the checklist asks is asked again of the finished letter.

use super::placeholder::{Condition, Placeholder, When, must_say};
use super::problem::{Flaw, LetterProblem};
use super::{Element, Language, LetterKind, checklist};

/// Longest wording, in bytes.
pub const WORDING_BYTES: usize = 20_000;
/// Most parts of a wording.
pub const WORDING_PARTS: usize = 40;
/// Longest subject, in characters, before it is filled.
pub const SUBJECT_CHARS: usize = 150;
/// Longest paragraph, in characters, before it is filled.
pub const PARAGRAPH_CHARS: usize = 1_000;

/// A piece of text: words as they are, or a fact to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Words(String),
    Fact(Placeholder),
}

/// A line or paragraph: its pieces, and the line of the file where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    pub line: usize,
    pub pieces: Vec<Piece>,
}

/// A line of the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub name: &'static str,
    pub when: When,
    pub text: Text,
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub line: usize,
    pub element: Element,
    pub when: When,
    pub paragraphs: Vec<Text>,
}

/// The wording of one letter in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Which letter.
    pub kind: LetterKind,
    /// Its language.
    pub language: Language,
    pub(super) heads: Vec<Head>,
    pub(super) parts: Vec<Part>,
}

/// The lines of the head, in order.
pub(super) const HEADS: [&str; 3] = ["subject", "greeting", "closing"];

impl Wording {
    /// Reads a wording.
    ///
    /// # Errors
    /// Every problem, each with its line: unknown names, over a limit, an element the checklist of `kind` asks for and
    /// that is nowhere.
    pub fn parse(kind: LetterKind, language: Language, text: &str) -> Result<Self, Vec<LetterProblem>> {
        if text.len() > WORDING_BYTES {
            let flaw = Flaw::TooMuch { what: "the wording", unit: "bytes", found: text.len(), limit: WORDING_BYTES };
            return Err(vec![LetterProblem { line: None, flaw }]);
        }
        let mut reader =
            Reader { kind, heads: Vec::new(), parts: Vec::new(), open: None, skipping: false, problems: Vec::new() };
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            reader.line(index + 1, line.trim());
        }
        reader.finish(language)
    }

    /// Every fact the wording names, with its line.
    fn facts(&self) -> impl Iterator<Item = (usize, Placeholder)> {
        let texts = self.heads.iter().map(|head| &head.text).chain(self.parts.iter().flat_map(|part| &part.paragraphs));
        texts.flat_map(|text| {
            text.pieces.iter().filter_map(|piece| match piece {
                Piece::Fact(fact) => Some((text.line, *fact)),
                Piece::Words(_) => None,
            })
        })
    }
}

/// A paragraph under way.
struct Open {
    line: usize,
    words: String,
}

struct Reader {
    kind: LetterKind,
    heads: Vec<Head>,
    parts: Vec<Part>,
    open: Option<Open>,
    /// Words below an unknown element are passed over: its name is the problem, not they.
    skipping: bool,
    problems: Vec<LetterProblem>,
}

impl Reader {
    fn problem(&mut self, line: usize, flaw: Flaw) {
        self.problems.push(LetterProblem { line: Some(line), flaw });
    }

    fn line(&mut self, number: usize, line: &str) {
        if line.starts_with('#') {
            return;
        }
        if line.is_empty() {
            return self.close();
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            self.close();
            return self.begin(number, name);
        }
        if self.skipping {
            return;
        }
        if self.parts.is_empty() {
            return self.head(number, line);
        }
        match &mut self.open {
            Some(open) => {
                open.words.push(' ');
                open.words.push_str(line);
            }
            None => self.open = Some(Open { line: number, words: line.to_owned() }),
        }
    }

    fn head(&mut self, number: usize, line: &str) {
        let found = line.split_once(':').and_then(|(name, words)| {
            let name = name.trim();
            let head = HEADS.into_iter().find(|head| name.starts_with(head))?;
            Some((head, name[head.len()..].trim(), words.trim()))
        });
        let Some((name, condition, words)) = found else {
            return self.problem(number, Flaw::Stray(shortened(line)));
        };
        let when = self.when(number, condition);
        let text = self.text(number, words, name, SUBJECT_CHARS);
        self.heads.push(Head { name, when, text });
    }

    fn begin(&mut self, line: usize, name: &str) {
        let split = name.find(|c: char| c == '?' || c.is_whitespace()).unwrap_or(name.len());
        let (code, condition) = name.split_at(split);
        let when = self.when(line, condition.trim());
        let element = Element::from_code(code);
        self.skipping = element.is_none();
        match element {
            Some(element) => self.parts.push(Part { line, element, when, paragraphs: Vec::new() }),
            None => self.problem(line, Flaw::UnknownElement(shortened(code))),
        }
    }

    fn when(&mut self, line: usize, text: &str) -> When {
        if text.is_empty() {
            return When::Always;
        }
        if text == "?" {
            return When::Filled;
        }
        let (word, name) = text.split_once(' ').unwrap_or((text, ""));
        match (word, Condition::from_code(name.trim())) {
            ("if", Some(condition)) => When::If(condition),
            ("unless", Some(condition)) => When::Unless(condition),
            _ => {
                self.problem(line, Flaw::UnknownCondition(shortened(text)));
                When::Always
            }
        }
    }

    /// Ends the paragraph under way.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let text = self.text(open.line, &open.words, "the paragraph", PARAGRAPH_CHARS);
        if let Some(part) = self.parts.last_mut() {
            part.paragraphs.push(text);
        }
    }

    fn text(&mut self, line: usize, words: &str, what: &'static str, limit: usize) -> Text {
        let found = words.chars().count();
        if found > limit {
            self.problem(line, Flaw::TooMuch { what, unit: "characters", found, limit });
        }
        let mut pieces = Vec::new();
        let mut rest = words;
        while let Some(start) = rest.find(['{', '}']) {
            let (before, after) = rest.split_at(start);
            if !before.is_empty() {
                pieces.push(Piece::Words(before.to_owned()));
            }
            let name = after.strip_prefix('{').and_then(|inner| inner.split_once('}'));
            let Some((name, next)) = name.filter(|(name, _)| !name.contains('{')) else {
                self.problem(line, Flaw::Brace(shortened(after)));
                return Text { line, pieces };
            };
            match Placeholder::from_code(name.trim()) {
                Some(fact) => pieces.push(Piece::Fact(fact)),
                None => self.problem(line, Flaw::UnknownPlaceholder(shortened(name))),
            }
            rest = next;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Text { line, pieces }
    }

    fn finish(mut self, language: Language) -> Result<Wording, Vec<LetterProblem>> {
        self.close();
        let wording = Wording { kind: self.kind, language, heads: self.heads, parts: self.parts };
        let mut problems = self.problems;
        let at = |line: usize, flaw: Flaw| LetterProblem { line: Some(line), flaw };
        for name in HEADS {
            if !wording.heads.iter().any(|head| head.name == name && head.when == When::Always) {
                problems.push(LetterProblem { line: None, flaw: Flaw::NoHead(name) });
            }
        }
        if wording.parts.len() > WORDING_PARTS {
            let flaw =
                Flaw::TooMuch { what: "the wording", unit: "parts", found: wording.parts.len(), limit: WORDING_PARTS };
            problems.push(LetterProblem { line: None, flaw });
        }
        for part in &wording.parts {
            if part.paragraphs.is_empty() && !checklist::is_filled(part.element) {
                problems.push(at(part.line, Flaw::NoWords(part.element)));
            }
        }
        for (line, fact) in wording.facts() {
            if !fact.is_for(wording.kind) {
                problems.push(at(line, Flaw::NotHere(fact, wording.kind)));
            }
        }
        for element in checklist::always(wording.kind) {
            let parts: Vec<&Part> = wording.parts.iter().filter(|part| part.element == *element).collect();
            // An unknown name is most likely this element misspelled: one problem is enough.
            if parts.is_empty() {
                problems.push(LetterProblem { line: None, flaw: Flaw::Lacks(*element, wording.kind) });
                continue;
            }
            for group in must_say(*element, wording.kind) {
                let named = parts.iter().flat_map(|part| &part.paragraphs).flat_map(|text| &text.pieces);
                let is_said = named.into_iter().any(|piece| matches!(piece, Piece::Fact(fact) if group.contains(fact)));
                if !is_said {
                    problems.push(at(parts[0].line, Flaw::MustSay(*element, group)));
                }
            }
        }
        problems.sort_by_key(|problem| problem.line.unwrap_or(usize::MAX));
        if problems.is_empty() { Ok(wording) } else { Err(problems) }
    }
}

/// The beginning of a text, for a message.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut out: String = text.chars().take(SHOWN).collect();
    if text.chars().count() > SHOWN {
        out.push('\u{2026}');
    }
    out
}
