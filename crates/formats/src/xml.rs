//! One safe walk over an XML file, shared by all XML readers.
//!
//! Contract: the file is walked once from front to back and never held as a tree. Elements are named
//! by namespace and local name, whatever prefix the file uses: a visitor turns its namespaces into
//! short prefixes and sees paths such as `cac:PaymentMeans/cbc:PaymentID`, without the root.
//! Text in several pieces (CDATA, character references) arrives as one. Deliberately absent: document
//! types, entities beyond the five of XML itself, mixed content, processing instructions, XML 1.1.

use crate::content::Content;
use crate::encoding;
use crate::limits::{self, XmlLimits};
use crate::problem::{Place, Problem, Refused, quoted};
use quick_xml::Reader;
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::escape::unescape;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// An element, as a visitor sees it.
pub(crate) struct At<'a> {
    /// Path below the root, with the visitor's prefixes.
    pub(crate) path: &'a str,
    /// 1-based line of its start tag (of its end tag for elements with children).
    pub(crate) line: u64,
    /// Text bytes, also where the text was counted and not kept.
    pub(crate) text_bytes: u64,
    attributes: &'a [(String, String)],
}

impl At<'_> {
    /// Value of an attribute without a namespace.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Takes the elements of one file in their order.
pub(crate) trait Visit {
    /// The root element: its namespace (empty for none) and local name.
    fn root(&mut self, namespace: &str, name: &str, line: u64) -> Result<(), Refused>;
    /// The short prefix of a namespace; none for a foreign one.
    fn prefix(&self, namespace: &str) -> Option<&'static str>;
    /// An element begins.
    fn open(&mut self, at: &At<'_>) -> Result<(), Refused>;
    /// An element without child elements ends.
    fn leaf(&mut self, at: &At<'_>, text: &str) -> Result<(), Refused>;
    /// Any element ends, after its `leaf`.
    fn close(&mut self, at: &At<'_>) -> Result<(), Refused>;
    /// Is the text of this element an attachment, to be counted and not kept?
    fn is_attachment(&self, _path: &str) -> bool {
        false
    }
}

/// Walks `bytes` and gives every element to `visitor`.
///
/// # Errors
/// The first thing that makes the file unreadable: a limit, the encoding, a document type, an
/// entity, broken markup, a truncated file, or what the visitor itself refuses.
pub(crate) fn walk(file: &str, bytes: &[u8], limits: &XmlLimits, visitor: &mut impl Visit) -> Result<(), Refused> {
    if bytes.len() > limits.bytes {
        return Err(Problem::new(
            "FILE_TOO_LARGE",
            Place::file(file),
            format!("The file has {} bytes; an XML file may have {}.", bytes.len(), limits.bytes),
            "Send it in several files, or without its attachments.",
        )
        .into());
    }
    if let Some(problem) = Content::of(bytes).refusal(file, "the XML document itself") {
        return Err(problem.into());
    }
    let text = encoding::xml_text(file, bytes)?;
    let mut walker = Walker::new(file, &text, limits);
    walker.run(visitor)
}

struct Walker<'a> {
    file: &'a str,
    source: &'a str,
    limits: &'a XmlLimits,
    reader: Reader<&'a [u8]>,
    counted_to: usize,
    line: u64,
    path: String,
    /// Length of `path` before each open element, the root first.
    lengths: Vec<usize>,
    /// Namespace declarations in force: depth, prefix, namespace.
    bindings: Vec<(usize, String, String)>,
    attributes: Vec<(String, String)>,
    text: String,
    text_bytes: u64,
    attachment_bytes: u64,
    elements: u64,
    childless: bool,
    leaf_line: u64,
    ended: bool,
}

impl<'a> Walker<'a> {
    fn new(file: &'a str, source: &'a str, limits: &'a XmlLimits) -> Self {
        let mut reader = Reader::from_str(source);
        reader.config_mut().expand_empty_elements = true;
        Self {
            file,
            source,
            limits,
            reader,
            counted_to: 0,
            line: 1,
            path: String::new(),
            lengths: Vec::new(),
            bindings: Vec::new(),
            attributes: Vec::new(),
            text: String::new(),
            text_bytes: 0,
            attachment_bytes: 0,
            elements: 0,
            childless: false,
            leaf_line: 1,
            ended: false,
        }
    }

    fn run(&mut self, visitor: &mut impl Visit) -> Result<(), Refused> {
        loop {
            let event = self.reader.read_event();
            self.count_lines();
            match event {
                // Markup that opens and does not close before the end of the file.
                Err(Error::Syntax(error)) if error != SyntaxError::InvalidBangMarkup => return Err(self.cut_off()),
                Err(error) => {
                    // What the reader says may quote half the file.
                    let said: String = error.to_string().chars().take(SAID).collect();
                    return Err(self.refuse(
                        "XML_BROKEN",
                        &format!("The file is not well-formed XML ({said})."),
                        REPAIR,
                    ));
                }
                Ok(Event::Start(start) | Event::Empty(start)) => self.start(&start, visitor)?,
                Ok(Event::End(_)) => self.end(visitor)?,
                Ok(Event::Text(text)) => self.append(&text.xml10_content(), visitor)?,
                Ok(Event::CData(text)) => self.append(&text.xml10_content(), visitor)?,
                Ok(Event::GeneralRef(reference)) => self.reference(&reference, visitor)?,
                Ok(Event::DocType(_)) => {
                    return Err(self.refuse(
                        "XML_DOCTYPE",
                        "The file has a document type declaration, which can hide entity bombs and calls to other machines.",
                        "Remove the <!DOCTYPE> and send the file again.",
                    ));
                }
                Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_)) => {}
                Ok(Event::Eof) => break,
            }
        }
        if !self.lengths.is_empty() {
            return Err(self.cut_off());
        }
        if self.ended { Ok(()) } else { Err(self.refuse("XML_EMPTY", "There is no XML element in the file.", REPAIR)) }
    }

