//! The forms of the desk and of the guests' pages: a page or a redirect, never a fault.
//!
//! The forms are those that the pages show: they are found by following every link from the first page on. An input is
//! `POST /path` (`MULTIPART` with files) and the fields below, as a browser encodes them; the tokens of pages are put in
//! when it is sent.

use crate::book::Book;
use fuzz::Choices;
use fuzz::change::changed;
use std::cell::Cell;
use std::collections::BTreeSet;

/// Most pages that are looked at for forms.
const PAGES: usize = 220;
/// What is written into fields.
const WRITTEN: [&str; 24] = [
    "",
    " ",
    "yes",
    "1",
    "0",
    "-1",
    "1,000.00",
    "1.000,00",
    "0.001",
    "92233720368547758.07",
    "99999999999999999999",
    "2026-06-15",
    "0001-01-01",
    "9999-12-31",
    "2026-13-45",
    "A-1",
    "NORWELL",
    "HARBOR",
    "\u{0}",
    "\u{202e}\u{10ffff}",
    "<script>",
    "a@b.example",
    "\r\nX: y",
    "00000000-0000-0000-0000-000000000000",
];

/// A form as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    multipart: bool,
    action: String,
    fields: Vec<(String, String)>,
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let mark = format!(" {name}=\"");
    let rest = &tag[tag.find(&mark)? + mark.len()..];
    let value = &rest[..rest.find('"')?];
    Some(
        value
            .replace("&#34;", "\"")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&#38;", "&")
            .replace("&amp;", "&"),
    )
}

/// Its links and forms.
fn read(page: &str) -> (Vec<String>, Vec<Form>) {
    let tags = |text: &str, name: &str| {
        let mark = format!("<{name} ");
        text.split(&mark)
            .skip(1)
            .map(|rest| format!(" {}", &rest[..rest.find('>').unwrap_or(rest.len())]))
            .collect::<Vec<_>>()
    };
    let links =
        tags(page, "a").iter().filter_map(|tag| attribute(tag, "href")).filter(|link| link.starts_with('/')).collect();
    let mut forms = Vec::new();
    for part in page.split("<form ").skip(1) {
        let part = part.split("</form>").next().unwrap_or_default();
        let head = format!(" {}", &part[..part.find('>').unwrap_or(part.len())]);
        if attribute(&head, "method").is_none_or(|method| !method.eq_ignore_ascii_case("post")) {
            continue;
        }
        let mut fields = Vec::new();
        for tag in ["input", "textarea", "button"].iter().flat_map(|name| tags(part, name)) {
            let Some(name) = attribute(&tag, "name").filter(|name| name != "csrf" && name != "key") else { continue };
            fields.push((name, attribute(&tag, "value").unwrap_or_default()));
        }
        for select in part.split("<select ").skip(1) {
            let select = format!(" {}", select.split("</select>").next().unwrap_or_default());
            let Some(name) = attribute(&select, "name") else { continue };
            fields.extend(
                tags(&select, "option")
                    .iter()
                    .filter_map(|tag| attribute(tag, "value"))
                    .map(|value| (name.clone(), value)),
            );
        }
        let multipart = attribute(&head, "enctype").is_some_and(|kind| kind.contains("multipart"));
        forms.push(Form { multipart, action: attribute(&head, "action").unwrap_or_default(), fields });
    }
    (links, forms)
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~$".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The other way round: what stands for an id by its name.
fn renamed(book: &Book, text: &str) -> String {
    book.names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(value, name))
}

fn browser(book: &Book) -> Vec<(&'static str, String)> {
    vec![
        ("cookie", format!("credere_session={}", book.session)),
        ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned()),
        ("accept", "text/html".to_owned()),
    ]
}

/// Every form that can be reached, and every page.
fn crawled(book: &Book) -> (Vec<Form>, Vec<String>) {
    let mut open: Vec<String> =
        ["/today", "/g/$debtor-page", "/g/$client-page", "/check"].map(|path| book.named(path)).into();
    let (mut seen, mut forms) = (BTreeSet::new(), BTreeSet::new());
    while let Some(path) = open.pop() {
        // One page of each kind is enough: what differs only behind the question mark is left away.
        let bare = path.split(['?', '#']).next().unwrap_or_default().to_owned();
        if seen.len() == PAGES || bare.starts_with("/api/") || !seen.insert(bare) {
            continue;
        }
        let Some(reply) = book.send("GET", &path, &browser(book), b"") else { continue };
        assert!(reply.status < 500, "{path}: {}", reply.text);
        if reply.status == 303 {
            open.push(reply.location);
            continue;
        }
        let (links, found) = read(&reply.text);
        open.extend(links);
        for mut form in found {
            if form.action.is_empty() {
                form.action = path.clone();
            }
            form.action = renamed(book, &form.action);
            forms.insert(form);
        }
    }
    (forms.into_iter().collect(), seen.iter().map(|path| renamed(book, path)).collect())
}

