//! Rust sources as bare words and signs: no comments, no texts, no lifetimes. Just enough to see what a file declares and names.

/// Words and single signs, in their order.
pub fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").unwrap() + 2,
            '"' => closed(rest),
            'r' if rest.starts_with("r\"") || rest.starts_with("r#") => raw(rest),
            '\'' => mark(rest),
            _ if first.is_alphanumeric() || first == '_' => {
                let length = rest.find(|one: char| !one.is_alphanumeric() && one != '_').unwrap_or(rest.len());
                found.push(&rest[..length]);
                length
            }
            _ => {
                if !first.is_whitespace() {
                    found.push(&rest[..first.len_utf8()]);
                }
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    found
}

/// The length of a text with its marks.
fn closed(rest: &str) -> usize {
    let mut is_escaped = false;
    for (place, one) in rest.char_indices().skip(1) {
        match one {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return place + 1,
            _ => {}
        }
    }
    panic!("a text without an end");
}

/// The length of a raw text, or of the mark of a raw name.
fn raw(rest: &str) -> usize {
    let fences = rest[1..].chars().take_while(|one| *one == '#').count();
    let begin = 1 + fences;
    if !rest[begin..].starts_with('"') {
        return begin;
    }
    let end = format!("\"{}", "#".repeat(fences));
    begin + 1 + rest[begin + 1..].find(&end).unwrap() + end.len()
}

/// The length of a character with its marks, or of a lifetime.
fn mark(rest: &str) -> usize {
    let mut inside = rest[1..].chars();
    match (inside.next(), inside.next()) {
        (Some('\\'), Some(escaped)) => {
            let begin = 2 + escaped.len_utf8();
            begin + rest[begin..].find('\'').unwrap() + 1
        }
        (Some(one), Some('\'')) => 2 + one.len_utf8(),
        _ => 1 + rest[1..].find(|one: char| !one.is_alphanumeric() && one != '_').unwrap_or(rest.len() - 1),
    }
}

/// What a declaration behind `use` brings in: the name here, and the path. Ends with its semicolon.
pub fn use_trees(behind_use: &[&str]) -> Vec<(String, Vec<String>)> {
    let (mut found, mut path, mut outer, mut alias) = (Vec::new(), Vec::<String>::new(), Vec::new(), None);
    let mut place = 0;
    loop {
        match behind_use[place] {
            "{" => outer.push(std::mem::take(&mut path)),
            "as" => {
                place += 1;
                alias = Some(behind_use[place].to_owned());
            }
            end @ ("," | "}" | ";") => {
                if !path.is_empty() {
                    let mut whole: Vec<String> = outer.iter().flatten().cloned().collect();
                    whole.append(&mut path);
                    whole.retain(|one| one != "self");
                    let name = alias.take().or_else(|| whole.last().cloned());
                    found.extend(name.map(|name| (name, whole)));
                }
                match end {
                    "}" => drop(outer.pop()),
                    ";" => return found,
                    _ => {}
                }
            }
            ":" => {}
            name => path.push(name.to_owned()),
        }
        place += 1;
    }
}
