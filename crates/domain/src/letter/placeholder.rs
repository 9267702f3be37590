//! What a wording may ask to be filled in, and when a paragraph stands.

use super::{Element, LetterKind};
use crate::named::named;

named! {
    /// A fact that a wording names in braces: `{client}`.
    Placeholder {
        /// Trading name, else the legal name; in a letter about one client's invoices, the name over them.
        Client = "client", "the client's name as on its invoices";
        /// Legal name.
        ClientLegal = "client.legal", "the client's legal name";
        /// Legal name and trading name, where they differ.
        ClientFull = "client.full", "the client's legal and trading name";
        /// Legal name of the factor.
        Factor = "factor", "the factor's name";
        /// Telephone of the factor's desk.
        FactorPhone = "factor.phone", "the factor's telephone";
        /// Mail address of the factor.
        FactorEmail = "factor.email", "the factor's mail address";
        /// Postal address of the factor, in one line.
        FactorAddress = "factor.address", "the factor's postal address";
        /// Legal name of the debtor; its trading name is on nobody's notice.
        Debtor = "debtor", "the customer's name";
        /// Name of the reader; a role mailbox has none.
        ToName = "to.name", "the reader's name";
        /// Name of the person to ask.
        AskName = "ask.name", "the name of the person to ask";
        /// Its telephone.
        AskPhone = "ask.phone", "the telephone of the person to ask";
        /// Its mail address.
        AskEmail = "ask.email", "the mail address of the person to ask";
        /// Name of who signs.
        SignatoryName = "signatory.name", "the name of who signs";
        /// Office of who signs.
        SignatoryOffice = "signatory.office", "the office of who signs";
        /// Telephone of who signs.
        SignatoryPhone = "signatory.phone", "the telephone of who signs";
        /// Date of the letter.
        Dated = "dated", "the letter's date";
        /// From when it counts.
        Effective = "effective", "the day from which it counts";
        /// Until when something holds.
        Until = "until", "the day until which it holds";
        /// Sum of what is open, of one client's invoices in one currency.
        Total = "total", "the total of the invoices";
        /// `3 invoices`.
        Count = "count", "how many invoices";
        /// Number of the one invoice the letter is about.
        Invoice = "invoice", "the number of the one invoice";
        /// Its due date.
        Due = "due", "the due date of the one invoice";
        /// Holder of the other account.
        OldHolder = "old.holder", "the holder of the account paid to before";
        /// Last four signs of the other account's number: enough to know it by.
        OldEnds = "old.ends", "the last four signs of the account paid to before";
        /// The reader's own page.
        Page = "page", "the address of the reader's page";
        /// Address of the check page.
        CheckAddress = "check.address", "the address of the check page";
        /// Code to type there.
        CheckCode = "check.code", "the code of the check page";
        /// A person's own words.
        Words = "words", "a person's own words";
        /// The signature as one line.
        Signature = "signature", "the signature";
    }
}

impl Placeholder {
    /// Is there room for it in letters of this kind? A person's free words and sums have no place in a signed paper:
    /// both could make of it an instruction to pay a part (GL-51).
    #[must_use]
    pub const fn is_for(self, kind: LetterKind) -> bool {
        match self {
            Self::Words => matches!(
                kind,
                LetterKind::Introduction
                    | LetterKind::Reply
                    | LetterKind::ClientFirst
                    | LetterKind::ClientDispute
                    | LetterKind::ClientRecourse
                    | LetterKind::ClientTask
            ),
            Self::Total | Self::Invoice | Self::Due => !kind.is_signed(),
            Self::Signature => kind.is_signed(),
            _ => true,
        }
    }

    /// Does it come into being only when the letter leaves? A draft stands without it.
    #[must_use]
    pub const fn comes_last(self) -> bool {
        matches!(self, Self::Page | Self::CheckAddress | Self::CheckCode | Self::Signature)
    }
}

named! {
    /// What a paragraph may depend on.
    Condition {
        /// The notice covers all accounts.
        AllAccounts = "all-accounts", "the notice covers all invoices";
        /// The notice covers the invoices listed.
        Listed = "listed", "the notice covers the invoices listed";
        /// One invoice is listed.
        OneInvoice = "one-invoice", "one invoice is listed";
        /// The letter speaks of one client.
        OneClient = "one-client", "the letter speaks of one client";
    }
}

/// When a line or a paragraph of a wording stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Always: a fact that it names and that is missing is a problem.
    Always,
    /// `?`: when all facts that it names are there; else it falls away.
    Filled,
    /// `if`: when this is so.
    If(Condition),
    /// `unless`: when this is not so.
    Unless(Condition),
}

/// What an element must say, whoever writes the wording: of each group, one.
#[must_use]
pub(super) const fn must_say(element: Element, kind: LetterKind) -> &'static [&'static [Placeholder]] {
    use Placeholder as P;
    const CLIENT: &[P] = &[P::Client, P::ClientLegal, P::ClientFull];
    match element {
        // LC-42: the client itself writes its introduction.
        Element::WhoWrites => match kind {
            LetterKind::Introduction => &[],
            _ => &[&[P::Factor]],
        },
        // CO-31.
        Element::ForWhom => &[&[P::Debtor, P::ToName]],
        Element::Creditor => &[CLIENT],
        Element::Dispute => &[&[P::Until], &[P::FactorEmail], &[P::FactorAddress]],
        Element::Assigned | Element::Released => &[CLIENT, &[P::Factor]],
        Element::PayAssignee | Element::OnlyFactor => &[&[P::Factor]],
        Element::RightsAssigned => &[CLIENT],
        Element::WhoWillWrite => &[&[P::Factor]],
        Element::Effective => &[&[P::Effective]],
        Element::OldAccount => &[&[P::OldEnds], &[P::Until]],
        Element::Questions => &[&[P::AskName], &[P::AskPhone]],
        Element::Proof => &[&[P::AskPhone, P::FactorPhone, P::AskEmail, P::FactorEmail]],
        Element::Signature => &[&[P::Signature]],
        Element::Words | Element::PersonalNote => &[&[P::Words]],
        _ => &[],
    }
}
