//! The desk beside the guests: what it shows of the relationship and changes in it.

use super::super::browser::{FIREFOX, Reply, encoded, send};
use super::super::house::House;
use app::answer::{GivenAnswer, Giver};
use domain::contact::{Channel, ContactPolicy, Said};
use domain::dispute::{DisputeReason, Side, Speaker};
use domain::event::EventKind;
use domain::invoice::verification::{Timing, VerificationPolicy};
use domain::letter::{Language, LetterKind, built_in_text};
use domain::notice::NoticePolicy;
use jiff::civil::date;
use std::net::SocketAddr;
use std::sync::Arc;
use store::kept;
use tokio::runtime::Runtime;
use web::{Secrets, new_token};

/// A desk on a house's book, signed in.
struct Desk {
    at: SocketAddr,
    cookie: String,
    csrf: String,
    _runtime: Runtime,
}

impl Desk {
    fn of(house: &House) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let secrets = Arc::new(Secrets::new("token-of-the-desk".into()));
        let serving = runtime.block_on(web::serve(house.app.clone(), secrets.clone(), 0)).unwrap();
        let at = serving.address;
        runtime.spawn(serving.until(std::future::pending()));
        let signed = send(at, "GET", &format!("/sign-in/{}", secrets.new_link()), FIREFOX, b"");
        let cookie = signed.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        let csrf = Secrets::form_token(cookie.split_once('=').unwrap().1);
        Self { at, cookie, csrf, _runtime: runtime }
    }

    fn get(&self, path: &str) -> Reply {
        let mut headers = FIREFOX.to_vec();
        headers.push(("cookie", &self.cookie));
        send(self.at, "GET", path, &headers, b"")
    }

    #[track_caller]
    fn page(&self, path: &str) -> Reply {
        self.get(path).expect(200)
    }

    /// Sends a form; a redirect is not followed.
    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let key = new_token();
        let all = [("csrf", self.csrf.as_str()), ("key", key.as_str())].into_iter().chain(fields.iter().copied());
        let body: Vec<String> = all.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let mut headers = FIREFOX.to_vec();
        headers.push(("cookie", &self.cookie));
        headers.push(("content-type", "application/x-www-form-urlencoded"));
        send(self.at, "POST", path, &headers, body.join("&").as_bytes())
    }

    /// Sends the form that stands on a page, with some of its answers changed.
    fn post_form(&self, page: &str, to: &str, changes: &[(&str, &str)]) -> Reply {
        let shown = self.page(page);
        let mut fields = typed(&shown.text);
        for (name, value) in changes {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(to, &fields)
    }
}

/// What a form would send as it stands.
fn typed(page: &str) -> Vec<(String, String)> {
    let form = page.split("class=\"form\"").nth(1).unwrap().split("</form>").next().unwrap();
    let mut fields = Vec::new();
    for part in form.split('<').skip(1) {
        let attribute = |name: &str| part.split(&format!(" {name}=\"")).nth(1).and_then(|v| v.split('"').next());
        let Some(name) = attribute("name").filter(|name| !["csrf", "key"].contains(name)) else { continue };
        let value = if part.starts_with("select") {
            let chosen = form.split(&format!("name=\"{name}\"")).nth(1).unwrap().split("</select>").next().unwrap();
            let before = chosen.split(" selected").next().unwrap();
            before.rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned()
        } else if part.starts_with("textarea") {
            part.split_once('>').unwrap().1.to_owned()
        } else if attribute("type") == Some("checkbox") && !part.contains(" checked") {
            continue;
        } else {
            attribute("value").unwrap_or_default().to_owned()
        };
        fields.push((name.to_owned(), value));
    }
    fields
}

const WORDING: &str = "/letters/wordings/VERIFICATION/en";

