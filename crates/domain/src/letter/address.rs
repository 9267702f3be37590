//! Letterhead, address field, signature and footer: the lines around a letter's body.

use super::Voice;
use super::facts::{Facts, LetterParty};
use super::fill::Filler;
use crate::party::Address;

/// The postal address as lines; the country only for a letter that crosses a border.
fn postal(address: &Address, from_country: &str) -> Vec<String> {
    let mut lines: Vec<String> = address.lines.iter().map(|line| line.trim().to_owned()).collect();
    let town = match address.country.as_str() {
        // Town, state and code in one line.
        "US" | "CA" | "AU" => {
            let region = [&address.region, &address.postcode].map(|part| part.trim()).join(" ");
            [address.city.trim(), region.trim()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ")
        }
        // The code below the town.
        "GB" | "IE" => {
            lines.push(address.city.trim().to_owned());
            address.postcode.trim().to_owned()
        }
        _ => [address.postcode.trim(), address.city.trim()].join(" ").trim().to_owned(),
    };
    lines.push(town);
    if !address.country.is_empty() && address.country != from_country {
        lines.push(address.country.clone());
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// The postal address in one line, as it stands within a sentence.
pub(super) fn one_line(address: &Address) -> String {
    postal(address, &address.country).join(", ")
}

fn reach(phone: Option<&String>, email: Option<&String>) -> Option<String> {
    let parts: Vec<&str> =
        [phone, email].into_iter().flatten().map(|part| part.trim()).filter(|p| !p.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("  \u{b7}  "))
}

fn head_of(party: &LetterParty) -> Vec<String> {
    let mut lines = vec![party.known_as().to_owned()];
    lines.extend(postal(&party.address, &party.address.country));
    lines.extend(reach(party.phone.as_ref(), party.email.as_ref()));
    lines
}

/// Who speaks, on whose paper: the client's letterhead for its own letter (LC-42).
fn speaker(facts: &Facts) -> &LetterParty {
    match (facts.kind.voice(), &facts.client) {
        (Voice::Client, Some(client)) => client,
        _ => &facts.factor,
    }
}

/// The letterhead: name, postal address, telephone and mail.
pub(super) fn letterhead(facts: &Facts) -> Vec<String> {
    head_of(speaker(facts))
}

/// LC-42: a client's letter that the factor sends says so: no reader is left in doubt who sent it.
pub(super) fn sent_by(filler: &Filler<'_>) -> Option<String> {
    let facts = filler.facts;
    let client = facts.client.as_ref().filter(|_| facts.kind.voice() == Voice::Client)?;
    if facts.delivered_by == Voice::Client {
        return None;
    }
    let (before, rest) = filler.labels.sent_for.split_once('1')?;
    let (between, after) = rest.split_once('2')?;
    Some(format!("{before}{}{between}{}{after}", facts.factor.name, client.known_as()))
}

/// The address field. GL-50: the legal entity first, its accounts payable, and only then a person.
pub(super) fn addressee(filler: &Filler<'_>) -> Vec<String> {
    let facts = filler.facts;
    let from = speaker(facts).address.country.as_str();
    let (party, department) = match (&facts.client, facts.kind.is_to_client()) {
        (Some(client), true) => (client, None),
        _ => (&facts.debtor, Some(filler.labels.accounts_payable)),
    };
    let mut lines = vec![party.name.clone()];
    lines.extend(department.map(str::to_owned));
    let name = facts.to.name.trim();
    if !name.is_empty() && department != Some(name) {
        lines.push(format!("{} {name}", filler.labels.attention));
    }
    lines.extend(postal(&party.address, from));
    lines
}

/// Who signs: name, office, how to reach.
pub(super) fn signatory(facts: &Facts) -> Vec<String> {
    let who = &facts.signatory;
    let office = [who.office.trim(), speaker(facts).known_as()];
    let office = office.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let mut lines: Vec<String> =
        [who.name.trim().to_owned(), office].into_iter().filter(|line| !line.is_empty()).collect();
    lines.dedup();
    lines.extend(reach(who.phone.as_ref(), who.email.as_ref()));
    lines
}

/// The last lines: who gets a copy, what the register says of the speaker, and the postal address of the sender (CAN-SPAM),
/// which for a client's letter sent by the factor is the factor's beside the client's.
pub(super) fn footer(filler: &Filler<'_>, has_copy: bool) -> Vec<String> {
    let facts = filler.facts;
    let mut lines = Vec::new();
    if let (true, Some(client)) = (has_copy, &facts.client) {
        lines.push(format!("{} {}", filler.labels.copy, client.name));
    }
    lines.push(legal_line(speaker(facts)));
    if sent_by(filler).is_some() {
        lines.push(legal_line(&facts.factor));
    }
    lines
}

fn legal_line(party: &LetterParty) -> String {
    let mut parts = vec![party.name.clone()];
    parts.extend(postal(&party.address, &party.address.country));
    parts.extend(party.register.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()));
    parts.join("  \u{b7}  ")
}
