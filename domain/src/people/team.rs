//! Who accompanies a person: there is always one referent, who says who else does.

use crate::access::AssignmentKind;
use crate::kernel::ids::PersonId;
use crate::kernel::refusal::Refusal;
use std::collections::BTreeMap;

/// Those who accompany a person now, each as what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Team(pub BTreeMap<PersonId, AssignmentKind>);

/// A change of who does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TeamChange {
    /// Someone of the cell joins.
    Join(PersonId),
    /// Someone does no longer.
    Leave(PersonId),
    /// Someone who does is the referent from now on, in the place of who was.
    Lead(PersonId),
}

impl Team {
    /// Whether someone is the referent.
    pub fn is_led_by(&self, person: PersonId) -> bool {
        self.0.get(&person) == Some(&AssignmentKind::Referent)
    }

    /// Whether `by`, who accompanies the person, may change this. The referent says who does (`confidentiality.md`), and whoever
    /// does may say that they do no longer; the referent cannot, before another one is.
    pub fn allows(&self, by: PersonId, change: TeamChange) -> Result<(), Refusal> {
        let is_own = matches!(change, TeamChange::Leave(person) if person == by);
        // Where there is none who may still act, one of them takes it.
        let takes =
            change == TeamChange::Lead(by) && !self.0.values().any(|it| *it == AssignmentKind::Referent);
        if !self.is_led_by(by) && !is_own && !takes {
            return Err(Refusal::NotAllowed);
        }
        match change {
            TeamChange::Join(person) if self.0.contains_key(&person) => Err(Refusal::AlreadyThere),
            TeamChange::Join(_) => Ok(()),
            TeamChange::Leave(person) | TeamChange::Lead(person) if !self.0.contains_key(&person) => {
                Err(Refusal::NotFound)
            }
            TeamChange::Leave(person) if self.is_led_by(person) => Err(Refusal::NotAllowed),
            TeamChange::Lead(person) if self.is_led_by(person) => Err(Refusal::AlreadyThere),
            TeamChange::Leave(_) | TeamChange::Lead(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TeamChange::{Join, Lead, Leave};
    use super::*;
    use uuid::Uuid;

    const fn who(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    #[test]
    fn the_referent_says_who_accompanies_and_there_is_always_one() {
        let (referent, member, other) = (who(1), who(2), who(3));
        let kinds = [
            (referent, AssignmentKind::Referent),
            (member, AssignmentKind::Member),
        ];
        let team = Team(kinds.into());
        for (by, change, answer) in [
            (referent, Join(other), Ok(())),
            (referent, Join(member), Err(Refusal::AlreadyThere)),
            (referent, Leave(member), Ok(())),
            (referent, Leave(other), Err(Refusal::NotFound)),
            (referent, Leave(referent), Err(Refusal::NotAllowed)),
            (referent, Lead(member), Ok(())),
            (referent, Lead(referent), Err(Refusal::AlreadyThere)),
            (referent, Lead(other), Err(Refusal::NotFound)),
            (member, Leave(member), Ok(())),
            (member, Leave(referent), Err(Refusal::NotAllowed)),
            (member, Join(other), Err(Refusal::NotAllowed)),
            (member, Lead(member), Err(Refusal::NotAllowed)),
            (other, Join(other), Err(Refusal::NotAllowed)),
        ] {
            assert_eq!(team.allows(by, change), answer, "{by:?} {change:?}");
        }
        let unled = Team([(member, AssignmentKind::Member), (other, AssignmentKind::Member)].into());
        assert_eq!(unled.allows(member, Lead(member)), Ok(()), "one of them takes it");
        assert_eq!(unled.allows(member, Lead(other)), Err(Refusal::NotAllowed));
        assert_eq!(unled.allows(referent, Lead(referent)), Err(Refusal::NotFound));
    }
}
