//! Pages of a list: a limit, an opaque cursor, and where the next page begins.

use super::problem::{CURSOR, Problem, QUERY};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use utoipa::{IntoParams, ToSchema};

/// Most items of one page.
pub(super) const MOST: u16 = 200;
/// Items of a page where nothing is said.
const USUAL: u16 = 50;

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PageOf {
    /// How many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct Page<T> {
    /// The items, in the order of the list.
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last.
    pub next: Option<String>,
}

impl PageOf {
    pub(super) const fn new(limit: Option<u16>, cursor: Option<String>) -> Self {
        Self { limit, cursor }
    }

    /// How many items are wanted.
    pub(super) fn limit(&self) -> Result<usize, Problem> {
        match self.limit.unwrap_or(USUAL) {
            limit @ 1..=MOST => Ok(usize::from(limit)),
            other => {
                let fact = format!("The limit is {other}; a page has 1 to {MOST} items.");
                Err(Problem::new(&QUERY, fact.clone()).at("limit", &fact, "Ask for fewer, and follow `next`."))
            }
        }
    }

    /// The last item of the page before, in a list of this name.
    pub(super) fn after<K: FromStr>(&self, list: &str) -> Result<Option<K>, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let bytes = URL_SAFE_NO_PAD.decode(cursor).unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        let last = text.strip_prefix(list).and_then(|rest| rest.strip_prefix(' ')).and_then(|rest| rest.parse().ok());
        match last {
            Some(last) => Ok(Some(last)),
            None => Err(Problem::new(&CURSOR, CURSOR.meaning).at(
                "cursor",
                "It is of another list, or changed.",
                CURSOR.meaning,
            )),
        }
    }
}

impl<T> Page<T> {
    /// A page of up to `limit` items from a list of which one more was read, to know whether it goes on.
    pub(super) fn of<R, K: ToString>(
        list: &str,
        limit: usize,
        mut read: Vec<R>,
        last: impl Fn(&R) -> K,
        shown: impl FnMut(R) -> T,
    ) -> Self {
        let more = read.len() > limit;
        read.truncate(limit);
        let next = read.last().filter(|_| more).map(|row| cursor(list, &last(row).to_string()));
        Self { items: read.into_iter().map(shown).collect(), next }
    }
}

fn cursor(list: &str, last: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{list} {last}"))
}

/// One more than a page has, as the book counts.
pub(super) fn and_one_more(limit: usize) -> i64 {
    i64::try_from(limit + 1).unwrap_or(i64::MAX)
}
