//! Payment files against the published schema, and bad ones by name.

use crate::outside::data;
use domain::money::{Currency, Money};
use formats::payment::pain001::write;
use formats::payment::{Agent, Payment, PaymentFile};
use formats::statement::AccountId;
use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::process::Command;

fn payment(id: &str, minor: i64, currency: Currency) -> Payment {
    Payment {
        end_to_end_id: id.to_owned(),
        amount: Money::new(minor, currency),
        creditor_name: "Hafen Müller & Co".to_owned(),
        creditor_account: AccountId::Iban("DE89370400440532013000".to_owned()),
        creditor_agent: Some(Agent::Bic("DEUTDEFF".to_owned())),
        remittance: Some("Advance on schedule 17".to_owned()),
        uetr: Some("eb6305c9-1f7f-49de-aed0-16487c27b42d".to_owned()),
        execution: date(2026, 3, 4),
    }
}

fn file(payments: Vec<Payment>) -> PaymentFile {
    PaymentFile {
        message_id: "PAY-2026-0001".to_owned(),
        created: date(2026, 3, 4).at(9, 30, 0, 0),
        initiating_party: "Example Factor".to_owned(),
        debtor_name: "Example Factor".to_owned(),
        debtor_account: AccountId::Other("00123456".to_owned()),
        debtor_agent: Agent::ClearingMember { system: Some("USABA".to_owned()), member: "021000021".to_owned() },
        batch_booking: false,
        payments,
    }
}

fn sample() -> PaymentFile {
    let mut other = payment("P-3", 99, Currency::USD);
    other.creditor_account = AccountId::Other("778899".to_owned());
    other.creditor_agent =
        Some(Agent::ClearingMember { system: Some("USABA".to_owned()), member: "011000015".to_owned() });
    (other.uetr, other.remittance, other.execution) = (None, None, date(2026, 3, 5));
    file(vec![payment("P-1", 800_000, Currency::EUR), payment("P-2", 1, Currency::USD), other])
}

/// All texts of an element, in order.
fn texts<'a>(xml: &'a str, element: &str) -> Vec<&'a str> {
    let open = format!("<{element}>");
    xml.split(&open[..]).skip(1).map(|rest| rest.split('<').next().unwrap()).collect()
}

#[test]
fn a_payment_file_is_valid_by_the_published_schema() {
    let xml = write(&sample()).unwrap();
    let Some(schema) = data("bank/xsd/pain.001.001.09.xsd") else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pain.xml");
    std::fs::write(&path, &xml).unwrap();
    match Command::new("xmllint").arg("--noout").arg("--schema").arg(schema).arg(&path).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => println!("SKIPPED: xmllint is not installed"),
    }
}

