//! Is this line to be verified, and why (LC-07)?

use super::policy::{Timing, VerificationPolicy};
use crate::fraud::NumberKey;
use crate::money::Money;
use crate::named::named;
use crate::proof::Proof;
use crate::wording::{days, long_date};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A draw has so many places: two decimals of a percent.
const PLACES: u64 = 10_000;

named! {
    /// LC-07: why a line is to be verified.
    Reason {
        /// The client is new.
        NewClient = "NEW_CLIENT", "new client";
        /// The debtor is new.
        NewDebtor = "NEW_DEBTOR", "new debtor";
        /// The amount is large.
        Amount = "AMOUNT", "large amount";
        /// The amount is large for this debtor.
        AboveMedian = "ABOVE_MEDIAN", "large for this debtor";
        /// A fraud check asked a person.
        FraudReview = "FRAUD_REVIEW", "a check asked for a person";
        /// It is the largest of its schedule.
        Largest = "LARGEST", "largest of its schedule";
        /// It was drawn.
        Sample = "SAMPLE", "sample";
    }
}

/// What the sample is drawn from. The schedule is no part of it: an invoice that is taken back and offered again has the
/// same draw, so nobody can offer it until the draw is good.
#[derive(Debug, Clone, Copy)]
pub struct SampleKey<'a> {
    /// The factor's seed.
    pub seed: &'a str,
    /// The code of the client, as it is printed: whoever knows the seed can draw again.
    pub client: &'a str,
    /// The code of the debtor.
    pub debtor: &'a str,
    /// FR-00: the invoice's number.
    pub number: &'a NumberKey,
}

impl SampleKey<'_> {
    /// The draw of an invoice, in hundredths of a percent: 0 to 9,999. SHA-256 over the parts, each with its length before
    /// it; the first eight bytes modulo 10,000.
    #[must_use]
    pub fn draw(&self) -> u64 {
        let mut hash = Sha256::new();
        for part in
            [self.seed.as_bytes(), self.client.as_bytes(), self.debtor.as_bytes(), self.number.as_str().as_bytes()]
        {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let digest: [u8; 32] = hash.finalize().into();
        let (first, _) = digest.split_first_chunk::<8>().expect("a SHA-256 has 32 bytes");
        u64::from_be_bytes(*first) % PLACES
    }
}

/// All that LC-07 asks about one line.
#[derive(Debug, Clone, Copy)]
pub struct LineFacts<'a> {
    /// Its amount.
    pub amount: Money,
    /// The day it was submitted.
    pub submitted: Date,
    /// The first day of the client's first agreement.
    pub client_since: Option<Date>,
    /// How many invoices of the debtor were bought before, of all clients; the count may stop at the policy's number.
    pub debtor_bought: u32,
    /// The median amount of what was bought of the debtor before, in the line's currency.
    pub debtor_median: Option<Money>,
    /// A fraud check has asked a person to look at it (FR REVIEW), whatever the person found.
    pub fraud_review: bool,
    /// Is it the largest of its schedule?
    pub largest: bool,
    /// What the sample is drawn from.
    pub key: SampleKey<'a>,
}

/// What the policy says of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Need {
    /// It is to be verified.
    Required {
        /// When.
        timing: Timing,
        /// Why: the kind, and the words with their figures.
        reasons: Vec<(Reason, String)>,
        /// The draw, where it was drawn.
        sample: Option<Proof>,
    },
    /// It is not, and why.
    Waived {
        /// In words.
        reason: String,
        /// The draw that left it out.
        sample: Option<Proof>,
    },
}

/// LC-07: is the line to be verified? Every reason that holds is given.
#[must_use]
pub fn require(line: &LineFacts<'_>, policy: &VerificationPolicy) -> Need {
    if policy.mode == Timing::Never {
        return Need::Waived { reason: "the policy asks for no confirmation".to_owned(), sample: None };
    }
    let mut reasons = Vec::new();
    // LC-07: 100 % of a new client's first days.
    match line.client_since.map(|since| (since, days_between(since, line.submitted))) {
        Some((since, age)) if age < i64::from(policy.new_client_days) => reasons.push((
            Reason::NewClient,
            format!(
                "the client\u{2019}s first agreement is in force since {}, less than {}",
                long_date(since),
                days(i64::from(policy.new_client_days))
            ),
        )),
        _ => {}
    }
    // LC-07: a debtor's first invoices.
    if line.debtor_bought < policy.new_debtor_invoices {
        reasons.push((
            Reason::NewDebtor,
            format!(
                "{} of this debtor bought so far; the first {} are confirmed",
                counted(line.debtor_bought),
                policy.new_debtor_invoices
            ),
        ));
    }
    // LC-07: large amounts.
    if let Some(threshold) = policy.exceeded(line.amount) {
        reasons.push((Reason::Amount, format!("{} is above {}", line.amount, threshold.figures())));
    }
    if let Some(median) = line.debtor_median
        && policy.above_median_times > 0
        && i128::from(line.amount.minor) > i128::from(median.minor) * i128::from(policy.above_median_times)
    {
        reasons.push((
            Reason::AboveMedian,
            format!(
                "{} is more than {} times the median of this debtor\u{2019}s invoices, {}",
                line.amount,
                policy.above_median_times,
                median.figures()
            ),
        ));
    }
    if line.fraud_review {
        reasons.push((Reason::FraudReview, "a check had asked for a person".to_owned()));
    }
    if policy.largest && line.largest {
        reasons.push((Reason::Largest, "it is the largest of its schedule".to_owned()));
    }
    if !reasons.is_empty() {
        return Need::Required { timing: policy.mode, reasons, sample: None };
    }
    let (taken, proof) = sample(&line.key, policy.sample_percent);
    if taken {
        let reasons = vec![(Reason::Sample, proof.formula.clone())];
        Need::Required { timing: policy.mode, reasons, sample: Some(proof) }
    } else {
        Need::Waived { reason: proof.formula.clone(), sample: Some(proof) }
    }
}

/// LC-07: a line is in the sample when its draw is below the sample's share.
fn sample(key: &SampleKey<'_>, percent: u32) -> (bool, Proof) {
    let draw = key.draw();
    let taken = draw < u64::from(percent) * 100;
    let formula = format!(
        "draw {}.{:02} {} {percent}: {} the sample of {percent} %",
        draw / 100,
        draw % 100,
        if taken { "<" } else { "\u{2265}" },
        if taken { "in" } else { "not in" }
    );
    let proof = Proof::new("LC-07", formula)
        .with(
            "draw",
            "SHA-256 of seed, codes of client and debtor, and invoice number; first 8 bytes mod 10,000, in hundredths",
        )
        .with("client", key.client)
        .with("debtor", key.debtor)
        .with("number", key.number);
    (taken, proof)
}

fn counted(invoices: u32) -> String {
    match invoices {
        0 => "no invoice".to_owned(),
        1 => "1 invoice".to_owned(),
        many => format!("{many} invoices"),
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}
