//! Mail out and in: headers, no header a value could smuggle in, delivery reports, automatic answers.

use domain::letter::Language;
use formats::mail::{Action, Attachment, Kind, MAIL_IN_BYTES, MailAddress, Outbound, compose, read};
use proptest::prelude::*;

fn outbound() -> Outbound {
    Outbound {
        from: MailAddress::named("Example Factor", "desk@factor.example"),
        reply_to: Vec::new(),
        to: MailAddress::named("Accounts payable", "ap@debtor.example"),
        return_path: "desk@factor.example".into(),
        message_id: "0190-7@factor.example".into(),
        date: "2026-03-02T15:00:00Z".parse().unwrap(),
        in_reply_to: None,
        references: Vec::new(),
        subject: "Invoices of Müller GmbH".into(),
        language: Language::German,
        text: "Guten Tag,\n\nwann dürfen wir mit der Zahlung rechnen?\n".into(),
        html: Some("<p>Guten Tag</p>".into()),
        attachments: vec![Attachment {
            name: "Brief.pdf".into(),
            content_type: "application/pdf".into(),
            content: b"%PDF-1.7 paper".to_vec(),
        }],
        automatic: true,
        unsubscribe: Some("mailto:desk@factor.example?subject=stop%200190-7".into()),
    }
}

fn text_of(mail: &Outbound) -> String {
    String::from_utf8(compose(mail).unwrap().bytes).unwrap()
}

#[test]
fn a_mail_has_every_header_that_servers_and_people_look_for() {
    let text = text_of(&outbound());
    for header in [
        "From: \"Example Factor\" <desk@factor.example>\r\n",
        "To: \"Accounts payable\" <ap@debtor.example>\r\n",
        "Message-ID: <0190-7@factor.example>\r\n",
        "Date: Mon, 02 Mar 2026 15:00:00 ",
        "Content-Language: de\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "List-Unsubscribe: <mailto:desk@factor.example?subject=stop%200190-7>\r\n",
        "MIME-Version: 1.0\r\n",
        "Content-Type: multipart/mixed;",
        "Content-Type: multipart/alternative;",
        "filename=\"Brief.pdf\"",
    ] {
        assert!(text.contains(header), "{header} is missing in\n{text}");
    }
    assert!(!text.contains("Reply-To") && !text.contains("Bcc") && !text.contains("In-Reply-To"));
    let read = read(text.as_bytes()).unwrap();
    assert_eq!(read.subject, "Invoices of Müller GmbH");
    assert!(read.text.contains("wann dürfen wir"), "{}", read.text);
    let sent = outbound().attachments.remove(0);
    let [came] = &read.attachments[..] else { panic!("{:?}", read.attachments) };
    assert_eq!((&came.name, &came.content), (&sent.name, &sent.content));
    assert!(matches!(read.kind, Kind::Automatic(_)), "our own mail says that a machine wrote it");
}

#[test]
fn an_answer_carries_its_conversation() {
    let mut mail = outbound();
    mail.automatic = false;
    mail.unsubscribe = None;
    mail.reply_to = vec![MailAddress::named("", "owner@client.example")];
    mail.in_reply_to = Some("b@debtor.example".into());
    mail.references = vec!["a@factor.example".into(), "b@debtor.example".into()];
    let text = text_of(&mail);
    assert!(text.contains("In-Reply-To: <b@debtor.example>\r\n"));
    assert!(text.contains("References: <a@factor.example> <b@debtor.example>\r\n"));
    assert!(text.contains("Reply-To: owner@client.example\r\n"));
    let read = read(text.as_bytes()).unwrap();
    assert_eq!(read.about(), ["b@debtor.example", "a@factor.example"]);
    assert_eq!(read.kind, Kind::Reply);
}