#[test]
fn the_file_of_one_payment_is_this_one() {
    let xml = String::from_utf8(write(&file(vec![payment("P-1", 123_450, Currency::EUR)])).unwrap()).unwrap();
    insta::assert_snapshot!(xml.replace("><", ">\n<"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
    <CstmrCdtTrfInitn>
    <GrpHdr>
    <MsgId>PAY-2026-0001</MsgId>
    <CreDtTm>2026-03-04T09:30:00</CreDtTm>
    <NbOfTxs>1</NbOfTxs>
    <CtrlSum>1234.50</CtrlSum>
    <InitgPty>
    <Nm>Example Factor</Nm>
    </InitgPty>
    </GrpHdr>
    <PmtInf>
    <PmtInfId>PAY-2026-0001-1</PmtInfId>
    <PmtMtd>TRF</PmtMtd>
    <BtchBookg>false</BtchBookg>
    <NbOfTxs>1</NbOfTxs>
    <CtrlSum>1234.50</CtrlSum>
    <ReqdExctnDt>
    <Dt>2026-03-04</Dt>
    </ReqdExctnDt>
    <Dbtr>
    <Nm>Example Factor</Nm>
    </Dbtr>
    <DbtrAcct>
    <Id>
    <Othr>
    <Id>00123456</Id>
    </Othr>
    </Id>
    </DbtrAcct>
    <DbtrAgt>
    <FinInstnId>
    <ClrSysMmbId>
    <ClrSysId>
    <Cd>USABA</Cd>
    </ClrSysId>
    <MmbId>021000021</MmbId>
    </ClrSysMmbId>
    </FinInstnId>
    </DbtrAgt>
    <CdtTrfTxInf>
    <PmtId>
    <EndToEndId>P-1</EndToEndId>
    <UETR>eb6305c9-1f7f-49de-aed0-16487c27b42d</UETR>
    </PmtId>
    <Amt>
    <InstdAmt Ccy="EUR">1234.50</InstdAmt>
    </Amt>
    <CdtrAgt>
    <FinInstnId>
    <BICFI>DEUTDEFF</BICFI>
    </FinInstnId>
    </CdtrAgt>
    <Cdtr>
    <Nm>Hafen Mueller + Co</Nm>
    </Cdtr>
    <CdtrAcct>
    <Id>
    <IBAN>DE89370400440532013000</IBAN>
    </Id>
    </CdtrAcct>
    <RmtInf>
    <Ustrd>Advance on schedule 17</Ustrd>
    </RmtInf>
    </CdtTrfTxInf>
    </PmtInf>
    </CstmrCdtTrfInitn>
    </Document>
    "#);
}

#[test]
fn one_group_for_each_currency_and_execution_date_with_its_own_totals() {
    let xml = String::from_utf8(write(&sample()).unwrap()).unwrap();
    assert_eq!(texts(&xml, "NbOfTxs"), ["3", "1", "1", "1"]);
    assert_eq!(texts(&xml, "CtrlSum"), ["8001.00", "8000.00", "0.01", "0.99"]);
    assert_eq!(texts(&xml, "PmtInfId"), ["PAY-2026-0001-1", "PAY-2026-0001-2", "PAY-2026-0001-3"]);
    assert!(xml.contains("<Nm>Hafen Mueller + Co</Nm>"), "{xml}");
    assert_eq!(write(&sample()).unwrap(), xml.as_bytes());
}

#[test]
fn every_fault_of_a_payment_file_is_named_at_once() {
    let mut wrong = sample();
    wrong.message_id = "x".repeat(36);
    wrong.debtor_name = "Фактор".to_owned();
    wrong.debtor_agent = Agent::Bic("nobic".to_owned());
    wrong.payments[0].amount.minor = 0;
    wrong.payments[0].creditor_account = AccountId::Iban("DE00370400440532013000".to_owned());
    wrong.payments[1].end_to_end_id = "P-1".to_owned();
    wrong.payments[1].creditor_name = "n".repeat(141);
    wrong.payments[1].uetr = Some("UETR".to_owned());
    wrong.payments[2].end_to_end_id = "a//b".to_owned();
    wrong.payments[2].creditor_agent = None;
    let refused = write(&wrong).unwrap_err();
    for code in [
        "ID_LENGTH",
        "TEXT_CHARACTERS",
        "BIC_WRONG",
        "AMOUNT_NOT_POSITIVE",
        "IBAN_WRONG",
        "ID_TWICE",
        "TEXT_LENGTH",
        "UETR_WRONG",
        "ID_CHARACTERS",
        "AGENT_MISSING",
    ] {
        assert!(refused.has(code), "{code}: {refused}");
    }
    assert!(write(&file(Vec::new())).unwrap_err().has("NO_PAYMENTS"));
    let umlauts = "ü".repeat(100);
    let mut grown = sample();
    grown.payments[0].remittance = Some(umlauts);
    assert!(write(&grown).unwrap_err().has("TEXT_LENGTH"), "two letters for one are counted");
}

proptest! {
    #[test]
    fn count_and_control_sum_are_those_of_the_payments(minors in prop::collection::vec((1_i64..10_000_000_000, any::<bool>()), 1..30)) {
        let payments: Vec<_> = minors.iter().enumerate().map(|(place, (minor, euro))| {
            payment(&format!("P-{place}"), *minor, if *euro { Currency::EUR } else { Currency::USD })
        }).collect();
        let sum: Decimal = payments.iter().map(|payment| payment.amount.decimal()).sum();
        let xml = String::from_utf8(write(&file(payments)).unwrap()).unwrap();
        let sums: Vec<Decimal> = texts(&xml, "CtrlSum").iter().map(|text| text.parse().unwrap()).collect();
        let counts: Vec<usize> = texts(&xml, "NbOfTxs").iter().map(|text| text.parse().unwrap()).collect();
        prop_assert_eq!(sums[0], sum);
        prop_assert_eq!(sums[1..].iter().sum::<Decimal>(), sum);
        prop_assert_eq!(counts[0], minors.len());
        prop_assert_eq!(counts[1..].iter().sum::<usize>(), minors.len());
    }
}
