//! Gathers what is known of debtors, in sets, for the contact engine and for the permission of single messages.

use super::zone;
use crate::Error;
use domain::agreement::{NotificationMode, Recourse, RecourseFrom, ruling};
use domain::calendar::Calendar;
use domain::contact::{
    ContactPolicy, Direction, Item, MessageState, PairFacts, Past, Preference, Profile, Relation, Situation,
    Validation, is_covered, profile_of,
};
use domain::id::{ClientId, DebtorId, InvoiceId, MessageId};
use domain::party::{Debtor, DebtorStatus, Factor};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::{BTreeMap, HashMap, HashSet};
use store::book::Reads;
use store::kept;
use store::kept::contact_facts::{OpenInvoice, Told};
use uuid::Uuid;

/// Messages of so many days back count: longer than the longest window (CO-05), and long enough for an invoice's whole
/// ladder (CO-09).
pub const MEMORY_DAYS: i64 = 400;

/// What the agreements of a client say about contact.
struct Agreed {
    profile: Profile,
    confidential: bool,
    /// By version.
    recourse: BTreeMap<i64, Recourse>,
}

/// Loads situations; keeps what many debtors share.
pub(crate) struct Loader {
    pub policy: ContactPolicy,
    factor: std::sync::Arc<Factor>,
    today: Date,
    now: Timestamp,
    agreed: HashMap<ClientId, Agreed>,
    zones: HashMap<String, TimeZone>,
}

/// A debtor's situation, with what its letters say of its invoices.
pub(crate) struct Loaded {
    pub debtor: Debtor,
    pub situation: Situation,
    pub invoices: Vec<OpenInvoice>,
}

impl Loader {
    pub fn new(
        reads: &mut dyn Reads,
        factor: std::sync::Arc<Factor>,
        today: Date,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let policy = super::policy(reads)?;
        Ok(Self { policy, factor, today, now, agreed: HashMap::new(), zones: HashMap::new() })
    }

    /// The first day on which nothing is looked at yet: what is due then is neither past due nor to be reminded of,
    /// wherever the debtor's clock stands.
    fn horizon(&self) -> Date {
        let days = self.policy.before_due_days.saturating_add(2);
        self.today.checked_add(days.days()).unwrap_or(Date::MAX)
    }

    /// The situations of debtors, by id. `further`: clients whose terms are wanted although they sell nothing to them yet.
    pub fn load(
        &mut self,
        reads: &mut dyn Reads,
        debtors: &[Uuid],
        further: &[ClientId],
    ) -> Result<HashMap<DebtorId, Loaded>, Error> {
        let before = self.horizon();
        self.load_due_before(reads, debtors, further, before)
    }

    /// LC-09: debtors with an invoice whose recourse date is so near that its client is told, although it is not past due
    /// (the term runs from the purchase or the issue date, or is short); by id. Some may be a few days too early.
    pub fn recourse_ahead(&mut self, reads: &mut dyn Reads) -> Result<Vec<DebtorId>, Error> {
        let mut debtors = Vec::new();
        let (today, days) = (self.today, self.policy.recourse_notice_days);
        for open in kept::contact_facts::open_terms(reads, today)? {
            let Some(recourse) = self.agreed(reads, open.client)?.recourse.get(&open.version) else { continue };
            let begins = match recourse.from {
                RecourseFrom::Purchase => open.purchased,
                RecourseFrom::InvoiceDate => open.issued,
                RecourseFrom::DueDate => open.due,
            };
            let begun = today.saturating_add((days - i64::from(recourse.window_days)).days());
            if begins <= begun && debtors.last() != Some(&open.debtor) {
                debtors.push(open.debtor);
            }
        }
        Ok(debtors)
    }

    /// The situations of debtors with every open invoice, whenever it is due.
    pub fn load_whole(&mut self, reads: &mut dyn Reads, debtors: &[Uuid]) -> Result<HashMap<DebtorId, Loaded>, Error> {
        self.load_due_before(reads, debtors, &[], Date::MAX)
    }

    /// The same of one debtor.
    pub fn load_all(&mut self, reads: &mut dyn Reads, debtor: DebtorId) -> Result<Option<Loaded>, Error> {
        Ok(self.load_whole(reads, &[debtor.0])?.remove(&debtor))
    }

