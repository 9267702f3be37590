//! How one client's CSV becomes a schedule of accounts: which column is what.
//!
//! Contract: a mapping is data (TOML or JSON), checked as a whole before a file is read with it, and
//! guesses nothing. It names signs, date format and columns; a file that does not fit is refused.

use crate::problem::{Place, Problem, Problems, Refused};
use crate::table::{Column, Layout};
use domain::money::Currency;
use serde::{Deserialize, Serialize};

/// A client's way of writing schedules.
///
/// ```toml
/// name = "acme-erp"
/// currency = "EUR"
/// skip_when_first_cell_starts_with = ["Subtotal"]
/// total_when_first_cell_starts_with = "Total"
///
/// [file]
/// delimiter = "semicolon"
/// encoding = "windows-1252"
/// decimal_sign = ","
/// grouping = "."
/// date_format = "D.M.YYYY"
///
/// [columns]
/// debtor = "Customer no."
/// number = "Invoice"
/// issued = "Date"
/// due = "Due"
/// amount = 7
/// ```
///
/// The built-in mapping `credere` ([`Mapping::credere`]) reads a comma-separated UTF-8 file with the
/// header `debtor,number,issued,due,amount,currency,delivered,description,order`: the client's own
/// customer number, the invoice number, three ISO dates, `1234.50`, `USD`. `delivered`,
/// `description`, `order` and further columns `debtor_name`, `contract`, `payment_reference`,
/// `kind` (`credit` for a credit note) and `corrects` may be absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// The name people call it by.
    pub name: String,
    /// The currency of every line, where the file has no column for it.
    pub currency: Option<Currency>,
    /// Are amounts whole minor units (cents)?
    pub amount_in_minor_units: bool,
    /// May columns be absent that no line must have (all but debtor, number, dates, amount, currency)?
    pub optional_columns_may_be_absent: bool,
    /// Rows whose first field begins so are titles or subtotals and no lines.
    pub skip_when_first_cell_starts_with: Vec<String>,
    /// The row whose first field begins so prints the total in the amount column; it must be right.
    pub total_when_first_cell_starts_with: Option<String>,
    /// What the `kind` column says of a credit note, whatever its capitals. The amount of a
    /// credit note may be written with or without its minus sign.
    pub credit_note_values: Vec<String>,
    /// Which column is what.
    pub columns: Columns,
    /// How the file is written.
    pub file: Layout,
}

/// Our fields, each with the column that holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// The client's own customer number of the debtor. This or `debtor_name` must be mapped.
    pub debtor: Option<Column>,
    /// The debtor's name.
    pub debtor_name: Option<Column>,
    /// Invoice number. Must be mapped.
    pub number: Option<Column>,
    /// Issue date. Must be mapped.
    pub issued: Option<Column>,
    /// Due date. Must be mapped.
    pub due: Option<Column>,
    /// What the debtor still has to pay. Must be mapped.
    pub amount: Option<Column>,
    /// ISO 4217 code. Must be mapped unless the mapping fixes the currency.
    pub currency: Option<Column>,
    /// Date of delivery or service.
    pub delivered: Option<Column>,
    /// What was sold.
    pub description: Option<Column>,
    /// The debtor's order number.
    pub order: Option<Column>,
    /// Contract number.
    pub contract: Option<Column>,
    /// What the debtor is asked to quote when it pays.
    pub payment_reference: Option<Column>,
    /// Tells invoices from credit notes, see [`Mapping::credit_note_values`].
    pub kind: Option<Column>,
    /// For a credit note: the number of the invoice that it corrects.
    pub corrects: Option<Column>,
}

impl Columns {
    /// Every field with its name and column; and whether a line must have it.
    pub(crate) fn all(&self) -> [(&'static str, Option<&Column>, bool); 14] {
        [
            ("debtor", self.debtor.as_ref(), true),
            ("debtor_name", self.debtor_name.as_ref(), self.debtor.is_none()),
            ("number", self.number.as_ref(), true),
            ("issued", self.issued.as_ref(), true),
            ("due", self.due.as_ref(), true),
            ("amount", self.amount.as_ref(), true),
            ("currency", self.currency.as_ref(), true),
            ("delivered", self.delivered.as_ref(), false),
            ("description", self.description.as_ref(), false),
            ("order", self.order.as_ref(), false),
            ("contract", self.contract.as_ref(), false),
            ("payment_reference", self.payment_reference.as_ref(), false),
            ("kind", self.kind.as_ref(), false),
            ("corrects", self.corrects.as_ref(), false),
        ]
    }
}

impl Mapping {
    /// The built-in mapping, described at [`Mapping`].
    #[must_use]
    pub fn credere() -> Self {
        let column = |name: &str| Some(Column::from(name));
        Self {
            name: "credere".to_owned(),
            optional_columns_may_be_absent: true,
            credit_note_values: vec!["credit".to_owned(), "credit note".to_owned()],
            columns: Columns {
                debtor: column("debtor"),
                debtor_name: column("debtor_name"),
                number: column("number"),
                issued: column("issued"),
                due: column("due"),
                amount: column("amount"),
                currency: column("currency"),
                delivered: column("delivered"),
                description: column("description"),
                order: column("order"),
                contract: column("contract"),
                payment_reference: column("payment_reference"),
                kind: column("kind"),
                corrects: column("corrects"),
            },
            ..Self::default()
        }
    }

