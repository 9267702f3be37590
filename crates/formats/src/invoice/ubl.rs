//! UBL 2.1 invoices and credit notes (EN 16931, Peppol BIS Billing 3.0).
//!
//! Contract: read once from front to back; elements are matched by namespace and local name, whatever
//! their prefix. Out comes a document that the rules of [`super::rules`] hold of, or every reason against
//! it. Attachments are counted and never decoded. Deliberately absent: CII, UBL orders and
//! catalogues, which are refused by what they are.

use super::rules::{Amount, Facts, Means, PartyFacts, TaxTotal, judge_all};
use super::{Amounts, Identifier, IdentifierKind, InvoiceDocument, Kind, Party, Preceding, RemitTo};
use crate::limits::{self, XmlLimits};
use crate::problem::{Place, Problem, Problems, Refused, excerpt, quoted};
use crate::schedule::amount;
use crate::xml::{self, At, Visit};
use domain::money::{Currency, Money};
use jiff::civil::Date;
use rust_decimal::Decimal;

const CBC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
const CAC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
const INVOICE: &str = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
const CREDIT_NOTE: &str = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";
const CII: &str = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100";

/// Reads one invoice or credit note.
///
/// # Errors
/// Every violated rule (its id is the code), every date and amount that cannot be read, or what makes the
/// file unreadable. A document without number, issue date, currency or payable amount is refused by
/// BR-02, BR-03, BR-05 and BR-15.
pub fn read(file: &str, bytes: &[u8]) -> Result<InvoiceDocument, Refused> {
    read_within(file, bytes, &XmlLimits::default())
}

/// [`read`] with other limits.
///
/// # Errors
/// As [`read`].
pub fn read_within(file: &str, bytes: &[u8], limits: &XmlLimits) -> Result<InvoiceDocument, Refused> {
    let mut reader = UblReader::new(file);
    xml::walk(file, bytes, limits, &mut reader)?;
    reader.finish()
}

/// The problems of one rule alone, for partial documents; `None` when the rule holds.
///
/// # Errors
/// What makes the file unreadable.
pub fn judge(file: &str, bytes: &[u8], rule: &str) -> Result<Option<Problem>, Refused> {
    let mut reader = UblReader::new(file);
    xml::walk(file, bytes, &XmlLimits::default(), &mut reader)?;
    Ok(super::rules::judge(file, &reader.facts, rule))
}

/// A date with its line, not yet read.
type Dated = Option<(String, u64)>;

struct UblReader<'a> {
    file: &'a str,
    kind: Kind,
    facts: Facts,
    problems: Problems,
    issue: Dated,
    due: Dated,
    /// Due date of a credit note, which stands at its payment means.
    means_due: Dated,
    delivery: Dated,
    period_end: Dated,
    payment_terms: Vec<String>,
    notes: Vec<String>,
    seller: Party,
    buyer: Party,
    payee: Party,
    payment_references: Vec<String>,
    remit_to: Vec<RemitTo>,
    order: Option<String>,
    contract: Option<String>,
    despatch: Option<String>,
    receipt: Option<String>,
    preceding: Vec<(String, Dated)>,
    descriptions: Vec<String>,
    attachments: u64,
    attachment_bytes: u64,
    /// Which elements of [`ONCE`] were seen, one bit each.
    seen: u32,
    /// Of the open line, tax scheme, allowance and account: kept until they end.
    line_name: Option<String>,
    line_description: Option<String>,
    tax_number: Option<String>,
    tax_scheme: Option<String>,
    is_charge: bool,
    allowance: Option<Decimal>,
    account: RemitTo,
}

impl<'a> UblReader<'a> {
    fn new(file: &'a str) -> Self {
        Self {
            file,
            kind: Kind::Invoice,
            facts: Facts::default(),
            problems: Problems::default(),
            issue: None,
            due: None,
            means_due: None,
            delivery: None,
            period_end: None,
            payment_terms: Vec::new(),
            notes: Vec::new(),
            seller: Party::default(),
            buyer: Party::default(),
            payee: Party::default(),
            payment_references: Vec::new(),
            remit_to: Vec::new(),
            order: None,
            contract: None,
            despatch: None,
            receipt: None,
            preceding: Vec::new(),
            descriptions: Vec::new(),
            attachments: 0,
            attachment_bytes: 0,
            seen: 0,
            line_name: None,
            line_description: None,
            tax_number: None,
            tax_scheme: None,
            is_charge: false,
            allowance: None,
            account: RemitTo { account: String::new(), name: None, bank: None },
        }
    }

