//! x
/// x
pub struct Bodies {
    /// x
    pub html: String,
}
/// x
pub fn bodies(_: &domain::letter::Letter) -> Bodies {
    Bodies { html: String::new() }
}
