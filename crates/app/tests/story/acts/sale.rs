//! Schedules: offered as files and line by line, looked at before, decided on by people; credit notes; originals.

use crate::bank::figures;
use crate::crowd::Look;
use crate::story::{Act, Files, Offered, Story, told};
use app::Error;
use app::document::keep_originals;
use app::schedule::{self, Answer, Submission};
use domain::invoice::{InvoiceState, TransferMethod};
use domain::money::Money;
use formats::schedule::{Mapping, OfferedLine};
use jiff::ToSpan;
use std::fmt::Write;
use std::sync::Arc;
use store::kept;
use store::kept::invoice::Invoice;

const HEAD: &str = "debtor,number,issued,due,amount,currency,kind,corrects,order,contract\n";
/// Contracts of federal agencies.
const CONTRACTS: usize = 4;

/// One of an agency's contracts.
pub fn contract(story: &mut Story) -> String {
    format!("W91-26-C-{:04}", story.dice.below(CONTRACTS))
}

/// Every eighth debtor is never sold to: its people may go when they wish.
pub const fn buys(debtor: usize) -> bool {
    debtor % 8 != 7
}

/// A client with its debtors' places.
fn seller(story: &mut Story) -> Option<(usize, Vec<usize>)> {
    if let Some((client, debtor)) = story.scene {
        return Some((client, vec![debtor]));
    }
    let (client, _) = story.dice.one(&story.pairs)?;
    let of =
        story.pairs.iter().filter(|(seller, debtor)| *seller == client && buys(*debtor)).map(|(_, debtor)| *debtor);
    let debtors: Vec<usize> = of.collect();
    (!debtors.is_empty()).then_some((client, debtors))
}

/// Lines of a file, and what they offer.
fn lines_of(story: &mut Story, client: usize, debtors: &[usize], count: usize) -> (String, Vec<(String, usize, i64)>) {
    let (today, currency) = (story.app.today(), story.clients[client].currency);
    let (mut text, mut offered) = (String::from(HEAD), Vec::new());
    for _ in 0..count {
        let mut debtor = story.dice.any(debtors);
        let minor = story.dice.between(5_000, 4_000_000);
        let issued = today.saturating_sub(story.dice.between(0, 25).days());
        let due = issued.saturating_add(story.dice.any(&[14_i64, 30, 30, 45, 60]).days());
        let running = story.running();
        let mut number = format!("INV-{running}");
        // Somebody offers an invoice again, as it is or nearly so.
        let known: Vec<usize> =
            (0..story.offered.len()).rev().filter(|one| story.offered[*one].client == client).collect();
        if let Some(known) = story.dice.one(&known).filter(|_| story.dice.percent(4)) {
            let known = &story.offered[known];
            debtor = known.debtor;
            number = if story.dice.percent(50) { known.number.clone() } else { known.number.replace('-', "/") };
        }
        let amount = if story.dice.percent(1) { "many".to_owned() } else { figures(minor) };
        let reference = if story.dice.percent(2) { "somebody".to_owned() } else { format!("r{debtor:02}") };
        let contract = if story.debtors[debtor].is_federal { contract(story) } else { String::new() };
        let order = if story.dice.percent(70) { format!("PO-{running}") } else { String::new() };
        writeln!(text, "{reference},{number},{issued},{due},{amount},{currency},,,{order},{contract}").unwrap();
        offered.push((number, debtor, minor));
    }
    (text, offered)
}

fn method(story: &mut Story) -> TransferMethod {
    story.dice.any(&[TransferMethod::Wire, TransferMethod::CreditTransfer])
}

/// A file and what it offers, as it is read.
fn file(story: &mut Story, most: usize) -> Option<(usize, Offers, Files)> {
    let (client, debtors) = seller(story)?;
    let count = 1 + story.dice.below(most);
    let (text, offers) = lines_of(story, client, &debtors, count);
    let name = format!("schedule-{}.csv", story.running());
    Some((client, offers, vec![(name, text.into_bytes())]))
}

type Offers = Vec<(String, usize, i64)>;

