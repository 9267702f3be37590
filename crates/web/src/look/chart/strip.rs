//! Days as a calendar strip: the reserve's clock, and anything else that happens on days.

use super::super::format;
use super::svg::{Anchor, Draw, Mil, PX, Svg, Width, text_width};
use domain::money::Money;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// A strip shows at most this many days (half a year): more would be a carpet, not a picture. What lies later is
/// counted in a note below the strip; show it in a table.
pub const MAX_STRIP_DAYS: i32 = 184;

/// What a marked day means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayState {
    /// It happened.
    Done,
    /// It will happen.
    Ahead,
    /// It would have happened and is held back.
    Held,
}

/// A day on which something happens.
#[derive(Debug, Clone)]
pub struct DayMark {
    /// The day.
    pub on: Date,
    /// What happens.
    pub label: String,
    /// The amount it moves.
    pub amount: Option<Money>,
    /// Whether it happened.
    pub state: DayState,
}

/// Days from one to another, some of them marked.
#[derive(Debug, Clone)]
pub struct CalendarStrip {
    /// Unique on the page.
    pub id: String,
    /// What the picture shows.
    pub title: String,
    /// The first day that matters; the strip begins with its week.
    pub from: Date,
    /// The last day that matters; the strip ends with its week.
    pub to: Date,
    /// The business date.
    pub today: Date,
    /// Days on which nothing moves, from the factor's calendar.
    pub closed: Vec<Date>,
    /// What happens, in any order.
    pub marks: Vec<DayMark>,
}

/// Draws weeks beside each other, then the marks as numbered lines.
#[must_use]
pub fn calendar_strip(input: &CalendarStrip, width: Width) -> Svg {
    let mut draw = Draw::new(&input.id, &input.title, width.mil());
    if input.to < input.from {
        return draw.nothing("No days to show.");
    }
    let first = monday_of(input.from);
    let days = (format::days_from(first, input.to) / 7 + 1) * 7;
    let shown = days.min(MAX_STRIP_DAYS / 7 * 7);
    let mut marks = input.marks.clone();
    marks.sort_by_key(|mark| mark.on);

    let weeks_in_row = match width {
        Width::Narrow => 2,
        Width::Half => 3,
        Width::Wide => 5,
        Width::Full => 7,
    };
    let in_row = (weeks_in_row * 7).min(shown);
    let cell = (width.mil() / i64::from(weeks_in_row * 7)).min(26 * PX);
    let row_height = 52 * PX;
    for offset in 0..shown {
        let Ok(day) = first.checked_add(offset.days()) else { break };
        let (row, column) = (i64::from(offset / in_row), i64::from(offset % in_row));
        let (left, top) = (column * cell, row * row_height + 18 * PX);
        if column == 0 || day.day() == 1 {
            let month = if day.month() == 1 || offset == 0 {
                format!("{} {}", format::month(day), day.year())
            } else {
                format::month(day).to_owned()
            };
            // The head of a row gives way where a new month begins too soon after it.
            let room = i64::from(i32::from(day.days_in_month()) - i32::from(day.day()) + 1) * cell;
            if text_width(&month) + 8 * PX < room || day.day() == 1 {
                draw.text("c-note", (left, top - 6 * PX), Anchor::Start, &month);
            }
        }
        day_cell(&mut draw, input, &marks, day, (left, top), cell);
    }
    let rows = i64::from((shown + in_row - 1) / in_row);
    let mut y = rows * row_height + 4 * PX;
    for (number, mark) in (1..).zip(&marks) {
        let line = mark_line(&mut draw, number, mark, y, width);
        draw.tell(&line);
        y += 24 * PX;
    }
    if marks.is_empty() {
        draw.text("c-note", (0, y + 12 * PX), Anchor::Start, "Nothing happens in these days.");
        draw.tell("Nothing happens in these days.");
        y += 20 * PX;
    }
    if days > shown {
        let words = format!("The strip shows {MAX_STRIP_DAYS} days at most; later days are in the table.");
        draw.text("c-note", (0, y + 16 * PX), Anchor::Start, &words);
        y += 24 * PX;
    }
    draw.finish(y + 4 * PX)
}

fn monday_of(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(back.days()).unwrap_or(day)
}

fn state_class(state: DayState) -> &'static str {
    match state {
        DayState::Done => "done",
        DayState::Ahead => "ahead",
        DayState::Held => "held",
    }
}

fn day_cell(draw: &mut Draw, input: &CalendarStrip, marks: &[DayMark], day: Date, (left, top): (Mil, Mil), cell: Mil) {
    let inside = day >= input.from && day <= input.to;
    let closed = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || input.closed.contains(&day);
    let mark = marks.iter().zip(1..).find(|(mark, _)| mark.on == day);
    let size = (cell - 2 * PX, 26 * PX);
    let class = match (&mark, inside, closed) {
        (Some((mark, _)), _, _) => format!("c-day c-day-{}", state_class(mark.state)),
        (None, false, _) => "c-day c-day-out".to_owned(),
        (None, true, true) => "c-day c-day-closed".to_owned(),
        (None, true, false) => "c-day".to_owned(),
    };
    let words =
        mark.as_ref().map_or_else(|| format::day(day), |(mark, _)| format!("{}: {}", format::day(day), mark.label));
    draw.titled(&words, |draw| {
        draw.rect(&class, (left, top), size);
        let text = match &mark {
            Some((mark, _)) => format!("c-day-text c-day-text-{}", state_class(mark.state)),
            None if closed || !inside => "c-day-text c-day-text-closed".to_owned(),
            None => "c-day-text".to_owned(),
        };
        draw.text(&text, (left + size.0 / 2, top + 17 * PX), Anchor::Middle, &day.day().to_string());
    });
    if day == input.today {
        draw.rect("c-today", (left - PX, top - PX), (size.0 + 2 * PX, size.1 + 2 * PX));
    }
}

/// Draws one numbered line and gives it back as a sentence.
fn mark_line(draw: &mut Draw, number: i64, mark: &DayMark, y: Mil, width: Width) -> String {
    draw.line("c-hair", (0, y), (width.mil(), y));
    let base = y + 16 * PX;
    let state = state_class(mark.state);
    draw.rect(&format!("c-day c-day-{state}"), (PX, base - 9 * PX), (10 * PX, 10 * PX));
    let date = format::short_day(mark.on);
    draw.text("c-label", (18 * PX, base), Anchor::Start, &date);
    let held = if mark.state == DayState::Held { " (held)" } else { "" };
    draw.text("c-label", (76 * PX, base), Anchor::Start, &format!("{}{held}", mark.label));
    let amount = mark.amount.map(format::figures).unwrap_or_default();
    draw.text("c-figure", (width.mil(), base), Anchor::End, &amount);
    let amount = mark.amount.map(|amount| format!(", {}", format::amount(amount))).unwrap_or_default();
    format!("{number}. {}: {}{held}{amount}.", format::day(mark.on), mark.label)
}
