//! French.

/// Where a code has no sentence of its own.
pub(super) const GENERAL: &str =
    "Cela n’est pas possible ainsi, et rien n’a été changé. Vérifiez vos indications, ou demandez-nous.";

/// The sentence of a code.
pub(super) fn of(code: &str) -> Option<&'static str> {
    Some(match code {
        "ANSWERS" => "Il y a trop de réponses à la fois. Donnez-les en plusieurs fois.",
        "ANSWER_NO_NAME" | "CASE_NO_NAME" | "PAPER_NO_NAME" => {
            "Il manque un nom. Écrivez votre nom, pour que les autres sachent à qui ils parlent."
        }
        "ANSWER_INVOICE" => "Cette facture n’est pas dans la liste. Rechargez la page et choisissez-la là.",
        "ANSWER_TWICE" | "ROW_TWICE" => "Il y a deux réponses pour cette facture. N’en laissez qu’une.",
        "ANSWER_NOTHING_OPEN" => "Plus rien n’est dû sur cette facture. Laissez-la de côté.",
        "ANSWER_DAY" => {
            "Le jour ne convient pas à la réponse. Un paiement à venir se date d’aujourd’hui ou d’un jour de l’année qui suit, un paiement fait d’un jour passé."
        }
        "ANSWER_CURRENCY" | "CASE_CURRENCY" | "ROW_CURRENCY" => {
            "La devise n’est pas celle de la facture. Écrivez le montant dans la devise de la facture."
        }
        "ANSWER_AMOUNT" => {
            "Le montant n’est pas entre zéro et ce qui est dû. Corrigez-le, ou laissez le champ vide pour le tout."
        }
        "ANSWER_WORDS" | "CASE_TOO_MANY_WORDS" | "MOOD_WORDS" => {
            "Le texte est trop long. Abrégez-le, ou joignez-le comme fichier."
        }
        "AMOUNT_WRONG" => {
            "Le montant n’est pas lisible, ou il a plus de décimales que la devise. Écrivez-le 1234.50 ; rien n’est arrondi ici."
        }
        "AMOUNT_MISSING" => "Le montant manque. Écrivez-le dans la ligne.",
        "ANSWER_UNKNOWN" => "Nous ne connaissons pas cette réponse. Prenez une des réponses indiquées sur cette page.",
        "COLUMN_MISSING" | "HEADER_MISSING" => {
            "Il manque une colonne. Le tableau doit avoir au moins « Facture » pour le numéro de la facture et « Réponse » pour la réponse ; un avis de paiement, le numéro et le montant."
        }
        "DATE_MISSING" => "Il manque le jour du paiement pour cette réponse. Écrivez-le 2026-03-04.",
        "DATE_WRONG" => "Le jour n’est pas lisible. Écrivez-le 2026-03-04.",
        "REASON_MISSING" => {
            "Il manque le motif de la contestation. Écrivez-le dans la ligne, et en vos propres mots si c’est une autre raison."
        }
        "REASON_UNKNOWN" => "Nous ne connaissons pas ce motif. Prenez-en un dans la liste du tableau.",
        "ROW_NO_INVOICE" => "La ligne n’indique pas de numéro de facture. Écrivez-le dans la ligne.",
        "ROW_INVOICE_UNKNOWN" => {
            "Aucune facture à votre nom n’est ouverte ici sous ce numéro. Corrigez le numéro, ou retirez la ligne si elle est payée."
        }
        "ROW_SUPPLIER_MISSING" => "Plusieurs fournisseurs ont une facture de ce numéro. Écrivez le fournisseur à côté.",
        "NOTHING_ANSWERED" => {
            "Le tableau ne contient aucune réponse. Remplissez la colonne « Réponse » et renvoyez-le."
        }
        "MORE" => "D’autres indications sont à corriger. Commencez par celles-ci.",
        "FILE_EMPTY" | "NOTHING_READABLE" => {
            "Le fichier ne contient rien que nous puissions lire. Envoyez le tableau avec sa ligne d’en-tête."
        }
        "FILE_TOO_LARGE" | "TOO_MANY_LINES" | "SHEET_TOO_LONG" | "LINE_TOO_LONG" | "FIELD_TOO_LONG"
        | "PAPER_TOO_LARGE" => {
            "Le fichier est trop grand. Enregistrez-le plus petit, ou envoyez-le en plusieurs parties."
        }
        "PDF_GIVEN" | "XML_GIVEN" | "FILE_BINARY" | "SPREADSHEET_GIVEN" => {
            "Ce n’est pas un tableau. Donnez un fichier CSV ou un tableur (.xlsx)."
        }
        "SPREADSHEET_BROKEN"
        | "ENCODING_UNKNOWN"
        | "ENCODING_WRONG"
        | "DELIMITER_UNCLEAR"
        | "HEADER_AMBIGUOUS"
        | "LINE_HAS_MORE_FIELDS"
        | "QUOTE_OPEN" => "Le tableau n’est pas lisible. Enregistrez-le à nouveau, en .xlsx ou en CSV, et renvoyez-le.",
        "PAPER_NAME" => "Le fichier n’a pas de nom, ou un nom trop long. Donnez-lui un nom court.",
        "PAPER_KIND" => {
            "Le fichier est vide, ou d’une sorte que nous ne conservons pas. Donnez un PDF, une image (PNG, JPEG), un tableur (.xlsx), un CSV, un XML ou un texte."
        }
        "PAPER_NAMED_WRONG" => "Le nom du fichier ne correspond pas à son contenu. Enregistrez-le sous le bon nom.",
        "PAPER_TOO_MANY" => "Il y a déjà autant de fichiers que possible. Mettez plusieurs pages dans un seul fichier.",
        "CASE_NOT_YOURS_TO_OPEN" => {
            "C’est à une autre partie de le soulever. Posez plutôt une question ; nous y répondons."
        }
        "CASE_NO_INVOICE" => {
            "Aucune facture n’est choisie. Choisissez la facture contestée, une contestation pour chacune."
        }
        "CASE_NO_REASON" => "Il manque le motif. Choisissez celui qui convient le mieux.",
        "CASE_NO_WORDS" | "WORDS_MISSING" => "Il manque des mots. Écrivez en quelques mots de quoi il s’agit.",
        "CASE_FULL" => "Ce dossier contient tout ce qu’il peut contenir. Réglez-le et ouvrez-en un nouveau.",
        "CASE_NO_AMOUNT" => "Le montant contesté est nul. Écrivez-le, ou laissez le champ vide pour toute la facture.",
        "CASE_TOO_MUCH" => "Le montant dépasse ce dont il s’agit. Écrivez un montant plus bas.",
        "CASE_NOTHING_OPEN" => "Plus rien n’est dû sur la facture. Posez une question si quelque chose ne va pas.",
        "CASE_DISPUTED" => {
            "Tout ce qui est dû sur la facture est déjà contesté. Ajoutez vos mots à la contestation ouverte."
        }
        "CASE_SETTLED" => "Ce dossier est réglé. Posez une nouvelle question s’il reste quelque chose.",
        "CASE_OPEN" => "Ce dossier est encore ouvert. Ajoutez-y vos mots.",
        "CASE_NOT_YOURS_TO_SETTLE" => {
            "Seule une autre partie peut le régler ainsi. Écrivez ce que vous souhaitez ; qui en a la charge le réglera."
        }
        "CASE_CREDIT_AMOUNT" => {
            "Le montant et la décision ne vont pas ensemble. Écrivez le montant de l’avoir, et seulement pour un avoir."
        }
        "CASE_NOT_YOURS_TO_ASSIGN" => "Seul l’affactureur peut l’attribuer. Écrivez à la personne qui s’en occupe.",
        "MOOD_SIDE" => "Seul le client le dit lui-même. Écrivez ce que vous avez entendu comme une question.",
        "PAUSE" => "Ce nombre de jours n’est pas possible. Choisissez une pause dans les limites indiquées.",
        "PAUSE_AGAIN" => {
            "Le contact avec ce client a été suspendu aussi longtemps que permis. Une nouvelle pause n’est possible qu’après un temps ; demandez-nous quand."
        }
        "WHY" => "Le motif manque ou est trop long. Écrivez-le en quelques mots.",
        "MESSAGE_STATE" => "Ce message ne vous attend plus. Rechargez la page ; elle dit ce qu’il est devenu.",
        "CONTACT" | "GUEST_NO_CONTACT" => {
            "Cette page n’a pas été donnée à une personne ou à une boîte précise. Dites-nous d’abord qui est le bon contact."
        }
        "GUEST_UNREACHABLE" => {
            "Nous n’avons pas d’adresse ou de numéro pour cela. Corrigez d’abord le contact, ou choisissez une autre voie."
        }
        "HEADS_UP_MISSING" => "Le fournisseur n’a pas encore prévenu son client. Prévenez-le d’abord.",
        "HEADS_UP_GIVEN" => "C’est déjà enregistré. Il n’y a rien d’autre à faire.",
        "HEADS_UP_VAGUE" => "Il manque à qui vous l’avez dit. Écrivez le nom et la fonction.",
        "DAY_AHEAD" => "Le jour est à venir. Écrivez le jour où cela s’est fait.",
        "TOO_EARLY" => "Il est encore trop tôt. Réessayez plus tard.",
        "NOT_INTRODUCED"
        | "NOT_SENT"
        | "LETTER_NOT_POSTED"
        | "NO_LETTER"
        | "NEVER_NOTIFIED"
        | "NOTHING_TO_ACKNOWLEDGE" => {
            "Aucune notification n’est encore partie. Vous n’avez rien à faire ; demandez-nous si vous tenez une lettre."
        }
        "UNDER_WAY" | "NOTICE_UNDER_WAY" | "REMINDED" => "C’est déjà en cours. Il n’y a rien d’autre à faire.",
        "NO_PROOF_ASKED" | "NO_DOUBT" => "Personne ne l’a demandé. Il n’y a rien d’autre à faire.",
        "NOTICE_HELD" => "Ce contrat est confidentiel. Demandez-nous si vous tenez tout de même une lettre.",
        "NOTICE_RELEASED" => "La cession a pris fin. Payez comme votre fournisseur vous l’indique.",
        "NOTICE_SUPERSEDED" => "Une notification plus récente a remplacé celle-ci. Prenez la plus récente.",
        "EVIDENCE_TOO_OLD"
        | "EVIDENCE_TOO_WEAK"
        | "ADDRESS_NOT_VERIFIED"
        | "INVOICES_OPEN"
        | "NOTICE_NOT_HELD"
        | "OVER_ADVANCE_TOO_YOUNG" => "Dans l’état actuel de la notification, ce n’est pas possible. Demandez-nous.",
        "VERIFICATION_METHOD"
        | "VERIFICATION_WHO"
        | "VERIFICATION_NOTHING"
        | "VERIFICATION_WORDS"
        | "VERIFICATION_EVIDENCE" => {
            "Cette facture ne peut être confirmée ainsi. Écrivez votre nom et, si quelque chose ne va pas, ce que c’est ; ou demandez-nous."
        }
        "AMOUNT" => "Les montants ne vont pas ensemble. Vérifiez-les.",
        _ => return None,
    })
}
