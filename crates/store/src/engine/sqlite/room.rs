//! Room on the disk the book's file is on.
//!
//! SQLite says "full" only when a write has failed. The book stops before that, at [`LOW_WATER`], so that the log can still be
//! copied back, readers can make their index, and whoever makes room can still work on that disk.

use crate::engine::Fault;
use std::path::Path;

/// Bytes that must be free on the book's disk: twice what the log holds before it is copied back.
pub const LOW_WATER: u64 = 128 * 1024 * 1024;

/// Takes a few pages, writes to them and gives them back: proves that the file may grow and the log be written.
pub(super) const TRIAL: &str =
    "CREATE TABLE room_trial (bytes BLOB); INSERT INTO room_trial VALUES (zeroblob(65536)); DROP TABLE room_trial;";

/// Is enough free on the disk of this file? Where the system does not say, a failed write will.
pub(super) fn look(path: &Path) -> Result<(), Fault> {
    free(path).map_or(Ok(()), enough)
}

fn enough(free: u64) -> Result<(), Fault> {
    const MIB: u64 = 1024 * 1024;
    if free >= LOW_WATER {
        return Ok(());
    }
    Err(Fault::Full { reason: format!("{} MiB are free on its disk, and it needs {}", free / MIB, LOW_WATER / MIB) })
}

#[cfg(unix)]
fn free(path: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(path).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_byte_that_is_enough_is_the_low_water_mark() {
        assert!(enough(LOW_WATER).is_ok());
        let fault = enough(LOW_WATER - 1).expect_err("a byte less");
        assert_eq!(
            fault.to_string(),
            "the book takes no changes, because there is no room to write: 127 MiB are free on its disk, and it needs 128; \
             make room and try again"
        );
    }
}