/// LC-44, CO-12: a wording is looked at with a real pair, in words, on paper and as mail; nothing leaves.
#[test]
fn co_12_a_wording_is_looked_at_with_the_facts_of_a_real_pair() {
    let house = House::acknowledged();
    house.sells("HARBOR", "NORWELL", 2, 30);
    let desk = Desk::of(&house);
    let events = house.all_events();
    let editor = desk.page(WORDING);
    editor.says("Request to confirm invoices, English");
    editor.says("[not-collection]");
    editor.says("{ask.phone} the telephone of the person to ask");
    let own = built_in_text(LetterKind::Verification, Language::English).replace("Kind regards,", "With kind regards,");
    let pair = |how| [("text", own.as_str()), ("client", "harbor"), ("debtor", "NORWELL"), ("do", how)];
    let looked = desk.post(WORDING, &pair("preview")).expect(200);
    for words in
        ["Harbor Foods LLC", "HARBOR-NORWELL-1", "HARBOR-NORWELL-2", "100.01", "Ida Quist", "With kind regards,"]
    {
        looked.says(words);
    }
    looked.hides("HC-1041");
    let paper = desk.post(WORDING, &pair("pdf")).expect(200);
    assert!(paper.text.starts_with("%PDF-"), "{}", paper.head);
    let mail = desk.post(WORDING, &pair("mail")).expect(200);
    assert!(mail.header("content-security-policy").unwrap().contains("sandbox"), "{}", mail.head);
    mail.says("HARBOR-NORWELL-2");
    // Both codes mistyped are told at once, at their fields; the text stays as typed.
    let fields = [("text", own.as_str()), ("client", "NOBODY"), ("debtor", "NOWHERE"), ("do", "preview")];
    let refused = desk.post(WORDING, &fields).expect(422);
    refused.says("2 things need correcting");
    assert!(refused.text.contains("client-error") && refused.text.contains("debtor-error"));
    refused.says("With kind regards,");
    let strangers = [("text", own.as_str()), ("client", "TIDE"), ("debtor", "ASTON"), ("do", "preview")];
    desk.post(WORDING, &strangers).expect(422).says("This debtor is no customer of this client");
    assert_eq!(house.all_events(), events);
}

/// LC-44, CO-12, CO-13: what its checklist asks for is named, each part; nothing is kept.
#[test]
fn lc_44_a_wording_that_misses_its_checklist_is_refused_with_each_part_by_name() {
    let house = House::new();
    let desk = Desk::of(&house);
    let whole = built_in_text(LetterKind::Verification, Language::English);
    let without = |text: &str, part: &str| {
        let start = text.find(&format!("[{part}")).unwrap();
        let end = text[start..].find("\n\n").map_or(text.len(), |end| start + end);
        format!("{}{}", &text[..start], &text[end..])
    };
    let text = without(&without(whole, "no-bank-change"), "opt-out");
    let refused = desk.post(WORDING, &[("text", &text), ("do", "save")]).expect(422);
    refused.says("bank details are never changed by e-mail");
    refused.says("how to opt out of reminders");
    let threat = format!("{whole}\n[thanks]\nThis is urgent.\n");
    desk.post(WORDING, &[("text", &threat), ("do", "save")]).expect(422).says("a word of urgency");
    assert_eq!(house.events(EventKind::WordingSaved), 0);
    desk.page("/letters/wordings").says("All letters use the wordings that come with Credere.");
}

/// A saved wording is used; going back keeps what was used before readable.
#[test]
fn a_wording_is_saved_as_a_version_and_the_one_of_credere_comes_back() {
    let house = House::new();
    let desk = Desk::of(&house);
    let own = built_in_text(LetterKind::Verification, Language::English).replace("Kind regards,", "With kind regards,");
    let saved = desk.post(WORDING, &[("text", &own.replace('\n', "\r\n")), ("do", "save")]).expect(303);
    assert_eq!(saved.header("location").as_deref(), Some("/letters/wordings"));
    desk.page("/letters/wordings").says("your own, version 1");
    let kept = house.app.read(|book| app::letter::wording_text(book, LetterKind::Verification, Language::English));
    assert_eq!(kept.unwrap(), own);
    desk.post(WORDING, &[("text", ""), ("do", "reset")]).expect(303);
    let editor = desk.page(WORDING);
    editor.says("comes with Credere");
    editor.says("Version 1, 15 Jun 2026, 10:00 by desk");
    editor.says("With kind regards,");
    assert_eq!(house.events(EventKind::WordingSaved), 2);
}

