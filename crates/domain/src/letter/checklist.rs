//! What each letter has to say (GL-50, LC-44, CO-12), asked of the finished letter.

use super::facts::{Covered, Facts};
use super::fill::Filler;
use super::placeholder::{Placeholder, must_say};
use super::problem::{Flaw, LetterProblem};
use super::{Block, Element, Letter, LetterKind, tone};

/// The elements a letter of this kind must have, whatever it is about. GL-50, LC-44, CO-12.
#[must_use]
pub const fn always(kind: LetterKind) -> &'static [Element] {
    use Element as E;
    match kind {
        // LC-44, voice of the client.
        LetterKind::Introduction => {
            &[E::Why, E::NothingChanges, E::SameTerms, E::NotYourRecord, E::WhatChanges, E::WhoWillWrite, E::Questions]
        }
        // GL-50 and what LC-44 asks of the factor's voice.
        LetterKind::NoticeOfAssignment => &[
            E::Assigned,
            E::PayAssignee,
            E::RightsAssigned,
            E::PayTo,
            E::Effective,
            E::OnlyFactor,
            E::Proof,
            E::CopyToClient,
            E::NotCollection,
            E::Copies,
            E::NoBankChange,
            E::Check,
            E::Questions,
            E::Signature,
        ],
        // LC-46: a notice again, and the call-back that FR-09 offers.
        LetterKind::RemitToChange => &[
            E::Assigned,
            E::PayAssignee,
            E::RightsAssigned,
            E::PayTo,
            E::Effective,
            E::OldAccount,
            E::CallBack,
            E::OnlyFactor,
            E::Proof,
            E::CopyToClient,
            E::Check,
            E::Questions,
            E::Signature,
        ],
        // LC-47.
        LetterKind::Release => {
            &[E::Released, E::PayTo, E::Effective, E::CallBack, E::CopyToClient, E::Check, E::Questions, E::Signature]
        }
        // GL-53.
        LetterKind::ProofOfAssignment => &[
            E::Assigned,
            E::PayAssignee,
            E::RightsAssigned,
            E::Effective,
            E::Proof,
            E::CopyToClient,
            E::Check,
            E::Questions,
            E::Signature,
        ],
        LetterKind::AcknowledgmentReminder => {
            &[E::Thanks, E::WhoWrites, E::Question, E::Answers, E::NoBankChange, E::Questions, E::OptOut]
        }
        // GL-40.
        LetterKind::Verification => &[
            E::Thanks,
            E::WhoWrites,
            E::Invoices,
            E::Question,
            E::Answers,
            E::Copies,
            E::NoBankChange,
            E::Questions,
            E::OptOut,
        ],
        // CO-31, and what CO-12 asks of whoever asks for money.
        LetterKind::Validation => &[
            E::ForWhom,
            E::Thanks,
            E::WhoWrites,
            E::Creditor,
            E::Invoices,
            E::Added,
            E::Question,
            E::Dispute,
            E::Verify,
            E::Answers,
            E::Copies,
            E::PayTo,
            E::NoBankChange,
            E::Questions,
            E::OptOut,
        ],
        // CO-12; CO-09 adds the copy to the client from the supervisor on.
        LetterKind::Status | LetterKind::StatusAgain | LetterKind::BeforeDue => &[
            E::Thanks,
            E::WhoWrites,
            E::Invoices,
            E::Question,
            E::Answers,
            E::Copies,
            E::PayTo,
            E::NoBankChange,
            E::Questions,
            E::OptOut,
        ],
        LetterKind::Supervisor | LetterKind::PastDue => &[
            E::Thanks,
            E::WhoWrites,
            E::Invoices,
            E::Question,
            E::Answers,
            E::Copies,
            E::PayTo,
            E::NoBankChange,
            E::CopyToClient,
            E::Questions,
            E::OptOut,
        ],
        LetterKind::Reply => &[E::Thanks, E::WhoWrites, E::Words, E::Questions],
        // CO-14: what follows if the client lets it rest.
        LetterKind::ClientFirst => &[E::Thanks, E::Invoices, E::Question, E::Consequence, E::Questions],
        LetterKind::ClientDispute => &[E::Invoices, E::Words, E::Question, E::Consequence, E::Questions],
        LetterKind::ClientRecourse => &[E::Invoices, E::Question, E::Consequence, E::Questions],
        LetterKind::ClientTask => &[E::Words, E::Questions],
    }
}

/// The elements this letter must have: a notice of listed invoices lists them (GL-50 (3)).
fn required(facts: &Facts) -> impl Iterator<Item = Element> {
    let lists = tells_whom_to_pay(facts.kind) && facts.covered == Some(Covered::Listed);
    always(facts.kind).iter().copied().chain(lists.then_some(Element::Invoices))
}

/// Is it filled from the facts rather than from its words?
#[must_use]
pub(super) const fn is_filled(element: Element) -> bool {
    matches!(element, Element::Invoices | Element::PayTo | Element::Answers)
}

/// GL-50, GL-51: is the letter, or does it confirm, an instruction to pay the factor?
#[must_use]
pub(super) const fn tells_whom_to_pay(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::NoticeOfAssignment | LetterKind::RemitToChange | LetterKind::ProofOfAssignment)
}

