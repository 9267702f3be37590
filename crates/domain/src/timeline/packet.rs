//! GL-60: what is said of an Assignment of Claims packet, in every language.

use super::after;
use crate::letter::Language;
use crate::packet::Addressee;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened to a packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "happened", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are named for what they are")]
pub enum PacketStory {
    /// It is being prepared.
    Begun,
    /// Its contract was written anew.
    Corrected,
    /// Somebody has confirmed a point; so many are open.
    Confirmed { by: String, open: usize },
    /// Notice and true copy were sent.
    Sent { to: Addressee, person: String, on: Date, how: String },
    /// It was acknowledged.
    Acknowledged { by: Addressee, on: Date },
    /// That was taken back.
    TakenBack { by: Addressee, on: Date, why: String },
    /// A manager lets invoices be bought all the same.
    Overridden { by: String, until: Date, reason: String },
    /// That has ended.
    OverrideEnded,
    /// The assignment is released.
    Released { on: Date, how: String },
}

const fn addressee(language: Language, one: Addressee) -> &'static str {
    match (language, one) {
        (Language::English, Addressee::ContractingOfficer) => "the contracting officer",
        (Language::English, Addressee::Surety) => "the surety",
        (Language::English, Addressee::DisbursingOfficer) => "the disbursing officer",
        (Language::German, Addressee::ContractingOfficer) => "Vergabestelle",
        (Language::German, Addressee::Surety) => "Bürge",
        (Language::German, Addressee::DisbursingOfficer) => "Zahlstelle",
        (Language::French, Addressee::ContractingOfficer) => "responsable du marché",
        (Language::French, Addressee::Surety) => "caution",
        (Language::French, Addressee::DisbursingOfficer) => "comptable payeur",
        (Language::Spanish, Addressee::ContractingOfficer) => "responsable de contratación",
        (Language::Spanish, Addressee::Surety) => "fiador",
        (Language::Spanish, Addressee::DisbursingOfficer) => "oficina pagadora",
    }
}

