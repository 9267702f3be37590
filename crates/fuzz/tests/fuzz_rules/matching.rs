//! LE-10: proposals for a payment.

use crate::{Numbers, numbers};
use domain::cash::matching::{MatchRule, OpenItem, Paid, propose, reference_keys};
use domain::fraud::NumberKey;
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::money::{Currency, Money};
use jiff::ToSpan;
use jiff::civil::date;
use uuid::Uuid;

const NUMBERS: [&str; 9] = ["A-1", "A-12", "INV 0012", "INV12", "R/2026/7", "1007", "1O07", "\u{ff21}1", ""];

fn amount(given: &mut Numbers) -> i64 {
    if given.below(12) == 0 { given.next().saturating_abs().max(1) } else { 100 * (1 + given.below(9)) }
}

#[test]
fn le_10_proposals_for_a_payment() {
    fuzz::run("matching", numbers(80), |input| {
        let mut given = Numbers::of(input);
        let items: Vec<OpenItem> = (0..given.below(9))
            .map(|place| {
                let number = given.one_of(&NUMBERS).to_owned();
                OpenItem {
                    invoice: InvoiceId(Uuid::from_u128(place.unsigned_abs().into())),
                    client: ClientId(Uuid::from_u128(given.below(2).unsigned_abs().into())),
                    debtor: DebtorId(Uuid::from_u128(given.below(2).unsigned_abs().into())),
                    key: NumberKey::of(&number),
                    payment_reference: (given.below(4) == 0).then(|| NumberKey::of(given.one_of(&NUMBERS))),
                    number,
                    open: amount(&mut given),
                    due: date(2026, 6, 1).saturating_add(given.below(90).days()),
                }
            })
            .collect();
        let documents: Vec<(String, Option<i64>)> = (0..given.below(4))
            .map(|_| (given.one_of(&NUMBERS).to_owned(), (given.below(2) == 0).then(|| given.next() % 1_000)))
            .collect();
        let texts: Vec<String> = (0..given.below(3))
            .map(|_| [given.one_of(&NUMBERS), given.one_of(&NUMBERS)].join(given.one_of(&[" ", ",", "/"])))
            .collect();
        let debtor = (given.below(2) == 0).then(|| DebtorId(Uuid::from_u128(given.below(2).unsigned_abs().into())));
        let paid = Paid {
            amount: Money::new(amount(&mut given), Currency::USD),
            documents: &documents,
            texts: &texts,
            debtor,
        };
        let keys = reference_keys(&documents, &texts);
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "sorted, and each once");
        let is_named = |item: &&OpenItem| {
            keys.contains(&item.key) || item.payment_reference.as_ref().is_some_and(|key| keys.contains(key))
        };
        let named: Vec<OpenItem> = items.iter().filter(is_named).cloned().collect();
        let mut of_debtor: Vec<OpenItem> = items.iter().filter(|item| Some(item.debtor) == debtor).cloned().collect();
        of_debtor.sort_by_key(|item| item.due);
        let proposals = propose(&paid, &named, &of_debtor);
        assert_eq!(propose(&paid, &named, &of_debtor), proposals, "the same question has the same answer");
        for proposal in &proposals {
            let sum: i128 = proposal.allocations.iter().map(|(_, part)| i128::from(*part)).sum();
            assert!(sum <= i128::from(paid.amount.minor), "never more than was paid: {proposal:?}");
            assert!(proposal.allocations.iter().all(|(_, part)| *part > 0), "{proposal:?}");
            assert!(!proposal.allocations.is_empty() && !proposal.reason.is_empty());
            for (invoice, part) in &proposal.allocations {
                let item = items.iter().find(|item| item.invoice == *invoice).expect("an invoice that was asked about");
                let bounded = [MatchRule::ExactAmount, MatchRule::SubsetSum, MatchRule::OldestFirst];
                assert!(
                    !bounded.contains(&proposal.rule) || *part <= item.open,
                    "never more than is open: {proposal:?}"
                );
                assert!(debtor.is_none_or(|debtor| debtor == item.debtor) || !proposal.certain, "{proposal:?}");
            }
            if [MatchRule::ExactAmount, MatchRule::SubsetSum].contains(&proposal.rule) {
                assert_eq!(sum, i128::from(paid.amount.minor), "{proposal:?}");
            }
            assert!(!proposal.certain || ![MatchRule::Misread, MatchRule::OldestFirst].contains(&proposal.rule));
            let mut invoices: Vec<_> = proposal.allocations.iter().map(|(invoice, _)| invoice).collect();
            invoices.sort();
            invoices.dedup();
            assert!(
                proposal.rule == MatchRule::Remittance || invoices.len() == proposal.allocations.len(),
                "{proposal:?}"
            );
        }
        let certain: Vec<_> = proposals.iter().map(|proposal| proposal.certain).collect();
        assert!(certain.is_sorted_by(|a, b| a >= b), "what is certain goes first");
    });
}
