//! The rulebook's examples to the minute, and each rule by itself.

use crate::world::{at, client, contact, day, debtor, invoice, item, mail};
use domain::contact::{
    Ask, AskClient, Channel, ContactPolicy, ContactSource, ContactState, Decision, Direction, MessageState,
    NoRecipient, Outcome, Past, Pause, Profile, Purpose, Role, Situation, Step, decide, permit, recipient,
};

const NEW_YORK: &str = "America/New_York";

fn decided(situation: &Situation, now: &str) -> Decision {
    decide(situation, &ContactPolicy::default(), at(now))
}

fn to_clients(decision: &Decision) -> Vec<&AskClient> {
    let asks = decision.steps.iter().filter_map(|step| match step {
        Step::AskClient(ask) => Some(ask),
        Step::Write(_) => None,
    });
    asks.collect()
}

#[test]
fn co_01_ex_6_01_day_eight_on_a_saturday_moves_to_monday() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.items.push(item(1, 0, day("2026-11-13")));
    let monday = at("2026-11-23T09:00:00-05:00");
    // On Friday, day 7, in the morning: not yet.
    let friday = decided(&situation, "2026-11-20T10:00:00-05:00");
    assert_eq!(friday.outcome(), Outcome::Wait);
    assert_eq!(friday.waits[0].rule, "CO-01");
    assert_eq!(friday.waits[0].until, Some(day("2026-11-21")));
    for now in ["2026-11-21T06:00:00-05:00", "2026-11-22T23:00:00-05:00", "2026-11-23T06:00:00-05:00"] {
        let decision = decided(&situation, now);
        let write = decision.write().expect(now);
        assert_eq!(
            (write.purpose, write.channel, write.send_after),
            (Purpose::Status, Channel::Email, monday),
            "{now}"
        );
    }
}

#[test]
fn co_06_ex_6_02_five_invoices_of_two_clients_are_one_mail_with_two_sections() {
    let mut situation = debtor(NEW_YORK, 2);
    let today = day("2026-06-15");
    for (number, (dpd, of)) in [(8, 0), (9, 1), (12, 0), (20, 1), (31, 0)].into_iter().enumerate() {
        let due = today.saturating_sub(jiff::Span::new().days(dpd));
        situation.items.push(item(number as u128, of, due));
    }
    let decision = decided(&situation, "2026-06-15T06:00:00-04:00");
    assert_eq!(decision.steps.len(), 1);
    let write = decision.write().unwrap();
    assert_eq!((write.purpose, write.channel, write.state), (Purpose::Status, Channel::Email, MessageState::Queued));
    assert_eq!(
        write.sections,
        [(client(0), vec![invoice(4), invoice(2), invoice(0)]), (client(1), vec![invoice(3), invoice(1)]),]
    );
    assert_eq!(write.send_after, at("2026-06-15T09:00:00-04:00"));
    // The same run again finds the mail under way and writes nothing more.
    let all: Vec<_> = (0..5).map(invoice).collect();
    let mut queued = mail(1, Purpose::Status, write.send_after, &all);
    queued.state = MessageState::Queued;
    situation.past.push(queued);
    assert!(decided(&situation, "2026-06-15T06:30:00-04:00").steps.is_empty());
}

#[test]
fn co_06_less_than_the_minimum_is_not_worth_a_message() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.items.push(item(1, 0, day("2026-06-01")));
    situation.items[0].open.minor = 24_999;
    let decision = decided(&situation, "2026-06-15T10:00:00-04:00");
    assert_eq!((decision.outcome(), decision.waits[0].rule.as_str()), (Outcome::Nothing, "CO-06"));
    situation.items[0].open.minor = 25_000;
    assert_eq!(decided(&situation, "2026-06-15T10:00:00-04:00").outcome(), Outcome::Write);
}

