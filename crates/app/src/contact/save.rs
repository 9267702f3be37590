//! Contacts: added, changed, verified, found wrong, retired.

use super::{concerned, contact_by_id, policy};
use crate::party::NAME_CHARS;
use crate::timeline::{Told, actor, tell};
use crate::{Error, Refusal, Task, client_by_code};
use domain::contact::{
    Channel, Contact, ContactSource, ContactState, Happening, Role, Seen, Sender, Subject, Verified,
};
use domain::event::EventKind;
use domain::fraud::{self, ContactFinding};
use domain::id::{ClientId, ContactId, DebtorId};
use domain::letter::Language;
use domain::timeline::Sentence;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::kept;

/// Longest mail address, in characters (RFC 5321).
pub const EMAIL_CHARS: usize = 254;
/// Longest telephone number as written, in characters.
pub const PHONE_CHARS: usize = 40;
/// Most contacts of one debtor or client.
pub const CONTACTS: usize = 100;

/// A contact as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    /// The contact to change; none adds one, or changes the one of this role with this mail address.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// Code of the debtor; none for a person at a client.
    #[serde(default)]
    pub debtor: Option<String>,
    /// Code of the client: whose person it is or, with a debtor, for whose invoices alone it is.
    #[serde(default)]
    pub client: Option<String>,
    /// What it is for.
    pub role: Role,
    /// CO-33: a role mailbox, not a person.
    #[serde(default)]
    pub mailbox: bool,
    /// CO-31: it is, in person, the natural person who owes: the sole trader, or the guarantor of a client.
    #[serde(default)]
    pub obligor: bool,
    /// Name of the person or department.
    pub name: String,
    /// Mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// Telephone, with country code.
    #[serde(default)]
    pub phone: Option<String>,
    /// How it wants to be reached.
    #[serde(default = "by_mail")]
    pub channel: Channel,
    /// Language of letters, by its code: `en`, `de`, `fr`, `es`.
    #[serde(default = "english")]
    pub language: Language,
    /// IANA time zone; none: the debtor's, else the factor's.
    #[serde(default)]
    pub zone: Option<String>,
    /// Who gave it.
    pub source: ContactSource,
}

const fn by_mail() -> Channel {
    Channel::Email
}

const fn english() -> Language {
    Language::English
}