#[test]
fn forms_of_the_desk_and_of_guests() {
    let book = Book::new();
    let (forms, pages) = crawled(&book);
    let of = |start: &str| forms.iter().filter(|form| form.action.starts_with(start)).count();
    assert!(
        of("/g/$debtor-page") > 2 && of("/g/$client-page") > 0 && forms.len() > 40,
        "{} forms: {forms:#?}",
        forms.len()
    );
    let make = |choices: &mut Choices<'_>, seeds: &[Vec<u8>]| {
        if !seeds.is_empty() && choices.once_in(8) {
            return changed(choices, seeds);
        }
        if choices.once_in(6) {
            let page = choices.one_of(&pages);
            let query = ["", "?q=", "?as_of=", "?cursor=", "?page=", "?client=", "?state=", "?answer="];
            return format!("GET {page}{}{}\n", choices.one_of(&query), encoded(choices.one_of::<&str>(&WRITTEN)))
                .into_bytes();
        }
        let form = choices.one_of(&forms);
        let mut fields = form.fields.clone();
        for _ in 0..choices.below(5) {
            let place = choices.below(fields.len() + 1);
            match choices.below(5) {
                0 if place < fields.len() => drop(fields.remove(place)),
                1 if place < fields.len() => fields.push(fields[place].clone()),
                2 => fields.push(((*choices.one_of(&WRITTEN)).to_owned(), "1".to_owned())),
                _ if place < fields.len() => fields[place].1 = (*choices.one_of(&WRITTEN)).to_owned(),
                _ => {}
            }
        }
        let fields: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let action = if choices.once_in(20) { form.action.replace("/1", "/0") } else { form.action.clone() };
        let method = if form.multipart { "MULTIPART" } else { "POST" };
        format!("{method} {action}\n{}", fields.join("&")).into_bytes()
    };
    let number = Cell::new(0_u32);
    fuzz::run("forms", make, |input| {
        let text = book.named(&String::from_utf8_lossy(input));
        let (head, body) = text.split_once('\n').unwrap_or((&text, ""));
        let Some((method, path)) = head.split_once(' ') else { return };
        // Signing out would end the session that the next inputs need.
        if !path.starts_with('/') || path.starts_with("/sign-out") || path.starts_with("/api/") {
            return;
        }
        number.set(number.get() + 1);
        let secret = if let Some(rest) = path.strip_prefix("/g/").or(path.strip_prefix("/check/")) {
            rest.split(['/', '?']).next().unwrap_or_default().to_owned()
        } else {
            book.session.clone()
        };
        let (csrf, key) = (web::Secrets::form_token(&secret), format!("form-{:08}", number.get()));
        let mut headers = browser(&book);
        let reply = match method {
            "GET" => book.send("GET", path, &headers, b""),
            "MULTIPART" => {
                headers.push(("content-type", "multipart/form-data; boundary=edge".to_owned()));
                let part = |name: &str, value: &str| {
                    format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                };
                let mut form = part("csrf", &csrf) + &part("key", &key);
                for (name, value) in body.split('&').filter_map(|pair| pair.split_once('=')) {
                    let is_file = name.starts_with("file");
                    form +=
                        &part(&if is_file { format!("{name}\"; filename=\"a.csv") } else { name.to_owned() }, value);
                }
                book.send("POST", path, &headers, (form + "--edge--\r\n").as_bytes())
            }
            _ => {
                headers.push(("content-type", "application/x-www-form-urlencoded".to_owned()));
                book.send("POST", path, &headers, format!("csrf={csrf}&key={key}&{body}").as_bytes())
            }
        };
        let Some(reply) = reply else { return };
        assert!(reply.status < 500, "{text}\n{}", reply.text);
        assert!(reply.guarded, "every answer says what may run: {text}");
        assert!(reply.status != 303 || reply.location.starts_with('/'), "{text}: {}", reply.location);
        assert!(reply.status == 303 || !reply.text.is_empty(), "an answer is a page: {text}");
    });
}