    fn finish(mut self) -> Result<InvoiceDocument, Refused> {
        let mut problems = std::mem::take(&mut self.problems);
        self.facts.has_due = self.due.is_some() || self.means_due.is_some();
        self.facts.has_terms = !self.payment_terms.is_empty();
        for problem in judge_all(self.file, &self.facts) {
            problems.push(problem);
        }
        let currency = self.facts.currency.as_deref().and_then(|code| match Currency::parse(code) {
            Ok(currency) => Some(currency),
            Err(_) => {
                problems.push(Problem::new(
                    "CURRENCY_UNKNOWN",
                    Place::file(self.file).field("cbc:DocumentCurrencyCode"),
                    format!("{} is not the code of a currency.", quoted(code)),
                    "Give its three letters, such as USD.",
                ));
                None
            }
        });
        let issue = self.date("cbc:IssueDate", &self.issue, &mut problems);
        let due = self.date("cbc:DueDate", &self.due, &mut problems);
        let means_due = self.date("cac:PaymentMeans/cbc:PaymentDueDate", &self.means_due, &mut problems);
        let delivery = self.date("cac:Delivery/cbc:ActualDeliveryDate", &self.delivery, &mut problems);
        let period_end = self.date("cac:InvoicePeriod/cbc:EndDate", &self.period_end, &mut problems);
        let preceding: Vec<Preceding> = self
            .preceding
            .iter()
            .map(|(number, issue)| Preceding {
                number: number.clone(),
                issue: self.date("cac:BillingReference", issue, &mut problems),
            })
            .collect();
        let amounts = currency.and_then(|currency| self.amounts(currency, &mut problems));
        let payee = self.facts.payee.is_some();
        match (issue, currency, amounts, problems.is_empty()) {
            (Some(issue), Some(currency), Some(amounts), true) => Ok(InvoiceDocument {
                kind: self.kind,
                type_code: self.facts.type_code.unwrap_or_default(),
                number: self.facts.number.unwrap_or_default(),
                issue,
                due: due.or(means_due),
                delivery,
                period_end,
                payment_terms: self.payment_terms,
                currency,
                seller: named(self.seller, &self.facts.seller),
                buyer: named(self.buyer, &self.facts.buyer),
                payee: payee.then(|| named(self.payee, self.facts.payee.as_ref().unwrap_or(&PartyFacts::default()))),
                notes: self.notes,
                amounts,
                payment_references: self.payment_references,
                remit_to: self.remit_to,
                means_codes: self.facts.means.into_iter().filter_map(|means| means.code).collect(),
                order: self.order,
                contract: self.contract,
                despatch: self.despatch,
                receipt: self.receipt,
                preceding,
                descriptions: self.descriptions,
                line_count: self.facts.lines,
                attachments: self.attachments,
                attachment_bytes: self.attachment_bytes,
            }),
            _ => Err(problems.refused()),
        }
    }

    fn date(&self, field: &str, given: &Dated, problems: &mut Problems) -> Option<Date> {
        let (text, line) = given.as_ref()?;
        let read = xml_date(text);
        if read.is_none() {
            problems.push(Problem::new(
                "DATE_UNREADABLE",
                Place::file(self.file).line(*line).field(field),
                format!("{} is not a day of the calendar written as YYYY-MM-DD.", quoted(text)),
                "Correct the date.",
            ));
        }
        read
    }

