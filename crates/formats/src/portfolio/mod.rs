//! `portfolio.toml`: the master data of a factor, as they come into a book.
//!
//! Contract: the file is read strictly (no unknown field, nothing guessed) and whole: everything
//! that is wrong with it is said at once, by line, and then none of it is taken. What is read are
//! the domain's own types; keys are given where it is imported, so parties refer to each other by
//! their codes. Deliberately absent: what the book already knows (whether a code is taken there), and
//! screening of parties.
//!
//! How it is written:
//!
//! - Amounts are text, `"25000.00"`: digits, a point, no thousands signs. The currency stands beside
//!   them in the same table.
//! - Shares are percent, as a contract writes them: `"85 %"`. Neither is a TOML number, because
//!   those are floats, and no float comes near money.
//! - Dates are TOML dates, `2026-09-28`. Words of a choice are the stored names, `"FULL_RECOURSE"`.
//!
//! | table | fields (those with a question mark may be left out) |
//! |---|---|
//! | `[factor.account]` | holder, number, bic?, clearing? |
//! | `[factor.sender]` | address, email, phone, guest_address, register? |
//! | `[[client]]` | code, name, status, account_manager, trading_name?, address?, identifiers?, account? |
//! | `[[debtor]]` | code, name, status, debtor_type? (as it is known where absent, else `BUSINESS`), currency, limit, trading_name?, address?, identifiers?, paying_accounts? |
//! | `[[client]]` | code, name, status, account_manager, trading_name?, address?, identifiers?, account?, guarantor? (name, natural_person_obligor?, california?) |
//! | `[[debtor]]` | code, name, status, currency, limit, trading_name?, address?, identifiers?, paying_accounts? |
//! | `[policy.verification]` | the fields of a [`VerificationPolicy`] |
//! | `[[customer]]` | client, debtor, client_reference?, limit?, order_required?, notice? (received, evidence, how) |
//! | `[[agreement]]` | client, version, effective_from, terms, signature? |
//! | `[[contact]]` | debtor? and client? (at least one), name, role?, mailbox?, obligor?, email?, phone?, channel?, language?, zone?, source?, verified? |
//! | `[[mapping]]` | client, and the fields of a [`Mapping`] |
//!
//! `address` has lines, city, postcode, region, country; an identifier scheme and value; a
//! `[[agreement.signature]]` side, signer, capacity, signed_on. `[agreement.terms]` has currency,
//! advance_rate, advance_rate_by_debtor?, facility_limit (amount, basis), release, recourse (kind,
//! window_days, from), notification, max_terms_days, max_age_days, tolerance (share, cap),
//! transfer_fees? (wire, credit_transfer), escrow? (share, cap), discretionary_reserve?, servicing? (`STANDARD`
//! where absent) and fee. `[agreement.terms.fee]` has model (`FLAT` with pct; `FULL_PERIOD`, `PRORATA`, `ALL_PRORATA` with
//! p1, d1, p2, d2; `MIN_THEN_DAILY` with p1, d1; `TABLE` with brackets of from, to, pct) and, with
//! the defaults of [`FeeTerms`](domain::fee::FeeTerms), start?, charge_at?, on_partial?,
//! minimum?, max_total?, stop_day?, inclusive_days?, clearance? (wire, ach, check, card, each with
//! days and unit) and rounding?.

mod agreement;
mod check;
mod contacts;
mod fields;
mod given;
mod parties;

use crate::problem::{Place, Problem, Refused};
use crate::schedule::Mapping;
use check::Codes;
use domain::agreement::{Side, Terms};
use domain::contact::{Channel, ContactSource, Role, Sender};
use domain::invoice::verification::VerificationPolicy;
use domain::letter::Language;
use domain::money::Money;
use domain::notice::Evidence;
use domain::party::{BankAccount, ClientStatus, Code, DebtorStatus, DebtorType, Guarantor, Identity};
use fields::{Fields, Source};
use jiff::Span;
use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Bytes of a portfolio file: 20,000 debtors with their addresses.
pub const PORTFOLIO_BYTES: usize = 16 * 1024 * 1024;
/// Entries of one kind in a portfolio file.
pub const ENTRIES: usize = 50_000;
/// Characters of one text.
pub const TEXT_CHARS: usize = 400;

/// A factor's master data; everything refers by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Portfolio {
    /// The account that payments to clients leave from.
    pub factor_account: Option<BankAccount>,
    /// How the factor writes.
    pub factor_sender: Option<Sender>,
    /// How the factor verifies; none where the file does not say.
    pub verification: Option<VerificationPolicy>,
    /// Who sells, in the order of the file.
    pub clients: Vec<ClientEntry>,
    /// Who owes.
    pub debtors: Vec<DebtorEntry>,
    /// Who sells to whom.
    pub customers: Vec<CustomerEntry>,
    /// Agreement versions, by client and version.
    pub agreements: Vec<AgreementEntry>,
    /// People and mailboxes of debtors and clients.
    pub contacts: Vec<ContactEntry>,
    /// How clients write their schedules; at most one of each client.
    pub mappings: Vec<MappingEntry>,
}

