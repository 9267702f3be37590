//! The terms of an agreement as fields of a form, and back.
//!
//! Shares are typed in percent, amounts in major units of the agreement's currency, lists one entry a line. Reading tells
//! everything wrong at once; what the terms themselves forbid is told by the use case.

use super::form::{Fill, Group, Input, Reading};
use super::value;
use domain::agreement::{
    Escrow, FacilityLimit, LimitBasis, NotificationMode, Recourse, RecourseFrom, RecourseType, ReleaseCalendar, Terms,
    Tolerance, TransferFees,
};
use domain::contact::Profile;
use domain::fee::{
    Bracket, ChargeAt, Clearance, ClearanceDays, ClearanceMode, DayUnit, FeeBase, FeeModel, FeeStart, FeeTerms,
    FirstBlock, PartialBasis, TwoBlocks,
};
use domain::money::{Currency, Money, Rate, Rounding};
use domain::party::Code;
use std::collections::BTreeMap;

/// The models of a fee, as they are chosen.
const MODELS: [(&str, &str); 6] = [
    ("FULL_PERIOD", "First block, then each further block begun in full"),
    ("PRORATA", "First block in full, then by the day"),
    ("ALL_PRORATA", "By the day from the first day"),
    ("MIN_THEN_DAILY", "First block as the least, then by the day at its rate"),
    ("FLAT", "One share, whatever the days"),
    ("TABLE", "A table of days"),
];
const STARTS: [(&str, &str); 3] = [
    ("PURCHASE", "the day the invoice is bought"),
    ("FUNDING", "the day the advance is paid out"),
    ("INVOICE_DATE", "the invoice date"),
];
const CHARGES: [(&str, &str); 2] =
    [("AT_CLOSE", "when the invoice is paid"), ("UPFRONT", "when the invoice is bought")];
const PARTIALS: [(&str, &str); 2] =
    [("FACE", "of the whole invoice until it is paid"), ("BALANCE", "of each part for its own days")];
const ROUNDINGS: [(&str, &str); 2] = [("HALF_UP", "half a cent up"), ("HALF_EVEN", "half a cent to the even cent")];
const UNITS: [(&str, &str); 2] = [("CALENDAR", "calendar days"), ("BUSINESS", "business days")];
/// How payments come in, as the fields of their clearance are named.
const INSTRUMENTS: [(&str, &str); 4] =
    [("wire", "wire"), ("ach", "credit transfer"), ("check", "check"), ("card", "card")];

fn listed(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect()
}