    fn amounts(&self, currency: Currency, problems: &mut Problems) -> Option<Amounts> {
        let facts = &self.facts;
        let zero = Amount { value: Decimal::ZERO, currency: None, line: 0 };
        let mut tax = facts.taxes.iter().filter_map(|tax| tax.amount.as_ref());
        let tax = tax.find(|amount| amount.currency == facts.currency).unwrap_or(&zero);
        let mut money = |field: &str, amount: &Amount| {
            let place = || Place::file(self.file).line(amount.line).field(field);
            if let Some(other) = amount.currency.as_deref().filter(|code| *code != currency.code()) {
                let fact = format!("The amount is in {}, and the document in {currency}.", quoted(other));
                problems.push(Problem::new("AMOUNT_CURRENCY", place(), fact, "Correct the currency of the amount."));
                return None;
            }
            Money::from_decimal(amount.value, currency)
                .map_err(|error| {
                    let (code, fact, remedy) = amount::money_fault(&error);
                    problems.push(Problem::new(code, place(), fact, remedy));
                })
                .ok()
        };
        let net = money("cbc:TaxExclusiveAmount", facts.net.as_ref()?);
        let tax = money("cac:TaxTotal/cbc:TaxAmount", tax);
        let gross = money("cbc:TaxInclusiveAmount", facts.gross.as_ref()?);
        let prepaid = money("cbc:PrepaidAmount", facts.prepaid.as_ref().unwrap_or(&zero));
        let payable = money("cbc:PayableAmount", facts.payable.as_ref()?);
        Some(Amounts { net: net?, tax: tax?, gross: gross?, prepaid: prepaid?, payable: payable? })
    }

    /// An amount of the document; one that cannot be read is a problem.
    fn amount(&mut self, at: &At<'_>, text: &str) -> Option<Amount> {
        match amount::parse_plain(text) {
            Ok(value) => Some(Amount { value, currency: at.attribute("currencyID").map(str::to_owned), line: at.line }),
            Err(error) => {
                self.problems.push(Problem::new(
                    "AMOUNT_UNREADABLE",
                    Place::file(self.file).line(at.line).field(at.path),
                    format!("{} cannot be read: {error}.", quoted(text)),
                    "Write the amount with a decimal point and no other sign.",
                ));
                None
            }
        }
    }

    fn add(&mut self, sum: Decimal, at: &At<'_>, text: &str) -> Decimal {
        let Some(amount) = self.amount(at, text) else { return sum };
        sum.checked_add(amount.value).unwrap_or_else(|| {
            let fact = "The sum of these amounts cannot be kept.";
            let place = Place::file(self.file).line(at.line).field(at.path);
            self.problems.push(Problem::new("SUM_TOO_LARGE", place, fact, "Check the amounts."));
            sum
        })
    }

    /// Of two numbers or two amounts to be paid nobody can say which one holds.
    fn refuse_twice(&mut self, at: &At<'_>) {
        let Some(place) = ONCE.iter().position(|path| *path == at.path) else { return };
        if self.seen & (1 << place) != 0 {
            let fact = "The element stands twice in the document.";
            let place = Place::file(self.file).line(at.line).field(at.path);
            self.problems.push(Problem::new("ELEMENT_TWICE", place, fact, "Leave the right one and send it again."));
        }
        self.seen |= 1 << place;
    }

    fn header(&mut self, at: &At<'_>, text: &str) {
        let given = || Some(text.to_owned());
        let dated = || Some((text.to_owned(), at.line));
        match at.path {
            "cbc:CustomizationID" => self.facts.specification = given(),
            "cbc:ID" => self.facts.number = given(),
            "cbc:IssueDate" => (self.facts.issue, self.issue) = (given(), dated()),
            "cbc:DueDate" => self.due = dated(),
            "cbc:InvoiceTypeCode" | "cbc:CreditNoteTypeCode" => self.facts.type_code = given(),
            "cbc:DocumentCurrencyCode" => self.facts.currency = given(),
            "cbc:Note" => keep(&mut self.notes, text),
            "cac:InvoicePeriod/cbc:EndDate" => self.period_end = dated(),
            "cac:OrderReference/cbc:ID" => self.order = given(),
            "cac:ContractDocumentReference/cbc:ID" => self.contract = given(),
            "cac:DespatchDocumentReference/cbc:ID" => self.despatch = given(),
            "cac:ReceiptDocumentReference/cbc:ID" => self.receipt = given(),
            "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID" if self.preceding.len() < limits::REPEATS => {
                self.preceding.push((text.to_owned(), None));
            }
            "cac:BillingReference/cac:InvoiceDocumentReference/cbc:IssueDate" => {
                if let Some((_, issue)) = self.preceding.last_mut() {
                    *issue = dated();
                }
            }
            "cac:Delivery/cbc:ActualDeliveryDate" => self.delivery = dated(),
            "cac:PaymentTerms/cbc:Note" => keep(&mut self.payment_terms, text),
            _ => {}
        }
    }

