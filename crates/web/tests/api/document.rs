//! The document says what is there, and what is there is in the document.

use crate::client::Server;
use crate::story::ready;
use serde_json::Value;
use std::collections::BTreeSet;

fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let each = paths.flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(|(method, operation)| (method.to_uppercase(), path.clone(), operation.clone())).collect::<Vec<_>>()
    });
    each.collect()
}

#[test]
fn every_path_of_the_document_is_served_and_no_other_method() {
    let server = Server::new();
    let document = server.get("/openapi.json").expect(200);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let token = format!("Bearer {}", crate::client::TOKEN);
    let found = operations(&document);
    for path in found.iter().map(|(_, path, _)| path).collect::<BTreeSet<_>>() {
        let documented: BTreeSet<&str> =
            found.iter().filter(|(_, other, _)| other == path).map(|(method, _, _)| method.as_str()).collect();
        let real = path.replace("{id}", "00000000-0000-0000-0000-000000000000").replace(['{', '}'], "");
        for method in ["GET", "PUT", "POST", "DELETE", "PATCH"] {
            let reply = server.send(method, &format!("/api/v1{real}"), &[("authorization", &token)], b"");
            assert_eq!(reply.status != 405, documented.contains(method), "{method} {path}: {}", reply.text);
            assert!(reply.status < 500, "{method} {path}: {}", reply.text);
            if reply.status >= 400 {
                assert_eq!(
                    reply.header("content-type").as_deref(),
                    Some("application/problem+json"),
                    "{method} {path}"
                );
            }
            let answers = found.iter().find(|(one, other, _)| one == method && other == path);
            if let Some((_, _, operation)) = answers {
                assert!(
                    operation["responses"][reply.status.to_string()].is_object(),
                    "{method} {path} {}",
                    reply.status
                );
            }
        }
    }
}

#[test]
fn every_operation_is_whole() {
    let document = Server::new().get("/openapi.json").expect(200);
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let place = format!("{method} {path}");
        assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{place}");
        assert!(!operation["summary"].as_str().unwrap_or_default().is_empty(), "{place} has no summary");
        assert!(document["tags"].as_array().unwrap().iter().any(|tag| tag["name"] == operation["tags"][0]), "{place}");
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let key = parameters.iter().find(|one| one["name"] == "Idempotency-Key");
        match method.as_str() {
            "GET" => assert!(key.is_none(), "{place}"),
            "PUT" => assert_eq!(key.unwrap()["required"], false, "{place}"),
            _ => assert_eq!(key.unwrap()["required"], true, "{place}"),
        }
        let in_path = parameters.iter().filter(|one| one["in"] == "path").count();
        assert_eq!(in_path, path.matches('{').count(), "{place}");
        for status in ["401", "500"] {
            assert!(operation["responses"][status].is_object(), "{place} {status}");
        }
    }
    let text = document.to_string();
    for reference in text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(schemas.contains_key(reference), "{reference} is referred to and not there");
    }
}

#[test]
fn the_page_shows_every_operation_without_script_or_style_of_its_own() {
    let server = ready();
    let document = server.get("/openapi.json").expect(200);
    let page = server.get("/docs");
    assert_eq!(page.status, 200);
    assert!(page.header("content-security-policy").unwrap().contains("script-src 'self'"));
    for (_, _, operation) in operations(&document) {
        let anchor = format!("id=\"{}\"", operation["operationId"].as_str().unwrap());
        assert!(page.text.contains(&anchor), "{anchor}");
    }
    for forbidden in ["<style", "style=\"", "onclick", "http://", "https://", "<script>"] {
        assert!(!page.text.contains(forbidden), "{forbidden}");
    }
    assert!(page.text.contains("Idempotency-Key: $(uuidgen)"));
}
