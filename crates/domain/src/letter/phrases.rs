//! Words that are not used in a letter, per language (LC-44, CO-13, GL-51). Commas part them; a `*` at the end stands for
//! any ending. All in small letters, with a straight apostrophe.

use super::Language;
use super::problem::Tone;
use std::sync::OnceLock;

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

/// Is any of the words that are not used in a plain text? The same as asking for one after the other, in one pass over the
/// text: every letter of a day's run is asked for each of some hundred phrases.
pub(super) fn says_any(language: Language, text: &str) -> bool {
    let index = index(language);
    let mut inside = false;
    for (at, sign) in text.char_indices() {
        // A phrase begins where no word is under way.
        if !inside && index.begins(&text[at..]) {
            return true;
        }
        inside = sign.is_alphanumeric();
    }
    false
}

/// The phrases of a language by their first byte, with whether any ending follows.
struct Index(Vec<Vec<(&'static str, bool)>>);

impl Index {
    /// Does a phrase stand at the beginning of this text?
    fn begins(&self, text: &str) -> bool {
        let Some(phrases) = text.bytes().next().and_then(|first| self.0.get(usize::from(first))) else { return false };
        phrases.iter().any(|(phrase, any_ending)| {
            let rest = text.strip_prefix(phrase);
            rest.is_some_and(|rest| *any_ending || !rest.chars().next().is_some_and(char::is_alphanumeric))
        })
    }
}

fn index(language: Language) -> &'static Index {
    static INDICES: [OnceLock<Index>; 4] = [const { OnceLock::new() }; 4];
    let place = match language {
        Language::English => 0,
        Language::German => 1,
        Language::French => 2,
        Language::Spanish => 3,
    };
    INDICES[place].get_or_init(|| {
        let mut by_first = vec![Vec::new(); 256];
        for phrase in of(language).iter().flat_map(|(_, list)| list.split(',')).map(str::trim) {
            let (start, any_ending) = phrase.strip_suffix('*').map_or((phrase, false), |start| (start, true));
            if let Some(first) = start.bytes().next() {
                by_first[usize::from(first)].push((start, any_ending));
            }
        }
        Index(by_first)
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn co_13_one_pass_finds_each_phrase_where_a_word_begins_and_nowhere_else() {
        for language in Language::ALL {
            for phrase in of(*language).iter().flat_map(|(_, list)| list.split(',')).map(str::trim) {
                let start = phrase.trim_end_matches('*');
                for text in [start.to_owned(), format!("we write, {start}."), format!("({start})")] {
                    assert!(says_any(*language, &text), "{text}");
                }
                if phrase.ends_with('*') {
                    assert!(says_any(*language, &format!("so {start}xyz")), "{phrase}");
                }
            }
        }
        assert!(!says_any(Language::English, "the pursuer courted supper; assure, issue, tissued"));
        assert!(!says_any(Language::English, ""));
    }
}
