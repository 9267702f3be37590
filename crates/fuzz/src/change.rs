//! Inputs made of kept ones: a seed with some of it changed, as a bad export, a torn file or a hostile hand would.

use crate::Choices;

/// Most changes to one seed.
const CHANGES: usize = 6;
/// Most bytes of an input that is made; what is longer is cut.
const LONGEST: usize = 64 * 1024;

/// Pieces that readers have stumbled over, of all formats.
const PIECES: [&str; 66] = [
    "",
    "0",
    "-1",
    "00",
    "9",
    "1e9",
    "1E400",
    "0.00",
    "-0.00",
    ".5",
    "5.",
    "1,234.50",
    "1.234,50",
    "92233720368547758.07",
    "-92233720368547758.08",
    "9223372036854775807",
    "9223372036854775808",
    "79228162514264337593543950335",
    "0.0000000000000000000000000001",
    "999999999999999999999999999999999999",
    "NaN",
    "inf",
    "null",
    "true",
    "0001-01-01",
    "9999-12-31",
    "-009999-01-01",
    "2024-02-30",
    "2026-13-01",
    "2026-06-15T24:00:00Z",
    "USD",
    "JPY",
    "KWD",
    "usd",
    "XTS",
    "\u{0}",
    "\u{1}",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "\r\n\r\n",
    " ",
    "\u{a0}",
    "\u{202e}",
    "\u{feff}",
    "\u{10ffff}",
    "\u{e9}",
    "e\u{301}",
    "\u{df}",
    "\u{130}",
    "\"",
    "'",
    "`",
    "\\",
    "&",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "<",
    ">",
    "<!DOCTYPE a>",
    "]]>",
    "=1+1",
    "{",
    "[",
];

/// One of the seeds with up to six changes; sometimes bytes that belong to none.
pub fn changed(choices: &mut Choices<'_>, seeds: &[Vec<u8>]) -> Vec<u8> {
    if seeds.is_empty() || choices.once_in(64) {
        return (0..choices.below(200)).map(|_| choices.below(256) as u8).collect();
    }
    let mut input = choices.one_of(seeds).clone();
    for _ in 0..=choices.below(CHANGES) {
        change(choices, &mut input, seeds);
    }
    input.truncate(LONGEST);
    input
}

/// The same, as a text: what is not UTF-8 becomes the replacement character.
pub fn changed_text(choices: &mut Choices<'_>, seeds: &[Vec<u8>]) -> String {
    String::from_utf8_lossy(&changed(choices, seeds)).into_owned()
}

fn change(choices: &mut Choices<'_>, input: &mut Vec<u8>, seeds: &[Vec<u8>]) {
    let here = choices.below(input.len() + 1);
    match choices.below(12) {
        0 => input.insert(here, choices.below(256) as u8),
        1 if here < input.len() => input[here] = choices.below(256) as u8,
        2 => drop(input.drain(part(choices, input, here))),
        3 => {
            let copied = input[part(choices, input, here)].repeat(1 + choices.below(4));
            let there = choices.below(input.len() + 1);
            splice(input, there..there, &copied);
        }
        4 => splice(input, here..here, choices.one_of(&PIECES).as_bytes()),
        5 => {
            let gone = part(choices, input, here);
            splice(input, gone, choices.one_of(&PIECES).as_bytes());
        }
        6 | 7 => {
            // Figures and dates are where the rules are: a run of digits becomes another.
            let digits = run(input, here, |byte| byte.is_ascii_digit());
            let other = match choices.below(3) {
                0 => choices.number().to_string(),
                1 => choices.below(100).to_string(),
                _ => (*choices.one_of(&PIECES)).to_owned(),
            };
            splice(input, digits, other.as_bytes());
        }
        8 => {
            // A whole line or element, away or twice.
            let line = run(input, here, |byte| byte != b'\n');
            let copied = input[line.clone()].to_vec();
            let twice = choices.once_in(2);
            splice(input, line, &if twice { [&copied[..], b"\n", &copied].concat() } else { Vec::new() });
        }
        9 => {
            let other = choices.one_of(seeds);
            let start = choices.below(other.len() + 1);
            let piece = &other[part(choices, other, start)];
            splice(input, here..here, piece);
        }
        10 if choices.once_in(3) => input.truncate(here),
        10 => {
            let word = run(input, here, |byte| byte.is_ascii_alphanumeric());
            splice(input, word, choices.one_of(&PIECES).as_bytes());
        }
        _ => {
            let letter = char::from_u32((choices.bits() % 0x11_0000) as u32).unwrap_or('\u{fffd}');
            splice(input, here..here, letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    input.truncate(LONGEST);
}

/// Up to 40 bytes from `start` on; once in eight, all of them.
fn part(choices: &mut Choices<'_>, input: &[u8], start: usize) -> std::ops::Range<usize> {
    let rest = input.len() - start;
    let most = if choices.once_in(8) { rest } else { rest.min(40) };
    start..start + choices.below(most + 1)
}

/// The longest run of such bytes around a place.
fn run(input: &[u8], place: usize, is: impl Fn(u8) -> bool) -> std::ops::Range<usize> {
    let before = input[..place].iter().rev().take_while(|byte| is(**byte)).count();
    let after = input[place..].iter().take_while(|byte| is(**byte)).count();
    place - before..place + after
}

fn splice(input: &mut Vec<u8>, gone: std::ops::Range<usize>, piece: &[u8]) {
    input.splice(gone, piece.iter().copied());
}
