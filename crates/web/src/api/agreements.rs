//! Agreement versions: drafted, issued, signed by both sides, put in force.

use super::idempotency::Write;
use super::page::{Page, PageOf};
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::terms::Terms;
use super::{Answer, created, done, names};
use crate::Web;
use app::agreement::{NewVersion, Step, advance, draft};
use app::client_by_code;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::agreement::{self, AgreementState, Side};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// One version of the factoring agreement with a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct Agreement {
    id: Uuid,
    /// 1, 2, 3 … per client.
    version: u32,
    /// Where it stands.
    #[schema(schema_with = names::agreement_state)]
    state: AgreementState,
    /// First day it may be in force.
    effective_from: Date,
    terms: Terms,
    /// SHA-256 of the terms, in hexadecimal: what both sides sign.
    terms_sha256: String,
    /// Signatures so far.
    signatures: Vec<Signature>,
}

/// Who signed, in what capacity, when, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Signature {
    /// Whose side.
    #[schema(schema_with = names::side)]
    side: Side,
    /// Name of the person.
    signer: String,
    /// Office the person signs in.
    #[schema(example = "Managing director")]
    capacity: String,
    /// Day of signature.
    signed_on: Date,
    /// SHA-256 of the terms as signed, in hexadecimal.
    terms_sha256: String,
}

impl From<agreement::Agreement> for Agreement {
    fn from(version: agreement::Agreement) -> Self {
        let terms_sha256 = version.terms_sha256();
        let signatures = version.signatures.into_iter().map(|one| Signature {
            side: one.side,
            signer: one.signer,
            capacity: one.capacity,
            signed_on: one.signed_on,
            terms_sha256: one.terms_sha256,
        });
        Self {
            id: version.id.0,
            version: version.version,
            state: version.state,
            effective_from: version.effective_from,
            terms: version.terms.into(),
            terms_sha256,
            signatures: signatures.collect(),
        }
    }
}

/// A new version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AgreementDraft {
    /// First day it may be in force.
    effective_from: Date,
    terms: Terms,
}

/// A step in the life of a version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub(super) enum AgreementStep {
    /// Freeze the terms.
    Issue {},
    /// One side signs.
    Sign {
        /// Who, when, and the hash of what was signed.
        signature: Signature,
    },
    /// All signatures are there and the conditions are met.
    PutInForce {},
    /// Withdraw it before both have signed.
    Withdraw {},
}

impl From<AgreementStep> for Step {
    fn from(step: AgreementStep) -> Self {
        match step {
            AgreementStep::Issue {} => Self::Issue,
            AgreementStep::Sign { signature } => Self::Sign {
                signature: agreement::Signature {
                    side: signature.side,
                    signer: signature.signer,
                    capacity: signature.capacity,
                    signed_on: signature.signed_on,
                    terms_sha256: signature.terms_sha256,
                },
            },
            AgreementStep::PutInForce {} => Self::PutInForce,
            AgreementStep::Withdraw {} => Self::Withdraw,
        }
    }
}

/// All versions with a client, oldest first.
#[utoipa::path(get, path = "/clients/{code}/agreements", tag = "Agreements",
    params(("code" = String, Path, description = "Code of the client"), PageOf),
    responses((status = 200, description = "A page of versions", body = Page<Agreement>)))]
pub(super) async fn list_agreements(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    QueryOf(page): QueryOf<PageOf>,
) -> Answer<Page<Agreement>> {
    let (limit, after) = (page.limit()?, page.after::<u32>("agreements")?.unwrap_or(0));
    let mut found = web
        .look(move |snapshot| {
            let client = client_by_code(snapshot, &code)?;
            Ok(kept::agreement::versions(snapshot, client.id)?)
        })
        .await?;
    found.retain(|version| version.version > after);
    done(Page::of("agreements", limit, found, |version| version.version, Agreement::from))
}

/// Draft the next version.
#[utoipa::path(post, path = "/clients/{code}/agreements", tag = "Agreements",
    params(("code" = String, Path, description = "Code of the client")), request_body = AgreementDraft,
    responses((status = 201, description = "The draft", body = Agreement)))]
pub(super) async fn draft_agreement(
    State(web): State<Web>,
    PathOf(client): PathOf<String>,
    write: Write<AgreementDraft>,
) -> Result<(StatusCode, Json<Agreement>), Problem> {
    let AgreementDraft { effective_from, terms } = write.body;
    let terms = terms.read().map_err(Problem::refused)?;
    let new = NewVersion { client, effective_from, terms };
    created(web.change(write.command, move |task| draft(task, &new)).await?.into())
}

/// Take a version one step further: issue, sign, put in force, or withdraw.
#[utoipa::path(post, path = "/clients/{code}/agreements/{version}/steps", tag = "Agreements",
    params(("code" = String, Path, description = "Code of the client"), ("version" = u32, Path, description = "Number of the version")),
    request_body = AgreementStep, responses((status = 200, description = "The version after the step", body = Agreement)))]
pub(super) async fn advance_agreement(
    State(web): State<Web>,
    PathOf((client, version)): PathOf<(String, u32)>,
    write: Write<AgreementStep>,
) -> Answer<Agreement> {
    let step = Step::from(write.body);
    done(web.change(write.command, move |task| advance(task, &client, version, &step)).await?.into())
}
