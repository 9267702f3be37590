//! Bank statements that pay invoices of a filled book, as debtors do in life.
//!
//! Of 100 lines 60 pay one invoice by its number, 15 pay two to five by number, 8 pay part of one, 8 name nothing but pay the
//! exact amount of one, 4 come from somebody unknown and name a number, 3 come from somebody unknown and name nothing, and
//! 2 name a number with a wrong digit and pay an amount that fits nothing. No invoice is meant by two lines.

use super::filled::{Size, amount};
use domain::money::{Currency, Money};
use jiff::civil::Date;
use std::error::Error;
use std::fmt::Write as _;
use std::ops::Range;

/// Most invoices that one line pays.
const TOGETHER: u64 = 5;
/// What the payer of an unplaceable line pays beside every amount.
const ODD: i64 = 777;

/// How many lines a filled book has invoices for.
pub fn most(size: Size) -> u64 {
    size.invoices / size.debtors / TOGETHER * size.debtors
}

/// A statement in Credere's own layout whose entries are the payments with these numbers.
///
/// # Errors
/// When the book has not invoices enough, or a balance does not fit.
pub fn statement(
    size: Size,
    name: &str,
    opening: Money,
    numbers: Range<u64>,
    day: Date,
) -> Result<(Vec<u8>, Money), Box<dyn Error + Send + Sync>> {
    if numbers.end > most(size) {
        let most = most(size);
        return Err(format!("{} lines need more invoices; {most} lines are possible", numbers.end).into());
    }
    let payments: Vec<Payment> = numbers.clone().map(|number| payment(size, number)).collect();
    let sum = Money::new(payments.iter().map(|one| one.minor).sum(), Currency::USD);
    let closing = opening.plus(sum)?;
    let mut rows =
        String::from("account,statement,currency,opening,closing,booked,valued,amount,reference,payer,text\n");
    let (from, to) = (opening.decimal(), closing.decimal());
    for (number, Payment { minor, payer, text }) in numbers.zip(&payments) {
        let amount = Money::new(*minor, Currency::USD).decimal();
        // Writing to a text cannot fail.
        let _ =
            writeln!(rows, "1000200030,{name},USD,{from},{to},{day},{day},{amount},REF-{number},{payer},\"{text}\"");
    }
    Ok((rows.into_bytes(), closing))
}

struct Payment {
    minor: i64,
    payer: String,
    text: String,
}

/// The payment with a number: by the debtors in turn, each time of five invoices that are its own.
fn payment(size: Size, number: u64) -> Payment {
    // A step that has no factor in common with round numbers: neighbours in the statement are strangers.
    let debtor = number.wrapping_mul(7919) % size.debtors;
    let turn = number / size.debtors;
    let invoice = |place: u64| (turn * TOGETHER + place) * size.debtors + debtor;
    let named = |place: u64| format!("INV-{:08}", invoice(place));
    let minor = |place: u64| amount(invoice(place)).minor;
    let known = format!("Measured Debtor {debtor}");
    let unknown = format!("Unheard Of {number} Inc");
    let one = |minor, payer, text| Payment { minor, payer, text };
    match number % 100 {
        0..60 => one(minor(0), known, format!("Invoice {}", named(0))),
        60..75 => {
            let count = 2 + number % (TOGETHER - 1);
            let numbers: Vec<String> = (0..count).map(named).collect();
            one((0..count).map(minor).sum(), known, format!("Invoices {}", numbers.join(", ")))
        }
        75..83 => one(minor(0) / 2, known, format!("Part of {}", named(0))),
        83..91 => one(minor(0), known, "Your delivery".to_owned()),
        91..95 => one(minor(0), unknown, format!("Re {}", named(0))),
        95..98 => one(minor(0), unknown, "Thank you".to_owned()),
        _ => one(minor(0) + ODD, known, format!("Invoice INX-{:08}", invoice(0))),
    }
}
