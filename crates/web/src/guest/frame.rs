//! What the frame of a guest's page is filled with.

use super::Guests;
use super::words::{self, Words};
use crate::look::assets;
use app::Error;
use domain::contact::Sender;
use domain::letter::Language;
use domain::money::Money;
use jiff::civil::Date;
use store::kept;

/// The frame of a page: who serves it, in which language, for whom.
pub(super) struct Frame {
    /// All texts of the guest's language.
    pub w: &'static Words,
    /// The factor's name.
    pub factor: String,
    /// How the factor is reached.
    pub sender: Sender,
    /// Where the pages of this link begin: `/g/TOKEN`; empty without a link.
    pub base: String,
    /// Whose page it is; none without a link.
    pub party: Option<String>,
    /// The last day the link holds.
    pub until: Option<Date>,
    /// Token of every form of this page.
    pub csrf: String,
    /// Key of the form of this page: sent twice, it counts once.
    pub key: String,
    /// What was just done.
    pub told: Option<String>,
    /// The page's own address without its question, for changing the language; empty where that is not offered.
    pub here: String,
}

impl Frame {
    /// The frame of a page for anyone.
    ///
    /// # Errors
    /// [`Error::Fault`].
    pub async fn of(guests: &Guests, language: Language) -> Result<Self, Error> {
        let sender = guests.web.look(|snapshot| Ok(kept::policy::get(snapshot, Sender::POLICY)?)).await?;
        Ok(Self::with(guests, language, sender))
    }

    /// The same where the factor's particulars are at hand.
    pub fn with(guests: &Guests, language: Language, sender: Sender) -> Self {
        Self {
            w: words::of(language),
            factor: guests.web.app.factor().name.clone(),
            sender,
            base: String::new(),
            party: None,
            until: None,
            csrf: String::new(),
            key: crate::new_token(),
            told: None,
            here: String::new(),
        }
    }

    /// The language's code, for the `lang` attribute.
    pub fn lang(&self) -> &'static str {
        self.w.language.code()
    }

    /// The style sheet's address.
    pub fn style(&self) -> String {
        assets::guest_style_href()
    }

    /// The icon's address.
    pub fn icon(&self) -> String {
        assets::icon_href()
    }

    /// The languages there are: code, own name, is it this one?
    pub fn languages(&self) -> Vec<(&'static str, &'static str, bool)> {
        Language::ALL.iter().map(|one| (one.code(), own_name(*one), *one == self.w.language)).collect()
    }

    /// A date written out.
    pub fn date(&self, date: &Date) -> String {
        self.w.language.date(*date)
    }

    /// An amount with its currency.
    pub fn money(&self, amount: &Money) -> String {
        self.w.language.money(*amount)
    }

    /// An account number as people compare it: an IBAN in groups of four.
    pub fn account(&self, number: &str) -> String {
        let is_iban = number.len() > 14 && number.bytes().take(2).all(|sign| sign.is_ascii_uppercase());
        if !is_iban {
            return number.to_owned();
        }
        let signs: Vec<char> = number.chars().collect();
        signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("\u{a0}")
    }

    /// A sentence that may end with a company's name: after `Tidewater Inc.` it has its full stop already.
    pub fn sentence(&self, said: &str) -> String {
        said.replace("..", ".")
    }

    /// A telephone number as a telephone dials it.
    pub fn dialed(&self, number: &str) -> String {
        number.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect()
    }

    /// The factor's postal address on one line.
    pub fn postal(&self) -> String {
        let address = &self.sender.address;
        let place = [address.postcode.as_str(), address.city.as_str(), address.region.as_str()];
        let place = place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let lines = address.lines.iter().map(String::as_str).chain([place.as_str(), address.country.as_str()]);
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// A language by its own name: who looks for it reads it.
const fn own_name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::German => "Deutsch",
        Language::French => "Fran\u{e7}ais",
        Language::Spanish => "Espa\u{f1}ol",
    }
}
