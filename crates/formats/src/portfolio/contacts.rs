//! How the factor writes, and the people and mailboxes of clients and debtors.

use super::check::Codes;
use super::fields::Fields;
use super::parties::address;
use super::{ContactEntry, sentence};
use domain::contact::{Channel, ContactSource, Role, Sender};
use domain::letter::Language;

/// `[factor.sender]`: what every letter carries.
pub(super) fn sender(factor: &mut Fields<'_>) -> Option<Sender> {
    let mut fields = factor.table("sender", "{ email = \"hello@lantern.example\" }")?;
    let address =
        fields.must("address", "{ lines = [\"1 Quay Street\"], city = \"Toledo\", country = \"US\" }", |fields| {
            fields.table("address", "{ city = \"Toledo\", country = \"US\" }").map(address)
        });
    let email = fields.must_text("email", "\"hello@lantern.example\"");
    let phone = fields.must_text("phone", "\"+1 555 010 0100\"");
    let register = fields.text("register", "\"Registered in Ohio, 4410217\"").unwrap_or_default();
    let guest_address = fields.must_text("guest_address", "\"https://pay.lantern.example\"");
    fields.finish();
    Some(Sender { address: address?, email: email?, phone: phone?, register, guest_address: guest_address? })
}

/// A `[[contact]]`: of a debtor, of a debtor for the invoices of one client, or of a client.
pub(super) fn contact(mut fields: Fields<'_>, codes: &Codes) -> Option<ContactEntry> {
    let debtor = if fields.has("debtor") { codes.debtor(&mut fields) } else { None };
    let client = if fields.has("client") || debtor.is_none() { codes.client(&mut fields) } else { None };
    let name = fields.must_text("name", "\"Accounts payable\"");
    let roles: Vec<_> = Role::ALL.iter().map(|one| (one.code(), *one)).collect();
    let role = fields.choice("role", &roles);
    let channels: Vec<_> = Channel::ALL.iter().map(|one| (one.code(), *one)).collect();
    let channel = fields.choice("channel", &channels);
    let languages: Vec<_> = Language::ALL.iter().map(|one| (one.code(), *one)).collect();
    let language = fields.choice("language", &languages);
    let sources: Vec<_> = ContactSource::ALL.iter().map(|one| (one.code(), *one)).collect();
    let source = fields.choice("source", &sources);
    let mailbox = fields.yes("mailbox");
    let obligor = fields.yes("obligor");
    let email = fields.text("email", "\"ap@norwell.example\"");
    let phone = fields.text("phone", "\"+1 555 010 0142\"");
    let zone = fields.text("zone", "\"America/Chicago\"");
    let verified = fields.text("verified", "\"called the switchboard\"");
    let line = fields.line();
    if let Some(zone) = &zone
        && jiff::tz::TimeZone::get(zone).is_err()
    {
        let fact = sentence(&format!("there is no time zone {zone}"));
        fields.fault_at(line, "zone", "ZONE_UNKNOWN", fact, "Write its IANA name, for example America/Chicago.");
    }
    fields.finish();
    let usual = if debtor.is_some() { Role::AccountsPayable } else { Role::Client };
    Some(ContactEntry {
        role: role.unwrap_or(usual),
        name: name?,
        mailbox,
        obligor,
        email,
        phone,
        channel: channel.unwrap_or(Channel::Email),
        language: language.unwrap_or(Language::English),
        zone,
        source: source.unwrap_or(ContactSource::Factor),
        verified,
        client,
        debtor,
    })
}
