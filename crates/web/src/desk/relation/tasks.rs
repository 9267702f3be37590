//! What the relationship asks of the factor's people today: letters, calls, notices, proofs, cases, promises, answers that
//! did not come.
//!
//! Each task names who it is about, up to [`NAMED`], and leads to exactly its things: to the one, or to their list
//! ([`super::things`]). Counts above [`LOOKED`] are told as "… or more". Nothing here walks a book: see
//! `store::kept::view::waiting`.

use crate::look::Badge;
use crate::look::facts::Task;
use crate::look::format::{counted, relative, short_day};
use app::Error;
use domain::calendar::Calendar;
use domain::contact::Answer;
use domain::dispute::{Case, CaseKind};
use domain::id::{ClientId, DebtorId};
use domain::invoice::verification::Verification;
use domain::notice::{Leg, LetterTask, Notice, NoticePolicy, NoticeState, Way};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet};
use store::kept::view::waiting::{Post, post};
use store::{Snapshot, kept};

/// Parties that a task names.
const NAMED: usize = 3;
/// Rows that are looked at for one task.
pub(in crate::desk) const LOOKED: i64 = 200;
/// LC-40: business days in which a client is to tell its customer. The rulebook names no number; ours.
const HEADS_UP_BD: u32 = 2;
/// LC-07: business days after which a confirmation that did not come is looked after. Ours too.
const ANSWER_BD: u32 = 3;
/// LC-08: a clock that ends within so many calendar days is near its end.
const NEAR_DAYS: i64 = 3;
/// CO-10: a promise that broke within so many days is news.
const BROKEN_DAYS: i64 = 7;

/// What is known of today.
pub(in crate::desk) struct Read {
    post: Post,
    pub(super) waiting_heads_up: Vec<Notice>,
    pub(super) came_back: Vec<Notice>,
    pub(super) doubted: Vec<Notice>,
    pub(super) proofs: Vec<Notice>,
    /// LC-43: trackable letters that a person is to look after.
    letters: Vec<(LetterTask, Notice)>,
    pub(super) cases: Vec<Case>,
    pub(super) broken: Vec<Answer>,
    pub(super) unanswered: Vec<Verification>,
    clients: BTreeMap<ClientId, (String, String)>,
    pub(super) debtors: BTreeMap<DebtorId, (String, String)>,
}

/// The start of the day that lies so many business days back, in microseconds.
fn back(calendar: Calendar, on: Date, business_days: u32, zone: &str) -> (Date, i64) {
    let mut day = on;
    while calendar.shift(day, business_days) >= on {
        day = day.saturating_sub(1.day());
    }
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    (day, day.to_zoned(zone).map_or(0, |at| at.timestamp().as_microsecond()))
}

/// Reads all of it.
pub(in crate::desk) fn read(
    book: &mut Snapshot<'_>,
    calendar: Calendar,
    zone: &str,
    on: Date,
    now: Timestamp,
) -> Result<Read, Error> {
    let mut waiting_heads_up = kept::notice::in_state(book, NoticeState::Drafted, LOOKED)?;
    // A renewed notice asks for no second one.
    waiting_heads_up.retain(|one| one.earlier.is_none() && calendar.shift(one.opened_on, HEADS_UP_BD) < on);
    let policy: NoticePolicy = kept::policy::get(book, NoticePolicy::POLICY)?;
    let asks = |notice: &Notice| {
        let dues = notice.letter_dues(&policy, calendar).into_iter().map(|(_, task)| task);
        dues.into_iter().find(|task| *task != LetterTask::Look)
    };
    let letters = kept::notice::with_letter_due(book, on, LOOKED)?;
    let letters = letters.into_iter().filter_map(|notice| asks(&notice).map(|task| (task, notice))).collect();
    // Where the letter beside the mail came back, and nothing else, that is a task of its own.
    let mut came_back = kept::notice::in_state(book, NoticeState::Bounced, LOOKED)?;
    came_back.retain(|notice| Leg::ALL.iter().any(|leg| notice.way(*leg).is_some_and(Way::is_back)));
    let near = on.saturating_add(NEAR_DAYS.days());
    let mut cases = kept::relation_case::open_by_clock(book, LOOKED)?;
    cases.retain(|case| case.due_on <= near && case.kind != CaseKind::Proof);
    let (_, asked_until) = back(calendar, on, ANSWER_BD, zone);
    let mut read = Read {
        post: post(book, now.as_microsecond())?,
        waiting_heads_up,
        came_back,
        letters,
        doubted: kept::notice::in_state(book, NoticeState::DisputedNotice, LOOKED)?,
        proofs: kept::notice::with_open_proof(book, LOOKED)?,
        cases,
        broken: kept::answer::newly_broken(book, on.saturating_sub(BROKEN_DAYS.days()), LOOKED)?,
        unanswered: kept::verification::unanswered(book, asked_until, LOOKED)?,
        clients: BTreeMap::new(),
        debtors: BTreeMap::new(),
    };
    let mut wanted: Vec<uuid::Uuid> = read.pairs().iter().map(|(_, debtor)| debtor.0).collect();
    wanted.extend(read.cases.iter().map(|case| case.debtor.0));
    wanted.extend(read.broken.iter().map(|answer| answer.debtor.0));
    wanted.extend(read.unanswered.iter().map(|one| one.debtor.0));
    wanted.sort_unstable();
    wanted.dedup();
    for debtor in kept::party::debtors_by_id(book, &wanted)? {
        read.debtors.insert(debtor.id, (debtor.code.to_string(), debtor.name));
    }
    let clients: BTreeSet<ClientId> = read.pairs().into_iter().map(|(client, _)| client).collect();
    for id in clients {
        let found = kept::party::client(book, id)?;
        read.clients.extend(found.map(|client| (id, (client.code.to_string(), client.name))));
    }
    Ok(read)
}

