//! Every write of the API: an answer of the document, never a fault, and a refusal that says what to do.
//!
//! An input is a method and a path of the document on its first line, the body below. Names of things in the book stand
//! for their ids (`$invoice`), so that a kept input means the same in another book.

use crate::book::{Book, Reply};
use crate::schema;
use fuzz::Choices;
use fuzz::change::changed;
use serde_json::Value;
use std::cell::Cell;

/// A path of the document with what its parameters stand for.
fn real(template: &str) -> String {
    let id = match template {
        path if path.starts_with("/invoices") => "$invoice",
        path if path.starts_with("/contacts") => "$contact",
        path if path.starts_with("/guest-links") => "$link",
        _ => "00000000-0000-0000-0000-000000000000",
    };
    let code = if template.starts_with("/debtors") { "NORWELL" } else { "HARBOR" };
    let all = [("{code}", code), ("{debtor}", "NORWELL"), ("{invoice}", "$invoice"), ("{id}", id), ("{version}", "1")];
    let path = all.iter().fold(template.to_owned(), |path, (name, value)| path.replace(name, value));
    path.replace("{number}", "1").replace("{name}", "mine")
}

/// What must hold of every answer to an operation.
fn documented(operation: &Value, reply: &Reply, request: &str) {
    let Reply { status, media, text, .. } = reply;
    assert!(*status < 500, "{request}\n{text}");
    let answer = &operation["responses"][status.to_string()];
    assert!(answer.is_object(), "{status} is not in the document: {request}\n{text}");
    let medias = answer["content"].as_object().map(|content| content.keys().cloned().collect::<Vec<_>>());
    let essence = media.split(';').next().unwrap_or_default();
    assert!(medias.is_none_or(|all| all.iter().any(|one| one == essence)), "{media} is not in the document: {request}");
    if *status < 400 {
        return;
    }
    assert_eq!(media, "application/problem+json", "{request}\n{text}");
    let problem = reply.json();
    assert_eq!(problem["status"], *status);
    let full = |value: &Value| value.as_str().is_some_and(|text| !text.trim().is_empty());
    assert!(full(&problem["code"]) && full(&problem["title"]) && full(&problem["detail"]), "{problem:#}");
    let reasons = problem["errors"].as_array().expect("a list of reasons");
    assert!(reasons.iter().all(|one| full(&one["code"]) && full(&one["fact"]) && full(&one["remedy"])), "{problem:#}");
    let needs_reasons =
        ["REFUSED", "JSON_FIELD", "JSON_MALFORMED", "FORM_MALFORMED"].iter().any(|code| problem["code"] == *code);
    assert!(!needs_reasons || !reasons.is_empty(), "a refusal without a reason: {problem:#}\n{request}");
}

#[test]
fn bodies_of_the_api() {
    let book = Book::new();
    let document = book.read("/openapi.json");
    let writes: Vec<(&str, &str, &Value)> = document["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, item)| {
            let operations =
                ["post", "put"].into_iter().filter_map(|method| Some((method, path.as_str(), item.get(method)?)));
            operations.collect::<Vec<_>>()
        })
        .filter(|(_, _, operation)| operation["requestBody"]["content"].get("multipart/form-data").is_none())
        .collect();
    assert!(writes.len() > 40, "{}", writes.len());
    let make = |choices: &mut Choices<'_>, seeds: &[Vec<u8>]| {
        if !seeds.is_empty() && choices.once_in(8) {
            return changed(choices, seeds);
        }
        let (method, path, operation) = choices.one_of(&writes);
        let wanted = &operation["requestBody"]["content"]["application/json"]["schema"];
        let mut body = schema::value(choices, &document, wanted, 0).to_string().into_bytes();
        if choices.once_in(12) {
            body = changed(choices, &[body]);
        }
        [format!("{method} {path}\n").as_bytes(), &body].concat()
    };
    let number = Cell::new(0_u32);
    fuzz::run("api", make, |input| {
        let text = String::from_utf8_lossy(input);
        let (head, body) = text.split_once('\n').unwrap_or((&text, ""));
        let found = writes.iter().find(|(method, path, _)| head == format!("{method} {path}"));
        let Some((method, path, operation)) = found else { return };
        number.set(number.get() + 1);
        let key = format!("fuzz-{:08}", number.get());
        let method = method.to_uppercase();
        let (path, body) = (book.named(&real(path)), book.named(body));
        let request = format!("{method} {path} {body}");
        let reply = book.api(&method, &path, Some(&key), body.as_bytes());
        documented(operation, &reply, &request);
        // Sent again, it has the same answer (or the same refusal).
        if number.get().is_multiple_of(5) && reply.status < 300 {
            let again = book.api(&method, &path, Some(&key), body.as_bytes());
            assert_eq!((again.status, again.text), (reply.status, reply.text), "{request}");
        }
    });
    assert_eq!(book.read("/audit")["findings"].as_array().map_or(0, Vec::len), 0, "the book still proves itself");
}

/// Files in forms: what the readers say of them is told as every refusal is.
#[test]
fn files_of_the_api() {
    let book = Book::new();
    let document = book.read("/openapi.json");
    let mut own = Vec::new();
    for folder in ["schedules", "statements", "invoices"] {
        let folder = format!("{}/corpus/{folder}", env!("CARGO_MANIFEST_DIR"));
        for file in std::fs::read_dir(folder).expect("kept files") {
            own.push(std::fs::read(file.expect("a file").path()).expect("readable"));
        }
    }
    let make = |choices: &mut Choices<'_>, _: &[Vec<u8>]| changed(choices, &own);
    let number = Cell::new(0_u32);
    fuzz::run("uploads", make, |input| {
        for (path, field) in
            [("/clients/{code}/schedule-files", "transfer_method\"\r\n\r\nWIRE"), ("/statements", "mapping\"\r\n\r\n")]
        {
            number.set(number.get() + 1);
            let mut body = format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\r\n").into_bytes();
            body.extend_from_slice(
                b"--edge\r\ncontent-disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\n",
            );
            body.extend_from_slice(input);
            body.extend_from_slice(b"\r\n--edge--\r\n");
            let headers = [
                ("authorization", "Bearer token-of-the-test".to_owned()),
                ("content-type", "multipart/form-data; boundary=edge".to_owned()),
                ("idempotency-key", format!("file-{:08}", number.get())),
            ];
            let reply = book.send("POST", &format!("/api/v1{}", real(path)), &headers, &body).expect("a path");
            documented(&document["paths"][path]["post"], &reply, path);
        }
    });
}
