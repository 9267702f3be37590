//! Fills a wording with facts and makes a letter of it.

use super::facts::{Facts, InvoiceLine, PayTo, Section};
use super::fill::Filler;
use super::labels;
use super::placeholder::When;
use super::problem::{Flaw, LetterProblem};
use super::wording::{Part, Piece, Text, Wording};
use super::{Block, Element, Language, Letter, LetterKind, address, checklist};
use crate::money::Currency;
use crate::named::named;

/// Longest words of persons in a letter, in characters: a client is told at once what its customer says of several
/// invoices (LC-08), each in up to 4,000 characters.
pub const WORDS_CHARS: usize = 20_000;

named! {
    /// What a reader may answer by one click. The code stands in the address behind it.
    Click {
        /// CO-12: it is paid.
        Paid = "paid", "paid";
        /// CO-12: it will be paid on a day.
        WillPay = "will-pay", "will be paid";
        /// CO-12: something is wrong with it.
        Disputed = "disputed", "disputed";
        /// CO-12: the invoice never came.
        NotReceived = "not-received", "not received";
        /// CO-12: somebody else is to be asked.
        WrongContact = "wrong-contact", "wrong contact";
        /// GL-40: the invoice is right.
        Confirmed = "confirmed", "confirmed";
        /// LC-41: the notice came.
        Acknowledged = "acknowledged", "acknowledged";
        /// GL-53: please prove the assignment.
        Proof = "proof", "proof asked for";
    }
}

impl Click {
    /// The answers a letter of this kind offers.
    #[must_use]
    pub const fn of(kind: LetterKind) -> &'static [Self] {
        match kind {
            LetterKind::NoticeOfAssignment | LetterKind::AcknowledgmentReminder | LetterKind::RemitToChange => {
                &[Self::Acknowledged, Self::Proof, Self::WrongContact]
            }
            LetterKind::Verification => {
                &[Self::Confirmed, Self::Disputed, Self::NotReceived, Self::Paid, Self::WrongContact]
            }
            _ => &[Self::Paid, Self::WillPay, Self::Disputed, Self::NotReceived, Self::WrongContact],
        }
    }

    /// The address behind it, on the reader's page.
    #[must_use]
    pub fn address(self, page: &str) -> String {
        let mark = if page.contains('?') { '&' } else { '?' };
        format!("{page}{mark}answer={}", self.code())
    }
}

/// What the person who answers for a client is called in a letter of this language.
#[must_use]
pub const fn account_manager_office(language: Language) -> &'static str {
    labels::of(language).account_manager
}

/// Writes a letter that may leave.
///
/// # Errors
/// Every problem at once: facts that are missing, elements of the checklist that are not there (GL-50, LC-44, CO-12),
/// words that are not used (CO-13), anything by which a notice could ask for a part (GL-51), and a signed kind without
/// its signature.
pub fn compose(wording: &Wording, facts: &Facts) -> Result<Letter, Vec<LetterProblem>> {
    Composer { filler: Filler::new(facts), is_draft: false, problems: Vec::new() }.letter(wording)
}

/// Writes a letter to be looked at. It may lack what comes into being when a letter leaves (signature, check code, links),
/// and it says that it is a draft, in its subject and its last line.
///
/// # Errors
/// As [`compose`], but for those.
pub fn compose_draft(wording: &Wording, facts: &Facts) -> Result<Letter, Vec<LetterProblem>> {
    Composer { filler: Filler::new(facts), is_draft: true, problems: Vec::new() }.letter(wording)
}

struct Composer<'a> {
    filler: Filler<'a>,
    is_draft: bool,
    problems: Vec<LetterProblem>,
}

