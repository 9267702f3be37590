//! Words that are not used in a letter, per language (LC-44, CO-13, GL-51). Commas part them; a `*` at the end stands for
//! any ending. All in small letters, with a straight apostrophe.

use super::Language;
use super::problem::Tone;

/// Capitals that are no shouting.
pub(super) const ABBREVIATIONS: [&str; 12] =
    ["IBAN", "BIC", "SWIFT", "SEPA", "VAT", "UCC", "PDF", "GMBH", "LLC", "PLC", "UID", "SIREN"];

/// The words of a language that are not used, by the reason.
pub(super) const fn of(language: Language) -> &'static [(Tone, &'static str)] {
    match language {
        Language::English => ENGLISH,
        Language::German => GERMAN,
        Language::French => FRENCH,
        Language::Spanish => SPANISH,
    }
}

/// GL-51: words by which a notice would ask for a part.
pub(super) const fn part_payment(language: Language) -> &'static str {
    match language {
        Language::English => {
            "part payment*, partial payment*, partial amount*, partially, pay part, pay a part, part of the amount, \
             part of each, part of the invoice*, portion of, a portion, a share of, half of, in part, \
             on account, down payment*, percent*, per cent"
        }
        Language::German => {
            "teilzahlung*, teilbetrag*, teilbeträge*, teilweise, anteil*, einen teil, ein teil, einem teil, \
             abschlag*, anzahlung*, die hälfte, ratenzahlung*, prozent*, v.h."
        }
        Language::French => {
            "paiement partiel*, paiements partiels, partiellement, en partie, une partie, une part de, acompte*, au prorata, \
             la moitié, une fraction, pour cent, pourcentage*"
        }
        Language::Spanish => {
            "pago parcial, pagos parciales, parcialmente, en parte, una parte, a cuenta, anticipo*, la mitad, una fracción, \
             prorrat*, por ciento, porcentaje*"
        }
    }
}

const ENGLISH: &[(Tone, &str)] = &[
    (
        Tone::Threat,
        "legal action*, legal proceeding*, legal step*, legal consequence*, lawsuit*, sue, sued, suing, litigat*, court, \
         courts, bailiff*, enforcement, enforce, repossess*, garnish*, penalt*, stop supply*, or else, we will be forced, \
         we have no choice, failure to pay",
    ),
    (
        Tone::CreditHint,
        "credit bureau*, credit agenc*, credit rating*, credit score*, credit report*, credit history, credit file*, \
         credit insurer*, blacklist*, rating agenc*",
    ),
    (
        Tone::Urgency,
        "urgent*, immediate*, at once, final notice*, last notice*, last warning*, final reminder*, last reminder*, \
         final demand*, demand*, without delay, asap, act now, right away, deadline*, overdue notice*, last chance",
    ),
    (
        Tone::Disguise,
        "attorney*, lawyer*, solicitor*, law firm*, law office*, legal department*, legal counsel*, \
         government*, federal, ministry, authority, authorities, official notice*, notary",
    ),
    (
        Tone::Health,
        "financial difficult*, financial trouble*, financial health, financially sound, financially stable, \
         financially healthy, financially strong, financial strength, financial standing, good standing, insolven*, \
         bankrupt*, struggling, short of cash",
    ),
    (Tone::ClientMoney, "cash flow, cash-flow, liquidity, working capital"),
    (
        Tone::Collection,
        "collection agenc*, debt collect*, collector*, collections department, collection*, debt, debts",
    ),
];

