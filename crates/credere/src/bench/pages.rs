//! The desk's pages on a large book: how long each takes on the server, from request to last byte.
//!
//! The book is filled through the purchase path, a part of it is paid through a bank statement, then each page is asked for
//! [`TIMES`] times, one request at a time.

use super::book;
use super::ground::Ground;
use domain::money::{Currency, Money};
use serde::Serialize;
use std::error::Error;
use std::fmt;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;
use store::kept;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use web::Secrets;

/// How often each page is asked for; the median counts.
const TIMES: usize = 7;
/// One in so many invoices is paid.
const PAID: u64 = 20;

/// One page.
#[derive(Debug, Serialize)]
pub struct Page {
    /// Its address.
    pub path: String,
    /// The middle of its times, in milliseconds.
    pub median_ms: f64,
    /// How large it is.
    pub bytes: usize,
    /// What the server answered.
    pub status: u16,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// Invoices in the book.
    pub invoices: u64,
    /// The slowest page's median, in milliseconds.
    pub slowest_ms: f64,
    /// Every page.
    pub pages: Vec<Page>,
}

/// A table for people.
impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} invoices; slowest page {:.1} ms", self.invoices, self.slowest_ms)?;
        for page in &self.pages {
            writeln!(f, "{:>9.1} ms {:>9} bytes  {}  {}", page.median_ms, page.bytes, page.status, page.path)?;
        }
        Ok(())
    }
}

type Failure = Box<dyn Error + Send + Sync>;

/// Fills a book with `invoices` and asks for each page.
pub fn measure(ground: &Ground, invoices: u64) -> Result<Measured, Failure> {
    let folder = ground.folder()?;
    let app = book::open(ground.home(&folder.path().join("book"), None))?;
    let today = app.today();
    book::buy(&app, 0..invoices, |number| book::line(number, today))?;
    let statement = statement(invoices, today);
    app::cash::import_statement(&app, &[("measured.csv".to_owned(), statement)], None, "bench", &mut |_| {})?;
    let invoice = app.read(|snapshot| {
        let schedule =
            kept::schedule::by_number(snapshot, 1)?.ok_or_else(|| app::Error::NotFound("schedule".to_owned()))?;
        Ok(kept::invoice::of_schedule(snapshot, schedule.id, 0, 1)?.first().map(|invoice| invoice.id))
    })?;
    let debtor = book::debtor(1);
    let mut paths: Vec<String> = [
        "/today",
        "/clients",
        "/debtors",
        "/schedules",
        "/schedules/1",
        "/schedules/new",
        "/cash",
        "/cash/1",
        "/payments",
        "/reports",
        "/search?q=INV-5",
        "/search?q=1234.56",
        "/settings",
    ]
    .map(str::to_owned)
    .into();
    paths.push(format!("/clients/{}", book::CLIENT));
    paths.push(format!("/debtors/{debtor}"));
    paths.extend(invoice.map(|id| format!("/invoices/{id}")));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async move {
        let secrets = Arc::new(Secrets::new(web::new_token()));
        let link = secrets.new_link();
        let session = secrets.sign_in(&link).ok_or("a fresh link signs in")?;
        let serving = web::serve(app, secrets, 0).await?;
        let address = serving.address;
        let server = tokio::spawn(serving.until(std::future::pending()));
        let mut pages = Vec::new();
        for path in paths {
            pages.push(page(address, &session, path).await?);
        }
        server.abort();
        let slowest_ms = pages.iter().map(|page| page.median_ms).fold(0.0, f64::max);
        Ok(Measured { invoices, slowest_ms, pages })
    })
}

/// A statement in Credere's own layout that pays one in [`PAID`] invoices.
fn statement(invoices: u64, today: jiff::civil::Date) -> Vec<u8> {
    let mut rows =
        String::from("account,statement,currency,opening,closing,booked,valued,amount,reference,payer,text\n");
    let paid: Vec<_> =
        (0..invoices).step_by(usize::try_from(PAID).unwrap_or(1)).map(|number| book::line(number, today)).collect();
    let sum = Money::new(paid.iter().map(|line| line.amount.minor).sum(), Currency::USD);
    for (place, line) in paid.iter().enumerate() {
        let amount = line.amount.decimal();
        // Writing to a text cannot fail.
        let _ = writeln!(
            rows,
            "1000200030,M-1,USD,0.00,{},{today},{today},{amount},REF-{place},Measured Payer,Invoice {}",
            sum.decimal(),
            line.number
        );
    }
    rows.into_bytes()
}

/// Asks for a page several times over a connection of its own each.
async fn page(address: SocketAddr, session: &str, path: String) -> Result<Page, Failure> {
    let mut times = Vec::new();
    let (mut bytes, mut status) = (0, 0);
    for _ in 0..TIMES {
        let mut stream = TcpStream::connect(address).await?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: credere_session={session}\r\nConnection: close\r\n\r\n"
        );
        let begun = Instant::now();
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        times.push(begun.elapsed());
        bytes = answer.len();
        status = std::str::from_utf8(answer.get(9..12).unwrap_or_default())?.parse()?;
    }
    times.sort_unstable();
    Ok(Page { path, median_ms: times[TIMES / 2].as_secs_f64() * 1000.0, bytes, status })
}
