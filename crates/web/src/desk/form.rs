//! The one page that shows a form: groups of fields, each drawn by its kind, errors on top and at the field.
//!
//! A noun says what it asks, not how it looks. Answers come from a [`Posted`]: what was sent, or what is suggested.

use super::posted::Posted;
use crate::look::form::{Choice, Field, FormErrors};
use crate::look::{Page, filters};
use askama::Template;

/// A field with the kind that draws it.
pub enum Input {
    /// One line of text.
    Text(Field),
    /// An amount, a share or a count: short, figures to the right.
    Figure(Field),
    /// A date.
    Date(Field),
    /// One of several.
    Select(Field),
    /// Lines of text.
    Area(Field),
    /// Yes or nothing.
    Tick(Field),
    /// Several short fields side by side: a row of a list.
    Row(Vec<Field>),
}

/// Fields that belong together.
pub struct Group {
    /// What they are about; nothing for the first group of a short form.
    pub title: String,
    /// What to know before answering.
    pub hint: String,
    /// The fields.
    pub inputs: Vec<Input>,
}

impl Group {
    /// A group of fields under a title, with a hint that may be empty.
    pub fn new(title: &str, hint: &str, inputs: Vec<Input>) -> Self {
        Self { title: title.to_owned(), hint: hint.to_owned(), inputs }
    }
}

/// A page with a form.
#[derive(Template)]
#[template(path = "desk/form.html")]
pub struct FormPage {
    /// The frame.
    pub page: Page,
    /// What the form is for.
    pub title: String,
    /// The way here: words and addresses.
    pub crumbs: Vec<(String, String)>,
    /// What to know before filling it in; may be empty.
    pub lead: String,
    /// Everything that is wrong with it.
    pub errors: FormErrors,
    /// Where it is sent.
    pub action: String,
    /// The fields.
    pub groups: Vec<Group>,
    /// The word on the button.
    pub submit: String,
    /// Where leaving leads.
    pub cancel: String,
}

/// Makes fields out of what was sent and what was wrong with it.
pub struct Fill<'a> {
    /// The answers.
    pub sent: &'a Posted,
    /// What is wrong with them.
    pub errors: &'a FormErrors,
}

impl Fill<'_> {
    /// A field with its answer and its error.
    pub fn field(&self, name: &str, label: &str) -> Field {
        Field::new(name, label).value(self.sent.raw(name)).checked(self.errors)
    }

    /// The same with a hint.
    pub fn hinted(&self, name: &str, label: &str, hint: &str) -> Field {
        self.field(name, label).hint(hint)
    }

    /// A field of choices.
    pub fn choice(&self, name: &str, label: &str, choices: impl IntoIterator<Item = (String, String)>) -> Input {
        let choices = choices.into_iter().map(|(value, words)| Choice::new(value, words));
        Input::Select(self.field(name, label).choices(choices))
    }

    /// Rows of fields that repeat: those that were sent and `more` empty ones. Fields are named `name-0`, `name-1` …
    pub fn rows(&self, names: &[(&str, &str)], more: usize) -> Vec<Input> {
        let filled = (0..).take_while(|at| names.iter().any(|(name, _)| self.sent.has(&format!("{name}-{at}")))).count();
        (0..filled.max(1) + more)
            .map(|at| {
                let field = |(name, label): &(&str, &str)| self.field(&format!("{name}-{at}"), label).optional();
                Input::Row(names.iter().map(field).collect())
            })
            .collect()
    }
}

/// Reads answers, and gathers what is wrong with them.
pub struct Reading<'a> {
    /// The answers.
    pub sent: &'a Posted,
    /// What is wrong so far.
    pub errors: FormErrors,
}

impl<'a> Reading<'a> {
    /// Nothing is wrong yet.
    pub fn new(sent: &'a Posted) -> Self {
        Self { sent, errors: FormErrors::default() }
    }

    /// A value that must be there; `missing` says what to write.
    pub fn need<T>(&mut self, name: &str, missing: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        if self.sent.get(name).is_empty() {
            self.errors.add(name, missing);
            return None;
        }
        self.may(name, read)
    }

    /// A value that may be left empty.
    pub fn may<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.sent.some(name)?;
        read(text).map_err(|error| self.errors.add(name, error)).ok()
    }

    /// One of a list of choices; `code` turns what was sent into it.
    pub fn one<T>(&mut self, name: &str, code: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let found = code(self.sent.get(name));
        if found.is_none() {
            self.errors.add(name, "Choose one of the list.");
        }
        found
    }
}
