//! RP-07: a client's account over a period, proving itself.
//!
//! Ledger: opening + purchases - collections + returned - credits and deductions ± adjustments = closing (GL-07).
//! Funds employed: opening + advances + rebates + fees - collections + returned + bank fees ± other = closing
//! (GL-08). Each closing is computed twice: from its lines, and from the balances of its accounts; a
//! difference is a fault, never a report. Amounts carry the sign with which they are added.

use super::names::Names;
use super::{Cell, Column, Report, ReportRequest};
use domain::id::ClientId;
use domain::ledger::{Account, Booking};
use domain::money::Currency;
use domain::proof::Proof;
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;
use store::Fault;
use store::book::Reads;
use store::kept::history::{self, Entry, Posting, Wanted};

/// Days of a year in the annual rate (RP-17).
const YEAR_DAYS: i64 = 365;

const COLUMNS: [Column; 6] = [
    Column::text("client", "Client"),
    Column::text("currency", "Currency"),
    Column::text("section", "Section"),
    Column::text("line", "Line"),
    Column { summed: false, ..Column::sum("amount", "Amount") },
    Column::text("note", "Note"),
];

/// Balances of the accounts that GL-08 is made of, as they stand on the ledger: debit positive.
#[derive(Default, Clone, Copy)]
struct Position {
    ledger: i64,
    due: i64,
    held: i64,
    available: i64,
    escrow: i64,
}

impl Position {
    fn on(&mut self, account: Account) -> Option<&mut i64> {
        match account {
            Account::ReceivablesRecourse | Account::ReceivablesNonRecourse => Some(&mut self.ledger),
            Account::DueFromClients => Some(&mut self.due),
            Account::ReserveHeld => Some(&mut self.held),
            Account::ReserveAvailable => Some(&mut self.available),
            Account::ReserveEscrow => Some(&mut self.escrow),
            _ => None,
        }
    }

    /// GL-08.
    const fn funds(&self) -> i64 {
        self.ledger + self.due + self.held + self.available + self.escrow
    }
}

/// What moved the ledger in the period.
#[derive(Default)]
struct Ledger {
    purchases: i64,
    collections: i64,
    returned: i64,
    credits: i64,
    adjustments: i64,
}

/// What moved the funds employed in the period.
#[derive(Default)]
struct Funds {
    advances: i64,
    rebates: i64,
    fees: i64,
    collections: i64,
    returned: i64,
    bank_fees: i64,
    other: i64,
}

/// A client's period in one currency.
#[derive(Default)]
struct OfClient {
    opening: Position,
    closing: Position,
    ledger: Ledger,
    funds: Funds,
    /// Sum over the days of the period of the funds employed at their end.
    funds_days: i128,
    /// Fees by rule: how many charges, and their sum.
    fees: BTreeMap<String, (i64, i64)>,
}

impl OfClient {
    fn add(&mut self, posting: &Posting, period: &Period) {
        let Posting { account, amount, booking, value_date, .. } = *posting;
        let days_to_go = i128::from(period.days_from(value_date));
        if let Some(balance) = self.closing.on(account) {
            *balance += amount;
            self.funds_days += i128::from(amount) * days_to_go;
        }
        if value_date < period.from {
            if let Some(balance) = self.opening.on(account) {
                *balance += amount;
            }
            return;
        }
        match account {
            Account::ReceivablesRecourse | Account::ReceivablesNonRecourse => {
                *self.ledger.line(booking) += amount;
            }
            Account::DueFromClients | Account::ReserveHeld | Account::ReserveAvailable | Account::ReserveEscrow => {}
            // What leaves the client's accounts must come from elsewhere: journals balance.
            _ => *self.funds.line(booking, account) -= amount,
        }
    }

