//! Inputs nobody thought of: for every reader of files, for the arithmetic of money, fees and the ledger, for the chain
//! of events, and for every request body of the API, the desk and the guests' pages.
//!
//! A target is a test of this crate: a name, how its inputs are made, and what must hold for each. First every kept input
//! of `corpus/<name>/` is tried (seeds that we wrote, and each input that once failed); a plain `cargo test` leaves it there.
//! Under `cargo xtask fuzz`, which sets `FUZZ_MILLISECONDS` (and `FUZZ_TARGET` for one alone), made inputs follow until the
//! time is over, from one of two [sources](Source): bolero's random engine, other inputs in every run, which shrinks what
//! fails; or, where `FUZZ_SERIES` numbers it, a fixed series of inputs, the same on every machine: CI goes along a series
//! that was walked further by hand, so that it does not fail by chance. What fails is written into the corpus, so that the
//! next run fails at once until it is mended.
//!
//! An input that takes longer than [`PATIENCE`] has failed too.
#![expect(clippy::print_stdout, reason = "the one line a target says is read by `cargo xtask fuzz`")]

pub mod change;
mod choices;
mod source;

pub use choices::Choices;
pub use source::{Chance, Series, Source};

use sha2::{Digest, Sha256};
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Longest one input may take, on the slowest machine there is.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Keeps the input that is being tried when trying it panics.
struct Watch<'a> {
    input: &'a [u8],
    failed: &'a RefCell<Option<Vec<u8>>>,
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            *self.failed.borrow_mut() = Some(self.input.to_vec());
        }
    }
}

/// Tries the corpus; and under `cargo xtask fuzz`, which says for how long, inputs made by `make` behind it: plain tests must
/// not fail by chance.
///
/// # Panics
/// As [`search`].
pub fn run(name: &str, make: impl Fn(&mut Choices<'_>, &[Vec<u8>]) -> Vec<u8>, hold: impl Fn(&[u8])) {
    if std::env::var("FUZZ_TARGET").is_ok_and(|only| only != name) {
        return;
    }
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    match (number("FUZZ_SERIES"), number("FUZZ_MILLISECONDS")) {
        (Some(series), Some(time)) => search(name, &Series { series, time: Duration::from_millis(time) }, make, hold),
        (None, Some(time)) => search(name, &Chance { time: Duration::from_millis(time) }, make, hold),
        (_, None) => {
            for (path, input) in kept(&folder(name)) {
                println!("fuzz {name}: tries the kept input {}", path.display());
                patiently(&hold, &input);
            }
        }
    }
}

/// Tries the corpus, then inputs made by `make` as the source of choices has them. `make` is handed the corpus as seeds.
///
/// # Panics
/// When `hold` panics or takes too long for any of them, after that input (the shortest found) was written into the corpus.
pub fn search(
    name: &str,
    source: &impl Source,
    make: impl Fn(&mut Choices<'_>, &[Vec<u8>]) -> Vec<u8>,
    hold: impl Fn(&[u8]),
) {
    let folder = folder(name);
    let kept = kept(&folder);
    for (path, input) in &kept {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| patiently(&hold, input))) {
            println!("fuzz {name}: FAILED on the kept input {}", path.display());
            resume_unwind(panic);
        }
    }
    let seeds: Vec<Vec<u8>> = kept.into_iter().map(|(_, input)| input).collect();
    let (tried, failed) = (Cell::new(0_u64), RefCell::new(None));
    let begun = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        source.each(name, &|choices| make(choices, &seeds), &|input| {
            let _watch = Watch { input, failed: &failed };
            patiently(&hold, input);
            tried.set(tried.get() + 1);
        });
    }));
    let seconds = begun.elapsed().as_secs_f64();
    if let Err(panic) = outcome {
        let input = failed.take().unwrap_or_default();
        println!("fuzz {name}: FAILED; {}", written(&folder, &input, name));
        resume_unwind(panic);
    }
    let each = tried.get() as f64 / seconds.max(0.001);
    println!("fuzz {name}: {} inputs in {seconds:.1} s, {each:.0} per second; {} kept", tried.get(), seeds.len());
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name)
}

fn patiently(hold: &impl Fn(&[u8]), input: &[u8]) {
    let begun = Instant::now();
    hold(input);
    let took = begun.elapsed();
    assert!(took < PATIENCE, "this input of {} bytes took {took:?}", input.len());
}

/// The kept inputs, by name.
fn kept(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|file| file.path());
    let mut paths: Vec<PathBuf> = files.filter(|path| path.is_file()).collect();
    paths.sort();
    paths.into_iter().filter_map(|path| std::fs::read(&path).ok().map(|input| (path, input))).collect()
}

/// Writes the input into the corpus and says how to try it again.
fn written(folder: &Path, input: &[u8], name: &str) -> String {
    let hash: String = Sha256::digest(input).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let path = folder.join(format!("failed-{hash}"));
    match std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, input)) {
        Ok(()) => {
            format!(
                "its input is kept in {}; replay it with: cargo xtask fuzz --seconds 0 --target {name}",
                path.display()
            )
        }
        Err(error) => {
            format!("its input cannot be kept in {} ({error}): {:?}", path.display(), String::from_utf8_lossy(input))
        }
    }
}
