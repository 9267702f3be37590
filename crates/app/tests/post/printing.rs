//! Letters on paper.

use crate::fixture::{Fixture, Plain};
use app::post::{courier_signed, make_print_run, posted, print_again, track, undo_print_run};
use domain::contact::{Channel, MessageState, Purpose};
use store::kept;

#[test]
fn a_print_run_has_left_when_a_person_says_it_was_posted() {
    let fixture = Fixture::new();
    let letters = [1, 2].map(|_| fixture.queued(Purpose::Notice, Channel::Letter, 1));
    fixture.queued(Purpose::Reply, Channel::Email, 1);
    let printed = make_print_run(&fixture.app, &Plain, "A. Person").unwrap().unwrap();
    assert_eq!((printed.number, printed.letters), (1, 2));
    assert_eq!(String::from_utf8(printed.run.list).unwrap(), "1,Debtor Inc.\n2,Debtor Inc.\n");
    assert!(make_print_run(&fixture.app, &Plain, "A. Person").unwrap().is_none(), "each letter is printed once");
    assert_eq!(print_again(&fixture.app, &Plain, 1).unwrap().letters, 2);
    assert!(letters.iter().all(|letter| fixture.message(letter.id).sent_at.is_none()));
    let (id, day) = (letters[0].id, fixture.app.today());
    assert!(fixture.task(move |task| track(task, id, "RR 123")).is_err(), "not posted yet");
    assert_eq!(fixture.task(|task| posted(task, 1)).unwrap(), 2);
    assert_eq!(fixture.task(|task| posted(task, 1)).unwrap(), 0, "said again, it changes nothing");
    assert!(letters.iter().all(|letter| fixture.message(letter.id).state == MessageState::Sent));
    assert!(fixture.task(|task| undo_print_run(task, 1)).is_err(), "what was posted has left");
    assert!(fixture.task(move |task| courier_signed(task, id, day)).is_err(), "without a tracking number");
    fixture.task(move |task| track(task, id, "RR 123")).unwrap();
    fixture.task(move |task| courier_signed(task, id, day)).unwrap();
    assert_eq!(fixture.message(id).body.delivered_on, Some(day), "LC-45, level 3");
}

#[test]
fn a_print_run_that_was_not_posted_is_undone_and_its_letters_wait_again() {
    let fixture = Fixture::new();
    let letter = fixture.queued(Purpose::Notice, Channel::Letter, 1);
    make_print_run(&fixture.app, &Plain, "A. Person").unwrap().unwrap();
    assert_eq!(fixture.task(|task| undo_print_run(task, 1)).unwrap(), 1);
    assert_eq!(fixture.message(letter.id).state, MessageState::Queued);
    assert!(fixture.task(|task| posted(task, 1)).is_err());
    assert!(print_again(&fixture.app, &Plain, 1).is_err());
    assert_eq!(make_print_run(&fixture.app, &Plain, "A. Person").unwrap().unwrap().number, 2);
}

#[test]
fn a_letter_that_cannot_be_set_comes_to_a_person_and_the_others_are_printed() {
    let fixture = Fixture::new();
    let bad = fixture.queued(Purpose::Notice, Channel::Letter, 1);
    fixture.queued(Purpose::Notice, Channel::Letter, 1);
    let mut unset = bad.clone();
    unset.body.letter.as_mut().unwrap().address.clear();
    fixture.task(move |task| Ok(kept::message::set(task, &unset)?)).unwrap();
    assert_eq!(make_print_run(&fixture.app, &Plain, "A. Person").unwrap().unwrap().letters, 1);
    assert_eq!(fixture.message(bad.id).state, MessageState::Failed);
}

#[test]
fn mail_is_never_printed_and_paper_never_mailed() {
    let fixture = Fixture::new();
    fixture.queued(Purpose::Notice, Channel::Letter, 1);
    assert!(fixture.send(&crate::fixture::Server::default()).is_empty());
}
