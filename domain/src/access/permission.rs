//! Who may do what: how someone stands, and what the [`table`](super::table) says of it.
//!
//! A *yes* opens the door only. What lies behind has its own rules: the exact words of an agreement, the stage of a
//! step, a partner's share of *that* step. A *no* about a parcours is told like a parcours that does not exist (`VW2`).

use super::actor::{Actor, Role, Who};
use super::capability::Capability;
use super::table::{Accounts, COLUMNS, House, Members, Parcours, Partners, Referrals};

/// How someone stands towards the parcours that is asked for. Where none is named, the two columns of a role agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Not signed in.
    Nobody,
    /// A usager, towards another's parcours.
    OtherUsager,
    /// The usager of the parcours, without a fresh card and PIN.
    Usager,
    /// The usager of the parcours, with card and PIN just now.
    UsagerProven,
    /// A professional assigned to the parcours.
    Assigned,
    /// A professional of the cell who is not.
    Unassigned,
    /// A member of an organisation with which something of the parcours is shared at this moment.
    PartnerWithShare,
    /// A partner with whom nothing of it is shared.
    PartnerWithout,
}

impl Standing {
    /// Every standing, in the order of the table's columns.
    pub const ALL: [Self; COLUMNS] = [
        Self::Nobody,
        Self::OtherUsager,
        Self::Usager,
        Self::UsagerProven,
        Self::Assigned,
        Self::Unassigned,
        Self::PartnerWithShare,
        Self::PartnerWithout,
    ];

    /// The standing of a command's author. The edge has looked up the session: whoever it lets act as a professional is
    /// assigned, as a partner has a share; of a proof only one that still holds counts (`AG1`).
    pub fn of(actor: &Actor) -> Self {
        match &actor.who {
            Who::Usager {
                person,
                proof: Some(proof),
            } if proof.holds(*person, actor.at) => Self::UsagerProven,
            Who::Usager { .. } => Self::Usager,
            Who::Professional { .. } => Self::Assigned,
            Who::Partner { .. } => Self::PartnerWithShare,
        }
    }
}

/// What ties someone to a parcours, at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    /// It is theirs.
    pub mine: bool,
    /// They are assigned to it, under a capability for which that counts.
    pub assigned: bool,
    /// Something of it is shared with their organisation.
    pub shared: bool,
}

impl Standing {
    /// The one answer to *who asks*: how someone with this role stands towards a parcours with these ties (none where no
    /// parcours is named). `proven` says whether card and PIN were given just now.
    pub const fn towards(role: Role, ties: Ties, proven: bool) -> Self {
        match (role, ties) {
            (Role::Usager, Ties { mine: false, .. }) => Self::OtherUsager,
            (Role::Usager, _) if proven => Self::UsagerProven,
            (Role::Usager, _) => Self::Usager,
            (Role::Professional, Ties { assigned: true, .. }) => Self::Assigned,
            (Role::Professional, _) => Self::Unassigned,
            (Role::Partner, Ties { shared: true, .. }) => Self::PartnerWithShare,
            (Role::Partner, _) => Self::PartnerWithout,
        }
    }

    /// Whether someone who stands so sees the board itself.
    pub const fn is_on_the_board(self) -> bool {
        matches!(self, Self::Usager | Self::UsagerProven | Self::Assigned)
    }
}

/// Whether someone who stands so may do this.
pub fn allows(operation: Operation, standing: Standing) -> bool {
    opens(operation.row(), standing)
}

/// The same, of what is done on a parcours: a page that judges its own commands holds no other chapter of the table.
pub(crate) fn allows_on_parcours(operation: Parcours, standing: Standing) -> bool {
    opens(operation.row(), standing)
}

fn opens(row: [bool; COLUMNS], standing: Standing) -> bool {
    let at = Standing::ALL.iter().position(|known| *known == standing);
    at.is_some_and(|at| row[at])
}

/// Everything that can be asked of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// Signing in and out, memberships.
    Accounts(Accounts),
    /// Who works with a cell.
    Members(Members),
    /// A parcours.
    Parcours(Parcours),
    /// What partners read.
    Partners(Partners),
    /// Needs that were noticed, on their way to a cell.
    Referrals(Referrals),
    /// What is nobody's.
    House(House),
}

impl Operation {
    /// Every operation, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        let accounts = Accounts::ALL.iter().copied().map(Self::Accounts);
        let members = Members::ALL.iter().copied().map(Self::Members);
        let parcours = Parcours::ALL.iter().copied().map(Self::Parcours);
        let partners = Partners::ALL.iter().copied().map(Self::Partners);
        let referrals = Referrals::ALL.iter().copied().map(Self::Referrals);
        let house = House::ALL.iter().copied().map(Self::House);
        accounts
            .chain(members)
            .chain(parcours)
            .chain(partners)
            .chain(referrals)
            .chain(house)
    }

    /// Where it is asked for: a path, with the parts that vary in braces, or `/live` and the command's name.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Accounts(it) => it.address(),
            Self::Members(it) => it.address(),
            Self::Parcours(it) => it.address(),
            Self::Partners(it) => it.address(),
            Self::Referrals(it) => it.address(),
            Self::House(it) => it.address(),
        }
    }

    const fn row(self) -> [bool; COLUMNS] {
        match self {
            Self::Accounts(it) => it.row(),
            Self::Members(it) => it.row(),
            Self::Parcours(it) => it.row(),
            Self::Partners(it) => it.row(),
            Self::Referrals(it) => it.row(),
            Self::House(it) => it.row(),
        }
    }

    /// What a membership must let its person be, beside how they stand: one of these; nothing more, where there are none. To
    /// who has none of them it is nothing.
    pub const fn needs(self) -> &'static [Capability] {
        match self {
            Self::Members(it) => it.needs(),
            Self::Referrals(it) => it.needs(),
            Self::Parcours(Parcours::PageNewParcours | Parcours::OpenParcours) => &Capability::ACCOMPANYING,
            Self::Accounts(_) | Self::Parcours(_) | Self::Partners(_) | Self::House(_) => &[],
        }
    }

    /// Whether it is asked about one parcours.
    pub fn names_parcours(self) -> bool {
        let address = self.address();
        address.starts_with("/live")
            || address.contains("{id}")
            || matches!(
                self,
                Self::Parcours(
                    Parcours::Board
                        | Parcours::Act
                        | Parcours::Propose
                        | Parcours::IssueClient
                        | Parcours::Join
                        | Parcours::Leave
                        | Parcours::Lead
                        | Parcours::CorrectIdentity
                ) | Self::Accounts(Accounts::GiveCard | Accounts::ResetCard | Accounts::HandOver)
                    | Self::Partners(Partners::PartnerBoard)
            )
    }
}

#[cfg(test)]
#[path = "permission_tests.rs"]
mod tests;
