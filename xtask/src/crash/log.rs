//! SQLite's log (`-wal`) and its file, as they may lie on a disk after the machine stopped.
//!
//! Written from SQLite's description of the log: a header of 32 bytes, then frames of 24 bytes and a page, each chained to the
//! one before by a checksum; a frame that ends a transaction says how large the database is. What lies behind the last such
//! frame was never acknowledged, and whatever an unfinished write left there must be passed over. A page that is in the log may
//! have been on its way back into the file, unsynced: there it may be torn, because the log has it.

use std::ops::Range;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// Begins a log whose checksums are over little-endian words; the next number stands for big-endian ones.
const MAGIC: u32 = 0x377f_0682;

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn checksum(bytes: &[u8], big: bool, (mut one, mut two): (u32, u32)) -> (u32, u32) {
    for pair in bytes.chunks_exact(8) {
        let read = |at: usize| {
            let word = [pair[at], pair[at + 1], pair[at + 2], pair[at + 3]];
            if big { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) }
        };
        one = one.wrapping_add(read(0)).wrapping_add(two);
        two = two.wrapping_add(read(4)).wrapping_add(one);
    }
    (one, two)
}

/// What a log holds for certain.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Committed {
    /// Where the last committed transaction ends.
    pub(super) end: usize,
    /// Bytes of a page.
    page: usize,
    /// Numbers of the pages of committed transactions, from 1.
    pages: Vec<usize>,
}

/// What is committed; none where the file is no log with a whole header.
pub(super) fn committed(log: &[u8]) -> Option<Committed> {
    let magic = word(log, 0)?;
    if magic & !1 != MAGIC {
        return None;
    }
    let big = magic & 1 == 1;
    let page = usize::try_from(word(log, 8)?).ok()?;
    let salts = log.get(16..24)?;
    let mut sum = checksum(&log[..24], big, (0, 0));
    if (word(log, 24)?, word(log, 28)?) != sum {
        return None;
    }
    let mut held = Committed { end: HEADER, page, pages: Vec::new() };
    let (mut at, mut open) = (HEADER, Vec::new());
    while let Some(frame) = log.get(at..at + FRAME_HEADER + page) {
        if frame[8..16] != *salts {
            break;
        }
        sum = checksum(&frame[..8], big, sum);
        sum = checksum(&frame[FRAME_HEADER..], big, sum);
        if (word(frame, 16)?, word(frame, 20)?) != sum {
            break;
        }
        at += FRAME_HEADER + page;
        open.push(usize::try_from(word(frame, 0)?).ok()?);
        if word(frame, 4)? != 0 {
            held.end = at;
            held.pages.append(&mut open);
        }
    }
    Some(held)
}

/// Writes behind the last committed transaction what an unfinished write may leave. Nothing before it is touched.
pub(super) fn tear(log: &mut Vec<u8>, chance: &mut fastrand::Rng) -> Option<Range<usize>> {
    let Committed { end, page, .. } = committed(log)?;
    let mut torn: Vec<u8> = std::iter::repeat_with(|| chance.u8(..)).take(FRAME_HEADER + page).collect();
    match chance.u8(0..4) {
        // Any bytes, of any length.
        0 => torn.truncate(chance.usize(1..=FRAME_HEADER + page)),
        // A frame of this log that ends a transaction, by its head; its page is another than its checksum says.
        1 => torn[..16].copy_from_slice(&head(log)?),
        // The same, and half of it was written.
        2 => {
            torn[..16].copy_from_slice(&head(log)?);
            torn.truncate(chance.usize(FRAME_HEADER..FRAME_HEADER + page));
        }
        // Room that the file system gave and nobody wrote to.
        _ => torn.fill(0),
    }
    let range = end..end + torn.len();
    log.resize(log.len().max(range.end), 0);
    log[range.clone()].copy_from_slice(&torn);
    Some(range)
}

