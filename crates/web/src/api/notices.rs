//! Notices: where each stands, and every step a person takes with one.

use super::idempotency::Write;
use super::page::{Page, PageOf};
use super::read::{PathOf, QueryOf};
use super::relations::pair;
use super::{Answer, done, names};
use crate::Web;
use app::contact::speaks_for_debtor;
use app::{Error, notice};
use axum::extract::State;
use domain::contact::Channel;
use domain::id::{ContactId, DebtorId};
use domain::notice::{Evidence, Leg, Notice, NoticeState, Trigger};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// A row of the notice register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct RegisteredNotice {
    id: Uuid,
    /// 1, 2, 3 … per pair.
    version: u32,
    /// Code of the client.
    client: String,
    /// Code of the debtor.
    debtor: String,
    /// Name of the debtor.
    debtor_name: String,
    #[schema(schema_with = names::notice_state)]
    state: NoticeState,
    heads_up_on: Option<Date>,
    introduction_sent_on: Option<Date>,
    introduction_delivered_on: Option<Date>,
    notice_sent_on: Option<Date>,
    /// The day the trackable letter beside the mail was posted.
    letter_posted_on: Option<Date>,
    /// The number under which it is traced.
    letter_tracking: Option<String>,
    /// The day somebody signed for it.
    letter_received_on: Option<Date>,
    received_on: Option<Date>,
    /// How sure the receipt is.
    #[schema(schema_with = names::maybe_evidence)]
    evidence: Option<Evidence>,
    acknowledged_on: Option<Date>,
    /// The day by which proof is to be given.
    proof_due_on: Option<Date>,
    /// Is a doubt of the debtor open?
    doubt_open: bool,
    release_due_on: Option<Date>,
    released_on: Option<Date>,
    /// The day its clock wants something next.
    next_on: Option<Date>,
}

impl From<notice::RegisterRow> for RegisteredNotice {
    fn from(row: notice::RegisterRow) -> Self {
        Self {
            id: row.notice.0,
            version: row.version,
            client: row.client,
            debtor: row.debtor,
            debtor_name: row.debtor_name,
            state: row.state,
            heads_up_on: row.heads_up_on,
            introduction_sent_on: row.introduction_sent_on,
            introduction_delivered_on: row.introduction_delivered_on,
            notice_sent_on: row.notice_sent_on,
            letter_posted_on: row.letter_posted_on,
            letter_tracking: row.letter_tracking,
            letter_received_on: row.letter_received_on,
            received_on: row.received_on,
            evidence: row.evidence,
            acknowledged_on: row.acknowledged_on,
            proof_due_on: row.proof_due_on,
            doubt_open: row.doubt_open,
            release_due_on: row.release_due_on,
            released_on: row.released_on,
            next_on: row.next_on,
        }
    }
}

/// Which notices.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct NoticesOf {
    /// Code of a client; all where absent.
    client: Option<String>,
    /// Code of a debtor; all where absent.
    debtor: Option<String>,
    /// How many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// The notice register: the current notice of each pair, by client and debtor.
#[utoipa::path(get, path = "/notices", tag = "Notices", params(NoticesOf),
    responses((status = 200, description = "A page of the register", body = Page<RegisteredNotice>)))]
pub(super) async fn list_notices(
    State(web): State<Web>,
    QueryOf(of): QueryOf<NoticesOf>,
) -> Answer<Page<RegisteredNotice>> {
    let page = PageOf::new(of.limit, of.cursor);
    let (limit, after) = (page.limit()?, page.after::<String>("notices")?);
    let (calendar, today) = (web.app.factor().calendar, web.app.today());
    let capitals = |code: Option<String>| code.map(|code| code.to_ascii_uppercase());
    let narrowed =
        notice::Narrowed { client: capitals(of.client), debtor: capitals(of.debtor), ..notice::Narrowed::default() };
    let begin = match after.as_deref().and_then(|after| after.split_once('/')) {
        Some((client, debtor)) => notice::Begin::After(client.to_owned(), debtor.to_owned()),
        None => notice::Begin::Row(0),
    };
    // One more than the page, to know whether it goes on.
    let most = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let found =
        web.look(move |snapshot| notice::register_page(snapshot, calendar, today, &narrowed, (&begin, most))).await?;
    let key = |row: &notice::RegisterRow| format!("{}/{}", row.client, row.debtor);
    done(Page::of("notices", limit, found, key, RegisteredNotice::from))
}

/// The notice of one pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Notice)]
pub(super) struct Shown {
    id: Uuid,
    version: u32,
    #[schema(schema_with = names::notice_state)]
    state: NoticeState,
    /// The state in words.
    title: &'static str,
    /// Held back under a confidential agreement.
    held: bool,
    heads_up_on: Option<Date>,
    introduction: Option<Letter>,
    notice: Option<Letter>,
    release: Option<Letter>,
    received_on: Option<Date>,
    evidence: Vec<Found>,
    proofs: Vec<Question>,
    doubts: Vec<Question>,
    /// Codes of its signed papers, oldest first.
    papers: Vec<String>,
    /// How a notice given before Credere is on file.
    existing: Option<String>,
}

