//! Files that came with a mail are kept as papers of the debtor.
//!
//! Contract: their bytes say what they are; what is none of the known kinds is kept too, as
//! [`crate::document::UNKNOWN`], and handed out for saving only. None is opened or unpacked. Each names its sender, and
//! says when nothing proves that it came from there.

use super::belongs::Place;
use crate::document::{NAME_CHARS, UNKNOWN, WITHOUT_INVOICE, content_kind, readable_name};
use crate::{Error, Task};
use domain::contact::{DocumentKind, SenderProof};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId, DocumentId};
use formats::mail::Inbound;
use sha2::{Digest, Sha256};
use store::kept;
use store::kept::document::Document;
use store::kept::message::Message;

/// Words of a name that only the paper of a payment has, in the languages letters are written in.
const ADVICE: [&str; 6] = ["remit", "avis", "advice", "zahlung", "paiement", "pago"];

/// Keeps them; the second list names those that are not kept, with the reason.
pub(super) fn keep(
    task: &mut Task<'_, '_>,
    mail: &Inbound,
    place: &Place,
    proof: &SenderProof,
) -> Result<(Vec<DocumentId>, Vec<String>), Error> {
    let mut left_out = mail.left_out.clone();
    let mut room = match place.debtor {
        Some(debtor) if !mail.attachments.is_empty() => {
            let there = kept::document::without_invoice(task, debtor, WITHOUT_INVOICE)?.len();
            usize::try_from(WITHOUT_INVOICE).unwrap_or(usize::MAX).saturating_sub(there)
        }
        _ => usize::MAX,
    };
    let sender = mail.from.as_ref().map_or("unknown sender", |from| &from.address);
    let added_by = if proof.is_proved() { sender.to_owned() } else { format!("{sender} (sender not proved)") };
    let mut kept_ids = Vec::new();
    for attachment in &mail.attachments {
        let name = short_name(&attachment.name);
        if room == 0 {
            left_out.push(format!("{name}: {WITHOUT_INVOICE} papers of this debtor are kept already"));
            continue;
        }
        room -= 1;
        let low = name.to_lowercase();
        let is_advice = ADVICE.iter().any(|word| low.contains(word));
        let document = Document {
            id: DocumentId(task.new_id()),
            kind: if is_advice { DocumentKind::Remittance } else { DocumentKind::Other },
            client: only(&place.clients),
            debtor: place.debtor,
            invoice: None,
            content_type: content_kind(&name, &attachment.content).map_or(UNKNOWN, |kind| kind.media_type()).to_owned(),
            name,
            sha256: Sha256::digest(&attachment.content).to_vec(),
            added_at: task.unit.recorded_at(),
            added_by: added_by.clone(),
        };
        record(task, &document)?;
        kept::document::add(task, &document, &attachment.content)?;
        kept_ids.push(document.id);
    }
    Ok((kept_ids, left_out))
}

/// The papers of a message that a person has given its place go with it.
pub(super) fn place(
    task: &mut Task<'_, '_>,
    message: &Message,
    debtor: DebtorId,
    clients: &[ClientId],
) -> Result<(), Error> {
    for id in &message.body.documents {
        kept::document::place(task, *id, debtor, only(clients))?;
        if let Some(document) = kept::document::get(task, *id)? {
            record(task, &document)?;
        }
    }
    Ok(())
}

fn record(task: &mut Task<'_, '_>, document: &Document) -> Result<(), Error> {
    let facts = serde_json::json!({
        "document": document.id, "kind": document.kind, "debtor": document.debtor, "content_type": document.content_type,
        "client": document.client, "name": document.name,
        "sha256": document.sha256.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), "by": document.added_by,
    });
    task.record_facts(EventKind::DocumentAdded, &facts, &[]).map(drop)
}

fn only(clients: &[ClientId]) -> Option<ClientId> {
    if let [client] = clients { Some(*client) } else { None }
}

/// A name within [`NAME_CHARS`] that still ends as it did.
fn short_name(name: &str) -> String {
    let name = readable_name(name);
    if name.is_empty() {
        return "file".to_owned();
    }
    let count = name.chars().count();
    if count <= NAME_CHARS {
        return name;
    }
    const END: usize = 12;
    let head: String = name.chars().take(NAME_CHARS - END - 1).collect();
    let end: String = name.chars().skip(count - END).collect();
    format!("{head}\u{2026}{end}")
}
