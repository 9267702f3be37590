//! German.

use super::Terms;
use crate::contact::{Channel, DocumentKind, Mood, Profile, Purpose, Role};
use crate::dispute::{CaseKind, DisputeReason, Side};
use crate::invoice::verification::{Confirmable, Method};
use crate::notice::{Deliverer, Leg, Trigger};

pub(super) const TERMS: Terms = Terms {
    side: |side| match side {
        Side::Factor => "Factor",
        Side::Client => "Lieferant",
        Side::Debtor => "Kunde",
    },
    by_link: "über den Link",
    unproved: "Absender nicht nachgewiesen",
    holder: "Jemand, dem unser Brief vorliegt",
    purpose: |purpose| match purpose {
        Purpose::Introduction => "Einführungsschreiben",
        Purpose::Notice => "Abtretungsanzeige",
        Purpose::NoticeReminder => "Bitte, die Anzeige zu bestätigen",
        Purpose::RemitToChange => "Änderung der Bankverbindung",
        Purpose::Release => "Freigabe",
        Purpose::Proof => "Nachweis der Abtretung",
        Purpose::Verification => "Bitte, Rechnungen zu bestätigen",
        Purpose::Status => "Frage nach der Zahlung",
        Purpose::StatusAgain => "Zweite Frage nach der Zahlung",
        Purpose::Validation => "Mitteilung zur Forderung",
        Purpose::Call => "Anruf in der Kreditorenbuchhaltung",
        Purpose::Supervisor => "Frage an die Leitung der Kreditorenbuchhaltung",
        Purpose::PastDue => "Schreiben zu überfälligen Rechnungen",
        Purpose::BeforeDue => "Erinnerung vor der Fälligkeit",
        Purpose::Reply => "Antwort an den Kunden",
        Purpose::ToClient => "Nachricht an den Lieferanten",
        Purpose::ClientFirst => "Bitte an den Lieferanten",
        Purpose::Recourse => "Hinweis auf den Rückgriffstag",
        Purpose::ContactTask => "Ansprechpartner zu berichtigen",
        Purpose::Incoming => "Eingegangene Nachricht",
    },
    by: |channel| match channel {
        Channel::Email => "per E-Mail",
        Channel::Phone => "am Telefon",
        Channel::Letter => "per Brief",
        Channel::Portal => "über die eigene Seite",
    },
    method: |method| match method {
        Method::Email => "per E-Mail",
        Method::Phone => "am Telefon",
        Method::Portal => "im Portal des Kunden",
        Method::DocMatch => "durch Belege",
        Method::SignedEstoppel => "durch unterschriebene Erklärung",
        Method::ByClient => "durch den Lieferanten, im eigenen Namen",
    },
    leg: |leg| match leg {
        Leg::Introduction => "Das Einführungsschreiben",
        Leg::Notice => "Die Abtretungsanzeige",
        Leg::Release => "Das Freigabeschreiben",
    },
    role: |role| match role {
        Role::AccountsPayable => "Kreditorenbuchhaltung",
        Role::Supervisor => "Leitung der Kreditorenbuchhaltung",
        Role::Controller => "Controlling",
        Role::Lawyer => "anwaltliche Vertretung",
        Role::Client => "Person beim Lieferanten",
    },
    paper: |kind| match kind {
        DocumentKind::Invoice => "Rechnung",
        DocumentKind::Order => "Bestellung",
        DocumentKind::Delivery => "Liefernachweis",
        DocumentKind::Timesheet => "Stundenzettel",
        DocumentKind::Notice => "Anzeige",
        DocumentKind::Remittance => "Zahlungsavis",
        DocumentKind::Other => "Papier",
    },
    case: |kind| match kind {
        CaseKind::Dispute => "Einwand",
        CaseKind::Complaint => "Beschwerde",
        CaseKind::Question => "Frage",
        CaseKind::Copy => "Bitte um eine Kopie",
        CaseKind::Proof => "Bitte um einen Nachweis",
        CaseKind::Correction => "Ansprechpartner zu berichtigen",
    },
    reason: |reason| match reason {
        DisputeReason::NotReceived => "Ware oder Leistung nicht erhalten",
        DisputeReason::WrongAmount => "der Betrag ist falsch",
        DisputeReason::Quality => "Qualität",
        DisputeReason::Price => "der Preis ist nicht der vereinbarte",
        DisputeReason::Duplicate => "doppelt berechnet",
        DisputeReason::AlreadyPaid => "schon bezahlt",
        DisputeReason::ReturnedGoods => "die Ware ging zurück",
        DisputeReason::ContractTerms => "der Vertrag sagt es anders",
        DisputeReason::NotOurs => "nicht unsere Rechnung",
        DisputeReason::Other => "ein anderer Grund",
    },
    fact: |fact| match fact {
        Confirmable::Delivered => "Ware oder Leistung angekommen und angenommen",
        Confirmable::Amount => "Betrag",
        Confirmable::Terms => "Fälligkeit und Zahlungsziel",
        Confirmable::InSystem => "im System des Kunden erfasst",
        Confirmable::NoOffset => "nichts aufzurechnen, keine frühere Zahlung",
        Confirmable::RemitTo => "Zahlung an den Factor",
    },
    trigger: |trigger| match trigger {
        Trigger::Default => "der Lieferant seinen Vertrag nicht einhält",
        Trigger::Misdirected => "eine Zahlung fehlgeleitet wurde",
        Trigger::OverAdvance => "zu lange mehr ausgezahlt ist, als verfügbar war",
    },
    profile: |profile| match profile {
        Profile::LightTouch => "zurückhaltend",
        Profile::Standard => "üblich",
        Profile::ClientFirst => "Lieferant zuerst",
        Profile::Silent => "still",
    },
    deliverer: |deliverer| match deliverer {
        Deliverer::Client => "durch den Lieferanten selbst",
        Deliverer::Factor => "durch den Factor für den Lieferanten",
    },
    mood: |mood| match mood {
        Mood::Good => "gut",
        Mood::Fine => "in Ordnung",
        Mood::NotGood => "nicht gut",
    },
};
