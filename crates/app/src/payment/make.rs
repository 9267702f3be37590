//! Make payment files: one for each currency.

use super::PAYMENTS;
use super::due::{accounts, payee, problems};
use super::file::FileHead;
use crate::{Error, Refusal, Task};
use domain::event::EventKind;
use domain::id::{PaymentFileId, PaymentId};
use domain::money::{Currency, Money};
use domain::party::BankAccount;
use formats::payment::{Agent, Payment as Instruction, PaymentFile as Message, pain001};
use formats::statement::AccountId;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::kept;
use store::kept::payment::{Payment, PaymentFile, PaymentKind, PaymentState};
use uuid::Uuid;

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFile {
    /// The file.
    pub file: FileHead,
    /// The event that holds it.
    pub event: i64,
    /// Numbers of its payments.
    pub payments: Vec<i64>,
}

/// Puts payments that are due into payment files, one for each currency. See [`super::file`] for their bytes.
///
/// # Errors
/// [`Error::Refused`] with everything that stands in the way of any of them; nothing is made then.
pub fn make_files(task: &mut Task<'_, '_>, ids: &[PaymentId]) -> Result<Vec<MadeFile>, Error> {
    if ids.is_empty() || ids.len() > PAYMENTS {
        let fact = format!("{} payments were chosen; 1 to {PAYMENTS} are put into files at once", ids.len());
        return Err(Error::refused("PAYMENTS", fact, "Choose payments that are due."));
    }
    let mut refusals = Vec::new();
    let from = payer(task, &mut refusals);
    let payments = chosen(task, ids, &mut refusals)?;
    let Some((account, agent)) = from.filter(|_| refusals.is_empty()) else { return Err(Error::Refused(refusals)) };
    let mut by_currency: BTreeMap<Currency, Vec<Payment>> = BTreeMap::new();
    for payment in payments {
        by_currency.entry(payment.amount.currency).or_default().push(payment);
    }
    let mut ready = Vec::with_capacity(by_currency.len());
    for (currency, payments) in by_currency {
        let number = task.unit.next_number("payment-file")?;
        let message = message(task, number, (&account, &agent), &payments)?;
        match pain001::write(&message) {
            Ok(content) => ready.push((currency, number, message.message_id, payments, content)),
            Err(refused) => refusals.extend(refused.problems.into_iter().map(|problem| {
                // The writer counts payments; people know them by their number.
                let place =
                    problem.place.line.and_then(|line| payments.get(usize::try_from(line).ok()?.checked_sub(1)?));
                let place = place.map_or_else(|| "payment file".to_owned(), |payment| format!("P-{}", payment.number));
                Refusal::at(&place, problem.code, problem.fact, problem.remedy)
            })),
        }
    }
    if !refusals.is_empty() {
        return Err(Error::Refused(refusals));
    }
    let mut made = Vec::with_capacity(ready.len());
    for (currency, number, message_id, payments, content) in ready {
        made.push(keep(task, currency, number, message_id, payments, &content)?);
    }
    Ok(made)
}

/// The account payments leave from, with its bank.
fn payer(task: &Task<'_, '_>, refusals: &mut Vec<Refusal>) -> Option<(BankAccount, Agent)> {
    const WHERE: &str = "factor account";
    let Some(account) = task.factor.account.clone() else {
        let fact = "The account that payments leave from is not known";
        refusals.push(Refusal::at(WHERE, "FACTOR_ACCOUNT_MISSING", fact, "Put it into the factor's particulars."));
        return None;
    };
    for problem in account.problems() {
        refusals.push(Refusal::at(WHERE, "FACTOR_ACCOUNT_WRONG", problem, "Correct the factor's particulars."));
    }
    let agent = agent(&account);
    if agent.is_none() {
        let fact = "The bank of the account that payments leave from is not named";
        let remedy = "Put its BIC or national code into the factor's particulars.";
        refusals.push(Refusal::at(WHERE, "FACTOR_BANK_MISSING", fact, remedy));
    }
    Some((account, agent?))
}

/// The payments to be made, each with an account that can be paid to, by number.
fn chosen(task: &mut Task<'_, '_>, ids: &[PaymentId], refusals: &mut Vec<Refusal>) -> Result<Vec<Payment>, Error> {
    let mut keys: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut found = kept::payment::by_ids(task, &keys)?;
    for id in ids.iter().filter(|id| !found.iter().any(|payment| payment.id == **id)) {
        let fact = format!("There is no payment {id}");
        refusals.push(Refusal::at(&id.to_string(), "PAYMENT_UNKNOWN", fact, "Choose payments that are due."));
    }
    let accounts = accounts(task, &found)?;
    for payment in &mut found {
        let place = format!("P-{}", payment.number);
        if payment.state != PaymentState::Due {
            let fact = format!("P-{} is not due any more: {}", payment.number, payment.state.word());
            refusals.push(Refusal::at(&place, "NOT_DUE", fact, "Leave it out."));
        }
        payment.payee = payee(payment, &accounts);
        let wrong = match &payment.payee {
            Some(account) => problems(account),
            None => vec!["there is no account to pay to".to_owned()],
        };
        for problem in wrong {
            let fact = format!("P-{} of {} cannot be paid: {problem}", payment.number, payment.amount);
            let remedy = match payment.kind {
                PaymentKind::Refund => "Pay it at the bank by hand, or ask the debtor for its bank.",
                PaymentKind::Advance | PaymentKind::Rebate => {
                    "Complete the client's account, or leave the payment out."
                }
            };
            refusals.push(Refusal::at(&place, "PAYEE_ACCOUNT", fact, remedy));
        }
    }
    Ok(found)
}

