//! The desk's work through the router, as a browser without script does it: forms, files, redirects, receipts.

use crate::sign_in::{COOKIE, Secrets, new_token};
use crate::{Web, server};
use app::{App, Clock, Ids, NewBook};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use domain::money::Currency;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;

const MASTER: &str = r#"
[policy.verification]
mode = "NONE"

[factor.account]
holder = "Calder Street Factors"
number = "7700200100"
clearing = "990000013"

[[client]]
code = "ARDEN"
name = "Arden Components Ltd"
status = "ACTIVE"
account_manager = "M. Okafor"
address = { lines = ["1 Mill Lane"], city = "Toledo", region = "OH", postcode = "43604", country = "US" }
account = { holder = "Arden Components Ltd", number = "5512004471", clearing = "990000026" }

[[debtor]]
code = "NORWELL"
name = "Norwell Grocers"
status = "ACTIVE"
currency = "USD"
limit = "50000.00"
address = { lines = ["2 Quay"], city = "Columbus", region = "OH", postcode = "43215", country = "US" }
paying_accounts = ["4100220011"]

[[customer]]
client = "ARDEN"
debtor = "NORWELL"
client_reference = "C-1"
notice = { received = 2025-11-03, evidence = "REPLIED", how = "courier's signature" }

[[agreement]]
client = "ARDEN"
version = 1
effective_from = 2026-01-01

[agreement.terms]
currency = "USD"
advance_rate = "80 %"
facility_limit = { amount = "200000.00", basis = "NFE" }
release = "WEEKLY"
recourse = { kind = "FULL_RECOURSE", window_days = 90, from = "PURCHASE" }
notification = "NOTIFICATION"
max_terms_days = 60
max_age_days = 30
tolerance = { share = "0.5 %", cap = "5.00" }
transfer_fees = { wire = "25.00", credit_transfer = "5.00" }
fee = { model = "FULL_PERIOD", p1 = "1.5 %", d1 = 30, p2 = "0.5 %", d2 = 10 }

[[agreement.signature]]
side = "FACTOR"
signer = "M. Okafor"
capacity = "Managing director"
signed_on = 2025-12-20

[[agreement.signature]]
side = "CLIENT"
signer = "A. Arden"
capacity = "Managing director"
signed_on = 2025-12-20
"#;

/// Two lines that can be bought, one of a stranger, one that cannot be read.
const SCHEDULE: &str = "debtor,debtor_name,number,issued,due,amount,currency\n\
    C-1,Norwell Grocers,AC-1,2026-03-01,2026-03-31,1000.00,USD\n\
    C-1,Norwell Grocers,AC-2,2026-03-01,2026-03-31,2000.00,USD\n\
    C-9,Nobody Ltd,AC-3,2026-03-01,2026-03-31,500.00,USD\n\
    C-1,Norwell Grocers,AC-4,2026-03-01,,700.00,USD\n";

/// A payment that says nothing, for AC-1 and 200 too much; and a charge.
const STATEMENT: &str = "account,statement,currency,opening,closing,booked,valued,amount,reference,payer,payer_account,end_to_end,text\n\
    8300451907,LB-1,USD,0.00,1140.00,2026-03-04,2026-03-04,1200.00,P1,Norwell Grocers,4100220011,,On account\n\
    8300451907,LB-1,USD,0.00,1140.00,2026-03-04,2026-03-04,-60.00,P2,,,,Account fee\n";

struct Desk {
    router: Router,
    session: String,
    _folder: TempDir,
}

struct Answer {
    status: StatusCode,
    location: String,
    cookie: String,
    text: String,
}

fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let new = NewBook {
        name: "Calder Street Factors".into(),
        country: "US".into(),
        currency: Currency::USD,
        zone: "America/New_York".into(),
    };
    let clock = Clock::set_to("2026-03-04T15:00:00Z".parse().unwrap());
    let app = App::init(folder.path(), &new, clock, Ids::seeded(1)).unwrap();
    let portfolio = formats::portfolio::read("master.toml", MASTER.as_bytes()).unwrap();
    app::portfolio::import_portfolio(&app, "test", portfolio).unwrap();
    let secrets = Arc::new(Secrets::new("token".into()));
    let session = secrets.sign_in(&secrets.new_link()).unwrap();
    Desk { router: server::router(Web { app, secrets }), session, _folder: folder }
}

