//! The few words of a letter that stand outside its wording: names of columns and rows, the answers to click, the
//! address field, the marks of a draft. One set per language.

use super::{Click, Language};

/// The words of one language.
pub(super) struct Labels {
    pub number: &'static str,
    pub issued: &'static str,
    pub due: &'static str,
    /// The column's head is this and the currency.
    pub amount: &'static str,
    pub open: &'static str,
    /// What was paid on it, or credited.
    pub credited: &'static str,
    pub disputed: &'static str,
    pub total: &'static str,
    pub holder: &'static str,
    pub iban: &'static str,
    pub account: &'static str,
    pub bic: &'static str,
    pub clearing: &'static str,
    pub reference: &'static str,
    /// Before a currency, where a letter names several accounts.
    pub for_invoices_in: &'static str,
    /// What to write on the payment where nobody said.
    pub invoice_numbers: &'static str,
    pub accounts_payable: &'static str,
    /// Before a name in the address field.
    pub attention: &'static str,
    pub trading_as: &'static str,
    pub account_manager: &'static str,
    pub copy: &'static str,
    /// `{factor}` sends it for `{client}`: the two are put in the place of the marks 1 and 2.
    pub sent_for: &'static str,
    pub draft: &'static str,
    pub draft_note: &'static str,
}

/// The words of a language.
pub(super) const fn of(language: Language) -> &'static Labels {
    match language {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
        Language::French => &FRENCH,
        Language::Spanish => &SPANISH,
    }
}

static ENGLISH: Labels = Labels {
    number: "Invoice",
    issued: "Dated",
    due: "Due",
    amount: "Amount",
    open: "Open",
    credited: "Paid, credited",
    disputed: "In dispute",
    total: "Total",
    holder: "Account holder",
    iban: "IBAN",
    account: "Account number",
    bic: "BIC",
    clearing: "Bank code",
    reference: "Reference",
    for_invoices_in: "For invoices in",
    invoice_numbers: "the invoice numbers",
    accounts_payable: "Accounts payable",
    attention: "Attention:",
    trading_as: "trading as",
    account_manager: "Account manager",
    copy: "Copy to",
    sent_for: "Sent by 1 on behalf of 2.",
    draft: "Draft",
    draft_note: "Draft: not signed, not sent, not valid.",
};

static GERMAN: Labels = Labels {
    number: "Rechnung",
    issued: "vom",
    due: "fällig am",
    amount: "Betrag",
    open: "Offen",
    credited: "Bezahlt, gutgeschrieben",
    disputed: "Beanstandet",
    total: "Summe",
    holder: "Kontoinhaber",
    iban: "IBAN",
    account: "Kontonummer",
    bic: "BIC",
    clearing: "Bankleitzahl",
    reference: "Verwendungszweck",
    for_invoices_in: "Für Rechnungen in",
    invoice_numbers: "die Rechnungsnummern",
    accounts_payable: "Kreditorenbuchhaltung",
    attention: "z. Hd.",
    trading_as: "im Geschäftsverkehr:",
    account_manager: "Kundenbetreuung",
    copy: "Kopie an",
    sent_for: "Versandt von 1 im Auftrag von 2.",
    draft: "Entwurf",
    draft_note: "Entwurf: nicht unterzeichnet, nicht versandt, nicht gültig.",
};

static FRENCH: Labels = Labels {
    number: "Facture",
    issued: "du",
    due: "Échéance",
    amount: "Montant",
    open: "Solde dû",
    credited: "Payé, crédité",
    disputed: "Contesté",
    total: "Total",
    holder: "Titulaire du compte",
    iban: "IBAN",
    account: "Numéro de compte",
    bic: "BIC",
    clearing: "Code banque",
    reference: "Référence",
    for_invoices_in: "Pour les factures en",
    invoice_numbers: "les numéros de facture",
    accounts_payable: "Service comptabilité fournisseurs",
    attention: "À l\u{2019}attention de",
    trading_as: "sous le nom commercial",
    account_manager: "Relation clientèle",
    copy: "Copie à",
    sent_for: "Envoyé par 1 au nom de 2.",
    draft: "Projet",
    draft_note: "Projet : non signé, non envoyé, sans valeur.",
};

