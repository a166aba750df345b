//! What is shared, with whom, and who offered to help.

use crate::catalogue::Theme;
use crate::kernel::calendar::Moment;
use crate::kernel::digest::Digest;
use crate::kernel::ids::{OrganisationId, PersonId, StepId};
use crate::parcours::item::Item;
use crate::parcours::steps::terms::When;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Something that is shared with an organisation, for a purpose and until a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// What is shared.
    pub item: SharedItem,
    /// With whom.
    pub organisation: OrganisationId,
    /// What for, in words.
    pub purpose: String,
    /// Until when.
    pub until: Moment,
    /// When the usager gave it.
    pub at: Moment,
    /// What they saw when they gave it: no more reaches the organisation until they show that too (`VW5`).
    pub shown: Arc<Shown>,
    /// A step: it was decided together, as far as the organisation has been told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decided: bool,
}

/// The words of a shared item as a partner reads them: of the goal its text, of a step its title, theme, date and place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The goal's text, or a step's title.
    pub words: String,
    /// A step's theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Where.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
}

/// What of a shared item says something else than its partners read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotShown {
    /// Its words.
    Words,
    /// Its theme.
    Theme,
    /// Its date.
    When,
    /// Its place.
    Place,
}

impl Shown {
    /// The name of what is shown: a share names it, so that nothing is shown that its giver had not seen.
    pub fn digest(&self) -> Digest {
        let all = (&self.words, self.theme, self.when, &self.place);
        Digest::of_state(&all)
    }

    /// What says something else in `now`.
    pub fn not_shown(&self, now: &Self) -> Vec<NotShown> {
        let all = [
            (NotShown::Words, self.words != now.words),
            (NotShown::Theme, self.theme != now.theme),
            (NotShown::When, self.when != now.when),
            (NotShown::Place, self.place != now.place),
        ];
        all.into_iter().filter(|it| it.1).map(|it| it.0).collect()
    }
}

/// What can be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharedItem {
    /// The goal.
    Goal,
    /// A step.
    Step(StepId),
}

impl SharedItem {
    /// What lies on a shelf of it; none for the goal.
    pub const fn item(self) -> Option<Item> {
        match self {
            Self::Goal => None,
            Self::Step(id) => Some(Item::Step(id)),
        }
    }
}

/// An organisation's offer to help with a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Which organisation.
    pub organisation: OrganisationId,
    /// Who said so for it.
    pub by: PersonId,
    /// When.
    pub at: Moment,
    /// Whether the usager wants it; nothing until they have said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<bool>,
}
