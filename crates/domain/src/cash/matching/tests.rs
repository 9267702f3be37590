//! LE-10, step by step.

use super::*;
use crate::money::Currency;
use uuid::Uuid;

fn item(n: u128, client: u128, debtor: u128, number: &str, open: i64) -> OpenItem {
    OpenItem {
        invoice: InvoiceId(Uuid::from_u128(n)),
        client: ClientId(Uuid::from_u128(client)),
        debtor: DebtorId(Uuid::from_u128(debtor)),
        number: number.into(),
        key: NumberKey::of(number),
        payment_reference: None,
        open,
        due: jiff::civil::date(2026, 1, i8::try_from(n).unwrap()),
    }
}

fn best(
    amount: i64,
    documents: &[(String, Option<i64>)],
    text: &str,
    debtor: Option<u128>,
    items: &[OpenItem],
) -> Proposal {
    let texts = [text.to_owned()];
    let debtor = debtor.map(|id| DebtorId(Uuid::from_u128(id)));
    let paid = Paid { amount: Money::new(amount, Currency::USD), documents, texts: &texts, debtor };
    let keys = reference_keys(documents, &texts);
    let named: Vec<OpenItem> = items.iter().filter(|item| keys.contains(&item.key)).cloned().collect();
    let of_debtor: Vec<OpenItem> = items.iter().filter(|item| Some(item.debtor) == debtor).cloned().collect();
    propose(&paid, &named, &of_debtor).into_iter().next().expect("a proposal")
}

#[test]
fn le_10_1_remittance_lines_go_before_everything() {
    let items = [item(1, 1, 1, "INV-101", 5000), item(2, 1, 1, "INV-102", 7000)];
    let documents = [("INV 0102".to_owned(), Some(3000)), ("inv-101".to_owned(), Some(5000))];
    let found = best(8000, &documents, "", Some(1), &items);
    assert_eq!((found.rule, found.certain), (MatchRule::Remittance, true));
    assert_eq!(found.allocations, [(items[1].invoice, 3000), (items[0].invoice, 5000)]);
}

#[test]
fn le_10_2_a_number_in_the_reference_takes_exact_short_and_over() {
    let items = [item(1, 1, 1, "INV-101", 5000), item(2, 1, 1, "INV-102", 7000)];
    for amount in [5000, 3000, 6000] {
        let found = best(amount, &[], "payment of inv 000101, thank you", Some(1), &items);
        assert_eq!((found.rule, found.certain), (MatchRule::Reference, true));
        assert_eq!(found.allocations, [(items[0].invoice, amount)]);
    }
    // Two named, too little money: a person says which is short.
    assert!(!best(9000, &[], "INV-101 INV-102", Some(1), &items).certain);
    assert!(best(12000, &[], "INV-101 INV-102", Some(1), &items).certain);
}

#[test]
fn le_10_2_open_balances_whose_sum_is_no_amount() {
    let items = [item(1, 1, 1, "INV-101", i64::MAX), item(2, 1, 1, "INV-102", i64::MAX)];
    let found = best(5000, &[], "INV-101 INV-102", Some(1), &items);
    assert_eq!((found.rule, found.certain), (MatchRule::Reference, false), "too little for both");
    assert_eq!(found.allocations, [(items[0].invoice, 5000)]);
}

#[test]
fn le_10_2_a_number_of_another_debtor_is_not_certain() {
    let items = [item(1, 1, 1, "INV-101", 5000)];
    assert!(!best(5000, &[], "INV-101", Some(2), &items).certain);
}

#[test]
fn le_10_3_exact_amount_of_one_open_invoice() {
    let items = [item(1, 1, 1, "A-1001", 5000), item(2, 1, 1, "A-1002", 7000)];
    let found = best(7000, &[], "thanks", Some(1), &items);
    assert_eq!((found.rule, found.certain), (MatchRule::ExactAmount, true));
    let twice = [item(1, 1, 1, "A-1001", 7000), item(2, 1, 1, "A-1002", 7000)];
    assert!(!best(7000, &[], "thanks", Some(1), &twice).certain);
}

#[test]
fn le_10_3_never_across_clients_without_a_reference() {
    let items = [item(1, 1, 1, "A-1001", 5000), item(2, 2, 1, "B-1", 7000)];
    assert!(!best(7000, &[], "thanks", Some(1), &items).certain);
    assert!(best(7000, &[], "A-1001 B-1 thanks", Some(1), &items[..1]).certain);
}

#[test]
fn le_10_4_the_only_sum_of_up_to_five() {
    let items: Vec<OpenItem> = [1100, 2300, 3700, 5900, 8300]
        .iter()
        .zip(1..)
        .map(|(open, n)| item(n, 1, 1, &format!("A-100{n}"), *open))
        .collect();
    let found = best(1100 + 5900 + 8300, &[], "", Some(1), &items);
    assert_eq!((found.rule, found.certain), (MatchRule::SubsetSum, true));
    assert_eq!(found.allocations.len(), 3);
    // 3400 is 1100 + 2300 only; with 3400 = 1700 + 1700 as well it is nobody's to choose.
    let ambiguous: Vec<OpenItem> =
        [1100, 2300, 1700, 1700].iter().zip(1..).map(|(open, n)| item(n, 1, 1, &format!("A-100{n}"), *open)).collect();
    assert!(!best(3400, &[], "", Some(1), &ambiguous).certain);
}

#[test]
fn le_10_5_oldest_first_and_misread_numbers_are_only_proposed() {
    let items = [item(1, 1, 1, "INV-4711", 5000), item(2, 1, 1, "INV-4712", 7000)];
    let found = best(6000, &[], "hello", Some(1), &items);
    assert_eq!((found.rule, found.certain), (MatchRule::OldestFirst, false));
    let found = best(6000, &[], "INV-47l2", Some(1), &items);
    assert_eq!((found.rule, found.certain), (MatchRule::Misread, false));
    assert_eq!(found.allocations[0].0, items[1].invoice);
}
