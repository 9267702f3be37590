//! Where debtors pay: the account on every letter, and its change by two people after a cooling time (FR-09, LC-46).

use super::form::{Fill, FormPage, Group, Input, Reading};
use super::page::{Answer, Desk};
use super::party::{account_group, read_account, spaced};
use super::posted::{Posted, to_fields};
use super::value;
use super::wrong::Wrong;
use crate::Web;
use crate::look::facts::{Fact, Preview};
use crate::look::form::{Field, FormErrors};
use crate::look::format::{counted, day, relative};
use crate::look::{Badge, Page, Tone, filters};
use app::Error;
use app::notice::{
    Reach, approve_remit_change, change_remit_to, drop_remit_change, pay_to, pay_to_accounts, policy, remit_reach,
};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use domain::id::RemitChangeId;
use domain::letter::PayTo;
use domain::notice::{NoticePolicy, OldAccount, PayToAccounts, RemitChange, RemitChangeState};
use jiff::civil::Date;
use store::kept;
use uuid::Uuid;

const HOME: &str = "/settings/pay-to";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/settings/pay-to", get(show))
        .route("/settings/pay-to/new", get(ask).post(request))
        .route("/settings/pay-to/{change}/{act}", post(act))
}

/// A change that two people make, as the page tells it.
struct Change {
    id: String,
    badge: Badge,
    facts: Vec<Fact>,
    preview: Option<Preview>,
    approve: bool,
    may_drop: bool,
    by: Field,
    dropped_by: Field,
    why: Field,
    drop_open: bool,
}

#[derive(Template)]
#[template(path = "desk/pay_to.html")]
struct PayToPage {
    page: Page,
    lead: String,
    errors: FormErrors,
    current: Vec<Fact>,
    old: Vec<Fact>,
    running: Vec<Change>,
    ended: Vec<Change>,
    may_ask: bool,
}

struct Read {
    current: Option<PayTo>,
    accounts: PayToAccounts,
    policy: NoticePolicy,
    changes: Vec<(RemitChange, Option<Reach>)>,
}

const fn is_running(state: RemitChangeState) -> bool {
    matches!(state, RemitChangeState::Requested | RemitChangeState::Approved)
}

async fn read(desk: &Desk) -> Result<Read, Wrong> {
    let (factor, today) = (desk.factor.clone(), desk.today);
    desk.read(move |book| {
        let mut changes = Vec::new();
        for change in kept::remit_change::all_of_them(book)? {
            let reach = match change.state {
                RemitChangeState::Done | RemitChangeState::Dropped => None,
                _ => Some(remit_reach(book, &factor, &change, today)?),
            };
            changes.push((change, reach));
        }
        let accounts = pay_to_accounts(book)?;
        let current = pay_to(book, &factor, factor.currency)?;
        Ok(Read { current, accounts, policy: policy(book)?, changes })
    })
    .await
}

fn account(to: &PayTo) -> String {
    let account = &to.account;
    let bank = [&account.bic, &account.clearing].into_iter().flatten().map(String::as_str).collect::<Vec<_>>();
    let bank = if bank.is_empty() { String::new() } else { format!(" ({})", bank.join(", ")) };
    format!("{}, {}{bank}", account.holder, spaced(account))
}

fn facts(change: &RemitChange, reach: Option<Reach>, today: Date) -> Vec<Fact> {
    let of = change.currency.map_or_else(|| "all without an account of their own".to_owned(), |one| one.to_string());
    let mut facts = vec![
        Fact::new("Currency", of),
        Fact::new("New account", account(&change.to)),
        Fact::new("In place of", account(&change.from)),
        Fact::new("Why", change.why.clone()),
        Fact::new("Asked by", format!("{}, {}", change.requested_by, day(change.requested_on))),
    ];
    facts.push(match &change.approved {
        Some((by, on)) => Fact::new("Approved by", format!("{by}, {}", day(*on))),
        None => Fact::new("Approved by", "nobody yet: another person than the one who asked"),
    });
    if is_running(change.state) {
        let when = format!("{} ({})", day(change.not_before), relative(today, change.not_before));
        facts.push(Fact::new("Cools down until", when));
    }
    facts.extend(change.in_force_on.map(|on| Fact::new("In force since", day(on))));
    if let (RemitChangeState::InForce, Some(reach)) = (change.state, reach) {
        let debtors = counted(i64::try_from(reach.debtors).unwrap_or(i64::MAX), "debtor", "debtors");
        let why = "the notice register says what each waits for";
        facts.push(Fact::new("Still to be told", format!("{debtors}; {why}")));
    }
    facts.extend(change.old_until.map(|on| Fact::new("Earlier account open until", day(on))));
    if let Some((by, on, why)) = &change.dropped {
        facts.push(Fact::new("Dropped", format!("{} by {by}: {why}", day(*on))));
    }
    facts
}

