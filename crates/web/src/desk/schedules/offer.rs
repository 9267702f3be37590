//! A new schedule: client, files, how to pay; what would happen; submit.

use super::super::guards::Guards;
use super::super::page::{ACTOR, Answer, Desk};
use super::super::posted::Posted;
use super::super::wrong::Wrong;
use super::uploads::Uploads;
use crate::look::facts::{Fact, Figure};
use crate::look::form::{Choice, Field, FormErrors};
use crate::look::format::{amount, counted, day};
use crate::look::{Badge, Noun, Page, Tone, filters};
use app::schedule::{Decided, PREVIEWED, Preview, Submission};
use app::{Error, Refusal};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect};
use domain::agreement::{Terms, in_force};
use domain::invoice::{InvoiceState, TransferMethod};
use domain::money::Money;
use domain::party::Client;
use formats::schedule::OfferedLine;
use jiff::civil::Date;
use serde::Deserialize;
use store::kept;

/// Most problems of a refused file that the page lists.
const PROBLEMS: usize = 200;
/// Most lines that one part of a preview lists.
const LISTED: usize = 100;
/// The mapping of files that need none, or Credere's own column names.
const PLAIN: &str = "credere";

/// Which client, as it stands in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    client: String,
}

#[derive(Template)]
#[template(path = "desk/schedule_new.html")]
struct NewPage {
    page: Page,
    client: Option<Client>,
    notice: Option<Badge>,
    f_client: Field,
    f_files: Field,
    f_mapping: Field,
    f_method: Field,
    errors: FormErrors,
    problems: Vec<Refusal>,
    more: usize,
}

/// What the form of a client needs to know.
struct Known {
    clients: Vec<Client>,
    client: Option<Client>,
    mappings: Vec<String>,
    terms: Option<Terms>,
}

async fn known(desk: &Desk, code: String) -> Result<Known, Wrong> {
    let today = desk.today;
    desk.read(move |book| {
        let clients = kept::party::clients(book)?;
        let client = match (code.as_str(), clients.as_slice()) {
            ("", [only]) => Some(only.clone()),
            ("", _) => None,
            (code, _) => Some(app::client_by_code(book, code)?),
        };
        let (mut mappings, mut terms) = (Vec::new(), None);
        if let Some(client) = &client {
            mappings = kept::mapping::of_client(book, client.id)?.into_iter().map(|(name, _)| name).collect();
            let versions = kept::agreement::versions(book, client.id)?;
            terms = in_force(&versions, today).map(|version| version.terms.clone());
        }
        Ok(Known { clients, client, mappings, terms })
    })
    .await
}

fn new_page(desk: &Desk, known: Known, posted: &Posted, errors: FormErrors, problems: Vec<Refusal>) -> NewPage {
    let Known { clients, client, mappings, terms } = known;
    let own = mappings.iter().map(|name| Choice::new(name.as_str(), format!("{name}, the client\u{2019}s own")));
    let built_in = [
        Choice::new(PLAIN, "None: UBL invoices, or a CSV with Credere\u{2019}s column names"),
        Choice::new("xero", "Xero, sales invoices"),
    ];
    let fee = |minor: i64| {
        terms.as_ref().map_or_else(String::new, |terms| match minor {
            0 => ", without a fee".to_owned(),
            minor => format!(", the client bears {}", amount(Money::new(minor, terms.currency))),
        })
    };
    let fees = terms.as_ref().map(|terms| terms.transfer_fees).unwrap_or_default();
    let first = mappings.first().map_or(PLAIN, String::as_str).to_owned();
    let chosen = |name: &str, otherwise: &str| posted.some(name).unwrap_or(otherwise).to_owned();
    let notice = client.as_ref().and_then(|client| {
        terms.is_none().then(|| {
            let text = format!("No agreement with {} is in force today: every line would be refused.", client.name);
            Badge::attention(text)
        })
    });
    let more = problems.len().saturating_sub(PROBLEMS);
    NewPage {
        page: desk.page(Noun::Schedules),
        notice,
        f_client: Field::new("client", "Client")
            .hint("Whose invoices are offered.")
            .choices(clients.iter().map(|one| Choice::new(one.code.as_str(), format!("{} ({})", one.name, one.code))))
            .value(client.as_ref().map_or("", |client| client.code.as_str()))
            .checked(&errors),
        f_files: Field::new("files", "Files")
            .hint("One CSV, or one or many UBL invoices as XML. At most 256 MB together. Nothing is kept before you have seen the preview.")
            .accept(".csv,.txt,.xml")
            .checked(&errors),
        f_mapping: Field::new("mapping", "Column mapping")
            .hint("How the columns of a CSV are to be read. UBL needs none.")
            .value(chosen("mapping", &first))
            .choices(own.chain(built_in))
            .checked(&errors),
        f_method: Field::new("method", "How the advance is paid")
            .value(chosen("method", TransferMethod::CreditTransfer.code()))
            .choices([
                Choice::new(TransferMethod::CreditTransfer.code(), format!("Credit transfer{}", fee(fees.credit_transfer))),
                Choice::new(TransferMethod::Wire.code(), format!("Wire, same day{}", fee(fees.wire))),
            ])
            .checked(&errors),
        client,
        errors,
        problems: problems.into_iter().take(PROBLEMS).collect(),
        more,
    }
}

