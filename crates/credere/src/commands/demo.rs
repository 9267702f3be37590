//! `credere demo`

use super::{Data, Failure, serve};
use crate::demo::{FACTOR, Summary, build, guest_links, move_guests};
use crate::output;
use app::Home;
use clap::Args;
use jiff::Zoned;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use store::{Book, Place};

/// An example book that has lived through the last seventeen weeks, served in a browser.
#[derive(Debug, Args)]
pub struct Demo {
    /// Where the example book is kept; a second start finds it there.
    #[arg(long, value_name = "DIR", default_value = "credere-demo")]
    data: PathBuf,
    /// Build and serve it in a PostgreSQL database instead; the folder then holds its keys.
    #[arg(long, value_name = "URL", env = "CREDERE_DATABASE", hide_env_values = true, value_parser = super::place::address)]
    database: Option<Place>,
    /// The port to serve on; 0 lets the system choose.
    #[arg(long, value_name = "N", default_value_t = serve::PORT)]
    port: u16,
    /// Build the book, say what is in it, and end.
    #[arg(long)]
    no_serve: bool,
}

impl Demo {
    pub fn run(self) -> Result<ExitCode, Failure> {
        // The letters of the book name the port, so it is known before they are written.
        let port = if self.port == 0 { free_port()? } else { self.port };
        let guests = format!("http://{}:{port}", Ipv4Addr::LOCALHOST);
        let place = self.database.clone().unwrap_or_else(|| Place::from(self.data.as_path()));
        if !Book::exists(&place)? {
            let begun = Instant::now();
            if matches!(place, Place::Folder(_)) {
                build_beside(&self.data, &guests)?;
            } else {
                let home = Home { place: place.clone(), folder: Some(self.data.clone()) };
                build(home, Zoned::now().date(), &guests)?;
            }
            output::note(format!("The example book was built in {:.1} s.", begun.elapsed().as_secs_f32()));
        }
        let at = Data { data: Some(self.data), database: self.database, book: None };
        let app = at.open()?;
        // The links in letters are led here, which must never happen to a book in earnest.
        if app.factor().name != FACTOR {
            let (named, name) = (at.named(&app), &app.factor().name);
            return Err(format!(
                "{} holds the book of {name} and not the example; serve it with `credere serve {named}`, or name an empty \
                 folder for the example: credere demo --data DIR",
                app.book.place()
            )
            .into());
        }
        let summary = Summary::of(&app)?;
        let total: i64 = summary.invoices.iter().map(|(_, count)| count).sum();
        output::line(format!(
            "{} in {}: {} clients, {} debtors, {total} invoices, {} bank entries waiting.",
            app.factor().name,
            app.book.place(),
            summary.clients,
            summary.debtors,
            summary.waiting
        ));
        for (state, count) in &summary.invoices {
            output::line(format!("  {count:>5}  {state}"));
        }
        if move_guests(&app, &guests)? {
            output::note(format!(
                "New letters lead to {guests}; those already written keep the port they were built for."
            ));
        }
        output::line("Pages for guests, who come by a link and without an account:");
        for (whose, address) in guest_links(&app)? {
            output::line(format!("  {whose}: {address}"));
        }
        if self.no_serve { Ok(ExitCode::SUCCESS) } else { serve::serve(app, port, None, None) }
    }
}

/// A port that nothing listens on.
fn free_port() -> Result<u16, Failure> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Builds the book in a folder beside its own and moves it there when it is whole.
fn build_beside(folder: &Path, guests: &str) -> Result<(), Failure> {
    let mut name = folder.file_name().map(ToOwned::to_owned).ok_or("the data folder needs a name")?;
    name.push(".building");
    let beside = folder.with_file_name(name);
    if beside.exists() {
        // What an interrupted start left: never served, so nothing is lost.
        std::fs::remove_dir_all(&beside)?;
    }
    build(Home::from(&beside), Zoned::now().date(), guests)?;
    if let Some(above) = folder.parent() {
        std::fs::create_dir_all(above)?;
    }
    std::fs::rename(&beside, folder).map_err(|error| {
        format!("the example book cannot be moved to {}: {error}; choose an empty folder", folder.display()).into()
    })
}
