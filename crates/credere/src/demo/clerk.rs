//! What a person at the example factor does by hand: books outgoing bank entries, takes a wrong match back, refunds.
//!
//! The last week is left alone, so that there is something to do.

use app::cash::{self, DebitProposal, Placement};
use app::{App, Command, Error};
use domain::id::ReceiptId;
use store::kept;
use store::kept::statement::{Receipt, ReceiptState};

/// Most entries looked at in one evening.
const LOOKED_AT: i64 = 100;

/// Books what the bank took out: returned payments, charges, sweeps.
pub fn book_debits(app: &App) -> Result<(), Error> {
    let waiting =
        app.read(|snapshot| Ok(kept::statement::receipts_in(snapshot, ReceiptState::DebitWaiting, 0, LOOKED_AT)?))?;
    let mut returned = None;
    for entry in waiting {
        let factor = app.factor();
        let id = entry.id;
        let proposals = app.read(|snapshot| cash::debit_proposals(snapshot, &factor, id))?;
        let back = proposals.into_iter().find_map(|proposal| match proposal {
            DebitProposal::ReturnOf { receipt, .. } if entry.details.return_reason.is_some() => Some(receipt),
            _ => None,
        });
        if let Some(receipt) = back {
            act(app, move |task| cash::return_item(task, id, receipt))?;
            returned = seller_of(app, receipt)?;
        } else {
            let placement = placement(&entry, returned);
            act(app, move |task| cash::place_debit(task, id, placement))?;
        }
    }
    Ok(())
}

/// A sweep, a fee for the returned payment just before it, or a charge of the bank.
fn placement(entry: &Receipt, returned: Option<domain::id::ClientId>) -> Placement {
    let says = |word: &str| {
        let texts = entry.details.texts.iter().map(String::as_str).chain(entry.details.bank_code.as_deref());
        texts.map(str::to_lowercase).any(|text| text.contains(word))
    };
    match returned {
        _ if says("sweep") || says("swep") => Placement::OwnTransfer,
        Some(client) if says("return") => Placement::PassOnTo { client },
        _ => Placement::BankCharge,
    }
}

/// The client whose invoice a receipt had paid.
fn seller_of(app: &App, receipt: ReceiptId) -> Result<Option<domain::id::ClientId>, Error> {
    app.read(|snapshot| {
        let paid = kept::cash::of_receipt(snapshot, receipt)?;
        let Some(first) = paid.first() else { return Ok(None) };
        Ok(kept::invoice::get(snapshot, first.invoice)?.map(|invoice| invoice.client))
    })
}

/// Refunds what debtors paid too much, to the account it came from.
pub fn refund_overpayments(app: &App) -> Result<(), Error> {
    let waiting =
        app.read(|snapshot| Ok(kept::statement::receipts_in(snapshot, ReceiptState::Waiting, 0, LOOKED_AT)?))?;
    for receipt in waiting.into_iter().filter(|receipt| receipt.unapplied < receipt.amount.minor) {
        let (id, left) = (receipt.id, receipt.unapplied);
        act(app, move |task| cash::refund(task, id, left))?;
    }
    Ok(())
}

/// Takes one match back and places it again: a mistake that was seen and mended.
pub fn mend_one_match(app: &App) -> Result<(), Error> {
    let applied = app.read(|snapshot| {
        let newest = kept::statement::newest_receipts(snapshot, None, 20)?;
        let Some(receipt) = newest.into_iter().find(|receipt| receipt.state == ReceiptState::Applied) else {
            return Ok(None);
        };
        let active = kept::cash::of_receipt(snapshot, receipt.id)?;
        Ok(active.into_iter().find(|one| one.ended_seq.is_none()).map(|one| (receipt.id, one.invoice, one.applied)))
    })?;
    if let Some((receipt, invoice, applied)) = applied {
        act(app, move |task| cash::undo(task, receipt, invoice, "the debtor asked which invoice it had paid"))?;
        act(app, move |task| {
            cash::apply(task, receipt, &[(invoice, applied)], "the debtor confirmed it by telephone")
        })?;
    }
    Ok(())
}

/// The client takes one of the lines back that wait for a decision.
pub fn withdraw_one(app: &App) -> Result<(), Error> {
    let waiting = app.read(|snapshot| Ok(kept::invoice::waiting(snapshot, 1)?))?;
    if let Some(invoice) = waiting.first().map(|invoice| invoice.id) {
        act(app, move |task| app::schedule::withdraw(task, invoice, "the client sent a corrected invoice instead"))?;
    }
    Ok(())
}

fn act<T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static>(
    app: &App,
    work: impl FnOnce(&mut app::Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
) -> Result<T, Error> {
    app.run(Command::system("demo"), work)
}
