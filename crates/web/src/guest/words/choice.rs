//! Which language a visitor reads who has no link: what was asked for in the address, else what the browser prefers.

use axum::http::{HeaderMap, header};
use domain::letter::Language;

/// The language named in an address or a form.
pub(in crate::guest) fn asked(code: &str) -> Option<Language> {
    Language::from_code(&code.to_ascii_lowercase())
}

/// The first language of the browser's list that is spoken here; English when none is.
pub(in crate::guest) fn accepted(headers: &HeaderMap) -> Language {
    let list = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut wanted: Vec<(u32, Language)> = list
        .split(',')
        .filter_map(|part| {
            let mut pieces = part.split(';');
            let language = asked(pieces.next()?.trim().split('-').next()?)?;
            Some((weight(pieces.next()), language))
        })
        .collect();
    // A stable sort: of equals the first one named stays first.
    wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    wanted.first().filter(|(weight, _)| *weight > 0).map_or(Language::English, |(_, language)| *language)
}

/// `q=0.8` as 800; without it 1000 (RFC 9110, 12.4.2).
fn weight(quality: Option<&str>) -> u32 {
    let Some(text) = quality.and_then(|text| text.trim().strip_prefix("q=")) else { return 1000 };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let thousandths: String = part.chars().chain("000".chars()).take(3).collect();
    whole.parse::<u32>().unwrap_or(0).min(1) * 1000 + thousandths.parse::<u32>().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_browsers_first_language_that_is_spoken_here_is_taken() {
        let of = |list: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(list));
            accepted(&headers)
        };
        assert_eq!(of("de-CH,de;q=0.9,en;q=0.8"), Language::German);
        assert_eq!(of("nl,en;q=0.5,fr;q=0.7"), Language::French);
        assert_eq!(of("nl, pt"), Language::English);
        assert_eq!(of("es;q=0, nonsense;;;q=x"), Language::English);
        assert_eq!(accepted(&HeaderMap::new()), Language::English);
    }
}
