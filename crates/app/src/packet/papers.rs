//! The papers of a step.

use crate::document::{NewDocument, add};
use crate::{Error, Refusal, Task};
use domain::contact::DocumentKind;
use domain::dispute::{Side, Speaker};
use domain::id::DocumentId;
use domain::packet::Packet;
use uuid::Uuid;

/// A paper as it is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its file name.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// Files a paper of a packet with its pair. What is wrong with it is said at `field`; it has no id then, and the step that
/// wants it has to be refused.
pub(super) fn file(
    task: &mut Task<'_, '_>,
    packet: &Packet,
    (field, kind): (&str, DocumentKind),
    paper: Option<&Paper>,
    problems: &mut Vec<Refusal>,
) -> Result<DocumentId, Error> {
    let none = DocumentId(Uuid::nil());
    let Some(paper) = paper else {
        let remedy = "Choose the file: a scan or the mail itself.";
        problems.push(Refusal::at(field, "PACKET_NO_PAPER", "the paper is missing", remedy));
        return Ok(none);
    };
    let by = Speaker::new(Side::Factor, &task.actor);
    let (client, debtor) = (Some(packet.client), Some(packet.debtor));
    let new = NewDocument { kind, invoice: None, client, debtor, name: paper.name.clone(), by };
    match add(task, new, &paper.content) {
        Ok(added) => Ok(added.document),
        Err(Error::Refused(refused)) => {
            problems.extend(refused.into_iter().map(|one| Refusal { place: field.to_owned(), ..one }));
            Ok(none)
        }
        Err(error) => Err(error),
    }
}
