//! A client with two federal agencies (GL-60): one has acknowledged the assignment of its contract, so its invoice is bought; the
//! packet of the other is being prepared, so its invoice waits.
//!
//! Each step is taken on the first business day on or after its own on which it is still to be taken: a holiday delays it.

use super::stage::Stage;
use app::Error;
use app::packet::{self, Contract, NewRegistration, NewSending, Paper};
use domain::id::{ClientId, DebtorId};
use domain::money::{Currency, Money};
use domain::packet::{Addressee, Packet, Point};
use jiff::civil::{Date, date};
use store::kept;

/// Who sells to both.
const CLIENT: &str = "COPPERWREN";
/// Who has looked at the papers.
const READER: &str = "Tobias Lindqvist-Ray";

/// A contract, and on which days its packet moves; none where it has not come so far.
struct Story {
    agency: &'static str,
    contract: &'static str,
    /// In cents.
    amount: i64,
    has_surety: bool,
    begun: Date,
    /// How many points of the checklist are confirmed.
    points: usize,
    sent: Option<Date>,
    signed: &'static [(Date, Addressee)],
}

const fn nov(day: i8) -> Date {
    date(2026, 11, day)
}

const STORIES: [Story; 2] = [
    Story {
        agency: "HARBORCHART",
        contract: "BHC-26-C-0417",
        amount: 8_400_000,
        has_surety: false,
        begun: date(2026, 10, 27),
        points: 5,
        sent: Some(date(2026, 10, 29)),
        signed: &[(nov(10), Addressee::DisbursingOfficer), (nov(17), Addressee::ContractingOfficer)],
    },
    Story {
        agency: "LAKESURVEY",
        contract: "FLSO-26-P-2203",
        amount: 3_150_000,
        has_surety: true,
        begun: nov(16),
        points: 3,
        sent: None,
        signed: &[],
    },
];

/// The day on which the registration was looked up, and its last day: near, so that it is a task of today.
const REGISTRATION: (Date, Date) = (date(2026, 10, 28), date(2026, 12, 14));

fn paper(name: &str, words: &str) -> Option<Paper> {
    Some(Paper { name: name.to_owned(), content: words.as_bytes().to_vec() })
}

/// What people do about the packets on one day of the example.
pub fn play(stage: &Stage, written: Date) -> Result<(), Error> {
    if written >= REGISTRATION.0 {
        register(stage)?;
    }
    for story in STORIES.iter().filter(|story| written >= story.begun) {
        let (client, debtor) = stage.pair(CLIENT, story.agency)?;
        let packet = match known(stage, client, debtor)? {
            Some(packet) => packet,
            None => begin(stage, story, (client, debtor))?,
        };
        if story.sent.is_some_and(|on| written >= on) {
            send(stage, &packet)?;
        }
        for (_, by) in story.signed.iter().filter(|(on, _)| written >= *on) {
            sign(stage, &packet, *by)?;
        }
    }
    Ok(())
}

fn known(stage: &Stage, client: ClientId, debtor: DebtorId) -> Result<Option<Packet>, Error> {
    stage.app.read(|snapshot| Ok(kept::packet::of_pair(snapshot, client, debtor)?.pop()))
}

fn register(stage: &Stage) -> Result<(), Error> {
    if stage.app.read(|snapshot| packet::registration(snapshot))?.checked_on.is_some() {
        return Ok(());
    }
    let new = NewRegistration {
        checked_on: stage.day(REGISTRATION.0),
        expires_on: stage.day(REGISTRATION.1),
        by: READER.to_owned(),
        evidence: "Entity L7XW9QNR42K5, extract in the factor's own folder".to_owned(),
    };
    stage.act("desk", move |task| packet::save_registration(task, &new).map(drop))
}

fn begin(stage: &Stage, story: &'static Story, (client, debtor): (ClientId, DebtorId)) -> Result<Packet, Error> {
    let contract = Contract {
        number: story.contract.to_owned(),
        amount: Money::new(story.amount, Currency::USD),
        has_surety: story.has_surety,
    };
    stage.act("desk", move |task| {
        let mut packet = packet::begin(task, client, debtor, &contract)?;
        for point in &Point::ALL[..story.points] {
            let name = if *point == Point::FinancingInstitution || *point == Point::AllUnpaid {
                "instrument-of-assignment.txt"
            } else {
                "contract.txt"
            };
            let words = format!("{name}: a paper of the example, contract {}", story.contract);
            packet = packet::confirm(task, packet.id, *point, READER, paper(name, &words).as_ref())?;
        }
        Ok(packet)
    })
}

fn send(stage: &Stage, packet: &Packet) -> Result<(), Error> {
    for to in packet.unsent() {
        let (id, contract) = (packet.id, packet.contract.clone());
        let person = match to {
            Addressee::ContractingOfficer => "Orla Fenwick, contracting office",
            Addressee::Surety => "Bond desk",
            Addressee::DisbursingOfficer => "Payments branch, Hal Brody",
        };
        stage.act("desk", move |task| {
            let new = NewSending {
                to,
                person: person.to_owned(),
                on: task.today,
                how: "registered mail".to_owned(),
                notice: paper("notice-of-assignment.txt", &format!("Notice of assignment, contract {contract}")),
                copy: paper("true-copy.txt", &format!("True copy of the assignment, contract {contract}")),
            };
            packet::send(task, id, &new).map(drop)
        })?;
    }
    Ok(())
}

fn sign(stage: &Stage, packet: &Packet, by: Addressee) -> Result<(), Error> {
    let now = known(stage, packet.client, packet.debtor)?;
    if now.is_some_and(|now| now.sending(by).is_some_and(|sending| sending.acknowledged.is_some())) {
        return Ok(());
    }
    let (id, name) = (packet.id, format!("acknowledged-{}.txt", by.code().to_lowercase().replace('_', "-")));
    stage.act("desk", move |task| {
        let signed = paper(&name, &format!("Acknowledged and returned, signed: the {by}."));
        packet::acknowledge(task, id, by, task.today, signed.as_ref()).map(drop)
    })
}
