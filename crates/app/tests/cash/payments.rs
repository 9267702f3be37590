//! Payments to clients and refunds leave as payment files.

use crate::bank::{Entry, Paper};
use crate::book::{BETA, World, account, codes, terms, usd};
use app::{Error, cash, payment};
use domain::id::PaymentId;
use domain::party::BankAccount;
use jiff::civil::{Date, date};
use std::path::{Path, PathBuf};
use std::process::Command;
use store::kept::payment::PaymentKind;
use uuid::Uuid;

const BOUGHT: Date = date(2026, 4, 17);

/// A file of the test data; none, said aloud, where the data is absent.
#[expect(clippy::print_stdout, reason = "what is left out is said aloud")]
fn outside(path: &str) -> Option<PathBuf> {
    let shared = match std::env::var_os("CREDERE_SHARED") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).to_owned(),
    };
    let found = shared.join("data").join(path);
    if found.exists() {
        return Some(found);
    }
    println!("SKIPPED: the test data {path} is not here");
    None
}

#[test]
fn payments_leave_as_a_file_that_the_published_schema_takes() {
    let world = World::new();
    world.set_client_account("CLIENT-K", Some(account("M\u{fc}ller & S\u{f8}n", "5512004471")));
    world.on(BOUGHT);
    world.buy("ALPHA", "INV-1", 100_000);
    let iban = BankAccount {
        holder: "Client B".into(),
        number: "DE89370400440532013000".into(),
        bic: Some("DEUTDEFF".into()),
        clearing: None,
    };
    world.set_client_account("CLIENT-B", Some(iban));
    world.buy_from("CLIENT-B", "ALPHA", "B-1", 50_000, domain::invoice::TransferMethod::Wire);
    // A Saturday: paid on Monday.
    world.on(date(2026, 4, 18));
    let due = world.app.read(|reads| payment::due(reads)).unwrap();
    assert!(due.iter().all(|one| one.kind == PaymentKind::Advance && one.missing.is_empty()), "{due:?}");
    let ids: Vec<PaymentId> = due.iter().map(|one| one.id).collect();
    let again = ids.clone();
    let made = world.run(move |task| payment::make_files(task, &ids)).unwrap();
    assert_eq!((made.len(), made[0].payments.as_slice()), (1, &[1, 2][..]));
    assert_eq!((made[0].file.count, made[0].file.sum), (2, usd(85_000 + 40_000)));
    let file_id = made[0].file.id;
    let (head, bytes) = world.app.read(|reads| payment::file(reads, file_id)).unwrap();
    assert_eq!(head, made[0].file);
    let xml = String::from_utf8(bytes.clone()).unwrap();
    for part in [
        format!("<MsgId>{}</MsgId>", head.message_id),
        format!("<EndToEndId>{}</EndToEndId>", again[0].0.simple()),
        "<Nm>Mueller + Soen</Nm>".to_owned(),
        "<Ustrd>P-1 Advance on schedule S-1</Ustrd>".to_owned(),
        "<Dt>2026-04-20</Dt>".to_owned(),
        "<CreDtTm>2026-04-18T12:00:00</CreDtTm>".to_owned(),
        "<CtrlSum>1250.00</CtrlSum>".to_owned(),
        "<BICFI>DEUTDEFF</BICFI>".to_owned(),
        "<ClrSysId><Cd>USABA</Cd></ClrSysId><MmbId>990000013</MmbId>".to_owned(),
    ] {
        assert!(xml.contains(&part), "{part} is not in {xml}");
    }
    assert_eq!(codes(world.run(move |task| payment::make_files(task, &again))), ["NOT_DUE", "NOT_DUE"]);
    assert_eq!(world.app.read(|reads| payment::due(reads)).unwrap(), []);
    assert_eq!(world.app.read(|reads| payment::files(reads, 10)).unwrap(), [head]);
    let Some(schema) = outside("bank/xsd/pain.001.001.09.xsd") else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pain.xml");
    std::fs::write(&path, bytes).unwrap();
    match Command::new("xmllint").arg("--noout").arg("--schema").arg(schema).arg(&path).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => println!("SKIPPED: xmllint is not installed"),
    }
}

