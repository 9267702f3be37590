//! The fuzz targets (`crates/fuzz`) for a fixed time each: every kept input first, then made ones.
//!
//! They run one after the other, so that each has a core for itself and the inputs per second mean something. The programs
//! are built as `cargo test --workspace` builds them: in CI nothing is compiled again.

use crate::command::{self, BUILD_LIMIT};
use crate::outcome::Outcome;
use crate::workspace::Workspace;

/// Seconds of each target in CI, along the series [`SERIES`].
const SECONDS: u32 = 3;
/// The fixed series of inputs that CI tries. A machine of the year 2026 got through a minute of it in each target without a
/// finding: a faster one has that much room.
const SERIES: u64 = 1;
/// The programs that hold the targets.
const PROGRAMS: [&str; 3] = ["fuzz_rules", "fuzz_files", "fuzz_doors"];

/// For how long, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    seconds: u32,
    target: Option<String>,
    /// A fixed series of inputs, so that CI does not fail by chance; without one, inputs that no run has made before.
    series: Option<u64>,
}

impl Default for Asked {
    fn default() -> Self {
        Self { seconds: SECONDS, target: None, series: Some(SERIES) }
    }
}

impl Asked {
    /// Reads `--seconds N`, `--target NAME` and `--series N`; none when it is not understood. Without words, what CI does.
    pub(crate) fn of(words: &[String]) -> Option<Self> {
        let mut asked = Self { series: words.is_empty().then_some(SERIES), ..Self::default() };
        for pair in words.chunks(2) {
            match pair {
                [word, value] if word == "--seconds" => asked.seconds = value.parse().ok()?,
                [word, value] if word == "--series" => asked.series = Some(value.parse().ok()?),
                [word, value] if word == "--target" => asked.target = Some(value.clone()),
                _ => return None,
            }
        }
        Some(asked)
    }
}

/// Runs the targets; with the outcome comes the line that each says.
pub(crate) fn run(workspace: &Workspace, asked: &Asked) -> (Outcome, Vec<String>) {
    let mut call = workspace.cargo(&["test", "--workspace", "--no-fail-fast"]);
    call.args(PROGRAMS.iter().flat_map(|program| ["--test", program]));
    call.args(["--", "--nocapture", "--test-threads=1"]);
    call.env("FUZZ_MILLISECONDS", (u64::from(asked.seconds) * 1_000).to_string());
    call.envs(asked.series.iter().map(|series| ("FUZZ_SERIES", series.to_string())));
    call.env_remove("RUST_BACKTRACE").envs(asked.target.iter().map(|target| ("FUZZ_TARGET", target)));
    let limit = BUILD_LIMIT + 100 * std::time::Duration::from_secs(asked.seconds.into());
    let (outcome, lines) = match command::stream(&mut call, limit) {
        Ok(lines) => (None, lines),
        Err((finding, lines)) => (Some(finding.to_string()), lines),
    };
    let said: Vec<String> = lines.iter().filter_map(|line| said(line)).collect();
    let failed: Vec<&str> = said.iter().filter(|line| line.contains(": FAILED")).map(String::as_str).collect();
    let outcome = match (outcome, failed.as_slice(), said.len()) {
        (_, [first, ..], _) => Outcome::Failed((*first).to_owned()),
        (Some(finding), [], _) => Outcome::Failed(finding),
        (None, [], 0) => Outcome::Failed("no target ran. Look at the names in crates/fuzz/tests.".into()),
        (None, [], targets) => {
            Outcome::Passed(format!("{} inputs over {targets} targets, {} s each", inputs(&said), asked.seconds))
        }
    };
    (outcome, said)
}

/// What a target says of itself, wherever the test runner put it on its line.
fn said(line: &str) -> Option<String> {
    let at = line.find("fuzz ").filter(|at| *at == 0 || line[..*at].ends_with(' '))?;
    let rest = &line[at..];
    (rest.contains(" inputs in ") || rest.contains(": FAILED")).then(|| rest.to_owned())
}

fn inputs(said: &[String]) -> u64 {
    let counts = said.iter().filter_map(|line| line.split_once(": ")?.1.split(' ').next()?.parse::<u64>().ok());
    counts.sum()
}

#[cfg(test)]
mod tests {
    use super::{Asked, inputs, said};

    #[test]
    fn words_are_read_or_not_understood() {
        let of = |words: &[&str]| Asked::of(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&[]), Some(Asked::default()));
        let both = of(&["--target", "mails", "--seconds", "60"]);
        assert_eq!(both, Some(Asked { seconds: 60, target: Some("mails".into()), series: None }));
        let series = of(&["--series", "7"]);
        assert_eq!(series, Some(Asked { series: Some(7), ..Asked::default() }));
        assert_eq!(of(&["--seconds", "long"]), None);
        assert_eq!(of(&["--seconds"]), None);
    }

    #[test]
    fn each_target_s_own_line_is_found() {
        let lines = [
            "test mails::mails ... fuzz mails: 120 inputs in 3.0 s, 40 per second; 4 kept",
            "fuzz words: 5 inputs in 3.0 s, 2 per second; 1 kept",
            "fuzz fees: FAILED; its input is kept",
            "test result: ok. 12 passed",
        ];
        let found: Vec<String> = lines.iter().filter_map(|line| said(line)).collect();
        assert_eq!(found.len(), 3);
        assert!(found[0].starts_with("fuzz mails: 120"));
        assert_eq!(inputs(&found), 125);
    }
}
