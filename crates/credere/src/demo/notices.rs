//! Customers that are told of the assignment within the seventeen weeks, each left at another step.
//!
//! The clock does most of it: the introduction a business day after the heads-up, the notice two after the introduction has
//! arrived. What people do in between stands in [`SCENES`], by the example's own days.

use super::stage::Stage;
use app::{Error, contact, notice};
use domain::contact::{Channel, ContactSource, Role};
use domain::id::{ClientId, DebtorId};
use domain::letter::PayTo;
use domain::money::Currency;
use domain::notice::{Evidence, Leg};
use domain::party::BankAccount;
use jiff::civil::{Date, date};
use store::kept;

/// What somebody does about a notice.
enum Scene {
    /// The client has told this person.
    HeadsUp(&'static str),
    /// The debtor has opened the page its letter leads to.
    Opens,
    /// A courier has brought a signature.
    Courier(&'static str),
    /// This person acknowledges.
    Acknowledges(&'static str),
    /// The switchboard names another address, and confirms it.
    NewAddress(&'static str),
    /// The debtor asks for proof.
    AsksProof(&'static str),
    /// The factor sends it.
    SendsProof,
    /// The debtor doubts the notice.
    Doubts(&'static str),
    /// The client takes its customer back.
    DemandsRelease,
    /// The factor releases the debtor.
    Releases,
}

use Scene::{
    Acknowledges, AsksProof, Courier, DemandsRelease, Doubts, HeadsUp, NewAddress, Opens, Releases, SendsProof,
};

const fn nov(day: i8) -> Date {
    date(2026, 11, day)
}

const fn oct(day: i8) -> Date {
    date(2026, 10, day)
}

/// Day, client, debtor, what happens in the afternoon.
const SCENES: &[(Date, &str, &str, Scene)] = &[
    // Lived whole: told in October, its first invoices wait for the notice and are bought with it.
    (oct(26), "SALTROAD", "MOSSWATER", HeadsUp("Wilma Tarn, accounts payable")),
    (nov(3), "SALTROAD", "MOSSWATER", Opens),
    (nov(4), "SALTROAD", "MOSSWATER", Acknowledges("Wilma Tarn")),
    (nov(2), "QUILLMERE", "ASHPOOL", HeadsUp("Basil Overy, controller")),
    (nov(10), "QUILLMERE", "ASHPOOL", Opens),
    (nov(3), "SALTROAD", "KELDON", HeadsUp("Greta Lumb, office")),
    (nov(12), "SALTROAD", "KELDON", Courier("courier 88-4410, signed for by G. Lumb")),
    (nov(3), "SALTROAD", "OAKHYTHE", HeadsUp("Piers Hollin, accounts payable")),
    (nov(12), "SALTROAD", "OAKHYTHE", AsksProof("Please show us that Saltroad has sold its invoices to you.")),
    (nov(13), "SALTROAD", "OAKHYTHE", SendsProof),
    (nov(9), "QUILLMERE", "LARKSTONE", HeadsUp("Delia Marsh, bookkeeping")),
    (
        nov(19),
        "QUILLMERE",
        "LARKSTONE",
        AsksProof("Our auditor wants to see the assignment before we change an account."),
    ),
    (nov(6), "FENNELWORTH", "TARNLEIGH", HeadsUp("Ruben Asche, purchasing")),
    (nov(18), "FENNELWORTH", "TARNLEIGH", Doubts("Our buyer knows nothing of this. Is this letter really from you?")),
    (nov(9), "FENNELWORTH", "BRINELOW", HeadsUp("Nora Quist")),
    (nov(12), "TORVANE", "PINDALE", HeadsUp("Hank Ellery, accounts payable")),
    (nov(19), "TORVANE", "PINDALE", NewAddress("payables@pindale.example")),
    (nov(13), "TORVANE", "COGSHALL", HeadsUp("Ida Brandt, accounts payable")),
    (nov(16), "FENNELWORTH", "SANDLEFORD", HeadsUp("Tomas Vell, kitchen manager")),
    (nov(18), "QUILLMERE", "THORNWELL", HeadsUp("Jane Orrin, accounts payable")),
    (nov(19), "TORVANE", "GLASSMERE", HeadsUp("Leo Castell, controller")),
    (nov(20), "SALTROAD", "FERRYBANK", HeadsUp("Mabel Stroud, office")),
    (nov(9), "SALTROAD", "WYNDLEY", DemandsRelease),
    (nov(10), "SALTROAD", "WYNDLEY", Releases),
    (nov(18), "TORVANE", "DRYSLADE", DemandsRelease),
    (nov(19), "TORVANE", "DRYSLADE", Releases),
];

/// Mailboxes that are closed from a day on: what is sent there comes back.
pub const CLOSED: &[(&str, Date)] = &[("ap@brinelow.example", nov(16)), ("ap@pindale.example", nov(18))];

/// LC-46: the account debtors pay to is changed in September: asked for by one, approved by another.
const CHANGE_ASKED: Date = date(2026, 9, 1);
const CHANGE_APPROVED: Date = date(2026, 9, 2);

/// What people do about notices on one day of the example.
pub fn play(stage: &Stage, written: Date) -> Result<(), Error> {
    if written == CHANGE_ASKED {
        stage.act("Imogen Harrowgate", |task| {
            let account = BankAccount {
                holder: "Lantern Trade Finance LLC".to_owned(),
                number: "7700200123".to_owned(),
                bic: None,
                clearing: Some("990000013".to_owned()),
            };
            let to = PayTo { account, reference: None };
            let why = "collections have an account of their own now";
            notice::change_remit_to(task, None, to, why, "Imogen Harrowgate")
        })?;
        stage.act("Imogen Harrowgate", |task| {
            let account = BankAccount {
                holder: "Lantern Trade Finance LLC".to_owned(),
                number: "DE77999900000004711001".to_owned(),
                bic: None,
                clearing: None,
            };
            let to = PayTo { account, reference: None };
            let why = "euros are collected where they are paid";
            notice::change_remit_to(task, Some(Currency::EUR), to, why, "Imogen Harrowgate")
        })?;
    } else if written == CHANGE_APPROVED {
        let asked = domain::notice::RemitChangeState::Requested;
        let changes = stage.app.read(|snapshot| kept::remit_change::in_state(snapshot, asked).map_err(Error::from))?;
        for change in changes {
            let who = "Tobias Lindqvist-Ray";
            stage.act(who, move |task| notice::approve_remit_change(task, change.id, who))?;
        }
    }
    for (_, client, debtor, scene) in SCENES.iter().filter(|(on, ..)| *on == written) {
        let pair = stage.pair(client, debtor)?;
        one(stage, stage.day(written), pair, debtor, scene)?;
    }
    Ok(())
}

fn one(
    stage: &Stage,
    today: Date,
    (client, debtor): (ClientId, DebtorId),
    code: &'static str,
    scene: &'static Scene,
) -> Result<(), Error> {
    let given = || stage.app.read(|snapshot| kept::notice::current(snapshot, client, debtor).map_err(Error::from));
    stage.act("demo", move |task| match *scene {
        HeadsUp(person) => notice::heads_up(task, client, debtor, today, person, Channel::Phone).map(drop),
        Courier(how) => {
            notice::record_evidence(task, client, debtor, Leg::Notice, Evidence::Replied, today, how).map(drop)
        }
        Acknowledges(person) => notice::acknowledge(task, client, debtor, person, None).map(drop),
        AsksProof(words) => notice::request_proof(task, client, debtor, words).map(drop),
        SendsProof => notice::send_proof(task, client, debtor, Vec::new()).map(drop),
        Doubts(words) => notice::doubt(task, client, debtor, words).map(drop),
        DemandsRelease => notice::demand_release(task, client, debtor).map(drop),
        Releases => notice::release(task, client, debtor, None).map(drop),
        NewAddress(email) => {
            let known = kept::contact::of_debtor(task, debtor)?;
            let new = contact::NewContact {
                contact: known.first().map(|one| one.id),
                debtor: Some(code.to_owned()),
                client: None,
                role: Role::AccountsPayable,
                mailbox: true,
                obligor: false,
                name: "Accounts payable".to_owned(),
                email: Some(email.to_owned()),
                phone: known.first().and_then(|one| one.phone.clone()),
                channel: Channel::Email,
                language: domain::letter::Language::English,
                zone: known.first().map(|one| one.zone.clone()),
                source: ContactSource::Factor,
            };
            let saved = contact::save_contact(task, &new)?;
            contact::verify_contact(task, saved.id, "called the switchboard, which read the new address out", true)
                .map(drop)
        }
        Opens => Ok(()),
    })?;
    if matches!(scene, Opens) {
        let link = given()?.and_then(|one| one.way(Leg::Notice).and_then(|way| way.message));
        if let Some(message) = link {
            let found = stage.app.read(|snapshot| kept::message::get(snapshot, message).map_err(Error::from))?;
            if let Some(link) = found.and_then(|one| one.body.link) {
                stage.act("debtor's page", move |task| app::guest::acted(task, link, "198.51.100.0/24"))?;
            }
        }
    }
    Ok(())
}
