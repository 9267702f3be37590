//! The data folder as a whole: its files, and a new one that is there whole or not at all.

use super::{BackupError, disk};
use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};
use tempfile::TempDir;

/// The files of a data folder but for its book, in order of their names: the name in the backup, and the path. The audit's
/// checkpoint stays behind: a book that was brought elsewhere is proven there as a whole first.
///
/// # Errors
/// [`BackupError::Disk`].
pub(super) fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>, BackupError> {
    let mut found = Vec::new();
    walk(folder, "", &mut found)?;
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, before: &str, found: &mut Vec<(String, PathBuf)>) -> Result<(), BackupError> {
    let unreadable = disk("read", folder);
    for entry in std::fs::read_dir(folder).map_err(&unreadable)? {
        let entry = entry.map_err(&unreadable)?;
        let path = entry.path();
        // Mail is moved while it is read: what has gone by now is none of this state.
        let Ok(kind) = entry.file_type() else { continue };
        let Some(name) = entry.file_name().to_str().map(|name| format!("{before}{name}")) else { continue };
        if kind.is_dir() {
            walk(&path, &format!("{name}/"), found)?;
        } else if std::fs::metadata(&path).is_ok_and(|file| file.is_file())
            && !is_of_a_book(&path)
            && name != crate::audit::FILE
        {
            found.push((name, path));
        }
    }
    Ok(())
}

/// A book's file, or one that its engine keeps beside it.
fn is_of_a_book(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    ending == "book" || ending.starts_with("book-")
}

/// Is this a name that a file of a folder may have, and that stays in it?
pub(super) fn is_name(name: &str) -> bool {
    let path = Path::new(name);
    !name.is_empty() && path.components().all(|part| matches!(part, Component::Normal(_))) && !is_of_a_book(path)
}

/// Takes the files of one data folder to another that has none of them.
///
/// # Errors
/// [`BackupError::Disk`].
pub(super) fn bring(from: &Path, to: &Path) -> Result<usize, BackupError> {
    let files = files(from)?;
    for (name, path) in &files {
        match std::fs::read(path) {
            Ok(bytes) => append(to, name, &bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(disk("read", path)(error)),
        }
    }
    Ok(files.len())
}

/// Adds bytes to a file of a folder; makes it, and the folders above it, for its owner alone.
pub(crate) fn append(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
    let path = folder.join(name);
    let failed = disk("written", &path);
    if let Some(above) = path.parent() {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(above).map_err(&failed)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).map_err(&failed)?;
    io::Write::write_all(&mut file, bytes).and_then(|()| file.sync_all()).map_err(&failed)
}

/// A folder that is made ready beside its place, for its owner alone, and takes it at the end. Dropped before, it is gone.
pub(crate) struct Staged {
    folder: TempDir,
    place: PathBuf,
}

impl Staged {
    /// Begins a folder for a place that is empty or not there.
    ///
    /// # Errors
    /// [`BackupError::Occupied`]; [`BackupError::Disk`].
    pub(crate) fn begin(place: &Path) -> Result<Self, BackupError> {
        match std::fs::read_dir(place).map(|mut entries| entries.next().is_some()) {
            Ok(false) => {}
            Ok(true) => return Err(BackupError::Occupied(place.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(BackupError::Exists(place.to_owned()));
            }
            Err(error) => return Err(disk("read", place)(error)),
        }
        let above = above(place);
        std::fs::create_dir_all(above).map_err(disk("written", above))?;
        Ok(Self { folder: private(above)?, place: place.to_owned() })
    }

    /// One more folder beside the place, for what must not stay: gone when it is dropped.
    ///
    /// # Errors
    /// [`BackupError::Disk`].
    pub(crate) fn beside(&self) -> Result<TempDir, BackupError> {
        private(above(&self.place))
    }

    /// Where it is made ready.
    #[must_use]
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Lets it take its place.
    ///
    /// # Errors
    /// [`BackupError::Disk`], also when something has come to be at its place meanwhile.
    pub(crate) fn settle(self) -> Result<(), BackupError> {
        let failed = disk("written", &self.place);
        if self.place.exists() {
            std::fs::remove_dir(&self.place).map_err(&failed)?;
        }
        let ready = self.folder.keep();
        std::fs::rename(&ready, &self.place)
            .inspect_err(|_| {
                // What could not take its place must not stay beside it.
                let _ = std::fs::remove_dir_all(&ready);
            })
            .map_err(&failed)?;
        sync(above(&self.place))
    }
}

/// A folder that only its owner may enter.
fn private(above: &Path) -> Result<TempDir, BackupError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".credere-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir_in(above).map_err(disk("written", above))
}

/// The folder above a path.
pub(super) fn above(path: &Path) -> &Path {
    path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// Makes a folder's entries durable.
pub(super) fn sync(folder: &Path) -> Result<(), BackupError> {
    std::fs::File::open(folder).and_then(|opened| opened.sync_all()).map_err(disk("written", folder))
}
