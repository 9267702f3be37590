//! What the engine says to clients in its own words, in their language, where no letter has words of its own.

use domain::letter::Language;

/// What is said.
#[derive(Debug, Clone, Copy)]
pub(super) enum Say {
    /// A contact is missing, old or does not take mail (CO-04).
    Contact,
    /// Only the client may ask (CO-03 light touch, GL-44).
    AskYourself,
    /// The next person was written to (CO-09: copy to the client).
    Copied,
}

impl Say {
    /// The words, with the customer's name; the letter lists the invoices below them.
    pub fn words(self, language: Language, debtor: &str) -> String {
        match (self, language) {
            (Self::Contact, Language::English) => format!(
                "We need a current accounts payable contact at {debtor}: the one we have is missing, out of date, or does not take our mail. Please send us the name, mail address and telephone number of the right person or mailbox."
            ),
            (Self::Contact, Language::German) => format!(
                "Wir brauchen einen aktuellen Kontakt in der Kreditorenbuchhaltung von {debtor}: Der bisherige fehlt, ist veraltet oder nimmt unsere Post nicht an. Bitte nennen Sie uns Namen, E-Mail-Adresse und Telefonnummer der richtigen Person oder des richtigen Postfachs."
            ),
            (Self::Contact, Language::French) => format!(
                "Il nous faut un contact \u{e0} jour \u{e0} la comptabilit\u{e9} fournisseurs de {debtor} : celui que nous avons manque, n\u{2019}est plus valable ou ne re\u{e7}oit pas nos messages. Merci de nous indiquer le nom, l\u{2019}adresse \u{e9}lectronique et le t\u{e9}l\u{e9}phone de la bonne personne ou de la bonne bo\u{ee}te."
            ),
            (Self::Contact, Language::Spanish) => format!(
                "Necesitamos un contacto actual de cuentas por pagar en {debtor}: el que tenemos falta, ha quedado anticuado o no recibe nuestro correo. Le rogamos que nos indique nombre, correo y tel\u{e9}fono de la persona o del buz\u{f3}n adecuado."
            ),
            (Self::AskYourself, Language::English) => format!(
                "These invoices to {debtor} are past due. We do not write to your customer about them; would you please ask when payment is planned? The recourse date in your agreement goes on running meanwhile."
            ),
            (Self::AskYourself, Language::German) => format!(
                "Diese Rechnungen an {debtor} sind \u{fc}berf\u{e4}llig. Wir schreiben Ihrem Kunden dazu nicht; w\u{fc}rden Sie bitte nachfragen, wann die Zahlung geplant ist? Die R\u{fc}ckgrifffrist Ihres Vertrags l\u{e4}uft unterdessen weiter."
            ),
            (Self::AskYourself, Language::French) => format!(
                "Ces factures adress\u{e9}es \u{e0} {debtor} sont \u{e9}chues. Nous n\u{2019}\u{e9}crivons pas \u{e0} votre client \u{e0} ce sujet ; pourriez-vous lui demander quand le paiement est pr\u{e9}vu ? Le d\u{e9}lai de recours de votre contrat continue de courir."
            ),
            (Self::AskYourself, Language::Spanish) => format!(
                "Estas facturas a {debtor} est\u{e1}n vencidas. Nosotros no escribimos a su cliente sobre ellas; \u{bf}podr\u{ed}a preguntarle cu\u{e1}ndo est\u{e1} previsto el pago? El plazo de recurso de su contrato sigue corriendo."
            ),
            (Self::Copied, Language::English) => {
                format!(
                    "For your information: we have written to the person responsible at {debtor} about these invoices."
                )
            }
            (Self::Copied, Language::German) => format!(
                "Zu Ihrer Kenntnis: Wir haben der verantwortlichen Person bei {debtor} wegen dieser Rechnungen geschrieben."
            ),
            (Self::Copied, Language::French) => {
                format!(
                    "Pour votre information : nous avons \u{e9}crit \u{e0} la personne responsable chez {debtor} au sujet de ces factures."
                )
            }
            (Self::Copied, Language::Spanish) => {
                format!(
                    "Para su informaci\u{f3}n: hemos escrito a la persona responsable en {debtor} sobre estas facturas."
                )
            }
        }
    }
}