#[test]
fn co_06_what_nobody_may_ask_about_does_not_make_up_the_minimum() {
    for profile in [Profile::LightTouch, Profile::Silent] {
        let mut situation = debtor(NEW_YORK, 2);
        situation.items.push(item(1, 0, day("2026-06-01")));
        situation.items.push(item(2, 1, day("2026-06-01")));
        situation.items[0].open.minor = 24_999;
        situation.pairs.get_mut(&client(1)).unwrap().profile = profile;
        let decision = decided(&situation, "2026-06-15T10:00:00-04:00");
        assert!(decision.write().is_none(), "{profile}: a mail about 249.99");
        assert!(decision.waits.iter().any(|stop| stop.rule == "CO-06"));
        assert_eq!(to_clients(&decision)[0].invoices, [invoice(2)]);
        // The same the other way round: the client is not asked about a trifle because the debtor owes another one much.
        (situation.items[0].open.minor, situation.items[1].open.minor) = (100_000, 24_999);
        let decision = decided(&situation, "2026-06-15T10:00:00-04:00");
        assert!(decision.write().is_some() && to_clients(&decision).is_empty(), "{profile}");
    }
}

/// The whole ladder of one invoice that nobody ever answers for, a run every morning.
#[test]
fn co_09_the_ladder_step_by_step() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.contacts.push(contact(1, Role::Supervisor, NEW_YORK));
    let due = day("2026-03-02");
    situation.items.push(item(1, 0, due));
    let mut seen = Vec::new();
    let mut now = at("2026-03-02T06:00:00-05:00");
    for number in 0..110 {
        for step in decided(&situation, &now.to_string()).steps {
            let (purpose, moment) = match step {
                Step::Write(write) => (write.purpose, write.send_after),
                Step::AskClient(ask) => (ask.purpose, now),
            };
            let dpd = due.duration_until(moment.to_zoned(situation.zone.clone()).date()).as_hours() / 24;
            seen.push((purpose, dpd));
            situation.past.push(mail(number, purpose, moment, &[invoice(1)]));
        }
        now += jiff::ToSpan::hours(24);
    }
    assert_eq!(
        seen,
        [
            (Purpose::Status, 8),
            (Purpose::StatusAgain, 15),
            (Purpose::ClientFirst, 22),
            (Purpose::Call, 30),
            (Purpose::Supervisor, 45),
            // Day 60 is a Friday.
            (Purpose::PastDue, 60),
        ]
    );
}

#[test]
fn co_09_a_call_that_nobody_makes_does_not_hold_up_the_steps_after_it() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.contacts.push(contact(1, Role::Supervisor, NEW_YORK));
    situation.items.push(item(1, 0, day("2026-03-02")));
    for (number, (purpose, on)) in
        [(Purpose::Status, 10), (Purpose::StatusAgain, 17), (Purpose::ClientFirst, 24)].into_iter().enumerate()
    {
        let sent = at(&format!("2026-03-{on}T10:00:00-04:00"));
        situation.past.push(mail(number as u128, purpose, sent, &[invoice(1)]));
    }
    let mut call = mail(7, Purpose::Call, at("2026-04-01T10:00:00-04:00"), &[invoice(1)]);
    call.state = MessageState::Approval;
    situation.past.push(call);
    // Day 45 is a Thursday.
    let write = decided(&situation, "2026-04-16T06:00:00-04:00");
    assert_eq!(write.write().map(|write| write.purpose), Some(Purpose::Supervisor), "{write:?}");
}

#[test]
fn co_05_an_introduction_that_the_factor_delivers_is_one_of_its_mails() {
    let mut situation = debtor(NEW_YORK, 1);
    let now = "2026-06-15T10:00:00-04:00";
    let policy = ContactPolicy::default();
    situation.past.push(mail(1, Purpose::Verification, at("2026-06-12T10:00:00-04:00"), &[]));
    let permitted = permit(&situation, &asked(&situation, Purpose::Introduction, now), &policy).unwrap();
    assert_eq!(permitted.send_after, at("2026-06-22T09:00:00-04:00"));
    situation.past[0].purpose = Purpose::Introduction;
    let permitted = permit(&situation, &asked(&situation, Purpose::Verification, now), &policy).unwrap();
    assert_eq!(permitted.send_after, at("2026-06-22T09:00:00-04:00"), "the 19th is Juneteenth");
    let notice = permit(&situation, &asked(&situation, Purpose::Notice, now), &policy).unwrap();
    assert_eq!(notice.send_after, at(now));
}

