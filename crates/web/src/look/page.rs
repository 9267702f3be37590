//! What the frame of a page is filled with.
//!
//! `layout.html` (the desk) and `guest.html` (signing in, debtors, anything roomy) expect a field `page: Page` in the
//! struct that derives the template. The frame holds no business rule: counts and names come in finished.

use super::assets;
use super::badge::Tone;
use jiff::civil::Date;

/// The nouns of the desk's navigation, in the order a day goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// What needs a person now.
    Today,
    /// Who sells invoices.
    Clients,
    /// Who owes them.
    Debtors,
    /// Lots of invoices offered for sale.
    Schedules,
    /// Every word written to debtors and clients, and what they answer.
    Letters,
    /// Disputes, complaints, questions.
    Cases,
    /// Money that came in, and what it paid.
    Cash,
    /// Money on its way out.
    Payments,
    /// Figures for a day.
    Reports,
}

impl Noun {
    /// All nouns, in the order of the navigation.
    pub const ALL: [Self; 9] = [
        Self::Today,
        Self::Clients,
        Self::Debtors,
        Self::Schedules,
        Self::Letters,
        Self::Cases,
        Self::Cash,
        Self::Payments,
        Self::Reports,
    ];

    /// The word in the navigation.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Today => "Today",
            Self::Clients => "Clients",
            Self::Debtors => "Debtors",
            Self::Schedules => "Schedules",
            Self::Letters => "Letters",
            Self::Cases => "Cases",
            Self::Cash => "Cash",
            Self::Payments => "Payments",
            Self::Reports => "Reports",
        }
    }

    /// Where the noun's first page is.
    #[must_use]
    pub const fn href(self) -> &'static str {
        match self {
            Self::Today => "/today",
            Self::Clients => "/clients",
            Self::Debtors => "/debtors",
            Self::Schedules => "/schedules",
            Self::Letters => "/letters",
            Self::Cases => "/cases",
            Self::Cash => "/cash",
            Self::Payments => "/payments",
            Self::Reports => "/reports",
        }
    }

    /// Outline of the noun's sign in a box of 16 by 16, drawn with a line of 1.5 and no fill.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Today => "M2.5 4.5l1.5 1.5l2.5-2.5M2.5 11l1.5 1.5l2.5-2.5M9 5h5M9 11.5h5",
            Self::Clients => "M3 14V3.5L9 2v12M9 6l4 1.5V14M1.5 14h13M5.5 6h1M5.5 9h1",
            Self::Debtors => {
                "M6 8a2.75 2.75 0 1 0 0-5.5a2.75 2.75 0 0 0 0 5.5zM1.5 14c0-5 9-5 9 0\
                 M10.5 2.75a2.5 2.5 0 0 1 0 4.9M12.5 10c1.4.7 2 2 2 4"
            }
            Self::Schedules => "M3.5 1.75h6l3 3v9.5h-9zM9.25 1.75v3.25h3.25M6 8.25h4M6 11h4",
            Self::Letters => "M1.75 3.5h12.5v9H1.75zM2 4l6 4.75L14 4",
            Self::Cases => "M2 2.75h12v8H7.5L4.5 13.5v-2.75H2zM5 5.75h6M5 8h4",
            Self::Cash => "M8 1.75v7.5M5 6.5l3 3l3-3M2 9.5v4.25h12V9.5",
            Self::Payments => "M8 9.25v-7.5M5 4.5l3-3l3 3M2 9.5v4.25h12V9.5",
            Self::Reports => "M2 14h12M4 14V9M8 14V3M12 14V6.5",
        }
    }
}

/// One line of the navigation.
#[derive(Debug, Clone, Copy)]
pub struct NavItem {
    /// Which noun.
    pub noun: Noun,
    /// Is the page below this noun?
    pub current: bool,
    /// How many things wait there; nothing is shown for none.
    pub waiting: Option<u32>,
}

/// A message that stays for one page: a receipt after an act, or a notice.
#[derive(Debug, Clone)]
pub struct Flash {
    /// How to read it; a receipt is [`Tone::Good`].
    pub tone: Tone,
    /// What happened, in one sentence.
    pub text: String,
    /// Number of the receipt and where it can be read again.
    pub receipt: Option<(String, String)>,
}

/// The frame of one page.
#[derive(Debug, Clone)]
pub struct Page {
    /// The factor whose book is open.
    pub factor: String,
    /// The noun the page stands under.
    pub active: Option<Noun>,
    /// The business date everything on the page is told for.
    pub business_date: Date,
    /// Name of the person signed in; nothing on pages that need no one.
    pub signed_in: Option<String>,
    /// What is to be told once.
    pub flash: Option<Flash>,
    /// Why the book takes no changes just now, and the remedy; nothing while it does.
    pub paused: Option<(String, String)>,
    /// Token that every form of the page sends back as `csrf`.
    pub csrf: String,
    /// Key under which a form of the page counts once. Each form adds its name, so that two forms have two keys.
    pub key: String,
    /// What was searched for, so that the field keeps it.
    pub search: String,
    /// How many things wait under a noun.
    pub waiting: Vec<(Noun, u32)>,
}

impl Page {
    /// A frame for `factor` on `business_date` with nobody signed in and nothing to tell.
    #[must_use]
    pub fn new(factor: impl Into<String>, business_date: Date) -> Self {
        Self {
            factor: factor.into(),
            active: None,
            business_date,
            signed_in: None,
            flash: None,
            paused: None,
            csrf: String::new(),
            key: String::new(),
            search: String::new(),
            waiting: Vec::new(),
        }
    }

    /// The navigation.
    #[must_use]
    pub fn nav(&self) -> Vec<NavItem> {
        let waiting = |noun| self.waiting.iter().find(|(of, count)| *of == noun && *count > 0).map(|(_, count)| *count);
        let item = |noun| NavItem { noun, current: self.active == Some(noun), waiting: waiting(noun) };
        Noun::ALL.into_iter().map(item).collect()
    }

    /// Address of the style sheet, with its version.
    #[must_use]
    pub fn style(&self) -> String {
        assets::style_href()
    }

    /// Address of the script, with its version.
    #[must_use]
    pub fn script(&self) -> String {
        assets::script_href()
    }

    /// Address of the icon, with its version.
    #[must_use]
    pub fn icon(&self) -> String {
        assets::icon_href()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_navigation_marks_the_active_noun_and_shows_no_zero() {
        let mut page = Page::new("Example Factors", jiff::civil::date(2026, 3, 4));
        page.active = Some(Noun::Cash);
        page.waiting = vec![(Noun::Cash, 3), (Noun::Today, 0)];
        let nav = page.nav();
        assert_eq!(nav.len(), Noun::ALL.len());
        assert!(nav.iter().all(|item| item.current == (item.noun == Noun::Cash)));
        assert_eq!(nav[0].waiting, None);
        assert_eq!(nav.iter().find(|item| item.noun == Noun::Cash).and_then(|item| item.waiting), Some(3));
    }
}
