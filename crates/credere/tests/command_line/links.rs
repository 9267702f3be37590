//! `credere link`: made, listed, taken back, each with its refusals.

use crate::program::Program;

const NOWHERE: &str = "70000000-0000-0000-8000-000000000007";

fn said(out: &std::process::Output) -> (bool, String) {
    let text = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    (out.status.success(), text)
}

#[test]
fn a_link_is_made_listed_and_taken_back_with_who_and_why() {
    let program = Program::new();
    let data = program.data();
    let run = |more: &[&str]| {
        let all: Vec<&str> = ["link"].iter().chain(more).chain(&["--data", data.as_str()]).copied().collect();
        said(&program.run(&all))
    };
    let none = run(&["make", "--debtor", "BUYER"]);
    assert!(!none.0 && none.1.contains("Set the guest address in the settings"), "{none:?}");
    let taken = program.import_text("portfolio", "sender.toml", SENDER, &[]);
    assert!(taken.status.success(), "{taken:?}");

    let made = run(&["make", "--debtor", "BUYER", "--days", "3"]);
    assert!(made.0 && made.1.contains("https://pay.example.com/g/"), "{made:?}");
    let list = run(&["list", "--debtor", "buyer"]);
    assert!(list.0 && list.1.contains("1 link opens its page now.") && list.1.contains("not opened yet"), "{list:?}");
    let id = list.1.split("  for").next().unwrap().to_owned();
    assert!(!list.1.contains("/g/"), "an address is said once, to whoever had it made: {list:?}");
    assert!(run(&["list", "--client", "SELLER"]).1.contains("No link opens its page now."));

    for (wrong, remedy) in [
        (&["revoke", id.as_str(), "--why", " "][..], "Say in a sentence why"),
        (&["revoke", id.as_str(), "--why", "x", "--by", " "], "--by is empty"),
        (&["revoke", NOWHERE, "--why", "x"], "no link"),
        (&["revoke", "12", "--why", "x"], "invalid value '12'"),
        (&["revoke", id.as_str()], "--why"),
        (&["list"], "--debtor"),
        (&["list", "--debtor", "GHOST"], "GHOST"),
        (&["make", "--debtor", "BUYER", "--days", "0"], "Choose from 1 to"),
        (&["make", "--debtor", "BUYER", "--contact", NOWHERE], "Choose a contact of the party"),
    ] {
        let (done, text) = run(wrong);
        assert!(!done && text.contains(remedy), "{wrong:?}: {text}");
    }
    let gone = run(&["revoke", &id, "--why", "The phone was lost", "--by", "I. Quist"]);
    assert!(gone.0 && gone.1.contains("opens nothing any more"), "{gone:?}");
    assert!(run(&["list", "--debtor", "BUYER"]).1.contains("No link opens its page now."));
    let all = run(&["list", "--debtor", "BUYER", "--all"]);
    assert!(all.1.contains("by I. Quist: The phone was lost"), "{all:?}");
}

const SENDER: &str = r#"
[factor.sender]
address = { lines = ["9 Wick Lane"], city = "Cleveland", region = "OH", postcode = "44113", country = "US" }
email = "hello@lantern.example"
phone = "+1 555 010 0100"
register = "Lantern Trade Finance LLC, registered in Ohio, 5530021"
guest_address = "https://pay.example.com"
"#;
