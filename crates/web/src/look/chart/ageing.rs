//! Ageing as one stacked bar: how much is how late.

use super::super::format;
use super::svg::{Anchor, Draw, Mil, PX, Svg, Width, text_width};
use domain::money::{Currency, Money};

/// One stretch of days and what is open in it.
#[derive(Debug, Clone)]
pub struct Bucket {
    /// The stretch: `Not due`, `1–30 days`.
    pub label: String,
    /// What is open; a credit balance is negative and gets no part of the bar, only its line.
    pub amount: Money,
}

/// What is open, by how late it is. All buckets have one currency.
#[derive(Debug, Clone)]
pub struct Ageing {
    /// Unique on the page.
    pub id: String,
    /// What the picture shows.
    pub title: String,
    /// The currency of every bucket.
    pub currency: Currency,
    /// From not due to latest. The seventh and later ones share the look of the sixth.
    pub buckets: Vec<Bucket>,
}

/// How many buckets look different from each other.
const LOOKS: usize = 6;
const BAR: Mil = 28 * PX;
/// A part that is not nothing is at least this wide, so that it can be seen.
const THINNEST: Mil = 2 * PX;

/// Patterns over the colours, so that grey prints still tell the buckets apart. The first is plain.
fn patterns(draw: &mut Draw) {
    let lines = [
        (1, 8, "M0 8L8 0M-2 2L2-2M6 10L10 6"),
        (2, 6, "M0 3h6"),
        (3, 6, "M3 0v6"),
        (4, 6, "M0 0L6 6M0 6L6 0"),
        (5, 4, "M0 4L4 0M-1 1L1-1M3 5L5 3"),
    ];
    for (number, size, d) in lines {
        let id = draw.local(&format!("p{number}"));
        draw.define(&format!(
            "<pattern id=\"{id}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\">\
             <path class=\"c-hatch\" d=\"{d}\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1\"/></pattern>"
        ));
    }
}

fn swatch(draw: &mut Draw, number: usize, place: (Mil, Mil), size: (Mil, Mil)) {
    let look = number.min(LOOKS - 1);
    draw.rect(&format!("c-bucket c-bucket-{look}"), place, size);
    if look > 0 {
        draw.pattern_rect(&format!("p{look}"), place, size);
    }
}

/// Draws the bar with every bucket's amount and share beneath it.
#[must_use]
pub fn ageing(input: &Ageing, width: Width) -> Svg {
    let mut draw = Draw::new(&input.id, &input.title, width.mil());
    let open: i128 = input.buckets.iter().map(|bucket| i128::from(bucket.amount.minor.max(0))).sum();
    let net: i128 = input.buckets.iter().map(|bucket| i128::from(bucket.amount.minor)).sum();
    if input.buckets.iter().all(|bucket| bucket.amount.is_zero()) {
        return draw.nothing("Nothing is open.");
    }
    // A sum beyond 64 bits cannot be a balance of a book; the picture then shows the largest there is.
    let total = Money::new(i64::try_from(net).unwrap_or(i64::MAX), input.currency);
    draw.tell(&format!("Open in all {}.", format::amount(total)));
    for bucket in &input.buckets {
        draw.tell(&format!("{}: {}.", bucket.label, format::amount(bucket.amount)));
    }
    patterns(&mut draw);
    bar(&mut draw, input, open, width.mil());

    let mut rows: Vec<(Option<usize>, String, String, String)> = Vec::new();
    for (number, bucket) in input.buckets.iter().enumerate() {
        let whole = Money::new(i64::try_from(open).unwrap_or(i64::MAX), input.currency);
        let share =
            if bucket.amount.minor > 0 { format::share(bucket.amount, whole) } else { format::NOTHING.to_owned() };
        rows.push((Some(number), bucket.label.clone(), format::figures(bucket.amount), share));
    }
    rows.push((None, format!("Total, {}", input.currency), total.figures(), String::new()));

    let count = i64::try_from(rows.len()).expect("a handful of buckets");
    let column = width.mil() / count;
    let fits = |(_, label, figure, _): &(_, String, String, String)| {
        text_width(figure).max(text_width(label) + 14 * PX) + 8 * PX <= column
    };
    let height = if !width.is_narrow() && rows.iter().all(fits) {
        in_columns(&mut draw, &rows, column)
    } else {
        in_rows(&mut draw, &rows, width.mil())
    };
    draw.finish(height)
}

fn bar(draw: &mut Draw, input: &Ageing, open: i128, width: Mil) {
    if open == 0 {
        draw.rect("c-track", (0, 0), (width, BAR));
        return;
    }
    let place = |sum: i128| Mil::try_from(i128::from(width) * sum / open).unwrap_or(width);
    let mut before = 0_i128;
    for (number, bucket) in input.buckets.iter().enumerate() {
        let part = i128::from(bucket.amount.minor.max(0));
        if part == 0 {
            continue;
        }
        let (start, end) = (place(before), place(before + part));
        before += part;
        let start = start.min(width - THINNEST);
        // A hairline of paper between two parts; the last one ends at the edge.
        let gap = if end < width { PX } else { 0 };
        let wide = (end - start - gap).max(THINNEST);
        draw.titled(&format!("{}: {}", bucket.label, format::amount(bucket.amount)), |draw| {
            swatch(draw, number, (start, 0), (wide, BAR));
        });
    }
}

type Row = (Option<usize>, String, String, String);

fn in_columns(draw: &mut Draw, rows: &[Row], column: Mil) -> Mil {
    let mut x = 0;
    for (number, label, figure, share) in rows {
        if let Some(number) = number {
            swatch(draw, *number, (x, 44 * PX), (10 * PX, 10 * PX));
            draw.text("c-label", (x + 15 * PX, 53 * PX), Anchor::Start, label);
            draw.text("c-figure", (x, 72 * PX), Anchor::Start, figure);
        } else {
            draw.text("c-label", (x, 53 * PX), Anchor::Start, label);
            draw.text("c-figure c-strong", (x, 72 * PX), Anchor::Start, figure);
        }
        draw.text("c-note", (x, 89 * PX), Anchor::Start, share);
        x += column;
    }
    94 * PX
}

fn in_rows(draw: &mut Draw, rows: &[Row], width: Mil) -> Mil {
    let mut y = BAR + 12 * PX;
    for (number, label, figure, share) in rows {
        let base = y + 16 * PX;
        draw.line("c-hair", (0, y), (width, y));
        if let Some(number) = number {
            swatch(draw, *number, (0, base - 9 * PX), (10 * PX, 10 * PX));
            draw.text("c-label", (16 * PX, base), Anchor::Start, label);
            draw.text("c-note", (width * 45 / 100, base), Anchor::End, share);
            draw.text("c-figure", (width, base), Anchor::End, figure);
        } else {
            draw.text("c-label", (0, base), Anchor::Start, label);
            draw.text("c-figure c-strong", (width, base), Anchor::End, figure);
        }
        y += 24 * PX;
    }
    y
}
