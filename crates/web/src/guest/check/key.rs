//! The factor's public keys, and what of a letter was signed: enough to check it on a computer of one's own.

use super::letter::look_up;
use super::pages::{Asked, language};
use crate::guest::Guests;
use crate::guest::frame::Frame;
use crate::guest::visit::Answer;
use crate::guest::wrong::Wrong;
use app::Error;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::kept;

/// DER before the 32 bytes of an Ed25519 public key (RFC 8410, section 4): what makes a PEM file of them.
const DER_HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

struct Key {
    name: String,
    since: Date,
}

#[derive(Template)]
#[template(path = "guest/check_key.html")]
struct KeyPage {
    f: Frame,
    keys: Vec<Key>,
}

pub(super) async fn page(State(guests): State<Guests>, Query(asked): Query<Asked>, headers: HeaderMap) -> Answer {
    let mut frame = Frame::of(&guests, language(&asked.lang, &headers)).await?;
    "/check/key".clone_into(&mut frame.here);
    let kept_keys = guests.web.look(|snapshot| Ok(kept::paper::keys(snapshot)?)).await?;
    let zone = TimeZone::get(&guests.web.app.factor().zone).unwrap_or(TimeZone::UTC);
    let day = |at| Timestamp::from_microsecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone()).date();
    let keys = kept_keys.into_iter().map(|key| Key { name: key.key_id, since: day(key.since) }).collect();
    let page = KeyPage { f: frame, keys };
    Ok(Html(page.render().map_err(|error| Error::fault("page", error))?).into_response())
}

/// A key as PEM, which OpenSSL reads.
pub(super) async fn file(State(guests): State<Guests>, Path(name): Path<String>) -> Answer {
    let keys = guests.web.look(|snapshot| Ok(kept::paper::keys(snapshot)?)).await?;
    let wanted = name.strip_suffix(".pem").ok_or(Wrong::Nothing)?;
    let key = keys.into_iter().find(|key| key.key_id == wanted).ok_or(Wrong::Nothing)?;
    let der = [DER_HEAD.as_slice(), &key.public_key].concat();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der));
    Ok(download(&name, "application/x-pem-file", pem.into_bytes()))
}

/// The signed content of a letter, byte for byte.
pub(super) async fn content(State(guests): State<Guests>, Path(code): Path<String>) -> Answer {
    let letter = guests.web.look(move |snapshot| look_up(snapshot, &code)).await?.ok_or(Wrong::Nothing)?;
    Ok(download(&format!("{}.json", letter.paper.code), "application/json", letter.paper.content.into_bytes()))
}

/// The signature of a letter, 64 bytes.
pub(super) async fn signature(State(guests): State<Guests>, Path(code): Path<String>) -> Answer {
    let letter = guests.web.look(move |snapshot| look_up(snapshot, &code)).await?.ok_or(Wrong::Nothing)?;
    Ok(download(&format!("{}.sig", letter.paper.code), "application/octet-stream", letter.paper.signature))
}

fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}
