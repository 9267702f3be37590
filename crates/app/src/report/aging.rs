//! RP-02, RP-03: open balances by age.
//!
//! An invoice is in the report when the journals up to the date leave a balance on it. Its age counts from its due date or
//! its issue date; the day itself is day 0. The recourse date is that of the agreement version it was bought under (GL-16, GL-26).

use super::names::Names;
use super::{AgeBasis, Cell, Column, Kind, Report, ReportRequest};
use domain::agreement::Recourse;
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::money::Currency;
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::Fault;
use store::book::Reads;
use store::kept::history::{self, OpenInvoice};

/// How old an open balance is (RP-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bucket {
    /// Not past due. Never by invoice date.
    Current,
    /// 1 to 30 days past due; by invoice date 0 to 30 days old.
    UpTo30,
    /// 31 to 60.
    UpTo60,
    /// 61 to 90.
    UpTo90,
    /// 91 and more.
    Older,
}

impl Bucket {
    /// Every bucket, youngest first.
    pub const ALL: [Self; 5] = [Self::Current, Self::UpTo30, Self::UpTo60, Self::UpTo90, Self::Older];

    /// The bucket of an age in days.
    #[must_use]
    pub const fn of(days: i64, basis: AgeBasis) -> Self {
        match days {
            ..=0 => match basis {
                AgeBasis::DueDate => Self::Current,
                AgeBasis::InvoiceDate => Self::UpTo30,
            },
            1..=30 => Self::UpTo30,
            31..=60 => Self::UpTo60,
            61..=90 => Self::UpTo90,
            _ => Self::Older,
        }
    }

    /// The buckets of a basis as columns.
    fn columns(basis: AgeBasis) -> Vec<(Self, Column)> {
        let later = [
            (Self::UpTo60, Column::sum("days_31_60", "31-60")),
            (Self::UpTo90, Column::sum("days_61_90", "61-90")),
            (Self::Older, Column::sum("days_91", "91+")),
        ];
        let first: &[(Self, Column)] = match basis {
            AgeBasis::DueDate => {
                &[(Self::Current, Column::sum("current", "Current")), (Self::UpTo30, Column::sum("days_1_30", "1-30"))]
            }
            AgeBasis::InvoiceDate => &[(Self::UpTo30, Column::sum("days_0_30", "0-30"))],
        };
        first.iter().copied().chain(later).collect()
    }
}

/// An open invoice with its age.
struct Open {
    id: InvoiceId,
    client: ClientId,
    debtor: DebtorId,
    number: String,
    issued: Date,
    due: Date,
    currency: Currency,
    amount: i64,
    agreement_version: u32,
    purchased: Date,
    open: i64,
    days: i64,
    bucket: Bucket,
}

/// How old an invoice is, and in which bucket.
fn age(request: &ReportRequest, invoice: &OpenInvoice<'_>) -> (i64, Bucket) {
    let start = match request.basis {
        AgeBasis::DueDate => invoice.due,
        AgeBasis::InvoiceDate => invoice.issued,
    };
    let days = days_between(start, request.as_of);
    (days, Bucket::of(days, request.basis))
}

/// Every invoice with a balance as of the date, by currency, debtor, due date, number.
fn open(reads: &mut dyn Reads, request: &ReportRequest, names: &Names) -> Result<Vec<Open>, Fault> {
    let mut found = Vec::new();
    history::open_invoices(reads, &request.all(), &mut |one| {
        let (days, bucket) = age(request, one);
        let OpenInvoice { id, client, debtor, number, issued, due, currency, amount, agreement_version, .. } = *one;
        let (purchased, open) = (one.purchased, one.open);
        let number = number.to_owned();
        found.push(Open {
            id,
            client,
            debtor,
            number,
            issued,
            due,
            currency,
            amount,
            agreement_version,
            purchased,
            open,
            days,
            bucket,
        });
        Ok(())
    })?;
    let debtors: BTreeSet<DebtorId> = found.iter().map(|one| one.debtor).collect();
    let mut places: Vec<(String, DebtorId)> = debtors.into_iter().map(|id| (names.debtor(Some(id)), id)).collect();
    places.sort_unstable();
    let places: HashMap<DebtorId, usize> = places.into_iter().zip(0..).map(|((_, id), place)| (id, place)).collect();
    found.sort_by(|a, b| {
        let place = |one: &Open| (one.currency, places.get(&one.debtor).copied(), one.due);
        (place(a), &a.number, a.id).cmp(&(place(b), &b.number, b.id))
    });
    Ok(found)
}

