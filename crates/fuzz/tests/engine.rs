//! The engine itself: a target with a fault in it fails, and keeps a short input that shows it.

use std::path::Path;

#[test]
fn a_planted_fault_is_found_shrunk_and_kept() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join("planted");
    // Left over by a run that was stopped here.
    let _ = std::fs::remove_dir_all(&folder);
    let seeds = vec![b"one 1 two 2 three 3".to_vec()];
    let make = |choices: &mut fuzz::Choices<'_>, _: &[Vec<u8>]| fuzz::change::changed(choices, &seeds);
    let hold = |input: &[u8]| assert!(!input.windows(2).any(|pair| pair == b"<!"), "planted");
    let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        for _ in 0..200 {
            fuzz::search("planted", make, hold);
        }
    }));
    assert!(found.is_err());
    let kept: Vec<_> = std::fs::read_dir(&folder).expect("a folder").map(|file| file.expect("a file").path()).collect();
    assert_eq!(kept.len(), 1);
    let input = std::fs::read(&kept[0]).expect("an input");
    assert!(input.windows(2).any(|pair| pair == b"<!"));
    // The kept input is tried first, so the next run fails without making any.
    let again = std::panic::catch_unwind(|| fuzz::search("planted", |_, _| Vec::new(), hold));
    std::fs::remove_dir_all(&folder).expect("removed");
    assert!(again.is_err());
}
