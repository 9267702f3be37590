//! Single purchases over HTTP: every client waits for its answer, which comes after the commit.
//!
//! Server and clients run in this process and share its cores; the requests go through TCP on loopback, the API's
//! guards and the committing queue like any other. Over several books each has a server of its own, and the clients are spread
//! over them in turn. Limits: [`CLIENTS`] clients, [`BOOKS`] books, [`SECONDS`] seconds.

use super::book;
use super::ground::Ground;
use hdrhistogram::Histogram;
use serde::Serialize;
use std::error::Error;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use web::Secrets;

/// Most clients at a time.
pub const CLIENTS: u64 = 500;
/// Most books at a time.
pub const BOOKS: u64 = 100;
/// Longest measurement.
pub const SECONDS: u64 = 300;
/// Time before answers are counted.
const WARM_UP: Duration = Duration::from_millis(500);

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// Clients that asked at the same time.
    pub clients: u64,
    /// Books that they bought for.
    pub books: u64,
    /// Purchases answered.
    pub count: u64,
    /// Purchases a second.
    pub purchases_per_second: f64,
    /// Half of the answers came within so many milliseconds.
    pub p50_ms: f64,
    /// 99 of 100 answers came within so many milliseconds.
    pub p99_ms: f64,
    /// Answers that were no purchase.
    pub refused: u64,
    /// Most memory the process held, in MB; 0 where the system does not say.
    pub peak_memory_mb: u64,
}

/// One line for people.
impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} clients, {}: {:.0} purchases a second; half within {:.2} ms, 99 % within {:.2} ms; {} in all, {} refused; peak memory {} MB",
            self.clients,
            if self.books == 1 { "one book".to_owned() } else { format!("{} books", self.books) },
            self.purchases_per_second,
            self.p50_ms,
            self.p99_ms,
            self.count,
            self.refused,
            self.peak_memory_mb
        )
    }
}

type Failure = Box<dyn Error + Send + Sync>;

/// Lets `clients` buy one invoice after the other for `seconds`, spread over so many books.
pub fn measure(ground: &Ground, clients: u64, books: u64, seconds: u64) -> Result<Measured, Failure> {
    let folder = ground.folder()?;
    let mut apps = Vec::new();
    for number in 0..books {
        apps.push(book::open(ground.home(&folder.path().join(format!("book-{number}")), None))?);
    }
    let today = apps.first().ok_or("there is at least one book")?.today();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async move {
        let token = web::new_token();
        let (mut addresses, mut ends, mut servers) = (Vec::new(), Vec::new(), Vec::new());
        for app in apps {
            let serving = web::serve(app, Arc::new(Secrets::new(token.clone())), 0).await?;
            addresses.push(serving.address);
            let (end, ended) = tokio::sync::oneshot::channel::<()>();
            ends.push(end);
            servers.push(tokio::spawn(serving.until(async move {
                // Ends also when the measurement fails and drops its side.
                let _ = ended.await;
            })));
        }
        let counting = Instant::now() + WARM_UP;
        let until = counting + Duration::from_secs(seconds);
        let asking: Vec<_> = (0..clients)
            .zip(addresses.iter().copied().cycle())
            .map(|(client, address)| {
                tokio::spawn(ask(address, token.clone(), client, today.to_string(), (counting, until)))
            })
            .collect();
        let mut all: Histogram<u64> = Histogram::new(3)?;
        let mut refused = 0;
        for one in asking {
            let (times, its_refused) = one.await??;
            all.add(times)?;
            refused += its_refused;
        }
        drop(ends);
        for server in servers {
            server.await??;
        }
        #[expect(clippy::cast_precision_loss, reason = "a speed, not money")]
        let (rate, milliseconds) = (all.len() as f64 / seconds as f64, |micros: u64| micros as f64 / 1000.0);
        Ok(Measured {
            clients,
            books,
            count: all.len(),
            purchases_per_second: rate,
            p50_ms: milliseconds(all.value_at_quantile(0.5)),
            p99_ms: milliseconds(all.value_at_quantile(0.99)),
            refused,
            peak_memory_mb: super::purchase::peak_memory(),
        })
    })
}

/// One client: asks, waits for the answer, asks again.
async fn ask(
    address: SocketAddr,
    token: String,
    client: u64,
    today: String,
    (counting, until): (Instant, Instant),
) -> Result<(Histogram<u64>, u64), Failure> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    let due = today.parse::<jiff::civil::Date>()?.saturating_add(jiff::Span::new().days(30));
    let mut times = Histogram::new(3)?;
    let mut refused = 0;
    let mut body = Vec::new();
    for number in 0_u64.. {
        let debtor = book::debtor(client.wrapping_mul(7919).wrapping_add(number) % book::DEBTORS);
        let json = format!(
            r#"{{"transfer_method":"CREDIT_TRANSFER","lines":[{{"debtor":"{debtor}","number":"H{client}-{number}","issued":"{today}","due":"{due}","amount":{{"amount":"1234.50","currency":"USD"}}}}]}}"#
        );
        let request = format!(
            "POST /api/v1/clients/{}/schedules HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
             Idempotency-Key: bench-{client}-{number}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{json}",
            book::CLIENT,
            json.len()
        );
        let begun = Instant::now();
        write.write_all(request.as_bytes()).await?;
        let status = answer(&mut read, &mut body).await?;
        let now = Instant::now();
        if begun >= counting && now <= until {
            times.record(u64::try_from((now - begun).as_micros())?)?;
            let bought = status / 100 == 2 && body.windows(8).any(|text| text == b"PURCHASE");
            refused += u64::from(!bought);
        }
        if now >= until {
            break;
        }
    }
    Ok((times, refused))
}

/// Reads one answer with a known length; gives back its status.
async fn answer(read: &mut BufReader<tokio::net::tcp::OwnedReadHalf>, body: &mut Vec<u8>) -> Result<u16, Failure> {
    let mut line = String::new();
    read.read_line(&mut line).await?;
    let status = line.split(' ').nth(1).ok_or("the server hung up")?.parse()?;
    let mut length = 0;
    loop {
        line.clear();
        read.read_line(&mut line).await?;
        let header = line.trim_end();
        if header.is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse()?;
        }
    }
    body.resize(length, 0);
    read.read_exact(body).await?;
    Ok(status)
}
