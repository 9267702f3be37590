//! German.

use super::terms;
use super::{EndedAnswers, Returned, Sentence, Settled, Why, after, noted, quoted};
use crate::contact::{AnswerKind, AnswerState, Grant, Purpose, Said};
use crate::letter::Language;
use jiff::civil::Date;

const HERE: Language = Language::German;

pub(super) fn words(sentence: &Sentence) -> String {
    let t = terms::of(HERE);
    let of = |invoice: &Option<String>| invoice.as_ref().map_or_else(String::new, |of| format!(" zu Rechnung {of}"));
    match sentence {
        Sentence::Own { words } => words.clone(),
        Sentence::Planned { purpose, subject } => format!("Geplant: {}", named(*purpose, subject.as_deref())),
        Sentence::MaybeTwice { subject } => format!(
            "Das Senden brach ab, bevor die Antwort des Mailservers festgehalten war; die Nachricht wird noch einmal gesendet \
             und kommt vielleicht zweimal an: {}",
            quoted(HERE, subject)
        ),
        Sentence::Left { purpose, subject } => format!("Gesendet: {}", named(*purpose, subject.as_deref())),
        Sentence::CameBack { from, purpose, subject } => {
            let why = match from {
                Returned::ByPost => "die Post konnte sie nicht zustellen",
                Returned::ByAddress => "die Adresse nimmt keine E-Mail an",
                Returned::ByMailbox => "das Postfach konnte sie gerade nicht annehmen",
            };
            format!("Kam zurück, {why}: {}", named(*purpose, subject.as_deref()))
        }
        Sentence::Failed { subject, server } => {
            format!("Konnte nicht gesendet werden: {}. {server}", quoted(HERE, subject))
        }
        Sentence::TakenBack { purpose, subject, why } => {
            let named = named(*purpose, subject.as_deref());
            why.as_ref().map_or_else(
                || format!("Nicht gesendet: {named}"),
                |why| format!("Nicht gesendet: {named}. {}", reason(why)),
            )
        }
        Sentence::Opened { purpose, subject } => format!("Geöffnet: {}", named(*purpose, subject.as_deref())),
        Sentence::Received { subject, files } => {
            let subject = quoted(HERE, subject);
            match files {
                0 => format!("E-Mail eingegangen: {subject}"),
                1 => format!("E-Mail eingegangen: {subject} (mit einer Datei)"),
                count => format!("E-Mail eingegangen: {subject} (mit {count} Dateien)"),
            }
        }
        Sentence::ReceivedForSeveral => {
            "Per E-Mail beantwortet. Was Sie betrifft, fügt Ihr Factor hier hinzu.".to_owned()
        }
        Sentence::SenderConfirmed { address, how } => {
            format!("Die E-Mail ist von {address}; ein Mensch hat den Absender bestätigt: {}", quoted(HERE, how))
        }
        Sentence::ToConfirm { before, invoices } => {
            let when = if *before { "vor dem Ankauf" } else { "nach dem Ankauf" };
            match invoices.count() {
                1 => format!("Rechnung {} ist {when} zu bestätigen.", invoices.list(HERE)),
                count => format!("{count} Rechnungen sind {when} zu bestätigen: {}.", invoices.list(HERE)),
            }
        }
        Sentence::Confirmed { method, invoices } => {
            format!("Bestätigt {}: {}.", (t.method)(*method), invoices.list(HERE))
        }
        Sentence::PartlyConfirmed { method, invoices } => {
            format!("Zum Teil bestätigt {}: {}.", (t.method)(*method), invoices.list(HERE))
        }
        Sentence::NotAsInvoiced { invoice, what, words } => {
            let what = what.map_or_else(String::new, |what| format!(" ({})", (t.fact)(what)));
            format!("Rechnung {invoice} stimmt nicht{what}{}", after(HERE, ": ", words))
        }
        Sentence::GoesBack { invoice, words } => format!(
            "Rechnung {invoice} geht an den Lieferanten zurück, weil sein Kunde sie nicht bestätigt{}. Bitte klären Sie es mit \
             dem Kunden, berichtigen Sie die Rechnung, wo sie falsch ist, und bieten Sie sie wieder an.",
            after(HERE, ": ", words)
        ),
        Sentence::Waived { invoice, reason } => {
            format!("Rechnung {invoice} wird ohne Bestätigung genommen{}", after(HERE, ": ", reason))
        }
        Sentence::Settled { what } => {
            let all: Vec<String> = what.iter().map(settled).collect();
            format!("Für diesen Kunden festgelegt: {}.", all.join("; "))
        }
        Sentence::Paper { kind, name } => format!("{}: {name}", (t.paper)(*kind)),
        Sentence::CaseOpened { case, kind, invoice, amount, whole, reason, words } => {
            let of = of(invoice);
            let why = reason.map_or_else(String::new, |reason| format!(": {}", (t.reason)(reason)));
            let what = match amount {
                Some(amount) if *whole => format!("Einwand{of}, alles, was offen ist, {}{why}", HERE.money(*amount)),
                Some(amount) => format!("Einwand{of}, {}{why}", HERE.money(*amount)),
                None => format!("{}{of}", (t.case)(*kind)),
            };
            format!("C-{case}: {what}{}", after(HERE, ". ", words))
        }
        Sentence::CaseWords { case, words } => format!("C-{case}: {}", quoted(HERE, words)),
        Sentence::CaseOwner { case, owner } => format!("C-{case}: Darum kümmert sich jetzt {owner}"),
        Sentence::CaseSettled { case, kind, invoice, notes, words } => {
            let (kind, says) = ((t.case)(*kind), noted(HERE, notes));
            format!("C-{case}: {kind}{} erledigt. {says}{}", of(invoice), after(HERE, " ", words))
        }
        Sentence::CaseReopened { case, words } => format!("C-{case}: wieder offen.{}", after(HERE, " ", words)),
        Sentence::Breach { case, invoice, days } => {
            let why = match days {
                None => "endete ohne Einigung".to_owned(),
                Some(1) => "ist nach einem Tag noch offen".to_owned(),
                Some(days) => format!("ist nach {days} Tagen noch offen"),
            };
            let of = of(invoice);
            format!(
                "C-{case}: Der Einwand{of} {why}. Nach dem Vertrag kann die Rechnung nun an den Lieferanten zurückgehen."
            )
        }
        Sentence::ClientNotTold { cases, reasons } => {
            let cases: Vec<String> = cases.iter().map(|case| format!("C-{case}")).collect();
            format!("{}: Der Lieferant konnte nicht per E-Mail benachrichtigt werden. {reasons}", cases.join(", "))
        }
        Sentence::Mood { mood, words } => {
            format!("Auf die Frage, wie es ist, mit uns zu arbeiten: {}{}", (t.mood)(*mood), after(HERE, ". ", words))
        }
        Sentence::Paused { until, why, recourse } => {
            let clock = recourse.map_or_else(String::new, |on| {
                format!(" Die Rückgriffsfrist läuft weiter: Der erste Tag ist der {}.", HERE.date(on))
            });
            format!("Der Kontakt ruht bis {}{}.{clock}", HERE.date(*until), after(HERE, ": ", why))
        }
        Sentence::Resumed => "Der Kontakt geht weiter".to_owned(),
        Sentence::ContactAdded { name, role } => format!("{name} kam hinzu ({})", (t.role)(*role)),
        Sentence::ContactChanged { name, role } => format!("{name} ({}) wurde geändert", (t.role)(*role)),
        Sentence::ContactConfirmed { name, how } => format!("{name} wurde geprüft{}", after(HERE, ": ", how)),
        Sentence::ContactWrong { name, words } if words.trim().is_empty() => {
            format!("{name} ist nach eigenen Worten nicht zuständig")
        }
        Sentence::ContactWrong { name, words } => format!("{name} ist nicht zuständig{}", after(HERE, ": ", words)),
        Sentence::ContactRetired { name, words } => {
            format!("{name} wird nicht mehr angeschrieben{}", after(HERE, ": ", words))
        }
        Sentence::ContactOptedOut { name, channel } => {
            format!("{name} möchte keine Erinnerungen mehr {}", (t.by)(*channel))
        }
        Sentence::ContactOptedIn { name, channel, who, on } => {
            format!("{name} möchte wieder Erinnerungen {}: {who} hat es am {} gesagt", (t.by)(*channel), HERE.date(*on))
        }
        Sentence::Answered { invoices, answer } => format!("{}: {}.", invoices.invoices(HERE), said(answer)),
        Sentence::AnswersEnded { ways } => ways.iter().map(ended).collect::<Vec<_>>().join(" "),
        Sentence::NoticeAgain => {
            "Eine neue Anzeige wird vorbereitet, weil wieder Rechnungen abgetreten werden.".to_owned()
        }
        Sentence::NoticeHeld => "Der Vertrag ist still: Diesem Kunden wird nichts gesagt.".to_owned(),
        Sentence::NoticePrepared => {
            "Die Anzeige für diesen Kunden ist vorbereitet. Sie beginnt, wenn der Lieferant es seinem \
            Kunden selbst gesagt hat."
                .to_owned()
        }
        Sentence::NoticeLifted => {
            "Der Vertrag ist nicht mehr still. Die Anzeige beginnt, wenn der Lieferant es seinem Kunden \
            selbst gesagt hat."
                .to_owned()
        }
        Sentence::NoticeHeldBack => "Der Vertrag ist still geworden: Diesem Kunden wird nichts gesagt.".to_owned(),
        Sentence::NoticeFile => "Die Akte zur Abtretungsanzeige wurde angelegt.".to_owned(),
        Sentence::NoticeExisting { on, how } => format!(
            "Die Abtretungsanzeige wurde gegeben, bevor diese Aufzeichnung begann. Sie ging am {} ein{}.",
            HERE.date(*on),
            after(HERE, ": ", how)
        ),
        Sentence::HeadsUp { client, person, channel, on } => {
            format!("{client} hat {person} am {} {} informiert.", HERE.date(*on), (t.by)(*channel))
        }
        Sentence::IntroductionOnItsWay { to } => format!("Das Einführungsschreiben ist unterwegs an {to}."),
        Sentence::IntroductionReady => {
            "Das Einführungsschreiben ist fertig. Der Lieferant übergibt es selbst.".to_owned()
        }
        Sentence::IntroductionDelivered => {
            "Das Einführungsschreiben wurde vom Lieferanten selbst übergeben.".to_owned()
        }
        Sentence::NoticeOnItsWay { purpose, to, tracked } => {
            let by = if *tracked { "per E-Mail und mit verfolgtem Brief" } else { "per E-Mail" };
            format!("Unterwegs an {to}, {by}: {}.", (t.purpose)(*purpose))
        }
        Sentence::BesideAgain => "Der verfolgte Brief neben der E-Mail wird neu vorbereitet.".to_owned(),
        Sentence::BesideDidNotLeave => {
            "Der verfolgte Brief neben der E-Mail ist nicht abgegangen und wird neu vorbereitet.".to_owned()
        }
        Sentence::BesidePosted => "Der verfolgte Brief neben der E-Mail wurde aufgegeben.".to_owned(),
        Sentence::BesideTracked { number } => {
            format!("Der Brief neben der E-Mail wird unter der Nummer {number} verfolgt.")
        }
        Sentence::BesideCameBack => {
            "Der verfolgte Brief neben der E-Mail kam zurück und wird noch einmal gesendet, an eine geprüfte Adresse."
                .to_owned()
        }
        Sentence::BesideReceived { on, number } => {
            let how = number.as_ref().map_or_else(
                || "Brief, Empfang unterschrieben".to_owned(),
                |number| format!("Brief {number}, Empfang unterschrieben"),
            );
            format!("Die Anzeige ging am {} per Post ein: {how}.", HERE.date(*on))
        }
        Sentence::AccountChanged => {
            "Das Konto für Zahlungen ist ein anderes: Eine neue Anzeige tritt an die Stelle der früheren.".to_owned()
        }
        Sentence::AskedToAcknowledge { to } => format!("{to} wird einmal gebeten, die Anzeige zu bestätigen."),
        Sentence::Acknowledged { person } => format!("Die Anzeige wurde von {person} bestätigt."),
        Sentence::LegLeft { leg } => format!("{} ist abgegangen.", (t.leg)(*leg)),
        Sentence::LegCameBack { leg } => {
            format!("{} kam zurück und wird noch einmal gesendet, an eine geprüfte Adresse.", (t.leg)(*leg))
        }
        Sentence::LegOpened { leg } => format!("{} wurde geöffnet.", (t.leg)(*leg)),
        Sentence::LegReceived { leg, courier } => {
            let how = if *courier { "Unterschrift beim Kurier" } else { "Antwort" };
            format!("{} ist zugegangen: {how}.", (t.leg)(*leg))
        }
        Sentence::LegNoEvidence { leg, opened } => {
            let how = if *opened { "geöffnet" } else { "beantwortet" };
            format!(
                "{} wurde unter einer Adresse {how}, die nur der Lieferant genannt hat. Das beweist den Zugang erst, wenn die \
                 Adresse ohne ihn geprüft ist.",
                (t.leg)(*leg)
            )
        }
        Sentence::AcknowledgedNoEvidence { person } => {
            format!(
                "Die Anzeige wurde von {person} bestätigt, von einer Adresse, die nur der Lieferant genannt hat. Das beweist den \
                 Zugang erst, wenn die Adresse ohne ihn geprüft ist."
            )
        }
        Sentence::PeopleErased { asked: true } => {
            "Die persönlichen Daten einer Person wurden auf ihren Wunsch gelöscht".to_owned()
        }
        Sentence::PeopleErased { asked: false } => {
            "Die persönlichen Daten der Personen hier wurden gelöscht: Ihre Frist war abgelaufen".to_owned()
        }
        Sentence::LegSettled { leg } => format!("{} kam nicht zurück und gilt als zugegangen.", (t.leg)(*leg)),
        Sentence::LegDidNotLeave { leg } => format!("{} ist nicht abgegangen und wird neu vorbereitet.", (t.leg)(*leg)),
        Sentence::LegEvidence { leg, on, how } => {
            format!("{} ging am {} ein{}.", (t.leg)(*leg), HERE.date(*on), after(HERE, ": ", how))
        }
        Sentence::AddressAsked => {
            "Unser Brief an diesen Kunden kam mehr als einmal zurück. Bitte nennen Sie uns die Adresse \
            seiner Kreditorenbuchhaltung."
                .to_owned()
        }
        Sentence::ProofAsked { words } => {
            format!("Wir hätten gern einen Nachweis, dass die Rechnungen abgetreten sind.{}", after(HERE, " ", words))
        }
        Sentence::ProofAskedByHolder { words } => {
            format!("Auf der Prüfseite wurde ein Nachweis der Abtretung verlangt.{}", after(HERE, " ", words))
        }
        Sentence::ProofGiven { words } => {
            format!("Der Nachweis der Abtretung wurde gegeben.{}", after(HERE, " ", words))
        }
        Sentence::ProofOnItsWay { to } => format!("Der Nachweis der Abtretung ist unterwegs an {to}."),
        Sentence::ProofCameBack => "Der Nachweis der Abtretung kam zurück. Er ist noch zu geben.".to_owned(),
        Sentence::Doubted { words } => {
            format!("Wir sind nicht sicher, ob die Abtretungsanzeige stimmt.{}", after(HERE, " ", words))
        }
        Sentence::DoubtSettled { words } => {
            format!("Die Frage zur Abtretungsanzeige ist geklärt.{}", after(HERE, " ", words))
        }
        Sentence::Sprung { trigger, words } => {
            format!(
                "Dem Kunden wird die Abtretung angezeigt, weil {}{}",
                (t.trigger)(*trigger),
                after(HERE, ": ", words)
            )
        }
        Sentence::OverAdvance { is_over: true } => {
            "An den Lieferanten ist mehr ausgezahlt, als verfügbar ist. Solange das so \
            ist, rückt der Tag näher, an dem wir es diesem Kunden nach dem Vertrag sagen dürfen."
                .to_owned()
        }
        Sentence::OverAdvance { is_over: false } => {
            "An den Lieferanten ist nicht mehr ausgezahlt, als verfügbar ist.".to_owned()
        }
        Sentence::ReleaseDemanded => "Der Lieferant bittet, seinen Kunden freizugeben.".to_owned(),
        Sentence::Packet { contract, story } => super::packet::words(HERE, contract, story),
        Sentence::FederalAgency { is_federal: true } => {
            "Dieser Kunde ist eine US-Bundesbehörde: Sie bekommt keine Anzeige per Post, eigene Unterlagen treten an ihre Stelle."
                .to_owned()
        }
        Sentence::FederalAgency { is_federal: false } => {
            "Dieser Kunde ist keine US-Bundesbehörde. Die Anzeige beginnt, wenn der Lieferant es ihm selbst gesagt hat."
                .to_owned()
        }
        Sentence::ReleaseOnItsWay { to } => format!("Das Freigabeschreiben ist unterwegs an {to}."),
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
        Why::Outdated => return "Was darin als offen genannt ist, stimmt nicht mehr.".to_owned(),
        Why::Answered => return "Sie ist beantwortet oder wird nicht mehr gebraucht.".to_owned(),
        Why::Late => return "Sie ginge so spät hinaus, dass die genannten Tage zu wenige wären.".to_owned(),
        Why::Moved => return "Der Empfänger hat jetzt eine andere E-Mail-Adresse.".to_owned(),
    };
    match rule {
        "LC-08" => "Eine Rechnung darin ist strittig.",
        "LC-40" => "Dem Kunden wurde die Abtretung noch nicht angezeigt.",
        "GL-44" => "Der Vertrag ist still: Diesem Kunden wird nichts gesagt.",
        "CO-01" => "Die Rechnungen sind noch nicht lange genug fällig.",
        "CO-03" => "Der Lieferant fragt selbst.",
        "CO-04" => "Es fehlt ein geprüfter Ansprechpartner.",
        "CO-05" => "Dem Kunden wurde schon so oft geschrieben, wie es sein darf.",
        "CO-07" => "Um diese Zeit wird dem Kunden nicht geschrieben.",
        "CO-08" => "Der Kunde hat sich gemeldet, oder er möchte gerade keine Nachricht.",
        "CO-14" => "Der Kontakt ruht auf Wunsch des Lieferanten.",
        _ => "Die Regeln für Nachrichten lassen es jetzt nicht zu.",
    }
    .to_owned()
}