/// Half of a page of the file that the log has, to be written over: where, and with what. Never the first page, by whose head
/// the file is known before its log is read.
pub(super) fn tear_page(log: &[u8], chance: &mut fastrand::Rng) -> Option<(u64, Vec<u8>)> {
    let Committed { page, mut pages, .. } = committed(log)?;
    pages.retain(|number| *number > 1);
    let number = *pages.get(chance.usize(0..pages.len().max(1)))?;
    let torn = std::iter::repeat_with(|| chance.u8(..)).take(page / 2).collect();
    Some((u64::try_from((number - 1) * page + page / 2).ok()?, torn))
}

/// Page 2, the database's size after the commit, and the salts of this log.
fn head(log: &[u8]) -> Option<[u8; 16]> {
    let mut head = [0; 16];
    head[3] = 2;
    head[7] = 9;
    head[8..].copy_from_slice(log.get(16..24)?);
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::{FRAME_HEADER, HEADER, MAGIC, checksum, committed, tear, tear_page};

    const PAGE: usize = 512;

    /// A log with these frames: true for one that ends a transaction.
    fn log(frames: &[bool]) -> Vec<u8> {
        let mut log = Vec::new();
        for word in [MAGIC, 3_007_000, 512, 0, 11, 22] {
            log.extend(word.to_be_bytes());
        }
        let mut sum = checksum(&log, false, (0, 0));
        log.extend(sum.0.to_be_bytes());
        log.extend(sum.1.to_be_bytes());
        for (number, ends) in frames.iter().enumerate() {
            let mut head = Vec::new();
            head.extend((number as u32 + 1).to_be_bytes());
            head.extend((if *ends { 9_u32 } else { 0 }).to_be_bytes());
            let page = [number as u8; PAGE];
            sum = checksum(&page, false, checksum(&head, false, sum));
            log.extend(head);
            for word in [11, 22, sum.0, sum.1] {
                log.extend(word.to_be_bytes());
            }
            log.extend(page);
        }
        log
    }

    fn end(frames: usize) -> Option<usize> {
        Some(HEADER + frames * (FRAME_HEADER + PAGE))
    }

    fn ends(log: &[u8]) -> Option<usize> {
        committed(log).map(|held| held.end)
    }

    #[test]
    fn the_last_whole_transaction_is_found() {
        assert_eq!(ends(&log(&[])), end(0));
        assert_eq!(ends(&log(&[true, false, true, false])), end(3));
        let mut broken = log(&[true, true]);
        let last = broken.len() - 1;
        broken[last] ^= 1;
        assert_eq!(ends(&broken), end(1));
        assert_eq!(ends(&broken[..last]), end(1));
        assert_eq!(ends(b"no log"), None);
    }

    #[test]
    fn tearing_touches_nothing_that_was_committed() {
        for seed in 0..40 {
            let whole = log(&[true, true, false]);
            let mut torn = whole.clone();
            let range = tear(&mut torn, &mut fastrand::Rng::with_seed(seed)).unwrap();
            assert_eq!(Some(range.start), end(2));
            assert_eq!(torn[..range.start], whole[..range.start]);
            assert!(torn.len() >= whole.len() && torn != whole);
            assert_eq!(ends(&torn), end(2), "seed {seed}");
        }
    }

    #[test]
    fn only_pages_that_the_log_has_are_torn_in_the_file() {
        let log = log(&[true, false, true, false]);
        assert_eq!(committed(&log).unwrap().pages, [1, 2, 3]);
        for seed in 0..40 {
            let (at, bytes) = tear_page(&log, &mut fastrand::Rng::with_seed(seed)).unwrap();
            assert!([PAGE + PAGE / 2, 2 * PAGE + PAGE / 2].contains(&usize::try_from(at).unwrap()), "{at}");
            assert_eq!(bytes.len(), PAGE / 2);
        }
        assert_eq!(tear_page(&self::log(&[true, false]), &mut fastrand::Rng::with_seed(1)), None);
    }
}
