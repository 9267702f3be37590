//! Where to pay: the check page, a new account, the release.

use super::codes;
use super::fixture::{FIRST, Fixture, account};
use app::message::Fate;
use app::notice::{
    Checked, Genuine, PayToAnswer, Standing, approve_remit_change, change_remit_to, check, check_pay_to,
    demand_release, drop_remit_change, pay_to, put_remit_change_in_force, release,
};
use domain::contact::Purpose;
use domain::money::Currency;
use domain::notice::{Leg, NoticeState};
use jiff::civil::date;
use store::kept;

const SECOND: &str = "000999888777";

fn checked(fixture: &Fixture, code: &str) -> Genuine {
    match fixture.app.read(|snapshot| check(snapshot, code)).unwrap() {
        Checked::Genuine(genuine) => *genuine,
        Checked::NotGenuine => panic!("not genuine"),
    }
}

fn answer(fixture: &Fixture, code: &str, account: &str, invoice: &str) -> PayToAnswer {
    fixture.app.read(|snapshot| check_pay_to(snapshot, code, account, invoice)).unwrap()
}

#[test]
fn gl_50_the_check_page_confirms_what_the_visitor_knows_and_lists_nothing() {
    let fixture = Fixture::delivered();
    fixture.has_bought("INV-000123/A", 10_000);
    let code = fixture.notice().papers[0].clone();
    assert!(code.len() >= 12);
    let genuine = checked(&fixture, &app::notice::shown_code(&code).to_lowercase());
    assert_eq!((genuine.factor.as_str(), genuine.supplier.as_str()), ("Northlight Factors", "Harbor Tools LLC"));
    assert_eq!(genuine.account_ending.as_deref(), Some("2333"));
    assert_eq!(genuine.effective, Some(date(2026, 6, 22)));
    assert_eq!(genuine.standing, Standing::Holds);
    let since = Some(date(2026, 6, 22));
    // The letter is on all invoices and lists none: no number is told from another.
    for number in ["inv 123 a", "INV-999", ""] {
        assert_eq!(answer(&fixture, &code, "0001 1122 2333", number), PayToAnswer::AllInvoices { since });
    }
    assert_eq!(answer(&fixture, &code, SECOND, "INV-000123/A"), PayToAnswer::OtherAccount);
    assert_eq!(answer(&fixture, &code, "", "INV-000123/A"), PayToAnswer::OtherAccount);
    assert!(fixture.app.read(|snapshot| check(snapshot, "AAAAABBBBBCCCCC")).is_err());
}

#[test]
fn gl_50_a_paper_that_was_altered_is_not_genuine() {
    // The account in the text; the letter's kind beside it; a foreign signature; a key that is not under its own name.
    let altered: [(&str, &[u8]); 4] = [
        ("UPDATE paper SET content = replace(content, '000111222333', '000111222334')", &[]),
        ("UPDATE paper SET kind = 'RELEASE'", &[]),
        ("UPDATE paper SET signature = $1", &[0; 64]),
        ("UPDATE signing_key SET public_key = $1", &[0; 32]),
    ];
    for (sql, bytes) in altered {
        let fixture = Fixture::delivered();
        if bytes.is_empty() {
            fixture.execute(sql);
        } else {
            fixture.execute_with(sql, bytes);
        }
        let code = fixture.notice().papers[0].clone();
        assert_eq!(fixture.app.read(|snapshot| check(snapshot, &code)).unwrap(), Checked::NotGenuine, "{sql}");
        let told = answer(&fixture, &code, "000111222334", "X");
        assert!(!matches!(told, PayToAnswer::Yes { .. } | PayToAnswer::AllInvoices { .. }), "{sql}: {told:?}");
    }
}

