//! People and mailboxes: what is odd about them, who may be written to.

use crate::house::{House, mailbox};
use app::Error;
use app::contact::{NewContact, mark_wrong, opt_out, recipient, retire, save_contact, verify_contact};
use domain::contact::{Channel, ContactSource, Purpose, Role};
use domain::fraud::Gravity;

fn code(error: Error) -> String {
    match error {
        Error::Refused(refusals) => refusals.into_iter().map(|one| one.code).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

#[test]
fn all_problems_of_a_contact_are_told_at_once() {
    let house = House::new();
    let new = NewContact {
        name: " ".into(),
        email: Some("two@a.example, b@b.example".into()),
        phone: Some("call me".into()),
        zone: Some("Mars/Olympus".into()),
        role: Role::Client,
        ..mailbox()
    };
    let refused = house.run(move |task| save_contact(task, &new)).unwrap_err();
    assert_eq!(code(refused), "ROLE NAME EMAIL PHONE TIME_ZONE");
}

#[test]
fn saving_the_same_twice_is_one_contact() {
    let house = House::new();
    let again = house.run(|task| save_contact(task, &mailbox())).unwrap();
    assert_eq!(again, house.contact);
}

#[test]
fn fr_10_a_look_alike_is_kept_but_not_written_to_until_verified() {
    let house = House::new();
    let fake = NewContact { email: Some("ap@norwe11.example".into()), name: "Billing".into(), ..mailbox() };
    let old = house.contact.id;
    let fake = house
        .run(move |task| {
            mark_wrong(task, old, "somebody said so")?;
            save_contact(task, &fake)
        })
        .unwrap();
    assert_eq!((fake.findings[0].rule.as_str(), fake.findings[0].gravity), ("FR-10", Gravity::Block));
    let (debtor, id) = (house.debtor, fake.id);
    let refused = house.app.read(|reads| recipient(reads, debtor, None, Purpose::Status)).unwrap_err();
    assert_eq!(code(refused), "NO_CONTACT");
    house.run(move |task| verify_contact(task, id, "called the switchboard", true)).unwrap();
    let found = house.app.read(|reads| recipient(reads, debtor, None, Purpose::Status)).unwrap();
    assert_eq!(found.id, id);
}

#[test]
fn fr_11_fr_14_free_mail_and_the_client_s_own_phone_are_shown() {
    let house = House::new();
    let odd = NewContact {
        email: Some("norwell.ap@gmail.com".into()),
        phone: Some("212 555 0106".into()),
        source: ContactSource::Client,
        name: "Pat".into(),
        ..mailbox()
    };
    let saved = house.run(move |task| save_contact(task, &odd)).unwrap();
    let rules: Vec<&str> = saved.findings.iter().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(rules, ["FR-11", "FR-14"]);
    assert!(saved.findings.iter().all(|finding| !finding.blocks()));
}

#[test]
fn co_04_co_08_co_33_who_is_written_to() {
    let house = House::new();
    let (debtor, ap) = (house.debtor, house.contact.id);
    let to = |purpose| house.app.read(|reads| recipient(reads, debtor, None, purpose));
    let person =
        NewContact { mailbox: false, email: Some("pat@norwell.example".into()), name: "Pat".into(), ..mailbox() };
    house.run(move |task| save_contact(task, &person)).unwrap();
    assert_eq!(to(Purpose::Status).unwrap().id, ap, "CO-33: the mailbox before the person");
    house.run(move |task| opt_out(task, ap, Channel::Email)).unwrap();
    assert_eq!(to(Purpose::Status).unwrap().name, "Pat");
    assert_eq!(to(Purpose::Notice).unwrap().id, ap, "CO-08: of reminders, not of notices");
    house.run(move |task| retire(task, ap, "left")).unwrap();
    assert_eq!(to(Purpose::Reply).unwrap().name, "Pat");
    assert_eq!(code(to(Purpose::Supervisor).unwrap_err()), "NO_CONTACT");
    let lawyer = NewContact {
        role: Role::Lawyer,
        email: Some("counsel@lex.example".into()),
        name: "Counsel".into(),
        ..mailbox()
    };
    let named = lawyer.clone();
    let id = house.run(move |task| save_contact(task, &named)).unwrap().id;
    assert_eq!(to(Purpose::Status).unwrap().name, "Counsel");
    house.run(move |task| retire(task, id, "the matter is over")).unwrap();
    assert_eq!(to(Purpose::Status).unwrap().name, "Pat");
    house.run(move |task| save_contact(task, &lawyer)).unwrap();
    assert_eq!(to(Purpose::Status).unwrap().id, id, "CO-08: named again, it binds again");
}