/// RP-14: every pair with its dates, narrowed by where it stands, and as a file.
#[test]
fn rp_14_the_notice_register_is_a_page_and_a_file() {
    let house = House::acknowledged();
    let desk = Desk::of(&house);
    let all = desk.page("/letters/notices");
    for words in [
        "3 notices, 1 received. None needs you now.",
        "Norwell Grocers Inc HARBOR acknowledged",
        "heads-up 15 Jun 2026 sent 16 Jun 2026",
        "level 4: signed acknowledgment acknowledged 23 Jun 2026",
        "held back: the debtor is not told",
    ] {
        all.says(words);
    }
    let held = desk.page("/letters/notices?state=held");
    held.says("TIDE");
    held.hides("level 4");
    desk.page("/letters/notices?state=care").says("None here");
    let file = desk.page("/letters/notices.csv?state=received").text;
    let mut lines = file.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .trim_start_matches('\u{feff}')
            .starts_with("client,debtor,debtor_name,version,state,heads_up")
    );
    let row = lines.next().unwrap();
    assert!(row.starts_with("HARBOR,NORWELL,Norwell Grocers Inc,1,ACKNOWLEDGED,2026-06-15,2026-06-16,"), "{row}");
    assert_eq!(lines.next(), None);
}

/// The first page of the day names what the relationship asks for, and the navigation counts it.
#[test]
fn today_names_what_the_relationship_asks_for() {
    let house = House::acknowledged();
    let desk = Desk::of(&house);
    desk.page("/today").hides("Prove");
    let (client, debtor) = (house.client, house.debtor);
    house.task(move |task| app::notice::request_proof(task, client, debtor, "Please prove it.").map(drop));
    let today = desk.page("/today");
    today.says("Prove 1 assignment Norwell Grocers Inc of Harbor Foods LLC due in 2 days");
    assert!(today.text.contains("/relations/HARBOR/NORWELL"));
    // The job has prepared Aston's notice on the 16th: two business days are given before anybody asks.
    today.says("Ask the client for 1 heads-up Aston Mills Ltd of Harbor Foods LLC no letter leaves before it");
    house.task(move |task| app::notice::doubt(task, client, debtor, "We do not know you.").map(drop));
    house.clock.set("2026-06-29T14:00:00Z".parse().unwrap());
    let today = desk.page("/today");
    today.says("Settle 1 doubted notice Norwell Grocers Inc of Harbor Foods LLC nothing is bought meanwhile");
    today.says("Prove 1 assignment Norwell Grocers Inc of Harbor Foods LLC overdue since 25 Jun");
}

/// CO-10, LC-07: promises that broke, confirmations that did not come, and mail that fits nowhere are named too.
#[test]
fn co_10_today_names_broken_promises_missing_confirmations_and_unfiled_mail() {
    let house = House::acknowledged();
    let all = VerificationPolicy { mode: Timing::AfterPurchase, ..VerificationPolicy::default() };
    house.task(move |task| app::verification::save_policy(task, &all));
    let invoice = house.sells("HARBOR", "NORWELL", 1, 5)[0];
    let giver = Giver {
        debtor: house.debtor,
        client: None,
        by: Speaker::new(Side::Debtor, "A. Ito"),
        contact: Some(house.contact),
    };
    let said = GivenAnswer { invoice, said: Said::WillPay { on: date(2026, 6, 30), amount: None } };
    house.task(move |task| app::answer::give(task, &giver, &[said]).map(drop));
    let desk = Desk::of(&house);
    let today = desk.page("/today");
    for words in ["broken promise", "confirmation", "File 1 message"] {
        today.hides(words);
    }
    house.task(|task| app::message::file_unreadable(task, "It was cut short.", &[7; 32]).map(drop));
    house.clock.set("2026-07-08T14:00:00Z".parse().unwrap());
    app::answer::run(&house.app, "job").unwrap();
    let today = desk.page("/today");
    today.says("Look at 1 broken promise Norwell Grocers Inc the promised day went by");
    today.says("Look after 1 confirmation Norwell Grocers Inc no answer came");
    today.says("File 1 message Mail that fits no letter of ours nobody answers for it yet");
    assert!(today.text.contains(&format!("/invoices/{invoice}")));
    let letters = today.text.split("href=\"/letters\"").nth(1).unwrap().split("</a>").next().unwrap();
    assert!(letters.contains(">1<"), "{letters}");
    desk.page("/letters?state=calls").says("None here");
}

