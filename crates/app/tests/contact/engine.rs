//! The run: one decision a day, messages with their letters, requests to clients.

use crate::house::House;
use app::contact::{Ran, log, pause, plan, resume};
use app::message::{approve, as_seen_by, cancel, client_approve, record_call};
use domain::agreement::RecourseFrom;
use domain::contact::{Channel, MessageState, Outcome, Profile, Purpose, Relation};
use domain::letter::PayTo;
use domain::money::Currency;
use domain::notice::{CurrencyAccount, PayToAccounts};
use domain::party::BankAccount;
use store::kept;

#[test]
fn co_06_ex_6_02_one_mail_with_two_sections_and_a_second_run_writes_nothing() {
    let house = House::new();
    for (number, (dpd, client)) in [(8, 0), (9, 1), (12, 0), (20, 1), (31, 0)].into_iter().enumerate() {
        house.invoice(number as u64, client, dpd, 100_000);
    }
    let ran = house.engine();
    assert_eq!((ran.debtors, ran.written, ran.asked, ran.refused), (1, 1, 0, 0), "{:?}", decisions(&house));
    let mails = house.messages();
    let [mail] = &mails[..] else { panic!("{mails:?}") };
    assert_eq!((mail.purpose, mail.channel, mail.state), (Purpose::Status, Channel::Email, MessageState::Queued));
    assert_eq!(mail.recipient, "ap@norwell.example");
    assert_eq!(mail.send_after, "2026-06-15T13:00:00Z".parse::<jiff::Timestamp>().unwrap().as_microsecond());
    let (harbor, linden) = (mail.words.find("Harbor Foods"), mail.words.find("Linden Staffing"));
    assert!(harbor.is_some() && linden.is_some(), "{}", mail.words);
    for number in 0..5 {
        assert!(mail.words.contains(&format!("INV-{number}")), "{}", mail.words);
    }
    // CO-13, CO-14: each client sees its own part.
    for (client, own, other) in [(house.clients[0], "Harbor Foods", "Linden"), (house.clients[1], "Linden", "Harbor")] {
        let seen = house.app.read(|reads| as_seen_by(reads, mail, client)).unwrap().unwrap().plain_text();
        assert!(seen.contains(own) && !seen.contains(other), "{seen}");
        assert!(mail.words.contains("/g/") && !seen.contains("/g/"), "the customer's own link is not for the client");
    }
    assert!(mail.body.reasons.iter().any(|reason| reason.rule == "CO-05"));
    assert_eq!(house.engine(), Ran::default());
    assert_eq!(house.messages().len(), 1);
    house.later(3);
    assert_eq!(house.outbox(), 1);
}

#[test]
fn co_12_a_debtor_that_owes_in_two_currencies_reads_each_account_as_its_notice_says_it() {
    let house = House::new();
    house.invoice(1, 0, 12, 100_000);
    house.invoice(2, 1, 12, 200_000);
    house.sql("UPDATE invoice SET currency = 'EUR' WHERE number = 'INV-2'");
    let own = BankAccount {
        holder: "Calder Street Factors".into(),
        number: "DE75512108001245126199".into(),
        bic: None,
        clearing: None,
    };
    let accounts = PayToAccounts {
        by_currency: [(
            Currency::EUR,
            CurrencyAccount { current: PayTo { account: own, reference: None }, old: Vec::new() },
        )]
        .into_iter()
        .collect(),
        ..PayToAccounts::default()
    };
    house.run(move |task| Ok(kept::policy::put(task, PayToAccounts::POLICY, &accounts)?)).unwrap();
    assert_eq!(house.engine().written, 1, "{:?}", decisions(&house));
    let mails = house.messages();
    let words = &mails[0].words;
    let (usd, eur) = (words.find("For invoices in: USD").unwrap(), words.find("For invoices in: EUR").unwrap());
    assert!(words[usd..eur].contains("000123456789"), "{words}");
    assert!(words[eur..].contains("DE75 5121 0800 1245 1261 99"), "{words}");
    // CO-14: what is paid in another currency is another client's affair.
    let seen = house.app.read(|reads| as_seen_by(reads, &mails[0], house.clients[0])).unwrap().unwrap().plain_text();
    assert!(seen.contains("000123456789") && !seen.contains("EUR") && !seen.contains("DE75"), "{seen}");
}

fn decisions(house: &House) -> Vec<kept::contact_decision::Decided> {
    house.app.read(|reads| Ok(kept::contact_decision::of_debtor(reads, house.debtor, 100)?)).unwrap()
}

#[test]
fn an_unchanged_decision_only_moves_its_last_day() {
    let house = House::new();
    house.invoice(1, 0, 8, 20_000);
    for _ in 0..3 {
        house.engine();
        house.later(24);
    }
    let kept = decisions(&house);
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].outcome.as_str(), kept[0].decided_on.to_string().as_str()), ("NOTHING", "2026-06-15"));
    assert_eq!(kept[0].last_on.to_string(), "2026-06-17");
    assert!(kept[0].reason.starts_with("CO-06"));
}