#[test]
fn co_05_a_mail_that_may_have_left_spends_the_budget_and_is_no_step() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.items.push(item(1, 0, day("2026-03-02")));
    let mut perhaps = mail(1, Purpose::Status, at("2026-03-10T10:00:00-04:00"), &[invoice(1)]);
    perhaps.state = MessageState::Failed;
    situation.past.push(perhaps);
    let next = decided(&situation, "2026-03-12T10:00:00-04:00");
    assert_eq!((next.outcome(), next.waits[0].rule.as_str()), (Outcome::Wait, "CO-05"));
    let then = decided(&situation, "2026-03-17T10:00:00-04:00");
    assert_eq!(then.write().map(|write| write.purpose), Some(Purpose::Status));
}

#[test]
fn co_14_a_pause_works_at_once_also_where_it_is_still_yesterday() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.items.push(item(1, 0, day("2026-06-01")));
    // Tuesday, 08:00 in Auckland is Monday, 16:00 in New York.
    let mut pause = Pause {
        since: day("2026-06-16"),
        until: day("2026-06-19"),
        ended_on: None,
        by: "client".into(),
        why: "trade fair".into(),
    };
    situation.pairs.get_mut(&client(0)).unwrap().relation.pause = Some(pause.clone());
    let now = "2026-06-15T16:00:00-04:00";
    assert_eq!(decided(&situation, now).waits[0].rule, "CO-14");
    pause.ended_on = Some(day("2026-06-16"));
    situation.pairs.get_mut(&client(0)).unwrap().relation.pause = Some(pause);
    assert!(decided(&situation, now).write().is_some());
}

#[test]
fn co_03_light_touch_and_silence_ask_the_client_only() {
    for (profile, rule) in [(Profile::LightTouch, "CO-03"), (Profile::Silent, "GL-44")] {
        let mut situation = debtor(NEW_YORK, 1);
        situation.items.push(item(1, 0, day("2026-06-01")));
        situation.pairs.get_mut(&client(0)).unwrap().profile = profile;
        let decision = decided(&situation, "2026-06-15T10:00:00-04:00");
        assert_eq!(decision.outcome(), Outcome::AskClient);
        assert_eq!(to_clients(&decision)[0].purpose, Purpose::ClientFirst);
        assert!(decision.waits.iter().any(|stop| stop.rule == rule));
    }
}

#[test]
fn co_03_client_first_gives_the_client_five_business_days() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.items.push(item(1, 0, day("2026-06-01")));
    situation.pairs.get_mut(&client(0)).unwrap().profile = Profile::ClientFirst;
    let first = decided(&situation, "2026-06-09T06:00:00-04:00");
    let asks = to_clients(&first);
    assert_eq!((asks.len(), asks[0].until), (1, Some(day("2026-06-16"))));
    situation.past.push(mail(1, Purpose::ClientFirst, at("2026-06-09T06:00:00-04:00"), &[invoice(1)]));
    assert!(decided(&situation, "2026-06-15T10:00:00-04:00").steps.is_empty());
    let then = decided(&situation, "2026-06-16T06:00:00-04:00");
    assert_eq!(then.write().map(|write| write.send_after), Some(at("2026-06-16T09:00:00-04:00")));
}

#[test]
fn co_04_without_a_contact_the_client_gets_a_task_once() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.items.push(item(1, 0, day("2026-06-01")));
    situation.contacts.clear();
    let decision = decided(&situation, "2026-06-15T10:00:00-04:00");
    assert_eq!(to_clients(&decision)[0].purpose, Purpose::ContactTask);
    situation.past.push(mail(1, Purpose::ContactTask, at("2026-06-15T10:00:00-04:00"), &[invoice(1)]));
    assert!(decided(&situation, "2026-06-16T10:00:00-04:00").steps.is_empty());
}

