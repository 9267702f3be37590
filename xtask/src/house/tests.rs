//! Each rule with a planted violation, and with the nearest thing that is right.

use super::{Text, ids, lines, shape};
use crate::outcome::Finding;

fn text(path: &str, body: impl Into<String>) -> Text {
    Text { path: path.into(), body: body.into() }
}

fn places(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.place.as_str()).collect()
}

#[test]
fn floats_in_the_rules_are_found() {
    for bad in ["let a: f64 = 1.0;", "let a = 1f32;", "let a = 1.0_f64;", "rate.to_f64()", "Vec<f32>"] {
        let found = lines::pure_rules(&[text("crates/domain/src/fee/mod.rs", format!("//! Fees.\n{bad}\n"))]);
        assert_eq!(places(&found), ["crates/domain/src/fee/mod.rs:2"], "{bad}");
    }
    for good in ["// no f64 here", "let hash = \"a1f640\";", "let a = 0x1f64;", "let buf64 = 1;"] {
        assert_eq!(lines::pure_rules(&[text("crates/domain/src/fee/mod.rs", good)]), [], "{good}");
    }
    assert_eq!(lines::pure_rules(&[text("crates/web/src/lib.rs", "let a: f64 = 1.0;")]), []);
}

#[test]
fn a_clock_in_the_rules_is_found_but_not_in_their_tests() {
    let code = "fn f() {\n    jiff::Timestamp::now();\n}\n";
    assert_eq!(places(&lines::pure_rules(&[text("crates/domain/src/a.rs", code)])), ["crates/domain/src/a.rs:2"]);
    let in_test = "#[cfg(test)]\nmod tests {\n    fn f() { Uuid::now_v7(); }\n}\n";
    assert_eq!(lines::pure_rules(&[text("crates/domain/src/a.rs", in_test)]), []);
}

#[test]
fn machine_paths_are_found() {
    for folder in ["work", "home", "root", "Users", "tmp"] {
        let bad = format!("read(\"/{folder}/x\")");
        assert_eq!(lines::machine_paths(&[text("a.rs", bad)]).len(), 1, "{folder}");
    }
    let windows = ["C:", "Users", "x"].join("\\");
    assert_eq!(lines::machine_paths(&[text("a.md", windows)]).len(), 1);
    for good in ["../home/x", "{base}/home/x", "https://example.com/home/x", "seahome/x", "/clients/home"] {
        assert_eq!(lines::machine_paths(&[text("a.rs", good)]), [], "{good}");
    }
}

#[test]
fn registry_hosts_are_found() {
    for parts in [["crates", "io"], ["npmjs", "org"], ["PyPI", "org"], ["debian", "org"]] {
        let bad = format!("see https://{}/x", parts.join("."));
        assert_eq!(lines::registry_hosts(&[text("README.md", bad)]).len(), 1, "{parts:?}");
    }
    assert_eq!(lines::registry_hosts(&[text("a.rs", "crates.iowa cratesXio std::io crates/io")]), []);
}

#[test]
fn what_is_unfinished_is_found() {
    let calls = [["to", "do!()"], ["unimple", "mented!()"], ["#[ig", "nore]"], ["// FIX", "ME"], ["# TO", "DO: x"]];
    for parts in calls {
        assert_eq!(lines::unfinished(&[text("a.rs", parts.concat())]).len(), 1, "{parts:?}");
    }
    assert_eq!(lines::unfinished(&[text("a.css", ["/* X", "XX */"].concat())]).len(), 1);
    // A bank's head office and "no currency" are spelt the same way.
    let code = ["let bic = \"COBADEFFX", "XX\"; let none = \"X", "XX\";"].concat();
    assert_eq!(lines::unfinished(&[text("a.rs", code)]), []);
}

#[test]
fn names_that_say_nothing_are_found() {
    for bad in ["crates/web/src/utils.rs", "crates/web/tests/common/mod.rs", "helpers/x.mjs", "a/misc.test.mjs"] {
        assert_eq!(shape::empty_names(&[text(bad, "")]).len(), 1, "{bad}");
    }
    assert_eq!(shape::empty_names(&[text("crates/web/src/commons_register.rs", "")]), []);
}

#[test]
fn a_file_of_701_lines_is_found() {
    for kind in ["rs", "html", "css", "js", "mjs"] {
        let path = format!("a.{kind}");
        assert_eq!(shape::long_files(&[text(&path, "x\n".repeat(700))]), []);
        assert_eq!(shape::long_files(&[text(&path, "x\n".repeat(701))]).len(), 1, "{kind}");
    }
    assert_eq!(shape::long_files(&[text("rates.csv", "x\n".repeat(9000))]), []);
}

#[test]
fn a_test_for_a_rule_that_no_code_names_is_found() {
    let test = text("crates/app/tests/fees.rs", "#[test]\nfn fe_21_full_period() {}\n");
    let only_test = text("crates/app/src/a.rs", "#[cfg(test)]\nmod tests {\n    // FE-21\n}\n");
    let found = ids::in_code(&[test, only_test]);
    assert_eq!(places(&found), ["crates/app/tests/fees.rs:2"]);
    assert!(found[0].fact.contains("FE-21"), "{found:?}");
}

#[test]
fn rule_ids_are_matched_whole() {
    let check = |name: &str, comment: &str| {
        let code = text(
            "crates/domain/src/a.rs",
            format!("// {comment}\n#[cfg(test)]\nmod tests {{\n    fn {name}() {{}}\n}}\n"),
        );
        ids::in_code(&[code]).len()
    };
    assert_eq!(check("fe_21_full", "FE-21, in full"), 0);
    assert_eq!(check("fr_02b_pledge", "(FR-02b)"), 0);
    assert_eq!(check("fr_02b_pledge", "FR-02"), 1);
    assert_eq!(check("fe_2_x", "FE-21"), 1);
    assert_eq!(check("free_21_x", "nothing"), 0);
    assert_eq!(check("le_vel", "nothing"), 0);
}
