//! An invoice's life as a line with marks.

use super::super::format;
use super::scale::{Scale, day_number};
use super::svg::{Anchor, Draw, Mil, PX, Svg, Width, text_width};
use domain::money::Money;
use jiff::civil::Date;

/// What a mark stands for; each has a shape of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// Offered for sale.
    Offered,
    /// Bought.
    Bought,
    /// A part was paid.
    PartPaid,
    /// Paid in full.
    Paid,
    /// A fee was charged.
    Fee,
    /// The reserve was released.
    ReserveReleased,
    /// The day the debtor must pay by.
    Due,
    /// The day the client must buy it back.
    Recourse,
}

impl MarkKind {
    /// The shape, around 0,0.
    const fn shape(self) -> &'static str {
        match self {
            Self::Offered | Self::Bought => "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
            Self::PartPaid | Self::Paid => "M0-6L6 0L0 6L-6 0Z",
            Self::Fee => "M-4-4h8v8h-8z",
            Self::ReserveReleased => "M0-6L5.5 4.5h-11z",
            Self::Due => "M-1.5-9h3v18h-3z",
            Self::Recourse => "M-3.5-9h2.5v18h-2.5zM1-9h2.5v18h-2.5z",
        }
    }

    /// Filled, hollow, or a date line.
    const fn class(self) -> &'static str {
        match self {
            Self::Offered | Self::PartPaid | Self::Fee => "c-mark c-mark-hollow",
            Self::Bought | Self::Paid | Self::ReserveReleased => "c-mark c-mark-full",
            Self::Due => "c-mark c-mark-due",
            Self::Recourse => "c-mark c-mark-recourse",
        }
    }
}

/// One mark on the line.
#[derive(Debug, Clone)]
pub struct LifeMark {
    /// When.
    pub on: Date,
    /// What.
    pub kind: MarkKind,
    /// The word at the mark: `Bought`.
    pub label: String,
    /// The amount that moved.
    pub amount: Option<Money>,
}

/// What happened to an invoice and what is ahead.
#[derive(Debug, Clone)]
pub struct InvoiceLife {
    /// Unique on the page.
    pub id: String,
    /// What the picture shows.
    pub title: String,
    /// The business date: up to here the line is drawn full, after it dashed.
    pub today: Date,
    /// The marks, in any order.
    pub marks: Vec<LifeMark>,
}

/// Rows of labels on each side of the line; more would be a thicket, and the marks are listed down the page instead.
const LANES: usize = 3;
const LANE: Mil = 38 * PX;
/// From the line to the nearest row of labels.
const CLEAR: Mil = 16 * PX;
/// From a leader to its label.
const FLAG: Mil = 6 * PX;
/// Marks stand at least this far apart, so that two of one day are seen as two.
const APART: Mil = 14 * PX;

/// A mark's place on the line and its label, which stands beside its leader like a flag.
struct Placed {
    x: Mil,
    left: Mil,
    right: Mil,
    /// 0, 1, 2 above the line (nearest first), 3, 4, 5 below it.
    lane: usize,
}

impl Placed {
    const fn side(&self) -> usize {
        self.lane / LANES
    }

    const fn depth(&self) -> usize {
        self.lane % LANES
    }

    /// Would the two labels, or a label and the other's leader, lie on each other?
    const fn collides(&self, other: &Self) -> bool {
        if self.side() != other.side() {
            return false;
        }
        if self.depth() == other.depth() {
            return self.left < other.right + 10 * PX && other.left < self.right + 10 * PX;
        }
        let (near, deep) = if self.depth() < other.depth() { (self, other) } else { (other, self) };
        deep.x > near.left - 2 * PX && deep.x < near.right
    }
}

/// Draws the line to the scale of time where the labels fit, down the page with even steps where they do not.
#[must_use]
pub fn invoice_life(input: &InvoiceLife, width: Width) -> Svg {
    let mut draw = Draw::new(&input.id, &input.title, width.mil());
    if input.marks.is_empty() {
        return draw.nothing("Nothing has happened yet.");
    }
    let mut marks = input.marks.clone();
    marks.sort_by_key(|mark| mark.on);
    for mark in &marks {
        let amount = mark.amount.map(|amount| format!(", {}", format::amount(amount))).unwrap_or_default();
        draw.tell(&format!("{}: {}{amount}.", format::day(mark.on), mark.label));
    }
    draw.tell(&format!("Today is {}.", format::day(input.today)));
    let from = marks[0].on.min(input.today);
    let until = marks[marks.len() - 1].on.max(input.today);
    let x = Scale { from: day_number(from), to: day_number(until), start: 12 * PX, end: width.mil() - 12 * PX };
    let placed = if width.is_narrow() { None } else { place(&marks, &x, width.mil()) };
    match placed {
        Some(placed) => across(draw, input, &marks, &placed, &x, width.mil()),
        None => down(draw, input, &marks),
    }
}

fn second_line(mark: &LifeMark) -> String {
    let amount = mark.amount.map(|amount| format!(" · {}", amount.figures())).unwrap_or_default();
    format!("{}{amount}", format::short_day(mark.on))
}

