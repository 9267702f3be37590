use super::*;
use crate::id::{ClientId, DebtorId, DocumentId, PacketId};
use crate::money::Currency;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;

const TODAY: Date = date(2026, 6, 10);
const PAPER: DocumentId = DocumentId(Uuid::from_u128(9));

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn begun(has_surety: bool) -> Packet {
    let pair = (ClientId(Uuid::from_u128(1)), DebtorId(Uuid::from_u128(2)));
    Packet::begin(PacketId(Uuid::from_u128(3)), pair, " W91-26-C-0042 ".to_owned(), usd(40_000_000), has_surety, TODAY)
        .expect("a sound contract")
}

fn confirm(point: Point) -> PacketEvent {
    PacketEvent::Confirmed(Confirmation { point, on: TODAY, by: "Ines Calder".to_owned(), paper: PAPER })
}

fn send(to: Addressee, on: Date) -> PacketEvent {
    PacketEvent::Sent(Sending {
        to,
        person: "R. Holt, contracting office".to_owned(),
        on,
        how: "registered mail RE 117".to_owned(),
        notice: PAPER,
        copy: PAPER,
        acknowledged: None,
        taken_back: None,
    })
}

fn acknowledge(by: Addressee, on: Date) -> PacketEvent {
    PacketEvent::Acknowledged { by, on, paper: PAPER }
}

fn take_back(by: Addressee, on: Date) -> PacketEvent {
    PacketEvent::TakenBack { by, on, why: "signed by the wrong office".to_owned() }
}

fn give_override(until: Date) -> PacketEvent {
    let (by, reason) = ("Tomas Reyl".to_owned(), "the officer has promised to sign".to_owned());
    PacketEvent::Overridden(Override { on: TODAY, until, by, reason, ended_on: None })
}

fn active() -> Registration {
    Registration {
        checked_on: Some(TODAY),
        expires_on: Some(date(2027, 3, 1)),
        by: "Ines Calder".to_owned(),
        evidence: "entity Q7".to_owned(),
    }
}

fn confirmed(has_surety: bool) -> Packet {
    Point::ALL.iter().fold(begun(has_surety), |packet, point| packet.apply(confirm(*point), TODAY).expect("a point"))
}

fn acknowledged(has_surety: bool) -> Packet {
    let packet = confirmed(has_surety);
    let all: Vec<Addressee> = packet.addressees().collect();
    all.into_iter().fold(packet, |packet, one| {
        let sent = packet.apply(send(one, TODAY), TODAY).expect("it may be sent");
        sent.apply(acknowledge(one, TODAY), TODAY).expect("it was sent")
    })
}

fn asks(packet: &Packet, registration: &Registration, today: Date) -> Result<String, Objection> {
    purchase_permitted(std::slice::from_ref(packet), Some("w91 26 c 0042"), registration, today)
}

fn fact(answer: Result<String, Objection>) -> String {
    match answer {
        Err(Objection::Waits(fact, _) | Objection::Refused(fact, _)) => fact,
        Ok(facts) => panic!("it passed: {facts}"),
    }
}

#[test]
fn gl_60_a_contract_is_of_1000_dollars_at_least_and_has_a_number() {
    let pair = (ClientId(Uuid::from_u128(1)), DebtorId(Uuid::from_u128(2)));
    let begin = |contract: &str, amount| {
        Packet::begin(PacketId(Uuid::from_u128(3)), pair, contract.to_owned(), amount, false, TODAY)
    };
    assert!(begin("A-1", usd(100_000)).is_ok());
    let problems = begin("  ", usd(99_999)).unwrap_err();
    assert_eq!(problems.len(), 2, "all at once: {problems:?}");
    assert_eq!(problems[1].fact(), "the contract is of 999.99 USD; the Act asks for 1,000.00 USD or more");
    let euros = begin("A-1", Money::new(500_000, Currency::EUR)).unwrap_err();
    assert_eq!(euros[0].code(), "PACKET_CONTRACT_CURRENCY");
}

#[test]
fn gl_60_nothing_is_sent_before_every_point_is_confirmed() {
    let mut packet = begun(false);
    for point in &Point::ALL[..4] {
        packet = packet.apply(confirm(*point), TODAY).unwrap();
    }
    let refused = packet.apply(send(Addressee::ContractingOfficer, TODAY), TODAY).unwrap_err();
    assert_eq!(refused[0].fact(), "nobody has confirmed that the contract does not prohibit it");
    let packet = packet.apply(confirm(Point::NotProhibited), TODAY).unwrap();
    assert!(packet.apply(send(Addressee::ContractingOfficer, TODAY), TODAY).is_ok());
    let surety = packet.apply(send(Addressee::Surety, TODAY), TODAY).unwrap_err();
    assert_eq!(surety, [PacketRefusal::NoSurety]);
}

