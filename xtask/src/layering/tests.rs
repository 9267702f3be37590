//! A right graph passes; each way of being wrong is found.

use super::{check, graph, nowhere};
use serde_json::{Value, json};

/// A crate's name, and what it uses with cargo's word for the kind of use.
type Planted<'a> = (&'a str, &'a [(&'a str, Option<&'a str>)]);

/// What is wrong with these crates, told in cargo's own format.
fn wrong(crates: &[Planted<'_>]) -> Vec<String> {
    let packages: Vec<Value> = crates
        .iter()
        .map(|(name, uses)| {
            let uses: Vec<Value> = uses.iter().map(|(name, kind)| json!({"name": name, "kind": kind})).collect();
            json!({"name": name, "dependencies": uses})
        })
        .collect();
    let text = json!({"packages": packages}).to_string();
    check(&graph::crates(&text).unwrap()).iter().map(ToString::to_string).collect()
}

#[test]
fn the_right_graph_holds() {
    let found = wrong(&[
        ("domain", &[("serde", None), ("proptest", Some("dev"))]),
        ("formats", &[("domain", None), ("csv", None)]),
        ("store", &[("domain", None), ("rusqlite", None)]),
        ("app", &[("store", None), ("formats", None), ("domain", None)]),
        ("web", &[("app", None), ("domain", None)]),
        ("credere", &[("web", None), ("app", None)]),
        ("xtask", &[("serde_json", None)]),
    ]);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn pointing_upward_is_found() {
    let found = wrong(&[("domain", &[("store", None)]), ("store", &[])]);
    assert!(found[0].starts_with("domain: depends on store, which does not stand below it"), "{found:?}");
}

#[test]
fn pointing_upward_from_tests_or_build_scripts_is_found() {
    for kind in ["dev", "build"] {
        let found = wrong(&[("store", &[("app", Some(kind))]), ("app", &[])]);
        assert_eq!(found.len(), 1, "{kind}: {found:?}");
    }
}

#[test]
fn neighbours_on_one_floor_do_not_know_each_other() {
    assert_eq!(wrong(&[("store", &[("formats", None)]), ("formats", &[])]).len(), 1);
}

#[test]
fn the_rules_use_plain_values_only() {
    for outside in ["rusqlite", "tokio", "axum", "tracing", "rand", "getrandom", "reqwest"] {
        let found = wrong(&[("domain", &[(outside, None)])]);
        assert!(found.len() == 1 && found[0].contains(outside), "{found:?}");
    }
    assert_eq!(wrong(&[("domain", &[("proptest", None)])]).len(), 1, "a test tool in the rules themselves");
}

#[test]
fn a_crate_without_a_place_is_found() {
    let found = wrong(&[("portal", &[])]);
    assert!(found[0].contains("no place in the order"), "{found:?}");
    assert_eq!(wrong(&[("app", &[("portal", None)]), ("portal", &[])]).len(), 2);
}

#[test]
fn the_checks_stand_beside_the_house() {
    assert_eq!(wrong(&[("xtask", &[("domain", None)]), ("domain", &[])]).len(), 1);
    assert_eq!(wrong(&[("web", &[("xtask", None)]), ("xtask", &[])]).len(), 1);
}

#[test]
fn the_checks_may_start_a_database_and_learn_nothing_of_the_product_by_it() {
    let found = |features: Value| {
        let uses = json!([{"name": "cluster", "kind": null, "features": features}]);
        let packages = json!([{"name": "xtask", "dependencies": uses}, {"name": "cluster", "dependencies": []}]);
        check(&graph::crates(&json!({"packages": packages}).to_string()).unwrap()).len()
    };
    assert_eq!(found(json!([])), 0);
    assert_eq!(found(json!(["home"])), 1);
}

#[test]
fn a_banned_crate_deep_in_the_graph_is_found() {
    let lock =
        |name: &str| format!("[[package]]\nname = \"serde\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"{name}\"\n");
    assert_eq!(nowhere(&lock("rusqlite")), []);
    assert_eq!(nowhere(&lock("sqlx")).len(), 1);
    assert_eq!(nowhere(&lock("sqlx-core")).len(), 1);
}

#[test]
fn an_unknown_shape_is_a_finding_not_a_pass() {
    assert!(graph::crates("{}").is_err());
    assert!(graph::crates("no json").is_err());
}
