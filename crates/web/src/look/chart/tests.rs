//! Every picture at nothing, one, huge, negative and hostile input: well-formed, closed, and telling its key figures.

use super::*;
use domain::money::{Currency, Money};
use jiff::ToSpan;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 3, 4);
const WIDTHS: [Width; 4] = [Width::Full, Width::Wide, Width::Half, Width::Narrow];
const NASTY: &str = "A&B <script>\"x\"</script> ]]> \u{0}";

const fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// Parses the picture, holds it to the rules of all pictures, and gives back its description.
fn checked(svg: &Svg) -> String {
    let text = svg.as_str();
    let tree = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let root = tree.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let child =
        |name: &str| root.children().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name))).unwrap();
    let (title, description) = (child("title"), child("desc"));
    let ids = format!("{} {}", title.attribute("id").unwrap(), description.attribute("id").unwrap());
    assert_eq!(root.attribute("aria-labelledby"), Some(ids.as_str()));
    for node in tree.descendants().filter(roxmltree::Node::is_element) {
        assert!(!matches!(node.tag_name().name(), "script" | "style" | "foreignObject" | "image"));
        for attribute in node.attributes() {
            assert!(attribute.name() != "style" && !attribute.name().starts_with("on"), "{attribute:?}");
            let number = matches!(
                attribute.name(),
                "x" | "y" | "x1" | "y1" | "x2" | "y2" | "cx" | "cy" | "r" | "width" | "height"
            );
            assert!(!number || attribute.value().parse::<rust_decimal::Decimal>().is_ok(), "{attribute:?}");
        }
    }
    // Whatever a picture refers to, it defines itself.
    for reference in text.split("url(#").skip(1) {
        let id = reference.split(')').next().unwrap();
        assert!(text.contains(&format!("id=\"{id}\"")), "{id} is not defined");
    }
    assert!(!text.contains("NaN") && !text.contains("inf"));
    description.text().unwrap_or_default().to_owned()
}

fn bucket(label: &str, minor: i64) -> Bucket {
    Bucket { label: label.to_owned(), amount: usd(minor) }
}

fn aged(buckets: Vec<Bucket>) -> Ageing {
    Ageing { id: "age".into(), title: format!("Ageing {NASTY}"), currency: Currency::USD, buckets }
}