static SPANISH: Labels = Labels {
    number: "Factura",
    issued: "Fecha",
    due: "Vencimiento",
    amount: "Importe",
    open: "Pendiente",
    credited: "Pagado, abonado",
    disputed: "En disputa",
    total: "Total",
    holder: "Titular de la cuenta",
    iban: "IBAN",
    account: "Número de cuenta",
    bic: "BIC",
    clearing: "Código del banco",
    reference: "Concepto",
    for_invoices_in: "Para facturas en",
    invoice_numbers: "los números de factura",
    accounts_payable: "Departamento de cuentas a pagar",
    attention: "A la atención de",
    trading_as: "con el nombre comercial",
    account_manager: "Gestión de clientes",
    copy: "Copia para",
    sent_for: "Enviado por 1 en nombre de 2.",
    draft: "Borrador",
    draft_note: "Borrador: sin firma, sin enviar, sin validez.",
};

/// The words of an answer that the reader may click.
pub(super) const fn click(language: Language, click: Click) -> &'static str {
    match (language, click) {
        (Language::English, Click::Paid) => "We have paid",
        (Language::English, Click::WillPay) => "We will pay on \u{2026}",
        (Language::English, Click::Disputed) => "Something is not right",
        (Language::English, Click::NotReceived) => "We have not received this invoice",
        (Language::English, Click::WrongContact) => "Please ask somebody else",
        (Language::English, Click::Confirmed) => "Everything is correct",
        (Language::English, Click::Acknowledged) => "We have received this notice",
        (Language::English, Click::Proof) => "Please send us proof",
        (Language::German, Click::Paid) => "Wir haben bezahlt",
        (Language::German, Click::WillPay) => "Wir bezahlen am \u{2026}",
        (Language::German, Click::Disputed) => "Etwas stimmt nicht",
        (Language::German, Click::NotReceived) => "Diese Rechnung liegt uns nicht vor",
        (Language::German, Click::WrongContact) => "Bitte fragen Sie jemand anderen",
        (Language::German, Click::Confirmed) => "Alles ist richtig",
        (Language::German, Click::Acknowledged) => "Die Anzeige ist bei uns eingegangen",
        (Language::German, Click::Proof) => "Bitte senden Sie uns einen Nachweis",
        (Language::French, Click::Paid) => "Nous avons payé",
        (Language::French, Click::WillPay) => "Nous paierons le \u{2026}",
        (Language::French, Click::Disputed) => "Quelque chose ne va pas",
        (Language::French, Click::NotReceived) => "Nous n\u{2019}avons pas reçu cette facture",
        (Language::French, Click::WrongContact) => "Merci de vous adresser à quelqu\u{2019}un d\u{2019}autre",
        (Language::French, Click::Confirmed) => "Tout est exact",
        (Language::French, Click::Acknowledged) => "Nous avons bien reçu cette notification",
        (Language::French, Click::Proof) => "Merci de nous envoyer un justificatif",
        (Language::Spanish, Click::Paid) => "Ya hemos pagado",
        (Language::Spanish, Click::WillPay) => "Pagaremos el \u{2026}",
        (Language::Spanish, Click::Disputed) => "Hay algo que no es correcto",
        (Language::Spanish, Click::NotReceived) => "No hemos recibido esta factura",
        (Language::Spanish, Click::WrongContact) => "Por favor, consulte a otra persona",
        (Language::Spanish, Click::Confirmed) => "Todo es correcto",
        (Language::Spanish, Click::Acknowledged) => "Hemos recibido esta notificación",
        (Language::Spanish, Click::Proof) => "Por favor, envíennos un justificante",
    }
}
