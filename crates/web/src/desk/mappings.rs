//! Column mappings of a client: made in a form or pasted as TOML, tried on a sample before they are saved.

use super::form::{Fill, Input};
use super::page::{Answer, Desk};
use super::posted::{Posted, to_fields};
use super::wrong::Wrong;
use crate::Web;
use crate::look::form::FormErrors;
use crate::look::{Noun, Page, filters, format};
use app::client_by_code;
use app::schedule::{mapping_named, save_mapping};
use app::timeline::capital;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use domain::party::Client;
use formats::schedule::Mapping;
use formats::schedule::mapping::Columns;
use formats::table::{Column, Delimiter, Layout};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/clients/{code}/mappings/new", get(new))
        .route("/clients/{code}/mappings", post(save))
        .route("/clients/{code}/mappings/{name}", get(show))
}

/// Lines of a sample that are shown.
const SAMPLE_ROWS: usize = 10;
/// Longest sample, in bytes.
const SAMPLE: usize = 200_000;

/// Our fields, as the form asks for their columns.
const COLUMNS: [(&str, &str); 14] = [
    ("debtor", "Client's number of the debtor"),
    ("debtor_name", "Debtor's name"),
    ("number", "Invoice number"),
    ("issued", "Issue date"),
    ("due", "Due date"),
    ("amount", "Amount to pay"),
    ("currency", "Currency"),
    ("delivered", "Delivery date"),
    ("description", "What was sold"),
    ("order", "Debtor's order"),
    ("contract", "Contract"),
    ("payment_reference", "Payment reference"),
    ("kind", "Kind of document"),
    ("corrects", "Invoice a credit note corrects"),
];

struct Tried {
    words: String,
    rows: Vec<Vec<String>>,
    rejected: Vec<String>,
}

#[derive(Template)]
#[template(path = "desk/mapping.html")]
struct MappingPage {
    page: Page,
    code: String,
    title: String,
    errors: FormErrors,
    toml: bool,
    inputs: Vec<Input>,
    tried: Option<Tried>,
}

fn page(desk: &Desk, client: &Client, sent: &Posted, errors: FormErrors, tried: Option<Tried>) -> MappingPage {
    let fill = Fill { sent, errors: &errors };
    let toml = sent.get("as") == "toml";
    let mut inputs = Vec::new();
    if toml {
        inputs.push(Input::Area(fill.hinted("toml", "Mapping as TOML", "With name, [file] and [columns].")));
    } else {
        let delimiters = ["auto", "comma", "semicolon", "tab", "pipe"].map(|name| (name.to_owned(), name.to_owned()));
        let encodings =
            ["utf-8", "windows-1252", "iso-8859-1", "utf-16"].map(|name| (name.to_owned(), name.to_owned()));
        inputs.push(Input::Text(fill.hinted(
            "name",
            "Name",
            "What people call it, for example the program the file comes from.",
        )));
        inputs.push(Input::Text(
            fill.hinted("fixed_currency", "Currency of every line", "Where the file has no column for it.").optional(),
        ));
        inputs.push(fill.choice("delimiter", "Fields are separated by", delimiters));
        inputs.push(fill.choice("encoding", "Encoding", encodings));
        inputs.push(Input::Row(vec![
            fill.field("decimal_sign", "Decimal sign"),
            fill.field("grouping", "Sign between thousands").optional(),
        ]));
        inputs.push(Input::Text(fill.hinted(
            "date_format",
            "Date format",
            "For example YYYY-MM-DD, D.M.YYYY or M/D/YY.",
        )));
        inputs.push(Input::Row(vec![fill.field("skip_rows", "Lines above the header")]));
        inputs.push(Input::Tick(
            fill.field("no_header", "The file has no header; columns are named by their place").optional(),
        ));
        inputs.push(Input::Tick(fill.field("minor_units", "Amounts are whole cents").optional()));
        inputs
            .push(Input::Tick(fill.field("may_be_absent", "Columns that no line must have may be absent").optional()));
        inputs.push(Input::Area(
            fill.hinted("skip", "Leave out rows that begin with", "Titles and subtotals, one a line.").optional(),
        ));
        inputs.push(Input::Text(
            fill.hinted("total", "The row of the total begins with", "Its amount must be right.").optional(),
        ));
        for pair in COLUMNS.chunks(2) {
            let field = |(name, label): &(&str, &str)| fill.field(&format!("column_{name}"), label).optional();
            inputs.push(Input::Row(pair.iter().map(field).collect()));
        }
        inputs.push(Input::Area(
            fill.hinted(
                "credit_values",
                "Values that mean a credit note",
                "One a line, with a column for the kind of document.",
            )
            .optional(),
        ));
    }
    inputs.push(Input::Area(
        fill.hinted("sample", "Sample", "Paste the first lines of a file, header included, to see how they are read.")
            .optional(),
    ));
    let name = sent.get("name");
    let title = if name.is_empty() {
        format!("Add a mapping for {}", client.code)
    } else {
        format!("Mapping \u{201c}{name}\u{201d}")
    };
    MappingPage { page: desk.page(Noun::Clients), code: client.code.to_string(), title, errors, toml, inputs, tried }
}

