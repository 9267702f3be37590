//! Whoever was named for one supplier cannot tell whether there is another: what they are shown and told is the same to the
//! letter, but for ids, tokens and numbers that everybody's things are counted by.

use crate::browser::{Reply, get, post, upload};
use crate::house::House;
use app::guest::GuestParty;
use domain::id::InvoiceId;

/// The house, the page of whoever is named for Harbor alone, and Harbor's invoices.
fn house(with_another: bool) -> (House, String, Vec<InvoiceId>) {
    let house = House::acknowledged();
    let invoices = house.sells("HARBOR", "NORWELL", 3, 30);
    if with_another {
        house.supplier("PARTS", "Parrish Parts Inc");
        house.sells("PARTS", "NORWELL", 7, 5);
        much_happens(&house);
    }
    let limited = house.limited("HARBOR");
    (house, limited, invoices)
}

/// With the other supplier, by somebody who sees both: a dispute, a promise, a question, an advice, a complaint, a mood.
fn much_happens(house: &House) {
    let path = house.norwell();
    let list = get(house.door, &path).expect(200);
    list.says("Parrish Parts Inc");
    let form = get(house.door, &format!("{path}/answer?say=disputed"));
    let debtor = house.debtor;
    let ids: Vec<String> = house
        .app
        .read(|snapshot| {
            let all = app::answer::statement(snapshot, debtor, None)?;
            let parts = all.sections.into_iter().find(|section| section.code == "PARTS").unwrap();
            Ok(parts.items.iter().map(|item| item.line.invoice.to_string()).collect())
        })
        .unwrap();
    let dispute = [
        ("say", "disputed"),
        ("step", "do"),
        ("reason", "QUALITY"),
        ("words", "Wet."),
        ("name", "A. Ito"),
        ("invoice", ids[0].as_str()),
    ];
    post(house.door, &form, &format!("{path}/answer"), &dispute).expect(200).says("Cases C-1.");
    let promise =
        [("say", "will-pay"), ("step", "do"), ("on", "2026-07-02"), ("name", "A. Ito"), ("invoice", ids[1].as_str())];
    let form = get(house.door, &format!("{path}/answer?say=will-pay"));
    post(house.door, &form, &format!("{path}/answer"), &promise).expect(200);
    for what in ["question", "complaint", "contact"] {
        let form = get(house.door, &format!("{path}/ask?what={what}"));
        let fields = [("what", what), ("words", "About all of you."), ("name", "A. Ito")];
        post(house.door, &form, &format!("{path}/ask"), &fields).expect(200);
    }
    let form = get(house.door, &format!("{path}/remittance"));
    let advice = b"Invoice,Amount\nPARTS-NORWELL-3,100.03\n";
    upload(house.door, &form, &format!("{path}/remittance"), &[("name", "A. Ito")], ("advice.csv", advice)).expect(200);
    let list = get(house.door, &path);
    post(house.door, &list, &format!("{path}/mood"), &[("mood", "GOOD")]).expect(200);
}

/// Without tokens, keys, ids, and what is counted over everybody's things: receipts and cases.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String| {
        // Codes of letters have 15 signs, with two hyphens where people read them; the mark of a key 16; tokens and
        // ids are longer.
        let is_code = matches!(word.len(), 15 | 17) && !word.contains(|sign: char| sign.is_ascii_lowercase());
        let is_key = word.len() == 16 && word.bytes().all(|sign| sign.is_ascii_hexdigit());
        let is_random = word.len() >= 20 || is_code || is_key;
        let is_counted = word.strip_prefix("C-").is_some_and(|rest| rest.bytes().all(|digit| digit.is_ascii_digit()));
        if is_random || is_counted {
            out.push('*');
        } else {
            out.push_str(word);
        }
        word.clear();
    };
    for sign in text.chars() {
        if sign.is_ascii_alphanumeric() || sign == '-' || sign == '_' {
            word.push(sign);
        } else {
            flush(&mut word, &mut out);
            out.push(sign);
        }
    }
    flush(&mut word, &mut out);
    let mut lines: Vec<String> = out.lines().map(str::to_owned).collect();
    for line in &mut lines {
        if let Some((before, after)) = line.split_once("Receipt ") {
            let rest = after.trim_start_matches(|sign: char| sign.is_ascii_digit());
            *line = format!("{before}Receipt *{rest}");
        }
    }
    lines.join("\n")
}

