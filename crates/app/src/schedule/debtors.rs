//! Which debtor on file a schedule means. Nothing is guessed: two that fit are as good as none.
//!
//! Order: the client's own number for its customer, the debtor's code, a register or tax number, the
//! exact name without its legal form. The first of these that the line states and that fits decides.

use super::OfferedInvoice;
use crate::{Error, Task};
use domain::id::{ClientId, DebtorId};
use domain::party::{comparable_identifier, comparable_name};
use formats::schedule::DebtorReference;
use std::collections::{BTreeSet, HashMap};
use store::kept::party::{self, NumberKind};

/// Debtors by what papers say of them; none where several fit.
#[derive(Debug, Default)]
pub(super) struct Known {
    references: HashMap<String, Option<DebtorId>>,
    codes: HashMap<String, Option<DebtorId>>,
    numbers: HashMap<String, Option<DebtorId>>,
    names: HashMap<String, Option<DebtorId>>,
}

impl Known {
    /// Loads every debtor that the lines may mean, in a few queries.
    pub(super) fn load(task: &mut Task<'_, '_>, client: ClientId, lines: &[OfferedInvoice]) -> Result<Self, Error> {
        let stated = |pick: &dyn Fn(&DebtorReference) -> Vec<String>| -> Vec<String> {
            lines.iter().flat_map(|line| pick(&line.reference)).collect::<BTreeSet<_>>().into_iter().collect()
        };
        let codes = stated(&|debtor| debtor.code.iter().cloned().collect());
        let capitals: Vec<String> = codes.iter().map(|code| code.to_ascii_uppercase()).collect();
        let numbers =
            stated(&|debtor| debtor.identifiers.iter().map(|one| comparable_identifier(&one.value)).collect());
        let names =
            stated(&|debtor| debtor.name.iter().chain(&debtor.code).map(|name| comparable_name(name)).collect());
        let mut known = Self::default();
        if !codes.is_empty() {
            known.references = unique(party::ids_by_reference(task, client, &codes)?);
            known.codes = unique(party::ids_by_code(task, &capitals)?);
        }
        if !numbers.is_empty() {
            known.numbers = unique(party::ids_by_number(task, NumberKind::Identifier, &numbers)?);
        }
        let all_found = codes
            .iter()
            .all(|code| known.references.contains_key(code) || known.codes.contains_key(&code.to_ascii_uppercase()));
        if !names.is_empty() && (!all_found || codes.is_empty()) {
            known.names = unique(party::ids_by_name(task, &names)?);
        }
        Ok(known)
    }

    /// The one debtor a line means, if any.
    pub(super) fn find(&self, reference: &DebtorReference) -> Option<DebtorId> {
        let by_code = reference.code.as_ref().and_then(|code| {
            self.references
                .get(code)
                .or_else(|| self.codes.get(&code.to_ascii_uppercase()))
                .or_else(|| self.names.get(&comparable_name(code)))
                .copied()
        });
        let by_number = || {
            reference.identifiers.iter().find_map(|one| self.numbers.get(&comparable_identifier(&one.value)).copied())
        };
        let by_name = || reference.name.as_ref().and_then(|name| self.names.get(&comparable_name(name)).copied());
        by_code.or_else(by_number).or_else(by_name).flatten()
    }
}

fn unique(rows: Vec<(String, DebtorId)>) -> HashMap<String, Option<DebtorId>> {
    let mut found: HashMap<String, Option<DebtorId>> = HashMap::new();
    for (key, id) in rows {
        found.entry(key).and_modify(|held| *held = held.filter(|one| *one == id)).or_insert(Some(id));
    }
    found
}

/// What stands between the parts of a stated debtor.
pub(super) const STATED_BETWEEN: &str = " \u{b7} ";

/// What a schedule says of a debtor, as one text for people.
pub(super) fn stated(reference: &DebtorReference) -> String {
    let mut parts: Vec<&str> = Vec::new();
    parts.extend(reference.name.as_deref());
    parts.extend(reference.code.as_deref());
    parts.extend(reference.identifiers.iter().map(|one| one.value.as_str()));
    parts.join(STATED_BETWEEN)
}