async fn client_of(desk: &Desk, code: String) -> Result<Client, Wrong> {
    desk.read(move |snapshot| client_by_code(snapshot, &code)).await
}

async fn new(desk: Desk, Path(code): Path<String>, query: axum::extract::Query<AsWhat>) -> Answer {
    let client = client_of(&desk, code).await?;
    let mut fields = typed(&Mapping { columns: Mapping::credere().columns, ..Mapping::default() });
    fields.retain(|(name, _)| name != "column_kind");
    fields.push(("as".to_owned(), query.what.clone()));
    desk.show(&page(&desk, &client, &Posted::suggested(fields), FormErrors::default(), None))
}

/// In the address: `as=toml` to paste one.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct AsWhat {
    #[serde(rename = "as")]
    what: String,
}

async fn show(desk: Desk, Path((code, name)): Path<(String, String)>) -> Answer {
    let client = client_of(&desk, code).await?;
    let id = client.id;
    let mapping = desk.read(move |snapshot| mapping_named(snapshot, id, Some(&name))).await?;
    let fields = typed(&mapping.unwrap_or_default());
    desk.show(&page(&desk, &client, &Posted::suggested(fields), FormErrors::default(), None))
}

/// The fields filled from a mapping.
fn typed(mapping: &Mapping) -> Vec<(String, String)> {
    let yes = |is: bool| if is { "yes" } else { "" }.to_owned();
    let word = |value: serde_json::Result<serde_json::Value>| {
        value.ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let file = &mapping.file;
    let mut fields = vec![
        ("name", mapping.name.clone()),
        ("fixed_currency", mapping.currency.map(|of| of.to_string()).unwrap_or_default()),
        ("delimiter", word(serde_json::to_value(file.delimiter))),
        ("encoding", word(serde_json::to_value(file.encoding))),
        ("decimal_sign", file.decimal_sign.to_string()),
        ("grouping", file.grouping.map(String::from).unwrap_or_default()),
        ("date_format", file.date_format.to_string()),
        ("skip_rows", file.skip_rows.to_string()),
        ("no_header", yes(!file.has_header)),
        ("minor_units", yes(mapping.amount_in_minor_units)),
        ("may_be_absent", yes(mapping.optional_columns_may_be_absent)),
        ("skip", mapping.skip_when_first_cell_starts_with.join("\n")),
        ("total", mapping.total_when_first_cell_starts_with.clone().unwrap_or_default()),
        ("credit_values", mapping.credit_note_values.join("\n")),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect::<Vec<_>>();
    let columns = serde_json::to_value(&mapping.columns).unwrap_or_default();
    for (name, _) in COLUMNS {
        let column = match columns.get(name) {
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(serde_json::Value::Number(place)) => place.to_string(),
            _ => String::new(),
        };
        fields.push((format!("column_{name}"), column));
    }
    fields
}

/// Reads the form as a mapping, and puts what is wrong with it into `errors`.
fn read(sent: &Posted, errors: &mut FormErrors) -> Option<Mapping> {
    if sent.get("as") == "toml" {
        return Mapping::from_toml("mapping", sent.raw("toml"))
            .map_err(|refused| told(refused, errors, Some("toml")))
            .ok();
    }
    let column = |name: &str| {
        sent.some(&format!("column_{name}")).map(|text| match text.parse() {
            Ok(place) => Column::Index(place),
            Err(_) => Column::from(text),
        })
    };
    let fixed = sent.some("fixed_currency").map(super::value::currency).transpose();
    let currency = fixed.map_err(|error| errors.add("fixed_currency", error)).ok().flatten();
    let date_format = sent.get("date_format").parse().map_err(|error: formats::schedule::date::PatternError| {
        errors.add("date_format", capital(&format!("{error}.")));
    });
    let skip_rows = sent.some("skip_rows").unwrap_or("0").parse();
    if skip_rows.is_err() {
        errors.add("skip_rows", "Write a number of lines, or 0.");
    }
    let sign = |name: &str| sent.raw(name).chars().next();
    let one = |name: &str| serde_json::Value::String(sent.get(name).to_owned());
    let mapping = Mapping {
        name: sent.get("name").to_owned(),
        currency,
        amount_in_minor_units: sent.ticked("minor_units"),
        optional_columns_may_be_absent: sent.ticked("may_be_absent"),
        skip_when_first_cell_starts_with: super::party::lines(sent.get("skip")),
        total_when_first_cell_starts_with: sent.some("total").map(str::to_owned),
        credit_note_values: super::party::lines(sent.get("credit_values")),
        columns: Columns {
            debtor: column("debtor"),
            debtor_name: column("debtor_name"),
            number: column("number"),
            issued: column("issued"),
            due: column("due"),
            amount: column("amount"),
            currency: column("currency"),
            delivered: column("delivered"),
            description: column("description"),
            order: column("order"),
            contract: column("contract"),
            payment_reference: column("payment_reference"),
            kind: column("kind"),
            corrects: column("corrects"),
        },
        file: Layout {
            delimiter: serde_json::from_value(one("delimiter")).unwrap_or(Delimiter::Auto),
            encoding: serde_json::from_value(one("encoding")).unwrap_or_default(),
            decimal_sign: sign("decimal_sign").unwrap_or('.'),
            grouping: sign("grouping"),
            date_format: date_format.ok()?,
            skip_rows: skip_rows.ok()?,
            has_header: !sent.ticked("no_header"),
        },
    };
    mapping.check().map_err(|refused| told(refused, errors, None)).ok()?;
    errors.is_empty().then_some(mapping)
}

/// Puts the problems of a mapping to its fields; `all` where there is one field for everything.
fn told(refused: formats::Refused, errors: &mut FormErrors, all: Option<&str>) {
    for problem in refused.problems {
        let text = format!("{} {}", problem.fact, problem.remedy);
        let field = problem.place.field.as_deref().map(|field| match field {
            "skip_when_first_cell_starts_with" => "skip".to_owned(),
            "name" | "decimal_sign" | "grouping" | "date_format" | "skip_rows" | "delimiter" | "encoding" => {
                field.to_owned()
            }
            column => format!("column_{column}"),
        });
        match (all, field) {
            (Some(field), _) => errors.add(field, text),
            (None, Some(field)) => errors.add(field, text),
            (None, None) => errors.general.push(text),
        }
    }
}

/// The sample as the mapping reads it.
fn tried(sample: &str, mapping: &Mapping, errors: &mut FormErrors) -> Option<Tried> {
    if sample.len() > SAMPLE {
        errors.add("sample", "The sample has over 200,000 bytes. The first lines are enough.");
        return None;
    }
    // The sample was pasted, so it is UTF-8 whatever the file will be.
    let pasted = Mapping {
        file: Layout { encoding: formats::encoding::Encoding::Utf8, ..mapping.file.clone() },
        ..mapping.clone()
    };
    let file = [("sample".to_owned(), sample.as_bytes().to_vec())];
    let read = match formats::schedule::read(&file, Some(&pasted)) {
        Ok(read) => read,
        Err(refused) => {
            for problem in refused.problems {
                errors.add("sample", format!("{} {}", problem.fact, problem.remedy));
            }
            return None;
        }
    };
    let row = |line: &formats::schedule::OfferedLine| {
        let debtor = line.debtor.code.clone().or_else(|| line.debtor.name.clone()).unwrap_or_default();
        let amount = if line.is_credit_note { line.amount.negated() } else { line.amount };
        vec![
            line.line_no.to_string(),
            debtor,
            line.number.clone(),
            format::short_day_year(line.issue),
            format::short_day_year(line.due),
            format::amount(amount),
        ]
    };
    Some(Tried {
        words: format!(
            "{} read, {} not.",
            format::counted(i64::try_from(read.lines.len()).unwrap_or(0), "line", "lines"),
            format::grouped(i64::try_from(read.rejected.len()).unwrap_or(0))
        ),
        rows: read.lines.iter().take(SAMPLE_ROWS).map(row).collect(),
        rejected: read
            .rejected
            .iter()
            .take(SAMPLE_ROWS)
            .flat_map(|line| &line.problems)
            .map(ToString::to_string)
            .collect(),
    })
}

async fn save(desk: Desk, Path(code): Path<String>, posted: Posted) -> Answer {
    let client = client_of(&desk, code).await?;
    let mut errors = FormErrors::default();
    let mapping = read(&posted, &mut errors);
    let sample = posted.raw("sample");
    let shown =
        mapping.as_ref().filter(|_| !sample.trim().is_empty()).and_then(|mapping| tried(sample, mapping, &mut errors));
    let Some(mapping) = mapping.filter(|_| errors.is_empty()) else {
        return desk.refused(&page(&desk, &client, &posted, errors, shown));
    };
    if posted.get("do") == "try" {
        if shown.is_none() {
            errors.add("sample", "Paste the first lines of a file to try the mapping on.");
            return desk.refused(&page(&desk, &client, &posted, errors, None));
        }
        return desk.show(&page(&desk, &client, &posted, errors, shown));
    }
    let (by, name) = (client.code.to_string(), mapping.name.clone());
    match desk.change(&posted, move |task| save_mapping(task, &by, &mapping)).await {
        Ok(()) => Ok(desk.done(
            &format!("/clients/{}", client.code),
            format!("The mapping \u{201c}{name}\u{201d} was saved."),
            None,
        )),
        Err(error) => {
            to_fields(error, &[], &mut errors)?;
            desk.refused(&page(&desk, &client, &posted, errors, shown))
        }
    }
}
