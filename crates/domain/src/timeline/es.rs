//! Spanish.

use super::terms;
use super::{EndedAnswers, Returned, Sentence, Settled, Why, after, capital, noted, quoted};
use crate::contact::{AnswerKind, AnswerState, Grant, Purpose, Said};
use crate::letter::Language;
use jiff::civil::Date;

const HERE: Language = Language::Spanish;

pub(super) fn words(sentence: &Sentence) -> String {
    let t = terms::of(HERE);
    let of =
        |invoice: &Option<String>| invoice.as_ref().map_or_else(String::new, |of| format!(" sobre la factura {of}"));
    match sentence {
        Sentence::Own { words } => words.clone(),
        Sentence::Planned { purpose, subject } => format!("Por enviar: {}", named(*purpose, subject.as_deref())),
        Sentence::MaybeTwice { subject } => format!(
            "El envío se interrumpió antes de registrar la respuesta del servidor de correo; el mensaje se envía otra vez y \
             puede llegar dos veces: {}",
            quoted(HERE, subject)
        ),
        Sentence::Left { purpose, subject } => format!("Enviado: {}", named(*purpose, subject.as_deref())),
        Sentence::CameBack { from, purpose, subject } => {
            let why = match from {
                Returned::ByPost => "el correo postal no pudo entregarlo",
                Returned::ByAddress => "la dirección no acepta correo",
                Returned::ByMailbox => "el buzón no podía recibirlo en ese momento",
            };
            format!("Devuelto, {why}: {}", named(*purpose, subject.as_deref()))
        }
        Sentence::Failed { subject, server } => format!("No se pudo enviar: {}. {server}", quoted(HERE, subject)),
        Sentence::TakenBack { purpose, subject, why } => {
            let named = named(*purpose, subject.as_deref());
            why.as_ref()
                .map_or_else(|| format!("No enviado: {named}"), |why| format!("No enviado: {named}. {}", reason(why)))
        }
        Sentence::Opened { purpose, subject } => format!("Abierto: {}", named(*purpose, subject.as_deref())),
        Sentence::Received { subject, files } => {
            let subject = quoted(HERE, subject);
            match files {
                0 => format!("Correo recibido: {subject}"),
                1 => format!("Correo recibido: {subject} (con un archivo)"),
                count => format!("Correo recibido: {subject} (con {count} archivos)"),
            }
        }
        Sentence::ReceivedForSeveral => {
            "Ha respondido por correo. Lo que le afecta a usted lo añade aquí su factor.".to_owned()
        }
        Sentence::SenderConfirmed { address, how } => {
            format!("El correo es de {address}; una persona ha confirmado el remitente: {}", quoted(HERE, how))
        }
        Sentence::ToConfirm { before, invoices } => {
            let when = if *before { "antes de la compra" } else { "después de la compra" };
            match invoices.count() {
                1 => format!("La factura {} está por confirmar {when}.", invoices.list(HERE)),
                count => format!("{count} facturas están por confirmar {when}: {}.", invoices.list(HERE)),
            }
        }
        Sentence::Confirmed { method, invoices } => {
            format!("Confirmado {}: {}.", (t.method)(*method), invoices.list(HERE))
        }
        Sentence::PartlyConfirmed { method, invoices } => {
            format!("Confirmado en parte {}: {}.", (t.method)(*method), invoices.list(HERE))
        }
        Sentence::NotAsInvoiced { invoice, what, words } => {
            let what = what.map_or_else(String::new, |what| format!(" ({})", (t.fact)(what)));
            format!("La factura {invoice} no es correcta{what}{}", after(HERE, ": ", words))
        }
        Sentence::GoesBack { invoice, words } => format!(
            "La factura {invoice} vuelve al proveedor, porque su cliente no la confirma{}. Le rogamos que lo aclare con el \
             cliente, corrija la factura donde sea incorrecta y la ofrezca de nuevo.",
            after(HERE, ": ", words)
        ),
        Sentence::Waived { invoice, reason } => {
            format!("La factura {invoice} se acepta sin confirmación{}", after(HERE, ": ", reason))
        }
        Sentence::Settled { what } => {
            let all: Vec<String> = what.iter().map(settled).collect();
            format!("Acordado para este cliente: {}.", all.join("; "))
        }
        Sentence::Paper { kind, name } => format!("{}: {name}", (t.paper)(*kind)),
        Sentence::CaseOpened { case, kind, invoice, amount, whole, reason, words } => {
            let of = of(invoice);
            let why = reason.map_or_else(String::new, |reason| format!(": {}", (t.reason)(reason)));
            let what = match amount {
                Some(amount) if *whole => format!("Disputa{of}, todo lo pendiente, {}{why}", HERE.money(*amount)),
                Some(amount) => format!("Disputa{of}, {}{why}", HERE.money(*amount)),
                None => format!("{}{of}", (t.case)(*kind)),
            };
            format!("C-{case}: {what}{}", after(HERE, ". ", words))
        }
        Sentence::CaseWords { case, words } => format!("C-{case}: {}", quoted(HERE, words)),
        Sentence::CaseOwner { case, owner } => format!("C-{case}: {owner} se ocupa ahora"),
        Sentence::CaseSettled { case, kind, invoice, notes, words } => {
            let (kind, says) = ((t.case)(*kind), noted(HERE, notes));
            format!("C-{case}: {kind}{}, resuelto. {says}{}", of(invoice), after(HERE, " ", words))
        }
        Sentence::CaseReopened { case, words } => format!("C-{case}: abierto de nuevo.{}", after(HERE, " ", words)),
        Sentence::Breach { case, invoice, days } => {
            let why = match days {
                None => "terminó sin acuerdo".to_owned(),
                Some(1) => "sigue abierta después de un día".to_owned(),
                Some(days) => format!("sigue abierta después de {days} días"),
            };
            let of = of(invoice);
            format!("C-{case}: la disputa{of} {why}. Según el contrato, la factura puede volver ahora al proveedor.")
        }
        Sentence::ClientNotTold { cases, reasons } => {
            let cases: Vec<String> = cases.iter().map(|case| format!("C-{case}")).collect();
            format!("{}: no se pudo avisar al proveedor por correo. {reasons}", cases.join(", "))
        }
        Sentence::Mood { mood, words } => {
            format!("A la pregunta de cómo es trabajar con nosotros: {}{}", (t.mood)(*mood), after(HERE, ". ", words))
        }
        Sentence::Paused { until, why, recourse } => {
            let clock = recourse.map_or_else(String::new, |on| {
                format!(" El plazo de recurso sigue corriendo: la primera fecha es el {}.", HERE.date(on))
            });
            format!("El contacto está en pausa hasta el {}{}.{clock}", HERE.date(*until), after(HERE, ": ", why))
        }
        Sentence::Resumed => "El contacto continúa".to_owned(),
        Sentence::ContactAdded { name, role } => format!("Contacto añadido: {name} ({})", (t.role)(*role)),
        Sentence::ContactChanged { name, role } => format!("Contacto cambiado: {name} ({})", (t.role)(*role)),
        Sentence::ContactConfirmed { name, how } => format!("Contacto comprobado: {name}{}", after(HERE, ", ", how)),
        Sentence::ContactWrong { name, words } if words.trim().is_empty() => {
            format!("{name} dice que no es el contacto adecuado")
        }
        Sentence::ContactWrong { name, words } => {
            format!("{name} no es el contacto adecuado{}", after(HERE, ": ", words))
        }
        Sentence::ContactRetired { name, words } => format!("Ya no se escribe a {name}{}", after(HERE, ": ", words)),
        Sentence::ContactOptedOut { name, channel } => {
            format!("{name} no desea más recordatorios {}", (t.by)(*channel))
        }
        Sentence::ContactOptedIn { name, channel, who, on } => {
            format!("{name} desea de nuevo recordatorios {}: {who} lo dijo el {}", (t.by)(*channel), HERE.date(*on))
        }
        Sentence::Answered { invoices, answer } => format!("{}: {}.", capital(&invoices.invoices(HERE)), said(answer)),
        Sentence::AnswersEnded { ways } => ways.iter().map(ended).collect::<Vec<_>>().join(" "),
        Sentence::NoticeAgain => {
            "Se prepara una nueva notificación, porque van a cederse facturas otra vez.".to_owned()
        }
        Sentence::NoticeHeld => "El contrato es confidencial: no se informa a este cliente.".to_owned(),
        Sentence::NoticePrepared => {
            "La notificación para este cliente está preparada. Empieza cuando el proveedor haya avisado \
            él mismo a su cliente."
                .to_owned()
        }
        Sentence::NoticeLifted => {
            "El contrato ya no es confidencial. La notificación empieza cuando el proveedor haya avisado él \
            mismo a su cliente."
                .to_owned()
        }
        Sentence::NoticeHeldBack => {
            "El contrato ha pasado a ser confidencial: no se informa a este cliente.".to_owned()
        }
        Sentence::NoticeFile => "Se abrió el expediente de la notificación de cesión.".to_owned(),
        Sentence::NoticeExisting { on, how } => format!(
            "La notificación de cesión se dio antes de que empezara este registro. Se recibió el {}{}.",
            HERE.date(*on),
            after(HERE, ": ", how)
        ),
        Sentence::HeadsUp { client, person, channel, on } => {
            format!("{client} avisó a {person} {} el {}.", (t.by)(*channel), HERE.date(*on))
        }
        Sentence::IntroductionOnItsWay { to } => format!("La carta de presentación está en camino a {to}."),
        Sentence::IntroductionReady => {
            "La carta de presentación está lista. El proveedor la entrega él mismo.".to_owned()
        }
        Sentence::IntroductionDelivered => "La carta de presentación fue entregada por el proveedor mismo.".to_owned(),
        Sentence::NoticeOnItsWay { purpose, to, tracked } => {
            let by = if *tracked {
                "por correo electrónico y por carta con seguimiento"
            } else {
                "por correo electrónico"
            };
            format!("En camino a {to}, {by}: {}.", (t.purpose)(*purpose))
        }
        Sentence::BesideAgain => "La carta con seguimiento que acompaña al correo electrónico se prepara otra vez.".to_owned(),
        Sentence::BesideDidNotLeave => "La carta con seguimiento que acompaña al correo electrónico no salió; se prepara otra vez.".to_owned(),
        Sentence::BesidePosted => "La carta con seguimiento que acompaña al correo electrónico fue enviada por correo postal.".to_owned(),
        Sentence::BesideTracked { number } => format!("La carta que acompaña al correo electrónico se sigue con el número {number}."),
        Sentence::BesideCameBack => "La carta con seguimiento que acompaña al correo electrónico fue devuelta. Se envía otra vez, a una dirección comprobada.".to_owned(),
        Sentence::BesideReceived { on, number } => {
            let how = number.as_ref().map_or_else(|| "carta, entregada con firma".to_owned(), |number| format!("carta {number}, entregada con firma"));
            format!("La notificación se recibió por correo postal el {}: {how}.", HERE.date(*on))
        }
        Sentence::AccountChanged => {
            "La cuenta de pago ha cambiado: una nueva notificación sustituye a la anterior.".to_owned()
        }
        Sentence::AskedToAcknowledge { to } => {
            format!("Se pide una sola vez a {to} que acuse recibo de la notificación.")
        }
        Sentence::Acknowledged { person } => format!("{person} ha acusado recibo de la notificación."),
        Sentence::LegLeft { leg } => format!("{} ha salido.", (t.leg)(*leg)),
        Sentence::LegCameBack { leg } => {
            format!("{} fue devuelta. Se envía otra vez, a una dirección comprobada.", (t.leg)(*leg))
        }
        Sentence::LegOpened { leg } => format!("{} fue abierta.", (t.leg)(*leg)),
        Sentence::LegReceived { leg, courier } => {
            let how = if *courier { "firma al mensajero" } else { "respuesta" };
            format!("{} fue recibida: {how}.", (t.leg)(*leg))
        }
        Sentence::LegNoEvidence { leg, opened } => {
            let how = if *opened { "abierta" } else { "contestada" };
            format!("{} fue {how} en una dirección que solo conocemos por el proveedor. Eso no prueba la recepción hasta que la \
                 dirección se compruebe sin él.", (t.leg)(*leg))
        }
        Sentence::AcknowledgedNoEvidence { person } => {
            format!("{person} ha acusado recibo de la notificación, desde una dirección que solo conocemos por el proveedor. Eso no \
                 prueba la recepción hasta que la dirección se compruebe sin él.")
        }
        Sentence::PeopleErased { asked: true } => "Los datos personales de una persona se han borrado a petición suya".to_owned(),
        Sentence::PeopleErased { asked: false } => "Los datos personales de las personas se han borrado: su plazo había terminado".to_owned(),
        Sentence::LegSettled { leg } => format!("{} no ha sido devuelta: se da por recibida.", (t.leg)(*leg)),
        Sentence::LegDidNotLeave { leg } => format!("{} no salió; se prepara otra vez.", (t.leg)(*leg)),
        Sentence::LegEvidence { leg, on, how } => {
            format!("{} fue recibida el {}{}.", (t.leg)(*leg), HERE.date(*on), after(HERE, ": ", how))
        }
        Sentence::AddressAsked => {
            "Nuestra carta a este cliente fue devuelta más de una vez. Le rogamos que nos dé la dirección de \
            sus cuentas por pagar."
                .to_owned()
        }
        Sentence::ProofAsked { words } => {
            format!("Quisiéramos un justificante de que las facturas fueron cedidas.{}", after(HERE, " ", words))
        }
        Sentence::ProofAskedByHolder { words } => format!(
            "Se pidió un justificante de la cesión de las facturas en la página de comprobación.{}",
            after(HERE, " ", words)
        ),
        Sentence::ProofGiven { words } => format!("El justificante de la cesión se dio.{}", after(HERE, " ", words)),
        Sentence::ProofOnItsWay { to } => format!("El justificante de la cesión está en camino a {to}."),
        Sentence::ProofCameBack => "El justificante de la cesión fue devuelto. Queda por dar.".to_owned(),
        Sentence::Doubted { words } => {
            format!("No estamos seguros de que la notificación de cesión sea correcta.{}", after(HERE, " ", words))
        }
        Sentence::DoubtSettled { words } => {
            format!("La pregunta sobre la notificación de cesión está resuelta.{}", after(HERE, " ", words))
        }
        Sentence::Sprung { trigger, words } => {
            format!(
                "Se informará de la cesión al cliente, porque {}{}",
                (t.trigger)(*trigger),
                after(HERE, ": ", words)
            )
        }
        Sentence::OverAdvance { is_over: true } => {
            "El proveedor ha recibido más de lo disponible. Mientras dure, se acerca el día \
            en que el contrato nos permite informar a este cliente."
                .to_owned()
        }
        Sentence::OverAdvance { is_over: false } => "El proveedor ya no ha recibido más de lo disponible.".to_owned(),
        Sentence::ReleaseDemanded => "El proveedor pide liberar a su cliente.".to_owned(),
        Sentence::Packet { contract, story } => super::packet::words(HERE, contract, story),
        Sentence::FederalAgency { is_federal: true } => {
            "Este cliente es una agencia federal de EE. UU.: no recibe notificación, un expediente la sustituye."
                .to_owned()
        }
        Sentence::FederalAgency { is_federal: false } => {
            "Este cliente no es una agencia federal de EE. UU. La notificación empieza cuando el proveedor lo haya avisado él mismo."
                .to_owned()
        }
        Sentence::ReleaseOnItsWay { to } => format!("La carta de liberación está en camino a {to}."),
    }
}

