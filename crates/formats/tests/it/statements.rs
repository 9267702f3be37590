//! Bank statements: our own, published ones, and bad ones by name.

use crate::outside::{bytes, data, files};
use domain::money::{Currency, Money};
use formats::Refused;
use formats::statement::{
    AccountId, Direction, Instrument, ReferenceSource, Statement, StatementMapping, camt053, read,
};
use jiff::civil::date;

/// A statement of an invented account; `entries` stand after the balances.
pub fn camt(version: u32, opening: &str, closing: &str, entries: &str) -> String {
    let balance = |code: &str, amount: &str| {
        let (sign, amount) = amount.strip_prefix('-').map_or(("CRDT", amount), |amount| ("DBIT", amount));
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"USD\">{amount}</Amt>\
             <CdtDbtInd>{sign}</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>\n"
        )
    };
    format!(
        "<?xml version=\"1.0\"?>\n<c:Document xmlns:c=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02}\">\
         <c:BkToCstmrStmt><c:Stmt><c:Id>S-1</c:Id><c:ElctrncSeqNb>7</c:ElctrncSeqNb>\
         <c:FrToDt><c:FrDtTm>2026-03-02T00:00:00+01:00</c:FrDtTm><c:ToDtTm>2026-03-02T23:59:59+01:00</c:ToDtTm></c:FrToDt>\
         <c:Acct><c:Id><c:Othr><c:Id>00123456</c:Id></c:Othr></c:Id><c:Ccy>USD</c:Ccy></c:Acct>\n{}{}{}\
         </c:Stmt></c:BkToCstmrStmt></c:Document>",
        prefixed(&balance("OPBD", opening)),
        prefixed(&balance("CLBD", closing)),
        prefixed(entries)
    )
}

fn prefixed(text: &str) -> String {
    text.replace("</", "\u{1}").replace('<', "<c:").replace('\u{1}', "</c:")
}

/// One booked entry.
pub fn entry(amount: &str, direction: &str, rest: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"USD\">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts>BOOK</Sts>\
         <BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><DtTm>2026-03-03T00:00:00</DtTm></ValDt>{rest}</Ntry>\n"
    )
}

fn one(text: &str) -> Statement {
    let mut statements =
        camt053::read("bank.xml", text.as_bytes()).unwrap_or_else(|refused| panic!("{refused}\n{text}"));
    assert_eq!(statements.len(), 1);
    statements.remove(0)
}

fn refused(text: &str) -> Refused {
    camt053::read("bank.xml", text.as_bytes()).unwrap_err()
}

const REMITTANCE: &str = "<AcctSvcrRef>B-1</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>\
<NtryDtls><TxDtls><Refs><EndToEndId>E-1</EndToEndId><UETR>u</UETR></Refs>\
<RltdPties><Dbtr><Pty><Nm>Lake</Nm></Pty></Dbtr><UltmtDbtr><Nm>Lake Group</Nm></UltmtDbtr><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct><Cdtr><Nm>Factor</Nm></Cdtr></RltdPties>\
<RmtInf><Ustrd>A-1001 less discount</Ustrd><Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp><Nb>A-1001</Nb><RltdDt>2026-02-01</RltdDt></RfrdDocInf>\
<RfrdDocAmt><DuePyblAmt Ccy=\"USD\">110.00</DuePyblAmt><DscntApldAmt><Amt Ccy=\"USD\">7.00</Amt></DscntApldAmt><CdtNoteAmt Ccy=\"USD\">2.00</CdtNoteAmt>\
<AdjstmntAmtAndRsn><Amt Ccy=\"USD\">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Rsn>DAMG</Rsn></AdjstmntAmtAndRsn><RmtdAmt Ccy=\"USD\">100.00</RmtdAmt></RfrdDocAmt>\
<CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>";

