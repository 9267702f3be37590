//! ISO 20022 bank-to-customer statements: camt.053.001.02 to camt.053.001.08.
//!
//! Contract: read once from front to back. A file without a namespace is refused: nothing in it says which
//! version it is, and elements moved between them. Intraday reports (camt.052) and notices
//! (camt.054) are refused, as their entries come again in the statement. The account is in one
//! currency; an entry in another is refused. What a payer wrote and nobody can read (an amount in its
//! remittance) is a remark and refuses nothing.

mod bank_code;
mod parts;

use self::bank_code::BankCode;
use self::parts::{ASK, Balance, DetailParts, EntryParts, Side, StatementParts, Structured, day, direction, money};
use super::{AccountId, Adjustment, RemittanceDocument, ReturnReason, Statement};
use crate::limits::{self, XmlLimits};
use crate::problem::{Place, Problem, Problems, Refused, quoted};
use crate::xml::{self, At, Visit};
use domain::money::Money;

const FAMILY: &str = "urn:iso:std:iso:20022:tech:xsd:";
const VERSIONS: std::ops::RangeInclusive<u32> = 2..=8;

/// Reads all statements of a file.
///
/// # Errors
/// Everything that is wrong with any of them: a file is taken whole or not at all.
pub fn read(file: &str, bytes: &[u8]) -> Result<Vec<Statement>, Refused> {
    read_within(file, bytes, &XmlLimits::default())
}

/// [`read`] with other limits.
///
/// # Errors
/// As [`read`].
pub fn read_within(file: &str, bytes: &[u8], limits: &XmlLimits) -> Result<Vec<Statement>, Refused> {
    let mut reader = CamtReader {
        file,
        namespace: String::new(),
        problems: Problems::default(),
        statement: StatementParts::default(),
        entry: EntryParts::default(),
        detail: DetailParts::default(),
        block: Structured::default(),
        statements: Vec::new(),
        entries: 0,
        found: false,
    };
    xml::walk(file, bytes, limits, &mut reader)?;
    if !reader.found && reader.problems.is_empty() {
        let fact = "There is no statement in the file.";
        reader.problems.push(Problem::new("NO_STATEMENT", Place::file(file), fact, ASK));
    }
    reader.problems.or_value(reader.statements)
}

struct CamtReader<'a> {
    file: &'a str,
    namespace: String,
    problems: Problems,
    statement: StatementParts,
    entry: EntryParts,
    detail: DetailParts,
    block: Structured,
    statements: Vec<Statement>,
    entries: u64,
    found: bool,
}