#[test]
fn ageing_tells_every_bucket_and_the_total() {
    let input = aged(vec![bucket("Not due", 750_000), bucket("1\u{2013}30", 250_000), bucket("Credits", -5_000)]);
    for width in WIDTHS {
        let svg = ageing(&input, width);
        let told = checked(&svg);
        assert!(told.starts_with("Open in all 9,950.00\u{a0}USD. Not due: 7,500.00\u{a0}USD."), "{told}");
        assert!(svg.as_str().contains("75\u{a0}%") && svg.as_str().contains("25\u{a0}%"));
        assert!(svg.as_str().contains("\u{2212}50.00"));
    }
    // Three quarters of 720 px, less the hairline.
    assert!(ageing(&input, Width::Wide).as_str().contains(r#"x="0" y="0" width="539" height="28""#));
}

#[test]
fn ageing_holds_at_nothing_one_huge_and_negative() {
    for buckets in [
        vec![],
        vec![bucket(NASTY, 0)],
        vec![bucket(NASTY, 1)],
        vec![bucket("a", -1)],
        vec![bucket("a", i64::MAX), bucket("b", i64::MAX), bucket("c", 1)],
        (0..12).map(|n| bucket("many", n)).collect(),
    ] {
        for width in WIDTHS {
            checked(&ageing(&aged(buckets.clone()), width));
        }
    }
}

fn funds(balances: Vec<(Date, Money)>, limit: Option<Money>) -> FundsEmployed {
    FundsEmployed { id: "f".into(), title: NASTY.into(), currency: Currency::USD, balances, until: TODAY, limit }
}

#[test]
fn funds_employed_tells_the_last_the_highest_and_the_limit() {
    let balances = vec![
        (date(2026, 1, 5), usd(100_000_000)),
        (date(2026, 2, 2), usd(260_000_000)),
        (date(2026, 2, 20), usd(180_000_000)),
    ];
    for width in WIDTHS {
        let told = checked(&funds_employed(&funds(balances.clone(), Some(usd(250_000_000))), width));
        assert_eq!(
            told,
            "1,800,000.00\u{a0}USD on 4 March 2026. Highest 2,600,000.00\u{a0}USD on 2 February 2026. \
             Limit 2,500,000.00\u{a0}USD. It was above the limit at times."
        );
    }
}

#[test]
fn funds_employed_holds_at_nothing_one_huge_and_negative() {
    for balances in [
        vec![],
        vec![(TODAY, usd(0))],
        vec![(TODAY, usd(5))],
        vec![(date(2020, 1, 1), usd(i64::MAX)), (TODAY, usd(i64::MIN + 1))],
        vec![(date(2026, 3, 1), usd(-100)), (date(2026, 3, 3), usd(-50_000))],
        vec![(TODAY.tomorrow().unwrap(), usd(1))],
    ] {
        for limit in [None, Some(usd(0)), Some(usd(1_000))] {
            for width in WIDTHS {
                checked(&funds_employed(&funds(balances.clone(), limit), width));
            }
        }
    }
}

#[test]
fn days_to_pay_counts_the_late_and_finds_the_median() {
    let paid =
        |days: i32| Paid { on: date(2026, 1, 1) + i64::from(days.rem_euclid(40)).days(), days, invoice: NASTY.into() };
    let input = |days: &[i32]| DaysToPay {
        id: "d".into(),
        title: NASTY.into(),
        paid: days.iter().map(|days| paid(*days)).collect(),
        terms: 30,
    };
    for width in WIDTHS {
        let svg = days_to_pay(&input(&[28, 30, 31, 47]), width);
        assert_eq!(
            checked(&svg),
            "4 invoices paid. Terms 30 days. Half were paid within 30 days. 2 later than the terms."
        );
        assert_eq!(svg.as_str().matches("c-late").count(), 2);
        assert_eq!(svg.as_str().matches("c-dot").count(), 2);
        for days in [&[][..], &[0], &[-3, 4], &[i32::MAX, i32::MIN]] {
            checked(&days_to_pay(&input(days), width));
        }
    }
}

#[test]
fn a_strip_marks_its_days_and_stops_at_its_limit() {
    let mark = |on, state, amount| DayMark { on, label: NASTY.into(), amount, state };
    let mut input = CalendarStrip {
        id: "s".into(),
        title: NASTY.into(),
        from: date(2026, 3, 2),
        to: date(2026, 4, 10),
        today: TODAY,
        closed: vec![date(2026, 4, 3)],
        marks: vec![
            mark(date(2026, 3, 27), DayState::Ahead, Some(usd(450_000))),
            mark(date(2026, 3, 3), DayState::Done, None),
            mark(date(2026, 4, 1), DayState::Held, Some(usd(-1))),
        ],
    };
    for width in WIDTHS {
        let svg = calendar_strip(&input, width);
        let told = checked(&svg);
        assert!(told.starts_with("1. 3 March 2026: A&B"), "{told}");
        assert!(told.contains("(held), \u{2212}0.01\u{a0}USD."));
        assert_eq!(svg.as_str().matches("c-today").count(), 1);
    }
    input.marks.clear();
    input.to = date(2036, 1, 1);
    assert!(calendar_strip(&input, Width::Wide).as_str().contains("184 days at most"));
    input.to = date(2026, 1, 1);
    checked(&calendar_strip(&input, Width::Narrow));
}

fn life(marks: &[(Date, MarkKind, &str, Option<i64>)]) -> InvoiceLife {
    let mark = |(on, kind, label, amount): &(Date, MarkKind, &str, Option<i64>)| LifeMark {
        on: *on,
        kind: *kind,
        label: (*label).to_owned(),
        amount: amount.map(usd),
    };
    InvoiceLife { id: "l".into(), title: NASTY.into(), today: TODAY, marks: marks.iter().map(mark).collect() }
}

#[test]
fn a_life_tells_its_marks_in_order_of_time() {
    let input = life(&[
        (date(2026, 4, 30), MarkKind::Due, "Due", None),
        (date(2026, 1, 12), MarkKind::Offered, "Offered", Some(1_000_000)),
        (date(2026, 1, 13), MarkKind::Bought, "Bought", Some(800_000)),
    ]);
    for width in WIDTHS {
        assert_eq!(
            checked(&invoice_life(&input, width)),
            "12 January 2026: Offered, 10,000.00\u{a0}USD. 13 January 2026: Bought, 8,000.00\u{a0}USD. \
             30 April 2026: Due. Today is 4 March 2026."
        );
    }
}

#[test]
fn a_life_holds_at_nothing_one_and_a_crowd() {
    let crowd: Vec<_> =
        (0..40).map(|n| (date(2026, 1, 1) + (n / 8).days(), MarkKind::Fee, NASTY, Some(i64::MAX))).collect();
    for marks in [&[][..], &[(TODAY, MarkKind::Bought, NASTY, None)], &crowd] {
        for width in WIDTHS {
            checked(&invoice_life(&life(marks), width));
        }
    }
}

#[test]
fn a_sparkline_holds_at_nothing_one_flat_and_huge() {
    for values in [&[][..], &[7], &[3, 3, 3], &[i64::MIN, 0, i64::MAX]] {
        checked(&sparkline("k", NASTY, values));
    }
    assert_eq!(checked(&sparkline("k", "Days", &[41, 38, 44])), "3 values, from 38 to 44, last 44.");
}

#[test]
fn usage_tells_the_share_and_what_is_above() {
    let input = |used, limit| Usage { id: "u".into(), title: NASTY.into(), used: usd(used), limit: usd(limit) };
    for width in WIDTHS {
        assert_eq!(checked(&usage(&input(72_500, 100_000), width)), "725.00 of 1,000.00\u{a0}USD. 72.5\u{a0}%");
        assert_eq!(checked(&usage(&input(120_000, 100_000), width)), "1,200.00 of 1,000.00\u{a0}USD. over by 200.00");
        assert!(checked(&usage(&input(5, 0), width)).contains("no limit agreed"));
        for (used, limit) in [(0, 0), (-5, 100), (i64::MAX, 1), (1, i64::MAX), (0, -5)] {
            checked(&usage(&input(used, limit), width));
        }
    }
}

#[test]
fn drawn_twice_for_a_page_no_id_is_used_twice() {
    let input = aged(vec![bucket("Not due", 750_000), bucket("1\u{2013}30", 250_000)]);
    let both = responsive(Width::Wide, |width| ageing(&input, width));
    let ids: Vec<_> = both.as_str().split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len());
}