fn head(reply: &Reply) -> Vec<String> {
    let mut lines: Vec<String> = reply
        .head
        .lines()
        .filter(|line| !line.starts_with("date:") && !line.starts_with("content-length:"))
        .map(plain)
        .collect();
    lines.sort();
    lines
}

#[track_caller]
fn same(what: &str, one: &Reply, two: &Reply) {
    assert_eq!(one.status, two.status, "{what}");
    assert_eq!(head(one), head(two), "{what}");
    let (one, two) = (plain(&one.text), plain(&two.text));
    for (one, two) in one.lines().zip(two.lines()) {
        assert_eq!(one, two, "{what}");
    }
    assert_eq!(one.len(), two.len(), "{what}");
}

#[test]
fn gl_44_a_link_for_one_supplier_gives_the_same_pages_to_the_letter_whether_or_not_there_is_another() {
    let (one, one_path, one_invoices) = house(false);
    let (two, two_path, two_invoices) = house(true);
    let both = |what: &str| {
        let path = |base: &str, house: &House, invoices: &[InvoiceId]| {
            let what = what.replace("{invoice}", &invoices[0].to_string());
            format!("{base}{}", what.replace("{client}", &house.client.to_string()))
        };
        let replies = (
            get(one.door, &path(&one_path, &one, &one_invoices)),
            get(two.door, &path(&two_path, &two, &two_invoices)),
        );
        same(what, &replies.0, &replies.1);
        replies
    };
    for page in [
        "",
        "/letters",
        "/letters?say=acknowledged",
        "/letters?say=proof",
        "/notice/{client}",
        "/invoice/{invoice}",
        "/answer?say=confirmed",
        "/answer?say=will-pay",
        "/answer?say=paid",
        "/answer?say=disputed&invoice={invoice}",
        "/answer?say=not-received",
        "/answer?say=wrong-contact",
        "/sheet",
        "/sheet/invoices.csv",
        "/statement.csv",
        "/remittance",
        "/ask?what=question",
        "/ask?what=complaint",
        "/ask?what=contact",
        "/preferences",
        "/nothing",
    ] {
        let (_, reply) = both(page);
        reply.hides("PARTS");
        reply.hides("Parrish");
    }
    // Forms: what is sent, what is refused, what is answered.
    let sent = |to: &str, form: &str, fields: &[(&str, &str)], file: Option<&[u8]>| {
        let act = |house: &House, base: &str, invoices: &[InvoiceId]| {
            let invoice = invoices[0].to_string();
            let form = get(house.door, &format!("{base}{form}"));
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (*name, if *value == "{invoice}" { invoice.as_str() } else { value }))
                .collect();
            match file {
                Some(file) => upload(house.door, &form, &format!("{base}{to}"), &fields, ("sheet.csv", file)),
                None => post(house.door, &form, &format!("{base}{to}"), &fields),
            }
        };
        same(to, &act(&one, &one_path, &one_invoices), &act(&two, &two_path, &two_invoices));
    };
    let name = ("name", "B. One");
    let rows = b"Supplier,Invoice,Answer\n,PARTS-NORWELL-1,confirmed\nParrish Parts Inc,PARTS-NORWELL-2,paid\n";
    sent("/sheet", "/sheet", &[name], Some(rows));
    sent(
        "/remittance",
        "/remittance",
        &[name],
        Some(b"Invoice,Amount\nPARTS-NORWELL-3,100.03\nHARBOR-NORWELL-1,1.00\n"),
    );
    sent("/answer", "", &[("step", "form"), ("say", "confirmed"), ("all", "yes")], None);
    let promise = [("say", "will-pay"), ("on", "2026-07-10"), name, ("invoice", "{invoice}")];
    for step in ["preview", "do"] {
        let fields: Vec<(&str, &str)> = promise.into_iter().chain([("step", step)]).collect();
        sent("/answer", "/answer?say=will-pay", &fields, None);
    }
    sent("/ask", "/ask?what=question", &[("what", "question"), ("words", "Why?"), name], None);
    sent("/mood", "", &[("mood", "NOT_GOOD")], None);
    sent("/preferences", "/preferences", &[("way", "PHONE")], None);
    both("");
    both("/letters");
}

