//! A line as small as a word.

use super::super::format;
use super::scale::Scale;
use super::svg::{Draw, PX, Svg, px};

/// Draws `values` in order, evenly spaced, the last one marked. For a cell of a table: 96 by 24 pixels.
#[must_use]
pub fn sparkline(id: &str, title: &str, values: &[i64]) -> Svg {
    let (width, height) = (96 * PX, 24 * PX);
    let mut draw = Draw::new(id, title, width);
    let (Some(low), Some(high)) = (values.iter().min().copied(), values.iter().max().copied()) else {
        draw.line("c-hair", (2 * PX, height / 2), (width - 4 * PX, height / 2));
        draw.tell("No values.");
        return draw.finish(height);
    };
    let last = values[values.len() - 1];
    draw.tell(&format!(
        "{}, from {} to {}, last {}.",
        format::counted(i64::try_from(values.len()).unwrap_or(i64::MAX), "value", "values"),
        format::grouped(low),
        format::grouped(high),
        format::grouped(last)
    ));
    let steps = i128::try_from(values.len() - 1).expect("a count of values fits");
    let x = Scale { from: 0, to: steps, start: 2 * PX, end: width - 5 * PX };
    let y = Scale { from: low.into(), to: high.into(), start: height - 4 * PX, end: 4 * PX };
    if values.len() > 1 {
        let points: Vec<String> = (0_i128..)
            .zip(values)
            .map(|(place, value)| format!("{} {}", px(x.at(place)), px(y.at((*value).into()))))
            .collect();
        draw.path("c-edge", &format!("M{}", points.join("L")));
    }
    draw.circle("c-now", (x.at(steps), y.at(last.into())), 2_500);
    draw.finish(height)
}
