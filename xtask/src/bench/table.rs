//! The table, in Markdown: one row for each figure, with its target beside it and a miss marked as one.

use super::machine::Machine;
use super::workload::{Figure, Target, Unit, Workload};
use crate::engine::Engine;
use serde_json::Value;
use std::fmt::Write as _;

/// From here on a machine counts as busy with other things.
const BUSY: f64 = 0.1;

type Answer = (&'static Workload, Engine, Value);

/// The machine and all figures.
pub(super) fn of(answers: &[Answer], machine: &Machine) -> String {
    let Machine { processor, cores, memory_gb, disk, kernel, rustc, .. } = machine;
    let mut text = format!(
        "Machine: {processor}, {cores} cores, {memory_gb} GB of memory, disk {disk}, Linux {kernel}, {rustc}.\n\n\
         | workload | engine | figure | measured | target | |\n|---|---|---|--:|--:|---|\n"
    );
    for (workload, engine, answer) in answers {
        let mut title = workload.title;
        let mut engine_name = if workload.has_book { engine.name() } else { "none" };
        for figure in workload.figures {
            let Some(measured) = figure.of(&answer["result"]) else { continue };
            let target = figure.target(*engine);
            let verdict = match target {
                Target::None => "",
                _ if target.met(measured) => "met",
                _ => "**missed**",
            };
            // Writing to a text cannot fail.
            let _ = writeln!(
                text,
                "| {title} | {engine_name} | {} | {} | {} | {verdict} |",
                figure.what,
                shown(measured, figure.unit),
                wanted(target, figure.unit)
            );
            (title, engine_name) = ("", "");
        }
    }
    text.push('\n');
    text.push_str(&circumstances(answers));
    text
}

/// How many figures miss their target.
pub(super) fn missed(answers: &[Answer]) -> usize {
    let missed = |engine: Engine, answer: &Value, figure: &Figure| {
        figure.of(&answer["result"]).is_some_and(|measured| !figure.target(engine).met(measured))
    };
    let each = answers
        .iter()
        .flat_map(|(workload, engine, answer)| workload.figures.iter().map(move |it| (*engine, answer, it)));
    each.filter(|(engine, answer, figure)| missed(*engine, answer, figure)).count()
}

/// When and on what each workload was measured, and which while the machine had other work.
fn circumstances(answers: &[Answer]) -> String {
    let mut when: Vec<(String, Vec<&str>)> = Vec::new();
    let mut busy = Vec::new();
    for (workload, engine, answer) in answers {
        let text = |key: &str| answer[key].as_str().unwrap_or("unknown").to_owned();
        let at = format!("{} at commit {}", text("date"), text("commit"));
        match when.iter_mut().find(|(known, _)| *known == at) {
            Some((_, keys)) => keys.push(workload.key),
            None => when.push((at, vec![workload.key])),
        }
        let before = answer["busy_before"].as_f64().unwrap_or(0.0);
        if before >= BUSY {
            let load = answer["load_average"].as_f64().unwrap_or(0.0);
            busy.push(format!("{} on {} ({:.0} %, load {load:.1})", workload.key, engine.name(), before * 100.0));
        }
    }
    let mut text = String::new();
    let whole = when.len() == 1;
    for (at, mut keys) in when {
        keys.dedup();
        let what = if whole { "All".to_owned() } else { keys.join(", ") };
        let _ = writeln!(text, "Measured {at}: {what}.");
    }
    let _ = if busy.is_empty() {
        writeln!(text, "The machine had nothing else to do.")
    } else {
        writeln!(text, "**The machine was busy with other work** just before: {}.", busy.join(", "))
    };
    text
}

fn shown(figure: f64, unit: Unit) -> String {
    match unit {
        Unit::PerSecond => format!("{}/s", grouped(figure)),
        Unit::Seconds => format!("{figure:.2} s"),
        Unit::Milliseconds => format!("{figure:.2} ms"),
        Unit::Percent => format!("{:.0} %", figure * 100.0),
        Unit::Megabytes => format!("{} MB", grouped(figure)),
    }
}

fn wanted(target: Target, unit: Unit) -> String {
    match target {
        Target::AtLeast(least) => shown(least, unit),
        Target::Below(limit) => format!("< {}", shown(limit, unit)),
        Target::AtMost(most) => format!("≤ {}", shown(most, unit)),
        Target::None => String::new(),
    }
}

/// A whole number with commas.
fn grouped(figure: f64) -> String {
    let digits = format!("{figure:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::workload::ALL;
    use super::{Answer, Engine, Machine, missed, of};
    use serde_json::json;

    fn answer(busy: f64, speed: f64) -> Answer {
        let result = json!({
            "purchases_per_second": speed, "ceiling_per_second": 40_000.0, "ratio": speed / 40_000.0, "peak_memory_mb": 300,
        });
        let kept = json!({ "commit": "abc", "date": "2026-11-23", "busy_before": busy, "load_average": 2.5, "result": result });
        (&ALL[0], Engine::Sqlite, kept)
    }

    fn machine() -> Machine {
        Machine {
            processor: "A Processor".into(),
            cores: 2,
            memory_gb: 24,
            disk: "sda (solid state)".into(),
            kernel: "6.1".into(),
            rustc: "rustc 1.95.0".into(),
            date: "2026-11-23".into(),
            commit: "abc".into(),
        }
    }

    #[test]
    fn a_figure_stands_beside_its_target_and_a_miss_is_a_miss() {
        let good = [answer(0.0, 25_000.0)];
        let table = of(&good, &machine());
        assert!(table.contains("| speed | 25,000/s | 20,000/s | met |"), "{table}");
        assert!(table.contains("| of the ceiling | 62 % | 40 % | met |"), "{table}");
        assert!(table.contains("nothing else to do"), "{table}");
        assert_eq!(missed(&good), 0);
        let bad = [answer(0.0, 15_000.0)];
        assert!(of(&bad, &machine()).contains("| speed | 15,000/s | 20,000/s | **missed** |"));
        assert_eq!(missed(&bad), 2, "speed and ratio");
    }

    #[test]
    fn a_busy_machine_is_named() {
        let table = of(&[answer(0.6, 25_000.0)], &machine());
        assert!(table.contains("busy with other work** just before: purchase on SQLite (60 %, load 2.5)"), "{table}");
    }
}