    fn start(&mut self, start: &BytesStart<'_>, visitor: &mut impl Visit) -> Result<(), Refused> {
        if self.ended {
            return Err(self.refuse("XML_BROKEN", "The file goes on after its root element.", REPAIR));
        }
        self.elements += 1;
        if self.elements > self.limits.elements {
            let fact = format!("The file has more than {} elements.", self.limits.elements);
            return Err(self.refuse("XML_TOO_MANY_ELEMENTS", &fact, "Send it in several files."));
        }
        let depth = self.lengths.len();
        if depth >= self.limits.depth {
            let fact = format!("More than {} elements stand within each other.", self.limits.depth);
            return Err(self.refuse(
                "XML_TOO_DEEP",
                &fact,
                "No invoice or statement does that; check how the file was made.",
            ));
        }
        self.read_attributes(start, depth)?;
        let name = start.name();
        let (local, prefix) = name.decompose();
        let prefix = prefix.as_ref().map_or("", |prefix| prefix.as_ref());
        let namespace = self.namespace(prefix)?;
        let local = local.as_ref();
        if depth == 0 {
            visitor.root(namespace, local, self.line)?;
            self.lengths.push(0);
        } else {
            let short = visitor.prefix(namespace).unwrap_or("?:");
            self.lengths.push(self.path.len());
            if depth > 1 {
                self.path.push('/');
            }
            self.path.push_str(short);
            self.path.push_str(local);
            visitor.open(&At { path: &self.path, line: self.line, text_bytes: 0, attributes: &self.attributes })?;
        }
        self.text.clear();
        self.text_bytes = 0;
        self.childless = true;
        self.leaf_line = self.line;
        Ok(())
    }

    fn end(&mut self, visitor: &mut impl Visit) -> Result<(), Refused> {
        let Some(length) = self.lengths.pop() else {
            return Err(self.refuse("XML_BROKEN", "An element ends that did not begin.", REPAIR));
        };
        let depth = self.lengths.len();
        if depth > 0 {
            let line = if self.childless { self.leaf_line } else { self.line };
            let at = At { path: &self.path, line, text_bytes: self.text_bytes, attributes: &self.attributes };
            if self.childless {
                visitor.leaf(&at, self.text.trim())?;
            }
            visitor.close(&at)?;
        }
        self.path.truncate(length);
        while self.bindings.last().is_some_and(|(at, _, _)| *at >= depth) {
            self.bindings.pop();
        }
        self.attributes.clear();
        self.text.clear();
        self.childless = false;
        self.ended = depth == 0;
        Ok(())
    }

