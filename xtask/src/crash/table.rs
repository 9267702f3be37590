//! What the rounds came to.

use super::round::Kind;
use crate::engine::Engine;

/// The sums of one kind of round on one engine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) rounds: u64,
    /// Writes that were acknowledged while the fault came.
    pub(super) acknowledged: u64,
    /// Writes that were under way without an answer when a round ended, and done when asked again.
    pub(super) unanswered: u64,
    pub(super) lost: u64,
    pub(super) doubled: u64,
    pub(super) audits: u64,
    /// Starts of Credere after it was killed, those that were killed themselves included.
    pub(super) restarts: u64,
    /// Answers that said `BOOK_FULL` or `BOOK_AWAY`.
    pub(super) refused: u64,
}

/// All sums, in the order in which the kinds come.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<((Engine, Kind), Row)>,
}

impl Table {
    /// The sums of a kind.
    pub(super) fn row(&mut self, engine: Engine, kind: Kind) -> &mut Row {
        let place = self.rows.iter().position(|(of, _)| *of == (engine, kind)).unwrap_or_else(|| {
            self.rows.push(((engine, kind), Row::default()));
            self.rows.len() - 1
        });
        &mut self.rows[place].1
    }

    /// Everything together.
    pub(super) fn sum(&self) -> Row {
        self.rows.iter().fold(Row::default(), |sum, (_, row)| Row {
            rounds: sum.rounds + row.rounds,
            acknowledged: sum.acknowledged + row.acknowledged,
            unanswered: sum.unanswered + row.unanswered,
            lost: sum.lost + row.lost,
            doubled: sum.doubled + row.doubled,
            audits: sum.audits + row.audits,
            restarts: sum.restarts + row.restarts,
            refused: sum.refused + row.refused,
        })
    }

    /// Lines for people.
    pub(super) fn lines(&self) -> Vec<String> {
        let heads = ["rounds", "acknowledged", "unanswered", "lost", "doubled", "audits", "restarts", "refused"];
        let mut lines = vec![format!("{:38}{}", "", heads.map(|head| format!("{head:>13}")).concat())];
        let line = |name: String, row: &Row| {
            let figures = [
                row.rounds,
                row.acknowledged,
                row.unanswered,
                row.lost,
                row.doubled,
                row.audits,
                row.restarts,
                row.refused,
            ];
            format!("{name:38}{}", figures.map(|figure| format!("{figure:>13}")).concat())
        };
        for ((engine, kind), row) in &self.rows {
            lines.push(line(format!("{}, {}", engine.name(), kind.words()), row));
        }
        lines.push(line("all".to_owned(), &self.sum()));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::crash::round::Kind;
    use crate::engine::Engine;

    #[test]
    fn each_kind_has_its_line_and_the_last_is_their_sum() {
        let mut table = Table::default();
        for (kind, acknowledged) in [(Kind::Killed, 5), (Kind::TornLog, 7), (Kind::Killed, 1)] {
            table.row(Engine::Sqlite, kind).acknowledged += acknowledged;
        }
        let lines = table.lines();
        assert_eq!(lines.len(), 4);
        assert!(lines[1].starts_with("SQLite, process killed ") && lines[1].contains("            6  "), "{lines:?}");
        assert_eq!(table.sum().acknowledged, 13);
    }
}
