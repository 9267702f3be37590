//! CO-09, LC-43: letters are let go and taken back by a person, printed and posted; mail without a place gets one.

use super::super::browser::get;
use super::super::house::House;
use super::Clerk;
use app::message::{Filed, file};
use app::notice::{heads_up, save_policy};
use domain::contact::{Channel, MessageState, SenderProof};
use domain::notice::{Leg, NoticePolicy, Thresholds};
use jiff::civil::date;
use store::kept;
use store::kept::message::Message;

fn newest(house: &House) -> Message {
    let debtor = house.debtor;
    house.app.read(|book| Ok(kept::message::of_debtor(book, debtor, i64::MAX, 1)?.remove(0))).unwrap()
}

/// The introduction waits for a person.
fn waits_for_approval() -> House {
    let house = House::new();
    let (client, debtor) = (house.client, house.debtor);
    house.task(move |task| heads_up(task, client, debtor, date(2026, 6, 15), "Pat Example", Channel::Phone).map(drop));
    house.day(16);
    let mut message = newest(&house);
    message.state = MessageState::Approval;
    house.task(move |task| Ok(kept::message::set(task, &message)?));
    house
}

#[test]
fn co_09_a_letter_is_approved_or_taken_back_by_a_person() {
    let house = waits_for_approval();
    let clerk = Clerk::of(&house);
    let number = newest(&house).number;
    let at = |act: &str| format!("/letters/{number}/{act}");
    clerk.page("/letters?state=approval").says(&format!("L-{number}"));
    clerk.page(&format!("/letters/{number}")).says("waits for your approval");
    clerk.refused(&at("cancel"), &[("why", " ")]).says("It does not say why.");
    clerk.done(&at("approve"), &[]).says("Approved. It leaves");
    assert_eq!(newest(&house).state, MessageState::Queued);
    clerk.refused(&at("call"), &[("said", "They will pay.")]).says("One thing needs correcting");
    let gone = clerk.done(&at("cancel"), &[("why", "The client writes itself.")]);
    gone.says("It was taken back.");
    assert_eq!(newest(&house).state, MessageState::Cancelled);
    clerk.refused(&at("approve"), &[]).says("Only a message that waits for approval can be approved.");
    clerk.refused(&at("again"), &[]).says("One thing needs correcting");
    // A mail has no tracking number.
    clerk.post(&at("track"), &[("tracking", "RR 1")], None).expect(404);
    clerk.get("/letters/9999").expect(404);
}

#[test]
fn lc_43_a_tracked_letter_is_printed_posted_and_its_run_not_undone_after_that() {
    let house = House::new();
    let (client, debtor) = (house.client, house.debtor);
    house.task(|task| {
        let thresholds =
            Thresholds { trackable_above: 0, ..NoticePolicy::default().thresholds_in(domain::money::Currency::USD) };
        let own = std::collections::BTreeMap::from([(domain::money::Currency::USD, thresholds)]);
        save_policy(task, &NoticePolicy { thresholds_by_currency: own, ..NoticePolicy::default() })
    });
    house.offers("HARBOR", "NORWELL", 2, 60);
    house.task(move |task| heads_up(task, client, debtor, date(2026, 6, 15), "Pat Example", Channel::Phone).map(drop));
    house.day(16);
    house.fate(Leg::Introduction);
    for day in [17, 22, 23] {
        house.day(day);
    }
    let clerk = Clerk::of(&house);
    clerk.page("/letters/print").says("1 letter waits to be printed.");
    clerk.get("/letters/print/1").expect(404);
    clerk.done("/letters/print", &[]).says("Print run R-1 has 1 letter.");
    clerk.done("/letters/print", &[]).says("Nothing may leave on paper now.");
    assert!(clerk.page("/letters/print/1/pdf").text.starts_with("%PDF"));
    clerk.page("/letters/print/1/list.csv").says("Norwell Grocers Inc");
    clerk.done("/letters/print/1/undo", &[]).says("The run is undone");
    clerk.refused("/letters/print/1/posted", &[]).says("One thing needs correcting");
    clerk.done("/letters/print", &[]).says("Print run R-2 has 1 letter.");
    clerk.done("/letters/print/2/posted", &[]).says("Posted: 1 letter.");
    clerk.refused("/letters/print/2/undo", &[]).says("One thing needs correcting");
}