/// Adds a contact or changes it. Its findings (FR-10, FR-11, FR-14) come back in [`Contact::findings`] and stay with it.
///
/// New addresses must be verified anew. The same contact saved twice is one contact and no event.
///
/// # Errors
/// [`Error::NotFound`] when the party or the contact is unknown; [`Error::Refused`] with every problem, an unknown
/// client beside a debtor among them.
pub fn save_contact(task: &mut Task<'_, '_>, new: &NewContact) -> Result<Contact, Error> {
    let debtor = new.debtor.as_deref().map(|code| debtor_id(task, code)).transpose()?;
    let mut unknown = None;
    let client = match new.client.as_deref().map(|code| client_by_code(task, code)).transpose() {
        Ok(found) => found.map(|client| client.id),
        // Beside a debtor the supplier is one field of many: it is told with the others.
        Err(Error::NotFound(what)) if debtor.is_some() => {
            let fact = format!("there is no {what}");
            unknown = Some(Refusal::at("client", "UNKNOWN_CLIENT", fact, "Use the code of a client of yours."));
            None
        }
        Err(other) => return Err(other),
    };
    let known = match (debtor, client) {
        (Some(debtor), _) => kept::contact::of_debtor(task, debtor)?,
        (None, Some(client)) => kept::contact::of_client(task, client)?,
        (None, None) => Vec::new(),
    };
    let email = trimmed(new.email.as_deref());
    let phone = trimmed(new.phone.as_deref());
    let zone = match &new.zone {
        Some(zone) => zone.trim().to_owned(),
        None => usual_zone(task, debtor)?,
    };
    let before = match new.contact {
        Some(id) => {
            let own = known.iter().find(|one| one.id == id);
            Some(own.ok_or_else(|| Error::NotFound(format!("contact {id} of this party")))?)
        }
        None => known.iter().find(|one| {
            let same = |a: &Option<String>, b: &Option<String>| match (a, b) {
                (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
                (a, b) => a.is_none() && b.is_none(),
            };
            one.role == new.role
                && one.client == client
                && same(&one.email, &email)
                && (email.is_some() || one.name == new.name.trim())
        }),
    };
    let mut problems = problems(new, email.as_deref(), phone.as_deref(), &zone, debtor, client);
    problems.extend(unknown);
    problems.extend(before.and_then(gone));
    if before.is_none() && known.len() >= CONTACTS {
        let fact = format!("{CONTACTS} contacts are on file; no more are kept");
        problems.push(Refusal::new("TOO_MANY", fact, "Change one that is no longer used."));
    }
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    let moved = before.is_none_or(|before| before.email != email || before.phone != phone);
    let mut contact = Contact {
        id: match before {
            Some(before) => before.id,
            None => ContactId(task.new_id()),
        },
        debtor,
        client,
        role: new.role,
        mailbox: new.mailbox,
        obligor: new.obligor,
        name: new.name.trim().to_owned(),
        email,
        phone,
        channel: new.channel,
        language: new.language,
        zone,
        source: new.source,
        added_on: before.filter(|_| !moved).map_or(task.today, |before| before.added_on),
        added_at: before.filter(|_| !moved).map_or(task.unit.recorded_at(), |before| before.added_at),
        added_by: before.filter(|_| !moved).map_or(task.actor.clone(), |before| before.added_by.clone()),
        verified: before.filter(|_| !moved).and_then(|before| before.verified.clone()),
        opted_out: before.map(|before| before.opted_out.clone()).unwrap_or_default(),
        state: match before {
            // CO-08: a lawyer who is named again binds again, whatever was said of the same address before.
            Some(before)
                if new.role == Role::Lawyer
                    && new.contact.is_none()
                    && matches!(before.state, ContactState::Retired | ContactState::Wrong) =>
            {
                ContactState::Good
            }
            // An objection is not undone by typing a new address (CO-33).
            Some(before) if !moved || before.state == ContactState::Retired => before.state,
            _ => ContactState::Good,
        },
        bounces: before.filter(|_| !moved).map_or(0, |before| before.bounces),
        findings: Vec::new(),
        erased_on: None,
    };
    contact.findings = findings(task, &contact, &known)?;
    if let Some(before) = before {
        for finding in &mut contact.findings {
            finding.cleared = !moved && before.findings.iter().any(|one| one.cleared && one.fact == finding.fact);
        }
        if *before == contact {
            return Ok(contact);
        }
    }
    let (name, role) = (contact.name.clone(), contact.role);
    let said = match before {
        None => Sentence::ContactAdded { name, role },
        Some(_) => Sentence::ContactChanged { name, role },
    };
    keep(task, &contact, said)?;
    Ok(contact)
}

/// CO-33: what was erased is not filled in again.
fn gone(contact: &Contact) -> Option<Refusal> {
    let on = contact.erased_on?;
    let fact = format!("the data of this contact were {}", domain::contact::erased_words(on));
    Some(Refusal::new("ERASED", fact, "Save a new contact."))
}

/// The contact, unless its data were erased.
pub(super) fn on_file(task: &mut Task<'_, '_>, contact: ContactId) -> Result<Contact, Error> {
    let contact = contact_by_id(task, contact)?;
    gone(&contact).map_or(Ok(contact), |gone| Err(Error::Refused(vec![gone])))
}

fn trimmed(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn debtor_id(task: &mut Task<'_, '_>, code: &str) -> Result<DebtorId, Error> {
    let found = kept::party::debtor_by_code(task, &code.to_ascii_uppercase())?;
    found.map(|debtor| debtor.id).ok_or_else(|| Error::NotFound(format!("debtor {code}")))
}

/// The zone a contact is in when nobody says: the debtor's, else the factor's.
fn usual_zone(task: &mut Task<'_, '_>, debtor: Option<DebtorId>) -> Result<String, Error> {
    let preference = match debtor {
        Some(debtor) => kept::contact::preference(task, debtor)?,
        None => None,
    };
    Ok(preference.map_or_else(|| task.factor.zone.clone(), |preference| preference.zone))
}

fn problems(
    new: &NewContact,
    email: Option<&str>,
    phone: Option<&str>,
    zone: &str,
    debtor: Option<DebtorId>,
    client: Option<ClientId>,
) -> Vec<Refusal> {
    let mut problems = Vec::new();
    let mut wrong = |place: &str, code: &str, fact: String, remedy: &str| {
        problems.push(Refusal::at(place, code, fact, remedy));
    };
    if debtor.is_none() && client.is_none() {
        wrong("debtor", "PARTY", "neither debtor nor client is named".to_owned(), "Name the party it belongs to.");
    }
    if (new.role == Role::Client) != debtor.is_none() {
        let fact = format!("the role {} does not fit the party", new.role.code());
        wrong("role", "ROLE", fact, "Use CLIENT for a client's person, another role for a debtor's.");
    }
    if new.name.trim().is_empty() || new.name.chars().count() > NAME_CHARS {
        let fact = format!("the name is empty or longer than {NAME_CHARS} characters");
        wrong("name", "NAME", fact, "Write the person's or the department's name.");
    }
    if new.obligor && new.mailbox {
        let fact = "a role mailbox is nobody in person".to_owned();
        wrong("obligor", "OBLIGOR", fact, "Say that it is the person itself, or that it is a mailbox, not both.");
    }
    if let Some(email) = email
        && !is_mail_address(email)
    {
        let fact = format!("\u{201c}{email}\u{201d} is not a mail address");
        wrong("email", "EMAIL", fact, "Write one address, for example ap@harbourstone.example.");
    }
    let digits = phone.map_or(0, |phone| phone.chars().filter(char::is_ascii_digit).count());
    if let Some(phone) = phone
        && (!(6..=15).contains(&digits) || phone.chars().count() > PHONE_CHARS)
    {
        let fact = format!("\u{201c}{phone}\u{201d} is not a telephone number");
        wrong("phone", "PHONE", fact, "Write it with country code, for example +1 212 555 0147.");
    }
    if email.is_none() && phone.is_none() {
        let fact = "there is neither a mail address nor a telephone number".to_owned();
        wrong("email", "ADDRESS", fact, "Write at least one of both.");
    }
    let lacking = match new.channel {
        Channel::Email => email.is_none(),
        Channel::Phone => phone.is_none(),
        Channel::Letter | Channel::Portal => false,
    };
    if lacking {
        let fact = format!("it wants to be reached by {} and has none", new.channel.word());
        wrong("channel", "CHANNEL", fact, "Add the address, or choose another channel.");
    }
    if TimeZone::get(zone).is_err() {
        let fact = format!("\u{201c}{zone}\u{201d} is not a time zone");
        wrong("zone", "TIME_ZONE", fact, "Write its IANA name, for example America/New_York.");
    }
    problems
}

/// One address of the usual form: no spaces or line ends, something on both sides of one `@`, a dot in the domain.
pub(super) fn is_mail_address(email: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>' | '"' | '(' | ')');
    email.chars().count() <= EMAIL_CHARS
        && !email.chars().any(odd)
        && email.matches('@').count() == 1
        && fraud::mail_domain(email).is_some_and(|domain| {
            domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
        })
}

/// FR-10, FR-11, FR-14: what is odd about a debtor's contact.
fn findings(task: &mut Task<'_, '_>, contact: &Contact, known: &[Contact]) -> Result<Vec<ContactFinding>, Error> {
    let mut findings = Vec::new();
    let policy = policy(task)?;
    if let Some(domain) = contact.email.as_deref().and_then(fraud::mail_domain) {
        let mut domains: Vec<String> =
            kept::contact::emails(task)?.iter().filter_map(|email| fraud::mail_domain(email)).collect();
        let sender: Sender = kept::policy::get(task, Sender::POLICY)?;
        domains.extend(fraud::mail_domain(&sender.email));
        domains.sort_unstable();
        domains.dedup();
        // Providers everybody uses look like one another and prove nothing.
        if !fraud::is_free_mail(&domain, &policy.free_mail) {
            findings.extend(fraud::look_alike(&domain, domains.iter().map(String::as_str)));
        }
        if contact.debtor.is_some() {
            let others = known.iter().filter(|one| one.id != contact.id && one.state != ContactState::Wrong);
            let own: Vec<String> =
                others.filter_map(|one| one.email.as_deref()).filter_map(fraud::mail_domain).collect();
            findings.extend(fraud::free_mail(&domain, &own, &policy.free_mail));
        }
    }
    let clients = match contact.debtor {
        Some(_) => kept::contact::of_all_clients(task)?,
        None => Vec::new(),
    };
    if let Some(domain) = contact.email.as_deref().filter(|_| contact.debtor.is_some()).and_then(fraud::mail_domain) {
        let emails = clients.iter().filter_map(|one| one.email.as_deref());
        findings.extend(fraud::client_domain(&domain, emails, &policy.free_mail));
    }
    if let Some(phone) = contact.phone.as_deref().filter(|_| contact.debtor.is_some()) {
        findings.extend(fraud::client_phone(phone, clients.iter().filter_map(|one| one.phone.as_deref())));
    }
    Ok(findings)
}

/// Keeps a contact with its event; tells the timelines of a debtor's contact. Whoever reads the mailbox it had until now
/// is no longer let in by the links that were sent there.
pub(crate) fn keep(task: &mut Task<'_, '_>, contact: &Contact, said: Sentence) -> Result<(), Error> {
    keep_because(task, contact, contact, said)
}

/// The same with an event that says more than the contact itself; its facts hold the contact's.
pub(super) fn keep_because(
    task: &mut Task<'_, '_>,
    contact: &Contact,
    facts: &impl Serialize,
    said: Sentence,
) -> Result<(), Error> {
    let before = kept::contact::get(task, contact.id)?;
    kept::contact::put(task, contact)?;
    let event = task.record_facts(EventKind::ContactSaved, facts, &[])?;
    if let Some(why) = before.and_then(|before| out_of_date(&before, contact)) {
        crate::guest::revoke_all(task, contact.id, why)?;
    }
    let Some(debtor) = contact.debtor else { return Ok(()) };
    let clients = concerned(task, contact.client, debtor)?;
    let told = Told {
        kind: Happening::Contact,
        who: actor(task),
        said,
        subject: Some((Subject::Contact, contact.id.0)),
        // A contact that serves several clients: what one of them says of it is not for the others.
        seen: if contact.client.is_some() { Seen::FACTOR_AND_CLIENT } else { Seen::FACTOR },
    };
    tell(task, event, 0, &clients, debtor, &told)
}

/// Why the links that were given to a contact until now are for somebody else.
fn out_of_date(before: &Contact, now: &Contact) -> Option<&'static str> {
    let mailbox = |contact: &Contact| contact.email.as_ref().map(|email| email.to_lowercase());
    match now.state {
        state if state == before.state && mailbox(before) == mailbox(now) => None,
        ContactState::Wrong => Some("it is the wrong contact"),
        ContactState::Retired => Some("it is no longer written to"),
        _ if mailbox(before) != mailbox(now) => Some("its mail address is another now"),
        _ => None,
    }
}

/// Somebody has made sure that a contact is right. `independent` (FR-14): without the client's help; it also clears
/// what was odd about it (FR-10, FR-11, FR-14).
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it does not say how, or the contact has objected.
pub fn verify_contact(
    task: &mut Task<'_, '_>,
    contact: ContactId,
    how: &str,
    independent: bool,
) -> Result<Contact, Error> {
    let mut contact = on_file(task, contact)?;
    let mut problems = Vec::new();
    if how.trim().is_empty() {
        let remedy = "Write in a few words how, for example: called the switchboard.";
        problems.push(Refusal::at("how", "HOW", "it does not say how the contact was verified", remedy));
    }
    if contact.state == ContactState::Retired {
        let fact = format!("{} does not want to be written to any more", contact.name);
        problems.push(Refusal::new("RETIRED", fact, "Save another contact."));
    }
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    let verified = Verified { on: task.today, by: task.actor.clone(), how: how.trim().to_owned(), independent };
    if contact.verified.as_ref() == Some(&verified) && contact.state == ContactState::Good && contact.bounces == 0 {
        return Ok(contact);
    }
    contact.verified = Some(verified);
    contact.state = ContactState::Good;
    contact.bounces = 0;
    if independent {
        contact.findings.iter_mut().for_each(|finding| finding.cleared = true);
    }
    let said = Sentence::ContactConfirmed { name: contact.name.clone(), how: how.trim().to_owned() };
    keep(task, &contact, said)?;
    Ok(contact)
}

/// Somebody answered that this is the wrong contact: nothing more goes there. Without words it said so itself.
///
/// # Errors
/// [`Error::NotFound`].
pub fn mark_wrong(task: &mut Task<'_, '_>, contact: ContactId, why: &str) -> Result<Contact, Error> {
    let words = why.trim().to_owned();
    change(task, contact, ContactState::Wrong, |name| Sentence::ContactWrong { name, words })
}

/// CO-33: the person left, or objects to being written to: legal notices only from now on.
///
/// # Errors
/// [`Error::NotFound`].
pub fn retire(task: &mut Task<'_, '_>, contact: ContactId, why: &str) -> Result<Contact, Error> {
    let words = why.trim().to_owned();
    change(task, contact, ContactState::Retired, |name| Sentence::ContactRetired { name, words })
}

fn change(
    task: &mut Task<'_, '_>,
    contact: ContactId,
    state: ContactState,
    said: impl FnOnce(String) -> Sentence,
) -> Result<Contact, Error> {
    let mut contact = on_file(task, contact)?;
    if contact.state == state {
        return Ok(contact);
    }
    contact.state = state;
    let said = said(contact.name.clone());
    keep(task, &contact, said)?;
    Ok(contact)
}
