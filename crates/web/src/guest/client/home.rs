//! The first page of a client: what needs it, and its customers.

use super::ClientVisit;
use super::letter::{Own, own_part};
use crate::guest::cases::kind_word;
use crate::guest::frame::Frame;
use crate::guest::visit::{Answer, Visit};
use askama::Template;
use domain::contact::MessageState;
use domain::dispute::Case;
use domain::id::{ClientId, DebtorId};
use domain::notice::NoticeState;
use domain::party::{Debtor, DebtorType};
use jiff::civil::Date;
use std::collections::HashMap;
use store::Snapshot;
use store::kept;
use uuid::Uuid;

/// Most letters that wait for a client which are looked through.
const PREVIEWS: i64 = 500;

/// One customer in the list.
struct Customer {
    debtor: DebtorId,
    name: String,
    /// GL-60: its packet takes the place of a notice.
    is_federal: bool,
    notice: Option<NoticeState>,
    paused: Option<Date>,
    cases: usize,
}

#[derive(Template)]
#[template(path = "guest/client/home.html")]
struct Home {
    f: Frame,
    heads_ups: Vec<(DebtorId, String)>,
    previews: Vec<(Own, String)>,
    cases: Vec<(Case, String)>,
    customers: Vec<Customer>,
}

impl Home {
    fn kind(&self, case: &Case) -> &'static str {
        kind_word(&self.f, case.kind)
    }

    fn notice(&self, customer: &Customer) -> &'static str {
        if customer.is_federal {
            return self.f.w.client.federal;
        }
        customer.notice.map_or(self.f.w.client.no_notice, self.f.w.client.notice_state)
    }

    fn needs(&self) -> usize {
        self.heads_ups.len() + self.previews.len() + self.cases.len()
    }
}

fn read(snapshot: &mut Snapshot<'_>, client: ClientId, today: Date) -> Result<Gathered, app::Error> {
    let pairs = kept::party::pairs_of_client(snapshot, client)?;
    let ids: Vec<Uuid> = pairs.iter().map(|pair| pair.debtor.0).collect();
    let debtors: HashMap<DebtorId, Debtor> =
        kept::party::debtors_by_id(snapshot, &ids)?.into_iter().map(|debtor| (debtor.id, debtor)).collect();
    let name = |id: &DebtorId| debtors.get(id).map(|debtor| debtor.name.clone()).unwrap_or_default();
    let is_federal = |id: &DebtorId| debtors.get(id).is_some_and(|one| one.debtor_type == DebtorType::UsFederal);
    let notices: HashMap<DebtorId, _> =
        kept::notice::of_client(snapshot, client)?.into_iter().map(|notice| (notice.debtor, notice)).collect();
    let mut cases = kept::relation_case::of_client(snapshot, client)?;
    cases.retain(Case::is_open);
    let paused: HashMap<DebtorId, Date> = kept::contact::relations(snapshot, &ids)?
        .into_iter()
        .filter(|(of, ..)| *of == client)
        .filter_map(|(_, debtor, relation)| Some((debtor, relation.paused(today)?.until)))
        .collect();
    let mut previews = Vec::new();
    for message in kept::message::waiting(snapshot, MessageState::Preview, i64::MAX, PREVIEWS)? {
        if !message.body.seen_by.contains(&client)
            && let Some(own) = own_part(snapshot, client, &message)?
        {
            let customer = own.debtor.as_ref().map(&name).unwrap_or_default();
            previews.push((own, customer));
        }
    }
    let mut heads_ups: Vec<(DebtorId, String)> = notices
        .values()
        .filter(|notice| notice.state() == NoticeState::Drafted && !notice.skips_introduction())
        .filter(|notice| !is_federal(&notice.debtor))
        .map(|notice| (notice.debtor, name(&notice.debtor)))
        .collect();
    heads_ups.sort_by(|a, b| a.1.cmp(&b.1));
    let mut customers: Vec<Customer> = pairs
        .iter()
        .map(|pair| Customer {
            debtor: pair.debtor,
            name: name(&pair.debtor),
            is_federal: is_federal(&pair.debtor),
            notice: notices.get(&pair.debtor).map(domain::notice::Notice::state),
            paused: paused.get(&pair.debtor).copied(),
            cases: cases.iter().filter(|case| case.debtor == pair.debtor).count(),
        })
        .collect();
    customers.sort_by(|a, b| a.name.cmp(&b.name));
    let cases = cases.into_iter().map(|case| (name(&case.debtor), case)).map(|(name, case)| (case, name)).collect();
    Ok(Gathered { heads_ups, previews, cases, customers })
}

/// What the page is made of.
struct Gathered {
    heads_ups: Vec<(DebtorId, String)>,
    previews: Vec<(Own, String)>,
    cases: Vec<(Case, String)>,
    customers: Vec<Customer>,
}

pub(in crate::guest) async fn page(visit: Visit) -> Answer {
    let visit = ClientVisit::of(visit)?;
    let (client, today) = (visit.client, visit.guests.web.app.today());
    let found = visit.read(move |snapshot| read(snapshot, client, today)).await?;
    let Gathered { heads_ups, previews, cases, customers } = found;
    visit.show(&Home { f: visit.frame(), heads_ups, previews, cases, customers })
}
