//! Beancount. Account names there are words of letters, digits and hyphens, each beginning with a capital.

use super::{Writing, description, remarks};
use domain::ledger::Account;
use domain::money::{Currency, Money};
use domain::party::Factor;
use std::io::{self, Write};
use store::kept::history::{LedgerEntry, Used};

pub(super) struct Journal<W: Write>(pub(super) W);

/// `Assets:A1100-FactoredReceivables-Recourse:HARBOR`.
pub(super) fn account(account: Account, client: Option<&str>) -> String {
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    let words = |part: &str| part.split(|c: char| !c.is_ascii_alphanumeric()).map(capitalised).collect::<String>();
    let name = account.name().split(", ").map(words).collect::<Vec<_>>().join("-");
    let below = client.map_or_else(String::new, |client| format!(":{client}"));
    format!("{}:A{}-{name}{below}", capitalised(account.group()), account.number())
}

/// A text in quotation marks.
fn quoted(text: &str) -> String {
    let plain: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

impl<W: Write> Writing for Journal<W> {
    fn begin(&mut self, factor: &Factor, used: &[Used], _: &[Currency]) -> io::Result<()> {
        writeln!(self.0, "option \"title\" {}", quoted(&format!("Ledger of {}", factor.name)))?;
        writeln!(self.0, "option \"operating_currency\" \"{}\"\n", factor.currency)?;
        for one in used {
            writeln!(self.0, "{} open {}", one.since, account(one.account, one.client.as_deref()))?;
        }
        writeln!(self.0)
    }

    fn entry(&mut self, entry: &LedgerEntry) -> io::Result<()> {
        let tag = entry.booking.code().to_ascii_lowercase().replace('_', "-");
        writeln!(self.0, "{} * {} #{tag}", entry.value_date, quoted(&description(entry)))?;
        writeln!(self.0, "  journal: \"{}.{}\"", entry.key.event, entry.key.number)?;
        for (name, value) in remarks(entry) {
            writeln!(self.0, "  {name}: {}", quoted(&value))?;
        }
        for line in &entry.lines {
            let name = account(line.account, entry.client.as_deref());
            let amount = Money::new(line.amount, entry.currency).decimal();
            writeln!(self.0, "  {name}  {amount} {}", entry.currency)?;
        }
        writeln!(self.0)
    }

    fn end(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
