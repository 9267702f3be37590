//! Agreement versions: drafted, shown in plain words with a worked example, issued, signed by both sides, put in force.

use super::client::version_badge;
use super::form::{Fill, FormPage, Reading};
use super::page::{Answer, Desk};
use super::posted::{Posted, to_fields};
use super::terms_form;
use super::wrong::Wrong;
use crate::Web;
use crate::look::facts::Fact;
use crate::look::form::{Choice, Field, FormErrors};
use crate::look::{Badge, Noun, Page, filters, format};
use app::agreement::{NewVersion, Step, advance, draft};
use app::{Error, client_by_code};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::agreement::{Agreement, AgreementState, RecourseType, Side, Signature, Terms};
use domain::fee::{describe, describe_clock, fee_on};
use domain::money::{Money, Rounding};
use domain::party::Client;
use domain::proof::Proof;
use jiff::civil::Date;
use store::kept;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/clients/{code}/agreements/new", get(new))
        .route("/clients/{code}/agreements", post(add))
        .route("/clients/{code}/agreements/{version}", get(show))
        .route("/clients/{code}/agreements/{version}/sign", post(sign))
        .route("/clients/{code}/agreements/{version}/{step}", post(step))
}

/// Days to payment that the worked example shows.
const EXAMPLE_DAYS: [u32; 3] = [30, 45, 60];
/// Face of the worked example, in major units.
const EXAMPLE_FACE: i64 = 10_000;

/// The agreement in plain words: what is advanced, what it costs, who bears what.
pub(super) fn sentence(terms: &Terms) -> String {
    let recourse = match terms.recourse.kind {
        RecourseType::FullRecourse => format!(
            "What the debtor has not paid {} days after {} the client takes back.",
            terms.recourse.window_days, terms.recourse.from
        ),
        RecourseType::NonRecourse => "The factor bears a debtor's insolvency.".to_owned(),
    };
    format!(
        "{} of each invoice is paid at once, up to {} of {}. The fee is {}. {}. Reserve is released {}. {recourse}",
        format::percent(terms.advance_rate),
        format::amount(terms.limit()),
        terms.facility_limit.basis,
        describe(&terms.fee, terms.currency),
        describe_clock(&terms.fee),
        terms.release,
    )
}

struct Example {
    days: i64,
    advance: Money,
    fee: Money,
    proof: Proof,
    later: Money,
}

/// What a client gets for one invoice, paid after some days.
fn examples(terms: &Terms) -> Result<Vec<Example>, Error> {
    let face = Money::new(EXAMPLE_FACE * 10_i64.pow(terms.currency.decimals()), terms.currency);
    let advance = face.times(terms.advance_rate, Rounding::Down)?;
    let example = |days: u32| {
        let fee = fee_on(&terms.fee, face, days).map_err(|error| Error::refused("FEE", error, "Look at the fee terms."))?;
        let later = face.minus(advance)?.minus(fee.amount)?;
        Ok(Example { days: days.into(), advance, fee: fee.amount, proof: fee.proof, later })
    };
    EXAMPLE_DAYS.into_iter().map(example).collect()
}

struct Changed {
    name: String,
    before: String,
    after: String,
}

/// The terms as pairs of a name and a value, in the order of the form.
fn told(terms: &Terms) -> Vec<(&'static str, String)> {
    let money = |minor: i64| format::amount(Money::new(minor, terms.currency));
    let none = || "none".to_owned();
    let by_debtor: Vec<String> =
        terms.advance_rate_by_debtor.iter().map(|(code, rate)| format!("{code} {}", format::percent(*rate))).collect();
    vec![
        ("Currency", terms.currency.to_string()),
        ("Facility limit", format!("{} of {}", format::amount(terms.limit()), terms.facility_limit.basis)),
        ("Advance rate", format::percent(terms.advance_rate)),
        ("Other advance rates", if by_debtor.is_empty() { none() } else { by_debtor.join(", ") }),
        ("Kept back by judgement", if terms.discretionary_reserve == 0 { none() } else { money(terms.discretionary_reserve) }),
        ("Fee", describe(&terms.fee, terms.currency)),
        ("Days", describe_clock(&terms.fee)),
        (
            "Recourse",
            format!("{}, {} days from {}", terms.recourse.kind, terms.recourse.window_days, terms.recourse.from),
        ),
        ("Notice to debtors", terms.notification.to_string()),
        ("Longest payment terms", format!("{} days", terms.max_terms_days)),
        ("Oldest invoice", format!("{} days", terms.max_age_days)),
        ("Reserve released", terms.release.to_string()),
        (
            "Escrow",
            terms.escrow.as_ref().map_or_else(none, |escrow| {
                format!("{} of each release, up to {}", format::percent(escrow.share), money(escrow.cap))
            }),
        ),
        (
            "Short payment settled unasked",
            format!("{}, at most {}", format::percent(terms.tolerance.share), money(terms.tolerance.cap)),
        ),
        (
            "Transfer fees",
            format!("wire {}, credit transfer {}", money(terms.transfer_fees.wire), money(terms.transfer_fees.credit_transfer)),
        ),
    ]
}

