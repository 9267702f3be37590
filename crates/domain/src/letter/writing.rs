//! How dates, amounts and counts are written in each language of a letter. Files and pages keep their own forms.

use super::Language;
use crate::money::Money;
use jiff::civil::Date;

/// Between groups of three figures in French (Imprimerie nationale): narrow, and never broken at a line's end.
const NARROW_SPACE: char = '\u{202f}';
/// Between an amount and its currency, and inside a date: never broken at a line's end.
pub(super) const FIRM_SPACE: char = '\u{a0}';

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const FRENCH: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const SPANISH: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

impl Language {
    /// A date with its month in words: `4 March 2026`, `4. März 2026`, `4 mars 2026` (the first is `1er`), `4 de marzo de 2026`.
    #[must_use]
    pub fn date(self, date: Date) -> String {
        let month = usize::try_from(date.month() - 1).unwrap_or(0);
        let (day, year) = (date.day(), date.year());
        match self {
            Self::English => format!("{day} {} {year}", ENGLISH[month]),
            Self::German => format!("{day}. {} {year}", GERMAN[month]),
            Self::French if day == 1 => format!("1er {} {year}", FRENCH[month]),
            Self::French => format!("{day} {} {year}", FRENCH[month]),
            Self::Spanish => format!("{day} de {} de {year}", SPANISH[month]),
        }
    }

    /// A date as figures for a table: `4 Mar 2026` would not fit all four languages, so it is day, month, year with the
    /// language's own mark and four figures of the year; the month is a word in English, where 4/3 is read two ways.
    #[must_use]
    pub fn short_date(self, date: Date) -> String {
        let (day, month, year) = (date.day(), date.month(), date.year());
        match self {
            Self::English => {
                let name = ENGLISH[usize::try_from(month - 1).unwrap_or(0)];
                format!("{day:02} {} {year}", &name[..3])
            }
            Self::German => format!("{day:02}.{month:02}.{year}"),
            Self::French | Self::Spanish => format!("{day:02}/{month:02}/{year}"),
        }
    }

    /// The figures of an amount, with the decimals of its currency: `1,234.50`, `1.234,50`, `1 234,50` (narrow
    /// no-break space), `1.234,50`. Negative amounts carry a real minus sign.
    #[must_use]
    pub fn figures(self, money: Money) -> String {
        let (group, point) = match self {
            Self::English => (',', '.'),
            Self::German | Self::Spanish => ('.', ','),
            Self::French => (NARROW_SPACE, ','),
        };
        let mark = |c| match c {
            ',' => group,
            '.' => point,
            other => other,
        };
        money.figures().chars().map(mark).collect()
    }

    /// An amount with its currency: `1,234.50 USD`. Both stay on one line.
    #[must_use]
    pub fn money(self, money: Money) -> String {
        format!("{}{FIRM_SPACE}{}", self.figures(money), money.currency)
    }

    /// `1 invoice`, `3 invoices`, in the language.
    #[must_use]
    pub fn invoices(self, count: usize) -> String {
        let word = match (self, count) {
            (Self::English, 1) => "invoice",
            (Self::English, _) => "invoices",
            (Self::German, 1) => "Rechnung",
            (Self::German, _) => "Rechnungen",
            (Self::French, 0 | 1) => "facture",
            (Self::French, _) => "factures",
            (Self::Spanish, 1) => "factura",
            (Self::Spanish, _) => "facturas",
        };
        format!("{count}{FIRM_SPACE}{word}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use jiff::civil::date;

    #[test]
    fn dates_are_written_as_each_language_writes_them() {
        let day = date(2026, 3, 4);
        let written: Vec<String> = Language::ALL.iter().map(|language| language.date(day)).collect();
        assert_eq!(written, ["4 March 2026", "4. März 2026", "4 mars 2026", "4 de marzo de 2026"]);
        assert_eq!(Language::French.date(date(2026, 8, 1)), "1er août 2026");
        let short: Vec<String> = Language::ALL.iter().map(|language| language.short_date(day)).collect();
        assert_eq!(short, ["04 Mar 2026", "04.03.2026", "04/03/2026", "04/03/2026"]);
    }

    #[test]
    fn amounts_are_written_as_each_language_writes_them() {
        let amount = Money::new(123_450, Currency::EUR);
        let written: Vec<String> = Language::ALL.iter().map(|language| language.money(amount)).collect();
        assert_eq!(
            written,
            ["1,234.50\u{a0}EUR", "1.234,50\u{a0}EUR", "1\u{202f}234,50\u{a0}EUR", "1.234,50\u{a0}EUR"]
        );
    }

    #[test]
    fn amounts_keep_the_decimals_of_their_currency() {
        let yen = Money::new(1_234_567, Currency::parse("JPY").unwrap());
        let dinar = Money::new(-1_234_567, Currency::parse("KWD").unwrap());
        assert_eq!(Language::German.figures(yen), "1.234.567");
        assert_eq!(Language::French.figures(dinar), "\u{2212}1\u{202f}234,567");
        assert_eq!(Language::English.figures(Money::new(i64::MIN, Currency::USD)), "\u{2212}92,233,720,368,547,758.08");
    }

    #[test]
    fn counts_agree_with_their_noun() {
        let one: Vec<String> = Language::ALL.iter().map(|language| language.invoices(1)).collect();
        assert_eq!(one, ["1\u{a0}invoice", "1\u{a0}Rechnung", "1\u{a0}facture", "1\u{a0}factura"]);
        let three: Vec<String> = Language::ALL.iter().map(|language| language.invoices(3)).collect();
        assert_eq!(three, ["3\u{a0}invoices", "3\u{a0}Rechnungen", "3\u{a0}factures", "3\u{a0}facturas"]);
        assert_eq!(Language::French.invoices(0), "0\u{a0}facture");
    }
}
