//! The style sheet, the script and the icon, as bytes inside the binary.
//!
//! Handler-free: whoever serves them calls [`find`] and sends `bytes` with `content_type`. An address made by
//! [`Asset::href`] carries the content's digest, so an answer to it may be cached for ever; one without it may not.

use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// Where assets are served from.
pub const PREFIX: &str = "/assets/";

/// How long a browser may keep an asset whose address carries the right version.
pub const CACHE_FOREVER: &str = "public, max-age=31536000, immutable";

/// One file a page links to.
#[derive(Debug)]
pub struct Asset {
    /// File name below [`PREFIX`].
    pub name: &'static str,
    /// Value of the `Content-Type` header.
    pub content_type: &'static str,
    /// The content.
    pub bytes: &'static [u8],
    /// First 12 hex digits of the content's SHA-256: version in the address and entity tag.
    pub version: String,
}

/// The whole style sheet, its parts in the order in which they may override each other.
pub const STYLE: &str = concat!(
    include_str!("../../assets/tokens.css"),
    include_str!("../../assets/layout.css"),
    include_str!("../../assets/table.css"),
    include_str!("../../assets/form.css"),
    include_str!("../../assets/parts.css"),
    include_str!("../../assets/work.css"),
    include_str!("../../assets/chart.css"),
    include_str!("../../assets/print.css"),
);

/// The style sheet of guests' pages: the same tokens and forms, laid out roomily.
pub const GUEST_STYLE: &str = concat!(
    include_str!("../../assets/tokens.css"),
    include_str!("../../assets/form.css"),
    include_str!("../../assets/guest.css")
);

/// The one script. Every page works without it.
pub const SCRIPT: &str = include_str!("../../assets/credere.js");

/// The mark of Credere, also the browser's tab icon.
pub const ICON: &str = include_str!("../../assets/mark.svg");

static ALL: LazyLock<[Asset; 4]> = LazyLock::new(|| {
    [
        asset("credere.css", "text/css; charset=utf-8", STYLE),
        asset("credere.js", "text/javascript; charset=utf-8", SCRIPT),
        asset("mark.svg", "image/svg+xml", ICON),
        asset("guest.css", "text/css; charset=utf-8", GUEST_STYLE),
    ]
});

fn asset(name: &'static str, content_type: &'static str, text: &'static str) -> Asset {
    let digest = Sha256::digest(text.as_bytes());
    let version = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Asset { name, content_type, bytes: text.as_bytes(), version }
}

impl Asset {
    /// The address to link to, with the version.
    #[must_use]
    pub fn href(&self) -> String {
        format!("{PREFIX}{}?v={}", self.name, self.version)
    }
}

/// All assets there are.
#[must_use]
pub fn all() -> &'static [Asset] {
    ALL.as_slice()
}

/// The asset of that file name, without prefix and version.
#[must_use]
pub fn find(name: &str) -> Option<&'static Asset> {
    all().iter().find(|asset| asset.name == name)
}

/// Address of the style sheet.
#[must_use]
pub fn style_href() -> String {
    ALL[0].href()
}

/// Address of the guests' style sheet.
#[must_use]
pub fn guest_style_href() -> String {
    ALL[3].href()
}

/// Address of the script.
#[must_use]
pub fn script_href() -> String {
    ALL[1].href()
}

/// Address of the icon.
#[must_use]
pub fn icon_href() -> String {
    ALL[2].href()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_is_found_by_its_name_and_versioned_by_its_content() {
        for asset in all() {
            assert_eq!(find(asset.name).unwrap().bytes, asset.bytes);
            assert_eq!(asset.version.len(), 12);
            assert_eq!(asset.href(), format!("/assets/{}?v={}", asset.name, asset.version));
        }
        assert!(find("../Cargo.toml").is_none());
    }

    #[test]
    fn the_style_sheet_balances_its_braces_and_defines_every_token_it_uses() {
        for style in [STYLE, GUEST_STYLE] {
            assert_eq!(style.matches('{').count(), style.matches('}').count());
            for part in style.split("var(").skip(1) {
                let name: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
                assert!(style.contains(&format!("{name}:")), "{name} is used but never defined");
            }
        }
    }

    #[test]
    fn the_script_and_the_style_sheet_stay_small_and_self_contained() {
        assert!(SCRIPT.lines().count() <= 200, "the script is meant to stay readable in one sitting");
        for forbidden in ["http://", "https://", "eval(", "innerHTML", "@import"] {
            assert!([SCRIPT, STYLE, GUEST_STYLE].iter().all(|text| !text.contains(forbidden)), "{forbidden}");
        }
    }
}
