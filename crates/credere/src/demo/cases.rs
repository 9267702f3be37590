//! What people say beside their answers: cases that are talked about, a question, mail, wishes for silence.

use super::stage::Stage;
use app::{Error, contact, dispute, message, relation};
use domain::contact::Channel;
use domain::contact::SenderProof;
use domain::dispute::{CaseKind, NewCase, Outcome, OutcomeKind, Side, Speaker};
use domain::id::{CaseId, DebtorId};
use jiff::civil::{Date, date};
use store::kept;

const fn nov(day: i8) -> Date {
    date(2026, 11, day)
}

/// Day, debtor, kind of its open case, side, who, words.
const WORDS: &[(Date, &str, CaseKind, Side, &str, &str)] = &[
    (nov(3), "BRISEMARNE", CaseKind::Dispute, Side::Client, "Karin Pohl", "The new price list began a week later."),
    (
        nov(17),
        "HEXLEY",
        CaseKind::Dispute,
        Side::Client,
        "August Torvane",
        "Please send it back; we will turn a new one.",
    ),
    (
        nov(18),
        "HEXLEY",
        CaseKind::Dispute,
        Side::Factor,
        "Imogen Harrowgate",
        "Thank you both. Until the new roller is there we ask for the other five only.",
    ),
];

/// A question that is asked, and answered a day later.
const ASKED: Date = nov(17);
const ANSWERED: Date = nov(18);
const ASKER: &str = "TIDEWICK";

/// What people do beside answering on one day of the example.
pub fn play(stage: &Stage, written: Date) -> Result<(), Error> {
    for (_, debtor, kind, side, person, words) in WORDS.iter().filter(|(on, ..)| *on == written) {
        let debtor = stage.debtor(debtor)?;
        if let Some(case) = open_case(stage, debtor, *kind)? {
            let by = Speaker::new(*side, person);
            stage.act(person, move |task| dispute::add_words(task, case, by, words))?;
        }
    }
    if written == nov(4) {
        let debtor = stage.debtor("BRISEMARNE")?;
        if let Some(case) = open_case(stage, debtor, CaseKind::Dispute)? {
            let by = Speaker::new(Side::Debtor, "Luc Amand");
            let words = "We see it now. The invoice is right.";
            let outcome = Outcome::of(OutcomeKind::FullPay);
            stage.act("Luc Amand", move |task| dispute::resolve(task, case, by, outcome, words))?;
        }
    }
    question(stage, written)?;
    if written == nov(9) {
        let debtor = stage.debtor("PELLUM")?;
        stage.act("debtor's page", move |task| {
            let people = kept::contact::of_debtor(task, debtor)?;
            let person = people.first().map(|one| one.id).ok_or_else(|| Error::NotFound("contact".to_owned()))?;
            contact::opt_out(task, person, Channel::Email).map(drop)
        })?;
    }
    if written == nov(16) {
        let (client, debtor) = stage.pair("QUILLMERE", "MERIDOW")?;
        let why = "we talk with them about next year's contract";
        stage.act("Dorothea Quill", move |task| contact::pause(task, client, debtor, 10, why).map(drop))?;
    }
    if written == nov(2) {
        let (client, debtor) = stage.pair("FENNELWORTH", "PLOVERDALE")?;
        let settling = relation::Settling { preview: Some(Some(true)), ..relation::Settling::default() };
        stage.act("Marian Fennel", move |task| relation::settle(task, client, debtor, &settling).map(drop))?;
    }
    if written == nov(19) { mail(stage) } else { Ok(()) }
}

fn question(stage: &Stage, written: Date) -> Result<(), Error> {
    let (client, debtor) = stage.pair("SALTROAD", ASKER)?;
    if written == ASKED {
        let new = NewCase {
            kind: CaseKind::Question,
            debtor,
            client: Some(client),
            invoice: None,
            reason: None,
            amount: None,
            words: "May we pay the loads of one week in one transfer?".to_owned(),
            by: Speaker::new(Side::Debtor, "Hester Vane"),
        };
        stage.act("Hester Vane", move |task| dispute::open(task, new).map(drop))?;
    } else if written == ANSWERED
        && let Some(case) = open_case(stage, debtor, CaseKind::Question)?
    {
        let by = Speaker::new(Side::Factor, "Tobias Lindqvist-Ray");
        let words = "Yes. Please name the load numbers in the transfer, or send us a list of them.";
        let outcome = Outcome::of(OutcomeKind::Answered);
        stage.act("Tobias Lindqvist-Ray", move |task| dispute::resolve(task, case, by, outcome, words).map(drop))?;
    }
    Ok(())
}

/// A person answers the last mail it got, from its own mailbox.
fn mail(stage: &Stage) -> Result<(), Error> {
    let debtor = stage.debtor("MOSSWATER")?;
    let sent =
        stage.app.read(|snapshot| kept::message::of_debtor(snapshot, debtor, i64::MAX, 50).map_err(Error::from))?;
    let Some(last) = sent.into_iter().find(|one| one.sent_at.is_some() && one.recipient.starts_with("ap@")) else {
        return Ok(());
    };
    let date = stage.app.now().to_zoned(jiff::tz::TimeZone::UTC);
    let date = jiff::fmt::rfc2822::to_string(&date).map_err(|error| Error::fault("mail", error))?;
    let bytes = format!(
        "From: Wilma Tarn <{from}>\r\nTo: hello@lantern.example\r\nDate: {date}\r\nMessage-ID: <demo-1@mosswater.example>\r\n\
         In-Reply-To: <{id}>\r\nSubject: Re: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Thank you, the account is changed in our system. The first two loads are in our run of next week.\r\nWilma Tarn\r\n",
        from = last.recipient,
        id = last.internet_id,
        subject = last.subject,
    );
    let mail = formats::mail::read(bytes.as_bytes()).map_err(Error::from)?;
    // The mark under which a mail is read once; this one exists once.
    let mark = [7_u8; 32];
    stage.act("demo", move |task| message::file(task, &mail, &mark, &SenderProof::Checked("DKIM".to_owned())).map(drop))
}

fn open_case(stage: &Stage, debtor: DebtorId, kind: CaseKind) -> Result<Option<CaseId>, Error> {
    let cases = stage.app.read(|snapshot| kept::relation_case::of_debtor(snapshot, debtor).map_err(Error::from))?;
    Ok(cases.into_iter().find(|case| case.kind == kind && case.is_open()).map(|case| case.id))
}
