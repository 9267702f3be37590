//! What a caller says (GL-40): the script names the factor, and there is none where the debtor must not be called.

use crate::agreement::NotificationMode;
use crate::wording::counted;

/// What a call is about.
#[derive(Debug, Clone, Copy)]
pub struct CallFacts<'a> {
    /// Who calls.
    pub caller: &'a str,
    /// The factor's name.
    pub factor: &'a str,
    /// The client's name, as on its invoices.
    pub client: &'a str,
    /// The debtor's name.
    pub debtor: &'a str,
    /// Number, amount and due date of each invoice, as words.
    pub invoices: &'a [String],
    /// Does the debtor know of the assignment?
    pub notification: NotificationMode,
}

/// Why there is no script.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScriptRefused {
    /// GL-44: the debtor of a confidential facility is not called by the factor.
    #[error(
        "{client}\u{2019}s agreement is confidential: its customers are not called by the factor. Verify by documents, or let the client ask in its own name"
    )]
    Confidential {
        /// Whose agreement.
        client: String,
    },
    /// GL-40: who calls, and for whom, must be said.
    #[error("{0} is not given. A caller says who is calling and for whom; fill it in")]
    Nameless(&'static str),
    /// There is nothing to ask.
    #[error("no invoice is named. Choose the invoices to ask about")]
    Nothing,
}

/// The words of a verification call. They name the caller, the factor and the client, and ask one thing at a time.
///
/// # Errors
/// [`ScriptRefused`]: confidential facilities, missing names, nothing to ask.
pub fn phone_script(facts: &CallFacts<'_>) -> Result<String, ScriptRefused> {
    if facts.notification == NotificationMode::NonNotification {
        return Err(ScriptRefused::Confidential { client: facts.client.to_owned() });
    }
    for (what, name) in [
        ("your name", facts.caller),
        ("the factor\u{2019}s name", facts.factor),
        ("the client\u{2019}s name", facts.client),
    ] {
        if name.trim().is_empty() {
            return Err(ScriptRefused::Nameless(what));
        }
    }
    if facts.invoices.is_empty() {
        return Err(ScriptRefused::Nothing);
    }
    let CallFacts { caller, factor, client, debtor, invoices, .. } = facts;
    // A name like "Tolland Inc." ends a sentence by itself.
    let client_ends = client.trim_end_matches('.');
    let mut script = format!(
        "Good day, my name is {caller}. I am calling from {factor}, which buys invoices of {client_ends}. Am I speaking with \
         accounts payable of {debtor}?\n\nI would like to confirm {} of {client}:\n",
        counted(invoices.len(), "invoice")
    );
    for invoice in *invoices {
        script.push_str("\u{2013} ");
        script.push_str(invoice);
        script.push('\n');
    }
    script.push_str(
        "\nFor each of them:\n\
         1. Were the goods or services delivered and accepted?\n\
         2. Is the amount right, and the due date?\n\
         3. Is the invoice in your system?\n\
         4. Is there any offset, claim or earlier payment?\n",
    );
    script.push_str(&format!(
        "5. Is {factor} the payee in your system?\n\nMay I note your name and office? Thank you. If you would rather have \
         this in writing, we send it by mail. Please check who we are on the number you know of {client_ends}.\n"
    ));
    Ok(script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gl_40_the_script_names_who_calls_and_reads_well_after_a_name_with_a_full_stop() {
        let invoices = ["invoice 7, 10.00 USD, due 1 May 2026".to_owned()];
        let facts = CallFacts {
            caller: "Ines Calder",
            factor: "Calder Street Factors",
            client: "Tolland Parts Inc.",
            debtor: "Norwell Grocers",
            invoices: &invoices,
            notification: NotificationMode::Notification,
        };
        let script = phone_script(&facts).unwrap();
        assert!(
            script.contains("from Calder Street Factors, which buys invoices of Tolland Parts Inc. Am I"),
            "{script}"
        );
        assert!(!script.contains(".."), "{script}");
        assert_eq!(phone_script(&CallFacts { caller: " ", ..facts }), Err(ScriptRefused::Nameless("your name")));
    }
}
