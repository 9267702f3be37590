//! Clients, debtors and who buys from whom.

use super::check::Codes;
use super::fields::Fields;
use super::{AgreementEntry, ClientEntry, CustomerEntry, DebtorEntry, sentence};
use domain::money::Currency;
use domain::party::{
    Address, BankAccount, ClientStatus, Code, DebtorStatus, DebtorType, Guarantor, Identifier, Identity,
};

pub(super) fn client(mut fields: Fields<'_>, codes: &mut Codes) -> Option<ClientEntry> {
    let code = code(&mut fields);
    codes.add_client(&fields, code.as_ref());
    let name = fields.must_text("name", "\"Harbour Staffing LLC\"");
    let status: Vec<_> = ClientStatus::ALL.iter().map(|status| (status.code(), *status)).collect();
    let status = fields.must("status", "\"ACTIVE\"", |fields| fields.choice("status", &status));
    let account_manager = fields.must_text("account_manager", "\"Ann Example\"");
    let identity = identity(&mut fields);
    let account = account(&mut fields, "account");
    let guarantor = fields.table("guarantor", "{ name = \"Ann Example\" }").and_then(guarantor);
    fields.finish();
    Some(ClientEntry {
        code: code?,
        name: name?,
        status: status?,
        account_manager: account_manager?,
        identity,
        account,
        guarantor,
    })
}

fn guarantor(mut fields: Fields<'_>) -> Option<Guarantor> {
    let name = fields.must_text("name", "\"Ann Example\"");
    let natural_person_obligor = fields.yes("natural_person_obligor");
    let california = fields.yes("california");
    fields.finish();
    Some(Guarantor { name: name?, natural_person_obligor, california })
}

pub(super) fn debtor(mut fields: Fields<'_>, codes: &mut Codes) -> Option<DebtorEntry> {
    let code = code(&mut fields);
    let name = fields.must_text("name", "\"Mill Terrace Goods Inc.\"");
    let status: Vec<_> = DebtorStatus::ALL.iter().map(|status| (status.code(), *status)).collect();
    let status = fields.must("status", "\"APPROVED\"", |fields| fields.choice("status", &status));
    let types: Vec<_> = DebtorType::ALL.iter().map(|one| (one.code(), *one)).collect();
    let debtor_type = fields.choice("debtor_type", &types);
    let currency = currency(&mut fields);
    codes.add_debtor(&fields, code.as_ref(), currency);
    let limit = fields.must("limit", "\"50000.00\"", |fields| fields.amount("limit", currency));
    let identity = identity(&mut fields);
    let paying_accounts = fields.texts("paying_accounts", "[\"000123456\"]");
    for number in &paying_accounts {
        // An account a debtor pays from is no more than a number; the holder is the debtor itself.
        let account = BankAccount { holder: "debtor".to_owned(), number: number.clone(), bic: None, clearing: None };
        account_problems(&fields, "paying_accounts", fields.line(), &account);
    }
    fields.finish();
    Some(DebtorEntry {
        code: code?,
        name: name?,
        status: status?,
        debtor_type,
        limit: limit?,
        identity,
        paying_accounts,
    })
}

pub(super) fn customer(
    mut fields: Fields<'_>,
    codes: &mut Codes,
    agreements: &[AgreementEntry],
) -> Option<CustomerEntry> {
    let client = codes.client(&mut fields);
    let debtor = codes.debtor(&mut fields);
    let currency = debtor.as_ref().and_then(|debtor| codes.currency_of(debtor));
    let client_reference = fields.text("client_reference", "\"C-101\"");
    let limit = fields.amount("limit", currency);
    let order_required = fields.yes("order_required");
    let notice = super::given::notice(&mut fields);
    let entry = CustomerEntry { client: client?, debtor: debtor?, client_reference, limit, order_required, notice };
    codes.add_customer(&fields, &entry, agreements);
    fields.finish();
    Some(entry)
}

fn code(fields: &mut Fields<'_>) -> Option<Code> {
    const EXAMPLE: &str = "\"HARBOR-1\"";
    fields
        .must("code", EXAMPLE, |fields| fields.parsed("code", EXAMPLE, "CODE_WRONG", Code::parse))
        .map(|(_, code)| code)
}

pub(super) fn currency(fields: &mut Fields<'_>) -> Option<Currency> {
    const EXAMPLE: &str = "\"USD\"";
    let read = |fields: &mut Fields<'_>| fields.parsed("currency", EXAMPLE, "CURRENCY_UNKNOWN", Currency::parse);
    fields.must("currency", EXAMPLE, read).map(|(_, currency)| currency)
}

fn identity(fields: &mut Fields<'_>) -> Identity {
    let trading_name = fields.text("trading_name", "\"Harbour\"");
    let address = fields.table("address", "{ city = \"Toledo\", country = \"US\" }").map(address).unwrap_or_default();
    let identifiers = fields.tables("identifiers", "[{ scheme = \"VAT\", value = \"DE123\" }]");
    Identity { trading_name, address, identifiers: identifiers.into_iter().filter_map(identifier).collect() }
}

pub(super) fn address(mut fields: Fields<'_>) -> Address {
    let country = |text: &str| {
        let fits = text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_uppercase());
        if fits { Ok(text.to_owned()) } else { Err("a country has two capital letters (ISO 3166-1)") }
    };
    let read = |fields: &mut Fields<'_>| fields.parsed("country", "\"US\"", "COUNTRY_WRONG", country);
    let country = fields.must("country", "\"US\"", read).map(|(_, country)| country);
    let address = Address {
        lines: fields.texts("lines", "[\"1 Quay Street\"]"),
        city: fields.text("city", "\"Toledo\"").unwrap_or_default(),
        postcode: fields.text("postcode", "\"43604\"").unwrap_or_default(),
        region: fields.text("region", "\"OH\"").unwrap_or_default(),
        country: country.unwrap_or_default(),
    };
    fields.finish();
    address
}

fn identifier(mut fields: Fields<'_>) -> Option<Identifier> {
    let scheme = fields.must_text("scheme", "\"VAT\"");
    let value = fields.must_text("value", "\"DE123456789\"");
    fields.finish();
    Some(Identifier { scheme: scheme?, value: value? })
}

/// A bank account, with its check digits.
pub(super) fn account(fields: &mut Fields<'_>, key: &str) -> Option<BankAccount> {
    let mut table = fields.table(key, "{ holder = \"Harbour Staffing LLC\", number = \"000123456\" }")?;
    let holder = table.must_text("holder", "\"Harbour Staffing LLC\"");
    let number = table.must_text("number", "\"000123456\"");
    let bic = table.text("bic", "\"ABCDUS33\"");
    let clearing = table.text("clearing", "\"021000021\"");
    let line = table.line();
    table.finish();
    let account = BankAccount { holder: holder?, number: number?, bic, clearing };
    account_problems(fields, key, line, &account);
    Some(account)
}

fn account_problems(fields: &Fields<'_>, key: &str, line: u64, account: &BankAccount) {
    for problem in account.problems() {
        let (fact, remedy) = split(&problem.to_string());
        fields.fault_at(line, key, "ACCOUNT_UNSOUND", fact, &remedy);
    }
}

/// The domain's errors say fact and remedy in one breath, parted by a semicolon.
pub(super) fn split(error: &str) -> (String, String) {
    match error.rsplit_once("; ") {
        Some((fact, remedy)) => (sentence(fact), sentence(remedy)),
        None => (sentence(error), "Correct it.".to_owned()),
    }
}