#[test]
fn co_08_each_stop_keeps_the_debtor_in_peace_until_it_ends() {
    let now = "2026-06-15T10:00:00-04:00";
    let mut base = debtor(NEW_YORK, 1);
    base.items.push(item(1, 0, day("2026-06-01")));
    assert!(decided(&base, now).write().is_some());

    let mut promised = base.clone();
    promised.answered_until.insert(invoice(1), day("2026-06-15"));
    assert_eq!(decided(&promised, now).waits[0].until, Some(day("2026-06-16")));
    assert!(decided(&promised, "2026-06-16T10:00:00-04:00").write().is_some());

    let mut disputed = base.clone();
    disputed.disputed.insert(invoice(1));
    assert_eq!(decided(&disputed, now).waits[0].rule, "LC-08");

    let mut bankrupt = base.clone();
    bankrupt.preference.bankrupt_since = Some(day("2026-06-10"));
    assert!(decided(&bankrupt, now).steps.is_empty());

    let mut paused = base.clone();
    let pause = Pause {
        since: day("2026-06-10"),
        until: day("2026-06-15"),
        ended_on: None,
        by: "client".into(),
        why: "trade fair".into(),
    };
    paused.pairs.get_mut(&client(0)).unwrap().relation.pause = Some(pause);
    assert_eq!(decided(&paused, now).waits[0].rule, "CO-14");
    assert!(decided(&paused, "2026-06-16T10:00:00-04:00").write().is_some());

    let mut opted_out = base.clone();
    opted_out.contacts[0].opted_out.insert(Channel::Email, day("2026-06-14"));
    assert!(decided(&opted_out, now).write().is_none());

    let mut lawyer = base;
    lawyer.contacts.push(contact(7, Role::Lawyer, NEW_YORK));
    assert_eq!(decided(&lawyer, now).write().unwrap().contact, Some(lawyer.contacts[1].id));
}

#[test]
fn co_08_a_lawyer_who_cannot_be_reached_is_no_reason_to_write_to_the_debtor() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.items.push(item(1, 0, day("2026-03-02")));
    situation.contacts.push(contact(7, Role::Lawyer, NEW_YORK));
    let lawyer = situation.contacts[1].id;
    let policy = ContactPolicy::default();
    let now = "2026-06-15T10:00:00-04:00";
    let break_it: [fn(&mut Situation); 3] = [
        |situation| situation.contacts[1].state = ContactState::Bouncing,
        |situation| situation.contacts[1].email = None,
        |situation| {
            let no = [Channel::Email, Channel::Phone, Channel::Letter];
            situation.contacts[1].opted_out = no.into_iter().map(|channel| (channel, day("2026-06-01"))).collect();
        },
    ];
    for (number, break_it) in break_it.into_iter().enumerate() {
        let mut unfit = situation.clone();
        break_it(&mut unfit);
        let reason = recipient(&unfit.contacts, None, Purpose::Status, Channel::Email).unwrap_err();
        assert!(matches!(reason, NoRecipient::Lawyer(_)), "{number}: {reason}");
        assert!(reason.remedy().contains("lawyer"), "{}", reason.remedy());
        assert!(decided(&unfit, now).write().is_none(), "{number}");
        let past_the_lawyer = asked(&unfit, Purpose::Status, now);
        assert_eq!(permit(&unfit, &past_the_lawyer, &policy).unwrap_err().rule, "CO-08", "{number}");
        // Up to the formal letter, which needs no person: not past the lawyer either.
        for (number, purpose) in
            [Purpose::Status, Purpose::StatusAgain, Purpose::ClientFirst, Purpose::Call].into_iter().enumerate()
        {
            let sent = at("2026-04-01T10:00:00-04:00") + jiff::ToSpan::hours(24 * 9 * number as i64);
            unfit.past.push(mail(number as u128, purpose, sent, &[invoice(1)]));
        }
        if let Some(write) = decided(&unfit, now).write() {
            assert_eq!((write.purpose, write.contact), (Purpose::PastDue, Some(lawyer)), "{number}");
        }
    }
    // Only a person frees the factor of a lawyer.
    situation.contacts[1].state = ContactState::Retired;
    assert_eq!(decided(&situation, now).write().unwrap().contact, Some(situation.contacts[0].id));
}