/// The words, after the number of the contract.
pub(super) fn words(language: Language, contract: &str, story: &PacketStory) -> String {
    let day = |on: &Date| language.date(*on);
    let own = |words: &str| after(language, if language == Language::French { " : " } else { ": " }, words);
    let of = |one: &Addressee| addressee(language, *one);
    let told = match (language, story) {
        (Language::English, PacketStory::Begun) => "the Assignment of Claims packet is being prepared.".to_owned(),
        (Language::English, PacketStory::Corrected) => "the number, amount or surety was corrected.".to_owned(),
        (Language::English, PacketStory::Confirmed { by, open }) => {
            format!("{by} has confirmed a point of the checklist; still open: {open}.")
        }
        (Language::English, PacketStory::Sent { to, person, on, how }) => {
            format!("notice of assignment and true copy sent to {} ({person}) on {}{}.", of(to), day(on), own(how))
        }
        (Language::English, PacketStory::Acknowledged { by, on }) => {
            format!("{} acknowledged the assignment on {}.", of(by), day(on))
        }
        (Language::English, PacketStory::TakenBack { by, on, why }) => {
            format!("{} took the acknowledgement back on {}{}. New invoices wait.", of(by), day(on), own(why))
        }
        (Language::English, PacketStory::Overridden { by, until, reason }) => {
            format!("{by} lets invoices be bought before the acknowledgement, until {}{}.", day(until), own(reason))
        }
        (Language::English, PacketStory::OverrideEnded) => "the override has ended. New invoices wait.".to_owned(),
        (Language::English, PacketStory::Released { on, how }) => {
            format!("the assignment was released on {}{}. The agency pays the client again.", day(on), own(how))
        }
        (Language::German, PacketStory::Begun) => "die Unterlagen der Abtretung werden vorbereitet.".to_owned(),
        (Language::German, PacketStory::Corrected) => "Nummer, Betrag oder Bürge wurden berichtigt.".to_owned(),
        (Language::German, PacketStory::Confirmed { by, open }) => {
            format!("{by} hat einen Punkt der Prüfliste bestätigt; noch offen: {open}.")
        }
        (Language::German, PacketStory::Sent { to, person, on, how }) => {
            format!("Anzeige und beglaubigte Kopie am {} versandt, {} ({person}){}.", day(on), of(to), own(how))
        }
        (Language::German, PacketStory::Acknowledged { by, on }) => {
            format!("Abtretung am {} bestätigt, {}.", day(on), of(by))
        }
        (Language::German, PacketStory::TakenBack { by, on, why }) => {
            format!("Bestätigung am {} zurückgenommen, {}{}. Neue Rechnungen warten.", day(on), of(by), own(why))
        }
        (Language::German, PacketStory::Overridden { by, until, reason }) => {
            format!("{by} lässt Rechnungen vor der Bestätigung ankaufen, bis {}{}.", day(until), own(reason))
        }
        (Language::German, PacketStory::OverrideEnded) => {
            "die Ausnahme ist beendet. Neue Rechnungen warten.".to_owned()
        }
        (Language::German, PacketStory::Released { on, how }) => {
            format!("Abtretung am {} freigegeben{}. Die Behörde zahlt wieder an den Lieferanten.", day(on), own(how))
        }
        (Language::French, PacketStory::Begun) => "le dossier de cession est en préparation.".to_owned(),
        (Language::French, PacketStory::Corrected) => "le numéro, le montant ou la caution a été corrigé.".to_owned(),
        (Language::French, PacketStory::Confirmed { by, open }) => {
            format!("{by} a confirmé un point de la liste ; restent ouverts : {open}.")
        }
        (Language::French, PacketStory::Sent { to, person, on, how }) => {
            format!("notification et copie conforme envoyées le {}, {} ({person}){}.", day(on), of(to), own(how))
        }
        (Language::French, PacketStory::Acknowledged { by, on }) => {
            format!("cession confirmée le {}, {}.", day(on), of(by))
        }
        (Language::French, PacketStory::TakenBack { by, on, why }) => {
            format!("confirmation retirée le {}, {}{}. Les nouvelles factures attendent.", day(on), of(by), own(why))
        }
        (Language::French, PacketStory::Overridden { by, until, reason }) => {
            format!("{by} autorise des achats avant la confirmation jusqu’au {}{}.", day(until), own(reason))
        }
        (Language::French, PacketStory::OverrideEnded) => {
            "la dérogation a pris fin. Les nouvelles factures attendent.".to_owned()
        }
        (Language::French, PacketStory::Released { on, how }) => {
            format!("mainlevée de la cession le {}{}. L’agence paie de nouveau le fournisseur.", day(on), own(how))
        }
        (Language::Spanish, PacketStory::Begun) => "se prepara el expediente de cesión.".to_owned(),
        (Language::Spanish, PacketStory::Corrected) => "se corrigió el número, el importe o el fiador.".to_owned(),
        (Language::Spanish, PacketStory::Confirmed { by, open }) => {
            format!("{by} ha confirmado un punto de la lista; quedan abiertos: {open}.")
        }
        (Language::Spanish, PacketStory::Sent { to, person, on, how }) => {
            format!("notificación y copia fiel enviadas el {}, {} ({person}){}.", day(on), of(to), own(how))
        }
        (Language::Spanish, PacketStory::Acknowledged { by, on }) => {
            format!("cesión confirmada el {}, {}.", day(on), of(by))
        }
        (Language::Spanish, PacketStory::TakenBack { by, on, why }) => {
            format!("confirmación retirada el {}, {}{}. Las nuevas facturas esperan.", day(on), of(by), own(why))
        }
        (Language::Spanish, PacketStory::Overridden { by, until, reason }) => {
            format!("{by} permite comprar facturas antes de la confirmación hasta el {}{}.", day(until), own(reason))
        }
        (Language::Spanish, PacketStory::OverrideEnded) => {
            "la excepción ha terminado. Las nuevas facturas esperan.".to_owned()
        }
        (Language::Spanish, PacketStory::Released { on, how }) => {
            format!("cesión liberada el {}{}. La agencia vuelve a pagar al proveedor.", day(on), own(how))
        }
    };
    match language {
        Language::English => format!("Contract {contract}: {told}"),
        Language::German => format!("Vertrag {contract}: {told}"),
        Language::French => format!("Marché {contract} : {told}"),
        Language::Spanish => format!("Contrato {contract}: {told}"),
    }
}

/// One of each, for the samples.
pub(super) fn samples(own: &str, on: Date) -> Vec<PacketStory> {
    let own = || own.to_owned();
    let mut all = vec![
        PacketStory::Begun,
        PacketStory::Corrected,
        PacketStory::Confirmed { by: own(), open: 3 },
        PacketStory::Overridden { by: own(), until: on, reason: own() },
        PacketStory::OverrideEnded,
        PacketStory::Released { on, how: own() },
    ];
    for to in Addressee::ALL {
        let by = *to;
        all.extend([
            PacketStory::Sent { to: by, person: own(), on, how: own() },
            PacketStory::Acknowledged { by, on },
            PacketStory::TakenBack { by, on, why: own() },
        ]);
    }
    all
}
