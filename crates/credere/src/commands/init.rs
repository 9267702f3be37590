//! `credere init`

use super::{Data, Failure};
use crate::output;
use app::{App, Clock, Ids, NewBook};
use clap::Args;
use domain::money::Currency;
use std::process::ExitCode;

/// The factor whose book is opened.
#[derive(Debug, Args)]
pub struct Init {
    #[command(flatten)]
    data: Data,
    /// Registered name of the factor.
    #[arg(long, value_name = "NAME")]
    factor: String,
    /// Its country, as two letters (ISO 3166-1): US.
    #[arg(long, value_name = "CC")]
    country: String,
    /// Its own currency, as three letters (ISO 4217): USD.
    #[arg(long, value_name = "CCC", value_parser = Currency::parse)]
    currency: Currency,
    /// The time zone its business days run in: America/New_York.
    #[arg(long, value_name = "ZONE")]
    timezone: String,
}

impl Init {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let new = NewBook { name: self.factor, country: self.country, currency: self.currency, zone: self.timezone };
        let app = App::init(self.data.home()?, &new, Clock::System, Ids::random())?;
        let factor = app.factor();
        output::line(format!("The book of {} is open in {}.", factor.name, app.book.place()));
        output::line(format!("Currency {}, zone {}, bank calendar {}.", factor.currency, factor.zone, factor.calendar));
        output::line(format!("Next: credere serve {}", self.data.named(&app)));
        Ok(ExitCode::SUCCESS)
    }
}
