//! Notices and their papers: each notice is what its last step recorded, each paper what was signed.

use super::{Audit, Broken, Checked, broken, many, streamed};
use crate::{holds, key_id};
use domain::event::EventKind;
use domain::id::NoticeId;
use domain::notice::Notice;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use store::Fault;
use store::kept;
use store::kept::history::proving::{self, NoticeRow};

const NOTICES: &str = "notices";
const PAPERS: &str = "papers";

#[derive(Deserialize)]
struct Moved {
    notice: NoticeId,
    stands: Notice,
}

#[derive(Deserialize)]
struct Signed<'a> {
    code: String,
    notice: NoticeId,
    key_id: String,
    #[serde(borrow)]
    content: std::borrow::Cow<'a, str>,
}

/// Facts of an event, or why they cannot be read.
pub(super) fn facts<'a, T: Deserialize<'a>>(seq: i64, body: &'a str) -> Result<T, Fault> {
    serde_json::from_str(body).map_err(|error| Fault::unreadable("event", format!("event {seq}: {error}")))
}

fn hash(notice: &Notice) -> Result<[u8; 32], Fault> {
    let text = serde_json::to_vec(notice).map_err(|error| Fault::unreadable("notice", error))?;
    Ok(Sha256::digest(text).into())
}

/// LC-40 to LC-48: every notice stands where its last step left it, and its columns say the same; one is current per pair.
pub(super) fn prove(audit: &mut Audit<'_>) -> Checked {
    let mut last: HashMap<NoticeId, (i64, [u8; 32])> = HashMap::new();
    proving::events_of(audit.reads, &[EventKind::NoticeMoved], &mut |seq, _, _, body| {
        let moved: Moved = facts(seq, body)?;
        last.insert(moved.notice, (seq, hash(&moved.stands)?));
        Ok(())
    })?;
    let mut count = 0;
    let mut current = HashSet::new();
    let mut newest: Option<Notice> = None;
    let reads = &mut *audit.reads;
    let names = &audit.names;
    let of = |notice: &Notice| {
        let (client, debtor) = (names.client(Some(notice.client)), names.debtor(Some(notice.debtor)));
        format!("the notice of {client} to {debtor}, version {}", notice.version)
    };
    streamed(|stop| {
        proving::notices(reads, &mut |row| {
            count += 1;
            let NoticeRow { notice, columns } = row;
            let place = of(&notice);
            let mut wrong = |fact: &str| Err(stop(Broken { name: NOTICES, place: format!("{place} {fact}") }));
            match last.remove(&notice.id) {
                None => return wrong("is of no event"),
                Some((seq, then)) if then != hash(&notice)? => {
                    return wrong(&format!("is not what event {seq} recorded"));
                }
                Some(_) => {}
            }
            let standing = notice.standing();
            let body = (
                notice.id,
                notice.client,
                notice.debtor,
                standing.state.code().to_owned(),
                standing.evidence.map(domain::notice::Evidence::level),
                standing.received_on.map(|day| day.to_string()),
                standing.proof_open,
                notice.superseded.is_none(),
            );
            if columns != body {
                return wrong("stands in its columns as it does not in its facts");
            }
            let pair = (notice.client, notice.debtor);
            if notice.superseded.is_none() && !current.insert(pair) {
                return wrong("is not the only current one of its pair");
            }
            if let Some(before) = newest.take().filter(|before| (before.client, before.debtor) == pair)
                && (before.superseded.as_ref().map(|(by, _)| *by) != Some(notice.id)
                    || before.version + 1 != notice.version)
            {
                return wrong("did not take the place of the one before it");
            }
            newest = Some(notice);
            Ok(())
        })
    })?;
    if let Some((seq, _)) = last.values().min() {
        return broken(NOTICES, format!("the notice of event {seq} is not there"));
    }
    audit.prove(NOTICES, format!("{}, each where its last step left it, one current per pair", many(count, "notice")));
    papers(audit)
}

/// GL-50, LC-43: every paper is what was signed, under a key that was published, and belongs to its notice.
fn papers(audit: &mut Audit<'_>) -> Checked {
    let mut keys = HashMap::new();
    for key in kept::paper::keys(audit.reads)? {
        if key_id(&key.public_key) != key.key_id {
            return broken(PAPERS, format!("the public key {} has another name", key.key_id));
        }
        keys.insert(key.key_id, key.public_key);
    }
    let mut signed: HashMap<String, (i64, NoticeId, [u8; 32])> = HashMap::new();
    proving::events_of(audit.reads, &[EventKind::PaperSigned], &mut |seq, _, _, body| {
        let paper: Signed<'_> = facts(seq, body)?;
        let content = Sha256::digest(format!("{} {}", paper.key_id, paper.content)).into();
        signed.insert(paper.code, (seq, paper.notice, content));
        Ok(())
    })?;
    let mut count = 0;
    let mut missing: Option<(String, String)> = None;
    let mut codes = HashSet::new();
    let mut followed = Vec::new();
    let reads = &mut *audit.reads;
    streamed(|stop| {
        kept::paper::every(reads, &mut |paper| {
            count += 1;
            let mut wrong =
                |fact: &str| Err(stop(Broken { name: PAPERS, place: format!("paper {} {fact}", paper.code) }));
            let Some(key) = keys.get(&paper.key_id) else {
                return wrong("was signed with a key that was never published");
            };
            if !holds(key, &paper.content, &paper.signature) {
                return wrong("is not what was signed");
            }
            let content: [u8; 32] = Sha256::digest(format!("{} {}", paper.key_id, paper.content)).into();
            match signed.remove(&paper.code) {
                Some((_, notice, then)) if notice == paper.notice && then == content => {}
                Some((seq, ..)) => return wrong(&format!("is not the one of event {seq}")),
                None => return wrong("is of no event"),
            }
            followed.extend(paper.superseded_by.map(|by| (paper.code.clone(), by)));
            codes.insert(paper.code);
            Ok(())
        })
    })?;
    for (code, by) in followed {
        if !codes.contains(&by) {
            missing.get_or_insert((code, by));
        }
    }
    if let Some((code, by)) = missing {
        return broken(PAPERS, format!("paper {code} was followed by {by}, which is not there"));
    }
    if let Some((seq, ..)) = signed.values().min() {
        return broken(PAPERS, format!("the paper of event {seq} is not there"));
    }
    audit.prove(PAPERS, format!("{}, each as it was signed under a published key", many(count, "paper")));
    Ok(())
}
