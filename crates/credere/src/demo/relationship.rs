//! The relationship with debtors, day by day: in the morning what the clocks allow, in the afternoon what people say.
//!
//! Contract: only the use cases that a factor's own book knows. On a business day the jobs run at ten and their letters
//! leave at eleven, when it is office time from Chicago to Berlin; at four people answer, and what they set in motion
//! leaves too, save on the last day: that is left in the outbox.

use super::stage::Stage;
use super::{answers, cases, federal, letters, notices, post};
use app::guest::{GuestParty, make_link};
use app::post::Worker;
use app::{App, Error, answer, contact, dispute, erasure, notice, party, verification};
use domain::contact::{ContactState, Sender};
use jiff::civil::Date;
use store::kept;

/// Who runs the jobs.
const JOBS: &str = "demo";
/// Whose pages the demo shows to a visitor: a debtor's and a client's.
const GUEST_DEBTOR: &str = "LOWMARSH";
const GUEST_CLIENT: &str = "FENNELWORTH";

/// The jobs of a morning, and the mail that leaves then.
pub fn morning(stage: &Stage, worker: &Worker, written: Date) -> Result<(), Error> {
    let today = stage.day(written);
    if !stage.app.factor().calendar.is_business_day(today) {
        return Ok(());
    }
    stage.set(today, 10);
    notice::run(&stage.app, JOBS)?;
    verification::run(&stage.app, today)?;
    answers::plan_calls(stage, written)?;
    answer::run(&stage.app, JOBS)?;
    dispute::run(&stage.app, JOBS)?;
    contact::run(&stage.app, JOBS, &mut |_| {})?;
    erasure::run(&stage.app, JOBS)?;
    stage.set(today, 11);
    post::leave(stage, worker, written)
}

/// What people do in an afternoon. `is_last`: the mail of that afternoon waits for the visitor.
pub fn afternoon(stage: &Stage, worker: &Worker, written: Date, is_last: bool) -> Result<(), Error> {
    let today = stage.day(written);
    if !stage.app.factor().calendar.is_business_day(today) {
        return Ok(());
    }
    stage.set(today, 16);
    notices::play(stage, written)?;
    letters::play(stage, written)?;
    answers::play(stage, written)?;
    cases::play(stage, written)?;
    federal::play(stage, written)?;
    if is_last {
        return Ok(());
    }
    post::leave(stage, worker, written)
}

/// From now on letters lead to guests' pages at `address`: a book may be served on another port than it was built for.
/// Tells whether that is new; letters that were written before keep the address that stands in them.
pub fn move_guests(app: &App, address: &str) -> Result<bool, Error> {
    let known = app.read(|snapshot| party::sender(snapshot))?;
    if known.guest_address == address {
        return Ok(false);
    }
    let moved = Sender { guest_address: address.to_owned(), ..known };
    app.run(app::Command::system(JOBS), move |task| party::save_sender(task, &moved).map(drop))?;
    Ok(true)
}

/// Fresh links to the page of one debtor and of one client, for whoever looks at the demo: whose page, and its address.
pub fn guest_links(app: &App) -> Result<Vec<(String, String)>, Error> {
    let (debtor, client) = app.read(|snapshot| {
        Ok::<_, Error>((
            kept::party::debtor_by_code(snapshot, GUEST_DEBTOR)?,
            kept::party::client_by_code(snapshot, GUEST_CLIENT)?,
        ))
    })?;
    let mut links = Vec::new();
    if let Some(debtor) = debtor {
        let id = debtor.id;
        let address = app.run(app::Command::system(JOBS), move |task| {
            let people = kept::contact::of_debtor(task, id)?;
            let person = people.iter().find(|one| one.state == ContactState::Good).map(|one| one.id);
            make_link(task, GuestParty::Debtor(id), person, None).map(|(_, address)| address)
        })?;
        links.push((format!("{} (debtor)", debtor.name), address));
    }
    if let Some(client) = client {
        let id = client.id;
        let address = app.run(app::Command::system(JOBS), move |task| {
            make_link(task, GuestParty::Client(id), None, None).map(|(_, address)| address)
        })?;
        links.push((format!("{} (client)", client.name), address));
    }
    Ok(links)
}
