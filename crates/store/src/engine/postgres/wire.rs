//! Orders on their way: one behind the other, without a wait for each. Whoever asks the server something waits for all that was
//! sent before it; what fails is told then, or with the commit at the latest.
//!
//! Limit: [`UNHEARD`] orders whose answers nobody has waited for, so that what a slow server has not taken yet does not pile up.

use super::value::Written;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use tokio_postgres::{Client, Error, Statement};

/// Orders under way at most when nobody waits for them.
const UNHEARD: usize = 64;

type Sending = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// An order that can be sent.
pub(super) enum Ready {
    Plain(String),
    Statement(Statement, Vec<Written>),
}

impl Ready {
    async fn send(self, client: Arc<Client>) -> Result<(), Error> {
        match self {
            Self::Plain(word) => client.batch_execute(&word).await,
            Self::Statement(statement, parameters) => client.execute_raw(&statement, parameters).await.map(drop),
        }
    }
}

/// What was sent and is not answered yet, in order.
#[derive(Default)]
pub(super) struct UnderWay(VecDeque<Sending>);

impl UnderWay {
    /// Sends orders one behind the other, and waits for none.
    pub(super) async fn send(&mut self, client: &Arc<Client>, due: Vec<Ready>) -> Result<(), Error> {
        for order in due {
            let mut sending: Sending = Box::pin(order.send(client.clone()));
            // The first poll hands the message to the connection: the order of polls is the order on the wire.
            match futures_util::poll!(sending.as_mut()) {
                Poll::Ready(done) => done?,
                Poll::Pending => self.0.push_back(sending),
            }
        }
        Ok(())
    }

    /// Lets the connection write what it was handed, and goes on while the server works; waits only for what is too much.
    pub(super) async fn go_on(&mut self) -> Result<(), Error> {
        while self.0.len() > UNHEARD {
            self.oldest().await?;
        }
        tokio::task::yield_now().await;
        Ok(())
    }

    /// Waits for all that was sent. The first error counts: what came behind it failed because of it.
    pub(super) async fn answered(&mut self) -> Result<(), Error> {
        while !self.0.is_empty() {
            self.oldest().await?;
        }
        Ok(())
    }

    async fn oldest(&mut self) -> Result<(), Error> {
        let Some(oldest) = self.0.pop_front() else { return Ok(()) };
        let answered = oldest.await;
        if answered.is_err() {
            self.forget();
        }
        answered
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Nobody wants to hear what becomes of it.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}