    fn load_due_before(
        &mut self,
        reads: &mut dyn Reads,
        debtors: &[Uuid],
        further: &[ClientId],
        before: Date,
    ) -> Result<HashMap<DebtorId, Loaded>, Error> {
        let mut preferences: HashMap<DebtorId, Preference> =
            kept::contact::preferences(reads, debtors)?.into_iter().collect();
        let mut loaded = HashMap::with_capacity(debtors.len());
        for debtor in kept::party::debtors_by_id(reads, debtors)? {
            let preference = preferences.remove(&debtor.id).unwrap_or_else(|| usual(&self.factor, &debtor));
            let id = debtor.id;
            let situation = self.empty(&debtor, preference);
            loaded.insert(id, Loaded { debtor, situation, invoices: Vec::new() });
        }
        self.pairs(reads, debtors, further, &mut loaded)?;
        for contact in kept::contact::of_debtors(reads, debtors)? {
            let Some(one) = contact.debtor.and_then(|debtor| loaded.get_mut(&debtor)) else { continue };
            let zone = self.zone(&contact.zone);
            one.situation.zones.insert(contact.zone.clone(), zone);
            one.situation.contacts.push(contact);
        }
        for invoice in kept::contact_facts::open_invoices(reads, debtors, before)? {
            let recourse_on = self.recourse_on(reads, &invoice)?;
            let Some(one) = loaded.get_mut(&invoice.debtor) else { continue };
            one.situation.items.push(Item {
                invoice: invoice.invoice,
                client: invoice.client,
                due: invoice.due,
                open: invoice.open,
                recourse_on,
            });
            one.invoices.push(invoice);
        }
        protected(reads, &mut loaded)?;
        words(reads, debtors, self.today, &mut loaded)?;
        self.past(reads, debtors, &mut loaded)?;
        Ok(loaded)
    }

    fn empty(&mut self, debtor: &Debtor, preference: Preference) -> Situation {
        let barred = match debtor.status {
            DebtorStatus::Insolvent => Some("insolvent"),
            DebtorStatus::Blocked => Some("not to be dealt with"),
            _ => None,
        };
        Situation {
            debtor: debtor.id,
            barred,
            zone: self.zone(&preference.zone),
            preference,
            contacts: Vec::new(),
            zones: BTreeMap::new(),
            items: Vec::new(),
            pairs: BTreeMap::new(),
            answered_until: BTreeMap::new(),
            answered_at: BTreeMap::new(),
            words_settled_at: None,
            disputed: std::collections::BTreeSet::new(),
            past: Vec::new(),
        }
    }

    fn zone(&mut self, name: &str) -> TimeZone {
        self.zones.entry(name.to_owned()).or_insert_with(|| zone(name)).clone()
    }

    /// CO-03, CO-14, GL-44: what holds between the debtors and each of their clients.
    fn pairs(
        &mut self,
        reads: &mut dyn Reads,
        debtors: &[Uuid],
        further: &[ClientId],
        loaded: &mut HashMap<DebtorId, Loaded>,
    ) -> Result<(), Error> {
        let mut relations: HashMap<(DebtorId, ClientId), Relation> = kept::contact::relations(reads, debtors)?
            .into_iter()
            .map(|(client, debtor, relation)| ((debtor, client), relation))
            .collect();
        let told: HashMap<(DebtorId, ClientId), Told> =
            kept::contact_facts::told(reads, debtors)?.into_iter().map(|one| ((one.debtor, one.client), one)).collect();
        // GL-60: an agency that has acknowledged the assignment of a claim knows of it as from a notice.
        let acknowledged: HashSet<(DebtorId, ClientId)> =
            kept::packet::acknowledged_pairs(reads, debtors)?.into_iter().collect();
        let mut pairs = kept::contact_facts::pairs(reads, debtors)?;
        for client in further {
            pairs.extend(loaded.keys().map(|debtor| (*debtor, *client)));
        }
        for pair in pairs {
            let (debtor, client) = pair;
            let Some(one) = loaded.get_mut(&debtor) else { continue };
            let agreed = self.agreed(reads, client)?;
            let relation = relations.remove(&pair).unwrap_or_default();
            let (agreed, confidential) = (agreed.profile, agreed.confidential);
            let notice = told.get(&pair);
            // GL-44: only a notice that was sprung speaks under a confidential agreement; few pairs are asked for it.
            let silent = match notice {
                Some(told) if told.held && !acknowledged.contains(&pair) => true,
                Some(_) if confidential => {
                    kept::notice::current(reads, client, debtor)?.is_none_or(|notice| notice.is_silent(confidential))
                }
                _ => confidential,
            };
            let introduced = notice.is_some_and(|told| told.given) || acknowledged.contains(&pair);
            let profile = profile_of(agreed, silent, &relation);
            one.situation.pairs.entry(client).or_insert(PairFacts {
                profile,
                relation,
                introduced,
                covered: false,
                validation: Validation::Missing,
            });
        }
        Ok(())
    }