/// LC-08: a dispute stands on the first page when its clock ends soon, and beside "Cases" from the first day.
#[test]
fn lc_08_an_open_dispute_is_counted_and_told_when_its_clock_ends() {
    let house = House::acknowledged();
    let invoice = house.sells("HARBOR", "NORWELL", 1, 30)[0];
    let desk = Desk::of(&house);
    let count =
        |page: &Reply| page.text.split("href=\"/cases\"").nth(1).unwrap().split("</a>").next().unwrap().contains(">1<");
    assert!(!count(&desk.page("/today")));
    let fields = [
        ("kind", "DISPUTE"),
        ("invoice", "HARBOR-NORWELL-1"),
        ("reason", DisputeReason::Quality.code()),
        ("words", "Two pallets were wet."),
        ("who", "A. Ito"),
    ];
    let opened = desk.post_form("/debtors/NORWELL/cases/new", "/debtors/NORWELL/cases/new", &fields);
    assert_eq!(opened.status, 303, "{}", opened.words());
    let today = desk.page("/today");
    assert!(count(&today), "{}", today.words());
    today.hides("Settle 1 dispute");
    house.clock.set("2026-07-22T14:00:00Z".parse().unwrap());
    desk.page("/today").says("Settle 1 dispute Norwell Grocers Inc due");
    house.clock.set("2026-07-27T14:00:00Z".parse().unwrap());
    desk.page("/today").says("Settle 1 dispute Norwell Grocers Inc overdue since 23 Jul");
    assert!(house.app.read(|book| Ok(kept::invoice::get(book, invoice)?)).unwrap().is_some());
}

const CONTACT: &str = "/settings/policies/contact";

/// CO-01, CO-05: gentler is kept, as an event; harsher is refused at each figure, and what was typed stays.
#[test]
fn co_05_a_policy_may_be_gentler_and_never_harsher() {
    let house = House::new();
    let desk = Desk::of(&house);
    let before = house.events(EventKind::PolicySaved);
    desk.page("/settings").says("Contact with debtors as usual");
    desk.page(CONTACT).says("First question 8 days past due 8 days past due Nobody is asked before the eighth day");
    let edit = format!("{CONTACT}/edit");
    let harsher = [("first_contact_dpd", "7"), ("email_short.most", "2"), ("hours.opens", "06:30")];
    let refused = desk.post_form(&edit, &edit, &harsher).expect(422);
    refused.says("3 things need correcting");
    for field in ["first_contact_dpd", "email_short.most", "hours.opens"] {
        assert!(refused.text.contains(&format!("id=\"{field}-error\"")), "{field}: {}", refused.words());
    }
    assert!(refused.text.contains("value=\"06:30\""));
    refused.hides("first_contact_dpd:");
    let mistyped = [
        ("first_contact_dpd", "3"),
        ("call_dpd", "soon"),
        ("minimum", "-3"),
        ("hours.closes", "25:00"),
        ("stale_months", ""),
    ];
    let refused = desk.post_form(&edit, &edit, &mistyped).expect(422);
    refused.says("5 things need correcting");
    refused.says("First question: 3 is not above 7 days past due. Write 8 or more.");
    refused.says("The one call to accounts payable: \u{201c}soon\u{201d} is no whole number. Write one from 0 on, for example 8.");
    assert_eq!(house.events(EventKind::PolicySaved), before);

    let gentler = [("first_contact_dpd", "15"), ("minimum_by_currency", "jpy 40000"), ("preview", "yes")];
    assert_eq!(desk.post_form(&edit, &edit, &gentler).header("location").as_deref(), Some(CONTACT));
    let policy = house.app.read(|book| app::contact::policy(book)).unwrap();
    assert_eq!((policy.first_contact_dpd, policy.preview), (15, true));
    let others =
        ContactPolicy { first_contact_dpd: 8, preview: false, minimum_by_currency: Default::default(), ..policy };
    assert_eq!(others, ContactPolicy::default());
    desk.page(CONTACT).says("First question 15 days past due your own 8 days past due");
    desk.page("/settings").says("Contact with debtors 3 figures are your own");
    assert_eq!(house.events(EventKind::PolicySaved), before + 1);
}

