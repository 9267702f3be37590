//! The factor as its book has it: looked at again with every batch, since another process may have changed it.

use crate::engine::{Connection, Fault, Value, first};
use crate::kept;
use domain::id::FactorId;
use domain::party::Factor;
use std::sync::{Arc, RwLock};

/// The factor's particulars, as last looked at.
pub(super) struct Particulars {
    /// The text they were read from, so that the same text is not read again.
    held: RwLock<(String, Arc<Factor>)>,
}

impl Particulars {
    /// The particulars of a book that is opened.
    pub(super) fn read(connection: &mut dyn Connection, factor: FactorId) -> Result<Self, Fault> {
        let text = text_of(connection, factor)?;
        let read = Arc::new(kept::factor::read(&text)?);
        Ok(Self { held: RwLock::new((text, read)) })
    }

    /// Looks at them again.
    pub(super) fn look(&self, connection: &mut dyn Connection, factor: FactorId) -> Result<(), Fault> {
        let text = text_of(connection, factor)?;
        let is_same = self.held.read().is_ok_and(|held| held.0 == text);
        if !is_same {
            let read = Arc::new(kept::factor::read(&text)?);
            if let Ok(mut held) = self.held.write() {
                *held = (text, read);
            }
        }
        Ok(())
    }

    pub(super) fn get(&self) -> Arc<Factor> {
        self.held.read().map_or_else(|poisoned| poisoned.into_inner().1.clone(), |held| held.1.clone())
    }
}

fn text_of(connection: &mut dyn Connection, factor: FactorId) -> Result<String, Fault> {
    let sql = "SELECT particulars FROM factor WHERE factor_id = $1";
    first(connection, sql, &[Value::Id(factor.0)], |row| row.text(0).map(str::to_owned))?
        .ok_or_else(|| Fault::unreadable("factor", "its row is missing"))
}
