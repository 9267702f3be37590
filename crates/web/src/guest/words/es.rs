//! Spanish.

use super::{
    AnswerWords, Ask, CaseWords, Check, Client, Common, Debtor, HealthFigure, MoodWords, NoticeWords, Preferences,
    Remittance, Sheet, Words, Wrong,
};
use domain::contact::MessageState;
use domain::dispute::{DisputeReason, OutcomeKind};
use domain::letter::Language;
use domain::notice::NoticeState;

pub(super) const WORDS: Words = Words {
    language: Language::Spanish,
    common: Common {
        skip: "Ir al contenido",
        language: "Idioma",
        change_language: "Cambiar",
        go_on: "Continuar",
        back: "Volver",
        send: "Enviar",
        optional: "opcional",
        your_name: "Su nombre",
        your_name_hint: "Para que los demás sepan con quién hablan.",
        name_missing: "Escriba su nombre.",
        errors: |count| {
            if count == 1 {
                "Hay una respuesta por revisar".to_owned()
            } else {
                format!("Hay {count} respuestas por revisar")
            }
        },
        phone: "Teléfono",
        mail: "Correo",
        private_page: |party| {
            format!(
                "Esta página es para {party}. Quien tenga su dirección puede leerla: le rogamos que quede dentro de su empresa."
            )
        },
        valid_until: |date| format!("La dirección vale hasta el {date}."),
        is_letter_real: "¿Es auténtica nuestra carta?",
        never_by_mail: "Nunca cambiamos los datos bancarios por correo electrónico.",
        call_known: "En caso de duda, llame a un número que ya conozca, no al de una carta o un correo del que no esté seguro.",
        bank_code: "Código bancario",
        language_kept: "Desde ahora le escribimos en español.",
    },
    wrong: Wrong {
        nothing_title: "Esta dirección no abre nada",
        nothing_text: "Tal vez fue sustituida o ha caducado, o una parte se perdió por el camino. No se ha cambiado nada, y usted no ha hecho nada mal.",
        nothing_remedy: |factor| format!("Compruebe que la dirección esté completa. Si no, pida una nueva a {factor}."),
        often_title: "Una pausa breve",
        often_text: "Llegaron muchas peticiones desde su red en poco tiempo. La pausa protege a todos cuyas facturas están aquí.",
        often_remedy: |seconds| {
            if seconds == 1 {
                "Vuelva a intentarlo dentro de un segundo.".to_owned()
            } else {
                format!("Vuelva a intentarlo dentro de {seconds} segundos.")
            }
        },
        refused_title: "Esto no se hizo",
        refused_text: "No se ha cambiado nada. Los motivos:",
        sent_title: "Ya se envió",
        sent_text: "Este formulario ya se envió con otras respuestas. Lo que hizo entonces sigue en pie; no se hizo nada más.",
        expired_title: "El formulario ha caducado",
        expired_text: "El formulario no pertenece a esta página, por eso no se hizo nada. Ocurre cuando queda abierto mucho tiempo.",
        form_title: "El formulario no se puede leer",
        form_text: "Lo que llegó no es un formulario de esta página. No se ha cambiado nada.",
        large_title: "Es demasiado grande",
        large_text: |most| {
            format!(
                "Se pueden enviar como máximo {most} a la vez. No se ha cambiado nada. Envíe un archivo más pequeño, o varios."
            )
        },
        slow_title: "Tardó demasiado",
        slow_text: "La petición no terminó a tiempo. No ha cambiado nada.",
        fault_title: "Algo salió mal",
        fault_text: "El fallo es nuestro. Esta petición no ha cambiado nada.",
        paused_title: "Ahora mismo no es posible",
        paused_text: "Nuestros libros no se pueden abrir ni cambiar en este momento. Esta petición no ha cambiado nada.",
        paused_remedy: "Inténtelo otra vez dentro de unos minutos. Si vuelve a ocurrir, llámenos.",
        try_again: "Inténtelo otra vez. Si vuelve a ocurrir, llámenos.",
        open_again: "Abra la página de nuevo y envíe desde allí.",
        reference: |reference| format!("Referencia {reference}"),
    },
    check: Check {
        title: "¿Es auténtica esta carta?",
        lead: |factor| {
            format!("Cada notificación de {factor} lleva un código. Escríbalo aquí y vea lo que de verdad escribimos.")
        },
        code: "Código de la carta",
        code_hint: "Está al final de la carta, junto a la imagen cuadrada.",
        check: "Comprobar",
        unknown_title: "No conocemos este código",
        unknown_text: |factor| format!("{factor} no ha emitido ninguna carta con ese código."),
        unknown_do: "No pague a una cuenta que indique una carta así. Llámenos, o a su proveedor, a un número que ya conozca.",
        unknown_typo: "Si pudo equivocarse al escribirlo, compare el código una vez más.",
        genuine_title: "Este código es nuestro",
        genuine_text: |factor, date| format!("{factor} escribió una carta con este código el {date}, y está vigente."),
        genuine_do: "Un código se puede copiar en una carta falsa: compare la cuenta antes de pagar.",
        superseded_title: "Esta carta era nuestra; una más reciente ocupa su lugar",
        superseded_text: |date| format!("Es del {date} y ya no dice dónde pagar."),
        superseded_on: |date| format!("La más reciente es del {date}."),
        superseded_do: "Pague como dice la carta más reciente. Si no la ha recibido, llámenos a un número que ya conozca.",
        successor: "Ver la carta más reciente",
        released_title: "Esta cesión ha terminado",
        released_text: |factor, supplier| {
            format!("{factor} le ha liberado. Las nuevas facturas de {supplier} se pagan como {supplier} le indique.")
        },
        released_on: |date| format!("Es así desde el {date}."),
        says: "Lo que dice la carta",
        supplier: "Proveedor",
        customer: "Cliente",
        factor: "Pagar a",
        kind: "Carta",
        issued: "Emitida el",
        since: "Vigente desde el",
        pay_to: "Cuenta",
        ending: |signs| format!("termina en {signs}"),
        notice_of_assignment: "Notificación de cesión",
        change_of_account: "Cambio de datos bancarios",
        release: "Liberación",
        proof_of_assignment: "Justificante de la cesión",
        compare_title: "¿Es esto lo que dice su carta?",
        compare_lead: "Escriba el número de cuenta de su carta. Le decimos si es el que escribimos, y no se lo mostramos a nadie.",
        account: "Número de cuenta o IBAN",
        account_hint: "Los espacios no importan.",
        account_missing: "Escriba el número de cuenta que figura en su carta.",
        invoice: "Número de factura",
        invoice_hint: "Para ver si la carta la comprende.",
        compare: "Comparar",
        account_right: "Sí. Es el número de cuenta que escribimos.",
        account_wrong: "No. Este no es el número de cuenta que escribimos.",
        account_wrong_do: "No pague a esa cuenta. Compare el número una vez más; si sigue siendo distinto, llámenos a un número que ya conozca. La carta pudo \
            haber sido alterada.",
        account_old: "Esta es nuestra cuenta anterior.",
        account_old_until: |date| {
            format!("Sigue abierta hasta el {date}. Le rogamos que pague a la cuenta de la carta más reciente.")
        },
        invoice_right: |number| format!("La factura {number} se paga en esa cuenta."),
        invoice_wrong: |number| {
            format!("Aquí no podemos confirmar la factura {number}. Compruebe el número o pregúntenos.")
        },
        all_invoices: |supplier| {
            format!(
                "Toda factura de {supplier} dirigida a usted se paga en esa cuenta. Esta página no confirma facturas sueltas: \
                use la página que le enviamos, o pregúntenos."
            )
        },
        proof_title: "Pedir un justificante de la cesión",
        proof_lead: |days| {
            format!(
                "Puede pedir la prueba de que su proveedor nos ha cedido sus facturas. La enviamos en {days} días hábiles, y solo a la dirección \
                comprobada de su departamento de cuentas por pagar."
            )
        },
        proof_words: "¿Qué le gustaría ver?",
        proof_words_hint: "Déjelo vacío para lo habitual: la página firmada, y a quién llamar.",
        proof_send: "Pedir el justificante",
        proof_asked: |date, due| format!("Pedido el {date}. Lo tendrá a más tardar el {due}."),
        proof_asked_note: "Pedirlo no le compromete a nada.",
        proof_open: |date, due| format!("Se pidió un justificante el {date}. Llegará a más tardar el {due}."),
        proof_given: |date| format!("El justificante se dio el {date}."),
        offline_title: "Comprobarla sin nosotros",
        offline_lead: "El contenido de la carta está firmado. Con nuestra clave pública cualquiera puede comprobar la firma en su propio ordenador.",
        signed_content: "Contenido firmado",
        signature: "Firma",
        public_key: "Clave pública",
        how_offline: "Cómo comprobarla",
        key_title: "Nuestra clave pública",
        key_lead: |factor| {
            format!(
                "Con esta clave firma {factor} sus notificaciones (Ed25519, RFC 8032). Compare su nombre corto con el de una carta anterior, \
                o pregúntenos por teléfono."
            )
        },
        key_steps: "Guarde el contenido firmado y la firma desde la página de su carta, y la clave desde esta página. OpenSSL 3 responde entonces \
            «Signature Verified Successfully» a:",
        key_since: |date| format!("En uso desde el {date}"),
        key_compare: "Nombre corto",
        no_key: "Todavía no se ha firmado nada.",
    },
    debtor: Debtor {
        title: "Lo que debe, y dónde pagar",
        open_on: |count| format!("pendientes en {count}"),
        late: |amount| format!("De ello, {amount} ya han vencido."),
        nothing_open: "No hay nada pendiente",
        nothing_open_text: "No conocemos ninguna factura que deba a través de nosotros. Gracias.",
        real: "¿Es auténtico esto?",
        real_text: |supplier, factor| {
            format!(
                "{supplier} ha cedido sus facturas a {factor}. Usted paga a {factor}; todo lo demás queda entre usted y {supplier}."
            )
        },
        notice_received: |date| format!("Recibió la notificación de ello el {date}."),
        check_notice: "Comprobar la notificación",
        where_to_pay: "Dónde pagar",
        same_account: "Todas las facturas de esta página se pagan en esta cuenta.",
        holder: "Titular de la cuenta",
        account: "Cuenta",
        reference: "Concepto",
        reference_text: "Los números de factura",
        ask_for_account: "Pregúntenos por la cuenta a un número que ya conozca.",
        invoices_of: |supplier| format!("Facturas de {supplier}"),
        invoice: "Factura",
        issued: "Emitida el",
        due: "Vencimiento",
        amount: "Importe",
        open: "Pendiente",
        total: "Total pendiente",
        order: "Su pedido",
        tick: |number| format!("Elegir la factura {number}"),
        tick_all: |count| format!("Las {count} facturas"),
        answer_ticked: "Sobre las marcadas decimos",
        more: |count| format!("Aquí están las {count} más antiguas. Las demás aparecerán cuando estas se paguen."),
        to_confirm: "Por favor, confirme",
        disputed: |case| format!("En disputa, {case}"),
        announced: |date| format!("Pago anunciado para el {date}"),
        said_paid: |date| format!("Pagada el {date}, según usted"),
        confirmed: "Confirmada",
        copy_asked: "Copia pedida",
        due_today: "Vence hoy",
        not_due: "Aún no vence",
        past_due: |days| if days == 1 { "Venció ayer".to_owned() } else { format!("Venció hace {days} días") },
        wrong: "Si algo no es correcto",
        wrong_text: "Marque arriba la factura y diga qué no es correcto, o escríbanos aquí. Responde una persona.",
        wrong_text_none: "Escríbanos aquí. Responde una persona.",
        by_sheet: "Responder a varias facturas con una hoja de cálculo",
        by_sheet_text: "Descargue todas en una hoja, rellene una columna y devuélvala.",
        download: "Su estado de cuenta en un archivo",
        download_text: "Lo que nos debe hoy, con la cuenta a la que pagar (CSV).",
        letters_text: "Todo lo que le hemos escrito; acusar recibo de una notificación o pedir un justificante.",
        wrong_contact_text: "Usted no es la persona indicada.",
        preferences_text: "Por correo electrónico, teléfono o carta; sin recordatorios.",
        cases: "Lo que se está aclarando",
        case_dispute: "Disputa",
        case_complaint: "Queja",
        case_question: "Pregunta",
        case_copy: "Copia pedida",
        case_proof: "Justificante pedido",
        case_correction: "Contacto por corregir",
        answer_by: |date| format!("respuesta a más tardar el {date}"),
        papers: "Copias",
        no_papers: "Aún no hay copias aquí. Diga que no ha recibido la factura y se la pedimos al proveedor.",
        paper_hint: "PDF, imagen, tabla o texto, 10 MB como máximo. La otra parte puede descargarlo.",
        paper_invoice: "Factura",
        paper_order: "Pedido",
        paper_delivery: "Albarán de entrega",
        paper_timesheet: "Hoja de horas",
        paper_notice: "Notificación",
        paper_remittance: "Aviso de pago",
        paper_other: "Documento",
        history: "Lo que ocurrió",
        say_something: "Decir algo sobre ella",
    },
    answer: AnswerWords {
        confirmed: "Todo es correcto",
        will_pay: "Pagaremos el …",
        paid: "Ya hemos pagado",
        disputed: "Hay algo que no es correcto",
        not_received: "No hemos recibido esta factura",
        wrong_contact: "Por favor, consulte a otra persona",
        confirmed_does: "Confirma que los bienes o servicios se recibieron, que el importe y el vencimiento son correctos, que no hay nada que compensar y \
            que pagará como dice la notificación.",
        will_pay_does: "No escribimos a nadie sobre estas facturas hasta que ese día haya pasado.",
        paid_does: "Buscamos el pago y mientras tanto no escribimos a nadie sobre estas facturas.",
        disputed_does: "Su proveedor lo sabe hoy mismo. Mientras se aclara, nadie le pide que pague lo que disputa.",
        not_received_does: "Si la copia ya está, la encuentra en esta página; si no, se la pedimos a su proveedor.",
        wrong_contact_does: "No volvemos a escribir a esta dirección, y esta página se cierra para ella.",
        wrong_contact_done: "Gracias. No volvemos a escribir a esta dirección.",
        which: "Qué facturas",
        more_invoices: "Añadir otras",
        choose_some: "Elija al menos una factura.",
        on: "Pagará el",
        paid_on: "Pagado el",
        date_wrong: "Escriba el día, por ejemplo 04.03.2026.",
        how: "Cómo pagó",
        how_hint: "Por ejemplo: transferencia, cheque 4711. Nos ayuda a encontrar el pago.",
        amount: "Importe",
        amount_hint: "Déjelo vacío para todo lo pendiente.",
        amount_wrong: "Escriba el importe como 1.234,50.",
        disputed_amount: "Qué parte",
        disputed_amount_hint: "Déjelo vacío si es toda la factura.",
        why: "Qué no es correcto",
        choose_reason: "Elija el motivo que mejor convenga.",
        reason: |reason| match reason {
            DisputeReason::NotReceived => "Bienes o servicio no recibidos",
            DisputeReason::WrongAmount => "El importe es incorrecto",
            DisputeReason::Quality => "Calidad",
            DisputeReason::Price => "El precio no es el acordado",
            DisputeReason::Duplicate => "Facturado dos veces",
            DisputeReason::AlreadyPaid => "Ya pagada",
            DisputeReason::ReturnedGoods => "Los bienes se devolvieron",
            DisputeReason::ContractTerms => "El contrato dice otra cosa",
            DisputeReason::NotOurs => "No es nuestra factura",
            DisputeReason::Other => "Otro motivo",
        },
        words: "Algo que añadir",
        words_dispute: "Con sus propias palabras",
        words_contact: "A quién conviene preguntar",
        will_pay_on: |date| format!("Se pagará el {date}"),
        paid_said: |date| format!("Pagada el {date}"),
        preview: "Esto es lo que dice",
        preview_text: |count| {
            if count == 1 {
                "Sobre una factura. Todavía no se ha enviado nada.".to_owned()
            } else {
                format!("Sobre {count} facturas. Todavía no se ha enviado nada.")
            }
        },
        signed: |name| format!("En nombre de {name}"),
        quiet_until: |date| format!("Nadie le escribe sobre estas facturas hasta el {date}."),
        opens_cases: |count| {
            if count == 1 {
                "Se abre un caso; su número figura en la página siguiente.".to_owned()
            } else {
                format!("Se abren {count} casos; sus números figuran en la página siguiente.")
            }
        },
        change: "Cambiarlo",
        done: |count, what| {
            if count == 1 {
                format!("Gracias. Anotado para una factura: {what}.")
            } else {
                format!("Gracias. Anotado para {count} facturas: {what}.")
            }
        },
        receipt: |number| format!("Recibo {number}."),
        case_numbers: |numbers| format!("Caso {numbers}."),
    },
    ask: Ask {
        question: "Hacer una pregunta",
        question_lead: "Responde la persona que lleva sus facturas.",
        complaint: "Presentar una queja",
        complaint_lead: "Díganos qué podríamos hacer mejor. Alguien responde en dos días hábiles.",
        contact: "Corregir a quién escribimos",
        contact_lead: "Nombre a la persona o el buzón de facturas, con correo y teléfono. Lo comprobamos antes de usarlo.",
        about: "Sobre facturas de",
        about_none: "Ninguna en particular",
        words: "Su mensaje",
        words_missing: "Escriba en pocas palabras de qué se trata.",
        done: |number| format!("Gracias. Hemos recibido su mensaje, con el número {number}."),
    },
    notice: NoticeWords {
        title: "Notificaciones y cartas",
        notices: "Notificaciones de cesión",
        letters: "Cartas para usted",
        no_letters: "Todavía no se le ha enviado ninguna carta.",
        notice_of: |supplier| format!("Notificación sobre facturas de {supplier}"),
        lead: |supplier, factor| {
            format!("{supplier} ha cedido sus facturas a {factor}. El pago a {factor} las liquida.")
        },
        acknowledge: "Hemos recibido esta notificación",
        acknowledge_text: "Su nombre vale como firma de que la notificación llegó. No dice que una factura sea correcta.",
        name_hint: "Vale como su firma.",
        acknowledged: "Gracias. Su acuse de recibo queda registrado.",
        acknowledged_already: "Ha acusado recibo de esta notificación.",
        doubt: "No estamos seguros de que sea correcto",
        doubt_text: "Díganos de qué duda. Una persona lo mira, y no se compra nada más hasta que se aclare.",
        doubt_words: "De qué duda",
        doubted: "Gracias. Alguien lo mira y le responde.",
        proof_by: |date| format!("Ha pedido un justificante. Lo tendrá a más tardar el {date}."),
        proof_asked: "Ha pedido un justificante.",
    },
    preferences: Preferences {
        title: "Cómo le escribimos",
        lead: "Las notificaciones que exige la ley se envían en todo caso.",
        no_contact: "Esta página no se dio a una persona o buzón. Díganos primero a quién dirigirnos.",
        way: "La mejor forma de contactarle",
        stop: "Sin recordatorios",
        stop_hint: "Se respeta de inmediato.",
        stopped: "Sin más recordatorios",
        by_mail: "por correo electrónico",
        by_phone: "por teléfono",
        by_letter: "por carta",
        save: "Guardar",
        done: "Guardado. Vale desde ahora.",
    },
    sheet: Sheet {
        title: "Responder con una hoja",
        lead: |count| {
            if count == 1 {
                "Hay una factura pendiente.".to_owned()
            } else {
                format!("Hay {count} facturas pendientes. Responda cuantas quiera a la vez.")
            }
        },
        fetch: "1. Descargue la hoja",
        fetch_text: "Contiene cada factura pendiente.",
        fill: "2. Rellene la columna «Respuesta», y el día o el motivo donde corresponda. Déjela vacía donde no tenga nada que decir. Las respuestas:",
        send: "3. Devuélvala",
        file: "Hoja",
        file_hint: "Guardada como CSV o Excel, 10 MB como máximo. Verá lo que hará antes de que se haga nada.",
        file_missing: "Elija la hoja.",
        more: |count| format!("Otras {count} líneas están por revisar. Corrija primero estas."),
        preview: "Esto es lo que dice la hoja",
        preview_text: |count| {
            if count == 1 {
                "Una respuesta. Todavía no se ha enviado nada.".to_owned()
            } else {
                format!("{count} respuestas. Todavía no se ha enviado nada.")
            }
        },
        untouched: |count| {
            if count == 1 {
                "Una factura queda como está.".to_owned()
            } else {
                format!("{count} facturas quedan como están.")
            }
        },
        of_invoices: |count| if count == 1 { "1 factura".to_owned() } else { format!("{count} facturas") },
        done: |count| {
            if count == 1 {
                "Gracias. Una respuesta queda anotada.".to_owned()
            } else {
                format!("Gracias. {count} respuestas quedan anotadas.")
            }
        },
    },
    remittance: Remittance {
        title: "Enviar un aviso de pago",
        lead: "Nos dice para qué facturas es su pago, para que cada una quede saldada enseguida.",
        file: "Aviso de pago",
        file_hint: "Una hoja (CSV o Excel) se lee enseguida; un PDF o una imagen la lee una persona. 10 MB como máximo.",
        file_missing: "Elija el archivo.",
        on: "Pagado el",
        currency: "Moneda del pago",
        done: "Gracias. Su aviso de pago ha llegado.",
        read: |invoices, total| format!("Nombra {invoices}, {total} en total."),
        unknown: |numbers| format!("Estos números no son aquí facturas pendientes de usted: {numbers}."),
    },
    mood: MoodWords {
        title: "¿Cómo es trabajar con nosotros?",
        good: "Bien",
        fine: "Aceptable",
        not_good: "Mal",
        thanks: "Gracias por decírnoslo.",
        sorry: "Gracias por decírnoslo. Si quiere, diga aquí qué podríamos hacer mejor.",
    },
    case: CaseWords {
        raised: "Planteado el",
        with: "Con",
        answer_by: |date| format!("Por responder a más tardar el {date}"),
        closed_on: |date| format!("Resuelto el {date}"),
        said: "Lo que se dijo",
        add: "Añadir algo",
        words: "Su mensaje",
        words_missing: "Escriba en pocas palabras lo que quiere añadir.",
        paper: "Un documento, si ayuda",
        paper_kind: "Qué documento es",
        paper_kind_missing: "Elija qué documento es.",
        settle: "¿Queda resuelto con esto?",
        go_on_talking: "No, continúa",
        outcome: |outcome| match outcome {
            OutcomeKind::FullPay => "Sí: se pagará por completo",
            OutcomeKind::Credit => "Sí: damos un abono",
            OutcomeKind::RejectedByDebtor => "No pagamos el importe en disputa",
            OutcomeKind::Withdrawn => "Sí: lo retiramos",
            OutcomeKind::Answered => "Sí: está respondido",
            OutcomeKind::Done => "Sí: está hecho",
            OutcomeKind::Declined => "No se puede atender; el mensaje dice por qué",
        },
        credit: "Abono",
        credit_hint: "Solo si da uno.",
        added: "Gracias. Su mensaje se ha añadido; los demás lo leen.",
        settled: "Gracias. Está resuelto, y los demás lo saben.",
    },
    client: Client {
        title: "Lo que tiene pendiente",
        nothing: "Ahora no tiene nada pendiente.",
        needs: |count| {
            if count == 1 {
                "Tiene un asunto pendiente.".to_owned()
            } else {
                format!("Tiene {count} asuntos pendientes.")
            }
        },
        heads_ups: "Avise primero a estos clientes",
        heads_ups_text: "No se les envía nada antes de que usted mismo les haya dicho que nos pagarán a nosotros.",
        tell: |customer| format!("Hemos avisado a {customer}"),
        previews: "Cartas por revisar",
        previews_text: "Salen cuando usted está de acuerdo, o cuando llega su día.",
        cases: "Lo que plantean sus clientes",
        customers: "Sus clientes",
        no_customers: "Todavía no hay ningún cliente vinculado.",
        no_notice: "Aún sin notificación",
        federal: "Agencia federal de EE. UU.: un expediente en lugar de la notificación",
        open_cases: |count| if count == 1 { "1 caso abierto".to_owned() } else { format!("{count} casos abiertos") },
        paused_to: |date| format!("En pausa hasta el {date}"),
        contacts: "A quién se escribe",
        no_contacts: "Aún no conocemos a nadie allí.",
        contact_right: "Indicar a quién escribir",
        contact_words: "A quién deberíamos escribir",
        contact_hint: "Nombre, correo, teléfono, y para qué.",
        contact_text: "Comprobamos un contacto nuevo antes de escribirle.",
        letters: "Cartas, enviadas y previstas",
        no_letters: "Todavía no se ha escrito nada.",
        received: "recibida",
        to_you: "a usted",
        planned_for: |date| format!("prevista para el {date}"),
        history: "Lo que ocurrió",
        health: "Cómo va la relación",
        figures: |figure| match figure {
            HealthFigure::Answered => "Preguntas respondidas, %",
            HealthFigure::HoursToAnswer => "Horas hasta la respuesta",
            HealthFigure::PromisesKept => "Promesas cumplidas, %",
            HealthFigure::Disputes => "Disputas por 100 facturas",
            HealthFigure::Messages => "Mensajes al mes",
            HealthFigure::DaysToPay => "Días hasta el pago",
        },
        thin: "aún pocos casos",
        told_title: |customer| format!("Ha avisado a {customer}"),
        told_lead: "De que trabaja con nosotros y de que sus pagos nos llegarán a nosotros. Después siguen nuestras cartas, la primera en su nombre.",
        told_on: "Cuándo",
        told_whom: "A quién",
        told_whom_hint: "Nombre y cargo de la persona.",
        whom_missing: "Escriba a quién ha avisado.",
        told_how: "Cómo",
        told_send: "Les hemos avisado",
        told_done: "Gracias. Sigue la carta de presentación.",
        letter_to: |customer| format!("Carta a {customer}"),
        letter_lead: "Saldrá con estas palabras.",
        own_part: "Esta es la parte sobre sus facturas.",
        approve: "Sí, enviarla",
        approve_text: "Sale en las horas en que se puede escribir al cliente.",
        approved: "Gracias. Sale en cuanto pueda.",
        stop: "No enviarla",
        stop_text: "No se envía. El plazo de las facturas sigue corriendo.",
        why_stop: "Por qué",
        why_missing: "Escriba el motivo en pocas palabras.",
        stopped: "Se retiró y no se envía.",
        message_state: |state| match state {
            MessageState::Preview => "espera que la vea",
            MessageState::Approval => "espera nuestra aprobación",
            MessageState::Queued => "prevista",
            MessageState::Sending => "se está enviando",
            MessageState::Sent => "enviada",
            MessageState::Bounced => "devuelta",
            MessageState::Failed => "no se pudo enviar",
            MessageState::Cancelled => "retirada",
            MessageState::Received => "recibida",
        },
        notice_state: |state| match state {
            NoticeState::Drafted => "Espera que usted les avise",
            NoticeState::HeadsUpSent => "Les ha avisado; sigue la presentación",
            NoticeState::LoiSent => "Presentación enviada",
            NoticeState::LoiDelivered => "Presentado; sigue la notificación",
            NoticeState::NoaSent => "Notificación enviada",
            NoticeState::NoaDelivered => "Notificación entregada",
            NoticeState::Acknowledged => "Recibo acusado",
            NoticeState::Bounced => "Devuelta; hace falta una dirección mejor",
            NoticeState::ReSent => "Enviada otra vez",
            NoticeState::ProofRequested => "Piden un justificante",
            NoticeState::ProofFurnished => "Justificante dado",
            NoticeState::DisputedNotice => "Dudan de la notificación",
            NoticeState::Superseded => "Sustituida por una notificación más reciente",
            NoticeState::ReleaseSent => "Liberación enviada",
            NoticeState::Released => "Liberado",
            NoticeState::Held => "Confidencial: no se les informa",
        },
        pause: "Pausar el contacto",
        pause_title: |customer| format!("Pausar el contacto con {customer}"),
        pause_lead: "En ese tiempo nadie de nuestra casa escribe ni llama a este cliente por un pago. Lo que exige la ley se envía de todos modos.",
        pause_days: "Por cuántos días hábiles",
        pause_days_hint: |most| format!("Como máximo {most}."),
        days_missing: "Escriba un número de días.",
        pause_why: "Por qué",
        not_stopped: "Lo que una pausa no detiene",
        recourse_text: |number, date| format!("La factura {number} vuelve a usted el {date} si no se paga."),
        recourse_first: |date| format!("La próxima factura vuelve a usted el {date} si no se paga."),
        no_recourse: "Ninguna factura vuelve a usted en ese tiempo.",
        pause_send: "Pausar el contacto",
        paused_until: |date| format!("El contacto está en pausa hasta el {date}."),
        resume: "El contacto puede continuar",
        resumed: "El contacto continúa.",
    },
};
