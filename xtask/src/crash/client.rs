//! One client of the API: buys, is paid, takes back, pays out, so that events, journals and balances all move.
//!
//! What it asks next follows from what it was told: a statement begins with the balance that the last one left, and pays an
//! invoice that was bought. It waits for each answer, so that at most one of its writes is unanswered.

use super::line::Line;
use super::record::{self, Answer, Told, Write};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io;

/// Cents of every invoice.
const CENTS: u64 = 123_450;
/// How many of the newest bank entries are searched for an own one.
const ENTRIES: u32 = 100;
/// Payments of one payment file.
const FILE: u32 = 20;
const JSON: &str = "application/json";
/// Between the parts of the one form there is: no text of ours holds it.
const BOUNDARY: &str = "credere-crash-part";

/// An invoice that was bought.
#[derive(Debug, Clone)]
struct Bought {
    number: String,
    id: String,
    debtor: &'static str,
    promised: bool,
}

/// What it waits for an answer to.
#[derive(Debug, Clone)]
enum Asked {
    Purchase { debtor: &'static str },
    Statement(Bought),
    Undo { receipt: i64, invoice: Bought },
    File,
    Other,
}

/// A client with what it knows.
#[derive(Debug)]
pub(super) struct Client {
    number: usize,
    chance: fastrand::Rng,
    /// Writes so far.
    count: u32,
    /// What its bank account holds, in cents.
    balance: u64,
    open: VecDeque<Bought>,
    /// Paid just now, with the bank's reference.
    paid: Option<(String, Bought)>,
    /// Taken back: money that waits, and what it was for.
    undone: Option<(i64, Bought)>,
    asked: Asked,
}

/// The days that invoices and statements carry.
#[derive(Debug, Clone)]
pub(super) struct Days {
    pub(super) today: String,
    pub(super) due: String,
}

impl Client {
    pub(super) fn new(number: usize, seed: u64) -> Self {
        Self {
            number,
            chance: fastrand::Rng::with_seed(seed),
            count: 0,
            balance: 0,
            open: VecDeque::new(),
            paid: None,
            undone: None,
            asked: Asked::Other,
        }
    }

    fn happens(&mut self, in_hundred: u8) -> bool {
        self.chance.u8(0..100) < in_hundred
    }

    /// A wait of up to so many milliseconds.
    pub(super) fn milliseconds(&mut self, most: u64) -> std::time::Duration {
        std::time::Duration::from_millis(self.chance.u64(1..=most))
    }

    /// The next write; it may look at the book first.
    ///
    /// # Errors
    /// When the connection breaks while it looks.
    pub(super) fn next(&mut self, line: &mut Line, days: &Days) -> io::Result<Write> {
        self.count += 1;
        if let Some((receipt, invoice)) = self.undone.take() {
            return Ok(self.apply(receipt, &invoice));
        }
        if let Some((reference, invoice)) = self.paid.take()
            && self.happens(30)
            && let Some(receipt) = entry(line, &reference)?
        {
            return Ok(self.undo(receipt, invoice));
        }
        let kind = self.chance.u8(0..100);
        Ok(match kind {
            // One client pays out, so that no two want the same payment.
            0..10 if self.number == 0 => match due(line)? {
                ids if ids.is_empty() => self.purchase(days),
                ids => self.pay_out(&ids),
            },
            // The same said again would change nothing, and leave no event.
            10..16 => match self.open.iter_mut().rev().find(|one| !one.promised) {
                Some(one) => {
                    one.promised = true;
                    let invoice = one.clone();
                    self.promise(&invoice, days)
                }
                None => self.purchase(days),
            },
            16..40 => match self.open.pop_front() {
                Some(invoice) => self.state(invoice, days),
                None => self.purchase(days),
            },
            _ => self.purchase(days),
        })
    }

    /// Takes what was answered to the last write.
    pub(super) fn hears(&mut self, answer: &Answer) {
        let told: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        match std::mem::replace(&mut self.asked, Asked::Other) {
            Asked::Purchase { debtor } => {
                let line = &told["lines"][0];
                if let (Some(number), Some(id), Some("PURCHASED")) =
                    (line["number"].as_str(), line["invoice"].as_str(), line["state"].as_str())
                {
                    self.open.push_back(Bought {
                        number: number.to_owned(),
                        id: id.to_owned(),
                        debtor,
                        promised: false,
                    });
                }
            }
            Asked::Statement(invoice) => {
                self.balance += CENTS;
                self.paid = Some((format!("entry-{}", invoice.number), invoice));
            }
            Asked::Undo { receipt, invoice } => self.undone = Some((receipt, invoice)),
            Asked::File | Asked::Other => {}
        }
    }

    /// Gives the last write up, which was refused as not kept, so many times in a hundred. Not a statement: it is taken in by
    /// several units of work, and what the first of them kept stays. Nor a payment file: the next one would be of the same
    /// payments, and look like it.
    pub(super) fn gives_up(&mut self, in_hundred: u8) -> bool {
        let may = !matches!(self.asked, Asked::Statement(_) | Asked::File) && self.happens(in_hundred);
        if may {
            self.asked = Asked::Other;
        }
        may
    }

