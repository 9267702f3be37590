//! How one bank's CSV becomes a statement: which column is what, and what the file does not say.

use crate::problem::{Place, Problem, Problems, Refused};
use crate::statement::AccountId;
use crate::table::{Column, Layout};
use domain::money::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A bank's way of writing statements as CSV.
///
/// The built-in layout `credere-statement` ([`StatementMapping::credere`]) is a comma-separated UTF-8 file
/// that states account, statement and both balances on every row, so that each row says what it belongs to
/// and the file proves itself:
///
/// ```csv
/// account,statement,currency,opening,closing,booked,valued,amount,reference,payer,payer_account,end_to_end,text
/// 00123456,2026-061,USD,1000.00,1250.50,2026-03-02,2026-03-02,300.50,B-1,Lake & Sons,,E-1,Invoice A-1001
/// 00123456,2026-061,USD,1000.00,1250.50,2026-03-02,,-50.00,B-2,,,,Fee
/// ```
///
/// `amount` is positive into the account and negative out of it. `valued`, `reference`, `payer`,
/// `payer_account`, `end_to_end` and `text` may be empty or absent. A row without `booked` and
/// `amount` states the balances alone, for a statement without entries.
///
/// A bank that prints a running balance proves its file by it (`balance`): the opening balance then is the
/// first row's balance less its amount. A file that has neither is proven by the `given` balances, which the person
/// who imports it reads off the statement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StatementMapping {
    /// The name people call it by.
    pub name: String,
    /// Does the file begin with the newest row? Entries come out oldest first either way.
    pub newest_first: bool,
    /// May columns be absent that no row must have?
    pub optional_columns_may_be_absent: bool,
    /// Rows whose first field begins so are titles and no entries.
    pub skip_when_first_cell_starts_with: Vec<String>,
    /// What the file itself does not say.
    pub given: Given,
    /// Which column is what.
    pub columns: StatementColumns,
    /// How the file is written.
    pub file: Layout,
}

/// What is given beside the file. A column of the file wins over it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Given {
    /// The account.
    pub account: Option<AccountId>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// The id of the statement.
    pub statement: Option<String>,
    /// Balance before the first row, in major units.
    pub opening: Option<Decimal>,
    /// Balance after the last row, in major units.
    pub closing: Option<Decimal>,
}

/// Our fields, each with the column that holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StatementColumns {
    /// Account number.
    pub account: Option<Column>,
    /// Id of the statement.
    pub statement: Option<Column>,
    /// Currency of the account.
    pub currency: Option<Column>,
    /// Opening balance of the statement.
    pub opening: Option<Column>,
    /// Closing balance of the statement.
    pub closing: Option<Column>,
    /// Booking date. Must be mapped.
    pub booked: Option<Column>,
    /// Value date.
    pub valued: Option<Column>,
    /// Signed amount. This, or `credit` and `debit`, must be mapped.
    pub amount: Option<Column>,
    /// What came in, without a sign.
    pub credit: Option<Column>,
    /// What went out, without a sign.
    pub debit: Option<Column>,
    /// Balance after the row.
    pub balance: Option<Column>,
    /// The bank's reference of the entry.
    pub reference: Option<Column>,
    /// Who is on the other side.
    pub payer: Option<Column>,
    /// Its account.
    pub payer_account: Option<Column>,
    /// The payer's own reference.
    pub end_to_end: Option<Column>,
    /// What the payer writes.
    pub text: Option<Column>,
}

