//! The engine itself: a target with a fault in it fails, and keeps a short input that shows it.

use fuzz::{Chance, Choices, Series, Source};
use std::cell::RefCell;
use std::path::Path;
use std::time::Duration;

#[test]
fn a_planted_fault_is_found_shrunk_and_kept() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join("planted");
    // Left over by a run that was stopped here.
    let _ = std::fs::remove_dir_all(&folder);
    let seeds = vec![b"one 1 two 2 three 3".to_vec()];
    let make = |choices: &mut Choices<'_>, _: &[Vec<u8>]| fuzz::change::changed(choices, &seeds);
    let hold = |input: &[u8]| assert!(!input.windows(2).any(|pair| pair == b"<!"), "planted");
    let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        fuzz::search("planted", &Chance { time: Duration::from_secs(30) }, make, hold);
    }));
    assert!(found.is_err());
    let kept: Vec<_> = std::fs::read_dir(&folder).expect("a folder").map(|file| file.expect("a file").path()).collect();
    assert_eq!(kept.len(), 1);
    let input = std::fs::read(&kept[0]).expect("an input");
    assert!(input.windows(2).any(|pair| pair == b"<!"));
    // The kept input is tried first, so the next run fails without making any.
    let again =
        std::panic::catch_unwind(|| fuzz::search("planted", &Chance { time: Duration::ZERO }, |_, _| Vec::new(), hold));
    std::fs::remove_dir_all(&folder).expect("removed");
    assert!(again.is_err());
}

#[test]
fn a_series_is_the_same_in_every_run() {
    let seeds = vec![b"one 1 two 2 three 3".to_vec()];
    let run = |series| {
        let tried = RefCell::new(Vec::new());
        let make = |choices: &mut Choices<'_>| fuzz::change::changed(choices, &seeds);
        let series = Series { series, time: Duration::from_millis(40) };
        series.each("series", &make, &|input| tried.borrow_mut().push(input.to_vec()));
        tried.into_inner()
    };
    let (one, again, other) = (run(1), run(1), run(2));
    let both = one.len().min(again.len());
    assert!(both > 20, "{both}");
    assert_eq!(one[..both], again[..both]);
    assert_ne!(one[..20], other[..20]);
}
