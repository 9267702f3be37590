//! The e-invoices of a schedule are kept as papers of their invoices, for whoever asks for a copy.

use super::add::facts_of;
use super::{BYTES, PER_INVOICE};
use crate::{App, Command, Error, Task};
use domain::contact::DocumentKind;
use domain::event::EventKind;
use domain::fraud::NumberKey;
use domain::id::{DocumentId, ScheduleId};
use formats::content::Content;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::kept;
use store::kept::document::Document;
use store::kept::invoice::Invoice;

/// Most e-invoices of one schedule that are kept.
pub const ORIGINALS: usize = 10_000;
/// Most that one unit keeps.
const UNIT: usize = 100;
/// Most lines of a schedule that one reading takes.
const LINES: i64 = 5_000;

/// What was kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Originals {
    /// Papers that are new.
    pub kept: usize,
    /// Files that are no e-invoice, too large, or whose invoice is not on the schedule.
    pub passed_over: usize,
}

/// Keeps the e-invoices (UBL) among the files of a schedule that was submitted. Run again, it keeps nothing twice.
///
/// # Errors
/// [`Error::Fault`].
pub fn keep_originals(
    app: &App,
    actor: &str,
    schedule: ScheduleId,
    files: &[(String, Vec<u8>)],
) -> Result<Originals, Error> {
    let mut found = Originals::default();
    let xml: Vec<&(String, Vec<u8>)> =
        files.iter().filter(|(_, bytes)| bytes.len() <= BYTES && Content::of(bytes) == Content::Xml).collect();
    if xml.is_empty() {
        return Ok(found);
    }
    let by_number = app.read(|snapshot| {
        let mut by_number: HashMap<NumberKey, Invoice> = HashMap::new();
        let mut after = 0;
        loop {
            let page = kept::invoice::of_schedule(snapshot, schedule, after, LINES)?;
            let Some(last) = page.last() else { return Ok::<_, Error>(by_number) };
            after = last.line_no;
            by_number.extend(page.into_iter().map(|one| (NumberKey::of(&one.offer.number), one)));
        }
    })?;
    let mut pairs: Vec<(Invoice, String, Vec<u8>)> = Vec::new();
    for (name, bytes) in xml {
        let number = match formats::schedule::read(&[(name.clone(), bytes.clone())], None) {
            Ok(read) => read.lines.first().filter(|line| !line.is_credit_note).map(|line| NumberKey::of(&line.number)),
            Err(_) => None,
        };
        match number.and_then(|number| by_number.get(&number)) {
            Some(invoice) if pairs.len() < ORIGINALS => pairs.push((invoice.clone(), name.clone(), bytes.clone())),
            _ => found.passed_over += 1,
        }
    }
    for unit in pairs.chunks(UNIT) {
        let unit = unit.to_vec();
        found.kept += app.run(Command::new(actor, None, &[]), move |task| keep(task, &unit))?;
    }
    Ok(found)
}

/// Keeps one unit's papers: they are told by the schedule already, so no timeline repeats them.
fn keep(task: &mut Task<'_, '_>, papers: &[(Invoice, String, Vec<u8>)]) -> Result<usize, Error> {
    let ids: Vec<uuid::Uuid> = papers.iter().map(|(invoice, ..)| invoice.id.0).collect();
    let there = kept::document::of_invoices(task, &ids)?;
    let mut count = 0;
    for (invoice, name, bytes) in papers {
        let sha256 = Sha256::digest(bytes).to_vec();
        let of_invoice: Vec<&Document> = there.iter().filter(|known| known.invoice == Some(invoice.id)).collect();
        if of_invoice.len() >= PER_INVOICE || of_invoice.iter().any(|known| known.sha256 == sha256) {
            continue;
        }
        let document = Document {
            id: DocumentId(task.new_id()),
            kind: DocumentKind::Invoice,
            client: Some(invoice.client),
            debtor: invoice.debtor,
            invoice: Some(invoice.id),
            name: name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            content_type: "application/xml".to_owned(),
            sha256,
            added_at: task.unit.recorded_at(),
            added_by: task.actor.clone(),
        };
        kept::document::add(task, &document, bytes)?;
        task.record_facts(EventKind::DocumentAdded, &facts_of(&document, bytes.len()), &[])?;
        count += 1;
    }
    Ok(count)
}
