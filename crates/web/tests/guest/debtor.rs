//! The debtor's page: what it shows, and every act on it, through HTTP.

use crate::browser::{follow, get, post, send, upload};
use crate::house::{ACCOUNT, House};
use app::guest::GuestParty;
use domain::event::EventKind;
use domain::letter::Click;
use store::kept;

fn busy() -> (House, String) {
    let house = House::notified();
    house.sells("HARBOR", "NORWELL", 4, 30);
    let page = house.norwell();
    (house, page)
}

#[test]
fn rp_22_the_first_screen_answers_real_owed_where_and_what_if() {
    let (house, path) = busy();
    let page = get(house.door, &path).expect(200);
    page.says("400.10 USD open on 4 invoices");
    page.says("Harbor Foods LLC has assigned its invoices to Calder Street Factors.");
    page.says("You received the notice of this on 23 June 2026.");
    page.says("Account holder Calder Street Factors");
    page.says(ACCOUNT);
    page.says("We never change bank details by e-mail.");
    page.says("If something is wrong");
    page.says("HARBOR-NORWELL-1");
    page.hides("HARBOR-ASTON");
}

#[test]
fn gl_44_a_supplier_that_sells_in_confidence_is_nowhere_on_the_page() {
    let (house, path) = busy();
    let secret = house.sells("TIDE", "NORWELL", 2, 30)[0];
    for page in ["", "/letters", "/answer?say=confirmed", "/sheet", "/sheet/invoices.csv", "/ask?what=question"] {
        let page = get(house.door, &format!("{path}{page}")).expect(200);
        page.hides("TIDE");
        page.hides("Tidewater");
    }
    get(house.door, &format!("{path}/invoice/{secret}")).expect(404);
    get(house.door, &format!("{path}/notice/{}", house.silent)).expect(404);
    let page = get(house.door, &format!("{path}/answer?say=confirmed"));
    let id = secret.to_string();
    let fields = [("say", "confirmed"), ("step", "do"), ("invoice", id.as_str()), ("name", "A. Ito")];
    post(house.door, &page, &format!("{path}/answer"), &fields).expect(422);
    assert_eq!(house.events(EventKind::AnswerGiven), 0);
}

#[test]
fn gl_40_one_or_all_invoices_are_confirmed_from_the_list() {
    let (house, path) = busy();
    let list = get(house.door, &path);
    let form =
        post(house.door, &list, &format!("{path}/answer"), &[("step", "form"), ("say", "confirmed"), ("all", "yes")]);
    form.says("You confirm that goods or services were received");
    let chosen = form.values("invoice");
    assert_eq!(chosen.len(), 4);
    let mut fields = vec![("say", "confirmed"), ("step", "do"), ("name", "A. Ito")];
    fields.extend(chosen.iter().map(|id| ("invoice", id.as_str())));
    let done = post(house.door, &form, &format!("{path}/answer"), &fields).expect(200);
    done.says("Thank you. Noted for 4 invoices: Everything is correct. Receipt");
    done.says("Confirmed");
    assert_eq!(house.events(EventKind::AnswerGiven), 1);
}

#[test]
fn co_12_a_promise_is_shown_before_it_is_given_and_given_once() {
    let (house, path) = busy();
    let form = get(house.door, &format!("{path}?answer=will-pay"));
    assert_eq!(form.header("location").unwrap(), format!("{path}/answer?say=will-pay"));
    let form = get(house.door, &format!("{path}/answer?say=will-pay")).expect(200);
    let id = form.values("invoice")[0].clone();
    let with =
        |step, on| [("say", "will-pay"), ("step", step), ("on", on), ("name", "A. Ito"), ("invoice", id.as_str())];
    let wrong = post(house.door, &form, &format!("{path}/answer"), &with("preview", "soon")).expect(422);
    wrong.says("Write the day, for example 2026-03-04.");
    post(house.door, &form, &format!("{path}/answer"), &with("preview", "2026-06-01")).expect(422).says("has passed");
    let events = house.all_events();
    let preview = post(house.door, &form, &format!("{path}/answer"), &with("preview", "2026-07-10")).expect(200);
    preview.says("This is what you say For one invoice. Nothing has been sent yet.");
    preview.says("Will be paid on 10 July 2026");
    preview.says("Nobody writes to you about these invoices until 15 July 2026.");
    assert_eq!(house.all_events(), events, "a preview keeps nothing");
    let done = post(house.door, &preview, &format!("{path}/answer"), &with("do", "2026-07-10")).expect(200);
    done.says("Noted for one invoice: We will pay");
    done.says("Payment announced for 10 July 2026");
    let answered = house.all_events();
    post(house.door, &preview, &format!("{path}/answer"), &with("do", "2026-07-10")).expect(200);
    assert_eq!(house.all_events(), answered, "sent again, it counts once");
}

