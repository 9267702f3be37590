//! A small book behind all its doors, called without a network.

use app::{App, Clock, Command, Ids, NewBook};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use domain::contact::Sender;
use domain::invoice::verification::{Timing, VerificationPolicy};
use domain::money::Currency;
use domain::party::Address;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use web::Secrets;

const TOKEN: &str = "token-of-the-test";
/// How many requests one router answers: its guests' limits are new with it, so that they do not answer instead of the pages.
const ANSWERS: u32 = 30;

/// An answer.
pub struct Reply {
    pub status: u16,
    pub media: String,
    pub location: String,
    pub guarded: bool,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

/// The book, a signed-in session, and the names under which inputs speak of what is in it.
pub struct Book {
    app: App,
    secrets: Arc<Secrets>,
    router: RefCell<Router>,
    asked: Cell<u32>,
    runtime: Runtime,
    pub session: String,
    /// `$invoice` and so on, with what stands for it today.
    pub names: Vec<(&'static str, String)>,
    _folder: TempDir,
}

impl Book {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Clock::set_to("2026-06-15T14:00:00Z".parse().expect("a moment"));
        let new = NewBook {
            name: "Test Factor".into(),
            country: "US".into(),
            currency: Currency::USD,
            zone: "America/New_York".into(),
        };
        let app = App::init(folder.path(), &new, clock, Ids::seeded(1)).expect("a book");
        let policy = VerificationPolicy { mode: Timing::Never, ..VerificationPolicy::default() };
        let sender = Sender {
            address: Address { lines: vec!["1 Main Street".into()], city: "Albany".into(), ..Address::default() },
            email: "desk@factor.example".into(),
            phone: "+1 518 555 0100".into(),
            register: String::new(),
            guest_address: "https://pay.factor.example".into(),
        };
        app.run(Command::system("test"), move |task| {
            app::verification::save_policy(task, &policy)?;
            Ok(store::kept::policy::put(task, Sender::POLICY, &sender)?)
        })
        .expect("settings");
        let secrets = Arc::new(Secrets::new(TOKEN.to_owned()));
        let session = secrets.sign_in(&secrets.new_link()).expect("a session");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let router = RefCell::new(web::service(app.clone(), secrets.clone()));
        let mut book =
            Self { app, secrets, router, asked: Cell::new(0), runtime, session, names: Vec::new(), _folder: folder };
        book.fill();
        book
    }

