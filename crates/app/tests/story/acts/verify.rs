//! Confirmation by the debtor: asked, answered, called, waived.

use crate::story::{Act, Story};
use app::verification::{self, Call, CallOutcome, FromWhere, NewAnswer, NewCall, OneAnswer, confirm_all};
use domain::contact::{Channel, Purpose};
use domain::id::MessageId;
use domain::invoice::verification::{Confirmable, Discrepancy, Evidence, Method, Statement, Verification};
use store::kept;
use store::kept::message::Message;
use uuid::Uuid;

fn open(story: &mut Story) -> Option<Verification> {
    if story.slips(6) {
        let id = story.dice.one(&story.offered)?.id;
        return story.read(|reads| Ok(kept::verification::of_invoice(reads, id)?));
    }
    if let Some((client, debtor)) = story.pair().filter(|_| story.scene.is_some()) {
        return story.one_of(|reads| {
            let mut open = kept::verification::open_of_debtor(reads, debtor, 100)?;
            open.retain(|one| one.client == client);
            Ok(open)
        });
    }
    story.one_of(|reads| kept::verification::oldest_open(reads, 100))
}

fn said(story: &mut Story, one: &Verification) -> Vec<OneAnswer> {
    let mut said = confirm_all(&[one.invoice]);
    match story.dice.below(8) {
        0 => {
            let what = story.dice.any(Confirmable::ALL);
            said[0].discrepancy = Some(Discrepancy { what, words: "It is another sum.".into() });
        }
        1 => said[0].confirmed.truncate(2),
        _ => {}
    }
    said
}

pub fn answer(story: &mut Story) -> Act {
    let one = open(story)?;
    let invoices = said(story, &one);
    let method = story.dice.any(&[Method::Email, Method::Portal, Method::DocMatch, Method::ByClient, Method::Phone]);
    let new = NewAnswer {
        debtor: one.debtor,
        method,
        who: if story.dice.percent(5) { String::new() } else { "R. Osei, accounts payable".into() },
        invoices,
        evidence: vec![Evidence::Note("read from their portal".into())],
        statement: None,
        from: FromWhere {
            link: None,
            device: story.dice.percent(50).then(|| "a browser".into()),
            words: story.dice.percent(30).then(|| "All good.".into()),
        },
    };
    story.say(move |task| verification::answer(task, &new))
}

pub fn plan_call(story: &mut Story) -> Act {
    let one = open(story)?;
    let new = NewCall { caller: "Ines Calder".into(), invoices: vec![one.invoice] };
    story.say(move |task| verification::plan_call(task, &new))
}

pub fn record_call(story: &mut Story) -> Act {
    let planned = |one: &Message| one.purpose == Purpose::Verification && one.channel == Channel::Phone;
    let message = story.one_of(|reads| {
        let mut found = kept::message::looked_at(reads, MessageId(Uuid::nil()), 300)?;
        found.retain(planned);
        Ok(found)
    })?;
    let (_, invoices) = story.read(|reads| Ok(kept::message::speaks_of(reads, message.id)?));
    let (clients, _) = story.read(|reads| Ok(kept::message::speaks_of(reads, message.id)?));
    let names: Vec<String> = clients
        .iter()
        .filter_map(|id| story.read(|reads| Ok(kept::party::client(reads, *id)?)))
        .map(|client| client.name)
        .collect();
    let outcome = match story.dice.percent(40) {
        true => CallOutcome::NotReached { words: "it rang out".into() },
        false => CallOutcome::Answered {
            statement: Statement {
                caller: "Ines Calder".into(),
                calling_for: story.app.factor().name.clone(),
                said: format!("Ines Calder from Lantern Street Factors, which buys invoices of {}.", names.join(", ")),
                number: "+1 212 555 0199".into(),
                spoke_with: "R. Osei, accounts payable".into(),
            },
            invoices: confirm_all(&invoices),
        },
    };
    let call = Call { message: message.id, made_at: None, outcome };
    story.say(move |task| verification::record_call(task, &call))
}

pub fn waive(story: &mut Story) -> Act {
    let invoice = open(story)?.invoice;
    let why = if story.dice.percent(10) { "" } else { "We have the signed delivery note." };
    story.say(move |task| verification::waive(task, invoice, why))
}
