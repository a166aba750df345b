//! A command on its way to the log, what became of it, and what those who watch are told.

use crate::who::TokenHash;
use itineraire_domain::Denial;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, ClientId, OrganisationId, ParcoursId};
use itineraire_domain::parcours::Event;
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::views::pages::{PartnerSeq, PartnerView};

/// A command on its way to the log.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The session that sends it.
    pub token: TokenHash,
    /// The board.
    pub parcours: ParcoursId,
    /// The client (`ID1`).
    pub client: ClientId,
    /// Its number (`ID2`).
    pub seq: u64,
    /// The version of its encoding.
    pub version: u16,
    /// The command, not read yet.
    pub body: serde_json::Value,
    /// The service's clock.
    pub at: Moment,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// Judged now, or before.
    Result(CommandResult),
    /// A number was skipped.
    Gap {
        /// The number expected.
        expected: u64,
    },
    /// This session, or this client, may not write here. Nothing is stored.
    Denied(Denial),
}

/// What a command changed, for those who watch.
#[derive(Clone, Debug)]
pub struct BoardChange {
    /// The cell.
    pub cell: CellId,
    /// The board.
    pub parcours: ParcoursId,
    /// The events, for the usager and the team.
    pub events: Vec<Event>,
    /// The partners' views that changed, in order.
    pub partners: Vec<(OrganisationId, PartnerSeq, PartnerView)>,
    /// The partners who are given the same as before, for another time: nobody is sent anything, but what they see may end
    /// earlier.
    pub given_otherwise: Vec<OrganisationId>,
}

/// What happened to a board, for those who watch.
#[derive(Clone, Debug)]
pub enum Change {
    /// A command was kept.
    Kept(BoardChange),
    /// Something may have been: whoever shows this board asks anew.
    Unsure(ParcoursId),
}

impl Change {
    /// What was kept, if that is what happened.
    pub fn kept(&self) -> Option<&BoardChange> {
        match self {
            Self::Kept(change) => Some(change),
            Self::Unsure(_) => None,
        }
    }
}
