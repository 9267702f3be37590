//! The fit in which a letter will probably have one page, so that most letters are set once instead of up to four times.
//!
//! A guess only: the lengths below are those of the built-in layout, and a letter that turns out longer is set again in
//! the next fit. It leans to the generous side. Lengths are points; they have no say in what is printed.

use super::{Fit, Paper, Part, Sheet};

const MM: f64 = 72.0 / 25.4;
/// The mean width of a character of Libertinus Serif, in ems.
const WIDTH: f64 = 0.447;
/// The height of a line without its leading, in ems.
const CAPITAL: f64 = 0.645;

/// What the built-in layout's `fits` say, in its units: points, ems, millimetres.
struct Lengths {
    size: f64,
    leading: f64,
    spacing: f64,
    row: f64,
    frame: f64,
    head: f64,
    end: f64,
    foot: f64,
    measure: f64,
    code: f64,
}

impl Lengths {
    const fn of(fit: Fit) -> Self {
        let [size, leading, spacing, row, frame, head, end, foot, measure, code] = match fit {
            Fit::Roomy => [10.5, 0.6, 1.05, 1.35, 2.0, 9.0, 1.5, 13.0, 136.0, 22.0],
            Fit::Snug => [10.1, 0.56, 0.95, 1.1, 1.8, 7.0, 1.3, 12.0, 144.0, 21.0],
            Fit::Close => [9.8, 0.52, 0.86, 0.95, 1.6, 5.0, 1.1, 11.0, 152.0, 20.0],
            Fit::Tight => [9.4, 0.48, 0.76, 0.75, 1.5, 3.0, 0.9, 10.0, 160.0, 18.0],
        };
        Self { size, leading, spacing, row, frame, head, end, foot, measure, code }
    }

    /// So many lines, the space after them included.
    fn lines(&self, count: usize, leading: f64, space: f64) -> f64 {
        let count = count as f64;
        self.size * (count * CAPITAL + (count - 1.0).max(0.0) * leading + space)
    }

    /// A paragraph of these lines, broken where they are too long.
    fn paragraph(&self, lines: &[String]) -> f64 {
        let across = (self.measure * MM / (WIDTH * self.size)) as usize;
        let count = lines.iter().map(|line| line.chars().count().div_ceil(across.max(1)).max(1)).sum();
        self.lines(count, self.leading, self.spacing)
    }

    fn part(&self, part: &Part) -> f64 {
        let frame = 2.0 * self.frame * MM + self.size * 0.3;
        match part {
            Part::Paragraph { paragraphs, .. } => paragraphs.iter().map(|lines| self.paragraph(lines)).sum(),
            Part::Rows { rows, .. } => frame + self.lines(rows.len(), self.leading, self.spacing),
            Part::Answers { links, .. } => frame + self.lines(links.len(), self.leading + 0.08, self.spacing),
            Part::Table { heading, rows, .. } => {
                let heading = if heading.is_empty() { 0.0 } else { self.size * (CAPITAL + 0.7) };
                let row = self.size * 0.96 * CAPITAL + 2.0 * self.row * MM;
                heading + row * (rows.len() + 2) as f64 + 1.9 * self.size
            }
        }
    }
}

/// The most generous fit in which the letter will probably have one page; the first one for a letter of several pages.
pub(super) fn guess(sheet: &Sheet) -> Fit {
    let (sheet_height, body) = match sheet.paper {
        Paper::A4 => (297.0, 41.0 + 28.0),
        Paper::UsLetter => (279.4, 52.0 + 28.0),
    };
    let fits = |fit: &Fit| {
        let of = Lengths::of(*fit);
        let foot = of.foot + 3.2 * sheet.footer.len() as f64;
        let room = (sheet_height - body - of.head - foot) * MM;
        let subject = of.lines(1, of.leading, 1.2) * 1.1;
        let parts: f64 = sheet.blocks.iter().map(|part| of.part(part)).sum();
        let signed = 1.2 + CAPITAL + sheet.signatory.len() as f64 * (CAPITAL + 0.5);
        let code = if sheet.check.is_some() { of.code * MM } else { 0.0 };
        let ending = (signed * of.size).max(code) + (of.end - of.spacing) * of.size;
        subject + of.lines(1, of.leading, of.spacing) + parts + ending <= room
    };
    Fit::ALL.into_iter().find(fits).unwrap_or(Fit::Roomy)
}
