//! A share and an offer are undone by nobody: whoever gave one ends it.

use super::fact::SharingFact;
use crate::parcours::fact::Fact;
use crate::parcours::history::action::ActionName;

pub(in crate::parcours) fn inverse(fact: &SharingFact) -> Option<(ActionName, Vec<Fact>)> {
    match fact {
        SharingFact::Shared { .. }
        | SharingFact::Ended { .. }
        | SharingFact::HelpOffered { .. }
        | SharingFact::OfferWithdrawn { .. }
        | SharingFact::OfferAnswered { .. } => None,
    }
}