/// A client, before it has a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientEntry {
    /// Unique among clients.
    pub code: Code,
    /// Legal name.
    pub name: String,
    /// Where it stands.
    pub status: ClientStatus,
    /// Person at the factor who answers for it.
    pub account_manager: String,
    /// Trading name, address, numbers.
    pub identity: Identity,
    /// Where it is paid to.
    pub account: Option<BankAccount>,
    /// Who guarantees what it owes (CO-31).
    pub guarantor: Option<Guarantor>,
}

/// A debtor, before it has a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebtorEntry {
    /// Unique among debtors.
    pub code: Code,
    /// Legal name.
    pub name: String,
    /// Where it stands.
    pub status: DebtorStatus,
    /// GL-60: what kind of debtor; none where the file does not say.
    pub debtor_type: Option<DebtorType>,
    /// The most it may owe on purchased invoices, over all clients.
    pub limit: Money,
    /// Trading name, address, numbers.
    pub identity: Identity,
    /// Accounts it is known to pay from.
    pub paying_accounts: Vec<String>,
}

/// A pair of client and debtor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerEntry {
    /// The seller.
    pub client: Code,
    /// Its customer.
    pub debtor: Code,
    /// The client's own number for it; unique for the client.
    pub client_reference: Option<String>,
    /// A limit of the pair, in the currency of the debtor's own.
    pub limit: Option<Money>,
    /// LC-04: must each invoice name the customer's order?
    pub order_required: bool,
    /// GL-52: the notice of assignment that was given before the book began; none where it is still to be given.
    pub notice: Option<NoticeEntry>,
}

/// A notice that the debtor has received already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeEntry {
    /// The day it was received.
    pub received: Date,
    /// LC-45: how sure that is.
    pub evidence: Evidence,
    /// How it was given and what shows it, in words.
    pub how: String,
}

/// An agreement version, before it is issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementEntry {
    /// With whom.
    pub client: Code,
    /// 1, 2, 3 … without a gap.
    pub version: u32,
    /// First day it may be in force.
    pub effective_from: Date,
    /// What it says; free of [`Terms::problems`].
    pub terms: Terms,
    /// At most one of each side.
    pub signatures: Vec<SignatureEntry>,
}

impl AgreementEntry {
    /// LC-33: have both sides signed, so that it can be put in force?
    #[must_use]
    pub fn is_executed(&self) -> bool {
        let signed = |side| self.signatures.iter().any(|signature| signature.side == side);
        signed(Side::Factor) && signed(Side::Client)
    }
}

/// LC-32: a signature under an agreement version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureEntry {
    /// Whose side.
    pub side: Side,
    /// Name of the person.
    pub signer: String,
    /// Office the person signs in.
    pub capacity: String,
    /// Day of signature.
    pub signed_on: Date,
}

/// A person or mailbox, before it has a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactEntry {
    /// Of this debtor; none for a client's own person.
    pub debtor: Option<Code>,
    /// Of this client or, with a debtor, for its invoices alone.
    pub client: Option<Code>,
    /// What it is for; accounts payable of a debtor where it is not said.
    pub role: Role,
    /// Name of the person or department.
    pub name: String,
    /// CO-33: a role mailbox.
    pub mailbox: bool,
    /// CO-31: it is, in person, the natural person who owes or guarantees.
    pub obligor: bool,
    /// Mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// How it wants to be reached.
    pub channel: Channel,
    /// Language of letters.
    pub language: Language,
    /// IANA time zone, checked.
    pub zone: Option<String>,
    /// Who gave it; the factor's own research where it is not said.
    pub source: ContactSource,
    /// How it was verified independently of the client, where it was.
    pub verified: Option<String>,
}

/// How a client writes its schedules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingEntry {
    /// Whose.
    pub client: Code,
    /// Checked by [`Mapping::check`].
    pub mapping: Mapping,
}

/// Reads a portfolio file.
///
/// # Errors
/// Everything that is wrong with it, by line: what TOML forbids first, and alone, because nothing
/// after it can be told apart; then fields (`FIELD_MISSING`, `FIELD_UNKNOWN`, `FIELD_KIND` and
/// the code of what does not read), terms (`TERMS_UNSOUND`), accounts (`ACCOUNT_UNSOUND`), and what
/// does not agree within the file (`CODE_TWICE`, `CODE_UNKNOWN`, `CURRENCIES_DIFFER`, `VERSION_ORDER`,
/// `SIGNED_TWICE`), and the policy (`POLICY_UNREADABLE`, `POLICY_UNSOUND`).
pub fn read(name: &str, bytes: &[u8]) -> Result<Portfolio, Refused> {
    if bytes.len() > PORTFOLIO_BYTES {
        let fact = format!("The file has {} bytes; a portfolio may have {PORTFOLIO_BYTES}.", bytes.len());
        return Err(Problem::new("FILE_TOO_LARGE", Place::file(name), fact, "Import it in several files.").into());
    }
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).map_err(|error| {
        let fact = format!("The byte at offset {} is not UTF-8.", error.valid_up_to());
        Problem::new("ENCODING_WRONG", Place::file(name), fact, "Save the file as UTF-8.")
    })?;
    let source = Source::new(name, text);
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let line = source.line(error.span().map_or(0, |span| span.start));
        source.fault(line, "toml", "TOML_BROKEN", sentence(error.message()), "Correct the line; see toml.io.");
    }
    let portfolio = if errors.is_empty() { read_root(&source, root.into_inner()) } else { Portfolio::default() };
    source.into_problems().or_value(portfolio)
}

