//! What a membership lets someone be: an account has memberships, a membership has capabilities.

use super::actor::Role;
use serde::{Deserialize, Serialize};

/// One thing that a membership lets its person be. A membership may have several: a professional may also be at the counter
/// of a Maison France Services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// The person who is accompanied.
    Usager,
    /// A professional of the cell.
    Professional,
    /// A professional who may be the referent of a parcours.
    Referent,
    /// Members, partners, meetings and figures; a parcours only when assigned to it.
    Coordinator,
    /// At a counter (*repérage*): refers, and is assigned to nothing.
    Counter,
    /// A member of a partner organisation.
    Partner,
    /// Offers workshops, for a partner organisation.
    Provider,
}

impl Capability {
    /// Those for which an assignment to a parcours counts.
    pub const ACCOMPANYING: [Self; 3] = [Self::Professional, Self::Referent, Self::Coordinator];

    /// Those that someone who is asked to come may be given. A usager comes through the cell.
    pub const OFFERED: [Self; 6] = [
        Self::Professional,
        Self::Referent,
        Self::Coordinator,
        Self::Counter,
        Self::Partner,
        Self::Provider,
    ];

    /// Its word in a form.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Usager => "usager",
            Self::Professional => "professional",
            Self::Referent => "referent",
            Self::Coordinator => "coordinator",
            Self::Counter => "counter",
            Self::Partner => "partner",
            Self::Provider => "provider",
        }
    }

    /// The kind of viewer that someone with this capability is.
    pub const fn role(self) -> Role {
        match self {
            Self::Usager => Role::Usager,
            Self::Professional | Self::Referent | Self::Coordinator | Self::Counter => Role::Professional,
            Self::Partner | Self::Provider => Role::Partner,
        }
    }

    /// Whether an assignment to a parcours counts for who has it.
    pub const fn accompanies(self) -> bool {
        match self {
            Self::Professional | Self::Referent | Self::Coordinator => true,
            Self::Usager | Self::Counter | Self::Partner | Self::Provider => false,
        }
    }
}

/// The capability that makes a role by itself.
impl From<Role> for Capability {
    fn from(role: Role) -> Self {
        match role {
            Role::Usager => Self::Usager,
            Role::Professional => Self::Professional,
            Role::Partner => Self::Partner,
        }
    }
}

/// The kind of viewer that a membership with these capabilities makes; none when it has none. One that held capabilities
/// of several kinds would be the one that opens least on others' parcours.
pub fn role_of(capabilities: impl IntoIterator<Item = Capability>) -> Option<Role> {
    let closeness = |role: &Role| match role {
        Role::Partner => 0,
        Role::Usager => 1,
        Role::Professional => 2,
    };
    capabilities
        .into_iter()
        .map(Capability::role)
        .min_by_key(closeness)
}

/// The state of a membership. Anything but *active* opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MembershipState {
    /// Asked to come, and has not yet.
    Invited,
    /// Counts.
    Active,
    /// Does not count for now.
    Suspended,
    /// Is over.
    Ended,
}

/// The state of a card or a tablet. Anything but *active* opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThingState {
    /// In use.
    Active,
    /// Lost or stolen, as someone said.
    Lost,
    /// Another one took its place, or it is not used any more.
    Retired,
}

/// How a professional is assigned to a parcours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentKind {
    /// The one whom the person knows to ask first.
    Referent,
    /// One of those around the person.
    Member,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_membership_is_seen_as_what_opens_least() {
        let of = |all: &[Capability]| role_of(all.iter().copied());
        assert_eq!(of(&[]), None);
        assert_eq!(
            of(&[Capability::Professional, Capability::Counter]),
            Some(Role::Professional)
        );
        assert_eq!(of(&[Capability::Coordinator]), Some(Role::Professional));
        assert_eq!(
            of(&[Capability::Professional, Capability::Partner]),
            Some(Role::Partner)
        );
        assert_eq!(of(&[Capability::Usager]), Some(Role::Usager));
        let all = [
            Capability::Usager,
            Capability::Professional,
            Capability::Referent,
            Capability::Coordinator,
            Capability::Counter,
            Capability::Partner,
            Capability::Provider,
        ];
        for one in all {
            assert_eq!(
                Capability::ACCOMPANYING.contains(&one),
                one.accompanies(),
                "{one:?}"
            );
            assert_eq!(serde_json::to_value(one).unwrap(), one.word());
            assert_eq!(Capability::OFFERED.contains(&one), one != Capability::Usager);
        }
    }
}
