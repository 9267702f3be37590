//! Events: what happened, in order, for those who follow the book.

use super::journals::moment;
use super::page::{Page, PageOf, and_one_more};
use super::problem::{Problem, QUERY};
use super::read::QueryOf;
use super::{Answer, done, names};
use crate::Web;
use app::Error;
use axum::extract::State;
use domain::event::EventKind;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::kept;
use utoipa::ToSchema;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Event {
    /// 1, 2, 3 … in the book.
    seq: i64,
    #[schema(schema_with = names::event_kind)]
    kind: EventKind,
    /// The kind in words.
    title: &'static str,
    /// Business date in the factor's zone.
    business_date: Date,
    recorded_at: Timestamp,
    /// Who did it.
    actor: String,
    /// The facts, as they were recorded.
    #[schema(value_type = Value)]
    facts: serde_json::Value,
    /// Its link in the chain of hashes, in hexadecimal.
    hash: String,
}

/// From where, and how many.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsAfter {
    /// Events after this one; from the first where absent.
    #[param(minimum = 0)]
    after: Option<i64>,
    /// How many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// `next` of the page before; it weighs more than `after`.
    cursor: Option<String>,
}

/// Events after one, oldest first.
///
/// To follow the book, ask again with `after` set to the last `seq` that was seen.
#[utoipa::path(get, path = "/events", tag = "Events", params(EventsAfter),
    responses((status = 200, description = "A page of events", body = Page<Event>)))]
pub(super) async fn list_events(State(web): State<Web>, QueryOf(of): QueryOf<EventsAfter>) -> Answer<Page<Event>> {
    let page = PageOf::new(of.limit, of.cursor);
    let (limit, cursor) = (page.limit()?, page.after::<i64>("events")?);
    let after = cursor.or(of.after).unwrap_or(0);
    if after < 0 {
        let fact = format!("`after` is {after}; events are counted from 1.");
        return Err(Problem::new(&QUERY, fact.clone()).at("after", &fact, "Give the last `seq` that was seen, or 0."));
    }
    let found = web.look(move |snapshot| Ok(kept::event::after(snapshot, after, and_one_more(limit))?)).await?;
    let read = found.into_iter().map(|event| {
        let facts = serde_json::from_str(&event.body).map_err(|error| Error::fault("event", error))?;
        Ok(Event {
            seq: event.seq,
            kind: event.kind,
            title: event.kind.word(),
            business_date: event.business_date,
            recorded_at: moment(event.recorded_at),
            actor: event.actor,
            facts,
            hash: event.hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        })
    });
    let read = read.collect::<Result<Vec<_>, Error>>()?;
    done(Page::of("events", limit, read, |event| event.seq, |event| event))
}
