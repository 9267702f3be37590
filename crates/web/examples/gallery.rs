//! Everything a page is made of, on one page, with invented data: to look at, not to use.
//!
//! `cargo run -p web --example gallery -- <folder>` writes `desk.html`, `table.html`, `guest.html` and the assets beside them.

use askama::Template;
use domain::money::{Currency, Money};
use domain::proof::Proof;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::path::PathBuf;
use web::look::chart::{
    Ageing, Bucket, CalendarStrip, DayMark, DayState, DaysToPay, FundsEmployed, InvoiceLife, LifeMark, MarkKind, Paid,
    Svg, Usage, Width, ageing, calendar_strip, days_to_pay, funds_employed, invoice_life, responsive, sparkline, usage,
};
use web::look::facts::{Empty, Fact, Figure, Moment, Preview, Problem, Tab, Task};
use web::look::form::{Choice, Field, FormErrors};
use web::look::table::{Column, Order, Pager};
use web::look::{Badge, Flash, Noun, Page, Tone, assets, filters};

const TODAY: Date = date(2026, 3, 4);

const fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

struct Row {
    number: String,
    debtor: &'static str,
    due: Date,
    face: Money,
    open: Money,
    fee: Money,
    proof: Option<Proof>,
    badge: Badge,
}

#[derive(Template)]
#[template(path = "../examples/gallery.html")]
struct Desk {
    page: Page,
    answer: Money,
    figures: Vec<Figure>,
    tasks: Vec<Task>,
    ageing: Svg,
    funds: Svg,
    life: Svg,
    days: Svg,
    strip: Svg,
    meters: Vec<Svg>,
    spark: Svg,
    badges: Vec<Badge>,
    key_facts: Vec<Fact>,
    line: Proof,
    errors: FormErrors,
    f_number: Field,
    f_amount: Field,
    f_due: Field,
    f_client: Field,
    f_kind: Field,
    f_file: Field,
    f_note: Field,
    f_agree: Field,
    preview: Preview,
    empty: Empty,
    problem: Problem,
    moments: Vec<Moment>,
}

#[derive(Template)]
#[template(path = "../examples/gallery_table.html")]
struct Table {
    page: Page,
    tabs: Vec<Tab>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    total_face: Money,
    total_open: Money,
    total_fee: Money,
    pager: Pager,
}

#[derive(Template)]
#[template(path = "../examples/gallery_guest.html")]
struct Guest {
    page: Page,
    email: Field,
    password: Field,
}

fn proof() -> Proof {
    Proof::new("FE-21", "10,000.00 × (1.5 % + 0.5 % × 2) = 250.00".into())
        .with("face of the invoice", "10,000.00 USD")
        .with("days outstanding", 47)
        .with("fee for the first 30 days", "1.5 %")
        .with("fee for each further 10 days", "0.5 %")
        .under(3)
}

fn rows() -> Vec<Row> {
    let debtors = [
        "Norwell Grocers",
        "Tamsin & Vale Retail",
        "Harrow Lane Hospitals",
        "Pinecrest Builders Supply",
        "Quayside Foods",
    ];
    (0..50_i64)
        .map(|n| {
            let face = 80_000 + (n * 7_919_131) % 2_900_000;
            let due = TODAY + (n - 22).days();
            let (open, badge) = match n % 7 {
                0 => (0, Badge::good("paid in full")),
                1 => (face / 3, Badge::information("part paid, rest expected in 6 days")),
                2 => (face, Badge::attention("waits for the customer's answer, 2 days left")),
                3 => (-12_550, Badge::stop("overpaid, decide what to do")),
                _ => (face, Badge::neutral("bought")),
            };
            Row {
                number: format!("AC-{}", 20_401 + n),
                debtor: debtors[usize::try_from(n % 5).expect("small")],
                due,
                face: usd(face),
                open: usd(open),
                fee: usd(if n % 4 == 0 { 0 } else { face / 40 }),
                proof: (n % 4 != 0).then(proof),
                badge,
            }
        })
        .collect()
}

fn total(rows: &[Row], of: fn(&Row) -> Money) -> Money {
    usd(rows.iter().map(|row| of(row).minor).sum())
}

