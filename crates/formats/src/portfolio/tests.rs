//! A portfolio is read whole, or refused with every fault and its line.

use super::*;
use domain::fee::{ChargeAt, FeeModel, PartialBasis};
use domain::money::{Currency, Rate};
use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::dec;

/// A small, sound portfolio.
const SMALL: &str = r#"
[factor.account]
holder = "Lamp Factors LLC"
number = "7700"

[[client]]
code = "MILL"
name = "Mill Bread LLC"
status = "ACTIVE"
account_manager = "Ann Example"
address = { lines = ["1 Oven Lane"], city = "Toledo", country = "US" }

[[debtor]]
code = "INN"
name = "The Inn Ltd"
status = "APPROVED"
currency = "USD"
limit = "25000.00"
paying_accounts = ["DE89370400440532013000"]

[[customer]]
client = "MILL"
debtor = "INN"
client_reference = "C-1"
limit = "9000.50"

[[agreement]]
client = "MILL"
version = 1
effective_from = 2026-07-27

[agreement.terms]
currency = "USD"
advance_rate = "82.5 %"
facility_limit = { amount = "100000.00", basis = "NFE" }
release = "WEEKLY"
recourse = { kind = "FULL_RECOURSE", window_days = 90, from = "PURCHASE" }
notification = "NOTIFICATION"
max_terms_days = 60
max_age_days = 30
tolerance = { share = "0.5 %", cap = "5.00" }
fee = { model = "FLAT", pct = "2.4 %", charge_at = "UPFRONT" }

[[agreement.signature]]
side = "FACTOR"
signer = "Bo Example"
capacity = "Director"
signed_on = 2026-07-24
"#;

fn faults(text: &str) -> Vec<(u64, &'static str)> {
    let refused = read("book.toml", text.as_bytes()).unwrap_err();
    refused.problems.iter().map(|problem| (problem.place.line.unwrap(), problem.code)).collect()
}

/// The faults of [`SMALL`] with one text replaced.
fn faults_with(old: &str, new: &str) -> Vec<(u64, &'static str)> {
    assert!(SMALL.contains(old), "{old}");
    faults(&SMALL.replacen(old, new, 1))
}

#[test]
fn a_small_portfolio_becomes_domain_values() {
    let book = read("book.toml", SMALL.as_bytes()).unwrap();
    assert_eq!(book.factor_account.unwrap().number, "7700");
    assert_eq!(book.clients[0].code.as_str(), "MILL");
    assert_eq!(book.clients[0].identity.address.lines, ["1 Oven Lane"]);
    assert_eq!(book.debtors[0].limit, Money::new(2_500_000, Currency::USD));
    assert_eq!(book.customers[0].limit, Some(Money::new(900_050, Currency::USD)));
    assert_eq!(book.customers[0].notice, None);
    assert_eq!(book.verification, None);
    let agreement = &book.agreements[0];
    assert_eq!(agreement.terms.advance_rate, Rate::new(dec!(0.825)).unwrap());
    assert_eq!(agreement.terms.fee.model, FeeModel::Flat { pct: Rate::new(dec!(0.024)).unwrap() });
    assert_eq!(agreement.terms.fee.charge_at, ChargeAt::Upfront);
    assert_eq!(agreement.terms.fee.stop_day, 120);
    assert_eq!(agreement.terms.tolerance.cap, 500);
    assert!(!agreement.is_executed(), "only the factor has signed");
}

#[test]
fn the_example_portfolio_is_sound_and_has_every_form_of_fee() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/portfolio.toml");
    let book = read("portfolio.toml", &std::fs::read(path).unwrap()).unwrap_or_else(|refused| panic!("{refused}"));
    assert_eq!((book.clients.len(), book.debtors.len(), book.customers.len()), (7, 42, 49));
    assert_eq!((book.agreements.len(), book.mappings.len()), (8, 4));
    let mut models: Vec<_> = book.agreements.iter().map(|one| one.terms.fee.model.name()).collect();
    models.sort_unstable();
    models.dedup();
    assert_eq!(models, ["ALL_PRORATA", "FLAT", "FULL_PERIOD", "MIN_THEN_DAILY", "PRORATA", "TABLE"]);
    assert!(book.agreements.iter().any(|one| one.terms.fee.on_partial == PartialBasis::Balance));
    assert!(book.agreements.iter().any(|one| one.terms.escrow.is_some()));
    assert_eq!(book.agreements.iter().filter(|one| !one.is_executed()).count(), 1);
}

