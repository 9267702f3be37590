//! The embedded fonts: Libertinus Serif (SIL Open Font License 1.1) for every letter, and DejaVu Sans Mono (Bitstream
//! Vera and Arev licences, both permissive) for names in scripts the serif does not have. See `FONTS.md`.

use std::sync::LazyLock;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The beginnings of the PostScript names of the fonts a letter may use.
const USED: [&str; 2] = ["LibertinusSerif-", "DejaVuSansMono"];

/// Fonts and what is known of them.
pub(super) struct Fonts {
    /// What Typst searches in.
    pub book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

/// The fonts of every letter, read once.
pub(super) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let fonts: Vec<Font> = typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .filter(|font| font.post_script_name().is_some_and(|name| USED.iter().any(|start| name.starts_with(start))))
        .collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

impl Fonts {
    /// The font at this place of the book.
    pub fn at(&self, place: usize) -> Option<Font> {
        self.fonts.get(place).cloned()
    }

    /// Is there a shape for this sign?
    pub fn can_write(&self, sign: char) -> bool {
        sign.is_ascii_graphic()
            || sign.is_whitespace()
            || self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(sign)))
    }
}
