//! JSON made from a schema of the API's document: mostly what fits, now and then what does not.

use fuzz::Choices;
use serde_json::{Map, Value, json};

/// Deepest nesting that is made.
const DEPTH: usize = 8;
const DAYS: [&str; 7] =
    ["2026-06-10", "2026-06-15", "2026-07-10", "2025-01-01", "0001-01-01", "9999-12-31", "2024-02-29"];
const IDS: [&str; 5] = ["$invoice", "$other", "$contact", "$link", "00000000-0000-0000-0000-000000000000"];
const AMOUNTS: [&str; 12] = [
    "1000.00",
    "400.00",
    "0.01",
    "0.00",
    "0",
    "5",
    "-1.00",
    "92233720368547758.07",
    "-92233720368547758.08",
    "0.85",
    "1.005",
    "79228162514264337593543950335",
];
const WORDS: [&str; 20] = [
    "HARBOR",
    "NORWELL",
    "A-1",
    "A-2",
    "Somebody",
    "credere",
    "mine",
    "",
    " ",
    "\u{0}",
    "\u{202e}x",
    "desk@factor.example",
    "1",
    "R-1",
    "NONE",
    "'; DROP TABLE invoice; --",
    "\u{10ffff}",
    "021000021",
    "https://a.example/x",
    "\r\nX: y",
];

/// A value of the schema, which may refer to others of the document.
pub fn value(choices: &mut Choices<'_>, document: &Value, schema: &Value, depth: usize) -> Value {
    if choices.once_in(16) || depth > DEPTH {
        return wrong(choices);
    }
    if let Some(name) = schema["$ref"].as_str() {
        let place = name.trim_start_matches('#');
        return value(choices, document, document.pointer(place).unwrap_or(&Value::Null), depth + 1);
    }
    if let Some(list) = schema["enum"].as_array().filter(|list| !list.is_empty()) {
        return choices.one_of(list).clone();
    }
    if let Some(list) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()).filter(|list| !list.is_empty()) {
        let chosen = choices.one_of(list);
        return value(choices, document, chosen, depth + 1);
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => vec!["object"],
    };
    match kinds.get(choices.below(kinds.len())).copied() {
        Some("string") => json!(text(choices, schema)),
        Some("integer") | Some("number") => {
            let (least, most) = (schema["minimum"].as_i64().unwrap_or(0), schema["maximum"].as_i64().unwrap_or(400));
            let span = most.saturating_sub(least).clamp(1, 1_000_000);
            if choices.once_in(8) {
                json!(choices.number())
            } else {
                json!(least + choices.number().rem_euclid(span + 1))
            }
        }
        Some("boolean") => json!(choices.once_in(2)),
        Some("array") => {
            let count = choices.below(4);
            (0..count).map(|_| value(choices, document, &schema["items"], depth + 1)).collect()
        }
        Some("object") => object(choices, document, schema, depth),
        _ => Value::Null,
    }
}

fn object(choices: &mut Choices<'_>, document: &Value, schema: &Value, depth: usize) -> Value {
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut made = Map::new();
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        let is_there = if required.contains(&name.as_str()) { !choices.once_in(24) } else { choices.once_in(2) };
        if is_there {
            made.insert(name.clone(), value(choices, document, inner, depth + 1));
        }
    }
    if choices.once_in(30) {
        made.insert((*choices.one_of(&WORDS)).to_owned(), wrong(choices));
    }
    Value::Object(made)
}

fn text(choices: &mut Choices<'_>, schema: &Value) -> String {
    let format = schema["format"].as_str().unwrap_or_default();
    let pattern = schema["pattern"].as_str().unwrap_or_default();
    let list: &[&str] = match format {
        "date" => &DAYS,
        "uuid" => &IDS,
        "date-time" => &["2026-06-15T14:00:00Z", "9999-12-30T22:00:00Z", "-009999-01-02T00:00:00Z"],
        _ if pattern.contains("[0-9]") => &AMOUNTS,
        _ => &WORDS,
    };
    let text = *choices.one_of(list);
    if choices.once_in(40) { text.repeat(1 + choices.below(6_000)) } else { text.to_owned() }
}

/// Something of another kind than was asked for.
fn wrong(choices: &mut Choices<'_>) -> Value {
    match choices.below(8) {
        0 => Value::Null,
        1 => json!(choices.number()),
        2 => json!(0.1),
        3 => json!([]),
        4 => json!({}),
        5 => json!(*choices.one_of(&AMOUNTS)),
        6 => json!(*choices.one_of(&WORDS)),
        _ => (0..40).fold(json!(1), |inner, _| json!([inner])),
    }
}
