//! English.

use super::terms;
use super::{EndedAnswers, Returned, Sentence, Settled, Why, after, capital, noted, quoted};
use crate::contact::{AnswerKind, AnswerState, Grant, Purpose, Said};
use crate::letter::Language;
use crate::wording;
use jiff::civil::Date;

const HERE: Language = Language::English;

pub(super) fn words(sentence: &Sentence) -> String {
    let t = terms::of(HERE);
    let of = |invoice: &Option<String>| invoice.as_ref().map_or_else(String::new, |of| format!(" of invoice {of}"));
    match sentence {
        Sentence::Own { words } => words.clone(),
        Sentence::Planned { purpose, subject } => format!("To be sent: {}", named(*purpose, subject.as_deref())),
        Sentence::MaybeTwice { subject } => format!(
            "Sending was interrupted before the mail server's answer was recorded; it is sent again and may arrive twice: \
             {subject}"
        ),
        Sentence::Left { purpose, subject } => format!("Sent: {}", named(*purpose, subject.as_deref())),
        Sentence::CameBack { from, purpose, subject } => {
            let why = match from {
                Returned::ByPost => "the post could not deliver it",
                Returned::ByAddress => "the address does not take mail",
                Returned::ByMailbox => "the mailbox could not take it at the time",
            };
            format!("Came back, {why}: {}", named(*purpose, subject.as_deref()))
        }
        Sentence::Failed { subject, server } => format!("Could not be sent: {subject}. {server}"),
        Sentence::TakenBack { purpose, subject, why } => {
            let named = named(*purpose, subject.as_deref());
            why.as_ref()
                .map_or_else(|| format!("Not sent: {named}"), |why| format!("Not sent: {named}. {}", reason(why)))
        }
        Sentence::Opened { purpose, subject } => format!("Opened: {}", named(*purpose, subject.as_deref())),
        Sentence::Received { subject, files } => match files {
            0 => format!("Mail received: {subject}"),
            1 => format!("Mail received: {subject} (with a file)"),
            count => format!("Mail received: {subject} (with {count} files)"),
        },
        Sentence::ReceivedForSeveral => "Answered by mail. What concerns you is added here by your factor.".to_owned(),
        Sentence::SenderConfirmed { address, how } => {
            format!("The mail is from {address}; a person has confirmed the sender: {}", quoted(HERE, how))
        }
        Sentence::ToConfirm { before, invoices } => {
            let when = match (before, invoices.count()) {
                (true, 1) => "is to be confirmed before it is bought",
                (false, 1) => "is to be confirmed after its purchase",
                (true, _) => "are to be confirmed before they are bought",
                (false, _) => "are to be confirmed after their purchase",
            };
            match invoices.count() {
                1 => format!("Invoice {} {when}.", invoices.list(HERE)),
                count => format!("{count} invoices {when}: {}.", invoices.list(HERE)),
            }
        }
        Sentence::Confirmed { method, invoices } => {
            format!("Confirmed {}: {}.", (t.method)(*method), invoices.list(HERE))
        }
        Sentence::PartlyConfirmed { method, invoices } => {
            format!("Partly confirmed {}: {}.", (t.method)(*method), invoices.list(HERE))
        }
        Sentence::NotAsInvoiced { invoice, what, words } => {
            let what = what.map_or_else(String::new, |what| format!(" ({})", (t.fact)(what)));
            format!("Invoice {invoice} is not as invoiced{what}{}", after(HERE, ": ", words))
        }
        Sentence::GoesBack { invoice, words } => format!(
            "Invoice {invoice} goes back to the client, because its customer does not confirm it{}. Please settle it with \
             the customer, correct the invoice where it is wrong, and offer it again.",
            after(HERE, ": ", words)
        ),
        Sentence::Waived { invoice, reason } => {
            format!("Invoice {invoice} is taken without a confirmation{}", after(HERE, ": ", reason))
        }
        Sentence::Settled { what } => {
            let all: Vec<String> = what.iter().map(settled).collect();
            format!("Settled for this customer: {}.", all.join("; "))
        }
        Sentence::Paper { kind, name } => format!("{}: {name}", (t.paper)(*kind)),
        Sentence::Mood { mood, words } => {
            let mood = (t.mood)(*mood).to_lowercase();
            format!("Asked how it is to work with us: {mood}{}", after(HERE, ". ", words))
        }
        Sentence::Paused { until, why, recourse } => {
            let clock = recourse.map_or_else(String::new, |on| {
                format!(" The recourse clock goes on running: the first date is {}.", HERE.date(on))
            });
            format!("Contact is paused until {}{}.{clock}", HERE.date(*until), after(HERE, ": ", why))
        }
        Sentence::Resumed => "Contact goes on".to_owned(),
        Sentence::ContactAdded { name, role } => format!("{name} was added as {}", (t.role)(*role)),
        Sentence::ContactChanged { name, role } => format!("{name} ({}) was changed", (t.role)(*role)),
        Sentence::ContactConfirmed { name, how } => format!("{name} was confirmed{}", after(HERE, ": ", how)),
        Sentence::ContactWrong { name, words } if words.trim().is_empty() => {
            format!("{name} said that it is the wrong contact")
        }
        Sentence::ContactWrong { name, words } => format!("{name} is the wrong contact{}", after(HERE, ": ", words)),
        Sentence::ContactRetired { name, words } => {
            format!("{name} is no longer written to{}", after(HERE, ": ", words))
        }
        Sentence::ContactOptedOut { name, channel } => {
            format!("{name} does not want reminders {} any more", (t.by)(*channel))
        }
        Sentence::ContactOptedIn { name, channel, who, on } => {
            format!("{name} wants reminders {} again: {who} said so on {}", (t.by)(*channel), HERE.date(*on))
        }
        Sentence::Answered { invoices, answer } => {
            format!("{}: {}.", capital(&invoices.invoices(HERE)), said(answer))
        }
        Sentence::AnswersEnded { ways } => ways.iter().map(ended).collect::<Vec<_>>().join(" "),
        Sentence::CaseOpened { case, kind, invoice, amount, whole, reason, words } => {
            let of = of(invoice);
            let why = reason.map_or_else(String::new, |reason| format!(": {}", (t.reason)(reason)));
            let what = match amount {
                Some(amount) if *whole => format!("Disputes all that is open{of}, {}{why}", HERE.money(*amount)),
                Some(amount) => format!("Disputes {}{of}{why}", HERE.money(*amount)),
                None => format!("{}{of}", (t.case)(*kind)),
            };
            format!("C-{case}: {what}{}", after(HERE, ". ", words))
        }
        Sentence::CaseWords { case, words } => format!("C-{case}: {}", quoted(HERE, words)),
        Sentence::CaseOwner { case, owner } => format!("C-{case}: {owner} answers for this now"),
        Sentence::CaseSettled { case, kind, invoice, notes, words } => {
            let (kind, says) = ((t.case)(*kind), noted(HERE, notes));
            format!("C-{case}: {kind}{} settled. {says}{}", of(invoice), after(HERE, " ", words))
        }
        Sentence::CaseReopened { case, words } => format!("C-{case}: opened again.{}", after(HERE, " ", words)),
        Sentence::Breach { case, invoice, days } => {
            let why = days.map_or_else(
                || "ended without an agreement".to_owned(),
                |days| format!("is still open after {}", wording::days(days.into())),
            );
            let of = of(invoice);
            format!("C-{case}: the dispute{of} {why}. Under the agreement the invoice can now go back to the supplier.")
        }
        Sentence::ClientNotTold { cases, reasons } => {
            let cases: Vec<String> = cases.iter().map(|case| format!("C-{case}")).collect();
            format!("{}: the client could not be told by mail. {reasons}", cases.join(", "))
        }
        Sentence::NoticeAgain => "A new notice is prepared, because invoices are to be assigned again.".to_owned(),
        Sentence::NoticeHeld => "The agreement is confidential: this customer is not told.".to_owned(),
        Sentence::NoticePrepared => {
            "The notice for this customer is prepared. It begins when the client has told its customer itself."
                .to_owned()
        }
        Sentence::NoticeLifted => {
            "The agreement is no longer confidential. The notice begins when the client has told its \
            customer itself."
                .to_owned()
        }
        Sentence::NoticeHeldBack => "The agreement has become confidential: this customer is not told.".to_owned(),
        Sentence::NoticeFile => "The file on the notice of assignment was opened.".to_owned(),
        Sentence::NoticeExisting { on, how } => format!(
            "The notice of assignment was given before this record began. It was received on {}{}.",
            HERE.date(*on),
            after(HERE, ": ", how)
        ),
        Sentence::HeadsUp { client, person, channel, on } => {
            format!("{client} told {person} {} on {}.", (t.by)(*channel), HERE.date(*on))
        }
        Sentence::IntroductionOnItsWay { to } => format!("The letter of introduction is on its way to {to}."),
        Sentence::IntroductionReady => "The letter of introduction is ready. The client delivers it itself.".to_owned(),
        Sentence::IntroductionDelivered => "The letter of introduction was delivered by the client itself.".to_owned(),
        Sentence::NoticeOnItsWay { purpose, to, tracked } => {
            let by = if *tracked { "by mail and by a letter that is tracked" } else { "by mail" };
            format!("The {} is on its way to {to} {by}.", (t.purpose)(*purpose))
        }
        Sentence::BesideAgain => "The trackable letter beside the mail is prepared again.".to_owned(),
        Sentence::BesideDidNotLeave => {
            "The trackable letter beside the mail did not leave; it is prepared again.".to_owned()
        }
        Sentence::BesidePosted => "The trackable letter beside the mail was posted.".to_owned(),
        Sentence::BesideTracked { number } => {
            format!("The letter beside the mail is traced under the number {number}.")
        }
        Sentence::BesideCameBack => {
            "The trackable letter beside the mail came back. It is sent again to an address that was verified."
                .to_owned()
        }
        Sentence::BesideReceived { on, number } => {
            let how = number
                .as_ref()
                .map_or_else(|| "letter, signed for".to_owned(), |number| format!("letter {number}, signed for"));
            format!("The notice was received by post on {}: {how}.", HERE.date(*on))
        }
        Sentence::AccountChanged => {
            "The account to pay to has changed: a new notice takes the place of the earlier one.".to_owned()
        }
        Sentence::AskedToAcknowledge { to } => format!("{to} is asked once to acknowledge the notice."),
        Sentence::Acknowledged { person } => format!("The notice was acknowledged by {person}."),
        Sentence::LegLeft { leg } => format!("{} has left.", (t.leg)(*leg)),
        Sentence::LegCameBack { leg } => {
            format!("{} came back. It is sent again to an address that was verified.", (t.leg)(*leg))
        }
        Sentence::LegOpened { leg } => format!("{} was opened.", (t.leg)(*leg)),
        Sentence::LegReceived { leg, courier } => {
            let how = if *courier { "courier's signature" } else { "reply" };
            format!("{} was received: {how}.", (t.leg)(*leg))
        }
        Sentence::LegNoEvidence { leg, opened } => {
            let how = if *opened { "opened" } else { "answered" };
            format!(
                "{} was {how} at an address that is known by the client's word alone. That is no evidence of receipt until the \
                 address was verified without the client.",
                (t.leg)(*leg)
            )
        }
        Sentence::AcknowledgedNoEvidence { person } => {
            format!(
                "The notice was acknowledged by {person}, from an address that is known by the client's word alone. That is no \
                 evidence of receipt until the address was verified without the client."
            )
        }
        Sentence::PeopleErased { asked: true } => {
            "Personal data of a person here were erased, as the person asked".to_owned()
        }
        Sentence::PeopleErased { asked: false } => {
            "Personal data of the people here were erased: their time was over".to_owned()
        }
        Sentence::LegSettled { leg } => format!("{} has not come back: it counts as received.", (t.leg)(*leg)),
        Sentence::LegDidNotLeave { leg } => format!("{} did not leave; it is prepared again.", (t.leg)(*leg)),
        Sentence::LegEvidence { leg, on, how } => {
            format!("{} was received on {}{}.", (t.leg)(*leg), HERE.date(*on), after(HERE, ": ", how))
        }
        Sentence::AddressAsked => {
            "Our letter to this customer came back more than once. Please give us the address of its \
            accounts payable."
                .to_owned()
        }
        Sentence::ProofAsked { words } => {
            format!("We would like proof that the invoices were assigned.{}", after(HERE, " ", words))
        }
        Sentence::ProofAskedByHolder { words } => {
            format!("Proof that the invoices were assigned was asked for on the check page.{}", after(HERE, " ", words))
        }
        Sentence::ProofGiven { words } => format!("Proof of the assignment was given.{}", after(HERE, " ", words)),
        Sentence::ProofOnItsWay { to } => format!("Proof of the assignment is on its way to {to}."),
        Sentence::ProofCameBack => "The proof of the assignment came back. It is still to be given.".to_owned(),
        Sentence::Doubted { words } => {
            format!("We are not sure that the notice of assignment is right.{}", after(HERE, " ", words))
        }
        Sentence::DoubtSettled { words } => {
            format!("The question about the notice of assignment is settled.{}", after(HERE, " ", words))
        }
        Sentence::Sprung { trigger, words } => {
            format!("The customer will be given notice, because {}{}", (t.trigger)(*trigger), after(HERE, ": ", words))
        }
        Sentence::OverAdvance { is_over: true } => {
            "The client is over-advanced. While it is, the day comes closer on which \
            the agreement lets us tell this customer."
                .to_owned()
        }
        Sentence::OverAdvance { is_over: false } => "The client is not over-advanced any more.".to_owned(),
        Sentence::ReleaseDemanded => "The client asks to release its customer from the notice.".to_owned(),
        Sentence::Packet { contract, story } => super::packet::words(HERE, contract, story),
        Sentence::FederalAgency { is_federal: true } => {
            "This customer is a US federal agency: it gets no notice by mail. Its own packet takes that place."
                .to_owned()
        }
        Sentence::FederalAgency { is_federal: false } => {
            "This customer is no US federal agency. The notice begins when the client has told it itself.".to_owned()
        }
        Sentence::ReleaseOnItsWay { to } => format!("The release letter is on its way to {to}."),
    }
}

