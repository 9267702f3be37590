//! Addresses with what a view is narrowed to, so that a view can be sent as a link.

use super::view::encoded;

/// An address that ends in `?` or `&`, ready for one more parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// The address of a path without parameters.
    #[must_use]
    pub fn of(path: &str) -> Self {
        Self(format!("{path}?"))
    }

    /// Adds a parameter; an empty value is left out.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.0.push_str(name);
            self.0.push('=');
            self.0.push_str(&encoded(value));
            self.0.push('&');
        }
        self
    }

    /// With its `?` or `&` at the end, as heads and pagers of tables want it.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.0
    }

    /// As a link.
    #[must_use]
    pub fn link(&self) -> String {
        self.0.trim_end_matches(['?', '&']).to_owned()
    }
}

/// The page number of an address: 1 where there is none or it is none.
#[must_use]
pub fn page_number(text: &str) -> u64 {
    text.parse().ok().filter(|page| (1..=1_000_000).contains(page)).unwrap_or(1)
}

/// How many rows come before a page.
#[must_use]
pub fn before(page: u64) -> i64 {
    i64::try_from((page - 1) * crate::look::table::ROWS_PER_PAGE).unwrap_or(i64::MAX)
}

/// Rows of one page, as reads want it.
pub const ROWS: i64 = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_leave_their_place_and_empty_ones_are_left_out() {
        let address = Address::of("/cash").with("q", "A&B = 5\u{20ac}").with("state", "").with("page", "2");
        assert_eq!(address.base(), "/cash?q=A%26B%20%3D%205%E2%82%AC&page=2&");
        assert_eq!(address.link(), "/cash?q=A%26B%20%3D%205%E2%82%AC&page=2");
        assert_eq!(Address::of("/cash").link(), "/cash");
        assert_eq!((page_number("x"), page_number("0"), page_number("3")), (1, 1, 3));
        assert_eq!(u64::try_from(ROWS), Ok(crate::look::table::ROWS_PER_PAGE));
    }
}
