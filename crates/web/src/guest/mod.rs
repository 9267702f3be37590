//! Pages for guests: the check page for everyone, the debtor's and the client's page for who comes by a signed link.
//!
//! Contract: pages stay under `/g/TOKEN/…`. The token is never exchanged for a cookie, because a page must also open from a
//! mail program that keeps none, on a telephone that is lent, and for two companies in two tabs; in return no answer
//! may be stored (`Cache-Control: no-store`), the address is told to nobody (`Referrer-Policy: no-referrer`), pages
//! link to nothing outside, and the rate of every link is bounded. Nothing here is indexed and nothing can be listed:
//! whatever opens nothing gives one and the same page.
//!
//! Looking changes nothing but the record of the first opening, which only a person's browser makes (`looked`). Every
//! change is a `POST` that carries a token made from the link and a key that makes it count once, and asks again inside
//! its unit whether the link still holds. No page needs script, and none has any.
//!
//! Phases of a request: place of the connection, rate of the network, link (`visit::Visit`), rate of the link, form
//! (`sent::Sent`), use case, page in the guest's language (`words`).

mod caller;
mod cases;
mod check;
mod client;
mod connections;
mod debtor;
mod door;
mod entry;
mod frame;
mod looked;
mod paper;
mod rate;
mod sent;
mod visit;
mod words;
mod wrong;

pub use connections::{CONNECTIONS, CONNECTIONS_EACH, Door, IDLE, LIFE};
pub use door::{FORM, GuestDoor, REQUEST, UPLOAD};
pub use rate::{BUCKETS, LINK, Pace, TRIES, VISITS};

pub(crate) use connections::Peer;
pub(crate) use door::{guest_door, routes};

use crate::Web;
use std::sync::Arc;

/// What every handler of a guest's page has.
#[derive(Clone)]
pub(crate) struct Guests {
    /// The factor's Credere.
    pub web: Web,
    /// How often callers may ask.
    pub limits: Arc<rate::Limits>,
    /// Does a proxy on this machine speak for the callers?
    pub behind_proxy: bool,
}