impl Desk {
    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let told = |name| response.headers().get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default();
        let (status, location, cookie) = (response.status(), told(header::LOCATION), told(header::SET_COOKIE));
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, location, cookie, text: String::from_utf8(body.to_vec()).unwrap() }
    }

    async fn get(&self, path: &str) -> Answer {
        let cookie = format!("{COOKIE}={}", self.session);
        self.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.text
    }

    /// The page that a redirect leads to, with what is told there.
    async fn follow(&self, answer: &Answer) -> String {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let told = answer.cookie.split(';').next().unwrap_or_default();
        let cookies = format!("{COOKIE}={}; {told}", self.session);
        let path = answer.location.split('#').next().unwrap();
        self.send(Request::get(path).header(header::COOKIE, cookies).body(Body::empty()).unwrap()).await.text
    }

    async fn post_with(&self, path: &str, token: &str, fields: &[(&str, &str)], file: Option<(&str, &str)>) -> Answer {
        let edge = "edge-of-the-parts";
        let key = new_token();
        let mut body = String::new();
        for (name, value) in [("csrf", token), ("key", key.as_str())].iter().chain(fields) {
            body.push_str(&format!("--{edge}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
        }
        if let Some((name, content)) = file {
            body.push_str(&format!(
                "--{edge}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{content}\r\n"
            ));
        }
        body.push_str(&format!("--{edge}--\r\n"));
        let request = Request::post(path)
            .header(header::COOKIE, format!("{COOKIE}={}", self.session))
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={edge}"))
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(path, &Secrets::form_token(&self.session), fields, None).await
    }

    async fn upload(&self, path: &str, fields: &[(&str, &str)], name: &str, content: &str) -> Answer {
        self.post_with(path, &Secrets::form_token(&self.session), fields, Some((name, content))).await
    }

    /// Takes the usual schedule through its preview.
    async fn submitted(&self) -> Answer {
        let fields = [("client", "ARDEN"), ("mapping", "credere"), ("method", "CREDIT_TRANSFER")];
        let read = self.upload("/schedules/new", &fields, "march.csv", SCHEDULE).await;
        assert_eq!(read.status, StatusCode::SEE_OTHER, "{}", read.text);
        self.post(&read.location, &[]).await
    }
}

/// What stands between two texts of a page.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split(before).nth(1).unwrap_or_else(|| panic!("no {before} in {page}")).split(after).next().unwrap()
}

#[tokio::test]
async fn a_schedule_goes_from_upload_to_preview_to_purchase_to_its_invoices() {
    let desk = desk();
    let form = desk.page("/schedules/new").await;
    assert!(form.contains("the client bears 25.00\u{a0}USD"), "the fee of a wire");
    let fields = [("client", "ARDEN"), ("mapping", "credere"), ("method", "CREDIT_TRANSFER")];
    let read = desk.upload("/schedules/new", &fields, "march.csv", SCHEDULE).await;
    let preview = desk.page(&read.location).await;
    // 80 % of 3,000.00 less the transfer fee of 5.00.
    assert!(preview.contains("2,395.00") && preview.contains("Submit and buy 2 invoices"));
    assert!(preview.contains("4 lines") && preview.contains("3,500.00"), "control count and sum");
    assert!(preview.contains("Unreadable lines") && preview.contains("due"), "the line that cannot be read");
    assert!(preview.contains("Would be refused") && preview.contains("Nobody Ltd"));
    assert!(desk.page("/schedules").await.contains("No schedule here"), "a preview keeps nothing");

    let submitted = desk.post(&read.location, &[]).await;
    assert_eq!(submitted.location, "/schedules/1");
    let page = desk.follow(&submitted).await;
    assert!(page.contains("S-1 is submitted: 2 invoices bought, 2 refused."), "{page}");
    assert!(page.contains("2 of 4 lines bought for 3,000.00"));
    assert!(page.contains("12 guards passed") && page.contains("P-1"));
    assert!(desk.page("/schedules/1?lines=unreadable").await.contains("AC-4"));
    assert!(desk.page("/schedules/1?lines=refused").await.contains("AC-3"));
    assert!(desk.page("/schedules.csv").await.contains("S-1,ARDEN,2026-03-04,4,USD,3500.00,2,3000.00,1,1,0,0,2395.00"));

    let invoice = format!("/invoices/{}", between(&page, "href=\"/invoices/", "\""));
    let invoice = desk.page(&invoice).await;
    assert!(invoice.contains("open of 1,000.00, due 31 March 2026, in 27 days"));
    assert!(invoice.contains("Rule GL-04") && invoice.contains("1100 Factored receivables, recourse"));
    assert!(invoice.contains("Life of invoice AC-1"));

    // The preview is used up; the same files again say what became of them.
    let gone = desk.post(&read.location, &[]).await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(gone.text.contains("no longer kept"));
    let again = desk.upload("/schedules/new", &fields, "march.csv", SCHEDULE).await;
    assert!(desk.page(&again.location).await.contains("submitted before: they are schedule S-1"));

    // The stranger is still one: asking again says so and changes nothing.
    assert!(desk.page("/schedules/1/ask-again").await.contains("1 line is refused as before"));
    let asked = desk.post("/schedules/1/ask-again", &[]).await;
    assert!(desk.follow(&asked).await.contains("none was bought"));
}

