//! Connections of the guests' door: how many at a time, how long, how slow.
//!
//! Contract: at most [`CONNECTIONS`] at a time, [`CONNECTIONS_EACH`] per network (a proxy on this machine counts for
//! nobody, it keeps its own limits); what is above is hung up at once. A connection on which nothing moves for [`IDLE`],
//! or that is older than [`LIFE`], is hung up: neither a slow head nor a slow body can hold a place for long.

use super::caller::Caller;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep_until};

/// Most connections at a time.
pub const CONNECTIONS: usize = 1_024;
/// Most connections of one network at a time: several people of one office, each with a browser's six.
pub const CONNECTIONS_EACH: usize = 64;
/// Longest time without a byte either way.
pub const IDLE: Duration = Duration::from_secs(30);
/// Longest life of a connection: an upload of the largest size over a slow telephone line fits in.
pub const LIFE: Duration = Duration::from_secs(600);

#[derive(Default)]
struct Open {
    all: usize,
    each: HashMap<Caller, usize>,
}

/// The listener with its limits.
pub struct Door {
    listener: TcpListener,
    open: Arc<Mutex<Open>>,
    behind_proxy: bool,
}

/// A place that a connection holds while it lives.
struct Place {
    caller: Caller,
    open: Arc<Mutex<Open>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = lock(&self.open);
        open.all = open.all.saturating_sub(1);
        if let Some(count) = open.each.get_mut(&self.caller) {
            *count -= 1;
            if *count == 0 {
                open.each.remove(&self.caller);
            }
        }
    }
}

fn lock(open: &Mutex<Open>) -> std::sync::MutexGuard<'_, Open> {
    match open.lock() {
        Ok(open) => open,
        Err(poisoned) => poisoned.into_inner(),
    }
}

impl Door {
    /// Takes a listener under these limits.
    #[must_use]
    pub fn new(listener: TcpListener, behind_proxy: bool) -> Self {
        Self { listener, open: Arc::default(), behind_proxy }
    }

    fn place(&self, address: SocketAddr) -> Option<Place> {
        let caller = Caller::of(address.ip());
        let counts = !(self.behind_proxy && address.ip().to_canonical().is_loopback());
        let mut open = lock(&self.open);
        if open.all >= CONNECTIONS {
            return None;
        }
        let each = open.each.entry(caller).or_default();
        if counts && *each >= CONNECTIONS_EACH {
            return None;
        }
        *each += 1;
        open.all += 1;
        Some(Place { caller, open: self.open.clone() })
    }
}

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub SocketAddr);

impl Connected<IncomingStream<'_, Door>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        Self(*stream.remote_addr())
    }
}

impl Listener for Door {
    type Io = Timed;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Timed, SocketAddr) {
        loop {
            let (stream, address) = Listener::accept(&mut self.listener).await;
            // Without a place the stream is dropped here: hung up.
            if let Some(place) = self.place(address) {
                let now = Instant::now();
                let timed = Timed { stream, ends: now + LIFE, alarm: Box::pin(sleep_until(now + IDLE)), _place: place };
                return (timed, address);
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that hangs up by itself.
pub struct Timed {
    stream: TcpStream,
    ends: Instant,
    alarm: Pin<Box<Sleep>>,
    _place: Place,
}

impl Timed {
    /// Something moved: the alarm is set anew, never beyond the end of life.
    fn moved(&mut self) {
        let next = (Instant::now() + IDLE).min(self.ends);
        self.alarm.as_mut().reset(next);
    }

    /// Nothing moves: has it been too long?
    fn waits<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        ready!(self.alarm.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "nothing moved on this connection for too long")))
    }
}

impl AsyncRead for Timed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(context, buffer) {
            Poll::Ready(read) => {
                self.moved();
                Poll::Ready(read)
            }
            Poll::Pending => self.waits(context),
        }
    }
}

impl AsyncWrite for Timed {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write(context, bytes) {
            Poll::Ready(written) => {
                self.moved();
                Poll::Ready(written)
            }
            Poll::Pending => self.waits(context),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
