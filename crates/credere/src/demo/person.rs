//! A customer that is a natural person: a sole trader in California, and the notice that goes before any question (CO-31).

use super::stage::Stage;
use app::contact::save_preference;
use app::{Error, letter};
use domain::calendar::Calendar;
use domain::contact::Preference;
use domain::letter::{Language, LetterKind};

/// The sole trader.
const PERSON: &str = "HEXLEY";
/// Who has reviewed the words of the notice.
const COUNSEL: &str = "Orla Pym, counsel";

/// What is known before the first day: who is a natural person, and that counsel has reviewed the notice in every language.
pub fn settle(stage: &Stage) -> Result<(), Error> {
    let debtor = stage.debtor(PERSON)?;
    stage.act("Imogen Harrowgate", move |task| {
        let preference = Preference {
            natural_person_obligor: true,
            california: true,
            calendar: Calendar::UnitedStates,
            zone: "America/Los_Angeles".to_owned(),
            ..Preference::default()
        };
        save_preference(task, debtor, &preference)?;
        let today = task.today;
        for language in Language::ALL {
            letter::note_review(task, LetterKind::Validation, *language, COUNSEL, today)?;
        }
        Ok(())
    })
}
