//! What a client and the factor settle for one customer: servicing, its note, who delivers the introduction.
//!
//! Contract: one use case, [`settle`], changes what is given and leaves the rest. Pausing contact is the contact engine's
//! (CO-14) and stays as it is here.

use crate::timeline::{Told, actor, tell};
use crate::{Error, Refusal, Task};
use domain::contact::{Grant, Happening, Profile, Relation, Seen};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId};
use domain::letter::WORDS_CHARS;
use domain::notice::Deliverer;
use domain::timeline::{Sentence, Settled};
use serde::{Deserialize, Serialize};
use store::kept;

/// What is to change. None leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settling {
    /// CO-03: servicing of this customer; the inner none: as the agreement says.
    pub servicing: Option<Option<Profile>>,
    /// The client's personal words to this customer: they stand in the letter of introduction. Empty takes them away.
    pub note: Option<String>,
    /// LC-42: the client delivers the introduction itself.
    pub client_delivers: Option<bool>,
    /// CO-02: a reminder before the due date, at the client's wish.
    pub before_due: Option<bool>,
    /// CO-14: the client looks at each status message first; the inner none: as the policy says.
    pub preview: Option<Option<bool>>,
    /// CO-32: what grants late interest against this customer; the inner none: nothing.
    pub late_interest_grant: Option<Option<Grant>>,
    /// CO-32: the client opts in to late interest against this customer.
    pub late_interest: Option<bool>,
}

#[derive(Serialize)]
struct Facts<'a> {
    client: ClientId,
    debtor: DebtorId,
    relation: &'a Relation,
}

/// Settles something for a pair. What is so already changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when the pair is not linked; [`Error::Refused`] when the note is too long for a letter.
pub fn settle(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    settling: &Settling,
) -> Result<Relation, Error> {
    if kept::party::pair(task, client, debtor)?.is_none() {
        return Err(Error::NotFound("customer of this client".to_owned()));
    }
    if let Some(count) = settling.note.as_ref().map(|note| note.chars().count()).filter(|count| *count > WORDS_CHARS) {
        let fact = format!("the note has {count} characters; a letter has room for {WORDS_CHARS}");
        return Err(Error::Refused(vec![Refusal::at("note", "TOO_LONG", fact, "Shorten it.")]));
    }
    let before = kept::contact::relation(task, client, debtor)?;
    let mut relation = before.clone();
    let mut what = Vec::new();
    if let Some(servicing) = settling.servicing {
        relation.servicing = servicing;
        what.push(Settled::Servicing(servicing));
    }
    if let Some(note) = &settling.note {
        relation.note = Some(note.trim().to_owned()).filter(|note| !note.is_empty());
        what.push(Settled::Note);
    }
    if let Some(client_delivers) = settling.client_delivers {
        relation.client_delivers = client_delivers;
        what.push(Settled::Delivers(if client_delivers { Deliverer::Client } else { Deliverer::Factor }));
    }
    if let Some(before_due) = settling.before_due {
        relation.before_due = before_due;
        what.push(Settled::BeforeDue(before_due));
    }
    if let Some(preview) = settling.preview {
        relation.preview = preview;
        what.push(Settled::Preview);
    }
    if let Some(grant) = settling.late_interest_grant.filter(|grant| *grant != before.late_interest_grant) {
        relation.late_interest_grant = grant;
        what.push(Settled::LateInterestGrant(grant));
    }
    if let Some(opted_in) = settling.late_interest.filter(|one| *one != before.late_interest) {
        relation.late_interest = opted_in;
        what.push(Settled::LateInterest(opted_in));
    }
    if relation == before {
        return Ok(relation);
    }
    kept::contact::put_relation(task, client, debtor, &relation)?;
    let event = task.record_facts(EventKind::RelationSaved, &Facts { client, debtor, relation: &relation }, &[])?;
    let (who, said) = (actor(task), Sentence::Settled { what });
    let told = Told { kind: Happening::Contact, who, said, subject: None, seen: Seen::FACTOR_AND_CLIENT };
    tell(task, event, 0, &[client], debtor, &told)?;
    Ok(relation)
}