#[test]
fn lc_09_recourse_is_told_fifteen_days_ahead_and_on_the_day() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.items.push(item(1, 0, day("2026-06-01")));
    situation.items[0].recourse_on = Some(day("2026-08-30"));
    situation.disputed.insert(invoice(1));
    let mut told = Vec::new();
    let mut now = at("2026-08-01T10:00:00-04:00");
    for number in 0..40 {
        for ask in to_clients(&decided(&situation, &now.to_string())) {
            assert_eq!(ask.purpose, Purpose::Recourse);
            told.push(now.to_zoned(situation.zone.clone()).date());
        }
        if told.last() == Some(&now.to_zoned(situation.zone.clone()).date()) {
            situation.past.push(mail(number, Purpose::Recourse, now, &[invoice(1)]));
        }
        now += jiff::ToSpan::hours(24);
    }
    assert_eq!(told, [day("2026-08-15"), day("2026-08-30")]);
    // One that came back told nobody.
    situation.past.retain(|one| one.at < at("2026-08-16T10:00:00-04:00"));
    situation.past[0].state = MessageState::Bounced;
    assert_eq!(to_clients(&decided(&situation, "2026-08-17T10:00:00-04:00")).len(), 1);
}

fn asked<'a>(situation: &'a Situation, purpose: Purpose, now: &str) -> Ask<'a> {
    Ask {
        purpose,
        channel: Channel::Email,
        clients: &[],
        invoices: &[],
        contact: situation.contacts.first(),
        from: at(now),
        now: at(now),
    }
}

/// A mail that is planned for Wednesday has left when the client has looked at the next one a week later: the next does not
/// wait another week for it.
#[test]
fn co_05_what_is_planned_before_a_later_moment_counts_at_its_own() {
    let mut situation = debtor(NEW_YORK, 1);
    let planned = mail(1, Purpose::Verification, at("2026-06-10T10:00:00-04:00"), &[]);
    situation.past.push(Past { state: MessageState::Queued, ..planned });
    let now = "2026-06-09T10:00:00-04:00";
    let ask = Ask { from: at("2026-06-17T10:00:00-04:00"), ..asked(&situation, Purpose::NoticeReminder, now) };
    let permitted = permit(&situation, &ask, &ContactPolicy::default()).unwrap();
    assert_eq!(permitted.send_after, ask.from);
}

#[test]
fn co_05_verification_and_notice_reminder_spend_the_one_budget() {
    let mut situation = debtor(NEW_YORK, 1);
    let policy = ContactPolicy::default();
    situation.past.push(mail(1, Purpose::Verification, at("2026-06-10T10:00:00-04:00"), &[]));
    let reminder =
        permit(&situation, &asked(&situation, Purpose::NoticeReminder, "2026-06-12T10:00:00-04:00"), &policy);
    assert_eq!(reminder.unwrap().send_after, at("2026-06-17T10:00:00-04:00"));
    situation.items.push(item(1, 0, day("2026-06-01")));
    let decision = decided(&situation, "2026-06-12T06:00:00-04:00");
    assert_eq!((decision.waits[0].rule.as_str(), decision.waits[0].until), ("CO-05", Some(day("2026-06-17"))));
    let notice = permit(&situation, &asked(&situation, Purpose::Notice, "2026-06-12T20:00:00-04:00"), &policy);
    assert_eq!(notice.unwrap().send_after, at("2026-06-15T09:00:00-04:00"), "exempt, but within business hours");
}