#[test]
fn gl_60_it_is_acknowledged_when_the_last_addressee_has_signed() {
    let mut packet = confirmed(true);
    assert_eq!(packet.state(), PacketState::Preparing);
    for to in Addressee::ALL {
        packet = packet.apply(send(*to, TODAY), TODAY).unwrap();
    }
    assert_eq!(packet.state(), PacketState::Sent);
    packet = packet.apply(acknowledge(Addressee::ContractingOfficer, TODAY), TODAY).unwrap();
    packet = packet.apply(acknowledge(Addressee::DisbursingOfficer, TODAY), TODAY).unwrap();
    assert_eq!(packet.state(), PacketState::Sent);
    assert_eq!(fact(asks(&packet, &active(), TODAY)), "contract W91-26-C-0042: not acknowledged yet by the surety");
    packet = packet.apply(acknowledge(Addressee::Surety, TODAY), TODAY).unwrap();
    assert_eq!(packet.state(), PacketState::Acknowledged);
    assert_eq!(
        asks(&packet, &active(), TODAY).unwrap(),
        "contract W91-26-C-0042: acknowledged by the contracting officer on 10 June 2026, the surety on 10 June 2026 and \
         the disbursing officer on 10 June 2026; SAM registration active until 1 March 2027"
    );
}

#[test]
fn gl_60_the_registration_ends_with_its_last_day() {
    let packet = acknowledged(false);
    let last = date(2027, 3, 1);
    assert!(asks(&packet, &active(), last).is_ok());
    assert_eq!(fact(asks(&packet, &active(), date(2027, 3, 2))), "the factor's SAM registration ended on 1 March 2027");
    assert!(fact(asks(&packet, &Registration::default(), TODAY)).contains("nobody has looked up"));
    assert!(!active().wants_renewal(date(2027, 1, 29)));
    assert!(active().wants_renewal(date(2027, 1, 30)), "30 days before");
    let wrong = Registration { checked_on: Some(date(2026, 6, 11)), ..Registration::default() };
    let places: Vec<_> = wrong.problems(TODAY).iter().map(|one| one.field).collect();
    assert_eq!(places, ["checked_on", "expires_on", "registration_by", "evidence"]);
    assert_eq!(active().problems(TODAY), []);
}

#[test]
fn gl_60_what_is_taken_back_is_acknowledged_anew_by_a_new_notice_only() {
    let officer = Addressee::ContractingOfficer;
    let packet = acknowledged(false).apply(take_back(officer, TODAY), TODAY).unwrap();
    assert_eq!(packet.state(), PacketState::Revoked);
    assert!(packet.was_acknowledged(), "the agency knows of it all the same");
    assert!(fact(asks(&packet, &active(), TODAY)).contains("taken back by the contracting officer"));
    let refused = packet.apply(acknowledge(officer, TODAY), TODAY).unwrap_err();
    assert_eq!(refused, [PacketRefusal::NotSent(officer)]);
    let packet = packet.apply(send(officer, TODAY), TODAY).unwrap();
    assert_eq!(packet.state(), PacketState::Revoked, "until it is signed again");
    let packet = packet.apply(acknowledge(officer, TODAY), TODAY).unwrap();
    assert_eq!(packet.state(), PacketState::Acknowledged);
}

#[test]
fn gl_60_a_manager_may_override_for_a_while() {
    let until = TODAY.saturating_add(LONGEST_OVERRIDE_DAYS.days());
    let packet = begun(false).apply(give_override(until), TODAY).unwrap();
    let facts = asks(&packet, &Registration::default(), TODAY).unwrap();
    assert!(
        facts.contains("by override of Tomas Reyl until 10 July 2026: the officer has promised to sign"),
        "{facts}"
    );
    assert!(asks(&packet, &active(), until).is_ok());
    assert!(asks(&packet, &active(), until.tomorrow().unwrap()).is_err());
    let ended = packet.apply(PacketEvent::OverrideEnded, TODAY).unwrap();
    assert!(asks(&ended, &active(), TODAY).is_err());
    assert_eq!(ended.apply(PacketEvent::OverrideEnded, TODAY).unwrap_err(), [PacketRefusal::NoOverride]);
    let late = until.tomorrow().unwrap();
    assert_eq!(packet.apply(give_override(late), TODAY).unwrap_err(), [PacketRefusal::OverrideTooLong(late)]);
    let silent = Override { on: TODAY, until, by: " ".to_owned(), reason: String::new(), ended_on: None };
    let refused = packet.apply(PacketEvent::Overridden(silent), TODAY).unwrap_err();
    assert_eq!(refused, [PacketRefusal::NoWords("manager"), PacketRefusal::NoWords("reason")]);
}

#[test]
fn gl_60_the_packet_of_another_contract_does_not_help() {
    let packet = [acknowledged(false)];
    let other = purchase_permitted(&packet, Some("W91-26-C-0043"), &active(), TODAY);
    assert!(fact(other).contains("contract W91-26-C-0043 has no Assignment of Claims packet"));
    let unnamed = purchase_permitted(&packet, Some("  "), &active(), TODAY);
    assert!(matches!(unnamed, Err(Objection::Refused(fact, _)) if fact.contains("does not name the contract")));
}

