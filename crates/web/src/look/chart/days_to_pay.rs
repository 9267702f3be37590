//! Days to pay as dots, with the line of the terms.

use super::super::format;
use super::scale::{Scale, date_ticks, day_number, ticks};
use super::svg::{Anchor, Draw, PX, Svg, Width, text_width};
use jiff::civil::Date;

/// One paid invoice.
#[derive(Debug, Clone)]
pub struct Paid {
    /// The day it was paid.
    pub on: Date,
    /// Days from the invoice date to the payment; negative where it was paid before.
    pub days: i32,
    /// Its number, for the pointer.
    pub invoice: String,
}

/// How long a debtor took, invoice by invoice.
#[derive(Debug, Clone)]
pub struct DaysToPay {
    /// Unique on the page.
    pub id: String,
    /// What the picture shows.
    pub title: String,
    /// The paid invoices, in any order.
    pub paid: Vec<Paid>,
    /// Days agreed.
    pub terms: i32,
}

/// Draws a disc for each invoice paid within the terms, a hollow diamond for each paid later.
#[must_use]
pub fn days_to_pay(input: &DaysToPay, width: Width) -> Svg {
    let mut draw = Draw::new(&input.id, &input.title, width.mil());
    let (Some(from), Some(until)) = (input.paid.iter().map(|p| p.on).min(), input.paid.iter().map(|p| p.on).max())
    else {
        return draw.nothing("No invoice was paid in this time.");
    };
    let mut sorted: Vec<i32> = input.paid.iter().map(|paid| paid.days).collect();
    sorted.sort_unstable();
    let median = sorted[(sorted.len() - 1) / 2];
    let late = sorted.iter().filter(|days| **days > input.terms).count();
    draw.tell(&format!("{} paid.", format::counted(count(sorted.len()), "invoice", "invoices")));
    draw.tell(&format!("Terms {}.", format::counted(input.terms.into(), "day", "days")));
    draw.tell(&format!("Half were paid within {}.", format::counted(median.into(), "day", "days")));
    draw.tell(&format!("{late} later than the terms."));

    let low = sorted[0].min(0);
    let high = sorted[sorted.len() - 1].max(input.terms);
    let marks = ticks(low.into(), high.into(), 4, 5);
    let label = |mark: i128| format::grouped(i64::try_from(mark).unwrap_or(i64::MAX));
    let terms_words = format::counted(input.terms.into(), "day", "days");
    let gutter = marks.iter().map(|mark| text_width(&label(*mark))).max().unwrap_or(0) + 12 * PX;
    let (top, bottom, right) = (14 * PX, 144 * PX, width.mil() - text_width(&terms_words) - 10 * PX);
    let y = Scale { from: marks[0], to: marks[marks.len() - 1], start: bottom, end: top };
    // Half a dot of air on both sides.
    let x = Scale { from: day_number(from), to: day_number(until), start: gutter + 6 * PX, end: right - 6 * PX };
    for mark in &marks {
        let at = y.at(*mark);
        draw.line(if *mark == 0 { "c-base" } else { "c-hair" }, (gutter, at), (right, at));
        draw.text("c-note", (gutter - 8 * PX, at + 4 * PX), Anchor::End, &label(*mark));
    }
    for (day, words) in date_ticks(from, until, (right - gutter) / (64 * PX)) {
        let at = x.at(day_number(day));
        draw.line("c-tick", (at, bottom), (at, bottom + 4 * PX));
        let anchor = if at + text_width(&words) / 2 > width.mil() { Anchor::End } else { Anchor::Middle };
        draw.text("c-note", (at, bottom + 18 * PX), anchor, &words);
    }
    let terms = y.at(input.terms.into());
    draw.line("c-limit", (gutter, terms), (right, terms));
    for paid in &input.paid {
        let at = (x.at(day_number(paid.on)), y.at(paid.days.into()));
        let words = format!(
            "{}: {}, paid {}",
            paid.invoice,
            format::counted(paid.days.into(), "day", "days"),
            format::day(paid.on)
        );
        draw.titled(&words, |draw| {
            if paid.days > input.terms {
                draw.shape("c-late", "M0-4.5L4.5 0L0 4.5L-4.5 0Z", at);
            } else {
                draw.circle("c-dot", at, 3_500);
            }
        });
    }
    // Beside the plot, not in it: dots crowd around this line.
    draw.text("c-note", (right + 8 * PX, terms - 3 * PX), Anchor::Start, "Terms");
    draw.text("c-note", (right + 8 * PX, terms + 11 * PX), Anchor::Start, &terms_words);
    draw.finish(bottom + 26 * PX)
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
