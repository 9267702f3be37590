//! Agreement versions: their terms, their fee, their signatures.

use super::check::Codes;
use super::fields::Fields;
use super::parties::{currency, split};
use super::{AgreementEntry, SignatureEntry};
use domain::agreement::{
    Escrow, FacilityLimit, LimitBasis, NotificationMode, Recourse, RecourseFrom, RecourseType, ReleaseCalendar, Side,
    Terms, Tolerance, TransferFees,
};
use domain::contact::Profile;
use domain::fee::{
    Bracket, ChargeAt, Clearance, ClearanceDays, DayUnit, FeeModel, FeeStart, FeeTerms, FirstBlock, PartialBasis,
    TwoBlocks,
};
use domain::money::{Currency, Rounding};
use std::collections::BTreeMap;

/// The stored names of an enum of the domain, each with its value.
macro_rules! words {
    ($kind:ty) => {
        <$kind>::ALL.iter().map(|value| (value.code(), *value)).collect::<Vec<_>>()
    };
}

pub(super) fn agreement(mut fields: Fields<'_>, codes: &mut Codes) -> Option<AgreementEntry> {
    let client = codes.client(&mut fields);
    let version = fields.must("version", "1", |fields| fields.count("version", "1"));
    let effective_from = fields.must("effective_from", "2026-09-28", |fields| fields.date("effective_from"));
    if let (Some(client), Some(version), Some(from)) = (&client, version, effective_from) {
        codes.add_version(&fields, client, version, from);
    }
    let terms = fields.must("terms", "{ … }", |fields| fields.table("terms", "{ … }"));
    let terms = terms.and_then(|table| self::terms(table, codes));
    let mut signatures: Vec<SignatureEntry> = Vec::new();
    for table in fields.tables("signature", "[[agreement.signature]]") {
        let line = table.line();
        let Some(signature) = signature(table) else { continue };
        if signatures.iter().any(|other| other.side == signature.side) {
            let fact = format!("The {} has signed this version twice.", signature.side);
            fields.fault_at(line, "signature", "SIGNED_TWICE", fact, "Keep one signature of each side.");
        }
        signatures.push(signature);
    }
    fields.finish();
    Some(AgreementEntry {
        client: client?,
        version: version?,
        effective_from: effective_from?,
        terms: terms?,
        signatures,
    })
}

fn signature(mut fields: Fields<'_>) -> Option<SignatureEntry> {
    let side = fields.must("side", "\"CLIENT\"", |fields| fields.choice("side", &words!(Side)));
    let signer = fields.must_text("signer", "\"Ann Example\"");
    let capacity = fields.must_text("capacity", "\"Managing director\"");
    let signed_on = fields.must("signed_on", "2026-09-22", |fields| fields.date("signed_on"));
    fields.finish();
    Some(SignatureEntry { side: side?, signer: signer?, capacity: capacity?, signed_on: signed_on? })
}

