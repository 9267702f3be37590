//! Bank statements of an invented bank, as camt.053.001.08 and as CSV.

use jiff::civil::Date;
use std::fmt::Write;

pub const ACCOUNT: &str = "7700200123";

/// One entry. Minor units, out of the account negative.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    pub amount: i64,
    pub reference: String,
    pub payer: String,
    pub account: String,
    pub end_to_end: String,
    pub text: String,
    /// Structured remittance: number, and what is paid of it.
    pub documents: Vec<(String, Option<i64>)>,
    pub check: Option<String>,
    pub reversal: bool,
    pub reason: Option<String>,
    /// The payments of a batch, in minor units without sign.
    pub batch: Vec<Entry>,
    pub value: Option<Date>,
}

impl Entry {
    pub fn new(reference: &str, amount: i64) -> Self {
        Self { amount, reference: reference.to_owned(), ..Self::default() }
    }

    pub fn from(mut self, payer: &str, account: &str) -> Self {
        (self.payer, self.account) = (payer.to_owned(), account.to_owned());
        self
    }

    pub fn text(mut self, text: &str) -> Self {
        self.text = text.to_owned();
        self
    }

    pub fn end_to_end(mut self, id: &str) -> Self {
        self.end_to_end = id.to_owned();
        self
    }

    pub fn paying(mut self, documents: &[(&str, Option<i64>)]) -> Self {
        self.documents = documents.iter().map(|(number, part)| ((*number).to_owned(), *part)).collect();
        self
    }

    pub fn check(mut self, number: &str) -> Self {
        self.check = Some(number.to_owned());
        self
    }

    pub fn returned(mut self, reason: &str) -> Self {
        (self.reversal, self.reason) = (true, Some(reason.to_owned()));
        self
    }

    pub fn valued(mut self, date: Date) -> Self {
        self.value = Some(date);
        self
    }
}

/// One statement of one day.
#[derive(Debug, Clone)]
pub struct Paper {
    pub account: String,
    pub currency: String,
    pub id: String,
    pub sequence: Option<u32>,
    pub day: Date,
    pub opening: i64,
    pub entries: Vec<Entry>,
}

impl Paper {
    pub fn new(id: &str, day: Date, opening: i64, entries: Vec<Entry>) -> Self {
        let sequence = id.rsplit('-').next().and_then(|number| number.parse().ok());
        let (account, currency) = (ACCOUNT.to_owned(), "USD".to_owned());
        Self { account, currency, id: id.to_owned(), sequence, day, opening, entries }
    }

    pub fn closing(&self) -> i64 {
        self.opening + self.entries.iter().map(|entry| entry.amount).sum::<i64>()
    }

    /// As a camt file.
    pub fn camt(&self) -> (String, Vec<u8>) {
        self.camt_closing(self.closing())
    }

