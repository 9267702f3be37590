//! Who calls: the network a request comes from.
//!
//! Contract: a caller is an IPv4 address or the first 64 bits of an IPv6 address, which is what one household or office
//! gets; the rest is the device's to choose. `X-Forwarded-For` counts only when the door was opened behind a proxy and
//! the connection comes from this machine; of several addresses in it the last one is taken, which is the one that the
//! proxy itself saw.

use super::connections::Peer;
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The header in which a proxy names whom it speaks for.
const FORWARDED: &str = "x-forwarded-for";

/// The network a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Caller(IpAddr);

impl Caller {
    /// The network of an address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(four) => Self(IpAddr::V4(four)),
            IpAddr::V6(six) => {
                let [a, b, c, d, ..] = six.segments();
                Self(IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)))
            }
        }
    }

    /// Whom a request comes from. A request without a connection (a test of the router alone) comes from this machine.
    #[must_use]
    pub fn of_request(extensions: &Extensions, headers: &HeaderMap, behind_proxy: bool) -> Self {
        let peer = extensions
            .get::<ConnectInfo<Peer>>()
            .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(Peer(address))| address.ip().to_canonical());
        let named = (behind_proxy && peer.is_loopback()).then(|| forwarded(headers)).flatten();
        Self::of(named.unwrap_or(peer))
    }

    /// The same from the parts of a request.
    #[must_use]
    pub fn of_parts(parts: &Parts, behind_proxy: bool) -> Self {
        Self::of_request(&parts.extensions, &parts.headers, behind_proxy)
    }
}

/// Does a program on this machine speak for a caller whom nobody asked it about? Then all guests look like one.
pub(super) fn is_unannounced_proxy(extensions: &Extensions, headers: &HeaderMap, behind_proxy: bool) -> bool {
    let peer = extensions.get::<ConnectInfo<Peer>>().map(|ConnectInfo(Peer(address))| address.ip().to_canonical());
    !behind_proxy && headers.contains_key(FORWARDED) && peer.is_some_and(|peer| peer.is_loopback())
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all(FORWARDED).iter().next_back()?.to_str().ok()?;
    let address = last.rsplit(',').next()?.trim();
    address.parse().ok().or_else(|| address.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn caller(peer: &str, forwarded: &[&str], behind_proxy: bool) -> String {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(Peer(SocketAddr::new(peer.parse().unwrap(), 4711))));
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED, HeaderValue::from_str(value).unwrap());
        }
        Caller::of_request(&extensions, &headers, behind_proxy).to_string()
    }

    #[test]
    fn ipv6_counts_by_the_first_64_bits_and_ipv4_by_the_whole() {
        assert_eq!(caller("2001:db8:1:2:3:4:5:6", &[], false), "2001:db8:1:2::");
        assert_eq!(caller("::ffff:198.51.100.7", &[], false), "198.51.100.7");
        assert_eq!(caller("198.51.100.7", &[], false), "198.51.100.7");
    }

    #[test]
    fn a_proxy_that_nobody_announced_is_noticed() {
        let noticed = |peer: &str, header: Option<&'static str>, behind_proxy: bool| {
            let mut extensions = Extensions::new();
            extensions.insert(ConnectInfo(Peer(SocketAddr::new(peer.parse().unwrap(), 4711))));
            let mut headers = HeaderMap::new();
            if let Some(value) = header {
                headers.insert(FORWARDED, HeaderValue::from_static(value));
            }
            is_unannounced_proxy(&extensions, &headers, behind_proxy)
        };
        assert!(noticed("127.0.0.1", Some("203.0.113.9"), false));
        assert!(!noticed("127.0.0.1", Some("203.0.113.9"), true));
        assert!(!noticed("127.0.0.1", None, false));
        assert!(!noticed("198.51.100.7", Some("203.0.113.9"), false), "anyone can write a header");
    }

    #[test]
    fn a_forwarded_address_counts_only_from_a_proxy_on_this_machine() {
        assert_eq!(caller("127.0.0.1", &["203.0.113.9"], false), "127.0.0.1", "the door is not behind a proxy");
        assert_eq!(caller("198.51.100.7", &["203.0.113.9"], true), "198.51.100.7", "anyone can write a header");
        assert_eq!(caller("127.0.0.1", &["203.0.113.9"], true), "203.0.113.9");
        assert_eq!(caller("127.0.0.1", &["10.0.0.1, 203.0.113.9"], true), "203.0.113.9", "the proxy adds at the end");
        assert_eq!(caller("127.0.0.1", &["10.0.0.1", "203.0.113.9"], true), "203.0.113.9");
        assert_eq!(caller("127.0.0.1", &["[2001:db8::1]:80"], true), "2001:db8::");
        assert_eq!(caller("127.0.0.1", &["nonsense"], true), "127.0.0.1");
    }
}
