//! French.

use super::terms;
use super::{EndedAnswers, Returned, Sentence, Settled, Why, after, capital, noted, quoted};
use crate::contact::{AnswerKind, AnswerState, Grant, Purpose, Said};
use crate::letter::Language;
use jiff::civil::Date;

const HERE: Language = Language::French;

pub(super) fn words(sentence: &Sentence) -> String {
    let t = terms::of(HERE);
    let of = |invoice: &Option<String>| invoice.as_ref().map_or_else(String::new, |of| format!(" sur la facture {of}"));
    match sentence {
        Sentence::Own { words } => words.clone(),
        Sentence::Planned { purpose, subject } => format!("À envoyer : {}", named(*purpose, subject.as_deref())),
        Sentence::MaybeTwice { subject } => format!(
            "L’envoi a été interrompu avant que la réponse du serveur de messagerie soit enregistrée ; le message est envoyé à \
             nouveau et peut arriver deux fois : {}",
            quoted(HERE, subject)
        ),
        Sentence::Left { purpose, subject } => format!("Envoyé : {}", named(*purpose, subject.as_deref())),
        Sentence::CameBack { from, purpose, subject } => {
            let why = match from {
                Returned::ByPost => "la poste n’a pas pu le remettre",
                Returned::ByAddress => "l’adresse n’accepte pas de courriel",
                Returned::ByMailbox => "la boîte ne pouvait pas le recevoir à ce moment",
            };
            format!("Revenu, {why} : {}", named(*purpose, subject.as_deref()))
        }
        Sentence::Failed { subject, server } => format!("N’a pu être envoyé : {}. {server}", quoted(HERE, subject)),
        Sentence::TakenBack { purpose, subject, why } => {
            let named = named(*purpose, subject.as_deref());
            why.as_ref()
                .map_or_else(|| format!("Pas envoyé : {named}"), |why| format!("Pas envoyé : {named}. {}", reason(why)))
        }
        Sentence::Opened { purpose, subject } => format!("Ouvert : {}", named(*purpose, subject.as_deref())),
        Sentence::Received { subject, files } => {
            let subject = quoted(HERE, subject);
            match files {
                0 => format!("Courriel reçu : {subject}"),
                1 => format!("Courriel reçu : {subject} (avec un fichier)"),
                count => format!("Courriel reçu : {subject} (avec {count} fichiers)"),
            }
        }
        Sentence::ReceivedForSeveral => {
            "Réponse reçue par courriel. Ce qui vous concerne est ajouté ici par votre affactureur.".to_owned()
        }
        Sentence::SenderConfirmed { address, how } => {
            format!("Le courriel vient bien de {address} ; une personne a confirmé l’expéditeur : {}", quoted(HERE, how))
        }
        Sentence::ToConfirm { before, invoices } => {
            let when = if *before { "avant l’achat" } else { "après l’achat" };
            match invoices.count() {
                1 => format!("La facture {} est à confirmer {when}.", invoices.list(HERE)),
                count => format!("{count} factures sont à confirmer {when} : {}.", invoices.list(HERE)),
            }
        }
        Sentence::Confirmed { method, invoices } => {
            format!("Confirmation {} : {}.", (t.method)(*method), invoices.list(HERE))
        }
        Sentence::PartlyConfirmed { method, invoices } => {
            format!("Confirmation partielle {} : {}.", (t.method)(*method), invoices.list(HERE))
        }
        Sentence::NotAsInvoiced { invoice, what, words } => {
            let what = what.map_or_else(String::new, |what| format!(" ({})", (t.fact)(what)));
            format!("La facture {invoice} n’est pas exacte{what}{}", after(HERE, " : ", words))
        }
        Sentence::GoesBack { invoice, words } => format!(
            "La facture {invoice} revient au fournisseur, car son client ne la confirme pas{}. Merci de voir cela avec le \
             client, de corriger la facture là où elle est fausse et de la proposer à nouveau.",
            after(HERE, " : ", words)
        ),
        Sentence::Waived { invoice, reason } => {
            format!("La facture {invoice} est prise sans confirmation{}", after(HERE, " : ", reason))
        }
        Sentence::Settled { what } => {
            let all: Vec<String> = what.iter().map(settled).collect();
            format!("Convenu pour ce client : {}.", all.join(" ; "))
        }
        Sentence::Paper { kind, name } => format!("{} : {name}", (t.paper)(*kind)),
        Sentence::CaseOpened { case, kind, invoice, amount, whole, reason, words } => {
            let of = of(invoice);
            let why = reason.map_or_else(String::new, |reason| format!(" : {}", (t.reason)(reason)));
            let what = match amount {
                Some(amount) if *whole => format!("Contestation{of}, tout ce qui est dû, {}{why}", HERE.money(*amount)),
                Some(amount) => format!("Contestation{of}, {}{why}", HERE.money(*amount)),
                None => format!("{}{of}", (t.case)(*kind)),
            };
            format!("C-{case} : {what}{}", after(HERE, ". ", words))
        }
        Sentence::CaseWords { case, words } => format!("C-{case} : {}", quoted(HERE, words)),
        Sentence::CaseOwner { case, owner } => format!("C-{case} : {owner} s’en occupe maintenant"),
        Sentence::CaseSettled { case, kind, invoice, notes, words } => {
            let (kind, says) = ((t.case)(*kind), noted(HERE, notes));
            format!("C-{case} : {kind}{}, réglé. {says}{}", of(invoice), after(HERE, " ", words))
        }
        Sentence::CaseReopened { case, words } => format!("C-{case} : ouvert à nouveau.{}", after(HERE, " ", words)),
        Sentence::Breach { case, invoice, days } => {
            let why = match days {
                None => "a pris fin sans accord".to_owned(),
                Some(1) => "n’est pas réglée après un jour".to_owned(),
                Some(days) => format!("n’est pas réglée après {days} jours"),
            };
            let of = of(invoice);
            format!(
                "C-{case} : la contestation{of} {why}. Selon le contrat, la facture peut maintenant revenir au fournisseur."
            )
        }
        Sentence::ClientNotTold { cases, reasons } => {
            let cases: Vec<String> = cases.iter().map(|case| format!("C-{case}")).collect();
            format!("{} : le fournisseur n’a pu être prévenu par courriel. {reasons}", cases.join(", "))
        }
        Sentence::Mood { mood, words } => {
            format!(
                "À la question de savoir comment se passe le travail avec nous : {}{}",
                (t.mood)(*mood),
                after(HERE, ". ", words)
            )
        }
        Sentence::Paused { until, why, recourse } => {
            let clock = recourse.map_or_else(String::new, |on| {
                format!(" Le délai de recours continue de courir : la première date est le {}.", HERE.date(on))
            });
            format!("Le contact est suspendu jusqu’au {}{}.{clock}", HERE.date(*until), after(HERE, " : ", why))
        }
        Sentence::Resumed => "Le contact reprend".to_owned(),
        Sentence::ContactAdded { name, role } => format!("Contact ajouté : {name} ({})", (t.role)(*role)),
        Sentence::ContactChanged { name, role } => format!("Contact modifié : {name} ({})", (t.role)(*role)),
        Sentence::ContactConfirmed { name, how } => format!("Contact vérifié : {name}{}", after(HERE, ", ", how)),
        Sentence::ContactWrong { name, words } if words.trim().is_empty() => {
            format!("{name} dit ne pas être le bon contact")
        }
        Sentence::ContactWrong { name, words } => {
            format!("{name} n’est pas le bon contact{}", after(HERE, " : ", words))
        }
        Sentence::ContactRetired { name, words } => format!("On n’écrit plus à {name}{}", after(HERE, " : ", words)),
        Sentence::ContactOptedOut { name, channel } => {
            format!("{name} ne souhaite plus de rappels {}", (t.by)(*channel))
        }
        Sentence::ContactOptedIn { name, channel, who, on } => {
            format!("{name} souhaite de nouveau des rappels {} : {who} l’a dit le {}", (t.by)(*channel), HERE.date(*on))
        }
        Sentence::Answered { invoices, answer } => format!("{} : {}.", capital(&invoices.invoices(HERE)), said(answer)),
        Sentence::AnswersEnded { ways } => ways.iter().map(ended).collect::<Vec<_>>().join(" "),
        Sentence::NoticeAgain => {
            "Une nouvelle notification est préparée, car des factures vont être cédées à nouveau.".to_owned()
        }
        Sentence::NoticeHeld => "Le contrat est confidentiel : ce client n’est pas informé.".to_owned(),
        Sentence::NoticePrepared => {
            "La notification pour ce client est préparée. Elle commence quand le fournisseur a prévenu \
            lui-même son client."
                .to_owned()
        }
        Sentence::NoticeLifted => {
            "Le contrat n’est plus confidentiel. La notification commence quand le fournisseur a prévenu \
            lui-même son client."
                .to_owned()
        }
        Sentence::NoticeHeldBack => "Le contrat est devenu confidentiel : ce client n’est pas informé.".to_owned(),
        Sentence::NoticeFile => "Le dossier de la notification de cession a été ouvert.".to_owned(),
        Sentence::NoticeExisting { on, how } => format!(
            "La notification de cession a été donnée avant le début de cet historique. Elle a été reçue le {}{}.",
            HERE.date(*on),
            after(HERE, " : ", how)
        ),
        Sentence::HeadsUp { client, person, channel, on } => {
            format!("{client} a prévenu {person} {} le {}.", (t.by)(*channel), HERE.date(*on))
        }
        Sentence::IntroductionOnItsWay { to } => format!("La lettre de présentation est en route vers {to}."),
        Sentence::IntroductionReady => {
            "La lettre de présentation est prête. Le fournisseur la remet lui-même.".to_owned()
        }
        Sentence::IntroductionDelivered => {
            "La lettre de présentation a été remise par le fournisseur lui-même.".to_owned()
        }
        Sentence::NoticeOnItsWay { purpose, to, tracked } => {
            let by = if *tracked { "par courriel et par lettre suivie" } else { "par courriel" };
            format!("En route vers {to}, {by} : {}.", (t.purpose)(*purpose))
        }
        Sentence::BesideAgain => "La lettre suivie qui accompagne le courriel est préparée à nouveau.".to_owned(),
        Sentence::BesideDidNotLeave => "La lettre suivie qui accompagne le courriel n’est pas partie ; elle est préparée à nouveau.".to_owned(),
        Sentence::BesidePosted => "La lettre suivie qui accompagne le courriel a été postée.".to_owned(),
        Sentence::BesideTracked { number } => format!("La lettre qui accompagne le courriel est suivie sous le numéro {number}."),
        Sentence::BesideCameBack => "La lettre suivie qui accompagne le courriel est revenue. Elle est envoyée à nouveau, à une adresse vérifiée.".to_owned(),
        Sentence::BesideReceived { on, number } => {
            let how = number.as_ref().map_or_else(|| "lettre, remise contre signature".to_owned(), |number| format!("lettre {number}, remise contre signature"));
            format!("La notification a été reçue par la poste le {} : {how}.", HERE.date(*on))
        }
        Sentence::AccountChanged => {
            "Le compte à créditer a changé : une nouvelle notification remplace la précédente.".to_owned()
        }
        Sentence::AskedToAcknowledge { to } => {
            format!("Il est demandé une seule fois à {to} d’accuser réception de la notification.")
        }
        Sentence::Acknowledged { person } => format!("{person} a accusé réception de la notification."),
        Sentence::LegLeft { leg } => format!("{} est partie.", (t.leg)(*leg)),
        Sentence::LegCameBack { leg } => {
            format!("{} est revenue. Elle est envoyée à nouveau, à une adresse vérifiée.", (t.leg)(*leg))
        }
        Sentence::LegOpened { leg } => format!("{} a été ouverte.", (t.leg)(*leg)),
        Sentence::LegReceived { leg, courier } => {
            let how = if *courier { "signature au coursier" } else { "réponse" };
            format!("{} a été reçue : {how}.", (t.leg)(*leg))
        }
        Sentence::LegNoEvidence { leg, opened } => {
            let how = if *opened { "ouverte" } else { "suivie d’une réponse" };
            format!("{} a été {how} à une adresse connue du seul fournisseur. Cela ne prouve pas la réception tant que l’adresse \
                 n’a pas été vérifiée sans lui.", (t.leg)(*leg))
        }
        Sentence::AcknowledgedNoEvidence { person } => {
            format!("{person} a accusé réception de la notification, depuis une adresse connue du seul fournisseur. Cela ne prouve \
                 pas la réception tant que l’adresse n’a pas été vérifiée sans lui.")
        }
        Sentence::PeopleErased { asked: true } => "Les données personnelles d’une personne ont été effacées à sa demande".to_owned(),
        Sentence::PeopleErased { asked: false } => "Les données personnelles des personnes ont été effacées : leur délai était écoulé".to_owned(),
        Sentence::LegSettled { leg } => format!("{} n’est pas revenue : elle est tenue pour reçue.", (t.leg)(*leg)),
        Sentence::LegDidNotLeave { leg } => {
            format!("{} n’est pas partie ; elle est préparée à nouveau.", (t.leg)(*leg))
        }
        Sentence::LegEvidence { leg, on, how } => {
            format!("{} a été reçue le {}{}.", (t.leg)(*leg), HERE.date(*on), after(HERE, " : ", how))
        }
        Sentence::AddressAsked => {
            "Notre lettre à ce client est revenue plus d’une fois. Merci de nous donner l’adresse de sa \
            comptabilité fournisseurs."
                .to_owned()
        }
        Sentence::ProofAsked { words } => {
            format!("Nous souhaitons un justificatif de la cession des factures.{}", after(HERE, " ", words))
        }
        Sentence::ProofAskedByHolder { words } => format!(
            "Un justificatif de la cession des factures a été demandé sur la page de vérification.{}",
            after(HERE, " ", words)
        ),
        Sentence::ProofGiven { words } => format!("Le justificatif de cession a été donné.{}", after(HERE, " ", words)),
        Sentence::ProofOnItsWay { to } => format!("Le justificatif de cession est en route vers {to}."),
        Sentence::ProofCameBack => "Le justificatif de cession est revenu. Il reste à donner.".to_owned(),
        Sentence::Doubted { words } => {
            format!("Nous ne sommes pas sûrs que la notification de cession soit juste.{}", after(HERE, " ", words))
        }
        Sentence::DoubtSettled { words } => {
            format!("La question sur la notification de cession est réglée.{}", after(HERE, " ", words))
        }
        Sentence::Sprung { trigger, words } => {
            format!(
                "Le client va être informé de la cession, car {}{}",
                (t.trigger)(*trigger),
                after(HERE, " : ", words)
            )
        }
        Sentence::OverAdvance { is_over: true } => {
            "Le fournisseur a reçu plus que ce qui est disponible. Tant que cela dure, le \
            jour approche où le contrat nous permet d’informer ce client."
                .to_owned()
        }
        Sentence::OverAdvance { is_over: false } => {
            "Le fournisseur n’a plus reçu davantage que ce qui est disponible.".to_owned()
        }
        Sentence::ReleaseDemanded => "Le fournisseur demande la mainlevée pour son client.".to_owned(),
        Sentence::Packet { contract, story } => super::packet::words(HERE, contract, story),
        Sentence::FederalAgency { is_federal: true } => {
            "Ce client est une agence fédérale américaine : il ne reçoit pas de notification, un dossier la remplace."
                .to_owned()
        }
        Sentence::FederalAgency { is_federal: false } => {
            "Ce client n’est pas une agence fédérale américaine. La notification commence quand le fournisseur l’a prévenu lui-même."
                .to_owned()
        }
        Sentence::ReleaseOnItsWay { to } => format!("La lettre de mainlevée est en route vers {to}."),
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
        Why::Outdated => return "Ce qui y est demandé n’est plus dû comme il y est écrit.".to_owned(),
        Why::Answered => return "Il y a été répondu, ou il n’est plus nécessaire.".to_owned(),
        Why::Late => return "Il partirait si tard que les jours indiqués seraient trop peu nombreux.".to_owned(),
        Why::Moved => return "Le destinataire a maintenant une autre adresse électronique.".to_owned(),
    };
    match rule {
        "LC-08" => "Une des factures est contestée.",
        "LC-40" => "Le client n’a pas encore reçu la notification de cession.",
        "GL-44" => "Le contrat est confidentiel : ce client n’est pas informé.",
        "CO-01" => "Les factures ne sont pas échues depuis assez longtemps.",
        "CO-03" => "Le fournisseur pose la question lui-même.",
        "CO-04" => "Il manque un contact vérifié.",
        "CO-05" => "On a déjà écrit à ce client autant que c’est permis.",
        "CO-07" => "On n’écrit pas à ce client à cette heure.",
        "CO-08" => "Le client a répondu, ou ne souhaite pas de message en ce moment.",
        "CO-14" => "Le contact est suspendu à la demande du fournisseur.",
        _ => "Les règles sur les messages ne le permettent pas maintenant.",
    }
    .to_owned()
}