/// A message as a timeline names it.
fn named(purpose: Purpose, subject: Option<&str>) -> String {
    format!("{}{}", (terms::of(HERE).purpose)(purpose), after(HERE, ", ", subject.unwrap_or_default()))
}

fn reason(why: &Why) -> String {
    match why {
        Why::Own { words } => quoted(HERE, words),
        Why::Rule { fact, .. } => format!("{}.", capital(fact.trim_end_matches('.'))),
        Why::Outdated => "What it asks about is no longer open as it says.".to_owned(),
        Why::Answered => "It is answered, or no longer needed.".to_owned(),
        Why::Late => "It leaves so late that the days it names are fewer than they must be.".to_owned(),
        Why::Moved => "Its recipient has another mail address now.".to_owned(),
    }
}

fn settled(one: &Settled) -> String {
    let t = terms::of(HERE);
    match one {
        Settled::Servicing(None) => "servicing as in the agreement".to_owned(),
        Settled::Servicing(Some(profile)) => format!("servicing: {}", (t.profile)(*profile)),
        Settled::Note => "the personal words in the introduction".to_owned(),
        Settled::Delivers(who) => format!("the introduction is delivered {}", (t.deliverer)(*who)),
        Settled::BeforeDue(yes) => format!("reminders before the due date: {}", if *yes { "yes" } else { "no" }),
        Settled::Preview => "whether the client looks at messages first".to_owned(),
        Settled::LateInterestGrant(None) => "late interest is granted by: nothing".to_owned(),
        Settled::LateInterestGrant(Some(Grant::Contract)) => {
            "late interest is granted by: the contract with this customer".to_owned()
        }
        Settled::LateInterestGrant(Some(Grant::Statute)) => "late interest is granted by: a statute".to_owned(),
        Settled::LateInterest(yes) => format!("the client wants late interest: {}", if *yes { "yes" } else { "no" }),
    }
}

