//! The story's chance: the same seed throws the same dice, on every machine (SplitMix64).

pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// 0 to one below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.throw() % count.max(1) as u64).unwrap()
    }

    /// Both ends are possible.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + i64::try_from(self.throw() % u64::try_from(most - least + 1).unwrap()).unwrap()
    }

    /// So many times of a hundred.
    pub fn percent(&mut self, of: usize) -> bool {
        self.below(100) < of
    }

    /// One of them; none where there is none.
    pub fn one<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| of[self.below(of.len())].clone())
    }

    /// One of those that are there always.
    pub fn any<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}
