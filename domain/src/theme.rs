//! The themes of insertion that barriers, levers and steps are sorted by. A theme is a colour *and* an icon *and* a
//! word on the screen; here it is only a name.

use serde::{Deserialize, Serialize};

/// A theme of the shared diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Accès aux droits.
    Rights,
    /// Numérique.
    Digital,
    /// Mobilité.
    Mobility,
    /// Emploi.
    Work,
    /// Formation.
    Training,
    /// Santé: the effect on the path, never a diagnosis.
    Health,
    /// Logement.
    Housing,
    /// Budget.
    Money,
    /// Famille.
    Family,
    /// Français, lecture, calcul.
    Language,
}

impl Theme {
    /// Every theme, in the order lists show them.
    pub const ALL: [Self; 10] = [
        Self::Rights,
        Self::Digital,
        Self::Mobility,
        Self::Work,
        Self::Training,
        Self::Health,
        Self::Housing,
        Self::Money,
        Self::Family,
        Self::Language,
    ];
}
