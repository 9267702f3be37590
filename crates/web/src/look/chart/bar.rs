//! A meter as small as a word: how much of a limit is used, for a cell of a table.

use super::super::format;
use super::svg::{Anchor, Draw, Mil, PX, Svg};
use domain::money::Money;

/// Draws used of limit as a bar of 48 by 8 pixels with the share beside it; full and coloured where it is reached.
#[must_use]
pub fn bar(id: &str, used: Money, limit: Money) -> Svg {
    let (room, width) = (48 * PX, 104 * PX);
    let title = format!("{} of {} used", used.figures(), format::amount(limit));
    let mut draw = Draw::new(id, &title, width);
    let (part, whole) = (i128::from(used.minor.max(0)), i128::from(limit.minor.max(0)));
    let share = if whole == 0 { 0 } else { part * 100 / whole };
    let tone = match share {
        ..85 => "c-used",
        85..100 => "c-used c-used-near",
        _ => "c-used c-used-full",
    };
    let long = if whole == 0 { 0 } else { Mil::try_from(i128::from(room) * part.min(whole) / whole).unwrap_or(room) };
    draw.rect("c-track", (0, 6 * PX), (room, 8 * PX));
    if long > 0 {
        draw.rect(tone, (0, 6 * PX), (long.max(PX), 8 * PX));
    }
    draw.text("c-figure", (room + 8 * PX, 14 * PX + 500), Anchor::Start, &format::share(used, limit));
    draw.finish(20 * PX)
}
