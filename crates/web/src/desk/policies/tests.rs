//! No figure of a policy is left out, and none is shown that it does not have.

use super::*;
use std::collections::BTreeSet;

#[test]
fn every_figure_of_every_policy_is_on_its_page() {
    for policy in POLICIES {
        let usual = (policy.usual)();
        let kept: BTreeSet<&str> = usual.as_object().unwrap().keys().map(String::as_str).collect();
        let shown: BTreeSet<&str> = policy.figures().map(|figure| figure.path.split('.').next().unwrap()).collect();
        assert_eq!(shown, kept, "{}", policy.name);
        for figure in policy.figures() {
            assert!(!written::at(&usual, figure.path).is_null(), "{}: {}", policy.name, figure.path);
        }
    }
}
