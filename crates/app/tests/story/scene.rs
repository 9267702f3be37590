//! Chains of commands that chance alone would seldom give in their order: one pair, step after step, and days between. Within a
//! scene nobody slips; the dice choose when and with whom.

use crate::acts::sale::buys;
use crate::kind::Kind;
use crate::story::Story;
use domain::notice::NoticeState;
use store::kept;

/// A scene: who it is played with, and what happens.
type Scene = (fn(&mut Story) -> Option<(usize, usize)>, &'static [Kind]);

use Kind::{
    AcknowledgeNotice, AcknowledgePacket, ApproveRemitChange, BeginPacket, ChangeRemitTo, ConfirmPacketPoint,
    CorrectPacket, CourierSigned, DemandRelease, EndPacketOverride, HeadsUp, IntroductionDelivered, LetterCameBack,
    MakePrintRun, NextDay, OverridePacket, PlanCall, PostPrintRun, PrintAgain, PutRemitChangeInForce, RecordEvidence,
    RecordVerificationCall, ReleaseNotice, ReleasePacket, RemindToAcknowledge, RequestProof, RunNotices,
    RunVerification, SaveContact, SaveNoticePolicy, SaveRegistration, SaveVerificationPolicy, SendIntroduction,
    SendLetterBeside, SendMail, SendNotice, SendPacket, SendProof, SettleRelation, SubmitSchedule, TakeBackPacket,
    TrackLetter, UndoPrintRun, VerifyContact,
};

/// A notice from the heads-up to the release; the client may deliver the introduction.
const NOTICE: &[Kind] = &[
    SaveContact,
    VerifyContact,
    VerifyContact,
    SaveNoticePolicy,
    SettleRelation,
    HeadsUp,
    NextDay,
    NextDay,
    NextDay,
    SubmitSchedule,
    SendIntroduction,
    IntroductionDelivered,
    SendMail,
    RecordEvidence,
    NextDay,
    NextDay,
    NextDay,
    VerifyContact,
    SendNotice,
    SendMail,
    MakePrintRun,
    UndoPrintRun,
    MakePrintRun,
    PrintAgain,
    PostPrintRun,
    NextDay,
    LetterCameBack,
    NextDay,
    VerifyContact,
    VerifyContact,
    SendLetterBeside,
    MakePrintRun,
    PostPrintRun,
    NextDay,
    TrackLetter,
    CourierSigned,
    NextDay,
    NextDay,
    NextDay,
    NextDay,
    NextDay,
    NextDay,
    NextDay,
    RunNotices,
    RemindToAcknowledge,
    SendMail,
    AcknowledgeNotice,
    RequestProof,
    SendProof,
    SendMail,
    DemandRelease,
    ReleaseNotice,
    SendMail,
];

/// A packet of a federal agency, from its contract to its release.
const PACKET: &[Kind] = &[
    SaveRegistration,
    BeginPacket,
    CorrectPacket,
    OverridePacket,
    EndPacketOverride,
    ConfirmPacketPoint,
    ConfirmPacketPoint,
    ConfirmPacketPoint,
    ConfirmPacketPoint,
    ConfirmPacketPoint,
    SendPacket,
    SendPacket,
    SendPacket,
    AcknowledgePacket,
    AcknowledgePacket,
    AcknowledgePacket,
    TakeBackPacket,
    ReleasePacket,
];

/// A new account of the factor.
const REMIT: &[Kind] = &[ChangeRemitTo, ApproveRemitChange, NextDay, NextDay, NextDay, NextDay, PutRemitChangeInForce];

/// Invoices that are to be confirmed, asked about by mail without an answer, then by telephone.
const CALL: &[Kind] = &[
    SaveContact,
    VerifyContact,
    SaveVerificationPolicy,
    SubmitSchedule,
    RunVerification,
    SendMail,
    NextDay,
    NextDay,
    NextDay,
    PlanCall,
    NextDay,
    RecordVerificationCall,
    SaveVerificationPolicy,
];

const SCENES: [Scene; 4] = [(to_be_told, NOTICE), (agency, PACKET), (anybody, REMIT), (told, CALL)];

/// Begins the next scene, where there is somebody to play it with.
pub fn begin(story: &mut Story) {
    let (with, kinds) = SCENES[story.scenes % SCENES.len()];
    story.scenes += 1;
    if let Some(pair) = with(story) {
        story.scene = Some(pair);
        story.next.extend(kinds);
    }
}

/// A pair that trades: whoever is never sold to stays out of scenes too.
fn one_of(story: &mut Story, is_meant: impl Fn(&Story, (usize, usize)) -> bool) -> Option<(usize, usize)> {
    let is_seen = |pair: &(usize, usize)| buys(pair.1) && is_meant(story, *pair);
    let found: Vec<_> = story.pairs.iter().copied().filter(is_seen).collect();
    story.dice.one(&found)
}

/// Nobody tells the debtors of this client.
fn is_confidential(story: &Story, client: usize) -> bool {
    story.clients[client].code == "CLIENT-D"
}

fn state(story: &Story, (client, debtor): (usize, usize)) -> Option<NoticeState> {
    let (client, debtor) = (story.clients[client].id, story.debtors[debtor].id);
    story.read(|reads| Ok(kept::notice::current(reads, client, debtor)?)).map(|notice| notice.state())
}

fn to_be_told(story: &mut Story) -> Option<(usize, usize)> {
    one_of(story, |story, pair| !is_confidential(story, pair.0) && state(story, pair) == Some(NoticeState::Drafted))
}

fn told(story: &mut Story) -> Option<(usize, usize)> {
    one_of(story, |story, pair| {
        let state = state(story, pair);
        !is_confidential(story, pair.0)
            && state.is_some_and(|state| state == NoticeState::NoaDelivered || state == NoticeState::Acknowledged)
    })
}

fn agency(story: &mut Story) -> Option<(usize, usize)> {
    one_of(story, |story, pair| !is_confidential(story, pair.0) && story.debtors[pair.1].is_federal)
}

fn anybody(story: &mut Story) -> Option<(usize, usize)> {
    story.dice.one(&story.pairs)
}
