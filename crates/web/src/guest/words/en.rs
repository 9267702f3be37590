//! English.

use super::{Check, Common, Words, Wrong};
use domain::letter::Language;

pub(super) const WORDS: Words = Words {
    language: Language::English,
    common: Common {
        skip: "Skip to the content",
        language: "Language",
        change_language: "Change",
        go_on: "Continue",
        back: "Back",
        send: "Send",
        optional: "optional",
        your_name: "Your name",
        your_name_hint: "So that the others know whom they are talking to.",
        name_missing: "Write your name.",
        errors: |count| {
            if count == 1 { "One answer needs a look".to_owned() } else { format!("{count} answers need a look") }
        },
        phone: "Phone",
        mail: "Mail",
        private_page: |party| {
            format!("This page is for {party}. Whoever has its address can read it: please keep it in your company.")
        },
        valid_until: |date| format!("The address holds until {date}."),
        is_letter_real: "Is our letter real?",
        never_by_mail: "We never change bank details by e-mail.",
        call_known: "If in doubt, call a number you already know, not one from a letter or mail you are unsure of.",
        bank_code: "Bank code",
    },
    wrong: Wrong {
        nothing_title: "This address opens nothing",
        nothing_text: "It may have been replaced or have expired, or a part of it got lost on the way. Nothing was changed, and nothing \
            is wrong on your side.",
        nothing_remedy: |factor| format!("Check that the address is complete. Otherwise ask {factor} for a new one."),
        often_title: "A short break",
        often_text: "There were many requests from your network in a short time. That protects the people whose invoices are \
            kept here.",
        often_remedy: |seconds| {
            if seconds == 1 {
                "Try again in one second.".to_owned()
            } else {
                format!("Try again in {seconds} seconds.")
            }
        },
        refused_title: "This was not done",
        refused_text: "Nothing was changed. The reasons:",
        sent_title: "Sent already",
        sent_text: "This form was sent before with other answers. What it did then stands; nothing more was done.",
        expired_title: "The form has expired",
        expired_text: "The form was not made for this page, so nothing was done. That happens when it stood open for a long time.",
        form_title: "The form cannot be read",
        form_text: "What arrived is not a form of this page. Nothing was changed.",
        large_title: "That is too large",
        large_text: |most| {
            format!("At most {most} can be sent at once. Nothing was changed. Send a smaller file, or several.")
        },
        slow_title: "That took too long",
        slow_text: "The request was not finished in time. Nothing was changed by it.",
        fault_title: "Something went wrong",
        fault_text: "The fault is ours. Nothing was changed by this request.",
        try_again: "Try again. If it happens again, call us.",
        open_again: "Open the page again and send it from there.",
        reference: |reference| format!("Reference {reference}"),
    },
    check: Check {
        title: "Is this letter real?",
        lead: |factor| format!("Every notice of {factor} carries a code. Type it here and see what we really wrote."),
        code: "Code of the letter",
        code_hint: "It stands at the end of the letter, beside the square picture.",
        check: "Check",
        unknown_title: "We do not know this code",
        unknown_text: |factor| format!("{factor} has issued no letter with the code you typed."),
        unknown_do: "Do not pay to an account that such a letter names. Call us, or your supplier, at a number you already know.",
        unknown_typo: "If you may have mistyped it, compare the code once more.",
        genuine_title: "This code is ours",
        genuine_text: |factor, date| format!("{factor} wrote a letter with this code on {date}, and it holds."),
        genuine_do: "A code can be copied onto a false letter: compare the account before you pay.",
        superseded_title: "This letter was ours, and a newer one has taken its place",
        superseded_text: |date| format!("It was issued on {date} and no longer says where to pay."),
        superseded_on: |date| format!("The newer one is of {date}."),
        superseded_do: "Pay as the newer letter says. If you have not received it, call us at a number you already know.",
        successor: "See the newer letter",
        released_title: "This assignment has ended",
        released_text: |factor, supplier| {
            format!("{factor} has released you. New invoices of {supplier} are paid as {supplier} tells you.")
        },
        released_on: |date| format!("That is so since {date}."),
        says: "What the letter says",
        supplier: "Supplier",
        customer: "Customer",
        factor: "Pay to",
        kind: "Letter",
        issued: "Issued",
        since: "Holds since",
        pay_to: "Account",
        ending: |signs| format!("ends in {signs}"),
        notice_of_assignment: "Notice of assignment",
        change_of_account: "Change of pay-to details",
        release: "Release",
        proof_of_assignment: "Proof of assignment",
        compare_title: "Is this what your letter says?",
        compare_lead: "Type the account number from your letter. We tell you whether it is the one we wrote, and show it to nobody.",
        account: "Account number or IBAN",
        account_hint: "Blanks do not matter.",
        account_missing: "Type the account number that stands in your letter.",
        invoice: "Invoice number",
        invoice_hint: "To see whether the letter covers it.",
        compare: "Compare",
        account_right: "Yes. The account number is the one we wrote.",
        account_wrong: "No. This is not the account number we wrote.",
        account_wrong_do: "Do not pay to it. Compare the number once more; if it stays different, call us at a number you already know. \
            The letter may have been altered.",
        account_old: "This is our earlier account.",
        account_old_until: |date| format!("It stays open until {date}. Please pay to the account in the newer letter."),
        invoice_right: |number| format!("Invoice {number} is to be paid to it."),
        invoice_wrong: |number| format!("We cannot confirm invoice {number} here. Check the number, or ask us."),
        proof_title: "Ask for proof of the assignment",
        proof_lead: |days| {
            format!(
                "You may ask for proof that your supplier has assigned its invoices to us. We send it within {days} business days, \
                to the accounts payable address we have verified for your company, never to another one."
            )
        },
        proof_words: "What would you like to see?",
        proof_words_hint: "Leave it empty for the usual: the signed page, and whom to call.",
        proof_send: "Ask for proof",
        proof_asked: |date, due| format!("Asked for on {date}. You will have it by {due}."),
        proof_asked_note: "Asking commits you to nothing.",
        proof_open: |date, due| format!("Proof was asked for on {date}. It is due by {due}."),
        proof_given: |date| format!("Proof was given on {date}."),
        offline_title: "Check it without us",
        offline_lead: "The letter's content is signed. With our public key anyone can check the signature on a computer of their own.",
        signed_content: "Signed content",
        signature: "Signature",
        public_key: "Public key",
        how_offline: "How to check it",
        key_title: "Our public key",
        key_lead: |factor| {
            format!(
                "With this key {factor} signs its notices (Ed25519, RFC 8032). Compare its short name with the one printed \
            on an earlier letter, or ask us on the phone."
            )
        },
        key_steps: "Save the signed content and the signature from the page of your letter, and the key from this page. Then OpenSSL 3 \
            answers \u{201c}Signature Verified Successfully\u{201d} to:",
        key_since: |date| format!("In use since {date}"),
        key_compare: "Short name",
        no_key: "Nothing has been signed yet.",
    },
};
