//! Reaching the database: its address, one connection, and what its errors mean.
//!
//! Encrypted where the server offers it (`sslmode=prefer`, libpq's default) or where the address asks for it
//! (`sslmode=require`); certificates are then always checked against the system's roots. A password may stand in the
//! address or in the environment (`PGPASSWORD`), so that it need not be in a command line.

use crate::engine::Fault;
use std::collections::HashMap;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Config, NoTls, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How long a server may take to answer a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// What every connection is told: times are ours, short statements need no compiler, and plans are made once (see the
/// head of `engine::postgres`).
const SETTINGS: &str = "SET client_min_messages = warning; SET timezone = 'UTC'; SET jit = off; SET plan_cache_mode = force_generic_plan; \
    SET extra_float_digits = 0;";

/// A connection with what is known on it.
pub(super) struct Live {
    pub(super) client: Client,
    pub(super) statements: HashMap<String, Prepared>,
    /// The types of the columns of every table, in the order of the schema; read when first needed.
    pub(super) columns: HashMap<String, Vec<(String, Type)>>,
}

/// A statement that the server knows, and the tables it names.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) statement: Statement,
    pub(super) tables: std::sync::Arc<[&'static str]>,
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

/// Connects, and leaves the connection's own work to `runtime`.
pub(super) fn connect(runtime: &Runtime, config: &Config, settings: &str) -> Result<Live, Fault> {
    let refused = fault("reaching it");
    let client = runtime.block_on(async {
        let client = match MakeRustlsConnect::with_native_certs() {
            Ok((tls, _)) => {
                let (client, connection) = config.connect(tls).await?;
                // Its end is seen by whoever asks next.
                tokio::spawn(async move { drop(connection.await) });
                client
            }
            // Without roots nothing can be checked: where encryption is asked for, the driver refuses.
            Err(_) => {
                let (client, connection) = config.connect(NoTls).await?;
                tokio::spawn(async move { drop(connection.await) });
                client
            }
        };
        client.batch_execute(SETTINGS).await?;
        client.batch_execute(settings).await?;
        Ok(client)
    });
    let client = client.map_err(refused)?;
    Ok(Live { client, statements: HashMap::new(), columns: HashMap::new() })
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