    /// The sales-invoice export of Xero: what is still due of each invoice, days before months.
    ///
    /// Xero writes one row per invoice *line* and repeats the invoice's totals on each; export one
    /// row per invoice, or the schedule's duplicates will be refused further on.
    #[must_use]
    pub fn xero() -> Self {
        let column = |name: &str| Some(Column::from(name));
        Self {
            name: "xero".to_owned(),
            optional_columns_may_be_absent: true,
            credit_note_values: vec!["Sales credit note".to_owned(), "ACCRECCREDIT".to_owned()],
            columns: Columns {
                debtor_name: column("ContactName"),
                number: column("InvoiceNumber"),
                issued: column("InvoiceDate"),
                due: column("DueDate"),
                amount: column("InvoiceAmountDue"),
                currency: column("Currency"),
                description: column("Description"),
                order: column("Reference"),
                kind: column("Type"),
                ..Columns::default()
            },
            file: Layout { date_format: "DD/MM/YYYY".parse().expect("the pattern is one"), ..Layout::default() },
            ..Self::default()
        }
    }

    /// The built-in mapping of this name.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        match name {
            "credere" => Some(Self::credere()),
            "xero" => Some(Self::xero()),
            _ => None,
        }
    }

    /// A mapping from TOML, checked.
    ///
    /// # Errors
    /// `MAPPING_UNREADABLE`, or everything that [`Mapping::check`] finds.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, Refused> {
        let mapping: Self = toml::from_str(text).map_err(|error| {
            Problem::new(
                "MAPPING_UNREADABLE",
                Place::file(file),
                format!("This is not a mapping ({}).", error.message()),
                "See the documentation of mappings for its fields.",
            )
        })?;
        mapping.check()?;
        Ok(mapping)
    }

    /// Is the mapping complete and free of contradictions?
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub fn check(&self) -> Result<(), Refused> {
        let place = Place::file(if self.name.is_empty() { "mapping" } else { &self.name });
        let mut problems = Problems::default();
        if self.name.trim().is_empty() {
            problems.push(Problem::new(
                "MAPPING_NAME",
                place.clone().field("name"),
                "The mapping has no name.",
                "Give it one.",
            ));
        }
        self.file.check(&place, &mut problems);
        let columns = &self.columns;
        for (name, column, mandatory) in columns.all() {
            match column {
                Some(column) => self.file.check_column(name, column, &place, &mut problems),
                None if mandatory && !self.has_instead(name) => problems.push(Problem::new(
                    "MAPPING_INCOMPLETE",
                    place.clone().field(name),
                    "No column is named for it, and every line must have it.",
                    "Name its column.",
                )),
                None => {}
            }
        }
        if columns.currency.is_some() && self.currency.is_some() {
            problems.push(Problem::new(
                "MAPPING_CURRENCY",
                place.clone().field("currency"),
                "The mapping fixes the currency and names a column for it.",
                "Keep one of them.",
            ));
        }
        if columns.kind.is_some() == self.credit_note_values.is_empty() {
            problems.push(Problem::new(
                "MAPPING_KIND",
                place.clone().field("kind"),
                "A column for the kind of document and the values that mean a credit note go together.",
                "Give both or neither.",
            ));
        }
        let total = self.total_when_first_cell_starts_with.iter();
        if self.skip_when_first_cell_starts_with.iter().chain(total).any(|start| start.trim().is_empty()) {
            problems.push(Problem::new(
                "MAPPING_SKIP",
                place.field("skip_when_first_cell_starts_with"),
                "An empty beginning would skip every row.",
                "Remove it.",
            ));
        }
        problems.or_value(())
    }

    fn has_instead(&self, field: &str) -> bool {
        match field {
            "debtor" => self.columns.debtor_name.is_some(),
            "debtor_name" => true,
            "currency" => self.currency.is_some(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_mappings_are_sound_and_survive_toml() {
        for name in ["credere", "xero"] {
            let mapping = Mapping::built_in(name).unwrap();
            mapping.check().unwrap();
            let text = toml::to_string(&mapping).unwrap();
            assert_eq!(Mapping::from_toml("m.toml", &text).unwrap(), mapping);
        }
        assert_eq!(Mapping::built_in("other"), None);
    }

    #[test]
    fn every_fault_of_a_mapping_is_named_at_once() {
        let mapping = Mapping {
            credit_note_values: vec!["CN".to_owned()],
            skip_when_first_cell_starts_with: vec![" ".to_owned()],
            file: Layout { decimal_sign: ';', has_header: false, skip_rows: 1_000_000, ..Layout::default() },
            columns: Columns { number: Some(Column::Index(0)), amount: Some("Amount".into()), ..Columns::default() },
            ..Mapping::default()
        };
        let refused = mapping.check().unwrap_err();
        for code in
            ["MAPPING_NAME", "MAPPING_SIGNS", "MAPPING_SKIP", "MAPPING_COLUMN", "MAPPING_INCOMPLETE", "MAPPING_KIND"]
        {
            assert!(refused.has(code), "{code}: {refused}");
        }
        let missing: Vec<_> = refused
            .problems
            .iter()
            .filter(|problem| problem.code == "MAPPING_INCOMPLETE")
            .map(|problem| problem.place.field.clone().unwrap())
            .collect();
        assert_eq!(missing, ["debtor", "issued", "due", "currency"]);
    }

    #[test]
    fn unknown_fields_and_bad_date_formats_are_refused() {
        assert!(Mapping::from_toml("m", "name = 'x'\ncolour = 'red'").unwrap_err().has("MAPPING_UNREADABLE"));
        let bad = "name = 'x'\n[file]\ndate_format = 'yyyy'";
        assert!(Mapping::from_toml("m", bad).unwrap_err().to_string().contains("YYYY-MM-DD"));
    }
}