/// The ladder over three months: mails leave when they may, a person makes the call, approves the letter.
#[test]
fn co_09_the_ladder_on_the_book() {
    let house = House::new();
    house.invoice(1, 0, 1, 100_000);
    let mut steps: Vec<(domain::id::MessageId, Purpose, i32)> = Vec::new();
    for day in 2..100 {
        house.later(24);
        house.engine();
        house.later(5);
        for message in house.messages() {
            let id = message.id;
            match (message.state, message.purpose) {
                (MessageState::Approval, Purpose::Call) => {
                    house.run(move |task| record_call(task, id, "Pat will look into it", None)).unwrap();
                }
                (MessageState::Approval, _) => {
                    house.run(move |task| approve(task, id).map(drop)).unwrap();
                }
                _ => {}
            }
        }
        house.outbox();
        house.later(-5);
        for message in house.messages() {
            if message.state == MessageState::Sent && !steps.iter().any(|(id, ..)| *id == message.id) {
                steps.push((message.id, message.purpose, day));
            }
        }
    }
    let seen: Vec<(Purpose, i32)> = steps.into_iter().map(|(_, purpose, day)| (purpose, day)).collect();
    assert_eq!(
        seen,
        [
            (Purpose::Status, 8),
            (Purpose::StatusAgain, 15),
            (Purpose::ClientFirst, 22),
            (Purpose::Call, 30),
            (Purpose::PastDue, 60),
            // Day 90 is a Saturday: the recourse date is Monday, day 92 (GL-16), told 15 days before (LC-09).
            (Purpose::Recourse, 77),
            (Purpose::Recourse, 92),
        ]
    );
}

#[test]
fn co_03_light_touch_tells_the_client_and_not_its_customer() {
    let house = House::new();
    house.invoice(1, 0, 9, 100_000);
    let (client, debtor) = (house.clients[0], house.debtor);
    house
        .run(move |task| {
            let relation = Relation { servicing: Some(Profile::LightTouch), ..Relation::default() };
            Ok(kept::contact::put_relation(task, client, debtor, &relation)?)
        })
        .unwrap();
    let ran = house.engine();
    assert_eq!((ran.written, ran.asked, ran.refused), (0, 1, 0), "{:?}", decisions(&house));
    let [ask] = &house.messages()[..] else { panic!("one message") };
    assert_eq!((ask.client, ask.purpose), (Some(client), Purpose::ClientFirst));
    assert_eq!(ask.recipient, "rae@harbor.example");
    assert!(ask.words.contains("We do not write to your customer"), "{}", ask.words);
}

#[test]
fn co_14_preview_leaves_when_both_clients_have_looked_or_time_is_up() {
    let house = House::new();
    house.invoice(1, 0, 9, 100_000);
    house.invoice(2, 1, 9, 100_000);
    let (clients, debtor) = (house.clients, house.debtor);
    house
        .run(move |task| {
            for client in clients {
                let relation = Relation { preview: Some(true), ..Relation::default() };
                kept::contact::put_relation(task, client, debtor, &relation)?;
            }
            Ok(())
        })
        .unwrap();
    house.engine();
    let mail = house.messages().remove(0);
    assert_eq!(mail.state, MessageState::Preview);
    let id = mail.id;
    house.run(move |task| client_approve(task, id, clients[0]).map(drop)).unwrap();
    assert_eq!(house.messages()[0].state, MessageState::Preview);
    house.run(move |task| client_approve(task, id, clients[1]).map(drop)).unwrap();
    let mail = house.messages().remove(0);
    assert_eq!(mail.state, MessageState::Queued);
    assert_eq!(mail.send_after, "2026-06-15T13:00:00Z".parse::<jiff::Timestamp>().unwrap().as_microsecond());

    let silent = House::new();
    silent.invoice(1, 0, 9, 100_000);
    let client = silent.clients[0];
    let debtor = silent.debtor;
    silent
        .run(move |task| {
            let relation = Relation { preview: Some(true), ..Relation::default() };
            Ok(kept::contact::put_relation(task, client, debtor, &relation)?)
        })
        .unwrap();
    silent.engine();
    silent.at("2026-06-17T13:00:01Z");
    let ran = silent.engine();
    assert_eq!(ran.released, 1);
    assert_eq!(silent.outbox(), 1);
}

#[test]
fn co_14_a_pause_shows_the_recourse_clock_and_stops_what_is_queued() {
    let house = House::new();
    house.invoice(1, 0, 82, 100_000);
    house.invoice(2, 0, 9, 100_000);
    let (client, debtor) = (house.clients[0], house.debtor);
    house.engine();
    let consequence = house.run(move |task| pause(task, client, debtor, 10, "trade fair")).unwrap();
    assert_eq!(consequence.until.to_string(), "2026-06-30", "ten business days without Juneteenth");
    assert_eq!(consequence.recourse.len(), 1);
    assert_eq!(consequence.recourse[0].0, "INV-1");
    house.later(5);
    house.outbox();
    assert!(house.to_debtor().iter().all(|message| message.state == MessageState::Cancelled));
    let too_long = house.run(move |task| pause(task, client, debtor, 11, "holiday")).unwrap_err();
    assert!(too_long.to_string().contains("not within 1 to 10"), "{too_long}");
    house.run(move |task| resume(task, client, debtor)).unwrap();
    house.later(24);
    assert_eq!(house.engine().written, 1);
}