#[test]
fn a_statement_is_read_with_all_that_cash_application_needs() {
    for version in 2..=8 {
        let statement = one(&camt(
            version,
            "1000.00",
            "1050.00",
            &(entry("100.00", "CRDT", REMITTANCE) + &entry("50.00", "DBIT", "")),
        ));
        assert_eq!(statement.account, AccountId::Other("00123456".to_owned()));
        assert_eq!((statement.statement_id.as_str(), statement.sequence), ("S-1", Some(7)));
        assert_eq!((statement.from, statement.to), (Some(date(2026, 3, 2)), Some(date(2026, 3, 2))));
        assert_eq!(statement.closing, Money::new(105_000, Currency::USD));
        let entry = &statement.entries[0];
        assert_eq!((entry.entry_reference.as_str(), entry.reference_source), ("B-1", ReferenceSource::Bank));
        assert_eq!((entry.direction, entry.instrument), (Direction::Credit, Some(Instrument::Ach)));
        assert_eq!(entry.effective_date(), date(2026, 3, 3));
        let [detail] = entry.details.as_slice() else { panic!("{entry:?}") };
        assert_eq!(detail.amount, Some(Money::new(10_000, Currency::USD)));
        assert_eq!(detail.counterparty.as_deref(), Some("Lake"));
        assert_eq!(detail.ultimate_counterparty.as_deref(), Some("Lake Group"));
        assert_eq!(detail.counterparty_account, Some(AccountId::Iban("DE89370400440532013000".to_owned())));
        assert_eq!(detail.unstructured, ["A-1001 less discount"]);
        assert_eq!(detail.creditor_references, ["RF18"]);
        let [document] = detail.documents.as_slice() else { panic!("{detail:?}") };
        assert_eq!((document.number.as_deref(), document.date), (Some("A-1001"), Some(date(2026, 2, 1))));
        let minor = |money: Option<Money>| money.map(|money| money.minor);
        assert_eq!(minor(document.amount), Some(11_000));
        assert_eq!(minor(document.discount), Some(700));
        assert_eq!(minor(document.credit_note), Some(200));
        assert_eq!(minor(document.remitted), Some(10_000));
        assert_eq!(document.adjustments[0].reason.as_deref(), Some("DAMG"));
        assert_eq!(document.adjustments[0].direction, Some(Direction::Debit));
        assert_eq!(statement.entries[1].details.len(), 1);
    }
}

#[test]
fn a_statement_that_does_not_add_up_is_refused_with_both_sums() {
    let refused = refused(&camt(2, "1000.00", "1060.00", &(entry("100.00", "CRDT", "") + &entry("50.00", "DBIT", ""))));
    assert!(refused.has("BALANCE_DIFFERS"));
    let text = refused.to_string();
    assert!(
        text.contains("is 1,050.00 USD")
            && text.contains("is 1,060.00 USD")
            && text.contains("difference of 10.00 USD"),
        "{text}"
    );
}

#[test]
fn an_overdraft_is_a_negative_balance() {
    assert_eq!(one(&camt(2, "-20.00", "-70.00", &entry("50.00", "DBIT", ""))).opening.minor, -2_000);
}

#[test]
fn only_what_is_booked_counts_and_the_rest_stands_apart() {
    let pending = entry("30.00", "CRDT", "").replace("BOOK", "PDNG");
    let newer = entry("40.00", "CRDT", "").replace("<Sts>BOOK</Sts>", "<Sts><Cd>INFO</Cd></Sts>");
    let booked = entry("1.00", "CRDT", "").replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>");
    let statement = one(&camt(8, "0.00", "1.00", &(pending + &newer + &booked)));
    assert_eq!(statement.entries.len(), 1);
    let statuses: Vec<_> = statement.unbooked.iter().map(|entry| entry.status.as_str()).collect();
    assert_eq!(statuses, ["PDNG", "INFO"]);
}

#[test]
fn references_are_unique_and_the_same_on_every_reading() {
    let same = "<NtryDtls><TxDtls><RmtInf><Ustrd>coffee</Ustrd></RmtInf></TxDtls></NtryDtls>";
    let text = camt(
        2,
        "0.00",
        "24.00",
        &[
            entry("4.00", "CRDT", same),
            entry("4.00", "CRDT", same),
            entry("4.00", "CRDT", "<NtryRef>1</NtryRef>"),
            entry("4.00", "CRDT", "<AcctSvcrRef>X</AcctSvcrRef>"),
            entry("4.00", "CRDT", "<AcctSvcrRef>X</AcctSvcrRef>"),
            entry("4.00", "CRDT", "<AcctSvcrRef>X#2</AcctSvcrRef>"),
        ]
        .concat(),
    );
    let references =
        |statement: &Statement| statement.entries.iter().map(|entry| entry.entry_reference.clone()).collect::<Vec<_>>();
    let first = references(&one(&text));
    assert!(first[0].starts_with("digest:") && first[1] == format!("{}#2", first[0]), "{first:?}");
    assert_eq!(first[2..], ["1", "X", "X#2", "X#2#2"]);
    assert_eq!(references(&one(&text)), first);
}

