//! The page to read the API's document: made from it on the server, without a script.

use super::document::DOCUMENT;
use super::problem::{self, Kind, Problem};
use crate::Web;
use crate::look::Page;
use app::Error;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Deepest nesting that an example shows.
const DEPTH: u8 = 16;

#[derive(Template)]
#[template(path = "api_docs.html")]
struct Docs<'a> {
    page: Page,
    about: &'a str,
    groups: &'a [Group],
    kinds: &'a [&'static Kind],
}

/// The operations of one tag.
struct Group {
    name: String,
    about: String,
    anchor: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    text: String,
    parameters: Vec<Parameter>,
    /// Media type of the body and an example of it.
    body: Option<(String, String)>,
    answers: Vec<Answer>,
    curl: String,
}

struct Parameter {
    name: String,
    place: String,
    required: bool,
    about: String,
}

struct Answer {
    status: String,
    about: String,
    /// What a success looks like.
    example: Option<String>,
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| groups(&DOCUMENT));

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn groups(document: &Value) -> Vec<Group> {
    let mut by_tag: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let read = read(document, path, method, operation);
            by_tag.entry(text(&operation["tags"][0])).or_default().push(read);
        }
    }
    let tags = list(&document["tags"]).map(|tag| {
        let name = text(&tag["name"]);
        let mut operations = by_tag.remove(&name).unwrap_or_default();
        operations.sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
        Group { anchor: name.to_lowercase(), about: text(&tag["description"]), name, operations }
    });
    tags.filter(|group| !group.operations.is_empty()).collect()
}

fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let parameters: Vec<Parameter> = list(&operation["parameters"])
        .map(|one| Parameter {
            name: text(&one["name"]),
            place: text(&one["in"]),
            required: one["required"].as_bool().unwrap_or(false),
            about: text(&one["description"]),
        })
        .collect();
    let body = operation["requestBody"]["content"].as_object().and_then(|content| content.iter().next());
    let body = body.map(|(media, content)| (media.clone(), pretty(&example(document, &content["schema"], DEPTH))));
    let answers = operation["responses"].as_object().into_iter().flatten().map(|(status, answer)| {
        let content = answer["content"].as_object().and_then(|content| content.iter().next());
        let shown = content.filter(|(media, _)| status.starts_with('2') && *media == "application/json");
        Answer {
            status: status.clone(),
            about: text(&answer["description"]),
            example: shown.map(|(_, content)| pretty(&example(document, &content["schema"], DEPTH))),
        }
    });
    let method = method.to_uppercase();
    Operation {
        id: text(&operation["operationId"]),
        curl: curl(&method, path, &parameters, body.as_ref()),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        text: text(&operation["description"]),
        answers: answers.collect(),
        parameters,
        body,
        method,
    }
}

/// The request as one can type it; the token comes from the environment.
fn curl(method: &str, path: &str, parameters: &[Parameter], body: Option<&(String, String)>) -> String {
    let mut lines =
        vec![format!("curl -X {method} \"$CREDERE/api/v1{path}\""), "-H \"Authorization: Bearer $TOKEN\"".to_owned()];
    if parameters.iter().any(|one| one.place == "header" && one.required) {
        lines.push("-H \"Idempotency-Key: $(uuidgen)\"".to_owned());
    }
    match body {
        Some((media, _)) if media == "multipart/form-data" => lines.push("-F files=@FILE".to_owned()),
        Some((media, _)) => {
            lines.push(format!("-H \"Content-Type: {media}\""));
            lines.push("-d @body.json".to_owned());
        }
        None => {}
    }
    lines.join(" \\\n  ")
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// A value that fits a schema: its example, its first choice, or what stands for its type.
fn example(document: &Value, schema: &Value, depth: u8) -> Value {
    if depth == 0 {
        return Value::Null;
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return example(document, &document["components"]["schemas"][name], depth - 1);
    }
    let given = [&schema["example"], &schema["examples"][0], &schema["default"], &schema["enum"][0]];
    if let Some(given) = given.into_iter().find(|one| !one.is_null()) {
        return given.clone();
    }
    for of in ["oneOf", "anyOf"] {
        if let Some(first) = list(&schema[of]).find(|one| one["type"] != "null") {
            return example(document, first, depth - 1);
        }
    }
    if schema["allOf"].is_array() {
        let parts = list(&schema["allOf"]).filter_map(|part| example(document, part, depth - 1).as_object().cloned());
        return Value::Object(parts.flatten().collect());
    }
    let kind = schema["type"]
        .as_str()
        .or_else(|| list(&schema["type"]).find_map(Value::as_str).filter(|kind| *kind != "null"));
    match kind {
        Some("object") => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            Value::Object(fields.map(|(name, field)| (name.clone(), example(document, field, depth - 1))).collect())
        }
        Some("array") => Value::Array(vec![example(document, &schema["items"], depth - 1)]),
        Some("integer" | "number") => Value::from(1),
        Some("boolean") => Value::Bool(false),
        Some("string") => Value::from(match schema["format"].as_str() {
            Some("date") => "2026-03-31",
            Some("date-time") => "2026-03-31T12:00:00Z",
            Some("uuid") => "01890a5d-ac96-774b-bcce-b302099a8057",
            _ => "text",
        }),
        _ => Value::Null,
    }
}

/// This page: every operation with its parameters, bodies, answers and a request to type.
#[utoipa::path(get, path = "/docs", tag = "About",
    responses((status = 200, description = "The page", content_type = "text/html", body = String)))]
pub(super) async fn get_docs(State(web): State<Web>) -> Result<Html<String>, Problem> {
    let page = Page::new(web.app.factor().name.clone(), web.app.today());
    let about = DOCUMENT["info"]["description"].as_str().unwrap_or_default();
    let docs = Docs { page, about, groups: &GROUPS, kinds: problem::ALL };
    Ok(Html(docs.render().map_err(|error| Error::fault("page", error))?))
}
