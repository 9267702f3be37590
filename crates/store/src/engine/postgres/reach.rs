//! Reaching the database: its address, one connection, and what its errors mean.
//!
//! Encrypted where the server offers it (`sslmode=prefer`, libpq's default) or where the address asks for it
//! (`sslmode=require`); certificates are then always checked against the system's roots. A password may stand in the
//! address or in the environment (`PGPASSWORD`), so that it need not be in a command line.

use super::scope::Scope;
use crate::engine::Fault;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Config, NoTls, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;
use uuid::Uuid;

/// How long a server may take to answer a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// What every connection is told: times are ours, short statements need no compiler, and plans are made once (see the
/// head of `engine::postgres`).
const SETTINGS: &str = "SET client_min_messages = warning; SET timezone = 'UTC'; SET jit = off; SET plan_cache_mode = force_generic_plan; \
    SET extra_float_digits = 0;";

/// A connection with what is known on it.
pub(super) struct Live {
    pub(super) client: Arc<Client>,
    pub(super) statements: HashMap<String, Prepared>,
    /// What stands in `factor.writer` when this connection wrote the book last.
    pub(super) mark: Uuid,
    /// The types of the columns of every table, in the order of the schema; read when first needed.
    pub(super) columns: HashMap<String, Vec<(String, Type)>>,
}

/// A statement that the server knows, and the tables it names.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) statement: Statement,
    /// Its place among the connection's statements.
    pub(super) number: usize,
    /// Does it only read?
    pub(super) reads: bool,
    pub(super) tables: Arc<[&'static str]>,
    /// Which rows it is about, where it only reads.
    pub(super) scope: Option<Arc<Scope>>,
    /// The statement that asks it many times at once, where there can be one (see `ahead`).
    pub(super) many: Option<Arc<str>>,
}

/// How long a connection may take to say good-bye.
const GOODBYE: Duration = Duration::from_secs(1);

/// Where a connection's own work runs. Whoever holds it may end anywhere, also inside a server's runtime, where nothing may
/// wait: the good-bye is said on a thread of its own.
pub(super) struct Ground {
    runtime: Option<Runtime>,
    talking: Option<JoinHandle<()>>,
}

impl Ground {
    pub(super) fn new() -> Result<Self, Fault> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Fault::Engine { doing: "starting", reason: error.to_string() })?;
        Ok(Self { runtime: Some(runtime), talking: None })
    }

    pub(super) fn block_on<F: Future>(&self, work: F) -> F::Output {
        self.runtime.as_ref().expect("it is there until it is dropped").block_on(work)
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let (Some(runtime), talking) = (self.runtime.take(), self.talking.take()) {
            let ends = std::thread::Builder::new().name("good-bye".to_owned()).spawn(move || {
                if let Some(talking) = talking {
                    // Whoever does not answer in time is left.
                    let _ = runtime.block_on(async { tokio::time::timeout(GOODBYE, talking).await });
                }
            });
            // Without a thread the system ends the connection.
            drop(ends);
        }
    }
}

/// The address as the driver takes it.
///
/// # Errors
/// [`Fault::Book`] when it is no address.
pub(super) fn config(url: &str) -> Result<Config, Fault> {
    let mut config: Config = url.parse().map_err(|error| {
        Fault::Book(format!(
            "the address of the database does not read: {error}; write it as postgres://user@host:5432/database"
        ))
    })?;
    if config.get_password().is_none()
        && let Ok(password) = std::env::var("PGPASSWORD")
    {
        config.password(password);
    }
    if config.get_application_name().is_none() {
        config.application_name("credere");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT);
    }
    Ok(config)
}

/// Connects, and leaves the connection's own work to `ground`.
pub(super) fn connect(ground: &mut Ground, config: &Config, settings: &str) -> Result<Live, Fault> {
    let refused = fault("reaching it");
    let reached = ground.block_on(async {
        // The connection's end is seen by whoever asks next.
        let (client, talking) = match MakeRustlsConnect::with_native_certs() {
            Ok((tls, _)) => {
                let (client, connection) = config.connect(tls).await?;
                (client, tokio::spawn(async move { drop(connection.await) }))
            }
            // Without roots nothing can be checked: where encryption is asked for, the driver refuses.
            Err(_) => {
                let (client, connection) = config.connect(NoTls).await?;
                (client, tokio::spawn(async move { drop(connection.await) }))
            }
        };
        client.batch_execute(SETTINGS).await?;
        client.batch_execute(settings).await?;
        let mark: String = client.query_one("SELECT CAST(gen_random_uuid() AS TEXT)", &[]).await?.try_get(0)?;
        Ok((client, talking, mark))
    });
    let (client, talking, mark) = reached.map_err(refused)?;
    let mark = Uuid::parse_str(&mark).map_err(|error| Fault::unreadable("id", error))?;
    ground.talking = Some(talking);
    Ok(Live { client: Arc::new(client), statements: HashMap::new(), mark, columns: HashMap::new() })
}

/// What an error of the database means.
pub(super) fn fault(doing: &'static str) -> impl Fn(tokio_postgres::Error) -> Fault {
    move |error| {
        let Some(told) = error.as_db_error() else {
            // No answer at all: the connection is gone, or never was.
            let away = error.is_closed()
                || std::error::Error::source(&error).is_some_and(|cause| cause.is::<std::io::Error>());
            let reason = chain(&error);
            return if away { Fault::Away { reason } } else { Fault::Engine { doing, reason } };
        };
        let (code, reason) = (told.code(), told.message().to_owned());
        match code.code() {
            _ if *code == SqlState::UNIQUE_VIOLATION => {
                Fault::Taken { constraint: told.constraint().unwrap_or("a constraint").to_owned() }
            }
            "40001" | "40P01" => Fault::Contended { reason },
            "53100" => Fault::Full { reason },
            "53300" => Fault::Away { reason },
            // A message that it cannot read is a fault of ours, and would be one again.
            "08P01" => Fault::Engine { doing, reason: format!("{reason} (08P01)") },
            code if code.starts_with("08") || code.starts_with("57P0") => Fault::Away { reason },
            code => Fault::Engine { doing, reason: format!("{reason} ({code})") },
        }
    }
}

/// An error with its causes.
fn chain(error: &tokio_postgres::Error) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(one) = cause {
        let more = one.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        cause = one.source();
    }
    words
}
