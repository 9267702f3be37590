//! Whose word a mail is, and the files that come with it.

use crate::fixture::{AP, Fixture, MX};
use crate::receiving::{answering, sent, unproved};
use app::document::handed_out;
use app::message::{place, vouch};
use domain::contact::{Channel, DocumentKind, MessageState, Seen, SenderProof};
use store::kept;
use store::kept::document::Document;

fn checked(words: &str) -> String {
    format!("Authentication-Results: {MX}; {words}\r\n")
}

#[test]
fn lc_45_an_unproved_sender_is_filed_and_proves_no_receipt_until_a_person_vouches() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    assert_eq!(fixture.take_in(&unproved(&answering(&message), AP, "", "We pay on Friday.")).replies, 1);
    let received = fixture.received().remove(0);
    assert_eq!(received.state, MessageState::Received, "it is filed like any other");
    assert_eq!(received.body.sender, Some(SenderProof::Unproved));
    assert_eq!(fixture.message(message.id).body.replied_at, None, "it is nobody's answer");
    let told = fixture.told_by(0, Seen::CLIENT);
    assert!(told.iter().any(|who| who.contains("(sender not proved)")), "{told:?}");
    let cases = fixture.app.read(|snapshot| Ok(kept::relation_case::of_debtor(snapshot, fixture.debtor)?)).unwrap();
    assert!(cases[0].words[0].by.name.ends_with("(sender not proved)"), "{cases:?}");

    let id = received.id;
    for how in ["", "  ", &"x".repeat(301)] {
        let how = how.to_owned();
        assert!(fixture.task(move |task| vouch(task, id, &how)).is_err());
    }
    fixture.task(move |task| vouch(task, id, "Called back on the number on file")).unwrap();
    assert!(fixture.message(message.id).body.replied_at.is_some(), "now it is");
    let again = fixture.task(move |task| vouch(task, id, "Once more")).unwrap_err();
    assert!(again.to_string().contains("proved already"), "{again}");
    let own = message.id;
    assert!(fixture.task(move |task| vouch(task, own, "Ours")).is_err(), "it is not one that came in");
}

#[test]
fn a_sender_is_proved_by_the_factors_own_server_alone() {
    for (headers, proof) in [
        (checked("dkim=pass header.d=debtor.example"), SenderProof::Checked("DKIM".into())),
        (checked("dmarc=pass header.from=debtor.example"), SenderProof::Checked("DMARC".into())),
        (checked("spf=pass smtp.mailfrom=ap@debtor.example"), SenderProof::Checked("SPF".into())),
        (checked("dkim=pass header.d=elsewhere.example"), SenderProof::Unproved),
        (checked("dkim=fail header.d=debtor.example"), SenderProof::Unproved),
        (checked("dkim=pass header.d=debtor.example").replace(MX, "mx.rival.example"), SenderProof::Unproved),
        (String::new(), SenderProof::Unproved),
    ] {
        let fixture = Fixture::new();
        let message = sent(&fixture, 1);
        fixture.take_in(&format!("{headers}{}", unproved(&answering(&message), AP, "", "Yes.")));
        assert_eq!(fixture.received()[0].body.sender, Some(proof.clone()), "{headers}");
        assert_eq!(fixture.message(message.id).body.replied_at.is_some(), proof.is_proved(), "{headers}");
    }
}

#[test]
fn without_a_server_to_trust_no_header_proves_anything() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    let mail = checked("dkim=pass header.d=debtor.example") + &unproved(&answering(&message), AP, "", "Yes.");
    fixture.take_in_from(None, &mail);
    assert_eq!(fixture.received()[0].body.sender, Some(SenderProof::Unproved));
}

#[test]
fn co_08_a_wish_for_no_more_reminders_needs_no_proof() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    let key = message.internet_id.split('@').next().unwrap();
    let mail = unproved("", AP, "", "").replace("Re: Invoices", &format!("stop {key}"));
    assert_eq!(fixture.take_in(&mail).stops, 1);
    assert!(fixture.the_contact().opted_out.contains_key(&Channel::Email));
}

fn with_files(head: &str, files: &[(&str, &str)]) -> String {
    let parts: String = files
        .iter()
        .map(|(name, content)| {
            format!(
                "--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{content}\r\n"
            )
        })
        .collect();
    format!(
        "{head}From: {AP}\r\nSubject: Remittance\r\nMessage-ID: <f@debtor.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the files.\r\n{parts}--b--\r\n"
    )
}

fn papers(fixture: &Fixture) -> Vec<Document> {
    let mut found = fixture.app.read(|snapshot| Ok(kept::document::of_debtor(snapshot, fixture.debtor, 10)?)).unwrap();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

#[test]
fn files_of_a_mail_are_what_their_bytes_are_and_say_who_sent_them() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    let files = [
        ("remittance.pdf", "%PDF-1.4"),
        ("../../scan\u{202E}fdp.exe", "MZ\u{1}\u{2}"),
        ("page.pdf", "<html><script>alert(1)</script>"),
        ("run.bat", "del everything"),
    ];
    fixture.take_in(&with_files(&answering(&message), &files));
    let found = papers(&fixture);
    let is: Vec<(&str, &str)> = found.iter().map(|one| (one.name.as_str(), one.content_type.as_str())).collect();
    assert_eq!(
        is,
        [
            ("page.pdf", "application/octet-stream"),
            ("remittance.pdf", "application/pdf"),
            ("run.bat", "text/plain"),
            ("scanfdp.exe", "application/octet-stream"),
        ]
    );
    assert_eq!(found[1].kind, DocumentKind::Remittance);
    assert!(found.iter().all(|one| one.added_by == format!("{AP} (sender not proved)")), "{found:?}");
    let names: Vec<String> = found.iter().map(|one| handed_out(one).name).collect();
    assert_eq!(names, ["page.pdf.bin", "remittance.pdf", "run.bat.txt", "scanfdp.exe.bin"]);
    assert_eq!(fixture.received()[0].body.documents.len(), 4);

    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    let head = checked("dkim=pass header.d=debtor.example") + &answering(&message);
    fixture.take_in(&with_files(&head, &files[..1]));
    assert_eq!(papers(&fixture)[0].added_by, AP);
}

#[test]
fn the_files_of_a_mail_without_a_place_go_with_it_when_it_gets_one() {
    let fixture = Fixture::new();
    let mail = with_files("", &[("remittance.pdf", "%PDF-1.4")]).replace(AP, "stranger@nowhere.example");
    assert_eq!(fixture.take_in(&mail).unfiled, 1);
    assert!(papers(&fixture).is_empty());
    let waiting = fixture.app.read(|snapshot| Ok(kept::message::unfiled(snapshot, 10)?)).unwrap();
    let (id, debtor, client) = (waiting[0].id, fixture.debtor, fixture.clients[1]);
    fixture.task(move |task| place(task, id, debtor, &[client])).unwrap();
    let found = papers(&fixture);
    assert_eq!((found.len(), found[0].client), (1, Some(client)));
    assert!(found[0].added_by.ends_with("(sender not proved)"), "a place is no proof");
}
