//! The published files that tests read and the repository does not hold.

use std::path::{Path, PathBuf};

#[expect(clippy::print_stdout, reason = "a skipped test says so aloud")]
fn skipped(path: &str) {
    println!("SKIPPED: the test data {path} is not here");
}

/// A folder or file of the test data; none, said aloud, where the data is absent.
pub fn data(path: &str) -> Option<PathBuf> {
    let shared = match std::env::var_os("CREDERE_SHARED") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).to_owned(),
    };
    let found = shared.join("data").join(path);
    if found.exists() {
        return Some(found);
    }
    skipped(path);
    None
}

/// The bytes of one file of the test data.
pub fn bytes(path: &str) -> Option<Vec<u8>> {
    data(path).map(|path| std::fs::read(path).unwrap())
}

/// All files below a folder whose name ends so, in order.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().to_lowercase().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