fn read_root(source: &Source<'_>, root: DeTable<'_>) -> Portfolio {
    let mut root = Fields::new(source, "", 1, root);
    let (factor_account, factor_sender) = match root.table("factor", "[factor.account]") {
        Some(mut factor) => {
            let both = (parties::account(&mut factor, "account"), contacts::sender(&mut factor));
            factor.finish();
            both
        }
        None => (None, None),
    };
    let verification = given::verification(&mut root);
    let mut codes = Codes::default();
    let clients = root.tables("client", "[[client]]").into_iter();
    let clients = clients.filter_map(|fields| parties::client(fields, &mut codes)).collect();
    let debtors = root.tables("debtor", "[[debtor]]").into_iter();
    let debtors = debtors.filter_map(|fields| parties::debtor(fields, &mut codes)).collect();
    let agreements = root.tables("agreement", "[[agreement]]").into_iter();
    let agreements: Vec<AgreementEntry> =
        agreements.filter_map(|fields| agreement::agreement(fields, &mut codes)).collect();
    let customers = root.tables("customer", "[[customer]]").into_iter();
    let customers = customers.filter_map(|fields| parties::customer(fields, &mut codes, &agreements)).collect();
    let contacts = root.tables("contact", "[[contact]]").into_iter();
    let contacts = contacts.filter_map(|fields| contacts::contact(fields, &codes)).collect();
    let mappings = root.tables("mapping", "[[mapping]]").into_iter();
    let mappings = mappings.filter_map(|fields| mapping(source, fields, &mut codes)).collect();
    root.finish();
    Portfolio {
        factor_account,
        factor_sender,
        verification,
        clients,
        debtors,
        customers,
        agreements,
        contacts,
        mappings,
    }
}

/// A mapping is read by its own type, which says what is wrong in its own words.
fn mapping(source: &Source<'_>, mut fields: Fields<'_>, codes: &mut Codes) -> Option<MappingEntry> {
    const PATH: &str = "mapping";
    let line = fields.line();
    let client = codes.client(&mut fields);
    if let Some(client) = &client
        && let Some(first) = codes.mapped(client, line)
    {
        let fact = format!("{client} has a mapping on line {first} already.");
        source.fault(line, PATH, "CODE_TWICE", fact, "Keep one of the two.");
    }
    let rest = Spanned::new(0..0, DeValue::Table(fields.into_rest()));
    let read: Result<Mapping, _> = serde::Deserialize::deserialize(toml::de::ValueDeserializer::from(rest));
    match read {
        Ok(mapping) => {
            for problem in mapping.check().err().map(|refused| refused.problems).unwrap_or_default() {
                let field = format!("{PATH}.{}", problem.place.field.as_deref().unwrap_or("file"));
                source.fault(line, &field, problem.code, problem.fact, &problem.remedy);
            }
            Some(MappingEntry { client: client?, mapping })
        }
        Err(error) => {
            let at = error.span().filter(|span| span.start > 0).map_or(line, |span| source.line(span.start));
            let remedy = "See the documentation of mappings for its fields.";
            source.fault(at, PATH, "MAPPING_UNREADABLE", sentence(error.message()), remedy);
            None
        }
    }
}

impl Portfolio {
    /// The same portfolio with every date moved by `days` (back, when negative), so that an example
    /// can be brought to the present. A date that would leave the calendar stays at its end.
    #[must_use]
    pub fn shifted(mut self, days: i64) -> Self {
        // Far more days than the calendar has; jiff refuses longer spans.
        const MOST: i64 = 7_000_000;
        let by = Span::new().days(days.clamp(-MOST, MOST));
        for agreement in &mut self.agreements {
            agreement.effective_from = agreement.effective_from.saturating_add(by);
            for signature in &mut agreement.signatures {
                signature.signed_on = signature.signed_on.saturating_add(by);
            }
        }
        for notice in self.customers.iter_mut().filter_map(|customer| customer.notice.as_mut()) {
            notice.received = notice.received.saturating_add(by);
        }
        self
    }
}

/// Words of an error as a sentence of their own.
fn sentence(words: &str) -> String {
    let words = words.trim();
    let mut letters = words.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    let end = if words.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", letters.as_str()).replace('\n', " ")
}

#[cfg(test)]
mod tests;