impl CamtReader<'_> {
    /// A value, or its problem.
    fn keep<T>(&mut self, read: Result<T, Refused>) -> Option<T> {
        read.map_err(|refused| self.problems.append(refused)).ok()
    }

    /// A payer's amount: one that cannot be read is a remark.
    fn remark(&mut self, at: &At<'_>, text: &str) -> Option<Money> {
        match money(self.file, at, text) {
            Ok(money) => Some(money),
            Err(refused) => {
                let room = limits::PROBLEMS.saturating_sub(self.statement.remarks.len());
                self.statement.remarks.extend(refused.problems.into_iter().take(room));
                None
            }
        }
    }

    fn statement_leaf(&mut self, path: &str, at: &At<'_>, text: &str) {
        let given = || Some(text.to_owned());
        match path {
            "Id" => self.statement.id = given(),
            "ElctrncSeqNb" => self.statement.sequence = text.parse().ok(),
            "FrToDt/FrDtTm" => self.statement.from = self.keep(day(self.file, at, text)),
            "FrToDt/ToDtTm" => self.statement.to = self.keep(day(self.file, at, text)),
            "StmtPgntn/LastPgInd" => self.statement.more_pages = matches!(text, "false" | "0"),
            "Acct/Id/IBAN" => self.statement.account = Some(iban(text)),
            "Acct/Id/Othr/Id" => self.statement.account = Some(AccountId::Other(text.to_owned())),
            "Acct/Ccy" => self.statement.currency = given(),
            "Bal/Tp/CdOrPrtry/Cd" | "Bal/Amt" | "Bal/CdtDbtInd" => {
                let amount = (path == "Bal/Amt").then(|| money(self.file, at, text));
                let amount = amount.and_then(|amount| self.keep(amount));
                let Some(balance) = self.statement.balances.last_mut() else { return };
                match path {
                    "Bal/Amt" => balance.amount = amount,
                    "Bal/CdtDbtInd" => balance.direction = direction(text),
                    _ => text.clone_into(&mut balance.code),
                }
            }
            _ => {}
        }
    }

    fn entry_leaf(&mut self, path: &str, at: &At<'_>, text: &str) {
        let given = || Some(text.to_owned());
        match path {
            "NtryRef" => self.entry.number = given(),
            "AcctSvcrRef" => self.entry.servicer = given(),
            "Amt" => {
                self.entry.amount = self.keep(money(self.file, at, text));
                self.entry.amount_failed = self.entry.amount.is_none();
            }
            "CdtDbtInd" => self.entry.direction = direction(text),
            "RvslInd" => self.entry.reversal = matches!(text, "true" | "1"),
            "Sts" | "Sts/Cd" | "Sts/Prtry" => self.entry.status = given(),
            "BookgDt/Dt" | "BookgDt/DtTm" => self.entry.booking = self.keep(day(self.file, at, text)),
            "ValDt/Dt" | "ValDt/DtTm" => self.entry.value = self.keep(day(self.file, at, text)),
            "AddtlNtryInf" => self.entry.text = given(),
            "NtryDtls/Btch/NbOfTxs" => self.entry.batch_count = text.parse().ok(),
            _ => {
                if let Some(rest) = path.strip_prefix("BkTxCd/") {
                    code_leaf(&mut self.entry.code, rest, text);
                }
            }
        }
    }

    fn detail_leaf(&mut self, path: &str, at: &At<'_>, text: &str) {
        let given = || Some(text.to_owned());
        match path {
            "Refs/EndToEndId" => self.detail.detail.end_to_end_id = given().filter(|id| id != "NOTPROVIDED"),
            "Refs/TxId" => self.detail.detail.transaction_id = given(),
            "Refs/UETR" => self.detail.detail.uetr = given(),
            "Refs/ChqNb" => self.detail.detail.check_number = given(),
            "Amt" => self.detail.amount = self.keep(money(self.file, at, text)),
            "AmtDtls/TxAmt/Amt" => self.detail.transaction_amount = self.keep(money(self.file, at, text)),
            "CdtDbtInd" => self.detail.direction = direction(text),
            "RmtInf/Ustrd" => push(&mut self.detail.detail.unstructured, text),
            "RtrInf/Rsn/Cd" | "RtrInf/Rsn/Prtry" => {
                self.detail.detail.return_reason.get_or_insert_with(ReturnReason::default).code = given();
            }
            "RtrInf/AddtlInf" => {
                let reason = self.detail.detail.return_reason.get_or_insert_with(ReturnReason::default);
                reason.add_text(text);
            }
            "AddtlTxInf" => {
                self.entry.text.get_or_insert_with(|| text.to_owned());
            }
            _ => {
                if let Some(rest) = path.strip_prefix("RmtInf/Strd/") {
                    self.remittance_leaf(rest, at, text);
                } else if let Some(rest) = path.strip_prefix("RltdPties/") {
                    party_leaf(&mut self.detail.debtor, &mut self.detail.creditor, rest, text);
                } else if let Some(rest) = path.strip_prefix("BkTxCd/") {
                    code_leaf(&mut self.detail.code, rest, text);
                }
            }
        }
    }

    fn remittance_leaf(&mut self, path: &str, at: &At<'_>, text: &str) {
        let given = || Some(text.to_owned());
        match path {
            "RfrdDocInf/Nb" | "RfrdDocInf/Tp/CdOrPrtry/Cd" | "RfrdDocInf/RltdDt" | "RfrdDocInf/RltdDt/Dt" => {
                let Some(document) = self.block.documents.last_mut() else { return };
                match path {
                    "RfrdDocInf/Nb" => document.number = given(),
                    "RfrdDocInf/Tp/CdOrPrtry/Cd" => document.kind = given(),
                    _ => document.date = day(self.file, at, text).ok(),
                }
            }
            "RfrdDocAmt/DuePyblAmt" => self.block.amounts.amount = self.remark(at, text),
            "RfrdDocAmt/DscntApldAmt" | "RfrdDocAmt/DscntApldAmt/Amt" => {
                let discount = self.remark(at, text);
                let sum = match (self.block.amounts.discount, discount) {
                    (Some(before), Some(more)) => before.plus(more).ok(),
                    (before, more) => more.or(before),
                };
                self.block.amounts.discount = sum;
            }
            "RfrdDocAmt/CdtNoteAmt" => self.block.amounts.credit_note = self.remark(at, text),
            "RfrdDocAmt/RmtdAmt" => self.block.amounts.remitted = self.remark(at, text),
            "RfrdDocAmt/AdjstmntAmtAndRsn/Amt" => {
                if let Some(amount) = self.remark(at, text)
                    && self.block.amounts.adjustments.len() < limits::REPEATS
                {
                    let adjustment = Adjustment { amount, direction: None, reason: None, text: None };
                    self.block.amounts.adjustments.push(adjustment);
                }
            }
            "RfrdDocAmt/AdjstmntAmtAndRsn/CdtDbtInd" => {
                if let Some(adjustment) = self.block.adjustment() {
                    adjustment.direction = direction(text);
                }
            }
            "RfrdDocAmt/AdjstmntAmtAndRsn/Rsn" => {
                if let Some(adjustment) = self.block.adjustment() {
                    adjustment.reason = given();
                }
            }
            "RfrdDocAmt/AdjstmntAmtAndRsn/AddtlInf" => {
                if let Some(adjustment) = self.block.adjustment() {
                    adjustment.text = given();
                }
            }
            "CdtrRefInf/Ref" => push(&mut self.detail.detail.creditor_references, text),
            "AddtlRmtInf" => push(&mut self.detail.detail.unstructured, text),
            _ => {}
        }
    }
}