#[test]
fn every_reason_against_every_payment_is_told_at_once_and_nothing_is_made() {
    let world = World::new();
    world.set_factor_account(None);
    world.on(BOUGHT).buy("ALPHA", "INV-1", 100_000);
    world.bank(&Paper::new("S-1", BOUGHT, 0, vec![Entry::new("E-1", 500).from(BETA.0, BETA.1)]));
    let receipt = world.entry_id("E-1");
    world.run(move |task| cash::refund(task, receipt, 500)).unwrap();
    let due = world.app.read(|reads| payment::due(reads)).unwrap();
    assert_eq!(due[0].missing, ["there is no account to pay to"]);
    assert_eq!(due[1].missing.len(), 1, "a bank statement does not name the payer's bank");
    let mut ids: Vec<PaymentId> = due.iter().map(|one| one.id).collect();
    ids.push(PaymentId(Uuid::from_u128(3)));
    let all = ids.clone();
    let refused = world.run(move |task| payment::make_files(task, &all));
    assert_eq!(codes(refused), ["FACTOR_ACCOUNT_MISSING", "PAYMENT_UNKNOWN", "PAYEE_ACCOUNT", "PAYEE_ACCOUNT"]);
    assert_eq!(codes(world.run(|task| payment::make_files(task, &[]))), ["PAYMENTS"]);
    world.set_factor_account(Some(BankAccount { clearing: None, ..account("Lantern", "7700200100") }));
    let first = ids[0];
    let refused = world.run(move |task| payment::make_files(task, &[first]));
    assert_eq!(codes(refused), ["FACTOR_BANK_MISSING", "PAYEE_ACCOUNT"]);
    // With the account of today the payment can leave; what the bank's letters lack is said with the payment's number.
    world.set_factor_account(Some(account("Lantern", "7700200100")));
    world.set_client_account("CLIENT-K", Some(account("\u{424}\u{438}\u{440}\u{43c}\u{430}", "5512004471")));
    let Err(Error::Refused(reasons)) = world.run(move |task| payment::make_files(task, &[first])) else { panic!() };
    assert_eq!((reasons[0].place.as_str(), reasons[0].code.as_str()), ("P-1", "TEXT_CHARACTERS"));
    world.set_client_account("CLIENT-K", Some(account("Client K", "5512004471")));
    let made = world.run(move |task| payment::make_files(task, &[first])).unwrap();
    assert_eq!(made[0].file.sum, usd(85_000));
    assert!(matches!(
        world.app.read(|reads| payment::file(reads, domain::id::PaymentFileId(Uuid::nil()))),
        Err(Error::NotFound(_))
    ));
    world.check();
}

#[test]
fn each_currency_has_its_own_file_and_no_message_id_comes_twice() {
    let world = World::with(date(2026, 3, 2), &terms("EUR"));
    world.set_client_account("CLIENT-K", Some(account("Client K", "5512004471")));
    world.on(BOUGHT).buy("ALPHA", "INV-1", 100_000);
    world.bank(&Paper::new("S-1", BOUGHT, 0, vec![Entry::new("E-1", 500).from(BETA.0, "DE89370400440532013000")]));
    let receipt = world.entry_id("E-1");
    world.run(move |task| cash::refund(task, receipt, 500)).unwrap();
    let ids: Vec<PaymentId> = world.app.read(|reads| payment::due(reads)).unwrap().iter().map(|one| one.id).collect();
    // The same id twice is one payment.
    let ids = [ids.clone(), ids].concat();
    let made = world.run(move |task| payment::make_files(task, &ids)).unwrap();
    let sums: Vec<String> = made.iter().map(|one| one.file.sum.to_string()).collect();
    assert_eq!(sums, ["850.00 EUR", "5.00 USD"]);
    assert_eq!((made[0].file.number, made[1].file.number), (1, 2));
    assert_ne!(made[0].file.message_id, made[1].file.message_id);
    assert!(made.iter().all(|one| one.file.message_id.len() <= 28), "{made:?}");
    world.check();
}
