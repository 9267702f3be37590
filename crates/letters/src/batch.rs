//! x
/// x
pub const LETTERS: usize = 500;
