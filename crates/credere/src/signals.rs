//! Being told to end: SIGTERM, or SIGINT (Ctrl-C).
//!
//! Contract: the first signal is told to whoever listens ([`heard`]) and to the jobs; the second ends the process at once, with
//! the exit code that shells give to a process ended by it. A thread of its own listens until the process is gone, so that the
//! second is heard whatever the rest waits for.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::watch::{Receiver, channel};

/// Was the process told to end?
pub type Told = Receiver<bool>;

/// Ready once the process was told to end.
pub async fn heard(mut told: Told) {
    // The teller lives as long as the process; were it gone, ending is what is left to do.
    let _ = told.wait_for(|told| *told).await;
}

/// Begins to listen.
///
/// # Errors
/// When the system gives no thread or no signals.
pub fn listen(stop: Arc<AtomicBool>) -> io::Result<Told> {
    let (tell, told) = channel(false);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // Installed here and not on the thread: a signal that comes right after must not end the process unheard.
    let mut signals = {
        let _inside = runtime.enter();
        Signals::install()?
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        runtime.block_on(async move {
            signals.next().await;
            tracing::info!("told to end: requests under way are finished");
            stop.store(true, Ordering::SeqCst);
            tell.send_replace(true);
            let code = signals.next().await;
            tracing::warn!("told to end again: ended at once");
            std::process::exit(code);
        });
    })?;
    Ok(told)
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn install() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// The exit code of a process that the next signal ended.
    async fn next(&mut self) -> i32 {
        tokio::select! {
            _ = self.interrupt.recv() => 128 + 2,
            _ = self.terminate.recv() => 128 + 15,
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "on other systems it can fail")]
    fn install() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> i32 {
        // Without the signal the server runs until its process is ended.
        let _ = tokio::signal::ctrl_c().await;
        130
    }
}
