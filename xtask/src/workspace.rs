//! Where things are: the repository, the build folder, the product's binary.

use crate::command;
use crate::outcome::Finding;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository this program was built from.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The repository around this crate.
    pub(crate) fn here() -> Self {
        let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { root: xtask.parent().unwrap_or(xtask).to_path_buf() }
    }

    /// The repository's top folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the browser journeys.
    pub(crate) fn journeys(&self) -> PathBuf {
        self.root.join("tests").join("browser")
    }

    /// A call of the cargo that runs us, in the repository's top folder.
    pub(crate) fn cargo(&self, args: &[&str]) -> Command {
        let mut call = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        call.args(args).current_dir(&self.root);
        if std::env::var_os("CI").is_some() {
            // Nothing is built twice there, and what would serve a second build takes as much room as the build itself.
            call.env("CARGO_INCREMENTAL", "0");
        }
        call
    }

    /// The build folder, which settings may have moved away from the repository.
    pub(crate) fn target(&self) -> PathBuf {
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(moved) => self.root.join(moved),
            None => self.root.join("target"),
        }
    }

    /// The release binary of the product.
    pub(crate) fn credere(&self) -> PathBuf {
        self.target().join("release").join("credere")
    }

    /// Where outside test data lies, when this machine has it: beside the repository, or beside the folder it is in.
    pub(crate) fn shared(&self) -> Option<PathBuf> {
        self.root
            .ancestors()
            .skip(1)
            .take(2)
            .map(|above| above.join("shared"))
            .find(|folder| folder.join("data").is_dir())
    }

    /// Every file that belongs to the repository: tracked, or new and not ignored. Paths from the top folder.
    pub(crate) fn files(&self) -> Result<Vec<String>, Finding> {
        let mut call = Command::new("git");
        call.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(&self.root);
        let listed = command::capture(&mut call, command::MINUTE)?;
        let mut files: Vec<String> =
            listed.split('\0').filter(|path| self.root.join(path).is_file()).map(str::to_owned).collect();
        files.sort();
        files.dedup();
        Ok(files)
    }
}
