//! What a bank transaction code says of how money moved.

use crate::statement::Instrument;

/// The parts of `BkTxCd`.
#[derive(Debug, Clone, Default)]
pub(super) struct BankCode {
    pub(super) domain: Option<String>,
    pub(super) family: Option<String>,
    pub(super) sub_family: Option<String>,
    pub(super) proprietary: Option<String>,
    pub(super) issuer: Option<String>,
}

impl BankCode {
    /// The code as it stands: `PMNT/RCDT/ESCT`, else the bank's own.
    pub(super) fn text(&self) -> Option<String> {
        let parts: Vec<&str> =
            [&self.domain, &self.family, &self.sub_family].into_iter().flatten().map(String::as_str).collect();
        if parts.is_empty() { self.proprietary.clone() } else { Some(parts.join("/")) }
    }

    /// The instrument, where the code is one of the external code list of ISO 20022 or of BAI.
    pub(super) fn instrument(&self) -> Option<Instrument> {
        match (self.domain.as_deref(), self.family.as_deref(), self.sub_family.as_deref()) {
            (Some("PMNT"), Some(family), sub_family) => match (family, sub_family) {
                ("RCDT" | "ICDT", Some("XBCT" | "SDVA" | "PRCT" | "XBST")) => Some(Instrument::Wire),
                ("RCDT" | "ICDT", Some("ESCT" | "DMCT" | "AUTT" | "ATXN" | "STDO" | "SALA" | "XBSA" | "ESDC")) => {
                    Some(Instrument::Ach)
                }
                ("RRCT" | "IRCT", _) => Some(Instrument::Wire),
                ("RDDT" | "IDDT", _) => Some(Instrument::Ach),
                ("RCHQ" | "ICHQ" | "LBOX", _) => Some(Instrument::Check),
                ("CCRD" | "MCRD", _) => Some(Instrument::Card),
                // A credit transfer of an unnamed kind may be a wire or not: nothing is guessed.
                ("RCDT" | "ICDT", _) => None,
                _ => Some(Instrument::Other),
            },
            // The other domains of the code list: accounts, cash management, loans, securities and their kin.
            (Some("ACMT" | "CAMT" | "CMDT" | "DERV" | "FORX" | "LDAS" | "PMET" | "SECU" | "TRAD" | "XTND"), _, _) => {
                Some(Instrument::Other)
            }
            _ => match (self.issuer.as_deref(), self.proprietary.as_deref()) {
                (Some("BAI" | "BAI2"), Some(code)) => match code {
                    "195" | "495" => Some(Instrument::Wire),
                    "142" | "165" | "451" | "455" => Some(Instrument::Ach),
                    "115" | "174" | "175" | "475" => Some(Instrument::Check),
                    _ => None,
                },
                _ => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(domain: &str, family: &str, sub_family: &str) -> Option<Instrument> {
        let given = |text: &str| Some(text.to_owned());
        BankCode { domain: given(domain), family: given(family), sub_family: given(sub_family), ..BankCode::default() }
            .instrument()
    }

    #[test]
    fn known_codes_name_the_instrument_and_unknown_ones_do_not() {
        assert_eq!(iso("PMNT", "RCDT", "ESCT"), Some(Instrument::Ach));
        assert_eq!(iso("PMNT", "RCDT", "XBCT"), Some(Instrument::Wire));
        assert_eq!(iso("PMNT", "RCHQ", "CCHQ"), Some(Instrument::Check));
        assert_eq!(iso("PMNT", "MCRD", "POSP"), Some(Instrument::Card));
        assert_eq!(iso("PMNT", "RCDT", "OTHR"), None);
        assert_eq!(iso("ACMT", "MDOP", "FEES"), Some(Instrument::Other));
        assert_eq!(iso("PAYM", "0001", "0005"), None);
        let bai = |code: &str| BankCode {
            proprietary: Some(code.to_owned()),
            issuer: Some("BAI".to_owned()),
            ..BankCode::default()
        };
        assert_eq!(bai("165").instrument(), Some(Instrument::Ach));
        assert_eq!(bai("999").instrument(), None);
        assert_eq!(bai("165").text().as_deref(), Some("165"));
    }
}
