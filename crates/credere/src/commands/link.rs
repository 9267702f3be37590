//! `credere link`

use super::{ACTOR, Data, Failure, counted};
use crate::output;
use app::guest::{GuestParty, make_link, revoke};
use app::{App, Command, client_by_code, debtor_by_code};
use clap::{Args, Subcommand};
use domain::id::{ContactId, LinkId};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::process::ExitCode;
use store::kept;
use store::kept::guest_link::GuestLink;
use uuid::Uuid;

/// Links of guests.
#[derive(Debug, Subcommand)]
pub enum Link {
    /// Make a link and print its address: whoever has it opens the page.
    Make(Make),
    /// The links of a debtor or client that open its page now; --all: also those that ended.
    List(List),
    /// Take a link back: it opens nothing from now on.
    Revoke(Revoke),
}

/// Whose page.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Party {
    /// Code of the debtor.
    #[arg(long, value_name = "CODE")]
    debtor: Option<String>,
    /// Code of the client.
    #[arg(long, value_name = "CODE")]
    client: Option<String>,
}

/// A link to be made.
#[derive(Debug, Args)]
pub struct Make {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    party: Party,
    /// Id of the contact it is given to; what that contact may not see, the link does not show.
    #[arg(long, value_name = "ID")]
    contact: Option<Uuid>,
    /// Days it opens the page; as the factor's settings say when left out.
    #[arg(long, value_name = "N")]
    days: Option<u16>,
}

/// Links to be listed.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    party: Party,
    /// Also those that were taken back or have ended.
    #[arg(long)]
    all: bool,
}

/// A link to be taken back.
#[derive(Debug, Args)]
pub struct Revoke {
    /// Its id, as `credere link list` shows it.
    #[arg(value_name = "ID")]
    id: Uuid,
    #[command(flatten)]
    data: Data,
    /// Why: kept with the link.
    #[arg(long, value_name = "WORDS")]
    why: String,
    /// Who takes it back.
    #[arg(long, value_name = "NAME", default_value = ACTOR)]
    by: String,
}

impl Party {
    fn find(&self, app: &App) -> Result<GuestParty, Failure> {
        Ok(app.read(|book| match (&self.debtor, &self.client) {
            (Some(code), _) => Ok(GuestParty::Debtor(debtor_by_code(book, code)?.id)),
            (None, code) => Ok(GuestParty::Client(client_by_code(book, code.as_deref().unwrap_or_default())?.id)),
        })?)
    }
}

impl Link {
    pub fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Make(make) => {
                let app = make.data.open()?;
                let (party, contact, days) = (make.party.find(&app)?, make.contact.map(ContactId), make.days);
                let (id, address) =
                    app.run(Command::system(ACTOR), move |task| make_link(task, party, contact, days))?;
                output::note(format!("Link {id}. This address opens the page for whoever has it:"));
                output::line(address);
            }
            Self::List(list) => list.run()?,
            Self::Revoke(gone) => {
                let by = gone.by.trim();
                if by.is_empty() {
                    return Err("--by is empty; write the name of whoever takes the link back, or leave it out".into());
                }
                let (id, why) = (LinkId(gone.id), gone.why);
                gone.data.open()?.run(Command::system(by), move |task| revoke(task, id, &why))?;
                output::line(format!("Link {id} opens nothing any more."));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl List {
    fn run(&self) -> Result<(), Failure> {
        let app = self.data.open()?;
        let party = self.party.find(&app)?;
        let now = app.now().as_microsecond();
        let mut links = app.read(|book| {
            Ok(match party {
                GuestParty::Debtor(debtor) => kept::guest_link::of_debtor(book, debtor)?,
                GuestParty::Client(client) => kept::guest_link::of_client(book, client)?,
            })
        })?;
        if !self.all {
            links.retain(|link| link.revoked_at.is_none() && now < link.expires_at);
        }
        let zone = TimeZone::get(&app.factor().zone).unwrap_or(TimeZone::UTC);
        for link in &links {
            let contact = match link.contact {
                Some(id) => app.read(|book| Ok(kept::contact::get(book, id)?))?.map(|contact| contact.name),
                None => None,
            };
            output::line(said(link, contact.as_deref(), now, &zone));
        }
        let count = i64::try_from(links.len()).unwrap_or(i64::MAX);
        output::note(match (count, self.all) {
            (0, false) => "No link opens its page now.".to_owned(),
            (0, true) => "No link was made.".to_owned(),
            (_, false) => format!("{} its page now.", counted(count, "link opens", "links open")),
            (_, true) => format!("{} made.", counted(count, "link was", "links were")),
        });
        Ok(())
    }
}

/// A line: id, whom for, who made it, until when, opened, how it ended.
fn said(link: &GuestLink, contact: Option<&str>, now: i64, zone: &TimeZone) -> String {
    let on = |at| Timestamp::from_microsecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone()).date();
    let ended = match (link.revoked_at, &link.body.revoked) {
        (Some(at), why) => {
            format!("taken back {} by {}", on(at), why.as_deref().unwrap_or("somebody who said no reason"))
        }
        (None, _) if link.expires_at <= now => format!("ended {}", on(link.expires_at - 1)),
        (None, _) => format!("opens until {}", on(link.expires_at - 1)),
    };
    let opened = link.opened_at.map_or_else(|| "not opened yet".to_owned(), |at| format!("first opened {}", on(at)));
    let whom = contact.unwrap_or("nobody in particular");
    format!("{}  for {whom}; made {} by {}; {opened}; {ended}", link.id, on(link.made_at), link.body.made_by)
}
