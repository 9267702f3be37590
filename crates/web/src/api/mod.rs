//! The JSON API under `/api/v1`.
//!
//! Contract: one file per noun. Requests and answers are small structs of this module in the trade's own terms; nothing of
//! the book's rows leaks. Amounts are decimal strings with their currency, rates are fractions, dates are ISO. Every POST
//! carries an idempotency key (`idempotency`). Every refusal is a problem detail with all reasons at once
//! (`problem`). Lists come in pages with a cursor (`page`). The document (OpenAPI 3.1) is made from the handlers
//! themselves (`document`) and is served with a page to read it (`docs`).
//!
//! A change of one unit waits for its commit without holding a thread; files and reports run on threads of their own.

mod agreements;
mod answers;
mod audit;
mod availability;
mod cases;
mod clients;
mod codes;
mod contacts;
mod customers;
mod debtors;
mod docs;
mod document;
mod events;
mod factor;
mod fees;
mod findings;
mod guest_links;
mod idempotency;
mod invoices;
mod journals;
mod ledger;
mod mappings;
mod matching;
mod messages;
mod money;
mod names;
mod notices;
mod packets;
mod page;
mod party;
mod pay_to;
mod payment_files;
mod payments;
mod print_runs;
mod problem;
mod proof;
mod proposals;
mod read;
mod rebates;
mod receipts;
mod relations;
mod reports;
mod schedule_files;
mod schedules;
mod statements;
mod strict;
mod submissions;
mod terms;
mod upload;
mod verifications;

use crate::Web;
use crate::server::BODY;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use problem::Problem;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Who acts, in events: there is one user until accounts exist.
const ACTOR: &str = "api";

/// What a handler answers.
type Answer<T> = Result<Json<T>, Problem>;

fn done<T>(answer: T) -> Answer<T> {
    Ok(Json(answer))
}

fn created<T>(answer: T) -> Result<(StatusCode, Json<T>), Problem> {
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Its routes.
pub fn routes() -> Router<Web> {
    described().0.fallback(problem::no_path).method_not_allowed_fallback(problem::no_method)
}

/// The routes and what they say of themselves.
fn described() -> (Router<Web>, OpenApi) {
    let json = OpenApiRouter::with_openapi(document::head())
        .routes(routes!(factor::get_factor, factor::put_factor))
        .routes(routes!(clients::list_clients))
        .routes(routes!(clients::get_client, clients::put_client))
        .routes(routes!(availability::get_availability))
        .routes(routes!(customers::list_customers))
        .routes(routes!(customers::get_customer, customers::put_customer))
        .routes(routes!(debtors::list_debtors))
        .routes(routes!(debtors::get_debtor, debtors::put_debtor))
        .routes(routes!(agreements::list_agreements, agreements::draft_agreement))
        .routes(routes!(agreements::advance_agreement))
        .routes(routes!(mappings::list_mappings))
        .routes(routes!(mappings::get_mapping, mappings::put_mapping))
        .routes(routes!(submissions::submit_schedule))
        .routes(routes!(schedules::list_schedules))
        .routes(routes!(schedules::get_schedule))
        .routes(routes!(schedules::list_lines))
        .routes(routes!(schedules::decide_schedule_again))
        .routes(routes!(invoices::get_invoice))
        .routes(routes!(invoices::decide_invoice))
        .routes(routes!(statements::list_statements))
        .routes(routes!(receipts::list_receipts))
        .routes(routes!(receipts::get_receipt))
        .routes(routes!(matching::apply_receipt))
        .routes(routes!(matching::undo_application))
        .routes(routes!(matching::refund_receipt))
        .routes(routes!(matching::return_receipt))
        .routes(routes!(matching::place_receipt))
        .routes(routes!(payments::list_payments))
        .routes(routes!(payments::list_due))
        .routes(routes!(payment_files::list_payment_files, payment_files::make_payment_files))
        .routes(routes!(payment_files::get_payment_file))
        .routes(routes!(payment_files::download_payment_file))
        .routes(routes!(fees::accrue))
        .routes(routes!(rebates::plan_rebate, rebates::pay_client))
        .routes(routes!(rebates::run_rebates))
        .routes(routes!(contacts::list_contacts, contacts::add_contact))
        .routes(routes!(contacts::advance_contact))
        .routes(routes!(contacts::get_preference, contacts::put_preference))
        .routes(routes!(contacts::list_contact_decisions))
        .routes(routes!(relations::get_relation, relations::put_relation))
        .routes(routes!(relations::pause_contact))
        .routes(routes!(relations::resume_contact))
        .routes(routes!(relations::list_timeline))
        .routes(routes!(notices::list_notices))
        .routes(routes!(notices::get_notice))
        .routes(routes!(notices::advance_notice))
        .routes(routes!(packets::list_packets, packets::begin_packet))
        .routes(routes!(packets::get_packet))
        .routes(routes!(packets::advance_packet))
        .routes(routes!(packets::get_sam_registration, packets::put_sam_registration))
        .routes(routes!(pay_to::list_pay_to_changes, pay_to::request_pay_to_change))
        .routes(routes!(pay_to::advance_pay_to_change))
        .routes(routes!(messages::list_messages))
        .routes(routes!(messages::get_message))
        .routes(routes!(messages::approve_message))
        .routes(routes!(messages::stop_message))
        .routes(routes!(messages::record_message_call))
        .routes(routes!(print_runs::list_print_runs))
        .routes(routes!(print_runs::download_print_run))
        .routes(routes!(cases::list_cases, cases::open_case))
        .routes(routes!(cases::get_case))
        .routes(routes!(cases::advance_case))
        .routes(routes!(answers::list_answers, answers::give_answers))
        .routes(routes!(verifications::list_verifications, verifications::answer_verifications))
        .routes(routes!(verifications::plan_verification_call))
        .routes(routes!(guest_links::list_guest_links, guest_links::make_guest_link))
        .routes(routes!(guest_links::revoke_guest_link))
        .routes(routes!(reports::list_reports))
        .routes(routes!(reports::get_report))
        .routes(routes!(ledger::export_ledger))
        .routes(routes!(audit::audit_book))
        .routes(routes!(events::list_events))
        .routes(routes!(problem::explain))
        .routes(routes!(document::get_document))
        .routes(routes!(docs::get_docs))
        .layer(DefaultBodyLimit::max(idempotency::JSON_BYTES));
    let files = OpenApiRouter::default()
        .routes(routes!(schedule_files::submit_files))
        .routes(routes!(statements::take_statements))
        .layer(DefaultBodyLimit::max(BODY));
    let (router, mut document) = json.merge(files).split_for_parts();
    document::complete(&mut document);
    (router, document)
}

/// What a caller without a session or token gets.
pub(crate) fn not_signed_in() -> Response {
    Problem::new(&problem::NOT_SIGNED_IN, problem::NOT_SIGNED_IN.meaning).into_response()
}