/// Places on the line, to the scale of time; marks of one day stand side by side.
fn places(marks: &[LifeMark], x: &Scale) -> Vec<Mil> {
    let mut out: Vec<Mil> = Vec::with_capacity(marks.len());
    for mark in marks {
        let at = x.at(day_number(mark.on));
        out.push(out.last().map_or(at, |before| at.max(before + APART)));
    }
    // What was pushed over the end is pushed back.
    let mut end = x.end;
    for at in out.iter_mut().rev() {
        *at = (*at).min(end);
        end = *at - APART;
    }
    out
}

/// Finds a lane for every label, nearest first. From right to left: a label flies to the right of its leader, so what
/// stands further left goes deeper and crosses nothing. Nothing where they do not fit.
fn place(marks: &[LifeMark], x: &Scale, width: Mil) -> Option<Vec<Placed>> {
    let mut out: Vec<Placed> = Vec::with_capacity(marks.len());
    let places = places(marks, x);
    if places.first().is_some_and(|first| *first < x.start) {
        return None;
    }
    for (mark, at) in marks.iter().zip(places).rev() {
        let wide = text_width(&mark.label).max(text_width(&second_line(mark)));
        let left = if at + FLAG + wide <= width { at + FLAG } else { at - FLAG - wide };
        if left < 0 {
            return None;
        }
        // What is agreed stands below the line, what happened above it, as long as there is room.
        let agreed = matches!(mark.kind, MarkKind::Due | MarkKind::Recourse | MarkKind::Fee);
        let sides = if agreed { [1, 0] } else { [0, 1] };
        let candidate = |lane| Placed { x: at, left, right: left + wide, lane };
        let free = |candidate: &Placed| !out.iter().any(|other| candidate.collides(other));
        let found = (0..LANES).flat_map(|depth| sides.map(|side| candidate(side * LANES + depth))).find(free)?;
        out.push(found);
    }
    out.reverse();
    Some(out)
}

fn across(mut draw: Draw, input: &InvoiceLife, marks: &[LifeMark], placed: &[Placed], x: &Scale, width: Mil) -> Svg {
    let used = |side: usize| placed.iter().filter(|p| p.side() == side).map(|p| p.depth() + 1).max().unwrap_or(0);
    let (above, below) = (used(0), used(1));
    let deep = |lanes: usize| LANE * i64::try_from(lanes).expect("three lanes at most");
    let line = deep(above) + CLEAR - 4 * PX;
    let today = x.at(day_number(input.today));
    for p in placed {
        let end = if p.side() == 0 {
            line - CLEAR - deep(p.depth()) - 28 * PX
        } else {
            line + CLEAR + deep(p.depth()) + 28 * PX
        };
        draw.line("c-leader", (p.x, line), (p.x, end));
    }
    draw.line("c-life", (x.start, line), (today.max(x.start), line));
    draw.line("c-life c-life-ahead", (today, line), (width - x.start, line));
    draw.titled(&format!("Today, {}", format::day(input.today)), |draw| {
        draw.circle("c-today-dot", (today, line), 8 * PX);
        draw.circle("c-today-core", (today, line), 3 * PX);
    });
    for (mark, p) in marks.iter().zip(placed) {
        draw.shape(mark.kind.class(), mark.kind.shape(), (p.x, line));
        let lane = deep(p.depth());
        let top = if p.side() == 0 { line - CLEAR - lane - 18 * PX } else { line + CLEAR + lane + 11 * PX };
        let (at, anchor) = if p.left > p.x { (p.left, Anchor::Start) } else { (p.right, Anchor::End) };
        draw.text("c-label c-strong", (at, top), anchor, &mark.label);
        draw.text("c-note", (at, top + 15 * PX), anchor, &second_line(mark));
    }
    draw.finish(line + CLEAR + deep(below))
}

fn down(mut draw: Draw, input: &InvoiceLife, marks: &[LifeMark]) -> Svg {
    let step = 40 * PX;
    let passed = marks.iter().filter(|mark| mark.on <= input.today).count();
    // Today takes a row of its own, between what was and what will be.
    let row = |number: usize| 12 * PX + step * i64::try_from(number + usize::from(number >= passed)).unwrap_or(0);
    let today = 12 * PX + step * i64::try_from(passed).unwrap_or(0);
    let last = 12 * PX + step * i64::try_from(marks.len()).unwrap_or(0);
    draw.line("c-life", (12 * PX, 12 * PX), (12 * PX, today));
    draw.line("c-life c-life-ahead", (12 * PX, today), (12 * PX, last));
    draw.circle("c-today-dot", (12 * PX, today), 7 * PX);
    draw.circle("c-today-core", (12 * PX, today), 3 * PX);
    draw.text(
        "c-label c-today-text",
        (32 * PX, today + 4 * PX),
        Anchor::Start,
        &format!("Today, {}", format::short_day(input.today)),
    );
    for (number, mark) in marks.iter().enumerate() {
        let y = row(number);
        draw.shape(mark.kind.class(), mark.kind.shape(), (12 * PX, y));
        draw.text("c-label c-strong", (32 * PX, y + PX), Anchor::Start, &mark.label);
        draw.text("c-note", (32 * PX, y + 16 * PX), Anchor::Start, &second_line(mark));
    }
    draw.finish(last + 24 * PX)
}