fn charts() -> (Svg, Svg, Svg, Svg, Svg) {
    let bucket = |label: &str, minor| Bucket { label: label.into(), amount: usd(minor) };
    let aged = Ageing {
        id: "age".into(),
        title: "Open invoices by age".into(),
        currency: Currency::USD,
        buckets: vec![
            bucket("Not due", 214_380_050),
            bucket("1–30", 78_112_500),
            bucket("31–60", 31_204_075),
            bucket("61–90", 12_980_000),
            bucket("Over 90", 6_100_020),
        ],
    };
    let mut level = 140_000_000_i64;
    let balances = (0..180_i64)
        .filter(|n| n % 3 == 0)
        .map(|n| {
            level += (n * 7_919 % 23 - 10) * 1_100_000;
            (date(2025, 9, 5) + n.days(), usd(level))
        })
        .collect();
    let funds = FundsEmployed {
        id: "funds".into(),
        title: "Funds employed".into(),
        currency: Currency::USD,
        balances,
        until: TODAY,
        limit: Some(usd(200_000_000)),
    };
    let mark = |on, kind, label: &str, amount: Option<i64>| LifeMark {
        on,
        kind,
        label: label.into(),
        amount: amount.map(usd),
    };
    let life = InvoiceLife {
        id: "life".into(),
        title: "Life of invoice AC-20417".into(),
        today: TODAY,
        marks: vec![
            mark(date(2026, 1, 12), MarkKind::Offered, "Offered", Some(1_000_000)),
            mark(date(2026, 1, 13), MarkKind::Bought, "Bought", Some(800_000)),
            mark(date(2026, 1, 13), MarkKind::Fee, "Fee", Some(15_000)),
            mark(date(2026, 2, 11), MarkKind::Due, "Due", None),
            mark(date(2026, 2, 20), MarkKind::PartPaid, "Part paid", Some(400_000)),
            mark(date(2026, 3, 2), MarkKind::Paid, "Paid", Some(600_000)),
            mark(date(2026, 3, 9), MarkKind::ReserveReleased, "Reserve", Some(175_000)),
            mark(date(2026, 4, 12), MarkKind::Recourse, "Recourse", None),
        ],
    };
    let days = DaysToPay {
        id: "days".into(),
        title: "Days to pay, Norwell Grocers".into(),
        terms: 30,
        paid: (0..46_i64)
            .map(|n| Paid {
                on: date(2025, 9, 1) + (n * 4).days(),
                days: i32::try_from(22 + n * 7_919 % 17 + n / 6).expect("small"),
                invoice: format!("AC-{}", 19_900 + n),
            })
            .collect(),
    };
    let day = |on, label: &str, minor: i64, state| DayMark { on, label: label.into(), amount: Some(usd(minor)), state };
    let strip = CalendarStrip {
        id: "reserve".into(),
        title: "Reserve clock".into(),
        from: date(2026, 2, 25),
        to: date(2026, 4, 3),
        today: TODAY,
        closed: vec![date(2026, 4, 3)],
        marks: vec![
            day(date(2026, 2, 27), "Reserve released", 1_240_000, DayState::Done),
            day(date(2026, 3, 9), "Reserve of AC-20417", 175_000, DayState::Ahead),
            day(date(2026, 3, 16), "Reserve of AC-20433", 482_550, DayState::Held),
            day(date(2026, 3, 27), "Reserve of 4 invoices", 2_210_000, DayState::Ahead),
        ],
    };
    (
        responsive(Width::Wide, |width| ageing(&aged, width)),
        responsive(Width::Wide, |width| funds_employed(&funds, width)),
        responsive(Width::Wide, |width| invoice_life(&life, width)),
        responsive(Width::Wide, |width| days_to_pay(&days, width)),
        responsive(Width::Wide, |width| calendar_strip(&strip, width)),
    )
}

fn moments() -> Vec<Moment> {
    let told = |when: &str, iso: &str, what: &str, who: &str, tone, ahead: bool| Moment {
        who: Some(who.into()),
        href: (!ahead).then(|| "#".into()),
        tone,
        ahead,
        ..Moment::new(when, iso, what)
    };
    vec![
        told("in 5 days", "2026-03-09", "Reserve of AC-20417 is released", "rule RE-12", Tone::Neutral, true),
        told(
            "today, 09:41",
            "2026-03-04T09:41",
            "Statement of 3 March taken in, 38 lines",
            "M. Okafor",
            Tone::Good,
            false,
        ),
        told(
            "today, 09:12",
            "2026-03-04T09:12",
            "Schedule 118 offered, 12 invoices",
            "Arden Components",
            Tone::Information,
            false,
        ),
        told(
            "yesterday, 16:30",
            "2026-03-03T16:30",
            "Payment to Belltower Freight waits for a second person",
            "L. Sato",
            Tone::Attention,
            false,
        ),
        told(
            "2 Mar, 11:05",
            "2026-03-02T11:05",
            "Invoice AC-20433 disputed: short delivery",
            "Norwell Grocers",
            Tone::Stop,
            false,
        ),
    ]
}

