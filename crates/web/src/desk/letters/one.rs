//! One message: its words, whom it goes to, why it may leave and when, what became of it.

use super::super::page::{Answer, Desk};
use super::{badge, time};
use crate::look::facts::Fact;
use crate::look::{Badge, Noun, Page, filters};
use app::Error;
use askama::Template;
use axum::extract::Path;
use domain::contact::{Direction, MessageState};
use domain::proof::Proof;
use jiff::tz::TimeZone;
use store::kept;

#[derive(Template)]
#[template(path = "desk/letter.html")]
struct LetterPage {
    page: Page,
    number: i64,
    subject: String,
    words: String,
    badge: Badge,
    answer: String,
    facts: Vec<Fact>,
    reasons: Vec<Proof>,
    invoices: Vec<(String, String)>,
}

pub(super) async fn show(desk: Desk, Path(number): Path<i64>) -> Answer {
    let (message, debtor, client, contact, invoices) = desk
        .read(move |book| {
            let missing = || Error::NotFound(format!("letter {number}"));
            let id = kept::view::message::id_of(book, number)?.ok_or_else(missing)?;
            let message = kept::message::get(book, id)?.ok_or_else(missing)?;
            let debtor = match message.debtor {
                Some(id) => kept::party::debtors_by_id(book, &[id.0])?.pop(),
                None => None,
            };
            let client = match message.client {
                Some(id) => kept::party::client(book, id)?,
                None => None,
            };
            let contact = match message.contact {
                Some(id) => kept::contact::get(book, id)?,
                None => None,
            };
            let (_, ids) = kept::message::speaks_of(book, id)?;
            let mut invoices = Vec::new();
            for id in ids {
                if let Some(invoice) = kept::invoice::get(book, id)? {
                    invoices.push((invoice.offer.number, format!("/invoices/{id}")));
                }
            }
            Ok((message, debtor, client, contact, invoices))
        })
        .await?;
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    let (at, _) = time(&zone, message.sent_at.unwrap_or(message.send_after));
    let answer = match (message.direction, message.state) {
        (Direction::In, _) => format!("Received {at} from {}", message.recipient.replace('\n', ", ")),
        (_, MessageState::Sent) => format!("Sent {at} to {}", message.recipient.replace('\n', ", ")),
        (_, MessageState::Bounced | MessageState::Failed | MessageState::Cancelled) => {
            format!("To {}; it did not arrive", message.recipient.replace('\n', ", "))
        }
        _ => format!("Leaves no sooner than {at}, to {}", message.recipient.replace('\n', ", ")),
    };
    let mut facts = vec![
        Fact::new("What for", message.purpose.word()),
        Fact::new("Travels as", message.channel.word()),
        Fact::new("Queued", time(&zone, message.queued_at).0),
    ];
    if let Some(debtor) = debtor {
        facts.push(Fact::new("Debtor", debtor.name).link(format!("/debtors/{}", debtor.code)));
    }
    if let Some(client) = client {
        facts.push(Fact::new("Client", client.name).link(format!("/clients/{}", client.code)));
    }
    if let Some(contact) = contact {
        facts.push(Fact::new("Person or mailbox", format!("{}, {}", contact.name, contact.role.word())));
    }
    if message.attempts > 0 {
        facts.push(Fact::new("Attempts", message.attempts.to_string()));
    }
    if let Some(said) = &message.body.last_word {
        facts.push(Fact::new("Last answer", said.clone()));
    }
    facts.push(Fact::new("Message-ID", message.internet_id.clone()));
    let template = LetterPage {
        page: desk.page(Noun::Letters),
        number: message.number,
        badge: badge(message.state),
        answer,
        facts,
        subject: message.subject,
        words: message.words,
        reasons: message.body.reasons,
        invoices,
    };
    desk.show(&template)
}
