//! The work Credere does by itself: when each job ran last, and what it said.
//!
//! Contract: a job is idempotent; its last run is kept so that a daily job runs once on each business date of the factor,
//! whatever process starts it, and so that a person can see what ran. What a job says holds counts and reasons, and no
//! personal data. The jobs themselves are use cases of their own nouns.

use crate::{App, Command, Error};
use store::kept;
use store::kept::job::JobRun;

/// Characters kept of what a job said.
const SAID: usize = 1_000;

/// Has the job run well on today's business date?
///
/// # Errors
/// [`Error::Fault`].
pub fn has_run_today(app: &App, name: &str) -> Result<bool, Error> {
    let today = app.today();
    let last = app.read(|snapshot| Ok(kept::job::last(snapshot, name)?))?;
    Ok(last.is_some_and(|run| run.is_well && run.business_date >= today))
}

/// Keeps a run of a job in place of the one before it.
///
/// # Errors
/// [`Error::Fault`].
pub fn record(app: &App, name: &str, outcome: &Result<String, String>) -> Result<(), Error> {
    let (is_well, said) = match outcome {
        Ok(said) => (true, said),
        Err(said) => (false, said),
    };
    let (name, said) = (name.to_owned(), said.chars().take(SAID).collect());
    app.run(Command::system("job"), move |task| {
        let run = JobRun { name, ran_at: task.unit.recorded_at(), business_date: task.today, is_well, said };
        Ok(kept::job::put(task, &run)?)
    })
}

/// The last runs of all jobs, by name.
///
/// # Errors
/// [`Error::Fault`].
pub fn last_runs(app: &App) -> Result<Vec<JobRun>, Error> {
    app.read(|snapshot| Ok(kept::job::each(snapshot)?))
}
