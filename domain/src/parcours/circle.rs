//! Who is around the person.

use serde::{Deserialize, Serialize};

/// The level of the accompaniment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CircleLevel {
    /// Individuel.
    Individual,
    /// Collectif interne.
    Internal,
    /// Collectif externe.
    External,
}

impl CircleLevel {
    /// Every level, from the person alone outwards.
    pub const ALL: [Self; 3] = [Self::Individual, Self::Internal, Self::External];
}