impl Read {
    fn pairs(&self) -> Vec<(ClientId, DebtorId)> {
        let notices = [&self.waiting_heads_up, &self.came_back, &self.doubted, &self.proofs];
        let letters = self.letters.iter().map(|(_, notice)| notice);
        notices.into_iter().flatten().chain(letters).map(|notice| (notice.client, notice.debtor)).collect()
    }

    pub(super) fn debtor(&self, id: DebtorId) -> &str {
        self.debtors.get(&id).map_or("", |(_, name)| name)
    }

    pub(super) fn pair(&self, notice: &Notice) -> String {
        let client = self.clients.get(&notice.client).map_or("", |(_, name)| name);
        format!("{} of {client}", self.debtor(notice.debtor))
    }

    /// The page of the one pair; of the list where there are several.
    pub(super) fn pair_page(&self, notices: &[Notice], list: &str) -> String {
        let [one] = notices else { return list.to_owned() };
        match (self.clients.get(&one.client), self.debtors.get(&one.debtor)) {
            (Some((client, _)), Some((debtor, _))) => format!("/relations/{client}/{debtor}"),
            _ => list.to_owned(),
        }
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// `3 letters`; `200 or more letters` where no more were looked at.
fn many(count: usize, one: &str, several: &str) -> String {
    let words = counted(number(count), one, several);
    if number(count) < LOOKED { words } else { words.replacen(' ', " or more ", 1) }
}

/// The first names, each once, and how many more.
fn names(all: impl Iterator<Item = String>) -> String {
    let mut known: Vec<String> = Vec::new();
    for name in all {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    let more = known.len().saturating_sub(NAMED);
    let first = known.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    if more == 0 { first } else { format!("{first}; and {}", counted(number(more), "other", "others")) }
}

pub(super) fn task(what: String, href: impl Into<String>, about: impl Into<String>, badge: Badge) -> Task {
    Task { what, href: href.into(), about: about.into(), amount: None, badge }
}

/// The tasks, those with a clock of another person first.
pub(in crate::desk) fn tasks(read: &Read, on: Date) -> Vec<Task> {
    let mut tasks = Vec::new();
    tasks.extend(proofs(read, on));
    for (kind, verb, words) in [
        (CaseKind::Dispute, "Settle", ("dispute", "disputes")),
        (CaseKind::Complaint, "Answer", ("complaint", "complaints")),
        (CaseKind::Question, "Answer", ("question", "questions")),
        (CaseKind::Copy, "Send", ("copy asked for", "copies asked for")),
        (CaseKind::Correction, "Take over", ("corrected contact", "corrected contacts")),
    ] {
        tasks.extend(cases(read, kind, verb, words, on));
    }
    tasks.extend(notices(read));
    tasks.extend(letters(&read.post));
    tasks.extend(promises(read));
    if !read.unanswered.is_empty() {
        let debtors = names(read.unanswered.iter().map(|one| read.debtor(one.debtor).to_owned()));
        let counted = many(read.unanswered.len(), "confirmation", "confirmations");
        let href = match &read.unanswered[..] {
            [only] => format!("/invoices/{}", only.invoice),
            _ => "/today/confirmations".to_owned(),
        };
        let badge = Badge::attention("no answer came: call, or do without");
        tasks.push(task(format!("Look after {counted}"), href, debtors, badge));
    }
    tasks
}

/// GL-53: the clock of proof runs from the day it was asked for.
fn proofs(read: &Read, on: Date) -> Option<Task> {
    let due = read.proofs.iter().filter_map(|notice| notice.open_proof()).map(|proof| proof.due_on).min()?;
    let what = format!("Prove {}", many(read.proofs.len(), "assignment", "assignments"));
    let badge = if due < on {
        Badge::stop(format!("overdue since {}", short_day(due)))
    } else {
        Badge::attention(format!("due {}", relative(on, due)))
    };
    let about = names(read.proofs.iter().map(|notice| read.pair(notice)));
    Some(task(what, read.pair_page(&read.proofs, "/today/proofs"), about, badge))
}

fn cases(read: &Read, kind: CaseKind, verb: &str, words: (&str, &str), on: Date) -> Option<Task> {
    let cases: Vec<&Case> = read.cases.iter().filter(|case| case.kind == kind).collect();
    let due = cases.iter().map(|case| case.due_on).min()?;
    let late = cases.iter().filter(|case| case.due_on < on).count();
    let badge = match late {
        0 => Badge::attention(format!("due {}", relative(on, due))),
        late if late == cases.len() => Badge::stop(format!("overdue since {}", short_day(due))),
        late => Badge::stop(format!("{late} overdue since {}", short_day(due))),
    };
    let href = match cases[..] {
        [one] => format!("/cases/{}", one.number),
        _ => format!("/today/cases-{}", kind.code().to_lowercase()),
    };
    let about = names(cases.iter().map(|case| read.debtor(case.debtor).to_owned()));
    Some(task(format!("{verb} {}", many(cases.len(), words.0, words.1)), href, about, badge))
}

fn notices(read: &Read) -> Vec<Task> {
    let mut tasks = Vec::new();
    let mut each = |notices: &[Notice], what: String, list: &str, badge: Badge| {
        if !notices.is_empty() {
            let about = names(notices.iter().map(|notice| read.pair(notice)));
            tasks.push(task(what, read.pair_page(notices, list), about, badge));
        }
    };
    let doubted = many(read.doubted.len(), "doubted notice", "doubted notices");
    let badge = Badge::stop("nothing is bought meanwhile");
    each(&read.doubted, format!("Settle {doubted}"), "/today/doubted", badge);
    let back = many(read.came_back.len(), "notice that came back", "notices that came back");
    let badge = Badge::stop("waits for a better address");
    each(&read.came_back, format!("Send again {back}"), "/today/came-back", badge);
    for (task, what, list, badge) in [
        (
            LetterTask::Send,
            ("Send again", "trackable letter that came back", "trackable letters that came back"),
            "/letters/notices?state=post",
            Badge::stop("waits for a corrected address"),
        ),
        (
            LetterTask::Post,
            ("Post", "trackable letter", "trackable letters"),
            "/letters/print",
            Badge::attention("goes beside the notice by mail"),
        ),
        (
            LetterTask::Trace,
            ("Trace", "letter nobody has signed for", "letters nobody has signed for"),
            "/letters/notices?state=post",
            Badge::attention("ask the post or the courier"),
        ),
    ] {
        let found: Vec<Notice> =
            read.letters.iter().filter(|(one, _)| *one == task).map(|(_, notice)| notice.clone()).collect();
        let (verb, one, several) = what;
        each(&found, format!("{verb} {}", many(found.len(), one, several)), list, badge);
    }
    let heads_up = many(read.waiting_heads_up.len(), "heads-up", "heads-ups");
    let badge = Badge::attention("no letter leaves before it");
    each(&read.waiting_heads_up, format!("Ask the client for {heads_up}"), "/today/heads-ups", badge);
    tasks
}

fn letters(post: &Post) -> Vec<Task> {
    let mut tasks = Vec::new();
    let mut each = |count: i64, what: &str, words: (&str, &str), href: &str, about: &str, badge: Badge| {
        if count > 0 {
            let what = format!("{what} {}", counted(count, words.0, words.1));
            tasks.push(task(what, href, about, badge));
        }
    };
    each(
        post.approvals,
        "Approve",
        ("letter", "letters"),
        "/letters?state=approval",
        "Formal letters and those that a rule gives to a person",
        Badge::attention("leaves after your approval"),
    );
    each(
        post.calls,
        "Make",
        ("call", "calls"),
        "/letters?state=calls",
        "To accounts payable, each with its script and its rules",
        Badge::information("write down what was said"),
    );
    each(
        post.unfiled,
        "File",
        ("message", "messages"),
        "/letters/unfiled",
        "Mail that fits no letter of ours",
        Badge::attention("nobody answers for it yet"),
    );
    each(
        post.to_print,
        "Print",
        ("letter", "letters"),
        "/letters/print",
        "Letters on paper whose time has come",
        Badge::attention("make a print run"),
    );
    each(
        post.to_post,
        "Post",
        ("print run", "print runs"),
        "/letters/print",
        "Printed, and not said to be posted",
        Badge::attention("do not count as sent yet"),
    );
    tasks
}

/// CO-10.
fn promises(read: &Read) -> Option<Task> {
    if read.broken.is_empty() {
        return None;
    }
    let href = match &read.broken[..] {
        [one] => format!("/invoices/{}", one.invoice),
        _ => "/today/promises".to_owned(),
    };
    let what = format!("Look at {}", many(read.broken.len(), "broken promise", "broken promises"));
    let about = names(read.broken.iter().map(|answer| read.debtor(answer.debtor).to_owned()));
    Some(task(what, href, about, Badge::attention("the promised day went by")))
}