/// The groups of the form.
pub(super) fn groups(fill: &Fill<'_>) -> Vec<Group> {
    let unit = |name: &str, label: &str, unit: &str| fill.field(name, label).unit(unit);
    let percent = |name: &str, label: &str| Input::Figure(unit(name, label, "%"));
    let of = fill.sent.get("currency");
    let amount = |name: &str, label: &str| {
        let field = fill.field(name, label);
        if of.is_empty() { field } else { field.unit(of) }
    };
    let days = |name: &str, label: &str| Input::Figure(unit(name, label, "days"));
    let named = |all: &[(&'static str, &'static str)]| listed(all);
    let facility = vec![
        Input::Date(fill.field("effective_from", "First day in force")),
        Input::Text(fill.hinted(
            "currency",
            "Currency",
            "Three letters, for example USD. All amounts below are in it.",
        )),
        Input::Figure(amount("facility_limit", "Facility limit")),
        fill.choice("limit_basis", "The limit caps", words(LimitBasis::ALL, LimitBasis::code, LimitBasis::word)),
        percent("advance_rate", "Advance rate"),
        Input::Area(
            fill.hinted(
                "advance_by_debtor",
                "Other advance rates",
                "One debtor a line: its code and the rate, for example NORWELL 70.",
            )
            .optional(),
        ),
        Input::Figure(
            amount("discretionary", "Kept back by judgement").hint("Kept from what can be drawn (GL-09).").optional(),
        ),
    ];
    let fee = vec![
        fill.choice("model", "Price", named(&MODELS)),
        Input::Row(vec![unit("p1", "First block", "%").optional(), unit("d1", "of days", "days").optional()]),
        Input::Row(vec![unit("p2", "Further block", "%").optional(), unit("d2", "of days", "days").optional()]),
        Input::Figure(fill.hinted("flat", "One share", "For one share only.").unit("%").optional()),
        Input::Area(
            fill.hinted(
                "brackets",
                "Table of days",
                "For a table only. One row a line: 1-30 1.5, then 31-60 2.5, last 61- 4.",
            )
            .optional(),
        ),
        Input::Figure(amount("minimum", "Least fee of an invoice").optional()),
        Input::Figure(unit("max_total", "Most of an invoice in all", "%").optional()),
        days("stop_day", "Last day that is counted"),
        fill.choice("charge_at", "Charged", named(&CHARGES)),
        fill.choice("on_partial", "With a part payment it is", named(&PARTIALS)),
        fill.choice("rounding", "Rounded", named(&ROUNDINGS)),
    ];
    let mut clock = vec![
        fill.choice("start", "Counted from", named(&STARTS)),
        Input::Tick(fill.field("inclusive", "The first day counts").optional()),
    ];
    for (name, words) in INSTRUMENTS {
        let units = UNITS.map(|(value, label)| crate::look::form::Choice::new(value, label));
        let label = format!("Days added for a {words}");
        clock.push(Input::Row(vec![
            fill.field(&format!("clear_{name}"), &label),
            // A select among texts would be drawn as a text, so the unit stands as its word.
            fill.field(&format!("clear_{name}_unit"), "calendar or business").choices(units),
        ]));
    }
    let recourse = vec![
        fill.choice(
            "recourse",
            "When the debtor does not pay",
            words(RecourseType::ALL, RecourseType::code, RecourseType::word),
        ),
        days("window", "Recourse window"),
        fill.choice("recourse_from", "counted from", words(RecourseFrom::ALL, RecourseFrom::code, RecourseFrom::word)),
        fill.choice(
            "notification",
            "Is the debtor told?",
            words(NotificationMode::ALL, NotificationMode::code, NotificationMode::word),
        ),
        fill.choice("servicing", "Who asks late payers?", words(Profile::ALL, Profile::code, Profile::word)),
        days("max_terms", "Longest payment terms of an invoice"),
        days("max_age", "Oldest invoice that is bought"),
    ];
    let reserve = vec![
        fill.choice(
            "release",
            "Reserve is released",
            words(ReleaseCalendar::ALL, ReleaseCalendar::code, ReleaseCalendar::word),
        ),
        Input::Row(vec![
            unit("escrow_share", "Kept in escrow of each release", "%").optional(),
            amount("escrow_cap", "up to an amount of").optional(),
        ]),
        Input::Row(vec![
            unit("tolerance_share", "Short payment settled unasked", "%"),
            amount("tolerance_cap", "but at most an amount of"),
        ]),
        Input::Row(vec![amount("wire_fee", "Fee of a wire"), amount("transfer_fee", "Fee of a credit transfer")]),
    ];
    vec![
        Group::new("Facility", "", facility),
        Group::new("Factoring fee", "Fill in what the price needs; the rest may stay empty.", fee),
        Group::new("How days are counted", "", clock),
        Group::new("Recourse and notice", "", recourse),
        Group::new("Reserve and small amounts", "", reserve),
    ]
}

fn words<T: Copy>(all: &[T], code: fn(T) -> &'static str, word: fn(T) -> &'static str) -> Vec<(String, String)> {
    all.iter().map(|one| (code(*one).to_owned(), word(*one).to_owned())).collect()
}