#[test]
fn no_value_writes_a_header_of_its_own() {
    let evil = "x\r\nBcc: all@elsewhere.example";
    let changes: [fn(&mut Outbound, String); 10] = [
        |mail, text| mail.subject = text,
        |mail, text| mail.from.name = Some(text),
        |mail, text| mail.from.address = text,
        |mail, text| mail.to.name = Some(text),
        |mail, text| mail.to.address = text,
        |mail, text| mail.return_path = text,
        |mail, text| mail.message_id = text,
        |mail, text| mail.in_reply_to = Some(text),
        |mail, text| mail.attachments[0].name = text,
        |mail, text| mail.unsubscribe = Some(text),
    ];
    for (place, change) in changes.into_iter().enumerate() {
        for text in
            [evil, "x\nBcc: all@elsewhere.example", "x\r\n\r\nbody", "x\0y", "mailto:a@b.example\r\nBcc: c@d.example"]
        {
            let mut mail = outbound();
            change(&mut mail, text.to_owned());
            assert!(compose(&mail).is_err(), "value {place} took {text:?}");
        }
    }
}

proptest! {
    #[test]
    fn whatever_a_subject_or_name_says_the_headers_stay_ours(subject in any::<String>(), name in any::<String>()) {
        let mut mail = outbound();
        mail.subject = subject;
        mail.to.name = Some(name);
        if let Ok(composed) = compose(&mail) {
            let text = String::from_utf8(composed.bytes).unwrap();
            let head = text.split("\r\n\r\n").next().unwrap();
            let names: Vec<&str> = head
                .split("\r\n")
                .filter(|line| !line.starts_with([' ', '\t']))
                .map(|line| line.split(':').next().unwrap())
                .collect();
            let ours = ["From", "To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted",
                "X-Auto-Response-Suppress", "List-Unsubscribe", "MIME-Version", "Content-Type"];
            for name in names {
                prop_assert!(ours.contains(&name), "{} in {}", name, head);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_words_in_the_shape_of_a_mail_are_read_or_refused(
        head in "(Content-Type|From|Subject|In-Reply-To|Date|MIME-Version): [ -~]{0,60}",
        body in "(--x\r\n|Content-Type: message/(rfc822|delivery-status)\r\n|\r\n|[ -~]{0,40}){0,40}",
    ) {
        let mail = format!("{head}\r\nContent-Type: multipart/report; boundary=x\r\nSubject: s\r\n\r\n{body}");
        let _ = read(mail.as_bytes());
    }
}

#[test]
fn every_problem_of_a_mail_is_said_at_once() {
    let mut mail = outbound();
    mail.subject = "a\nb".into();
    mail.to.address = "nobody".into();
    mail.message_id = "none".into();
    let refused = compose(&mail).unwrap_err();
    assert!(refused.has("MAIL_CONTROL") && refused.has("MAIL_ADDRESS") && refused.has("MAIL_MESSAGE_ID"), "{refused}");
}

#[test]
fn a_mail_that_is_too_big_is_refused_with_its_size() {
    let mut mail = outbound();
    mail.attachments[0].content = vec![7; 9 * 1024 * 1024];
    let refused = compose(&mail).unwrap_err();
    assert!(refused.has("MAIL_TOO_BIG"), "{refused}");
    assert!(read(&vec![b'x'; MAIL_IN_BYTES + 1]).unwrap_err().has("MAIL_TOO_BIG"));
}

fn report(action: &str, status: &str, returned: &str) -> String {
    format!(
        "From: MAILER-DAEMON@debtor.example\r\nTo: desk@factor.example\r\nSubject: Undelivered Mail Returned to Sender\r\n\
         Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.debtor.example\r\n\r\n\
         Final-Recipient: rfc822; AP@debtor.example\r\nAction: {action}\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 no such\r\n  mailbox here\r\n\
         --b\r\n{returned}\r\n--b--\r\n"
    )
}

#[test]
fn lc_48_a_delivery_report_names_recipient_status_and_the_mail_it_is_about() {
    let headers =
        "Content-Type: text/rfc822-headers\r\n\r\nFrom: desk@factor.example\r\nMessage-ID: <0190-7@factor.example>\r\n";
    let whole = "Content-Type: message/rfc822\r\n\r\nFrom: desk@factor.example\r\nMessage-ID: <0190-7@factor.example>\r\n\r\nHello\r\n";
    for returned in [headers, whole] {
        let mail = read(report("failed", "5.1.1", returned).as_bytes()).unwrap();
        let Kind::Bounce(report) = &mail.kind else { panic!("{mail:?}") };
        assert_eq!(report.original.as_deref(), Some("0190-7@factor.example"));
        let [recipient] = &report.recipients[..] else { panic!("{report:?}") };
        assert_eq!((recipient.address.as_str(), recipient.action), ("ap@debtor.example", Action::Failed));
        assert_eq!((recipient.status, recipient.is_permanent()), (Some((5, 1, 1)), true));
        assert_eq!(recipient.said, "550 5.1.1 no such mailbox here");
        assert_eq!(mail.about(), ["0190-7@factor.example"]);
        assert_eq!(mail.failed().count(), 1);
    }
}

#[test]
fn lc_48_no_control_character_of_a_report_reaches_an_address() {
    let torn = report("failed", "5.1.1", "").replace("AP@debtor.example", "AP@debtor.example\r\u{0}");
    let mail = read(torn.as_bytes()).unwrap();
    let Kind::Bounce(report) = &mail.kind else { panic!("{mail:?}") };
    assert_eq!(report.recipients[0].address, "ap@debtor.example");
}

#[test]
fn lc_48_a_passing_trouble_is_no_fault_of_the_address() {
    for (action, status, permanent, failed) in [
        ("failed", "4.2.2", false, 1),
        ("failed", "5.2.2", false, 1),
        ("delayed", "4.4.7", false, 0),
        ("delivered", "2.0.0", false, 0),
    ] {
        let mail = read(report(action, status, "").as_bytes()).unwrap();
        let Kind::Bounce(report) = &mail.kind else { panic!("{mail:?}") };
        assert_eq!(report.recipients[0].is_permanent(), permanent, "{status}");
        assert_eq!(mail.failed().count(), failed, "{action}");
    }
}

#[test]
fn a_mail_that_came_back_in_words_only_waits_for_a_person() {
    let mail = "From: Mail Delivery System <MAILER-DAEMON@debtor.example>\r\nTo: desk@factor.example\r\n\
        Subject: failure notice\r\n\r\nHi. I was not able to deliver your message.\r\n";
    assert_eq!(read(mail.as_bytes()).unwrap().kind, Kind::UnreadableBounce);
}

#[test]
fn an_absence_note_is_never_an_answer() {
    for header in [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner=x",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "Return-Path: <>",
        "Subject: Automatische Antwort: Rechnungen",
        "Subject: Out of Office: invoices",
    ] {
        let mail = format!(
            "{header}\r\nFrom: ap@debtor.example\r\nIn-Reply-To: <0190-7@factor.example>\r\n\r\nI am away.\r\n"
        );
        assert!(matches!(read(mail.as_bytes()).unwrap().kind, Kind::Automatic(_)), "{header}");
    }
    let person = "From: ap@debtor.example\r\nAuto-Submitted: no\r\nSubject: Re: invoices\r\n\r\nWe pay on Friday.\r\n";
    assert_eq!(read(person.as_bytes()).unwrap().kind, Kind::Reply);
}

#[test]
fn files_come_without_their_folders_and_what_they_are_called_counts_as_nothing() {
    let part = |name: &str| {
        format!(
            "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\nhello\r\n"
        )
    };
    let mail = format!(
        "From: ap@debtor.example\r\nSubject: remittance\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\n\r\nPaid today.\r\n{}{}{}--b--\r\n",
        part("advice.pdf"),
        part("run.exe"),
        part("../../secret.csv")
    );
    let read = read(mail.as_bytes()).unwrap();
    assert_eq!(read.text, "Paid today.");
    let names: Vec<&str> = read.attachments.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["advice.pdf", "run.exe", "secret.csv"]);
    assert!(read.left_out.is_empty(), "{:?}", read.left_out);
}

#[test]
fn mails_within_mails_end_somewhere() {
    let mut deep = String::from("From: a@b.example\r\nSubject: x\r\n");
    for _ in 0..100_000 {
        deep.push_str("Content-Type: message/rfc822\r\n\r\n");
    }
    assert!(read(deep.as_bytes()).unwrap_err().has("MAIL_NESTING"));
    let hidden = "From: a@b.example\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nRnJvbTogYUBi\r\n";
    assert!(read(hidden.as_bytes()).unwrap_err().has("MAIL_NESTING"));
}
