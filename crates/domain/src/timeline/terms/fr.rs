//! French.

use super::Terms;
use crate::contact::{Channel, DocumentKind, Mood, Profile, Purpose, Role};
use crate::dispute::{CaseKind, DisputeReason, Side};
use crate::invoice::verification::{Confirmable, Method};
use crate::notice::{Deliverer, Leg, Trigger};

pub(super) const TERMS: Terms = Terms {
    side: |side| match side {
        Side::Factor => "affactureur",
        Side::Client => "fournisseur",
        Side::Debtor => "client",
    },
    by_link: "par le lien",
    unproved: "expéditeur non vérifié",
    holder: "Une personne qui tient notre lettre",
    purpose: |purpose| match purpose {
        Purpose::Introduction => "lettre de présentation",
        Purpose::Notice => "notification de cession",
        Purpose::NoticeReminder => "demande d’accusé de réception",
        Purpose::RemitToChange => "changement de coordonnées bancaires",
        Purpose::Release => "mainlevée",
        Purpose::Proof => "justificatif de cession",
        Purpose::Verification => "demande de confirmation de factures",
        Purpose::Status => "question sur le paiement",
        Purpose::StatusAgain => "deuxième question sur le paiement",
        Purpose::Validation => "avis de validation de la créance",
        Purpose::Call => "appel à la comptabilité fournisseurs",
        Purpose::Supervisor => "question au responsable de la comptabilité fournisseurs",
        Purpose::PastDue => "lettre sur des factures échues",
        Purpose::BeforeDue => "rappel avant l’échéance",
        Purpose::Reply => "réponse au client",
        Purpose::ToClient => "message au fournisseur",
        Purpose::ClientFirst => "demande au fournisseur",
        Purpose::Recourse => "date de recours à venir",
        Purpose::ContactTask => "contact à corriger",
        Purpose::Incoming => "message reçu",
    },
    by: |channel| match channel {
        Channel::Email => "par courriel",
        Channel::Phone => "par téléphone",
        Channel::Letter => "par lettre",
        Channel::Portal => "par sa page",
    },
    method: |method| match method {
        Method::Email => "par courriel",
        Method::Phone => "par téléphone",
        Method::Portal => "sur le portail du client",
        Method::DocMatch => "par des documents",
        Method::SignedEstoppel => "par déclaration signée",
        Method::ByClient => "par le fournisseur, en son propre nom",
    },
    leg: |leg| match leg {
        Leg::Introduction => "La lettre de présentation",
        Leg::Notice => "La notification de cession",
        Leg::Release => "La lettre de mainlevée",
    },
    role: |role| match role {
        Role::AccountsPayable => "comptabilité fournisseurs",
        Role::Supervisor => "responsable de la comptabilité fournisseurs",
        Role::Controller => "contrôle de gestion",
        Role::Lawyer => "avocat",
        Role::Client => "personne chez le fournisseur",
    },
    paper: |kind| match kind {
        DocumentKind::Invoice => "Facture",
        DocumentKind::Order => "Commande",
        DocumentKind::Delivery => "Bon de livraison",
        DocumentKind::Timesheet => "Relevé d’heures",
        DocumentKind::Notice => "Notification",
        DocumentKind::Remittance => "Avis de paiement",
        DocumentKind::Other => "Document",
    },
    case: |kind| match kind {
        CaseKind::Dispute => "Contestation",
        CaseKind::Complaint => "Réclamation",
        CaseKind::Question => "Question",
        CaseKind::Copy => "Demande de copie",
        CaseKind::Proof => "Demande de justificatif",
        CaseKind::Correction => "Contact à corriger",
    },
    reason: |reason| match reason {
        DisputeReason::NotReceived => "biens ou service non reçus",
        DisputeReason::WrongAmount => "le montant est faux",
        DisputeReason::Quality => "qualité",
        DisputeReason::Price => "le prix n’est pas celui convenu",
        DisputeReason::Duplicate => "facturé deux fois",
        DisputeReason::AlreadyPaid => "déjà payée",
        DisputeReason::ReturnedGoods => "les biens ont été retournés",
        DisputeReason::ContractTerms => "le contrat dit autre chose",
        DisputeReason::NotOurs => "ce n’est pas notre facture",
        DisputeReason::Other => "une autre raison",
    },
    fact: |fact| match fact {
        Confirmable::Delivered => "biens ou service reçus et acceptés",
        Confirmable::Amount => "montant",
        Confirmable::Terms => "échéance et conditions",
        Confirmable::InSystem => "enregistrée chez le client",
        Confirmable::NoOffset => "rien à compenser, aucun paiement antérieur",
        Confirmable::RemitTo => "paiement à l’affactureur",
    },
    trigger: |trigger| match trigger {
        Trigger::Default => "le fournisseur ne respecte pas son contrat",
        Trigger::Misdirected => "un paiement a été mal dirigé",
        Trigger::OverAdvance => "un dépassement d’avance dure trop longtemps",
    },
    profile: |profile| match profile {
        Profile::LightTouch => "discret",
        Profile::Standard => "habituel",
        Profile::ClientFirst => "le fournisseur d’abord",
        Profile::Silent => "confidentiel",
    },
    deliverer: |deliverer| match deliverer {
        Deliverer::Client => "par le fournisseur lui-même",
        Deliverer::Factor => "par l’affactureur pour le fournisseur",
    },
    mood: |mood| match mood {
        Mood::Good => "bien",
        Mood::Fine => "correct",
        Mood::NotGood => "pas bien",
    },
};