fn terms(mut fields: Fields<'_>, codes: &Codes) -> Option<Terms> {
    let line = fields.line();
    let money = currency(&mut fields);
    let advance_rate = fields.must("advance_rate", "\"85 %\"", |fields| fields.rate("advance_rate"));
    let named = fields.table("advance_rate_by_debtor", "{ HARBOR = \"80 %\" }").map(Fields::rates);
    let mut advance_rate_by_debtor = BTreeMap::new();
    for (line, debtor, rate) in named.unwrap_or_default() {
        if !codes.has_debtor(&debtor) {
            let fact = format!("There is no debtor {debtor} in this file.");
            fields.fault_at(
                line,
                "advance_rate_by_debtor",
                "CODE_UNKNOWN",
                fact,
                "Add the debtor, or correct the code.",
            );
        }
        advance_rate_by_debtor.insert(debtor, rate);
    }
    let limit = fields.must("facility_limit", "{ amount = \"300000.00\", basis = \"NFE\" }", |fields| {
        facility_limit(fields.table("facility_limit", "{ amount = \"300000.00\", basis = \"NFE\" }")?, money)
    });
    let release = fields.must("release", "\"WEEKLY\"", |fields| fields.choice("release", &words!(ReleaseCalendar)));
    let recourse = fields.must("recourse", RECOURSE, |fields| recourse(fields.table("recourse", RECOURSE)?));
    let notification = fields
        .must("notification", "\"NOTIFICATION\"", |fields| fields.choice("notification", &words!(NotificationMode)));
    let servicing = fields.choice("servicing", &words!(Profile)).unwrap_or(Profile::Standard);
    let max_terms_days = fields.must("max_terms_days", "60", |fields| fields.count("max_terms_days", "60"));
    let max_age_days = fields.must("max_age_days", "30", |fields| fields.count("max_age_days", "30"));
    let tolerance = fields
        .must("tolerance", SHARE_AND_CAP, |fields| share_and_cap(fields.table("tolerance", SHARE_AND_CAP)?, money));
    let transfer_fees = fields.table("transfer_fees", "{ wire = \"25.00\", credit_transfer = \"5.00\" }");
    let transfer_fees = transfer_fees.map_or_else(TransferFees::default, |table| self::transfer_fees(table, money));
    let escrow = fields.table("escrow", SHARE_AND_CAP).and_then(|table| share_and_cap(table, money));
    let discretionary_reserve = fields.amount("discretionary_reserve", money).map_or(0, |amount| amount.minor);
    let fee = fields.must("fee", FEE, |fields| fee(fields.table("fee", FEE)?, money));
    fields.fault_unknown();
    let tolerance = tolerance.map(|(share, cap)| Tolerance { share, cap });
    let terms = Terms {
        currency: money?,
        advance_rate: advance_rate?,
        advance_rate_by_debtor,
        fee: fee?,
        transfer_fees,
        release: release?,
        escrow: escrow.map(|(share, cap)| Escrow { share, cap }),
        recourse: recourse?,
        facility_limit: limit?,
        notification: notification?,
        max_terms_days: max_terms_days?,
        max_age_days: max_age_days?,
        tolerance: tolerance?,
        discretionary_reserve,
        servicing,
    };
    for problem in terms.problems() {
        let (fact, remedy) = split(&problem.to_string());
        fields.fault_at(line, "terms", "TERMS_UNSOUND", fact, &remedy);
    }
    Some(terms)
}

const RECOURSE: &str = "{ kind = \"FULL_RECOURSE\", window_days = 90, from = \"PURCHASE\" }";
const SHARE_AND_CAP: &str = "{ share = \"0.5 %\", cap = \"5.00\" }";
const FEE: &str = "{ model = \"FLAT\", pct = \"2.4 %\" }";

fn facility_limit(mut fields: Fields<'_>, currency: Option<Currency>) -> Option<FacilityLimit> {
    let amount = fields.must("amount", "\"300000.00\"", |fields| fields.amount("amount", currency));
    let basis = fields.must("basis", "\"NFE\"", |fields| fields.choice("basis", &words!(LimitBasis)));
    fields.finish();
    Some(FacilityLimit { amount: amount?.minor, basis: basis? })
}

fn recourse(mut fields: Fields<'_>) -> Option<Recourse> {
    let kind = fields.must("kind", "\"FULL_RECOURSE\"", |fields| fields.choice("kind", &words!(RecourseType)));
    let window_days = fields.must("window_days", "90", |fields| fields.count("window_days", "90"));
    let from = fields.must("from", "\"PURCHASE\"", |fields| fields.choice("from", &words!(RecourseFrom)));
    fields.finish();
    Some(Recourse { kind: kind?, window_days: window_days?, from: from? })
}

fn share_and_cap(mut fields: Fields<'_>, currency: Option<Currency>) -> Option<(domain::money::Rate, i64)> {
    let share = fields.must("share", "\"0.5 %\"", |fields| fields.rate("share"));
    let cap = fields.must("cap", "\"5.00\"", |fields| fields.amount("cap", currency));
    fields.finish();
    Some((share?, cap?.minor))
}

fn transfer_fees(mut fields: Fields<'_>, currency: Option<Currency>) -> TransferFees {
    let wire = fields.amount("wire", currency).map_or(0, |amount| amount.minor);
    let credit_transfer = fields.amount("credit_transfer", currency).map_or(0, |amount| amount.minor);
    fields.finish();
    TransferFees { wire, credit_transfer }
}