fn changes(before: &Terms, after: &Terms) -> Vec<Changed> {
    let pairs = told(before).into_iter().zip(told(after));
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((name, before), (_, after))| Changed { name: name.to_owned(), before, after })
        .collect()
}

#[derive(Template)]
#[template(path = "desk/agreement.html")]
struct VersionPage {
    page: Page,
    code: String,
    client: String,
    version: u32,
    state: Badge,
    effective_from: Date,
    sentence: String,
    face: Money,
    examples: Vec<Example>,
    facts: Vec<Fact>,
    compared: Option<(u32, Vec<Changed>)>,
    hash: String,
    signatures: Vec<Fact>,
    may_issue: bool,
    may_sign: bool,
    may_start: bool,
    may_withdraw: bool,
    errors: FormErrors,
    f_side: Field,
    f_signer: Field,
    f_capacity: Field,
    f_signed_on: Field,
}

fn version_page(
    desk: &Desk,
    client: &Client,
    versions: &[Agreement],
    number: u32,
    sent: &Posted,
    errors: FormErrors,
) -> Result<VersionPage, Wrong> {
    let missing = || Wrong::not_found(format!("version {number} of the agreement with {}", client.code));
    let agreement = versions.iter().find(|one| one.version == number).ok_or_else(missing)?;
    // Compared with the one before it that counted: a withdrawn draft is no version to come from.
    let before = versions.iter().rev().find(|one| one.version < number && one.state != AgreementState::Void);
    let terms = &agreement.terms;
    let fill = Fill { sent, errors: &errors };
    let open: Vec<Choice> = Side::ALL
        .iter()
        .filter(|side| !agreement.signatures.iter().any(|signature| signature.side == **side))
        .map(|side| Choice::new(side.code(), format!("for the {}", side.word())))
        .collect();
    let side = match open.as_slice() {
        [one] => one.value.clone(),
        _ => sent.get("side").to_owned(),
    };
    Ok(VersionPage {
        page: desk.page(Noun::Clients),
        code: client.code.to_string(),
        client: client.name.clone(),
        version: number,
        state: version_badge(agreement.state),
        effective_from: agreement.effective_from,
        sentence: sentence(terms),
        face: Money::new(EXAMPLE_FACE * 10_i64.pow(terms.currency.decimals()), terms.currency),
        examples: examples(terms)?,
        facts: told(terms).into_iter().map(|(name, value)| Fact::new(name, value)).collect(),
        compared: before.map(|before| (before.version, changes(&before.terms, terms))),
        hash: agreement.terms_sha256(),
        signatures: agreement
            .signatures
            .iter()
            .map(|one| {
                let value = format!("{}, {}, on {}", one.signer, one.capacity, format::day(one.signed_on));
                Fact::new(format!("For the {}", one.side), value)
            })
            .collect(),
        may_issue: agreement.state == AgreementState::Draft,
        may_sign: matches!(agreement.state, AgreementState::Issued | AgreementState::PartlySigned),
        may_start: agreement.state == AgreementState::Executed,
        may_withdraw: matches!(
            agreement.state,
            AgreementState::Draft | AgreementState::Issued | AgreementState::PartlySigned
        ),
        f_side: fill.field("side", "Who signs").choices(open).value(side),
        f_signer: fill.field("signer", "Name"),
        f_capacity: fill.hinted("capacity", "Office", "For example Managing director."),
        f_signed_on: fill.field("signed_on", "Day of signature"),
        errors,
    })
}

async fn load(desk: &Desk, code: String) -> Result<(Client, Vec<Agreement>), Wrong> {
    desk.read(move |snapshot| {
        let client = client_by_code(snapshot, &code)?;
        let versions = kept::agreement::versions(snapshot, client.id)?;
        Ok((client, versions))
    })
    .await
}

async fn show(desk: Desk, Path((code, version)): Path<(String, u32)>) -> Answer {
    let (client, versions) = load(&desk, code).await?;
    let suggested = Posted::suggested(vec![("signed_on".to_owned(), desk.today.to_string())]);
    desk.show(&version_page(&desk, &client, &versions, version, &suggested, FormErrors::default())?)
}