#[test]
fn a_batch_has_details_that_sum_to_the_entry() {
    let details = |second: &str| {
        format!(
            "<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch><TxDtls><Amt Ccy=\"USD\">60.00</Amt><RltdPties><Dbtr><Nm>A</Nm></Dbtr></RltdPties></TxDtls>\
             <TxDtls><AmtDtls><TxAmt><Amt Ccy=\"USD\">{second}</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls>"
        )
    };
    let statement = one(&camt(2, "0.00", "100.00", &entry("100.00", "CRDT", &details("40.00"))));
    let amounts: Vec<_> = statement.entries[0].details.iter().map(|detail| detail.amount.unwrap().minor).collect();
    assert_eq!((amounts, statement.entries[0].batch_count), (vec![6_000, 4_000], Some(2)));
    assert!(refused(&camt(2, "0.00", "100.00", &entry("100.00", "CRDT", &details("41.00")))).has("DETAILS_DIFFER"));
}

#[test]
fn a_returned_payment_has_its_reason_and_its_other_side() {
    let rest = "<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Lake</Nm></Dbtr><Cdtr><Nm>Factor</Nm></Cdtr></RltdPties>\
                <RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account closed</AddtlInf></RtrInf></TxDtls></NtryDtls>";
    let text = entry("10.00", "DBIT", rest).replace("<Sts>", "<RvslInd>true</RvslInd><Sts>");
    let statement = one(&camt(2, "10.00", "0.00", &text));
    let entry = &statement.entries[0];
    assert!(entry.reversal);
    assert_eq!(entry.details[0].counterparty.as_deref(), Some("Lake"));
    assert_eq!(entry.details[0].return_reason.as_ref().unwrap().code.as_deref(), Some("AC04"));
}

#[test]
fn what_a_payer_wrote_and_nobody_can_read_is_a_remark() {
    let rest = REMITTANCE.replace("110.00", "1.1.0");
    let statement = one(&camt(2, "0.00", "100.00", &entry("100.00", "CRDT", &rest)));
    assert_eq!(statement.remarks[0].code, "AMOUNT_UNREADABLE");
    assert_eq!(statement.entries[0].details[0].documents[0].amount, None);
}

#[test]
fn bad_statements_are_refused_by_name() {
    let good = camt(2, "0.00", "10.00", &entry("10.00", "CRDT", ""));
    for (from, to, code) in [
        ("CLBD", "CLAV", "BALANCE_MISSING"),
        ("OPBD", "OPAV", "BALANCE_MISSING"),
        ("<c:Id>S-1</c:Id>", "", "STATEMENT_ID_MISSING"),
        ("<c:Sts>BOOK</c:Sts>", "", "ENTRY_INCOMPLETE"),
        ("<c:BookgDt><c:Dt>2026-03-02</c:Dt></c:BookgDt>", "", "ENTRY_INCOMPLETE"),
        ("<c:Dt>2026-03-02</c:Dt></c:BookgDt>", "<c:Dt>2026-02-30</c:Dt></c:BookgDt>", "DATE_UNREADABLE"),
        ("<c:Ntry><c:Amt Ccy=\"USD\">10.00", "<c:Ntry><c:Amt Ccy=\"USD\">12..34", "AMOUNT_UNREADABLE"),
        ("<c:Ntry><c:Amt Ccy=\"USD\">10.00", "<c:Ntry><c:Amt Ccy=\"USD\">-10.00", "AMOUNT_NEGATIVE"),
        ("<c:Ntry><c:Amt Ccy=\"USD\">10.00", "<c:Ntry><c:Amt Ccy=\"USD\">10.001", "AMOUNT_DECIMALS"),
        ("<c:Ntry><c:Amt Ccy=\"USD\">", "<c:Ntry><c:Amt Ccy=\"EUR\">", "ENTRY_CURRENCY"),
        ("<c:Ccy>USD</c:Ccy>", "<c:Ccy>EUR</c:Ccy>", "BALANCE_CURRENCY"),
        ("camt.053.001.02", "camt.053.001.01", "STATEMENT_VERSION"),
        ("camt.053.001.02", "camt.054.001.02", "NOT_A_STATEMENT"),
        ("camt.053.001.02", "camt.052.001.02", "NOT_A_STATEMENT"),
        ("<c:Acct>", "<c:StmtPgntn><c:LastPgInd>false</c:LastPgInd></c:StmtPgntn><c:Acct>", "PAGES_MISSING"),
    ] {
        assert!(good.contains(from), "{from}");
        let found = refused(&good.replacen(from, to, 1));
        assert!(found.has(code), "{code}: {found}");
        assert!(!found.has("BALANCE_DIFFERS"), "{code}: {found}");
    }
    assert!(refused(&good[..good.len() - 30]).has("XML_TRUNCATED"));
    assert!(
        refused(
            &good
                .replace("c:", "")
                .replace(":c=", "=")
                .replace("xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"", "")
        )
        .has("NOT_A_STATEMENT")
    );
}

#[test]
fn every_published_camt_file_is_taken_or_refused_with_a_reason() {
    let mut taken = Vec::new();
    for folder in ["bank/camt", "bank/other"] {
        let Some(folder) = data(folder) else { return };
        for path in files(&folder, ".xml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            match read(&name, &std::fs::read(&path).unwrap(), None) {
                Ok(statements) => {
                    assert!(!name.contains("wrong"), "{name}");
                    println!("{name}: {} statements", statements.len());
                    taken.push(name);
                }
                Err(refused) => println!("{refused}"),
            }
        }
    }
    taken.sort();
    assert_eq!(taken, ["camt.053.001.02.xml", "camt053.v2.multi.statement.xml", "camt053_multicurrency.xml"]);
}