/// A message as a timeline names it.
fn named(purpose: Purpose, subject: Option<&str>) -> String {
    format!("{}{}", (terms::of(HERE).purpose)(purpose), after(HERE, ", ", subject.unwrap_or_default()))
}

fn reason(why: &Why) -> String {
    let rule = match why {
        Why::Own { words } => return quoted(HERE, words),
        Why::Rule { rule, .. } => rule.as_str(),
        Why::Outdated => return "Lo que pregunta ya no está pendiente como allí se dice.".to_owned(),
        Why::Answered => return "Ya se ha respondido, o no hace falta.".to_owned(),
        Why::Late => return "Saldría tan tarde que los días que indica serían menos de los debidos.".to_owned(),
        Why::Moved => return "El destinatario tiene ahora otra dirección de correo.".to_owned(),
    };
    match rule {
        "LC-08" => "Una de las facturas está en disputa.",
        "LC-40" => "El cliente aún no ha recibido la notificación de cesión.",
        "GL-44" => "El contrato es confidencial: no se informa a este cliente.",
        "CO-01" => "Las facturas no llevan bastante tiempo vencidas.",
        "CO-03" => "El proveedor pregunta él mismo.",
        "CO-04" => "Falta un contacto comprobado.",
        "CO-05" => "Ya se ha escrito a este cliente tantas veces como se permite.",
        "CO-07" => "A esta hora no se escribe a este cliente.",
        "CO-08" => "El cliente ha respondido, o no desea mensajes por ahora.",
        "CO-14" => "El contacto está en pausa a petición del proveedor.",
        _ => "Las reglas sobre los mensajes no lo permiten ahora.",
    }
    .to_owned()
}