/// Does it ask for, or speak of, money that is still to be paid? What it lists has something open then.
const fn lists_what_is_open(kind: LetterKind) -> bool {
    tells_whom_to_pay(kind)
        || matches!(
            kind,
            LetterKind::Validation
                | LetterKind::Status
                | LetterKind::StatusAgain
                | LetterKind::Supervisor
                | LetterKind::PastDue
                | LetterKind::BeforeDue
                | LetterKind::ClientFirst
                | LetterKind::ClientRecourse
        )
}

/// All that keeps a finished letter from leaving; nothing when it may. The facts are those it was written from.
#[must_use]
pub fn problems(letter: &Letter, facts: &Facts, is_draft: bool) -> Vec<LetterProblem> {
    let mut flaws = Vec::new();
    let filler = Filler::new(facts);
    for element in required(facts) {
        if !letter.has(element) {
            if !(is_draft && comes_last(element)) {
                flaws.push(Flaw::Lacks(element, facts.kind));
            }
            continue;
        }
        for group in must_say(element, facts.kind) {
            let says = |value: &String| texts(letter, element).any(|text| text.contains(value.as_str()));
            if !group.iter().filter_map(|fact| filler.value(*fact)).any(|value| says(&value)) {
                flaws.push(Flaw::MustSay(element, group));
            }
        }
    }
    if facts.kind.is_signed() && !is_draft && facts.signature.as_deref().is_none_or(|text| text.trim().is_empty()) {
        flaws.push(Flaw::Unsigned(facts.kind)); // GL-50 (4)
    }
    flaws.extend(without_account(letter, facts));
    flaws.extend(of_the_invoices(facts));
    flaws.extend(names_several_clients(letter, facts));
    flaws.extend(tone::flaws(letter, facts, &filler));
    flaws.into_iter().map(|flaw| LetterProblem { line: None, flaw }).collect()
}

/// What a draft does without: it comes into being when the letter leaves.
pub(super) const fn comes_last(element: Element) -> bool {
    matches!(element, Element::Signature | Element::Check | Element::Answers)
}

fn texts(letter: &Letter, element: Element) -> impl Iterator<Item = &str> {
    letter.blocks.iter().filter_map(move |block| match block {
        Block::Paragraph { element: of, text } if *of == element => Some(text.as_str()),
        _ => None,
    })
}

/// CO-12: every currency that is asked for has its account, where the letter says where to pay.
fn without_account(letter: &Letter, facts: &Facts) -> Vec<Flaw> {
    if tells_whom_to_pay(facts.kind)
        || !(letter.has(Element::PayTo) || required(facts).any(|element| element == Element::PayTo))
    {
        return Vec::new();
    }
    // In one currency, that nobody knows the account is said of the whole letter already.
    if facts.currencies().len() < 2 {
        return Vec::new();
    }
    let mut missing: Vec<_> = facts
        .accounts()
        .into_iter()
        .filter(|(_, to)| to.is_none())
        .filter_map(|(section, _)| section.currency())
        .collect();
    missing.dedup();
    missing.into_iter().map(Flaw::NoAccount).collect()
}

/// GL-51: whatever a notice lists, it lists in full. A line shows the invoice's own amount and never what is open, so
/// that an invoice on which something was paid before the notice is still covered whole: what remains of it.
fn of_the_invoices(facts: &Facts) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let is_notice = tells_whom_to_pay(facts.kind);
    if is_notice && facts.covered.is_none() {
        flaws.push(Flaw::CoversNothing);
    }
    for section in &facts.sections {
        let currencies = section.invoices.iter().map(|line| line.amount.currency);
        let opens = section.invoices.iter().map(|line| line.open.currency);
        let first = section.invoices.first().map(|line| line.amount.currency);
        if currencies.chain(opens).any(|currency| Some(currency) != first) {
            flaws.push(Flaw::Currencies(section.client.clone()));
            continue;
        }
        let sums = [section.sum(|line| line.amount), section.sum(|line| line.open)];
        if !section.invoices.is_empty() && sums.contains(&None) {
            flaws.push(Flaw::TooLarge(section.client.clone()));
        }
        for line in &section.invoices {
            if is_notice && line.disputed.is_some_and(|amount| !amount.is_zero()) {
                flaws.push(Flaw::NotInFull(line.number.clone()));
            }
            let can_be_open = 1..=line.amount.minor;
            if lists_what_is_open(facts.kind) && !can_be_open.contains(&line.open.minor) {
                flaws.push(Flaw::NotOpen(line.number.clone()));
            }
        }
    }
    flaws
}

/// CO-06, CO-13: where a letter speaks of several clients, each stands in the heading over its own invoices only.
fn names_several_clients(letter: &Letter, facts: &Facts) -> Vec<Flaw> {
    let clients = facts.clients_named();
    if clients.len() < 2 {
        return Vec::new();
    }
    let names = |text: &str| clients.iter().find(|client| tone::has_words(text, client));
    let heads = [&letter.subject, &letter.greeting, &letter.closing].into_iter().map(String::as_str);
    let paragraphs = letter.blocks.iter().filter_map(|block| match block {
        Block::Paragraph { text, .. } => Some(text.as_str()),
        _ => None,
    });
    heads.chain(paragraphs).filter_map(names).map(|client| Flaw::NamesClient((*client).to_owned())).collect()
}

/// Facts that stand in a letter as others wrote them: names, numbers, addresses. Its tone is not theirs.
pub(super) fn quoted(filler: &Filler<'_>, kind: LetterKind) -> Vec<String> {
    let all = Placeholder::ALL.iter().filter(|fact| fact.is_for(kind));
    let mut values: Vec<String> = all.filter_map(|fact| filler.value(*fact)).collect();
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    values
}
