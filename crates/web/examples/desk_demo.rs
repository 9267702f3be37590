//! The desk with the example book, to look at: `cargo run -p web --example desk_demo -- [FOLDER]`.
//!
//! Lives through `examples/` day by day with a clock set by hand, in a new book in FOLDER (a temporary one without it),
//! then serves it and prints the link. A folder that holds a book already is served as it is.

use app::{App, Clock, Command, Ids, NewBook};
use domain::invoice::TransferMethod;
use domain::money::Currency;
use jiff::Timestamp;
use jiff::civil::{Date, Weekday, date};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use web::{Secrets, serve};

/// The day the book is opened, before anything happens.
const OPENED: Date = date(2026, 7, 20);
/// The last day of the example book.
const ANCHOR: Date = date(2026, 11, 20);

type Failed = Box<dyn std::error::Error>;

/// Noon in New York.
fn noon(day: Date) -> Result<Timestamp, Failed> {
    Ok(day.at(12, 0, 0, 0).in_tz("America/New_York")?.timestamp())
}

fn files_of(path: &Path) -> Result<Vec<(String, Vec<u8>)>, Failed> {
    let mut paths: Vec<PathBuf> = if path.is_dir() {
        std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?
    } else {
        vec![path.to_owned()]
    };
    paths.sort();
    let name = |path: &Path| path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    paths.iter().map(|path| Ok((name(path), std::fs::read(path)?))).collect()
}

/// What lies in a folder, by the date in front of its name.
fn by_day(folder: &Path) -> Result<BTreeMap<Date, Vec<PathBuf>>, Failed> {
    let mut days: BTreeMap<Date, Vec<PathBuf>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        if let Some(day) = name.get(..10).and_then(|day| day.parse().ok()) {
            days.entry(day).or_default().push(path);
        }
    }
    days.values_mut().for_each(|paths| paths.sort());
    Ok(days)
}

fn live(app: &App, clock: &Clock, examples: &Path) -> Result<(), Failed> {
    let (schedules, statements) = (by_day(&examples.join("schedules"))?, by_day(&examples.join("statements"))?);
    let first = schedules.keys().chain(statements.keys()).min().copied().ok_or("the examples are empty")?;
    clock.set(noon(first)?);
    let master = std::fs::read(examples.join("portfolio.toml"))?;
    let portfolio = formats::portfolio::read("portfolio.toml", &master).map_err(|refused| refused.to_string())?;
    app::portfolio::import_portfolio(app, "demo", portfolio)?;
    let mut day = first;
    while day <= ANCHOR {
        clock.set(noon(day)?);
        for path in schedules.get(&day).into_iter().flatten() {
            let name = path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let client = name[11..].split('.').next().unwrap_or_default().to_owned();
            let read = app::schedule::read_files(app, &client, None, &files_of(path)?, TransferMethod::CreditTransfer)?;
            app::schedule::submit(app, "demo", &read, &mut |_| {})?;
        }
        for path in statements.get(&day).into_iter().flatten() {
            app::cash::import_statement(app, &files_of(path)?, None, "demo", &mut |_| {})?;
        }
        if day.weekday() == Weekday::Friday && day < ANCHOR {
            let due = app.read(|book| app::payment::due(book))?;
            let ids: Vec<_> = due.iter().filter(|one| one.missing.is_empty()).map(|one| one.id).collect();
            if !ids.is_empty() {
                app.run(Command::system("demo"), move |task| app::payment::make_files(task, &ids))?;
            }
        }
        day = day.tomorrow()?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let given = std::env::args().nth(1).map(PathBuf::from);
    let kept = tempfile::tempdir()?;
    let folder = given.unwrap_or_else(|| kept.path().to_owned());
    let app = if store::Book::exists(&folder.as_path().into())? {
        App::open(&folder, Clock::set_to(noon(ANCHOR)?), Ids::random())?
    } else {
        let new = NewBook {
            name: "Lantern Trade Finance".to_owned(),
            country: "US".to_owned(),
            currency: Currency::USD,
            zone: "America/New_York".to_owned(),
        };
        // Time in a book never goes back: it is opened before the first day of the examples.
        let clock = Clock::set_to(noon(OPENED)?);
        let app = App::init(&folder, &new, clock.clone(), Ids::random())?;
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
        live(&app, &clock, &examples)?;
        app
    };
    let secrets = Arc::new(Secrets::new("demo".to_owned()));
    let serving = serve(app, secrets.clone(), 0).await?;
    let link = format!("http://{}/sign-in/{}", serving.address, secrets.new_link());
    std::io::Write::write_all(&mut std::io::stdout(), format!("{link}\n").as_bytes())?;
    serving.until(std::future::pending()).await?;
    Ok(())
}
