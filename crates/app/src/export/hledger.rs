//! hledger's journal format. Accounts and commodities are declared, so that `hledger check --strict` holds.

use super::{Writing, description, remarks};
use domain::ledger::Account;
use domain::money::{Currency, Money};
use domain::party::Factor;
use std::io::{self, Write};
use store::kept::history::{LedgerEntry, Used};

pub(super) struct Journal<W: Write>(pub(super) W);

/// `assets:1100 Factored receivables, recourse:HARBOR`.
fn account(account: Account, client: Option<&str>) -> String {
    let below = client.map_or_else(String::new, |client| format!(":{client}"));
    format!("{}:{account}{below}", account.group())
}

/// What hledger would take for the begin of a remark must not stand in a description.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect::<String>().replace(';', ",")
}

impl<W: Write> Writing for Journal<W> {
    fn begin(&mut self, factor: &Factor, used: &[Used], currencies: &[Currency]) -> io::Result<()> {
        writeln!(self.0, "; Ledger of {}\ndecimal-mark .\n", one_line(&factor.name))?;
        for currency in currencies {
            let (point, decimals) = (".", currency.decimals() as usize);
            writeln!(self.0, "commodity {currency} 1000{point}{}", "0".repeat(decimals))?;
        }
        for one in used {
            writeln!(self.0, "account {}", account(one.account, one.client.as_deref()))?;
        }
        writeln!(self.0)
    }

    fn entry(&mut self, entry: &LedgerEntry) -> io::Result<()> {
        let key = entry.key;
        let text = one_line(&description(entry));
        writeln!(self.0, "{} ({}.{}) {text}", entry.value_date, key.event, key.number)?;
        let tags: Vec<String> = remarks(entry).iter().map(|(name, value)| format!("{name}:{value}")).collect();
        writeln!(self.0, "    ; {}", tags.join(", "))?;
        for line in &entry.lines {
            let name = account(line.account, entry.client.as_deref());
            let amount = Money::new(line.amount, entry.currency).decimal();
            writeln!(self.0, "    {name}  {} {amount}", entry.currency)?;
        }
        writeln!(self.0)
    }

    fn end(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