/// LC-41, FR-09, LC-45: the others too, each refusal at its figure and in the words of the page.
#[test]
fn lc_41_the_clocks_of_notices_cases_and_links_are_kept_within_their_bounds() {
    let house = House::new();
    let desk = Desk::of(&house);
    let edit = "/settings/policies/notice/edit";
    let hasty = [("remit_hold_bd", "0"), ("old_account_days", "7"), ("thresholds.level_2_up_to", "10")];
    let refused = desk.post_form(edit, edit, &hasty).expect(422);
    for field in ["remit_hold_bd", "old_account_days", "thresholds.level_1_up_to"] {
        assert!(refused.text.contains(&format!("id=\"{field}-error\"")), "{field}: {}", refused.words());
    }
    refused.says("\u{201c}A change of bank details cools down\u{201d} is 0");
    let own = [("thresholds_by_currency", "JPY 500000 5000000 2500000"), ("proof_bd", "1")];
    desk.post_form(edit, edit, &own).expect(303);
    let policy = house.app.read(|book| app::notice::policy(book)).unwrap();
    assert_eq!((policy.proof_bd, policy.thresholds_by_currency.len()), (1, 1));
    assert_eq!(
        NoticePolicy { proof_bd: 2, thresholds_by_currency: Default::default(), ..policy },
        NoticePolicy::default()
    );
    let half = [("thresholds_by_currency", "JPY 500000")];
    desk.post_form(edit, edit, &half).expect(422).says("has 1 after its currency and needs 3");
    for (name, field, wrong) in
        [("verification", "sample_percent", "101"), ("cases", "complaint_bd", "0"), ("guest", "debtor_days", "367")]
    {
        let edit = format!("/settings/policies/{name}/edit");
        let refused = desk.post_form(&edit, &edit, &[(field, wrong)]).expect(422);
        assert!(refused.text.contains(&format!("id=\"{field}-error\"")), "{name}: {}", refused.words());
        desk.post_form(&edit, &edit, &[(field, "5")]).expect(303);
        desk.page(&format!("/settings/policies/{name}")).says("your own");
    }
    desk.get("/settings/policies/nothing").expect(404);
}

/// CO-07, CO-08: language, zone, holidays and opt-outs of a debtor; one mistake of each kind is told at once.
#[test]
fn co_07_a_debtors_wishes_are_kept_at_the_desk() {
    let house = House::new();
    let desk = Desk::of(&house);
    desk.page("/debtors/NORWELL").says("How it wants to be treated Change Language of letters English");
    let form = "/debtors/NORWELL/preference";
    let wrong = [("language", "xx"), ("zone", ""), ("bankrupt_since", "soon"), ("california", "yes")];
    let refused = desk.post_form(form, form, &wrong).expect(422);
    refused.says("4 things need correcting");
    desk.post_form(form, form, &[("zone", "Utica")]).expect(422).says("\u{201c}Utica\u{201d} is not a time zone");
    let unwanted = format!("no-phone-{}", house.contact);
    let wishes = [("language", "de"), ("zone", "Europe/Berlin"), ("calendar", "TARGET"), (unwanted.as_str(), "yes")];
    desk.post_form(form, form, &wishes).expect(303);
    let debtor = house.debtor;
    let kept = house.app.read(move |book| Ok(kept::contact::preference(book, debtor)?)).unwrap().unwrap();
    assert_eq!((kept.language, kept.zone.as_str()), (Language::German, "Europe/Berlin"));
    let contact = house.contact;
    let contact = house.app.read(move |book| Ok(kept::contact::get(book, contact)?)).unwrap().unwrap();
    assert_eq!(contact.opted_out.get(&Channel::Phone), Some(&date(2026, 6, 15)));
    let page = desk.page("/debtors/NORWELL");
    page.says("Language of letters German Time zone Europe/Berlin Nobody writes on Holidays of the euro (TARGET)");
    page.says("no reminders by phone since 15 June 2026");
    // What was opted out of is not asked again.
    desk.page(form).hides(&unwanted);
}
