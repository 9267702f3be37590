//! Take a factor's master data in from one file: clients, debtors, customers, agreements, mappings.
//!
//! All or nothing, in one unit. What is there already is changed to what the file says; an agreement version that is there
//! is left as it is, and refused when its terms are others, because issued terms never change (LC-30).

use crate::agreement::{NewVersion, Step, advance, draft};
use crate::contact::{NewContact, save_contact, verify_contact};
use crate::notice::record_existing;
use crate::party::{
    FactorParticulars, NewClient, NewCustomer, NewDebtor, link_customer, save_client, save_debtor, save_factor,
    save_sender,
};
use crate::schedule::save_mapping;
use crate::{App, Command, Error, Refusal, Task, client_by_code};
use domain::agreement::{Agreement, Signature};
use formats::portfolio::{AgreementEntry, Portfolio};
use serde::{Deserialize, Serialize};
use store::kept;

/// How much was taken in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenIn {
    /// Clients.
    pub clients: usize,
    /// Debtors.
    pub debtors: usize,
    /// Customer relations.
    pub customers: usize,
    /// Notices that were given before the book began.
    #[serde(default)]
    pub notices: usize,
    /// Agreement versions that were new.
    pub agreements: usize,
    /// People and mailboxes.
    pub contacts: usize,
    /// Column mappings.
    pub mappings: usize,
}

/// Takes a portfolio in.
///
/// # Errors
/// [`Error::Refused`] with the reasons; nothing is kept then.
pub fn import_portfolio(app: &App, actor: &str, portfolio: Portfolio) -> Result<TakenIn, Error> {
    if let Some(account) = portfolio.factor_account.clone() {
        let name = app.factor().name.clone();
        save_factor(app, Command::new(actor, None, &[]), FactorParticulars { name, account: Some(account) })?;
    }
    app.run(Command::new(actor, None, &[]), move |task| take_in(task, &portfolio))
}

fn take_in(task: &mut Task<'_, '_>, portfolio: &Portfolio) -> Result<TakenIn, Error> {
    let mut taken = TakenIn::default();
    if let Some(sender) = &portfolio.factor_sender {
        save_sender(task, sender)?;
    }
    for entry in &portfolio.clients {
        let new = NewClient {
            code: entry.code.to_string(),
            name: entry.name.clone(),
            status: entry.status,
            account_manager: entry.account_manager.clone(),
            identity: entry.identity.clone(),
            account: entry.account.clone(),
            guarantor: entry.guarantor.clone(),
        };
        save_client(task, &new)?;
        taken.clients += 1;
    }
    for entry in &portfolio.debtors {
        // GL-60: a file that does not say it does not make a known agency an ordinary business.
        let known = kept::party::debtor_by_code(task, entry.code.as_str())?.map(|known| known.debtor_type);
        let new = NewDebtor {
            code: entry.code.to_string(),
            name: entry.name.clone(),
            status: entry.status,
            debtor_type: entry.debtor_type.or(known).unwrap_or_default(),
            limit: entry.limit,
            identity: entry.identity.clone(),
            paying_accounts: entry.paying_accounts.clone(),
        };
        save_debtor(task, &new)?;
        taken.debtors += 1;
    }
    for entry in &portfolio.customers {
        let new = NewCustomer {
            client: entry.client.to_string(),
            debtor: entry.debtor.to_string(),
            client_reference: entry.client_reference.clone(),
            limit: entry.limit,
            order_required: entry.order_required,
        };
        link_customer(task, &new)?;
        taken.customers += 1;
        if let Some(notice) = &entry.notice {
            let missing = |what: &str| Error::NotFound(format!("{what} of a notice"));
            let client = client_by_code(task, entry.client.as_str())?;
            let debtor = kept::party::debtor_by_code(task, entry.debtor.as_str())?.ok_or_else(|| missing("debtor"))?;
            record_existing(task, client.id, debtor.id, notice.received, notice.evidence, &notice.how)?;
            taken.notices += 1;
        }
    }
    if let Some(policy) = &portfolio.verification {
        crate::verification::save_policy(task, policy)?;
    }
    for entry in &portfolio.agreements {
        taken.agreements += usize::from(take_in_agreement(task, entry)?);
    }
    for entry in &portfolio.contacts {
        let new = NewContact {
            contact: None,
            debtor: entry.debtor.as_ref().map(ToString::to_string),
            client: entry.client.as_ref().map(ToString::to_string),
            role: entry.role,
            mailbox: entry.mailbox,
            obligor: entry.obligor,
            name: entry.name.clone(),
            email: entry.email.clone(),
            phone: entry.phone.clone(),
            channel: entry.channel,
            language: entry.language,
            zone: entry.zone.clone(),
            source: entry.source,
        };
        let contact = save_contact(task, &new)?;
        if let Some(how) = &entry.verified {
            verify_contact(task, contact.id, how, true)?;
        }
        taken.contacts += 1;
    }
    for entry in &portfolio.mappings {
        save_mapping(task, entry.client.as_str(), &entry.mapping)?;
        taken.mappings += 1;
    }
    Ok(taken)
}

/// Takes a version through draft, issue and its signatures; with both it is put in force. False when it was there.
fn take_in_agreement(task: &mut Task<'_, '_>, entry: &AgreementEntry) -> Result<bool, Error> {
    let client = client_by_code(task, entry.client.as_str())?;
    let versions = kept::agreement::versions(task, client.id)?;
    if let Some(known) = versions.iter().find(|one| one.version == entry.version) {
        if known.terms == entry.terms {
            return Ok(false);
        }
        let place = format!("agreement {} version {}", client.code, entry.version);
        let fact = "the book holds this version with other terms";
        let remedy = "Issued terms never change: give the new terms the next version number.";
        return Err(Error::Refused(vec![Refusal::at(&place, "VERSION_FROZEN", fact, remedy)]));
    }
    let new = NewVersion {
        client: client.code.to_string(),
        effective_from: entry.effective_from,
        terms: entry.terms.clone(),
    };
    let drafted: Agreement = draft(task, &new)?;
    if drafted.version != entry.version {
        let fact =
            format!("version {} is written, but the next of {} is {}", entry.version, client.code, drafted.version);
        return Err(Error::refused("VERSION_ORDER", fact, "Number the versions 1, 2, 3 without gaps."));
    }
    advance(task, client.code.as_str(), entry.version, &Step::Issue)?;
    for signature in &entry.signatures {
        let signature = Signature {
            side: signature.side,
            signer: signature.signer.clone(),
            capacity: signature.capacity.clone(),
            signed_on: signature.signed_on,
            terms_sha256: drafted.terms_sha256(),
        };
        advance(task, client.code.as_str(), entry.version, &Step::Sign { signature })?;
    }
    if entry.is_executed() {
        advance(task, client.code.as_str(), entry.version, &Step::PutInForce)?;
    }
    Ok(true)
}
