//! UBL against the published documents and rule tests.

use crate::outside::{bytes, data, files};
use domain::money::{Currency, Money};
use formats::invoice::{Kind, rules, ubl};
use jiff::civil::date;
use std::collections::BTreeMap;

#[test]
fn the_published_factored_invoice_comes_in_with_payee_and_payment_reference() {
    let Some(bytes) = bytes("einvoice/cen/BIS_Billing_30-Factoring.xml") else { return };
    let invoice = ubl::read("factoring.xml", &bytes).unwrap_or_else(|refused| panic!("{refused}"));
    assert_eq!(invoice.number, "7023708");
    assert_eq!(invoice.payment_references, ["702308"]);
    assert_eq!(invoice.payee.as_ref().unwrap().name, "Likviditet o. Finans AB");
    assert!(invoice.notes[0].contains("överlåtits"));
    assert_eq!(invoice.seller.name, "QVK Montage AB");
    assert_eq!(invoice.seller.trading_name.as_deref(), Some("QVK Montage"));
    assert_eq!(invoice.buyer.name, "Komponentlagret AB");
    assert_eq!(invoice.remit_to[0].account, "12345678");
    assert_eq!(invoice.remit_to[0].bank.as_deref(), Some("SE:BANKGIRO"));
    assert_eq!(invoice.means_codes, ["30"]);
    assert_eq!((invoice.issue, invoice.due), (date(2017, 8, 29), Some(date(2017, 9, 29))));
    assert_eq!(invoice.amounts.payable, Money::new(11_500_000, Currency::EUR));
    assert_eq!(invoice.kind, Kind::Invoice);
}

/// Every document of the collection is taken or refused with a reason; whole valid UBL documents are taken.
#[test]
fn every_published_document_is_taken_or_refused_with_a_reason() {
    let Some(folder) = data("einvoice") else { return };
    let (mut taken, mut refused) = (0, BTreeMap::new());
    for path in files(&folder, ".xml") {
        let name = path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
        match ubl::read(&name, &std::fs::read(&path).unwrap()) {
            Ok(_) => taken += 1,
            Err(reasons) => {
                assert!(!reasons.problems.is_empty());
                let code = reasons.problems[0].code;
                let is_ubl = reasons.problems.iter().all(|problem| problem.code != "NOT_UBL");
                assert!(!is_ubl, "a whole UBL document is refused: {reasons}");
                *refused.entry(code).or_insert(0) += 1;
            }
        }
    }
    println!("taken {taken}, refused {refused:?}");
    assert!(taken >= 64, "taken {taken}, refused {refused:?}");
}

/// The published rule tests: each names a rule, and whether the fragment keeps or breaks it.
#[test]
fn the_published_rule_tests_agree_with_our_rules() {
    let (mut judged, mut other, mut disagreements) = (BTreeMap::new(), 0, Vec::new());
    for set in ["einvoice/cen/rule-tests-ubl", "einvoice/peppol/rule-tests-ubl"] {
        let Some(folder) = data(set) else { return };
        for path in files(&folder, ".xml") {
            let text = std::fs::read_to_string(&path).unwrap();
            for (place, test) in text.split("<test").skip(1).filter(|part| part.starts_with(['>', ' '])).enumerate() {
                let Some(fragment) = fragment(test) else { continue };
                for (rule, holds) in expectations(test) {
                    if !rules::ids().any(|id| id == rule) {
                        other += 1;
                        continue;
                    }
                    let name = path.file_name().unwrap().to_string_lossy();
                    let problem =
                        ubl::judge(&name, fragment.as_bytes(), rule).unwrap_or_else(|error| panic!("{error}"));
                    *judged.entry(rule.to_owned()).or_insert(0) += 1;
                    if problem.is_none() != holds {
                        disagreements.push(format!("{name} test {}: {rule} should {holds}: {problem:?}", place + 1));
                    }
                }
            }
        }
    }
    println!("{} tests of {} rules agree; {other} name other rules", judged.values().sum::<i32>(), judged.len());
    println!("{judged:?}");
    assert!(disagreements.is_empty(), "{disagreements:#?}");
    assert!(judged.values().sum::<i32>() >= 100, "{judged:?}");
}

/// The wrapped document of a test, from its own root element.
fn fragment(test: &str) -> Option<&str> {
    let (start, name) = ["Invoice", "ubl:Invoice", "CreditNote", "ubl:CreditNote", "cn:CreditNote"]
        .iter()
        .filter_map(|name| {
            let at = test.find(&format!("<{name}"))?;
            test[at + 1 + name.len()..]
                .starts_with(|letter: char| letter.is_whitespace() || letter == '>')
                .then_some((at, name))
        })
        .min()?;
    let end = format!("</{name}>");
    let length = test[start..].find(&end)? + end.len();
    Some(&test[start..start + length])
}

fn expectations(test: &str) -> Vec<(&str, bool)> {
    [("success", true), ("error", false), ("warning", false)]
        .into_iter()
        .flat_map(|(tag, holds)| {
            test.split(&format!("<{tag}>")[..])
                .skip(1)
                .map(move |rest| (rest.split('<').next().unwrap().trim(), holds))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn cross_industry_invoices_are_refused_by_what_they_are() {
    let Some(bytes) = bytes("einvoice/xrechnung/01.01a-INVOICE_uncefact.xml") else { return };
    let refused = ubl::read("cii.xml", &bytes).unwrap_err();
    assert!(refused.has("NOT_UBL"));
    assert!(refused.to_string().contains("Cross Industry Invoice"), "{refused}");
}