/// Calendar days from one date to another; negative when it is earlier.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// RP-02.
pub(super) fn detail(reads: &mut dyn Reads, request: &ReportRequest, names: &Names) -> Result<Report, Fault> {
    let invoices = open(reads, request, names)?;
    let recourse = recourse_terms(reads, &invoices)?;
    let buckets = Bucket::columns(request.basis);
    let age = match request.basis {
        AgeBasis::DueDate => "Days past due",
        AgeBasis::InvoiceDate => "Days old",
    };
    let mut columns = vec![
        Column::text("debtor", "Debtor"),
        Column::text("debtor_name", "Name"),
        Column::text("client", "Client"),
        Column::text("invoice", "Invoice"),
        Column::of(Kind::Date, "issued", "Issued"),
        Column::of(Kind::Date, "due", "Due"),
        Column::text("currency", "Currency"),
        Column::sum("original", "Original"),
        Column::sum("open", "Open"),
        Column::of(Kind::Days, "days", age),
    ];
    columns.extend(buckets.iter().map(|(_, column)| *column));
    columns.push(Column::of(Kind::Date, "recourse_date", "Recourse date"));
    let mut rows = Vec::with_capacity(invoices.len());
    for one in &invoices {
        let mut row = vec![
            Cell::words(names.debtor(Some(one.debtor))),
            Cell::words(names.debtor_name(one.debtor)),
            Cell::words(names.client(Some(one.client))),
            Cell::words(one.number.clone()),
            Cell::Date(one.issued),
            Cell::Date(one.due),
            Cell::words(one.currency.code()),
            Cell::minor(one.amount, one.currency),
            Cell::minor(one.open, one.currency),
            Cell::Days(one.days),
        ];
        row.extend(
            buckets
                .iter()
                .map(|(bucket, _)| Cell::minor(if *bucket == one.bucket { one.open } else { 0 }, one.currency)),
        );
        let terms = recourse.get(&(one.client, one.agreement_version));
        // GL-16: a recourse date on a day without banks moves to the next business day.
        let date = terms.map(|terms| names.factor.calendar.on_or_after(terms.date(one.purchased, one.issued, one.due)));
        row.push(date.map_or(Cell::Empty, Cell::Date));
        rows.push(row);
    }
    Report::of(columns, rows).with_subtotals(&["debtor", "debtor_name"])?.with_totals()
}

fn recourse_terms(reads: &mut dyn Reads, invoices: &[Open]) -> Result<HashMap<(ClientId, u32), Recourse>, Fault> {
    let clients: BTreeSet<ClientId> = invoices.iter().map(|one| one.client).collect();
    let mut found = HashMap::new();
    for client in clients {
        for version in store::kept::agreement::versions(reads, client)? {
            found.insert((client, version.version), version.terms.recourse);
        }
    }
    Ok(found)
}

/// What one debtor owes in one currency.
#[derive(Default)]
struct Owed {
    invoices: i64,
    open: i64,
    by_bucket: [i64; Bucket::ALL.len()],
}