fn settled(one: &Settled) -> String {
    let t = terms::of(HERE);
    match one {
        Settled::Servicing(None) => "Betreuung wie im Vertrag".to_owned(),
        Settled::Servicing(Some(profile)) => format!("Betreuung: {}", (t.profile)(*profile)),
        Settled::Note => "die persönlichen Worte in der Einführung".to_owned(),
        Settled::Delivers(who) => format!("Übergabe der Einführung {}", (t.deliverer)(*who)),
        Settled::BeforeDue(yes) => format!("Erinnerungen vor der Fälligkeit: {}", if *yes { "ja" } else { "nein" }),
        Settled::Preview => "ob der Lieferant Nachrichten zuerst ansieht".to_owned(),
        Settled::LateInterestGrant(None) => "Verzugszinsen sind begründet durch: nichts".to_owned(),
        Settled::LateInterestGrant(Some(Grant::Contract)) => {
            "Verzugszinsen sind begründet durch: den Vertrag mit diesem Kunden".to_owned()
        }
        Settled::LateInterestGrant(Some(Grant::Statute)) => "Verzugszinsen sind begründet durch: ein Gesetz".to_owned(),
        Settled::LateInterest(yes) => {
            format!("der Lieferant möchte Verzugszinsen: {}", if *yes { "ja" } else { "nein" })
        }
    }
}