    fn means(&mut self, at: &At<'_>, text: &str) {
        let Some(means) = self.facts.means.last_mut() else { return };
        match at.path {
            "cac:PaymentMeans/cbc:PaymentMeansCode" => means.code = Some(text.to_owned()),
            "cac:PaymentMeans/cbc:PaymentDueDate" => self.means_due = Some((text.to_owned(), at.line)),
            "cac:PaymentMeans/cbc:PaymentID" => keep(&mut self.payment_references, text),
            "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID" => {
                means.account = Some(text.to_owned());
                self.account.account = text.to_owned();
            }
            "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:Name" => self.account.name = Some(text.to_owned()),
            "cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID" => {
                self.account.bank = Some(text.to_owned());
            }
            _ => {}
        }
    }

    fn totals(&mut self, at: &At<'_>, text: &str) {
        match at.path {
            "cac:LegalMonetaryTotal/cbc:LineExtensionAmount" => self.facts.line_net = self.amount(at, text),
            "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount" => self.facts.net = self.amount(at, text),
            "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount" => self.facts.gross = self.amount(at, text),
            "cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount" => self.facts.allowance_total = self.amount(at, text),
            "cac:LegalMonetaryTotal/cbc:ChargeTotalAmount" => self.facts.charge_total = self.amount(at, text),
            "cac:LegalMonetaryTotal/cbc:PrepaidAmount" => self.facts.prepaid = self.amount(at, text),
            "cac:LegalMonetaryTotal/cbc:PayableRoundingAmount" => self.facts.rounding = self.amount(at, text),
            "cac:LegalMonetaryTotal/cbc:PayableAmount" => self.facts.payable = self.amount(at, text),
            "cac:TaxTotal/cbc:TaxAmount" => {
                let amount = self.amount(at, text);
                if let Some(tax) = self.facts.taxes.last_mut() {
                    tax.amount = amount;
                }
            }
            "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount" => {
                let before = self.facts.taxes.last().and_then(|tax| tax.subtotals).unwrap_or_default();
                let sum = self.add(before, at, text);
                if let Some(tax) = self.facts.taxes.last_mut() {
                    tax.subtotals = Some(sum);
                }
            }
            "cac:AllowanceCharge/cbc:ChargeIndicator" => self.is_charge = matches!(text, "true" | "1"),
            "cac:AllowanceCharge/cbc:Amount" => self.allowance = Some(self.add(Decimal::ZERO, at, text)),
            _ => {}
        }
    }

    fn line(&mut self, at: &At<'_>, rest: &str, text: &str) {
        match rest {
            "/cbc:LineExtensionAmount" => self.facts.lines_net = self.add(self.facts.lines_net, at, text),
            "/cac:Item/cbc:Name" => self.line_name = Some(text.to_owned()),
            "/cac:Item/cbc:Description" => self.line_description = Some(text.to_owned()),
            _ => {}
        }
    }