/// How the bank of an account is named: by BIC, else by the national code.
fn agent(account: &BankAccount) -> Option<Agent> {
    if let Some(bic) = &account.bic {
        return Some(Agent::Bic(bic.clone()));
    }
    let member = account.clearing.clone()?;
    // External code list of clearing systems, ISO 20022: routing numbers have nine digits, sort codes six.
    let digits = member.bytes().all(|byte| byte.is_ascii_digit());
    let system = match member.len() {
        9 if digits => Some("USABA".to_owned()),
        6 if digits => Some("GBDSC".to_owned()),
        _ => None,
    };
    Some(Agent::ClearingMember { system, member })
}

fn account_id(account: &BankAccount) -> AccountId {
    if account.is_iban() { AccountId::Iban(account.number.clone()) } else { AccountId::Other(account.number.clone()) }
}

fn message(
    task: &mut Task<'_, '_>,
    number: i64,
    (account, agent): (&BankAccount, &Agent),
    payments: &[Payment],
) -> Result<Message, Error> {
    let calendar = task.factor.calendar;
    let mut instructions = Vec::with_capacity(payments.len());
    for payment in payments {
        let payee = payment.payee.as_ref().ok_or_else(|| Error::fault("payment", "its account is gone"))?;
        instructions.push(Instruction {
            end_to_end_id: payment.id.0.simple().to_string(),
            amount: payment.amount,
            creditor_name: payee.holder.clone(),
            creditor_account: account_id(payee),
            creditor_agent: self::agent(payee),
            remittance: Some(remittance(task, payment)?),
            uetr: None,
            execution: calendar.on_or_after(payment.due_on.max(task.today)),
        });
    }
    Ok(Message {
        message_id: message_id(number, task.today, task.factor.id.0),
        created: created(task)?,
        initiating_party: task.factor.name.clone(),
        debtor_name: account.holder.clone(),
        debtor_account: account_id(account),
        debtor_agent: agent.clone(),
        batch_booking: false,
        payments: instructions,
    })
}

/// `F-3-20260304-0199c2ab`: number, day, and a part of the factor's id, so that no two books use one id with one bank.
fn message_id(number: i64, on: Date, factor: Uuid) -> String {
    let tail = &factor.simple().to_string()[24..];
    format!("F-{number}-{}-{tail}", on.strftime("%Y%m%d"))
}

/// What the payee reads: our number first, by which a bank statement is recognised.
fn remittance(task: &mut Task<'_, '_>, payment: &Payment) -> Result<String, Error> {
    let schedule = match payment.schedule {
        Some(id) => kept::schedule::get(task, id)?.map(|schedule| schedule.number),
        None => None,
    };
    let receipt = match payment.receipt {
        Some(id) => kept::statement::receipt(task, id)?,
        None => None,
    };
    let number = payment.number;
    Ok(match (payment.kind, schedule, receipt) {
        (PaymentKind::Advance, Some(schedule), _) => format!("P-{number} Advance on schedule S-{schedule}"),
        (PaymentKind::Advance, None, _) => format!("P-{number} Advance"),
        (PaymentKind::Rebate, ..) => format!("P-{number} Reserve release"),
        (PaymentKind::Refund, _, Some(receipt)) => {
            format!("P-{number} Refund of your payment of {}", receipt.value_date)
        }
        (PaymentKind::Refund, _, None) => format!("P-{number} Refund"),
    })
}

/// Now, on the wall clock of the factor's zone.
fn created(task: &Task<'_, '_>) -> Result<DateTime, Error> {
    let at = Timestamp::from_microsecond(task.unit.recorded_at()).map_err(|error| Error::fault("time", error))?;
    Ok(at.to_zoned(TimeZone::get(&task.factor.zone).unwrap_or(TimeZone::UTC)).datetime())
}

fn keep(
    task: &mut Task<'_, '_>,
    currency: Currency,
    number: i64,
    message_id: String,
    payments: Vec<Payment>,
    content: &[u8],
) -> Result<MadeFile, Error> {
    let mut sum = Money::zero(currency);
    for payment in &payments {
        sum = sum.plus(payment.amount)?;
    }
    let file = PaymentFile {
        id: PaymentFileId(task.new_id()),
        number,
        message_id,
        business_date: task.today,
        count: i64::try_from(payments.len()).unwrap_or(i64::MAX),
        sum,
    };
    kept::payment::add_file(task, &file, content)?;
    let numbers: Vec<i64> = payments.iter().map(|payment| payment.number).collect();
    for payment in payments {
        kept::payment::set(task, &Payment { state: PaymentState::InFile, file: Some(file.id), ..payment })?;
    }
    let sha256: String = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
    let facts = serde_json::json!({
        "file": number, "file_id": file.id, "message_id": file.message_id, "count": file.count, "sum": sum, "payments": numbers,
        "sha256": sha256,
    });
    let event = task.record_facts(EventKind::PaymentFileMade, &facts, &[])?;
    Ok(MadeFile { file: file.into(), event, payments: numbers })
}
