//! One schedule: what it came to, its control figures, its lines with their decisions.

use super::super::address::{Address, ROWS, before, page_number};
use super::super::export;
use super::super::guards::{Guards, state_badge};
use super::super::page::{Answer, Desk};
use super::{amounts_head, numbered};
use crate::look::facts::{Fact, Figure, Tab};
use crate::look::format::{amount, counted, day};
use crate::look::table::{Column, Pager};
use crate::look::{Badge, Noun, Page, filters};
use app::Error;
use app::schedule::Decision;
use askama::Template;
use axum::extract::{Path, Query};
use domain::id::InvoiceId;
use domain::invoice::InvoiceState;
use domain::money::{Currency, Money};
use domain::party::Client;
use jiff::civil::Date;
use serde::Deserialize;
use store::kept;
use store::kept::schedule::{RejectedLine, Schedule, ScheduleState};
use store::kept::view::payment::Listed;
use store::kept::view::schedule::{DecidedLine, Lines, Tally};

/// Which lines, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct View {
    lines: String,
    page: String,
}

/// What a tab shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Lines(Lines),
    Unreadable,
    Credits,
}

const TABS: [(&str, &str, Shown); 8] = [
    ("", "All lines", Shown::Lines(Lines::All)),
    ("bought", "Bought", Shown::Lines(Lines::Bought)),
    ("waiting", "Wait for you", Shown::Lines(Lines::Waiting)),
    ("asked", "Wait for others", Shown::Lines(Lines::Asked)),
    ("refused", "Refused", Shown::Lines(Lines::Refused)),
    ("withdrawn", "Withdrawn", Shown::Lines(Lines::Withdrawn)),
    ("unreadable", "Unreadable", Shown::Unreadable),
    ("credits", "Credit notes", Shown::Credits),
];

fn shown(view: &View) -> Shown {
    TABS.into_iter().find(|(name, ..)| *name == view.lines).map_or(Shown::Lines(Lines::All), |(.., shown)| shown)
}

struct Row {
    line: i64,
    number: String,
    href: String,
    decide: bool,
    debtor: String,
    debtor_href: Option<String>,
    due: Date,
    amount: Money,
    advance: Money,
    open: Money,
    badge: Badge,
    guards: Guards,
    why: String,
}

impl Row {
    fn of(line: DecidedLine, today: Date) -> Result<Self, Error> {
        let decision = Decision::read(&line.decision)?;
        let guards = Guards::of(&decision.findings, decision.reason.clone());
        let (debtor, debtor_href) = match line.debtor {
            Some((code, name)) => (name, Some(format!("/debtors/{code}"))),
            None => (line.debtor_stated, None),
        };
        let objecting = line.state.is_undecided() || !line.state.is_pledged();
        Ok(Self {
            line: line.line_no,
            number: line.number,
            href: format!("/invoices/{}", line.invoice),
            decide: line.state == InvoiceState::InReview,
            debtor,
            debtor_href,
            due: line.due,
            amount: line.amount,
            advance: line.advance,
            open: line.open,
            badge: state_badge(line.state, line.due, today),
            why: if objecting { decision.reason.unwrap_or_else(|| guards.objections()) } else { String::new() },
            guards,
        })
    }
}

/// A credit note of the schedule.
struct Credit {
    line: i64,
    number: String,
    invoice: String,
    href: String,
    amount: Money,
}

#[derive(Template)]
#[template(path = "desk/schedule.html")]
struct SchedulePage {
    page: Page,
    number: i64,
    cash: Money,
    words: String,
    unfinished: Option<Badge>,
    figures: Vec<Figure>,
    facts: Vec<Fact>,
    payment: Option<Listed>,
    tabs: Vec<Tab>,
    tally: Tally,
    columns: Vec<Column>,
    rows: Vec<Row>,
    with_reason: bool,
    unreadable: Vec<RejectedLine>,
    credits: Vec<Credit>,
    unit: Option<Currency>,
    pager: Pager,
    empty: &'static str,
}

struct Read {
    schedule: Schedule,
    client: Client,
    tally: Tally,
    payment: Option<Listed>,
    lines: Vec<DecidedLine>,
    unreadable: Vec<RejectedLine>,
    credits: Vec<Credit>,
    credit_count: i64,
}

