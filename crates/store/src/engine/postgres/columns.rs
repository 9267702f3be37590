//! Rows by column, as the arrays that PostgreSQL takes them in (`UNNEST`).

use super::value::{Written, head_of_array, write};
use crate::engine::{Fault, Value};
use bytes::{BufMut, BytesMut};
use tokio_postgres::types::{IsNull, Type};

/// Rows, column by column.
pub(super) struct Columns {
    columns: Vec<Column>,
    count: usize,
}

struct Column {
    kind: Type,
    bytes: BytesMut,
    nulls: bool,
}

impl Columns {
    /// No rows yet, of columns with these types.
    pub(super) fn of(kinds: Vec<Type>) -> Self {
        let columns = kinds.into_iter().map(|kind| Column { kind, bytes: BytesMut::new(), nulls: false }).collect();
        Self { columns, count: 0 }
    }

    /// Rows.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// Bytes of all of them.
    pub(super) fn size(&self) -> usize {
        self.columns.iter().map(|column| column.bytes.len()).sum()
    }

    pub(super) fn push(&mut self, row: &[Value<'_>]) -> Result<(), Fault> {
        for (column, value) in self.columns.iter_mut().zip(row) {
            let place = column.bytes.len();
            column.bytes.put_i32(-1);
            match write(value, &column.kind, &mut column.bytes) {
                Ok(IsNull::Yes) => column.nulls = true,
                Ok(IsNull::No) => {
                    let length = i32::try_from(column.bytes.len() - place - 4)
                        .map_err(|_| Fault::unreadable("value", "it is longer than 2 GiB"))?;
                    column.bytes[place..place + 4].copy_from_slice(&length.to_be_bytes());
                }
                Err(error) => return Err(Fault::unreadable("value", error)),
            }
        }
        self.count += 1;
        Ok(())
    }

    /// Keeps of `meant` only the rows whose column has one of these values; false when that cannot be told.
    pub(super) fn narrow(&self, column: usize, values: &[Value<'_>], meant: &mut [bool]) -> bool {
        let Column { kind, bytes, .. } = &self.columns[column];
        let mut sought = Vec::with_capacity(values.len());
        for value in values {
            let mut bytes = BytesMut::new();
            match write(value, kind, &mut bytes) {
                Ok(IsNull::No) => sought.push(bytes),
                Ok(IsNull::Yes) => {}
                Err(_) => return false,
            }
        }
        let mut rest = &bytes[..];
        for meant in meant {
            let Some((length, behind)) = rest.split_first_chunk::<4>() else { return false };
            // Less than nothing stands for NULL, which no value is equal to.
            let value = usize::try_from(i32::from_be_bytes(*length)).ok();
            let (value, behind) = value.map_or((None, behind), |length| {
                let (value, behind) = behind.split_at(length);
                (Some(value), behind)
            });
            *meant &= value.is_some_and(|value| sought.iter().any(|one| one[..] == *value));
            rest = behind;
        }
        true
    }

    /// How far the rows go now.
    pub(super) fn mark(&self) -> Vec<usize> {
        std::iter::once(self.count).chain(self.columns.iter().map(|column| column.bytes.len())).collect()
    }

    /// Takes the rows up to a mark away; what is left begins anew.
    pub(super) fn split(&mut self, mark: &[usize]) -> Self {
        let parts = self.columns.iter_mut().zip(&mark[1..]);
        let columns = parts
            .map(|(column, at)| Column {
                kind: column.kind.clone(),
                bytes: column.bytes.split_to(*at),
                nulls: column.nulls,
            })
            .collect();
        self.count -= mark[0];
        Self { columns, count: mark[0] }
    }

    /// Drops the rows behind a mark.
    pub(super) fn truncate(&mut self, mark: &[usize]) {
        self.count = mark[0];
        for (column, at) in self.columns.iter_mut().zip(&mark[1..]) {
            column.bytes.truncate(*at);
        }
    }

    /// Drops all rows.
    pub(super) fn clear(&mut self) {
        self.count = 0;
        self.columns.iter_mut().for_each(|column| column.bytes.clear());
    }

    /// How a statement names them: `$1::uuid[]`, `$2::text[]`, …
    pub(super) fn parameters(&self) -> Vec<String> {
        parameters(self.columns.iter().map(|column| &column.kind))
    }

    /// The arrays, as parameters.
    pub(super) fn arrays(self) -> Result<Vec<Written>, Fault> {
        let count = self.count;
        let array = |column: Column| {
            let mut out = BytesMut::with_capacity(column.bytes.len() + 20);
            head_of_array(&mut out, &column.kind, count, column.nulls)
                .map_err(|error| Fault::unreadable("array", error))?;
            out.unsplit(column.bytes);
            Ok(Written(Some(out)))
        };
        self.columns.into_iter().map(array).collect()
    }
}

/// Arrays of these types, as a statement names them.
pub(super) fn parameters<'a>(kinds: impl Iterator<Item = &'a Type>) -> Vec<String> {
    (1..).zip(kinds).map(|(place, kind)| format!("${place}::{}[]", kind.name())).collect()
}
