//! The names of things. Each is a random UUID v4 made by whoever creates the thing (`ID4`): it is never a permission
//! and tells nothing about when the thing was made.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The place of an event in its board's history: 1, 2, 3… without holes (`OR1`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl Seq {
    /// The one after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// Whether it stands before the first event.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it by reference")]
    pub(crate) const fn is_zero(&self) -> bool {
        self.0 == 0
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "{}({})", stringify!($name), self.0)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids! {
    /// A cell (CAG): the tenant that every row belongs to.
    CellId;
    /// An organisation: the cell's own services and its partners.
    OrganisationId;
    /// A person: usager, professional, partner.
    PersonId;
    /// A way to sign in, of no cell: someone has one, whatever they are a member of.
    AccountId;
    /// What an account, or a usager's card, is under: a person of a cell, with capabilities.
    MembershipId;
    /// A usager's card.
    CardId;
    /// A tablet or another device of a cell.
    DeviceId;
    /// One assignment of a professional to a parcours.
    AssignmentId;
    /// What is written on live, whatever it is: the id of what it tells the story of.
    StreamId;
    /// A parcours, and so its board.
    ParcoursId;
    /// A step of a parcours.
    StepId;
    /// A finding of the shared diagnosis: a barrier (*frein*) or a lever (*levier*).
    FindingId;
    /// A line of a step's checklist.
    CheckId;
    /// A comment on a step.
    CommentId;
    /// A client: issued by the server, of one browser and of the person who is signed in there (`ID1`).
    ClientId;
    /// A need that was noticed, on its way to a cell (*repérage*).
    ReferralId;
    /// A letter, by mail.
    LetterId;
    /// Changes when the store is restored from a backup (`GR3`).
    Epoch;
}

impl From<ParcoursId> for StreamId {
    fn from(parcours: ParcoursId) -> Self {
        Self(parcours.0)
    }
}

impl From<StreamId> for ParcoursId {
    fn from(stream: StreamId) -> Self {
        Self(stream.0)
    }
}