    /// As a camt file that states another closing balance.
    pub fn camt_closing(&self, closing: i64) -> (String, Vec<u8>) {
        let day = self.day;
        let mut xml = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">\
             <BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-01-01T00:00:00</CreDtTm></GrpHdr><Stmt>",
        );
        let sequence = self.sequence.map_or_else(String::new, |n| format!("<ElctrncSeqNb>{n}</ElctrncSeqNb>"));
        write!(
            xml,
            "<Id>{}</Id>{sequence}<CreDtTm>{day}T18:00:00</CreDtTm><FrToDt><FrDtTm>{day}T00:00:00</FrDtTm>\
             <ToDtTm>{day}T23:59:59</ToDtTm></FrToDt><Acct><Id><Othr><Id>{}</Id></Othr></Id><Ccy>{}</Ccy></Acct>",
            self.id, self.account, self.currency
        )
        .unwrap();
        for (code, balance) in [("OPBD", self.opening), ("CLBD", closing)] {
            let side = if balance < 0 { "DBIT" } else { "CRDT" };
            write!(
                xml,
                "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{}<CdtDbtInd>{side}</CdtDbtInd>\
                 <Dt><Dt>{day}</Dt></Dt></Bal>",
                self.amount(balance)
            )
            .unwrap();
        }
        for entry in &self.entries {
            self.entry(&mut xml, entry);
        }
        xml.push_str("</Stmt></BkToCstmrStmt></Document>\n");
        (format!("{}.xml", self.id), xml.into_bytes())
    }

    fn amount(&self, minor: i64) -> String {
        format!("<Amt Ccy=\"{}\">{}</Amt>", self.currency, figures(minor.abs()))
    }

    fn entry(&self, xml: &mut String, entry: &Entry) {
        let side = if entry.amount < 0 { "DBIT" } else { "CRDT" };
        let code = match (&entry.check, entry.amount < 0) {
            (Some(_), _) => "<Fmly><Cd>RCHQ</Cd><SubFmlyCd>CCHQ</SubFmlyCd></Fmly>",
            (None, false) => "<Fmly><Cd>RCDT</Cd><SubFmlyCd>XBCT</SubFmlyCd></Fmly>",
            (None, true) => "<Fmly><Cd>ICDT</Cd><SubFmlyCd>XBCT</SubFmlyCd></Fmly>",
        };
        let reversal = if entry.reversal { "<RvslInd>true</RvslInd>" } else { "" };
        let value = entry.value.unwrap_or(self.day);
        write!(
            xml,
            "<Ntry>{}<CdtDbtInd>{side}</CdtDbtInd>{reversal}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{}</Dt></BookgDt>\
             <ValDt><Dt>{value}</Dt></ValDt><AcctSvcrRef>{}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd>{code}</Domn></BkTxCd>\
             <NtryDtls>",
            self.amount(entry.amount),
            self.day,
            entry.reference
        )
        .unwrap();
        let one = std::slice::from_ref(entry);
        for detail in if entry.batch.is_empty() { one } else { &entry.batch } {
            self.detail(xml, detail, side, entry.reversal);
        }
        xml.push_str("</NtryDtls></Ntry>");
    }

    fn detail(&self, xml: &mut String, detail: &Entry, side: &str, reversal: bool) {
        xml.push_str("<TxDtls><Refs>");
        if !detail.end_to_end.is_empty() {
            write!(xml, "<EndToEndId>{}</EndToEndId>", detail.end_to_end).unwrap();
        }
        if let Some(check) = &detail.check {
            write!(xml, "<ChqNb>{check}</ChqNb>").unwrap();
        }
        write!(xml, "</Refs>{}<CdtDbtInd>{side}</CdtDbtInd>", self.amount(detail.amount)).unwrap();
        // Money comes from the debtor of a payment and goes to its creditor; a reversal names those of the original.
        let party = if (side == "CRDT") != reversal { "Dbtr" } else { "Cdtr" };
        if !detail.payer.is_empty() {
            write!(xml, "<RltdPties><{party}><Pty><Nm>{}</Nm></Pty></{party}>", detail.payer).unwrap();
            if !detail.account.is_empty() {
                write!(xml, "<{party}Acct><Id><Othr><Id>{}</Id></Othr></Id></{party}Acct>", detail.account).unwrap();
            }
            xml.push_str("</RltdPties>");
        }
        if !detail.text.is_empty() || !detail.documents.is_empty() {
            xml.push_str("<RmtInf>");
            if !detail.text.is_empty() {
                write!(xml, "<Ustrd>{}</Ustrd>", detail.text).unwrap();
            }
            for (number, part) in &detail.documents {
                write!(
                    xml,
                    "<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp><Nb>{number}</Nb></RfrdDocInf>"
                )
                .unwrap();
                if let Some(part) = part {
                    let (currency, part) = (&self.currency, figures(*part));
                    write!(xml, "<RfrdDocAmt><RmtdAmt Ccy=\"{currency}\">{part}</RmtdAmt></RfrdDocAmt>").unwrap();
                }
                xml.push_str("</Strd>");
            }
            xml.push_str("</RmtInf>");
        }
        if let Some(reason) = &detail.reason {
            write!(xml, "<RtrInf><Rsn><Cd>{reason}</Cd></Rsn></RtrInf>").unwrap();
        }
        xml.push_str("</TxDtls>");
    }

    /// As a CSV file in the built-in layout.
    pub fn csv(&self) -> (String, Vec<u8>) {
        let mut text = String::from(
            "account,statement,currency,opening,closing,booked,valued,amount,reference,payer,payer_account,end_to_end,text\n",
        );
        let head = format!(
            "{},{},{},{},{}",
            self.account,
            self.id,
            self.currency,
            figures(self.opening),
            figures(self.closing())
        );
        for entry in &self.entries {
            writeln!(
                text,
                "{head},{},{},{},{},{},{},{},{}",
                self.day,
                entry.value.unwrap_or(self.day),
                figures(entry.amount),
                entry.reference,
                entry.payer,
                entry.account,
                entry.end_to_end,
                entry.text
            )
            .unwrap();
        }
        (format!("{}.csv", self.id), text.into_bytes())
    }
}

/// `1234.50`
pub fn figures(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100)
}
