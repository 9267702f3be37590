//! Values as events name them (JSON) and as rows keep them, made comparable.

use domain::contact::is_erased;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use store::engine::Kept;
use uuid::Uuid;

/// Characters of a value that are shown where it differs.
const SHOWN: usize = 60;
/// Bytes of an id.
const ID_BYTES: usize = 16;

/// One text for each value, whatever the order of its members; truth is a number, as rows keep it.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push('~'),
        Value::Bool(truth) => out.push(if *truth { '1' } else { '0' }),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(text) => out.push_str(&Value::from(text.as_str()).to_string()),
        Value::Array(values) => {
            out.push('[');
            for value in values {
                write(value, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            out.push('{');
            for (name, value) in members {
                out.push_str(&Value::from(name.as_str()).to_string());
                write(value, out);
            }
            out.push('}');
        }
    }
}

/// JSON that stands in a text column, if it is.
fn inside(text: &str) -> Option<Value> {
    text.starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten()
}

fn of_text(text: &str) -> Cow<'_, str> {
    inside(text).map_or(Cow::Borrowed(text), |value| {
        let mut out = String::with_capacity(text.len());
        write(&value, &mut out);
        Cow::Owned(out)
    })
}

fn of_told(value: &Value) -> Cow<'_, str> {
    if let Value::String(text) = value {
        return of_text(text);
    }
    let mut out = String::new();
    write(value, &mut out);
    Cow::Owned(out)
}

/// A kept value as text: an id as people write it, other bytes in hexadecimal.
pub(super) fn plain(kept: &Kept) -> Cow<'_, str> {
    match kept {
        Kept::Null => Cow::Borrowed("~"),
        Kept::Int(number) => Cow::Owned(number.to_string()),
        Kept::Text(text) => Cow::Borrowed(text),
        Kept::Bytes(bytes) => {
            let id = (bytes.len() == ID_BYTES).then(|| Uuid::from_slice(bytes).ok()).flatten();
            Cow::Owned(id.map_or_else(|| hex(bytes), |id| id.to_string()))
        }
    }
}

/// The SHA-256 of a file or a long text in a row, in hexadecimal, as events name it.
pub(super) fn digest(kept: &Kept) -> Kept {
    let hash = match kept {
        Kept::Bytes(bytes) => Sha256::digest(bytes),
        other => Sha256::digest(plain(other).as_bytes()),
    };
    Kept::Text(hex(&hash))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn short(hash: &str) -> u64 {
    Sha256::digest(hash).iter().take(8).fold(0, |mark, byte| mark << 8 | u64::from(*byte))
}

/// The mark of a value as an event names it.
pub(super) fn mark(told: &Value) -> u64 {
    short(&of_told(told))
}

/// The mark of a value as a row keeps it: the same for the same value.
pub(super) fn mark_of(kept: &Kept) -> u64 {
    match kept {
        Kept::Text(text) => short(&of_text(text)),
        other => short(&plain(other)),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("\u{201c}{}\u{2026}\u{201d}", &text[..end]),
        None if text == "~" => "nothing".to_owned(),
        None => format!("\u{201c}{text}\u{201d}"),
    }
}

/// A value as an event names it, for people.
pub(super) fn shown(told: &Value) -> String {
    cut(told.as_str().unwrap_or(&of_told(told)))
}

/// A value as a row keeps it, for people.
pub(super) fn shown_of(kept: &Kept) -> String {
    cut(&plain(kept))
}

/// CO-33: is it the same but for words that stand in the place of personal data? Of an event that was blanked as a whole,
/// what is nothing may have been something.
pub(super) fn softly(told: &Value, kept: &Kept, is_blanked: bool) -> bool {
    if is_blanked && told.is_null() {
        return true;
    }
    let Kept::Text(text) = kept else { return matches!(kept, Kept::Null) && told.as_str().is_some_and(is_gone) };
    match (told, inside(text)) {
        (Value::String(told), None) => told == text || is_gone(told) || is_gone(text),
        (Value::String(told), Some(kept)) => inside(told).is_some_and(|told| alike(&told, &kept, is_blanked)),
        (told, Some(kept)) => alike(told, &kept, is_blanked),
        (told, None) => of_told(told) == *text,
    }
}

fn alike(told: &Value, kept: &Value, is_blanked: bool) -> bool {
    match (told, kept) {
        (Value::Object(told), Value::Object(kept)) => {
            told.len() == kept.len()
                && told.iter().all(|(name, value)| kept.get(name).is_some_and(|kept| alike(value, kept, is_blanked)))
        }
        (Value::Array(told), Value::Array(kept)) => {
            told.len() == kept.len() && told.iter().zip(kept).all(|(told, kept)| alike(told, kept, is_blanked))
        }
        (Value::String(told), Value::String(kept)) => told == kept || is_gone(told) || is_gone(kept),
        (Value::String(gone), Value::Null) | (Value::Null, Value::String(gone)) => is_gone(gone),
        (Value::Null, _) if is_blanked => true,
        _ => told == kept,
    }
}

/// Does a text hold words that stand in the place of personal data?
pub(super) fn is_gone(text: &str) -> bool {
    is_erased(text) || (text.contains("erased on ") && text.contains("(CO-33)"))
}