fn tasks() -> Vec<Task> {
    let task = |what: &str, about: &str, amount: Option<i64>, badge| Task {
        what: what.into(),
        href: "#".into(),
        about: about.into(),
        amount: amount.map(usd),
        badge,
    };
    vec![
        task(
            "Approve the payment to Belltower Freight",
            "Payment P-2291, entered by L. Sato yesterday",
            Some(4_812_050),
            Badge::attention("waits for a second person, today"),
        ),
        task(
            "Check schedule 118",
            "Arden Components, 12 invoices, 2 already seen elsewhere",
            Some(18_240_000),
            Badge::stop("2 invoices look pledged twice"),
        ),
        task("Match 3 receipts", "Statement of 3 March", Some(2_107_775), Badge::information("best match found for 2")),
        task(
            "Call Norwell Grocers about AC-20433",
            "Disputed: short delivery, 14 of 20 pallets",
            None,
            Badge::neutral("promised for tomorrow"),
        ),
    ]
}

fn table() -> Table {
    let rows = rows();
    let mut page = Page::new("Calder Street Factors", TODAY);
    page.active = Some(Noun::Clients);
    page.signed_in = Some("Mara Okafor".into());
    let now = Some(("due", Order::Ascending));
    Table {
        page,
        tabs: ["All", "Bought", "Disputed", "Paid"]
            .into_iter()
            .zip([1_204, 842, 6, 356])
            .map(|(label, count)| Tab {
                label: label.into(),
                href: "#".into(),
                current: label == "All",
                count: Some(count),
            })
            .collect(),
        columns: vec![
            Column::text("Invoice").sortable("?", "number", now),
            Column::text("Debtor").sortable("?", "debtor", now),
            Column::text("Due").sortable("?", "due", now),
            Column::figures("Face, USD").sortable("?", "face", now),
            Column::figures("Open").sortable("?", "open", now),
            Column::figures("Fee"),
            Column::text("State"),
        ],
        total_face: total(&rows, |row| row.face),
        total_open: total(&rows, |row| row.open),
        total_fee: total(&rows, |row| row.fee),
        rows,
        pager: Pager::new("?", 2, 1_204),
    }
}