    /// LE-18, LE-26, FE-26: which fees an entry charged, by rule.
    fn add_fees(&mut self, entry: &Entry) -> Result<(), Fault> {
        let charged = match entry.booking {
            Booking::FeeAtClose => {
                entry.on(&[Account::ReserveHeld, Account::ReserveAvailable, Account::DueFromClients])
            }
            _ => -entry.on(&[Account::DeferredFees]),
        };
        let transfer = -entry.on(&[Account::ServiceFees]);
        let count = if entry.reversal { -1 } else { 1 };
        if charged != 0 {
            let proofs: Vec<Proof> =
                serde_json::from_str(&entry.proofs).map_err(|error| Fault::unreadable("proofs", error))?;
            let rule = proofs.into_iter().map(|proof| proof.rule).find(|rule| rule.starts_with("FE-"));
            let sum = self.fees.entry(rule.unwrap_or_else(|| "taken back".to_owned())).or_default();
            *sum = (sum.0 + count, sum.1 + charged);
        }
        if transfer != 0 {
            let sum = self.fees.entry("FE-26".to_owned()).or_default();
            *sum = (sum.0 + count, sum.1 + transfer);
        }
        Ok(())
    }
}

impl Ledger {
    fn line(&mut self, booking: Booking) -> &mut i64 {
        match booking {
            Booking::Purchase => &mut self.purchases,
            Booking::Collection => &mut self.collections,
            Booking::ReturnedItem => &mut self.returned,
            Booking::CreditNote | Booking::ShortWithinTolerance => &mut self.credits,
            _ => &mut self.adjustments,
        }
    }

    const fn sum(&self) -> i64 {
        self.purchases + self.collections + self.returned + self.credits + self.adjustments
    }
}

impl Funds {
    fn line(&mut self, booking: Booking, account: Account) -> &mut i64 {
        match (booking, account) {
            (_, Account::AccruedFees | Account::DeferredFees | Account::FeeIncome | Account::ServiceFees) => {
                &mut self.fees
            }
            (Booking::Purchase, Account::OperatingCash) => &mut self.advances,
            (Booking::Rebate, Account::OperatingCash) => &mut self.rebates,
            (Booking::Collection, _) => &mut self.collections,
            (Booking::ReturnedItem, _) => &mut self.returned,
            (Booking::BankFeePassedOn, _) => &mut self.bank_fees,
            _ => &mut self.other,
        }
    }

    const fn sum(&self) -> i64 {
        self.advances + self.rebates + self.fees + self.collections + self.returned + self.bank_fees + self.other
    }
}

struct Period {
    from: Date,
    until: Date,
}

impl Period {
    /// Days of the period at whose end a booking of this value date counts.
    fn days_from(&self, value_date: Date) -> i64 {
        super::aging::days_between(value_date.max(self.from), self.until) + 1
    }
}

pub(super) fn report(reads: &mut dyn Reads, request: &ReportRequest, names: &Names) -> Result<Report, Fault> {
    let period = Period { from: request.first_day(), until: request.as_of };
    let mut accounts: BTreeMap<(ClientId, Currency), OfClient> = BTreeMap::new();
    history::postings(reads, &request.all(), Account::ALL, &mut |posting| {
        if let Some(client) = posting.client {
            accounts.entry((client, posting.currency)).or_default().add(posting, &period);
        }
        Ok(())
    })?;
    let charging = [Booking::FeeAtClose, Booking::Purchase];
    history::entries(reads, &request.period(), &charging, Wanted::Proofs, &mut |entry| match entry.client {
        Some(client) => accounts.entry((client, entry.currency)).or_default().add_fees(entry),
        None => Ok(()),
    })?;
    let mut accounts: Vec<_> = accounts.into_iter().collect();
    accounts.sort_by_cached_key(|((client, currency), _)| (names.client(Some(*client)), *currency));
    let mut rows = Vec::new();
    for ((client, currency), account) in &accounts {
        let code = names.client(Some(*client));
        prove(&code, *currency, account)?;
        rows.extend(lines(account, &period, *currency).into_iter().map(|(section, line, amount, note)| {
            vec![
                Cell::words(code.clone()),
                Cell::words(currency.code()),
                Cell::words(section),
                Cell::words(line),
                Cell::minor(amount, *currency),
                Cell::words(note),
            ]
        }));
    }
    Ok(Report::of(COLUMNS.to_vec(), rows))
}

