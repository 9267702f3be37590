//! Funds employed as an area over time, with the facility's limit.

use super::super::format;
use super::scale::{Scale, date_ticks, day_number, ticks};
use super::svg::{Anchor, Draw, PX, Svg, Width, px, text_width};
use domain::money::{Currency, Money};
use jiff::civil::Date;

/// Balances by day, and the limit they should stay below. One currency.
#[derive(Debug, Clone)]
pub struct FundsEmployed {
    /// Unique on the page.
    pub id: String,
    /// What the picture shows.
    pub title: String,
    /// The currency of every amount.
    pub currency: Currency,
    /// Balance at the end of the day, wherever it changed; it holds until the next one. Any order.
    pub balances: Vec<(Date, Money)>,
    /// Until when the last balance holds: the business date.
    pub until: Date,
    /// The facility's limit, where one is agreed.
    pub limit: Option<Money>,
}

/// Draws the area in steps (a balance holds until it changes), the part above the limit hatched.
#[must_use]
pub fn funds_employed(input: &FundsEmployed, width: Width) -> Svg {
    let mut draw = Draw::new(&input.id, &input.title, width.mil());
    let mut balances = input.balances.clone();
    balances.sort_by_key(|(date, _)| *date);
    let (Some((from, _)), Some((_, last))) = (balances.first().copied(), balances.last().copied()) else {
        return draw.nothing("No balance in this time.");
    };
    let until = input.until.max(balances[balances.len() - 1].0);
    let peak = balances.iter().max_by_key(|(_, amount)| amount.minor).copied().unwrap_or((from, last));
    draw.tell(&format!("{} on {}.", format::amount(last), format::day(until)));
    draw.tell(&format!("Highest {} on {}.", format::amount(peak.1), format::day(peak.0)));
    if let Some(limit) = input.limit {
        draw.tell(&format!("Limit {}.", format::amount(limit)));
        let over = balances.iter().filter(|(_, amount)| amount.minor > limit.minor).count();
        if over > 0 {
            draw.tell("It was above the limit at times.");
        }
    }

    let minors = balances.iter().map(|(_, amount)| amount.minor).chain(input.limit.map(|limit| limit.minor)).chain([0]);
    let (low, high) = minors.fold((0, 0), |(low, high): (i64, i64), minor| (low.min(minor), high.max(minor)));
    let marks = ticks(low.into(), high.into(), 4, 10_i128.pow(input.currency.decimals()));
    let label = |minor: i128| {
        format::short_amount(Money::new(
            i64::try_from(minor).unwrap_or(if minor < 0 { i64::MIN } else { i64::MAX }),
            input.currency,
        ))
    };
    let gutter = marks.iter().map(|mark| text_width(&label(*mark))).max().unwrap_or(0) + 12 * PX;
    let (top, bottom, right) = (22 * PX, 172 * PX, width.mil() - 6 * PX);
    let y = Scale { from: marks[0], to: marks[marks.len() - 1], start: bottom, end: top };
    let x = Scale { from: day_number(from), to: day_number(until), start: gutter, end: right };

    for mark in &marks {
        let at = y.at(*mark);
        draw.line(if *mark == 0 { "c-base" } else { "c-hair" }, (gutter, at), (right, at));
        draw.text("c-note", (gutter - 8 * PX, at + 4 * PX), Anchor::End, &label(*mark));
    }
    for (day, words) in date_ticks(from, until, (right - gutter) / (64 * PX)) {
        let at = x.at(day_number(day));
        draw.line("c-tick", (at, bottom), (at, bottom + 4 * PX));
        // Near the edge a centred label would be cut off.
        let near_end = at + text_width(&words) / 2 > width.mil();
        draw.text("c-note", (at, bottom + 18 * PX), if near_end { Anchor::End } else { Anchor::Middle }, &words);
    }

    let single = from == until;
    let (first_x, last_x) = if single { (gutter, right) } else { (x.at(day_number(from)), right) };
    let mut edge = format!("M{} {}", px(first_x), px(y.at(balances[0].1.minor.into())));
    for (date, amount) in &balances[1..] {
        edge.push_str(&format!("H{}V{}", px(x.at(day_number(*date))), px(y.at(amount.minor.into()))));
    }
    edge.push_str(&format!("H{}", px(last_x)));
    let zero = px(y.at(0));
    let area = format!("{edge}V{zero}H{}Z", px(first_x));
    draw.path("c-area", &area);
    if let Some(limit) = input.limit {
        over_limit(&mut draw, &area, y.at(limit.minor.into()), (gutter, top, right));
    }
    draw.path("c-edge", &edge);
    if let Some(limit) = input.limit {
        let at = y.at(limit.minor.into());
        draw.line("c-limit", (gutter, at), (right, at));
        draw.text(
            "c-note c-halo",
            (gutter + 4 * PX, at - 6 * PX),
            Anchor::Start,
            &format!("Limit {}", label(limit.minor.into())),
        );
    }
    let end = (last_x, y.at(last.minor.into()));
    draw.circle("c-now", end, 3_500);
    let above = if end.1 < top + 8 * PX { end.1 + 18 * PX } else { end.1 - 8 * PX };
    draw.text("c-figure c-strong c-halo", (last_x, above), Anchor::End, &last.figures());
    draw.finish(bottom + 26 * PX)
}

/// Hatches what of `area` lies above `limit`.
fn over_limit(draw: &mut Draw, area: &str, limit: i64, (left, top, right): (i64, i64, i64)) {
    let (pattern, clip) = (draw.local("over"), draw.local("clip"));
    draw.define(&format!(
        "<pattern id=\"{pattern}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <path class=\"c-hatch-stop\" d=\"M0 6L6 0M-1 1L1-1M5 7L7 5\" fill=\"none\" stroke=\"#000\"/></pattern>\
         <clipPath id=\"{clip}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>",
        px(left),
        px(top),
        px(right - left),
        px((limit - top).max(0)),
    ));
    draw.raw(&format!("<path fill=\"url(#{pattern})\" clip-path=\"url(#{clip})\" d=\"{area}\"/>"));
}