impl StatementColumns {
    /// Every field with its name and column; and whether a file must have it.
    pub(super) fn all(&self) -> [(&'static str, Option<&Column>, bool); 16] {
        [
            ("account", self.account.as_ref(), true),
            ("statement", self.statement.as_ref(), true),
            ("currency", self.currency.as_ref(), true),
            ("opening", self.opening.as_ref(), true),
            ("closing", self.closing.as_ref(), true),
            ("booked", self.booked.as_ref(), true),
            ("valued", self.valued.as_ref(), false),
            ("amount", self.amount.as_ref(), true),
            ("credit", self.credit.as_ref(), true),
            ("debit", self.debit.as_ref(), true),
            ("balance", self.balance.as_ref(), true),
            ("reference", self.reference.as_ref(), false),
            ("payer", self.payer.as_ref(), false),
            ("payer_account", self.payer_account.as_ref(), false),
            ("end_to_end", self.end_to_end.as_ref(), false),
            ("text", self.text.as_ref(), false),
        ]
    }
}

impl StatementMapping {
    /// The built-in layout `credere-statement`, described at [`StatementMapping`].
    #[must_use]
    pub fn credere() -> Self {
        let column = |name: &str| Some(Column::from(name));
        Self {
            name: "credere-statement".to_owned(),
            optional_columns_may_be_absent: true,
            columns: StatementColumns {
                account: column("account"),
                statement: column("statement"),
                currency: column("currency"),
                opening: column("opening"),
                closing: column("closing"),
                booked: column("booked"),
                valued: column("valued"),
                amount: column("amount"),
                reference: column("reference"),
                payer: column("payer"),
                payer_account: column("payer_account"),
                end_to_end: column("end_to_end"),
                text: column("text"),
                ..StatementColumns::default()
            },
            ..Self::default()
        }
    }

    /// A mapping from TOML. What is given beside the file may be added before it is used.
    ///
    /// # Errors
    /// `MAPPING_UNREADABLE`.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, Refused> {
        toml::from_str(text).map_err(|error| {
            let fact = format!("This is not a mapping ({}).", error.message());
            let remedy = "See the documentation of statement mappings for its fields.";
            Problem::new("MAPPING_UNREADABLE", Place::file(file), fact, remedy).into()
        })
    }

    /// Is the mapping, with what is given beside the file, enough to prove a statement?
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub fn check(&self) -> Result<(), Refused> {
        let place = Place::file(if self.name.is_empty() { "mapping" } else { &self.name });
        let mut problems = Problems::default();
        self.file.check(&place, &mut problems);
        for (name, column, _) in self.columns.all() {
            if let Some(column) = column {
                self.file.check_column(name, column, &place, &mut problems);
            }
        }
        let (columns, given) = (&self.columns, &self.given);
        let mut lacks = |is_there: bool, field: &str, fact: &str, remedy: &str| {
            if !is_there {
                problems.push(Problem::new("MAPPING_INCOMPLETE", place.clone().field(field), fact, remedy));
            }
        };
        const NAME_OR_GIVE: &str = "Name its column, or give it beside the file.";
        lacks(!self.name.trim().is_empty(), "name", "The mapping has no name.", "Give it one.");
        lacks(columns.booked.is_some(), "booked", "No column is named for the booking date.", "Name its column.");
        let two = columns.credit.is_some() && columns.debit.is_some();
        let either = columns.credit.is_some() || columns.debit.is_some();
        let one_way = if columns.amount.is_some() { !either } else { two };
        lacks(
            one_way,
            "amount",
            "The amount must be one signed column, or credit and debit.",
            "Name one or the other.",
        );
        let is_there = columns.account.is_some() || given.account.is_some();
        lacks(is_there, "account", "Nothing says which account it is.", NAME_OR_GIVE);
        let is_there = columns.currency.is_some() || given.currency.is_some();
        lacks(is_there, "currency", "Nothing says which currency the account has.", NAME_OR_GIVE);
        let is_there = columns.statement.is_some() || given.statement.is_some();
        lacks(is_there, "statement", "Nothing says which statement it is.", NAME_OR_GIVE);
        let opening = columns.opening.is_some() || given.opening.is_some();
        let closing = columns.closing.is_some() || given.closing.is_some();
        lacks(
            columns.balance.is_some() || (opening && closing),
            "balance",
            "Nothing proves that the file is whole.",
            "Name a column with the running balance, or give opening and closing balance.",
        );
        lacks(
            !self.skip_when_first_cell_starts_with.iter().any(|start| start.trim().is_empty()),
            "skip_when_first_cell_starts_with",
            "An empty beginning would skip every row.",
            "Remove it.",
        );
        problems.or_value(())
    }
}
