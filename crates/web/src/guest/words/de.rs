//! German.

use super::{
    AnswerWords, Ask, CaseWords, Check, Client, Common, Debtor, HealthFigure, MoodWords, NoticeWords, Preferences,
    Remittance, Sheet, Words, Wrong,
};
use domain::contact::MessageState;
use domain::dispute::{DisputeReason, OutcomeKind};
use domain::letter::Language;
use domain::notice::NoticeState;

pub(super) const WORDS: Words = Words {
    language: Language::German,
    common: Common {
        skip: "Zum Inhalt",
        language: "Sprache",
        change_language: "Wechseln",
        go_on: "Weiter",
        back: "Zurück",
        send: "Senden",
        optional: "optional",
        your_name: "Ihr Name",
        your_name_hint: "Damit die anderen wissen, mit wem sie sprechen.",
        name_missing: "Bitte schreiben Sie Ihren Namen.",
        errors: |count| {
            if count == 1 {
                "Bitte sehen Sie sich eine Angabe noch einmal an".to_owned()
            } else {
                format!("Bitte sehen Sie sich {count} Angaben noch einmal an")
            }
        },
        phone: "Telefon",
        mail: "E-Mail",
        private_page: |party| {
            format!(
                "Diese Seite ist für {party} bestimmt. Wer ihre Adresse hat, kann sie lesen: Bitte behalten Sie sie im Haus."
            )
        },
        valid_until: |date| format!("Die Adresse gilt bis {date}."),
        is_letter_real: "Ist unser Brief echt?",
        never_by_mail: "Wir ändern Bankverbindungen nie per E-Mail.",
        call_known: "Rufen Sie im Zweifel eine Nummer an, die Sie schon kennen, nicht eine aus einem Brief oder einer E-Mail, bei der Sie \
            unsicher sind.",
        bank_code: "Bankleitzahl",
        language_kept: "Wir schreiben Ihnen ab jetzt auf Deutsch.",
    },
    wrong: Wrong {
        nothing_title: "Unter dieser Adresse öffnet sich nichts",
        nothing_text: "Sie ist vielleicht ersetzt worden oder abgelaufen, oder ein Teil ging unterwegs verloren. Es wurde nichts geändert, \
            und Sie haben nichts falsch gemacht.",
        nothing_remedy: |factor| {
            format!("Prüfen Sie, ob die Adresse vollständig ist. Sonst bitten Sie {factor} um eine neue.")
        },
        often_title: "Eine kurze Pause",
        often_text: "Aus Ihrem Netz kamen in kurzer Zeit viele Anfragen. Die Pause schützt alle, deren Rechnungen hier liegen.",
        often_remedy: |seconds| {
            if seconds == 1 {
                "Versuchen Sie es in einer Sekunde wieder.".to_owned()
            } else {
                format!("Versuchen Sie es in {seconds} Sekunden wieder.")
            }
        },
        refused_title: "Das wurde nicht getan",
        refused_text: "Es wurde nichts geändert. Die Gründe:",
        sent_title: "Schon gesendet",
        sent_text: "Dieses Formular kam schon einmal mit anderen Angaben. Was es damals bewirkte, bleibt; mehr wurde nicht getan.",
        expired_title: "Das Formular ist abgelaufen",
        expired_text: "Das Formular gehört nicht zu dieser Seite, darum wurde nichts getan. Das kommt vor, wenn es lange offen stand.",
        form_title: "Das Formular ist nicht lesbar",
        form_text: "Was ankam, ist kein Formular dieser Seite. Es wurde nichts geändert.",
        large_title: "Das ist zu groß",
        large_text: |most| {
            format!(
                "Auf einmal gehen höchstens {most}. Es wurde nichts geändert. Senden Sie eine kleinere Datei oder mehrere."
            )
        },
        slow_title: "Das hat zu lange gedauert",
        slow_text: "Die Anfrage wurde nicht rechtzeitig fertig. Sie hat nichts geändert.",
        fault_title: "Etwas ging schief",
        fault_text: "Der Fehler liegt bei uns. Diese Anfrage hat nichts geändert.",
        paused_title: "Im Augenblick nicht möglich",
        paused_text: "Unsere Bücher können gerade nicht geöffnet oder geändert werden. Diese Anfrage hat nichts geändert.",
        paused_remedy: "Versuchen Sie es in einigen Minuten noch einmal. Geschieht es wieder, rufen Sie uns an.",
        try_again: "Versuchen Sie es noch einmal. Geschieht es wieder, rufen Sie uns an.",
        open_again: "Öffnen Sie die Seite neu und senden Sie von dort.",
        reference: |reference| format!("Kennzeichen {reference}"),
    },
    check: Check {
        title: "Ist dieser Brief echt?",
        lead: |factor| {
            format!(
                "Jede Anzeige von {factor} trägt einen Code. Geben Sie ihn hier ein und sehen Sie, was wir wirklich geschrieben haben."
            )
        },
        code: "Code des Briefes",
        code_hint: "Er steht am Ende des Briefes, neben dem quadratischen Bild.",
        check: "Prüfen",
        unknown_title: "Wir kennen diesen Code nicht",
        unknown_text: |factor| format!("{factor} hat keinen Brief mit diesem Code ausgestellt."),
        unknown_do: "Zahlen Sie nicht auf ein Konto, das ein solcher Brief nennt. Rufen Sie uns oder Ihren Lieferanten unter einer Nummer an, \
            die Sie schon kennen.",
        unknown_typo: "Falls Sie sich vertippt haben, vergleichen Sie den Code noch einmal.",
        genuine_title: "Dieser Code ist von uns",
        genuine_text: |factor, date| {
            format!("{factor} hat am {date} einen Brief mit diesem Code geschrieben, und er gilt.")
        },
        genuine_do: "Ein Code lässt sich auf einen falschen Brief abschreiben: Vergleichen Sie das Konto, bevor Sie zahlen.",
        superseded_title: "Dieser Brief war von uns, ein neuerer ist an seine Stelle getreten",
        superseded_text: |date| format!("Er ist vom {date} und sagt nicht mehr, wohin zu zahlen ist."),
        superseded_on: |date| format!("Der neuere ist vom {date}."),
        superseded_do: "Zahlen Sie, wie der neuere Brief es sagt. Liegt er Ihnen nicht vor, rufen Sie uns unter einer Nummer an, die Sie schon \
            kennen.",
        successor: "Den neueren Brief ansehen",
        released_title: "Diese Abtretung ist beendet",
        released_text: |factor, supplier| {
            format!(
                "{factor} hat Sie freigegeben. Neue Rechnungen von {supplier} zahlen Sie, wie {supplier} es Ihnen sagt."
            )
        },
        released_on: |date| format!("Das gilt seit {date}."),
        says: "Was der Brief sagt",
        supplier: "Lieferant",
        customer: "Kunde",
        factor: "Zahlen an",
        kind: "Brief",
        issued: "Ausgestellt",
        since: "Gilt seit",
        pay_to: "Konto",
        ending: |signs| format!("endet auf {signs}"),
        notice_of_assignment: "Abtretungsanzeige",
        change_of_account: "Änderung der Bankverbindung",
        release: "Freigabe",
        proof_of_assignment: "Nachweis der Abtretung",
        compare_title: "Steht das in Ihrem Brief?",
        compare_lead: "Geben Sie die Kontonummer aus Ihrem Brief ein. Wir sagen Ihnen, ob es die ist, die wir geschrieben haben, und zeigen sie \
            niemandem.",
        account: "Kontonummer oder IBAN",
        account_hint: "Leerzeichen spielen keine Rolle.",
        account_missing: "Geben Sie die Kontonummer ein, die in Ihrem Brief steht.",
        invoice: "Rechnungsnummer",
        invoice_hint: "Um zu sehen, ob der Brief für sie gilt.",
        compare: "Vergleichen",
        account_right: "Ja. Das ist die Kontonummer, die wir geschrieben haben.",
        account_wrong: "Nein. Das ist nicht die Kontonummer, die wir geschrieben haben.",
        account_wrong_do: "Zahlen Sie nicht darauf. Vergleichen Sie die Nummer noch einmal; bleibt sie verschieden, rufen Sie uns unter einer \
            Nummer an, die Sie schon kennen. Der Brief ist vielleicht verändert worden.",
        account_old: "Das ist unser früheres Konto.",
        account_old_until: |date| {
            format!("Es bleibt bis {date} offen. Bitte zahlen Sie auf das Konto im neueren Brief.")
        },
        invoice_right: |number| format!("Rechnung {number} ist dorthin zu zahlen."),
        invoice_wrong: |number| {
            format!("Rechnung {number} können wir hier nicht bestätigen. Prüfen Sie die Nummer, oder fragen Sie uns.")
        },
        all_invoices: |supplier| {
            format!(
                "Jede Rechnung von {supplier} an Sie ist dorthin zu zahlen. Einzelne Rechnungen bestätigt diese Seite \
                nicht: Nutzen Sie dafür die Seite, die wir Ihnen geschickt haben, oder fragen Sie uns."
            )
        },
        proof_title: "Nachweis der Abtretung verlangen",
        proof_lead: |days| {
            format!(
                "Sie können verlangen, dass wir Ihnen nachweisen, dass Ihr Lieferant seine Rechnungen an uns abgetreten hat. Wir senden den \
                Nachweis innerhalb von {days} Bankarbeitstagen, und nur an die geprüfte Adresse Ihrer Kreditorenbuchhaltung."
            )
        },
        proof_words: "Was möchten Sie sehen?",
        proof_words_hint: "Leer lassen für das Übliche: die unterschriebene Seite, und wen Sie anrufen können.",
        proof_send: "Nachweis verlangen",
        proof_asked: |date, due| format!("Verlangt am {date}. Sie haben ihn bis {due}."),
        proof_asked_note: "Die Frage verpflichtet Sie zu nichts.",
        proof_open: |date, due| format!("Am {date} wurde ein Nachweis verlangt. Er kommt bis {due}."),
        proof_given: |date| format!("Der Nachweis wurde am {date} gegeben."),
        offline_title: "Ohne uns prüfen",
        offline_lead: "Der Inhalt des Briefes ist signiert. Mit unserem öffentlichen Schlüssel prüft ihn jeder auf dem eigenen Rechner.",
        signed_content: "Signierter Inhalt",
        signature: "Signatur",
        public_key: "Öffentlicher Schlüssel",
        how_offline: "So wird geprüft",
        key_title: "Unser öffentlicher Schlüssel",
        key_lead: |factor| {
            format!(
                "Mit diesem Schlüssel signiert {factor} seine Anzeigen (Ed25519, RFC 8032). Vergleichen Sie den Kurznamen mit dem auf einem \
                früheren Brief, oder fragen Sie uns am Telefon."
            )
        },
        key_steps: "Speichern Sie den signierten Inhalt und die Signatur von der Seite Ihres Briefes und den Schlüssel von dieser Seite. \
            OpenSSL 3 antwortet dann „Signature Verified Successfully“ auf:",
        key_since: |date| format!("In Gebrauch seit {date}"),
        key_compare: "Kurzname",
        no_key: "Es wurde noch nichts signiert.",
    },
    debtor: Debtor {
        title: "Was Sie schulden, und wohin Sie zahlen",
        open_on: |count| format!("offen auf {count}"),
        late: |amount| format!("Davon sind {amount} über den Fälligkeitstag hinaus."),
        nothing_open: "Es ist nichts offen",
        nothing_open_text: "Wir kennen keine Rechnung, die Sie über uns schulden. Vielen Dank.",
        real: "Ist das echt?",
        real_text: |supplier, factor| {
            format!(
                "{supplier} hat seine Rechnungen an {factor} abgetreten. Sie zahlen an {factor}; alles andere bleibt zwischen Ihnen und \
                {supplier}."
            )
        },
        notice_received: |date| format!("Die Anzeige ging bei Ihnen am {date} ein."),
        check_notice: "Anzeige prüfen",
        where_to_pay: "Wohin Sie zahlen",
        same_account: "Alle Rechnungen auf dieser Seite zahlen Sie auf dieses Konto.",
        holder: "Kontoinhaber",
        account: "Konto",
        reference: "Verwendungszweck",
        reference_text: "Die Rechnungsnummern",
        ask_for_account: "Bitte fragen Sie uns nach dem Konto, unter einer Nummer, die Sie schon kennen.",
        invoices_of: |supplier| format!("Rechnungen von {supplier}"),
        invoice: "Rechnung",
        issued: "Ausgestellt",
        due: "Fällig",
        amount: "Betrag",
        open: "Offen",
        total: "Zusammen offen",
        order: "Ihre Bestellung",
        tick: |number| format!("Rechnung {number} auswählen"),
        tick_all: |count| format!("Alle {count} Rechnungen"),
        answer_ticked: "Zu den angekreuzten sagen wir",
        more: |count| format!("Die {count} ältesten stehen hier. Die übrigen rücken nach, wenn diese bezahlt sind."),
        to_confirm: "Bitte bestätigen",
        disputed: |case| format!("Strittig, {case}"),
        announced: |date| format!("Zahlung angekündigt für {date}"),
        said_paid: |date| format!("Nach Ihrer Angabe bezahlt am {date}"),
        confirmed: "Bestätigt",
        copy_asked: "Kopie angefordert",
        due_today: "Heute fällig",
        not_due: "Noch nicht fällig",
        past_due: |days| {
            if days == 1 { "Seit gestern fällig".to_owned() } else { format!("Seit {days} Tagen fällig") }
        },
        wrong: "Wenn etwas nicht stimmt",
        wrong_text: "Kreuzen Sie oben die Rechnung an und sagen Sie, was nicht stimmt, oder schreiben Sie uns hier. Ein Mensch antwortet.",
        wrong_text_none: "Schreiben Sie uns hier. Ein Mensch antwortet.",
        by_sheet: "Viele Rechnungen mit einer Tabelle beantworten",
        by_sheet_text: "Alle als Tabelle holen, eine Spalte ausfüllen, zurücksenden.",
        download: "Ihre offenen Rechnungen als Datei",
        download_text: "Was Sie uns heute schulden, mit dem Konto für die Zahlung (CSV).",
        letters_text: "Alles, was wir Ihnen geschrieben haben; eine Anzeige bestätigen oder einen Nachweis verlangen.",
        wrong_contact_text: "Sie sind nicht zuständig.",
        preferences_text: "Per E-Mail, Telefon oder Brief; keine Erinnerungen.",
        cases: "Was geklärt wird",
        case_dispute: "Einwand",
        case_complaint: "Beschwerde",
        case_question: "Frage",
        case_copy: "Kopie angefordert",
        case_proof: "Nachweis verlangt",
        case_correction: "Ansprechpartner zu berichtigen",
        answer_by: |date| format!("Antwort bis {date}"),
        papers: "Kopien",
        no_papers: "Hier liegen noch keine Kopien. Sagen Sie, dass Ihnen die Rechnung nicht vorliegt, dann bitten wir den Lieferanten darum.",
        paper_hint: "PDF, Bild, Tabelle oder Text, höchstens 10 MB. Die andere Seite kann sie abrufen.",
        paper_invoice: "Rechnung",
        paper_order: "Bestellung",
        paper_delivery: "Liefernachweis",
        paper_timesheet: "Stundenzettel",
        paper_notice: "Anzeige",
        paper_remittance: "Zahlungsavis",
        paper_other: "Papier",
        history: "Was geschah",
        say_something: "Etwas dazu sagen",
    },
    answer: AnswerWords {
        confirmed: "Alles ist richtig",
        will_pay: "Wir bezahlen am …",
        paid: "Wir haben bezahlt",
        disputed: "Etwas stimmt nicht",
        not_received: "Diese Rechnung liegt uns nicht vor",
        wrong_contact: "Bitte fragen Sie jemand anderen",
        confirmed_does: "Sie bestätigen, dass Ware oder Leistung angekommen ist, dass Betrag und Fälligkeit stimmen, dass nichts aufzurechnen ist \
            und dass Sie zahlen, wie die Anzeige es sagt.",
        will_pay_does: "Bis dieser Tag vorbei ist, schreiben wir zu diesen Rechnungen niemandem.",
        paid_does: "Wir suchen die Zahlung und schreiben inzwischen zu diesen Rechnungen niemandem.",
        disputed_does: "Ihr Lieferant erfährt es heute. Solange es geklärt wird, bittet Sie niemand um Zahlung dessen, was strittig ist.",
        not_received_does: "Liegt die Kopie schon vor, finden Sie sie auf dieser Seite; sonst bitten wir Ihren Lieferanten darum.",
        wrong_contact_does: "Wir schreiben nicht mehr an diese Adresse, und diese Seite schließt sich für sie.",
        wrong_contact_done: "Vielen Dank. Wir schreiben nicht mehr an diese Adresse.",
        which: "Welche Rechnungen",
        more_invoices: "Andere hinzufügen",
        choose_some: "Wählen Sie mindestens eine Rechnung.",
        on: "Sie bezahlen am",
        paid_on: "Bezahlt am",
        date_wrong: "Schreiben Sie den Tag, zum Beispiel 04.03.2026.",
        how: "Wie Sie bezahlt haben",
        how_hint: "Zum Beispiel: Überweisung, Scheck 4711. Das hilft uns, die Zahlung zu finden.",
        amount: "Betrag",
        amount_hint: "Leer lassen für alles, was offen ist.",
        amount_wrong: "Schreiben Sie den Betrag als 1.234,50.",
        disputed_amount: "Wie viel davon",
        disputed_amount_hint: "Leer lassen, wenn es die ganze Rechnung ist.",
        why: "Was nicht stimmt",
        choose_reason: "Wählen Sie den Grund, der am besten passt.",
        reason: |reason| match reason {
            DisputeReason::NotReceived => "Ware oder Leistung nicht erhalten",
            DisputeReason::WrongAmount => "Der Betrag ist falsch",
            DisputeReason::Quality => "Qualität",
            DisputeReason::Price => "Der Preis ist nicht der vereinbarte",
            DisputeReason::Duplicate => "Doppelt berechnet",
            DisputeReason::AlreadyPaid => "Schon bezahlt",
            DisputeReason::ReturnedGoods => "Die Ware ging zurück",
            DisputeReason::ContractTerms => "Der Vertrag sagt es anders",
            DisputeReason::NotOurs => "Nicht unsere Rechnung",
            DisputeReason::Other => "Ein anderer Grund",
        },
        words: "Möchten Sie etwas hinzufügen?",
        words_dispute: "In eigenen Worten",
        words_contact: "Wer zuständig ist",
        will_pay_on: |date| format!("Wird bezahlt am {date}"),
        paid_said: |date| format!("Bezahlt am {date}"),
        preview: "Das sagen Sie",
        preview_text: |count| {
            if count == 1 {
                "Zu einer Rechnung. Es ist noch nichts gesendet.".to_owned()
            } else {
                format!("Zu {count} Rechnungen. Es ist noch nichts gesendet.")
            }
        },
        signed: |name| format!("Im Namen von {name}"),
        quiet_until: |date| format!("Bis {date} schreibt Ihnen zu diesen Rechnungen niemand."),
        opens_cases: |count| {
            if count == 1 {
                "Es wird ein Vorgang eröffnet; seine Nummer steht auf der nächsten Seite.".to_owned()
            } else {
                format!("Es werden {count} Vorgänge eröffnet; ihre Nummern stehen auf der nächsten Seite.")
            }
        },
        change: "Ändern",
        done: |count, what| {
            if count == 1 {
                format!("Vielen Dank. Zu einer Rechnung vermerkt: {what}.")
            } else {
                format!("Vielen Dank. Zu {count} Rechnungen vermerkt: {what}.")
            }
        },
        receipt: |number| format!("Beleg {number}."),
        case_numbers: |numbers| format!("Vorgang {numbers}."),
    },
    ask: Ask {
        question: "Eine Frage stellen",
        question_lead: "Es antwortet, wer Ihre Rechnungen betreut.",
        complaint: "Sich beschweren",
        complaint_lead: "Sagen Sie uns, was wir besser machen können. Sie haben innerhalb von zwei Bankarbeitstagen eine Antwort.",
        contact: "Berichtigen, an wen wir schreiben",
        contact_lead: "Nennen Sie Person oder Postfach für Rechnungen, mit E-Mail und Telefon. Wir prüfen es, bevor wir es verwenden.",
        about: "Zu Rechnungen von",
        about_none: "Keine bestimmten",
        words: "Ihre Nachricht",
        words_missing: "Schreiben Sie in wenigen Worten, worum es geht.",
        done: |number| format!("Vielen Dank. Ihre Nachricht ist angekommen, unter der Nummer {number}."),
    },
    notice: NoticeWords {
        title: "Anzeigen und Briefe",
        notices: "Abtretungsanzeigen",
        letters: "Briefe an Sie",
        no_letters: "Es wurde Ihnen noch kein Brief gesendet.",
        notice_of: |supplier| format!("Anzeige zu Rechnungen von {supplier}"),
        lead: |supplier, factor| {
            format!("{supplier} hat seine Rechnungen an {factor} abgetreten. Die Zahlung an {factor} begleicht sie.")
        },
        acknowledge: "Die Anzeige ist bei uns eingegangen",
        acknowledge_text: "Ihr Name gilt als Unterschrift darunter, dass die Anzeige angekommen ist. Er sagt nicht, dass eine Rechnung richtig \
            ist.",
        name_hint: "Er gilt als Ihre Unterschrift.",
        acknowledged: "Vielen Dank. Ihre Bestätigung ist festgehalten.",
        acknowledged_already: "Sie haben diese Anzeige bestätigt.",
        doubt: "Wir sind nicht sicher, ob das stimmt",
        doubt_text: "Sagen Sie uns, woran Sie zweifeln. Ein Mensch geht dem nach, und bis es geklärt ist, wird nichts weiter angekauft.",
        doubt_words: "Woran Sie zweifeln",
        doubted: "Vielen Dank. Jemand geht dem nach und antwortet Ihnen.",
        proof_by: |date| format!("Sie haben einen Nachweis verlangt. Sie haben ihn bis {date}."),
        proof_asked: "Sie haben einen Nachweis verlangt.",
    },
    preferences: Preferences {
        title: "Wie wir Ihnen schreiben",
        lead: "Anzeigen, die das Gesetz verlangt, senden wir in jedem Fall.",
        no_contact: "Diese Seite wurde nicht einer Person oder einem Postfach gegeben. Nennen Sie uns zuerst, wer zuständig ist.",
        way: "So erreichen wir Sie am besten",
        stop: "Keine Erinnerungen",
        stop_hint: "Gilt sofort.",
        stopped: "Keine Erinnerungen mehr",
        by_mail: "per E-Mail",
        by_phone: "am Telefon",
        by_letter: "per Brief",
        save: "Speichern",
        done: "Gespeichert. Es gilt ab jetzt.",
    },
    sheet: Sheet {
        title: "Mit einer Tabelle antworten",
        lead: |count| {
            if count == 1 {
                "Eine Rechnung ist offen.".to_owned()
            } else {
                format!("{count} Rechnungen sind offen. Beantworten Sie so viele auf einmal, wie Sie möchten.")
            }
        },
        fetch: "1. Tabelle holen",
        fetch_text: "Sie enthält jede offene Rechnung.",
        fill: "2. Füllen Sie die Spalte „Antwort“ aus, und den Tag oder den Grund, wo einer dazugehört. Lassen Sie sie leer, wo Sie nichts zu sagen \
            haben. Die Antworten:",
        send: "3. Zurücksenden",
        file: "Tabelle",
        file_hint: "Als CSV oder Excel gespeichert, höchstens 10 MB. Sie sehen, was sie bewirkt, bevor etwas geschieht.",
        file_missing: "Wählen Sie die Tabelle.",
        more: |count| format!("Weitere {count} Zeilen brauchen einen Blick. Berichtigen Sie zuerst diese."),
        preview: "Das sagt die Tabelle",
        preview_text: |count| {
            if count == 1 {
                "Eine Antwort. Es ist noch nichts gesendet.".to_owned()
            } else {
                format!("{count} Antworten. Es ist noch nichts gesendet.")
            }
        },
        untouched: |count| {
            if count == 1 {
                "Eine Rechnung bleibt, wie sie ist.".to_owned()
            } else {
                format!("{count} Rechnungen bleiben, wie sie sind.")
            }
        },
        of_invoices: |count| if count == 1 { "1 Rechnung".to_owned() } else { format!("{count} Rechnungen") },
        done: |count| {
            if count == 1 {
                "Vielen Dank. Eine Antwort ist vermerkt.".to_owned()
            } else {
                format!("Vielen Dank. {count} Antworten sind vermerkt.")
            }
        },
    },
    remittance: Remittance {
        title: "Ein Zahlungsavis senden",
        lead: "Es sagt uns, für welche Rechnungen Ihre Zahlung ist, damit jede sofort erledigt ist.",
        file: "Zahlungsavis",
        file_hint: "Eine Tabelle (CSV oder Excel) wird gleich gelesen, ein PDF oder Bild liest ein Mensch. Höchstens 10 MB.",
        file_missing: "Wählen Sie die Datei.",
        on: "Bezahlt am",
        currency: "Währung der Zahlung",
        done: "Vielen Dank. Ihr Zahlungsavis ist angekommen.",
        read: |invoices, total| format!("Es nennt {invoices}, zusammen {total}."),
        unknown: |numbers| format!("Diese Nummern sind hier keine offenen Rechnungen von Ihnen: {numbers}."),
    },
    mood: MoodWords {
        title: "Wie ist es, mit uns zu arbeiten?",
        good: "Gut",
        fine: "In Ordnung",
        not_good: "Nicht gut",
        thanks: "Danke, dass Sie es uns sagen.",
        sorry: "Danke, dass Sie es uns sagen. Wenn Sie möchten, schreiben Sie hier, was wir besser machen können.",
    },
    case: CaseWords {
        raised: "Vorgebracht",
        with: "Mit",
        answer_by: |date| format!("Zu beantworten bis {date}"),
        closed_on: |date| format!("Erledigt am {date}"),
        said: "Was gesagt wurde",
        add: "Etwas hinzufügen",
        words: "Ihre Nachricht",
        words_missing: "Schreiben Sie in wenigen Worten, was Sie hinzufügen möchten.",
        paper: "Ein Beleg, wenn er hilft",
        paper_kind: "Was der Beleg ist",
        paper_kind_missing: "Wählen Sie, was der Beleg ist.",
        settle: "Ist es damit erledigt?",
        go_on_talking: "Nein, es geht weiter",
        outcome: |outcome| match outcome {
            OutcomeKind::FullPay => "Ja: Es wird voll bezahlt",
            OutcomeKind::Credit => "Ja: Wir geben eine Gutschrift",
            OutcomeKind::RejectedByDebtor => "Wir zahlen den strittigen Betrag nicht",
            OutcomeKind::Withdrawn => "Ja: Wir nehmen es zurück",
            OutcomeKind::Answered => "Ja: Es ist beantwortet",
            OutcomeKind::Done => "Ja: Es ist getan",
            OutcomeKind::Declined => "Dem können wir nicht entsprechen; die Nachricht sagt, warum",
        },
        credit: "Gutschrift",
        credit_hint: "Nur, wenn Sie eine geben.",
        added: "Vielen Dank. Ihre Nachricht ist hinzugefügt; die anderen lesen sie.",
        settled: "Vielen Dank. Es ist erledigt, und die anderen wissen es.",
    },
    client: Client {
        title: "Was zu tun ist",
        nothing: "Im Augenblick braucht Sie nichts.",
        needs: |count| {
            if count == 1 { "Eine Sache wartet auf Sie.".to_owned() } else { format!("{count} Dinge warten auf Sie.") }
        },
        heads_ups: "Sagen Sie es diesen Kunden zuerst",
        heads_ups_text: "Ihnen wird nichts gesendet, bevor Sie ihnen selbst gesagt haben, dass sie an uns zahlen werden.",
        tell: |customer| format!("Wir haben es {customer} gesagt"),
        previews: "Briefe zur Ansicht",
        previews_text: "Sie gehen hinaus, wenn Sie zustimmen oder wenn ihr Tag gekommen ist.",
        cases: "Was Ihre Kunden vorbringen",
        customers: "Ihre Kunden",
        no_customers: "Es ist noch kein Kunde verbunden.",
        no_notice: "Noch keine Anzeige",
        federal: "US-Bundesbehörde: Unterlagen statt Anzeige",
        open_cases: |count| {
            if count == 1 { "1 offener Vorgang".to_owned() } else { format!("{count} offene Vorgänge") }
        },
        paused_to: |date| format!("Pause bis {date}"),
        contacts: "An wen geschrieben wird",
        no_contacts: "Wir kennen dort noch niemanden.",
        contact_right: "Ansprechpartner nennen",
        contact_words: "Wer zuständig ist",
        contact_hint: "Name, E-Mail, Telefon, und wofür.",
        contact_text: "Wir prüfen neue Ansprechpartner, bevor wir dorthin schreiben.",
        letters: "Briefe, gesendet und geplant",
        no_letters: "Es wurde noch nichts geschrieben.",
        received: "eingegangen",
        to_you: "an Sie",
        planned_for: |date| format!("geplant für {date}"),
        history: "Was geschah",
        health: "Wie es mit diesem Kunden läuft",
        figures: |figure| match figure {
            HealthFigure::Answered => "Beantwortete Fragen, %",
            HealthFigure::HoursToAnswer => "Stunden bis zur Antwort",
            HealthFigure::PromisesKept => "Gehaltene Zusagen, %",
            HealthFigure::Disputes => "Einwände je 100 Rechnungen",
            HealthFigure::Messages => "Nachrichten im Monat",
            HealthFigure::DaysToPay => "Tage bis zur Zahlung",
        },
        thin: "noch wenige Fälle",
        told_title: |customer| format!("Sie haben es {customer} gesagt"),
        told_lead: "Dass Sie mit uns arbeiten und dass die Zahlungen zu uns kommen. Danach folgen unsere Briefe, der erste in Ihrem Namen.",
        told_on: "Wann",
        told_whom: "Wem",
        told_whom_hint: "Name und Stelle der Person.",
        whom_missing: "Schreiben Sie, wem Sie es gesagt haben.",
        told_how: "Wie",
        told_send: "Wir haben es gesagt",
        told_done: "Vielen Dank. Das Einführungsschreiben folgt.",
        letter_to: |customer| format!("Brief an {customer}"),
        letter_lead: "So geht er hinaus.",
        own_part: "Das ist der Teil zu Ihren Rechnungen.",
        approve: "Ja, senden",
        approve_text: "Er geht in den Stunden hinaus, in denen dem Kunden geschrieben werden darf.",
        approved: "Vielen Dank. Er geht hinaus, sobald er darf.",
        stop: "Nicht senden",
        stop_text: "Er wird nicht gesendet. Die Frist der Rechnungen läuft weiter.",
        why_stop: "Warum",
        why_missing: "Schreiben Sie den Grund in wenigen Worten.",
        stopped: "Er wurde zurückgezogen und wird nicht gesendet.",
        message_state: |state| match state {
            MessageState::Preview => "wartet darauf, dass Sie ihn ansehen",
            MessageState::Approval => "wartet auf unsere Freigabe",
            MessageState::Queued => "geplant",
            MessageState::Sending => "wird gesendet",
            MessageState::Sent => "gesendet",
            MessageState::Bounced => "kam zurück",
            MessageState::Failed => "konnte nicht gesendet werden",
            MessageState::Cancelled => "zurückgezogen",
            MessageState::Received => "eingegangen",
        },
        notice_state: |state| match state {
            NoticeState::Drafted => "Wartet darauf, dass Sie es dem Kunden sagen",
            NoticeState::HeadsUpSent => "Sie haben es gesagt; die Einführung folgt",
            NoticeState::LoiSent => "Einführung gesendet",
            NoticeState::LoiDelivered => "Eingeführt; die Anzeige folgt",
            NoticeState::NoaSent => "Anzeige gesendet",
            NoticeState::NoaDelivered => "Anzeige zugegangen",
            NoticeState::Acknowledged => "Bestätigt",
            NoticeState::Bounced => "Kam zurück; eine bessere Adresse fehlt",
            NoticeState::ReSent => "Noch einmal gesendet",
            NoticeState::ProofRequested => "Der Kunde verlangt einen Nachweis",
            NoticeState::ProofFurnished => "Nachweis gegeben",
            NoticeState::DisputedNotice => "Der Kunde zweifelt an der Anzeige",
            NoticeState::Superseded => "Durch eine neuere Anzeige ersetzt",
            NoticeState::ReleaseSent => "Freigabe gesendet",
            NoticeState::Released => "Freigegeben",
            NoticeState::Held => "Still: Dem Kunden wird nichts gesagt",
        },
        pause: "Kontakt pausieren",
        pause_title: |customer| format!("Kontakt mit {customer} pausieren"),
        pause_lead: "In dieser Zeit schreibt oder telefoniert bei uns niemand mit diesem Kunden wegen einer Zahlung. Was das Gesetz verlangt, geht \
            trotzdem hinaus.",
        pause_days: "Für wie viele Bankarbeitstage",
        pause_days_hint: |most| format!("Höchstens {most}."),
        days_missing: "Schreiben Sie eine Zahl von Tagen.",
        pause_why: "Warum",
        not_stopped: "Was eine Pause nicht anhält",
        recourse_text: |number, date| {
            format!("Rechnung {number} fällt am {date} an Sie zurück, wenn sie nicht bezahlt ist.")
        },
        recourse_first: |date| {
            format!("Die nächste Rechnung fällt am {date} an Sie zurück, wenn sie nicht bezahlt ist.")
        },
        no_recourse: "In dieser Zeit fällt keine Rechnung an Sie zurück.",
        pause_send: "Kontakt pausieren",
        paused_until: |date| format!("Der Kontakt ruht bis {date}."),
        resume: "Der Kontakt darf weitergehen",
        resumed: "Der Kontakt geht weiter.",
    },
};