    fn agreed(&mut self, reads: &mut dyn Reads, client: ClientId) -> Result<&Agreed, Error> {
        if !self.agreed.contains_key(&client) {
            let versions = kept::agreement::versions(reads, client)?;
            let terms = ruling(&versions, self.today).map(|version| &version.terms);
            let agreed = Agreed {
                profile: terms.map_or(Profile::Standard, |terms| terms.servicing),
                confidential: terms.is_some_and(|terms| terms.notification == NotificationMode::NonNotification),
                recourse: versions
                    .iter()
                    .filter(|version| version.terms.recourse.kind == domain::agreement::RecourseType::FullRecourse)
                    .map(|version| (i64::from(version.version), version.terms.recourse.clone()))
                    .collect(),
            };
            self.agreed.insert(client, agreed);
        }
        self.agreed.get(&client).ok_or_else(|| Error::fault("agreement", "it was just read"))
    }

    /// GL-16: the recourse date, on a day on which banks work.
    fn recourse_on(&mut self, reads: &mut dyn Reads, invoice: &OpenInvoice) -> Result<Option<Date>, Error> {
        let calendar = self.factor.calendar;
        let (Some(version), Some(purchased)) = (invoice.agreement_version, invoice.purchased) else { return Ok(None) };
        let recourse = self.agreed(reads, invoice.client)?.recourse.get(&version);
        Ok(recourse.map(|recourse| calendar.on_or_after(recourse.date(purchased, invoice.issued, invoice.due))))
    }

    fn past(
        &self,
        reads: &mut dyn Reads,
        debtors: &[Uuid],
        loaded: &mut HashMap<DebtorId, Loaded>,
    ) -> Result<(), Error> {
        let since = self.now.as_microsecond() - MEMORY_DAYS * 24 * 3_600_000_000;
        let messages = kept::contact_facts::messages(reads, debtors, since)?;
        if messages.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = messages.iter().map(|message| message.message.0).collect();
        let mut invoices: HashMap<MessageId, Vec<InvoiceId>> = HashMap::new();
        for (message, invoice) in kept::contact_facts::spoken_of(reads, &ids)? {
            invoices.entry(message).or_default().push(invoice);
        }
        for message in messages {
            let Some(one) = loaded.get_mut(&message.debtor) else { continue };
            one.situation.past.push(Past {
                message: message.message,
                direction: message.direction,
                purpose: message.purpose,
                channel: message.channel,
                state: message.state,
                at: Timestamp::from_microsecond(message.at).map_err(|error| Error::fault("time", error))?,
                to_client: message.to_client,
                invoices: invoices.remove(&message.message).unwrap_or_default(),
            });
        }
        self.words_read(reads, loaded)
    }

