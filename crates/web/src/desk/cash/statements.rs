//! Bank statements: which there are, one with its proof, and taking new ones in.

use super::super::address::{Address, ROWS, before, page_number};
use super::super::page::{ACTOR, Answer, Desk};
use super::super::posted::Posted;
use super::entries::EntryRow;
use crate::look::form::{Field, FormErrors};
use crate::look::format::{amount, counted, day};
use crate::look::table::Pager;
use crate::look::{Noun, Page, Tone, filters};
use app::cash::{StatementOutcome, Taken, import_statement};
use app::{Error, Refusal};
use askama::Template;
use axum::extract::{Path, Query};
use domain::id::StatementId;
use domain::money::Money;
use jiff::civil::Date;
use serde::Deserialize;
use store::kept;
use store::kept::statement::Statement;
use store::kept::view::cash::Entries;

/// Most statements of the list.
const LISTED: i64 = 200;
/// Most problems of refused files that the page lists.
const PROBLEMS: usize = 200;

/// A statement in a list.
pub(super) struct StatementRow {
    pub href: String,
    pub external_id: String,
    pub account: String,
    pub from: Date,
    pub to: Date,
    pub entries: i64,
    pub opening: Money,
    pub closing: Money,
}

impl StatementRow {
    pub fn of(statement: Statement) -> Self {
        Self {
            href: format!("/cash/statements/{}", statement.id),
            external_id: statement.external_id,
            account: statement.account,
            from: statement.opened_on,
            to: statement.closed_on,
            entries: statement.entry_count,
            opening: statement.opening,
            closing: statement.closing,
        }
    }
}

#[derive(Template)]
#[template(path = "desk/statements.html")]
struct ListPage {
    page: Page,
    statements: Vec<StatementRow>,
    full: bool,
}

/// The newest statements.
pub(super) async fn list(desk: Desk) -> Answer {
    let statements = desk.read(|book| Ok(kept::statement::newest(book, LISTED)?)).await?;
    let full = i64::try_from(statements.len()) == Ok(LISTED);
    let statements = statements.into_iter().map(StatementRow::of).collect();
    desk.show(&ListPage { page: desk.page(Noun::Cash), statements, full })
}

/// Which part of its entries, as it stands in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct View {
    page: String,
}

#[derive(Template)]
#[template(path = "desk/statement.html")]
struct StatementPage {
    page: Page,
    statement: Statement,
    came_in: (i64, Money),
    went_out: (i64, Money),
    holds: bool,
    entries: Vec<EntryRow>,
    pager: Pager,
}

/// One statement: what proves it, and its entries.
pub(super) async fn one(desk: Desk, Path(id): Path<String>, Query(view): Query<View>) -> Answer {
    let missing = || Error::NotFound("such statement".to_owned());
    let id: StatementId = id.parse().map_err(|_| missing())?;
    let page = page_number(&view.page);
    let (statement, sums, (entries, total)) = desk
        .read(move |book| {
            let statement = kept::statement::get(book, id)?.ok_or_else(missing)?;
            let sums = kept::view::cash::sums(book, id)?;
            Ok((statement, sums, kept::view::cash::entries(book, &Entries::Statement(id), before(page), ROWS)?))
        })
        .await?;
    let (came, came_sum, went, went_sum) = sums;
    let money = |minor| Money::new(minor, statement.closing.currency);
    let template = StatementPage {
        page: desk.page(Noun::Cash),
        came_in: (came, money(came_sum)),
        went_out: (went, money(went_sum)),
        holds: statement.opening.minor + came_sum - went_sum == statement.closing.minor,
        entries: entries.iter().map(EntryRow::of).collect(),
        pager: Pager::new(
            Address::of(&format!("/cash/statements/{id}")).base(),
            page,
            u64::try_from(total).unwrap_or(0),
        ),
        statement,
    };
    desk.show(&template)
}

#[derive(Template)]
#[template(path = "desk/statement_import.html")]
struct ImportPage {
    page: Page,
    f_files: Field,
    errors: FormErrors,
    problems: Vec<Refusal>,
    more: usize,
}

fn import_page(desk: &Desk, errors: FormErrors, problems: Vec<Refusal>) -> ImportPage {
    let more = problems.len().saturating_sub(PROBLEMS);
    ImportPage {
        page: desk.page(Noun::Cash),
        f_files: Field::new("files", "Statement files")
            .hint("camt.053 as XML, or CSV with Credere\u{2019}s column names (account, statement, currency, opening, closing, booked, amount, \u{2026}). Several at once are put in order.")
            .accept(".xml,.csv,.txt")
            .checked(&errors),
        errors,
        problems: problems.into_iter().take(PROBLEMS).collect(),
        more,
    }
}

/// The form.
pub(super) async fn form(desk: Desk) -> Answer {
    desk.show(&import_page(&desk, FormErrors::default(), Vec::new()))
}

/// Takes statements in, or shows everything that is wrong with them.
pub(super) async fn import(desk: Desk, posted: Posted) -> Answer {
    let mut errors = FormErrors::default();
    if posted.files.is_empty() {
        errors.add("files", "Choose a camt.053 or CSV file.");
        return desk.refused(&import_page(&desk, errors, Vec::new()));
    }
    let files: Vec<(String, Vec<u8>)> = posted.files.into_iter().map(|file| (file.name, file.content)).collect();
    // Entries are unique in the book, so taking the same files in twice changes nothing: no key is needed.
    match desk.apart(move |app| import_statement(app, &files, None, ACTOR, &mut |_| {})).await {
        Ok(outcomes) => Ok(taken(&desk, &outcomes)),
        Err(Error::Refused(problems)) => {
            let word = counted(i64::try_from(problems.len()).unwrap_or(i64::MAX), "reason stands", "reasons stand");
            errors.add(
                "files",
                format!("Nothing was taken in: {word} below. Put them right, or fetch the files from the bank again."),
            );
            desk.refused(&import_page(&desk, errors, problems))
        }
        Err(other) => Err(other.into()),
    }
}

/// What became of the statements, in words, on the page that comes next.
fn taken(desk: &Desk, outcomes: &[StatementOutcome]) -> axum::response::Response {
    let count =
        |of: fn(&StatementOutcome) -> u64| i64::try_from(outcomes.iter().map(of).sum::<u64>()).unwrap_or(i64::MAX);
    let to = match outcomes {
        [one] => format!("/cash/statements/{}", one.statement),
        _ => "/cash".to_owned(),
    };
    if outcomes.iter().all(|one| one.taken == Taken::Before) {
        let text = "These statements were taken in before; nothing was done again.";
        return desk.told(&to, Tone::Information, text, None);
    }
    let statements = match outcomes {
        [one] => format!("The statement of {} is {}", day(one.closed_on), one.taken.word()),
        many => format!("{} statements are taken in", many.len()),
    };
    let (applied, waiting) = (count(|one| one.applied.count), count(|one| one.waiting.count));
    let (booked, debits) = (count(|one| one.debits_booked.count), count(|one| one.debits_waiting.count));
    let mut parts = vec![format!("{} matched", counted(applied, "payment", "payments"))];
    if let [one] = outcomes
        && applied > 0
    {
        parts = vec![format!("{} matched, {}", counted(applied, "payment", "payments"), amount(one.applied.sum))];
    }
    if waiting > 0 {
        parts.push(format!("{waiting} to match"));
    }
    if booked > 0 {
        parts.push(format!("{booked} of ours seen"));
    }
    if debits > 0 {
        parts.push(format!("{} to book", counted(debits, "debit", "debits")));
    }
    desk.done(&to, format!("{statements}: {}.", parts.join("; ")), None)
}
