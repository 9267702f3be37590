//! Every use case there is: the sources of `app` say what it offers, the sources of the story say what it gives. A use case is
//! a public function over a task or over an open Credere (the head of `app`); one that is neither in the story nor
//! left out with a reason below fails the test, and so does a reason that is no longer needed.

use crate::tokens::{tokens, use_trees};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// It changes nothing.
const READS: &str = "it reads only";
/// No unit of its own, or one of many: what it belongs to is given in the story.
const PART: &str = "it is a part of";
/// It makes something beside the book, and has its own tests on both engines.
const BESIDE: &str = "the book stays as it is";

/// What the story leaves out, and why.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    ("answer::end_due", PART, "answer::run"),
    ("audit::audit_since", READS, ""),
    ("audit::checkpoint_at", READS, ""),
    ("backup::write", BESIDE, "a backup"),
    ("continuity::write", BESIDE, "a kit from a backup"),
    ("copy::copy", BESIDE, "a copy"),
    ("dispute::credited", PART, "schedule::submit"),
    ("erasure::due", READS, ""),
    ("erasure::person_stays", READS, ""),
    ("job::has_run_today", READS, ""),
    ("job::last_runs", READS, ""),
    ("message::file", PART, "post::take_in"),
    ("message::file_unreadable", PART, "post::take_in"),
    ("message::queue", PART, "notice::send_notice"),
    ("message::recheck_waiting", PART, "contact::run"),
    ("message::release_previews", PART, "contact::run"),
    ("message::still_permitted", PART, "post::send_due"),
    ("notice::learn", PART, "message::learn"),
    ("policy::save", PART, "contact::save_policy"),
    ("post::waiting", READS, ""),
    ("schedule::decide_waiting", PART, "verification::answer"),
    ("timeline::actor", READS, ""),
    ("timeline::factor", READS, ""),
    ("timeline::tell", PART, "dispute::open"),
    ("verification::learn", PART, "message::learn"),
];

fn folder(of: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(of)
}

/// What a module shows to other crates: functions over a task or an open Credere, by their path below `app`.
fn offered_by(file: &Path, found: &mut BTreeSet<String>) {
    let mut names = BTreeSet::new();
    module(file, &mut names);
    found.extend(names);
}

