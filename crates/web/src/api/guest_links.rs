//! Links to guests' own pages: made, listed, taken back. The secret part of a link is in the answer that makes it and
//! nowhere in the book.

use super::idempotency::Write;
use super::journals::moment;
use super::page::{Page, PageOf};
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::{Answer, created, done, names};
use crate::Web;
use app::guest::{GuestParty, address_of, make_link, revoke};
use app::{Error, client_by_code, debtor_by_code};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::{ContactId, LinkId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use store::kept::guest_link::GuestLink as Kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// Whose page a link opens.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum GuestSide {
    Debtor,
    Client,
}

fn party(reads: &mut dyn Reads, side: GuestSide, code: &str) -> Result<GuestParty, Error> {
    Ok(match side {
        GuestSide::Debtor => GuestParty::Debtor(debtor_by_code(reads, code)?.id),
        GuestSide::Client => GuestParty::Client(client_by_code(reads, code)?.id),
    })
}

/// A link, without its secret part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct GuestLink {
    id: Uuid,
    /// Id of the contact it was given to.
    contact: Option<Uuid>,
    made_at: Timestamp,
    /// Who had it made.
    made_by: String,
    /// It opens nothing from this moment on.
    expires_at: Timestamp,
    /// When it was taken back.
    revoked_at: Option<Timestamp>,
    /// When a person first opened it.
    opened_at: Option<Timestamp>,
}

impl From<Kept> for GuestLink {
    fn from(link: Kept) -> Self {
        Self {
            id: link.id.0,
            contact: link.contact.map(|id| id.0),
            made_at: moment(link.made_at),
            made_by: link.body.made_by,
            expires_at: moment(link.expires_at),
            revoked_at: link.revoked_at.map(moment),
            opened_at: link.opened_at.map(moment),
        }
    }
}

/// Whose links.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct LinksOf {
    /// Whose page they open.
    #[param(inline)]
    side: GuestSide,
    /// Code of the debtor or client.
    code: String,
    /// How many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// The links of a debtor or client, newest first.
#[utoipa::path(get, path = "/guest-links", tag = "Relationship", params(LinksOf),
    responses((status = 200, description = "A page of links", body = Page<GuestLink>)))]
pub(super) async fn list_guest_links(State(web): State<Web>, QueryOf(of): QueryOf<LinksOf>) -> Answer<Page<GuestLink>> {
    let page = PageOf::new(of.limit, of.cursor);
    let (limit, before) = (page.limit()?, page.after::<Uuid>("guest-links")?);
    let found = web.look(move |snapshot| {
        let found = match party(snapshot, of.side, &of.code)? {
            GuestParty::Debtor(debtor) => kept::guest_link::of_debtor(snapshot, debtor)?,
            GuestParty::Client(client) => kept::guest_link::of_client(snapshot, client)?,
        };
        Ok(found)
    });
    let mut found = found.await?;
    // Ids grow with time.
    found.sort_by_key(|link| std::cmp::Reverse(link.id));
    found.retain(|link| before.is_none_or(|before| link.id.0 < before));
    done(Page::of("guest-links", limit, found, |link| link.id, GuestLink::from))
}

/// A link to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLink {
    /// Whose page it opens.
    #[schema(schema_with = names::guest_side)]
    side: GuestSide,
    /// Code of the debtor or client.
    code: String,
    /// Id of the contact it is given to.
    #[serde(default)]
    contact: Option<Uuid>,
    /// How long it opens the page; as the factor's settings say where absent.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 65535)]
    valid_days: Option<u16>,
}

/// A link that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct MadeLink {
    id: Uuid,
    /// The whole address. Whoever has it opens the page.
    address: String,
    expires_at: Timestamp,
}

/// Make a link to a debtor's or a client's own page.
#[utoipa::path(post, path = "/guest-links", tag = "Relationship", request_body = NewLink,
    responses((status = 201, description = "The link", body = MadeLink)))]
pub(super) async fn make_guest_link(
    State(web): State<Web>,
    write: Write<NewLink>,
) -> Result<(StatusCode, Json<MadeLink>), Problem> {
    let NewLink { side, code, contact, valid_days } = write.body;
    // The kept answer holds the id alone: the address is worked out anew.
    let id: LinkId = web
        .change(write.command, move |task| {
            let party = party(task, side, &code)?;
            Ok(make_link(task, party, contact.map(ContactId), valid_days)?.0)
        })
        .await?;
    let app = web.app.clone();
    let (address, expires_at) = web
        .look(move |snapshot| {
            let link = kept::guest_link::get(snapshot, id)?.ok_or_else(|| Error::NotFound("link".to_owned()))?;
            Ok((address_of(snapshot, app.seal(), id)?, link.expires_at))
        })
        .await?;
    created(MadeLink { id: id.0, address, expires_at: moment(expires_at) })
}

/// Why a link is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Revocation {
    why: String,
}

/// Take a link back: it opens nothing from now on.
#[utoipa::path(post, path = "/guest-links/{id}/revoke", tag = "Relationship",
    params(("id" = Uuid, Path, description = "Id of the link")), request_body = Revocation,
    responses((status = 200, description = "The link", body = GuestLink)))]
pub(super) async fn revoke_guest_link(
    State(web): State<Web>,
    PathOf(id): PathOf<Uuid>,
    write: Write<Revocation>,
) -> Answer<GuestLink> {
    let why = write.body.why;
    web.change(write.command, move |task| revoke(task, LinkId(id), &why)).await?;
    let found = web.look(move |snapshot| {
        kept::guest_link::get(snapshot, LinkId(id))?.ok_or_else(|| Error::NotFound("link".to_owned()))
    });
    done(found.await?.into())
}
