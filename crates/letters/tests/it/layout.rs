//! Layouts of a factor: tried before they are used.

use crate::samples;
use letters::paper::{LAYOUT_BYTES, Layout, Paper, Problem, print};

fn refused(text: &str) -> Vec<Problem> {
    Layout::parse(text).expect_err("a broken layout")
}

#[test]
fn the_built_in_layout_passes_its_own_trial() {
    let layout = Layout::parse(Layout::built_in().text()).expect("passes");
    assert_eq!(layout.text(), Layout::built_in().text());
}

#[test]
fn a_changed_layout_prints() {
    let text = Layout::built_in().text().replace("#let accent = rgb(\"#0b4f4a\")", "#let accent = rgb(\"#402a6b\")");
    assert_ne!(text, Layout::built_in().text());
    let layout = Layout::parse(&text).expect("passes");
    let own = print(&layout, &samples::notice_english(), Paper::A4).expect("prints").pdf;
    assert_ne!(own, print(&Layout::built_in(), &samples::notice_english(), Paper::A4).expect("prints").pdf);
}

#[test]
fn a_broken_layout_is_refused_with_its_lines_all_at_once() {
    let problems = refused("#let letter(it) = {\n  let a = (\n}\n\n#let b = [never closed\n");
    assert!(problems.len() >= 2, "{problems:?}");
    assert!(problems.iter().all(|problem| problem.line.is_some()), "{problems:?}");
    assert_eq!(problems[0].line, Some(2), "{problems:?}");
}

#[test]
fn a_mistake_while_setting_names_its_line_and_what_to_do() {
    let built_in = Layout::built_in().text().replace("words(it.subject)", "words(it.subjekt)");
    let line = built_in.lines().position(|line| line.contains("it.subjekt")).expect("is there") + 1;
    let problems = refused(&built_in);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].line, Some(line));
    assert!(problems[0].fact.contains("subjekt") && !problems[0].remedy.is_empty(), "{problems:?}");
    assert!(problems[0].to_string().starts_with(&format!("line {line}: ")));
}

#[test]
fn a_layout_without_its_function_says_what_to_define() {
    let problems = refused("#let brief(it) = it.subject\n");
    assert!(problems[0].fact.contains("letter"), "{problems:?}");
    assert!(problems[0].remedy.contains("#let letter(it)"), "{problems:?}");
}

#[test]
fn a_warning_is_an_error() {
    let text = Layout::built_in().text().replace("\"DejaVu Sans Mono\"", "\"No Such Font\"");
    let problems = refused(&text);
    assert!(problems.iter().any(|problem| problem.fact.contains("unknown font family")), "{problems:?}");
    assert!(problems[0].line.is_some(), "{problems:?}");
}

#[test]
fn gl_50_a_layout_that_drops_words_is_refused() {
    let problems = refused(&Layout::built_in().text().replace("  body(it)\n", ""));
    let facts: Vec<&str> = problems.iter().map(|problem| problem.fact.as_str()).collect();
    assert!(facts.iter().any(|fact| fact.contains("DE02 1203 0000 0000 2020 51")), "{facts:?}");
    // Off the sheet is not shown either.
    let problems = refused(&Layout::built_in().text().replace("  body(it)\n", "  place(dx: 500mm, body(it))\n"));
    assert!(problems.iter().any(|problem| problem.fact.contains("DE02 1203")), "{problems:?}");
}

#[test]
fn a_layout_reads_no_file_no_package_and_no_clock() {
    let with = |code: &str| refused(&format!("{code}\n{}", Layout::built_in().text()));
    for code in [
        "#let secret = read(\"/etc/passwd\")",
        "#import \"other.typ\": x",
        "#import \"@preview/tablex:0.0.8\": x",
        "#image(\"logo.png\")",
    ] {
        let problems = with(code);
        assert!(problems[0].fact.contains("no files and no packages"), "{code}: {problems:?}");
        assert_eq!(problems[0].line, Some(1), "{code}");
    }
    let clock = with("#let now = datetime.today()");
    assert_eq!(clock[0].line, Some(1), "{clock:?}");
}

#[test]
fn a_layout_beyond_the_limit_is_refused_with_the_limit() {
    let problems = refused(&format!("// {}\n", "x".repeat(LAYOUT_BYTES)));
    assert!(problems[0].fact.contains("65536") && problems[0].line.is_none(), "{problems:?}");
}

#[test]
fn a_layout_that_never_ends_is_stopped() {
    let problems = refused(&format!("#let x = {{ while true {{ }} }}\n{}", Layout::built_in().text()));
    assert_eq!(problems[0].line, Some(1), "{problems:?}");
}

#[test]
fn a_layout_does_not_count_the_pages_itself() {
    let text = Layout::built_in().text().replace("#let letter(it) = {", "#let letter-body(it) = {");
    let text =
        format!("{text}\n#let letter(it) = {{ letter-body(it); pagebreak(); counter(page).update(1); [Enclosure] }}\n");
    let layout = Layout::parse(&text).expect("all is shown");
    let error = print(&layout, &samples::notice_english(), Paper::A4).expect_err("counts itself").to_string();
    assert!(error.contains("counter(page).update"), "{error}");
}
