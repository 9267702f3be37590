//! The crates of this repository and what each uses, as cargo tells it; the names in the lock file.

use crate::outcome::Finding;
use serde_json::Value;

/// One crate of the workspace.
#[derive(Debug, Clone)]
pub(super) struct Crate {
    pub(super) name: String,
    pub(super) uses: Vec<Use>,
}

/// One line of a crate's dependencies.
#[derive(Debug, Clone)]
pub(super) struct Use {
    /// The crate's real name, whatever it is renamed to.
    pub(super) name: String,
    /// Used by tests alone.
    pub(super) only_tests: bool,
    /// With features that are not there by themselves.
    pub(super) has_features: bool,
}

/// The workspace's crates from `cargo metadata --no-deps --format-version 1`, sorted by name.
///
/// # Errors
/// When the text is not what cargo writes in format 1.
pub(super) fn crates(metadata: &str) -> Result<Vec<Crate>, Finding> {
    let odd = |what: &str| Finding::new("cargo metadata", what, "See whether cargo's format 1 has changed");
    let root: Value = serde_json::from_str(metadata).map_err(|error| odd(&format!("is not JSON ({error})")))?;
    let packages = root["packages"].as_array().ok_or_else(|| odd("has no list of packages"))?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let mut crates = Vec::new();
    for package in packages {
        let name = text(&package["name"]).ok_or_else(|| odd("has a package without a name"))?;
        let list = package["dependencies"].as_array().ok_or_else(|| odd("has a package without dependencies"))?;
        let uses = list.iter().map(|used| {
            let name = text(&used["name"])?;
            let has_features = used["features"].as_array().is_some_and(|features| !features.is_empty());
            Some(Use { name, only_tests: used["kind"] == "dev", has_features })
        });
        let uses = uses.collect::<Option<Vec<Use>>>().ok_or_else(|| odd("has a dependency without a name"))?;
        crates.push(Crate { name, uses });
    }
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(crates)
}

/// All crate names in a `Cargo.lock`.
pub(super) fn locked(lock: &str) -> impl Iterator<Item = &str> {
    lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
}