#[test]
fn co_14_pauses_that_follow_each_other_are_no_longer_than_one() {
    let house = House::new();
    house.invoice(1, 0, 9, 100_000);
    let (client, debtor) = (house.clients[0], house.debtor);
    let paused = |days| house.run(move |task| pause(task, client, debtor, days, "trade fair"));
    let ended = || house.run(move |task| resume(task, client, debtor)).unwrap();
    let last = "2026-06-30";
    assert_eq!(paused(4).unwrap().until.to_string(), "2026-06-22");
    ended();
    assert_eq!(paused(10).unwrap().until.to_string(), last);
    house.at("2026-06-25T10:00:00Z");
    assert_eq!(paused(10).unwrap().until.to_string(), last, "counted from its first day");
    ended();
    ended();
    assert_eq!(paused(5).unwrap().until.to_string(), last, "taken up again, it is the same pause");
    house.at("2026-07-01T10:00:00Z");
    let refused = paused(1).unwrap_err().to_string();
    assert!(refused.contains("2026-07-15"), "{refused}");
    assert_eq!(house.engine().written, 1, "ten business days of contact");
    house.at("2026-07-15T10:00:00Z");
    assert_eq!(paused(10).unwrap().until.to_string(), "2026-07-29");
}

#[test]
fn lc_09_recourse_from_the_invoice_date_is_told_ahead_although_nothing_is_due() {
    for from in [RecourseFrom::InvoiceDate, RecourseFrom::Purchase] {
        let house = House::new();
        // Net 60, issued and bought 29 days ago; the client must take it back 45 days after that.
        let invoice = house.invoice(1, 0, -31, 100_000);
        let issued = house.app.today().saturating_sub(jiff::ToSpan::days(29));
        house.sql(&format!("UPDATE invoice SET issued = '{issued}', purchased_on = '{issued}'"));
        let client = house.clients[0];
        house
            .run(move |task| {
                let mut version = kept::agreement::versions(task, client)?.remove(0);
                version.terms.recourse.window_days = 45;
                version.terms.recourse.from = from;
                Ok(kept::agreement::put(task, &version)?)
            })
            .unwrap();
        let told = || house.messages().into_iter().filter(|one| one.purpose == Purpose::Recourse).count();
        assert_eq!((house.engine().asked, told()), (0, 0), "{from:?}: sixteen days before");
        house.later(24);
        assert_eq!((house.engine().asked, told()), (1, 1), "{from:?}: fifteen days before");
        let (_, spoken) = house
            .app
            .read(|reads| {
                let id = house.messages()[0].id;
                Ok(kept::message::speaks_of(reads, id)?)
            })
            .unwrap();
        assert_eq!(spoken, [invoice]);
        for _ in 0..15 {
            house.later(24);
            house.engine();
            house.outbox();
        }
        assert_eq!(told(), 2, "{from:?}: and on the day");
    }
}

#[test]
fn rp_15_the_log_and_the_plan_say_what_was_written_and_what_is_next() {
    let house = House::new();
    house.invoice(1, 0, 9, 100_000);
    house.engine();
    house.later(4);
    house.outbox();
    let (factor, today, now) = (house.app.factor(), house.app.today(), house.app.now());
    let lines = house.app.read(|reads| log(reads, &factor, today, now, house.debtor, (i64::MAX, 50))).unwrap();
    let [line] = &lines[..] else { panic!("{lines:?}") };
    assert!(line.at.to_string().starts_with("2026-06-15T10:00:01"), "{}", line.at);
    assert_eq!((line.channel, line.purpose, line.budget_left), (Channel::Email, Purpose::Status, Some(0)));
    assert_eq!((line.invoices.join(","), line.sender.as_str()), ("INV-1".to_owned(), "Calder Street Factors"));
    let plan = house.app.read(|reads| plan(reads, &factor, today, now, house.debtor)).unwrap();
    assert_eq!(plan.decision.outcome(), Outcome::Wait);
    assert_eq!(plan.decision.waits[0].until.map(|day| day.to_string()).as_deref(), Some("2026-06-22"));
}

#[test]
fn a_message_is_taken_back_once_and_only_with_a_reason() {
    let house = House::new();
    house.invoice(1, 0, 9, 100_000);
    house.engine();
    let id = house.messages()[0].id;
    assert!(house.run(move |task| cancel(task, id, " ")).is_err());
    house.run(move |task| cancel(task, id, "spoke with them")).unwrap();
    house.run(move |task| cancel(task, id, "spoke with them")).unwrap();
    house.later(5);
    assert_eq!(house.outbox(), 0);
}