/// The use cases that a module shows, by their path below it. `file` is its source; its children lie in the folder of its name,
/// or beside it where it is a root.
fn module(file: &Path, found: &mut BTreeSet<String>) {
    let text = fs::read_to_string(file).unwrap();
    let tokens = tokens(&text);
    let folder = match file.file_stem().and_then(|stem| stem.to_str()) {
        Some("mod" | "lib") => file.parent().unwrap().to_owned(),
        _ => file.with_extension(""),
    };
    let child = |name: &str| {
        let files = [folder.join(format!("{name}.rs")), folder.join(name).join("mod.rs")];
        files.into_iter().find(|file| file.is_file())
    };
    let mut depth = 0_usize;
    for place in 0..tokens.len() {
        match tokens[place] {
            "{" => depth += 1,
            "}" => depth -= 1,
            "pub" if depth == 0 => match tokens[place + 1] {
                "fn" if is_use_case(&tokens[place + 3..]) => {
                    found.insert(tokens[place + 2].to_owned());
                }
                "mod" => {
                    let name = tokens[place + 2];
                    let mut inside = BTreeSet::new();
                    module(&child(name).unwrap(), &mut inside);
                    found.extend(inside.iter().map(|one| format!("{name}::{one}")));
                }
                "use" => {
                    for (shown, path) in use_trees(&tokens[place + 2..]) {
                        let [first, rest @ ..] = &path[..] else { continue };
                        let Some(file) = child(first) else { continue };
                        let mut inside = BTreeSet::new();
                        module(&file, &mut inside);
                        if inside.contains(&rest.join("::")) {
                            found.insert(shown);
                        }
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
}

/// Is a task, or an open Credere, among the parameters? The tokens begin behind the name.
fn is_use_case(behind_name: &[&str]) -> bool {
    let (mut angles, mut rounds, mut is_found) = (0_usize, 0_usize, false);
    for (place, token) in behind_name.iter().enumerate() {
        match *token {
            "<" if rounds == 0 => angles += 1,
            ">" if rounds == 0 && behind_name[place - 1] != "-" => angles -= 1,
            "(" if angles == 0 => rounds += 1,
            ")" if angles == 0 => {
                rounds -= 1;
                if rounds == 0 {
                    return is_found;
                }
            }
            "Task" | "App" if rounds > 0 => is_found = true,
            _ => {}
        }
    }
    panic!("a function without an end");
}

/// What a file of the story names of `app`, as called or handed on.
fn named_by(text: &str, found: &mut BTreeSet<String>) {
    let tokens = tokens(text);
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    let mut place = 0;
    while place < tokens.len() {
        if tokens[place] == "use" {
            known.extend(use_trees(&tokens[place + 1..]).into_iter().map(|(name, path)| (name, path.join("::"))));
            place += tokens[place..].iter().position(|one| *one == ";").unwrap();
        } else if is_name(tokens[place]) && (place == 0 || tokens[place - 1] != ".") {
            let mut path = vec![tokens[place]];
            while tokens.get(place + 1..place + 4).is_some_and(|next| next[..2] == [":", ":"] && is_name(next[2])) {
                path.push(tokens[place + 3]);
                place += 3;
            }
            let first = known.get(path[0]).cloned().unwrap_or_else(|| path[0].to_owned());
            let whole = std::iter::once(first.as_str()).chain(path[1..].iter().copied()).collect::<Vec<_>>().join("::");
            found.extend(whole.strip_prefix("app::").map(str::to_owned));
        }
        place += 1;
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

fn sources(folder: &Path, take: &mut impl FnMut(&str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => sources(&path, take),
            false => take(&fs::read_to_string(path).unwrap()),
        }
    }
}

#[test]
fn every_use_case_has_its_place_in_the_story() {
    let (mut offered, mut named) = (BTreeSet::new(), BTreeSet::new());
    offered_by(&folder("src/lib.rs"), &mut offered);
    sources(&folder("tests/story"), &mut |text| named_by(text, &mut named));
    let left_out: BTreeSet<String> = LEFT_OUT.iter().map(|(name, ..)| (*name).to_owned()).collect();
    // The scan sees something: these are there for certain.
    assert!(offered.len() > 100 && offered.contains("schedule::submit") && offered.contains("cash::undo"));
    let missing: Vec<_> = offered.iter().filter(|one| !named.contains(*one) && !left_out.contains(*one)).collect();
    assert!(missing.is_empty(), "no place in the story, and no reason in LEFT_OUT: {missing:?}");
    let needless: Vec<_> = left_out.iter().filter(|one| named.contains(*one) || !offered.contains(*one)).collect();
    assert!(needless.is_empty(), "left out with a reason, but in the story or not there any more: {needless:?}");
    for (name, why, of) in LEFT_OUT {
        assert!(
            *why != PART || named.contains(*of),
            "{name} is said to be a part of {of}, which the story does not give"
        );
    }
    println!("{} use cases in the story, {} left out", offered.len() - left_out.len(), left_out.len());
}

#[test]
fn a_use_case_is_seen_however_it_is_written_and_only_where_it_is_named() {
    let sees = |text: &str| is_use_case(&tokens(text));
    assert!(sees("(task: &mut Task<'_, '_>, new: &str) -> bool {"));
    assert!(sees("<T: Fn(u8) -> bool>(\n    app: &App,\n) -> Result<(), Error>\nwhere T: Send {"));
    assert!(!sees("(reads: &mut dyn Reads) -> Result<App, Error> {"));
    let mut named = BTreeSet::new();
    let text = r#"
        use app::{App, cash::{self, undo as take_back}}; // cash::refund(task)
        fn act(app: &App) { cash::apply(app, "cash::rebate_run"); take_back(app); step(app::notice::open); it.cash(); }
    "#;
    named_by(text, &mut named);
    let expected = ["App", "cash::apply", "cash::undo", "notice::open"];
    assert!(named.iter().map(String::as_str).eq(expected), "{named:?}");
}
