//! Takes the example book into the program, so that `credere demo` needs nothing beside it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What of `examples/` the demo reads.
const TAKEN: [&str; 4] = ["portfolio.toml", "new_customers", "schedules", "statements"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../examples");
    let mut files = Vec::new();
    for name in TAKEN {
        println!("cargo::rerun-if-changed={}", root.join(name).display());
        gather(&root, &root.join(name), &mut files)?;
    }
    files.sort();
    let mut code = String::from("&[\n");
    for (name, path) in &files {
        writeln!(code, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())
            .map_err(io::Error::other)?;
    }
    code.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("example_book.rs");
    fs::write(out, code)
}

/// Every file under a path, with its name from the root.
fn gather(root: &Path, path: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            gather(root, &entry?.path(), files)?;
        }
    } else {
        let name = path.strip_prefix(root).map_err(io::Error::other)?;
        files.push((name.to_string_lossy().replace('\\', "/"), path.canonicalize()?));
    }
    Ok(())
}
