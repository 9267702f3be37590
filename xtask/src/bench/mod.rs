//! `cargo xtask bench [--engine sqlite|postgres|both] [--quick] [--again]`: every measurement of the product, in one table.
//!
//! Builds the release binary, runs one measurement after the other, each in a process of its own, and keeps each answer in
//! `target/xtask/bench` as it comes. A run that was interrupted goes on where it stopped: answers of the same commit are used
//! again, unless `--again` is said. The table is made of the answers and put into `docs/benchmarks.md`, between two marks;
//! what stands around them is written by hand. `--quick` measures small books and only prints its table: its figures say that
//! the measurements work, nothing about targets.
//!
//! A figure is only worth something on a machine that does nothing else: how busy it was just before is kept beside each answer
//! and said in the table. A missed target is shown as missed; it fails nothing.

mod machine;
mod table;
mod workload;

use crate::command::{self, MINUTE};
use crate::engine::Engine;
use crate::outcome::{Finding, Outcome};
use crate::suite;
use crate::workspace::Workspace;
use machine::Machine;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use workload::{ALL, Workload};

/// The limit of one measurement, with the making of its book.
const LIMIT: std::time::Duration = MINUTE.saturating_mul(30);
/// Where the PostgreSQL measurements put their books: a database they may fill and empty.
pub(super) const DATABASE: &str = "CREDERE_BENCH_DATABASE";
const BEGIN: &str = "<!-- cargo xtask bench writes from here -->";
const END: &str = "<!-- to here -->";

/// What was asked for on the command line.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    engines: Vec<Engine>,
    quick: bool,
    again: bool,
}

impl Asked {
    fn of(words: &[String]) -> Result<Self, Finding> {
        let mut asked = Self { engines: vec![Engine::Sqlite], quick: false, again: false };
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            match word {
                "--quick" => asked.quick = true,
                "--again" => asked.again = true,
                "--engine" => {
                    let named = words.next().and_then(Engine::asked);
                    asked.engines = named.ok_or_else(|| misread("--engine wants sqlite, postgres or both"))?;
                }
                other => return Err(misread(&format!("{other} is not known"))),
            }
        }
        Ok(asked)
    }
}

fn misread(fact: &str) -> Finding {
    Finding::new("cargo xtask bench", fact, "Say [--engine sqlite|postgres|both] [--quick] [--again]")
}

/// Measures and writes the table.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    let words: Vec<String> = std::env::args().skip(2).collect();
    match Asked::of(&words) {
        Ok(asked) => match suite::release(workspace) {
            Outcome::Passed(_) => measure_all(workspace, &asked).unwrap_or_else(|it| Outcome::Failed(it.to_string())),
            other => other,
        },
        Err(finding) => Outcome::Failed(finding.to_string()),
    }
}

fn measure_all(workspace: &Workspace, asked: &Asked) -> Result<Outcome, Finding> {
    let folder = workspace.target().join("xtask").join("bench");
    std::fs::create_dir_all(&folder).map_err(|error| disk(&folder, &error))?;
    let machine = Machine::here(workspace)?;
    let mut left_out = Vec::new();
    for engine in &asked.engines {
        let database = std::env::var(DATABASE).ok();
        if *engine == Engine::Postgres && database.is_none() {
            left_out.push(format!("PostgreSQL: {DATABASE} names no database"));
            continue;
        }
        for one in ALL.iter().filter(|one| *engine == Engine::Sqlite || one.has_book) {
            measure(workspace, &folder, &machine, (one, *engine, database.as_deref()), asked)?;
        }
    }
    // Books that measurements shared.
    let _ = std::fs::remove_dir_all(folder.join("books"));
    let answers = answers(&folder, asked.quick)?;
    let table = table::of(&answers, &machine);
    println!("\n{table}");
    if asked.quick {
        return Ok(Outcome::Passed("small books; the table above is not kept".into()));
    }
    let page = workspace.root().join("docs").join("benchmarks.md");
    let text = std::fs::read_to_string(&page).map_err(|error| disk(&page, &error))?;
    std::fs::write(&page, put_between(&text, &table)?).map_err(|error| disk(&page, &error))?;
    let missed = table::missed(&answers);
    let mut said = format!("{} answers in docs/benchmarks.md, {missed} figures missed", answers.len());
    for one in left_out {
        said.push_str("; left out: ");
        said.push_str(&one);
    }
    Ok(Outcome::Passed(said))
}

