//! The hard rules of EN 16931 that a factor relies on, each by its id.
//!
//! Contract: a rule judges the facts of a document and nothing else, so that it can be judged alone on a
//! partial document. Where the standard's rule needs an amount that is not there, the rule holds; that
//! the amount is missing is another rule's matter. Amounts are compared exactly, to two decimals as the
//! standard writes them. Deliberately absent: the tax rules (BR-S and its kin, BR-CO-17, BR-CO-18), which do not
//! change what is owed to the factor.

use crate::problem::{Place, Problem};
use rust_decimal::Decimal;

/// An amount as the document writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) value: Decimal,
    pub(crate) currency: Option<String>,
    pub(crate) line: u64,
}

/// One total of VAT, with what its breakdown sums to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TaxTotal {
    pub(crate) amount: Option<Amount>,
    pub(crate) subtotals: Option<Decimal>,
}

/// Presence and name of a party.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PartyFacts {
    pub(crate) registered_name: Option<String>,
    pub(crate) other_name: Option<String>,
    pub(crate) has_address: bool,
    pub(crate) country: Option<String>,
}

/// One payment instruction (BG-16).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Means {
    pub(crate) code: Option<String>,
    pub(crate) has_account_group: bool,
    pub(crate) account: Option<String>,
}

/// What the rules judge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Facts {
    pub(crate) is_credit_note: bool,
    pub(crate) specification: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) issue: Option<String>,
    pub(crate) type_code: Option<String>,
    pub(crate) currency: Option<String>,
    pub(crate) seller: PartyFacts,
    pub(crate) buyer: PartyFacts,
    pub(crate) payee: Option<PartyFacts>,
    pub(crate) means: Vec<Means>,
    pub(crate) has_due: bool,
    pub(crate) has_terms: bool,
    pub(crate) lines: u64,
    pub(crate) lines_net: Decimal,
    pub(crate) allowances: Decimal,
    pub(crate) charges: Decimal,
    pub(crate) taxes: Vec<TaxTotal>,
    pub(crate) line_net: Option<Amount>,
    pub(crate) net: Option<Amount>,
    pub(crate) gross: Option<Amount>,
    pub(crate) allowance_total: Option<Amount>,
    pub(crate) charge_total: Option<Amount>,
    pub(crate) prepaid: Option<Amount>,
    pub(crate) rounding: Option<Amount>,
    pub(crate) payable: Option<Amount>,
}

impl Facts {
    /// The VAT totals in the currency of the document.
    fn own_taxes(&self) -> impl Iterator<Item = &Amount> {
        self.taxes.iter().filter_map(|tax| tax.amount.as_ref()).filter(|amount| amount.currency == self.currency)
    }
}

/// A violated rule: the element it looks at, the fact and the remedy.
struct Violation {
    field: &'static str,
    line: Option<u64>,
    fact: String,
    remedy: &'static str,
}

type Rule = (&'static str, fn(&Facts) -> Option<Violation>);

/// Ids of all rules that are judged, in the order of judgement.
pub fn ids() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|(id, _)| *id)
}

/// Judges one rule; `None` when it holds or is not known.
pub(crate) fn judge(file: &str, facts: &Facts, id: &str) -> Option<Problem> {
    RULES
        .iter()
        .find(|(known, _)| *known == id)
        .and_then(|(id, rule)| rule(facts).map(|found| problem(file, id, found)))
}

/// Judges all rules.
pub(crate) fn judge_all(file: &str, facts: &Facts) -> Vec<Problem> {
    RULES.iter().filter_map(|(id, _)| judge(file, facts, id)).collect()
}

fn problem(file: &str, id: &'static str, found: Violation) -> Problem {
    let mut place = Place::file(file).field(found.field);
    place.line = found.line;
    Problem::new(id, place, found.fact, found.remedy)
}

