//! Who may read the book on its machine: the account that Credere runs under, and nobody else.
//!
//! Contract: folder and book are made so; a book that others could read is closed to them when it is opened. Where the
//! system has no such rights, or they are not ours to set, nothing changes: the machine's owner decides.

use std::io;
use std::path::Path;

/// Makes a folder, with those above it; only its owner may enter it. A folder that is there stays as it is.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes an empty file that only its owner may read; the engine makes its own files beside it alike.
pub(crate) fn make_file(path: &Path) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Takes from everybody but the owner what they may do with the book, with the files beside it, and with its folder.
pub(super) fn tighten(book: &Path) {
    #[cfg(unix)]
    {
        for ending in ["", "-wal", "-shm"] {
            let mut name = book.as_os_str().to_owned();
            name.push(ending);
            close(Path::new(&name));
        }
        if let Some(folder) = book.parent() {
            close(folder);
        }
    }
    #[cfg(not(unix))]
    let _ = book;
}

#[cfg(unix)]
fn close(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    /// The bit of a folder that everybody may write in, such as the system's own for temporary files.
    const SHARED: u32 = 0o1000;
    let Ok(metadata) = std::fs::metadata(path) else { return };
    let mode = metadata.permissions().mode();
    if mode & 0o077 != 0 && mode & SHARED == 0 {
        // Not ours to set: then it is not ours to refuse either.
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode & 0o700));
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn folder_and_book_are_their_owners_alone_also_when_they_were_not() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("data");
        make_folder(&folder).unwrap();
        let book = folder.join("one.book");
        make_file(&book).unwrap();
        assert_eq!((mode(&folder), mode(&book)), (0o700, 0o600));
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
        std::fs::set_permissions(&book, std::fs::Permissions::from_mode(0o644)).unwrap();
        tighten(&book);
        assert_eq!((mode(&folder), mode(&book)), (0o700, 0o600));
    }
}