    fn party(&mut self, role: Role, at: &At<'_>, rest: &str, text: &str) {
        let (facts, party) = match role {
            Role::Seller => (&mut self.facts.seller, &mut self.seller),
            Role::Buyer => (&mut self.facts.buyer, &mut self.buyer),
            Role::Payee => (self.facts.payee.get_or_insert_default(), &mut self.payee),
        };
        let given = || Some(text.to_owned());
        let mut identify = |kind, value: &str, scheme: Option<&str>| {
            if party.identifiers.len() < limits::REPEATS {
                let scheme = scheme.map(str::to_owned);
                party.identifiers.push(Identifier { scheme, kind, value: value.to_owned() });
            }
        };
        match rest {
            "/cbc:EndpointID" => identify(IdentifierKind::Endpoint, text, at.attribute("schemeID")),
            "/cac:PartyIdentification/cbc:ID" => identify(IdentifierKind::Party, text, at.attribute("schemeID")),
            "/cac:PartyLegalEntity/cbc:CompanyID" => identify(IdentifierKind::Legal, text, at.attribute("schemeID")),
            "/cac:PartyName/cbc:Name" => facts.other_name = given(),
            "/cac:PartyLegalEntity/cbc:RegistrationName" => facts.registered_name = given(),
            "/cac:PartyTaxScheme/cbc:CompanyID" => self.tax_number = given(),
            "/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID" => self.tax_scheme = given(),
            "/cac:PostalAddress/cbc:StreetName"
            | "/cac:PostalAddress/cbc:AdditionalStreetName"
            | "/cac:PostalAddress/cac:AddressLine/cbc:Line" => keep(&mut party.address, text),
            "/cac:PostalAddress/cbc:CityName" => party.city = given(),
            "/cac:PostalAddress/cbc:PostalZone" => party.postcode = given(),
            "/cac:PostalAddress/cac:Country/cbc:IdentificationCode" => {
                party.country = given();
                facts.country = given();
            }
            _ => {}
        }
    }
}

/// Elements that a document may have once, as everything rests on them.
const ONCE: [&str; 12] = [
    "cbc:ID",
    "cbc:IssueDate",
    "cbc:DueDate",
    "cbc:InvoiceTypeCode",
    "cbc:CreditNoteTypeCode",
    "cbc:DocumentCurrencyCode",
    "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount",
    "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount",
    "cac:LegalMonetaryTotal/cbc:PrepaidAmount",
    "cac:LegalMonetaryTotal/cbc:PayableAmount",
    "cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName",
    "cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName",
];

#[derive(Clone, Copy)]
enum Role {
    Seller,
    Buyer,
    Payee,
}

/// The party that a path belongs to, and the rest of the path.
fn role(path: &str) -> Option<(Role, &str)> {
    const PARTIES: [(&str, Role); 3] = [
        ("cac:AccountingSupplierParty/cac:Party", Role::Seller),
        ("cac:AccountingCustomerParty/cac:Party", Role::Buyer),
        ("cac:PayeeParty", Role::Payee),
    ];
    PARTIES.iter().find_map(|(start, role)| Some((*role, path.strip_prefix(start)?)))
}

/// What a path has below an invoice or credit-note line.
fn below_line(path: &str) -> Option<&str> {
    path.strip_prefix("cac:InvoiceLine").or_else(|| path.strip_prefix("cac:CreditNoteLine"))
}

fn keep(list: &mut Vec<String>, text: &str) {
    if list.len() < limits::REPEATS {
        list.push(text.to_owned());
    }
}

/// The party with its registered name, and the other name where it is another.
fn named(mut party: Party, facts: &PartyFacts) -> Party {
    let other = facts.other_name.clone();
    party.name = facts.registered_name.clone().or_else(|| other.clone()).unwrap_or_default();
    party.trading_name = other.filter(|other| *other != party.name);
    party
}

/// An XML Schema date; its time zone does not move the day.
fn xml_date(text: &str) -> Option<Date> {
    let day = text.get(..10)?;
    let zone = &text[10..];
    let zoned = zone.is_empty()
        || zone == "Z"
        || (zone.len() == 6 && zone.starts_with(['+', '-']) && zone.as_bytes()[3] == b':' && zone.is_ascii());
    crate::schedule::date::DatePattern::iso().parse(day).ok().filter(|_| zoned)
}