#[test]
fn lc_08_a_part_of_an_invoice_is_disputed_and_talked_about() {
    let (house, path) = busy();
    let list = get(house.door, &path);
    let id = list.values("invoice")[0].clone();
    let form = get(house.door, &format!("{path}/answer?say=disputed&invoice={id}")).expect(200);
    let with = |step, amount| {
        [
            ("say", "disputed"),
            ("step", step),
            ("reason", "QUALITY"),
            ("amount", amount),
            ("words", "Two crates were wet."),
            ("name", "A. Ito"),
            ("invoice", id.as_str()),
        ]
    };
    post(house.door, &form, &format!("{path}/answer"), &with("preview", "1,000.00")).expect(422).says("more than");
    let preview = post(house.door, &form, &format!("{path}/answer"), &with("preview", "40.00")).expect(200);
    preview.says("Quality: 40.00 USD");
    preview.says("One case is opened");
    let done = post(house.door, &preview, &format!("{path}/answer"), &with("do", "40.00")).expect(200);
    done.says("Cases C-1.");
    done.says("In dispute, C-1");
    let case = done.text.split("/case/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let case_path = format!("{path}/case/{case}");
    let page = get(house.door, &case_path).expect(200);
    page.says("Two crates were wet.");
    let added = post(house.door, &page, &case_path, &[("words", "Pictures follow."), ("name", "A. Ito")]).expect(200);
    added.says("Pictures follow.");
    // The supplier reads it on its own page, and answers.
    let harbor = house.harbor();
    get(house.door, &harbor).expect(200).says("Dispute C-1, Norwell Grocers Inc");
    let theirs = get(house.door, &format!("{harbor}/case/{case}")).expect(200);
    let fields = [("words", "We credit it."), ("outcome", "CREDIT"), ("amount", "40.00"), ("name", "H. Vance")];
    post(house.door, &theirs, &format!("{harbor}/case/{case}"), &fields).expect(200).says("Settled on 23 June 2026");
    // No other debtor finds it.
    let aston = house.link(GuestParty::Debtor(house.other_debtor), None).1;
    get(house.door, &format!("{aston}/case/{case}")).expect(404);
}

#[test]
fn five_hundred_answers_come_back_by_one_sheet() {
    let house = House::acknowledged();
    house.sells("HARBOR", "NORWELL", 500, 30);
    let path = house.norwell();
    let sheet = get(house.door, &format!("{path}/sheet/invoices.csv")).expect(200).text;
    assert_eq!(sheet.lines().count(), 501);
    let head: Vec<&str> = sheet.lines().next().unwrap().split(',').collect();
    let column = head.iter().position(|name| name.trim().eq_ignore_ascii_case("answer")).unwrap();
    let filled: Vec<String> = sheet
        .lines()
        .enumerate()
        .map(|(row, line)| {
            let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            if row > 0 {
                cells[column] = "confirmed".into();
            }
            cells.join(",")
        })
        .collect();
    let page = get(house.door, &format!("{path}/sheet")).expect(200);
    let events = house.all_events();
    let preview = upload(
        house.door,
        &page,
        &format!("{path}/sheet"),
        &[("name", "A. Ito")],
        ("a.csv", filled.join("\n").as_bytes()),
    );
    let preview = preview.expect(200);
    preview.says("500 answers. Nothing has been sent yet.");
    assert_eq!(house.all_events(), events);
    let rows = preview.hidden("rows");
    let done =
        post(house.door, &preview, &format!("{path}/sheet"), &[("step", "do"), ("name", "A. Ito"), ("rows", &rows)]);
    done.expect(200).says("Thank you. 500 answers are noted. Receipt");
    assert_eq!(house.events(EventKind::AnswerGiven), 1);
    // One bad row keeps all of it back.
    let wrong = filled.join("\n").replace("HARBOR-NORWELL-7,", "HARBOR-NORWELL-X,");
    let page = get(house.door, &format!("{path}/sheet"));
    let refused =
        upload(house.door, &page, &format!("{path}/sheet"), &[("name", "A. Ito")], ("a.csv", wrong.as_bytes()));
    refused.expect(422).says("HARBOR-NORWELL-X");
    assert_eq!(house.events(EventKind::AnswerGiven), 1);
}

#[test]
fn a_remittance_advice_is_taken_and_a_paper_of_others_is_not_there() {
    let (house, path) = busy();
    let page = get(house.door, &format!("{path}/remittance")).expect(200);
    let advice = b"Invoice,Amount\nHARBOR-NORWELL-1,100.01\nHARBOR-NORWELL-2,100.02\nX-9,5.00\n";
    let done = upload(house.door, &page, &format!("{path}/remittance"), &[("name", "A. Ito")], ("advice.csv", advice));
    let done = done.expect(200);
    done.says("Your remittance advice has arrived. It names 2 invoices, 205.03 USD in all.");
    done.says("These numbers are no open invoices of yours here: X-9.");
    let debtor = house.debtor;
    let paper = house.app.read(|snapshot| Ok(kept::document::of_debtor(snapshot, debtor, 10)?[0].id)).unwrap();
    let fetched = get(house.door, &format!("{path}/paper/{paper}")).expect(200);
    assert_eq!(fetched.text.as_bytes(), advice);
    assert!(fetched.header("content-disposition").unwrap().starts_with("attachment"));
    let aston = house.link(GuestParty::Debtor(house.other_debtor), None).1;
    get(house.door, &format!("{aston}/paper/{paper}")).expect(404);
}

#[test]
fn lc_45_the_notice_is_acknowledged_and_gl_53_proof_is_asked_for() {
    let (house, path) = busy();
    let notice = format!("{path}/notice/{}", house.client);
    let page = get(house.door, &notice).expect(200);
    post(house.door, &page, &notice, &[("what", "acknowledge"), ("name", "")]).expect(422).says("Write your name.");
    post(house.door, &page, &notice, &[("what", "acknowledge"), ("name", "A. Ito")])
        .expect(200)
        .says("Your acknowledgment is recorded.");
    let page = get(house.door, &notice);
    page.says("You have acknowledged this notice.");
    post(house.door, &page, &notice, &[("what", "proof")]).expect(200).says("You will have it by 25 June 2026.");
}

#[test]
fn the_language_is_chosen_once_and_kept_with_the_contact() {
    let (house, path) = busy();
    let page = get(house.door, &path);
    let switched = post(house.door, &page, &format!("{path}/language"), &[("lang", "de")]).expect(200);
    switched.says("Wir schreiben Ihnen ab jetzt auf Deutsch.");
    switched.says("Wohin Sie zahlen");
    switched.says("400,10 USD offen auf 4 Rechnungen");
    for (lang, words) in [("fr", "Où payer"), ("es", "Dónde pagar"), ("en", "Where to pay")] {
        let page = get(house.door, &path);
        post(house.door, &page, &format!("{path}/language"), &[("lang", lang)]).expect(200).says(words);
    }
    let contact = house.contact;
    let kept = house.app.read(move |snapshot| Ok(kept::contact::get(snapshot, contact)?.unwrap().language)).unwrap();
    assert_eq!(kept, domain::letter::Language::English);
}

#[test]
fn co_08_who_is_the_wrong_contact_says_so_and_the_page_closes() {
    let (house, path) = busy();
    let page = get(house.door, &format!("{path}/answer?say=wrong-contact")).expect(200);
    let fields =
        [("say", "wrong-contact"), ("step", "do"), ("words", "Ask invoices@norwell.example"), ("name", "A. Ito")];
    post(house.door, &page, &format!("{path}/answer"), &fields)
        .expect(200)
        .says("We do not write to this address again.");
    get(house.door, &path).expect(404);
    assert_eq!(house.events(EventKind::CaseOpened), 1, "who would be right is a case for a person");
}

#[test]
fn co_08_reminders_by_a_channel_are_stopped_at_once() {
    let (house, path) = busy();
    let page = get(house.door, &format!("{path}/preferences")).expect(200);
    let saved =
        post(house.door, &page, &format!("{path}/preferences"), &[("way", "PHONE"), ("stop", "EMAIL")]).expect(200);
    saved.says("No reminders any more");
    let contact = house.contact;
    let kept = house.app.read(move |snapshot| Ok(kept::contact::get(snapshot, contact)?.unwrap())).unwrap();
    assert_eq!(kept.channel, domain::contact::Channel::Phone);
    assert!(kept.opted_out.contains_key(&domain::contact::Channel::Email));
}

#[test]
fn how_it_feels_is_told_by_one_click() {
    let (house, path) = busy();
    let page = get(house.door, &path);
    post(house.door, &page, &format!("{path}/mood"), &[("mood", "GOOD")]).expect(200).says("Thank you for telling us.");
    let page = get(house.door, &path);
    post(house.door, &page, &format!("{path}/mood"), &[("mood", "NOT_GOOD")]).expect(200).says("Complain");
    assert_eq!(house.events(EventKind::MoodGiven), 2);
}

#[test]
fn a_link_for_one_supplier_shows_nothing_of_another_nor_of_all_together() {
    let (house, path) = busy();
    let debtor = house.debtor;
    let page = get(house.door, &format!("{path}/ask?what=question"));
    let fields = [("what", "question"), ("words", "Why?"), ("name", "A. Ito")];
    post(house.door, &page, &format!("{path}/ask"), &fields).expect(200);
    let page = get(house.door, &format!("{path}/remittance"));
    let advice = b"Invoice,Amount\nHARBOR-NORWELL-1,100.01\n";
    upload(house.door, &page, &format!("{path}/remittance"), &[("name", "A. Ito")], ("advice.csv", advice)).expect(200);
    let (case, paper) = house
        .app
        .read(|snapshot| {
            let case = kept::relation_case::of_debtor(snapshot, debtor)?[0].id;
            Ok((case, kept::document::of_debtor(snapshot, debtor, 10)?[0].id))
        })
        .unwrap();
    let tides = house.task(|task| {
        let new = app::contact::NewContact {
            contact: None,
            debtor: Some("NORWELL".into()),
            client: Some("TIDE".into()),
            role: domain::contact::Role::AccountsPayable,
            mailbox: true,
            obligor: false,
            name: "Parts payable".into(),
            email: Some("parts@norwell.example".into()),
            phone: None,
            channel: domain::contact::Channel::Email,
            language: domain::letter::Language::English,
            zone: None,
            source: domain::contact::ContactSource::Factor,
        };
        Ok(app::contact::save_contact(task, &new)?.id)
    });
    let limited = house.link(GuestParty::Debtor(debtor), Some(tides)).1;
    for of in [format!("case/{case}"), format!("paper/{paper}")] {
        get(house.door, &format!("{path}/{of}")).expect(200);
        get(house.door, &format!("{limited}/{of}")).expect(404);
    }
    let page = get(house.door, &format!("{limited}/remittance")).expect(200);
    let advice = b"Invoice,Amount\nHARBOR-NORWELL-1,100.01\nHARBOR-NORWELL-9,1.00\n";
    let to = format!("{limited}/remittance");
    let done = upload(house.door, &page, &to, &[("name", "Eve")], ("advice.csv", advice)).expect(200);
    done.says("no open invoices of yours here: HARBOR-NORWELL-1, HARBOR-NORWELL-9");
}

#[test]
fn co_12_a_click_in_a_mail_opens_its_answer_prepared_and_one_press_gives_it() {
    let house = House::notified();
    house.sells("HARBOR", "NORWELL", 1, 30);
    let given = || (house.events(EventKind::AnswerGiven), house.events(EventKind::NoticeMoved));
    for click in Click::ALL {
        let path = house.norwell();
        // As the letter writes it. A program that looks ahead, and a person, twice: nothing is answered by looking.
        let address = click.address(&path);
        let before = given();
        send(house.door, "GET", &address, &[("user-agent", "LinkScanner/1.0")], b"");
        let form = follow(house.door, get(house.door, &address)).expect(200);
        let opened = house.all_events();
        follow(house.door, get(house.door, &address)).expect(200);
        assert_eq!((given(), house.all_events()), (before, opened), "{}", click.code());
        let (to, fields): (String, Vec<(&str, &str)>) = match click {
            Click::Acknowledged => (format!("{path}/notice/{}", house.client), vec![("what", "acknowledge")]),
            Click::Proof => {
                form.says("Ask for proof");
                continue;
            }
            Click::Confirmed | Click::NotReceived => {
                (format!("{path}/answer"), vec![("say", click.code()), ("step", "do")])
            }
            // These ask for a day, a reason or another person first.
            Click::Paid | Click::WillPay | Click::Disputed | Click::WrongContact => {
                assert_eq!(form.hidden("say"), click.code());
                assert!(*click == Click::WrongContact || form.values("invoice").len() == 1, "{}", click.code());
                continue;
            }
        };
        let invoices = form.values("invoice");
        let chosen = invoices.iter().map(|id| ("invoice", id.as_str()));
        let all: Vec<_> = fields.into_iter().chain(chosen).chain([("name", "A. Ito")]).collect();
        post(house.door, &form, &to, &all).expect(200).says("Thank you.");
        let after = given();
        assert!((after.0 + after.1) > (before.0 + before.1), "{} is given by one press", click.code());
    }
}