fn push(list: &mut Vec<String>, text: &str) {
    if list.len() < limits::REPEATS {
        list.push(text.to_owned());
    }
}

fn iban(text: &str) -> AccountId {
    AccountId::Iban(text.chars().filter(|letter| !letter.is_whitespace()).collect())
}

/// A part of a bank transaction code, of an entry or a detail.
fn code_leaf(code: &mut BankCode, path: &str, text: &str) {
    let part = match path {
        "Domn/Cd" => &mut code.domain,
        "Domn/Fmly/Cd" => &mut code.family,
        "Domn/Fmly/SubFmlyCd" => &mut code.sub_family,
        "Prtry/Cd" => &mut code.proprietary,
        "Prtry/Issr" => &mut code.issuer,
        _ => return,
    };
    *part = Some(text.to_owned());
}

/// Newer versions put the party one level deeper (`Pty`).
fn party_leaf(debtor: &mut Side, creditor: &mut Side, path: &str, text: &str) {
    let given = Some(text.to_owned());
    match path {
        "Dbtr/Nm" | "Dbtr/Pty/Nm" => debtor.name = given,
        "UltmtDbtr/Nm" | "UltmtDbtr/Pty/Nm" => debtor.ultimate = given,
        "DbtrAcct/Id/IBAN" => debtor.account = Some(iban(text)),
        "DbtrAcct/Id/Othr/Id" => debtor.account = Some(AccountId::Other(text.to_owned())),
        "Cdtr/Nm" | "Cdtr/Pty/Nm" => creditor.name = given,
        "UltmtCdtr/Nm" | "UltmtCdtr/Pty/Nm" => creditor.ultimate = given,
        "CdtrAcct/Id/IBAN" => creditor.account = Some(iban(text)),
        "CdtrAcct/Id/Othr/Id" => creditor.account = Some(AccountId::Other(text.to_owned())),
        _ => {}
    }
}

const STATEMENT: &str = "BkToCstmrStmt/Stmt";
const ENTRY: &str = "BkToCstmrStmt/Stmt/Ntry";
const DETAIL: &str = "BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls";
const BLOCK: &str = "BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls/RmtInf/Strd";
const DOCUMENT: &str = "BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls/RmtInf/Strd/RfrdDocInf";