fn read(story: &mut Story, client: usize, files: &[(String, Vec<u8>)]) -> Result<Submission, Error> {
    let transfer = method(story);
    let mapping = if story.dice.percent(3) { "unheard-of" } else { "credere" };
    schedule::read_files(&story.app, &story.clients[client].code, Some(mapping), files, transfer)
}

/// Keeps what was offered.
fn taken(story: &mut Story, client: usize, offers: &Offers, answer: Result<Answer, Error>) -> Act {
    if let Ok(answer) = &answer {
        story.schedules.push(answer.schedule);
        for line in &answer.lines {
            let Some((number, debtor, minor)) = offers.iter().find(|(number, ..)| *number == line.number) else {
                continue;
            };
            let (number, debtor, minor) = (number.clone(), *debtor, *minor);
            story.offered.push(Offered { id: line.invoice, number, minor, client, debtor });
        }
    }
    told(answer)
}

pub fn mapping(story: &mut Story) -> Act {
    let client = story.dice.one(&story.clients)?;
    let mut mapping = Mapping { name: "own".into(), ..Mapping::credere() };
    if story.dice.percent(25) {
        mapping.columns.number = None;
    }
    story.say(move |task| schedule::save_mapping(task, &client.code, &mapping))
}

pub fn preview(story: &mut Story) -> Act {
    let (client, _, files) = file(story, 6)?;
    let submission = match read(story, client, &files) {
        Ok(submission) => submission,
        refused => return told(refused.map(drop)),
    };
    told(schedule::preview(&story.app, "Imogen Harrowgate", &submission))
}

pub fn submit(story: &mut Story) -> Act {
    let (client, offers, files) = file(story, 14)?;
    let submission = match read(story, client, &files) {
        Ok(submission) => submission,
        refused => return told(refused.map(drop)),
    };
    let code = story.clients[client].code.clone();
    let answer = schedule::submit(&story.app, "Imogen Harrowgate", &submission, &mut |_| {});
    if answer.is_ok() {
        story.files.push((code, files));
    }
    taken(story, client, &offers, answer)
}

/// The same file once more: it is known.
pub fn again(story: &mut Story) -> Act {
    let (code, files) = story.dice.one(&story.files)?;
    let read = schedule::read_files(&story.app, &code, Some("credere"), &files, TransferMethod::Wire);
    told(read.and_then(|read| schedule::submit(&story.app, "Imogen Harrowgate", &read, &mut |_| {})))
}

/// Lines as a program hands them in, in one unit.
pub fn lines(story: &mut Story) -> Act {
    let (client, debtors) = seller(story)?;
    let (today, currency) = (story.app.today(), story.clients[client].currency);
    let (mut lines, mut offers) = (Vec::new(), Vec::new());
    for line_no in 1..=1 + story.dice.below(4) as u64 {
        let debtor = story.dice.any(&debtors);
        let (minor, number) = (story.dice.between(5_000, 900_000), format!("API-{}", story.running()));
        let debtor_code = &story.debtors[debtor].code;
        lines.push(OfferedLine {
            line_no,
            debtor: schedule::reference_by_code(debtor_code),
            number: number.clone(),
            issue: today,
            due: today.saturating_add(30.days()),
            amount: Money::new(minor, currency),
            delivery: story.dice.percent(50).then_some(today),
            description: Some("Crates, löss".into()),
            order: Some(format!("PO-{line_no}")),
            contract: story.debtors[debtor].is_federal.then(|| contract(story)),
            payment_reference: None,
            payee: None,
            is_credit_note: false,
            preceding_invoice: None,
        });
        offers.push((number, debtor, minor));
    }
    let mut sha256 = [0; 32];
    sha256[..8].copy_from_slice(&story.running().to_be_bytes());
    let submission = Submission {
        client: story.clients[client].code.clone(),
        files: Vec::new(),
        content: Arc::new(schedule::content_of(lines, sha256)),
        transfer_method: method(story),
    };
    let offered = submission.clone();
    let look: Look = Arc::new(move |task| schedule::expect_lines(task, &offered));
    story.ask_looking(
        Some(look),
        move |task| schedule::submit_lines(task, &submission),
        move |story, answer| taken(story, client, &offers, answer),
    )
}