const RULES: &[Rule] = &[
    ("BR-01", |f| absent(&f.specification, "cbc:CustomizationID", "specification identifier (BT-24)")),
    ("BR-02", |f| absent(&f.number, "cbc:ID", "invoice number (BT-1)")),
    ("BR-03", |f| absent(&f.issue, "cbc:IssueDate", "issue date (BT-2)")),
    ("BR-04", |f| absent(&f.type_code, "cbc:InvoiceTypeCode", "type code (BT-3)")),
    ("BR-05", |f| absent(&f.currency, "cbc:DocumentCurrencyCode", "currency (BT-5)")),
    ("BR-06", |f| absent(&f.seller.registered_name, SELLER, "registered name of the seller (BT-27)")),
    ("BR-07", |f| absent(&f.buyer.registered_name, BUYER, "registered name of the buyer (BT-44)")),
    ("BR-08", |f| missing(f.seller.has_address, SELLER, "postal address of the seller (BG-5)")),
    ("BR-09", |f| absent(&f.seller.country, SELLER, "country of the seller (BT-40)").filter(|_| f.seller.has_address)),
    ("BR-10", |f| missing(f.buyer.has_address, BUYER, "postal address of the buyer (BG-8)")),
    ("BR-11", |f| absent(&f.buyer.country, BUYER, "country of the buyer (BT-55)").filter(|_| f.buyer.has_address)),
    ("BR-12", |f| missing(f.line_net.is_some(), "cbc:LineExtensionAmount", "sum of the lines (BT-106)")),
    ("BR-13", |f| missing(f.net.is_some(), "cbc:TaxExclusiveAmount", "total without VAT (BT-109)")),
    ("BR-14", |f| missing(f.gross.is_some(), "cbc:TaxInclusiveAmount", "total with VAT (BT-112)")),
    ("BR-15", |f| missing(f.payable.is_some(), "cbc:PayableAmount", "amount to be paid (BT-115)")),
    ("BR-16", |f| missing(f.lines > 0, "cac:InvoiceLine", "invoice line (BG-25)")),
    ("BR-17", |f| {
        let payee = f.payee.as_ref()?;
        missing(
            payee.other_name.is_some() || payee.registered_name.is_some(),
            "cac:PayeeParty",
            "name of the payee (BT-59)",
        )
    }),
    ("BR-49", |f| {
        let named = f.means.iter().all(|means| means.code.is_some());
        missing(named, "cac:PaymentMeans/cbc:PaymentMeansCode", "code of the payment means (BT-81)")
    }),
    ("BR-50", |f| {
        let bad = f.means.iter().any(|means| is_transfer(means) && means.has_account_group && means.account.is_none());
        missing(!bad, "cac:PayeeFinancialAccount/cbc:ID", "account to pay to (BT-84)")
    }),
    ("BR-61", |f| {
        let bad = f.means.iter().any(|means| is_transfer(means) && means.account.is_none());
        missing(!bad, "cac:PaymentMeans", "account for a payment by credit transfer (BT-84)")
    }),
    ("BR-CO-10", |f| sum_is(&f.line_net, f.lines_net, "The lines sum to", "cbc:LineExtensionAmount")),
    ("BR-CO-11", |f| {
        f.allowance_total.as_ref()?;
        sum_is(&f.allowance_total, f.allowances, "The allowances sum to", "cbc:AllowanceTotalAmount")
    }),
    ("BR-CO-12", |f| {
        f.charge_total.as_ref()?;
        sum_is(&f.charge_total, f.charges, "The charges sum to", "cbc:ChargeTotalAmount")
    }),
    ("BR-CO-13", |f| {
        let lines = f.line_net.as_ref()?.value;
        let sum = lines.checked_sub(or_zero(&f.allowance_total))?.checked_add(or_zero(&f.charge_total))?;
        sum_is(&f.net, sum, "Lines less allowances plus charges are", "cbc:TaxExclusiveAmount")
    }),
    ("BR-CO-14", |f| {
        f.taxes.iter().find_map(|tax| {
            sum_is(&tax.amount, tax.subtotals?, "The VAT breakdown sums to", "cac:TaxTotal/cbc:TaxAmount")
        })
    }),
    ("BR-CO-15", |f| {
        let gross = f.gross.as_ref()?;
        let net = f.net.as_ref()?.value;
        let taxes: Vec<&Amount> = f.own_taxes().collect();
        if taxes.len() > 1 {
            return Some(Violation {
                field: "cac:TaxTotal",
                line: Some(taxes[1].line),
                fact: "There are two totals of VAT in the currency of the document.".to_owned(),
                remedy: CORRECT,
            });
        }
        let sum = net.checked_add(taxes.first().map_or(Decimal::ZERO, |tax| tax.value))?;
        sum_is(&Some(gross.clone()), sum, "The total without VAT and the VAT are", "cbc:TaxInclusiveAmount")
    }),
    ("BR-CO-16", |f| {
        let gross = f.gross.as_ref()?.value;
        let sum = gross.checked_sub(or_zero(&f.prepaid))?.checked_add(or_zero(&f.rounding))?;
        sum_is(&f.payable, sum, "The total with VAT less what is prepaid is", "cbc:PayableAmount")
    }),
    // A credit note asks for no payment, so that the rule has nothing to say of one.
    ("BR-CO-25", |f| {
        let positive = !f.is_credit_note && f.payable.as_ref().is_some_and(|payable| payable.value > Decimal::ZERO);
        missing(!positive || f.has_due || f.has_terms, "cbc:DueDate", "due date (BT-9) or terms of payment (BT-20)")
    }),
];

const SELLER: &str = "cac:AccountingSupplierParty";
const BUYER: &str = "cac:AccountingCustomerParty";
const CORRECT: &str = "Correct the document and send it again.";

/// Credit transfer (30) and SEPA credit transfer (58) of UNTDID 4461.
fn is_transfer(means: &Means) -> bool {
    matches!(means.code.as_deref(), Some("30" | "58"))
}

fn or_zero(amount: &Option<Amount>) -> Decimal {
    amount.as_ref().map_or(Decimal::ZERO, |amount| amount.value)
}

fn absent(value: &Option<String>, field: &'static str, what: &str) -> Option<Violation> {
    missing(value.is_some(), field, what)
}

fn missing(is_there: bool, field: &'static str, what: &str) -> Option<Violation> {
    (!is_there).then(|| Violation {
        field,
        line: None,
        fact: format!("There is no {what}."),
        remedy: "Add it to the document and send it again.",
    })
}

fn sum_is(stated: &Option<Amount>, sum: Decimal, what: &str, field: &'static str) -> Option<Violation> {
    const DECIMALS: u32 = 2;
    let stated = stated.as_ref()?;
    (stated.value.round_dp(DECIMALS) != sum.round_dp(DECIMALS)).then(|| Violation {
        field,
        line: Some(stated.line),
        fact: format!(
            "{what} {sum}, and the document states {}: a difference of {}.",
            stated.value,
            stated.value.checked_sub(sum).unwrap_or_default()
        ),
        remedy: CORRECT,
    })
}