#[test]
fn gl_44_what_is_anothers_is_refused_like_what_is_nowhere() {
    let (house, limited, _) = house(true);
    let debtor = house.debtor;
    let (invoice, client, case, paper) = house
        .app
        .read(|snapshot| {
            let all = app::answer::statement(snapshot, debtor, None)?;
            let parts = all.sections.into_iter().find(|section| section.code == "PARTS").unwrap();
            let case = store::kept::relation_case::of_debtor(snapshot, debtor)?.remove(0).id;
            let paper = store::kept::document::of_debtor(snapshot, debtor, 10)?.remove(0).id;
            Ok((parts.items[0].line.invoice, parts.client, case, paper))
        })
        .unwrap();
    let general = house.link(GuestParty::Debtor(debtor), Some(house.contact)).1;
    let nowhere = uuid::Uuid::from_u128(0x7000_0000_0000_0000_8000_0000_0000_0007);
    for (of, id) in [
        ("invoice", invoice.to_string()),
        ("notice", client.to_string()),
        ("case", case.to_string()),
        ("paper", paper.to_string()),
    ] {
        get(house.door, &format!("{general}/{of}/{id}")).expect(200);
        let there = get(house.door, &format!("{limited}/{of}/{id}")).expect(404);
        same(of, &there, &get(house.door, &format!("{limited}/{of}/{nowhere}")).expect(404));
    }
    let prefilled = |id: &str| get(house.door, &format!("{limited}/answer?say=confirmed&invoice={id}"));
    same("answer", &prefilled(&invoice.to_string()), &prefilled(&nowhere.to_string()));
    let form = get(house.door, &format!("{limited}/answer?say=confirmed"));
    let answered = |id: &str| {
        let fields = [("say", "confirmed"), ("step", "do"), ("name", "B. One"), ("invoice", id)];
        post(house.door, &form, &format!("{limited}/answer"), &fields)
    };
    same("answered", &answered(&invoice.to_string()), &answered(&nowhere.to_string()));
    // A number that is another's and one that is nobody's.
    let page = get(house.door, &format!("{limited}/sheet"));
    let sheet = |number: &str| {
        let rows = format!("Invoice,Answer\n{number},confirmed\n");
        let to = format!("{limited}/sheet");
        upload(house.door, &page, &to, &[("name", "B. One")], ("sheet.csv", rows.as_bytes())).expect(422)
    };
    let (there, not) = (sheet("PARTS-NORWELL-1"), sheet("PARTS-NORWELL-9"));
    assert_eq!(plain(&there.text).replace("NORWELL-1", "NORWELL-9"), plain(&not.text));
}

#[test]
fn gl_44_what_is_not_shown_takes_no_room_from_what_is() {
    let (house, _, invoices) = house(true);
    let (debtor, client) = (house.debtor, house.client);
    let lines = house
        .app
        .read(|snapshot| Ok(store::kept::view::relationship::statement(snapshot, debtor, &[client.0], 3)?))
        .unwrap();
    let mut found: Vec<InvoiceId> = lines.iter().map(|line| line.invoice).collect();
    found.sort();
    assert_eq!(found, invoices, "ten are open, three are asked for, and the three are Harbor's");
}