/// A stored name of an enum that serde writes.
fn code_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn of_code<T: serde::de::DeserializeOwned>(code: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

/// The fields filled from terms.
pub(super) fn typed(terms: &Terms) -> Vec<(String, String)> {
    let of = terms.currency;
    let amount = |minor: i64| Money::new(minor, of).figures();
    let percent = value::typed_percent;
    let fee = &terms.fee;
    let (mut blocks, mut flat, mut table) = ((None, None), None, String::new());
    match &fee.model {
        FeeModel::Flat { pct } => flat = Some(*pct),
        FeeModel::FullPeriod(two) | FeeModel::Prorata(two) | FeeModel::AllProrata(two) => {
            blocks = (Some((two.p1, two.d1)), Some((two.p2, two.d2)));
        }
        FeeModel::MinThenDaily(one) => blocks.0 = Some((one.p1, one.d1)),
        FeeModel::Table { brackets } => {
            let row = |one: &Bracket| {
                format!("{}-{} {}", one.from, one.to.map(|to| to.to_string()).unwrap_or_default(), percent(one.pct))
            };
            table = brackets.iter().map(row).collect::<Vec<_>>().join("\n");
        }
    }
    let escrow = terms.escrow.as_ref();
    let by_debtor = terms.advance_rate_by_debtor.iter().map(|(code, rate)| format!("{code} {}", percent(*rate)));
    let mut fields = vec![
        ("currency", of.to_string()),
        ("facility_limit", amount(terms.facility_limit.amount)),
        ("limit_basis", terms.facility_limit.basis.code().to_owned()),
        ("advance_rate", percent(terms.advance_rate)),
        ("advance_by_debtor", by_debtor.collect::<Vec<_>>().join("\n")),
        (
            "discretionary",
            if terms.discretionary_reserve == 0 { String::new() } else { amount(terms.discretionary_reserve) },
        ),
        ("model", fee.model.name().to_owned()),
        ("p1", blocks.0.map(|(rate, _)| percent(rate)).unwrap_or_default()),
        ("d1", blocks.0.map(|(_, days)| days.to_string()).unwrap_or_default()),
        ("p2", blocks.1.map(|(rate, _)| percent(rate)).unwrap_or_default()),
        ("d2", blocks.1.map(|(_, days)| days.to_string()).unwrap_or_default()),
        ("flat", flat.map(percent).unwrap_or_default()),
        ("brackets", table),
        ("minimum", fee.minimum_minor.map(amount).unwrap_or_default()),
        ("max_total", fee.max_total.map(percent).unwrap_or_default()),
        ("stop_day", fee.stop_day.to_string()),
        ("charge_at", code_of(&fee.charge_at)),
        ("on_partial", code_of(&fee.on_partial)),
        ("rounding", code_of(&fee.rounding)),
        ("start", code_of(&fee.start)),
        ("inclusive", if fee.inclusive_days { "yes" } else { "" }.to_owned()),
        ("recourse", terms.recourse.kind.code().to_owned()),
        ("window", terms.recourse.window_days.to_string()),
        ("recourse_from", terms.recourse.from.code().to_owned()),
        ("notification", terms.notification.code().to_owned()),
        ("servicing", terms.servicing.code().to_owned()),
        ("max_terms", terms.max_terms_days.to_string()),
        ("max_age", terms.max_age_days.to_string()),
        ("release", terms.release.code().to_owned()),
        ("escrow_share", escrow.map(|escrow| percent(escrow.share)).unwrap_or_default()),
        ("escrow_cap", escrow.map(|escrow| amount(escrow.cap)).unwrap_or_default()),
        ("tolerance_share", percent(terms.tolerance.share)),
        ("tolerance_cap", amount(terms.tolerance.cap)),
        ("wire_fee", amount(terms.transfer_fees.wire)),
        ("transfer_fee", amount(terms.transfer_fees.credit_transfer)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect::<Vec<_>>();
    let clearance = [fee.clearance.wire, fee.clearance.ach, fee.clearance.check, fee.clearance.card];
    for ((name, _), one) in INSTRUMENTS.iter().zip(clearance) {
        fields.push((format!("clear_{name}"), one.days.to_string()));
        fields.push((
            format!("clear_{name}_unit"),
            if one.unit == DayUnit::Business { "business" } else { "calendar" }.to_owned(),
        ));
    }
    fields
}

/// Usual terms, for the first version of a client (rulebook: parameter registry).
pub(super) fn usual(currency: Currency) -> Terms {
    let percent =
        |hundredths: i64| Rate::new(rust_decimal::Decimal::new(hundredths, 4)).expect("a share between 0 and 1");
    Terms {
        currency,
        advance_rate: percent(8_500),
        advance_rate_by_debtor: BTreeMap::new(),
        fee: FeeTerms::default(),
        transfer_fees: TransferFees::default(),
        release: ReleaseCalendar::Weekly,
        escrow: None,
        recourse: Recourse { kind: RecourseType::FullRecourse, window_days: 90, from: RecourseFrom::Purchase },
        facility_limit: FacilityLimit { amount: 0, basis: LimitBasis::Nfe },
        notification: NotificationMode::Notification,
        servicing: Profile::Standard,
        max_terms_days: 90,
        max_age_days: 30,
        tolerance: Tolerance { share: percent(100), cap: 1_000 },
        discretionary_reserve: 0,
    }
}

/// Reads the terms; nothing when something is wrong, which then stands in `reading`.
pub(super) fn read(reading: &mut Reading<'_>) -> Option<Terms> {
    let currency = reading.need("currency", "Write the currency, for example USD.", value::currency);
    let of = currency.unwrap_or(Currency::USD);
    let amount = |text: &str| value::money_from_zero(text, of).map(|money| money.minor);
    let limit = reading.need("facility_limit", "Write the most that may be drawn.", amount);
    let advance_rate =
        reading.need("advance_rate", "Write the share that is paid at purchase, for example 85.", value::percent);
    let by_debtor = reading.may("advance_by_debtor", by_debtor).unwrap_or_default();
    let discretionary = reading.may("discretionary", amount).unwrap_or(0);
    let fee = fee(reading, of);
    let kind = reading.one("recourse", RecourseType::from_code);
    let window_days = reading.need("window", "Write the days of the recourse window, for example 90.", value::count);
    let from = reading.one("recourse_from", RecourseFrom::from_code);
    let notification = reading.one("notification", NotificationMode::from_code);
    let servicing = reading.one("servicing", Profile::from_code);
    let max_terms_days = reading.need("max_terms", "Write the longest payment terms, for example 90.", value::count);
    let max_age_days = reading.need("max_age", "Write how old an invoice may be, for example 30.", value::count);
    let release = reading.one("release", ReleaseCalendar::from_code);
    let basis = reading.one("limit_basis", LimitBasis::from_code);
    let escrow_share = reading.may("escrow_share", value::percent);
    let escrow_cap = reading.may("escrow_cap", amount);
    if escrow_share.is_some() != escrow_cap.is_some() {
        let empty = if escrow_share.is_none() { "escrow_share" } else { "escrow_cap" };
        reading.errors.add(empty, "The share kept in escrow and its cap go together. Fill in both or neither.");
    }
    let tolerance_share = reading.need("tolerance_share", "Write a share, or 0.", value::percent);
    let tolerance_cap = reading.need("tolerance_cap", "Write an amount, or 0.", amount);
    let wire = reading.need("wire_fee", "Write an amount, or 0.", amount);
    let credit_transfer = reading.need("transfer_fee", "Write an amount, or 0.", amount);
    Some(Terms {
        currency: currency?,
        advance_rate: advance_rate?,
        advance_rate_by_debtor: by_debtor,
        fee: fee?,
        transfer_fees: TransferFees { wire: wire?, credit_transfer: credit_transfer? },
        release: release?,
        escrow: escrow_share.zip(escrow_cap).map(|(share, cap)| Escrow { share, cap }),
        recourse: Recourse { kind: kind?, window_days: window_days?, from: from? },
        facility_limit: FacilityLimit { amount: limit?, basis: basis? },
        notification: notification?,
        servicing: servicing?,
        max_terms_days: max_terms_days?,
        max_age_days: max_age_days?,
        tolerance: Tolerance { share: tolerance_share?, cap: tolerance_cap? },
        discretionary_reserve: discretionary,
    })
}

fn by_debtor(text: &str) -> Result<BTreeMap<String, Rate>, String> {
    let mut rates = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let wrong =
            || format!("\u{201c}{line}\u{201d} is not a debtor's code and a rate. Write for example NORWELL 70.");
        let (code, rate) = line.split_once(char::is_whitespace).ok_or_else(wrong)?;
        rates.insert(Code::parse(code).map_err(|_| wrong())?.to_string(), value::percent(rate).map_err(|_| wrong())?);
    }
    Ok(rates)
}

fn fee(reading: &mut Reading<'_>, of: Currency) -> Option<FeeTerms> {
    let model = model(reading);
    let minimum_minor = reading.may("minimum", |text| value::money_from_zero(text, of).map(|money| money.minor));
    let max_total = reading.may("max_total", value::percent);
    let stop_day = reading.need("stop_day", "Write the last day that is counted, for example 120.", value::count);
    let charge_at: Option<ChargeAt> = reading.one("charge_at", of_code);
    let on_partial: Option<PartialBasis> = reading.one("on_partial", of_code);
    let rounding: Option<Rounding> = reading.one("rounding", of_code);
    let start: Option<FeeStart> = reading.one("start", of_code);
    let mut clearance = Vec::new();
    for (name, _) in INSTRUMENTS {
        let days = reading.need(&format!("clear_{name}"), "Write a number of days, or 0.", value::count);
        let unit = reading.need(&format!("clear_{name}_unit"), "Write calendar or business.", |text| {
            match text.to_ascii_lowercase().as_str() {
                "calendar" => Ok(DayUnit::Calendar),
                "business" => Ok(DayUnit::Business),
                _ => Err("Write calendar or business.".to_owned()),
            }
        });
        clearance.push(days.zip(unit).map(|(days, unit)| Clearance { days, unit }));
    }
    let [wire, ach, check, card] = clearance.try_into().ok()?;
    Some(FeeTerms {
        model: model?,
        base: FeeBase::Face,
        start: start?,
        charge_at: charge_at?,
        on_partial: on_partial?,
        minimum_minor,
        max_total,
        stop_day: stop_day?,
        inclusive_days: reading.sent.ticked("inclusive"),
        clearance_mode: ClearanceMode::ExtendFeeClock,
        clearance: ClearanceDays { wire: wire?, ach: ach?, check: check?, card: card? },
        rounding: rounding?,
    })
}

fn model(reading: &mut Reading<'_>) -> Option<FeeModel> {
    let share = "Write the share in percent, for example 1.5.";
    let length = "Write a number of days, for example 30.";
    let first = |reading: &mut Reading<'_>| {
        let (p1, d1) = (reading.need("p1", share, value::percent), reading.need("d1", length, value::count));
        Some((p1?, d1?))
    };
    let two = |reading: &mut Reading<'_>| {
        let block = first(reading);
        let (p2, d2) = (reading.need("p2", share, value::percent), reading.need("d2", length, value::count));
        let (p1, d1) = block?;
        Some(TwoBlocks { p1, d1, p2: p2?, d2: d2? })
    };
    match reading.sent.get("model") {
        "FLAT" => reading.need("flat", share, value::percent).map(|pct| FeeModel::Flat { pct }),
        "FULL_PERIOD" => two(reading).map(FeeModel::FullPeriod),
        "PRORATA" => two(reading).map(FeeModel::Prorata),
        "ALL_PRORATA" => two(reading).map(FeeModel::AllProrata),
        "MIN_THEN_DAILY" => first(reading).map(|(p1, d1)| FeeModel::MinThenDaily(FirstBlock { p1, d1 })),
        "TABLE" => {
            let missing = "Write the rows of the table, for example 1-30 1.5.";
            reading.need("brackets", missing, brackets).map(|brackets| FeeModel::Table { brackets })
        }
        _ => {
            reading.errors.add("model", "Choose one of the list.");
            None
        }
    }
}

fn brackets(text: &str) -> Result<Vec<Bracket>, String> {
    let row = |line: &str| {
        let (days, pct) = line.split_once(char::is_whitespace)?;
        let (from, to) = days.split_once(['-', '\u{2013}'])?;
        let to = if to.trim().is_empty() { None } else { Some(to.trim().parse().ok()?) };
        Some(Bracket { from: from.trim().parse().ok()?, to, pct: value::percent(pct).ok()? })
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            row(line)
                .ok_or_else(|| format!("\u{201c}{line}\u{201d} is not a row of the table. Write for example 1-30 1.5."))
        })
        .collect()
}
