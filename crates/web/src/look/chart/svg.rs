//! Writing SVG: thousandths of a pixel in, text out.

use super::super::format::escape_xml;
use std::fmt::{self, Write};

/// Thousandths of a pixel.
pub(super) type Mil = i64;

/// One pixel.
pub(super) const PX: Mil = 1000;

/// How wide a character of a label is taken to be: what a wide system font needs at 12 px,
/// so that labels rather stand apart than on each other.
const CHARACTER: Mil = 7_200;

/// A finished picture. Safe to put into a page as it is: all text in it was escaped when it was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Svg(String);

impl Svg {
    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Svg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Svg {}

/// The room a picture is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// The content column of a desk without a rail.
    Full,
    /// The content column beside a rail.
    Wide,
    /// One of two columns.
    Half,
    /// A phone.
    Narrow,
}

impl Width {
    /// The width in pixels.
    #[must_use]
    pub const fn pixels(self) -> i64 {
        match self {
            Self::Full => 1008,
            Self::Wide => 720,
            Self::Half => 488,
            Self::Narrow => 358,
        }
    }

    pub(super) const fn mil(self) -> Mil {
        self.pixels() * PX
    }

    pub(super) const fn is_narrow(self) -> bool {
        matches!(self, Self::Narrow)
    }
}

/// Draws a picture for `desk` and again for a phone; the style sheet shows the one that fits.
#[must_use]
pub fn responsive(desk: Width, draw: impl Fn(Width) -> Svg) -> Svg {
    let (wide, narrow) = (draw(desk), draw(Width::Narrow));
    Svg(format!(
        "<div class=\"chart\"><div class=\"chart-wide\">{wide}</div><div class=\"chart-narrow\">{narrow}</div></div>"
    ))
}

/// Estimated width of a label.
pub(super) fn text_width(text: &str) -> Mil {
    CHARACTER * i64::try_from(text.chars().count()).unwrap_or(i64::MAX / CHARACTER)
}

/// Which end of a text stands at its coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture being drawn.
pub(super) struct Draw {
    id: String,
    title: String,
    description: String,
    width: Mil,
    definitions: String,
    out: String,
}

/// Thousandths of a pixel as SVG writes them: `12.345`, `-0.5`, `3`.
pub(super) fn px(mil: Mil) -> String {
    let sign = if mil < 0 { "-" } else { "" };
    let (whole, rest) = (mil.unsigned_abs() / 1000, mil.unsigned_abs() % 1000);
    if rest == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{rest:03}").trim_end_matches('0').to_owned()
    }
}

impl Draw {
    /// Begins a picture. `id` must be unique on the page; the width is added, so that one chart may be drawn twice.
    pub(super) fn new(id: &str, title: &str, width: Mil) -> Self {
        let id: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        Self {
            id: format!("c-{id}-{}", width / PX),
            title: title.to_owned(),
            description: String::new(),
            width,
            definitions: String::new(),
            out: String::with_capacity(4096),
        }
    }

    /// Adds a sentence to the description.
    pub(super) fn tell(&mut self, sentence: &str) {
        if !self.description.is_empty() {
            self.description.push(' ');
        }
        self.description.push_str(sentence);
    }

    /// Adds definitions (patterns, clips) and gives the prefix of their ids.
    pub(super) fn define(&mut self, markup: &str) {
        self.definitions.push_str(markup);
    }

    /// The id of a definition called `name`.
    pub(super) fn local(&self, name: &str) -> String {
        format!("{}-{name}", self.id)
    }

    pub(super) fn rect(&mut self, class: &str, (x, y): (Mil, Mil), (width, height): (Mil, Mil)) {
        let (x, y, width, height) = (px(x), px(y), px(width.max(0)), px(height.max(0)));
        self.put(format_args!(r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#));
    }

    /// A rectangle filled with the pattern defined as `pattern`.
    pub(super) fn pattern_rect(&mut self, pattern: &str, (x, y): (Mil, Mil), (width, height): (Mil, Mil)) {
        let (x, y, width, height) = (px(x), px(y), px(width.max(0)), px(height.max(0)));
        let fill = self.local(pattern);
        self.put(format_args!(r#"<rect fill="url(#{fill})" x="{x}" y="{y}" width="{width}" height="{height}"/>"#));
    }

    pub(super) fn line(&mut self, class: &str, (x1, y1): (Mil, Mil), (x2, y2): (Mil, Mil)) {
        let (x1, y1, x2, y2) = (px(x1), px(y1), px(x2), px(y2));
        self.put(format_args!(r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#));
    }

    pub(super) fn path(&mut self, class: &str, d: &str) {
        self.put(format_args!(r#"<path class="{class}" d="{d}"/>"#));
    }

    pub(super) fn circle(&mut self, class: &str, (x, y): (Mil, Mil), radius: Mil) {
        let (x, y, radius) = (px(x), px(y), px(radius));
        self.put(format_args!(r#"<circle class="{class}" cx="{x}" cy="{y}" r="{radius}"/>"#));
    }

    /// A shape drawn around 0,0, moved to its place.
    pub(super) fn shape(&mut self, class: &str, d: &str, (x, y): (Mil, Mil)) {
        let (x, y) = (px(x), px(y));
        self.put(format_args!(r#"<path class="{class}" d="{d}" transform="translate({x} {y})"/>"#));
    }

    pub(super) fn text(&mut self, class: &str, (x, y): (Mil, Mil), anchor: Anchor, text: &str) {
        let (x, y, text) = (px(x), px(y), escape_xml(text));
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        self.put(format_args!(r#"<text class="{class}" x="{x}" y="{y}"{anchor}>{text}</text>"#));
    }

    /// Draws something that tells `title` under the pointer.
    pub(super) fn titled(&mut self, title: &str, draw: impl FnOnce(&mut Self)) {
        let title = escape_xml(title);
        self.put(format_args!("<g><title>{title}</title>"));
        draw(self);
        self.out.push_str("</g>");
    }

    /// Markup made elsewhere in this module.
    pub(super) fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Says in the middle of the picture that there is nothing to show.
    pub(super) fn nothing(mut self, words: &str) -> Svg {
        let height = 64 * PX;
        self.rect("c-empty", (PX / 2, PX / 2), (self.width - PX, height - PX));
        self.text("c-note", (self.width / 2, 36 * PX), Anchor::Middle, words);
        self.tell(words);
        self.finish(height)
    }

    /// The picture, `height` high.
    pub(super) fn finish(self, height: Mil) -> Svg {
        let Self { id, title, description, width, definitions, out } = self;
        let (width, height, title, description) =
            (px(width), px(height), escape_xml(&title).into_owned(), escape_xml(&description).into_owned());
        let definitions = if definitions.is_empty() { definitions } else { format!("<defs>{definitions}</defs>") };
        Svg(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"c\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{title}</title>\
             <desc id=\"{id}-d\">{description}</desc>{definitions}{out}</svg>"
        ))
    }

    fn put(&mut self, markup: fmt::Arguments<'_>) {
        self.out.write_fmt(markup).expect("writing to a String cannot fail");
    }
}