    /// One client with an agreement in force, one debtor, two invoices, a payment, a contact, links.
    fn fill(&mut self) {
        let usd = |amount: &str| json!({ "amount": amount, "currency": "USD" });
        let account = json!({ "holder": "Somebody", "number": "000111222", "clearing": "021000021" });
        self.made("PUT", "/factor", &json!({ "name": "Test Factor", "account": account }));
        let client = json!({ "name": "Harbor Foods LLC", "status": "ACTIVE", "account_manager": "Somebody", "account": account });
        self.made("PUT", "/clients/HARBOR", &client);
        let debtor = json!({ "name": "Norwell Grocers Inc", "status": "ACTIVE", "limit": usd("100000.00") });
        self.made("PUT", "/debtors/NORWELL", &debtor);
        self.made("PUT", "/clients/HARBOR/customers/NORWELL", &json!({ "client_reference": "C-77" }));
        let terms = include_str!("terms.json");
        let terms: Value = serde_json::from_str(terms).expect("terms");
        let draft = json!({ "effective_from": "2026-06-01", "terms": terms });
        let draft = self.made("POST", "/clients/HARBOR/agreements", &draft);
        let steps = format!("/clients/HARBOR/agreements/{}/steps", draft["version"]);
        self.made("POST", &steps, &json!({ "step": "ISSUE" }));
        for side in ["FACTOR", "CLIENT"] {
            let signature = json!({ "side": side, "signer": "Somebody", "capacity": "Director", "signed_on": "2026-06-02",
                "terms_sha256": draft["terms_sha256"] });
            self.made("POST", &steps, &json!({ "step": "SIGN", "signature": signature }));
        }
        self.made("POST", &steps, &json!({ "step": "PUT_IN_FORCE" }));
        let line = |number: &str, amount: &str| json!({ "debtor": "NORWELL", "number": number, "issued": "2026-06-10", "due": "2026-07-10", "amount": usd(amount) });
        let lines =
            json!({ "transfer_method": "CREDIT_TRANSFER", "lines": [line("A-1", "1000.00"), line("A-2", "400.00")] });
        self.made("POST", "/clients/HARBOR/schedules", &lines);
        let contact = json!({ "name": "Ann Clerk", "role": "ACCOUNTS_PAYABLE", "email": "ann@norwell.example", "language": "en", "source": "DEBTOR" });
        let contact =
            self.api("POST", "/debtors/NORWELL/contacts", Some("contact-0001"), contact.to_string().as_bytes());
        let link = |side: &str, code: &str| {
            let made = self.made("POST", "/guest-links", &json!({ "side": side, "code": code }));
            let address = made["address"].as_str().expect("an address").to_owned();
            (made["id"].as_str().expect("an id").to_owned(), address.rsplit('/').next().expect("a token").to_owned())
        };
        let (link_id, debtor_link) = link("DEBTOR", "NORWELL");
        let (_, client_link) = link("CLIENT", "HARBOR");
        let bought = self.read("/schedules/1/lines")["items"].clone();
        let text = |value: &Value| value.as_str().unwrap_or("00000000-0000-0000-0000-000000000000").to_owned();
        let contact = serde_json::from_str::<Value>(&contact.text).unwrap_or_default();
        self.names = vec![
            ("$invoice", text(&bought[0]["id"])),
            ("$other", text(&bought[1]["id"])),
            ("$contact", text(&contact["id"])),
            ("$link", link_id),
            ("$debtor-page", debtor_link),
            ("$client-page", client_link),
        ];
    }

    fn made(&self, method: &str, path: &str, body: &Value) -> Value {
        let key = format!("made-{:08}", self.asked.get());
        let reply = self.api(method, path, Some(&key), body.to_string().as_bytes());
        assert!(reply.status < 300, "{method} {path}: {}", reply.text);
        reply.json()
    }

    pub fn read(&self, path: &str) -> Value {
        let reply = self.api("GET", path, None, b"");
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        reply.json()
    }

    /// A text with what its names stand for.
    pub fn named(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    /// A request to the API with its token.
    pub fn api(&self, method: &str, path: &str, key: Option<&str>, body: &[u8]) -> Reply {
        let mut headers =
            vec![("authorization", format!("Bearer {TOKEN}")), ("content-type", "application/json".to_owned())];
        headers.extend(key.map(|key| ("idempotency-key", key.to_owned())));
        self.send(method, &format!("/api/v1{path}"), &headers, body).expect("a path")
    }

    /// Any request; none when the path or a header cannot be sent at all.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, String)], body: &[u8]) -> Option<Reply> {
        self.asked.set(self.asked.get() + 1);
        if self.asked.get().is_multiple_of(ANSWERS) {
            *self.router.borrow_mut() = web::service(self.app.clone(), self.secrets.clone());
        }
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.body(Body::from(body.to_vec())).ok()?;
        let router = self.router.borrow().clone();
        Some(self.runtime.block_on(async {
            let response = router.oneshot(request).await.expect("the router always answers");
            let of = |name| {
                response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
            };
            let (media, location) = (of(header::CONTENT_TYPE), of(header::LOCATION));
            let (status, guarded) = (response.status().as_u16(), !of(header::CONTENT_SECURITY_POLICY).is_empty());
            let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
            Reply { status, media, location, guarded, text: String::from_utf8_lossy(&bytes).into_owned() }
        }))
    }
}
