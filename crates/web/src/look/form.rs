//! Fields of forms and what is wrong with them.
//!
//! A field carries the text as the person typed it, so that a refused form comes back as it was sent. All errors of
//! one form are told at once: at the field, and in a list on top whose entries lead to the field.

use std::collections::BTreeMap;

/// One choice of a select field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// Sends `value`, reads `label`.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// One field of a form: which macro of `components/field.html` draws it decides its kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    /// Name in the form; also the id of the input, so it must be unique on the page.
    pub name: String,
    /// What is asked for, above the input.
    pub label: String,
    /// How to answer, below the input.
    pub hint: Option<String>,
    /// The answer as typed, or the suggestion.
    pub value: String,
    /// What is wrong with the answer and what to do.
    pub error: Option<String>,
    /// May it be left empty? The label says so.
    pub optional: bool,
    /// Currency or unit shown at the end of the input: `USD`, `days`, `%`.
    pub unit: Option<String>,
    /// Choices of a select or of radio buttons.
    pub choices: Vec<Choice>,
    /// File types a file field takes, as for the `accept` attribute.
    pub accept: String,
}

impl Field {
    /// A field that must be filled in, still empty.
    #[must_use]
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }

    /// Tells how to answer.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Fills it in.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Lets it be left empty.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Shows a currency or unit at the end of the input.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// Offers choices.
    #[must_use]
    pub fn choices(mut self, choices: impl IntoIterator<Item = Choice>) -> Self {
        self.choices = choices.into_iter().collect();
        self
    }

    /// Takes files of these types, as for the `accept` attribute: `.csv,.xlsx`.
    #[must_use]
    pub fn accept(mut self, types: impl Into<String>) -> Self {
        self.accept = types.into();
        self
    }

    /// Takes its error from the errors of the form, if it has one there.
    #[must_use]
    pub fn checked(mut self, errors: &FormErrors) -> Self {
        self.error = errors.at(&self.name).map(str::to_owned);
        self
    }

    /// Ids of the hint and the error, for `aria-describedby`.
    #[must_use]
    pub fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        [error, hint].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// Everything wrong with one form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormErrors {
    order: Vec<String>,
    by_field: BTreeMap<String, String>,
    /// What is wrong with the form as a whole, at no one field.
    pub general: Vec<String>,
}

/// One line of the list on top of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorLine<'a> {
    /// Id of the input, nothing for errors of the whole form.
    pub field: Option<&'a str>,
    /// The sentence.
    pub text: &'a str,
}

impl FormErrors {
    /// Adds what is wrong with a field. A field's first error is kept: the later ones usually follow from it.
    pub fn add(&mut self, field: impl Into<String>, text: impl Into<String>) {
        let field = field.into();
        if !self.by_field.contains_key(&field) {
            self.by_field.insert(field.clone(), text.into());
            self.order.push(field);
        }
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn at(&self, field: &str) -> Option<&str> {
        self.by_field.get(field).map(String::as_str)
    }

    /// Is nothing wrong?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.order.is_empty() && self.general.is_empty()
    }

    /// How many things are wrong.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.order.len() + self.general.len()
    }

    /// All errors, the form's own first, then the fields' in the order they were found.
    #[must_use]
    pub fn lines(&self) -> Vec<ErrorLine<'_>> {
        let general = self.general.iter().map(|text| ErrorLine { field: None, text });
        let fields = self.order.iter().map(|name| ErrorLine { field: Some(name), text: &self.by_field[name] });
        general.chain(fields).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_errors_are_told_at_once_in_the_order_found() {
        let mut errors = FormErrors::default();
        assert!(errors.is_empty());
        errors.add("due", "Write a date.");
        errors.add("amount", "Write an amount.");
        errors.add("due", "It is before the invoice date.");
        errors.general.push("The schedule is closed.".into());
        let told: Vec<_> = errors.lines().iter().map(|line| line.text).collect();
        assert_eq!(told, ["The schedule is closed.", "Write a date.", "Write an amount."]);
        assert_eq!(errors.len(), 3);
    }

    #[test]
    fn a_field_names_its_hint_and_error_for_those_who_listen() {
        let mut errors = FormErrors::default();
        let field = Field::new("due", "Due date").hint("As printed.");
        assert_eq!(field.clone().checked(&errors).described_by(), "due-hint");
        errors.add("due", "Write a date.");
        assert_eq!(field.checked(&errors).described_by(), "due-error due-hint");
    }
}
