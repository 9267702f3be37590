//! A letter as plain text: the text part of a mail, and what a timeline shows.

use super::{Block, Language, Letter};
use std::fmt::Write;

impl Letter {
    /// The letter's words from greeting to footer, tables as aligned lines.
    #[must_use]
    pub fn plain_text(&self) -> String {
        let mut out = format!("{}\n\n", self.greeting);
        for block in &self.blocks {
            write_block(&mut out, block, self.language.colon());
        }
        out.push_str(&self.closing);
        out.push('\n');
        for line in &self.signatory {
            out.push_str(line);
            out.push('\n');
        }
        if let Some((code, address)) = &self.check {
            let _ = write!(out, "\n{code}\n{address}\n");
        }
        if !self.footer.is_empty() || self.sent_by.is_some() {
            out.push_str("\n-- \n");
            // On paper it stands below the letterhead, which a plain mail has not.
            for line in self.sent_by.iter().chain(&self.footer) {
                out.push_str(line);
                out.push('\n');
            }
        }
        out
    }
}

impl Language {
    /// What stands between a name and its value: French sets its colon off, and a line never breaks before it.
    pub(super) const fn colon(self) -> &'static str {
        match self {
            Self::French => "\u{a0}: ",
            Self::English | Self::German | Self::Spanish => ": ",
        }
    }
}

fn write_block(out: &mut String, block: &Block, colon: &str) {
    match block {
        Block::Paragraph { text, .. } => {
            out.push_str(text);
            out.push('\n');
        }
        Block::Rows { rows, .. } => {
            for (name, value) in rows {
                let _ = writeln!(out, "{name}{colon}{value}");
            }
        }
        Block::Table { heading, head, rows, total, .. } => {
            let widths: Vec<usize> = (0..head.len())
                .map(|column| {
                    let cells = rows.iter().chain([head, total]).filter_map(|row| row.get(column));
                    cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
                })
                .collect();
            let _ = writeln!(out, "{heading}");
            for row in std::iter::once(head).chain(rows).chain([total]) {
                let cells: Vec<String> = row
                    .iter()
                    .zip(&widths)
                    .enumerate()
                    .map(|(column, (cell, width))| {
                        let space = " ".repeat(width.saturating_sub(cell.chars().count()));
                        // The number stands left, all else right.
                        if column == 0 { format!("{cell}{space}") } else { format!("{space}{cell}") }
                    })
                    .collect();
                let _ = writeln!(out, "{}", cells.join("  ").trim_end());
            }
        }
        Block::Answers { links, .. } => {
            for (word, address) in links {
                let _ = writeln!(out, "{word}{colon}{address}");
            }
        }
    }
    out.push('\n');
}