const GERMAN: &[(Tone, &str)] = &[
    (
        Tone::Threat,
        "rechtliche schritte, rechtlichen schritten, rechtsweg*, gericht, gerichte, gerichts*, gerichtlich*, klage, \
         klagen, mahnbescheid*, vollstreck*, zwangsvollstreck*, pfändung*, gerichtsvollzieher*, sehen wir uns gezwungen, \
         andernfalls, verzugszins*, verzug, lieferstopp*",
    ),
    (
        Tone::CreditHint,
        "schufa, auskunftei*, wirtschaftsauskunft*, bonitätsauskunft*, schuldnerverzeichnis*, schwarze liste, rating*",
    ),
    (
        Tone::Urgency,
        "dringend*, unverzüglich*, umgehend*, sofort*, schnellstens, letzte mahnung, mahnung*, letztmal*, \
         letzte erinnerung, letzte aufforderung, ohne verzögerung, eilt, eilig*, frist, fristen, fristablauf",
    ),
    (
        Tone::Disguise,
        "anwalt*, anwält*, rechtsanwalt*, rechtsanwält*, kanzlei*, rechtsabteilung*, behörde*, behördlich*, amtlich*, \
         ministerium*, notar*",
    ),
    (
        Tone::Health,
        "finanzielle schwierigkeit*, finanziellen schwierigkeit*, finanziell gesund*, finanziell stabil*, finanziell solide*, \
         zahlungsschwierigkeit*, zahlungsunfähig*, insolven*, überschuld*, wirtschaftlich gesund*, wirtschaftliche lage, finanzlage",
    ),
    (Tone::ClientMoney, "liquidität*, cashflow, cash-flow, betriebsmittel*, zahlungsfluss"),
    (Tone::Collection, "inkasso*, schuldner*, schulden, eintreib*, beitreib*"),
];

const FRENCH: &[(Tone, &str)] = &[
    (
        Tone::Threat,
        "poursuites, poursuite judiciaire, action en justice, actions en justice, voie judiciaire, voies judiciaires, \
         tribunal, tribunaux, judiciaire*, huissier*, commissaire de justice, mise en demeure, saisie*, \
         contentieux, injonction*, à défaut de, nous serons contraint*, pénalité*, assignation*, assigner*",
    ),
    (
        Tone::CreditHint,
        "agence de notation*, agences de notation, notation de crédit, fichage, fiché*, fichier des incidents, \
         assureur-crédit, liste noire, bureau de crédit",
    ),
    (
        Tone::Urgency,
        "urgent*, urgence, immédiat*, sans délai, sans retard, dernier rappel, dernier avis, dernière relance, \
         relance*, délai de rigueur, dans les plus brefs délais, au plus vite, sommation*",
    ),
    (
        Tone::Disguise,
        "avocat*, cabinet juridique, service juridique, ministère*, gouvernement*, autorité*, administration publique, \
         notaire*, officiel*",
    ),
    (
        Tone::Health,
        "difficulté financière, difficultés financières, santé financière, bonne santé, situation financière, \
         financièrement, insolvab*, solvab*, faillite*, redressement*, liquidation*",
    ),
    (Tone::ClientMoney, "trésorerie, liquidité*, fonds de roulement, cash-flow, flux de trésorerie"),
    (Tone::Collection, "recouvr*, débiteur*, dette*, créance douteuse, impayé*"),
];

const SPANISH: &[(Tone, &str)] = &[
    (
        Tone::Threat,
        "acciones legales, acción legal, medidas legales, vía judicial, judicial*, demanda, demandas, demandar*, tribunal*, \
         juzgado*, embarg*, ejecución, nos veremos obligad*, de lo contrario, en caso contrario, penaliza*, recargo*",
    ),
    (
        Tone::CreditHint,
        "buró de crédito, registro de moros*, fichero de moros*, moroso*, morosidad, calificación crediticia, historial crediticio, \
         agencia de calificación, lista negra",
    ),
    (
        Tone::Urgency,
        "urgen*, inmediat*, de inmediato, cuanto antes, sin demora, último aviso, último recordatorio, última notificación, \
         a la mayor brevedad, plazo límite, fecha límite, requerimiento*, requerimos",
    ),
    (
        Tone::Disguise,
        "abogad*, bufete*, departamento jurídico, asesoría jurídica, gobierno*, ministerio*, autoridad*, notari*, \
         oficial, oficiales",
    ),
    (
        Tone::Health,
        "dificultades financieras, dificultad financiera, dificultades económicas, salud financiera, solvencia, solvente*, \
         insolven*, situación financiera, financieramente, quiebra*, concurso de acreedores",
    ),
    (Tone::ClientMoney, "liquidez, flujo de caja, tesorería, capital de trabajo, capital circulante"),
    (Tone::Collection, "cobranza*, agencia de cobro, gestión de cobro, deudor*, deuda*, impagad*"),
];
