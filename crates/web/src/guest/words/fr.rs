//! French.

use super::{
    AnswerWords, Ask, CaseWords, Check, Client, Common, Debtor, HealthFigure, MoodWords, NoticeWords, Preferences,
    Remittance, Sheet, Words, Wrong,
};
use domain::contact::MessageState;
use domain::dispute::{DisputeReason, OutcomeKind};
use domain::letter::Language;
use domain::notice::NoticeState;

pub(super) const WORDS: Words = Words {
    language: Language::French,
    common: Common {
        skip: "Aller au contenu",
        language: "Langue",
        change_language: "Changer",
        go_on: "Continuer",
        back: "Retour",
        send: "Envoyer",
        optional: "facultatif",
        your_name: "Votre nom",
        your_name_hint: "Pour que les autres sachent à qui ils parlent.",
        name_missing: "Écrivez votre nom.",
        errors: |count| {
            if count == 1 {
                "Une réponse est à revoir".to_owned()
            } else {
                format!("{count} réponses sont à revoir")
            }
        },
        phone: "Téléphone",
        mail: "Courriel",
        private_page: |party| {
            format!(
                "Cette page est destinée à {party}. Quiconque a son adresse peut la lire : merci de ne pas la diffuser hors de votre entreprise."
            )
        },
        valid_until: |date| format!("L’adresse est valable jusqu’au {date}."),
        is_letter_real: "Notre lettre est-elle authentique ?",
        never_by_mail: "Nous ne changeons jamais de coordonnées bancaires par courriel.",
        call_known: "En cas de doute, appelez un numéro que vous connaissez déjà, et non celui d’une lettre ou d’un courriel dont vous n’êtes pas sûr.",
        bank_code: "Code banque",
        language_kept: "Désormais nous vous écrivons en français.",
    },
    wrong: Wrong {
        nothing_title: "Cette adresse n’ouvre rien",
        nothing_text: "Elle a peut-être été remplacée ou a expiré, ou une partie s’est perdue en route. Rien n’a été changé, et vous n’avez fait \
            aucune erreur.",
        nothing_remedy: |factor| {
            format!("Vérifiez que l’adresse est complète. Sinon, demandez-en une nouvelle à {factor}.")
        },
        often_title: "Une courte pause",
        often_text: "Beaucoup de demandes sont venues de votre réseau en peu de temps. La pause protège tous ceux dont les factures sont ici.",
        often_remedy: |seconds| {
            if seconds == 1 {
                "Réessayez dans une seconde.".to_owned()
            } else {
                format!("Réessayez dans {seconds} secondes.")
            }
        },
        refused_title: "Cela n’a pas été fait",
        refused_text: "Rien n’a été changé. Les raisons :",
        sent_title: "Déjà envoyé",
        sent_text: "Ce formulaire a déjà été envoyé avec d’autres réponses. Ce qu’il a fait alors demeure ; rien de plus n’a été fait.",
        expired_title: "Le formulaire a expiré",
        expired_text: "Le formulaire n’appartient pas à cette page, rien n’a donc été fait. Cela arrive quand il est resté longtemps ouvert.",
        form_title: "Le formulaire est illisible",
        form_text: "Ce qui est arrivé n’est pas un formulaire de cette page. Rien n’a été changé.",
        large_title: "C’est trop grand",
        large_text: |most| {
            format!(
                "On peut envoyer au plus {most} à la fois. Rien n’a été changé. Envoyez un fichier plus petit, ou plusieurs."
            )
        },
        slow_title: "Cela a pris trop de temps",
        slow_text: "La demande n’a pas été terminée à temps. Elle n’a rien changé.",
        fault_title: "Quelque chose n’a pas marché",
        fault_text: "La faute est nôtre. Cette demande n’a rien changé.",
        paused_title: "Impossible pour le moment",
        paused_text: "Nos livres ne peuvent pas être ouverts ou modifiés pour le moment. Cette demande n’a rien changé.",
        paused_remedy: "Réessayez dans quelques minutes. Si cela se reproduit, appelez-nous.",
        try_again: "Réessayez. Si cela se reproduit, appelez-nous.",
        open_again: "Rouvrez la page et envoyez à partir de là.",
        reference: |reference| format!("Référence {reference}"),
    },
    check: Check {
        title: "Cette lettre est-elle authentique ?",
        lead: |factor| {
            format!(
                "Chaque notification de {factor} porte un code. Saisissez-le ici et voyez ce que nous avons vraiment écrit."
            )
        },
        code: "Code de la lettre",
        code_hint: "Il se trouve à la fin de la lettre, à côté de l’image carrée.",
        check: "Vérifier",
        unknown_title: "Nous ne connaissons pas ce code",
        unknown_text: |factor| format!("{factor} n’a émis aucune lettre portant ce code."),
        unknown_do: "Ne payez pas sur un compte qu’une telle lettre indique. Appelez-nous, ou votre fournisseur, à un numéro que vous connaissez déjà.",
        unknown_typo: "Si vous avez pu vous tromper, comparez le code encore une fois.",
        genuine_title: "Ce code est le nôtre",
        genuine_text: |factor, date| {
            format!("{factor} a écrit une lettre portant ce code le {date}, et elle est valable.")
        },
        genuine_do: "Un code peut être recopié sur une fausse lettre : comparez le compte avant de payer.",
        superseded_title: "Cette lettre était la nôtre, une plus récente l’a remplacée",
        superseded_text: |date| format!("Elle date du {date} et ne dit plus où payer."),
        superseded_on: |date| format!("La plus récente est du {date}."),
        superseded_do: "Payez comme le dit la lettre plus récente. Si vous ne l’avez pas reçue, appelez-nous à un numéro que vous connaissez déjà.",
        successor: "Voir la lettre plus récente",
        released_title: "Cette cession a pris fin",
        released_text: |factor, supplier| {
            format!(
                "{factor} vous a libéré. Les nouvelles factures de {supplier} se paient comme {supplier} vous l’indique."
            )
        },
        released_on: |date| format!("Il en est ainsi depuis le {date}."),
        says: "Ce que dit la lettre",
        supplier: "Fournisseur",
        customer: "Client",
        factor: "Payer à",
        kind: "Lettre",
        issued: "Émise le",
        since: "Valable depuis le",
        pay_to: "Compte",
        ending: |signs| format!("se termine par {signs}"),
        notice_of_assignment: "Notification de cession",
        change_of_account: "Changement de coordonnées bancaires",
        release: "Mainlevée",
        proof_of_assignment: "Justificatif de cession",
        compare_title: "Est-ce ce que dit votre lettre ?",
        compare_lead: "Saisissez le numéro de compte de votre lettre. Nous vous disons si c’est celui que nous avons écrit, et ne le montrons à personne.",
        account: "Numéro de compte ou IBAN",
        account_hint: "Les espaces ne comptent pas.",
        account_missing: "Saisissez le numéro de compte qui figure dans votre lettre.",
        invoice: "Numéro de facture",
        invoice_hint: "Pour voir si la lettre la concerne.",
        compare: "Comparer",
        account_right: "Oui. C’est le numéro de compte que nous avons écrit.",
        account_wrong: "Non. Ce n’est pas le numéro de compte que nous avons écrit.",
        account_wrong_do: "N’y payez pas. Comparez le numéro encore une fois ; s’il reste différent, appelez-nous à un numéro que vous connaissez déjà. \
            La lettre a peut-être été modifiée.",
        account_old: "C’est notre ancien compte.",
        account_old_until: |date| {
            format!("Il reste ouvert jusqu’au {date}. Merci de payer sur le compte de la lettre plus récente.")
        },
        invoice_right: |number| format!("La facture {number} est à payer sur ce compte."),
        invoice_wrong: |number| {
            format!("Nous ne pouvons pas confirmer ici la facture {number}. Vérifiez le numéro, ou demandez-nous.")
        },
        all_invoices: |supplier| {
            format!(
                "Toute facture de {supplier} qui vous est adressée est à payer sur ce compte. Cette page ne confirme \
                aucune facture en particulier : utilisez la page que nous vous avons envoyée, ou demandez-nous."
            )
        },
        proof_title: "Demander un justificatif de la cession",
        proof_lead: |days| {
            format!(
                "Vous pouvez demander la preuve que votre fournisseur nous a cédé ses factures. Nous l’envoyons sous {days} jours ouvrés, \
                et seulement à l’adresse vérifiée de votre comptabilité fournisseurs."
            )
        },
        proof_words: "Que souhaitez-vous voir ?",
        proof_words_hint: "Laissez vide pour l’habituel : la page signée, et qui appeler.",
        proof_send: "Demander le justificatif",
        proof_asked: |date, due| format!("Demandé le {date}. Vous l’aurez au plus tard le {due}."),
        proof_asked_note: "Demander ne vous engage à rien.",
        proof_open: |date, due| format!("Un justificatif a été demandé le {date}. Il est dû pour le {due}."),
        proof_given: |date| format!("Le justificatif a été donné le {date}."),
        offline_title: "Vérifier sans nous",
        offline_lead: "Le contenu de la lettre est signé. Avec notre clé publique, chacun peut vérifier la signature sur son propre ordinateur.",
        signed_content: "Contenu signé",
        signature: "Signature",
        public_key: "Clé publique",
        how_offline: "Comment vérifier",
        key_title: "Notre clé publique",
        key_lead: |factor| {
            format!(
                "Avec cette clé, {factor} signe ses notifications (Ed25519, RFC 8032). Comparez son nom court avec celui d’une lettre antérieure, \
                ou demandez-nous au téléphone."
            )
        },
        key_steps: "Enregistrez le contenu signé et la signature depuis la page de votre lettre, et la clé depuis cette page. OpenSSL 3 répond alors \
            « Signature Verified Successfully » à :",
        key_since: |date| format!("Utilisée depuis le {date}"),
        key_compare: "Nom court",
        no_key: "Rien n’a encore été signé.",
    },
    debtor: Debtor {
        title: "Ce que vous devez, et où payer",
        open_on: |count| format!("restent dus sur {count}"),
        late: |amount| format!("Dont {amount} arrivés à échéance."),
        nothing_open: "Rien n’est dû",
        nothing_open_text: "Nous ne connaissons aucune facture que vous devriez par notre intermédiaire. Merci.",
        real: "Est-ce authentique ?",
        real_text: |supplier, factor| {
            format!(
                "{supplier} a cédé ses factures à {factor}. Vous payez {factor} ; tout le reste demeure entre vous et {supplier}."
            )
        },
        notice_received: |date| format!("Vous en avez reçu la notification le {date}."),
        check_notice: "Vérifier la notification",
        where_to_pay: "Où payer",
        same_account: "Toutes les factures de cette page se paient sur ce compte.",
        holder: "Titulaire du compte",
        account: "Compte",
        reference: "Référence",
        reference_text: "Les numéros de facture",
        ask_for_account: "Demandez-nous le compte à un numéro que vous connaissez déjà.",
        invoices_of: |supplier| format!("Factures de {supplier}"),
        invoice: "Facture",
        issued: "Émise le",
        due: "Échéance",
        amount: "Montant",
        open: "Reste dû",
        total: "Total dû",
        order: "Votre commande",
        tick: |number| format!("Choisir la facture {number}"),
        tick_all: |count| format!("Les {count} factures"),
        answer_ticked: "Pour celles qui sont cochées, nous disons",
        more: |count| {
            format!("Les {count} plus anciennes sont ici. Les autres suivront quand celles-ci seront payées.")
        },
        to_confirm: "Merci de confirmer",
        disputed: |case| format!("Contestée, {case}"),
        announced: |date| format!("Paiement annoncé pour le {date}"),
        said_paid: |date| format!("Payée le {date}, selon vous"),
        confirmed: "Confirmée",
        copy_asked: "Copie demandée",
        due_today: "À échéance aujourd’hui",
        not_due: "Pas encore échue",
        past_due: |days| {
            if days == 1 { "Échue depuis hier".to_owned() } else { format!("Échue depuis {days} jours") }
        },
        wrong: "Si quelque chose ne va pas",
        wrong_text: "Cochez la facture ci-dessus et dites ce qui ne va pas, ou écrivez-nous ici. Une personne répond.",
        wrong_text_none: "Écrivez-nous ici. Une personne répond.",
        by_sheet: "Répondre pour plusieurs factures à l’aide d’un tableau",
        by_sheet_text: "Récupérez-les toutes dans un tableau, remplissez une colonne, renvoyez-le.",
        download: "Votre relevé dans un fichier",
        download_text: "Ce que vous nous devez aujourd’hui, avec le compte à payer (CSV).",
        letters_text: "Tout ce que nous vous avons écrit ; accuser réception d’une notification ou demander un justificatif.",
        wrong_contact_text: "Vous n’êtes pas la bonne personne.",
        preferences_text: "Par courriel, par téléphone ou par lettre ; pas de rappels.",
        cases: "Ce qui est à l’étude",
        case_dispute: "Contestation",
        case_complaint: "Réclamation",
        case_question: "Question",
        case_copy: "Copie demandée",
        case_proof: "Justificatif demandé",
        case_correction: "Contact à corriger",
        answer_by: |date| format!("réponse pour le {date}"),
        papers: "Copies",
        no_papers: "Aucune copie n’est encore ici. Dites que vous n’avez pas reçu la facture, et nous la demandons au fournisseur.",
        paper_hint: "PDF, image, tableau ou texte, au plus 10 Mo. L’autre partie peut le récupérer.",
        paper_invoice: "Facture",
        paper_order: "Commande",
        paper_delivery: "Bon de livraison",
        paper_timesheet: "Relevé d’heures",
        paper_notice: "Notification",
        paper_remittance: "Avis de paiement",
        paper_other: "Document",
        history: "Ce qui s’est passé",
        say_something: "Dire quelque chose à son sujet",
    },
    answer: AnswerWords {
        confirmed: "Tout est exact",
        will_pay: "Nous paierons le …",
        paid: "Nous avons payé",
        disputed: "Quelque chose ne va pas",
        not_received: "Nous n’avons pas reçu cette facture",
        wrong_contact: "Merci de vous adresser à quelqu’un d’autre",
        confirmed_does: "Vous confirmez que les biens ou services ont été reçus, que le montant et l’échéance sont exacts, que rien n’est à compenser et \
            que vous paierez comme le dit la notification.",
        will_pay_does: "Nous n’écrivons à personne au sujet de ces factures avant que ce jour soit passé.",
        paid_does: "Nous cherchons le paiement, et n’écrivons à personne au sujet de ces factures entre-temps.",
        disputed_does: "Votre fournisseur l’apprend aujourd’hui. Tant que c’est à l’étude, personne ne vous demande de payer ce que vous contestez.",
        not_received_does: "Si la copie est déjà là, vous la trouvez sur cette page ; sinon nous la demandons à votre fournisseur.",
        wrong_contact_does: "Nous n’écrivons plus à cette adresse, et cette page se ferme pour elle.",
        wrong_contact_done: "Merci. Nous n’écrivons plus à cette adresse.",
        which: "Quelles factures",
        more_invoices: "En ajouter d’autres",
        choose_some: "Choisissez au moins une facture.",
        on: "Vous paierez le",
        paid_on: "Payé le",
        date_wrong: "Écrivez le jour, par exemple 04.03.2026.",
        how: "Comment vous avez payé",
        how_hint: "Par exemple : virement, chèque 4711. Cela nous aide à trouver le paiement.",
        amount: "Montant",
        amount_hint: "Laissez vide pour tout ce qui reste dû.",
        amount_wrong: "Écrivez le montant sous la forme 1 234,50.",
        disputed_amount: "Quelle part",
        disputed_amount_hint: "Laissez vide s’il s’agit de toute la facture.",
        why: "Ce qui ne va pas",
        choose_reason: "Choisissez la raison qui convient le mieux.",
        reason: |reason| match reason {
            DisputeReason::NotReceived => "Biens ou service non reçus",
            DisputeReason::WrongAmount => "Le montant est faux",
            DisputeReason::Quality => "Qualité",
            DisputeReason::Price => "Le prix n’est pas celui convenu",
            DisputeReason::Duplicate => "Facturé deux fois",
            DisputeReason::AlreadyPaid => "Déjà payée",
            DisputeReason::ReturnedGoods => "Les biens ont été retournés",
            DisputeReason::ContractTerms => "Le contrat dit autre chose",
            DisputeReason::NotOurs => "Ce n’est pas notre facture",
            DisputeReason::Other => "Une autre raison",
        },
        words: "Quelque chose à ajouter",
        words_dispute: "Avec vos propres mots",
        words_contact: "À qui s’adresser",
        will_pay_on: |date| format!("Sera payée le {date}"),
        paid_said: |date| format!("Payée le {date}"),
        preview: "Voici ce que vous dites",
        preview_text: |count| {
            if count == 1 {
                "Pour une facture. Rien n’a encore été envoyé.".to_owned()
            } else {
                format!("Pour {count} factures. Rien n’a encore été envoyé.")
            }
        },
        signed: |name| format!("Au nom de {name}"),
        quiet_until: |date| format!("Personne ne vous écrit au sujet de ces factures jusqu’au {date}."),
        opens_cases: |count| {
            if count == 1 {
                "Un dossier est ouvert ; son numéro figure à la page suivante.".to_owned()
            } else {
                format!("{count} dossiers sont ouverts ; leurs numéros figurent à la page suivante.")
            }
        },
        change: "Modifier",
        done: |count, what| {
            if count == 1 {
                format!("Merci. Noté pour une facture : {what}.")
            } else {
                format!("Merci. Noté pour {count} factures : {what}.")
            }
        },
        receipt: |number| format!("Reçu {number}."),
        case_numbers: |numbers| format!("Dossier {numbers}."),
    },
    ask: Ask {
        question: "Poser une question",
        question_lead: "La personne qui suit vos factures répond.",
        complaint: "Faire une réclamation",
        complaint_lead: "Dites-nous ce que nous pourrions mieux faire. Quelqu’un répond sous deux jours ouvrés.",
        contact: "Corriger à qui nous écrivons",
        contact_lead: "Nommez la personne ou la boîte pour les factures, avec courriel et téléphone. Nous la vérifions avant de l’utiliser.",
        about: "Au sujet des factures de",
        about_none: "D’aucune en particulier",
        words: "Votre message",
        words_missing: "Écrivez en quelques mots de quoi il s’agit.",
        done: |number| format!("Merci. Votre message est arrivé, sous le numéro {number}."),
    },
    notice: NoticeWords {
        title: "Notifications et lettres",
        notices: "Notifications de cession",
        letters: "Lettres qui vous sont adressées",
        no_letters: "Aucune lettre ne vous a encore été envoyée.",
        notice_of: |supplier| format!("Notification sur les factures de {supplier}"),
        lead: |supplier, factor| {
            format!("{supplier} a cédé ses factures à {factor}. Le paiement à {factor} les règle.")
        },
        acknowledge: "Nous avons bien reçu cette notification",
        acknowledge_text: "Votre nom vaut signature pour dire que la notification est arrivée. Il ne dit pas qu’une facture est exacte.",
        name_hint: "Il vaut votre signature.",
        acknowledged: "Merci. Votre accusé de réception est enregistré.",
        acknowledged_already: "Vous avez accusé réception de cette notification.",
        doubt: "Nous ne sommes pas sûrs que ce soit juste",
        doubt_text: "Dites-nous ce dont vous doutez. Une personne s’en occupe, et rien d’autre n’est acheté tant que ce n’est pas éclairci.",
        doubt_words: "Ce dont vous doutez",
        doubted: "Merci. Quelqu’un s’en occupe et vous répond.",
        proof_by: |date| format!("Vous avez demandé un justificatif. Vous l’aurez au plus tard le {date}."),
        proof_asked: "Vous avez demandé un justificatif.",
    },
    preferences: Preferences {
        title: "Comment nous vous écrivons",
        lead: "Les notifications que la loi exige sont envoyées dans tous les cas.",
        no_contact: "Cette page n’a pas été donnée à une personne ou à une boîte. Dites-nous d’abord à qui nous adresser.",
        way: "La meilleure façon de vous joindre",
        stop: "Pas de rappels",
        stop_hint: "Respecté aussitôt.",
        stopped: "Plus de rappels",
        by_mail: "par courriel",
        by_phone: "par téléphone",
        by_letter: "par lettre",
        save: "Enregistrer",
        done: "Enregistré. C’est valable dès maintenant.",
    },
    sheet: Sheet {
        title: "Répondre à l’aide d’un tableau",
        lead: |count| {
            if count == 1 {
                "Une facture est due.".to_owned()
            } else {
                format!("{count} factures sont dues. Répondez à autant que vous voulez à la fois.")
            }
        },
        fetch: "1. Récupérez le tableau",
        fetch_text: "Il contient chaque facture due.",
        fill: "2. Remplissez la colonne « Réponse », et le jour ou la raison là où il en faut. Laissez vide là où vous n’avez rien à dire. \
            Les réponses :",
        send: "3. Renvoyez-le",
        file: "Tableau",
        file_hint: "Enregistré en CSV ou Excel, au plus 10 Mo. Vous voyez ce qu’il fera avant que rien ne soit fait.",
        file_missing: "Choisissez le tableau.",
        more: |count| format!("{count} autres lignes sont à revoir. Corrigez d’abord celles-ci."),
        preview: "Voici ce que dit le tableau",
        preview_text: |count| {
            if count == 1 {
                "Une réponse. Rien n’a encore été envoyé.".to_owned()
            } else {
                format!("{count} réponses. Rien n’a encore été envoyé.")
            }
        },
        untouched: |count| {
            if count == 1 {
                "Une facture reste telle quelle.".to_owned()
            } else {
                format!("{count} factures restent telles quelles.")
            }
        },
        of_invoices: |count| if count == 1 { "1 facture".to_owned() } else { format!("{count} factures") },
        done: |count| {
            if count == 1 {
                "Merci. Une réponse est notée.".to_owned()
            } else {
                format!("Merci. {count} réponses sont notées.")
            }
        },
    },
    remittance: Remittance {
        title: "Envoyer un avis de paiement",
        lead: "Il nous dit quelles factures vous payez, afin que chacune soit réglée aussitôt.",
        file: "Avis de paiement",
        file_hint: "Un tableau (CSV ou Excel) est lu aussitôt ; un PDF ou une image est lu par une personne. Au plus 10 Mo.",
        file_missing: "Choisissez le fichier.",
        on: "Payé le",
        currency: "Monnaie du paiement",
        done: "Merci. Votre avis de paiement est arrivé.",
        read: |invoices, total| format!("Il nomme {invoices}, {total} en tout."),
        unknown: |numbers| format!("Ces numéros ne correspondent à aucune facture que vous devez ici : {numbers}."),
    },
    mood: MoodWords {
        title: "Comment se passe le travail avec nous ?",
        good: "Bien",
        fine: "Correct",
        not_good: "Pas bien",
        thanks: "Merci de nous le dire.",
        sorry: "Merci de nous le dire. Si vous voulez, dites ici ce que nous pourrions mieux faire.",
    },
    case: CaseWords {
        raised: "Soulevé le",
        with: "Avec",
        answer_by: |date| format!("À répondre pour le {date}"),
        closed_on: |date| format!("Réglé le {date}"),
        said: "Ce qui a été dit",
        add: "Ajouter quelque chose",
        words: "Votre message",
        words_missing: "Écrivez en quelques mots ce que vous voulez ajouter.",
        paper: "Un document, s’il est utile",
        paper_kind: "Nature du document",
        paper_kind_missing: "Choisissez la nature du document.",
        settle: "Est-ce réglé ainsi ?",
        go_on_talking: "Non, cela continue",
        outcome: |outcome| match outcome {
            OutcomeKind::FullPay => "Oui : elle sera payée en entier",
            OutcomeKind::Credit => "Oui : nous donnons un avoir",
            OutcomeKind::RejectedByDebtor => "Nous ne payons pas le montant contesté",
            OutcomeKind::Withdrawn => "Oui : nous y renonçons",
            OutcomeKind::Answered => "Oui : la réponse est donnée",
            OutcomeKind::Done => "Oui : c’est fait",
            OutcomeKind::Declined => "Impossible d’y donner suite ; le message dit pourquoi",
        },
        credit: "Avoir",
        credit_hint: "Seulement si vous en donnez un.",
        added: "Merci. Votre message a été ajouté ; les autres le lisent.",
        settled: "Merci. C’est réglé, et les autres le savent.",
    },
    client: Client {
        title: "Ce qui demande votre attention",
        nothing: "Rien ne demande votre attention en ce moment.",
        needs: |count| {
            if count == 1 {
                "Un point demande votre attention.".to_owned()
            } else {
                format!("{count} points demandent votre attention.")
            }
        },
        heads_ups: "Prévenez d’abord ces clients",
        heads_ups_text: "Rien ne leur est envoyé avant que vous leur ayez dit vous-même qu’ils nous paieront.",
        tell: |customer| format!("Nous avons prévenu {customer}"),
        previews: "Lettres à relire",
        previews_text: "Elles partent quand vous êtes d’accord, ou quand leur jour est venu.",
        cases: "Ce que vos clients soulèvent",
        customers: "Vos clients",
        no_customers: "Aucun client pour l’instant.",
        no_notice: "Pas encore de notification",
        federal: "Agence fédérale américaine : un dossier remplace la notification",
        open_cases: |count| {
            if count == 1 { "1 dossier ouvert".to_owned() } else { format!("{count} dossiers ouverts") }
        },
        paused_to: |date| format!("En pause jusqu’au {date}"),
        contacts: "À qui nous écrivons",
        no_contacts: "Nous n’y avons encore aucun contact.",
        contact_right: "Indiquer le bon interlocuteur",
        contact_words: "À qui nous devrions écrire",
        contact_hint: "Nom, courriel, téléphone, et pour quoi.",
        contact_text: "Nous vérifions un nouveau contact avant de lui écrire.",
        letters: "Lettres, envoyées et prévues",
        no_letters: "Rien n’a encore été écrit.",
        received: "reçue",
        to_you: "à vous",
        planned_for: |date| format!("prévue pour le {date}"),
        history: "Ce qui s’est passé",
        health: "Où en est la relation",
        figures: |figure| match figure {
            HealthFigure::Answered => "Questions ayant reçu une réponse, %",
            HealthFigure::HoursToAnswer => "Heures jusqu’à la réponse",
            HealthFigure::PromisesKept => "Promesses tenues, %",
            HealthFigure::Disputes => "Contestations pour 100 factures",
            HealthFigure::Messages => "Messages par mois",
            HealthFigure::DaysToPay => "Jours jusqu’au paiement",
        },
        thin: "encore peu de cas",
        told_title: |customer| format!("Vous avez prévenu {customer}"),
        told_lead: "Que vous travaillez avec nous, et que ses paiements nous parviendront. Nos lettres suivent après cela, la première en votre nom.",
        told_on: "Quand",
        told_whom: "Qui",
        told_whom_hint: "Nom et fonction de la personne.",
        whom_missing: "Écrivez qui vous avez prévenu.",
        told_how: "Comment",
        told_send: "Nous l’avons prévenu",
        told_done: "Merci. La lettre de présentation suit.",
        letter_to: |customer| format!("Lettre à {customer}"),
        letter_lead: "Elle partira dans ces termes.",
        own_part: "C’est la partie sur vos factures.",
        approve: "Oui, envoyez-la",
        approve_text: "Elle part aux heures où l’on peut écrire au client.",
        approved: "Merci. Elle part dès qu’elle le peut.",
        stop: "Ne pas l’envoyer",
        stop_text: "Elle n’est pas envoyée. Le délai des factures continue de courir.",
        why_stop: "Pourquoi",
        why_missing: "Écrivez la raison en quelques mots.",
        stopped: "Elle a été retirée et n’est pas envoyée.",
        message_state: |state| match state {
            MessageState::Preview => "attend votre lecture",
            MessageState::Approval => "attend notre accord",
            MessageState::Queued => "prévue",
            MessageState::Sending => "en cours d’envoi",
            MessageState::Sent => "envoyée",
            MessageState::Bounced => "revenue",
            MessageState::Failed => "n’a pu être envoyée",
            MessageState::Cancelled => "retirée",
            MessageState::Received => "reçue",
        },
        notice_state: |state| match state {
            NoticeState::Drafted => "Attend que vous les préveniez",
            NoticeState::HeadsUpSent => "Vous les avez prévenus ; la présentation suit",
            NoticeState::LoiSent => "Présentation envoyée",
            NoticeState::LoiDelivered => "Présenté ; la notification suit",
            NoticeState::NoaSent => "Notification envoyée",
            NoticeState::NoaDelivered => "Notification reçue",
            NoticeState::Acknowledged => "Réception confirmée",
            NoticeState::Bounced => "Revenue ; il faut une meilleure adresse",
            NoticeState::ReSent => "Envoyée à nouveau",
            NoticeState::ProofRequested => "Ils demandent un justificatif",
            NoticeState::ProofFurnished => "Justificatif donné",
            NoticeState::DisputedNotice => "Ils doutent de la notification",
            NoticeState::Superseded => "Remplacée par une notification plus récente",
            NoticeState::ReleaseSent => "Mainlevée envoyée",
            NoticeState::Released => "Libéré",
            NoticeState::Held => "Confidentiel : ils ne sont pas informés",
        },
        pause: "Suspendre le contact",
        pause_title: |customer| format!("Suspendre le contact avec {customer}"),
        pause_lead: "Pendant ce temps, personne chez nous n’écrit ni ne téléphone à ce client au sujet d’un paiement. Ce que la loi exige est tout de même \
            envoyé.",
        pause_days: "Pour combien de jours ouvrés",
        pause_days_hint: |most| format!("Au plus {most}."),
        days_missing: "Écrivez un nombre de jours.",
        pause_why: "Pourquoi",
        not_stopped: "Ce qu’une pause n’arrête pas",
        recourse_text: |number, date| format!("La facture {number} vous revient le {date} si elle n’est pas payée."),
        recourse_first: |date| format!("La prochaine facture vous revient le {date} si elle n’est pas payée."),
        no_recourse: "Aucune facture ne vous revient pendant ce temps.",
        pause_send: "Suspendre le contact",
        paused_until: |date| format!("Le contact est suspendu jusqu’au {date}."),
        resume: "Le contact peut reprendre",
        resumed: "Le contact reprend.",
    },
};
