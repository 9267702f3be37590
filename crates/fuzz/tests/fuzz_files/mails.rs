//! Mail that comes in, and mail that goes out and is read again.

use crate::told;
use domain::letter::Language;
use formats::mail::{Attachment, Kind, MAIL_OUT_BYTES, MailAddress, Outbound, compose, read};
use fuzz::change::{changed, changed_text};

#[test]
fn mails() {
    fuzz::run("mails", changed, |input| match read(input) {
        Ok(mail) => {
            let one_line = |text: &str| !text.contains(['\r', '\n']);
            assert!(one_line(&mail.subject), "{:?}", mail.subject);
            assert!(mail.message_id.as_deref().is_none_or(one_line));
            for file in &mail.attachments {
                assert!(!file.name.contains(['/', '\\', '\0', '\r', '\n']), "a name leads nowhere: {:?}", file.name);
            }
            if let Kind::Bounce(report) = &mail.kind {
                assert!(report.recipients.iter().all(|one| one_line(&one.address)));
            }
            assert!(mail.to.iter().all(|address| *address == address.to_lowercase()));
            let _ = (mail.about(), mail.failed().count(), mail.trace.proved_by("mx.factor.example"));
        }
        Err(refused) => told(&refused),
    });
}

/// A value never becomes a header, a second recipient or a part of its own.
#[test]
fn mails_say_what_they_were_given() {
    let make = |choices: &mut fuzz::Choices<'_>, seeds: &[Vec<u8>]| changed_text(choices, seeds).into_bytes();
    fuzz::run("composed", make, |input| {
        let text = String::from_utf8_lossy(input).into_owned();
        let mut lines = text.split('\n').map(str::to_owned);
        let mut next = || lines.next().unwrap_or_default();
        let mail = Outbound {
            from: MailAddress::named(&next(), &next()),
            reply_to: Vec::new(),
            to: MailAddress::named(&next(), &next()),
            return_path: "desk@factor.example".into(),
            message_id: next(),
            date: "2026-03-02T15:00:00Z".parse().expect("a moment"),
            in_reply_to: None,
            references: Vec::new(),
            subject: next(),
            language: Language::German,
            attachments: vec![Attachment { name: next(), content_type: next(), content: input.to_vec() }],
            text: lines.collect::<Vec<_>>().join("\n"),
            html: None,
            automatic: false,
            unsubscribe: None,
        };
        let composed = match compose(&mail) {
            Ok(composed) => composed,
            Err(refused) => return told(&refused),
        };
        assert!(composed.bytes.len() <= MAIL_OUT_BYTES);
        let read = read(&composed.bytes).expect("our own mail");
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(squeezed(&read.subject), squeezed(&mail.subject));
        assert_eq!(read.message_id.as_deref(), Some(mail.message_id.as_str()));
        assert_eq!(read.to, [mail.to.address.to_lowercase()], "one recipient, and no other");
        assert_eq!(read.from.map(|from| from.address), Some(mail.from.address.to_lowercase()));
        assert!(read.attachments.len() <= 1);
        assert!(read.attachments.iter().all(|file| file.content == input), "a paper arrives as it was");
    });
}
