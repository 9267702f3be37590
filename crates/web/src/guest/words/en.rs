//! English.

use super::{
    AnswerWords, Ask, CaseWords, Check, Client, Common, Debtor, HealthFigure, MoodWords, NoticeWords, Preferences,
    Remittance, Sheet, Words, Wrong,
};
use domain::contact::MessageState;
use domain::dispute::{DisputeReason, OutcomeKind};
use domain::letter::Language;
use domain::notice::NoticeState;

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
        mail: "E-mail",
        private_page: |party| {
            format!("This page is for {party}. Whoever has its address can read it: please keep it in your company.")
        },
        valid_until: |date| format!("The address holds until {date}."),
        is_letter_real: "Is our letter real?",
        never_by_mail: "We never change bank details by e-mail.",
        call_known: "If in doubt, call a number you already know, not one from a letter or e-mail you are unsure of.",
        bank_code: "Bank code",
        language_kept: "From now on we write to you in English.",
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
        paused_title: "Not possible just now",
        paused_text: "Our books cannot be opened or changed at the moment. Nothing was changed by this request.",
        paused_remedy: "Try again in a few minutes. If it happens again, call us.",
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
        all_invoices: |supplier| {
            format!(
                "Every invoice of {supplier} to you is to be paid to it. This page confirms no single invoice: \
                to be sure of one, use the page we sent you, or ask us."
            )
        },
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
    debtor: Debtor {
        title: "What you owe, and where to pay",
        open_on: |count| format!("open on {count}"),
        late: |amount| format!("{amount} of it has passed its due date."),
        nothing_open: "Nothing is open",
        nothing_open_text: "We know of no invoice that you owe through us. Thank you.",
        real: "Is this real?",
        real_text: |supplier, factor| {
            format!(
                "{supplier} has assigned its invoices to {factor}. You pay {factor}; all else stays between you and {supplier}."
            )
        },
        notice_received: |date| format!("You received the notice of this on {date}."),
        check_notice: "Check the notice",
        where_to_pay: "Where to pay",
        same_account: "All invoices on this page are paid to this account.",
        holder: "Account holder",
        account: "Account",
        reference: "Reference",
        reference_text: "The invoice numbers",
        ask_for_account: "Please ask us for the account at a number you already know.",
        invoices_of: |supplier| format!("Invoices of {supplier}"),
        invoice: "Invoice",
        issued: "Issued",
        due: "Due",
        amount: "Amount",
        open: "Open",
        total: "Open in all",
        order: "Your order",
        tick: |number| format!("Choose invoice {number}"),
        tick_all: |count| format!("All {count} invoices"),
        answer_ticked: "For the ticked ones we say",
        more: |count| format!("The {count} oldest are listed. The others come up as these are paid."),
        to_confirm: "Please confirm",
        disputed: |case| format!("In dispute, {case}"),
        announced: |date| format!("Payment announced for {date}"),
        said_paid: |date| format!("You say it was paid on {date}"),
        confirmed: "Confirmed",
        copy_asked: "A copy was asked for",
        due_today: "Due today",
        not_due: "Not due yet",
        past_due: |days| if days == 1 { "Due since yesterday".to_owned() } else { format!("Due for {days} days") },
        wrong: "If something is wrong",
        wrong_text: "Tick the invoice above and say what is wrong, or write to us here. A person answers.",
        wrong_text_none: "Write to us here. A person answers.",
        by_sheet: "Answer many invoices by a sheet",
        by_sheet_text: "Fetch all of them as a spreadsheet, fill in one column, send it back.",
        download: "Your statement as a file",
        download_text: "What you owe us today, with the account to pay to (CSV).",
        letters_text: "Everything we have written to you; acknowledge a notice or ask for proof.",
        wrong_contact_text: "You are not the one to ask.",
        preferences_text: "By e-mail, by phone or by letter; no reminders.",
        cases: "What is being looked into",
        case_dispute: "Dispute",
        case_complaint: "Complaint",
        case_question: "Question",
        case_copy: "Copy asked for",
        case_proof: "Proof asked for",
        case_correction: "Contact to correct",
        answer_by: |date| format!("answer by {date}"),
        papers: "Copies",
        no_papers: "No copies are here yet. Say that you have not received the invoice, and we ask the supplier for it.",
        paper_hint: "PDF, picture, table or text, at most 10 MB. The other side can fetch it.",
        paper_invoice: "Invoice",
        paper_order: "Order",
        paper_delivery: "Proof of delivery",
        paper_timesheet: "Time sheet",
        paper_notice: "Notice",
        paper_remittance: "Remittance advice",
        paper_other: "Paper",
        history: "What happened",
        say_something: "Say something about it",
    },
    answer: AnswerWords {
        confirmed: "Everything is correct",
        will_pay: "We will pay on \u{2026}",
        paid: "We have paid",
        disputed: "Something is not right",
        not_received: "We have not received this invoice",
        wrong_contact: "Please ask somebody else",
        confirmed_does: "You confirm that goods or services were received, that amount and due date are right, that nothing is to be \
            set off, and that you will pay as the notice says.",
        will_pay_does: "We write to nobody about these invoices until that day has passed.",
        paid_does: "We look for the payment, and write to nobody about these invoices meanwhile.",
        disputed_does: "Your supplier learns of it today. While it is being looked into, nobody asks you to pay what you dispute.",
        not_received_does: "You find the copy on this page if it is here already; else your supplier is asked for it.",
        wrong_contact_does: "We do not write to this address again, and this page closes for it.",
        wrong_contact_done: "Thank you. We do not write to this address again.",
        which: "Which invoices",
        more_invoices: "Add others",
        choose_some: "Choose at least one invoice.",
        on: "You will pay on",
        paid_on: "You paid on",
        date_wrong: "Write the day, for example 2026-03-04.",
        how: "How you paid",
        how_hint: "For example: wire, cheque 4711. It helps us find the payment.",
        amount: "Amount",
        amount_hint: "Leave it empty for all that is open.",
        amount_wrong: "Write the amount as 1,234.50 or 1.234,50.",
        disputed_amount: "How much of it",
        disputed_amount_hint: "Leave it empty if it is the whole invoice.",
        why: "What is wrong",
        choose_reason: "Choose the reason that fits best.",
        reason: |reason| match reason {
            DisputeReason::NotReceived => "Goods or service not received",
            DisputeReason::WrongAmount => "The amount is wrong",
            DisputeReason::Quality => "Quality",
            DisputeReason::Price => "The price is not the agreed one",
            DisputeReason::Duplicate => "Invoiced twice",
            DisputeReason::AlreadyPaid => "Already paid",
            DisputeReason::ReturnedGoods => "The goods went back",
            DisputeReason::ContractTerms => "The contract says otherwise",
            DisputeReason::NotOurs => "Not our invoice",
            DisputeReason::Other => "Another reason",
        },
        words: "Anything to add",
        words_dispute: "In your own words",
        words_contact: "Who would be right to ask",
        will_pay_on: |date| format!("Will be paid on {date}"),
        paid_said: |date| format!("Paid on {date}"),
        preview: "This is what you say",
        preview_text: |count| {
            if count == 1 {
                "For one invoice. Nothing has been sent yet.".to_owned()
            } else {
                format!("For {count} invoices. Nothing has been sent yet.")
            }
        },
        signed: |name| format!("In the name of {name}"),
        quiet_until: |date| format!("Nobody writes to you about these invoices until {date}."),
        opens_cases: |count| {
            if count == 1 {
                "One case is opened; its number stands on the next page.".to_owned()
            } else {
                format!("{count} cases are opened; their numbers stand on the next page.")
            }
        },
        change: "Change it",
        done: |count, what| {
            if count == 1 {
                format!("Thank you. Noted for one invoice: {what}.")
            } else {
                format!("Thank you. Noted for {count} invoices: {what}.")
            }
        },
        receipt: |number| format!("Receipt {number}."),
        case_numbers: |numbers| format!("Cases {numbers}."),
    },
    ask: Ask {
        question: "Ask a question",
        question_lead: "The person who looks after your invoices answers.",
        complaint: "Complain",
        complaint_lead: "Tell us what we could do better. Somebody answers within two business days.",
        contact: "Correct whom we write to",
        contact_lead: "Name the person or mailbox for invoices, with e-mail address and phone. We verify it before we use it.",
        about: "About invoices of",
        about_none: "None in particular",
        words: "Your words",
        words_missing: "Write in a few words what it is about.",
        done: |number| format!("Thank you. It has arrived, as {number}."),
    },
    notice: NoticeWords {
        title: "Notices and letters",
        notices: "Notices of assignment",
        letters: "Letters to you",
        no_letters: "No letter has been sent to you yet.",
        notice_of: |supplier| format!("Notice about invoices of {supplier}"),
        lead: |supplier, factor| {
            format!("{supplier} has assigned its invoices to {factor}. Payment to {factor} settles them.")
        },
        acknowledge: "We have received this notice",
        acknowledge_text: "Your name stands as your signature that the notice has arrived. It does not say that any invoice is right.",
        name_hint: "It counts as your signature.",
        acknowledged: "Thank you. Your acknowledgment is recorded.",
        acknowledged_already: "You have acknowledged this notice.",
        doubt: "We are not sure this is right",
        doubt_text: "Tell us what you doubt. A person looks into it, and nothing more is bought until it is settled.",
        doubt_words: "What you doubt",
        doubted: "Thank you. Somebody looks into it and answers you.",
        proof_by: |date| format!("You have asked for proof. You will have it by {date}."),
        proof_asked: "You have asked for proof.",
    },
    preferences: Preferences {
        title: "How we write to you",
        lead: "Notices the law asks for are sent in any case.",
        no_contact: "This page was not given to one person or mailbox. Tell us the right contact first.",
        way: "The best way to reach you",
        stop: "No reminders",
        stop_hint: "Honoured at once.",
        stopped: "No reminders any more",
        by_mail: "by e-mail",
        by_phone: "by phone",
        by_letter: "by letter",
        save: "Save",
        done: "Saved. It holds from now on.",
    },
    sheet: Sheet {
        title: "Answer by a sheet",
        lead: |count| {
            if count == 1 {
                "One invoice is open.".to_owned()
            } else {
                format!("{count} invoices are open. Answer as many as you like at once.")
            }
        },
        fetch: "1. Fetch the sheet",
        fetch_text: "It lists every invoice that is open.",
        fill: "2. Fill in the column \u{201c}Answer\u{201d}, and the date or the reason where one belongs to it. Leave it empty where you have nothing to say. \
            The answers:",
        send: "3. Send it back",
        file: "Sheet",
        file_hint: "Saved as CSV or Excel, at most 10 MB. You see what it will do before anything is done.",
        file_missing: "Choose the sheet.",
        more: |count| format!("{count} more lines need a look. Correct these first."),
        preview: "This is what the sheet says",
        preview_text: |count| {
            if count == 1 {
                "One answer. Nothing has been sent yet.".to_owned()
            } else {
                format!("{count} answers. Nothing has been sent yet.")
            }
        },
        untouched: |count| {
            if count == 1 {
                "One invoice is left as it is.".to_owned()
            } else {
                format!("{count} invoices are left as they are.")
            }
        },
        of_invoices: |count| if count == 1 { "1 invoice".to_owned() } else { format!("{count} invoices") },
        done: |count| {
            if count == 1 {
                "Thank you. One answer is noted.".to_owned()
            } else {
                format!("Thank you. {count} answers are noted.")
            }
        },
    },
    remittance: Remittance {
        title: "Send a remittance advice",
        lead: "It tells us which invoices your payment is for, so that each is settled at once.",
        file: "Remittance advice",
        file_hint: "A sheet (CSV or Excel) is read at once; a PDF or picture is read by a person. At most 10 MB.",
        file_missing: "Choose the file.",
        on: "Paid on",
        currency: "Currency of the payment",
        done: "Thank you. Your remittance advice has arrived.",
        read: |invoices, total| format!("It names {invoices}, {total} in all."),
        unknown: |numbers| format!("These numbers are no open invoices of yours here: {numbers}."),
    },
    mood: MoodWords {
        title: "How is it to work with us?",
        good: "Good",
        fine: "All right",
        not_good: "Not good",
        thanks: "Thank you for telling us.",
        sorry: "Thank you for telling us. If you like, say here what we could do better.",
    },
    case: CaseWords {
        raised: "Raised",
        with: "With",
        answer_by: |date| format!("To be answered by {date}"),
        closed_on: |date| format!("Settled on {date}"),
        said: "What was said",
        add: "Add to it",
        words: "Your words",
        words_missing: "Write in a few words what you want to add.",
        paper: "A paper, if it helps",
        paper_kind: "What the paper is",
        paper_kind_missing: "Choose what the paper is.",
        settle: "Is it settled with this?",
        go_on_talking: "No, it goes on",
        outcome: |outcome| match outcome {
            OutcomeKind::FullPay => "Yes: it will be paid in full",
            OutcomeKind::Credit => "Yes: we give a credit",
            OutcomeKind::RejectedByDebtor => "We do not pay the disputed amount",
            OutcomeKind::Withdrawn => "Yes: we take it back",
            OutcomeKind::Answered => "Yes: it is answered",
            OutcomeKind::Done => "Yes: it is done",
            OutcomeKind::Declined => "It cannot be met; the words say why",
        },
        credit: "Credit",
        credit_hint: "Only where you give one.",
        added: "Thank you. Your words were added; the others read them.",
        settled: "Thank you. It is settled, and the others are told.",
    },
    client: Client {
        title: "What needs your attention",
        nothing: "Nothing needs you now.",
        needs: |count| {
            if count == 1 { "One thing waits for you.".to_owned() } else { format!("{count} things wait for you.") }
        },
        heads_ups: "Tell these customers first",
        heads_ups_text: "Nothing is sent to them before you have told them yourself that they will pay us.",
        tell: |customer| format!("We have told {customer}"),
        previews: "Letters to look at",
        previews_text: "They leave when you agree, or when their day has come.",
        cases: "What your customers raise",
        customers: "Your customers",
        no_customers: "No customer is linked yet.",
        no_notice: "No notice yet",
        federal: "US federal agency: papers instead of a notice",
        open_cases: |count| if count == 1 { "1 open case".to_owned() } else { format!("{count} open cases") },
        paused_to: |date| format!("Paused until {date}"),
        contacts: "Who is written to",
        no_contacts: "We know nobody there yet.",
        contact_right: "Name a better contact",
        contact_words: "Whom we should write to",
        contact_hint: "Name, e-mail address, phone, and for what.",
        contact_text: "We verify a new contact before we write there.",
        letters: "Letters, sent and planned",
        no_letters: "Nothing was written yet.",
        received: "received",
        to_you: "to you",
        planned_for: |date| format!("planned for {date}"),
        history: "What happened",
        health: "How the relationship fares",
        figures: |figure| match figure {
            HealthFigure::Answered => "Questions answered, %",
            HealthFigure::HoursToAnswer => "Hours until an answer",
            HealthFigure::PromisesKept => "Promises kept, %",
            HealthFigure::Disputes => "Disputes per 100 invoices",
            HealthFigure::Messages => "Messages a month",
            HealthFigure::DaysToPay => "Days to pay",
        },
        thin: "few cases yet",
        told_title: |customer| format!("You have told {customer}"),
        told_lead: "That you work with us, and that its payments will come to us. Our letters follow after this, in your name first.",
        told_on: "When",
        told_whom: "Whom",
        told_whom_hint: "Name and office of the person.",
        whom_missing: "Write whom you have told.",
        told_how: "How",
        told_send: "We have told them",
        told_done: "Thank you. The letter of introduction follows.",
        letter_to: |customer| format!("Letter to {customer}"),
        letter_lead: "It leaves in these words.",
        own_part: "This is the part about your invoices.",
        approve: "Yes, send it",
        approve_text: "It leaves in the hours in which the customer may be written to.",
        approved: "Thank you. It leaves when it may.",
        stop: "Do not send it",
        stop_text: "It is not sent. The clock of the invoices goes on running.",
        why_stop: "Why",
        why_missing: "Write the reason in a few words.",
        stopped: "It was taken back and is not sent.",
        message_state: |state| match state {
            MessageState::Preview => "waits for you to read it",
            MessageState::Approval => "waits for our approval",
            MessageState::Queued => "planned",
            MessageState::Sending => "is being sent",
            MessageState::Sent => "sent",
            MessageState::Bounced => "came back",
            MessageState::Failed => "could not be sent",
            MessageState::Cancelled => "taken back",
            MessageState::Received => "received",
        },
        notice_state: |state| match state {
            NoticeState::Drafted => "Waits for you to tell them",
            NoticeState::HeadsUpSent => "You have told them; the introduction follows",
            NoticeState::LoiSent => "Introduction sent",
            NoticeState::LoiDelivered => "Introduced; the notice follows",
            NoticeState::NoaSent => "Notice sent",
            NoticeState::NoaDelivered => "Notice delivered",
            NoticeState::Acknowledged => "Acknowledged",
            NoticeState::Bounced => "Came back; a better address is needed",
            NoticeState::ReSent => "Sent again",
            NoticeState::ProofRequested => "They ask for proof",
            NoticeState::ProofFurnished => "Proof given",
            NoticeState::DisputedNotice => "They doubt the notice",
            NoticeState::Superseded => "Replaced by a newer notice",
            NoticeState::ReleaseSent => "Release sent",
            NoticeState::Released => "Released",
            NoticeState::Held => "Confidential: they are not told",
        },
        pause: "Pause contact",
        pause_title: |customer| format!("Pause contact with {customer}"),
        pause_lead: "Nobody at our side writes to or calls this customer about payment in that time. What the law asks for is still sent.",
        pause_days: "For how many business days",
        pause_days_hint: |most| format!("At most {most}."),
        days_missing: "Write a number of days.",
        pause_why: "Why",
        not_stopped: "What a pause does not stop",
        recourse_text: |number, date| format!("Invoice {number} falls back to you on {date} if it is not paid."),
        recourse_first: |date| format!("The next invoice falls back to you on {date} if it is not paid."),
        no_recourse: "No invoice falls back to you in that time.",
        pause_send: "Pause contact",
        paused_until: |date| format!("Contact is paused until {date}."),
        resume: "Contact may go on",
        resumed: "Contact goes on.",
    },
};
