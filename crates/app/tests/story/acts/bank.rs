//! Money: statements of the bank, what they pay, what is taken back, what leaves.

use crate::acts::parties::{name_of, paying_account};
use crate::acts::sale::buys;
use crate::bank::{Entry, Paper};
use crate::story::{Act, Story, told};
use app::cash::{self, DebitProposal, Placement};
use app::payment;
use domain::id::ReceiptId;
use domain::money::Currency;
use jiff::ToSpan;
use std::fmt::Debug;
use store::kept;
use store::kept::invoice::Invoice;
use store::kept::payment::PaymentState;
use store::kept::statement::{Receipt, ReceiptState};

/// What a debtor pays, and how it says so.
fn incoming(story: &mut Story, currency: Currency, reference: &str) -> Option<Entry> {
    let place = story.dice.below(story.debtors.len());
    if !buys(place) {
        return None;
    }
    let debtor = story.debtors[place].id;
    let mut open = story.read(|reads| Ok(kept::invoice::open_of_debtor(reads, debtor, 60)?));
    open.retain(|one| one.offer.amount.currency == currency);
    let count = story.dice.below(4).min(open.len());
    let from = story.dice.below(open.len().saturating_sub(count) + 1);
    let paid: Vec<Invoice> = open.into_iter().skip(from).take(count).collect();
    let owed: i64 = paid.iter().filter_map(|one| one.receivable.as_ref()).map(|one| one.open).sum();
    let stray = story.dice.between(100, 300_000);
    let amount = match story.dice.below(10) {
        0 => (owed - story.dice.between(1, 400)).max(1),
        1 => owed / 2 + 1,
        2 => owed + stray,
        _ => owed,
    };
    let mut entry = Entry::new(reference, if amount == 0 { stray } else { amount });
    if story.dice.percent(92) {
        entry = entry.from(&name_of(place).replace('&', "and"), &paying_account(place));
    }
    entry = match story.dice.below(6) {
        0 => entry.text("payment on account"),
        1 => entry.text(&paid.iter().map(|one| one.offer.number.as_str()).collect::<Vec<_>>().join(" ")),
        2 => entry.check(&format!("{:06}", story.dice.below(1_000_000))),
        3 => entry.end_to_end(&format!("E2E-{reference}")).text(paid.first().map_or("", |one| &one.offer.number)),
        _ => {
            let documents: Vec<(&str, Option<i64>)> = paid
                .iter()
                .map(|one| (one.offer.number.as_str(), one.receivable.as_ref().map(|one| one.open)))
                .collect();
            entry.paying(&documents)
        }
    };
    let valued = story.app.today().saturating_sub(story.dice.between(0, 2).days());
    Some(if story.dice.percent(20) { entry.valued(valued) } else { entry })
}

/// What leaves the account: our own payments, what comes back, charges.
fn outgoing(story: &mut Story, currency: Currency, reference: &str) -> Option<Entry> {
    match story.dice.below(4) {
        0 => {
            let payment = story.one_of(|reads| {
                let mut sent = kept::payment::in_state(reads, PaymentState::InFile, 50)?;
                sent.retain(|one| one.amount.currency == currency);
                Ok(sent)
            })?;
            let entry = Entry::new(reference, -payment.amount.minor);
            Some(entry.from("Somebody", "99").end_to_end(&payment.id.0.simple().to_string()))
        }
        1 | 2 => {
            let receipt = story.one_of(|reads| {
                let mut found = kept::statement::newest_receipts(reads, None, 60)?;
                found.retain(|one| one.credit && one.amount.currency == currency);
                Ok(found)
            })?;
            let entry = Entry::new(reference, -receipt.amount.minor);
            Some(entry.from(&receipt.payer_name, &receipt.payer_account).returned("AC04"))
        }
        _ => Some(Entry::new(reference, -story.dice.between(100, 5_000)).text("Return fee")),
    }
}

