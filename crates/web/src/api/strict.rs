//! What a program that checks its requests by the document must be told, and what types alone do not tell: which objects
//! of a request are closed, and what an id looks like.
//!
//! Requests are read by types that take no unknown field, so that a misspelled one is told instead of passed over. Answers
//! stay open: a later Credere may say more.

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// How ids are written.
const UUID: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
/// Where schemas refer to.
const SCHEMAS: &str = "#/components/schemas/";

/// Adds it.
pub(super) fn complete(document: &mut Value) {
    every(document, &mut |object| {
        if object.get("format").is_some_and(|format| format == "uuid") {
            object.insert("pattern".to_owned(), json!(UUID));
        }
    });
    may_be_absent(document);
    let requested = requested(document);
    let schemas = document["components"]["schemas"].as_object_mut();
    for (_, schema) in schemas.into_iter().flatten().filter(|(name, _)| requested.contains(*name)) {
        every(schema, &mut |object| {
            if object.get("type").is_some_and(|kind| kind == "object") && object.contains_key("properties") {
                object.entry("additionalProperties").or_insert(json!(false));
            }
        });
    }
}

/// A body of which no field must be there may be absent as a whole: nothing reads as an object without fields.
fn may_be_absent(document: &mut Value) {
    let schemas = document["components"]["schemas"].clone();
    let items = document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    for operation in items.filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        let Some(body) = operation.get_mut("requestBody") else { continue };
        let name = body["content"]["application/json"]["schema"]["$ref"].as_str().unwrap_or_default();
        let Some(schema) = name.strip_prefix(SCHEMAS).map(|name| &schemas[name]) else { continue };
        if schema["type"] == "object" && schema.get("required").is_none() {
            body["required"] = json!(false);
        }
    }
}

/// The names of all schemas that a request's body is made of.
fn requested(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let items = document["paths"].as_object().into_iter().flat_map(Map::values);
    let operations = items.filter_map(Value::as_object).flat_map(Map::values);
    let mut open: Vec<&Value> = operations.map(|operation| &operation["requestBody"]).collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => open.extend(object.values()),
            Value::Array(values) => open.extend(values),
            Value::String(text) => {
                if let Some(name) = text.strip_prefix(SCHEMAS)
                    && found.insert(name.to_owned())
                {
                    open.push(&document["components"]["schemas"][name]);
                }
            }
            _ => {}
        }
    }
    found
}

/// Does something with every object in a value, the outermost first.
fn every(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            change(object);
            object.values_mut().for_each(|inner| every(inner, change));
        }
        Value::Array(values) => values.iter_mut().for_each(|inner| every(inner, change)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::DOCUMENT;

    #[test]
    fn requests_are_closed_and_answers_are_not() {
        let schemas = &DOCUMENT["components"]["schemas"];
        for step in schemas["NoticeStep"]["oneOf"].as_array().unwrap() {
            assert_eq!(step["additionalProperties"], false, "{step}");
        }
        assert_eq!(schemas["Mapping"]["properties"]["columns"]["additionalProperties"], false);
        assert!(schemas["Event"].get("additionalProperties").is_none());
        assert!(schemas["NewCase"]["properties"]["invoice"]["pattern"].is_string());
    }
}
