//! Orders on their way: one behind the other, without a wait for each.

use super::value::Written;
use std::future::Future;
use std::pin::Pin;
use std::task::Poll;
use tokio_postgres::{Client, Error, Statement};

type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>;

/// An order that can be sent.
pub(super) enum Ready {
    Plain(&'static str),
    Statement(Statement, Vec<Written>),
}

impl Ready {
    async fn send(&self, client: &Client) -> Result<(), Error> {
        match self {
            Self::Plain(word) => client.batch_execute(word).await,
            Self::Statement(statement, parameters) => client.execute_raw(statement, parameters).await.map(drop),
        }
    }
}

/// Sends orders one behind the other, and waits for none.
pub(super) async fn begun<'a>(client: &'a Client, due: &'a [Ready]) -> Result<Vec<Sending<'a>>, Error> {
    let mut under_way: Vec<Sending<'a>> = Vec::with_capacity(due.len());
    for order in due {
        let mut sending: Sending<'a> = Box::pin(order.send(client));
        // The first poll hands the message to the connection: the order of polls is the order on the wire.
        match futures_util::poll!(sending.as_mut()) {
            Poll::Ready(done) => done?,
            Poll::Pending => under_way.push(sending),
        }
    }
    Ok(under_way)
}

/// Waits for what was sent. The first error counts: what came behind it failed because of it.
pub(super) async fn answered(under_way: Vec<Sending<'_>>) -> Result<(), Error> {
    for sending in under_way {
        sending.await?;
    }
    Ok(())
}