/// The page.
pub(super) async fn show(desk: Desk, Path(number): Path<i64>, Query(view): Query<View>) -> Answer {
    let page = page_number(&view.page);
    let what = shown(&view);
    let read = desk.read(move |book| read(book, number, what, before(page))).await?;
    let today = desk.today;
    let Read { schedule, client, tally, payment, lines, unreadable, credits, credit_count } = read;
    let currency = schedule.line_sum.currency;
    let money = |minor| Money::new(minor, currency);
    let rows = lines.into_iter().map(|line| Row::of(line, today)).collect::<Result<Vec<Row>, Error>>()?;
    let total = match what {
        Shown::Lines(Lines::All) => tally.bought + tally.waiting + tally.asked + tally.refused + tally.withdrawn,
        Shown::Lines(Lines::Bought) => tally.bought,
        Shown::Lines(Lines::Waiting) => tally.waiting,
        Shown::Lines(Lines::Asked) => tally.asked,
        Shown::Lines(Lines::Refused) => tally.refused,
        Shown::Lines(Lines::Withdrawn) => tally.withdrawn,
        Shown::Unreadable => tally.unreadable,
        Shown::Credits => credit_count,
    };
    let count_of = |shown: Shown| match shown {
        Shown::Lines(Lines::All) => None,
        Shown::Lines(Lines::Bought) => Some(tally.bought),
        Shown::Lines(Lines::Waiting) => Some(tally.waiting),
        Shown::Lines(Lines::Asked) => Some(tally.asked),
        Shown::Lines(Lines::Refused) => Some(tally.refused),
        Shown::Lines(Lines::Withdrawn) => Some(tally.withdrawn),
        Shown::Unreadable => Some(tally.unreadable),
        Shown::Credits => Some(credit_count),
    };
    let path = format!("/schedules/{number}");
    let tabs = TABS
        .into_iter()
        .filter(|(name, _, shown)| *name == view.lines || count_of(*shown) != Some(0))
        .map(|(name, label, shown)| Tab {
            label: label.to_owned(),
            href: Address::of(&path).with("lines", name).link(),
            current: name == view.lines,
            count: count_of(shown),
        })
        .collect();
    let cash = payment.as_ref().map_or(money(0), |listed| listed.payment.amount);
    let words = match tally.bought {
        0 => {
            format!("paid to {}: nothing of {} was bought", client.name, counted(schedule.line_count, "line", "lines"))
        }
        bought => format!(
            "paid to {}: {bought} of {} bought for {}",
            client.name,
            counted(schedule.line_count, "line", "lines"),
            amount(money(tally.bought_sum)),
        ),
    };
    let unfinished = (schedule.state == ScheduleState::Submitted).then(|| {
        Badge::information(format!(
            "{} of {} lines are decided. Handing in the same files again goes on where it stopped.",
            schedule.decided_lines, schedule.line_count
        ))
    });
    let with_reason = matches!(what, Shown::Lines(Lines::Waiting | Lines::Asked | Lines::Refused | Lines::Withdrawn));
    let mut columns = vec![
        Column::figures("Line"),
        Column::text("Invoice"),
        Column::text("Debtor"),
        Column::text("Due"),
        amounts_head("Amount", Some(currency)),
    ];
    if with_reason {
        columns.push(Column::text("Why"));
    } else {
        columns.push(amounts_head("Advance", Some(currency)));
        columns.push(amounts_head("Open", Some(currency)));
    }
    columns.extend([Column::text("State"), Column::text("Decision")]);
    let template = SchedulePage {
        page: desk.page(Noun::Schedules),
        number,
        figures: figures(&schedule, &tally, cash),
        facts: facts(&schedule, &client, payment.as_ref()),
        cash,
        words,
        unfinished,
        payment,
        tabs,
        tally,
        columns,
        rows,
        with_reason,
        unreadable,
        credits,
        unit: Some(currency),
        pager: Pager::new(
            Address::of(&path).with("lines", &view.lines).base(),
            page,
            u64::try_from(total).unwrap_or(0),
        ),
        empty: "No such line is on this schedule.",
    };
    desk.show(&template)
}

fn read(book: &mut store::Snapshot<'_>, number: i64, what: Shown, skipped: i64) -> Result<Read, Error> {
    let schedule = numbered(book, number)?;
    let client = kept::party::client(book, schedule.client)?.ok_or_else(|| Error::NotFound("client".to_owned()))?;
    let tally = kept::view::schedule::tally(book, schedule.id)?;
    let payment = match kept::payment::of_schedule(book, schedule.id)? {
        Some(payment) => kept::view::payment::numbered(book, payment.number)?,
        None => None,
    };
    let (mut lines, mut unreadable, mut credits) = (Vec::new(), Vec::new(), Vec::new());
    let notes = kept::credit_note::of_schedule(book, schedule.id)?;
    let credit_count = i64::try_from(notes.len()).unwrap_or(i64::MAX);
    match what {
        Shown::Lines(wanted) => lines = kept::view::schedule::lines(book, schedule.id, wanted, skipped, ROWS)?,
        Shown::Unreadable => unreadable = kept::view::schedule::unreadable(book, schedule.id, skipped, ROWS)?,
        Shown::Credits => {
            let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
            let notes: Vec<_> = notes.into_iter().skip(skipped).take(50).collect();
            let ids: Vec<uuid::Uuid> = notes.iter().map(|note| note.invoice.0).collect();
            let invoices = kept::invoice::by_ids(book, &ids)?;
            let number_of =
                |id: InvoiceId| invoices.iter().find(|one| one.id == id).map(|one| one.offer.number.clone());
            credits.extend(notes.into_iter().map(|note| Credit {
                line: note.line_no,
                invoice: number_of(note.invoice).unwrap_or_default(),
                href: format!("/invoices/{}", note.invoice),
                number: note.number,
                amount: Money::new(note.amount, schedule.line_sum.currency),
            }));
        }
    }
    Ok(Read { schedule, client, tally, payment, lines, unreadable, credits, credit_count })
}

