//! GL-60 through the front door: a federal agency's invoices wait for its Assignment of Claims packet.

use crate::fixture::{Fixture, line};
use app::audit::audit;
use app::packet::{self, Contract, NewRegistration, NewSending, Paper};
use app::schedule::{Answer, submit};
use app::{Error, notice, schedule};
use domain::id::{InvoiceId, PacketId};
use domain::invoice::InvoiceState;
use domain::invoice::guard::{Guard, Verdict};
use domain::money::{Currency, Money};
use domain::packet::{Addressee, PacketState, Point};
use domain::party::DebtorType;
use jiff::civil::date;
use std::sync::Arc;
use store::kept;

const AGENCY: &str = "AGENCY";
const CONTRACT: &str = "W91-26-C-0042";

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn paper(name: &str) -> Option<Paper> {
    Some(Paper { name: name.to_owned(), content: format!("the text of {name}").into_bytes() })
}

fn house() -> Fixture {
    let fixture = Fixture::new();
    fixture.add_debtor_of(AGENCY, DebtorType::UsFederal);
    fixture
}

fn offer(fixture: &Fixture, turn: u8, contract: Option<&str>) -> Answer {
    let mut one = line(u64::from(turn), fixture.app.today());
    one.debtor.code = Some(AGENCY.to_owned());
    one.contract = contract.map(str::to_owned);
    let mut submission = fixture.submission(vec![one]);
    Arc::get_mut(&mut submission.content).unwrap().sha256 = [turn; 32];
    submit(&fixture.app, "test", &submission, &mut |_| {}).unwrap()
}

fn begin(fixture: &Fixture) -> PacketId {
    let (client, debtor) = fixture.pair(AGENCY);
    let contract = Contract { number: CONTRACT.to_owned(), amount: usd(40_000_000), has_surety: false };
    fixture.task(move |task| packet::begin(task, client, debtor, &contract)).unwrap().id
}

fn confirm_all(fixture: &Fixture, id: PacketId) {
    for point in Point::ALL {
        let read = move |task: &mut app::Task<'_, '_>| {
            packet::confirm(task, id, *point, "Ines Calder", paper("contract.txt").as_ref()).map(drop)
        };
        fixture.task(read).unwrap();
    }
}

fn sending(fixture: &Fixture, to: Addressee) -> NewSending {
    NewSending {
        to,
        person: "R. Holt, contracting office".to_owned(),
        on: fixture.app.today(),
        how: "registered mail RE 117".to_owned(),
        notice: paper("notice.txt"),
        copy: paper("copy.txt"),
    }
}

fn send(fixture: &Fixture, id: PacketId, to: Addressee) {
    let new = sending(fixture, to);
    fixture.task(move |task| packet::send(task, id, &new).map(drop)).unwrap();
}

fn acknowledge(fixture: &Fixture, id: PacketId, by: Addressee) -> PacketState {
    let on = fixture.app.today();
    let done = fixture.task(move |task| packet::acknowledge(task, id, by, on, paper("signed.txt").as_ref()));
    done.unwrap().state()
}

fn register(fixture: &Fixture) {
    let new = NewRegistration {
        checked_on: fixture.app.today(),
        expires_on: date(2026, 12, 31),
        by: "Ines Calder".to_owned(),
        evidence: "entity Q7LM, extract in folder 3".to_owned(),
    };
    fixture.task(move |task| packet::save_registration(task, &new).map(drop)).unwrap();
}

/// What G5 says of an invoice today, from its decision.
fn g5(fixture: &Fixture, invoice: InvoiceId) -> String {
    let event = fixture.invoice(invoice).decided_seq;
    let body = fixture.app.read(|book| Ok(kept::event::get(book, event)?.unwrap().body)).unwrap();
    let findings = schedule::Decision::read(&body).unwrap().findings;
    findings.into_iter().find(|one| one.guard == Guard::G5).unwrap().facts
}

fn codes(error: Error) -> Vec<(String, String)> {
    match error {
        Error::Refused(refusals) => refusals.into_iter().map(|one| (one.place, one.code)).collect(),
        other => panic!("{other}"),
    }
}