/// RP-03. Only sums per debtor are kept: a book may have millions of invoices.
pub(super) fn summary(reads: &mut dyn Reads, request: &ReportRequest, names: &Names) -> Result<Report, Fault> {
    let mut sums: HashMap<(Currency, DebtorId), Owed> = HashMap::new();
    history::open_invoices(reads, &request.all(), &mut |one| {
        let owed = sums.entry((one.currency, one.debtor)).or_default();
        owed.invoices += 1;
        owed.open += one.open;
        owed.by_bucket[age(request, one).1 as usize] += one.open;
        Ok(())
    })?;
    let mut whole = BTreeMap::new();
    let mut debtors: BTreeMap<_, Owed> = BTreeMap::new();
    for ((currency, debtor), owed) in sums {
        *whole.entry(currency).or_insert(0) += owed.open;
        debtors.insert((currency, names.debtor(Some(debtor)), debtor), owed);
    }
    let buckets = Bucket::columns(request.basis);
    let mut columns = vec![
        Column::text("debtor", "Debtor"),
        Column::text("debtor_name", "Name"),
        Column::text("currency", "Currency"),
        Column::of(Kind::Number, "invoices", "Invoices"),
        Column::sum("open", "Open"),
    ];
    columns.extend(buckets.iter().map(|(_, column)| *column));
    if request.basis == AgeBasis::DueDate {
        columns.push(Column::of(Kind::Percent, "past_due", "Past due"));
    }
    columns.push(Column::of(Kind::Percent, "share", "Share"));
    let mut rows = Vec::with_capacity(debtors.len());
    for ((currency, code, debtor), owed) in debtors {
        let amount = |bucket: &Bucket| owed.by_bucket[*bucket as usize];
        let mut row = vec![
            Cell::words(code),
            Cell::words(names.debtor_name(debtor)),
            Cell::words(currency.code()),
            Cell::Number(owed.invoices),
            Cell::minor(owed.open, currency),
        ];
        row.extend(buckets.iter().map(|(bucket, _)| Cell::minor(amount(bucket), currency)));
        if request.basis == AgeBasis::DueDate {
            row.push(percent(owed.open - amount(&Bucket::Current), owed.open));
        }
        row.push(percent(owed.open, whole.get(&currency).copied().unwrap_or(0)));
        rows.push(row);
    }
    Report::of(columns, rows).with_totals()
}

/// A part of a whole in per cent with two decimals, half up. For reading only: nothing is computed from it.
fn percent(part: i64, whole: i64) -> Cell {
    let share = Decimal::from(part).checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(whole.into()));
    share.map_or(Cell::Empty, |share| {
        let mut rounded = share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        rounded.rescale(2);
        Cell::Percent(rounded)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// EX-10.02: the invoices of EX-5.07 as of 30 June 2026.
    #[test]
    fn rp_02_buckets_of_example_10_02() {
        let invoices = [
            (date(2026, 6, 20), date(2026, 7, 20), 1_240_000),
            (date(2026, 5, 15), date(2026, 6, 14), 915_050),
            (date(2026, 4, 22), date(2026, 5, 22), 630_000),
            (date(2026, 3, 25), date(2026, 4, 24), 210_025),
            (date(2026, 6, 5), date(2026, 7, 5), 1_500_000),
            (date(2026, 6, 10), date(2026, 7, 10), 420_000),
            (date(2026, 6, 25), date(2026, 7, 25), 333_333),
        ];
        let sums = |basis: AgeBasis| {
            Bucket::ALL.map(|bucket| {
                let start = |(issued, due, _): &(Date, Date, i64)| {
                    if basis == AgeBasis::DueDate { *due } else { *issued }
                };
                let in_it = invoices
                    .iter()
                    .filter(|one| Bucket::of(days_between(start(one), date(2026, 6, 30)), basis) == bucket);
                in_it.map(|(.., amount)| amount).sum::<i64>()
            })
        };
        assert_eq!(sums(AgeBasis::InvoiceDate), [0, 3_493_333, 915_050, 630_000, 210_025]);
        assert_eq!(sums(AgeBasis::DueDate), [3_493_333, 915_050, 630_000, 210_025, 0]);
        assert_eq!(sums(AgeBasis::DueDate).iter().sum::<i64>(), 5_248_408);
    }

    #[test]
    fn rp_02_the_edges_of_the_buckets() {
        let due = |days| Bucket::of(days, AgeBasis::DueDate);
        let issued = |days| Bucket::of(days, AgeBasis::InvoiceDate);
        assert_eq!(
            [due(-5), due(0), due(1), due(30)],
            [Bucket::Current, Bucket::Current, Bucket::UpTo30, Bucket::UpTo30]
        );
        assert_eq!(
            [due(31), due(60), due(61), due(90)],
            [Bucket::UpTo60, Bucket::UpTo60, Bucket::UpTo90, Bucket::UpTo90]
        );
        assert_eq!(
            [due(91), issued(-1), issued(0), issued(31)],
            [Bucket::Older, Bucket::UpTo30, Bucket::UpTo30, Bucket::UpTo60]
        );
    }

    #[test]
    fn rp_03_shares_have_two_decimals() {
        assert_eq!(percent(1, 3), Cell::Percent(Decimal::new(3_333, 2)));
        assert_eq!(percent(1, 1), Cell::Percent(Decimal::new(10_000, 2)));
        assert_eq!(percent(0, 0), Cell::Empty);
    }
}
