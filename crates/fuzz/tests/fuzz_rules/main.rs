//! What must hold of the rules, whatever they are asked.

mod allocation;
mod cash;
mod chain;
mod fees;
mod matching;
mod money;
mod words;

use fuzz::Choices;

/// The kept form of a target whose inputs are numbers: one to a line, missing ones are 0.
struct Numbers(std::vec::IntoIter<i64>);

impl Numbers {
    fn of(input: &[u8]) -> Self {
        let text = String::from_utf8_lossy(input);
        let read = text.lines().map(|line| line.trim().parse().unwrap_or(0)).collect::<Vec<_>>();
        Self(read.into_iter())
    }

    fn next(&mut self) -> i64 {
        self.0.next().unwrap_or(0)
    }

    /// A number from 0 up to, but without, `end`.
    fn below(&mut self, end: i64) -> i64 {
        self.next().rem_euclid(end)
    }

    fn small(&mut self, end: i64) -> u32 {
        u32::try_from(self.below(end)).expect("below 2^32")
    }

    fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        let end = i64::try_from(list.len()).expect("a short list");
        list[usize::try_from(self.below(end)).expect("not negative")]
    }
}

/// Makes inputs for [`Numbers`].
fn numbers(count: usize) -> impl Fn(&mut Choices<'_>, &[Vec<u8>]) -> Vec<u8> {
    move |choices, _| {
        let lines: Vec<String> = (0..count).map(|_| choices.number().to_string()).collect();
        lines.join("\n").into_bytes()
    }
}