    /// CO-08: the cases that held what debtors have written, where they were closed.
    fn words_read(&self, reads: &mut dyn Reads, loaded: &mut HashMap<DebtorId, Loaded>) -> Result<(), Error> {
        let heard_at = |one: &Loaded| {
            one.situation.past.iter().filter(|past| past.direction == Direction::In).map(|past| past.at).max()
        };
        let heard: HashMap<DebtorId, Timestamp> =
            loaded.iter().filter_map(|(debtor, one)| Some((*debtor, heard_at(one)?))).collect();
        let Some(first) = heard.values().min() else { return Ok(()) };
        let from = TimeZone::UTC.to_datetime(*first).date().yesterday().unwrap_or(Date::MIN);
        let debtors: Vec<Uuid> = heard.keys().map(|debtor| debtor.0).collect();
        for (debtor, said, closed) in kept::contact_facts::settled_words(reads, &debtors, from)? {
            if heard.get(&debtor).is_none_or(|heard| said < heard.as_microsecond()) {
                continue;
            }
            let Some(one) = loaded.get_mut(&debtor) else { continue };
            let closed = Timestamp::from_microsecond(closed).map_err(|error| Error::fault("time", error))?;
            one.situation.words_settled_at = one.situation.words_settled_at.max(Some(closed));
        }
        Ok(())
    }
}

/// CO-31: of natural persons under California's rules, which of their debts are covered, and who was told of them.
fn protected(reads: &mut dyn Reads, loaded: &mut HashMap<DebtorId, Loaded>) -> Result<(), Error> {
    let few = loaded.values().filter(|one| one.situation.preference.is_protected());
    let few: Vec<Uuid> = few.map(|one| one.debtor.id.0).collect();
    if few.is_empty() {
        return Ok(());
    }
    // What is not due yet is owed all the same.
    let open = kept::contact_facts::open_invoices(reads, &few, Date::MAX)?;
    for id in &few {
        let Some(one) = loaded.get_mut(&DebtorId(*id)) else { continue };
        for (client, pair) in &mut one.situation.pairs {
            let own = open.iter().filter(|invoice| invoice.debtor.0 == *id && invoice.client == *client);
            pair.covered = is_covered(own.map(|invoice| invoice.open));
        }
    }
    for notice in kept::contact_facts::validation_notices(reads, &few)? {
        let Some(one) = loaded.get_mut(&notice.debtor) else { continue };
        let Some(pair) = one.situation.pairs.get_mut(&notice.client) else { continue };
        let validation = match (notice.state, notice.sent_at) {
            (MessageState::Sent, Some(at)) => Validation::Sent(
                notice.message,
                Timestamp::from_microsecond(at).map_err(|error| Error::fault("time", error))?,
            ),
            (MessageState::Preview | MessageState::Approval | MessageState::Queued | MessageState::Sending, _) => {
                Validation::Planned(notice.message)
            }
            // It came back, was taken back, or could not be sent.
            _ => continue,
        };
        if !matches!(pair.validation, Validation::Sent(..)) {
            pair.validation = validation;
        }
    }
    Ok(())
}

/// What debtors have said of their invoices (CO-08, LC-08).
fn words(
    reads: &mut dyn Reads,
    debtors: &[Uuid],
    today: Date,
    loaded: &mut HashMap<DebtorId, Loaded>,
) -> Result<(), Error> {
    // A debtor west of the factor may still have yesterday.
    let from = today.yesterday().unwrap_or(today);
    for answer in kept::answer::running(reads, debtors, from)? {
        let (Some(one), Some(until)) = (loaded.get_mut(&answer.debtor), answer.until) else { continue };
        let held = one.situation.answered_until.entry(answer.invoice).or_insert(until);
        *held = (*held).max(until);
    }
    for (debtor, invoice, at) in kept::contact_facts::answers(reads, debtors)? {
        let Some(one) = loaded.get_mut(&debtor) else { continue };
        let at = Timestamp::from_microsecond(at).map_err(|error| Error::fault("time", error))?;
        one.situation.answered_at.insert(invoice, at);
    }
    for (debtor, invoice) in kept::relation_case::frozen(reads, debtors)? {
        let Some(one) = loaded.get_mut(&debtor) else { continue };
        one.situation.disputed.insert(invoice);
    }
    Ok(())
}

/// How a debtor is treated of which nobody said anything: the calendar of its country, the factor's zone.
pub(super) fn usual(factor: &Factor, debtor: &Debtor) -> Preference {
    let country = &debtor.identity.address.country;
    let calendar = if country.is_empty() { factor.calendar } else { Calendar::for_country(country) };
    Preference { calendar, zone: factor.zone.clone(), ..Preference::default() }
}
