//! Every limit of every reader, with its reason. Hitting one names it and the remedy.

/// Bytes of one XML file. Invoices with attachments stay below 20 MB, statements of 50,000 entries too.
pub const XML_BYTES: usize = 50 * 1024 * 1024;
/// Bytes of one CSV file: a million lines of 256 bytes.
pub const CSV_BYTES: usize = 256 * 1024 * 1024;
/// Files in one schedule: as many documents as a CSV may have lines.
pub const FILES: usize = 1_000_000;
/// XML elements within each other. The deepest path of the formats read here is 14.
pub const XML_DEPTH: usize = 64;
/// XML elements of one file. An entry of a statement has about 50.
pub const XML_ELEMENTS: u64 = 5_000_000;
/// Bytes of text in one XML element that is not an attachment.
pub const XML_TEXT_BYTES: usize = 64 * 1024;
/// Attributes of one XML element.
pub const XML_ATTRIBUTES: usize = 64;
/// Namespace declarations in force at one place of an XML file.
pub const XML_NAMESPACES: usize = 256;
/// Bytes of all embedded attachments of one invoice, as they stand in the file (base64).
pub const ATTACHMENT_BYTES: u64 = 40 * 1024 * 1024;
/// Lines of one CSV file or schedule.
pub const LINES: u64 = 1_000_000;
/// Bytes of one sheet that a guest fills in (CSV or spreadsheet): 5,000 rows take about 600 KB.
pub const SHEET_BYTES: usize = 10 * 1024 * 1024;
/// Bytes of a spreadsheet once it is unpacked: a small file can unpack to a very large one.
pub const SHEET_UNPACKED_BYTES: u64 = 100 * 1024 * 1024;
/// Bytes of the words of all cells of one sheet that a guest fills in: a spreadsheet of 100 KB can hold one text in a
/// million cells.
pub const SHEET_TEXT_BYTES: usize = 16 * 1024 * 1024;
/// Rows of one sheet that a guest fills in.
pub const SHEET_ROWS: usize = 10_000;
/// Columns of one sheet that a guest fills in.
pub const SHEET_COLUMNS: u32 = 100;
/// Entries of one statement file.
pub const ENTRIES: u64 = 1_000_000;
/// Bytes of one CSV line (with quoted line breaks: of one record).
pub const LINE_BYTES: usize = 64 * 1024;
/// Bytes of one CSV field.
pub const FIELD_BYTES: usize = 8 * 1024;
/// Columns of one CSV file.
pub const COLUMNS: usize = 512;
/// Rows above the header that a mapping may skip.
pub const SKIPPED_ROWS: u64 = 1_000;
/// Problems kept of one file; the rest is counted.
pub const PROBLEMS: usize = 1_000;
/// Rejected lines of one schedule; more mean that the mapping does not fit the file.
pub const REJECTED_LINES: usize = 10_000;
/// Characters of a file that a message quotes.
pub const EXCERPT_CHARS: usize = 80;
/// Bytes of a rejected line that are kept.
pub const REJECTED_RAW_BYTES: usize = 500;
/// Characters of an amount: 28 digits with their signs.
pub const AMOUNT_CHARS: usize = 48;
/// Line descriptions kept of one invoice.
pub const DESCRIPTIONS: usize = 20;
/// Notes, references, accounts or remittance lines kept of one document or payment.
pub const REPEATS: usize = 1_000;
/// Payments in one payment file.
pub const PAYMENTS: usize = 100_000;

/// The limits of one XML reading. Callers take [`XmlLimits::default`]; tests make them small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct XmlLimits {
    /// [`XML_BYTES`]
    pub bytes: usize,
    /// [`XML_DEPTH`]
    pub depth: usize,
    /// [`XML_ELEMENTS`]
    pub elements: u64,
    /// [`XML_TEXT_BYTES`]
    pub text_bytes: usize,
    /// [`ATTACHMENT_BYTES`]
    pub attachment_bytes: u64,
}

impl Default for XmlLimits {
    fn default() -> Self {
        Self {
            bytes: XML_BYTES,
            depth: XML_DEPTH,
            elements: XML_ELEMENTS,
            text_bytes: XML_TEXT_BYTES,
            attachment_bytes: ATTACHMENT_BYTES,
        }
    }
}
