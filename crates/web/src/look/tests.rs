//! The frame and every component with hostile text: nothing leaves its place, nothing breaks the content policy.

use super::facts::{Empty, Fact, Figure, Moment, Preview, Problem, Tab, Task};
use super::form::{Choice, Field, FormErrors};
use super::table::{Column, Order, Pager};
use super::{Badge, Flash, Noun, Page, Tone, filters};
use askama::Template;
use domain::money::{Currency, Money};
use domain::proof::Proof;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 3, 4);
const NASTY: &str = "\"><script>alert(1)</script>' onload='x";

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout.html" %}
{% import "components/money.html" as money %}{% import "components/date.html" as date %}
{% import "components/badge.html" as badge %}{% import "components/proof.html" as proof %}
{% import "components/page.html" as part %}{% import "components/table.html" as table %}
{% import "components/facts.html" as facts %}{% import "components/field.html" as field %}
{% block title %}{{ text }}{% endblock %}{% block heading %}{{ text }}{% endblock %}
{% block head_answer %}{% call money::answer(amount, text) %}{% endcall %}{% endblock %}
{% block content %}
{% call money::figures(figures) %}{% endcall %}{% call proof::why(line) %}{% endcall %}
{% call money::inline(amount) %}{% endcall %}{% call date::inline(page.business_date) %}{% endcall %}
{% call badge::badge(state) %}{% endcall %}{% call badge::notice(state) %}{% endcall %}
{% call part::tabs(text, tabs) %}{% endcall %}{% call part::empty(empty) %}{% endcall %}
{% call part::problem(problem) %}{% endcall %}{% call part::preview(preview) %}{% endcall %}
{% call part::tasks(tasks) %}{% endcall %}{% call table::bar(text, text, text) %}{% endcall %}
<table class="rows">{% call table::head(columns) %}{% endcall %}<tbody><tr>{% call money::cell(amount) %}{% endcall %}
{% call money::why_cell(amount, line) %}{% endcall %}{% call date::cell(page.business_date) %}{% endcall %}
{% call date::cell_year(page.business_date) %}{% endcall %}
{% call date::cell_relative(page.business_date, page.business_date) %}{% endcall %}</tr></tbody></table>
{% call table::pager(pager) %}{% endcall %}{% call facts::key(key) %}{% endcall %}
<form method="post" action="/" novalidate>{% call field::csrf(page) %}{% endcall %}{% call field::summary(errors) %}{% endcall %}
{% for f in fields %}{% if loop.index == 1 %}{% call field::text(f) %}{% endcall %}{% elif loop.index == 2 %}
{% call field::money(f) %}{% endcall %}{% elif loop.index == 3 %}{% call field::date(f) %}{% endcall %}
{% elif loop.index == 4 %}{% call field::select(f) %}{% endcall %}{% elif loop.index == 5 %}
{% call field::file(f) %}{% endcall %}{% elif loop.index == 6 %}{% call field::textarea(f) %}{% endcall %}
{% elif loop.index == 7 %}{% call field::radios(f) %}{% endcall %}{% else %}{% call field::tick(f) %}{% endcall %}
{% endif %}{% endfor %}</form>{% endblock %}
{% block rail %}{% call facts::timeline(text, moments) %}{% endcall %}{% endblock %}"#
)]
struct Everything {
    page: Page,
    text: &'static str,
    amount: Money,
    line: Proof,
    state: Badge,
    figures: Vec<Figure>,
    tabs: Vec<Tab>,
    empty: Empty,
    problem: Problem,
    preview: Preview,
    tasks: Vec<Task>,
    columns: Vec<Column>,
    pager: Pager,
    key: Vec<Fact>,
    errors: FormErrors,
    fields: Vec<Field>,
    moments: Vec<Moment>,
}

fn everything() -> String {
    let text = || NASTY.to_owned();
    let pair = || Some((text(), text()));
    let amount = Money::new(-123_450, Currency::USD);
    let line = Proof::new(NASTY, text()).with(NASTY, NASTY).under(3);
    let state = Badge::attention(NASTY);
    let mut page = Page::new(NASTY, TODAY);
    page.active = Some(Noun::Cash);
    page.waiting = vec![(Noun::Today, 4)];
    page.signed_in = Some(text());
    page.csrf = text();
    page.search = text();
    page.flash = Some(Flash { tone: Tone::Good, text: text(), receipt: pair() });
    let mut errors = FormErrors::default();
    errors.general.push(text());
    let fields: Vec<Field> = (1..=8)
        .map(|n| {
            errors.add(format!("f{n}"), text());
            Field::new(format!("f{n}"), NASTY)
                .hint(NASTY)
                .value(NASTY)
                .unit(NASTY)
                .accept(NASTY)
                .choices([Choice::new(NASTY, NASTY)])
                .checked(&errors)
        })
        .collect();
    let sorted = Some(("due", Order::Descending));
    Everything {
        page,
        text: NASTY,
        amount,
        figures: vec![Figure { label: text(), amount, note: Some(text()), proof: Some(line.clone()) }],
        tabs: vec![Tab { label: text(), href: text(), current: true, count: Some(1) }],
        empty: Empty { title: text(), text: text(), action: pair() },
        problem: Problem { title: text(), text: text(), remedy: text(), reference: Some(text()), action: pair() },
        preview: Preview {
            title: text(),
            steps: vec![(text(), Some(amount))],
            total: Some((text(), amount)),
            undo: text(),
            second_person: Some(text()),
        },
        tasks: vec![Task { what: text(), href: text(), about: text(), amount: None, badge: state.clone() }],
        columns: vec![Column::figures(NASTY).sortable(NASTY, "due", sorted)],
        pager: Pager::new(NASTY, 2, 500),
        key: vec![Fact::new(NASTY, NASTY).link(NASTY).because(line.clone())],
        moments: vec![Moment { who: Some(text()), href: Some(text()), ..Moment::new(NASTY, NASTY, NASTY) }],
        line,
        state,
        errors,
        fields,
    }
    .render()
    .unwrap()
}

#[test]
fn hostile_text_stays_text_everywhere() {
    let html = everything();
    assert_eq!(html.matches("<script").count(), 1, "only our own script");
    assert!(!html.contains("onload='x"), "an attribute was opened");
    assert!(html.contains("&#60;script&#62;") || html.contains("&lt;script&gt;"));
}

#[test]
fn no_component_needs_more_than_the_strict_content_policy() {
    let html = everything();
    for forbidden in ["style=", "<style", " onclick", " onload=\"", "javascript:", "http://", "https://"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn every_line_of_the_error_list_leads_to_an_input() {
    let html = everything();
    for n in 1..=8 {
        assert_eq!(html.matches(&format!("<a href=\"#f{n}\">")).count(), 1);
        assert_eq!(html.matches(&format!(" id=\"f{n}\"")).count(), 1);
        assert_eq!(html.matches(&format!(" id=\"f{n}-error\"")).count(), 1);
    }
    assert!(html.contains("9 things need correcting"));
}

#[test]
fn heads_tell_their_order_and_the_page_its_noun() {
    let html = everything();
    assert!(html.contains("aria-sort=\"descending\""));
    assert_eq!(
        html.matches("href=\"/cash\" aria-current=\"page\"").count(),
        2,
        "beside the page and in the folded menu"
    );
    assert!(html.contains("<time datetime=\"2026-03-04\">4 March 2026</time>"));
    assert!(html.contains("<td class=\"num negative\">\u{2212}1,234.50</td>"));
}