fn desk() -> Desk {
    let (ageing, funds, life, days, strip) = charts();
    let mut page = Page::new("Calder Street Factors", TODAY);
    page.active = Some(Noun::Today);
    page.signed_in = Some("Mara Okafor".into());
    page.waiting = vec![(Noun::Today, 4), (Noun::Schedules, 2), (Noun::Cash, 3)];
    page.flash = Some(Flash {
        tone: Tone::Good,
        text: "Payment of 12,400.00 USD to Arden Components is on its way.".into(),
        receipt: Some(("P-2290".into(), "#".into())),
    });
    let mut errors = FormErrors::default();
    errors.add("amount", "Write an amount, for example 1,234.50. “12,4.5o” is not one.");
    errors.add("due", "The due date 1 March 2026 is before the invoice date 4 March 2026. Correct one of them.");
    let meter = |id: &str, title: &str, used, limit| {
        let input = Usage { id: id.into(), title: title.into(), used: usd(used), limit: usd(limit) };
        responsive(Width::Wide, |width| usage(&input, width))
    };
    let figure = |label: &str, minor, note: &str, proof| Figure {
        label: label.into(),
        amount: usd(minor),
        note: Some(note.into()),
        proof,
    };
    Desk {
        answer: usd(41_280_635),
        figures: vec![
            figure("Funds employed", 178_420_000, "of 2,000,000.00", Some(proof())),
            figure("Reserve held", 52_115_040, "31 clients", None),
            figure("Fee income, March", 2_480_010, "4 days", Some(proof())),
            figure("Unmatched cash", -210_775, "3 receipts", None),
        ],
        tasks: tasks(),
        ageing,
        funds,
        life,
        days,
        strip,
        meters: vec![
            meter("m1", "Norwell Grocers", 31_400_000, 50_000_000),
            meter("m2", "Quayside Foods", 46_210_000, 50_000_000),
            meter("m3", "Harrow Lane Hospitals", 61_000_000, 50_000_000),
        ],
        spark: sparkline("spark", "Days to pay, last 12", &[31, 33, 29, 35, 38, 34, 41, 39, 36, 44, 40, 37]),
        badges: vec![
            Badge::neutral("bought, due in 12 days"),
            Badge::information("best match found"),
            Badge::good("paid in full"),
            Badge::attention("waits for a second person"),
            Badge::stop("held: agreement ended"),
        ],
        key_facts: vec![
            Fact::new("Client", "Arden Components").link("#"),
            Fact::new("Agreement", "version 3, since 1 January 2026").link("#"),
            Fact::new("Advance", "80 % of face"),
            Fact::new("Fee so far", "250.00 USD").because(proof()),
            Fact::new("Recourse", "after 90 days, 12 April 2026"),
        ],
        line: proof(),
        f_number: Field::new("number", "Invoice number").hint("As printed on the invoice.").value("AC-20450"),
        f_amount: Field::new("amount", "Face amount").hint("1,234.50 or 1.234,50").unit("USD").value("12,4.5o").checked(&errors),
        f_due: Field::new("due", "Due date").value("2026-03-01").checked(&errors),
        f_client: Field::new("client", "Client").choices([Choice::new("1", "Arden Components"), Choice::new("2", "Belltower Freight")]),
        f_kind: Field::new("kind", "Notice to the debtor")
            .choices([Choice::new("now", "With the purchase"), Choice::new("later", "When we say so")])
            .value("now"),
        f_file: Field::new("files", "Invoices").hint("CSV, Excel or XML, at most 20 MB in all.").accept(".csv,.xlsx,.xml"),
        f_note: Field::new("note", "Note").optional(),
        f_agree: Field::new("delivered", "The goods were delivered and accepted"),
        errors,
        preview: Preview {
            title: "Pay 3 clients from the operating account".into(),
            steps: vec![
                ("Arden Components, advance on schedule 117".into(), Some(usd(14_592_000))),
                ("Belltower Freight, reserve released".into(), Some(usd(4_812_050))),
                ("Osmund Tools, advance on schedule 12".into(), Some(usd(904_000))),
                ("Each client is told by e-mail".into(), None),
            ],
            total: Some(("Leaves the account".into(), usd(20_308_050))),
            undo: "Can be withdrawn until the file is handed to the bank at 15:00.".into(),
            second_person: Some("A second person must agree, because the sum is above 100,000.00 USD.".into()),
        },
        empty: Empty {
            title: "No schedule waits for checking".into(),
            text: "Schedules appear here as soon as a client offers one.".into(),
            action: Some(("Enter a schedule".into(), "#".into())),
        },
        problem: Problem {
            title: "The statement was not taken in".into(),
            text: "Line 14: the closing balance 18,240.00 does not follow from the opening balance and the 37 lines before it.".into(),
            remedy: "Fetch the statement from the bank again and take it in once more. Nothing was booked.".into(),
            reference: Some("0198-44c1".into()),
            action: Some(("Take in a statement".into(), "#".into())),
        },
        moments: moments(),
        page,
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name the folder to write to")?);
    std::fs::create_dir_all(&folder)?;
    // Beside each other on disk, the pages link to the assets without their prefix.
    let write = |name: &str, html: String| std::fs::write(folder.join(name), html.replace(assets::PREFIX, ""));
    for asset in assets::all() {
        std::fs::write(folder.join(asset.name), asset.bytes)?;
    }
    // The refused form stands far down this page; its list of errors must not take the focus and scroll there.
    write("desk.html", desk().render()?.replace(" data-focus", ""))?;
    write("table.html", table().render()?)?;
    let mut page = Page::new("Calder Street Factors", TODAY);
    page.csrf = "example".into();
    let email = Field::new("email", "E-mail address");
    let password = Field::new("password", "Password");
    write("guest.html", Guest { page, email, password }.render()?)?;
    Ok(())
}
