//! RP-14: the register of now, and as it stood on any day before.

use super::fixture::Fixture;
use app::message::Fate;
use app::notice::{register, request_proof};
use app::report::{Cell, Report, ReportKind, ReportRequest, run};
use domain::calendar::Calendar;
use domain::notice::{Leg, NoticeState};
use jiff::civil::{Date, date};

fn made(fixture: &Fixture, request: &ReportRequest) -> Report {
    let now = fixture.app.now();
    fixture.app.read(|snapshot| Ok::<_, app::Error>(run(snapshot, ReportKind::Notices, request, now)?)).unwrap()
}

/// The one row's cells of some columns.
fn row(fixture: &Fixture, as_of: Date, keys: &[&str]) -> Vec<Cell> {
    let report = made(fixture, &ReportRequest::new(as_of));
    assert_eq!(report.rows.len(), 1, "{as_of}");
    keys.iter().map(|key| report.rows[0][report.place(key).unwrap()].clone()).collect()
}

fn june(day: i8) -> Date {
    date(2026, 6, day)
}

#[test]
fn rp_14_each_past_day_shows_what_stood_then() {
    let fixture = Fixture::delivered();
    fixture.on(june(24));
    fixture.task(|task, client, debtor| request_proof(task, client, debtor, "Please prove it.")).unwrap();
    let stood = |day, state: NoticeState, received: Option<Date>, proofs| {
        let found = row(&fixture, june(day), &["state", "notice_received", "proofs"]);
        let received = received.map_or(Cell::Empty, Cell::Date);
        assert_eq!(found, [Cell::Text(state.word().to_owned()), received, Cell::Number(proofs)], "{day} June");
    };
    stood(15, NoticeState::HeadsUpSent, None, 0);
    stood(16, NoticeState::LoiSent, None, 0);
    stood(17, NoticeState::LoiDelivered, None, 0);
    stood(22, NoticeState::NoaSent, None, 0);
    stood(23, NoticeState::NoaDelivered, Some(june(23)), 0);
    stood(24, NoticeState::ProofRequested, Some(june(23)), 1);
    assert!(made(&fixture, &ReportRequest::new(june(14))).rows.is_empty(), "nothing was written down yet");
    let dates = row(&fixture, june(24), &["heads_up", "introduction_sent", "introduction_delivered", "notice_sent"]);
    assert_eq!(dates, [june(15), june(16), june(17), june(22)].map(Cell::Date));
}

#[test]
fn rp_14_a_letter_that_came_back_had_been_sent() {
    let fixture = Fixture::new();
    fixture.heads_up(june(15)).unwrap();
    fixture.on(june(16));
    fixture.run();
    fixture.fate(Leg::Introduction, Fate::Sent);
    fixture.on(june(17));
    fixture.fate(Leg::Introduction, Fate::Bounced { permanent: true, reason: "no such user".into() });
    let keys = ["state", "introduction_sent", "came_back"];
    let sent = Cell::Text(NoticeState::LoiSent.word().to_owned());
    let back = Cell::Text(NoticeState::Bounced.word().to_owned());
    assert_eq!(row(&fixture, june(16), &keys), [sent, Cell::Date(june(16)), Cell::Number(0)]);
    assert_eq!(row(&fixture, june(17), &keys), [back, Cell::Empty, Cell::Number(1)]);
}

#[test]
fn rp_14_the_past_of_now_is_the_register() {
    let fixture = Fixture::delivered();
    let today = fixture.app.today();
    let rows = fixture.app.read(|snapshot| register(snapshot, Calendar::UnitedStates, today)).unwrap();
    assert_eq!(rows.len(), 1);
    let keys = ["client", "debtor", "debtor_name", "state", "evidence"];
    let words = |text: &str| Cell::Text(text.to_owned());
    let one = &rows[0];
    let expected = [
        words(&one.client),
        words(&one.debtor),
        words(&one.debtor_name),
        words(one.state.word()),
        Cell::Number(one.evidence.unwrap().level()),
    ];
    assert_eq!(row(&fixture, today, &keys), expected);
}

#[test]
fn rp_14_is_of_one_client_or_one_debtor() {
    let fixture = Fixture::delivered();
    let all = ReportRequest::new(fixture.app.today());
    let stranger = domain::id::DebtorId(fixture.client.0);
    for (request, rows) in [
        (ReportRequest { client: Some(fixture.client), ..all }, 1),
        (ReportRequest { debtor: Some(fixture.debtor), ..all }, 1),
        (ReportRequest { debtor: Some(stranger), ..all }, 0),
        (ReportRequest { client: Some(domain::id::ClientId(fixture.debtor.0)), ..all }, 0),
    ] {
        assert_eq!(made(&fixture, &request).rows.len(), rows, "{request:?}");
    }
}

#[test]
fn a_report_that_is_of_no_debtor_says_so() {
    let request = ReportRequest {
        debtor: Some(domain::id::DebtorId(uuid::Uuid::nil())),
        from: Some(june(9)),
        ..ReportRequest::new(june(8))
    };
    let refusal = ReportKind::Aging.may_be_asked(&request).unwrap_err();
    assert_eq!((refusal.place.as_str(), refusal.code.as_str()), ("debtor", "REPORT_DEBTOR"));
    assert!(refusal.remedy.contains("notices"), "{}", refusal.remedy);
    let refusal = ReportKind::Notices.may_be_asked(&request).unwrap_err();
    assert_eq!(refusal.place, "from");
}
