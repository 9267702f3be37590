//! Spanish.

use super::Terms;
use crate::contact::{Channel, DocumentKind, Mood, Profile, Purpose, Role};
use crate::dispute::{CaseKind, DisputeReason, Side};
use crate::invoice::verification::{Confirmable, Method};
use crate::notice::{Deliverer, Leg, Trigger};

pub(super) const TERMS: Terms = Terms {
    side: |side| match side {
        Side::Factor => "factor",
        Side::Client => "proveedor",
        Side::Debtor => "cliente",
    },
    by_link: "por el enlace",
    unproved: "remitente no comprobado",
    holder: "Alguien que tiene nuestra carta",
    purpose: |purpose| match purpose {
        Purpose::Introduction => "carta de presentación",
        Purpose::Notice => "notificación de cesión",
        Purpose::NoticeReminder => "petición de acuse de recibo",
        Purpose::RemitToChange => "cambio de datos bancarios",
        Purpose::Release => "liberación",
        Purpose::Proof => "justificante de la cesión",
        Purpose::Verification => "petición de confirmar facturas",
        Purpose::Status => "pregunta sobre el pago",
        Purpose::StatusAgain => "segunda pregunta sobre el pago",
        Purpose::Validation => "aviso de validación",
        Purpose::Call => "llamada a cuentas por pagar",
        Purpose::Supervisor => "pregunta al responsable de cuentas por pagar",
        Purpose::PastDue => "carta sobre facturas vencidas",
        Purpose::BeforeDue => "recordatorio antes del vencimiento",
        Purpose::Reply => "respuesta al cliente",
        Purpose::ToClient => "mensaje al proveedor",
        Purpose::ClientFirst => "petición al proveedor",
        Purpose::Recourse => "fecha de recurso próxima",
        Purpose::ContactTask => "contacto por corregir",
        Purpose::Incoming => "mensaje recibido",
    },
    by: |channel| match channel {
        Channel::Email => "por correo electrónico",
        Channel::Phone => "por teléfono",
        Channel::Letter => "por carta",
        Channel::Portal => "por su página",
    },
    method: |method| match method {
        Method::Email => "por correo electrónico",
        Method::Phone => "por teléfono",
        Method::Portal => "en el portal del cliente",
        Method::DocMatch => "con documentos",
        Method::SignedEstoppel => "con declaración firmada",
        Method::ByClient => "por el proveedor, en su propio nombre",
    },
    leg: |leg| match leg {
        Leg::Introduction => "La carta de presentación",
        Leg::Notice => "La notificación de cesión",
        Leg::Release => "La carta de liberación",
    },
    role: |role| match role {
        Role::AccountsPayable => "cuentas por pagar",
        Role::Supervisor => "responsable de cuentas por pagar",
        Role::Controller => "control de gestión",
        Role::Lawyer => "representante legal",
        Role::Client => "persona en el proveedor",
    },
    paper: |kind| match kind {
        DocumentKind::Invoice => "Factura",
        DocumentKind::Order => "Pedido",
        DocumentKind::Delivery => "Albarán de entrega",
        DocumentKind::Timesheet => "Hoja de horas",
        DocumentKind::Notice => "Notificación",
        DocumentKind::Remittance => "Aviso de pago",
        DocumentKind::Other => "Documento",
    },
    case: |kind| match kind {
        CaseKind::Dispute => "Disputa",
        CaseKind::Complaint => "Queja",
        CaseKind::Question => "Pregunta",
        CaseKind::Copy => "Petición de una copia",
        CaseKind::Proof => "Petición de un justificante",
        CaseKind::Correction => "Contacto por corregir",
    },
    reason: |reason| match reason {
        DisputeReason::NotReceived => "bienes o servicio no recibidos",
        DisputeReason::WrongAmount => "el importe es incorrecto",
        DisputeReason::Quality => "calidad",
        DisputeReason::Price => "el precio no es el acordado",
        DisputeReason::Duplicate => "facturado dos veces",
        DisputeReason::AlreadyPaid => "ya pagada",
        DisputeReason::ReturnedGoods => "los bienes se devolvieron",
        DisputeReason::ContractTerms => "el contrato dice otra cosa",
        DisputeReason::NotOurs => "no es nuestra factura",
        DisputeReason::Other => "otro motivo",
    },
    fact: |fact| match fact {
        Confirmable::Delivered => "bienes o servicio recibidos y aceptados",
        Confirmable::Amount => "importe",
        Confirmable::Terms => "vencimiento y condiciones",
        Confirmable::InSystem => "registrada en el sistema del cliente",
        Confirmable::NoOffset => "nada que compensar, ningún pago anterior",
        Confirmable::RemitTo => "pago al factor",
    },
    trigger: |trigger| match trigger {
        Trigger::Default => "el proveedor no cumple su contrato",
        Trigger::Misdirected => "un pago se desvió",
        Trigger::OverAdvance => "un exceso de anticipo dura demasiado",
    },
    profile: |profile| match profile {
        Profile::LightTouch => "discreta",
        Profile::Standard => "habitual",
        Profile::ClientFirst => "el proveedor primero",
        Profile::Silent => "confidencial",
    },
    deliverer: |deliverer| match deliverer {
        Deliverer::Client => "por el proveedor mismo",
        Deliverer::Factor => "por el factor para el proveedor",
    },
    mood: |mood| match mood {
        Mood::Good => "bien",
        Mood::Fine => "aceptable",
        Mood::NotGood => "no bien",
    },
};