#[test]
fn mail_without_a_place_is_filed_by_a_person() {
    let house = House::acknowledged();
    let mail = b"From: Someone <someone@elsewhere.example>\r\nTo: desk@calder.example\r\nSubject: Your letter\r\n\
        Message-ID: <a@elsewhere.example>\r\n\r\nWhich account is right?\r\n";
    let filed =
        house.task(move |task| file(task, &formats::mail::read(mail).unwrap(), &[7; 32], &SenderProof::Unproved));
    assert!(matches!(filed, Filed::Unfiled(_)), "{filed:?}");
    let clerk = Clerk::of(&house);
    let list = clerk.page("/letters/unfiled");
    list.says("1 mail wants a place.");
    list.says("Which account is right?");
    let number = house.app.read(|book| Ok(kept::message::unfiled(book, 5)?.remove(0).number)).unwrap();
    let place = format!("/letters/{number}/place");
    let unknown = clerk.refused(&place, &[("debtor", "NOBODY"), ("for_client", "")]);
    unknown.says("There is no debtor NOBODY. Write its code as in the list.");
    assert!(unknown.text.contains("value=\"NOBODY\""), "what was typed stays");
    clerk.refused(&place, &[("debtor", "NORWELL"), ("for_client", "GHOST")]).says("There is no client GHOST.");
    clerk.refused(&place, &[("debtor", "ASTON"), ("for_client", "TIDE")]).says("One thing needs correcting");
    let done = clerk.done(&place, &[("debtor", "NORWELL"), ("for_client", "HARBOR")]);
    done.says("It is filed with Norwell Grocers Inc");
    clerk.page("/letters/unfiled").says("Every mail that came in has its place.");
    clerk.page("/cases").says("Question");
    clerk.page("/relations/HARBOR/NORWELL").says("Which account is right?");
}

/// LC-45: what nothing proves is said to be so, waits for a person, and its files are for saving only.
#[test]
fn lc_45_a_mail_from_an_unproved_sender_says_so_and_a_person_vouches_for_it() {
    let house = House::acknowledged();
    let asked = newest(&house);
    let part = |name: &str, content: &str| {
        format!(
            "--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{content}\r\n"
        )
    };
    let mail = format!(
        "From: Accounts payable <{}>\r\nTo: desk@calder.example\r\nSubject: Re: yours\r\nMessage-ID: <b@norwell.example>\r\n\
         In-Reply-To: <{}>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nWe pay.\r\n{}{}--b--\r\n",
        asked.recipient,
        asked.internet_id,
        part("advice.pdf", "%PDF-1.4"),
        part("look.html", "<html><script>alert(1)</script></html>"),
    );
    let filed = house
        .task(move |task| file(task, &formats::mail::read(mail.as_bytes()).unwrap(), &[8; 32], &SenderProof::Unproved));
    let Filed::Reply(id) = filed else { panic!("{filed:?}") };
    let number = house.app.read(|book| Ok(kept::message::get(book, id)?.unwrap().number)).unwrap();
    let clerk = Clerk::of(&house);
    let page = clerk.page(&format!("/letters/{number}"));
    page.says("sender not proved");
    page.says("Nothing proves who sent this mail");
    page.says("advice.pdf PDF");
    page.says("look.html.bin of a kind Credere does not know");
    clerk.page("/relations/HARBOR/NORWELL").says("(sender not proved)");

    let paper = |at: usize| page.text.split("/papers/").nth(at).unwrap().split('"').next().unwrap().to_owned();
    for (at, kind, name) in [(1, "application/pdf", "advice.pdf"), (2, "application/octet-stream", "look.html.bin")] {
        let fetched = clerk.get(&format!("/papers/{}", paper(at))).expect(200);
        assert_eq!(fetched.header("content-type").as_deref(), Some(kind));
        assert_eq!(fetched.header("content-disposition"), Some(format!("attachment; filename=\"{name}\"")));
        assert_eq!(fetched.header("x-content-type-options").as_deref(), Some("nosniff"));
        let policy = fetched.header("content-security-policy").unwrap();
        assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{policy}");
        // The same on the guests' door, to whom it belongs.
        let theirs = get(house.door, &format!("{}/paper/{}", house.norwell(), paper(at))).expect(200);
        for header in ["content-type", "content-disposition", "content-security-policy", "x-content-type-options"] {
            assert_eq!(theirs.header(header), fetched.header(header), "{header}");
        }
    }

    let vouch = format!("/letters/{number}/vouch");
    clerk.refused(&vouch, &[("how", " ")]).says("Say it in a sentence");
    let long = "x".repeat(301);
    assert!(clerk.refused(&vouch, &[("how", &long)]).text.contains(&long), "what was typed stays");
    let done = clerk.done(&vouch, &[("how", "Called A. Ito back on the number on file")]);
    done.says("It counts as their answer now.");
    done.says("Sender confirmed by a person: Called A. Ito back on the number on file");
    done.hides("Nothing proves who sent this mail");
    clerk.refused(&vouch, &[("how", "Again")]).says("proved already");
}