/// The rest of a path below one of the elements above.
fn below<'p>(path: &'p str, element: &str) -> Option<&'p str> {
    path.strip_prefix(element)?.strip_prefix('/')
}

impl Visit for CamtReader<'_> {
    fn root(&mut self, namespace: &str, name: &str, line: u64) -> Result<(), Refused> {
        namespace.clone_into(&mut self.namespace);
        let message = namespace.strip_prefix(FAMILY).unwrap_or("");
        let version = message.strip_prefix("camt.053.001.").and_then(|version| version.parse::<u32>().ok());
        let give = "Give the statement as camt.053.001.02 to camt.053.001.08.";
        let (code, fact, remedy) = match version {
            Some(version) if VERSIONS.contains(&version) => return Ok(()),
            Some(_) => ("STATEMENT_VERSION", format!("The version {} is not read here.", quoted(message)), give),
            None if message.starts_with("camt.052") => (
                "NOT_A_STATEMENT",
                "This is an intraday report (camt.052): its entries may still change.".to_owned(),
                "Give the statement (camt.053).",
            ),
            None if message.starts_with("camt.054") => (
                "NOT_A_STATEMENT",
                "This is a notice (camt.054): its entries come again in the statement.".to_owned(),
                "Give the statement (camt.053).",
            ),
            None if namespace.is_empty() => (
                "NOT_A_STATEMENT",
                "The document names no namespace, so that nothing says which message and version it is.".to_owned(),
                give,
            ),
            None => ("NOT_A_STATEMENT", format!("This is {} of {}.", quoted(name), quoted(namespace)), give),
        };
        Err(Problem::new(code, Place::file(self.file).line(line).field(name), fact, remedy).into())
    }

    fn prefix(&self, namespace: &str) -> Option<&'static str> {
        (namespace == self.namespace).then_some("")
    }

    fn open(&mut self, at: &At<'_>) -> Result<(), Refused> {
        match at.path {
            STATEMENT => {
                self.found = true;
                self.statement = StatementParts { line: at.line, ..StatementParts::default() };
            }
            "BkToCstmrStmt/Stmt/Bal" if self.statement.balances.len() < limits::REPEATS => {
                self.statement.balances.push(Balance::default());
            }
            ENTRY => {
                self.entries += 1;
                if self.entries > limits::ENTRIES {
                    let fact = format!("The file has more than {} entries.", limits::ENTRIES);
                    let place = Place::file(self.file).line(at.line);
                    return Err(Problem::new("TOO_MANY_ENTRIES", place, fact, "Send it in several files.").into());
                }
                self.entry = EntryParts { line: at.line, ..EntryParts::default() };
            }
            DETAIL => self.detail = DetailParts::default(),
            BLOCK => self.block = Structured::default(),
            DOCUMENT if self.block.documents.len() < limits::REPEATS => {
                self.block.documents.push(RemittanceDocument::default());
            }
            _ => {}
        }
        Ok(())
    }

    fn leaf(&mut self, at: &At<'_>, text: &str) -> Result<(), Refused> {
        if text.is_empty() {
            return Ok(());
        }
        if let Some(rest) = below(at.path, DETAIL) {
            self.detail_leaf(rest, at, text);
        } else if let Some(rest) = below(at.path, ENTRY) {
            self.entry_leaf(rest, at, text);
        } else if let Some(rest) = below(at.path, STATEMENT) {
            self.statement_leaf(rest, at, text);
        }
        Ok(())
    }

    fn close(&mut self, at: &At<'_>) -> Result<(), Refused> {
        match at.path {
            BLOCK => {
                let block = std::mem::take(&mut self.block);
                self.detail.take(block);
            }
            DETAIL => {
                let detail = std::mem::take(&mut self.detail);
                self.entry.details.push(detail);
            }
            ENTRY => {
                let entry = std::mem::take(&mut self.entry);
                self.statement.entries.push(entry);
            }
            STATEMENT => {
                let readable = self.problems.is_empty();
                match std::mem::take(&mut self.statement).finish(self.file, readable) {
                    Ok(statement) => self.statements.push(statement),
                    Err(refused) => self.problems.append(refused),
                }
            }
            _ => {}
        }
        Ok(())
    }
}
