//! Papers: what is kept, who sees it, and how a copy is asked for and found.

use crate::bank::{Entry, Paper};
use crate::book::ALPHA;
use crate::trade::{Trade, codes, customer, factor, supplier};
use app::answer::{read_advice, take_advice};
use app::document::{self, BYTES, NewDocument, Viewer, keep_originals};
use app::{Error, cash};
use domain::contact::{DocumentKind, Said};
use domain::dispute::{CaseKind, OutcomeKind, Speaker};
use domain::id::InvoiceId;
use domain::letter::Language;
use domain::money::Currency;
use jiff::civil::date;
use store::kept;

const PDF: &[u8] = b"%PDF-1.7\n%the copy\n";

fn paper(trade: &Trade, invoice: InvoiceId, by: Speaker, name: &str) -> NewDocument {
    let (client, debtor) = (trade.client_id("CLIENT-K"), trade.debtor("ALPHA"));
    NewDocument {
        kind: DocumentKind::Invoice,
        invoice: Some(invoice),
        client: Some(client),
        debtor: Some(debtor),
        name: name.into(),
        by,
    }
}

#[test]
fn a_copy_that_is_not_there_is_asked_of_the_client_and_found_when_it_comes() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 100_000);
    let outcome = trade.say(invoice, Said::NotReceived { words: String::new() }).unwrap();
    let number = outcome.taken[0].case.unwrap();
    let case = || trade.app.read(|reads| Ok(kept::relation_case::by_number(reads, number)?)).unwrap().unwrap();
    assert_eq!((case().kind, case().is_open(), case().due_on), (CaseKind::Copy, true, date(2026, 3, 4)));
    let debtor = trade.debtor("ALPHA");
    let sent = trade.app.read(|reads| Ok(kept::message::of_debtor(reads, debtor, i64::MAX, 10)?)).unwrap();
    assert!(sent[0].words.contains("asks for a copy of invoice A-101"), "{}", sent[0].words);
    let new = paper(&trade, invoice, supplier(), "A-101.pdf");
    let added = trade.run(move |task| document::add(task, new, PDF)).unwrap();
    assert_eq!((added.content_type.as_str(), added.is_new), ("application/pdf", true));
    assert_eq!(case().settled.unwrap().outcome.kind, OutcomeKind::Done);
    let new = paper(&trade, invoice, supplier(), "again.pdf");
    assert!(!trade.run(move |task| document::add(task, new, PDF)).unwrap().is_new);
    // Whoever asks now has it at once.
    trade.on(date(2026, 3, 5));
    let outcome = trade.say(invoice, Said::NotReceived { words: "Again, please.".into() }).unwrap();
    let number = outcome.taken[0].case.unwrap();
    let case = trade.app.read(|reads| Ok(kept::relation_case::by_number(reads, number)?)).unwrap().unwrap();
    assert!(!case.is_open() && case.words.last().unwrap().text(Language::English).contains("A-101.pdf"), "{case:?}");
    trade.check();
}

#[test]
fn a_paper_is_seen_by_its_own_sides_only() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 100_000);
    let new = paper(&trade, invoice, factor(), "A-101.pdf");
    let id = trade.run(move |task| document::add(task, new, PDF)).unwrap().document;
    let (k, b) = (trade.client_id("CLIENT-K"), trade.client_id("CLIENT-B"));
    let (alpha, beta) = (trade.debtor("ALPHA"), trade.debtor("BETA"));
    let sees = |viewer| trade.app.read(|reads| document::fetch(reads, viewer, id)).map(|(_, content)| content);
    for viewer in [Viewer::Factor, Viewer::Client(k), Viewer::Debtor(alpha)] {
        assert_eq!(sees(viewer).unwrap(), PDF);
    }
    for viewer in [Viewer::Client(b), Viewer::Debtor(beta)] {
        assert!(matches!(sees(viewer), Err(Error::NotFound(_))));
        let listed = trade.app.read(|reads| document::of_invoices(reads, viewer, &[invoice])).unwrap();
        assert!(listed.is_empty());
    }
    // Nobody adds to the invoice of another.
    let stranger = NewDocument { client: Some(b), debtor: None, ..paper(&trade, invoice, supplier(), "x.pdf") };
    assert!(matches!(trade.run(move |task| document::add(task, stranger, PDF)), Err(Error::NotFound(_))));
    let unnamed = NewDocument { client: None, debtor: None, ..paper(&trade, invoice, customer(), "x.pdf") };
    assert!(matches!(trade.run(move |task| document::add(task, unnamed, PDF)), Err(Error::NotFound(_))));
}