#[test]
fn a_published_statement_is_read_to_the_cent() {
    let Some(bytes) = bytes("bank/other/camt.053.001.02.xml") else { return };
    let statement = &camt053::read("s.xml", &bytes).unwrap()[0];
    assert_eq!(statement.entries.len(), 3);
    assert_eq!(statement.closing.minor, 43_567_850);
    assert_eq!(statement.entries[0].entry_reference, "AAAASESS-FP-CN_98765/01");
    println!("{:#?}", statement.entries[0]);
}

const HEADER: &str =
    "account,statement,currency,opening,closing,booked,valued,amount,reference,payer,payer_account,end_to_end,text\n";

fn csv(rows: &str, mapping: Option<&StatementMapping>) -> Result<Vec<Statement>, Refused> {
    read("bank.csv", rows.as_bytes(), mapping)
}

#[test]
fn the_built_in_csv_layout_is_read_and_proven() {
    let rows = "00123456,S-1,USD,1000.00,1250.50,2026-03-02,2026-03-03,300.50,B-1,Lake,DE89370400440532013000,E-1,Invoice A-1001\n\
                00123456,S-1,USD,1000.00,1250.50,2026-03-02,,-50.00,,,,,Fee\n\
                00999,S-2,EUR,5.00,5.00,,,,,,,,\n";
    let statements = csv(&format!("{HEADER}{rows}"), None).unwrap();
    assert_eq!(statements.len(), 2);
    let first = &statements[0].entries[0];
    assert_eq!((first.entry_reference.as_str(), first.direction, first.line), ("B-1", Direction::Credit, 2));
    assert_eq!(first.details[0].counterparty_account, Some(AccountId::Iban("DE89370400440532013000".to_owned())));
    assert_eq!(first.details[0].unstructured, ["Invoice A-1001"]);
    assert!(statements[0].entries[1].entry_reference.starts_with("digest:"));
    assert_eq!(statements[0].entries[1].amount.minor, 5_000);
    assert!(statements[1].entries.is_empty());
    let wrong = csv(&format!("{HEADER}{}", rows.replace("300.50", "300.49")), None).unwrap_err();
    assert!(wrong.has("BALANCE_DIFFERS") && wrong.to_string().contains("difference of 0.01 USD"), "{wrong}");
}

#[test]
fn every_fault_of_a_csv_statement_is_named_at_once() {
    let rows = "A,S,USD,0,1,2026-02-30,,x,,,,,\nA,S,USD,0,2,2026-03-01,,,,,,,\n,S,USD,0,1,2026-03-01,,1,,,,,\nA,S,QQQ,0,1,2026-03-01,,1.001,,,,,\nA,S,USD,0,1,,,1.001,,,,,\n";
    let refused = csv(&format!("{HEADER}{rows}"), None).unwrap_err();
    for code in [
        "DATE_UNREADABLE",
        "AMOUNT_UNREADABLE",
        "STATEMENT_CHANGES",
        "AMOUNT_MISSING",
        "ROW_INCOMPLETE",
        "CURRENCY_UNKNOWN",
        "AMOUNT_DECIMALS",
        "BOOKING_DATE_MISSING",
    ] {
        assert!(refused.has(code), "{code}: {refused}");
    }
    assert!(csv("a,b\n1,2\n", None).unwrap_err().has("COLUMNS_MISSING"));
    assert!(csv(HEADER, None).unwrap_err().has("NO_STATEMENT"));
    assert!(csv("%PDF-1.4", None).unwrap_err().has("PDF_GIVEN"));
    assert!(csv("", None).unwrap_err().has("FILE_EMPTY"));
}