#[tokio::test]
async fn refused_files_come_back_with_every_reason_and_what_was_chosen() {
    let desk = desk();
    let fields = [("client", "ARDEN"), ("mapping", "credere"), ("method", "WIRE")];
    let refused = desk.upload("/schedules/new", &fields, "march.csv", "a,b\n1,2\n").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Why the files were not taken") && refused.text.contains("march.csv"));
    assert!(refused.text.contains("value=\"WIRE\" checked"), "what was chosen stays");
    let nothing = desk.post("/schedules/new", &fields).await;
    assert!(nothing.text.contains("Choose a CSV file or UBL invoices."));
    let statement = desk.upload("/cash/import", &[], "x.csv", &STATEMENT.replace("1140.00", "1141.00")).await;
    assert_eq!(statement.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(statement.text.contains("Why nothing was taken in"));
}

#[tokio::test]
async fn a_line_of_a_known_number_is_compared_and_decided_by_a_person() {
    let desk = desk();
    desk.submitted().await;
    let other = SCHEDULE.lines().take(2).collect::<Vec<_>>().join("\n").replace("1000.00", "1100.00");
    let fields = [("client", "ARDEN"), ("mapping", "credere"), ("method", "CREDIT_TRANSFER")];
    let read = desk.upload("/schedules/new", &fields, "april.csv", &other).await;
    assert!(desk.page(&read.location).await.contains("Would wait for you"));
    desk.post(&read.location, &[]).await;
    assert!(desk.page("/schedules?having=waiting").await.contains("S-2"));
    let waiting = desk.page("/schedules/2?lines=waiting").await;
    let path = format!("/invoices/{}", between(&waiting, "href=\"/invoices/", "\""));
    let page = desk.page(&path).await;
    assert!(page.contains("Is it the same invoice?") && page.contains("class=\"differs\""));
    assert!(page.contains("1,000.00\u{a0}USD") && page.contains("1,100.00\u{a0}USD"));
    let act = format!("{path}/decide");
    let refused = desk.post(&act, &[("act", "refuse"), ("reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("No reason is given"));
    let bought = desk.post(&act, &[("act", "buy"), ("reason", "")]).await;
    assert!(desk.follow(&bought).await.contains("Invoice AC-1 is bought"));
    let late = desk.post(&act, &[("act", "withdraw"), ("reason", "late")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_payment_is_applied_undone_and_refunded() {
    let desk = desk();
    desk.submitted().await;
    let taken = desk.upload("/cash/import", &[], "lockbox.csv", STATEMENT).await;
    let statement = desk.follow(&taken).await;
    assert!(statement.contains("Complete: the figures add up"), "{statement}");
    let cash = desk.page("/cash").await;
    assert!(cash.contains("1,200.00") && cash.contains("/cash/1\""));

    let page = desk.page("/cash/1").await;
    let hand = between(&page, "id=\"hand\"", "</section>");
    let id = between(hand, "/invoices/", "\"").to_owned();
    let field = format!("amount-{id}");
    let wrong = desk.post("/cash/1/check", &[(&field, "12x"), ("reason", "on account")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"12x\"") && wrong.text.contains("is not an amount"), "input is kept");
    let no_reason = desk.post("/cash/1/check", &[(&field, "1,000.00"), ("reason", "")]).await;
    assert!(no_reason.text.contains("Write in a few words") && no_reason.text.contains("value=\"1,000.00\""));
    let too_much = desk.post("/cash/1/check", &[(&field, "1,300.00"), ("reason", "r")]).await;
    assert_eq!(too_much.status, StatusCode::UNPROCESSABLE_ENTITY);

    let checked = desk.post("/cash/1/check", &[(&field, "1.000,00"), ("reason", "agreed by phone")]).await;
    assert_eq!(checked.status, StatusCode::OK, "{}", checked.text);
    // FE-21: 1.5 % of 1,000.00; of the 200.00 held, 185.00 are left for the client.
    for words in ["is paid and closed", "15.00\u{a0}USD", "185.00\u{a0}USD", "200.00\u{a0}USD", "Apply to 1 invoice"] {
        assert!(checked.text.contains(words), "{words}: {}", checked.text);
    }
    assert!(desk.page("/cash/1").await.contains("all of it waits"), "a check changes nothing");
    let part = format!("{id}=100000");
    let applied = desk.post("/cash/1/apply", &[("part", &part), ("reason", "agreed by phone")]).await;
    let receipt = desk.follow(&applied).await;
    assert!(receipt.contains("R-1 is applied to invoice AC-1, which is paid and closed."), "{receipt}");
    assert!(receipt.contains("200.00\u{a0}USD still waits"));

    let undo = format!("/cash/1/undo/{id}");
    assert!(desk.page(&undo).await.contains("The fee charged with it is taken back"));
    let refused = desk.post(&undo, &[("reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let undone = desk.post(&undo, &[("reason", "it was for another")]).await;
    assert!(desk.follow(&undone).await.contains("R-1 is taken back from invoice AC-1; 1,200.00\u{a0}USD waits"));
    assert!(desk.page(&format!("/invoices/{id}")).await.contains("taken back by"));

    // The account has no bank named, so the money can go back, but not yet by file.
    let too_much = desk.get("/cash/1/refund?amount=5000").await;
    assert_eq!(too_much.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(desk.page("/cash/1/refund?amount=200").await.contains("value=\"20000\""));
    let refunded = desk.post("/cash/1/refund", &[("minor", "20000")]).await;
    let page = desk.follow(&refunded).await;
    assert!(
        page.contains("goes back to Norwell Grocers: payment P-2 is due") && page.contains("/payments/2"),
        "{page}"
    );

    assert!(desk.page("/cash/2").await.contains("A charge of the bank that we bear"));
    assert!(desk.page("/cash/2/book?as=charge").await.contains("Our expense (5010)"));
    let booked = desk.post("/cash/2/book", &[("as", "charge")]).await;
    assert!(desk.follow(&booked).await.contains("R-2 is booked: a bank charge."));
    let entries = desk.page("/cash/entries?q=norwell").await;
    assert!(entries.contains("R-1") && !entries.contains("/cash/2\""));
    assert!(desk.page("/cash/entries?q=60").await.contains("R-2"));
}

#[tokio::test]
async fn due_payments_become_a_file_that_can_be_taken_away() {
    let desk = desk();
    desk.submitted().await;
    let due = desk.page("/payments").await;
    assert!(due.contains("5512004471, bank 990000026") && due.contains("2,395.00"));
    let nothing = desk.post("/payments/check", &[]).await;
    assert!(desk.follow(&nothing).await.contains("No payment was chosen"));
    let preview = desk.post("/payments/check", &[("all", "yes")]).await;
    assert!(preview.text.contains("File F-1 in USD with 1 payment"), "{}", preview.text);
    let ids = between(&preview.text, "name=\"id\" value=\"", "\"").to_owned();
    let made = desk.post("/payments/files", &[("id", &ids)]).await;
    assert_eq!(made.location, "/payments/files/1");
    assert!(desk.follow(&made).await.contains("Payment file F-1 is made: 1 payment"));
    let file = desk.get("/payments/files/1/download").await;
    assert!(file.text.contains("pain.001.001.09") && file.text.contains("2395.00"));
    assert!(desk.page("/payments/1").await.contains("in file F-1"));
    assert!(desk.page("/payments").await.contains("No payment is due"));
    let twice = desk.post("/payments/files", &[("id", &ids)]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text.contains("not due any more"));
}

#[tokio::test]
async fn no_form_of_work_is_taken_without_the_sessions_token() {
    let desk = desk();
    desk.submitted().await;
    desk.upload("/cash/import", &[], "lockbox.csv", STATEMENT).await;
    for path in [
        "/schedules/new",
        "/schedules/preview/x",
        "/schedules/1/ask-again",
        "/cash/import",
        "/cash/1/check",
        "/cash/1/apply",
        "/cash/1/refund",
        "/cash/2/book",
        "/payments/check",
        "/payments/files",
    ] {
        let forged = desk.post_with(path, "", &[("all", "yes")], None).await;
        assert!([StatusCode::FORBIDDEN].contains(&forged.status), "{path}: {}", forged.status);
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_designed_page() {
    let desk = desk();
    for path in ["/schedules/9", "/invoices/x", "/cash/9", "/payments/9", "/payments/files/9", "/cash/statements/x"] {
        let answer = desk.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text.contains("There is nothing here"), "{path}");
    }
    for path in
        ["/schedules", "/cash", "/cash/entries", "/cash/statements", "/payments", "/payments/all", "/payments/files"]
    {
        desk.page(path).await;
    }
}