fn badge(state: RemitChangeState) -> Badge {
    let (tone, words) = match state {
        RemitChangeState::Requested => (Tone::Attention, "waits for a second person"),
        RemitChangeState::Approved => (Tone::Information, "approved, cools down"),
        RemitChangeState::InForce => (Tone::Information, "in force, debtors are being told"),
        RemitChangeState::Done => (Tone::Good, "every debtor is told"),
        RemitChangeState::Dropped => (Tone::Neutral, "dropped"),
    };
    Badge::new(tone, words)
}

/// What the change will do, told before anybody approves it.
fn preview(change: &RemitChange, reach: Reach, policy: &NoticePolicy, today: Date) -> Option<Preview> {
    if !is_running(change.state) {
        return None;
    }
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let first = change.not_before.max(today);
    let told = match reach.notices {
        0 => "No debtor is under notice yet: nobody has to be told".to_owned(),
        notices => format!(
            "{} for {} by signed letter: the earlier notice is replaced",
            counted(count(reach.debtors), "debtor is told again", "debtors are told again"),
            counted(count(notices), "supplier relation", "supplier relations")
        ),
    };
    let second = change
        .approved
        .is_none()
        .then(|| format!("Another person than {} has to approve it. Nothing happens before.", change.requested_by));
    Some(Preview {
        title: format!("Debtors pay to {}", spaced(&change.to.account)),
        steps: vec![
            (
                format!(
                    "From {} the new account stands on every letter, check page and debtor\u{2019}s page",
                    day(first)
                ),
                None,
            ),
            (told, None),
            (
                format!(
                    "The earlier account stays open for {}; money that arrives there still counts",
                    counted(i64::from(policy.old_account_days), "day", "days")
                ),
                None,
            ),
        ],
        total: None,
        undo: format!("It can be dropped until {}. After that only another change leads back.", day(first)),
        second_person: second,
    })
}

async fn page(desk: &Desk, sent: Option<(&str, &str, &Posted, FormErrors)>) -> Result<PayToPage, Wrong> {
    let found = read(desk).await?;
    let empty = Posted::default();
    let (id, act, typed, errors) = sent.unwrap_or(("", "", &empty, FormErrors::default()));
    let tell = |(change, reach): &(RemitChange, Option<Reach>)| {
        let own = change.id.to_string();
        // Only the form that was sent comes back with what was typed.
        let of = |form: &str| if own == id && act == form { typed } else { &empty };
        let name = |field: &str| format!("{field}-{own}");
        let field = |form: &str, sent: &str, label: &str| {
            let mut field = Field::new(name(sent), label).value(of(form).raw(&name(sent)));
            field = field.checked(&errors);
            field
        };
        Change {
            badge: badge(change.state),
            facts: facts(change, *reach, desk.today),
            preview: reach.and_then(|reach| preview(change, reach, &found.policy, desk.today)),
            approve: change.state == RemitChangeState::Requested,
            may_drop: is_running(change.state),
            by: field("approve", "by", "Who approves")
                .hint(format!("Your name; another person than {}.", change.requested_by)),
            dropped_by: field("drop", "dropped_by", "Who drops it"),
            why: field("drop", "why", "Why"),
            drop_open: own == id && act == "drop",
            id: own,
        }
    };
    let (running, ended): (Vec<_>, Vec<_>) = found
        .changes
        .iter()
        .partition(|(change, _)| is_running(change.state) || change.state == RemitChangeState::InForce);
    let current = found.current.as_ref().map_or_else(Vec::new, |to| {
        let mut facts = vec![Fact::new("Account", account(to))];
        facts.extend(to.reference.clone().map(|reference| Fact::new("Reference", reference)));
        let own = found.accounts.by_currency.iter();
        facts.extend(own.map(|(currency, own)| Fact::new(format!("Account for {currency}"), account(&own.current))));
        facts
    });
    let mut before: Vec<&OldAccount> = found.accounts.all_old().collect();
    before.sort_by_key(|old| std::cmp::Reverse(old.open_until));
    before.dedup();
    let old = before.into_iter().map(|old| {
        let open = if old.open_until >= desk.today { "Open until" } else { "Closed since" };
        Fact::new(format!("{open} {}", day(old.open_until)), account(&old.pay_to))
    });
    Ok(PayToPage {
        page: desk.page(None),
        lead: format!(
            "Two people change it, and it cools down for {}: whoever can change this account alone can take the money.",
            counted(i64::from(found.policy.remit_hold_bd), "business day", "business days")
        ),
        may_ask: found.current.is_some(),
        current,
        old: old.collect(),
        running: running.into_iter().map(tell).collect(),
        ended: ended.into_iter().map(tell).collect(),
        errors,
    })
}

async fn show(desk: Desk) -> Answer {
    desk.show(&page(&desk, None).await?)
}

