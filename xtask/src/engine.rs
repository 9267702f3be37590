//! The databases that books are kept in, as they are named on the command line.

/// A database that books are kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// All there are.
    pub(crate) const BOTH: [Self; 2] = [Self::Sqlite, Self::Postgres];

    /// The engines that a word asks for.
    pub(crate) fn asked(word: &str) -> Option<Vec<Self>> {
        match word {
            "both" => Some(Self::BOTH.to_vec()),
            _ => Self::BOTH.into_iter().find(|engine| engine.word() == word).map(|engine| vec![engine]),
        }
    }

    /// Its word on the command line.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    /// Its name for people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}
