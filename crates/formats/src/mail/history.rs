//! What a person wrote, without the conversation that mail programs quote below it.

use super::TEXT_CHARS;

/// Words that end the line above a quotation, in the four languages letters are written in.
const WROTE: [&str; 8] =
    ["wrote:", "schrieb:", "geschrieben:", "a écrit :", "a écrit:", "écrit :", "escribió:", "wrote :"];
/// How the line above a quotation begins, and the word in it, where the writer's name stands last or the line is broken.
const SAID: [(&str, &str); 8] = [
    ("on ", " wrote"),
    ("am ", " schrieb"),
    ("le ", " a écrit"),
    ("el ", " escribió"),
    ("il ", " ha scritto"),
    ("op ", " schreef"),
    ("em ", " escreveu"),
    ("den ", " skrev"),
];
/// Lines that stand alone above a quotation.
const RULES: [&str; 5] =
    ["original message", "ursprüngliche nachricht", "message d'origine", "mensaje original", "forwarded message"];
/// The first line of a quoted head.
const HEADS: [&str; 5] = ["from:", "von:", "de :", "de:", "expéditeur :"];

/// The writer's own words; the whole text when nothing would be left (answers written between the lines).
pub(super) fn own_words(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let end = (0..lines.len()).find(|place| begins_history(&lines, *place)).unwrap_or(lines.len());
    let kept: Vec<&str> = lines[..end].iter().copied().filter(|line| !line.trim_start().starts_with('>')).collect();
    let own = kept.join("\n").trim().to_owned();
    let chosen = if own.is_empty() { text.trim().to_owned() } else { own };
    short(&chosen)
}

/// At most [`TEXT_CHARS`], without control characters but line breaks and tabs.
pub(super) fn short(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).take(TEXT_CHARS).collect()
}

fn begins_history(lines: &[&str], place: usize) -> bool {
    let line = lines[place].trim().to_lowercase();
    let is_rule = line.len() >= 8 && line.chars().all(|letter| matches!(letter, '_' | '-'));
    let bare = line.trim_matches(|letter: char| letter == '-' || letter == '*' || letter.is_whitespace());
    if RULES.contains(&bare) {
        return true;
    }
    if WROTE.iter().any(|ending| line.ends_with(ending)) {
        // "On … wrote:" also stands in a person's own sentences; a quotation follows a real one.
        let next = lines[place + 1..].iter().map(|line| line.trim()).find(|line| !line.is_empty());
        return next.is_some_and(|next| next.starts_with('>')) || line.contains('@') || has_date(&line);
    }
    let broken = format!("{line} {}", lines.get(place + 1).map_or_else(String::new, |next| next.trim().to_lowercase()));
    let is_said = |line: &str| {
        line.ends_with(':')
            && SAID.iter().any(|(begin, said)| line.starts_with(begin) && line.contains(said))
            && (line.contains('@') || has_date(line))
    };
    if is_said(&line) || is_said(&broken) {
        return true;
    }
    // The head that some programs write above what they quote, with or without a rule above it.
    let head = if is_rule { place + 1 } else { place };
    let Some(first) = lines.get(head).map(|line| line.trim().trim_start_matches('*').to_lowercase()) else {
        return false;
    };
    let more = lines[head..].iter().skip(1).take(4).filter(|line| line.contains(':')).count();
    HEADS.iter().any(|word| first.starts_with(word)) && more >= 2
}

/// A line with a year and a time of day in it.
fn has_date(line: &str) -> bool {
    let digits = line.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
    digits.clone().any(|part| part.len() == 4) && digits.count() >= 3
}

#[cfg(test)]
mod tests {
    use super::own_words;

    #[test]
    fn only_what_the_writer_wrote_is_kept() {
        let cases = [
            "We pay on Friday.\n\nOn Mon, 2 Mar 2026 at 10:00, Factor <desk@factor.example> wrote:\n> When?\n> Thanks",
            "We pay on Friday.\n\nAm 02.03.2026 um 10:00 schrieb:\n\n> Wann?",
            "We pay on Friday.\n\nAm 02.03.2026 um 10:00 schrieb Factor <desk@factor.example>:\nWann?",
            "We pay on Friday.\n\nLe lun. 2 mars 2026 à 10:00, Factor\n<desk@factor.example> a écrit :\nQuand ?",
            "We pay on Friday.\n\nEl lun, 2 mar 2026 a las 10:00, Factor\n(desk@factor.example) escribió:\n¿Cuándo?",
            "We pay on Friday.\n\nOn Mon, 2 Mar 2026 at 10:00, Factor\n<desk@factor.example> wrote:\nWhen?",
            "We pay on Friday.\n\n-----Original Message-----\nFrom: Factor\nSent: Monday\nTo: AP\nSubject: x\n\nWhen?",
            "We pay on Friday.\n________________________________\nFrom: Factor\nSent: Monday\nTo: AP\n\nWhen?",
            "We pay on Friday.\n\nVon: Factor\nGesendet: Montag\nAn: AP\nBetreff: x\n\nWann?",
            "> When?\nWe pay on Friday.",
        ];
        for text in cases {
            assert_eq!(own_words(text), "We pay on Friday.", "{text}");
        }
    }

    #[test]
    fn nothing_of_the_writer_is_lost() {
        let said = "Your colleague wrote:\nplease wait. We do.";
        assert_eq!(own_words(said), said);
        assert_eq!(own_words("> all of it quoted"), "> all of it quoted");
        assert_eq!(own_words("From: the heart, thanks"), "From: the heart, thanks");
    }
}
