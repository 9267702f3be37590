//! The words of the sheet in the reader's language. Whatever is written here is read back ([`super::read`]), in every
//! language, whoever sends it.

use domain::dispute::DisputeReason;
use domain::letter::Language;
use domain::money::Money;
use jiff::civil::Date;

/// What was said of an invoice so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// This much of it is disputed.
    Disputed(Money),
    /// It will be paid on this day.
    WillPay(Date),
    /// It was paid on this day.
    Paid(Date),
    /// It is right.
    Confirmed,
    /// It did not come; a copy was asked for.
    CopyAsked,
}

/// The words of a sheet.
#[derive(Debug)]
pub struct SheetWords {
    /// Name of the sheet in a spreadsheet.
    pub sheet: &'static str,
    /// Heads, in order: the facts, then what is to be filled in.
    pub columns: [&'static str; 13],
    /// Will be paid; paid; confirmed; not received; disputed; somebody else is to be asked.
    pub answers: [&'static str; 6],
    /// Beside the amount.
    pub part: &'static str,
    /// Why it is disputed. All of them together stay under the 255 characters that a spreadsheet's list may have.
    pub reason: fn(DisputeReason) -> &'static str,
    /// What was said of an invoice so far, with its amount and its day already written.
    pub(super) standing: fn(&Standing, Language) -> String,
}

/// The words of a language.
#[must_use]
pub const fn words_of(language: Language) -> &'static SheetWords {
    match language {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
        Language::French => &FRENCH,
        Language::Spanish => &SPANISH,
    }
}

static ENGLISH: SheetWords = SheetWords {
    sheet: "Invoices",
    columns: [
        "Supplier", "Invoice", "Issued", "Due", "Amount", "Open", "Currency", "Standing", "Answer", "Date", "Part",
        "Reason", "Words",
    ],
    answers: ["will pay", "paid", "confirmed", "not received", "disputed", "wrong contact"],
    part: "Only where not the whole invoice is meant",
    reason: |reason| reason.word(),
    standing: |standing, here| match standing {
        Standing::Disputed(amount) => format!("{} disputed", here.money(*amount)),
        Standing::WillPay(on) => format!("will pay on {}", here.date(*on)),
        Standing::Paid(on) => format!("paid on {}", here.date(*on)),
        Standing::Confirmed => "confirmed".to_owned(),
        Standing::CopyAsked => "copy asked for".to_owned(),
    },
};

static GERMAN: SheetWords = SheetWords {
    sheet: "Rechnungen",
    columns: [
        "Lieferant",
        "Rechnung",
        "Rechnungsdatum",
        "Fällig",
        "Betrag",
        "Offen",
        "Währung",
        "Stand",
        "Antwort",
        "Datum",
        "Teilbetrag",
        "Grund",
        "Bemerkung",
    ],
    answers: ["wird bezahlt", "bezahlt", "bestätigt", "nicht erhalten", "strittig", "falscher Ansprechpartner"],
    part: "Nur, wenn nicht die ganze Rechnung gemeint ist",
    reason: |reason| match reason {
        DisputeReason::NotReceived => "Ware nicht erhalten",
        DisputeReason::WrongAmount => "Betrag falsch",
        DisputeReason::Quality => "Qualität",
        DisputeReason::Price => "anderer Preis vereinbart",
        DisputeReason::Duplicate => "doppelt berechnet",
        DisputeReason::AlreadyPaid => "schon bezahlt",
        DisputeReason::ReturnedGoods => "Ware zurückgesandt",
        DisputeReason::ContractTerms => "anders im Vertrag",
        DisputeReason::NotOurs => "nicht unsere Rechnung",
        DisputeReason::Other => "anderer Grund",
    },
    standing: |standing, here| match standing {
        Standing::Disputed(amount) => format!("{} strittig", here.money(*amount)),
        Standing::WillPay(on) => format!("wird bezahlt am {}", here.date(*on)),
        Standing::Paid(on) => format!("bezahlt am {}", here.date(*on)),
        Standing::Confirmed => "bestätigt".to_owned(),
        Standing::CopyAsked => "Kopie erbeten".to_owned(),
    },
};

static FRENCH: SheetWords = SheetWords {
    sheet: "Factures",
    columns: [
        "Fournisseur",
        "Facture",
        "Émise le",
        "Échéance",
        "Montant",
        "Reste dû",
        "Devise",
        "Situation",
        "Réponse",
        "Date",
        "Montant partiel",
        "Motif",
        "Commentaire",
    ],
    answers: ["sera payée", "payée", "confirmée", "non reçue", "contestée", "mauvais contact"],
    part: "Seulement s’il ne s’agit pas de toute la facture",
    reason: |reason| match reason {
        DisputeReason::NotReceived => "non livré",
        DisputeReason::WrongAmount => "montant erroné",
        DisputeReason::Quality => "qualité",
        DisputeReason::Price => "autre prix convenu",
        DisputeReason::Duplicate => "facturé deux fois",
        DisputeReason::AlreadyPaid => "déjà payée",
        DisputeReason::ReturnedGoods => "marchandise retournée",
        DisputeReason::ContractTerms => "autres conditions au contrat",
        DisputeReason::NotOurs => "pas notre facture",
        DisputeReason::Other => "autre motif",
    },
    standing: |standing, here| match standing {
        Standing::Disputed(amount) => format!("{} contestés", here.money(*amount)),
        Standing::WillPay(on) => format!("sera payée le {}", here.date(*on)),
        Standing::Paid(on) => format!("payée le {}", here.date(*on)),
        Standing::Confirmed => "confirmée".to_owned(),
        Standing::CopyAsked => "copie demandée".to_owned(),
    },
};

static SPANISH: SheetWords = SheetWords {
    sheet: "Facturas",
    columns: [
        "Proveedor",
        "Factura",
        "Emitida",
        "Vencimiento",
        "Importe",
        "Pendiente",
        "Moneda",
        "Situación",
        "Respuesta",
        "Fecha",
        "Importe parcial",
        "Motivo",
        "Comentario",
    ],
    answers: ["se pagará", "pagada", "confirmada", "no recibida", "en disputa", "contacto equivocado"],
    part: "Solo si no se trata de toda la factura",
    reason: |reason| match reason {
        DisputeReason::NotReceived => "no entregado",
        DisputeReason::WrongAmount => "importe incorrecto",
        DisputeReason::Quality => "calidad",
        DisputeReason::Price => "otro precio acordado",
        DisputeReason::Duplicate => "facturado dos veces",
        DisputeReason::AlreadyPaid => "ya pagada",
        DisputeReason::ReturnedGoods => "mercancía devuelta",
        DisputeReason::ContractTerms => "otras condiciones en el contrato",
        DisputeReason::NotOurs => "no es nuestra factura",
        DisputeReason::Other => "otro motivo",
    },
    standing: |standing, here| match standing {
        Standing::Disputed(amount) => format!("{} en disputa", here.money(*amount)),
        Standing::WillPay(on) => format!("se pagará el {}", here.date(*on)),
        Standing::Paid(on) => format!("pagada el {}", here.date(*on)),
        Standing::Confirmed => "confirmada".to_owned(),
        Standing::CopyAsked => "copia solicitada".to_owned(),
    },
};
