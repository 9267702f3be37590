//! The payment files that were made, as they were handed to the bank.

use crate::Error;
use domain::id::PaymentFileId;
use domain::money::Money;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use store::kept::payment::PaymentFile;

/// A payment file without its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHead {
    /// Key.
    pub id: PaymentFileId,
    /// Number people read: `F-3`.
    pub number: i64,
    /// A name for the file on disk.
    pub name: String,
    /// Message id inside the file.
    pub message_id: String,
    /// The day it was made.
    pub business_date: Date,
    /// How many payments.
    pub count: i64,
    /// Their sum.
    pub sum: Money,
}

impl From<PaymentFile> for FileHead {
    fn from(file: PaymentFile) -> Self {
        Self {
            id: file.id,
            number: file.number,
            name: format!("{}.xml", file.message_id),
            message_id: file.message_id,
            business_date: file.business_date,
            count: file.count,
            sum: file.sum,
        }
    }
}

/// Up to `limit` payment files, newest first.
///
/// # Errors
/// [`Error::Fault`].
pub fn files(reads: &mut dyn Reads, limit: i64) -> Result<Vec<FileHead>, Error> {
    Ok(kept::payment::newest_files(reads, limit)?.into_iter().map(FileHead::from).collect())
}

/// A payment file with its content.
///
/// # Errors
/// [`Error::NotFound`] when there is no such file; [`Error::Fault`].
pub fn file(reads: &mut dyn Reads, id: PaymentFileId) -> Result<(FileHead, Vec<u8>), Error> {
    let (head, content) =
        kept::payment::file(reads, id)?.ok_or_else(|| Error::NotFound(format!("payment file {id}")))?;
    Ok((head.into(), content))
}
