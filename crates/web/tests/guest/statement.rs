//! RP-22: the debtor's own statement, as a file from its page and as the factor's report.

use crate::browser::{get, post};
use crate::house::{ACCOUNT, House};
use app::guest::GuestParty;
use app::report::{Report, ReportKind, ReportRequest, run};
use jiff::ToSpan;
use store::kept;

fn lines(body: &str) -> Vec<&str> {
    body.lines().collect()
}

fn made(house: &House, request: ReportRequest) -> Report {
    let now = house.app.now();
    house.app.read(|snapshot| Ok(run(snapshot, ReportKind::DebtorStatement, &request, now)?)).unwrap()
}

#[test]
fn rp_22_the_file_is_what_the_page_shows() {
    let house = House::notified();
    house.sells("HARBOR", "NORWELL", 4, 30);
    let path = house.norwell();
    get(house.door, &path).expect(200).says("Your statement as a file");
    let file = get(house.door, &format!("{path}/statement.csv")).expect(200);
    assert!(file.header("content-disposition").unwrap().starts_with("attachment; filename=\"statement-2026-"));
    let rows = lines(&file.text);
    assert_eq!(rows.len(), 5, "{rows:?}");
    assert!(rows[0].starts_with("debtor,debtor_name,supplier,supplier_name,invoice,"), "{}", rows[0]);
    assert!(rows.iter().skip(1).all(|row| row.starts_with("NORWELL,") && row.contains(ACCOUNT)), "{rows:?}");
    let sum: i64 = (1..=4).map(|number| 10_000 + number).sum();
    let report = made(&house, ReportRequest { debtor: Some(house.debtor), ..ReportRequest::new(house.app.today()) });
    assert_eq!(report.total("open", domain::money::Currency::USD), sum);
}

#[test]
fn rp_22_the_files_have_heads_in_the_readers_language() {
    let house = House::notified();
    house.sells("HARBOR", "NORWELL", 1, 30);
    let path = house.norwell();
    for (lang, statement, sheet) in [
        ("de", "Kundennummer,Kunde,", "Lieferant,Rechnung,"),
        ("fr", "Code client,Client,", "Fournisseur,Facture,"),
        ("es", "Código de cliente,Cliente,", "Proveedor,Factura,"),
        ("en", "debtor,debtor_name,", "Supplier,Invoice,"),
    ] {
        let page = get(house.door, &path).expect(200);
        post(house.door, &page, &format!("{path}/language"), &[("lang", lang)]).expect(200);
        let file = get(house.door, &format!("{path}/statement.csv")).expect(200).text;
        assert!(file.starts_with(statement), "{file}");
        let rows = lines(&file);
        assert_eq!(rows.len(), 2, "{file}");
        assert_eq!(rows[0].split(',').count(), 19, "{file}");
        let file = get(house.door, &format!("{path}/sheet/invoices.csv")).expect(200).text;
        assert!(file.starts_with(sheet), "{file}");
    }
}

#[test]
fn gl_44_a_supplier_in_confidence_is_not_in_the_file() {
    let house = House::notified();
    house.sells("HARBOR", "NORWELL", 1, 30);
    house.sells("TIDE", "NORWELL", 2, 30);
    let file = get(house.door, &format!("{}/statement.csv", house.norwell())).expect(200);
    assert_eq!(lines(&file.text).len(), 2);
    file.hides("TIDE");
    file.hides("Tidewater");
}

#[test]
fn rp_22_nobody_else_fetches_it() {
    let house = House::notified();
    house.sells("HARBOR", "NORWELL", 1, 30);
    get(house.door, &format!("{}/statement.csv", house.harbor())).expect(404);
    let aston = house.app.read(|reads| Ok(kept::party::debtor_by_code(reads, "ASTON")?.unwrap().id)).unwrap();
    let (_, other) = house.link(GuestParty::Debtor(aston), None);
    let file = get(house.door, &format!("{other}/statement.csv")).expect(200);
    assert_eq!(lines(&file.text).len(), 1, "{}", file.text);
}

#[test]
fn rp_22_as_of_a_day_before_it_owed_nothing_and_was_not_told() {
    let house = House::notified();
    house.sells("HARBOR", "NORWELL", 2, 30);
    let today = house.app.today();
    let asked = ReportRequest { debtor: Some(house.debtor), ..ReportRequest::new(today) };
    assert_eq!(made(&house, asked).rows.len(), 2);
    let yesterday = ReportRequest { as_of: today.saturating_sub(1.day()), ..asked };
    assert!(made(&house, yesterday).rows.is_empty());
    let known = ReportRequest { known_at: Some(house.app.now() + 1.hour()), ..asked };
    assert_eq!(made(&house, known).rows, made(&house, asked).rows, "the events say what the notice says");
    let of_another = ReportRequest { client: Some(house.silent), ..asked };
    assert!(made(&house, of_another).rows.is_empty());
    assert_eq!(ReportKind::DebtorStatement.may_be_asked(&ReportRequest::new(today)).unwrap_err().place, "debtor");
}
