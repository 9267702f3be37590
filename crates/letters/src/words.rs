//! What may stand in a text before it is set: no invisible steering signs, and a place to break in very long words.

/// Signs without a shape that turn the direction of what follows: an invoice number with one of them could make the
/// amount beside it read backwards. Directions are found from the letters themselves.
const STEERING: [std::ops::RangeInclusive<char>; 3] =
    ['\u{200e}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}'];

/// Where the layout may break a very long word. Never in a text from outside: it is taken out first.
pub(crate) const BREAK: char = '\u{200b}';

/// A word longer than this many characters may break in a line of text.
pub(crate) const LONG_IN_TEXT: usize = 48;
/// A word longer than this many characters may break in a cell of a table.
pub(crate) const LONG_IN_CELL: usize = 16;
/// Between two places to break.
const STEP: usize = 8;

/// The text without control and steering signs; a line's end stays.
pub(crate) fn clean(text: &str) -> String {
    let kept = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    kept.chars()
        .filter(|sign| !STEERING.iter().any(|range| range.contains(sign)))
        .filter(|sign| !matches!(sign, &BREAK | '\u{feff}' | '\u{ad}'))
        .map(|sign| if sign.is_control() && sign != '\n' { ' ' } else { sign })
        .collect()
}

/// Marks where words longer than `longest` may break.
pub(crate) fn breakable(text: &str, longest: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(|sign: char| sign.is_whitespace()) {
        if word.chars().count() <= longest {
            out.push_str(word);
            continue;
        }
        for (place, sign) in word.chars().enumerate() {
            if place > 0 && place % STEP == 0 && !sign.is_whitespace() {
                out.push(BREAK);
            }
            out.push(sign);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steering_signs_are_taken_out_and_controls_become_spaces() {
        assert_eq!(clean("INV\u{202e}001\u{2066}x\tb\u{0}c\u{200b}"), "INV001x b c");
        assert_eq!(clean("one\r\ntwo\rthree"), "one\ntwo\nthree");
    }

    #[test]
    fn only_long_words_get_places_to_break() {
        assert_eq!(breakable("DE89 3704 0044 0532 0130 00", 16), "DE89 3704 0044 0532 0130 00");
        let long = breakable("short ABCDEFGHIJKLMNOPQRSTUVWXYZ end", 16);
        assert_eq!(long, "short ABCDEFGH\u{200b}IJKLMNOP\u{200b}QRSTUVWX\u{200b}YZ end");
        assert_eq!(clean(&long), "short ABCDEFGHIJKLMNOPQRSTUVWXYZ end");
    }
}
