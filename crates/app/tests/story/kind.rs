//! Every kind of command there is, how often the story draws it, and what it does.

use crate::acts::{
    agreements, answers, bank, cases, federal, jobs, links, messages, notices, parties, people, post, remit, sale,
    verify,
};
use crate::story::{Act, Story};

macro_rules! kinds {
    ($($kind:ident = $weight:literal, $act:path;)+) => {
        /// A use case, as the story draws it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($kind,)+ }

        impl Kind {
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// How often it is drawn, beside the others; never where the day draws it.
            pub const fn weight(self) -> usize {
                match self { $(Self::$kind => $weight,)+ }
            }

            /// Does it; none where there is nothing to do it to.
            pub fn act(self, story: &mut Story) -> Act {
                match self { $(Self::$kind => $act(story),)+ }
            }
        }
    };
}

kinds! {
    SaveFactor = 2, parties::factor;
    SaveSender = 2, parties::sender;
    SaveClient = 4, parties::client;
    SaveDebtor = 8, parties::debtor;
    LinkCustomer = 8, parties::customer;
    ImportPortfolio = 3, parties::portfolio;
    DraftAgreement = 4, agreements::draft;
    IssueAgreement = 4, agreements::issue;
    SignAgreement = 6, agreements::sign;
    PutAgreementInForce = 4, agreements::put_in_force;
    WithdrawAgreement = 3, agreements::withdraw;
    SaveMapping = 3, sale::mapping;
    PreviewSchedule = 4, sale::preview;
    SubmitSchedule = 60, sale::submit;
    SubmitAgain = 5, sale::again;
    SubmitLines = 25, sale::lines;
    CreditNotes = 10, sale::credit_notes;
    BuyWaiting = 8, sale::buy_waiting;
    RefuseWaiting = 4, sale::refuse_waiting;
    Withdraw = 4, sale::withdraw;
    DecideAgain = 4, sale::decide_again;
    KeepOriginals = 3, sale::originals;
    ImportStatement = 40, bank::statement;
    ImportStatementAgain = 3, bank::statement_again;
    Apply = 20, bank::apply;
    ApplyProposal = 16, bank::apply_proposal;
    Undo = 8, bank::undo;
    ReturnItem = 8, bank::return_item;
    Refund = 5, bank::refund;
    PlaceDebit = 12, bank::place_debit;
    MakePaymentFiles = 10, bank::payment_files;
    PayRebate = 6, bank::rebate;
    AccrueFees = 0, bank::accrue;
    RebateRun = 0, bank::rebate_run;
    SaveContact = 16, people::save;
    VerifyContact = 8, people::verify;
    MarkContactWrong = 3, people::mark_wrong;
    RetireContact = 3, people::retire;
    OptOut = 5, people::opt_out;
    OptIn = 5, people::opt_in;
    HonourWish = 3, people::honour;
    SavePreference = 4, people::preference;
    PauseContact = 5, people::pause;
    ResumeContact = 4, people::resume;
    SettleRelation = 8, people::settle;
    SetDaysBefore = 3, people::days_before;
    GiveMood = 5, people::mood;
    ErasePerson = 4, people::erase;
    SaveContactPolicy = 3, jobs::contact_policy;
    SaveNoticePolicy = 3, jobs::notice_policy;
    SaveVerificationPolicy = 5, jobs::verification_policy;
    SaveCasePolicy = 2, jobs::case_policy;
    SaveGuestPolicy = 3, jobs::guest_policy;
    SaveWording = 3, jobs::wording;
    ResetWording = 3, jobs::reset_wording;
    NoteReview = 3, jobs::review;
    OpenNotice = 3, notices::open;
    HeadsUp = 14, notices::heads_up;
    SendIntroduction = 12, notices::introduce;
    IntroductionDelivered = 10, notices::introduced;
    SendNotice = 10, notices::give;
    SendLetterBeside = 5, notices::beside;
    RecordEvidence = 10, notices::evidence;
    AcknowledgeNotice = 5, notices::acknowledge;
    RecordExistingNotice = 2, notices::existing;
    RemindToAcknowledge = 5, notices::remind;
    RequestProof = 5, notices::request_proof;
    RequestProofByHolder = 4, notices::request_proof_by_holder;
    FurnishProof = 4, notices::furnish_proof;
    SendProof = 4, notices::send_proof;
    DoubtNotice = 3, notices::doubt;
    DoubtByHolder = 4, notices::doubt_by_holder;
    SettleDoubt = 6, notices::settle_doubt;
    SpringNotice = 9, notices::spring;
    DemandRelease = 2, notices::demand_release;
    ReleaseNotice = 6, notices::release;
    ChangeRemitTo = 5, remit::change;
    ApproveRemitChange = 6, remit::approve;
    DropRemitChange = 5, remit::drop_it;
    PutRemitChangeInForce = 8, remit::put_in_force;
    SaveRegistration = 3, federal::register;
    BeginPacket = 8, federal::begin;
    CorrectPacket = 4, federal::correct;
    ConfirmPacketPoint = 24, federal::confirm;
    SendPacket = 16, federal::send;
    AcknowledgePacket = 14, federal::acknowledge;
    TakeBackPacket = 3, federal::take_back;
    OverridePacket = 4, federal::override_it;
    EndPacketOverride = 4, federal::end_override;
    ReleasePacket = 4, federal::release;
    AnswerVerification = 12, verify::answer;
    PlanCall = 14, verify::plan_call;
    RecordVerificationCall = 8, verify::record_call;
    WaiveVerification = 4, verify::waive;
    GiveAnswer = 15, answers::give;
    GiveAnswerByLink = 8, answers::by_link;
    GiveSheet = 7, answers::sheet;
    TakeAdvice = 6, answers::advice;
    AddDocument = 8, answers::document;
    OpenCase = 10, cases::open;
    AddWords = 8, cases::add_words;
    SetOwner = 6, cases::set_owner;
    ResolveCase = 9, cases::resolve;
    ReopenCase = 4, cases::reopen;
    ReplyToCase = 5, cases::reply;
    ApproveMessage = 12, messages::approve;
    ClientApproves = 10, messages::client_approve;
    CancelMessage = 3, messages::cancel;
    RecordCall = 8, messages::record_call;
    VouchForSender = 4, messages::vouch;
    PlaceMessage = 5, messages::place;
    LearnFate = 6, messages::fate;
    MakeLink = 12, links::make;
    OpenLink = 6, links::opened;
    ActByLink = 4, links::acted;
    RevokeLink = 4, links::revoke;
    ChooseLanguage = 7, links::language;
    ChooseChannel = 8, links::channel;
    SendMail = 14, post::send;
    ReadMail = 14, post::read;
    TryAgain = 6, post::try_again;
    MakePrintRun = 5, post::print;
    PrintAgain = 4, post::print_again;
    PostPrintRun = 4, post::posted;
    UndoPrintRun = 5, post::undo;
    TrackLetter = 7, post::track;
    CourierSigned = 6, post::signed;
    LetterCameBack = 3, post::came_back;
    NextDay = 0, jobs::next_day;
    RunCases = 0, jobs::cases;
    RunPromises = 0, jobs::promises;
    RunNotices = 0, jobs::notices;
    RunVerification = 0, jobs::verification;
    RunContact = 0, jobs::contact;
    RunRetention = 0, jobs::retention;
}