/// FE-01; what is left out is as in [`FeeTerms::default`].
fn fee(mut fields: Fields<'_>, currency: Option<Currency>) -> Option<FeeTerms> {
    let usual = FeeTerms::default();
    let model = model(&mut fields);
    let starts =
        [("PURCHASE", FeeStart::Purchase), ("FUNDING", FeeStart::Funding), ("INVOICE_DATE", FeeStart::InvoiceDate)];
    let charged = [("UPFRONT", ChargeAt::Upfront), ("AT_CLOSE", ChargeAt::AtClose)];
    let partial = [("FACE", PartialBasis::Face), ("BALANCE", PartialBasis::Balance)];
    let roundings = [("HALF_UP", Rounding::HalfUp), ("HALF_EVEN", Rounding::HalfEven), ("DOWN", Rounding::Down)];
    let fee = FeeTerms {
        start: fields.choice("start", &starts).unwrap_or(usual.start),
        charge_at: fields.choice("charge_at", &charged).unwrap_or(usual.charge_at),
        on_partial: fields.choice("on_partial", &partial).unwrap_or(usual.on_partial),
        minimum_minor: fields.amount("minimum", currency).map(|amount| amount.minor),
        max_total: fields.rate("max_total"),
        stop_day: fields.count("stop_day", "120").unwrap_or(usual.stop_day),
        inclusive_days: fields.yes("inclusive_days"),
        clearance: fields.table("clearance", CLEARANCE).map_or(usual.clearance, clearance),
        rounding: fields.choice("rounding", &roundings).unwrap_or(usual.rounding),
        ..usual
    };
    fields.finish();
    Some(FeeTerms { model: model?, ..fee })
}

const CLEARANCE: &str = "{ check = { days = 3, unit = \"BUSINESS\" } }";

fn clearance(mut fields: Fields<'_>) -> ClearanceDays {
    let usual = ClearanceDays::default();
    let mut of = |key: &str, usual: Clearance| {
        let Some(mut table) = fields.table(key, "{ days = 3, unit = \"BUSINESS\" }") else { return usual };
        let units = [("BUSINESS", DayUnit::Business), ("CALENDAR", DayUnit::Calendar)];
        let days = table.must("days", "3", |table| table.count("days", "3")).unwrap_or(usual.days);
        let unit = table.must("unit", "\"BUSINESS\"", |table| table.choice("unit", &units)).unwrap_or(usual.unit);
        table.finish();
        Clearance { days, unit }
    };
    let clearance = ClearanceDays {
        wire: of("wire", usual.wire),
        ach: of("ach", usual.ach),
        check: of("check", usual.check),
        card: of("card", usual.card),
    };
    fields.finish();
    clearance
}

/// FE-20, FE-21: each model has its own fields; the fields of another are unknown to it.
fn model(fields: &mut Fields<'_>) -> Option<FeeModel> {
    let options = [
        ("FLAT", "FLAT"),
        ("FULL_PERIOD", "FULL_PERIOD"),
        ("PRORATA", "PRORATA"),
        ("ALL_PRORATA", "ALL_PRORATA"),
        ("MIN_THEN_DAILY", "MIN_THEN_DAILY"),
        ("TABLE", "TABLE"),
    ];
    let model = fields.must("model", "\"FULL_PERIOD\"", |fields| fields.choice("model", &options))?;
    let rate = |fields: &mut Fields<'_>, key: &str| fields.must(key, "\"1.5 %\"", |fields| fields.rate(key));
    let days = |fields: &mut Fields<'_>, key: &str| fields.must(key, "30", |fields| fields.count(key, "30"));
    let mut blocks = || {
        let (p1, d1) = (rate(fields, "p1"), days(fields, "d1"));
        let (p2, d2) = (rate(fields, "p2"), days(fields, "d2"));
        Some(TwoBlocks { p1: p1?, d1: d1?, p2: p2?, d2: d2? })
    };
    match model {
        "FULL_PERIOD" => blocks().map(FeeModel::FullPeriod),
        "PRORATA" => blocks().map(FeeModel::Prorata),
        "ALL_PRORATA" => blocks().map(FeeModel::AllProrata),
        "MIN_THEN_DAILY" => {
            let (p1, d1) = (rate(fields, "p1"), days(fields, "d1"));
            Some(FeeModel::MinThenDaily(FirstBlock { p1: p1?, d1: d1? }))
        }
        "TABLE" => {
            const ROW: &str = "[{ from = 1, to = 30, pct = \"2.5 %\" }]";
            let rows = fields.must("brackets", ROW, |fields| Some(fields.tables("brackets", ROW)))?;
            let brackets = rows.into_iter().map(bracket).collect::<Vec<_>>();
            Some(FeeModel::Table { brackets: brackets.into_iter().collect::<Option<Vec<_>>>()? })
        }
        _ => rate(fields, "pct").map(|pct| FeeModel::Flat { pct }),
    }
}

fn bracket(mut fields: Fields<'_>) -> Option<Bracket> {
    let from = fields.must("from", "1", |fields| fields.count("from", "1"));
    let to = fields.count("to", "30");
    let pct = fields.must("pct", "\"2.5 %\"", |fields| fields.rate("pct"));
    fields.finish();
    Some(Bracket { from: from?, to, pct: pct? })
}