/// The form.
pub(super) async fn form(desk: Desk, Query(chosen): Query<Chosen>) -> Answer {
    let known = known(&desk, chosen.client).await?;
    desk.show(&new_page(&desk, known, &Posted::default(), FormErrors::default(), Vec::new()))
}

/// Reads the files; shows the preview, or everything that is wrong with them.
pub(super) async fn read(desk: Desk, Extension(uploads): Extension<Uploads>, posted: Posted) -> Answer {
    let known = known(&desk, posted.get("client").to_owned()).await?;
    let mut errors = FormErrors::default();
    let Some(client) = known.client.as_ref().map(|client| client.code.as_str().to_owned()) else {
        errors.add("client", "Choose the client.");
        return desk.refused(&new_page(&desk, known, &posted, errors, Vec::new()));
    };
    let method = TransferMethod::from_code(posted.get("method"));
    if method.is_none() {
        errors.add("method", "Choose how the advance is paid.");
    }
    if posted.files.is_empty() {
        errors.add("files", "Choose a CSV file or UBL invoices.");
    }
    let (Some(method), true) = (method, errors.is_empty()) else {
        return desk.refused(&new_page(&desk, known, &posted, errors, Vec::new()));
    };
    let mapping = posted.some("mapping").map(str::to_owned);
    let files: Vec<(String, Vec<u8>)> =
        posted.files.iter().map(|file| (file.name.clone(), file.content.clone())).collect();
    let bytes = files.iter().map(|(_, content)| content.len()).sum();
    let read = desk.apart(move |app| app::schedule::read_files(app, &client, mapping.as_deref(), &files, method)).await;
    match read {
        Ok(submission) => {
            let token = uploads.keep(submission, bytes);
            Ok(Redirect::to(&format!("/schedules/preview/{token}")).into_response())
        }
        Err(Error::Refused(problems)) => {
            let word = counted(i64::try_from(problems.len()).unwrap_or(i64::MAX), "reason stands", "reasons stand");
            errors.add("files", format!("The files cannot be taken, and nothing was kept: {word} below. Choose them again once they are put right."));
            desk.refused(&new_page(&desk, known, &posted, errors, problems))
        }
        Err(Error::NotFound(what)) => {
            errors.add("mapping", format!("There is no {what}. Choose another."));
            desk.refused(&new_page(&desk, known, &posted, errors, Vec::new()))
        }
        Err(other) => Err(other.into()),
    }
}

/// A line of a preview.
struct Line {
    line: i64,
    number: String,
    debtor: String,
    due: Option<Date>,
    amount: Money,
    advance: Money,
    fee: Money,
    cash: Money,
    guards: Guards,
}

/// Lines that share what would become of them.
struct Part {
    title: String,
    note: String,
    bought: bool,
    lines: Vec<Line>,
    left_out: usize,
}

#[derive(Template)]
#[template(path = "desk/schedule_preview.html")]
struct PreviewPage {
    page: Page,
    token: String,
    client: Client,
    files: String,
    known: Option<i64>,
    cash: Money,
    words: String,
    figures: Vec<Figure>,
    facts: Vec<Fact>,
    notes: Vec<Badge>,
    parts: Vec<Part>,
    unreadable: Vec<app::schedule::RejectedLine>,
    unreadable_left_out: usize,
    submit: String,
    unit: Option<domain::money::Currency>,
}

fn gone() -> Wrong {
    let fact = "the files of this preview are no longer kept: they wait 30 minutes for their submission";
    Error::refused("UPLOAD_GONE", fact, "Choose them again: Schedules, Offer a schedule.").into()
}

