//! CO-33: how long people's data are kept, and a person's data that go at once because the person asked.
//!
//! Two steps: the first says what would go and what stays, and that it cannot be undone; only the second does it. Both are
//! refused while something is open for which notices need an address.

use super::super::page::{ACTOR, Answer, Desk};
use super::super::posted::Posted;
use super::form::found;
use super::one;
use crate::look::facts::Preview;
use crate::look::format::day;
use crate::look::{Noun, Page, filters};
use app::erasure::{Gone, Party, Standing, erase_person, gather_person, standing};
use askama::Template;
use axum::extract::Path;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::Snapshot;

/// How long a party's people are kept, and why, in a sentence or two for the page of the party.
pub(in crate::desk) fn kept(
    snapshot: &mut Snapshot<'_>,
    party: Party,
    zone: &str,
    today: Date,
) -> Result<String, app::Error> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Ok(words(&standing(snapshot, party, &zone, today)?, today))
}

fn words(standing: &Standing, today: Date) -> String {
    let months = match standing.months {
        1 => "1 month".to_owned(),
        count => format!("{count} months"),
    };
    let erased = standing.erased_on.map(|on| format!("Erased on {} (CO-33). ", day(on))).unwrap_or_default();
    if !standing.has_data {
        return erased.trim_end().to_owned();
    }
    if !standing.held_by.is_empty() {
        let held = standing.held_by.join(", ");
        return format!("{erased}Kept until {months} after the last open invoice (CO-33). Now there is: {held}.");
    }
    let (Some(until), Some(since)) = (standing.until, standing.since) else { return erased.trim_end().to_owned() };
    let why = match standing.last_invoice_on {
        Some(last) if last == since => format!("after the last open invoice, which ended on {}", day(last)),
        Some(_) => format!("after a contact was added on {}, later than the last open invoice", day(since)),
        None => format!("after {}, when the newest contact was added; no invoice was ever open", day(since)),
    };
    let goes = if until < today { "Due: they go with the next daily run" } else { "Kept until" };
    if until < today {
        return format!("{erased}{goes}: {months} {why}, were over on {} (CO-33).", day(until));
    }
    format!("{erased}{goes} {}: {months} {why} (CO-33).", day(until))
}

#[derive(Template)]
#[template(path = "desk/erase.html")]
struct ErasePage {
    page: Page,
    id: String,
    name: String,
    why: String,
    preview: Preview,
}

fn preview(name: &str, gone: Gone) -> Preview {
    let counted = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let rows = counted(gone.rows, "letter, answer or entry", "letters, answers and entries");
    let events = counted(gone.events, "event", "events");
    let goes = "name, addresses and every name and address it had before are replaced by \u{201c}erased on\u{201d} and the day";
    Preview {
        title: format!("Erase the data of {name}"),
        steps: vec![
            (format!("Its {goes}"), None),
            (format!("So they are in {rows} and in {events} of the log; what was said by it goes as a whole"), None),
            ("Its links open nothing any more, and nothing can be sent to it".to_owned(), None),
            ("Signed notices, invoices and bank entries stay: they are kept under laws of their own".to_owned(), None),
        ],
        total: None,
        undo: "This cannot be undone. Copies and backups made before still have everything.".to_owned(),
        second_person: None,
    }
}

/// The first step shows what would go; the second, `sure`, does it.
pub(super) async fn erase(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let (contact, debtor, client) = found(&desk, id.clone()).await?;
    let why = posted.get("why_erased").to_owned();
    let (of, typed, sure) = (contact.id, why.clone(), posted.ticked("sure"));
    let command = posted.command();
    let outcome = desk
        .apart(move |app| {
            let (gathered, debtors) = gather_person(app, of)?;
            let work = move |task: &mut app::Task<'_, '_>| erase_person(task, gathered, &debtors, of, &typed);
            if sure { app.run(command, work) } else { app.rehearse(ACTOR, work) }
        })
        .await;
    match outcome {
        Ok(_) if sure => {
            let home = if debtor.is_empty() { format!("/clients/{client}") } else { format!("/debtors/{debtor}") };
            Ok(desk.done(&format!("{home}#contacts"), "The person\u{2019}s data are erased.".to_owned(), None))
        }
        Ok(gone) => {
            let noun = if debtor.is_empty() { Noun::Clients } else { Noun::Debtors };
            let preview = preview(&contact.name, gone);
            desk.show(&ErasePage { page: desk.page(noun), id, name: contact.name, why, preview })
        }
        Err(error) => one::refused(&desk, id, &posted, error, &[]).await,
    }
}
