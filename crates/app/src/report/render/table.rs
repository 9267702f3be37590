//! A table for a terminal: figures to the right and grouped, zero as a dash, sums below a rule.

use crate::report::{Cell, Kind, Report};
use jiff::Timestamp;
use jiff::civil::Date;
use std::io::{self, Write};

/// Between two columns.
const GAP: &str = "  ";

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    head(report, out)?;
    if report.rows.is_empty() {
        return writeln!(out, "Nothing to report.");
    }
    let used: Vec<usize> =
        (0..report.columns.len()).filter(|place| report.rows.iter().any(|row| row[*place] != Cell::Empty)).collect();
    let text = |rows: &[Vec<Cell>]| -> Vec<Vec<String>> {
        rows.iter().map(|row| used.iter().map(|place| figures(&row[*place])).collect()).collect()
    };
    let blocks = [text(&report.rows), text(&report.subtotals), text(&report.totals)];
    let titles: Vec<String> = used.iter().map(|place| report.columns[*place].title.to_owned()).collect();
    let widths: Vec<usize> = (0..used.len())
        .map(|at| std::iter::once(&titles).chain(blocks.iter().flatten()).map(|row| width(&row[at])).max().unwrap_or(0))
        .collect();
    let line = |out: &mut dyn Write, row: &[String]| -> io::Result<()> {
        let mut text = String::new();
        for ((cell, width), place) in row.iter().zip(&widths).zip(&used) {
            let space = " ".repeat(width - self::width(cell));
            let right = !matches!(report.columns[*place].kind, Kind::Text | Kind::Date);
            text += &if right { format!("{space}{cell}{GAP}") } else { format!("{cell}{space}{GAP}") };
        }
        writeln!(out, "{}", text.trim_end())
    };
    let rule = "\u{2500}".repeat(widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1));
    line(out, &titles)?;
    writeln!(out, "{rule}")?;
    for (block, name) in blocks.iter().zip(["", "Per debtor", "Total"]) {
        if block.is_empty() {
            continue;
        }
        if !name.is_empty() {
            writeln!(out, "{rule}\n{name}")?;
        }
        for row in block {
            line(out, row)?;
        }
    }
    Ok(())
}

fn head(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let header = &report.header;
    writeln!(out, "{} ({})", report.title, report.id)?;
    let mut facts = vec![plain(&header.factor)];
    facts.extend(header.client.as_deref().map(plain));
    facts.push(match header.from {
        Some(from) => format!("{} to {}", day(from), day(header.as_of)),
        None => format!("as of {}", day(header.as_of)),
    });
    facts.extend(header.currency.map(|currency| format!("amounts in {currency}")));
    writeln!(out, "{}", facts.join(" \u{b7} "))?;
    writeln!(out, "As known at {}, made at {}\n", moment(header.known_at), moment(header.generated_at))
}

/// A cell as people read it.
pub(crate) fn figures(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => plain(text),
        Cell::Date(date) => date.to_string(),
        Cell::Money(money) if money.is_zero() => "\u{2013}".to_owned(),
        Cell::Money(money) => money.figures(),
        Cell::Number(number) | Cell::Days(number) => number.to_string().replace('-', "\u{2212}"),
        Cell::Percent(percent) => format!("{percent} %"),
    }
}

/// Without control characters: a name must not be able to steer the terminal.
fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// `4 March 2026`.
fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}
