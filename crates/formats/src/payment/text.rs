//! The character set that every bank takes, and how other letters come into it.
//!
//! The set is that of SWIFT and SEPA: `a-z A-Z 0-9 / - ? : ( ) . , ' +` and the space. Names and texts are
//! transliterated by the table below (`ü` to `ue`, `é` to `e`, `&` to `+`); a letter that is in neither
//! is a fault of the payment, never left out. Ids are not transliterated: two could become one.

/// May this character stand in a payment file?
#[must_use]
pub fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '/' | '-' | '?' | ':' | '(' | ')' | '.' | ',' | '\'' | '+' | ' ')
}

/// `text` in the plain set.
///
/// # Errors
/// The first character that has no counterpart.
pub fn plain(text: &str) -> Result<String, char> {
    let mut out = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        if is_plain(letter) {
            out.push(letter);
        } else {
            out.push_str(counterpart(letter).ok_or(letter)?);
        }
    }
    Ok(out)
}

fn counterpart(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ä' | 'æ' => "ae",
        'ö' | 'œ' | 'ø' => "oe",
        'ü' => "ue",
        'Ä' | 'Æ' => "Ae",
        'Ö' | 'Œ' | 'Ø' => "Oe",
        'Ü' => "Ue",
        'ß' => "ss",
        'ẞ' => "SS",
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'À' | 'Á' | 'Â' | 'Ã' | 'Å' | 'Ā' | 'Ă' | 'Ą' => "A",
        'ç' | 'ć' | 'č' => "c",
        'Ç' | 'Ć' | 'Č' => "C",
        'ď' | 'đ' | 'ð' => "d",
        'Ď' | 'Đ' | 'Ð' => "D",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' => "E",
        'ğ' => "g",
        'Ğ' => "G",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'Ì' | 'Í' | 'Î' | 'Ï' | 'Ī' | 'Į' | 'İ' => "I",
        'ł' | 'ľ' | 'ļ' => "l",
        'Ł' | 'Ľ' | 'Ļ' => "L",
        'ñ' | 'ń' | 'ň' => "n",
        'Ñ' | 'Ń' | 'Ň' => "N",
        'ò' | 'ó' | 'ô' | 'õ' | 'ő' => "o",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ő' => "O",
        'ř' => "r",
        'Ř' => "R",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'Ś' | 'Š' | 'Ş' | 'Ș' => "S",
        'ť' | 'ţ' | 'ț' => "t",
        'Ť' | 'Ţ' | 'Ț' => "T",
        'þ' => "th",
        'Þ' => "Th",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' => "u",
        'Ù' | 'Ú' | 'Û' | 'Ū' | 'Ů' | 'Ű' => "U",
        'ý' | 'ÿ' => "y",
        'Ý' | 'Ÿ' => "Y",
        'ź' | 'ż' | 'ž' => "z",
        'Ź' | 'Ż' | 'Ž' => "Z",
        '&' => "+",
        '_' | '\u{2013}' | '\u{2014}' => "-",
        ';' => ",",
        '"' | '`' | '\u{b4}' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' => "'",
        '[' | '{' => "(",
        ']' | '}' => ")",
        '#' => "No.",
        '\u{a0}' => " ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_transliterated_and_never_left_out() {
        assert_eq!(plain("Müller & Søn").as_deref(), Ok("Mueller + Soen"));
        assert_eq!(plain("Łódź \u{201c}A\u{201d}").as_deref(), Ok("Lodz 'A'"));
        assert_eq!(plain("Фирма"), Err('Ф'));
        assert_eq!(plain("a\nb"), Err('\n'));
    }
}
