//! What happened. Events are facts: applied in order they give the board back, today or in ten years (`EV1`).

use crate::kernel::ids::{FindingId, Seq, StepId};
use crate::kernel::order::OrderKey;
use crate::parcours::agreement::fact::AnswerFact;
use crate::parcours::diagnosis::fact::FindingFact;
use crate::parcours::goal::fact::GoalFact;
use crate::parcours::item::Item;
use crate::parcours::life::fact::StageFact;
use crate::parcours::sharing::fact::SharingFact;
use crate::parcours::shelf::fact::ShelfFact;
use crate::parcours::steps::fact::StepFact;
use serde::{Deserialize, Serialize};

/// The version of the encoding of events, kept beside each in the log (`EV1`).
pub const EVENT_VERSION: u16 = 1;

/// The version of a board as it is kept and sent whole (`EV1`). A board of another version is made anew from its events.
pub const BOARD_VERSION: u16 = 4;

/// An event of a board.
pub type Event = crate::kernel::event::Event<Fact>;

/// The kinds of events, part by part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// To the goal.
    Goal(GoalFact),
    /// To a frein or a levier.
    Finding(FindingId, FindingFact),
    /// To a step.
    Step(StepId, StepFact),
    /// To the answers to a step.
    Answer(StepId, AnswerFact),
    /// To where a step stands.
    Stage(StepId, StageFact),
    /// To what partners see and offer.
    Sharing(SharingFact),
    /// To the theme, the rank, or the bin of anything on a shelf.
    Shelf(Item, ShelfFact),
    /// The keys of a list were dealt anew (`CF4`): same order, shorter keys.
    Dealt {
        /// Each item with its new key.
        keys: Vec<(Item, OrderKey)>,
    },
    /// An action was taken back by these changes.
    Undone {
        /// The last event of the action.
        of: Seq,
        /// What takes it back.
        changes: Vec<Fact>,
    },
}

impl Fact {
    /// Its part and its name, as the log's column has it: `step.place_set`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Goal(fact) => fact.kind(),
            Self::Finding(_, fact) => fact.kind(),
            Self::Step(_, fact) => fact.kind(),
            Self::Answer(_, fact) => fact.kind(),
            Self::Stage(_, fact) => fact.kind(),
            Self::Sharing(fact) => fact.kind(),
            Self::Shelf(_, fact) => fact.kind(),
            Self::Dealt { .. } => "dealt",
            Self::Undone { .. } => "undone",
        }
    }

    /// The item that the fact is about, if it is about one.
    pub fn item(&self) -> Option<Item> {
        match self {
            Self::Goal(_) | Self::Dealt { .. } | Self::Undone { .. } => None,
            Self::Finding(id, _) => Some(Item::Finding(*id)),
            Self::Step(id, _) | Self::Answer(id, _) | Self::Stage(id, _) => Some(Item::Step(*id)),
            Self::Sharing(fact) => match fact {
                SharingFact::Shared { item, .. } | SharingFact::Ended { item, .. } => item.item(),
                SharingFact::HelpOffered { step, .. }
                | SharingFact::OfferWithdrawn { step, .. }
                | SharingFact::OfferAnswered { step, .. } => Some(Item::Step(*step)),
            },
            Self::Shelf(item, _) => Some(*item),
        }
    }
}
