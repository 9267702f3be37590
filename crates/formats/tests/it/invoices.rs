//! UBL documents of our own, and bad ones by name.

use domain::money::{Currency, Money};
use formats::invoice::{IdentifierKind, Kind, ubl};
use formats::limits::XmlLimits;
use jiff::civil::date;

/// A small invoice of invented parties; `change` swaps pieces of it.
pub fn invoice(changes: &[(&str, &str)]) -> String {
    let mut text = r#"<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
 xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">
<b:CustomizationID>urn:cen.eu:en16931:2017</b:CustomizationID>
<b:ID>A-1001</b:ID>
<b:IssueDate>2026-03-04</b:IssueDate>
<b:DueDate>2026-04-03</b:DueDate>
<b:InvoiceTypeCode>380</b:InvoiceTypeCode>
<b:Note>Pay to the factor.</b:Note>
<b:DocumentCurrencyCode>USD</b:DocumentCurrencyCode>
<a:OrderReference><b:ID>PO-7</b:ID></a:OrderReference>
<a:BillingReference><a:InvoiceDocumentReference><b:ID>A-999</b:ID><b:IssueDate>2026-02-01</b:IssueDate></a:InvoiceDocumentReference></a:BillingReference>
<a:DespatchDocumentReference><b:ID>D-1</b:ID></a:DespatchDocumentReference>
<a:AdditionalDocumentReference><b:ID>pod</b:ID><a:Attachment><b:EmbeddedDocumentBinaryObject mimeCode="application/pdf">QUJD</b:EmbeddedDocumentBinaryObject></a:Attachment></a:AdditionalDocumentReference>
<a:AccountingSupplierParty><a:Party><b:EndpointID schemeID="0088">111</b:EndpointID>
<a:PostalAddress><b:CityName>Northport</b:CityName><a:Country><b:IdentificationCode>US</b:IdentificationCode></a:Country></a:PostalAddress>
<a:PartyTaxScheme><b:CompanyID>US123</b:CompanyID><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:PartyTaxScheme>
<a:PartyLegalEntity><b:RegistrationName>Harbor Tools Inc</b:RegistrationName></a:PartyLegalEntity></a:Party></a:AccountingSupplierParty>
<a:AccountingCustomerParty><a:Party>
<a:PostalAddress><b:StreetName>1 Main &amp; Side St</b:StreetName><a:Country><b:IdentificationCode>US</b:IdentificationCode></a:Country></a:PostalAddress>
<a:PartyLegalEntity><b:RegistrationName><![CDATA[Lake & Sons]]></b:RegistrationName><b:CompanyID schemeID="0060">222</b:CompanyID></a:PartyLegalEntity></a:Party></a:AccountingCustomerParty>
<a:PaymentMeans><b:PaymentMeansCode>30</b:PaymentMeansCode><b:PaymentID>A1001</b:PaymentID><a:PayeeFinancialAccount><b:ID>12345</b:ID></a:PayeeFinancialAccount></a:PaymentMeans>
<a:TaxTotal><b:TaxAmount currencyID="USD">10.00</b:TaxAmount></a:TaxTotal>
<a:LegalMonetaryTotal><b:LineExtensionAmount currencyID="USD">100.00</b:LineExtensionAmount>
<b:TaxExclusiveAmount currencyID="USD">100.00</b:TaxExclusiveAmount>
<b:TaxInclusiveAmount currencyID="USD">110.00</b:TaxInclusiveAmount>
<b:PrepaidAmount currencyID="USD">20.00</b:PrepaidAmount>
<b:PayableAmount currencyID="USD">90.00</b:PayableAmount></a:LegalMonetaryTotal>
<a:InvoiceLine><b:ID>1</b:ID><b:LineExtensionAmount currencyID="USD">100.00</b:LineExtensionAmount><a:Item><b:Name>Drill &#x41;</b:Name></a:Item></a:InvoiceLine>
</Invoice>"#
        .to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

fn refused(changes: &[(&str, &str)]) -> formats::Refused {
    ubl::read("invoice.xml", invoice(changes).as_bytes()).unwrap_err()
}

#[test]
fn an_invoice_is_read_whatever_its_prefixes() {
    let document = ubl::read("invoice.xml", invoice(&[]).as_bytes()).unwrap_or_else(|refused| panic!("{refused}"));
    assert_eq!(document.kind, Kind::Invoice);
    assert_eq!((document.number.as_str(), document.type_code.as_str()), ("A-1001", "380"));
    assert_eq!((document.issue, document.due), (date(2026, 3, 4), Some(date(2026, 4, 3))));
    assert_eq!(document.amounts.payable, Money::new(9_000, Currency::USD));
    assert_eq!(document.amounts.prepaid, Money::new(2_000, Currency::USD));
    assert_eq!(document.buyer.name, "Lake & Sons");
    assert_eq!(document.buyer.address, ["1 Main & Side St"]);
    assert_eq!(document.buyer.identifiers[0].scheme.as_deref(), Some("0060"));
    let kinds: Vec<_> = document.seller.identifiers.iter().map(|identifier| identifier.kind).collect();
    assert_eq!(kinds, [IdentifierKind::Endpoint, IdentifierKind::Vat]);
    assert_eq!(document.descriptions, ["Drill A"]);
    assert_eq!((document.attachments, document.attachment_bytes), (1, 4));
    assert_eq!(document.order.as_deref(), Some("PO-7"));
    assert_eq!(document.despatch.as_deref(), Some("D-1"));
    assert_eq!(document.preceding[0].number, "A-999");
    assert_eq!(document.preceding[0].issue, Some(date(2026, 2, 1)));
    assert_eq!(document.payee, None);
}

#[test]
fn a_credit_note_has_its_due_date_at_the_payment_means() {
    let text = invoice(&[
        ("<Invoice ", "<CreditNote "),
        ("</Invoice>", "</CreditNote>"),
        ("ubl:schema:xsd:Invoice-2", "ubl:schema:xsd:CreditNote-2"),
        ("<b:DueDate>2026-04-03</b:DueDate>\n", ""),
        ("InvoiceTypeCode>380", "InvoiceTypeCode>381"),
        ("b:InvoiceTypeCode", "b:CreditNoteTypeCode"),
        ("a:InvoiceLine", "a:CreditNoteLine"),
        ("</b:PaymentMeansCode>", "</b:PaymentMeansCode><b:PaymentDueDate>2026-05-01</b:PaymentDueDate>"),
    ]);
    let document = ubl::read("note.xml", text.as_bytes()).unwrap_or_else(|refused| panic!("{refused}"));
    assert_eq!(document.kind, Kind::CreditNote);
    assert_eq!(document.due, Some(date(2026, 5, 1)));
}

#[test]
fn a_negative_payable_is_read_as_it_is() {
    let text = invoice(&[(">20.00<", ">120.00<"), (">90.00<", ">-10.00<")]);
    assert_eq!(ubl::read("i.xml", text.as_bytes()).unwrap().amounts.payable.minor, -1_000);
}

#[test]
fn every_violated_rule_is_named_at_once_with_both_sums() {
    let refused = refused(&[("<b:ID>A-1001</b:ID>\n", ""), (">90.00<", ">91.00<"), (">380<", "><")]);
    for rule in ["BR-02", "BR-04", "BR-CO-16"] {
        assert!(refused.has(rule), "{rule}: {refused}");
    }
    assert!(refused.to_string().contains("90.00, and the document states 91.00: a difference of 1.00"), "{refused}");
}

#[test]
fn a_document_without_number_date_currency_or_payable_is_refused() {
    for (piece, rule) in [
        ("<b:ID>A-1001</b:ID>", "BR-02"),
        ("<b:IssueDate>2026-03-04</b:IssueDate>", "BR-03"),
        ("<b:DocumentCurrencyCode>USD</b:DocumentCurrencyCode>", "BR-05"),
        (r#"<b:PayableAmount currencyID="USD">90.00</b:PayableAmount>"#, "BR-15"),
        ("<b:DueDate>2026-04-03</b:DueDate>", "BR-CO-25"),
        ("<a:PayeeFinancialAccount><b:ID>12345</b:ID></a:PayeeFinancialAccount>", "BR-61"),
    ] {
        let refused = refused(&[(piece, "")]);
        assert!(refused.has(rule), "{rule}: {refused}");
    }
    assert!(refused(&[("<b:ID>12345</b:ID>", "")]).has("BR-50"));
    assert!(refused(&[("<b:PaymentMeansCode>30</b:PaymentMeansCode>", "")]).has("BR-49"));
}

#[test]
fn three_decimal_amounts_of_dollars_are_refused() {
    let refused = refused(&[(">20.00<", ">20.001<"), (">90.00<", ">89.999<")]);
    assert!(refused.has("AMOUNT_DECIMALS"), "{refused}");
}

#[test]
fn amounts_and_dates_that_cannot_be_read_are_named_with_their_line() {
    let refused = refused(&[(">90.00<", ">12..34<"), ("2026-04-03", "2026-02-30")]);
    assert!(refused.has("AMOUNT_UNREADABLE") && refused.has("DATE_UNREADABLE"), "{refused}");
    assert!(refused.to_string().contains("line 8, cbc:DueDate"), "{refused}");
    let other = ubl::read("i.xml", invoice(&[(r#""USD">90"#, r#""EUR">90"#)]).as_bytes()).unwrap_err();
    assert!(other.has("AMOUNT_CURRENCY"), "{other}");
}

#[test]
fn truncated_xml_is_refused() {
    let text = invoice(&[]);
    for end in [text.len() - 3, text.len() - 40, text.len() / 2, 60] {
        let refused = ubl::read("cut.xml", &text.as_bytes()[..end]).unwrap_err();
        assert!(refused.has("XML_TRUNCATED"), "{end}: {refused}");
    }
}

#[test]
fn an_entity_bomb_is_refused_at_its_doctype() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><Invoice>&b;</Invoice>"#;
    assert!(ubl::read("bomb.xml", bomb.as_bytes()).unwrap_err().has("XML_DOCTYPE"));
}

#[test]
fn an_external_entity_is_refused() {
    let outside = r#"<?xml version="1.0"?><!DOCTYPE i SYSTEM "file:///etc/hostname"><Invoice/>"#;
    assert!(ubl::read("outside.xml", outside.as_bytes()).unwrap_err().has("XML_DOCTYPE"));
    assert!(refused(&[("Pay to the factor.", "&outside;")]).has("XML_ENTITY"));
    assert!(refused(&[(r#"schemeID="0088""#, r#"schemeID="&outside;""#)]).has("XML_ENTITY"));
}

#[test]
fn a_huge_attachment_hits_its_limit_before_memory() {
    let text = invoice(&[("QUJD", &"QUJD".repeat(1000))]);
    let limits = XmlLimits { attachment_bytes: 1000, ..XmlLimits::default() };
    assert!(ubl::read_within("big.xml", text.as_bytes(), &limits).unwrap_err().has("ATTACHMENT_TOO_LARGE"));
    let limits = XmlLimits { bytes: 5000, ..XmlLimits::default() };
    let refused = ubl::read_within("big.xml", text.as_bytes(), &limits).unwrap_err();
    assert!(refused.has("FILE_TOO_LARGE") && refused.to_string().contains("5000"), "{refused}");
}

#[test]
fn deep_nesting_is_refused() {
    let deep = "<x>".repeat(100_000);
    assert!(refused(&[("<b:Note>", &format!("{deep}<b:Note>"))]).has("XML_TOO_DEEP"));
}

#[test]
fn too_many_elements_and_long_texts_are_refused() {
    let limits = XmlLimits { elements: 10, text_bytes: 5, ..XmlLimits::default() };
    assert!(ubl::read_within("i.xml", invoice(&[]).as_bytes(), &limits).unwrap_err().has("XML_TEXT_TOO_LONG"));
    let limits = XmlLimits { elements: 10, ..XmlLimits::default() };
    assert!(ubl::read_within("i.xml", invoice(&[]).as_bytes(), &limits).unwrap_err().has("XML_TOO_MANY_ELEMENTS"));
    let attributes: String = (0..200).map(|n| format!(" a{n}='1'")).collect();
    assert!(refused(&[("<b:Note>", &format!("<b:Note{attributes}>"))]).has("XML_TOO_MANY_ATTRIBUTES"));
    let spaces: String = (0..60).map(|n| format!(" xmlns:n{n}='urn:{n}'")).collect();
    let nested = format!("<b:Note{spaces}>").repeat(5);
    assert!(refused(&[("<b:Note>", &nested)]).has("XML_TOO_MANY_NAMESPACES"));
}

#[test]
fn the_wrong_encoding_is_refused_with_its_offset() {
    let mut bytes = invoice(&[]).into_bytes();
    bytes[500] = 0xFF;
    let refused = ubl::read("latin.xml", &bytes).unwrap_err();
    assert!(refused.has("ENCODING_WRONG") && refused.to_string().contains("offset 500"), "{refused}");
}

#[test]
fn utf_16_and_latin_1_documents_are_read() {
    let text = invoice(&[("Northport", "Zürich"), ("encoding=\"UTF-8\"", "encoding=\"UTF-16\"")]);
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(ubl::read("wide.xml", &wide).unwrap().seller.city.as_deref(), Some("Zürich"));
    let text = invoice(&[("Northport", "Zürich"), ("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"")]);
    let latin: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    assert_eq!(ubl::read("latin.xml", &latin).unwrap().seller.city.as_deref(), Some("Zürich"));
}

#[test]
fn other_documents_are_refused_by_what_they_are() {
    for (text, word) in [
        ("<Order xmlns='urn:oasis:names:specification:ubl:schema:xsd:Order-2'/>", "Order-2"),
        ("<Invoice/>", "no namespace"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "xhtml"),
    ] {
        let refused = ubl::read("other.xml", text.as_bytes()).unwrap_err();
        assert!(refused.has("NOT_UBL") && refused.to_string().contains(word), "{refused}");
    }
}

#[test]
fn broken_markup_is_refused() {
    let root = "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'>";
    for text in [
        "no xml".to_owned(),
        format!("{root}</Invoice><more/>"),
        format!("{root}</Invoice>more"),
        format!("{root}<p:x/></Invoice>"),
        format!("{root}<x></y></Invoice>"),
        format!("{root}<x a='1' a='2'/></Invoice>"),
        format!("{root}<x>&#0;</x></Invoice>"),
        format!("{root}<x>\u{1}</x></Invoice>"),
        format!("{root}<x>&#xD800;</x></Invoice>"),
    ] {
        let refused = ubl::read("broken.xml", text.as_bytes()).unwrap_err();
        assert!(refused.has("XML_BROKEN"), "{text}: {refused}");
    }
    assert!(ubl::read("none.xml", b"<?xml version='1.0'?>").unwrap_err().has("XML_EMPTY"));
}

#[test]
fn empty_binary_and_pdf_files_are_refused_by_what_they_are() {
    for (bytes, code) in [(&b""[..], "FILE_EMPTY"), (b"%PDF-1.7", "PDF_GIVEN"), (b"\x00\x01", "FILE_BINARY")] {
        assert!(ubl::read("file.xml", bytes).unwrap_err().has(code), "{code}");
    }
}

#[test]
fn what_may_stand_once_is_refused_when_it_stands_twice() {
    let payable = r#"<b:PayableAmount currencyID="USD">90.00</b:PayableAmount>"#;
    let found = refused(&[(payable, &format!("{payable}{}", payable.replace("90.00", "9.00")))]);
    assert!(found.has("ELEMENT_TWICE"), "{found}");
    assert!(refused(&[("<b:DueDate>", "<b:DueDate>2026-05-01</b:DueDate><b:DueDate>")]).has("ELEMENT_TWICE"));
}
