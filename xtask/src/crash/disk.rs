//! A small disk of its own, in memory, that can be filled. Mounting it needs the rights of root.

use crate::command::{self, MINUTE};
use crate::outcome::Finding;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Bytes written at a time.
const CHUNK: usize = 1 << 20;

/// A mounted disk; unmounted when it is let go of.
#[derive(Debug)]
pub(super) struct Disk {
    at: PathBuf,
}

impl Disk {
    /// Mounts a disk of so many MiB at an empty folder, which is made. The campaign's folder is its name in the list of mounts.
    ///
    /// # Errors
    /// When the system refuses: without the rights of root, or in a container.
    pub(super) fn mount(at: &Path, mib: u32, of: &Path) -> Result<Self, Finding> {
        std::fs::create_dir_all(at).map_err(|error| trouble(at, &error))?;
        let mut call = Command::new("mount");
        call.args(["-t", "tmpfs", "-o", &format!("size={mib}m,mode=755")]).arg(of).arg(at);
        command::capture(&mut call, MINUTE)?;
        Ok(Self { at: at.to_owned() })
    }

    /// Takes away what a campaign in this folder that was killed has left mounted.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn clear(of: &Path) -> Result<(), Finding> {
        let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
        let name = of.to_string_lossy();
        let mut left =
            mounts.lines().filter_map(|line| line.strip_prefix(&*name)?.strip_prefix(' ')?.split(' ').next());
        left.try_for_each(|at| command::capture(Command::new("umount").args(["--lazy", at]), MINUTE).map(drop))
    }

    /// Where it is.
    pub(super) fn at(&self) -> &Path {
        &self.at
    }

    /// Fills it to its last byte, then gives some MiB back.
    ///
    /// # Errors
    /// When it fails for another reason than a full disk.
    pub(super) fn fill(&self, left: u64) -> Result<(), Finding> {
        let path = self.filler();
        let mut file = File::create(&path).map_err(|error| trouble(&path, &error))?;
        let chunk = vec![7; CHUNK];
        let mut written = 0;
        loop {
            match file.write(&chunk) {
                Ok(0) => break,
                Ok(bytes) => written += bytes as u64,
                Err(error) if error.kind() == std::io::ErrorKind::StorageFull => break,
                Err(error) => return Err(trouble(&path, &error)),
            }
        }
        file.set_len(written.saturating_sub(left << 20)).map_err(|error| trouble(&path, &error))
    }

    /// Makes room again.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn empty(&self) -> Result<(), Finding> {
        let path = self.filler();
        std::fs::remove_file(&path).map_err(|error| trouble(&path, &error))
    }

    fn filler(&self) -> PathBuf {
        self.at.join("filler")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a server that reads from it may end a moment later.
        let _ = command::capture(Command::new("umount").arg("--lazy").arg(&self.at), MINUTE);
        let _ = std::fs::remove_dir(&self.at);
    }
}

pub(super) fn trouble(path: &Path, error: &std::io::Error) -> Finding {
    Finding::new(path.display().to_string(), error.to_string(), "Make room, or make the folder writable")
}