fn settled(one: &Settled) -> String {
    let t = terms::of(HERE);
    match one {
        Settled::Servicing(None) => "suivi selon le contrat".to_owned(),
        Settled::Servicing(Some(profile)) => format!("suivi : {}", (t.profile)(*profile)),
        Settled::Note => "les mots personnels dans la présentation".to_owned(),
        Settled::Delivers(who) => format!("présentation remise {}", (t.deliverer)(*who)),
        Settled::BeforeDue(yes) => format!("rappels avant l’échéance : {}", if *yes { "oui" } else { "non" }),
        Settled::Preview => "si le fournisseur lit d’abord les messages".to_owned(),
        Settled::LateInterestGrant(None) => "intérêts de retard prévus par : rien".to_owned(),
        Settled::LateInterestGrant(Some(Grant::Contract)) => {
            "intérêts de retard prévus par : le contrat avec ce client".to_owned()
        }
        Settled::LateInterestGrant(Some(Grant::Statute)) => "intérêts de retard prévus par : la loi".to_owned(),
        Settled::LateInterest(yes) => {
            format!("le fournisseur souhaite des intérêts de retard : {}", if *yes { "oui" } else { "non" })
        }
    }
}

fn said(answer: &Said) -> String {
    let t = terms::of(HERE);
    match answer {
        Said::WillPay { on, amount: None } => format!("paiement prévu le {}", HERE.date(*on)),
        Said::WillPay { on, amount: Some(amount) } => {
            format!("paiement de {} prévu le {}", HERE.money(*amount), HERE.date(*on))
        }
        Said::Paid { on, how } => format!("paiement fait le {}{}", HERE.date(*on), after(HERE, " : ", how)),
        Said::Confirmed { words } => format!("tout est exact{}", after(HERE, " : ", words)),
        Said::NotReceived { words } => format!("pas reçu de facture{}", after(HERE, " : ", words)),
        Said::Disputed { reason, amount, words } => {
            let part = amount.map_or_else(String::new, |amount| format!(" (pour {})", HERE.money(amount)));
            format!("contestation{part}, {}{}", (t.reason)(*reason), after(HERE, " : ", words))
        }
        Said::WrongContact { words } => format!("à demander à quelqu’un d’autre{}", after(HERE, " : ", words)),
    }
}

fn ended(one: &EndedAnswers) -> String {
    let article = if one.invoices.count() == 1 { "la" } else { "les" };
    let of = format!("{article} {}", one.invoices.invoices(HERE));
    let by = one.by.map_or_else(String::new, |day: Date| format!(" à la date du {}", HERE.date(day)));
    match (one.state, one.kind) {
        (AnswerState::Kept, AnswerKind::WillPay) => format!("Le paiement promis pour {of} est arrivé."),
        (AnswerState::Kept, _) => format!("Le paiement pour {of} est arrivé."),
        (AnswerState::Broken, _) => format!("Le paiement promis pour {of} n’est pas arrivé{by}."),
        _ => format!("Le paiement annoncé pour {of} n’a pas été vu{by}."),
    }
}
