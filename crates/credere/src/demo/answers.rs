//! What debtors say in the example: one small table, by the example's own days. All persons are invented.

use super::stage::Stage;
use app::Error;
use app::answer::{self, GivenAnswer, Giver};
use app::verification::{self, Call, CallOutcome, FromWhere, NewAnswer, NewCall, OneAnswer};
use domain::contact::{MessageState, Mood, Purpose, Said};
use domain::dispute::{DisputeReason, Side, Speaker};
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::invoice::verification::{
    Confirmable, Discrepancy, Evidence, Method, Statement, Verification, VerificationState,
};
use domain::money::Money;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use store::kept;
use store::kept::message::Message;

/// What is said of an invoice.
enum Says {
    /// It will be paid on this day.
    WillPay(Date),
    /// It was paid on this day.
    Paid(Date),
    /// It never came.
    NeverCame,
    /// Of so much, in minor units of the invoice's currency, it is not right.
    Disputes(i64, DisputeReason, &'static str),
}

use Says::{Disputes, NeverCame, Paid, WillPay};

const fn nov(day: i8) -> Date {
    date(2026, 11, day)
}

const fn oct(day: i8) -> Date {
    date(2026, 10, day)
}

/// Day, debtor, invoice, who speaks, what is said.
const ANSWERS: &[(Date, &str, &str, &str, Says)] = &[
    (oct(23), "MERIDOW", "QS-10519", "Petra Sand", WillPay(oct(30))),
    (nov(3), "CASABRINE", "FW-60296", "Edmund Farrow", WillPay(nov(10))),
    (nov(10), "VARNOCK", "T-40174", "Gil Morrow", WillPay(nov(18))),
    (nov(18), "WEXHOLM", "LD88337", "Anton Reet", Paid(nov(17))),
    (nov(18), "ROOKHAVEN", "CW-3156", "Beth Lorne", NeverCame),
    (nov(19), "LOWMARSH", "FW-60311", "Ambrose Teel", WillPay(nov(27))),
    (oct(30), "BRISEMARNE", "AR 5-20864", "Luc Amand", Disputes(40_000, DisputeReason::Price, SETTLED)),
    (nov(16), "HEXLEY", "T-40211", "Nell Corbet", Disputes(125_000, DisputeReason::Quality, OPEN)),
];

const SETTLED: &str = "Two cartons were invoiced at the old price.";
const OPEN: &str = "One of the six rollers is out of round. We pay for the other five.";

/// Day, client, debtor, mood, who, words, whether it is a complaint.
pub const MOODS: &[(Date, &str, &str, Mood, &str, &str, bool)] = &[
    (nov(4), "SALTROAD", "MOSSWATER", Mood::Good, "Wilma Tarn", "Clear letters, thank you.", false),
    (nov(10), "TORVANE", "VARNOCK", Mood::Fine, "Gil Morrow", "", false),
    (nov(12), "QUILLMERE", "MERIDOW", Mood::NotGood, "Petra Sand", COMPLAINT, true),
    (nov(19), "FENNELWORTH", "LOWMARSH", Mood::Good, "Ambrose Teel", "", false),
];

const COMPLAINT: &str = "We had told you on the telephone when we pay, and were written to all the same.";

/// Debtors that do not answer the mail that asks them to confirm invoices, and are called; while they may not be called
/// again (CO-05), they answer the mail after all.
const BY_PHONE: &[&str] = &["BRASSHOLT", "IRONQUAY"];
/// Debtors that have not answered yet.
const SILENT: &[&str] = &["GRANMOOR", "OSTERVALE"];
/// Silent debtors that were called in vain, and the day.
const TRIED: &[(&str, Date)] = &[("OSTERVALE", nov(17))];
/// The first debtor that is asked on or after this day has not answered either, and is to be called on the last day: which one
/// that is, the draw of LC-07 decides.
const QUIET_FROM: Date = nov(2);
const TO_CALL_ON: Date = nov(20);
/// Who calls, and how long after it was planned: it is written down in the afternoon.
const CALLER: &str = "Imogen Harrowgate";
const MADE_AFTER_MINUTES: i64 = 20;
/// From this day on requests are answered, and on or after this one WEXHOLM finds something that is not as invoiced.
const ANSWERED_FROM: Date = oct(26);
const DIFFERS_FROM: Date = nov(9);
const DIFFERS: &str = "WEXHOLM";
/// Verifications that are looked at in one day.
const LOOKED_AT: i64 = 200;

/// What debtors say on one day of the example.
pub fn play(stage: &Stage, written: Date) -> Result<(), Error> {
    for (_, debtor, number, person, says) in ANSWERS.iter().filter(|(on, ..)| *on == written) {
        let debtor = stage.debtor(debtor)?;
        let invoice = stage.invoice(debtor, number)?;
        let said = said(stage, says, invoice)?;
        let giver = Giver { debtor, client: None, by: Speaker::new(Side::Debtor, person), contact: None };
        stage.act(person, move |task| answer::give(task, &giver, &[GivenAnswer { invoice, said }]))?;
    }
    for (_, client, debtor, mood, person, words, complains) in MOODS.iter().filter(|(on, ..)| *on == written) {
        let pair = stage.pair(client, debtor)?;
        let by = Speaker::new(Side::Debtor, person);
        stage.act(person, move |task| app::health::give_mood(task, pair, *mood, &by, words, *complains))?;
    }
    if written >= ANSWERED_FROM { verifications(stage, written) } else { Ok(()) }
}

fn said(stage: &Stage, says: &Says, invoice: InvoiceId) -> Result<Said, Error> {
    Ok(match says {
        WillPay(on) => Said::WillPay { on: stage.day(*on), amount: None },
        Paid(on) => Said::Paid { on: stage.day(*on), how: "wire".to_owned() },
        NeverCame => Said::NotReceived { words: "We cannot find it. Please send us a copy.".to_owned() },
        Disputes(minor, reason, words) => {
            let found = stage.app.read(|snapshot| kept::invoice::get(snapshot, invoice).map_err(Error::from))?;
            let currency = found.map(|one| one.offer.amount.currency);
            let amount = currency.map(|currency| Money::new(*minor, currency));
            Said::Disputed { reason: *reason, amount, words: (*words).to_owned() }
        }
    })
}

/// Debtors answer what they were asked to confirm on an earlier day.
fn verifications(stage: &Stage, written: Date) -> Result<(), Error> {
    let today = stage.day(written);
    let calls = called(stage)?;
    let quiet = quiet(stage)?;
    for one in asked(stage)?.into_iter().filter(|one| Some(one.debtor) != quiet) {
        let Some(request) = one.requests.last().filter(|request| request.on < today) else { continue };
        let debtors =
            stage.app.read(|snapshot| kept::party::debtors_by_id(snapshot, &[one.debtor.0]).map_err(Error::from))?;
        let Some(debtor) = debtors.first() else { continue };
        let code = debtor.code.as_str();
        let was_sent = match request.message {
            Some(id) => stage
                .app
                .read(|snapshot| kept::message::get(snapshot, id).map_err(Error::from))?
                .is_some_and(|message| message.state == MessageState::Sent),
            None => false,
        };
        if SILENT.contains(&code) || !was_sent {
            continue;
        }
        let differs = (code == DIFFERS && written >= DIFFERS_FROM).then(|| Discrepancy {
            what: Confirmable::Amount,
            words: "Our order says four pallets, the invoice five.".to_owned(),
        });
        let confirmed = if differs.is_some() { Vec::new() } else { Confirmable::ALL.to_vec() };
        let answers = vec![OneAnswer { invoice: one.invoice, confirmed, discrepancy: differs }];
        if calls.contains(&one.invoice) {
            continue;
        }
        let evidence = request.message.map(Evidence::Message).into_iter().collect();
        let new = NewAnswer {
            debtor: one.debtor,
            method: Method::Email,
            who: "accounts payable".to_owned(),
            invoices: answers,
            evidence,
            statement: None,
            from: FromWhere::default(),
        };
        stage.act("debtor's page", move |task| verification::answer(task, &new))?;
    }
    Ok(())
}

/// What waits for an answer.
fn asked(stage: &Stage) -> Result<Vec<Verification>, Error> {
    stage.app.read(|snapshot| {
        kept::verification::newest(snapshot, &[VerificationState::Asked], None, LOOKED_AT).map_err(Error::from)
    })
}

/// The debtor that does not answer (see [`QUIET_FROM`]).
fn quiet(stage: &Stage) -> Result<Option<DebtorId>, Error> {
    let named = BY_PHONE.iter().chain(SILENT).chain(&[DIFFERS]).map(|code| stage.debtor(code));
    let named: Vec<DebtorId> = named.collect::<Result<_, _>>()?;
    let from = stage.day(QUIET_FROM);
    let asked = asked(stage)?.into_iter().filter(|one| !named.contains(&one.debtor));
    let asked = asked.filter_map(|one| Some((one.requests.last()?.on, one.debtor)));
    Ok(asked.filter(|(on, _)| *on >= from).min().map(|(_, debtor)| debtor))
}

/// In the morning the calls of the day are planned, where the rules allow it: an unanswered mail first, one in two weeks.
pub fn plan_calls(stage: &Stage, written: Date) -> Result<(), Error> {
    if written < ANSWERED_FROM {
        return Ok(());
    }
    let tried = TRIED.iter().filter(|(_, on)| *on == written).map(|(debtor, _)| *debtor);
    let mut called: Vec<DebtorId> =
        BY_PHONE.iter().copied().chain(tried).map(|code| stage.debtor(code)).collect::<Result<_, _>>()?;
    if written == TO_CALL_ON {
        called.extend(quiet(stage)?);
    }
    let mut invoices: BTreeMap<(DebtorId, ClientId), Vec<InvoiceId>> = BTreeMap::new();
    for one in asked(stage)?.into_iter().filter(|one| called.contains(&one.debtor)) {
        invoices.entry((one.debtor, one.client)).or_default().push(one.invoice);
    }
    for invoices in invoices.into_values() {
        let new = NewCall { caller: CALLER.to_owned(), invoices };
        stage.act(CALLER, move |task| verification::plan_call(task, &new))?;
    }
    Ok(())
}

/// In the afternoon they are written down: what was confirmed, or that nobody was reached. The invoices that are spoken of.
fn called(stage: &Stage) -> Result<BTreeSet<InvoiceId>, Error> {
    let mut spoken_of = BTreeSet::new();
    let today = stage.app.today();
    let tried = TRIED.iter().filter(|(_, on)| stage.day(*on) == today).map(|(debtor, _)| debtor);
    for code in BY_PHONE.iter().chain(tried) {
        let debtor = stage.debtor(code)?;
        for message in stage.app.read(|snapshot| kept::message::calls_to_make(snapshot, debtor).map_err(Error::from))? {
            if message.purpose != Purpose::Verification {
                continue;
            }
            let asked =
                stage.app.read(|snapshot| kept::message::speaks_of(snapshot, message.id).map_err(Error::from))?;
            spoken_of.extend(asked.1.iter().copied());
            let planned = message.send_after.max(message.queued_at) + MADE_AFTER_MINUTES * 60_000_000;
            if planned > stage.app.now().as_microsecond() {
                continue;
            }
            let made_at = Timestamp::from_microsecond(planned).ok();
            let outcome = match SILENT.contains(code) {
                true => CallOutcome::NotReached { words: "voice mail; I left my name and our number".to_owned() },
                false => said_on_the_telephone(stage, &message, &asked.1)?,
            };
            let call = Call { message: message.id, made_at, outcome };
            stage.act(CALLER, move |task| verification::record_call(task, &call))?;
        }
    }
    Ok(spoken_of)
}

/// The debtor's person confirms all of it.
fn said_on_the_telephone(stage: &Stage, call: &Message, invoices: &[InvoiceId]) -> Result<CallOutcome, Error> {
    let person = match call.contact {
        Some(id) => stage.app.read(|snapshot| kept::contact::get(snapshot, id).map_err(Error::from))?,
        None => None,
    };
    let statement = Statement {
        caller: CALLER.to_owned(),
        calling_for: stage.app.factor().name.clone(),
        said: call.words.split("\n\n").next().unwrap_or_default().to_owned(),
        number: call.recipient.clone(),
        spoke_with: person.map_or_else(|| "accounts payable".to_owned(), |one| one.name),
    };
    let open = |id: &&InvoiceId| {
        let found = stage.app.read(|snapshot| kept::verification::of_invoice(snapshot, **id).map_err(Error::from));
        found.is_ok_and(|one| one.is_some_and(|one| one.state.is_open()))
    };
    let invoices: Vec<InvoiceId> = invoices.iter().filter(open).copied().collect();
    Ok(CallOutcome::Answered { statement, invoices: verification::confirm_all(&invoices) })
}
