//! The desk through its front door: the router, a session, forms as a browser sends them.

use crate::sign_in::{COOKIE, Secrets};
use crate::{Web, server};
use app::{App, Clock, Ids, NewBook};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use domain::invoice::verification::{Timing, VerificationPolicy};
use domain::money::Currency;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;

/// A desk on an empty book on 4 March 2026, signed in.
struct Desk {
    router: Router,
    session: String,
    app: App,
    _folder: TempDir,
}

struct Answer {
    status: StatusCode,
    location: String,
    cookies: Vec<String>,
    text: String,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let new = NewBook {
            name: "Calder Street Factors".into(),
            country: "US".into(),
            currency: Currency::USD,
            zone: "America/New_York".into(),
        };
        let clock = Clock::set_to("2026-03-04T15:00:00Z".parse().unwrap());
        let app = App::init(folder.path(), &new, clock, Ids::seeded(1)).unwrap();
        let secrets = Arc::new(Secrets::new("token".into()));
        let session = secrets.sign_in(&secrets.new_link()).unwrap();
        let router = server::router(Web { app: app.clone(), secrets });
        Self { router, session, app, _folder: folder }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let header = |name| response.headers().get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default();
        let location = header(header::LOCATION);
        let cookies = response.headers().get_all(header::SET_COOKIE).iter().map(|v| v.to_str().unwrap().to_owned());
        let (status, cookies) = (response.status(), cookies.collect());
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, location, cookies, text: String::from_utf8(body.to_vec()).unwrap() }
    }

    async fn get(&self, path: &str) -> Answer {
        let cookie = format!("{COOKIE}={}", self.session);
        self.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    /// The page, which must be there.
    async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.text
    }

    async fn post_with(&self, path: &str, token: &str, key: &str, fields: &[(&str, &str)]) -> Answer {
        let all = [("csrf", token), ("key", key)].into_iter().chain(fields.iter().copied());
        let encoded = |text: &str| super::view::encoded(text);
        let body: Vec<String> = all.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, format!("{COOKIE}={}", self.session))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")));
        self.send(request.unwrap()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let key = crate::sign_in::new_token();
        self.post_with(path, &Secrets::form_token(&self.session), &key, fields).await
    }

    /// Posts a form that must be taken; gives back where it leads.
    async fn done(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(path, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.text);
        answer.location
    }

    /// The values of all fields of the form on a page, with some of them changed.
    async fn filled(&self, path: &str, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let page = self.page(path).await;
        let mut fields = Vec::new();
        let form = page.split("class=\"form\"").nth(1).unwrap().split("</form>").next().unwrap();
        for part in form.split('<').skip(1) {
            let attribute = |name: &str| part.split(&format!(" {name}=\"")).nth(1).and_then(|v| v.split('"').next());
            let Some(name) = attribute("name").filter(|name| !["csrf", "key"].contains(name)) else { continue };
            if part.starts_with("select") {
                let chosen = form.split(&format!("name=\"{name}\"")).nth(1).unwrap().split("</select>").next().unwrap();
                let value = chosen.split(" selected").next().unwrap().rsplit("value=\"").next().unwrap();
                let value = if chosen.contains(" selected") { value.split('"').next().unwrap() } else { "" };
                fields.push((name.to_owned(), value.to_owned()));
            } else if part.starts_with("textarea") {
                fields.push((name.to_owned(), part.split_once('>').unwrap().1.to_owned()));
            } else if attribute("type") != Some("checkbox") || part.contains(" checked") {
                fields.push((name.to_owned(), attribute("value").unwrap_or_default().to_owned()));
            }
        }
        for (name, value) in changes {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        fields
    }

    async fn add_client(&self) -> String {
        let fields = [
            ("code", "arden"),
            ("name", "Arden Components Ltd"),
            ("status", "ACTIVE"),
            ("account_manager", "M. Okafor"),
            ("holder", "Arden Components"),
            ("account", "DE89 3704 0044 0532 0130 00"),
            ("scheme-0", "VAT"),
            ("number-0", "DE123456789"),
        ];
        self.done("/clients", &fields).await
    }

    async fn add_debtor(&self) -> String {
        let fields = [
            ("code", "NORWELL"),
            ("name", "Norwell Grocers"),
            ("status", "APPROVED"),
            ("limit", "50.000,00"),
            ("currency", "usd"),
        ];
        self.done("/debtors", &fields).await
    }

    /// Drafts, issues, signs and starts the usual agreement.
    async fn agree(&self) {
        let fields = self.filled("/clients/ARDEN/agreements/new", &[("facility_limit", "200,000")]).await;
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let to = self.done("/clients/ARDEN/agreements", &fields).await;
        assert_eq!(to, "/clients/ARDEN/agreements/1");
        self.done(&format!("{to}/issue"), &[]).await;
        let page = self.page(&to).await;
        let hash = page.split("name=\"terms\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        for (side, signer) in [("FACTOR", "M. Okafor"), ("CLIENT", "A. Arden")] {
            let signed = [
                ("side", side),
                ("signer", signer),
                ("capacity", "Managing director"),
                ("signed_on", "2026-03-03"),
                ("terms", hash),
            ];
            self.done(&format!("{to}/sign"), &signed).await;
        }
        self.done(&format!("{to}/start"), &[]).await;
    }
}

