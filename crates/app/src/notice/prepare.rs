//! LC-47: a release that is prepared and not sent: for the day on which somebody else has to send it.

use super::carry::facts;
use crate::{Error, contact, letter};
use domain::contact::Purpose;
use domain::letter::{Covered, Facts, Language, Letter, LetterKind, PayTo};
use domain::notice::Notice;
use domain::party::Factor;
use jiff::civil::Date;
use store::book::Reads;
use store::kept;

/// The release letter of a notice as a draft that says it is one: dated, to whoever is fit to read it now, else to accounts
/// payable in English, with the client's own account. Not signed, without a code: nobody can take it for one that was sent.
///
/// # Errors
/// [`Error::Refused`] when the client has no account on file, or with all that the letter lacks; [`Error::Fault`].
pub fn prepare_release(reads: &mut dyn Reads, factor: &Factor, notice: &Notice, today: Date) -> Result<Letter, Error> {
    let kind = LetterKind::Release;
    let mut written = match contact::recipient(reads, notice.debtor, Some(notice.client), Purpose::Release) {
        Ok(to) => facts(reads, factor, notice, kind, &to, today)?,
        Err(Error::Refused(_)) => {
            let english = Language::English;
            let base = letter::base_facts(reads, factor, kind, english, today, Some(notice.client), notice.debtor)?;
            Facts { covered: Some(Covered::AllAccounts), effective: Some(today), ..base }
        }
        Err(other) => return Err(other),
    };
    let account = kept::party::client(reads, notice.client)?.and_then(|client| client.account);
    let Some(account) = account else {
        let fact = "the release must say where to pay from now on, and the client has no account on file";
        return Err(Error::refused("NO_ACCOUNT", fact, "Ask the client for its account and write the letter by hand."));
    };
    written.other_pay_to = Some(PayTo { account, reference: None });
    letter::draft(reads, &written)
}
