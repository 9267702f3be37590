//! Say how the factor writes: its paper, its mail address, where guests find it.

use crate::{Error, Refusal, Task};
use domain::contact::Sender;
use domain::event::EventKind;
use store::kept;

/// Longest guest address, in characters.
const ADDRESS_CHARS: usize = 200;
/// Most lines of a postal address before the town.
const LINES: usize = 5;

/// How the factor writes, as it was saved; empty fields where it was not.
///
/// # Errors
/// [`Error::Fault`].
pub fn sender(reads: &mut dyn store::book::Reads) -> Result<Sender, Error> {
    Ok(kept::policy::get(reads, Sender::POLICY)?)
}

/// Saves how the factor writes. Every letter carries it; nothing can be sent before it is complete.
///
/// # Errors
/// [`Error::Refused`] with every problem.
pub fn save_sender(task: &mut Task<'_, '_>, new: &Sender) -> Result<Sender, Error> {
    let new = Sender {
        email: new.email.trim().to_owned(),
        phone: new.phone.trim().to_owned(),
        register: new.register.trim().to_owned(),
        guest_address: new.guest_address.trim().trim_end_matches('/').to_owned(),
        address: new.address.clone(),
    };
    let problems = problems(&new);
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    kept::policy::put(task, Sender::POLICY, &new)?;
    task.record_facts(EventKind::PolicySaved, &(Sender::POLICY, &new), &[])?;
    Ok(new)
}

fn problems(new: &Sender) -> Vec<Refusal> {
    let mut problems = Vec::new();
    let mut wrong = |place: &str, fact: &str, remedy: &str| {
        problems.push(Refusal::at(place, "SENDER", fact, remedy));
    };
    let lines = new.address.lines.iter().filter(|line| !line.trim().is_empty()).count();
    if lines == 0 || lines > LINES || new.address.city.trim().is_empty() {
        wrong(
            "lines",
            "the postal address has no street or no town, or very many lines",
            "Write it as it stands on your paper: every letter must carry it.",
        );
    }
    let (before, after) = new.email.split_once('@').unwrap_or_default();
    let plain = !new.email.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\",;".contains(c));
    if before.is_empty() || !after.contains('.') || after.contains('@') || !plain {
        wrong(
            "email",
            "the mail address is none",
            "Write the address answers come to, for example hello@lantern.example.",
        );
    }
    if new.phone.chars().filter(char::is_ascii_digit).count() < 6 {
        wrong("phone", "the telephone number is none", "Write the number people call when they doubt a letter.");
    }
    let rest = new.guest_address.strip_prefix("https://").or_else(|| new.guest_address.strip_prefix("http://"));
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '?' | '#');
    if rest.is_none_or(|rest| rest.is_empty() || rest.chars().any(odd)) || new.guest_address.len() > ADDRESS_CHARS {
        wrong(
            "guest_address",
            "the guest address is no web address",
            "Write where debtors reach you, for example https://pay.lantern.example.",
        );
    }
    problems
}