fn form(desk: &Desk, sent: &Posted, errors: FormErrors) -> FormPage {
    let fill = Fill { sent, errors: &errors };
    let why = Group::new(
        "",
        "",
        vec![
            Input::Text(fill.hinted(
                "why",
                "Why the account changes",
                "For example: the account moves to another bank.",
            )),
            Input::Text(fill.hinted("by", "Who asks", "Your name. Another person approves.")),
        ],
    );
    let mut new = account_group(&fill, "As debtors are to read it.");
    new.title = "The new account".to_owned();
    // Unlike a party's own account this one may not be left out.
    for input in &mut new.inputs {
        if let Input::Text(field) = input {
            field.optional = false;
        }
    }
    new.inputs.insert(
        0,
        Input::Text(
            fill.hinted("currency", "Currency", "Left out: for all currencies that have no account of their own.")
                .optional(),
        ),
    );
    new.inputs
        .push(Input::Text(fill.hinted("reference", "Reference", "What debtors write on the payment.").optional()));
    FormPage {
        page: desk.page(None),
        title: "Ask for another account".to_owned(),
        crumbs: vec![
            ("Settings".to_owned(), "/settings".to_owned()),
            ("Where debtors pay".to_owned(), HOME.to_owned()),
        ],
        lead: "Nothing changes yet: another person approves it, it cools down, and what it causes is shown before."
            .to_owned(),
        errors,
        action: "/settings/pay-to/new".to_owned(),
        groups: vec![new, why],
        submit: "Ask for the change".to_owned(),
        cancel: HOME.to_owned(),
    }
}

async fn ask(desk: Desk) -> Answer {
    let holder = vec![("holder".to_owned(), desk.factor.name.clone())];
    desk.show(&form(&desk, &Posted::suggested(holder), FormErrors::default()))
}

async fn request(desk: Desk, posted: Posted) -> Answer {
    let mut reading = Reading::new(&posted);
    let new = read_account(&mut reading);
    if new.is_none() {
        reading.errors.add("account", "Write the new account: its holder and its number.");
    }
    let why = reading.need("why", "Write why the account changes, in a sentence.", |text| Ok(text.to_owned()));
    let by = reading.need("by", "Write who asks.", |text| Ok(text.to_owned()));
    let currency = reading.may("currency", value::currency);
    let mut errors = reading.errors;
    if let (Some(account), Some(why), Some(by), true) = (new, why, by, errors.is_empty()) {
        let to = PayTo { account, reference: posted.some("reference").map(str::to_owned) };
        match desk.change(&posted, move |task| change_remit_to(task, currency, to, &why, &by)).await {
            Ok(change) => {
                let text = format!(
                    "Asked for. Another person approves it; it can be in force from {} on.",
                    day(change.not_before)
                );
                return Ok(desk.done(HOME, text, None));
            }
            Err(error) => {
                let fields = [("SAME_ACCOUNT", "account"), ("ACCOUNT", "account"), ("REASON_MISSING", "why")];
                to_fields(error, &fields, &mut errors)?;
                errors = fields_of_change(&errors);
            }
        }
    }
    desk.refused(&form(&desk, &posted, errors))
}

/// The use case names the whole change as the place; on the form that is its top.
fn fields_of_change(errors: &FormErrors) -> FormErrors {
    let mut told = FormErrors::default();
    for line in errors.lines() {
        match line.field {
            Some("change") | None => told.general.push(line.text.to_owned()),
            Some(field) => told.add(field, line.text),
        }
    }
    told
}

async fn act(desk: Desk, Path((change, act)): Path<(String, String)>, posted: Posted) -> Answer {
    let missing = || Error::NotFound("change of pay-to details".to_owned());
    let id = RemitChangeId(Uuid::parse_str(&change).map_err(|_| missing())?);
    let field = |name: &str| format!("{name}-{id}");
    let text = |name: &str| posted.get(&field(name)).to_owned();
    let mut errors = FormErrors::default();
    let done = match act.as_str() {
        "approve" => {
            let by = text("by");
            let approved = desk.change(&posted, move |task| approve_remit_change(task, id, &by)).await;
            approved.map(|change| {
                format!(
                    "Approved. The new account is in force from {} on, by itself.",
                    day(change.not_before.max(desk.today))
                )
            })
        }
        "drop" => {
            let (by, why) = (text("dropped_by"), text("why"));
            if by.is_empty() {
                errors.add(field("dropped_by"), "Write who drops it.");
            }
            if why.is_empty() {
                errors.add(field("why"), "Write why it is dropped, in a sentence.");
            }
            if !errors.is_empty() {
                let template = page(&desk, Some((&change, &act, &posted, errors))).await?;
                return desk.refused(&template);
            }
            let dropped = desk.change(&posted, move |task| drop_remit_change(task, id, &by, &why)).await;
            dropped.map(|_| "Dropped: debtors pay to the account they know.".to_owned())
        }
        _ => return Err(Wrong::Form("it does not say what is to be done".to_owned())),
    };
    match done {
        Ok(text) => Ok(desk.done(HOME, text, None)),
        Err(error) => {
            let by = field("by");
            to_fields(error, &[("NAME_MISSING", &by), ("SECOND_PERSON", &by)], &mut errors)?;
            let template = page(&desk, Some((&change, &act, &posted, errors))).await?;
            desk.refused(&template)
        }
    }
}