/// A day's statement. Some break the chain or state a wrong balance and are refused.
pub fn statement(story: &mut Story) -> Act {
    let place = usize::from(story.dice.percent(20));
    let (currency, count) = (story.banks[place].currency, 1 + story.dice.below(8));
    let mut entries = Vec::new();
    for _ in 0..count {
        let reference = format!("B{}", story.running());
        let entry = match story.dice.percent(75) {
            true => incoming(story, currency, &reference),
            false => outgoing(story, currency, &reference),
        };
        entries.extend(entry);
    }
    let bank = story.banks[place].clone();
    let id = format!("{currency}-{}", bank.papers + 1);
    let opening = if story.dice.percent(4) { bank.balance + 1 } else { bank.balance };
    let mut paper = Paper::new(&id, story.app.today(), opening, entries);
    (paper.account, paper.currency) = (bank.account.to_owned(), currency.to_string());
    let file = match story.dice.below(20) {
        0 => paper.camt_closing(paper.closing() + 1),
        1..=4 => paper.csv(),
        _ => paper.camt(),
    };
    let taken = take(story, file.clone());
    if matches!(&taken, Some(Ok(_))) {
        story.banks[place].balance = paper.closing();
        story.banks[place].papers += 1;
        story.papers.push(file);
    }
    taken
}

fn take(story: &Story, file: (String, Vec<u8>)) -> Act {
    told(cash::import_statement(&story.app, &[file], None, "Imogen Harrowgate", &mut |_| {}))
}

pub fn statement_again(story: &mut Story) -> Act {
    let file = story.dice.one(&story.papers)?;
    take(story, file)
}

fn receipt_in(story: &mut Story, state: ReceiptState) -> Option<Receipt> {
    if story.dice.percent(8) {
        return story.one_of(|reads| kept::statement::newest_receipts(reads, None, 50));
    }
    story.one_of(|reads| kept::statement::receipts_in(reads, state, 0, 200))
}

/// A person matches money by hand, rightly or not.
pub fn apply(story: &mut Story) -> Act {
    let waiting = story.read(|reads| Ok(kept::statement::receipts_in(reads, ReceiptState::Waiting, 0, 500)?));
    // The newest: what came before a purchase pays nothing of it.
    let newest = story.dice.below(6);
    let receipt = waiting.iter().rev().nth(newest).cloned().or_else(|| receipt_in(story, ReceiptState::Waiting))?;
    let debtor = match receipt.debtor.filter(|_| story.dice.percent(90)) {
        Some(debtor) => debtor,
        None => story.dice.one(&story.debtors)?.id,
    };
    let mut left = receipt.unapplied;
    let mut open = story.read(|reads| Ok(kept::invoice::open_of_debtor(reads, debtor, 60)?));
    let (careless, paid_on) = (story.dice.percent(10), receipt.value_date);
    let was_bought = |one: &Invoice| one.receivable.as_ref().is_some_and(|one| careless || one.purchased <= paid_on);
    open.retain(|one| one.offer.amount.currency == receipt.amount.currency && was_bought(one));
    open.truncate(3);
    let mut parts = Vec::new();
    for one in open {
        let wanted = one.receivable.as_ref().map_or(0, |one| one.open);
        let part = wanted.min(left);
        if part > 0 {
            left -= part;
            parts.push((one.id, if story.dice.percent(4) { part + 1 } else { part }));
        }
    }
    if parts.is_empty() && story.dice.percent(80) {
        return None;
    }
    let id = receipt.id;
    story.say(move |task| cash::apply(task, id, &parts, "asked on the phone"))
}

/// A person takes the best proposal.
pub fn apply_proposal(story: &mut Story) -> Act {
    let waiting = story.read(|reads| Ok(kept::statement::receipts_in(reads, ReceiptState::Waiting, 0, 500)?));
    // The newest that anything is proposed for.
    let newest = waiting.iter().rev().take(8);
    let (id, best) = newest.map(|one| one.id).find_map(|id| {
        let best = story.read(|reads| cash::proposals(reads, id)).into_iter().next()?;
        Some((id, best))
    })?;
    let parts: Vec<_> = best.parts.iter().map(|part| (part.invoice, part.amount.minor)).collect();
    story.say(move |task| cash::apply(task, id, &parts, "as proposed"))
}