/// Both closings, each computed twice.
fn prove(client: &str, currency: Currency, account: &OfClient) -> Result<(), Fault> {
    let sums = [
        ("ledger", account.opening.ledger + account.ledger.sum(), account.closing.ledger),
        ("funds employed", account.opening.funds() + account.funds.sum(), account.closing.funds()),
    ];
    match sums.iter().find(|(_, by_lines, by_accounts)| by_lines != by_accounts) {
        None => Ok(()),
        Some((what, by_lines, by_accounts)) => Err(Fault::unreadable(
            "client statement",
            format!(
                "{what} of {client} closes at {by_lines} by its lines and at {by_accounts} by its accounts, in minor units of {currency}"
            ),
        )),
    }
}

type Row = (&'static str, String, i64, String);

fn lines(account: &OfClient, period: &Period, currency: Currency) -> Vec<Row> {
    let OfClient { opening, closing, ledger, funds, .. } = account;
    let row = |section: &'static str, line: &str, amount: i64| (section, line.to_owned(), amount, String::new());
    let mut rows = vec![
        row("Ledger", "Opening", opening.ledger),
        row("Ledger", "Purchases", ledger.purchases),
        row("Ledger", "Collections", ledger.collections),
        row("Ledger", "Returned payments", ledger.returned),
        row("Ledger", "Credits and deductions", ledger.credits),
        row("Ledger", "Adjustments", ledger.adjustments),
        row("Ledger", "Closing", closing.ledger),
        row("Funds employed", "Opening", opening.funds()),
        row("Funds employed", "Advances", funds.advances),
        row("Funds employed", "Rebates", funds.rebates),
        row("Funds employed", "Fees", funds.fees),
        row("Funds employed", "Collections", funds.collections),
        row("Funds employed", "Returned payments", funds.returned),
        row("Funds employed", "Bank fees passed on", funds.bank_fees),
        row("Funds employed", "Other", funds.other),
        row("Funds employed", "Closing", closing.funds()),
        row("Balances", "Due from client", closing.due),
        row("Balances", "Held reserve", -closing.held),
        row("Balances", "Available reserve", -closing.available),
        row("Balances", "Escrow reserve", -closing.escrow),
    ];
    rows.extend(account.fees.iter().map(|(rule, (count, sum))| {
        let charges = if *count == 1 { "1 charge".to_owned() } else { format!("{count} charges") };
        ("Fees", rule.clone(), *sum, charges)
    }));
    rows.push(cost(account, period, currency));
    rows
}

/// RP-07: the fees as a yearly rate on the average funds employed. No rate where there is no fee, or nothing was employed on average.
fn cost(account: &OfClient, period: &Period, currency: Currency) -> Row {
    let days = period.days_from(period.from).max(1);
    let round = |value: Decimal, places| value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let whole = Decimal::try_from_i128_with_scale(account.funds_days, 0).unwrap_or_default();
    let average = round(whole / Decimal::from(days), 0);
    let minor = i64::try_from(average.mantissa()).unwrap_or(0);
    let rate = Decimal::from(account.funds.fees)
        .checked_mul(Decimal::from(YEAR_DAYS * 100))
        .and_then(|yearly| yearly.checked_div(whole))
        .filter(|_| minor > 0 && account.funds.fees > 0);
    let note = rate.map_or_else(
        || format!("over {days} days"),
        |rate| {
            let money = |minor| domain::money::Money::new(minor, currency).figures();
            let fees = money(account.funds.fees);
            let mut rate = round(rate, 2);
            rate.rescale(2);
            format!("{fees} / {} \u{d7} {YEAR_DAYS} / {days} = {rate} % a year", money(minor))
        },
    );
    ("Cost", "Average funds employed".to_owned(), minor, note)
}