fn said(answer: &Said) -> String {
    let t = terms::of(HERE);
    match answer {
        Said::WillPay { on, amount: None } => format!("wird bezahlt am {}", HERE.date(*on)),
        Said::WillPay { on, amount: Some(amount) } => {
            format!("{} werden bezahlt am {}", HERE.money(*amount), HERE.date(*on))
        }
        Said::Paid { on, how } => format!("bezahlt am {}{}", HERE.date(*on), after(HERE, ": ", how)),
        Said::Confirmed { words } => format!("bestätigt{}", after(HERE, ": ", words)),
        Said::NotReceived { words } => format!("liegt nicht vor{}", after(HERE, ": ", words)),
        Said::Disputed { reason, amount, words } => {
            let part = amount.map_or_else(String::new, |amount| format!(" (davon {})", HERE.money(amount)));
            format!("strittig{part}, {}{}", (t.reason)(*reason), after(HERE, ": ", words))
        }
        Said::WrongContact { words } => format!("jemand anders ist zuständig{}", after(HERE, ": ", words)),
    }
}

fn ended(one: &EndedAnswers) -> String {
    let of = one.invoices.invoices(HERE);
    let by = one.by.map_or_else(String::new, |day: Date| format!(" bis zum {}", HERE.date(day)));
    match (one.state, one.kind) {
        (AnswerState::Kept, AnswerKind::WillPay) => format!("Die Zahlung für {of} kam wie zugesagt."),
        (AnswerState::Kept, _) => format!("Die Zahlung für {of} ist eingegangen."),
        (AnswerState::Broken, _) => format!("Die zugesagte Zahlung für {of} ging{by} nicht ein."),
        _ => format!("Die angekündigte Zahlung für {of} war{by} nicht zu sehen."),
    }
}