fn draft_page(desk: &Desk, client: &Client, versions: &[Agreement], sent: &Posted, errors: FormErrors) -> FormPage {
    let code = &client.code;
    let next = versions.last().map_or(1, |last| last.version + 1);
    let lead = if next == 1 {
        "Usual terms are filled in. After saving, the page shows them in plain words, with a worked example, before anything is issued."
    } else {
        "The terms of the version before are filled in. After saving, the page shows what has changed, before anything is issued."
    };
    FormPage {
        page: desk.page(Noun::Clients),
        title: format!("Draft version {next} of the agreement"),
        crumbs: vec![
            ("Clients".to_owned(), "/clients".to_owned()),
            (code.to_string(), format!("/clients/{code}")),
        ],
        lead: lead.to_owned(),
        action: format!("/clients/{code}/agreements"),
        groups: terms_form::groups(&Fill { sent, errors: &errors }),
        errors,
        submit: "Save the draft".to_owned(),
        cancel: format!("/clients/{code}"),
    }
}

async fn new(desk: Desk, Path(code): Path<String>) -> Answer {
    let (client, versions) = load(&desk, code).await?;
    let before = versions.iter().rev().find(|one| one.state != AgreementState::Void);
    let usual = terms_form::usual(desk.factor.currency);
    let mut fields = terms_form::typed(before.map_or(&usual, |version| &version.terms));
    if before.is_none() {
        fields.retain(|(name, _)| name != "facility_limit");
    }
    fields.push(("effective_from".to_owned(), desk.today.to_string()));
    desk.show(&draft_page(&desk, &client, &versions, &Posted::suggested(fields), FormErrors::default()))
}

async fn add(desk: Desk, Path(code): Path<String>, posted: Posted) -> Answer {
    let (client, versions) = load(&desk, code).await?;
    let mut reading = Reading::new(&posted);
    let effective_from = reading.need("effective_from", "Write the first day in force.", super::value::date);
    let terms = terms_form::read(&mut reading);
    let mut errors = reading.errors;
    let (Some(effective_from), Some(terms), true) = (effective_from, terms, errors.is_empty()) else {
        return desk.refused(&draft_page(&desk, &client, &versions, &posted, errors));
    };
    let new = NewVersion { client: client.code.to_string(), effective_from, terms };
    match desk.change(&posted, move |task| draft(task, &new)).await {
        Ok(saved) => {
            let to = format!("/clients/{}/agreements/{}", client.code, saved.version);
            Ok(desk.done(&to, format!("Version {} is drafted. Read it, then issue it for signature.", saved.version), None))
        }
        Err(error) => {
            to_fields(error, &[], &mut errors)?;
            desk.refused(&draft_page(&desk, &client, &versions, &posted, errors))
        }
    }
}

async fn step(desk: Desk, Path((code, version, name)): Path<(String, u32, String)>, posted: Posted) -> Answer {
    let (step, text) = match name.as_str() {
        "issue" => (Step::Issue, "is issued. Its terms are frozen; both sides sign them."),
        "start" => (Step::PutInForce, "is in force."),
        "withdraw" => (Step::Withdraw, "is withdrawn."),
        _ => return Err(Wrong::not_found("such step of an agreement")),
    };
    let client = code.clone();
    let done = desk.change(&posted, move |task| advance(task, &client, version, &step)).await?;
    Ok(receipt(&desk, &code, done.version, text))
}

fn receipt(desk: &Desk, code: &str, version: u32, text: &str) -> Response {
    desk.done(&format!("/clients/{code}/agreements/{version}"), format!("Version {version} {text}"), None)
}

async fn sign(desk: Desk, Path((code, version)): Path<(String, u32)>, posted: Posted) -> Answer {
    let (client, versions) = load(&desk, code.clone()).await?;
    let mut reading = Reading::new(&posted);
    let side = reading.one("side", Side::from_code);
    let text = |text: &str| Ok(text.to_owned());
    let signer = reading.need("signer", "Write who signed.", text);
    let capacity = reading.need("capacity", "Write the office in which it was signed.", text);
    let signed_on = reading.need("signed_on", "Write the day of signature.", super::value::date);
    if signed_on.is_some_and(|day| day > desk.today) {
        reading.errors.add("signed_on", "The day of signature lies ahead. Write the day on which it was signed.");
    }
    let mut errors = reading.errors;
    if let (Some(side), Some(signer), Some(capacity), Some(signed_on), true) =
        (side, signer, capacity, signed_on, errors.is_empty())
    {
        let terms_sha256 = posted.get("terms").to_owned();
        let signature = Signature { side, signer, capacity, signed_on, terms_sha256 };
        let by = client.code.to_string();
        match desk.change(&posted, move |task| advance(task, &by, version, &Step::Sign { signature })).await {
            Ok(done) => {
                let text = if done.state == AgreementState::Executed { "is signed by both sides. Put it in force when its conditions are met." } else { "is signed by one side." };
                return Ok(receipt(&desk, client.code.as_str(), version, text));
            }
            Err(error) => to_fields(error, &[], &mut errors)?,
        }
    }
    desk.refused(&version_page(&desk, &client, &versions, version, &posted, errors)?)
}