/// A letter of a notice on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NoticeLetter)]
pub(super) struct Letter {
    ready_on: Date,
    left_on: Option<Date>,
    delivered_on: Option<Date>,
    /// The days it came back.
    came_back: Vec<Date>,
    /// Id of the message that carries it.
    message: Option<Uuid>,
    /// The trackable letter that goes beside the mail.
    beside: Option<Beside>,
}

/// The trackable letter beside the mail of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NoticeTrackedLetter)]
pub(super) struct Beside {
    ready_on: Date,
    posted_on: Option<Date>,
    /// The number under which the post or the courier traces it.
    tracking: Option<String>,
    /// The day somebody signed for it.
    signed_on: Option<Date>,
    /// The days it came back.
    came_back: Vec<Date>,
    /// Id of the message that carries it.
    message: Option<Uuid>,
}

/// Evidence of receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NoticeEvidence)]
pub(super) struct Found {
    #[schema(schema_with = names::evidence)]
    level: Evidence,
    on: Date,
    how: String,
}

/// What the debtor asked or doubted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NoticeQuestion)]
pub(super) struct Question {
    on: Date,
    words: String,
    /// The day it was answered; null while it is open.
    answered_on: Option<Date>,
    /// How.
    answer: Option<String>,
}

impl From<Notice> for Shown {
    fn from(notice: Notice) -> Self {
        let letter = |leg| {
            notice.way(leg).map(|way| Letter {
                ready_on: way.queued_on,
                left_on: way.left_on,
                delivered_on: way.delivered_on,
                came_back: way.came_back.iter().map(|back| back.on).collect(),
                message: way.message.map(|id| id.0),
                beside: way.beside.as_ref().map(|letter| Beside {
                    ready_on: letter.queued_on,
                    posted_on: letter.left_on,
                    tracking: letter.tracking.clone(),
                    signed_on: letter.delivered_on,
                    came_back: letter.came_back.iter().map(|back| back.on).collect(),
                    message: letter.message.map(|id| id.0),
                }),
            })
        };
        let question = |on: Date, words: &str, answered: &Option<(Date, String)>| Question {
            on,
            words: words.to_owned(),
            answered_on: answered.as_ref().map(|(on, _)| *on),
            answer: answered.as_ref().map(|(_, how)| how.clone()),
        };
        Self {
            id: notice.id.0,
            version: notice.version,
            state: notice.state(),
            title: notice.state().word(),
            held: notice.held,
            heads_up_on: notice.heads_up.as_ref().map(|told| told.on),
            introduction: letter(Leg::Introduction),
            notice: letter(Leg::Notice),
            release: letter(Leg::Release),
            received_on: notice.received_on(),
            evidence: notice
                .evidence
                .iter()
                .map(|one| Found { level: one.level, on: one.on, how: one.how.clone() })
                .collect(),
            proofs: notice.proofs.iter().map(|one| question(one.asked_on, &one.words, &one.given)).collect(),
            doubts: notice.doubts.iter().map(|one| question(one.on, &one.words, &one.settled)).collect(),
            papers: notice.papers.clone(),
            existing: notice.existing,
        }
    }
}

/// The notice of a client to one of its customers.
#[utoipa::path(get, path = "/clients/{code}/customers/{debtor}/notice", tag = "Notices",
    params(("code" = String, Path, description = "Code of the client"), ("debtor" = String, Path, description = "Code of the debtor")),
    responses((status = 200, description = "The notice", body = Shown)))]
pub(super) async fn get_notice(
    State(web): State<Web>,
    PathOf((client, debtor)): PathOf<(String, String)>,
) -> Answer<Shown> {
    let found = web.look(move |snapshot| {
        let (client, debtor) = pair(snapshot, &client, &debtor)?;
        let found = kept::notice::current(snapshot, client.id, debtor.id)?;
        found.ok_or_else(|| Error::NotFound(format!("notice of {} to {}", client.code, debtor.code)))
    });
    done(found.await?.into())
}