#[test]
fn every_fault_is_said_at_once_with_its_line() {
    let text = SMALL
        .replace("status = \"ACTIVE\"", "status = \"HAPPY\"")
        .replace("limit = \"25000.00\"", "limit = 25000.00")
        .replace("DE89370400440532013000", "DE89370400440532013001")
        .replace("debtor = \"INN\"", "debtor = \"OUT\"\ncolour = \"red\"")
        .replace("\"82.5 %\"", "\"0.825\"")
        .replace("window_days = 90, ", "")
        .replace("pct = \"2.4 %\", ", "");
    assert_eq!(
        faults(&text),
        [
            (9, "CHOICE_UNKNOWN"),
            (13, "ACCOUNT_UNSOUND"),
            (18, "FIELD_KIND"),
            (23, "CODE_UNKNOWN"),
            (24, "FIELD_UNKNOWN"),
            (35, "RATE_UNREADABLE"),
            (38, "FIELD_MISSING"),
            (43, "FIELD_MISSING"),
        ]
    );
    let said = read("book.toml", text.as_bytes()).unwrap_err().to_string();
    assert!(said.contains("book.toml line 9, client.status: \u{201c}HAPPY\u{201d} is not one of its words."), "{said}");
    assert!(said.contains("Write the number and the sign, as in \"85 %\"."), "{said}");
}

#[test]
fn amounts_shares_and_dates_are_written_in_one_way() {
    for (old, new, code) in [
        ("\"25000.00\"", "\"25,000.00\"", "AMOUNT_UNREADABLE"),
        ("\"25000.00\"", "\"25000.001\"", "AMOUNT_UNREADABLE"),
        ("\"25000.00\"", "\"-1\"", "AMOUNT_NEGATIVE"),
        ("\"82.5 %\"", "\"2000 %\"", "RATE_OUTSIDE"),
        ("\"82.5 %\"", "0.825", "FIELD_KIND"),
        ("= 2026-07-27", "= \"2026-07-27\"", "FIELD_KIND"),
        ("= 2026-07-27", "= 2026-07-27T10:00:00Z", "DATE_UNREADABLE"),
        ("version = 1", "version = -1", "NUMBER_OUTSIDE"),
        ("currency = \"USD\"\nlimit", "currency = \"usd\"\nlimit", "CURRENCY_UNKNOWN"),
        ("country = \"US\"", "country = \"USA\"", "COUNTRY_WRONG"),
        ("code = \"INN\"", "code = \"I N\"", "CODE_WRONG"),
        ("\"The Inn Ltd\"", "\" \"", "TEXT_EMPTY"),
    ] {
        let found = faults_with(old, new);
        assert!(found.iter().any(|(_, found)| *found == code), "{new}: {found:?}");
    }
}

#[test]
fn what_a_file_says_twice_or_against_itself_is_refused() {
    let again = |entry: &str| faults(&format!("{SMALL}\n{entry}"));
    let client = "[[client]]\ncode = \"mill\"\nname = \"Mill\"\nstatus = \"ACTIVE\"\naccount_manager = \"Ann\"";
    assert_eq!(again(client), [(50, "CODE_TWICE")]);
    assert_eq!(again("[[customer]]\nclient = \"MILL\"\ndebtor = \"INN\""), [(50, "CODE_TWICE")]);
    let mapping = "[[mapping]]\nclient = \"MILL\"\nname = \"m\"\ncurrency = \"USD\"\n\
        columns = { debtor = 1, number = 2, issued = 3, due = 4, amount = 5 }\n";
    assert_eq!(read("book.toml", format!("{SMALL}\n{mapping}").as_bytes()).unwrap().mappings.len(), 1);
    assert_eq!(again(&format!("{mapping}{mapping}")), [(55, "CODE_TWICE")]);
    assert_eq!(
        again("[[mapping]]\nclient = \"MILL\"\nname = \"m\"\ncolumns = { colour = 1 }"),
        [(53, "MAPPING_UNREADABLE")]
    );
    let incomplete =
        again("[[mapping]]\nclient = \"MILL\"\nname = \"m\"\ncurrency = \"USD\"\ncolumns = { debtor = 1 }");
    assert_eq!(incomplete, [(50, "MAPPING_INCOMPLETE"); 4]);
    assert_eq!(faults_with("currency = \"USD\"\nlimit", "currency = \"EUR\"\nlimit"), [(21, "CURRENCIES_DIFFER")]);
    let signature =
        "[[agreement.signature]]\nside = \"FACTOR\"\nsigner = \"B\"\ncapacity = \"C\"\nsigned_on = 2026-07-24";
    assert_eq!(again(signature), [(50, "SIGNED_TWICE")]);
    assert_eq!(faults_with("version = 1", "version = 2"), [(27, "VERSION_ORDER")]);
    assert_eq!(faults_with("\"82.5 %\"", "\"182.5 %\""), [(32, "TERMS_UNSOUND")]);
    let growing = "{ model = \"PRORATA\", p1 = \"1 %\", d1 = 0, p2 = \"1 %\", d2 = 10, charge_at = \"UPFRONT\" }";
    let old = "{ model = \"FLAT\", pct = \"2.4 %\", charge_at = \"UPFRONT\" }";
    assert_eq!(faults_with(old, growing), [(32, "TERMS_UNSOUND"), (32, "TERMS_UNSOUND")]);
}

