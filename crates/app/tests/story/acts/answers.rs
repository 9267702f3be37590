//! What a debtor says of its invoices, one by one, by link and by sheet; what it hands in.

use crate::acts::people::any_contact;
use crate::bank::figures;
use crate::story::{Act, Story, told};
use app::answer::{self, GivenAnswer, Giver};
use app::document::{self, NewDocument};
use app::guest::GuestParty;
use app::verification::FromWhere;
use domain::contact::{DocumentKind, Said};
use domain::dispute::{DisputeReason, Side, Speaker};
use domain::id::DebtorId;
use domain::letter::Language;
use domain::money::Money;
use formats::answers::write_csv;
use jiff::ToSpan;
use store::kept;
use store::kept::invoice::Invoice;

fn saying(story: &mut Story, invoice: &Invoice) -> Said {
    let today = story.app.today();
    let open = invoice.receivable.as_ref().map_or(invoice.offer.amount.minor, |one| one.open);
    let part = Money::new(story.dice.between(1, open.max(1)), invoice.offer.amount.currency);
    match story.dice.below(7) {
        0..=2 => {
            let on = today.saturating_add(story.dice.between(-1, 25).days());
            Said::WillPay { on, amount: story.dice.percent(30).then_some(part) }
        }
        3 => Said::Paid { on: today.saturating_sub(story.dice.between(0, 6).days()), how: "by wire".into() },
        4 => Said::Confirmed { words: "It is right.".into() },
        5 => Said::NotReceived { words: "We never had it.".into() },
        _ => Said::Disputed {
            reason: story.dice.any(DisputeReason::ALL),
            amount: story.dice.percent(60).then_some(part),
            words: "Two pallets were wet.".into(),
        },
    }
}

fn answers_of(story: &mut Story, debtor: DebtorId) -> Vec<GivenAnswer> {
    let open = story.read(|reads| Ok(kept::invoice::open_of_debtor(reads, debtor, 8)?));
    let count = 1 + story.dice.below(3);
    open.iter().take(count).map(|one| GivenAnswer { invoice: one.id, said: saying(story, one) }).collect()
}

fn giver(story: &mut Story, debtor: DebtorId) -> Giver {
    let contact = any_contact(story).filter(|one| one.debtor == Some(debtor)).map(|one| one.id);
    Giver { debtor, client: None, by: Speaker::new(Side::Debtor, "A. Ito"), contact }
}

pub fn give(story: &mut Story) -> Act {
    let debtor = owing(story)?;
    let mut answers = answers_of(story, debtor);
    if answers.is_empty() && story.dice.percent(85) {
        return None;
    }
    // Somebody answers for an invoice of another.
    if let Some(other) = story.dice.one(&story.offered).filter(|_| story.dice.percent(5)) {
        answers.push(GivenAnswer { invoice: other.id, said: Said::Confirmed { words: String::new() } });
    }
    let giver = giver(story, debtor);
    story.say(move |task| answer::give(task, &giver, &answers))
}

pub fn by_link(story: &mut Story) -> Act {
    let (guest, _) = story.guest()?;
    let GuestParty::Debtor(debtor) = guest.party else { return None };
    let answers = answers_of(story, debtor);
    let giver = Giver {
        debtor,
        client: None,
        by: Speaker::new(Side::Debtor, "A. Ito"),
        contact: guest.contact.as_ref().map(|one| one.id),
    };
    let from = FromWhere { link: Some(guest.link.id), device: Some("a telephone".into()), words: None };
    story.say(move |task| answer::give_from(task, &giver, &answers, &from))
}

/// A debtor that owes something, where one is found soon.
fn owing(story: &mut Story) -> Option<DebtorId> {
    let from = story.dice.below(story.debtors.len());
    let places = (0..story.debtors.len()).map(|place| (from + place) % story.debtors.len());
    let debtors: Vec<DebtorId> = places.map(|place| story.debtors[place].id).collect();
    let owes =
        |debtor: &&DebtorId| !story.read(|reads| Ok(kept::invoice::open_of_debtor(reads, **debtor, 1)?)).is_empty();
    debtors.iter().find(owes).or(debtors.first()).copied()
}

/// The sheet of a debtor's statement, filled in.
pub fn sheet(story: &mut Story) -> Act {
    let debtor = owing(story)?;
    let statement = story.read(|reads| answer::statement(reads, debtor, None));
    let text = String::from_utf8(write_csv(&answer::sheet_rows(&statement), Language::English)).unwrap();
    let day = story.app.today().saturating_add(10.days());
    let mut filled = String::new();
    let mut has_answers = false;
    for (place, line) in text.lines().enumerate() {
        let bare = line.strip_suffix(",,,,").filter(|_| place > 0 && story.dice.percent(60));
        let Some(bare) = bare else {
            filled.push_str(&format!("{line}\n"));
            continue;
        };
        has_answers = true;
        let said = match story.dice.below(12) {
            0 if story.dice.percent(20) => "perhaps,,,,".to_owned(),
            0..=4 => ",,,,".to_owned(),
            5..=7 => "disputed,,10.00,price,".to_owned(),
            _ => format!("will pay,{day},,,"),
        };
        filled.push_str(&format!("{bare}{said}\n"));
    }
    if !has_answers {
        return None;
    }
    let giver = giver(story, debtor);
    story.say(move |task| answer::give_sheet(task, &giver, ("answers.csv", filled.as_bytes()), &FromWhere::default()))
}

pub fn advice(story: &mut Story) -> Act {
    let debtor = story.dice.one(&story.debtors)?.id;
    let open = story.read(|reads| Ok(kept::invoice::open_of_debtor(reads, debtor, 6)?));
    let currency = open.first().map_or(domain::money::Currency::USD, |one| one.offer.amount.currency);
    let mut text = String::from("invoice,paid\n");
    for one in &open {
        let paid = if story.dice.percent(5) { "lots".to_owned() } else { figures(story.dice.between(1, 90_000)) };
        text.push_str(&format!("{},{paid}\n", one.offer.number));
    }
    text.push_str(&format!("Z-{},1.00\n", story.running()));
    let bytes = if story.dice.percent(20) { pdf(story) } else { text.into_bytes() };
    let advice = match answer::read_advice("remit.csv", bytes, currency) {
        Ok(advice) => advice,
        Err(refused) => return told(Err::<(), _>(refused)),
    };
    let (giver, paid_on) = (giver(story, debtor), story.dice.percent(50).then(|| story.app.today()));
    story.say(move |task| answer::take_advice(task, &giver, advice, paid_on))
}

fn pdf(story: &mut Story) -> Vec<u8> {
    format!("%PDF-1.7\n% paper {}\n", story.running()).into_bytes()
}

pub fn document(story: &mut Story) -> Act {
    let of = story.dice.one(&story.offered)?;
    let (client, debtor) = (story.clients[of.client].id, story.debtors[of.debtor].id);
    let with_invoice = story.dice.percent(70);
    let side = story.dice.any(Side::ALL);
    let new = NewDocument {
        kind: story.dice.any(DocumentKind::ALL),
        invoice: with_invoice.then_some(of.id),
        client: Some(client),
        debtor: Some(debtor),
        name: if story.dice.percent(8) { "program.exe".into() } else { "pàper.pdf".into() },
        by: Speaker::new(side, "Somebody"),
    };
    let content = if story.dice.percent(10) { b"MZ\0\0".to_vec() } else { pdf(story) };
    story.say(move |task| document::add(task, new, &content))
}
