//! How the debtor's contact wants to be written to: by which way, and which reminders not at all (CO-08).

use super::DebtorVisit;
use crate::guest::frame::Frame;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::guest::wrong::Wrong;
use app::contact::opt_out;
use app::guest::choose_channel;
use app::{Error, Task};
use askama::Template;
use domain::contact::{Channel, Contact};

#[derive(Template)]
#[template(path = "guest/debtor/preferences.html")]
struct PreferencesPage {
    f: Frame,
    contact: Option<Contact>,
}

/// The ways there are, with their words.
const WAYS: [Channel; 3] = [Channel::Email, Channel::Phone, Channel::Letter];

impl PreferencesPage {
    fn ways(&self) -> Vec<(&'static str, &'static str, bool)> {
        let chosen = self.contact.as_ref().map(|contact| contact.channel);
        WAYS.iter().map(|way| (way.code(), self.word(*way), chosen == Some(*way))).collect()
    }

    fn reminders(&self) -> Vec<(&'static str, &'static str, bool)> {
        let out = |way: &Channel| self.contact.as_ref().is_some_and(|contact| contact.opted_out.contains_key(way));
        WAYS.iter().map(|way| (way.code(), self.word(*way), out(way))).collect()
    }

    const fn word(&self, way: Channel) -> &'static str {
        let w = &self.f.w.preferences;
        match way {
            Channel::Email | Channel::Portal => w.by_mail,
            Channel::Phone => w.by_phone,
            Channel::Letter => w.by_letter,
        }
    }
}

pub(super) async fn page(visit: DebtorVisit) -> Answer {
    visit.show(&PreferencesPage { f: visit.frame(), contact: visit.guest.contact.clone() })
}

pub(super) async fn send(visit: DebtorVisit, sent: Sent) -> Answer {
    let way = Channel::from_code(sent.get("way")).filter(|way| WAYS.contains(way));
    let stops: Vec<Channel> = sent.all("stop").into_iter().filter_map(Channel::from_code).collect();
    let done = visit
        .act(&sent, move |task: &mut Task<'_, '_>, guest| {
            if let Some(way) = way {
                choose_channel(task, guest, way)?;
            }
            let Some(contact) = &guest.contact else { return Ok(()) };
            for channel in stops {
                opt_out(task, contact.id, channel)?;
            }
            Ok(())
        })
        .await;
    match done {
        Ok(()) => Ok(visit.done("/preferences", visit.words.preferences.done)),
        Err(error @ Error::Refused(_)) => Err(Wrong::from(error)),
        Err(error) => Err(error.into()),
    }
}