#[test]
fn what_is_no_paper_is_refused_with_every_reason() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 100_000);
    let add = |name: &str, by: Speaker, content: Vec<u8>| {
        let new = paper(&trade, invoice, by, name);
        trade.run(move |task| document::add(task, new, &content))
    };
    assert_eq!(codes(add("a.exe", customer(), b"MZ\x90\x00".to_vec())), ["PAPER_KIND"]);
    assert_eq!(codes(add("a.pdf", customer(), b"\x89PNG\r\n\x1a\n".to_vec())), ["PAPER_NAMED_WRONG"]);
    let nobody = Speaker::new(domain::dispute::Side::Debtor, "");
    let long = format!("{}.pdf", "x".repeat(300));
    let large = [b"%PDF".to_vec(), vec![b' '; BYTES]].concat();
    assert_eq!(codes(add(&long, nobody, large)), ["PAPER_NO_NAME", "PAPER_NAME", "PAPER_TOO_LARGE"]);
    // A path is no name.
    let added = add("C:\\docs\\..\\scan.pdf", customer(), PDF.to_vec()).unwrap();
    let (document, _) = trade.app.read(|reads| document::fetch(reads, Viewer::Factor, added.document)).unwrap();
    assert_eq!(document.name, "scan.pdf");
}

#[test]
fn the_e_invoices_of_a_schedule_are_kept_as_copies() {
    let trade = Trade::new();
    trade.buy("ALPHA", "A-101", 100_000);
    let file = |name: &str, number: &str| {
        let xml = format!(
            "<?xml version=\"1.0\"?><Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\"><ID>{number}</ID></Invoice>"
        );
        (name.to_owned(), xml.into_bytes())
    };
    let schedule = trade.app.read(|reads| Ok(kept::schedule::newest(reads, None, None, 1)?)).unwrap()[0].id;
    // What is no whole e-invoice, or no invoice of the schedule, is passed over; a table is none at all.
    let files = [file("broken.xml", "A-101"), ("s.csv".to_owned(), b"a,b\n".to_vec())];
    let found = keep_originals(&trade.app, "test", schedule, &files).unwrap();
    assert_eq!((found.kept, found.passed_over), (0, 1));
    // A whole one, from the examples of this repository.
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/schedules/2026-08-13-FENNELWORTH/");
    let xml = std::fs::read(format!("{folder}FW-60232.xml")).unwrap();
    let invoice = trade.buy("ALPHA", "FW-60232", 375_181);
    let schedule = trade.app.read(|reads| Ok(kept::schedule::newest(reads, None, None, 1)?)).unwrap()[0].id;
    let files = [("in/FW-60232.xml".to_owned(), xml.clone())];
    let keep = || keep_originals(&trade.app, "test", schedule, &files).unwrap().kept;
    assert_eq!((keep(), keep()), (1, 0), "and nothing twice");
    let debtor = Viewer::Debtor(trade.debtor("ALPHA"));
    let papers = trade.app.read(|reads| document::of_invoices(reads, debtor, &[invoice])).unwrap();
    assert_eq!((papers[0].name.as_str(), papers[0].content_type.as_str()), ("FW-60232.xml", "application/xml"));
    let (_, content) = trade.app.read(|reads| document::fetch(reads, debtor, papers[0].id)).unwrap();
    assert_eq!(content, xml);
}

#[test]
fn le_10_an_advice_says_what_a_payment_is_for() {
    let trade = Trade::new();
    let ids = trade.buy_all(
        "CLIENT-K",
        &[("ALPHA", "A-101", 100_000), ("ALPHA", "A-102", 100_000), ("ALPHA", "A-103", 100_000)],
        domain::invoice::TransferMethod::Wire,
    );
    let text = "invoice,paid\nA-103,\"1,000.00\"\nA-101,250.00\nZ-9,100.00\n";
    let hand_in = || {
        let giver = trade.giver(None);
        let advice = read_advice("remit.csv", text.as_bytes().to_vec(), Currency::USD).unwrap();
        trade.run(move |task| take_advice(task, &giver, advice, None)).unwrap()
    };
    let outcome = hand_in();
    assert_eq!((outcome.known, outcome.unknown.as_slice()), (2, &["Z-9".to_owned()][..]));
    assert_eq!(outcome.total, Some(crate::book::usd(135_000)));
    assert!(!hand_in().is_new);
    // The bank says nothing of what the money is for; the sum is that of the advice.
    let entry = Entry::new("E1", 135_000).from(ALPHA.0, ALPHA.1);
    trade.bank(&Paper::new("S-1", date(2026, 3, 9), 0, vec![entry]));
    let receipt = trade.entry_id("E1");
    let proposed = trade.app.read(|reads| cash::proposals(reads, receipt)).unwrap();
    let parts: Vec<(InvoiceId, i64)> = proposed[0].parts.iter().map(|part| (part.invoice, part.amount.minor)).collect();
    assert_eq!(parts, [(ids[2], 100_000), (ids[0], 25_000)]);
    assert!(!proposed[0].certain && proposed[0].reason.contains("remit.csv"), "{:?}", proposed[0]);
    // A paper that only people read is kept as it is.
    let giver = trade.giver(None);
    let scan = read_advice("scan.pdf", PDF.to_vec(), Currency::USD).unwrap();
    let scan = trade.run(move |task| take_advice(task, &giver, scan, None)).unwrap();
    assert_eq!((scan.total, scan.known), (None, 0));
    // No client sees an advice: it may speak of others.
    let k = trade.client_id("CLIENT-K");
    let seen = trade.app.read(|reads| document::fetch(reads, Viewer::Client(k), outcome.document));
    assert!(matches!(seen, Err(Error::NotFound(_))));
    trade.check();
}
