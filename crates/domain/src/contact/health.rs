//! The health of a relationship: what a debtor's people say by one click, and what their answers and payments show.

use crate::named::named;

named! {
    /// How a debtor's person feels about being served this way.
    Mood {
        /// All is well.
        Good = "GOOD", "Good";
        /// It is all right.
        Fine = "FINE", "Fine";
        /// It is not.
        NotGood = "NOT_GOOD", "Not good";
    }
}
