//! A guest who has come by a link that holds: who, in which language, under which address.

use super::Guests;
use super::caller::Caller;
use super::frame::Frame;
use super::looked::{looked, went_on};
use super::sent::{Sent, form_token};
use super::words::{self, Words};
use super::wrong::{Known, Wrong};
use crate::Secrets;
use app::guest::{Guest, acted, admit, opened};
use app::{App, Command, Error, Task};
use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::contact::Sender;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Serialize, de::DeserializeOwned};
use std::time::Instant;
use store::{Snapshot, kept};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

/// Longest text of a receipt in an address, in characters.
const TOLD_CHARS: usize = 400;

/// Most files of guests that are read at one time: each may unpack to many times its size.
const FILES_AT_ONCE: usize = 2;

/// The places of files that are being read.
static FILES: Semaphore = Semaphore::const_new(FILES_AT_ONCE);

/// What a handler answers.
pub(super) type Answer = Result<Response, Wrong>;

/// A guest who has come by a link that holds.
pub(super) struct Visit {
    /// What every handler has.
    pub guests: Guests,
    /// Who has come.
    pub guest: Guest,
    /// All texts of the guest's language.
    pub words: &'static Words,
    /// Where the pages of this link begin: `/g/TOKEN`.
    pub base: String,
    token: String,
    network: String,
    sender: Sender,
    told: Option<String>,
    here: String,
}

impl FromRequestParts<Guests> for Visit {
    type Rejection = Wrong;

    async fn from_request_parts(parts: &mut Parts, guests: &Guests) -> Result<Self, Wrong> {
        let token = parts.uri.path().split('/').nth(2).unwrap_or("").to_owned();
        // The stamp first: a made-up token costs no look into the book.
        let link = guests.web.app.seal().link_of(&token).ok_or(Wrong::Nothing)?;
        guests.limits.links.take(&link, Instant::now()).map_err(Wrong::Often)?;
        let secret = token.clone();
        let (mut guest, sender) = guests
            .web
            .apart(move |app| {
                app.read(|snapshot| {
                    let guest = admit(snapshot, app.seal(), app.now().as_microsecond(), &secret)?;
                    let sender: Sender = kept::policy::get(snapshot, Sender::POLICY)?;
                    Ok((guest, sender))
                })
            })
            .await?;
        let base = format!("/g/{token}");
        if let Some(known) = parts.extensions.get::<Known>() {
            let _ = known.set((guest.language, base.clone()));
        }
        let network = Caller::of_parts(parts, guests.behind_proxy).to_string();
        guest.place = Some(guests.web.app.seal().blind(&network));
        let (id, from) = (guest.link.id, network.clone());
        if guest.link.body.used_at.is_none() && went_on(parts) {
            guests.web.change(Command::system(&guest.actor()), move |task| acted(task, id, &from)).await?;
        } else if guest.link.opened_at.is_none() && looked(parts) {
            guests.web.change(Command::system(&guest.actor()), move |task| opened(task, id, &from)).await?;
        }
        let told = parts.uri.query().and_then(|query| told_of(query, &token));
        Ok(Self {
            guests: guests.clone(),
            words: words::of(guest.language),
            here: parts.uri.path().to_owned(),
            guest,
            base,
            token,
            network,
            sender,
            told,
        })
    }
}

impl Visit {
    /// The frame of a page of this guest.
    pub fn frame(&self) -> Frame {
        let zone = TimeZone::get(&self.guests.web.app.factor().zone).unwrap_or(TimeZone::UTC);
        let until = Timestamp::from_microsecond(self.guest.link.expires_at - 1).ok();
        Frame {
            base: self.base.clone(),
            party: Some(self.guest.name.clone()),
            until: until.map(|until| until.to_zoned(zone).date()),
            csrf: form_token(&self.base),
            told: self.told.clone(),
            here: self.here.clone(),
            ..Frame::with(&self.guests, self.guest.language, self.sender.clone())
        }
    }

    /// Reads one state of the book.
    ///
    /// # Errors
    /// [`Wrong`] with what `read` returns.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Snapshot<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Wrong> {
        Ok(self.guests.web.look(read).await?)
    }

    /// Reads a file of a guest, apart from any unit: it waits while [`FILES_AT_ONCE`] others are read.
    ///
    /// # Errors
    /// What `work` returns; [`Error::Fault`] when it panics.
    pub async fn parsed<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let place = FILES.acquire().await.map_err(|error| Error::fault("files", error))?;
        // The place goes along: a guest who leaves meanwhile does not make room for another before the work ends.
        self.guests
            .web
            .apart(move |app| {
                let _place = place;
                work(app)
            })
            .await
    }

    /// Does what a form asks for, once, if the link still holds at that moment.
    ///
    /// # Errors
    /// What the use case refuses.
    pub async fn act<T>(
        &self,
        sent: &Sent,
        work: impl FnOnce(&mut Task<'_, '_>, &Guest) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        let (token, network) = (self.token.clone(), self.network.clone());
        let command = sent.command(&self.guest.actor(), self.guest.link.id);
        self.guests
            .web
            .change(command, move |task| {
                let (seal, now) = (task.seal, task.unit.recorded_at());
                let mut guest = admit(task, seal, now, &token)?;
                // Who acts has looked, whatever their browser called itself.
                acted(task, guest.link.id, &network)?;
                guest.place = Some(seal.blind(&network));
                work(task, &guest)
            })
            .await
    }

    /// A page.
    pub fn show(&self, template: &impl Template) -> Answer {
        self.show_as(StatusCode::OK, template)
    }

    /// A form that came back with what is wrong: status 422.
    pub fn refused(&self, template: &impl Template) -> Answer {
        self.show_as(StatusCode::UNPROCESSABLE_ENTITY, template)
    }

    fn show_as(&self, status: StatusCode, template: &impl Template) -> Answer {
        Ok((status, Html(template.render().map_err(|error| Error::fault("page", error))?)).into_response())
    }

    /// The answer to an act that is done: a redirect to a page of this guest, where `text` is told.
    pub fn done(&self, to: &str, text: &str) -> Response {
        let text: String = text.chars().take(TOLD_CHARS).collect();
        let payload = URL_SAFE_NO_PAD.encode(text);
        let seal = told_seal(&self.token, &payload);
        let mark = if to.contains('?') { '&' } else { '?' };
        Redirect::to(&format!("{}{to}{mark}told={payload}.{seal}", self.base)).into_response()
    }
}

fn told_seal(token: &str, payload: &str) -> String {
    Secrets::form_token(&format!("{token} told {payload}"))
}

/// What an address tells, if it was sealed by us: nobody can put words into our mouth by handing round an address.
fn told_of(query: &str, token: &str) -> Option<String> {
    let value = query.split('&').find_map(|part| part.strip_prefix("told="))?;
    let (payload, seal) = value.split_once('.')?;
    let expected = told_seal(token, payload);
    if !bool::from(expected.as_bytes().ct_eq(seal.as_bytes())) {
        return None;
    }
    String::from_utf8(URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}
