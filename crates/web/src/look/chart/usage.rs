//! How much of a limit is used.

use super::super::format;
use super::svg::{Anchor, Draw, Mil, PX, Svg, Width, px, text_width};
use domain::money::Money;

/// What is used of what is allowed. One currency.
#[derive(Debug, Clone)]
pub struct Usage {
    /// Unique on the page.
    pub id: String,
    /// What the limit limits; stands above the bar.
    pub title: String,
    /// What is used.
    pub used: Money,
    /// What is allowed; zero where nothing is agreed.
    pub limit: Money,
}

/// Draws a bar up to the limit's tick; what is above the limit lies behind the tick, hatched.
#[must_use]
pub fn usage(input: &Usage, width: Width) -> Svg {
    let mut draw = Draw::new(&input.id, &input.title, width.mil());
    let (used, limit) = (i128::from(input.used.minor.max(0)), i128::from(input.limit.minor.max(0)));
    let words = if limit == 0 {
        format!("{} used, no limit agreed", input.used.figures())
    } else {
        format!("{} of {}", input.used.figures(), format::amount(input.limit))
    };
    let end_words = if limit == 0 {
        String::new()
    } else if used > limit {
        // Above the limit the amount above it is the news, not the share.
        let over = Money::new(input.used.minor.saturating_sub(input.limit.minor), input.limit.currency);
        format!("over by {}", over.figures())
    } else {
        format::share(Money::new(input.used.minor.max(0), input.limit.currency), input.limit)
    };
    draw.tell(&format!("{words}. {end_words}"));
    let one_line = if end_words.is_empty() { words.clone() } else { format!("{words} \u{b7} {end_words}") };
    draw.text("c-label c-strong", (0, 13 * PX), Anchor::Start, &input.title);
    let top = if text_width(&input.title) + text_width(&one_line) + 24 * PX <= width.mil() {
        draw.text("c-figure", (width.mil(), 13 * PX), Anchor::End, &one_line);
        22 * PX
    } else {
        draw.text("c-figure", (0, 32 * PX), Anchor::Start, &words);
        if text_width(&words) + text_width(&end_words) + 16 * PX <= width.mil() {
            draw.text("c-note", (width.mil(), 32 * PX), Anchor::End, &end_words);
            41 * PX
        } else {
            draw.text("c-note", (0, 49 * PX), Anchor::Start, &end_words);
            58 * PX
        }
    };
    let high = 8 * PX;
    let most = used.max(limit).max(1);
    let place = |value: i128| Mil::try_from(i128::from(width.mil()) * value / most).unwrap_or(0);
    draw.rect("c-track", (0, top), (width.mil(), high));
    let share = if limit == 0 { 0 } else { used * 100 / limit };
    let tone = if share >= 100 {
        "c-used c-used-full"
    } else if share >= 85 {
        "c-used c-used-near"
    } else {
        "c-used"
    };
    draw.rect(tone, (0, top), (place(if limit == 0 { used } else { used.min(limit) }), high));
    if limit > 0 && used > limit {
        let pattern = draw.local("over");
        draw.define(&format!(
            "<pattern id=\"{pattern}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><path class=\"c-hatch-stop\" \
             d=\"M0 6L6 0M-1 1L1-1M5 7L7 5\" fill=\"none\" stroke=\"#000\"/></pattern>"
        ));
        draw.pattern_rect("over", (place(limit), top), (place(used) - place(limit), high));
    }
    if limit > 0 {
        let at = place(limit).min(width.mil() - PX);
        draw.raw(&format!(
            "<path class=\"c-limit-tick\" d=\"M{} {}v{}\"/>",
            px(at),
            px(top - 3 * PX),
            px(high + 6 * PX)
        ));
    }
    draw.finish(top + high + 6 * PX)
}