/// A step of a notice. The order and the clocks of the rules hold: a step out of turn is refused.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub(super) enum NoticeStep {
    /// Prepare it.
    Open {},
    /// The client has told its customer.
    HeadsUp {
        on: Date,
        /// Whom it told: name and office.
        person: String,
        #[schema(schema_with = names::channel)]
        channel: Channel,
    },
    /// Send the letter of introduction.
    Introduce {},
    /// The client itself has delivered the introduction.
    Introduced {},
    /// Send the notice of assignment.
    Notify {},
    /// Send the trackable letter beside the mail again.
    SendLetter {},
    /// Keep evidence of receipt.
    Evidence {
        #[schema(schema_with = names::evidence)]
        level: Evidence,
        /// The day of receipt.
        on: Date,
        /// Where it is on file.
        how: String,
        /// Of the release letter instead of the notice.
        #[serde(default)]
        of_release: bool,
    },
    /// The debtor has signed that it received the notice. From a contact that is known by the client's word alone it is
    /// told, and is no evidence.
    Acknowledge {
        person: String,
        /// Id of the debtor's contact from whom it came.
        contact: Uuid,
    },
    /// A notice was given before Credere.
    Existing {
        #[schema(schema_with = names::evidence)]
        level: Evidence,
        received_on: Date,
        how: String,
    },
    /// Ask once to acknowledge.
    Remind {},
    /// The debtor asks for proof.
    RequestProof {
        words: String,
        /// Id of the debtor's contact who asks. Without one who speaks for the debtor, it proves no receipt.
        #[serde(default)]
        contact: Option<Uuid>,
    },
    /// Send the signed proof.
    SendProof {},
    /// Proof was given in another way.
    FurnishProof { words: String },
    /// The debtor doubts the notice.
    Doubt {
        words: String,
        /// Id of the debtor's contact who doubts. Without one who speaks for the debtor, nothing more is bought all the
        /// same, and it proves no receipt.
        #[serde(default)]
        contact: Option<Uuid>,
    },
    /// The doubt is settled.
    SettleDoubt { words: String },
    /// The client demands the release: its clock runs.
    DemandRelease {},
    /// Send the release.
    Release {},
    /// A trigger releases a held notice to be sent.
    Spring {
        #[schema(schema_with = names::trigger)]
        trigger: Trigger,
        words: String,
    },
}

/// A contact of this debtor.
fn of_debtor(reads: &mut dyn Reads, contact: Uuid, debtor: DebtorId) -> Result<ContactId, Error> {
    let found = kept::contact::get(reads, ContactId(contact))?.filter(|one| one.debtor == Some(debtor));
    found.map(|one| one.id).ok_or_else(|| Error::NotFound("contact of this debtor".to_owned()))
}

/// FR-14: does what was said come from a contact who speaks for the debtor? Who is not named may be anybody.
fn is_debtors_word(reads: &mut dyn Reads, contact: Option<Uuid>, debtor: DebtorId) -> Result<bool, Error> {
    match contact {
        Some(contact) => {
            let by = of_debtor(reads, contact, debtor)?;
            speaks_for_debtor(reads, Some(by))
        }
        None => Ok(false),
    }
}

/// Take a notice one step further.
#[utoipa::path(post, path = "/clients/{code}/customers/{debtor}/notice/steps", tag = "Notices",
    params(("code" = String, Path, description = "Code of the client"), ("debtor" = String, Path, description = "Code of the debtor")),
    request_body = NoticeStep, responses((status = 200, description = "The notice after the step", body = Shown)))]
pub(super) async fn advance_notice(
    State(web): State<Web>,
    PathOf((client, debtor)): PathOf<(String, String)>,
    write: Write<NoticeStep>,
) -> Answer<Shown> {
    let step = write.body;
    let moved = web.change(write.command, move |task| {
        let (client, debtor) = pair(task, &client, &debtor)?;
        let (client, debtor) = (client.id, debtor.id);
        match step {
            NoticeStep::Open {} => notice::open(task, client, debtor),
            NoticeStep::HeadsUp { on, person, channel } => notice::heads_up(task, client, debtor, on, &person, channel),
            NoticeStep::Introduce {} => notice::send_introduction(task, client, debtor),
            NoticeStep::Introduced {} => notice::introduction_delivered(task, client, debtor),
            NoticeStep::Notify {} => notice::send_notice(task, client, debtor),
            NoticeStep::SendLetter {} => notice::send_letter(task, client, debtor),
            NoticeStep::Evidence { level, on, how, of_release } => {
                let leg = if of_release { Leg::Release } else { Leg::Notice };
                notice::record_evidence(task, client, debtor, leg, level, on, &how)
            }
            NoticeStep::Acknowledge { person, contact } => {
                let by = of_debtor(task, contact, debtor)?;
                notice::acknowledge(task, client, debtor, &person, Some(by))
            }
            NoticeStep::Existing { level, received_on, how } => {
                notice::record_existing(task, client, debtor, received_on, level, &how)
            }
            NoticeStep::Remind {} => notice::remind_to_acknowledge(task, client, debtor),
            NoticeStep::RequestProof { words, contact } => {
                if is_debtors_word(task, contact, debtor)? {
                    notice::request_proof(task, client, debtor, &words)
                } else {
                    notice::request_proof_by_holder(task, client, debtor, &words)
                }
            }
            NoticeStep::SendProof {} => notice::send_proof(task, client, debtor, Vec::new()),
            NoticeStep::FurnishProof { words } => notice::furnish_proof(task, client, debtor, &words),
            NoticeStep::Doubt { words, contact } => {
                if is_debtors_word(task, contact, debtor)? {
                    notice::doubt(task, client, debtor, &words)
                } else {
                    notice::doubt_by_holder(task, client, debtor, &words)
                }
            }
            NoticeStep::SettleDoubt { words } => notice::settle_doubt(task, client, debtor, &words),
            NoticeStep::DemandRelease {} => notice::demand_release(task, client, debtor),
            NoticeStep::Release {} => notice::release(task, client, debtor, None),
            NoticeStep::Spring { trigger, words } => notice::spring(task, client, debtor, trigger, &words),
        }
    });
    done(moved.await?.into())
}