impl Composer<'_> {
    fn letter(mut self, wording: &Wording) -> Result<Letter, Vec<LetterProblem>> {
        let facts = self.filler.facts;
        if (wording.kind, wording.language) != (facts.kind, facts.language) {
            let flaw = Flaw::OtherLetter(wording.kind, wording.language);
            return Err(vec![LetterProblem { line: None, flaw }]);
        }
        if let Some(found) =
            facts.words.as_ref().map(|words| words.chars().count()).filter(|found| *found > WORDS_CHARS)
        {
            let flaw =
                Flaw::TooMuch { what: "the person\u{2019}s words", unit: "characters", found, limit: WORDS_CHARS };
            self.problems.push(LetterProblem { line: None, flaw });
        }
        let blocks: Vec<Block> = wording.parts.iter().flat_map(|part| self.part(part)).collect();
        let mut subject = self.head(wording, "subject");
        let mut footer =
            address::footer(&self.filler, blocks.iter().any(|block| block.element() == Element::CopyToClient));
        if self.is_draft {
            subject = format!("{}{}{subject}", self.filler.labels.draft, wording.language.colon());
            footer.insert(0, self.filler.labels.draft_note.to_owned());
        }
        let letter = Letter {
            kind: facts.kind,
            language: facts.language,
            voice: facts.kind.voice(),
            letterhead: address::letterhead(facts),
            sent_by: address::sent_by(&self.filler),
            address: address::addressee(&self.filler),
            dated: facts.dated,
            date_line: facts.language.date(facts.dated),
            subject,
            greeting: self.head(wording, "greeting"),
            blocks,
            closing: self.head(wording, "closing"),
            signatory: address::signatory(facts),
            check: facts.links.code.clone().zip(facts.links.check.clone()).filter(|_| facts.kind.is_signed()),
            footer,
        };
        for problem in checklist::problems(&letter, facts, self.is_draft) {
            // A part that could not be filled is already named; that it is missing follows from it.
            let follows = match &problem.flaw {
                Flaw::Lacks(element, _) | Flaw::MustSay(element, _) => self.is_unfilled(wording, *element),
                flaw => self.problems.iter().any(|known| known.flaw == *flaw),
            };
            if !follows {
                self.problems.push(problem);
            }
        }
        if self.problems.is_empty() { Ok(letter) } else { Err(self.problems) }
    }

    /// Was a problem found with a part of this element?
    fn is_unfilled(&self, wording: &Wording, element: Element) -> bool {
        let parts = wording.parts.iter().filter(|part| part.element == element);
        let mut lines = parts.flat_map(|part| part.paragraphs.iter().map(|text| text.line).chain([part.line]));
        lines.any(|line| self.problems.iter().any(|problem| problem.line == Some(line)))
    }

    fn head(&mut self, wording: &Wording, name: &'static str) -> String {
        for head in wording.heads.iter().filter(|head| head.name == name) {
            if self.filler.holds(head.when)
                && let Some(text) = self.text(&head.text, head.when)
            {
                return text;
            }
        }
        String::new()
    }

    fn part(&mut self, part: &Part) -> Vec<Block> {
        if !self.filler.holds(part.when) || (self.is_draft && self.lacks_what_comes_last(part)) {
            return Vec::new();
        }
        let mut blocks = Vec::new();
        for paragraph in &part.paragraphs {
            match self.text(paragraph, part.when) {
                Some(text) => blocks.push(Block::Paragraph { element: part.element, text }),
                // A part stands whole or not at all.
                None => return Vec::new(),
            }
        }
        if checklist::is_filled(part.element) {
            let filled = self.filled(part.element);
            if filled.is_empty() {
                if part.when != When::Filled {
                    self.problem(part.line, Flaw::UnknownBlock(part.element));
                }
                return Vec::new();
            }
            blocks.extend(filled);
        }
        blocks
    }

    /// In a draft: does the part hang on what comes into being when the letter leaves?
    fn lacks_what_comes_last(&self, part: &Part) -> bool {
        let facts = &self.filler.facts;
        let mut named = part.paragraphs.iter().flat_map(|text| &text.pieces);
        (part.element == Element::Answers && facts.links.page.is_none())
            || named.any(
                |piece| matches!(piece, Piece::Fact(fact) if fact.comes_last() && self.filler.value(*fact).is_none()),
            )
    }

    fn text(&mut self, text: &Text, when: When) -> Option<String> {
        let mut out = String::new();
        let mut is_whole = true;
        for piece in &text.pieces {
            match piece {
                // After `Tidewater Inc.` the sentence has its full stop already.
                Piece::Words(words) if out.ends_with('.') && words.starts_with('.') => out.push_str(&words[1..]),
                Piece::Words(words) => out.push_str(words),
                Piece::Fact(fact) => match self.filler.value(*fact) {
                    Some(value) => out.push_str(&value),
                    None => {
                        is_whole = false;
                        if when != When::Filled {
                            self.problem(text.line, Flaw::Unknown(*fact));
                        }
                    }
                },
            }
        }
        is_whole.then_some(out)
    }

    fn problem(&mut self, line: usize, flaw: Flaw) {
        self.problems.push(LetterProblem { line: Some(line), flaw });
    }

    fn filled(&self, element: Element) -> Vec<Block> {
        let facts = self.filler.facts;
        match element {
            Element::Invoices => facts
                .sections
                .iter()
                .filter(|section| !section.invoices.is_empty())
                .map(|section| self.table(section))
                .collect(),
            Element::PayTo => {
                // LC-47: a release says where to pay from now on, which is not the factor's account.
                let one = match facts.kind {
                    LetterKind::Release => Some(&facts.other_pay_to),
                    kind if checklist::tells_whom_to_pay(kind) || facts.accounts().is_empty() => Some(&facts.pay_to),
                    _ => None,
                };
                let rows = match one {
                    Some(to) => to.iter().map(|to| self.pay_to(to)).collect(),
                    None => self.accounts(),
                };
                rows.into_iter().map(|rows| Block::Rows { element, rows }).collect()
            }
            Element::Answers => {
                let links = facts.links.page.iter().flat_map(|page| {
                    let word = |click: &Click| labels::click(facts.language, *click).to_owned();
                    Click::of(facts.kind).iter().map(move |click| (word(click), click.address(page)))
                });
                let links: Vec<(String, String)> = links.collect();
                if links.is_empty() { Vec::new() } else { vec![Block::Answers { element, links }] }
            }
            _ => Vec::new(),
        }
    }

    /// One table per client (CO-06). A notice and a verification name each invoice by its own amount; the other letters
    /// say what is open of it, and what is in dispute, where that differs.
    fn table(&self, section: &Section) -> Block {
        let (facts, labels) = (self.filler.facts, self.filler.labels);
        let language = facts.language;
        let currency = section.invoices[0].amount.currency;
        let by_amount = checklist::tells_whom_to_pay(facts.kind) || facts.kind == LetterKind::Verification;
        // CO-31: what was owed, what came off it, what is left.
        let is_itemised = facts.kind == LetterKind::Validation;
        let has_open = is_itemised || !by_amount && section.invoices.iter().any(|line| line.open != line.amount);
        let has_disputed = !by_amount && section.invoices.iter().any(|line| line.disputed.is_some());
        let total = |amount: fn(&InvoiceLine) -> crate::money::Money| {
            section.sum(amount).map_or_else(String::new, |sum| language.figures(sum))
        };
        let mut head = vec![labels.number.to_owned(), labels.issued.to_owned(), labels.due.to_owned()];
        head.push(format!("{} {currency}", labels.amount));
        let mut last = vec![labels.total.to_owned(), String::new(), String::new(), total(|line| line.amount)];
        let credited = |line: &InvoiceLine| line.amount.minus(line.open).unwrap_or(line.amount);
        if is_itemised {
            head.push(format!("{} {currency}", labels.credited));
            last.push(section.sum(credited).map_or_else(String::new, |sum| language.figures(sum)));
        }
        if has_open {
            head.push(format!("{} {currency}", labels.open));
            last.push(total(|line| line.open));
        }
        if has_disputed {
            head.push(format!("{} {currency}", labels.disputed));
            last.push(String::new());
        }
        let rows = section.invoices.iter().map(|line| {
            let mut row = vec![
                line.number.clone(),
                language.short_date(line.issued),
                language.short_date(line.due),
                language.figures(line.amount),
            ];
            row.extend(is_itemised.then(|| language.figures(credited(line))));
            row.extend(has_open.then(|| language.figures(line.open)));
            row.extend(has_disputed.then(|| line.disputed.map_or_else(String::new, |part| language.figures(part))));
            row
        });
        let rows = rows.collect();
        Block::Table { element: Element::Invoices, heading: section.client.clone(), head, rows, total: last }
    }

    /// CO-12: the account of each section as its notice says it, each once; where there are several, each says for what:
    /// by currency, and by client where two of one currency are paid to two accounts.
    fn accounts(&self) -> Vec<Vec<(String, String)>> {
        let labels = self.filler.labels;
        let mut found: Vec<(&PayTo, Vec<(Currency, &str)>)> = Vec::new();
        for (section, to) in self.filler.facts.accounts() {
            let (Some(to), Some(currency)) = (to, section.currency()) else { continue };
            let paid = (currency, section.client.as_str());
            match found.iter_mut().find(|(known, _)| *known == to) {
                Some((_, of)) => of.push(paid),
                None => found.push((to, vec![paid])),
            }
        }
        let is_alone =
            |currency: Currency| found.iter().filter(|(_, of)| of.iter().any(|(one, _)| *one == currency)).count() == 1;
        let words = |(currency, client): &(Currency, &str)| {
            if is_alone(*currency) { currency.to_string() } else { format!("{currency} ({client})") }
        };
        let whole = found.len() < 2;
        found
            .iter()
            .map(|(to, of)| {
                let mut rows = self.pay_to(to);
                if !whole {
                    let mut names: Vec<String> = of.iter().map(words).collect();
                    names.dedup();
                    rows.insert(0, (labels.for_invoices_in.to_owned(), names.join(", ")));
                }
                rows
            })
            .collect()
    }

    fn pay_to(&self, to: &PayTo) -> Vec<(String, String)> {
        let labels = self.filler.labels;
        let row = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let number = if to.account.is_iban() { labels.iban } else { labels.account };
        let mut rows = vec![
            row(labels.holder, &to.account.holder),
            row(number, &grouped(&to.account.number, to.account.is_iban())),
        ];
        rows.extend(to.account.bic.as_deref().map(|bic| row(labels.bic, bic)));
        rows.extend(to.account.clearing.as_deref().map(|code| row(labels.clearing, code)));
        rows.push(row(labels.reference, to.reference.as_deref().unwrap_or(labels.invoice_numbers)));
        rows
    }
}

/// An IBAN in groups of four, as ISO 13616 writes it on paper; a national number as it is.
fn grouped(number: &str, is_iban: bool) -> String {
    if !is_iban {
        return number.to_owned();
    }
    let signs: Vec<char> = number.chars().collect();
    signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
