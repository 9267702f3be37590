//! RP-15: the contact log as a report.

use super::house::House;
use app::answer::{GivenAnswer, Giver, give};
use app::report::{Cell, Report, ReportKind, ReportRequest, run};
use domain::contact::Said;
use domain::dispute::{Side, Speaker};
use domain::id::InvoiceId;
use jiff::ToSpan;
use jiff::civil::date;

fn made(house: &House, request: &ReportRequest) -> Report {
    let now = house.app.now();
    house.app.read(|snapshot| Ok(run(snapshot, ReportKind::Contacts, request, now)?)).unwrap()
}

fn texts(report: &Report, key: &str) -> Vec<String> {
    let place = report.place(key).unwrap();
    report.rows.iter().map(|row| row[place].as_text().to_owned()).collect()
}

fn cells(report: &Report, key: &str) -> Vec<Cell> {
    let place = report.place(key).unwrap();
    report.rows.iter().map(|row| row[place].clone()).collect()
}

/// The engine writes one mail about an invoice of each client; the debtor answers about the first.
fn written() -> (House, InvoiceId) {
    let house = House::new();
    let first = house.invoice(1, 0, 9, 100_000);
    house.invoice(2, 1, 9, 100_000);
    house.engine();
    house.at("2026-06-15T14:30:00Z");
    assert_eq!(house.outbox(), 1);
    (house, first)
}

fn promises(house: &House, invoice: InvoiceId) {
    let debtor = house.debtor;
    let said = Said::WillPay { on: house.app.today().saturating_add(3.days()), amount: None };
    let giver =
        Giver { debtor, client: None, by: Speaker::new(Side::Debtor, "Accounts payable, Norwell"), contact: None };
    house.run(move |task| give(task, &giver, &[GivenAnswer { invoice, said }]).map(drop)).unwrap();
}

#[test]
fn rp_15_a_mail_its_invoices_and_its_answer() {
    let (house, first) = written();
    house.later(24);
    promises(&house, first);
    let report = made(&house, &ReportRequest::new(house.app.today()));
    assert_eq!(texts(&report, "debtor"), ["NORWELL"]);
    assert_eq!(cells(&report, "date"), [Cell::Date(date(2026, 6, 15))]);
    assert_eq!(texts(&report, "time"), ["10:30"], "on the debtor's clock");
    assert_eq!(texts(&report, "invoices"), ["INV-1, INV-2"]);
    assert_eq!(texts(&report, "clients"), ["HARBOR, LINDEN"]);
    assert_eq!(texts(&report, "sender"), ["Calder Street Factors"]);
    assert_eq!(texts(&report, "answer"), ["Will pay"]);
    assert_eq!(cells(&report, "budget_left"), [Cell::Number(0)], "one mail in seven days");
    let everything = format!("{:?}", report.rows);
    assert!(!everything.contains("ap@norwell.example"), "no address: {everything}");
}

#[test]
fn rp_15_what_came_later_is_not_in_the_log_of_a_day() {
    let (house, first) = written();
    house.later(24);
    promises(&house, first);
    let sent_on = date(2026, 6, 15);
    assert_eq!(texts(&made(&house, &ReportRequest::new(sent_on)), "answer"), [""], "the answer came the next day");
    let before = ReportRequest { from: Some(date(2026, 6, 1)), ..ReportRequest::new(date(2026, 6, 14)) };
    assert!(made(&house, &before).rows.is_empty());
    let known =
        ReportRequest { known_at: Some("2026-06-15T14:00:00Z".parse().unwrap()), ..ReportRequest::new(sent_on) };
    assert!(made(&house, &known).rows.is_empty(), "it had not left yet");
}

#[test]
fn rp_15_one_client_sees_nothing_of_another() {
    let (house, _) = written();
    let request = ReportRequest { client: Some(house.clients[1]), ..ReportRequest::new(house.app.today()) };
    let report = made(&house, &request);
    assert_eq!(texts(&report, "invoices"), ["INV-2"]);
    assert_eq!(texts(&report, "clients"), ["LINDEN"]);
    assert_eq!(cells(&report, "budget_left"), [Cell::Empty], "the budget is spent by all of them");
    let everything = format!("{:?}", report.rows);
    assert!(!everything.contains("HARBOR") && !everything.contains("INV-1"), "{everything}");
}
