//! CSV: a head of column keys, then the rows. Totals are left out, so that a sum over a column is right.

use super::harmless;
use crate::report::{Cell, Report};
use std::io::{self, Write};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut file = ::csv::Writer::from_writer(out);
    file.write_record(report.columns.iter().map(|column| column.key))?;
    for row in &report.rows {
        for cell in row {
            match cell {
                Cell::Empty => file.write_field("")?,
                Cell::Text(text) => file.write_field(harmless(text).as_bytes())?,
                Cell::Date(date) => file.write_field(date.to_string())?,
                Cell::Money(money) => file.write_field(money.decimal().to_string())?,
                Cell::Number(number) | Cell::Days(number) => file.write_field(number.to_string())?,
                Cell::Percent(percent) => file.write_field(percent.to_string())?,
            }
        }
        file.write_record(None::<&[u8]>)?;
    }
    file.flush()
}