#[tokio::test]
async fn without_a_session_every_address_shows_the_same_page() {
    let desk = Desk::new();
    let mut pages = Vec::new();
    for path in ["/today", "/clients/ARDEN", "/reports/aging", "/nothing/here"] {
        let answer = desk.send(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        pages.push(answer.text);
    }
    let posted = desk.send(Request::post("/clients").body(Body::empty()).unwrap()).await;
    pages.push(posted.text);
    assert!(pages[0].contains("credere serve") && pages.iter().all(|page| *page == pages[0]));
}

#[tokio::test]
async fn a_form_without_the_sessions_token_is_refused_and_does_nothing() {
    let desk = Desk::new();
    for token in ["", "wrong"] {
        let answer = desk.post_with("/clients", token, "k", &[("code", "ARDEN")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text.contains("The form has expired"));
    }
    assert!(desk.page("/clients").await.contains("There is no client yet"));
}

#[tokio::test]
async fn an_empty_book_shows_the_first_steps_and_every_page_stands() {
    let desk = Desk::new();
    let today = desk.page("/today").await;
    assert!(today.contains("First steps") && today.contains("/clients/new"));
    for path in [
        "/clients",
        "/clients/new",
        "/debtors",
        "/debtors/new",
        "/reports",
        "/settings",
        "/settings/factor",
        "/settings/jobs",
        "/audit",
        "/search",
        "/search?q=12",
        "/clients.csv",
        "/debtors.csv",
        "/reports/aging",
        "/reports/trial-balance",
        "/reports/ledger/hledger",
    ] {
        desk.page(path).await;
    }
    let missing = desk.get("/clients/NOBODY").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.text.contains("There is no client NOBODY in this book."));
}

#[tokio::test]
async fn all_errors_of_a_form_are_told_at_once_and_the_answers_are_kept() {
    let desk = Desk::new();
    let fields = [
        ("code", "!"),
        ("name", ""),
        ("status", "ACTIVE"),
        ("account_manager", ""),
        ("holder", "Arden"),
        ("account", "DE89370400440532013001"),
        ("country", "Germany"),
        ("scheme-0", ""),
        ("number-0", "DE1 <b>"),
    ];
    let answer = desk.post("/clients", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("6 things need correcting"), "{}", answer.text);
    for field in ["code", "name", "account_manager", "account", "country", "scheme-0"] {
        assert!(answer.text.contains(&format!("id=\"{field}-error\"")), "{field}");
    }
    assert!(answer.text.contains("DE1 &#60;b&#62;") && answer.text.contains("check digits"));
    assert!(desk.page("/clients").await.contains("There is no client yet"));
}

#[tokio::test]
async fn a_form_sent_twice_counts_once_and_its_receipt_is_told_once() {
    let desk = Desk::new();
    let token = Secrets::form_token(&desk.session);
    let fields =
        [("code", "NORWELL"), ("name", "Norwell"), ("status", "APPROVED"), ("limit", "1,000"), ("currency", "USD")];
    let first = desk.post_with("/debtors", &token, "same", &fields).await;
    let second = desk.post_with("/debtors", &token, "same", &fields).await;
    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    let saved = desk.app.read(|s| Ok(store::kept::event::newest(s, None, 10)?)).unwrap();
    assert_eq!(saved.iter().filter(|event| event.kind.code() == "DEBTOR_SAVED").count(), 1);
    let receipt = first.cookies[0].split(';').next().unwrap();
    let cookie = format!("{COOKIE}={}; {receipt}", desk.session);
    let request = Request::get("/debtors/NORWELL").header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let told = desk.send(request).await;
    assert!(told.text.contains("NORWELL was added."));
    assert!(told.cookies[0].contains("Max-Age=0"));
    let other = desk.post_with("/debtors", &token, "same", &[("code", "OTHER"), ("status", "APPROVED")]).await;
    assert!(other.text.contains("sent before with other answers"), "{}", other.text);
}

#[tokio::test]
async fn a_client_a_debtor_and_their_agreement_by_forms_alone() {
    let desk = Desk::new();
    assert_eq!(desk.add_client().await, "/clients/ARDEN");
    assert_eq!(desk.add_debtor().await, "/debtors/NORWELL");
    let linked = [("debtor", "norwell"), ("client_reference", "C-7"), ("limit", "20.000,00"), ("currency", "USD")];
    desk.done("/clients/ARDEN/customers/new", &linked).await;
    desk.agree().await;
    let client = desk.page("/clients/ARDEN").await;
    for words in
        ["Arden Components Ltd", "can be drawn now", "85\u{a0}% of each invoice is paid at once", "C-7", "DE89 3704"]
    {
        assert!(client.contains(words), "{words}: {client}");
    }
    let debtor = desk.page("/debtors/NORWELL").await;
    assert!(debtor.contains("50,000.00 left of its limit"), "{debtor}");
    let version = desk.page("/clients/ARDEN/agreements/1").await;
    // 1.5 % for the first 30 days, then 0.5 % for each further 10 begun: 150, 250, 300 on 10,000.
    for figure in ["8,500.00", "150.00", "250.00", "300.00", "1,350.00", "1,250.00", "1,200.00"] {
        assert!(version.contains(figure), "{figure}");
    }
    assert!(version.contains("M. Okafor, Managing director, on 3 March 2026"));
    let clients = desk.page("/clients?q=arden").await;
    assert!(clients.contains("/clients/ARDEN") && desk.page("/clients?q=zzz").await.contains("No client fits"));
    let same =
        desk.post("/clients", &[("code", "ARDEN"), ("name", "X"), ("status", "ACTIVE"), ("account_manager", "M")]);
    assert!(same.await.text.contains("There is a client ARDEN already"));
}

#[tokio::test]
async fn a_second_version_starts_from_the_first_and_shows_what_is_new() {
    let desk = Desk::new();
    desk.add_client().await;
    desk.agree().await;
    let changes = [
        ("advance_rate", "80"),
        ("model", "TABLE"),
        ("brackets", "1-30 1.5\n31-60 2.5\n61- 4"),
        ("escrow_share", "10"),
    ];
    let fields = desk.filled("/clients/ARDEN/agreements/new", &changes).await;
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = desk.post("/clients/ARDEN/agreements", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("The share kept in escrow and its cap go together"));
    fields.retain(|(name, _)| *name != "escrow_cap");
    fields.push(("escrow_cap", "5,000"));
    assert_eq!(desk.done("/clients/ARDEN/agreements", &fields).await, "/clients/ARDEN/agreements/2");
    let version = desk.page("/clients/ARDEN/agreements/2").await;
    assert!(version.contains("What is new against version 1"), "{version}");
    assert!(version.contains("<del>85\u{a0}%</del>") && version.contains("<ins>80\u{a0}%</ins>"), "{version}");
    let start = desk.post("/clients/ARDEN/agreements/2/start", &[]).await;
    assert_eq!(start.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(start.text.contains("This was not done"));
    desk.done("/clients/ARDEN/agreements/2/withdraw", &[]).await;
}

#[tokio::test]
async fn a_mapping_is_tried_on_a_sample_before_it_is_saved() {
    let desk = Desk::new();
    desk.add_client().await;
    let sample = "debtor,number,issued,due,amount,currency\nC-7,A-1,2026-03-01,2026-03-31,1234.50,USD\nC-7,A-2,x,2026-03-31,1,USD\n";
    let changes =
        [("name", "plain"), ("may_be_absent", "yes"), ("column_corrects", ""), ("sample", sample), ("do", "try")];
    let mut fields = desk.filled("/clients/ARDEN/mappings/new", &changes).await;
    let as_sent = |fields: &[(String, String)]| fields.to_vec();
    let sent = as_sent(&fields);
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let tried = desk.post("/clients/ARDEN/mappings", &sent).await;
    assert_eq!(tried.status, StatusCode::OK, "{}", tried.text);
    assert!(tried.text.contains("1 line read, 1 not.") && tried.text.contains("1,234.50\u{a0}USD"), "{}", tried.text);
    fields.retain(|(name, _)| name != "do");
    let sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.done("/clients/ARDEN/mappings", &sent).await;
    assert!(desk.page("/clients/ARDEN").await.contains("/clients/ARDEN/mappings/plain"));
    assert!(desk.page("/clients/ARDEN/mappings/plain").await.contains("value=\"plain\""));
    let toml = desk.post("/clients/ARDEN/mappings", &[("as", "toml"), ("toml", "name = 1")]).await;
    assert_eq!(toml.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(toml.text.contains("id=\"toml-error\""));
}

#[tokio::test]
async fn the_search_leads_to_an_exact_hit_and_lists_the_rest() {
    let desk = Desk::new();
    desk.add_client().await;
    desk.add_debtor().await;
    assert_eq!(desk.get("/search?q=arden").await.location, "/clients/ARDEN");
    assert_eq!(desk.get("/search?q=Norwell%20Grocers").await.location, "/debtors/NORWELL");
    let listed = desk.page("/search?q=grocer").await;
    assert!(listed.contains("/debtors/NORWELL") && listed.contains("1 hit"));
    for nothing in ["S-12", "1.234,50", "no such thing"] {
        let path = format!("/search?q={}", super::view::encoded(nothing));
        assert!(desk.page(&path).await.contains("Nothing is called"), "{nothing}");
    }
}

#[tokio::test]
async fn reports_say_what_cannot_be_asked_and_the_audit_tells_what_it_proves() {
    let desk = Desk::new();
    desk.add_client().await;
    let wrong = desk.get("/reports/purchases?as_of=2026-03-01&from=2026-03-09&known_at=soon&client=NOBODY").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("3 things need correcting"), "{}", wrong.text);
    assert_eq!(desk.get("/reports/none").await.status, StatusCode::NOT_FOUND);
    let audit = desk.post("/audit", &[]).await;
    assert_eq!(audit.status, StatusCode::OK);
    assert!(audit.text.contains("The book holds"), "{}", audit.text);
    assert!(audit.text.contains("Client saved: ARDEN"));
}

#[tokio::test]
async fn settings_change_the_factor_and_signing_out_ends_the_session() {
    let desk = Desk::new();
    let fields = [
        ("name", "Calder Street Finance"),
        ("holder", "Calder"),
        ("account", "000123456789"),
        ("clearing", "021000021"),
    ];
    assert_eq!(desk.done("/settings/factor", &fields).await, "/settings");
    assert!(desk.page("/settings").await.contains("Calder Street Finance"));
    let out = desk.post("/sign-out", &[]).await;
    assert!(out.text.contains("You are not signed in"));
    assert_eq!(desk.get("/today").await.status, StatusCode::UNAUTHORIZED);
}

impl Desk {
    fn run<T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static>(
        &self,
        work: impl FnOnce(&mut app::Task<'_, '_>) -> Result<T, app::Error> + Clone + Send + 'static,
    ) -> T {
        self.app.run(app::Command::system("test"), work).unwrap()
    }

    /// ARDEN's customer NORWELL has its notice.
    fn give_notice(&self) {
        self.run(|task| {
            let client = app::client_by_code(task, "ARDEN")?.id;
            let debtor = store::kept::party::debtor_by_code(task, "NORWELL")?.unwrap().id;
            let evidence = domain::notice::Evidence::Signed;
            app::notice::record_existing(task, client, debtor, task.today, evidence, "by courier")
        });
    }

    /// ARDEN offers one invoice of 10,000.00.
    fn submit(&self) -> app::schedule::Answer {
        let csv = "debtor,number,issued,due,amount,currency\nC-7,A-20417,2026-03-01,2026-03-31,10000.00,USD\n";
        let files = [("march.csv".to_owned(), csv.as_bytes().to_vec())];
        let method = domain::invoice::TransferMethod::CreditTransfer;
        let submission = app::schedule::read_files(&self.app, "ARDEN", None, &files, method).unwrap();
        app::schedule::submit(&self.app, "test", &submission, &mut |_| {}).unwrap()
    }
}

#[tokio::test]
async fn lc_05_a_line_that_waits_for_others_is_shown_and_a_person_may_do_without() {
    let desk = Desk::new();
    desk.add_client().await;
    desk.add_debtor().await;
    let linked = [("debtor", "NORWELL"), ("client_reference", "C-7"), ("currency", "USD")];
    desk.done("/clients/ARDEN/customers/new", &linked).await;
    desk.agree().await;
    let answer = desk.submit();
    assert_eq!((answer.bought, answer.asked), (0, 1));
    let schedule = desk.page("/schedules/1?lines=asked").await;
    for words in ["Wait for others", "A-20417", "waits for the customer", "no notice to this debtor is begun"] {
        assert!(schedule.contains(words), "{words}: {schedule}");
    }
    assert!(desk.page("/schedules?having=asked").await.contains("S-1"));
    assert!(!desk.page("/schedules?having=waiting").await.contains("S-1<"));
    let invoice = format!("/invoices/{}", answer.lines[0].invoice);
    let page = desk.page(&invoice).await;
    assert!(page.contains("What it waits for") && page.contains("Do without the confirmation"), "{page}");
    // Without a reason nothing is decided.
    let decide = format!("{invoice}/decide");
    let refused = desk.post(&decide, &[("act", "waive"), ("reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    desk.done(&decide, &[("act", "waive"), ("reason", "we saw the goods arrive")]).await;
    let page = desk.page(&invoice).await;
    assert!(page.contains("verified, waits for its notice") && !page.contains("Do without the confirmation"), "{page}");
    desk.give_notice();
    assert!(desk.page(&invoice).await.contains("bought"));
    assert!(desk.page("/schedules/1").await.contains("1 of 1 line bought"));
}

#[tokio::test]
async fn a_bought_invoice_stands_on_today_client_debtor_search_and_report() {
    let desk = Desk::new();
    desk.add_client().await;
    desk.add_debtor().await;
    let linked = [("debtor", "NORWELL"), ("client_reference", "C-7"), ("currency", "USD")];
    desk.done("/clients/ARDEN/customers/new", &linked).await;
    desk.agree().await;
    desk.give_notice();
    let unasked = VerificationPolicy { mode: Timing::Never, ..VerificationPolicy::default() };
    desk.run(move |task| app::verification::save_policy(task, &unasked));
    let answer = desk.submit();
    assert_eq!(answer.bought, 1, "{answer:?}");
    // 85 % of 10,000 is employed; the ledger is the whole invoice.
    let today = desk.page("/today").await;
    for words in ["8,500.00", "10,000.00", "4.3\u{a0}% of 200,000.00", "Send 1 payment", "/invoices/"] {
        assert!(today.contains(words), "{words}: {today}");
    }
    let client = desk.page("/clients/ARDEN").await;
    for words in ["Not more, because the open invoices carry 8,500.00", "1,500.00 required", "GL-09", "GL-08", "S-1<"] {
        assert!(client.contains(words), "{words}: {client}");
    }
    let debtor = desk.page("/debtors/NORWELL").await;
    for words in
        ["40,000.00 left of its limit", "A-20417", "due in 27 days", "No invoice of this debtor is paid in full"]
    {
        assert!(debtor.contains(words), "{words}: {debtor}");
    }
    assert!(desk.get("/search?q=a20417").await.location.starts_with("/invoices/"));
    assert!(desk.page("/search?q=10.000,00").await.contains("Invoices with this open balance"));
    assert_eq!(desk.get("/search?q=S-1").await.location, "/schedules/1");
    assert!(desk.page("/reports/aging?client=ARDEN").await.contains("A-20417"));
    assert!(!desk.page("/reports/aging?as_of=2026-03-03").await.contains("A-20417"));
    assert!(
        desk.page("/clients.csv")
            .await
            .contains("ARDEN,Arden Components Ltd,ACTIVE,USD,10000.00,8500.00,200000.00,0.00")
    );
    // Nothing is available before the invoice is paid: the release says so instead of paying.
    assert!(!client.contains("/clients/ARDEN/release") && client.contains("Nothing can be released now"));
    assert_eq!(desk.done("/clients/ARDEN/release", &[]).await, "/clients/ARDEN");
}

#[tokio::test]
async fn a_contacts_open_links_are_listed_and_each_can_be_taken_back() {
    let desk = Desk::new();
    desk.add_debtor().await;
    let (contact, link) = desk.run(|task| {
        use domain::contact::{Channel, ContactSource, Role, Sender};
        let sender = Sender { guest_address: "https://pay.calder.example".into(), ..Sender::default() };
        store::kept::policy::put(task, Sender::POLICY, &sender)?;
        let new = app::contact::NewContact {
            contact: None,
            debtor: Some("NORWELL".into()),
            client: None,
            role: Role::AccountsPayable,
            mailbox: true,
            obligor: false,
            name: "Accounts payable".into(),
            email: Some("ap@norwell.example".into()),
            phone: None,
            channel: Channel::Email,
            language: domain::letter::Language::English,
            zone: None,
            source: ContactSource::Factor,
        };
        let contact = app::contact::save_contact(task, &new)?;
        let party = app::guest::GuestParty::Debtor(contact.debtor.unwrap());
        Ok((contact.id, app::guest::make_link(task, party, Some(contact.id), None)?.0))
    });
    let path = format!("/contacts/{contact}");
    let page = desk.page(&path).await;
    assert!(page.contains("Take back") && page.contains("not yet"), "{page}");
    let strange = desk.post(&format!("{path}/links/{}/taken-back", uuid::Uuid::nil()), &[]).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.done(&format!("{path}/links/{link}/taken-back"), &[]).await, path);
    let page = desk.page(&path).await;
    assert!(!page.contains("Take back"), "{page}");
    let open = desk.app.read(|snapshot| app::guest::links_of(snapshot, contact, 0)).unwrap();
    assert!(open.is_empty());
}
