//! Days pass: the daily work of the program, in its order, each run kept as the program keeps it; and what is set for it.

use crate::kind::Kind;
use crate::story::{Act, Story, told};
use app::guest::GuestPolicy;
use app::{App, Error, job, letter};
use domain::contact::ContactPolicy;
use domain::dispute::CasePolicy;
use domain::invoice::verification::{Timing, VerificationPolicy};
use domain::letter::{Language, LetterKind, built_in_text};
use domain::notice::{NoticePolicy, Thresholds};
use std::fmt::Debug;

/// What a night does, in the order of the program.
const NIGHT: [Kind; 8] = [
    Kind::RunCases,
    Kind::RunPromises,
    Kind::RunNotices,
    Kind::RunVerification,
    Kind::RunContact,
    Kind::RunRetention,
    Kind::AccrueFees,
    Kind::RebateRun,
];

pub fn next_day(story: &mut Story) -> Act {
    story.next_morning();
    if story.scene.is_some() {
        return told(Ok(story.app.today()));
    }
    // Some days the machine is off, or somebody runs the interest only.
    for kind in NIGHT {
        let often = match kind {
            // People do by hand what the job would do.
            Kind::RunNotices => 25,
            Kind::RunContact => 65,
            // It reads the whole book.
            Kind::RunRetention => 10,
            _ => 45,
        };
        if story.dice.percent(often) {
            story.next.push_back(kind);
        }
    }
    story.next.push_back(Kind::SendMail);
    told(Ok(story.app.today()))
}

fn run<T: Debug>(story: &Story, name: &str, work: impl FnOnce(&App) -> Result<T, Error>) -> Act {
    let outcome = work(&story.app).map(|ran| format!("{ran:?}"));
    let said = outcome.clone().map_err(|error| error.to_string());
    if let Err(error) = job::record(&story.app, name, &said) {
        return Some(Err(error));
    }
    Some(outcome)
}

pub fn cases(story: &mut Story) -> Act {
    run(story, "cases", |app| app::dispute::run(app, "job"))
}

pub fn promises(story: &mut Story) -> Act {
    run(story, "promises", |app| app::answer::run(app, "job"))
}

pub fn notices(story: &mut Story) -> Act {
    run(story, "notices", |app| app::notice::run(app, "job"))
}

pub fn verification(story: &mut Story) -> Act {
    run(story, "verification", |app| app::verification::run(app, app.today()))
}

pub fn contact(story: &mut Story) -> Act {
    run(story, "contact", |app| app::contact::run(app, "job", &mut |_| {}))
}

pub fn retention(story: &mut Story) -> Act {
    run(story, app::erasure::JOB, |app| app::erasure::run(app, "job"))
}

pub fn contact_policy(story: &mut Story) -> Act {
    let policy = ContactPolicy {
        first_contact_dpd: story.dice.between(7, 12),
        retention_months: story.dice.any(&[2, 24, 24]),
        preview: story.dice.percent(40),
        pause_bd: u32::try_from(story.dice.between(1, 10)).unwrap(),
        ..ContactPolicy::default()
    };
    story.say(move |task| app::contact::save_policy(task, &policy))
}

pub fn notice_policy(story: &mut Story) -> Act {
    let most = if story.scene.is_some() { 0 } else { 3 };
    let days = |story: &mut Story| u32::try_from(story.dice.between(0, most)).unwrap();
    let policy = NoticePolicy {
        introduction_after_bd: days(story).max(1),
        notice_after_bd: if story.slips(20) { 0 } else { days(story).max(1) },
        remind_after_bd: days(story) + 1,
        thresholds: Thresholds {
            trackable_above: if story.scene.is_some() { 1 } else { story.dice.any(&[25_000, 500]) },
            ..Thresholds::default()
        },
        ..NoticePolicy::default()
    };
    story.say(move |task| app::notice::save_policy(task, &policy))
}

pub fn verification_policy(story: &mut Story) -> Act {
    let before = story.read(|reads| app::verification::policy(reads)).mode;
    let policy = VerificationPolicy {
        mode: match (story.scene, before) {
            // A scene asks before purchase, and ends as it began.
            (Some(_), Timing::BeforePurchase) => Timing::Never,
            (Some(_), _) => Timing::BeforePurchase,
            (None, _) => story.dice.any(&[Timing::Never, Timing::Never, Timing::AfterPurchase, Timing::BeforePurchase]),
        },
        sample_percent: if story.slips(30) { 101 } else { story.dice.any(&[0, 10]) },
        amount_above: if story.scene.is_some() { 1 } else { story.dice.between(1_000_000, 9_000_000) },
        seed: "a seed of the story".into(),
        ..VerificationPolicy::default()
    };
    story.say(move |task| app::verification::save_policy(task, &policy))
}

pub fn case_policy(story: &mut Story) -> Act {
    let days = u32::try_from(story.dice.between(0, 20)).unwrap();
    let policy = CasePolicy { dispute_days: days, ..CasePolicy::default() };
    story.say(move |task| app::dispute::save_policy(task, &policy))
}

pub fn guest_policy(story: &mut Story) -> Act {
    let policy = GuestPolicy { debtor_days: story.dice.any(&[0, 60, 90]), ..GuestPolicy::default() };
    story.say(move |task| app::guest::save_policy(task, &policy))
}

fn letter_of(story: &mut Story) -> (LetterKind, Language) {
    (story.dice.any(LetterKind::ALL), story.dice.any(Language::ALL))
}

pub fn wording(story: &mut Story) -> Act {
    let (kind, language) = letter_of(story);
    let mut text = format!("# Our own words, {}.\n{}", story.running(), built_in_text(kind, language));
    if story.dice.percent(20) {
        text.push_str("\n[no-such-part]\nWords.\n");
    }
    story.say(move |task| letter::save_wording(task, kind, language, &text))
}

pub fn reset_wording(story: &mut Story) -> Act {
    let (kind, language) = letter_of(story);
    story.say(move |task| letter::reset_wording(task, kind, language))
}

pub fn review(story: &mut Story) -> Act {
    let (kind, language) = letter_of(story);
    let kind = if story.dice.percent(70) { LetterKind::Validation } else { kind };
    let on = story.app.today();
    story.say(move |task| letter::note_review(task, kind, language, "Quill and Partners", on))
}