#[test]
fn a_running_balance_proves_a_file_in_either_order() {
    let toml = "name='b'\nnewest_first=true\n[given]\naccount={other='1'}\ncurrency='EUR'\nstatement='2026-03'\n\
                [file]\ndecimal_sign=','\ngrouping='.'\n[columns]\nbooked='Datum'\ncredit='Haben'\ndebit='Soll'\nbalance='Saldo'\ntext='Text'\n";
    let mapping = StatementMapping::from_toml("m", toml).unwrap();
    let table = "Datum;Text;Soll;Haben;Saldo\n2026-03-02;b;50,00;;1.050,00\n2026-03-01;a;;1.000,00;1.100,00\n";
    let statements = csv(table, Some(&mapping)).unwrap_or_else(|refused| panic!("{refused}"));
    assert_eq!((statements[0].opening.minor, statements[0].closing.minor), (10_000, 105_000));
    assert_eq!(statements[0].entries[0].booking_date, date(2026, 3, 1));
    let broken = csv(&table.replace("1.100,00", "1.101,00"), Some(&mapping)).unwrap_err();
    assert!(broken.has("BALANCE_DIFFERS") && broken.to_string().contains("running balance"), "{broken}");
    let mut both = mapping.clone();
    both.given.opening = Some("99.00".parse().unwrap());
    assert!(csv(table, Some(&both)).unwrap_err().has("BALANCE_DIFFERS"));
}

#[test]
fn a_statement_mapping_without_proof_is_refused() {
    let mapping = StatementMapping::default();
    let refused = mapping.check().unwrap_err();
    let fields: Vec<_> = refused.problems.iter().filter_map(|problem| problem.place.field.as_deref()).collect();
    assert_eq!(fields, ["name", "booked", "amount", "account", "currency", "statement", "balance"]);
    StatementMapping::credere().check().unwrap();
}

#[test]
fn the_published_hard_csv_cases_are_read_with_a_mapping() {
    let mapping = |columns: &str, closing: &str| {
        StatementMapping::from_toml("m", &format!(
            "name='h'\n[given]\naccount={{other='1'}}\ncurrency='EUR'\nstatement='1'\nopening='0.00'\nclosing='{closing}'\n\
             [file]\ndecimal_sign=','\ngrouping='.'\n[columns]\n{columns}"
        )).unwrap()
    };
    let german = mapping(
        "booked='Buchungstag'\namount='Betrag'\nreference='Ref'\ncurrency='CCY'\ntext='Verwendungszweck'",
        "2260.94",
    );
    let french = mapping(
        "booked='Date opération'\ncredit='Crédit'\ndebit='Débit'\ncurrency='Devise'\nreference='Référence'",
        "2260.94",
    );
    for (path, mapping) in [("csv_european_decimals.csv", &german), ("csv_french_headers.csv", &french)] {
        let Some(bytes) = bytes(&format!("bank/other/hard-cases/{path}")) else { return };
        let statements = read(path, &bytes, Some(mapping)).unwrap_or_else(|refused| panic!("{refused}"));
        assert_eq!(statements[0].entries.len(), 3);
    }
    let mut garbled = mapping("booked='Date'\namount='Amount'\ncurrency='Currency'", "0");
    garbled.file = Default::default();
    let Some(bytes) = bytes("bank/other/hard-cases/csv_garbled_amount.csv") else { return };
    assert!(read("g.csv", &bytes, Some(&garbled)).unwrap_err().has("AMOUNT_UNREADABLE"));
}

#[test]
fn ten_thousand_entries_are_read_and_proven() {
    let rest = REMITTANCE.replace("<AcctSvcrRef>B-1</AcctSvcrRef>", "");
    let text = camt(8, "0.00", "1000000.00", &entry("100.00", "CRDT", &rest).repeat(10_000));
    let start = std::time::Instant::now();
    let statement = one(&text);
    println!("10,000 entries ({} bytes) in {:?}", text.len(), start.elapsed());
    assert_eq!(statement.entries.len(), 10_000);
    assert!(statement.entries[9_999].entry_reference.ends_with("#10000"));
}
