//! Schedules through the front door: read, decided, bought, resumed, twice at once.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod federal;
mod fixture;
mod waiting;

use app::schedule::{BATCH, preview, submit};
use domain::invoice::InvoiceState;
use domain::invoice::guard::{Guard, Verdict};
use fixture::{Fixture, line};
use std::sync::{Arc, Barrier};

#[test]
fn a_schedule_of_several_units_is_bought_whole_and_known_when_handed_in_again() {
    let fixture = Fixture::new();
    let count = 2 * BATCH as u64 + 500;
    let lines = (0..count).map(|number| line(number, fixture.app.today())).collect();
    let submission = fixture.submission(lines);
    let mut seen = Vec::new();
    let answer = submit(&fixture.app, "test", &submission, &mut |progress| seen.push(progress.done)).unwrap();
    assert_eq!((answer.bought, answer.waiting, answer.refused), (count as i64, 0, 0));
    assert_eq!(answer.count, count as i64);
    assert_eq!(seen.last(), Some(&count));
    let again = submit(&fixture.app, "test", &submission, &mut |_| {}).unwrap();
    assert!(again.known);
    assert_eq!((again.bought, again.cash), (answer.bought, answer.cash));
    fixture.sums_hold();
}

#[test]
fn fr_01_two_submissions_at_once_buy_an_invoice_once() {
    let fixture = Fixture::new();
    let barrier = Arc::new(Barrier::new(2));
    let threads: Vec<_> = (0..2_u8)
        .map(|turn| {
            let mut submission = fixture.submission(vec![line(1, fixture.app.today())]);
            Arc::get_mut(&mut submission.content).unwrap().sha256 = [turn; 32];
            // A second process: a queue of its own on the same file.
            let (app, barrier) = (fixture.second_process(), barrier.clone());
            std::thread::spawn(move || {
                barrier.wait();
                submit(&app, "test", &submission, &mut |_| {}).unwrap().bought
            })
        })
        .collect();
    let bought: i64 = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(bought, 1);
    fixture.sums_hold();
}

#[test]
fn one_bad_line_never_blocks_the_others_and_says_why() {
    let fixture = Fixture::new();
    let today = fixture.app.today();
    let mut lines: Vec<_> = (0..4).map(|number| line(number, today)).collect();
    lines[1].debtor.code = Some("NOBODY".into());
    lines[2].delivery = Some(today.tomorrow().unwrap());
    let answer = submit(&fixture.app, "test", &fixture.submission(lines), &mut |_| {}).unwrap();
    assert_eq!((answer.bought, answer.refused), (2, 2));
    let refused = |place: usize, guard| {
        let finding = answer.lines[place].findings.iter().find(|finding| finding.guard == guard).unwrap();
        finding.verdict == Verdict::Refuse && finding.remedy.is_some()
    };
    assert!(refused(1, Guard::G4));
    assert!(refused(2, Guard::G16));
    fixture.sums_hold();
}

#[test]
fn fr_01b_the_same_number_at_another_amount_waits_for_a_person() {
    let fixture = Fixture::new();
    let today = fixture.app.today();
    let first = line(1, today);
    let mut second = line(1, today);
    second.amount.minor += 100;
    let answer = submit(&fixture.app, "test", &fixture.submission(vec![first, second]), &mut |_| {}).unwrap();
    assert_eq!((answer.bought, answer.waiting), (1, 1));
    let waiting = answer.lines[1].invoice;
    let decided = fixture.task(move |task| app::schedule::buy_waiting(task, waiting)).unwrap();
    assert_eq!(decided.state, InvoiceState::Purchased);
    fixture.sums_hold();
}

#[test]
fn a_refused_line_is_bought_once_its_debtor_is_there() {
    let fixture = Fixture::new();
    let mut unknown = line(1, fixture.app.today());
    unknown.debtor.code = Some("LATER".into());
    let answer = submit(&fixture.app, "test", &fixture.submission(vec![unknown]), &mut |_| {}).unwrap();
    assert_eq!(answer.refused, 1);
    fixture.add_debtor("LATER");
    let schedule = answer.schedule;
    let decided = fixture.task(move |task| app::schedule::decide_again(task, schedule)).unwrap();
    assert_eq!(decided[0].state, InvoiceState::Purchased);
    fixture.sums_hold();
}

#[test]
fn a_preview_shows_the_decision_and_keeps_nothing() {
    let fixture = Fixture::new();
    let submission = fixture.submission(vec![line(1, fixture.app.today())]);
    let shown = preview(&fixture.app, "test", &submission).unwrap();
    assert_eq!(shown.lines[0].state, InvoiceState::Purchased);
    assert_eq!(shown.known, None);
    assert_eq!(fixture.events("INVOICE_PURCHASED"), 0);
    assert_eq!(submit(&fixture.app, "test", &submission, &mut |_| {}).unwrap().bought, 1);
}

#[test]
fn le_16_a_credit_note_reduces_the_invoice_once() {
    let fixture = Fixture::new();
    let today = fixture.app.today();
    let invoice = line(1, today);
    let mut note = line(2, today);
    note.is_credit_note = true;
    note.preceding_invoice = Some(invoice.number.clone());
    note.amount.minor = 1_000;
    let answer =
        submit(&fixture.app, "test", &fixture.submission(vec![note.clone(), invoice.clone()]), &mut |_| {}).unwrap();
    assert_eq!((answer.bought, answer.credits), (1, 1));
    let id = answer.lines[0].invoice;
    let open = |fixture: &Fixture| fixture.invoice(id).receivable.unwrap().open;
    assert_eq!(open(&fixture), invoice.amount.minor - 1_000);
    let mut again = fixture.submission(vec![note]);
    Arc::get_mut(&mut again.content).unwrap().sha256 = [9; 32];
    let answer = submit(&fixture.app, "test", &again, &mut |_| {}).unwrap();
    assert_eq!((answer.credits, answer.rejected.len()), (0, 1));
    assert_eq!(open(&fixture), invoice.amount.minor - 1_000);
    fixture.sums_hold();
}

#[test]
fn an_interrupted_import_goes_on_where_it_stopped() {
    let fixture = Fixture::new();
    let lines: Vec<_> = (0..2 * BATCH as u64).map(|number| line(number, fixture.app.today())).collect();
    let submission = fixture.submission(lines);
    // The process ends after the first unit: what was answered is there.
    let app = fixture.app.clone();
    let stopped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        submit(&app, "test", &submission, &mut |progress| assert!(progress.done < BATCH as u64, "the power goes"))
    }));
    assert!(stopped.is_err());
    assert_eq!(fixture.events("INVOICE_PURCHASED"), BATCH as i64);
    let answer = submit(&fixture.second_process(), "test", &submission, &mut |_| {}).unwrap();
    assert_eq!(answer.bought, 2 * BATCH as i64);
    assert_eq!(fixture.events("INVOICE_PURCHASED"), 2 * BATCH as i64);
    fixture.sums_hold();
}