fn pairs(them: &[(&str, &str)]) -> Vec<(String, String)> {
    them.iter().map(|(place, code)| ((*place).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn gl_60_an_agencys_invoice_waits_for_every_step_and_is_bought_with_the_last() {
    let fixture = house();
    let answer = offer(&fixture, 1, Some("w91 26 c 0042"));
    assert_eq!((answer.bought, answer.asked, answer.refused), (0, 1, 0));
    let invoice = answer.lines[0].invoice;
    let state = || fixture.invoice(invoice).state;
    assert!(g5(&fixture, invoice).contains("has no Assignment of Claims packet"), "{}", g5(&fixture, invoice));

    let id = begin(&fixture);
    assert!(g5(&fixture, invoice).contains("0 of 5 points confirmed"), "asked again: {}", g5(&fixture, invoice));
    confirm_all(&fixture, id);
    send(&fixture, id, Addressee::ContractingOfficer);
    assert!(g5(&fixture, invoice).contains("still to be sent to the disbursing officer"));
    send(&fixture, id, Addressee::DisbursingOfficer);
    assert_eq!(acknowledge(&fixture, id, Addressee::DisbursingOfficer), PacketState::Sent);
    assert_eq!(g5(&fixture, invoice), format!("contract {CONTRACT}: not acknowledged yet by the contracting officer"));
    assert_eq!(acknowledge(&fixture, id, Addressee::ContractingOfficer), PacketState::Acknowledged);
    assert!(g5(&fixture, invoice).contains("nobody has looked up the factor's SAM registration"));
    assert_eq!((state(), fixture.events("INVOICE_PURCHASED")), (InvoiceState::Verified, 0));
    register(&fixture);
    assert_eq!(state(), InvoiceState::Purchased);
    assert!(g5(&fixture, invoice).contains("SAM registration active until 31 December 2026"));
    fixture.sums_hold();
    // The agency reads what it owes, though no notice was given; and it stays an agency while its packet stands.
    let debtor = fixture.pair(AGENCY).1;
    let read = fixture.app.read(|book| app::answer::statement(book, debtor, None)).unwrap();
    assert_eq!(read.sections.iter().map(|section| section.items.len()).sum::<usize>(), 1);
    let business = fixture.try_debtor_of(AGENCY, DebtorType::Business).unwrap_err();
    assert_eq!(codes(business), pairs(&[("debtor_type", "FEDERAL_STAYS")]));

    // Another one is bought at once; after the registration has ended none is, until it is looked up again.
    assert_eq!(offer(&fixture, 2, Some(CONTRACT)).bought, 1);
    fixture.pass_days(200);
    let late = offer(&fixture, 3, Some(CONTRACT));
    assert_eq!((late.bought, late.asked), (0, 1));
    assert!(g5(&fixture, late.lines[0].invoice).contains("ended on 31 December 2026"));

    let report = || audit(&fixture.app.book, fixture.app.now()).unwrap();
    assert!(report().holds(), "{}", report());
    let file = rusqlite::Connection::open(fixture.app.book.file().unwrap()).unwrap();
    file.execute("UPDATE packet SET state = 'PREPARING'", []).unwrap();
    let said = report().to_string();
    assert!(said.contains("BROKEN packets") && said.contains("stands in its columns"), "{said}");
}

#[test]
fn gl_60_what_is_taken_back_holds_new_purchases_and_a_manager_may_override() {
    let fixture = house();
    let id = begin(&fixture);
    confirm_all(&fixture, id);
    for to in [Addressee::ContractingOfficer, Addressee::DisbursingOfficer] {
        send(&fixture, id, to);
        acknowledge(&fixture, id, to);
    }
    register(&fixture);
    assert_eq!(offer(&fixture, 1, Some(CONTRACT)).bought, 1);
    let today = fixture.app.today();
    let by = Addressee::ContractingOfficer;
    fixture.task(move |task| packet::take_back(task, id, by, today, "signed by the wrong office").map(drop)).unwrap();
    let held = offer(&fixture, 2, Some(CONTRACT));
    assert_eq!((held.bought, held.asked), (0, 1));
    let held = held.lines[0].invoice;
    assert!(g5(&fixture, held).contains("taken back by the contracting officer"));

    let (nobody, tomorrow) = (String::new(), today.tomorrow().unwrap());
    let refused = fixture.task(move |task| packet::override_acknowledgement(task, id, &nobody, " ", tomorrow));
    let both = pairs(&[("manager", "PACKET_NO_WORDS"), ("reason", "PACKET_NO_WORDS")]);
    assert_eq!(codes(refused.unwrap_err()), both, "all at once");
    let given = move |task: &mut app::Task<'_, '_>| {
        packet::override_acknowledgement(task, id, "Tomas Reyl", "the officer signs again on Monday", tomorrow)
            .map(drop)
    };
    fixture.task(given).unwrap();
    assert_eq!(fixture.invoice(held).state, InvoiceState::Purchased);
    assert!(g5(&fixture, held).contains("by override of Tomas Reyl until 16 June 2026: the officer signs again"));
    fixture.pass_days(2);
    assert_eq!(offer(&fixture, 3, Some(CONTRACT)).bought, 0, "the override has ended");
    fixture.sums_hold();
}

#[test]
fn gl_60_an_invoice_that_names_no_contract_is_refused_and_another_contracts_packet_does_not_help() {
    let fixture = house();
    let id = begin(&fixture);
    let unnamed = offer(&fixture, 1, None);
    assert_eq!((unnamed.bought, unnamed.refused), (0, 1));
    let finding = unnamed.lines[0].findings.iter().find(|one| one.guard == Guard::G5).unwrap();
    assert_eq!(finding.verdict, Verdict::Refuse);
    assert!(finding.remedy.as_ref().unwrap().contains("Name the contract"));
    let until = fixture.app.today();
    fixture
        .task(move |task| packet::override_acknowledgement(task, id, "Tomas Reyl", "urgent", until).map(drop))
        .unwrap();
    assert_eq!(offer(&fixture, 2, Some("W91-26-C-0043")).bought, 0);
    assert_eq!(offer(&fixture, 3, Some(CONTRACT)).bought, 1);
}

#[test]
fn gl_60_everything_wrong_with_a_sending_is_said_at_once_and_nothing_is_kept() {
    let fixture = house();
    let id = begin(&fixture);
    let papers = || {
        let debtor = fixture.pair(AGENCY).1;
        fixture.app.read(|book| Ok(kept::document::of_debtor(book, debtor, 10)?.len())).unwrap()
    };
    let new = NewSending {
        to: Addressee::Surety,
        person: " ".to_owned(),
        on: fixture.app.today().tomorrow().unwrap(),
        how: String::new(),
        notice: None,
        copy: Some(Paper { name: "copy.pdf".to_owned(), content: b"no pdf".to_vec() }),
    };
    let refused = fixture.task(move |task| packet::send(task, id, &new)).unwrap_err();
    let expected = pairs(&[
        ("notice", "PACKET_NO_PAPER"),
        ("copy", "PAPER_NAMED_WRONG"),
        ("sent_on", "PACKET_DAY_AHEAD"),
        ("person", "PACKET_NO_WORDS"),
        ("how", "PACKET_NO_WORDS"),
        ("to", "PACKET_NO_SURETY"),
        ("", "PACKET_NOT_CONFIRMED"),
    ]);
    assert_eq!(codes(refused), expected);
    // A sound paper of a refused step is not kept either.
    let early = sending(&fixture, Addressee::ContractingOfficer);
    let refused = fixture.task(move |task| packet::send(task, id, &early)).unwrap_err();
    assert_eq!(codes(refused), pairs(&[("", "PACKET_NOT_CONFIRMED")]));
    assert_eq!(papers(), 0);
}

#[test]
fn gl_60_a_packet_is_for_an_agency_and_a_notice_for_everybody_else() {
    let fixture = house();
    let (client, agency) = fixture.pair(AGENCY);
    let (_, business) = fixture.pair("D-1");
    let contract =
        |number: &str, amount| Contract { number: number.to_owned(), amount: usd(amount), has_surety: false };
    let small = contract(" ", 99_999);
    let refused = fixture.task(move |task| packet::begin(task, client, business, &small)).unwrap_err();
    let expected =
        pairs(&[("", "NOT_FEDERAL"), ("contract", "PACKET_NO_WORDS"), ("amount", "PACKET_CONTRACT_TOO_SMALL")]);
    assert_eq!(codes(refused), expected);
    begin(&fixture);
    let again = contract("w91 26 C 0042", 500_000);
    let refused = fixture.task(move |task| packet::begin(task, client, agency, &again)).unwrap_err();
    assert_eq!(codes(refused), pairs(&[("contract", "PACKET_CONTRACT_KNOWN")]));

    // A customer that turns out to be an agency keeps no notice that could still leave; turned back, it goes on.
    fixture.add_debtor_untold("LATER");
    let later = fixture.pair("LATER").1;
    let held = || fixture.app.read(|book| Ok(kept::notice::current(book, client, later)?.unwrap().held)).unwrap();
    assert!(!held());
    fixture.add_debtor_of("LATER", DebtorType::UsFederal);
    assert!(held());
    notice::run(&fixture.app, "test").unwrap();
    assert!(held(), "the job does not let it go");
    fixture.add_debtor_of("LATER", DebtorType::Business);
    assert!(!held());

    // The notice machine leaves the agency alone.
    notice::run(&fixture.app, "test").unwrap();
    assert!(fixture.app.read(|book| Ok(kept::notice::current(book, client, agency)?)).unwrap().is_none());
    let refused = fixture.task(move |task| notice::open(task, client, agency)).unwrap_err();
    assert_eq!(codes(refused), pairs(&[("", "FEDERAL_DEBTOR")]));
    let existing = move |task: &mut app::Task<'_, '_>| {
        notice::record_existing(task, client, agency, task.today, domain::notice::Evidence::Signed, "a letter")
            .map(drop)
    };
    assert_eq!(codes(fixture.task(existing).unwrap_err()), pairs(&[("", "FEDERAL_DEBTOR")]));
}