impl Visit for UblReader<'_> {
    fn root(&mut self, namespace: &str, name: &str, line: u64) -> Result<(), Refused> {
        let fact = match (namespace, name) {
            (INVOICE, "Invoice") => {
                self.kind = Kind::Invoice;
                return Ok(());
            }
            (CREDIT_NOTE, "CreditNote") => {
                self.kind = Kind::CreditNote;
                self.facts.is_credit_note = true;
                return Ok(());
            }
            (CII, _) | (_, "CrossIndustryInvoice") => {
                "This is a Cross Industry Invoice (CII), the other syntax of EN 16931.".to_owned()
            }
            ("", _) => format!("The document {} names no namespace, so that nobody can tell what it is.", quoted(name)),
            _ => format!("This is {} of {}, and no UBL invoice or credit note.", quoted(name), quoted(namespace)),
        };
        let place = Place::file(self.file).line(line).field(name);
        Err(Problem::new("NOT_UBL", place, fact, "Give the invoice as UBL 2.1 (Peppol BIS Billing 3.0).").into())
    }

    fn prefix(&self, namespace: &str) -> Option<&'static str> {
        match namespace {
            CBC => Some("cbc:"),
            CAC => Some("cac:"),
            _ => None,
        }
    }

    fn open(&mut self, at: &At<'_>) -> Result<(), Refused> {
        match at.path {
            "cac:PaymentMeans" if self.facts.means.len() < limits::REPEATS => self.facts.means.push(Means::default()),
            "cac:PaymentMeans/cac:PayeeFinancialAccount" => {
                if let Some(means) = self.facts.means.last_mut() {
                    means.has_account_group = true;
                }
            }
            "cac:TaxTotal" if self.facts.taxes.len() < limits::REPEATS => self.facts.taxes.push(TaxTotal::default()),
            "cac:InvoiceLine" | "cac:CreditNoteLine" => self.facts.lines += 1,
            "cac:PayeeParty" => self.facts.payee = Some(PartyFacts::default()),
            "cac:AccountingSupplierParty/cac:Party/cac:PostalAddress" => self.facts.seller.has_address = true,
            "cac:AccountingCustomerParty/cac:Party/cac:PostalAddress" => self.facts.buyer.has_address = true,
            _ => {}
        }
        Ok(())
    }

    fn leaf(&mut self, at: &At<'_>, text: &str) -> Result<(), Refused> {
        self.refuse_twice(at);
        if self.is_attachment(at.path) {
            self.attachments += 1;
            self.attachment_bytes += at.text_bytes;
        } else if text.is_empty() {
            // An empty element says nothing: the same as none.
        } else if let Some((role, rest)) = role(at.path) {
            self.party(role, at, rest, text);
        } else if let Some(rest) = below_line(at.path) {
            self.line(at, rest, text);
        } else if at.path.starts_with("cac:PaymentMeans/") {
            self.means(at, text);
        } else if at.path.ends_with("Amount") || at.path.starts_with("cac:AllowanceCharge/") {
            self.totals(at, text);
        } else {
            self.header(at, text);
        }
        Ok(())
    }

    fn close(&mut self, at: &At<'_>) -> Result<(), Refused> {
        match at.path {
            "cac:InvoiceLine" | "cac:CreditNoteLine" => {
                let description = self.line_description.take();
                if let Some(name) = self.line_name.take().or(description)
                    && self.descriptions.len() < limits::DESCRIPTIONS
                {
                    self.descriptions.push(excerpt(&name));
                }
            }
            "cac:AllowanceCharge" => {
                let amount = self.allowance.take().unwrap_or_default();
                let sum = if self.is_charge { &mut self.facts.charges } else { &mut self.facts.allowances };
                *sum = sum.checked_add(amount).unwrap_or(*sum);
                self.is_charge = false;
            }
            "cac:PaymentMeans/cac:PayeeFinancialAccount" => {
                let empty = RemitTo { account: String::new(), name: None, bank: None };
                let account = std::mem::replace(&mut self.account, empty);
                if !account.account.is_empty() && self.remit_to.len() < limits::REPEATS {
                    self.remit_to.push(account);
                }
            }
            path => {
                if let Some((role, "/cac:PartyTaxScheme")) = role(path)
                    && let (Some(value), Some("VAT")) = (self.tax_number.take(), self.tax_scheme.take().as_deref())
                {
                    let party = match role {
                        Role::Seller => &mut self.seller,
                        Role::Buyer => &mut self.buyer,
                        Role::Payee => &mut self.payee,
                    };
                    party.identifiers.push(Identifier { scheme: None, kind: IdentifierKind::Vat, value });
                }
            }
        }
        Ok(())
    }

    fn is_attachment(&self, path: &str) -> bool {
        path == "cac:AdditionalDocumentReference/cac:Attachment/cbc:EmbeddedDocumentBinaryObject"
    }
}
