//! German.

/// Where a code has no sentence of its own.
pub(super) const GENERAL: &str =
    "So geht es nicht, und es wurde nichts geändert. Prüfen Sie Ihre Angaben, oder fragen Sie uns.";

/// The sentence of a code.
pub(super) fn of(code: &str) -> Option<&'static str> {
    Some(match code {
        "ANSWERS" => "Das sind zu viele Antworten auf einmal. Geben Sie sie in mehreren Teilen.",
        "ANSWER_NO_NAME" | "CASE_NO_NAME" | "PAPER_NO_NAME" => {
            "Es fehlt ein Name. Schreiben Sie Ihren Namen, damit die anderen wissen, mit wem sie sprechen."
        }
        "ANSWER_INVOICE" => "Diese Rechnung steht nicht in der Liste. Laden Sie die Seite neu und wählen Sie sie dort.",
        "ANSWER_TWICE" | "ROW_TWICE" => "Zu dieser Rechnung stehen zwei Antworten da. Lassen Sie eine stehen.",
        "ANSWER_NOTHING_OPEN" => "Von dieser Rechnung ist nichts mehr offen. Lassen Sie sie weg.",
        "ANSWER_DAY" => {
            "Der Tag passt nicht zur Antwort. Eine kommende Zahlung hat heute oder einen späteren Tag im nächsten Jahr, eine geleistete einen vergangenen."
        }
        "ANSWER_CURRENCY" | "CASE_CURRENCY" | "ROW_CURRENCY" => {
            "Die Währung ist nicht die der Rechnung. Schreiben Sie den Betrag in der Währung der Rechnung."
        }
        "ANSWER_AMOUNT" => {
            "Der Betrag liegt nicht zwischen null und dem, was offen ist. Berichtigen Sie ihn, oder lassen Sie das Feld leer für alles."
        }
        "ANSWER_WORDS" | "CASE_TOO_MANY_WORDS" | "MOOD_WORDS" => {
            "Der Text ist zu lang. Kürzen Sie ihn, oder fügen Sie ihn als Datei hinzu."
        }
        "AMOUNT_WRONG" => {
            "Der Betrag ist nicht lesbar, oder er hat mehr Nachkommastellen als die Währung. Schreiben Sie ihn als 1234.50; gerundet wird hier nichts."
        }
        "AMOUNT_MISSING" => "Der Betrag fehlt. Schreiben Sie ihn in die Zeile.",
        "ANSWER_UNKNOWN" => {
            "Diese Antwort kennen wir nicht. Nehmen Sie eine der Antworten, die auf dieser Seite stehen."
        }
        "COLUMN_MISSING" | "HEADER_MISSING" => {
            "Es fehlt eine Spalte. Die Tabelle braucht mindestens die Spalten „Rechnung“ für die Nummer der Rechnung und „Antwort“ für die Antwort, ein Zahlungsavis Nummer und Betrag."
        }
        "DATE_MISSING" => "Zu dieser Antwort fehlt der Tag der Zahlung. Schreiben Sie ihn als 2026-03-04.",
        "DATE_WRONG" => "Der Tag ist nicht lesbar. Schreiben Sie ihn als 2026-03-04.",
        "REASON_MISSING" => {
            "Zum Einwand fehlt der Grund. Schreiben Sie ihn in die Zeile, bei einem anderen Grund auch in eigenen Worten."
        }
        "REASON_UNKNOWN" => "Diesen Grund kennen wir nicht. Nehmen Sie einen aus der Liste der Tabelle.",
        "ROW_NO_INVOICE" => "Die Zeile nennt keine Rechnungsnummer. Schreiben Sie sie in die Zeile.",
        "ROW_INVOICE_UNKNOWN" => {
            "Unter dieser Nummer ist hier keine Rechnung von Ihnen offen. Berichtigen Sie die Nummer, oder nehmen Sie die Zeile heraus, wenn bezahlt ist."
        }
        "ROW_SUPPLIER_MISSING" => {
            "Mehrere Lieferanten haben eine Rechnung mit dieser Nummer. Schreiben Sie den Lieferanten daneben."
        }
        "NOTHING_ANSWERED" => {
            "Die Tabelle enthält keine Antwort. Füllen Sie die Spalte „Antwort“ aus und senden Sie sie noch einmal."
        }
        "MORE" => "Weitere Angaben sind zu berichtigen. Beginnen Sie mit den genannten.",
        "FILE_EMPTY" | "NOTHING_READABLE" => {
            "In der Datei steht nichts, was wir lesen können. Senden Sie die Tabelle mit ihrer Kopfzeile."
        }
        "FILE_TOO_LARGE" | "TOO_MANY_LINES" | "SHEET_TOO_LONG" | "LINE_TOO_LONG" | "FIELD_TOO_LONG"
        | "PAPER_TOO_LARGE" => {
            "Die Datei ist zu groß. Speichern Sie sie kleiner, oder senden Sie sie in mehreren Teilen."
        }
        "PDF_GIVEN" | "XML_GIVEN" | "FILE_BINARY" | "SPREADSHEET_GIVEN" => {
            "Das ist keine Tabelle. Geben Sie eine CSV-Datei oder eine Excel-Tabelle (.xlsx)."
        }
        "SPREADSHEET_BROKEN"
        | "ENCODING_UNKNOWN"
        | "ENCODING_WRONG"
        | "DELIMITER_UNCLEAR"
        | "HEADER_AMBIGUOUS"
        | "LINE_HAS_MORE_FIELDS"
        | "QUOTE_OPEN" => {
            "Die Tabelle ist nicht lesbar. Speichern Sie sie neu, als Excel-Tabelle (.xlsx) oder CSV, und senden Sie sie noch einmal."
        }
        "PAPER_NAME" => "Die Datei hat keinen Namen oder einen zu langen. Geben Sie ihr einen kurzen.",
        "PAPER_KIND" => {
            "Die Datei ist leer oder von einer Art, die wir nicht aufbewahren. Geben Sie ein PDF, ein Bild (PNG, JPEG), eine Tabelle (.xlsx), CSV, XML oder Text."
        }
        "PAPER_NAMED_WRONG" => {
            "Der Name der Datei passt nicht zu ihrem Inhalt. Speichern Sie sie unter dem richtigen Namen."
        }
        "PAPER_TOO_MANY" => {
            "Hier liegen schon so viele Dateien, wie möglich sind. Legen Sie mehrere Seiten in eine Datei."
        }
        "CASE_NOT_YOURS_TO_OPEN" => {
            "Das bringt eine andere Seite vor. Stellen Sie stattdessen eine Frage; wir beantworten sie."
        }
        "CASE_NO_INVOICE" => {
            "Es ist keine Rechnung gewählt. Wählen Sie die strittige Rechnung, für jede einen Einwand."
        }
        "CASE_NO_REASON" => "Es fehlt der Grund. Wählen Sie den, der am besten passt.",
        "CASE_NO_WORDS" | "WORDS_MISSING" => "Es fehlen Worte. Schreiben Sie kurz, worum es geht.",
        "CASE_FULL" => {
            "Zu diesem Vorgang wurde so viel gesagt, wie hineinpasst. Schließen Sie ihn ab und beginnen Sie einen neuen."
        }
        "CASE_NO_AMOUNT" => {
            "Der strittige Betrag ist null. Schreiben Sie ihn, oder lassen Sie das Feld leer für die ganze Rechnung."
        }
        "CASE_TOO_MUCH" => "Der Betrag ist höher als das, worum es geht. Schreiben Sie einen niedrigeren.",
        "CASE_NOTHING_OPEN" => {
            "Von der Rechnung ist nichts mehr offen. Stellen Sie eine Frage, wenn etwas nicht stimmt."
        }
        "CASE_DISPUTED" => {
            "Alles, was von der Rechnung offen ist, ist schon strittig. Fügen Sie Ihre Worte dem offenen Einwand hinzu."
        }
        "CASE_SETTLED" => "Dieser Vorgang ist erledigt. Stellen Sie eine neue Frage, wenn noch etwas offen ist.",
        "CASE_OPEN" => "Dieser Vorgang ist noch offen. Fügen Sie Ihre Worte hinzu.",
        "CASE_NOT_YOURS_TO_SETTLE" => {
            "So kann es nur eine andere Seite abschließen. Schreiben Sie, was Sie möchten; wer zuständig ist, schließt es ab."
        }
        "CASE_CREDIT_AMOUNT" => {
            "Betrag und Abschluss passen nicht zusammen. Schreiben Sie den Betrag der Gutschrift, und nur bei einer Gutschrift."
        }
        "CASE_NOT_YOURS_TO_ASSIGN" => "Das teilt nur der Factor zu. Schreiben Sie dem, der sich darum kümmert.",
        "MOOD_SIDE" => "Das sagt nur der Kunde selbst. Schreiben Sie, was Sie gehört haben, als Frage.",
        "PAUSE" => "Diese Zahl von Tagen ist nicht möglich. Wählen Sie eine Pause, wie sie beim Feld angegeben ist.",
        "PAUSE_AGAIN" => {
            "Der Kontakt mit diesem Kunden hat so lange geruht, wie er darf. Eine neue Pause ist erst nach einiger Zeit möglich; fragen Sie uns, wann."
        }
        "WHY" => "Der Grund fehlt oder ist zu lang. Schreiben Sie ihn in wenigen Worten.",
        "MESSAGE_STATE" => {
            "Diese Nachricht wartet nicht mehr auf Sie. Laden Sie die Seite neu; dort steht, was aus ihr wurde."
        }
        "CONTACT" | "GUEST_NO_CONTACT" => {
            "Diese Seite wurde nicht einer Person oder einem Postfach gegeben. Nennen Sie uns zuerst, wer zuständig ist."
        }
        "GUEST_UNREACHABLE" => {
            "Dafür haben wir keine Adresse oder Nummer. Berichtigen Sie zuerst den Ansprechpartner, oder wählen Sie einen anderen Weg."
        }
        "HEADS_UP_MISSING" => "Der Lieferant hat es seinem Kunden noch nicht gesagt. Sagen Sie es ihm zuerst.",
        "HEADS_UP_GIVEN" => "Das ist schon festgehalten. Es ist nichts weiter zu tun.",
        "HEADS_UP_VAGUE" => "Es fehlt, wem Sie es gesagt haben. Schreiben Sie Name und Stelle.",
        "DAY_AHEAD" => "Der Tag liegt in der Zukunft. Schreiben Sie den Tag, an dem es geschah.",
        "TOO_EARLY" => "Dafür ist es noch zu früh. Versuchen Sie es später wieder.",
        "NOT_INTRODUCED"
        | "NOT_SENT"
        | "LETTER_NOT_POSTED"
        | "NO_LETTER"
        | "NEVER_NOTIFIED"
        | "NOTHING_TO_ACKNOWLEDGE" => {
            "Es ist noch keine Anzeige abgegangen. Sie müssen nichts tun; fragen Sie uns, wenn Ihnen ein Brief vorliegt."
        }
        "UNDER_WAY" | "NOTICE_UNDER_WAY" | "REMINDED" => "Das ist schon unterwegs. Es ist nichts weiter zu tun.",
        "NO_PROOF_ASKED" | "NO_DOUBT" => "Danach hat niemand gefragt. Es ist nichts weiter zu tun.",
        "NOTICE_HELD" => "Dieser Vertrag ist still. Fragen Sie uns, wenn Ihnen trotzdem ein Brief vorliegt.",
        "NOTICE_RELEASED" => "Die Abtretung ist beendet. Zahlen Sie, wie Ihr Lieferant es Ihnen sagt.",
        "NOTICE_SUPERSEDED" => "Eine neuere Anzeige ist an die Stelle dieser getreten. Nehmen Sie die neuere.",
        "EVIDENCE_TOO_OLD"
        | "EVIDENCE_TOO_WEAK"
        | "ADDRESS_NOT_VERIFIED"
        | "INVOICES_OPEN"
        | "NOTICE_NOT_HELD"
        | "OVER_ADVANCE_TOO_YOUNG" => "So, wie die Anzeige jetzt steht, geht das nicht. Fragen Sie uns.",
        "VERIFICATION_METHOD"
        | "VERIFICATION_WHO"
        | "VERIFICATION_NOTHING"
        | "VERIFICATION_WORDS"
        | "VERIFICATION_EVIDENCE" => {
            "Diese Rechnung lässt sich so nicht bestätigen. Schreiben Sie Namen und, wo etwas nicht stimmt, was es ist; oder fragen Sie uns."
        }
        "AMOUNT" => "Die Beträge passen nicht zusammen. Prüfen Sie sie.",
        _ => return None,
    })
}