/// Shows what submitting would do.
pub(super) async fn preview(desk: Desk, Extension(uploads): Extension<Uploads>, Path(token): Path<String>) -> Answer {
    let submission = uploads.get(&token).ok_or_else(gone)?;
    let rehearsed = submission.clone();
    let preview = desk.apart(move |app| app::schedule::preview(app, ACTOR, &rehearsed)).await?;
    let code = submission.client.clone();
    let client = desk.read(move |book| app::client_by_code(book, &code)).await?;
    desk.show(&preview_page(&desk, token, client, &submission, preview)?)
}

fn preview_page(
    desk: &Desk,
    token: String,
    client: Client,
    submission: &Submission,
    preview: Preview,
) -> Result<PreviewPage, Wrong> {
    let sum = Sums::of(&preview)?;
    let offered: Vec<&OfferedLine> = submission.content.lines.iter().filter(|line| !line.is_credit_note).collect();
    let lines: Vec<(InvoiceState, Line)> = preview
        .lines
        .iter()
        .enumerate()
        .map(|(place, decided)| (decided.state, line(decided, offered.get(place).copied())))
        .collect();
    let mut of_state: [Vec<Line>; 4] = Default::default();
    for (state, line) in lines {
        of_state[match state {
            InvoiceState::Rejected => 0,
            InvoiceState::InReview => 1,
            InvoiceState::Verifying | InvoiceState::Verified => 2,
            _ => 3,
        }]
        .push(line);
    }
    let [refused, waiting, asked, bought] = of_state;
    let counts =
        [bought.len(), waiting.len(), refused.len(), asked.len()].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    let part = |title: &str, note: &str, bought: bool, mut lines: Vec<Line>| {
        let left_out = lines.len().saturating_sub(LISTED);
        lines.truncate(LISTED);
        Part { title: title.to_owned(), note: note.to_owned(), bought, lines, left_out }
    };
    let parts = [
        part(
            "Would be refused",
            "Each with the guards that object. They do not block the others, and can be asked again.",
            false,
            refused,
        ),
        part(
            "Would wait for you",
            "A person must compare the papers. Nothing is paid for them meanwhile.",
            false,
            waiting,
        ),
        part(
            "Would wait for others",
            "The customer is asked to confirm them, or its notice is on its way. They are bought by themselves when that is there.",
            false,
            asked,
        ),
        part("Would be bought", "", true, bought),
    ];
    let mut notes = Vec::new();
    if let Some(known) = preview.known {
        notes.push(Badge::attention(format!(
            "Exactly these files were submitted before: they are schedule S-{known}. Submitting them again does nothing."
        )));
    }
    if preview.readable - preview.credits > PREVIEWED as u64 {
        notes.push(Badge::information(format!(
            "The decisions of the first {PREVIEWED} invoices are shown; the others are decided when you submit."
        )));
    }
    if preview.credits > 0 {
        let count =
            counted(i64::try_from(preview.credits).unwrap_or(i64::MAX), "credit note takes", "credit notes take");
        notes.push(Badge::neutral(format!("{count} effect when you submit; the advance does not count them.")));
    }
    let money_figure = |label: &str, amount: Money, note: String| Figure {
        label: label.to_owned(),
        amount,
        note: Some(note),
        proof: None,
    };
    let rejected = preview.rejected.len();
    let figures = vec![
        money_figure(
            "Offered",
            preview.sum,
            counted(i64::try_from(preview.count).unwrap_or(i64::MAX), "line", "lines"),
        ),
        money_figure("To be bought", sum.bought, counted(counts[0], "line", "lines")),
        money_figure("Advance", sum.advance, "before fees".to_owned()),
        money_figure("Fees", sum.fee, submission.transfer_method.word().to_owned()),
        money_figure("Waits for you", sum.waiting, counted(counts[1], "line", "lines")),
        money_figure("Waits for others", sum.asked, counted(counts[3], "line", "lines")),
        money_figure("Refused", sum.refused, counted(counts[2], "line", "lines")),
    ];
    let unreadable_left_out = rejected.saturating_sub(LISTED);
    let files = match submission.files.as_slice() {
        [one] => one.clone(),
        [first, ..] => format!("{first} and {} more", submission.files.len() - 1),
        [] => String::new(),
    };
    let facts = vec![
        Fact::new("Client", client.name.as_str()).link(format!("/clients/{}", client.code)),
        Fact::new("Files", files.as_str()),
        Fact::new(
            "Control",
            format!(
                "{}, {}",
                counted(i64::try_from(preview.count).unwrap_or(i64::MAX), "line", "lines"),
                amount(preview.sum)
            ),
        ),
        Fact::new("Unreadable", counted(i64::try_from(rejected).unwrap_or(i64::MAX), "line", "lines")),
        Fact::new("Paid by", submission.transfer_method.word()),
        Fact::new("On", day(desk.today)),
    ];
    let words = match counts[0] {
        0 => format!("would be paid to {}: nothing would be bought", client.name),
        count => format!("would be paid to {} for {}", client.name, counted(count, "invoice", "invoices")),
    };
    Ok(PreviewPage {
        page: desk.page(Noun::Schedules),
        token,
        files,
        known: preview.known,
        cash: sum.cash,
        words,
        figures,
        facts,
        notes,
        parts: parts.into_iter().filter(|part| !part.lines.is_empty()).collect(),
        unreadable: preview.rejected.into_iter().take(LISTED).collect(),
        unreadable_left_out,
        submit: match counts[0] {
            0 => "Submit, nothing is bought".to_owned(),
            count => format!("Submit and buy {}", counted(count, "invoice", "invoices")),
        },
        client,
        unit: Some(sum.cash.currency),
    })
}