/// One measurement, unless its answer is there already.
fn measure(
    workspace: &Workspace,
    folder: &Path,
    machine: &Machine,
    (one, engine, database): (&Workload, Engine, Option<&str>),
    asked: &Asked,
) -> Result<(), Finding> {
    let file = answer_file(folder, one, engine, asked.quick);
    if !asked.again && known(&file).is_some_and(|known| known["commit"] == machine.commit.as_str()) {
        println!("{} on {}: the answer of this commit is used", one.key, engine.name());
        return Ok(());
    }
    let mut call = Command::new(workspace.credere());
    call.arg("bench").args(if asked.quick { one.quick } else { one.words }).arg("--json");
    if one.has_book {
        // The disk that the table speaks of, not a temporary folder that may be in memory.
        call.arg("--in").arg(folder.join("scratch"));
    }
    if one.shares_book && engine == Engine::Sqlite {
        call.arg("--kept").arg(folder.join("books"));
    }
    if let (Engine::Postgres, Some(database)) = (engine, database) {
        call.arg("--database").arg(database);
    }
    let busy = machine::busy();
    println!("$ {} (the machine was {:.0} % busy before)", command::shown(&call), busy * 100.0);
    let said = command::capture(&mut call, LIMIT)?;
    let result: Value = serde_json::from_str(said.trim())
        .map_err(|error| Finding::new(one.key, format!("its answer is no JSON ({error})"), "Run it by hand"))?;
    let kept = json!({
        "workload": one.key, "engine": engine.word(), "quick": asked.quick, "commit": machine.commit, "date": machine.date,
        "busy_before": busy, "load_average": machine::load_average(), "result": result,
    });
    let text = serde_json::to_string_pretty(&kept)
        .map_err(|error| Finding::new(one.key, error.to_string(), "Run it by hand"))?;
    std::fs::write(&file, text).map_err(|error| disk(&file, &error))
}

fn answer_file(folder: &Path, one: &Workload, engine: Engine, quick: bool) -> PathBuf {
    folder.join(format!("{}{}-{}.json", if quick { "quick-" } else { "" }, engine.word(), one.key))
}

fn known(file: &Path) -> Option<Value> {
    serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()
}

/// Every answer there is, of this run or an earlier one, in the order of the table.
fn answers(folder: &Path, quick: bool) -> Result<Vec<(&'static Workload, Engine, Value)>, Finding> {
    let mut found = Vec::new();
    for one in ALL {
        for engine in Engine::BOTH {
            found.extend(known(&answer_file(folder, one, engine, quick)).map(|answer| (one, engine, answer)));
        }
    }
    if found.is_empty() {
        let fact = "nothing was measured";
        return Err(Finding::new(folder.display().to_string(), fact, "Measure at least on SQLite"));
    }
    Ok(found)
}

fn put_between(text: &str, table: &str) -> Result<String, Finding> {
    let no_marks = || {
        let fact = format!("has not the lines {BEGIN} and {END}");
        Finding::new("docs/benchmarks.md", fact, "Put them back")
    };
    let (before, rest) = text.split_once(BEGIN).ok_or_else(no_marks)?;
    let (_, after) = rest.split_once(END).ok_or_else(no_marks)?;
    Ok(format!("{before}{BEGIN}\n\n{table}\n{END}{after}"))
}

fn disk(place: &Path, error: &std::io::Error) -> Finding {
    Finding::new(place.display().to_string(), error.to_string(), "Make room, or make the folder writable")
}

#[cfg(test)]
mod tests {
    use super::{Asked, BEGIN, END, Engine, put_between};

    fn asked(words: &str) -> Option<Asked> {
        Asked::of(&words.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).ok()
    }

    #[test]
    fn the_command_line_says_which_engines_and_how() {
        let quick = Asked { engines: Engine::BOTH.to_vec(), quick: true, again: false };
        assert_eq!(asked("--engine both --quick"), Some(quick));
        assert_eq!(asked("").map(|one| one.engines), Some(vec![Engine::Sqlite]));
        assert_eq!(asked("--engine oracle"), None);
        assert_eq!(asked("--fast"), None);
    }

    #[test]
    fn what_is_written_by_hand_around_the_table_stays() {
        let page = format!("# Head\n\n{BEGIN}\nold\n{END}\n\nby hand\n");
        let written = put_between(&page, "| new |\n").unwrap();
        assert!(written.starts_with("# Head\n") && written.ends_with("\n\nby hand\n"), "{written}");
        assert!(written.contains("| new |") && !written.contains("old"), "{written}");
        assert_eq!(put_between(&written, "| new |\n").unwrap(), written);
        assert!(put_between("no marks", "").is_err());
    }
}