#[test]
fn fr_09_lc_46_a_new_account_takes_two_people_two_days_and_a_new_notice() {
    let fixture = Fixture::delivered();
    fixture.has_bought("INV-1", 10_000);
    let first = fixture.notice();
    let ask = |to: &'static str, by: &'static str| {
        fixture.task(move |task, _, _| change_remit_to(task, None, account(to), "We moved our bank.", by))
    };
    assert_eq!(codes(ask(FIRST, "")), ["SAME_ACCOUNT", "NAME_MISSING"]);
    let alone = ask(SECOND, "Ann Example").unwrap().id;
    fixture.on(date(2026, 6, 30));
    fixture.run();
    assert_eq!(fixture.notice().id, first.id, "one person alone changes nothing, however long it waits");
    fixture.task(move |task, _, _| drop_remit_change(task, alone, "Ann Example", "Asked anew")).unwrap();
    // Wednesday.
    fixture.on(date(2026, 7, 1));
    let id = ask(SECOND, "Ann Example").unwrap().id;
    let approve = |by: &'static str| fixture.task(move |task, _, _| approve_remit_change(task, id, by));
    assert_eq!(codes(approve("ann example")), ["SECOND_PERSON"]);
    approve("Bo Example").unwrap();
    fixture.on(date(2026, 7, 2));
    fixture.run();
    assert_eq!(codes(fixture.task(move |task, _, _| put_remit_change_in_force(task, id))), ["COOLING"]);
    assert_eq!(fixture.notice().id, first.id);
    // Two business days: Thursday and Friday; 4 July 2026 is a Saturday.
    fixture.on(date(2026, 7, 3));
    let ran = fixture.run();
    assert_eq!((ran.renewed, ran.waiting.len()), (1, 0));
    assert_eq!(fixture.run().renewed, 0);
    let second = fixture.notice();
    assert_eq!((second.version, second.earlier.as_ref().unwrap().id), (2, first.id));
    // GL-52: the assignment stays known to the debtor.
    assert_eq!(second.received_on(), first.received_on());
    let message = fixture.message(second.notice.as_ref().unwrap().message.unwrap());
    assert_eq!(message.purpose, Purpose::RemitToChange);
    assert!(message.words.contains(SECOND));
    assert!(message.words.contains("30 December 2026"), "180 days: {}", message.words);
    assert_eq!(fixture.count("SELECT COUNT(*) FROM notice WHERE is_current = 1"), 1);
    let old = checked(&fixture, &first.papers[0]);
    assert_eq!(old.standing, Standing::Superseded { on: Some(date(2026, 7, 3)) });
    assert_eq!(checked(&fixture, &second.papers[0]).standing, Standing::Holds);
    // Whichever letter the visitor holds.
    for code in [&first.papers[0], &second.papers[0]] {
        let since = Some(date(2026, 7, 3));
        assert_eq!(answer(&fixture, code, SECOND, "INV-1"), PayToAnswer::AllInvoices { since });
        let until = date(2026, 12, 30);
        assert_eq!(answer(&fixture, code, FIRST, "INV-1"), PayToAnswer::OldAccount { until });
    }
    let factor = fixture.app.factor();
    assert_eq!(fixture.app.read(|snapshot| pay_to(snapshot, &factor, Currency::USD)).unwrap(), Some(account(SECOND)));
    let drop = fixture.task(move |task, _, _| drop_remit_change(task, id, "Ann", "Too late"));
    assert_eq!(codes(drop), ["REMIT_CHANGE_STATE"]);
}

#[test]
fn lc_46_an_account_of_another_currency_is_told_to_its_debtors_alone() {
    let fixture = Fixture::delivered();
    let before = fixture.notice();
    let ask = |currency, number: &'static str| {
        fixture.task(move |task, _, _| change_remit_to(task, currency, account(number), "Euros go elsewhere.", "Ann"))
    };
    let euros = ask(Some(Currency::EUR), SECOND).unwrap().id;
    assert_eq!(codes(ask(Some(Currency::EUR), SECOND)), ["REMIT_CHANGE_RUNNING"]);
    // Another currency's change is another one; the factor's own currency is the usual account.
    let dollars = ask(Some(Currency::USD), "000999888777").unwrap();
    assert_eq!(dollars.currency, None);
    fixture.task(move |task, _, _| drop_remit_change(task, dollars.id, "Ann", "a slip")).unwrap();
    fixture.task(move |task, _, _| approve_remit_change(task, euros, "Bo")).unwrap();
    fixture.on(date(2026, 6, 30));
    assert_eq!(fixture.run().renewed, 0, "this pair's invoices are in dollars");
    assert_eq!(fixture.notice().id, before.id);
    let factor = fixture.app.factor();
    let of = |currency| fixture.app.read(|snapshot| pay_to(snapshot, &factor, currency)).unwrap();
    assert_eq!(of(Currency::EUR), Some(account(SECOND)));
    assert_eq!(of(Currency::USD), Some(account(FIRST)));
}

#[test]
fn lc_47_gl_58_released_only_when_nothing_is_open_and_told_where_to_pay() {
    let fixture = Fixture::new();
    assert_eq!(codes(fixture.task(demand_release)), ["NEVER_NOTIFIED"]);
    fixture.deliver();
    fixture.has_bought("INV-1", 10_000);
    fixture.on(date(2026, 7, 1));
    let demanded = fixture.task(demand_release).unwrap();
    assert_eq!(demanded.demand.unwrap().due_on, date(2026, 7, 11));
    let let_go = || fixture.task(|task, client, debtor| release(task, client, debtor, None));
    assert_eq!(codes(let_go()), ["INVOICES_OPEN"]);
    fixture.execute("UPDATE invoice SET open_minor = 0");
    let_go().unwrap();
    fixture.fate(Leg::Release, Fate::Sent);
    assert_eq!(fixture.notice().state(), NoticeState::ReleaseSent);
    let notice = fixture.notice();
    let message = fixture.message(notice.release.as_ref().unwrap().message.unwrap());
    assert!(message.words.contains("777888999"), "{}", message.words);
    assert!(!message.words.contains(FIRST), "the factor's account has no place in a release");
    fixture.on(date(2026, 7, 2));
    fixture.run();
    assert_eq!(fixture.notice().state(), NoticeState::Released);
    let given = &notice.papers[0];
    assert_eq!(checked(&fixture, given).standing, Standing::Released { on: Some(date(2026, 7, 1)) });
    assert_eq!(answer(&fixture, given, FIRST, "INV-1"), PayToAnswer::Released);
    let since = Some(date(2026, 7, 1));
    assert_eq!(answer(&fixture, notice.papers.last().unwrap(), "777888999", "INV-1"), PayToAnswer::Yes { since });
    // Business begins anew: a new notice takes all its steps again.
    let again = fixture.task(app::notice::open).unwrap();
    assert_eq!((again.version, again.state(), again.received_on()), (2, NoticeState::Drafted, None));
    let versions =
        fixture.app.read(|snapshot| Ok(kept::notice::versions(snapshot, fixture.client, fixture.debtor)?)).unwrap();
    assert_eq!(versions.len(), 2);
}