#[test]
fn co_05_a_call_comes_after_an_unanswered_mail() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.items.push(item(1, 0, day("2026-05-01")));
    let (clients, invoices) = ([client(0)], [invoice(1)]);
    let now = at("2026-06-15T10:00:00-04:00");
    let call = |situation: &Situation| {
        let contact = situation.contacts.first();
        let ask = Ask {
            purpose: Purpose::Call,
            channel: Channel::Phone,
            clients: &clients,
            invoices: &invoices,
            contact,
            from: now,
            now,
        };
        permit(situation, &ask, &ContactPolicy::default()).map_err(|denied| denied.rule)
    };
    assert_eq!(call(&situation).unwrap_err(), "CO-05");
    situation.past.push(mail(1, Purpose::Status, at("2026-06-01T10:00:00-04:00"), &[invoice(1)]));
    assert!(call(&situation).is_ok());
    situation.answered_at.insert(invoice(1), at("2026-06-02T10:00:00-04:00"));
    assert_eq!(call(&situation).unwrap_err(), "CO-05");
}

#[test]
fn co_05_lc_05_a_verification_call_obeys_the_rules_of_every_call() {
    let policy = ContactPolicy::default();
    let mut situation = debtor(NEW_YORK, 1);
    let (clients, invoices) = ([client(0)], [invoice(1)]);
    let call = |situation: &Situation, from: &str| {
        let contact = situation.contacts.first();
        let (purpose, channel, from) = (Purpose::Verification, Channel::Phone, at(from));
        let ask = Ask { purpose, channel, clients: &clients, invoices: &invoices, contact, from, now: from };
        permit(situation, &ask, &policy).map(|permit| permit.send_after).map_err(|denied| denied.rule)
    };
    let now = "2026-06-15T10:00:00-04:00";
    // A mail that asks for money, or about another invoice, is none that asks to confirm this one.
    situation.past.push(mail(1, Purpose::Status, at("2026-06-01T10:00:00-04:00"), &[invoice(1)]));
    situation.past.push(mail(2, Purpose::Verification, at("2026-06-09T10:00:00-04:00"), &[invoice(2)]));
    assert_eq!(call(&situation, now).unwrap_err(), "CO-05");
    situation.past.push(mail(3, Purpose::Verification, at("2026-06-12T16:00:00-04:00"), &[invoice(1)]));
    assert_eq!(call(&situation, now), Ok(at(now)));
    // On the Friday of the mail nobody has had time to answer it; at night nobody is called.
    assert_eq!(call(&situation, "2026-06-12T16:30:00-04:00"), Ok(at("2026-06-15T09:00:00-04:00")));
    assert_eq!(call(&situation, "2026-06-15T17:00:00-04:00"), Ok(at("2026-06-16T09:00:00-04:00")));
    // One call in fourteen days, whatever it was for; one that is planned counts.
    let mut called = situation.clone();
    called.past.push(mail(4, Purpose::Call, at("2026-06-08T10:00:00-04:00"), &[invoice(3)]));
    assert_eq!(call(&called, now), Ok(at("2026-06-22T10:00:00-04:00")));
    let stopped = |change: &dyn Fn(&mut Situation)| {
        let mut situation = situation.clone();
        change(&mut situation);
        call(&situation, now).unwrap_err()
    };
    assert_eq!(stopped(&|it| assert!(it.disputed.insert(invoice(1)))), "LC-08");
    assert_eq!(stopped(&|it| it.answered_until = [(invoice(1), day("2026-06-20"))].into()), "CO-08");
    assert_eq!(stopped(&|it| it.preference.bankrupt_since = Some(day("2026-06-01"))), "CO-08");
    assert_eq!(stopped(&|it| it.contacts[0].opted_out = [(Channel::Phone, day("2026-06-01"))].into()), "CO-04");
    let wrote = Past { direction: Direction::In, ..mail(5, Purpose::Incoming, at("2026-06-15T09:30:00-04:00"), &[]) };
    assert_eq!(stopped(&|it| it.past.push(wrote.clone())), "CO-08");
}

