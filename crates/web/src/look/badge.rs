//! States in words, with a tone.
//!
//! A badge says what happens next ("waits for the customer's answer, 2 days left"). The tone colours it and gives it
//! a mark of its own shape, so that five tones stay five on a grey print.

/// How a state wants to be read. Words carry the meaning; the tone only helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do, nothing to know.
    Neutral,
    /// Worth knowing; nobody needs to act.
    Information,
    /// Went well.
    Good,
    /// Somebody should act soon.
    Attention,
    /// Nothing moves until somebody acts.
    Stop,
}

impl Tone {
    /// The name used in class names: `badge-attention`, `notice-stop`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Information => "information",
            Self::Good => "good",
            Self::Attention => "attention",
            Self::Stop => "stop",
        }
    }

    /// Outline of the tone's mark in a box of 8 by 8: ring, disc, tick, triangle, square.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Neutral => "M4 .5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7zM4 2a2 2 0 1 1 0 4a2 2 0 1 1 0-4z",
            Self::Information => "M4 .8a3.2 3.2 0 1 0 0 6.4a3.2 3.2 0 1 0 0-6.4z",
            Self::Good => "M.6 4.4L1.8 3.2L3.2 4.6L6.3 1.3L7.5 2.5L3.2 7z",
            Self::Attention => "M4 .6L7.8 7.4H.2z",
            Self::Stop => "M.8 .8H7.2V7.2H.8z",
        }
    }
}

/// A state in words with its tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// How to read it.
    pub tone: Tone,
    /// The words, without a full stop.
    pub text: String,
}

impl Badge {
    /// A badge of `tone` saying `text`.
    #[must_use]
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into() }
    }

    /// Nothing to do.
    #[must_use]
    pub fn neutral(text: impl Into<String>) -> Self {
        Self::new(Tone::Neutral, text)
    }

    /// Worth knowing.
    #[must_use]
    pub fn information(text: impl Into<String>) -> Self {
        Self::new(Tone::Information, text)
    }

    /// Went well.
    #[must_use]
    pub fn good(text: impl Into<String>) -> Self {
        Self::new(Tone::Good, text)
    }

    /// Somebody should act soon.
    #[must_use]
    pub fn attention(text: impl Into<String>) -> Self {
        Self::new(Tone::Attention, text)
    }

    /// Nothing moves until somebody acts.
    #[must_use]
    pub fn stop(text: impl Into<String>) -> Self {
        Self::new(Tone::Stop, text)
    }
}
