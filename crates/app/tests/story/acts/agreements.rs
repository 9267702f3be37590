//! Agreements: drafted, issued, signed by both sides, in force, or withdrawn.

use crate::story::{Act, Client, Story};
use app::agreement::{NewVersion, Step, advance, draft as draft_version};
use domain::agreement::{Agreement, AgreementState, Side, Signature, Terms};
use domain::fee::{ChargeAt, FeeModel, FeeStart, FeeTerms, PartialBasis};
use serde_json::json;
use store::kept;

/// A fee in any of its forms; at times one that no agreement may have.
fn fee(story: &mut Story) -> FeeTerms {
    let blocks = json!({ "p1": "0.02", "d1": 30, "p2": "0.004", "d2": 7 });
    let of = |kind: &str, mut parts: serde_json::Value| {
        parts["kind"] = kind.into();
        parts
    };
    let model = match story.dice.below(10) {
        0..=2 => of("FLAT", json!({ "pct": "0.025" })),
        3 => of("FULL_PERIOD", blocks),
        4 => of("PRORATA", blocks),
        5 => of("ALL_PRORATA", blocks),
        6 => of("MIN_THEN_DAILY", json!({ "p1": "0.015", "d1": 20 })),
        7 => {
            let brackets = json!([{ "from": 0, "to": 30, "pct": "0.02" }, { "from": 31, "pct": "0.035" }]);
            of("TABLE", json!({ "brackets": brackets }))
        }
        _ => return FeeTerms::default(),
    };
    let model: FeeModel = serde_json::from_value(model).unwrap();
    let upfront = if model.is_time_based() { story.dice.percent(3) } else { story.dice.percent(75) };
    FeeTerms {
        model,
        start: story.dice.any(&[FeeStart::Purchase, FeeStart::Funding, FeeStart::InvoiceDate]),
        charge_at: if upfront { ChargeAt::Upfront } else { ChargeAt::AtClose },
        on_partial: if upfront {
            PartialBasis::Face
        } else {
            story.dice.any(&[PartialBasis::Face, PartialBasis::Balance])
        },
        minimum_minor: story.dice.any(&[None, None, Some(2_500)]),
        inclusive_days: story.dice.percent(30),
        ..FeeTerms::default()
    }
}

fn terms(story: &mut Story, client: &Client) -> Terms {
    let currency = client.currency;
    let rates = if story.dice.percent(5) { ["1.20"; 4] } else { ["0.80", "0.85", "0.90", "0.75"] };
    let release = story.dice.any(&["PER_INVOICE", "WEEKLY", "MONTHLY", "ON_REQUEST"]);
    let recourse = story.dice.any(&["FULL_RECOURSE", "FULL_RECOURSE", "NON_RECOURSE"]);
    let from = story.dice.any(&["PURCHASE", "INVOICE_DATE", "DUE_DATE"]);
    // One of them is confidential.
    let notification = if client.code == "CLIENT-D" { "NON_NOTIFICATION" } else { "NOTIFICATION" };
    let escrow = story.dice.percent(50).then(|| json!({ "share": "0.1", "cap": 1_500_000 }));
    serde_json::from_value(json!({
        "currency": currency,
        "advance_rate": story.dice.any(&rates),
        "advance_rate_by_debtor": { "DEBTOR-02": "0.70" },
        "fee": fee(story),
        "transfer_fees": { "wire": 2_500, "credit_transfer": story.dice.any(&[0, 500]) },
        "release": release,
        "escrow": escrow,
        "recourse": { "kind": recourse, "window_days": 90, "from": from },
        "facility_limit": {
            "amount": story.dice.any(&[50_000_000_000_i64, 50_000_000_000, 50_000_000_000, 50_000_000]),
            "basis": story.dice.any(&["NFE", "LEDGER"]),
        },
        "notification": notification,
        "max_terms_days": 90,
        "max_age_days": 60,
        "tolerance": { "share": "0.005", "cap": 500 },
        "discretionary_reserve": story.dice.any(&[0, 0, 250_000]),
    }))
    .unwrap()
}

pub fn draft(story: &mut Story) -> Act {
    // A new client has no version yet: it gets one first.
    let clients = story.clients.clone();
    let without = story.read(|reads| {
        let mut without = Vec::new();
        for client in clients {
            if kept::agreement::versions(reads, client.id)?.is_empty() {
                without.push(client);
            }
        }
        Ok(without)
    });
    let client = match without.first() {
        Some(first) => first.clone(),
        None => story.dice.one(&story.clients)?,
    };
    let new = NewVersion { terms: terms(story, &client), client: client.code, effective_from: story.app.today() };
    story.say(move |task| draft_version(task, &new))
}

/// A version in one of these states; mostly, else any.
fn version(story: &mut Story, states: &[AgreementState]) -> Option<(Client, Agreement)> {
    let clients = story.clients.clone();
    let mut found = story.read(|reads| {
        let mut found = Vec::new();
        for client in clients {
            for version in kept::agreement::versions(reads, client.id)? {
                found.push((client.clone(), version));
            }
        }
        Ok(found)
    });
    if story.dice.percent(85) {
        found.retain(|(_, version)| states.contains(&version.state));
    }
    story.dice.one(&found)
}

fn step(story: &mut Story, client: Client, version: &Agreement, step: Step) -> Act {
    let version = version.version;
    story.say(move |task| advance(task, &client.code, version, &step))
}

pub fn issue(story: &mut Story) -> Act {
    let (client, found) = version(story, &[AgreementState::Draft])?;
    step(story, client, &found, Step::Issue)
}

pub fn sign(story: &mut Story) -> Act {
    let (client, found) = version(story, &[AgreementState::Issued, AgreementState::PartlySigned])?;
    let missing = [Side::Factor, Side::Client]
        .into_iter()
        .find(|side| found.signatures.iter().all(|one| one.side != *side))
        .unwrap_or(Side::Factor);
    let signature = Signature {
        side: missing,
        signer: "Nora Fenwick".into(),
        capacity: "Director".into(),
        signed_on: story.app.today(),
        terms_sha256: if story.dice.percent(5) { "0".repeat(64) } else { found.terms_sha256() },
    };
    step(story, client, &found, Step::Sign { signature })
}

pub fn put_in_force(story: &mut Story) -> Act {
    let (client, found) = version(story, &[AgreementState::Executed])?;
    step(story, client, &found, Step::PutInForce)
}

pub fn withdraw(story: &mut Story) -> Act {
    let (client, found) = version(story, &[AgreementState::Draft, AgreementState::Issued])?;
    step(story, client, &found, Step::Withdraw)
}
