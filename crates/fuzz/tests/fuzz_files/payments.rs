//! Payment files: whole and well-formed, or refused with every reason.

use crate::told;
use domain::money::{Currency, Money};
use formats::payment::pain001::write;
use formats::payment::{Agent, Payment, PaymentFile};
use formats::statement::AccountId;
use fuzz::change::changed_text;
use jiff::civil::date;

#[test]
fn payment_files() {
    let make = |choices: &mut fuzz::Choices<'_>, seeds: &[Vec<u8>]| changed_text(choices, seeds).into_bytes();
    fuzz::run("payments", make, |input| {
        let text = String::from_utf8_lossy(input).into_owned();
        let mut lines = text.split('\n').map(str::to_owned);
        let mut next = || lines.next().unwrap_or_default();
        let (id, minor) = (next(), next().parse().unwrap_or(100));
        let (name, account, bic, remittance, uetr) = (next(), next(), next(), next(), next());
        let currency = Currency::parse(&next()).unwrap_or(Currency::USD);
        let payment = |id: &str, minor: i64| Payment {
            end_to_end_id: id.to_owned(),
            amount: Money::new(minor, currency),
            creditor_name: name.clone(),
            creditor_account: AccountId::Iban(account.clone()),
            creditor_agent: Some(Agent::Bic(bic.clone())).filter(|_| !bic.is_empty()),
            remittance: Some(remittance.clone()).filter(|text| !text.is_empty()),
            uetr: Some(uetr.clone()).filter(|text| !text.is_empty()),
            execution: date(2026, 3, 4),
        };
        let payments = vec![payment(&id, minor), payment("P-2", 99)];
        let file = PaymentFile {
            message_id: "PAY-2026-0001".to_owned(),
            created: date(2026, 3, 4).at(9, 30, 0, 0),
            initiating_party: next(),
            debtor_name: name.clone(),
            debtor_account: AccountId::Other("00123456".to_owned()),
            debtor_agent: Agent::ClearingMember { system: Some("USABA".to_owned()), member: next() },
            batch_booking: false,
            payments,
        };
        let xml = match write(&file) {
            Ok(xml) => String::from_utf8(xml).expect("UTF-8"),
            Err(refused) => return told(&refused),
        };
        let document = roxmltree::Document::parse(&xml).expect("well-formed");
        let texts = |name: &str| {
            let found = document
                .descendants()
                .filter(|node| node.has_tag_name((node.tag_name().namespace().unwrap_or(""), name)));
            found.map(|node| node.text().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(texts("EndToEndId"), [id.as_str(), "P-2"], "ids are never changed");
        let sum: rust_decimal::Decimal =
            texts("InstdAmt").iter().map(|amount| amount.parse::<rust_decimal::Decimal>().expect("an amount")).sum();
        assert_eq!(texts("CtrlSum").first().and_then(|sum| sum.parse().ok()), Some(sum), "the control sum is the sum");
        assert!(file.payments.iter().all(|payment| payment.amount.minor > 0), "nothing is paid that is not above zero");
    });
}
