//! `credere serve`

use super::{Data, Failure};
use crate::jobs::Jobs;
use crate::signals::{self, Told};
use crate::{log, output};
use app::App;
use clap::Args;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use web::{GuestDoor, Secrets};

/// The port when none is named.
pub const PORT: u16 = 7878;
/// How long requests under way may take once the process was told to end.
pub const FINISH: Duration = Duration::from_secs(30);
/// How long work on other threads may take after that.
const LEFT_BEHIND: Duration = Duration::from_secs(5);
/// File in the data folder that holds the API's token, readable by its owner only.
const TOKEN_FILE: &str = "api-token";

/// The factor's desk in a browser, and the JSON API, on this machine only.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    data: Data,
    /// The port to serve on; 0 lets the system choose.
    #[arg(long, value_name = "N", default_value_t = PORT)]
    port: u16,
    /// The address to serve on. Only loopback until accounts exist.
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    address: std::net::IpAddr,
    /// Also let guests in here: the check page and the pages behind signed links, and nothing else.
    #[arg(long, value_name = "IP:PORT")]
    guest_address: Option<SocketAddr>,
    /// A proxy on this machine (for TLS) stands before the guests' address: believe its X-Forwarded-For.
    ///
    /// Without this every guest who comes through it counts as one caller. The proxy must connect from 127.0.0.1 or ::1 and
    /// add the caller's address at the end of X-Forwarded-For; a proxy on another machine is not believed.
    #[arg(long, requires = "guest_address")]
    guest_behind_proxy: bool,
    /// Serve alone: send no mail, read no mail, run none of the daily jobs.
    #[arg(long)]
    no_jobs: bool,
}

impl Serve {
    pub fn run(self) -> Result<ExitCode, Failure> {
        if !self.address.is_loopback() {
            let text = format!(
                "{} is not an address of this machine alone; the desk is served on loopback until accounts exist. Leave --address out, \
                 and reach it from elsewhere through a tunnel of your own",
                self.address
            );
            return Err(text.into());
        }
        let behind_proxy = self.guest_behind_proxy;
        let guests = self.guest_address.map(|address| GuestDoor { address, behind_proxy });
        let app = self.data.open()?;
        let jobs = if self.no_jobs { None } else { Some(Jobs::start(app.clone())?) };
        serve(app, self.port, guests, jobs)
    }
}

/// Serves until it is told to end; then nothing new is let in, requests under way are finished, for [`FINISH`] at the most,
/// the jobs stop between two of their units, and the queue commits and answers what it holds. A second signal ends the
/// process at once: what was acknowledged is on the disk all the same.
pub fn serve(app: App, port: u16, guests: Option<GuestDoor>, jobs: Option<Jobs>) -> Result<ExitCode, Failure> {
    log::keep_panics_quiet();
    let folder = app.folder().to_owned();
    let token = api_token(&folder)?;
    let stop = jobs.as_ref().map(Jobs::stop).unwrap_or_default();
    let told = signals::listen(stop)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(doors(app.clone(), token, &folder, port, guests, told));
    if let Some(jobs) = jobs {
        jobs.end();
    }
    // Work that nobody waits for any more, because its request was cut off.
    runtime.shutdown_timeout(LEFT_BEHIND);
    // The last holder of the book waits for its queue.
    drop(app);
    served?;
    tracing::info!("ended");
    Ok(ExitCode::SUCCESS)
}

async fn doors(
    app: App,
    token: String,
    folder: &Path,
    port: u16,
    guests: Option<GuestDoor>,
    told: Told,
) -> Result<(), Failure> {
    let secrets = Arc::new(Secrets::new(token));
    let link = secrets.new_link();
    let desk = web::serve(app.clone(), secrets.clone(), port).await?;
    let guests = match guests {
        Some(door) => Some(web::serve_guests(app, secrets, door).await?),
        None => None,
    };
    output::line(format!("Sign in once with http://{}/sign-in/{link}", desk.address));
    output::note(format!(
        "The API is at http://{}/api/v1/docs; its token is in {}.",
        desk.address,
        folder.join(TOKEN_FILE).display()
    ));
    if let Some(guests) = &guests {
        let at = guests.address;
        output::note(format!("Guests are let in at http://{at} (check page, signed links), nothing else is there."));
    }
    output::note("Press Ctrl-C to end.");
    let desk = desk.until(signals::heard(told.clone()));
    let both = async {
        match guests {
            Some(guests) => tokio::try_join!(desk, guests.until(signals::heard(told.clone()))).map(drop),
            None => desk.await,
        }
    };
    let patience = async {
        signals::heard(told.clone()).await;
        tokio::time::sleep(FINISH).await;
    };
    tokio::select! {
        ended = both => ended?,
        () = patience => tracing::warn!("requests that did not end in time are cut off"),
    }
    Ok(())
}

/// The API's token: made with the first start, kept in a file only its owner can read.
fn api_token(folder: &Path) -> Result<String, Failure> {
    let path = folder.join(TOKEN_FILE);
    if let Ok(known) = std::fs::read_to_string(&path)
        && !known.trim().is_empty()
    {
        return Ok(known.trim().to_owned());
    }
    let token = web::new_token();
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    writeln!(options.open(&path)?, "{token}")?;
    Ok(token)
}
