//! What messages are for, how they travel, and how much a factor is to write at all.

use crate::letter::LetterKind;
use crate::named::named;

named! {
    /// How a message travels.
    Channel {
        /// Mail.
        Email = "EMAIL", "e-mail";
        /// A call by a person; never dialed by a machine.
        Phone = "PHONE", "phone";
        /// A printed letter.
        Letter = "LETTER", "letter";
        /// The guest's own page.
        Portal = "PORTAL", "page";
    }
}

named! {
    /// Which way a message went.
    Direction {
        /// From the factor.
        Out = "OUT", "sent";
        /// To the factor.
        In = "IN", "received";
    }
}

named! {
    /// Where a message stands.
    MessageState {
        /// CO-14: the client looks at it first.
        Preview = "PREVIEW", "the client looks at it first";
        /// A person at the factor must approve it (CO-09 letter, calls).
        Approval = "APPROVAL", "waits for approval";
        /// Ready; leaves when its time comes.
        Queued = "QUEUED", "queued";
        /// Handed to the mail server; its answer is not recorded yet.
        Sending = "SENDING", "being sent";
        /// The mail server took it, the letter was printed, the call was made.
        Sent = "SENT", "sent";
        /// It came back.
        Bounced = "BOUNCED", "came back";
        /// It could not be sent; a person looks at it.
        Failed = "FAILED", "could not be sent";
        /// Taken back before it left.
        Cancelled = "CANCELLED", "taken back";
        /// Came in and is filed.
        Received = "RECEIVED", "received";
    }
}

named! {
    /// CO-03: how much the factor itself may write.
    Profile {
        /// Verification only; what is past due goes to the client.
        LightTouch = "LIGHT_TOUCH", "light touch";
        /// The ladder of CO-09.
        Standard = "STANDARD", "standard";
        /// The client has 5 business days before each contact of the factor.
        ClientFirst = "CLIENT_FIRST", "client first";
        /// Non-notification: no contact under the factor's name at all (GL-44).
        Silent = "SILENT", "silent";
    }
}

named! {
    /// What a message is for.
    Purpose {
        /// LC-42: letter of introduction.
        Introduction = "INTRODUCTION", "introduction";
        /// LC-43: notice of assignment.
        Notice = "NOTICE", "notice of assignment";
        /// LC-41: the one reminder to acknowledge.
        NoticeReminder = "NOTICE_REMINDER", "reminder to acknowledge";
        /// LC-46: change of pay-to details.
        RemitToChange = "REMIT_TO_CHANGE", "change of pay-to details";
        /// LC-47: release.
        Release = "RELEASE", "release";
        /// GL-53: proof of the assignment.
        Proof = "PROOF", "proof of assignment";
        /// GL-40: verification.
        Verification = "VERIFICATION", "verification";
        /// CO-31: the initial validation notice to a natural person under California's rules.
        Validation = "VALIDATION", "validation notice";
        /// CO-09: first status question.
        Status = "STATUS", "status question";
        /// CO-09: second status question.
        StatusAgain = "STATUS_AGAIN", "second status question";
        /// CO-09: the one call to accounts payable.
        Call = "CALL", "call to accounts payable";
        /// CO-09: supervisor or controller.
        Supervisor = "SUPERVISOR", "question to the supervisor";
        /// CO-09: formal letter.
        PastDue = "PAST_DUE", "past-due letter";
        /// CO-02: before the due date.
        BeforeDue = "BEFORE_DUE", "reminder before the due date";
        /// Answer to the debtor's own words.
        Reply = "REPLY", "reply to the debtor";
        /// To the client: please speak with your customer, a dispute, a recourse date, a task.
        ToClient = "TO_CLIENT", "message to the client";
        /// CO-03, CO-09: please speak with your customer first.
        ClientFirst = "CLIENT_FIRST", "request to the client";
        /// LC-09: to the client, the recourse date.
        Recourse = "RECOURSE", "recourse date ahead";
        /// To the client: a contact of its customer is missing, wrong or old.
        ContactTask = "CONTACT_TASK", "contact to correct";
        /// What came in.
        Incoming = "INCOMING", "message received";
    }
}

impl Purpose {
    /// CO-05: does it count against the debtor's budget? Only legal notices and the answer to the debtor's own question do
    /// not. A letter of introduction does: as a message it exists only where the factor delivers it.
    #[must_use]
    pub const fn is_budgeted(self) -> bool {
        matches!(self, Self::Introduction) || !self.is_exempt()
    }

    /// CO-08, CO-14: is it no reminder, so that who wants no reminders, and a pause of them, do not stop it?
    #[must_use]
    pub const fn is_exempt(self) -> bool {
        self.introduces() || self.is_to_client()
    }

    /// LC-40: may it reach a debtor that was not given notice yet? What introduces the factor, what takes it back, and
    /// answers to whoever has written.
    #[must_use]
    pub const fn introduces(self) -> bool {
        matches!(
            self,
            Self::Introduction
                | Self::Notice
                | Self::RemitToChange
                | Self::Release
                | Self::Proof
                | Self::Reply
                | Self::Incoming
        )
    }

    /// Does it go to the client, not to its customer?
    #[must_use]
    pub const fn is_to_client(self) -> bool {
        matches!(self, Self::ToClient | Self::ClientFirst | Self::Recourse | Self::ContactTask)
    }

    /// CO-33: does it go out even to who has objected? Legal notices only.
    #[must_use]
    pub const fn is_legal(self) -> bool {
        matches!(self, Self::Notice | Self::RemitToChange | Self::Release | Self::Proof)
    }

    /// Does it ask for money that is past due (CO-01, CO-08, CO-09)?
    #[must_use]
    pub const fn is_about_payment(self) -> bool {
        matches!(
            self,
            Self::Validation
                | Self::Status
                | Self::StatusAgain
                | Self::Call
                | Self::Supervisor
                | Self::PastDue
                | Self::BeforeDue
        )
    }

    /// The letter that carries it; none for a call and for what came in.
    #[must_use]
    pub const fn letter(self) -> Option<LetterKind> {
        Some(match self {
            Self::Introduction => LetterKind::Introduction,
            Self::Notice => LetterKind::NoticeOfAssignment,
            Self::NoticeReminder => LetterKind::AcknowledgmentReminder,
            Self::RemitToChange => LetterKind::RemitToChange,
            Self::Release => LetterKind::Release,
            Self::Proof => LetterKind::ProofOfAssignment,
            Self::Verification => LetterKind::Verification,
            Self::Validation => LetterKind::Validation,
            Self::Status => LetterKind::Status,
            Self::StatusAgain => LetterKind::StatusAgain,
            Self::Supervisor => LetterKind::Supervisor,
            Self::PastDue => LetterKind::PastDue,
            Self::BeforeDue => LetterKind::BeforeDue,
            Self::Reply => LetterKind::Reply,
            Self::ToClient | Self::ContactTask => LetterKind::ClientTask,
            Self::ClientFirst => LetterKind::ClientFirst,
            Self::Recourse => LetterKind::ClientRecourse,
            Self::Call | Self::Incoming => return None,
        })
    }
}
