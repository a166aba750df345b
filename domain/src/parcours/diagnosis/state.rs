//! What a finding is.

use crate::catalogue::Theme;
use crate::kernel::calendar::Moment;
use crate::kernel::ids::{ClientId, PersonId};
use crate::kernel::words::Words;
use crate::parcours::item::Voice;
use crate::parcours::shelf::state::{Rank, Removed, Shelved};
use serde::{Deserialize, Serialize};

/// A frein, its effect on the path and never a medical cause; or a levier, a strength of the person, or someone or
/// something that helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which of the two.
    pub side: Side,
    /// What it is about.
    pub theme: Theme,
    /// What it is, in words.
    pub words: Words,
    /// How strong it is, in the person's voice and in the team's.
    pub level: Voices,
    /// Its rank among those of its side.
    pub rank: Rank,
    /// In the bin, since when and by whom.
    pub removed: Option<Removed>,
}

impl Finding {
    /// One that was just added.
    pub fn added(client: ClientId, side: Side, theme: Theme, words: &str, rank: Rank) -> Self {
        Self {
            side,
            theme,
            words: Words::written_by(client, words),
            level: Voices::default(),
            rank,
            removed: None,
        }
    }
}

/// Which side of the diagnosis a finding is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A frein (*ce qui freine*).
    Barrier,
    /// A levier (*ce qui aide*).
    Lever,
}

/// Two voices side by side, neither overwritten by the other. `None` is *not yet raised*, which is not "no problem".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voices {
    /// What the person says.
    pub person: Option<Rating>,
    /// What the team says.
    pub team: Option<Rating>,
}

impl Voices {
    /// What one of them says.
    pub const fn of(&self, voice: Voice) -> Option<Rating> {
        match voice {
            Voice::Person => self.person,
            Voice::Team => self.team,
        }
    }

    pub(super) const fn of_mut(&mut self, voice: Voice) -> &mut Option<Rating> {
        match voice {
            Voice::Person => &mut self.person,
            Voice::Team => &mut self.team,
        }
    }

    /// The one that counts where there is room for one: the person's own, if they have raised it.
    pub fn first(&self) -> Option<Rating> {
        self.person.or(self.team)
    }
}

/// One voice's rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// How strong.
    pub level: Level,
    /// Who said so.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}

/// Strength in words, never in percentages. For a barrier `Gone` is *levé*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Levé (0 of 4).
    Gone,
    /// Presque levé / un peu (1 of 4).
    Slight,
    /// Moyen (2 of 4).
    Medium,
    /// Fort (3 of 4).
    Strong,
    /// Très fort (4 of 4).
    VeryStrong,
}

impl Level {
    /// Every level, weakest first.
    pub const ALL: [Self; 5] = [
        Self::Gone,
        Self::Slight,
        Self::Medium,
        Self::Strong,
        Self::VeryStrong,
    ];
}

impl Shelved for Finding {
    fn theme_mut(&mut self) -> &mut Theme {
        &mut self.theme
    }
    fn rank(&self) -> &Rank {
        &self.rank
    }
    fn rank_mut(&mut self) -> &mut Rank {
        &mut self.rank
    }
    fn removed(&self) -> Option<&Removed> {
        self.removed.as_ref()
    }
    fn removed_mut(&mut self) -> &mut Option<Removed> {
        &mut self.removed
    }
    fn theme(&self) -> Theme {
        self.theme
    }
    fn says(&self) -> (String, String) {
        (self.words.text(), String::new())
    }
}
