//! Letters as the wordings write them. Every name, number and address in them is invented.

use domain::letter::{Block, Element, Language, Letter, LetterKind, Voice};
use jiff::civil::date;

/// Texts.
pub fn texts(several: &[&str]) -> Vec<String> {
    several.iter().map(|text| (*text).to_owned()).collect()
}

/// A paragraph.
pub fn paragraph(element: Element, text: &str) -> Block {
    Block::Paragraph { element, text: text.to_owned() }
}

/// Name and value, or word and address.
pub fn pairs(several: &[(&str, &str)]) -> Vec<(String, String)> {
    several.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Invoices of one client.
pub fn table(heading: &str, head: &[&str], rows: &[&[&str]], total: &[&str]) -> Block {
    Block::Table {
        element: Element::Invoices,
        heading: heading.to_owned(),
        head: texts(head),
        rows: rows.iter().map(|row| texts(row)).collect(),
        total: texts(total),
    }
}

/// A table of so many invoices.
pub fn long_table(count: usize) -> Block {
    let rows = (1..=count).map(|number| {
        vec![
            format!("HV-2026-{number:05}"),
            format!("{:02} Feb 2026", number % 28 + 1),
            format!("{:02} Mar 2026", number % 28 + 1),
            format!("{},{:03}.50", number % 9 + 1, number % 1000),
        ]
    });
    Block::Table {
        element: Element::Invoices,
        heading: "Harbor & Vine Staffing".to_owned(),
        head: texts(&["Invoice", "Dated", "Due", "Amount (USD)"]),
        rows: rows.collect(),
        total: texts(&["Total", "", "", "1,234,567.50"]),
    }
}

fn factor_head() -> Vec<String> {
    texts(&[
        "Northlight Factors LLC",
        "410 Mercer Quay, Suite 900",
        "Portview, OR 97290",
        "+1 555 010 4400",
        "desk@northlight.example",
    ])
}

/// LC-43: a notice of assignment, English.
pub fn notice_english() -> Letter {
    Letter {
        kind: LetterKind::NoticeOfAssignment,
        language: Language::English,
        voice: Voice::Factor,
        letterhead: factor_head(),
        sent_by: None,
        address: texts(&[
            "Brightwater Clinics, Inc.",
            "Accounts payable",
            "Attention: Dana Whitlock",
            "2200 Orchard Parkway",
            "Fairmont, CA 90299",
            "United States",
        ]),
        dated: date(2026, 3, 4),
        date_line: "4 March 2026".to_owned(),
        subject: "Notice of assignment: invoices of Harbor & Vine Staffing".to_owned(),
        greeting: "Dear accounts payable team,".to_owned(),
        blocks: vec![
            paragraph(
                Element::WhoWrites,
                "We write for Harbor & Vine Staffing LLC (trading as Harbor & Vine Staffing), whose letter of 2 March told you about us. We buy its invoices and look after their payment.",
            ),
            paragraph(
                Element::Assigned,
                "The amounts that you owe or will owe Harbor & Vine Staffing LLC have been assigned to Northlight Factors LLC.",
            ),
            paragraph(
                Element::RightsAssigned,
                "The assignment covers all present and future invoices of Harbor & Vine Staffing LLC to Brightwater Clinics, Inc., each in full.",
            ),
            paragraph(
                Element::PayAssignee,
                "From 5 March 2026, please pay these invoices only to Northlight Factors LLC, to this account:",
            ),
            Block::Rows {
                element: Element::PayTo,
                rows: pairs(&[
                    ("Account holder", "Northlight Factors LLC"),
                    ("Account number", "0042 7719 3006"),
                    ("Bank code", "125 000 999"),
                    ("Reference", "the invoice numbers"),
                ]),
            },
            paragraph(
                Element::OnlyFactor,
                "Only Northlight Factors LLC can change or end this instruction, in writing and with a code that you can check. We never change bank details by e-mail.",
            ),
            paragraph(
                Element::NothingChanges,
                "Nothing else changes: terms, purchase orders and the people you work with stay as they are. We are not a collection agency in this matter, and this letter is not a remark on your payment record.",
            ),
            paragraph(
                Element::Copies,
                "For copies of purchase orders, time sheets or invoices, and for proof of the assignment, please ask Marisol Trent, account manager, +1 555 010 4417, trent@northlight.example.",
            ),
            paragraph(
                Element::Check,
                "You can check that this letter is real: photograph the code below, or type the address and the code. Please do not rely on a telephone number that came only by e-mail.",
            ),
            paragraph(Element::Signature, "Signed electronically on 4 March 2026 at 09:12 UTC, key 5e1c 88a0 41f7."),
        ],
        closing: "Kind regards,".to_owned(),
        signatory: texts(&["Marisol Trent", "Account manager", "+1 555 010 4417", "trent@northlight.example"]),
        check: Some(("7F3K-92QD".to_owned(), "https://pay.northlight.example/check/7F3K92QD".to_owned())),
        footer: texts(&[
            "Northlight Factors LLC, Oregon register 20-449102, 410 Mercer Quay, Suite 900, Portview, OR 97290",
            "Copy to Harbor & Vine Staffing LLC",
        ]),
    }
}

/// LC-43 in German.
pub fn notice_german() -> Letter {
    Letter {
        language: Language::German,
        letterhead: texts(&[
            "Nordlicht Faktor GmbH",
            "Speicherkai 14",
            "20999 Hamburg",
            "+49 40 5550 1440",
            "kontakt@nordlicht.example",
        ]),
        address: texts(&["Klinikverbund Seeblick gGmbH", "Kreditorenbuchhaltung", "Uferstraße 7", "24999 Seeblick"]),
        date_line: "4. März 2026".to_owned(),
        subject: "Abtretungsanzeige: Rechnungen der Hafenkontor Personaldienst GmbH".to_owned(),
        greeting: "Sehr geehrte Damen und Herren,".to_owned(),
        blocks: vec![
            paragraph(
                Element::WhoWrites,
                "wir schreiben Ihnen für die Hafenkontor Personaldienst GmbH, die uns Ihnen mit ihrem Schreiben vom 2. März vorgestellt hat. Wir kaufen ihre Rechnungen an und kümmern uns um deren Zahlung.",
            ),
            paragraph(
                Element::Assigned,
                "Die Forderungen, die der Hafenkontor Personaldienst GmbH gegen Sie zustehen oder künftig zustehen werden, sind an die Nordlicht Faktor GmbH abgetreten worden.",
            ),
            paragraph(
                Element::RightsAssigned,
                "Die Abtretung umfasst alle gegenwärtigen und künftigen Rechnungen der Hafenkontor Personaldienst GmbH an die Klinikverbund Seeblick gGmbH, jeweils in voller Höhe.",
            ),
            paragraph(
                Element::PayAssignee,
                "Bitte zahlen Sie diese Rechnungen ab dem 5. März 2026 nur noch an die Nordlicht Faktor GmbH, auf dieses Konto:",
            ),
            Block::Rows {
                element: Element::PayTo,
                rows: pairs(&[
                    ("Kontoinhaber", "Nordlicht Faktor GmbH"),
                    ("IBAN", "DE02 1203 0000 0000 2020 51"),
                    ("BIC", "BYLADEM1001"),
                    ("Verwendungszweck", "die Rechnungsnummern"),
                ]),
            },
            paragraph(
                Element::OnlyFactor,
                "Nur die Nordlicht Faktor GmbH kann diese Anweisung ändern oder aufheben, schriftlich und mit einem prüfbaren Code. Bankdaten ändern wir nie per E-Mail.",
            ),
            paragraph(
                Element::NothingChanges,
                "Sonst ändert sich nichts: Zahlungsbedingungen, Bestellungen und Ihre Ansprechpartner bleiben, wie sie sind. Wir sind in dieser Sache kein Inkassounternehmen, und dieses Schreiben sagt nichts über Ihr Zahlungsverhalten.",
            ),
            paragraph(
                Element::Copies,
                "Kopien von Bestellungen, Stundennachweisen oder Rechnungen und den Nachweis der Abtretung erhalten Sie von Jette Brandis, Kundenbetreuung, +49 40 5550 1417, brandis@nordlicht.example.",
            ),
            paragraph(
                Element::Check,
                "Ob dieses Schreiben echt ist, können Sie prüfen: Fotografieren Sie den Code unten oder geben Sie Adresse und Code ein.",
            ),
            paragraph(
                Element::Signature,
                "Elektronisch unterzeichnet am 4. März 2026 um 09:12 UTC, Schlüssel 5e1c 88a0 41f7.",
            ),
        ],
        closing: "Mit freundlichen Grüßen".to_owned(),
        signatory: texts(&["Jette Brandis", "Kundenbetreuung", "+49 40 5550 1417", "brandis@nordlicht.example"]),
        check: Some(("7F3K-92QD".to_owned(), "https://zahlen.nordlicht.example/pruefen/7F3K92QD".to_owned())),
        footer: texts(&[
            "Nordlicht Faktor GmbH, Amtsgericht Hamburg HRB 999 014, Speicherkai 14, 20999 Hamburg",
            "Kopie an Hafenkontor Personaldienst GmbH",
        ]),
        ..notice_english()
    }
}

/// LC-42: the client introduces the factor.
pub fn introduction_english() -> Letter {
    Letter {
        kind: LetterKind::Introduction,
        voice: Voice::Client,
        letterhead: texts(&[
            "Harbor & Vine Staffing",
            "77 Cannery Row",
            "Portview, OR 97291",
            "+1 555 010 7700",
            "office@harborvine.example",
        ]),
        sent_by: Some("Sent by Northlight Factors LLC on behalf of Harbor & Vine Staffing LLC.".to_owned()),
        subject: "A change in where to pay our invoices".to_owned(),
        greeting: "Dear Dana,".to_owned(),
        blocks: vec![
            paragraph(
                Element::PersonalNote,
                "thank you for the four good years with the night teams in Fairmont. I wanted you to hear this from me first.",
            ),
            paragraph(
                Element::Why,
                "We now work with Northlight Factors LLC, who buy our invoices and pay us early. It lets us keep offering you terms of 45 days while we pay our nurses each week.",
            ),
            paragraph(
                Element::NothingChanges,
                "Nothing changes in what we do for you: the same people, the same service, the same prices. Your invoice terms stay as they are.",
            ),
            paragraph(
                Element::NotYourRecord,
                "This has nothing to do with your credit or the way you pay. We are doing it for all our customers.",
            ),
            paragraph(
                Element::WhatChanges,
                "What changes is one line: the account our invoices are paid to. Please keep paying as before until you have Northlight's letter with the details.",
            ),
            paragraph(
                Element::WhoWillWrite,
                "Marisol Trent of Northlight will write to your accounts payable team in the week of 9 March. Her letter carries a code with which you can check that it is real.",
            ),
            paragraph(Element::Questions, "If anything is unclear, call me on the number you have always used."),
        ],
        closing: "With best wishes,".to_owned(),
        signatory: texts(&["Ines Calloway", "Managing partner", "+1 555 010 7701"]),
        check: None,
        footer: texts(&["Harbor & Vine Staffing LLC, 77 Cannery Row, Portview, OR 97291"]),
        ..notice_english()
    }
}

/// CO-06, CO-12: a status question with the sections of two clients.
pub fn status_english() -> Letter {
    let head = ["Invoice", "Dated", "Due", "Amount (USD)", "Open (USD)"];
    Letter {
        kind: LetterKind::Status,
        subject: "When may we expect these payments?".to_owned(),
        blocks: vec![
            paragraph(
                Element::WhoWrites,
                "We look after the invoices of Harbor & Vine Staffing and of Larkspur Medical Supply. A few of them are past their due date; perhaps they are only waiting for an approval.",
            ),
            table(
                "Harbor & Vine Staffing",
                &head,
                &[
                    &["HV-2026-0113", "08 Jan 2026", "22 Feb 2026", "12,480.00", "12,480.00"],
                    &["HV-2026-0127", "15 Jan 2026", "01 Mar 2026", "9,905.75", "4,905.75"],
                    &["HV-2026-0131", "19 Jan 2026", "05 Mar 2026", "850.00", "850.00"],
                ],
                &["Total", "", "", "23,235.75", "18,235.75"],
            ),
            table(
                "Larkspur Medical Supply",
                &head,
                &[
                    &["LMS/88012", "12 Jan 2026", "26 Feb 2026", "1,130.20", "1,130.20"],
                    &["LMS/88047", "20 Jan 2026", "06 Mar 2026", "76.00", "76.00"],
                ],
                &["Total", "", "", "1,206.20", "1,206.20"],
            ),
            paragraph(
                Element::Question,
                "When may we expect payment, and is there anything that stands in its way? One click is enough:",
            ),
            Block::Answers {
                element: Element::Answers,
                links: pairs(&[
                    ("Already paid", "https://pay.northlight.example/a/q8Zr2LxT7/paid"),
                    ("Will be paid on …", "https://pay.northlight.example/a/q8Zr2LxT7/will-pay"),
                    ("Something is wrong", "https://pay.northlight.example/a/q8Zr2LxT7/dispute"),
                    ("Not received", "https://pay.northlight.example/a/q8Zr2LxT7/not-received"),
                    ("Not the right contact", "https://pay.northlight.example/a/q8Zr2LxT7/contact"),
                ]),
            },
            Block::Rows {
                element: Element::PayTo,
                rows: pairs(&[
                    ("Account holder", "Northlight Factors LLC"),
                    ("Account number", "0042 7719 3006"),
                    ("Bank code", "125 000 999"),
                ]),
            },
            paragraph(
                Element::NoBankChange,
                "These are the details of our notice of 4 March 2026. We never change bank details by e-mail.",
            ),
            paragraph(Element::Copies, "For copies, or for any question: Marisol Trent, +1 555 010 4417."),
            paragraph(Element::Thanks, "Thank you for your help."),
        ],
        check: None,
        footer: texts(&[
            "Northlight Factors LLC, 410 Mercer Quay, Suite 900, Portview, OR 97290",
            "No more reminders by e-mail: https://pay.northlight.example/a/q8Zr2LxT7/opt-out",
        ]),
        ..notice_english()
    }
}

/// A status question in German.
pub fn status_german() -> Letter {
    let german = notice_german();
    Letter {
        kind: LetterKind::Status,
        subject: "Wann dürfen wir mit Ihrer Zahlung rechnen?".to_owned(),
        blocks: vec![
            paragraph(
                Element::WhoWrites,
                "wir betreuen die Rechnungen der Hafenkontor Personaldienst GmbH. Einige davon sind über die Fälligkeit hinaus offen; vielleicht fehlt nur noch eine Freigabe.",
            ),
            table(
                "Hafenkontor Personaldienst",
                &["Rechnung", "vom", "fällig am", "Offen (EUR)"],
                &[
                    &["R-26/0113", "08.01.2026", "22.02.2026", "12.480,00"],
                    &["R-26/0127", "15.01.2026", "01.03.2026", "−905,75"],
                ],
                &["Summe", "", "", "11.574,25"],
            ),
            paragraph(Element::Question, "Wann dürfen wir mit der Zahlung rechnen, und steht ihr etwas im Wege?"),
            Block::Answers {
                element: Element::Answers,
                links: pairs(&[
                    ("Bereits bezahlt", "https://zahlen.nordlicht.example/a/q8Zr2LxT7/bezahlt"),
                    ("Wird bezahlt am …", "https://zahlen.nordlicht.example/a/q8Zr2LxT7/zusage"),
                    ("Etwas stimmt nicht", "https://zahlen.nordlicht.example/a/q8Zr2LxT7/einwand"),
                ]),
            },
            paragraph(Element::Thanks, "Vielen Dank für Ihre Hilfe."),
        ],
        check: None,
        ..german
    }
}