    fn append(&mut self, piece: &str, visitor: &impl Visit) -> Result<(), Refused> {
        if self.lengths.is_empty() {
            if piece.trim().is_empty() {
                return Ok(());
            }
            return Err(self.refuse("XML_BROKEN", "There is text outside of the root element.", REPAIR));
        }
        self.text_bytes += piece.len() as u64;
        if self.childless && visitor.is_attachment(&self.path) {
            self.attachment_bytes += piece.len() as u64;
            if self.attachment_bytes > self.limits.attachment_bytes {
                let fact = format!("The attachments have more than {} bytes.", self.limits.attachment_bytes);
                return Err(self.refuse("ATTACHMENT_TOO_LARGE", &fact, "Send the attachments by themselves."));
            }
            return Ok(());
        }
        if self.text.len() + piece.len() > self.limits.text_bytes {
            let fact = format!("{} has more than {} bytes of text.", quoted(&self.path), self.limits.text_bytes);
            return Err(self.refuse("XML_TEXT_TOO_LONG", &fact, "Shorten it."));
        }
        if let Some(control) = piece
            .chars()
            .find(|letter| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\u{80}'..='\u{9f}'))
        {
            let fact = format!("The text holds the control character U+{:04X}.", u32::from(control));
            return Err(self.refuse("XML_BROKEN", &fact, REPAIR));
        }
        self.text.push_str(piece);
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>, visitor: &impl Visit) -> Result<(), Refused> {
        if reference.is_char_ref() {
            return match reference.resolve_char_ref() {
                Ok(Some(letter)) => self.append(letter.encode_utf8(&mut [0; 4]), visitor),
                _ => Err(self.refuse("XML_BROKEN", "The file has a character reference to no character.", REPAIR)),
            };
        }
        let letter = match reference.as_ref() {
            "lt" => "<",
            "gt" => ">",
            "amp" => "&",
            "apos" => "'",
            "quot" => "\"",
            name => {
                let fact = format!("The file uses the entity {}, which XML itself does not know.", quoted(name));
                return Err(self.refuse("XML_ENTITY", &fact, "Write the text in place of the entity."));
            }
        };
        self.append(letter, visitor)
    }

    fn read_attributes(&mut self, start: &BytesStart<'_>, depth: usize) -> Result<(), Refused> {
        self.attributes.clear();
        for (count, attribute) in start.attributes().enumerate() {
            if count >= limits::XML_ATTRIBUTES {
                let fact = format!("An element has more than {} attributes.", limits::XML_ATTRIBUTES);
                return Err(self.refuse("XML_TOO_MANY_ATTRIBUTES", &fact, REPAIR));
            }
            let Ok(attribute) = attribute else {
                return Err(self.refuse("XML_BROKEN", "An element has a broken attribute.", REPAIR));
            };
            let Ok(value) = unescape(&attribute.value) else {
                return Err(self.refuse(
                    "XML_ENTITY",
                    "An attribute uses an entity that XML itself does not know.",
                    REPAIR,
                ));
            };
            let key = attribute.key.as_ref();
            let declared = if key == "xmlns" { Some("") } else { key.strip_prefix("xmlns:") };
            if let Some(prefix) = declared {
                if self.bindings.len() >= limits::XML_NAMESPACES {
                    let fact = format!("More than {} namespaces are in force.", limits::XML_NAMESPACES);
                    return Err(self.refuse("XML_TOO_MANY_NAMESPACES", &fact, REPAIR));
                }
                self.bindings.push((depth, prefix.to_owned(), value.trim().to_owned()));
            } else if !key.contains(':') && value.len() <= self.limits.text_bytes {
                self.attributes.push((key.to_owned(), value.into_owned()));
            }
        }
        Ok(())
    }

    /// The namespace that a prefix means here.
    fn namespace(&self, prefix: &str) -> Result<&str, Refused> {
        match self.bindings.iter().rev().find(|(_, name, _)| name == prefix) {
            Some((_, _, namespace)) => Ok(namespace),
            None if prefix.is_empty() => Ok(""),
            None => {
                let fact = format!("The prefix {} is used and not declared.", quoted(prefix));
                Err(self.refuse("XML_BROKEN", &fact, REPAIR))
            }
        }
    }

    fn count_lines(&mut self) {
        let position = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.source.len());
        if position > self.counted_to {
            let passed = &self.source.as_bytes()[self.counted_to..position];
            self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
            self.counted_to = position;
        }
    }

    fn cut_off(&self) -> Refused {
        let fact = "The file ends before its last element does: it is cut off.";
        self.refuse("XML_TRUNCATED", fact, "Send the whole file.")
    }

    fn refuse(&self, code: &'static str, fact: &str, remedy: &str) -> Refused {
        let mut place = Place::file(self.file).line(self.line);
        if !self.path.is_empty() {
            place = place.field(&self.path);
        }
        Problem::new(code, place, fact, remedy).into()
    }
}

/// Characters of what the reader says that are told.
const SAID: usize = 200;
const REPAIR: &str = "Let the sender's program write the file again.";
