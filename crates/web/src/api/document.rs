//! The document of the API (OpenAPI 3.1), made from the handlers themselves.
//!
//! Handlers state what is their own: path, parameters, body, success. What is the same everywhere is added here: the
//! idempotency key of writes, the problems that any operation may answer, and how one signs in.

use super::idempotency::{HEADER, KEY_CHARS};
use super::problem::{self, Kind, MEDIA_TYPE};
use super::strict;
use axum::Json;
use serde_json::Value;
use std::sync::LazyLock;
use utoipa::OpenApi as _;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, PathItem, Ref, RefOr, Required, ResponseBuilder};

/// The document as it is served.
pub(super) static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = serde_json::to_value(super::described().1).expect("the document is JSON");
    strict::complete(&mut document);
    document
});

/// What a reader should know before the first request.
const ABOUT: &str = "Credere buys invoices: schedules of accounts in, decisions and payments out, cash matched, reserve \
    released. Amounts are decimal strings with their currency, rates are decimal fractions, dates are ISO 8601 in the \
    factor's zone. Every POST carries an Idempotency-Key: sent again with the same key, a request gets its first answer. \
    Lists come in pages: follow `next`. Every refusal is a problem detail (RFC 9457) with all reasons at once.";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Credere", description = ABOUT, license(name = "Apache-2.0", identifier = "Apache-2.0")),
    servers((url = "/api/v1")),
    components(schemas(problem::Details)),
    tags(
        (name = "Factor", description = "Who buys invoices."),
        (name = "Clients", description = "Who sells them, their customers, and what each may draw."),
        (name = "Debtors", description = "The customers of clients, each once, with its limit."),
        (name = "Agreements", description = "Versions of the terms: drafted, issued, signed by both sides, in force."),
        (name = "Mappings", description = "How a client's CSV files are read."),
        (name = "Schedules", description = "Invoices handed in for sale, and the decision on every line."),
        (name = "Invoices", description = "One invoice with its findings, movements and proofs; decisions by hand."),
        (name = "Cash", description = "Bank statements, receipts, matching, and what goes back."),
        (name = "Payments", description = "Money on its way out, and the files for the bank."),
        (name = "Fees", description = "Fees accrued and not yet charged."),
        (name = "Reserve", description = "Reserve released to clients."),
        (name = "Relationship", description = "People at debtors, how debtors want to be treated, what was settled, the pages of guests."),
        (name = "Notices", description = "Where each notice of assignment stands, its steps, and where debtors pay; the Assignment of Claims packets of federal agencies."),
        (name = "Messages", description = "What is written to whom and why; letters on paper."),
        (name = "Cases", description = "What debtors say of their invoices, and what is looked into."),
        (name = "Reports", description = "Figures as of any business date, as known at any moment."),
        (name = "Ledger", description = "The journals for other books, and the audit of the book."),
        (name = "Events", description = "What happened, in order."),
        (name = "About", description = "This document and the kinds of problems."),
    )
)]
struct Head;

/// The document without its paths.
pub(super) fn head() -> OpenApi {
    Head::openapi()
}

/// Adds what is the same everywhere.
pub(super) fn complete(document: &mut OpenApi) {
    if let Some(components) = &mut document.components {
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        let cookie = ApiKey::Cookie(ApiKeyValue::new(crate::sign_in::COOKIE));
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    }
    let nothing: [String; 0] = [];
    document.security = Some(["token", "session"].map(|name| SecurityRequirement::new(name, nothing.clone())).to_vec());
    for (path, item) in &mut document.paths.paths {
        let named = path.contains('{');
        let PathItem { get, put, post, .. } = item;
        for operation in get.iter_mut() {
            let asked = operation.parameters.iter().flatten().any(is_query);
            describe(operation, |kind| of_reading(kind, named, asked));
        }
        for (operation, must_have_key) in
            put.iter_mut().map(|one| (one, false)).chain(post.iter_mut().map(|one| (one, true)))
        {
            operation.parameters.get_or_insert_default().push(key(must_have_key));
            let files = takes_files(operation);
            describe(operation, |kind| of_writing(kind, files, must_have_key));
        }
    }
}

fn is_query(parameter: &RefOr<Parameter>) -> bool {
    matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query)
}

fn takes_files(operation: &Operation) -> bool {
    matches!(&operation.request_body, Some(RefOr::T(body)) if body.content.contains_key("multipart/form-data"))
}

/// May reading answer this kind?
fn of_reading(kind: &Kind, named: bool, asked: bool) -> bool {
    match kind.code {
        "QUERY" | "CURSOR" => asked,
        "NOT_FOUND" | "REFUSED" => named || asked,
        "NOT_SIGNED_IN" | "FAULT" | "BOOK_AWAY" | "CLOSING" => true,
        _ => false,
    }
}

/// May a write answer this kind?
fn of_writing(kind: &Kind, files: bool, must_have_key: bool) -> bool {
    match kind.code {
        "JSON_MALFORMED" | "JSON_FIELD" => !files,
        "FORM_MALFORMED" => files,
        "IDEMPOTENCY_KEY_MISSING" => must_have_key,
        "QUERY" | "CURSOR" | "METHOD_NOT_ALLOWED" => false,
        _ => true,
    }
}

/// Adds an answer for every status, naming the kinds that come with it.
fn describe(operation: &mut Operation, may: impl Fn(&Kind) -> bool) {
    for kind in problem::ALL.iter().filter(|kind| may(kind)) {
        let status = kind.status.to_string();
        let answers = &mut operation.responses.responses;
        if let Some(RefOr::T(known)) = answers.get_mut(&status) {
            known.description.push_str(&format!("; or {}: {}", kind.code, kind.title));
            continue;
        }
        let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let answer =
            ResponseBuilder::new().description(format!("{}: {}", kind.code, kind.title)).content(MEDIA_TYPE, body);
        answers.insert(status, answer.build().into());
    }
}

/// The header that makes a write safe to send again.
fn key(required: bool) -> RefOr<Parameter> {
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(*KEY_CHARS.start()))
        .max_length(Some(*KEY_CHARS.end()))
        .pattern(Some("^[ -~]+$"));
    let parameter = ParameterBuilder::new()
        .name(HEADER)
        .parameter_in(ParameterIn::Header)
        .required(if required { Required::True } else { Required::False })
        .description(Some(
            "The same key with the same request gets the first answer; with another request it is refused",
        ))
        .schema(Some(text));
    RefOr::T(parameter.build())
}

/// This document.
#[utoipa::path(get, path = "/openapi.json", tag = "About",
    responses((status = 200, description = "The document (OpenAPI 3.1)", body = Object)))]
pub(super) async fn get_document() -> Json<&'static Value> {
    Json(&*DOCUMENT)
}
