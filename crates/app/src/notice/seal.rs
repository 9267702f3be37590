//! Sign a paper: its code, its content, its signature, and the key under which it can be confirmed.

use crate::{Error, Refusal, Task};
use domain::contact::Sender;
use domain::event::EventKind;
use domain::id::NoticeId;
use domain::letter::{Facts, Letter, LetterKind};
use domain::notice::{ListedInvoice, NamedParty, Notice, NoticeContent, OldAccount};
use jiff::Timestamp;
use serde::Serialize;
use store::kept;
use store::kept::paper::{Paper, SigningKey};

/// Letters and digits of a code that no reader takes for another: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of a code: 15 of 32 are 75 bits, beyond guessing.
pub const CODE_SIGNS: usize = 15;

/// The code that unguessable bytes make.
fn code_of(bytes: &[u8; 32]) -> String {
    bytes[..CODE_SIGNS].iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

/// A code as people read it: in groups of five.
#[must_use]
pub fn shown(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    signs.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A code as people type it, as it is kept: capitals, without marks between, look-alikes put right.
#[must_use]
pub fn typed(text: &str) -> String {
    let read = |sign: char| match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    text.chars().filter(char::is_ascii_alphanumeric).take(4 * CODE_SIGNS).map(read).collect()
}

/// A paper under way: its code is known, and what the signature line says; its words are not yet written.
pub(super) struct Unsigned {
    code: String,
}

#[derive(Serialize)]
struct SignedFacts<'a> {
    code: &'a str,
    kind: LetterKind,
    notice: NoticeId,
    key_id: &'a str,
    content: &'a str,
}

/// Gives a letter its code, its check page and its signature line. The line names the key and the time, so that the
/// words can be sealed with the rest.
pub(super) fn begin(task: &mut Task<'_, '_>, facts: &mut Facts) -> Result<Unsigned, Error> {
    let sender: Sender = kept::policy::get(task, Sender::POLICY)?;
    let address = sender.guest_address.trim().trim_end_matches('/').to_owned();
    if address.is_empty() {
        return Err(Error::refused(
            "GUEST_ADDRESS",
            "readers could not check the letter: Credere does not know under which address guests reach it",
            "Set the guest address in the settings of letters and mail, for example https://pay.example.com.",
        ));
    }
    let code = code_of(&task.unguessable());
    let at = Timestamp::from_microsecond(task.unit.recorded_at()).map_err(|error| Error::fault("time", error))?;
    let (key_id, _) = task.seal.public_key();
    facts.links.code = Some(shown(&code));
    facts.links.check = Some(format!("{address}/check/{code}"));
    facts.signature = Some(format!("{} UTC, key {key_id}", at.strftime("%Y-%m-%d %H:%M")));
    Ok(Unsigned { code })
}

/// Signs the letter and keeps the paper; the notice remembers its code.
pub(super) fn finish(
    task: &mut Task<'_, '_>,
    unsigned: Unsigned,
    notice: &mut Notice,
    facts: &Facts,
    letter: &Letter,
) -> Result<(), Error> {
    let code = unsigned.code;
    let (says, words_sha256) = NoticeContent::seal_of(letter);
    let party = |party: &domain::letter::LetterParty| NamedParty {
        name: party.name.clone(),
        trading_name: party.trading_name.clone(),
    };
    let old = match (facts.kind, &facts.other_pay_to, facts.until) {
        (LetterKind::RemitToChange, Some(pay_to), Some(open_until)) => {
            Some(OldAccount { pay_to: pay_to.clone(), open_until })
        }
        _ => None,
    };
    let lines = facts.sections.iter().flat_map(|section| &section.invoices);
    let content = NoticeContent {
        kind: facts.kind,
        code: code.clone(),
        book: task.factor.id,
        factor: facts.factor.name.clone(),
        notice: notice.id,
        version: notice.version,
        client: party(facts.client.as_ref().unwrap_or(&facts.factor)),
        debtor: party(&facts.debtor),
        addressed: letter.address.clone(),
        covered: facts.covered.clone(),
        // GL-51: in full, always.
        listed: lines
            .map(|line| ListedInvoice { number: line.number.clone(), due: line.open, to_factor: line.open })
            .collect(),
        pay_to: match facts.kind {
            LetterKind::Release => facts.other_pay_to.clone(),
            _ => facts.pay_to.clone(),
        },
        old,
        effective: facts.effective,
        issued: task.today,
        says,
        words_sha256,
    };
    let problems: Vec<Refusal> = content
        .problems()
        .iter()
        .map(|problem| {
            let text = problem.to_string();
            let (fact, remedy) = text.split_once("; ").unwrap_or((&text, "correct the letter"));
            Refusal::at(facts.kind.word(), problem.code(), fact, format!("{}.", crate::timeline::capital(remedy)))
        })
        .collect();
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    let text = content.canonical();
    let (key_id, public_key) = task.seal.public_key();
    let issued_at = task.unit.recorded_at();
    kept::paper::publish_key(task, &SigningKey { key_id: key_id.clone(), public_key, since: issued_at })?;
    let paper = Paper {
        code: code.clone(),
        kind: facts.kind,
        client: notice.client,
        debtor: notice.debtor,
        notice: notice.id,
        issued_at,
        superseded_by: None,
        key_id: key_id.clone(),
        signature: task.seal.sign(&text).to_vec(),
        content: text,
    };
    kept::paper::add(task, &paper)?;
    let signed =
        SignedFacts { code: &code, kind: paper.kind, notice: notice.id, key_id: &key_id, content: &paper.content };
    task.record_facts(EventKind::PaperSigned, &signed, &[])?;
    notice.papers.push(code);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_75_bits_and_is_read_back_however_it_is_typed() {
        let ids = crate::Ids::random();
        let code = code_of(&ids.unguessable(0));
        assert_eq!(code.len(), CODE_SIGNS);
        assert_ne!(code, code_of(&ids.unguessable(0)));
        assert_eq!(typed(&shown(&code).to_lowercase()), code);
        assert_eq!(typed("o1il-0 "), "01110");
    }
}
