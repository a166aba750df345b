//! Who acts, with which proof, through which client, and when.

use super::signin::FreshProof;
use crate::kernel::calendar::Moment;
use crate::kernel::ids::{ClientId, OrganisationId, PersonId};
use serde::{Deserialize, Serialize};

/// The author of a command. The edge makes it from a session that it has checked.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Who, in which role on this board.
    pub who: Who,
    /// The page's client (`ID1`).
    pub client: ClientId,
    /// Now, on the authority's clock.
    pub at: Moment,
}

/// The roles a person can have on a board.
#[derive(Clone, Debug)]
pub enum Who {
    /// The person whose parcours it is.
    Usager {
        /// Who they are.
        person: PersonId,
        /// Card and PIN, just now. A browser never holds one: a *yes* waits for the service.
        proof: Option<FreshProof>,
    },
    /// A professional of the cell, assigned to the parcours.
    Professional {
        /// Who they are.
        person: PersonId,
    },
    /// A member of a partner organisation.
    Partner {
        /// Who they are.
        person: PersonId,
        /// For which organisation they act.
        organisation: OrganisationId,
    },
}

impl Who {
    /// The person behind the role.
    pub const fn person(&self) -> PersonId {
        match self {
            Self::Usager { person, .. } | Self::Professional { person } | Self::Partner { person, .. } => {
                *person
            }
        }
    }
}

impl Actor {
    /// The person behind the role.
    pub const fn person(&self) -> PersonId {
        self.who.person()
    }
}

/// The kinds of viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The person whose parcours it is.
    Usager,
    /// A professional of the cell.
    Professional,
    /// A member of a partner organisation.
    Partner,
}
