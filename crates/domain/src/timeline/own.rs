//! The texts of an entry that people wrote or that name a person: what goes when personal data go (CO-33).

use super::{PacketStory, Sentence, Who, Why};
use crate::contact::Said;

impl Sentence {
    /// Every text in it that somebody wrote, or that names a person; numbers of invoices and names of businesses stay.
    pub fn own_texts(&mut self) -> Vec<&mut String> {
        match self {
            Self::Own { words }
            | Self::NotAsInvoiced { words, .. }
            | Self::GoesBack { words, .. }
            | Self::CaseOpened { words, .. }
            | Self::CaseWords { words, .. }
            | Self::CaseSettled { words, .. }
            | Self::CaseReopened { words, .. }
            | Self::Mood { words, .. }
            | Self::ProofAsked { words }
            | Self::ProofAskedByHolder { words }
            | Self::ProofGiven { words }
            | Self::Doubted { words }
            | Self::DoubtSettled { words }
            | Self::Sprung { words, .. } => vec![words],
            Self::Planned { subject, .. }
            | Self::Left { subject, .. }
            | Self::CameBack { subject, .. }
            | Self::Opened { subject, .. } => subject.iter_mut().collect(),
            Self::MaybeTwice { subject } | Self::Received { subject, .. } => vec![subject],
            Self::Failed { subject, server } => vec![subject, server],
            Self::TakenBack { subject, why, .. } => {
                let why = match why {
                    Some(Why::Own { words }) => Some(words),
                    _ => None,
                };
                subject.iter_mut().chain(why).collect()
            }
            Self::Waived { reason, .. } => vec![reason],
            Self::Paper { name, .. } => vec![name],
            Self::CaseOwner { owner, .. } => vec![owner],
            Self::ClientNotTold { reasons, .. } => vec![reasons],
            Self::Paused { why, .. } => vec![why],
            Self::ContactAdded { name, .. }
            | Self::ContactChanged { name, .. }
            | Self::ContactOptedOut { name, .. } => vec![name],
            Self::Packet { story, .. } => match story {
                PacketStory::Confirmed { by, .. } => vec![by],
                PacketStory::Sent { person, how, .. } => vec![person, how],
                PacketStory::TakenBack { why, .. } => vec![why],
                PacketStory::Overridden { by, reason, .. } => vec![by, reason],
                PacketStory::Released { how, .. } => vec![how],
                _ => Vec::new(),
            },
            Self::ContactOptedIn { name, who, .. } => vec![name, who],
            Self::ContactConfirmed { name, how } | Self::SenderConfirmed { address: name, how } => vec![name, how],
            Self::ContactWrong { name, words } | Self::ContactRetired { name, words } => vec![name, words],
            Self::Answered { answer, .. } => match answer {
                Said::WillPay { .. } => Vec::new(),
                Said::Paid { how: words, .. }
                | Said::Confirmed { words }
                | Said::NotReceived { words }
                | Said::Disputed { words, .. }
                | Said::WrongContact { words } => vec![words],
            },
            Self::NoticeExisting { how, .. } | Self::LegEvidence { how, .. } => vec![how],
            Self::HeadsUp { person, .. } | Self::Acknowledged { person } | Self::AcknowledgedNoEvidence { person } => {
                vec![person]
            }
            Self::IntroductionOnItsWay { to }
            | Self::NoticeOnItsWay { to, .. }
            | Self::AskedToAcknowledge { to }
            | Self::ProofOnItsWay { to }
            | Self::ReleaseOnItsWay { to } => vec![to],
            Self::ReceivedForSeveral
            | Self::ToConfirm { .. }
            | Self::Confirmed { .. }
            | Self::PartlyConfirmed { .. }
            | Self::Settled { .. }
            | Self::Breach { .. }
            | Self::Resumed
            | Self::AnswersEnded { .. }
            | Self::NoticeAgain
            | Self::NoticeHeld
            | Self::NoticePrepared
            | Self::NoticeLifted
            | Self::NoticeHeldBack
            | Self::NoticeFile
            | Self::IntroductionReady
            | Self::IntroductionDelivered
            | Self::BesideAgain
            | Self::BesideDidNotLeave
            | Self::BesidePosted
            | Self::BesideTracked { .. }
            | Self::BesideCameBack
            | Self::BesideReceived { .. }
            | Self::AccountChanged
            | Self::LegLeft { .. }
            | Self::LegCameBack { .. }
            | Self::LegOpened { .. }
            | Self::LegReceived { .. }
            | Self::LegSettled { .. }
            | Self::LegDidNotLeave { .. }
            | Self::LegNoEvidence { .. }
            | Self::AddressAsked
            | Self::ProofCameBack
            | Self::OverAdvance { .. }
            | Self::ReleaseDemanded
            | Self::PeopleErased { .. }
            | Self::FederalAgency { .. } => Vec::new(),
        }
    }
}

impl Who {
    /// The name in it.
    pub fn name_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Named { name } | Self::ByLink { name } | Self::Unproved { name } => Some(name),
            Self::Speaker(speaker) => Some(&mut speaker.name),
            Self::Holder => None,
        }
    }
}