fn said(answer: &Said) -> String {
    let t = terms::of(HERE);
    match answer {
        Said::WillPay { on, amount: None } => format!("will pay on {}", HERE.date(*on)),
        Said::WillPay { on, amount: Some(amount) } => {
            format!("will pay {} on {}", HERE.money(*amount), HERE.date(*on))
        }
        Said::Paid { on, how } => format!("paid on {}{}", HERE.date(*on), after(HERE, ": ", how)),
        Said::Confirmed { words } => format!("confirmed{}", after(HERE, ": ", words)),
        Said::NotReceived { words } => format!("not received{}", after(HERE, ": ", words)),
        Said::Disputed { reason, amount, words } => {
            let part = amount.map_or_else(String::new, |amount| format!(" ({} of it)", HERE.money(amount)));
            format!("disputed{part}, {}{}", (t.reason)(*reason), after(HERE, ": ", words))
        }
        Said::WrongContact { words } => format!("to be asked of somebody else{}", after(HERE, ": ", words)),
    }
}

fn ended(one: &EndedAnswers) -> String {
    let of = one.invoices.invoices(HERE);
    let by = one.by.map_or_else(String::new, |day: Date| format!(" by {}", HERE.date(day)));
    match (one.state, one.kind) {
        (AnswerState::Kept, AnswerKind::WillPay) => format!("The payment for {of} came as promised."),
        (AnswerState::Kept, _) => format!("The payment for {of} has arrived."),
        (AnswerState::Broken, _) => format!("The payment promised for {of} was not received{by}."),
        _ => format!("The payment for {of} that was on its way was not seen{by}."),
    }
}
