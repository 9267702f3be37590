//! Papers: added, listed, fetched (GL-40 evidence, CO-12 copies, LE-10 remittance advice).
//!
//! Contract: what a paper is, its bytes say, never its name; what is none of the kinds below is refused, unless it came by
//! mail, where nobody can be asked for another: then it is kept as [`UNKNOWN`]. The same paper of
//! the same invoice again is the one that is there. A paper of an invoice is for the three sides of that invoice; a
//! paper without a client is between debtor and factor, and no client ever sees it. A paper that belongs to others looks
//! like one that is not there. Adding the invoice itself answers an open request for its copy.
//!
//! Limits: [`BYTES`] to a paper, [`PER_INVOICE`] papers to an invoice, [`WITHOUT_INVOICE`] papers of a debtor that belong to
//! no invoice, [`NAME_CHARS`] characters to a name.
//!
//! Deliberately absent: taking papers away, reading them, unpacking them, looking for harm in them. Their bytes are handed
//! out as they came, for a person to save, under a name that ends as what they are ([`handed_out`]); the edge serves them
//! as downloads that nothing shows in place. A table is not freed of formulas.

mod add;
mod handed;
mod kinds;
mod originals;
mod see;

pub(crate) use add::readable_name;
pub use add::{Added, NewDocument, add};
pub use handed::{Handed, UNKNOWN, handed_out};
pub use kinds::{ContentKind, content_kind};
pub use originals::{ORIGINALS, Originals, keep_originals};
pub use see::{Viewer, fetch, of_invoices};

/// Most bytes of one paper.
pub const BYTES: usize = 10 * 1024 * 1024;
/// Most papers of one invoice.
pub const PER_INVOICE: usize = 50;
/// Most papers of one debtor that belong to no invoice.
pub const WITHOUT_INVOICE: i64 = 5_000;
/// Most characters of a paper's name.
pub const NAME_CHARS: usize = 200;
