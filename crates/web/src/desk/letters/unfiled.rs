//! Mail that came in and that no letter of ours and no address of the directory fits: a person says whose it is.
//!
//! Limit: the oldest [`SHOWN`]; the others follow once these are filed.

use super::super::page::{Answer, Desk};
use super::time;
use crate::look::facts::Empty;
use crate::look::format::counted;
use crate::look::{Noun, Page, filters};
use askama::Template;
use domain::contact::SenderProof;
use jiff::tz::TimeZone;
use store::kept;

/// Mails on the page.
const SHOWN: i64 = 200;
/// Characters of a mail that are shown in the list.
const BEGINNING: usize = 160;

struct Line {
    number: i64,
    from: String,
    at: String,
    iso: String,
    subject: String,
    beginning: String,
}

#[derive(Template)]
#[template(path = "desk/unfiled.html")]
struct UnfiledPage {
    page: Page,
    lead: String,
    lines: Vec<Line>,
    empty: Empty,
}

pub(super) async fn list(desk: Desk) -> Answer {
    let messages = desk.read(|book| Ok(kept::message::unfiled(book, SHOWN)?)).await?;
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    let count = i64::try_from(messages.len()).unwrap_or(i64::MAX);
    let more = if count == SHOWN { " The oldest are shown." } else { "" };
    let lines = messages.into_iter().map(|message| {
        let (at, iso) = time(&zone, message.sent_at.unwrap_or(message.queued_at));
        let words = app::message::without_links(desk.web.app.seal(), &message.words);
        let beginning = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Line {
            number: message.number,
            from: match message.body.sender {
                Some(SenderProof::Unproved) => format!("{} (sender not proved)", message.recipient),
                _ => message.recipient,
            },
            at,
            iso,
            subject: message.subject,
            beginning: beginning.chars().take(BEGINNING).collect(),
        }
    });
    desk.show(&UnfiledPage {
        page: desk.page(Noun::Letters),
        lead: match count {
            0 => "Every mail that came in has its place.".to_owned(),
            _ => format!("{} a place.{more}", counted(count, "mail wants", "mails want")),
        },
        lines: lines.collect(),
        empty: Empty {
            title: "No mail waits to be filed".to_owned(),
            text: "Mails find their letter by themselves, or their sender in the directory. What fits neither is shown here."
                .to_owned(),
            action: Some(("All letters".to_owned(), "/letters".to_owned())),
        },
    })
}
