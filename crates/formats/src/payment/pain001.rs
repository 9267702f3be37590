//! ISO 20022 customer credit transfer initiation, pain.001.001.09.
//!
//! Contract: the same file comes out of the same values, byte for byte. Payments are grouped by execution
//! date and currency, in that order; within a group they keep their order. `NbOfTxs` and `CtrlSum` stand in the
//! header (over all, whatever the currency, as the standard wants it) and in every group.

use super::{Agent, Payment, PaymentFile, is_bic, is_iban, text};
use crate::limits;
use crate::problem::{Place, Problem, Problems, Refused, quoted};
use crate::statement::AccountId;
use domain::money::Currency;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashSet};

/// Characters of an id (`Max35Text`).
pub const ID_CHARS: usize = 35;
/// Characters of a name or a remittance text (`Max140Text`).
pub const TEXT_CHARS: usize = 140;
/// Characters of an account number that is no IBAN (`Max34Text`).
pub const ACCOUNT_CHARS: usize = 34;

/// Writes the file.
///
/// # Errors
/// Everything that a bank would refuse: ids and texts that are too long or hold characters outside the set of
/// [`super::text`], IBANs and BICs that are none, amounts of zero or less, an id that is used twice.
pub fn write(file: &PaymentFile) -> Result<Vec<u8>, Refused> {
    check(file)?;
    let mut groups: BTreeMap<(Date, Currency), Vec<&Payment>> = BTreeMap::new();
    for payment in &file.payments {
        groups.entry((payment.execution, payment.amount.currency)).or_default().push(payment);
    }
    let mut out = Writer { out: String::with_capacity(1024 + file.payments.len() * 700) };
    out.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.out.push_str("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">");
    out.group("CstmrCdtTrfInitn", |out| {
        out.group("GrpHdr", |out| {
            out.leaf("MsgId", &file.message_id);
            out.leaf("CreDtTm", &file.created.strftime("%Y-%m-%dT%H:%M:%S").to_string());
            out.totals(&file.payments.iter().collect::<Vec<_>>());
            out.group("InitgPty", |out| out.text("Nm", &file.initiating_party));
        });
        for (place, ((execution, _), payments)) in groups.iter().enumerate() {
            out.group("PmtInf", |out| out.instruction(file, place + 1, *execution, payments));
        }
    });
    out.out.push_str("</Document>\n");
    Ok(out.out.into_bytes())
}

struct Writer {
    out: String,
}

impl Writer {
    fn group(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.out.push('<');
        self.out.push_str(name);
        self.out.push('>');
        inside(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn leaf(&mut self, name: &str, value: &str) {
        self.group(name, |out| out.out.push_str(&quick_xml::escape::escape(value)));
    }

    /// A name or text, transliterated; [`check`] has seen that it can be.
    fn text(&mut self, name: &str, value: &str) {
        self.leaf(name, &text::plain(value).unwrap_or_default());
    }

    fn totals(&mut self, payments: &[&Payment]) {
        let sum: Decimal = payments.iter().map(|payment| payment.amount.decimal()).sum();
        self.leaf("NbOfTxs", &payments.len().to_string());
        self.leaf("CtrlSum", &sum.to_string());
    }

    fn instruction(&mut self, file: &PaymentFile, number: usize, execution: Date, payments: &[&Payment]) {
        self.leaf("PmtInfId", &group_id(&file.message_id, number));
        self.leaf("PmtMtd", "TRF");
        self.leaf("BtchBookg", if file.batch_booking { "true" } else { "false" });
        self.totals(payments);
        self.group("ReqdExctnDt", |out| out.leaf("Dt", &execution.to_string()));
        self.group("Dbtr", |out| out.text("Nm", &file.debtor_name));
        self.group("DbtrAcct", |out| out.account(&file.debtor_account));
        self.group("DbtrAgt", |out| out.agent(&file.debtor_agent));
        for payment in payments {
            self.group("CdtTrfTxInf", |out| out.payment(payment));
        }
    }

    fn payment(&mut self, payment: &Payment) {
        self.group("PmtId", |out| {
            out.leaf("EndToEndId", &payment.end_to_end_id);
            if let Some(uetr) = &payment.uetr {
                out.leaf("UETR", uetr);
            }
        });
        self.group("Amt", |out| {
            let amount = payment.amount;
            out.out.push_str(&format!("<InstdAmt Ccy=\"{}\">{}</InstdAmt>", amount.currency, amount.decimal()));
        });
        if let Some(agent) = &payment.creditor_agent {
            self.group("CdtrAgt", |out| out.agent(agent));
        }
        self.group("Cdtr", |out| out.text("Nm", &payment.creditor_name));
        self.group("CdtrAcct", |out| out.account(&payment.creditor_account));
        if let Some(remittance) = &payment.remittance {
            self.group("RmtInf", |out| out.text("Ustrd", remittance));
        }
    }

    fn account(&mut self, account: &AccountId) {
        self.group("Id", |out| match account {
            AccountId::Iban(iban) => out.leaf("IBAN", iban),
            AccountId::Other(number) => out.group("Othr", |out| out.leaf("Id", number)),
        });
    }

    fn agent(&mut self, agent: &Agent) {
        self.group("FinInstnId", |out| match agent {
            Agent::Bic(bic) => out.leaf("BICFI", bic),
            Agent::ClearingMember { system, member } => out.group("ClrSysMmbId", |out| {
                if let Some(system) = system {
                    out.group("ClrSysId", |out| out.leaf("Cd", system));
                }
                out.leaf("MmbId", member);
            }),
        });
    }
}

/// Id of a group: the message id and its number.
fn group_id(message_id: &str, number: usize) -> String {
    format!("{message_id}-{number}")
}

fn check(file: &PaymentFile) -> Result<(), Refused> {
    let mut checker = Checker { problems: Problems::default(), line: None };
    // Group ids add a hyphen and up to six digits to the message id.
    const GROUP_CHARS: usize = 7;
    checker.id("MsgId", &file.message_id, ID_CHARS - GROUP_CHARS);
    checker.text("InitgPty/Nm", &file.initiating_party);
    checker.text("Dbtr/Nm", &file.debtor_name);
    checker.account("DbtrAcct", &file.debtor_account);
    checker.agent("DbtrAgt", &file.debtor_agent);
    if file.payments.is_empty() {
        checker.fault(
            "NO_PAYMENTS",
            "CdtTrfTxInf",
            "There are no payments.",
            "Make no file where nothing is to be paid.",
        );
    }
    if file.payments.len() > limits::PAYMENTS {
        let fact = format!("There are {} payments; a file may have {}.", file.payments.len(), limits::PAYMENTS);
        checker.fault("TOO_MANY_PAYMENTS", "CdtTrfTxInf", fact, "Make several files.");
    }
    let mut seen = HashSet::with_capacity(file.payments.len());
    for (place, payment) in file.payments.iter().enumerate() {
        checker.line = Some(place as u64 + 1);
        checker.id("EndToEndId", &payment.end_to_end_id, ID_CHARS);
        if !seen.insert(&payment.end_to_end_id) {
            let fact = format!("The id {} is used twice.", quoted(&payment.end_to_end_id));
            checker.fault("ID_TWICE", "EndToEndId", fact, "Give every payment an id of its own.");
        }
        if payment.amount.minor <= 0 {
            let fact = format!("The amount is {}.", payment.amount);
            checker.fault("AMOUNT_NOT_POSITIVE", "InstdAmt", fact, "Pay more than zero, or nothing.");
        }
        checker.text("Cdtr/Nm", &payment.creditor_name);
        checker.account("CdtrAcct", &payment.creditor_account);
        match (&payment.creditor_agent, &payment.creditor_account) {
            (Some(agent), _) => checker.agent("CdtrAgt", agent),
            (None, AccountId::Other(_)) => {
                let fact = "The account is no IBAN, and its bank is not named.";
                checker.fault("AGENT_MISSING", "CdtrAgt", fact, "Name the bank.");
            }
            (None, AccountId::Iban(_)) => {}
        }
        if let Some(remittance) = &payment.remittance {
            checker.text("RmtInf/Ustrd", remittance);
        }
        if payment.uetr.as_deref().is_some_and(|uetr| !is_uetr(uetr)) {
            let fact = "The UETR is not a UUID of version 4 in lower case.";
            checker.fault("UETR_WRONG", "UETR", fact, "Give such a UUID, or none.");
        }
    }
    checker.problems.or_value(())
}

fn is_uetr(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b'),
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

struct Checker {
    problems: Problems,
    /// 1-based place of the payment; none for the header.
    line: Option<u64>,
}

impl Checker {
    fn fault(&mut self, code: &'static str, field: &str, fact: impl Into<String>, remedy: &str) {
        let mut place = Place::file("payment file").field(field);
        place.line = self.line;
        self.problems.push(Problem::new(code, place, fact, remedy));
    }

    fn id(&mut self, field: &str, value: &str, most: usize) {
        let length = value.chars().count();
        if length == 0 || length > most {
            let fact = format!("The id has {length} characters; it must have 1 to {most}.");
            self.fault("ID_LENGTH", field, fact, "Give an id of that length.");
        }
        // A slash at the ends or two in a row means something else to many banks.
        let slashes = value.starts_with('/') || value.ends_with('/') || value.contains("//");
        if slashes || !value.chars().all(text::is_plain) || value.trim() != value {
            let fact = format!("The id {} holds characters that banks do not take.", quoted(value));
            self.fault("ID_CHARACTERS", field, fact, "Use letters, digits, hyphens and full stops.");
        }
    }

    fn text(&mut self, field: &str, value: &str) {
        match text::plain(value) {
            Err(letter) => {
                let fact = format!("{} holds {letter:?}, which banks do not take.", quoted(value));
                self.fault("TEXT_CHARACTERS", field, fact, "Write it in Latin letters.");
            }
            Ok(plain) if plain.trim().is_empty() || plain.chars().count() > TEXT_CHARS => {
                let fact =
                    format!("The text has {} characters; it must have 1 to {TEXT_CHARS}.", plain.chars().count());
                self.fault("TEXT_LENGTH", field, fact, "Shorten it; nothing is cut here.");
            }
            Ok(_) => {}
        }
    }

    fn account(&mut self, field: &str, account: &AccountId) {
        match account {
            AccountId::Iban(iban) if !is_iban(iban) => {
                let fact = format!("{} is no IBAN, or its check digits are wrong.", quoted(iban));
                self.fault("IBAN_WRONG", field, fact, "Compare it with the bank's own letter.");
            }
            AccountId::Other(number) => self.id(field, number, ACCOUNT_CHARS),
            AccountId::Iban(_) => {}
        }
    }

    fn agent(&mut self, field: &str, agent: &Agent) {
        match agent {
            Agent::Bic(bic) if !is_bic(bic) => {
                let fact = format!("{} is no BIC.", quoted(bic));
                self.fault("BIC_WRONG", field, fact, "Give 8 or 11 capital letters and digits.");
            }
            Agent::ClearingMember { system, member } => {
                self.id(field, member, ID_CHARS);
                const SYSTEM_CHARS: usize = 5;
                if let Some(system) = system {
                    self.id(field, system, SYSTEM_CHARS);
                }
            }
            Agent::Bic(_) => {}
        }
    }
}
