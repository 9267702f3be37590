//! Path and query of a request, with refusals in the API's own shape.

use super::problem::{Problem, QUERY};
use crate::Web;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// Path parameters. What cannot be one names nothing that is there.
pub(super) struct PathOf<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Web> for PathOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Web) -> Result<Self, Problem> {
        let Path(found) = Path::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::not_found("such thing under this path"))?;
        Ok(Self(found))
    }
}

/// Query parameters; unknown ones are refused by the types that take them.
pub(super) struct QueryOf<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Web> for QueryOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Web) -> Result<Self, Problem> {
        let Query(found) = Query::from_request_parts(parts, state)
            .await
            .map_err(|error| Problem::new(&QUERY, error.body_text()).at("query", &error.body_text(), QUERY.meaning))?;
        Ok(Self(found))
    }
}