#[test]
fn gl_58_it_is_released_when_nothing_is_open_and_ends_there() {
    let release = |open_invoices| PacketEvent::Released {
        release: Release { on: TODAY, by: "desk".to_owned(), how: "notice of release by registered mail".to_owned() },
        open_invoices,
    };
    let packet = acknowledged(false);
    let refused = packet.apply(release(2), TODAY).unwrap_err();
    assert_eq!(refused[0].fact(), "2 bought invoices of this client to the agency are open");
    let released = packet.apply(release(0), TODAY).unwrap();
    assert_eq!(released.state(), PacketState::Released);
    assert!(asks(&released, &active(), TODAY).is_err());
    assert_eq!(released.apply(confirm(Point::Amount), TODAY).unwrap_err(), [PacketRefusal::Released(TODAY)]);
    assert_eq!(begun(false).apply(release(0), TODAY).unwrap_err()[0].code(), "PACKET_NEVER_SENT");
}

#[test]
fn gl_60_days_ahead_or_out_of_order_are_refused() {
    let ahead = date(2026, 6, 11);
    let packet = confirmed(false);
    let officer = Addressee::ContractingOfficer;
    let refused = packet.apply(send(officer, ahead), TODAY).unwrap_err();
    assert_eq!(refused, [PacketRefusal::DayAhead("sent_on", ahead)]);
    let packet = packet.apply(send(officer, date(2026, 6, 8)), TODAY).unwrap();
    let early = packet.apply(acknowledge(officer, date(2026, 6, 7)), TODAY).unwrap_err();
    assert_eq!(early[0].fact(), "7 June 2026 is before 8 June 2026, when the notice left");
    let packet = packet.apply(acknowledge(officer, date(2026, 6, 9)), TODAY).unwrap();
    let early = packet.apply(take_back(officer, date(2026, 6, 8)), TODAY).unwrap_err();
    assert_eq!(early[0].code(), "PACKET_TOO_EARLY");
    let correct = PacketEvent::Corrected { contract: "B-2".to_owned(), amount: usd(500_000), has_surety: true };
    assert_eq!(packet.apply(correct, TODAY).unwrap_err(), [PacketRefusal::UnderWay]);
}

/// A step of a random stream: which, for whom, how many days later.
fn steps() -> impl Strategy<Value = (bool, Vec<(u8, u8, i64)>)> {
    (any::<bool>(), prop::collection::vec((0_u8..12, 0_u8..5, 0_i64..20), 1..60))
}

proptest! {
    /// Whatever happens in whatever order: an invoice passes only while everybody has signed, the last word of each being
    /// yes, and the registration is active; or while an override given by a manager runs. Kept by a second, plain record.
    #[test]
    fn gl_60_nothing_is_bought_without_acknowledgement_or_override((surety, stream) in steps()) {
        let mut packet = begun(surety);
        let mut today = TODAY;
        let mut registration = Registration::default();
        let mut signed = [false; 3];
        let mut points = [false; 5];
        let mut overridden_until: Option<Date> = None;
        for (what, whom, later) in stream {
            today = today.saturating_add(later.days());
            let who = Addressee::ALL[usize::from(whom) % 3];
            let point = Point::ALL[usize::from(whom)];
            let event = match what {
                0..=2 => confirm(point),
                3 | 4 => send(who, today),
                5..=7 => acknowledge(who, today),
                8 => take_back(who, today),
                9 => give_override(today.saturating_add((later * 2).days())),
                10 => PacketEvent::OverrideEnded,
                _ => {
                    registration = Registration { expires_on: Some(today.saturating_add((later * 5).days())), ..active() };
                    continue;
                }
            };
            if let Ok(next) = packet.apply(event.clone(), today) {
                packet = next;
                match event {
                    PacketEvent::Confirmed(one) => points[one.point as usize] = true,
                    PacketEvent::Acknowledged { by, .. } => signed[by as usize] = true,
                    PacketEvent::TakenBack { by, .. } => {
                        signed[by as usize] = false;
                        overridden_until = None;
                    }
                    PacketEvent::Overridden(given) => overridden_until = Some(given.until),
                    PacketEvent::OverrideEnded => overridden_until = None,
                    _ => {}
                }
            }
            let needs = [true, surety, true];
            let all_signed = (0..3).all(|who| signed[who] || !needs[who]) && points == [true; 5];
            let is_active = registration.expires_on.is_some_and(|last| today <= last);
            let holds = overridden_until.is_some_and(|until| today <= until);
            let expected = (all_signed && is_active) || holds;
            prop_assert_eq!(asks(&packet, &registration, today).is_ok(), expected, "{:?} on {}", packet, today);
            prop_assert_eq!(packet.state() == PacketState::Acknowledged, all_signed);
        }
    }
}
