//! LC-46, FR-09: change the account that debtors pay to. Asked for by one person, approved by another, cooled down; then
//! every debtor under notice gets a new version, which takes the place of the old, and the old account stays open.

use super::give::give;
use super::pay_to::{currency_of, pay_to, pay_to_accounts};
use super::policy::policy;
use super::step::{Telling, take};
use crate::{Error, Refusal, Task};
use domain::event::EventKind;
use domain::id::{ClientId, NoticeId, RemitChangeId};
use domain::letter::PayTo;
use domain::money::Currency;
use domain::notice::{
    Notice, NoticeEvent, OldAccount, PayToAccounts, RemitChange, RemitChangeState, RemitRefusal, RemitRequest,
};
use domain::party::Factor;
use domain::timeline::Sentence;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};
use store::book::Reads;
use store::kept;
use uuid::Uuid;

/// Notices that are read at a time.
const PAGE: i64 = 500;

fn refusal(place: &str, refused: &RemitRefusal) -> Refusal {
    let text = refused.to_string();
    let (fact, remedy) = text.split_once("; ").unwrap_or((&text, "look at the change again"));
    Refusal::at(place, refused.code(), fact, format!("{}.", crate::timeline::capital(remedy)))
}

impl From<RemitRefusal> for Error {
    fn from(refused: RemitRefusal) -> Self {
        Self::Refused(vec![refusal("", &refused)])
    }
}

/// Asks for a change of the account of a currency, or of the usual one (none, or the factor's own currency). `by` is the
/// person who asks: until people sign in, a typed name.
///
/// # Errors
/// [`Error::Refused`] with every problem of the request, or while the factor has no account at all.
pub fn change_remit_to(
    task: &mut Task<'_, '_>,
    currency: Option<Currency>,
    to: PayTo,
    why: &str,
    by: &str,
) -> Result<RemitChange, Error> {
    let factor = task.factor.clone();
    let currency = currency.filter(|currency| *currency != factor.currency);
    let Some(from) = pay_to(task, &factor, currency.unwrap_or(factor.currency))? else {
        let fact = "the factor has no account that debtors pay to";
        return Err(Error::refused("NO_ACCOUNT", fact, "Write the factor's first account in its particulars."));
    };
    // Two changes at a time would each replace the account that the other one is about to replace.
    let running = [RemitChangeState::Requested, RemitChangeState::Approved];
    for state in running {
        let others = kept::remit_change::in_state(task, state)?;
        if let Some(other) = others.iter().find(|other| other.currency == currency) {
            let fact = format!("a change that {} asked for is \u{201c}{}\u{201d}", other.requested_by, state.word());
            return Err(Error::refused("REMIT_CHANGE_RUNNING", fact, "Wait until it is in force, or drop it first."));
        }
    }
    let policy = policy(task)?;
    let id = RemitChangeId(task.new_id());
    let request = RemitRequest { id, currency, from, to, why: why.trim().to_owned(), by: by.trim().to_owned() };
    let change = RemitChange::request(request, &policy, factor.calendar, task.today)
        .map_err(|problems| Error::Refused(problems.iter().map(|one| refusal("change", one)).collect()))?;
    keep(task, &change)?;
    Ok(change)
}

/// A second person approves. It is in force after its cooling time, by the daily job.
///
/// # Errors
/// [`Error::Refused`] when it is the same person, nobody, or the change does not wait for approval.
pub fn approve_remit_change(task: &mut Task<'_, '_>, id: RemitChangeId, by: &str) -> Result<RemitChange, Error> {
    let change = known(task, id)?.approve(by, task.today)?;
    keep(task, &change)?;
    Ok(change)
}

/// Drops a change before it is in force.
///
/// # Errors
/// [`Error::Refused`] when it is in force, or nobody or no reason is named.
pub fn drop_remit_change(
    task: &mut Task<'_, '_>,
    id: RemitChangeId,
    by: &str,
    why: &str,
) -> Result<RemitChange, Error> {
    let change = known(task, id)?.drop_it(by, why, task.today)?;
    keep(task, &change)?;
    Ok(change)
}

/// Puts an approved change in force after its cooling time: new letters name the new account from now on.
///
/// # Errors
/// [`Error::Refused`] when it is not approved or still cools down.
pub fn put_remit_change_in_force(task: &mut Task<'_, '_>, id: RemitChangeId) -> Result<RemitChange, Error> {
    let policy = policy(task)?;
    let change = known(task, id)?.put_in_force(&policy, task.today)?;
    let mut accounts = pay_to_accounts(task)?;
    let before = change.old_until.map(|open_until| OldAccount { pay_to: change.from.clone(), open_until });
    accounts.replace(change.currency, change.to.clone(), before);
    kept::policy::put(task, PayToAccounts::POLICY, &accounts)?;
    task.record_facts(EventKind::PolicySaved, &(PayToAccounts::POLICY, &accounts), &[])?;
    keep(task, &change)?;
    Ok(change)
}