#[test]
fn broken_toml_is_named_by_line() {
    let found = faults(&SMALL.replace("name = \"Mill Bread LLC\"", "name = \"Mill Bread LLC"));
    assert_eq!(found[0], (8, "TOML_BROKEN"));
    assert!(read("b", b"\xFF").unwrap_err().has("ENCODING_WRONG"));
    assert!(read("b", &vec![b' '; PORTFOLIO_BYTES + 1]).unwrap_err().has("FILE_TOO_LARGE"));
    assert_eq!(read("b", b"\xEF\xBB\xBF").unwrap(), Portfolio::default());
}

#[test]
fn a_shift_moves_every_date_and_nothing_else() {
    let book = read("book.toml", SMALL.as_bytes()).unwrap();
    let later = book.clone().shifted(14);
    assert_eq!(later.agreements[0].effective_from, date(2026, 8, 10));
    assert_eq!(later.agreements[0].signatures[0].signed_on, date(2026, 8, 7));
    assert_eq!(later.clone().shifted(-14), book);
    assert_eq!(book.shifted(i64::MAX).agreements[0].effective_from, Date::MAX);
}

proptest! {
    /// Whatever stands in a field, the file is read or refused, and a refusal names lines that exist.
    #[test]
    fn no_value_panics(place in 0..60_usize, value in "[-\"'\\[\\]{}=#.,% A-Za-z0-9\n]{0,30}") {
        let lines: Vec<&str> = SMALL.lines().collect();
        let place = place % lines.len();
        let key = lines[place].split('=').next().unwrap_or("x");
        let mut text = lines.clone();
        let line = format!("{key}= {value}");
        text[place] = &line;
        let text = text.join("\n");
        if let Err(refused) = read("book.toml", text.as_bytes()) {
            let most = text.lines().count() as u64 + 1;
            prop_assert!(refused.problems.iter().all(|problem| problem.place.line.is_some_and(|line| line <= most)));
        }
    }
}

#[test]
fn co_31_a_client_s_guarantor_comes_with_it() {
    let line = "account_manager = \"Ann Example\"";
    let with = |guarantor: &str| SMALL.replacen(line, &format!("{line}\nguarantor = {guarantor}"), 1);
    let whole = with("{ name = \"Ann Mill\", natural_person_obligor = true, california = true }");
    let read = read("portfolio.toml", whole.as_bytes()).unwrap();
    assert!(read.clients[0].guarantor.as_ref().unwrap().is_protected());
    assert_eq!(faults(&with("{ california = true, natural = true }")).len(), 2, "no name, and a field nobody knows");
}

#[test]
fn a_book_that_moves_brings_its_notices_and_its_policy() {
    let limit = "limit = \"9000.50\"";
    let notice = "notice = { received = 2025-11-03, evidence = \"REPLIED\", how = \"courier's signature\" }";
    let text = SMALL.replacen(limit, &format!("{limit}\n{notice}"), 1)
        + "\n[policy.verification]\nmode = \"AFTER_PURCHASE\"\nsample_percent = 5\namount_above_by_currency = { JPY = 1000000 }\n";
    let book = read("book.toml", text.as_bytes()).unwrap();
    let notice = book.customers[0].notice.clone().unwrap();
    assert_eq!((notice.received, notice.evidence), (date(2025, 11, 3), Evidence::Replied));
    assert_eq!(notice.how, "courier's signature");
    let policy = book.verification.clone().unwrap();
    assert_eq!((policy.sample_percent, policy.new_client_days), (5, 90), "what is not said is the rulebook's");
    let moved = book.shifted(7);
    assert_eq!(moved.customers[0].notice.clone().unwrap().received, date(2025, 11, 10));

    assert_eq!(
        faults_with(limit, "notice = { received = 2025-11-03, evidence = \"HEARD\" }"),
        [(25, "CHOICE_UNKNOWN"), (25, "FIELD_MISSING")]
    );
    let with_policy = |line: &str| faults(&format!("{SMALL}\n[policy.verification]\n{line}\n"));
    assert_eq!(with_policy("sample_percent = 101").iter().map(|one| one.1).collect::<Vec<_>>(), ["POLICY_UNSOUND"]);
    assert_eq!(with_policy("sample = 10").iter().map(|one| one.1).collect::<Vec<_>>(), ["POLICY_UNREADABLE"]);
}