fn figures(schedule: &Schedule, tally: &Tally, cash: Money) -> Vec<Figure> {
    let money = |minor| Money::new(minor, schedule.line_sum.currency);
    let figure = |label: &str, amount: Money, note: String| Figure {
        label: label.to_owned(),
        amount,
        note: Some(note),
        proof: None,
    };
    let lines = |count| counted(count, "line", "lines");
    vec![
        figure("Offered", schedule.line_sum, format!("{}, control sum", lines(schedule.line_count))),
        figure("Bought", money(tally.bought_sum), lines(tally.bought)),
        figure("Advance", money(tally.advance), "before fees".to_owned()),
        figure(
            "Fees",
            money(tally.advance - cash.minor),
            match schedule.transfer_fee.minor {
                0 => "taken from the advance".to_owned(),
                _ => format!("of them transfer {}", schedule.transfer_fee.figures()),
            },
        ),
        figure("Waits for you", money(tally.waiting_sum), lines(tally.waiting)),
        figure("Waits for others", money(tally.asked_sum), format!("{}, confirmation or notice", lines(tally.asked))),
        figure(
            "Refused",
            money(tally.refused_sum),
            match tally.unreadable {
                0 => lines(tally.refused),
                unreadable => format!("{}, {unreadable} unreadable", lines(tally.refused)),
            },
        ),
    ]
}

fn facts(schedule: &Schedule, client: &Client, payment: Option<&Listed>) -> Vec<Fact> {
    let digest: String = schedule.content_sha256[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    let mut facts = vec![
        Fact::new("Client", client.name.as_str()).link(format!("/clients/{}", client.code)),
        Fact::new("Submitted", day(schedule.business_date)),
        Fact::new(
            "Files",
            match schedule.files.as_slice() {
                [] => "none, sent by a program".to_owned(),
                [one] => one.clone(),
                [first, rest @ ..] => format!("{first} and {} more", rest.len()),
            },
        ),
        Fact::new("Their SHA-256", format!("{digest}\u{2026}")),
        Fact::new("Paid by", schedule.transfer_method.word()),
    ];
    if let Some(listed) = payment {
        let number = listed.payment.number;
        facts.push(Fact::new("Payment", format!("P-{number}")).link(format!("/payments/{number}")));
    }
    facts
}

/// The lines as CSV.
pub(super) async fn exported(desk: Desk, Path(number): Path<i64>, Query(view): Query<View>) -> Answer {
    let lines = desk
        .read(move |book| {
            let schedule = numbered(book, number)?;
            let wanted = if let Shown::Lines(lines) = shown(&view) { lines } else { Lines::All };
            let lines = kept::view::schedule::lines(book, schedule.id, wanted, 0, export::EXPORTED)?;
            lines.into_iter().map(|line| Ok((Decision::read(&line.decision)?, line))).collect::<Result<Vec<_>, Error>>()
        })
        .await?;
    let heads = [
        "line",
        "invoice",
        "debtor",
        "debtor_stated",
        "due",
        "currency",
        "amount",
        "advance",
        "open",
        "state",
        "objections",
    ];
    let rows = lines.into_iter().map(|(decision, line)| {
        vec![
            line.line_no.to_string(),
            line.number,
            line.debtor.map_or_else(String::new, |(code, _)| code),
            line.debtor_stated,
            line.due.to_string(),
            line.amount.currency.to_string(),
            line.amount.decimal().to_string(),
            line.advance.decimal().to_string(),
            line.open.decimal().to_string(),
            line.state.code().to_owned(),
            decision.reason.unwrap_or_else(|| Guards::of(&decision.findings, None).objections()),
        ]
    });
    Ok(export::csv(&format!("S-{number}"), &heads, rows))
}
