//! One invoice: what it says, its papers, what was said of it.

use super::home::{tone, words_of};
use super::statement::{self, Line};
use super::{DebtorVisit, answer::Say};
use crate::guest::cases::document_word;
use crate::guest::frame::Frame;
use crate::guest::visit::Answer;
use crate::guest::wrong::Wrong;
use askama::Template;
use axum::extract::Path;
use domain::contact::Seen;
use domain::id::InvoiceId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::kept;
use store::kept::document::Document;

/// Most entries of the pair's history that are looked through for this invoice.
const ENTRIES: i64 = 200;

/// A line of the invoice's history.
pub(in crate::guest) struct Happened {
    pub on: Date,
    pub who: String,
    pub words: String,
}

#[derive(Template)]
#[template(path = "guest/debtor/invoice.html")]
struct InvoicePage {
    f: Frame,
    supplier: String,
    line: Line,
    order: Option<String>,
    papers: Vec<Document>,
    history: Vec<Happened>,
    today: Date,
}

impl InvoicePage {
    fn stands(&self) -> String {
        words_of(&self.f, &self.line.stands, self.line.due, self.today)
    }

    fn tone(&self) -> &'static str {
        tone(&self.line.stands)
    }

    fn says(&self) -> Vec<(&'static str, &'static str)> {
        Say::CHOOSABLE.iter().map(|say| (say.code(), say.label(self.f.w))).collect()
    }

    fn kind(&self, paper: &Document) -> &'static str {
        document_word(&self.f, paper.kind)
    }
}

pub(super) async fn page(visit: DebtorVisit, Path((_, invoice)): Path<(String, InvoiceId)>) -> Answer {
    let (debtor, only, today) = (visit.debtor, visit.only, visit.guests.web.app.today());
    let factor = visit.guests.web.app.factor();
    let zone = TimeZone::get(&factor.zone).unwrap_or(TimeZone::UTC);
    let day = move |at| Timestamp::from_microsecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone()).date();
    let language = visit.words.language;
    let found = visit
        .read(move |snapshot| {
            let statement = statement::read(snapshot, &factor, debtor, only, today)?;
            let Some((supplier, line)) = statement.find(invoice) else { return Ok(None) };
            let order = kept::invoice::get(snapshot, invoice)?.and_then(|invoice| invoice.offer.order);
            let papers = kept::document::of_invoices(snapshot, &[invoice.0])?;
            let entries = kept::timeline::of_pair(snapshot, supplier.client, debtor, Seen::DEBTOR, i64::MAX, ENTRIES)?;
            let history = entries
                .into_iter()
                .filter(|entry| entry.subject.is_some_and(|(_, id)| id == invoice.0))
                .map(|entry| Happened {
                    on: day(entry.at),
                    who: entry.who.words(language),
                    words: entry.said.words(language),
                })
                .collect::<Vec<_>>();
            Ok(Some((supplier.name.clone(), line.clone(), order, papers, history)))
        })
        .await?;
    let (supplier, line, order, papers, history) = found.ok_or(Wrong::Nothing)?;
    visit.show(&InvoicePage { f: visit.frame(), supplier, line, order, papers, history, today })
}
