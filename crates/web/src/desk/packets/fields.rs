//! The fields of the page's forms. Each name is used once on the page, so that an error finds its field.

use super::super::invoices::papers::ACCEPT;
use super::super::posted::Posted;
use super::Read;
use crate::look::form::{Choice, Field, FormErrors};
use domain::packet::{Addressee, LONGEST_OVERRIDE_DAYS, Sending};
use jiff::ToSpan;
use jiff::civil::Date;

pub(super) struct Fields {
    pub contract: Field,
    pub amount: Field,
    pub has_surety: Field,
    pub point: Field,
    pub confirmed_by: Field,
    pub paper: Field,
    pub to: Field,
    pub person: Field,
    pub sent_on: Field,
    pub how: Field,
    pub notice: Field,
    pub copy: Field,
    pub acknowledged_by: Field,
    pub acknowledged_on: Field,
    pub acknowledgement: Field,
    pub taken_back_by: Field,
    pub taken_back_on: Field,
    pub why: Field,
    pub checked_on: Field,
    pub expires_on: Field,
    pub registration_by: Field,
    pub evidence: Field,
    pub manager: Field,
    pub reason: Field,
    pub until: Field,
    pub released_on: Field,
    pub release_how: Field,
}

/// The three fields of a contract.
pub(super) fn contract(typed: &Posted, errors: &FormErrors, known: (&str, &str, bool)) -> [Field; 3] {
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.raw(name)).checked(errors);
    let or = |name: &str, usual: &str| if typed.has(name) { typed.raw(name).to_owned() } else { usual.to_owned() };
    let ticked = if typed.has("contract") { typed.ticked("has_surety") } else { known.2 };
    [
        field("contract", "Number of the contract")
            .hint("As the agency writes it. Invoices name it; capitals, spaces and hyphens do not matter.")
            .value(or("contract", known.0)),
        field("amount", "Amount of the contract")
            .hint("1,000.00 or more, as the Act asks.")
            .unit("USD")
            .value(or("amount", known.1)),
        field("has_surety", "There is a surety on a bond of the contract")
            .value(if ticked { "yes" } else { "" })
            .optional(),
    ]
}

pub(super) fn of(read: &Read, typed: &Posted, errors: &FormErrors, today: Date) -> Fields {
    let packet = &read.packet;
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.raw(name)).checked(errors);
    let or = |name: &str, usual: &str| if typed.has(name) { typed.raw(name).to_owned() } else { usual.to_owned() };
    let file = |name: &str, label: &str| field(name, label).accept(ACCEPT).hint("A scan, or the mail as a file.");
    let now = today.to_string();
    let one = |one: Addressee| Choice::new(one.code(), one.word());
    let waiting = |to: &Addressee| packet.sending(*to).is_some_and(|one| one.acknowledged.is_none());
    let standing = |to: &Addressee| packet.sending(*to).is_some_and(Sending::is_acknowledged);
    let last = today.saturating_add(LONGEST_OVERRIDE_DAYS.days());
    let [contract, amount, has_surety] =
        contract(typed, errors, (&packet.contract, &packet.amount.figures(), packet.has_surety));
    // A list of one needs no choosing.
    let choice = |name: &str, label: &str, choices: Vec<Choice>| {
        let only = choices.first().filter(|_| choices.len() == 1).map_or_else(String::new, |one| one.value.clone());
        field(name, label).value(or(name, &only)).choices(choices)
    };
    Fields {
        contract,
        amount,
        has_surety,
        point: choice(
            "point",
            "What is confirmed",
            packet.unconfirmed().into_iter().map(|point| Choice::new(point.code(), point.word())).collect(),
        ),
        confirmed_by: field("confirmed_by", "Who has looked").hint("The person who answers for it."),
        paper: file("paper", "The paper that shows it"),
        to: choice("to", "To", packet.unacknowledged().into_iter().map(one).collect()),
        person: field("person", "Whom").hint("Name and office."),
        sent_on: field("sent_on", "When").value(or("sent_on", &now)),
        how: field("how", "How").hint("For example: registered mail with its number, or the mail address."),
        notice: file("notice", "The notice of assignment"),
        copy: file("copy", "The true copy of the assignment"),
        acknowledged_by: choice("acknowledged_by", "Who", packet.addressees().filter(waiting).map(one).collect()),
        acknowledged_on: field("acknowledged_on", "Received").value(or("acknowledged_on", &now)),
        acknowledgement: file("acknowledgement", "The signed acknowledgement"),
        taken_back_by: choice("taken_back_by", "Who", packet.addressees().filter(standing).map(one).collect()),
        taken_back_on: field("taken_back_on", "When").value(or("taken_back_on", &now)),
        why: field("why", "What the office says"),
        checked_on: field("checked_on", "Looked up").value(or("checked_on", &now)),
        expires_on: field("expires_on", "Active until"),
        registration_by: field("registration_by", "Who has looked"),
        evidence: field("evidence", "Where it is on file")
            .hint("The unique entity id, and where the extract is kept.")
            .value(or("evidence", &read.registration.evidence)),
        manager: field("manager", "Manager who decides"),
        reason: field("reason", "Why").hint("It stands in the decision of every invoice that is bought by it."),
        until: field("until", "Last day")
            .hint(format!("At most {LONGEST_OVERRIDE_DAYS} days ahead: {}.", crate::look::format::day(last))),
        released_on: field("released_on", "When").value(or("released_on", &now)),
        release_how: field("release_how", "How the agency was told"),
    }
}
