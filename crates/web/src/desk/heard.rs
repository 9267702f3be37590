//! What a caller heard beside the matter of the call (CO-31): the same questions on every form that records one.
//!
//! The words of the call and what was heard are taken together or not at all; what is wrong with either is told at once.

use super::posted::Posted;
use crate::look::form::{Field, FormErrors};
use app::contact::{Heard, honour};
use app::{Error, Task};
use domain::id::ContactId;

/// The questions.
pub(super) struct HeardFields {
    pub somebody_else: Field,
    pub no_calls: Field,
    pub not_then: Field,
    pub lawyer: Field,
    pub lawyer_at: Field,
}

/// The questions of a form whose fields begin with `prefix`, so that two forms of a page do not share their errors.
pub(super) fn fields(prefix: &str, sent: &Posted, errors: &FormErrors) -> HeardFields {
    let field = |name: &str, label: &str| {
        let name = format!("{prefix}{name}");
        Field::new(&name, label).value(sent.raw(&name)).checked(errors)
    };
    HeardFields {
        somebody_else: field("somebody_else", "Another person answered; I said nothing of the matter"),
        no_calls: field("no_calls", "They asked not to be called"),
        not_then: field("not_then", "They asked not to be called at work, or at such a time")
            .hint("This number is not called any more. A better one is a contact of its own."),
        lawyer: field("lawyer", "A lawyer speaks for them: name")
            .hint("From now on only the lawyer is spoken to.")
            .optional(),
        lawyer_at: field("lawyer_at", "How to reach the lawyer")
            .hint("A mail address or a telephone number.")
            .optional(),
    }
}

/// What was ticked and typed.
pub(super) fn read(prefix: &str, posted: &Posted) -> Heard {
    let name = |name: &str| format!("{prefix}{name}");
    let text = |field: &str| posted.some(&name(field)).map(str::to_owned);
    Heard {
        somebody_else: posted.ticked(&name("somebody_else")),
        lawyer: text("lawyer"),
        lawyer_at: text("lawyer_at"),
        no_calls: posted.ticked(&name("no_calls")),
        not_then: posted.ticked(&name("not_then")),
    }
}

/// Honours what was heard after the call was recorded: the call was made before what it says counts.
pub(super) fn with<T>(
    task: &mut Task<'_, '_>,
    recorded: Result<T, Error>,
    contact: Option<ContactId>,
    heard: &Heard,
) -> Result<T, Error> {
    let honoured = contact.map_or(Ok(()), |contact| honour(task, contact, heard));
    match (recorded, honoured) {
        (Err(Error::Refused(mut all)), Err(Error::Refused(more))) => {
            all.extend(more);
            Err(Error::Refused(all))
        }
        (Err(Error::Refused(_)), Err(other)) => Err(other),
        (recorded, honoured) => recorded.and_then(|done| honoured.map(|()| done)),
    }
}
