//! The agreement of the rulebook's scenario `S-1`: 85 % advance, 80 % for DELTA, 1.5 % for 30 days and 0.5 % per 10
//! days by full period on the face amount, recourse on day 90.

use domain::agreement::{Agreement, AgreementState, Terms};
use domain::id::{AgreementId, ClientId};
use uuid::Uuid;

/// Its terms. Wires are credited at once, checks take three business days.
pub fn terms() -> Terms {
    serde_json::from_value(serde_json::json!({
        "currency": "USD",
        "advance_rate": "0.85",
        "advance_rate_by_debtor": { "DELTA": "0.80" },
        "fee": domain::fee::FeeTerms::default(),
        "transfer_fees": { "wire": 2_500, "credit_transfer": 500 },
        "release": "PER_INVOICE",
        "escrow": { "share": "0.1", "cap": 1_500_000 },
        "recourse": { "kind": "FULL_RECOURSE", "window_days": 90, "from": "PURCHASE" },
        "facility_limit": { "amount": 10_000_000, "basis": "NFE" },
        "notification": "NOTIFICATION",
        "max_terms_days": 90,
        "max_age_days": 30,
        "tolerance": { "share": "0.005", "cap": 500 }
    }))
    .expect("the terms are written as the book keeps them")
}

/// Version 1 in force with these terms.
pub fn agreement(terms: Terms) -> Agreement {
    Agreement {
        id: AgreementId(Uuid::from_u128(1)),
        client: ClientId(Uuid::from_u128(1)),
        version: 1,
        state: AgreementState::Effective,
        effective_from: jiff::civil::date(2026, 1, 1),
        terms,
        signatures: Vec::new(),
    }
}