/// An invoice to be corrected, mostly one that is open, and how much at most.
fn corrected(story: &mut Story) -> Option<(Offered, i64)> {
    for _ in 0..8 {
        let of = story.dice.one(&story.offered)?;
        if story.dice.percent(5) {
            let most = of.minor;
            return Some((of, most));
        }
        let known = story.read(|reads| Ok(kept::invoice::get(reads, of.id)?));
        if let Some(open) = known.and_then(|one| one.receivable).map(|one| one.open).filter(|open| *open > 0) {
            return Some((of, open));
        }
    }
    None
}

/// A file with a credit note for an invoice, beside a small invoice.
pub fn credit_notes(story: &mut Story) -> Act {
    let (of, most) = corrected(story)?;
    let (client, today) = (of.client, story.app.today());
    let currency = story.clients[client].currency;
    let (mut text, offers) = lines_of(story, client, &[of.debtor], 1);
    let part = story.dice.between(1, most);
    let corrects = if story.dice.percent(8) { "INV-UNKNOWN".to_owned() } else { of.number };
    let number = format!("CN-{}", story.running());
    writeln!(text, "r{:02},{number},{today},{today},{},{currency},credit note,{corrects},,", of.debtor, figures(part))
        .unwrap();
    let files = vec![(format!("{number}.csv"), text.into_bytes())];
    let submission = match read(story, client, &files) {
        Ok(submission) => submission,
        refused => return told(refused.map(drop)),
    };
    let answer = schedule::submit(&story.app, "Imogen Harrowgate", &submission, &mut |_| {});
    taken(story, client, &offers, answer)
}

/// An invoice that waits in one of these states; at times any.
fn waiting(story: &mut Story, is_meant: fn(InvoiceState) -> bool) -> Option<Invoice> {
    if story.dice.percent(10) {
        let id = story.dice.one(&story.offered)?.id;
        return story.read(|reads| Ok(kept::invoice::get(reads, id)?));
    }
    story.one_of(|reads| {
        let mut found = kept::invoice::waiting(reads, 200)?;
        found.extend(kept::invoice::asked(reads, 200)?);
        found.retain(|one| is_meant(one.state));
        Ok(found)
    })
}

pub fn buy_waiting(story: &mut Story) -> Act {
    let invoice = waiting(story, |state| state == InvoiceState::InReview)?.id;
    story.say(move |task| schedule::buy_waiting(task, invoice))
}

pub fn refuse_waiting(story: &mut Story) -> Act {
    let invoice = waiting(story, InvoiceState::is_undecided)?.id;
    let why = story.dice.any(&["The order is unknown.", "The order is unknown.", " "]);
    story.say(move |task| schedule::refuse_waiting(task, invoice, why))
}

pub fn withdraw(story: &mut Story) -> Act {
    let invoice = waiting(story, InvoiceState::is_undecided)?.id;
    story.say(move |task| schedule::withdraw(task, invoice, "It was offered by mistake."))
}

pub fn decide_again(story: &mut Story) -> Act {
    let schedule = story.dice.one(&story.schedules)?;
    story.say(move |task| schedule::decide_again(task, schedule))
}

/// The client hands in an invoice as XML beside its schedule.
pub fn originals(story: &mut Story) -> Act {
    let schedule = story.dice.one(&story.schedules)?;
    let lines = story.read(|reads| Ok(kept::invoice::of_schedule(reads, schedule, 0, 100)?));
    let number = story.dice.one(&lines)?.offer.number;
    let xml = format!(
        "<?xml version=\"1.0\"?><Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\" \
         xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\"><cbc:ID>{number}</cbc:ID></Invoice>"
    );
    let files = vec![(format!("{number}.xml"), xml.into_bytes())];
    told(keep_originals(&story.app, "Imogen Harrowgate", schedule, &files))
}