    fn write(&self, mark: String, path: String, media: &'static str, body: String) -> Write {
        let key = format!("crash-{:02}-{:06}", self.number, self.count);
        Write { key, mark, path, media, body, told: Told::Nothing }
    }

    fn purchase(&mut self, days: &Days) -> Write {
        // No zero leads: numbers are compared without them, and none of two clients may look the same.
        let number = format!("H{}-{}", 10 + self.number, 100_000 + self.count);
        let debtor = if self.chance.bool() { "BUYER" } else { "TAKER" };
        let amount = json!({"amount": money(CENTS), "currency": "USD"});
        let line = json!({"debtor": debtor, "number": number, "issued": days.today, "due": days.due, "amount": amount});
        let body = json!({"transfer_method": "CREDIT_TRANSFER", "lines": [line]});
        self.asked = Asked::Purchase { debtor };
        self.write(record::invoice(&number), "/clients/SELLER/schedules".into(), JSON, body.to_string())
    }

    /// A bank statement that pays one invoice.
    fn state(&mut self, invoice: Bought, days: &Days) -> Write {
        let (account, id, today) = (format!("BANK-{}", self.number), format!("S{:06}", self.count), &days.today);
        let (opening, closing, number) = (money(self.balance), money(self.balance + CENTS), &invoice.number);
        let csv = format!(
            "account,statement,currency,opening,closing,booked,valued,amount,reference,payer,payer_account,end_to_end,text\n\
             {account},{id},USD,{opening},{closing},{today},{today},{},entry-{number},Somebody,,,Invoice {number}\n",
            money(CENTS)
        );
        let body = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{account}-{id}.csv\"\r\n\
             Content-Type: text/csv\r\n\r\n{csv}\r\n--{BOUNDARY}--\r\n"
        );
        self.asked = Asked::Statement(invoice);
        let media = "multipart/form-data; boundary=credere-crash-part";
        self.write(record::statement(&account, &id), "/statements".into(), media, body)
    }

    fn undo(&mut self, receipt: i64, invoice: Bought) -> Write {
        let reason = format!("taken back by {:02} in {:06}", self.number, self.count);
        let path = format!("/receipts/R-{receipt}/applications/{}/undo", invoice.id);
        self.asked = Asked::Undo { receipt, invoice };
        self.write(record::undone(&reason), path, JSON, json!({"reason": reason}).to_string())
    }

    fn apply(&mut self, receipt: i64, invoice: &Bought) -> Write {
        let reason = format!("applied by {:02} in {:06}", self.number, self.count);
        let part = json!({"invoice": invoice.id, "amount": {"amount": money(CENTS), "currency": "USD"}});
        let body = json!({"reason": reason, "parts": [part]});
        self.asked = Asked::Other;
        self.write(record::applied(&reason), format!("/receipts/R-{receipt}/applications"), JSON, body.to_string())
    }

    /// The debtor says when it will pay.
    fn promise(&mut self, invoice: &Bought, days: &Days) -> Write {
        let person = format!("Somebody {:02} {:06}", self.number, self.count);
        let said = json!({"kind": "WILL_PAY", "on": days.today});
        let body = json!({"person": person, "answers": [{"invoice": invoice.id, "said": said}]});
        let path = format!("/debtors/{}/answers", invoice.debtor);
        self.asked = Asked::Other;
        self.write(record::said(&person), path, JSON, body.to_string())
    }

    fn pay_out(&mut self, due: &[(i64, String)]) -> Write {
        let ids: Vec<&str> = due.iter().map(|(_, id)| id.as_str()).collect();
        let lowest = due.iter().map(|(number, _)| *number).min().unwrap_or(0);
        self.asked = Asked::File;
        self.write(record::payments(lowest), "/payment-files".into(), JSON, json!({"payments": ids}).to_string())
    }
}

/// The number of the bank entry with this reference, where it is among the newest.
fn entry(line: &mut Line, reference: &str) -> io::Result<Option<i64>> {
    let page = items(line, &format!("/receipts?limit={ENTRIES}"))?;
    Ok(page.iter().find(|entry| entry["entry_reference"] == reference).and_then(|entry| entry["number"].as_i64()))
}

/// Payments that are due, by number and id.
fn due(line: &mut Line) -> io::Result<Vec<(i64, String)>> {
    let page = items(line, &format!("/payments/due?limit={FILE}"))?;
    Ok(page.iter().filter_map(|one| Some((one["number"].as_i64()?, one["id"].as_str()?.to_owned()))).collect())
}

/// The items of a page; none where the book cannot be read just now.
fn items(line: &mut Line, path: &str) -> io::Result<Vec<Value>> {
    let answer = line.read(path)?;
    let page: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    Ok(page["items"].as_array().cloned().unwrap_or_default())
}

/// Cents as people write them.
fn money(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
