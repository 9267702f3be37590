//! One client of the kit: its page, its rows for a spreadsheet, the release letters of its customers.

use super::page::{ClientPage, Figure, IndexRow, Release, Table};
use super::{Kit, day, put};
use crate::Error;
use crate::backup::BackupError;
use crate::notice::{prepare_release, told_account};
use crate::post::Press;
use crate::report::{Cell, Format, Report, ReportKind, ReportRequest, run};
use domain::agreement::in_force;
use domain::credit::{ClientPosition, availability};
use domain::id::DebtorId;
use domain::letter::{Letter, PayTo};
use domain::money::{Currency, Money};
use domain::notice::{Notice, NoticeState};
use domain::party::{Client, Factor};
use domain::proof::Proof;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use store::book::Reads;
use store::kept;
use store::kept::history;

/// The reports of a client that are handed over as rows, each with the name of its file.
const ROWS: [(ReportKind, &str); 4] = [
    (ReportKind::ClientStatement, "statement.csv"),
    (ReportKind::Purchases, "invoices-bought.csv"),
    (ReportKind::Collections, "payments-received.csv"),
    (ReportKind::Reserve, "reserves.csv"),
];

/// What the book knows of a client.
pub(super) struct Gathered {
    client: Client,
    factor: String,
    today: Date,
    figures: Vec<Figure>,
    employed: Vec<Money>,
    drawable: Option<Money>,
    reports: Vec<(&'static str, Report)>,
    open: Open,
    letters: Vec<Standing>,
}

/// Open invoices with where each is paid to.
struct Open {
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    csv: Vec<Vec<String>>,
    sums: BTreeMap<Currency, i64>,
}

/// A notice that stands.
struct Standing {
    debtor: String,
    name: String,
    state: NoticeState,
    open: Vec<String>,
    letter: Result<Letter, String>,
}

/// Reads all of a client from one state of the book.
pub(super) fn gather(
    reads: &mut dyn Reads,
    factor: &Factor,
    client: &Client,
    today: Date,
    now: Timestamp,
) -> Result<Gathered, Error> {
    let from = history::days(reads)?.map_or(today, |(first, _)| first.min(today));
    let request = ReportRequest { client: Some(client.id), from: Some(from), ..ReportRequest::new(today) };
    let mut reports = Vec::new();
    for (kind, file) in ROWS {
        reports.push((file, run(reads, kind, &request, now)?));
    }
    let notices: HashMap<DebtorId, Notice> =
        kept::notice::of_client(reads, client.id)?.into_iter().map(|notice| (notice.debtor, notice)).collect();
    let pairs = kept::party::pairs_of_client(reads, client.id)?;
    let ids: Vec<uuid::Uuid> = pairs.iter().map(|pair| pair.debtor.0).collect();
    let debtors = kept::party::debtors_by_id(reads, &ids)?;
    let by_code: HashMap<&str, DebtorId> = debtors.iter().map(|debtor| (debtor.code.as_str(), debtor.id)).collect();
    let aging = run(reads, ReportKind::Aging, &request, now)?;
    let mut open = open_invoices(reads, factor, client, &aging, (&by_code, &notices), today)?;
    open.rows.sort();
    let mut letters = Vec::new();
    for debtor in &debtors {
        let Some(notice) = notices.get(&debtor.id).filter(|notice| stands(notice)) else { continue };
        letters.push(Standing {
            debtor: debtor.code.to_string(),
            name: debtor.name.clone(),
            state: notice.state(),
            open: still_open(&aging, debtor.code.as_str()),
            letter: match prepare_release(reads, factor, notice, today) {
                Ok(letter) => Ok(letter),
                Err(Error::Fault(fault)) => return Err(fault.into()),
                // What keeps a letter from being prepared is said in the kit.
                Err(other) => Err(other.to_string()),
            },
        });
    }
    letters.sort_by(|one, other| one.debtor.cmp(&other.debtor));
    let (figures, employed, drawable) = balances(reads, client, today)?;
    let (client, factor) = (client.clone(), factor.name.clone());
    Ok(Gathered { client, factor, today, figures, employed, drawable, reports, open, letters })
}

/// Does the customer still pay the factor because of this notice?
fn stands(notice: &Notice) -> bool {
    notice.was_given() && !matches!(notice.state(), NoticeState::Released | NoticeState::Superseded)
}

/// The sums that a customer owes on the client's invoices: `1,200.00 USD on 3 invoices`.
fn still_open(aging: &Report, debtor: &str) -> Vec<String> {
    let mut sums: BTreeMap<Currency, (i64, i64)> = BTreeMap::new();
    let (Some(code), Some(open)) = (aging.place("debtor"), aging.place("open")) else { return Vec::new() };
    for row in aging.rows.iter().filter(|row| row[code].as_text() == debtor) {
        if let Some(money) = row[open].as_money() {
            let sum = sums.entry(money.currency).or_default();
            *sum = (sum.0 + money.minor, sum.1 + 1);
        }
    }
    let shown = |(currency, (minor, count))| {
        let invoices = if count == 1 { "1 invoice".to_owned() } else { format!("{count} invoices") };
        format!("{} on {invoices}", Money::new(minor, currency))
    };
    sums.into_iter().map(shown).collect()
}

fn open_invoices(
    reads: &mut dyn Reads,
    factor: &Factor,
    client: &Client,
    aging: &Report,
    (by_code, notices): (&HashMap<&str, DebtorId>, &HashMap<DebtorId, Notice>),
    today: Date,
) -> Result<Open, Error> {
    const KEYS: [&str; 7] = ["debtor", "debtor_name", "invoice", "issued", "due", "original", "open"];
    let places: Vec<usize> = KEYS.iter().filter_map(|key| aging.place(key)).collect();
    let mut open = Open {
        columns: vec!["Customer", "Name", "Invoice", "Issued", "Due", "Amount", "Open", "Is paid to"],
        rows: Vec::new(),
        csv: vec![KEYS.iter().chain(&["currency", "paid_to"]).map(|key| (*key).to_owned()).collect()],
        sums: BTreeMap::new(),
    };
    for row in &aging.rows {
        let Some(money) = aging.place("open").and_then(|place| row[place].as_money()) else { continue };
        *open.sums.entry(money.currency).or_default() += money.minor;
        let debtor = aging.place("debtor").and_then(|place| by_code.get(row[place].as_text()));
        let paid_to = match debtor {
            Some(debtor) if notices.get(debtor).is_some_and(stands) => {
                let told = told_account(reads, factor, (client.id, *debtor), money.currency, today)?;
                told.map_or_else(|| "the factor; its account is not on file".to_owned(), |told| account(&told))
            }
            // GL-52: before it has received notice the customer is discharged by paying the client.
            _ => "the client: no notice stands (GL-52)".to_owned(),
        };
        let shown = |cell: &Cell| match cell {
            Cell::Money(money) => money.to_string(),
            other => crate::report::figures(other),
        };
        let plain = |cell: &Cell| match cell {
            Cell::Money(money) => money.decimal().to_string(),
            other => crate::report::harmless(&crate::report::figures(other)).into_owned(),
        };
        open.rows.push(places.iter().map(|place| shown(&row[*place])).chain([paid_to.clone()]).collect());
        let currency = money.currency.code().to_owned();
        open.csv.push(places.iter().map(|place| plain(&row[*place])).chain([currency, paid_to]).collect());
    }
    Ok(open)
}

/// An account in one line.
fn account(pay_to: &PayTo) -> String {
    let account = &pay_to.account;
    let bank = account.bic.as_deref().or(account.clearing.as_deref());
    let parts = [Some(account.holder.as_str()), Some(account.number.as_str()), bank, pay_to.reference.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// GL-06, GL-08, GL-09: what the factor has in the client, what is kept back, what may be drawn, each with how it came to be.
fn balances(
    reads: &mut dyn Reads,
    client: &Client,
    today: Date,
) -> Result<(Vec<Figure>, Vec<Money>, Option<Money>), Error> {
    let mut positions = kept::view::client::positions(reads, Some(client.id))?;
    let versions = kept::agreement::versions(reads, client.id)?;
    let current = in_force(&versions, today);
    if let Some(version) = current {
        let currency = version.terms.currency;
        positions.entry((client.id, currency)).or_insert(ClientPosition::empty(currency));
    }
    let (mut figures, mut employed, mut drawable) = (Vec::new(), Vec::new(), None);
    for ((_, currency), position) in positions {
        let money = |minor| Money::new(minor, currency);
        let plain = |label: &str, minor| Figure::plain(label, money(minor));
        let funds = position.net_funds_employed();
        let formula = format!(
            "{} + {} \u{2212} {} \u{2212} {} \u{2212} {} = {}",
            money(position.ledger).figures(),
            money(position.due_from_client).figures(),
            money(position.held).figures(),
            money(position.available).figures(),
            money(position.escrow).figures(),
            funds.figures()
        );
        let how = Proof::new("GL-08", formula)
            .with("open on bought invoices", money(position.ledger))
            .with("due from the client", money(position.due_from_client))
            .with("reserve held", money(position.held))
            .with("reserve available", money(position.available))
            .with("reserve in escrow", money(position.escrow));
        employed.push(funds);
        figures.push(Figure::proved("Funds employed", funds, &how));
        figures.push(plain("Open on bought invoices", position.ledger));
        figures.push(plain("Due from the client", position.due_from_client));
        figures.push(plain("Reserve held", position.held));
        figures.push(plain("Reserve available", position.available));
        figures.push(plain("Reserve in escrow", position.escrow));
        let Some(version) = current.filter(|version| version.terms.currency == currency) else { continue };
        let eligible = kept::invoice::eligible(reads, client.id, currency)?;
        let kept_back = money(version.terms.discretionary_reserve);
        let found = availability(&position, &eligible, kept_back, version.terms.limit())?;
        drawable = Some(found.amount);
        figures.push(Figure::proved("May be drawn", found.amount, &found.proof.under(version.version)));
    }
    Ok((figures, employed, drawable))
}

/// Writes a client's folder; gives back its line of the first page.
pub(super) fn write(
    found: &Gathered,
    folder: &Path,
    press: &impl Press,
    kit: &mut Kit,
) -> Result<IndexRow, BackupError> {
    let code = found.client.code.as_str();
    let unwritten = |error: std::io::Error| crate::backup::disk("written", folder)(error);
    for (file, report) in &found.reports {
        let mut rows = Vec::new();
        report.write(Format::Csv, &mut rows).map_err(unwritten)?;
        put(folder, file, &rows)?;
    }
    let mut csv = csv::Writer::from_writer(Vec::new());
    for row in &found.open.csv {
        csv.write_record(row).map_err(|error| unwritten(std::io::Error::other(error)))?;
    }
    put(folder, "open-invoices.csv", &csv.into_inner().map_err(|error| unwritten(error.into_error()))?)?;
    let mut releases = Vec::new();
    let mut prepared = 0;
    for standing in &found.letters {
        let file = format!("release-{}.pdf", standing.debtor);
        let pdf = standing.letter.as_ref().map_err(Clone::clone).and_then(|letter| press.pdf(letter));
        let why = match pdf {
            Ok(pdf) => {
                put(folder, &file, &pdf)?;
                prepared += 1;
                None
            }
            Err(why) => {
                kit.unprepared.push(format!("{code}, {}: {why}", standing.debtor));
                Some(why)
            }
        };
        releases.push(Release {
            debtor: standing.debtor.clone(),
            name: standing.name.clone(),
            state: standing.state.word().to_owned(),
            open: standing.open.clone(),
            file: why.is_none().then_some(file),
            why,
        });
    }
    kit.letters += prepared;
    let statement = found.reports.iter().find(|(file, _)| *file == "statement.csv");
    let page = ClientPage {
        factor: found.factor.clone(),
        name: found.client.name.clone(),
        code: code.to_owned(),
        as_of: day(found.today),
        chain: kit.contents.head.chain.to_string(),
        figures: &found.figures,
        statement: statement.map(|(_, report)| Table::of(report)).unwrap_or_default(),
        open_columns: &found.open.columns,
        open: &found.open.rows,
        open_sums: found.open.sums.iter().map(|(currency, minor)| Money::new(*minor, *currency).to_string()).collect(),
        files: found.reports.iter().map(|(file, report)| (*file, report.title)).collect(),
        releases: &releases,
    };
    put(folder, "index.html", page.text()?.as_bytes())?;
    Ok(IndexRow {
        code: code.to_owned(),
        name: found.client.name.clone(),
        employed: found.employed.iter().map(Money::to_string).collect(),
        drawable: found.drawable.map(|amount| amount.to_string()),
        open_invoices: found.open.rows.len(),
        prepared,
        unprepared: releases.len() - prepared,
    })
}
