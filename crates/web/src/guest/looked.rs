//! Does a request show that a person looked?
//!
//! A first look ([`looked`]) is told in the timeline, so browsers that fetch ahead, previews in messengers and everything
//! that names itself a program do not count. `HEAD` never counts.
//!
//! It is no evidence that a notice was opened (LC-45, level 2), for filters of mail servers fetch every address of a mail
//! with the words of a common browser, often before the mail is delivered. They come to the address that stands in the
//! mail, from outside. Evidence is a form that was sent, or a second step: somebody clicked on one page of the link to
//! come to another ([`went_on`]), which a browser says of itself and no page can make it say.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};

/// Words by which programs name themselves, in small letters.
const PROGRAMS: [&str; 22] = [
    "bot",
    "crawl",
    "spider",
    "scan",
    "preview",
    "headless",
    "phantom",
    "python",
    "curl",
    "wget",
    "java/",
    "go-http",
    "okhttp",
    "axios",
    "fetch",
    "monitor",
    "facebookexternalhit",
    "whatsapp",
    "barracuda",
    "mimecast",
    "proofpoint",
    "safelinks",
];

/// Headers in which a browser or filter says that it only fetches ahead; any value counts.
const AHEAD: [&str; 4] = ["sec-purpose", "purpose", "x-purpose", "x-moz"];

/// Does this request show that a person looked at the page?
#[must_use]
pub fn looked(parts: &Parts) -> bool {
    parts.method == Method::GET && is_browser(&parts.headers) && is_navigation(&parts.headers)
}

/// Does this request show that a person went on from one page of the link to another by a click?
#[must_use]
pub fn went_on(parts: &Parts) -> bool {
    let headers = &parts.headers;
    let says = |name: &str, wanted: &str| text(headers, name) == wanted;
    looked(parts)
        && says("sec-fetch-site", "same-origin")
        && says("sec-fetch-mode", "navigate")
        && says("sec-fetch-dest", "document")
        && says("sec-fetch-user", "?1")
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

fn is_browser(headers: &HeaderMap) -> bool {
    let agent = text(headers, header::USER_AGENT.as_str()).to_ascii_lowercase();
    agent.starts_with("mozilla/")
        && !PROGRAMS.iter().any(|program| agent.contains(program))
        && text(headers, header::ACCEPT.as_str()).contains("text/html")
}

/// Browsers of today say what a request is for; one that says nothing is taken at its other words.
fn is_navigation(headers: &HeaderMap) -> bool {
    let says = |name: &str, wanted: &str| matches!(text(headers, name), "" | "?1") || text(headers, name) == wanted;
    AHEAD.iter().all(|name| !headers.contains_key(*name))
        && says("sec-fetch-mode", "navigate")
        && says("sec-fetch-dest", "document")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    fn asked(method: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method).uri("/g/x");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        looked(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn a_person_in_a_browser_counts() {
        assert!(asked("GET", &[("user-agent", FIREFOX), ("accept", "text/html,*/*")]));
        let modern = [
            ("user-agent", FIREFOX),
            ("accept", "text/html"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
            ("sec-fetch-user", "?1"),
        ];
        assert!(asked("GET", &modern));
    }

    #[test]
    fn lc_45_only_a_click_within_the_pages_shows_a_person_who_went_on() {
        let step = |more: &[(&str, &str)]| {
            let mut request = Request::builder().method("GET").uri("/g/x/letters");
            for (name, value) in [("user-agent", FIREFOX), ("accept", "text/html")].iter().chain(more) {
                request = request.header(*name, *value);
            }
            went_on(&request.body(()).unwrap().into_parts().0)
        };
        let click = [
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
            ("sec-fetch-user", "?1"),
        ];
        assert!(step(&click));
        assert!(!step(&[]), "a client that says nothing of itself");
        assert!(!step(&click[..3]), "a script's navigation");
        for site in ["none", "cross-site", "same-site"] {
            assert!(!step(&[("sec-fetch-site", site), click[1], click[2], click[3]]), "from a mail: {site}");
        }
    }

    #[test]
    fn heads_prefetches_scanners_and_programs_do_not() {
        let browser = [("user-agent", FIREFOX), ("accept", "text/html")];
        assert!(!asked("HEAD", &browser));
        for ahead in [("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch"), ("x-moz", "prefetch")] {
            assert!(!asked("GET", &[browser[0], browser[1], ahead]), "{ahead:?}");
        }
        assert!(!asked("GET", &[browser[0], browser[1], ("sec-fetch-mode", "no-cors")]));
        assert!(!asked("GET", &[browser[0], ("accept", "*/*")]));
        assert!(!asked("GET", &[("accept", "text/html")]));
        for agent in
            ["curl/8.5", "Mozilla/5.0 (compatible; Googlebot/2.1)", "Mozilla/5.0 HeadlessChrome/120", "WhatsApp/2"]
        {
            assert!(!asked("GET", &[("user-agent", agent), ("accept", "text/html")]), "{agent}");
        }
    }
}
