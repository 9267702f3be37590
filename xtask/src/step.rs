//! Steps in a row: each with a heading, its seconds and its outcome; all of them in one table at the end.
//!
//! A failed step does not stop the ones after it: all that is wrong is seen at once.

use crate::outcome::Outcome;
use std::process::ExitCode;
use std::time::Instant;

struct Step {
    name: String,
    seconds: f32,
    outcome: Outcome,
}

/// The steps run so far, and lines of theirs worth repeating at the end.
#[derive(Default)]
pub(crate) struct Report {
    steps: Vec<Step>,
    summaries: Vec<String>,
}

impl Report {
    /// Runs one step between its heading and its result, and says whether it passed.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce() -> Outcome) -> bool {
        println!("\n==== {name}");
        let begun = Instant::now();
        let outcome = work();
        let step = Step { name: name.to_owned(), seconds: begun.elapsed().as_secs_f32(), outcome };
        let (word, why) = step.words();
        println!("---- {name}: {word} in {:.1} s. {why}", step.seconds);
        let passed = matches!(step.outcome, Outcome::Passed(_));
        self.steps.push(step);
        passed
    }

    /// Keeps lines (a test runner's own summary) to be repeated before the table.
    pub(crate) fn keep(&mut self, heading: &str, lines: impl IntoIterator<Item = String>) {
        self.summaries.push(heading.to_owned());
        self.summaries.extend(lines);
    }

    /// One chore run by itself.
    pub(crate) fn alone(mut self, name: &str, work: impl FnOnce() -> Outcome) -> ExitCode {
        if self.step(name, work) || !self.any_failed() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Prints the kept summaries, the table and the count, and turns them into the exit code.
    pub(crate) fn close(&self) -> ExitCode {
        println!();
        for line in self.summaries.iter().chain(&self.table()) {
            println!("{line}");
        }
        if self.any_failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }

    fn any_failed(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.outcome, Outcome::Failed(_)))
    }

    fn table(&self) -> Vec<String> {
        let width = self.steps.iter().map(|step| step.name.chars().count()).max().unwrap_or(0).max(4);
        let mut lines = vec![String::new(), format!("{:width$}  seconds  result", "step")];
        lines.extend(self.steps.iter().map(|step| {
            let (word, why) = step.words();
            format!("{:width$}  {:>7.1}  {word:<8}  {why}", step.name, step.seconds)
        }));
        let count = |word: &str| self.steps.iter().filter(|step| step.words().0 == word).count();
        if count("left out") > 0 {
            lines.extend([String::new(), format!("{} left out, for the reasons above", count("left out"))]);
        }
        lines.extend([String::new(), format!("{} passed, {} failed", count("passed"), count("failed"))]);
        lines
    }
}

impl Step {
    fn words(&self) -> (&'static str, &str) {
        match &self.outcome {
            Outcome::Passed(what) => ("passed", what),
            Outcome::Failed(why) => ("failed", why),
            Outcome::LeftOut(why) => ("left out", why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Report};

    #[test]
    fn all_steps_run_and_the_last_line_counts_them() {
        let mut report = Report::default();
        assert!(report.step("one", || Outcome::Passed("fine".into())));
        assert!(!report.step("two", || Outcome::Failed("broken".into())));
        assert!(!report.step("three", || Outcome::LeftOut("no tool".into())));
        assert!(report.step("four", || Outcome::Passed(String::new())));
        let table = report.table();
        assert_eq!(table.last().map(String::as_str), Some("2 passed, 1 failed"));
        assert!(table.iter().any(|line| line.starts_with("two") && line.ends_with("broken")), "{table:?}");
        assert!(table.iter().any(|line| line.contains("left out  no tool")), "{table:?}");
        assert!(report.any_failed());
    }
}
