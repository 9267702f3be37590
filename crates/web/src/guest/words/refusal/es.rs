//! Spanish.

/// Where a code has no sentence of its own.
pub(super) const GENERAL: &str = "Así no es posible, y no se ha cambiado nada. Compruebe sus datos, o pregúntenos.";

/// The sentence of a code.
pub(super) fn of(code: &str) -> Option<&'static str> {
    Some(match code {
        "ANSWERS" => "Son demasiadas respuestas a la vez. Denlas en varias partes.",
        "ANSWER_NO_NAME" | "CASE_NO_NAME" | "PAPER_NO_NAME" => {
            "Falta un nombre. Escriba su nombre, para que los demás sepan con quién hablan."
        }
        "ANSWER_INVOICE" => "Esta factura no está en la lista. Recargue la página y elíjala allí.",
        "ANSWER_TWICE" | "ROW_TWICE" => "Hay dos respuestas para esta factura. Deje solo una.",
        "ANSWER_NOTHING_OPEN" => "De esta factura ya no queda nada pendiente. Déjela fuera.",
        "ANSWER_DAY" => {
            "El día no encaja con la respuesta. Un pago futuro lleva la fecha de hoy o de un día del próximo año; uno hecho, un día pasado."
        }
        "ANSWER_CURRENCY" | "CASE_CURRENCY" | "ROW_CURRENCY" => {
            "La moneda no es la de la factura. Escriba el importe en la moneda de la factura."
        }
        "ANSWER_AMOUNT" => "El importe no está entre cero y lo pendiente. Corríjalo, o deje el campo vacío para todo.",
        "ANSWER_WORDS" | "CASE_TOO_MANY_WORDS" | "MOOD_WORDS" => {
            "El texto es demasiado largo. Acórtelo, o añádalo como archivo."
        }
        "AMOUNT_WRONG" => {
            "El importe no se puede leer, o tiene más decimales que la moneda. Escríbalo como 1234.50; aquí no se redondea nada."
        }
        "AMOUNT_MISSING" => "Falta el importe. Escríbalo en la línea.",
        "ANSWER_UNKNOWN" => "No conocemos esta respuesta. Use una de las respuestas de esta página.",
        "COLUMN_MISSING" | "HEADER_MISSING" => {
            "Falta una columna. La tabla necesita al menos «Factura» para el número de la factura y «Respuesta» para la respuesta; un aviso de pago, el número y el importe."
        }
        "DATE_MISSING" => "Falta el día del pago para esta respuesta. Escríbalo como 2026-03-04.",
        "DATE_WRONG" => "El día no se puede leer. Escríbalo como 2026-03-04.",
        "REASON_MISSING" => {
            "Falta el motivo de la disputa. Escríbalo en la línea, y con sus propias palabras si es otro motivo."
        }
        "REASON_UNKNOWN" => "No conocemos este motivo. Use uno de la lista de la tabla.",
        "ROW_NO_INVOICE" => "La línea no indica el número de la factura. Escríbalo en la línea.",
        "ROW_INVOICE_UNKNOWN" => {
            "Con este número no hay aquí ninguna factura suya pendiente. Corrija el número, o quite la línea si está pagada."
        }
        "ROW_SUPPLIER_MISSING" => {
            "Varios proveedores tienen una factura con este número. Escriba al lado el proveedor."
        }
        "NOTHING_ANSWERED" => {
            "La tabla no contiene ninguna respuesta. Rellene la columna «Respuesta» y envíela otra vez."
        }
        "MORE" => "Hay más datos por corregir. Empiece por los indicados.",
        "FILE_EMPTY" | "NOTHING_READABLE" => {
            "El archivo no contiene nada que podamos leer. Envíe la tabla con su encabezado."
        }
        "FILE_TOO_LARGE" | "TOO_MANY_LINES" | "SHEET_TOO_LONG" | "LINE_TOO_LONG" | "FIELD_TOO_LONG"
        | "PAPER_TOO_LARGE" => "El archivo es demasiado grande. Guárdelo más pequeño, o envíelo en varias partes.",
        "PDF_GIVEN" | "XML_GIVEN" | "FILE_BINARY" | "SPREADSHEET_GIVEN" => {
            "Esto no es una tabla. Entregue un archivo CSV o una hoja de cálculo (.xlsx)."
        }
        "SPREADSHEET_BROKEN"
        | "ENCODING_UNKNOWN"
        | "ENCODING_WRONG"
        | "DELIMITER_UNCLEAR"
        | "HEADER_AMBIGUOUS"
        | "LINE_HAS_MORE_FIELDS"
        | "QUOTE_OPEN" => "La tabla no se puede leer. Guárdela de nuevo, como .xlsx o CSV, y envíela otra vez.",
        "PAPER_NAME" => "El archivo no tiene nombre, o uno demasiado largo. Póngale uno corto.",
        "PAPER_KIND" => {
            "El archivo está vacío, o es de un tipo que no guardamos. Entregue un PDF, una imagen (PNG, JPEG), una hoja de cálculo (.xlsx), CSV, XML o texto."
        }
        "PAPER_NAMED_WRONG" => "El nombre del archivo no corresponde a su contenido. Guárdelo con el nombre correcto.",
        "PAPER_TOO_MANY" => "Ya hay tantos archivos como es posible. Ponga varias páginas en un solo archivo.",
        "CASE_NOT_YOURS_TO_OPEN" => "Eso lo plantea otra parte. Haga en su lugar una pregunta; la responderemos.",
        "CASE_NO_INVOICE" => "No se ha elegido factura. Elija la factura en disputa, una disputa por cada una.",
        "CASE_NO_REASON" => "Falta el motivo. Elija el que mejor encaje.",
        "CASE_NO_WORDS" | "WORDS_MISSING" => "Faltan palabras. Escriba en pocas palabras de qué se trata.",
        "CASE_FULL" => "En este caso ya no cabe más. Resuélvalo y abra uno nuevo.",
        "CASE_NO_AMOUNT" => "El importe en disputa es cero. Escríbalo, o deje el campo vacío para toda la factura.",
        "CASE_TOO_MUCH" => "El importe supera aquello de lo que se trata. Escriba uno más bajo.",
        "CASE_NOTHING_OPEN" => "De la factura ya no queda nada pendiente. Haga una pregunta si algo no está bien.",
        "CASE_DISPUTED" => {
            "Todo lo pendiente de la factura ya está en disputa. Añada sus palabras a la disputa abierta."
        }
        "CASE_SETTLED" => "Este caso está resuelto. Haga una nueva pregunta si queda algo.",
        "CASE_OPEN" => "Este caso sigue abierto. Añada sus palabras.",
        "CASE_NOT_YOURS_TO_SETTLE" => {
            "Así solo puede resolverlo otra parte. Escriba lo que desea; quien corresponda lo resolverá."
        }
        "CASE_CREDIT_AMOUNT" => {
            "El importe y la decisión no encajan. Escriba el importe del abono, y solo para un abono."
        }
        "CASE_NOT_YOURS_TO_ASSIGN" => "Eso solo lo asigna el factor. Escriba a quien se ocupa.",
        "MOOD_SIDE" => "Eso solo lo dice el cliente mismo. Escriba lo que ha oído como una pregunta.",
        "PAUSE" => "Ese número de días no es posible. Elija una pausa dentro de lo indicado.",
        "PAUSE_AGAIN" => {
            "El contacto con este cliente ha estado en pausa tanto como se permite. Una nueva pausa solo es posible pasado un tiempo; pregúntenos cuándo."
        }
        "WHY" => "El motivo falta o es demasiado largo. Escríbalo en pocas palabras.",
        "MESSAGE_STATE" => "Este mensaje ya no le espera. Recargue la página; allí consta qué fue de él.",
        "CONTACT" | "GUEST_NO_CONTACT" => {
            "Esta página no se dio a una persona o a un buzón. Díganos primero quién es el contacto adecuado."
        }
        "GUEST_UNREACHABLE" => {
            "No tenemos dirección ni número para ello. Corrija primero el contacto, o elija otra vía."
        }
        "HEADS_UP_MISSING" => "El proveedor aún no ha avisado a su cliente. Avísele primero.",
        "HEADS_UP_GIVEN" => "Ya está registrado. No hay nada más que hacer.",
        "HEADS_UP_VAGUE" => "Falta a quién se lo ha dicho. Escriba nombre y cargo.",
        "DAY_AHEAD" => "El día está por llegar. Escriba el día en que ocurrió.",
        "TOO_EARLY" => "Aún es pronto. Inténtelo más tarde.",
        "NOT_INTRODUCED"
        | "NOT_SENT"
        | "LETTER_NOT_POSTED"
        | "NO_LETTER"
        | "NEVER_NOTIFIED"
        | "NOTHING_TO_ACKNOWLEDGE" => {
            "Aún no ha salido ninguna notificación. No tiene que hacer nada; pregúntenos si tiene una carta."
        }
        "UNDER_WAY" | "NOTICE_UNDER_WAY" | "REMINDED" => "Ya está en marcha. No hay nada más que hacer.",
        "NO_PROOF_ASKED" | "NO_DOUBT" => "Nadie lo ha pedido. No hay nada más que hacer.",
        "NOTICE_HELD" => "Este contrato es confidencial. Pregúntenos si aun así tiene una carta.",
        "NOTICE_RELEASED" => "La cesión ha terminado. Pague como su proveedor le indique.",
        "NOTICE_SUPERSEDED" => "Una notificación más reciente ha sustituido a esta. Use la más reciente.",
        "EVIDENCE_TOO_OLD"
        | "EVIDENCE_TOO_WEAK"
        | "ADDRESS_NOT_VERIFIED"
        | "INVOICES_OPEN"
        | "NOTICE_NOT_HELD"
        | "OVER_ADVANCE_TOO_YOUNG" => "Tal como está ahora la notificación, no es posible. Pregúntenos.",
        "VERIFICATION_METHOD"
        | "VERIFICATION_WHO"
        | "VERIFICATION_NOTHING"
        | "VERIFICATION_WORDS"
        | "VERIFICATION_EVIDENCE" => {
            "Esta factura no se puede confirmar así. Escriba su nombre y, si algo no está bien, qué es; o pregúntenos."
        }
        "AMOUNT" => "Los importes no encajan. Compruébelos.",
        _ => return None,
    })
}