#[test]
fn gl_44_nothing_under_the_factor_s_name_while_confidential() {
    let mut situation = debtor(NEW_YORK, 2);
    situation.pairs.get_mut(&client(0)).unwrap().profile = Profile::Silent;
    let clients = [client(0)];
    for purpose in Purpose::ALL.iter().filter(|purpose| !purpose.is_to_client()) {
        let ask = Ask { clients: &clients, ..asked(&situation, *purpose, "2026-06-12T10:00:00-04:00") };
        let denied = permit(&situation, &ask, &ContactPolicy::default()).unwrap_err();
        assert_eq!(denied.rule, "GL-44", "{purpose}");
    }
}

#[test]
fn lc_40_nothing_but_the_introduction_reaches_a_debtor_that_was_not_given_notice() {
    let mut situation = debtor(NEW_YORK, 2);
    situation.pairs.get_mut(&client(0)).unwrap().introduced = false;
    let clients = [client(0)];
    for purpose in Purpose::ALL.iter().filter(|purpose| !purpose.is_to_client()) {
        let ask = Ask { clients: &clients, ..asked(&situation, *purpose, "2026-06-12T10:00:00-04:00") };
        let rule = permit(&situation, &ask, &ContactPolicy::default()).err().map(|denied| denied.rule);
        assert_eq!(rule.as_deref() == Some("LC-40"), !purpose.introduces(), "{purpose}: {rule:?}");
    }
    let asks = [Purpose::Verification, Purpose::Status, Purpose::Call, Purpose::NoticeReminder];
    assert!(asks.iter().all(|purpose| !purpose.introduces()));
}

#[test]
fn fr_14_the_client_s_own_contact_rests_a_day_before_it_verifies() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.contacts[0].source = ContactSource::Client;
    situation.contacts[0].added_at = at("2026-06-15T11:00:00-04:00").as_microsecond();
    let policy = ContactPolicy::default();
    let now = "2026-06-15T12:00:00-04:00";
    let permitted = permit(&situation, &asked(&situation, Purpose::Verification, now), &policy).unwrap();
    assert_eq!(permitted.send_after, at("2026-06-16T11:00:00-04:00"));
    let reminder = permit(&situation, &asked(&situation, Purpose::NoticeReminder, now), &policy).unwrap();
    assert_eq!(reminder.send_after, at(now));
}

#[test]
fn co_33_who_objected_gets_legal_notices_only() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.contacts[0].state = ContactState::Retired;
    let policy = ContactPolicy::default();
    for (purpose, may) in [
        (Purpose::Notice, true),
        (Purpose::Release, true),
        (Purpose::Verification, false),
        (Purpose::Introduction, false),
    ] {
        let ask = asked(&situation, purpose, "2026-06-15T12:00:00-04:00");
        assert_eq!(permit(&situation, &ask, &policy).is_ok(), may, "{purpose}");
    }
}

#[test]
fn co_02_a_reminder_before_the_due_date_only_where_the_client_asked() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.items.push(item(1, 0, day("2026-06-18")));
    assert!(decided(&situation, "2026-06-15T10:00:00-04:00").steps.is_empty());
    situation.pairs.get_mut(&client(0)).unwrap().relation.before_due = true;
    let decision = decided(&situation, "2026-06-15T10:00:00-04:00");
    assert_eq!(decision.write().unwrap().purpose, Purpose::BeforeDue);
    situation.contacts[0].opted_out.insert(Channel::Email, day("2026-06-14"));
    assert!(decided(&situation, "2026-06-15T10:00:00-04:00").steps.is_empty());
}

#[test]
fn co_14_a_preview_gives_the_client_its_days() {
    let mut situation = debtor(NEW_YORK, 1);
    situation.items.push(item(1, 0, day("2026-06-01")));
    situation.pairs.get_mut(&client(0)).unwrap().relation.preview = Some(true);
    let decision = decided(&situation, "2026-06-15T10:00:00-04:00");
    let write = decision.write().unwrap();
    assert_eq!((write.state, write.send_after), (MessageState::Preview, at("2026-06-17T09:00:00-04:00")));
}