struct Sums {
    bought: Money,
    advance: Money,
    fee: Money,
    cash: Money,
    waiting: Money,
    asked: Money,
    refused: Money,
}

impl Sums {
    fn of(preview: &Preview) -> Result<Self, Wrong> {
        let zero = Money::zero(preview.sum.currency);
        let add = |state: Option<InvoiceState>, of: fn(&Decided) -> Money| {
            let lines = preview.lines.iter().filter(|line| state.is_none_or(|state| line.state == state));
            lines.map(of).try_fold(zero, Money::plus).map_err(|error| Wrong::from(Error::from(error)))
        };
        let (advance, cash) = (add(None, |line| line.advance)?, add(None, |line| line.cash)?);
        Ok(Self {
            bought: add(Some(InvoiceState::Purchased), |line| line.amount)?,
            fee: advance.minus(cash).map_err(Error::from)?,
            advance,
            cash,
            waiting: add(Some(InvoiceState::InReview), |line| line.amount)?,
            asked: add(Some(InvoiceState::Verifying), |line| line.amount)?
                .plus(add(Some(InvoiceState::Verified), |line| line.amount)?)
                .map_err(Error::from)?,
            refused: add(Some(InvoiceState::Rejected), |line| line.amount)?,
        })
    }
}

fn line(decided: &Decided, offered: Option<&OfferedLine>) -> Line {
    let debtor = offered.map(|line| &line.debtor);
    let named = debtor.and_then(|debtor| debtor.name.clone().or_else(|| debtor.code.clone()));
    let identified = || debtor.and_then(|debtor| debtor.identifiers.first().map(|one| one.value.clone()));
    Line {
        line: decided.line_no,
        number: decided.number.clone(),
        debtor: named.or_else(identified).unwrap_or_default(),
        due: offered.map(|line| line.due),
        amount: decided.amount,
        advance: decided.advance,
        fee: Money::new(decided.advance.minor - decided.cash.minor, decided.cash.currency),
        cash: decided.cash,
        guards: Guards::of(&decided.findings, None),
    }
}

/// Submits what was previewed.
pub(super) async fn submit(
    desk: Desk,
    Extension(uploads): Extension<Uploads>,
    Path(token): Path<String>,
    _: Posted,
) -> Answer {
    let submission = uploads.get(&token).ok_or_else(gone)?;
    // The same files are one schedule (their hash is unique for the client), so a second press gives the first answer.
    let answer = desk.apart(move |app| app::schedule::submit(app, ACTOR, &submission, &mut |_| {})).await?;
    let number = format!("S-{}", answer.number);
    let to = format!("/schedules/{}", answer.number);
    if answer.known {
        let text =
            format!("These files were submitted before: this is what became of {number} then. Nothing was done again.");
        return Ok(desk.told(&to, Tone::Information, text, None));
    }
    uploads.forget(&token);
    let mut text = format!("{number} is submitted: {} bought", counted(answer.bought, "invoice", "invoices"));
    if answer.waiting > 0 {
        text.push_str(&format!(", {} for you", counted(answer.waiting, "waits", "wait")));
    }
    if answer.asked > 0 {
        let waits = counted(answer.asked, "waits", "wait");
        text.push_str(&format!(", {waits} for a confirmation or a notice"));
    }
    let refused = answer.refused + i64::try_from(answer.rejected.len()).unwrap_or(0);
    if refused > 0 {
        text.push_str(&format!(", {refused} refused"));
    }
    text.push('.');
    if !answer.cash.is_zero() {
        text.push_str(&format!(" {} is due to be paid; it leaves with the next payment file.", amount(answer.cash)));
    }
    Ok(desk.done(&to, text, Some((number, to.clone()))))
}
