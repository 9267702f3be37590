//! What debtors say in the example: one small table, by the example's own days. All persons are invented.

use super::stage::Stage;
use app::Error;
use app::answer::{self, GivenAnswer, Giver};
use app::verification::{self, Call, FromWhere, NewAnswer, OneAnswer};
use domain::contact::{MessageState, Mood, Said};
use domain::dispute::{DisputeReason, Side, Speaker};
use domain::id::DebtorId;
use domain::invoice::verification::{Confirmable, Discrepancy, Evidence, Method, Statement, VerificationState};
use domain::money::Money;
use jiff::civil::{Date, date};
use store::kept;

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

/// Debtors that answer a request for verification by telephone; the others answer by the link in the mail.
const BY_PHONE: &[&str] = &["BRASSHOLT", "IRONQUAY"];
/// Debtors that have not answered yet.
const SILENT: &[&str] = &["GRANMOOR", "OSTERVALE"];
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

fn said(stage: &Stage, says: &Says, invoice: domain::id::InvoiceId) -> Result<Said, Error> {
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
    let asked = stage.app.read(|snapshot| {
        kept::verification::newest(snapshot, &[VerificationState::Asked], None, LOOKED_AT).map_err(Error::from)
    })?;
    for one in asked {
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
        let evidence = request.message.map(Evidence::Message).into_iter().collect();
        if BY_PHONE.contains(&code) {
            called(stage, one.debtor, answers)?;
        } else {
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
    }
    Ok(())
}

fn called(stage: &Stage, debtor: DebtorId, invoices: Vec<OneAnswer>) -> Result<(), Error> {
    stage.act("Imogen Harrowgate", move |task| {
        let factor = task.factor.name.clone();
        let people = kept::contact::of_debtor(task, debtor)?;
        let number = people.iter().find_map(|one| one.phone.clone()).unwrap_or_default();
        let spoke_with = people.first().map_or_else(String::new, |one| one.name.clone());
        let ids: Vec<_> = invoices.iter().map(|one| one.invoice).collect();
        let (house, today) = (task.factor.clone(), task.today);
        let said = verification::script(task, &house, today, "Imogen Harrowgate", &ids)?;
        let statement =
            Statement { caller: "Imogen Harrowgate".to_owned(), calling_for: factor, said, number, spoke_with };
        verification::record_call(task, &Call { debtor, statement, invoices })
    })?;
    Ok(())
}
