//! Typst behind one function: data and layout in, pages out. The world it sees has three files, all in memory.

use super::fonts::FONTS;
use super::sheet::{Run, Sheet};
use super::{Error, Layout, Problem};
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::{Frame, FrameItem, Point, Size};
use typst::syntax::{DiagSpan, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// How many letters long Typst keeps what it computed for one and no later one needed.
const KEPT_FOR_LETTERS: usize = 2;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static FRAME: LazyLock<Source> =
    LazyLock::new(|| Source::new(file("/run.typ"), include_str!("../../layouts/run.typ").to_owned()));
static LETTERS: LazyLock<FileId> = LazyLock::new(|| file("/letters.json"));
/// The file every layout is known as.
pub(super) static LAYOUT: LazyLock<FileId> = LazyLock::new(|| file("/letter.typ"));
static STANDARDS: LazyLock<PdfStandards> = LazyLock::new(|| {
    PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).expect("PDF/A-2a and PDF/UA-1 go together")
});

fn file(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("a plain name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// All that a layout can see.
struct Desk<'a> {
    layout: &'a Source,
    letters: Bytes,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        FRAME.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == FRAME.id() {
            Ok(FRAME.clone())
        } else if id == self.layout.id() {
            Ok(self.layout.clone())
        } else {
            Err(no_files())
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *LETTERS { Ok(self.letters.clone()) } else { Err(no_files()) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.at(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        // A letter has its own date.
        None
    }
}

fn no_files() -> FileError {
    FileError::Other(Some("a layout has no files and no packages".into()))
}

/// Pages that were set.
pub(crate) struct Set {
    document: PagedDocument,
    ident: String,
}

/// Sets letters as one document, each on a new sheet.
pub(crate) fn press(layout: &Layout, sheets: &[Sheet], title: Option<&str>) -> Result<Set, Error> {
    let first = sheets.first();
    let run = Run {
        title: title.or(first.map(|sheet| sheet.subject.as_str())).unwrap_or_default(),
        author: first.map_or("", Sheet::author),
        dated: first.map_or((1970, 1, 1), |sheet| sheet.dated),
        language: first.map_or("en", |sheet| sheet.language),
        letters: sheets,
    };
    let json = serde_json::to_string(&run).expect("texts and numbers are JSON");
    let desk = Desk { layout: layout.source(), letters: Bytes::from_string(json.clone()) };
    let compiled = typst::compile::<PagedDocument>(&desk);
    let document = match compiled.output {
        Ok(document) if compiled.warnings.is_empty() => Ok(document),
        Ok(_) => Err(problems(&desk, &compiled.warnings)),
        Err(errors) => Err(problems(&desk, errors.iter().chain(&compiled.warnings))),
    };
    // What was computed for a whole print run is large, and no other run is like it.
    typst::comemo::evict(if sheets.len() > 1 { 0 } else { KEPT_FOR_LETTERS });
    document.map(|document| Set { document, ident: json }).map_err(Error::Layout)
}

fn problems<'a>(desk: &Desk<'_>, found: impl IntoIterator<Item = &'a SourceDiagnostic>) -> Vec<Problem> {
    found.into_iter().map(|one| problem(desk, one)).collect()
}

fn problem(desk: &Desk<'_>, found: &SourceDiagnostic) -> Problem {
    // The place itself, or the nearest call in the layout that led there.
    let places = std::iter::once(found.span).chain(found.trace.iter().map(|call| DiagSpan::from(call.span)));
    let line = places.filter(|place| place.id() == Some(desk.layout.id())).find_map(|place| {
        let range = desk.range(place)?;
        desk.layout.lines().byte_to_line(range.start)
    });
    if line.is_none() && found.span.id() == Some(FRAME.id()) {
        // The frame only fetches the layout's function and calls it.
        return Problem {
            line: None,
            fact: format!("the layout's function letter(it) cannot be called: {}", found.message),
            remedy: "Define it as `#let letter(it) = { ... }` and show the letter in it".to_owned(),
        };
    }
    let mut hints = found.hints.iter().map(|hint| sentence(&hint.v)).collect::<Vec<_>>();
    if hints.is_empty() {
        hints.push("Correct it, or start again from the built-in layout".to_owned());
    }
    Problem { line: line.map(|line| line + 1), fact: found.message.to_string(), remedy: hints.join(". ") }
}

fn sentence(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

impl Set {
    /// All pages, also the empty backs between letters.
    pub fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// What each letter has: its pages, and the words on them without spaces (what lies outside the sheet is not shown).
    /// Each one begins with a page 1; an empty back belongs to none.
    pub fn letters(&self) -> Vec<(usize, String)> {
        let mut letters: Vec<(usize, String)> = Vec::new();
        for page in self.document.pages() {
            let mut said = String::new();
            shown(&page.frame, Point::zero(), page.frame.size(), &mut said);
            match letters.last_mut() {
                _ if page.number == 1 => letters.push((1, said)),
                Some((pages, all)) if !said.is_empty() => {
                    *pages += 1;
                    all.push_str(&said);
                }
                _ => {}
            }
        }
        letters
    }

    /// How many pages each letter has.
    pub fn pages_of_letters(&self) -> Vec<usize> {
        self.letters().into_iter().map(|(pages, _)| pages).collect()
    }

    /// The words of all letters, without spaces.
    pub fn said(&self) -> String {
        self.letters().into_iter().map(|(_, said)| said).collect()
    }

    /// The PDF.
    ///
    /// # Errors
    /// The pages break a rule of PDF/A or PDF/UA.
    pub fn pdf(&self) -> Result<Vec<u8>, Error> {
        let options = PdfOptions {
            ident: Smart::Custom(self.ident.clone()),
            creator: Smart::Custom(Some("Credere".to_owned())),
            standards: STANDARDS.clone(),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&self.document, &options).map_err(|errors| {
            let broken = |error: &SourceDiagnostic| Problem {
                line: None,
                fact: error.message.to_string(),
                remedy: "A letter must be fit for the archive (PDF/A) and for being read aloud (PDF/UA): \
                         change what the layout draws there"
                    .to_owned(),
            };
            Error::Layout(errors.iter().map(broken).collect())
        })
    }
}

/// Collects the text of a frame that lies on the sheet, in the order in which it is set.
fn shown(frame: &Frame, at: Point, sheet: Size, said: &mut String) {
    for (place, item) in frame.items() {
        let at = at + *place;
        match item {
            FrameItem::Group(group) => shown(&group.frame, at, sheet, said),
            FrameItem::Text(text) => {
                let right = at.x + text.width();
                let inside = at.x.to_pt() >= 0.0 && at.y.to_pt() >= 0.0 && right <= sheet.x && at.y <= sheet.y;
                if inside {
                    said.extend(text.text.chars().filter(|sign| !sign.is_whitespace()));
                }
            }
            _ => {}
        }
    }
}