/// How many were told another account than one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// Debtors.
    pub debtors: usize,
    /// Their suppliers' notices, each of which is given again.
    pub notices: usize,
}

/// LC-46: who will be given a new notice when the account of the change is in force. Reads every current notice, page by
/// page.
///
/// # Errors
/// [`Error::Fault`].
pub fn remit_reach(reads: &mut dyn Reads, factor: &Factor, change: &RemitChange, today: Date) -> Result<Reach, Error> {
    let mut accounts = pay_to_accounts(reads)?;
    accounts.replace(change.currency, change.to.clone(), None);
    let mut told = Told::new(accounts, today);
    let mut debtors = BTreeSet::new();
    let mut notices = 0;
    let mut after = NoticeId(Uuid::nil());
    loop {
        let page = kept::notice::after(reads, after, PAGE)?;
        let Some(last) = page.last().map(|notice| notice.id) else { break };
        after = last;
        for notice in page {
            if told.is_behind(reads, factor, &notice)?
                && told.currency(reads, factor, notice.client)? == change.currency
            {
                debtors.insert(notice.debtor);
                notices += 1;
            }
        }
    }
    Ok(Reach { debtors: debtors.len(), notices })
}

/// Gives one debtor the notice of the new account. False when its notice names that account already, or it was never
/// given notice, or is released.
///
/// # Errors
/// [`Error::Refused`] when the letter cannot be sent: no fit contact; [`Error::Fault`].
pub(super) fn renew(task: &mut Task<'_, '_>, id: NoticeId) -> Result<bool, Error> {
    let Some(mut old) = kept::notice::get(task, id)? else { return Ok(false) };
    let (factor, today) = (task.factor.clone(), task.today);
    let mut told = Told::new(pay_to_accounts(task)?, today);
    if !told.is_behind(task, &factor, &old)? {
        return Ok(false);
    }
    let next_id = NoticeId(task.new_id());
    let next = old.successor(next_id, today);
    let telling = Telling::of_factor(task, Sentence::AccountChanged);
    take(task, &mut old, NoticeEvent::Superseded { by: next_id }, &telling)?;
    give(task, next)?;
    Ok(true)
}

/// What debtors are to be told, by the currency of their suppliers.
pub(super) struct Told {
    accounts: PayToAccounts,
    today: Date,
    currencies: HashMap<ClientId, Currency>,
}

impl Told {
    pub(super) fn new(accounts: PayToAccounts, today: Date) -> Self {
        Self { accounts, today, currencies: HashMap::new() }
    }

    fn of(&mut self, reads: &mut dyn Reads, factor: &Factor, client: ClientId) -> Result<Currency, Error> {
        if let Some(known) = self.currencies.get(&client) {
            return Ok(*known);
        }
        let found = currency_of(reads, factor, client, self.today)?;
        self.currencies.insert(client, found);
        Ok(found)
    }

    /// The currency whose own account a client's customers pay to; none where they pay to the usual one.
    fn currency(
        &mut self,
        reads: &mut dyn Reads,
        factor: &Factor,
        client: ClientId,
    ) -> Result<Option<Currency>, Error> {
        let currency = self.of(reads, factor, client)?;
        Ok(Some(currency).filter(|currency| self.accounts.by_currency.contains_key(currency)))
    }

    /// Was the debtor told, or is it being told, another account than the one of now?
    pub(super) fn is_behind(&mut self, reads: &mut dyn Reads, factor: &Factor, notice: &Notice) -> Result<bool, Error> {
        let currency = self.of(reads, factor, notice.client)?;
        Ok(is_behind(notice, self.accounts.current(currency)))
    }
}

/// Was the debtor told, or is it being told, another account than the one of now? A notice given before Credere named
/// one that nobody knows here.
fn is_behind(notice: &Notice, account: Option<&PayTo>) -> bool {
    (notice.notice.is_some() || notice.earlier.is_some())
        && notice.superseded.is_none()
        && notice.release.is_none()
        && !notice.held
        && account.is_some()
        && notice.pay_to.as_ref() != account
}

/// Every debtor has its new notice.
pub(super) fn finish_change(task: &mut Task<'_, '_>, id: RemitChangeId) -> Result<(), Error> {
    let change = known(task, id)?.done();
    keep(task, &change)
}

fn known(task: &mut Task<'_, '_>, id: RemitChangeId) -> Result<RemitChange, Error> {
    kept::remit_change::get(task, id)?.ok_or_else(|| Error::NotFound("change of pay-to details".to_owned()))
}

fn keep(task: &mut Task<'_, '_>, change: &RemitChange) -> Result<(), Error> {
    kept::remit_change::put(task, change)?;
    task.record_facts(EventKind::RemitChangeMoved, change, &[])?;
    Ok(())
}