fn settled(one: &Settled) -> String {
    let t = terms::of(HERE);
    match one {
        Settled::Servicing(None) => "atención según el contrato".to_owned(),
        Settled::Servicing(Some(profile)) => format!("atención: {}", (t.profile)(*profile)),
        Settled::Note => "las palabras personales en la presentación".to_owned(),
        Settled::Delivers(who) => format!("presentación entregada {}", (t.deliverer)(*who)),
        Settled::BeforeDue(yes) => format!("recordatorios antes del vencimiento: {}", if *yes { "sí" } else { "no" }),
        Settled::Preview => "si el proveedor ve primero los mensajes".to_owned(),
        Settled::LateInterestGrant(None) => "intereses de demora previstos por: nada".to_owned(),
        Settled::LateInterestGrant(Some(Grant::Contract)) => {
            "intereses de demora previstos por: el contrato con este cliente".to_owned()
        }
        Settled::LateInterestGrant(Some(Grant::Statute)) => "intereses de demora previstos por: la ley".to_owned(),
        Settled::LateInterest(yes) => {
            format!("el proveedor desea intereses de demora: {}", if *yes { "sí" } else { "no" })
        }
    }
}

fn said(answer: &Said) -> String {
    let t = terms::of(HERE);
    match answer {
        Said::WillPay { on, amount: None } => format!("pago previsto el {}", HERE.date(*on)),
        Said::WillPay { on, amount: Some(amount) } => {
            format!("pago de {} previsto el {}", HERE.money(*amount), HERE.date(*on))
        }
        Said::Paid { on, how } => format!("pago hecho el {}{}", HERE.date(*on), after(HERE, ": ", how)),
        Said::Confirmed { words } => format!("todo es correcto{}", after(HERE, ": ", words)),
        Said::NotReceived { words } => format!("no hemos recibido factura{}", after(HERE, ": ", words)),
        Said::Disputed { reason, amount, words } => {
            let part = amount.map_or_else(String::new, |amount| format!(" (por {})", HERE.money(amount)));
            format!("en disputa{part}, {}{}", (t.reason)(*reason), after(HERE, ": ", words))
        }
        Said::WrongContact { words } => format!("hay que preguntar a otra persona{}", after(HERE, ": ", words)),
    }
}

fn ended(one: &EndedAnswers) -> String {
    let article = if one.invoices.count() == 1 { "la" } else { "las" };
    let of = format!("{article} {}", one.invoices.invoices(HERE));
    let by = one.by.map_or_else(String::new, |day: Date| format!(" a más tardar el {}", HERE.date(day)));
    match (one.state, one.kind) {
        (AnswerState::Kept, AnswerKind::WillPay) => format!("El pago prometido de {of} ha llegado."),
        (AnswerState::Kept, _) => format!("El pago de {of} ha llegado."),
        (AnswerState::Broken, _) => format!("El pago prometido de {of} no llegó{by}."),
        _ => format!("El pago anunciado de {of} no se ha visto{by}."),
    }
}