pub fn undo(story: &mut Story) -> Act {
    let (id, invoice) = applied(story)?;
    let why = if story.dice.percent(8) { "" } else { "It paid something else." };
    story.say(move |task| cash::undo(task, id, invoice, why))
}

/// Money and an invoice it was applied to; the application may have been taken back already.
fn applied(story: &mut Story) -> Option<(ReceiptId, domain::id::InvoiceId)> {
    let receipt = story.one_of(|reads| {
        let mut found = kept::statement::newest_receipts(reads, None, 80)?;
        found.retain(|one| one.credit && one.unapplied < one.amount.minor);
        Ok(found)
    })?;
    let id = receipt.id;
    let invoice = story.one_of(|reads| kept::cash::of_receipt(reads, id))?.invoice;
    Some((id, invoice))
}

pub fn return_item(story: &mut Story) -> Act {
    let entry = receipt_in(story, ReceiptState::DebitWaiting)?.id;
    let factor = story.app.factor();
    let proposed = story.read(|reads| cash::debit_proposals(reads, &factor, entry));
    let back = proposed.iter().find_map(|one| match one {
        DebitProposal::ReturnOf { receipt, .. } => Some(*receipt),
        DebitProposal::Place { .. } => None,
    });
    let receipt = match back {
        Some(receipt) => receipt,
        None if story.dice.percent(30) => receipt_in(story, ReceiptState::Applied)?.id,
        None => return None,
    };
    story.say(move |task| cash::return_item(task, entry, receipt))
}

pub fn refund(story: &mut Story) -> Act {
    let receipt = receipt_in(story, ReceiptState::Waiting)?;
    let minor = if story.dice.percent(10) { receipt.unapplied + 1 } else { receipt.unapplied };
    story.say(move |task| cash::refund(task, receipt.id, minor))
}

pub fn place_debit(story: &mut Story) -> Act {
    let entry = receipt_in(story, ReceiptState::DebitWaiting)?.id;
    let factor = story.app.factor();
    let proposed = story.read(|reads| cash::debit_proposals(reads, &factor, entry));
    let best = proposed.iter().find_map(|one| match one {
        DebitProposal::Place { placement, .. } => Some(*placement),
        DebitProposal::ReturnOf { .. } => None,
    });
    let client = story.dice.one(&story.clients)?.id;
    let placement = match best {
        Some(placement) if story.dice.percent(70) => placement,
        _ => story.dice.any(&[Placement::BankCharge, Placement::OwnTransfer, Placement::PassOnTo { client }]),
    };
    story.say(move |task| cash::place_debit(task, entry, placement))
}

/// Payments leave: those that have all they need, at times with one that has not.
pub fn payment_files(story: &mut Story) -> Act {
    let due = story.read(|reads| payment::due(reads));
    let take_all = story.dice.percent(5);
    let chosen: Vec<_> =
        due.iter().filter(|one| take_all || one.missing.is_empty()).take(25).map(|one| one.id).collect();
    if chosen.is_empty() && story.dice.percent(90) {
        return None;
    }
    story.say(move |task| payment::make_files(task, &chosen))
}

pub fn rebate(story: &mut Story) -> Act {
    let client = story.dice.one(&story.clients)?.id;
    let asked = story.dice.percent(60);
    story.say(move |task| cash::pay_rebate(task, client, asked))
}

/// A run up to a day: a day that lies ahead is refused.
fn run_up_to<T: Debug>(story: &mut Story, run: impl FnOnce(&Story, jiff::civil::Date) -> Result<T, app::Error>) -> Act {
    let ahead = story.dice.percent(3);
    let day = story.app.today();
    told(run(story, if ahead { day.tomorrow().unwrap() } else { day }))
}

pub fn accrue(story: &mut Story) -> Act {
    run_up_to(story, |story, day| cash::accrue_fees(&story.app, day, "job", &mut |_| {}))
}

pub fn rebate_run(story: &mut Story) -> Act {
    run_up_to(story, |story, day| cash::rebate_run(&story.app, day, "job"))
}
