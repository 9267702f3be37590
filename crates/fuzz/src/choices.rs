//! What a target asks the engine for while it makes an input.

/// A source of choices: random on the stable engine, guided by coverage under `cargo bolero`. When it runs dry every
/// choice is the first one.
pub struct Choices<'a> {
    draw: &'a mut dyn FnMut(u64) -> u64,
}

impl<'a> Choices<'a> {
    /// Choices from a function that gives a number from 0 to its argument, both included.
    pub fn new(draw: &'a mut dyn FnMut(u64) -> u64) -> Self {
        Self { draw }
    }

    /// A number from 0 up to, but without, `end`; 0 when that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let last = end.saturating_sub(1) as u64;
        usize::try_from((self.draw)(last)).unwrap_or(0)
    }

    /// Any 64 bits.
    pub fn bits(&mut self) -> u64 {
        (self.draw)(u64::MAX)
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of the list, which may not be empty.
    pub fn one_of<'b, T>(&mut self, list: &'b [T]) -> &'b T {
        &list[self.below(list.len())]
    }

    /// A whole number of any size, small ones and those at the edges far more often than others.
    pub fn number(&mut self) -> i64 {
        let bits = self.bits();
        match self.below(6) {
            0 => i64::from(bits as i8),
            1 => i64::from(bits as i16),
            2 => i64::from(bits as i32),
            3 => *self.one_of(&[0, 1, -1, i64::MAX, i64::MIN, i64::MAX - 1, i64::MIN + 1, i64::MAX / 2]),
            4 => 10_i64.saturating_pow((bits % 19) as u32),
            _ => bits as i64,
        }
    }
}
