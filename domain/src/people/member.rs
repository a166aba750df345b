//! Who works with a cell: what is written of someone who is asked to come, and what may become of a membership.

use super::newcomer::NAME;
use super::unclear::{Unclear, line};
use crate::access::{Capability, MembershipState, Role, capability};
use crate::kernel::ids::{MembershipId, OrganisationId};
use crate::kernel::refusal::Refusal;
use crate::views::pages::FullName;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The longest e-mail address, in characters (RFC 5321, 4.5.3.1.3, without its angle brackets).
pub const EMAIL: usize = 254;

/// What a coordinator has written of someone who is asked to come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WrittenMember {
    /// As colleagues know them.
    pub first_name: String,
    /// As colleagues know them.
    pub last_name: String,
    /// What they do; for a partner their organisation says it.
    pub job: String,
    /// The address that they will sign in with.
    pub email: String,
    /// For whom they act: an id; empty, where it is for nobody else.
    pub organisation: String,
    /// What they may be, each a word of [`Capability`].
    pub can: Vec<String>,
}

/// Someone who is asked to come, as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMember {
    /// Their name, with what they do.
    pub name: FullName,
    /// In lower case.
    pub email: String,
    /// What their membership will let them be: one thing at least, all of it of one role.
    pub can: BTreeSet<Capability>,
    /// For whom they act.
    pub organisation: Option<OrganisationId>,
}

impl WrittenMember {
    /// What is kept of it, in a cell whose network these organisations are, each with whether it is a partner; or the first
    /// answer that is not clear.
    pub fn checked(&self, network: &BTreeMap<OrganisationId, (String, bool)>) -> Result<NewMember, Unclear> {
        let first = line(&self.first_name, NAME, Unclear::FirstName)?.ok_or(Unclear::FirstName)?;
        let last = line(&self.last_name, NAME, Unclear::LastName)?.ok_or(Unclear::LastName)?;
        let job = line(&self.job, NAME, Unclear::Job)?;
        let email = email(&self.email)?;
        let can = can(&self.can)?;
        let organisation = match self.organisation.trim() {
            "" => None,
            id => Some(id.parse().map_err(|_| Unclear::Organisation)?),
        };
        let of = organisation.map(|id| network.get(&id).ok_or(Unclear::Organisation));
        let of = of.transpose()?;
        let is_partner = capability::role_of(can.iter().copied()) == Some(Role::Partner);
        // A partner acts for an organisation that the people may share with.
        if is_partner && !of.is_some_and(|(_, partner)| *partner) {
            return Err(Unclear::Organisation);
        }
        let job = match of {
            Some((name, _)) if is_partner => name.clone(),
            _ => job.unwrap_or_default(),
        };
        Ok(NewMember {
            name: FullName { first, last, job },
            email,
            can,
            organisation,
        })
    }
}

/// What someone may be, of these words: one thing at least, and a professional of the cell is no partner.
fn can(words: &[String]) -> Result<BTreeSet<Capability>, Unclear> {
    let mut can = BTreeSet::new();
    for word in words {
        let offered = Capability::OFFERED.into_iter();
        let known = offered.clone().find(|it| it.word() == word);
        can.insert(known.ok_or(Unclear::Can)?);
    }
    let roles: BTreeSet<_> = can.iter().map(|it| it.role()).collect();
    if roles.len() == 1 {
        Ok(can)
    } else {
        Err(Unclear::Can)
    }
}

/// An address as it is kept: in lower case. Whether it is someone's, only a letter to it tells; what is refused is what no letter reaches.
pub fn email(written: &str) -> Result<String, Unclear> {
    let email = written.trim().to_lowercase();
    let fits = email.chars().count() <= EMAIL && !email.chars().any(|c| c.is_whitespace() || c.is_control());
    let parts = email.rsplit_once('@').filter(|(name, host)| {
        let dots = host.split('.').all(|part| !part.is_empty()) && host.contains('.');
        !name.is_empty() && !name.contains(['@', '<', '>', ',', ';', '"']) && dots
    });
    if fits && parts.is_some() {
        Ok(email)
    } else {
        Err(Unclear::Email)
    }
}

/// Those who work with a cell: of each membership its state, and what it lets its person be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members(pub BTreeMap<MembershipId, (MembershipState, BTreeSet<Capability>)>);

/// What a coordinator changes of a membership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberChange {
    /// The invitation that was sent opens nothing any more, and another one does.
    InviteAgain,
    /// It opens nothing for now.
    Suspend,
    /// It counts again.
    Resume,
    /// It is over.
    End,
    /// What it lets its person be from now on, each a word of [`Capability`].
    Can(Vec<String>),
}

impl Members {
    /// What a membership is after a change; a cell always keeps a coordinator who may act.
    pub fn after(
        &self,
        membership: MembershipId,
        change: &MemberChange,
    ) -> Result<(MembershipState, BTreeSet<Capability>), Refusal> {
        use MembershipState::{Active, Ended, Invited, Suspended};
        let (state, now) = self.0.get(&membership).ok_or(Refusal::NotFound)?;
        let after = match (change, state) {
            (_, Ended) => return Err(Refusal::WrongStage),
            (MemberChange::InviteAgain, Invited) => (Invited, now.clone()),
            (MemberChange::Suspend, Active) => (Suspended, now.clone()),
            (MemberChange::Resume, Suspended) => (Active, now.clone()),
            (MemberChange::End, Invited | Active | Suspended) => (Ended, now.clone()),
            (MemberChange::Can(words), state) => {
                let can = can(words).map_err(|_| Refusal::Empty)?;
                let role = |of: &BTreeSet<Capability>| capability::role_of(of.iter().copied());
                // Who works for the cell does not become a partner by a box that is ticked.
                if role(&can) != role(now) {
                    return Err(Refusal::Empty);
                }
                (*state, can)
            }
            _ => return Err(Refusal::WrongStage),
        };
        let others = self.0.iter().filter(|(id, _)| **id != membership);
        let coordinates = |(state, can): &(MembershipState, BTreeSet<Capability>)| {
            *state == Active && can.contains(&Capability::Coordinator)
        };
        let stays = coordinates(&after) || others.into_iter().any(|(_, it)| coordinates(it));
        if coordinates(&(*state, now.clone())) && !stays {
            return Err(Refusal::NotAllowed);
        }
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const MISSION: OrganisationId = OrganisationId(Uuid::from_u128(1));
    const CCAS: OrganisationId = OrganisationId(Uuid::from_u128(2));

    fn network() -> BTreeMap<OrganisationId, (String, bool)> {
        let named = |name: &str, partner| (name.to_owned(), partner);
        [
            (MISSION, named("Mission locale", true)),
            (CCAS, named("CCAS", false)),
        ]
        .into()
    }

    fn samira() -> WrittenMember {
        let text = str::to_owned;
        WrittenMember {
            first_name: text("Samira"),
            last_name: text("O’Brien"),
            job: text("éducatrice spécialisée"),
            email: text(" Samira@Rivemont.example "),
            organisation: CCAS.to_string(),
            can: vec![text("professional"), text("referent")],
        }
    }

    #[test]
    fn who_is_asked_to_come_is_kept_as_written() {
        let kept = samira().checked(&network()).unwrap();
        assert_eq!(kept.email, "samira@rivemont.example");
        assert_eq!(
            kept.name,
            FullName::new("Samira", "O’Brien", "éducatrice spécialisée")
        );
        assert_eq!(kept.organisation, Some(CCAS));
        assert_eq!(kept.can, [Capability::Professional, Capability::Referent].into());
        let partner = WrittenMember {
            organisation: MISSION.to_string(),
            can: vec!["partner".into()],
            ..samira()
        };
        assert_eq!(partner.checked(&network()).unwrap().name.job, "Mission locale");
    }

    #[test]
    fn each_answer_that_is_not_clear_is_named() {
        type Change = fn(&mut WrittenMember, &str);
        let long = "a".repeat(101);
        let far = format!("{}@rivemont.example", "a".repeat(254));
        let cases: [(Unclear, Change, &[&str]); 6] = [
            (
                Unclear::FirstName,
                |it, words| it.first_name = words.into(),
                &["", &long],
            ),
            (
                Unclear::LastName,
                |it, words| it.last_name = words.into(),
                &["\u{7}", &long],
            ),
            (Unclear::Job, |it, words| it.job = words.into(), &[&long]),
            (
                Unclear::Email,
                |it, words| it.email = words.into(),
                &[
                    "",
                    "samira",
                    "@rivemont.example",
                    "a@b",
                    "a b@c.example",
                    "a@c..example",
                    "a@c.example,b@c.example",
                    &far,
                ],
            ),
            (
                Unclear::Can,
                |it, words| it.can = words.split(' ').map(str::to_owned).collect(),
                &["", "usager", "professional partner", "Professional"],
            ),
            (
                Unclear::Organisation,
                |it, words| it.organisation = words.into(),
                &["mission", "00000000-0000-0000-0000-000000000009"],
            ),
        ];
        for (unclear, write, all) in cases {
            for words in all {
                let mut written = samira();
                write(&mut written, words);
                assert_eq!(written.checked(&network()), Err(unclear), "{words:?}");
            }
        }
        for organisation in [String::new(), CCAS.to_string()] {
            let partner = WrittenMember {
                organisation,
                can: vec!["partner".into()],
                ..samira()
            };
            assert_eq!(
                partner.checked(&network()),
                Err(Unclear::Organisation),
                "a partner is of one"
            );
        }
    }

    #[test]
    fn a_membership_goes_from_state_to_state_and_a_coordinator_stays() {
        use MembershipState::{Active, Ended, Invited, Suspended};
        let id = |number| MembershipId(Uuid::from_u128(number));
        let can = |all: &[Capability]| all.iter().copied().collect::<BTreeSet<_>>();
        let coordinator = can(&[Capability::Coordinator]);
        let professional = can(&[Capability::Professional]);
        let all = |state, second| {
            Members(
                [
                    (id(1), (Active, coordinator.clone())),
                    (id(2), (state, professional.clone())),
                    (id(3), (second, coordinator.clone())),
                ]
                .into(),
            )
        };
        let words = |all: &[&str]| MemberChange::Can(all.iter().map(|it| (*it).to_owned()).collect());
        for (state, change, answer) in [
            (Invited, MemberChange::InviteAgain, Ok(Invited)),
            (Invited, MemberChange::End, Ok(Ended)),
            (Invited, MemberChange::Suspend, Err(Refusal::WrongStage)),
            (Active, MemberChange::InviteAgain, Err(Refusal::WrongStage)),
            (Active, MemberChange::Suspend, Ok(Suspended)),
            (Active, MemberChange::Resume, Err(Refusal::WrongStage)),
            (Suspended, MemberChange::Resume, Ok(Active)),
            (Suspended, MemberChange::End, Ok(Ended)),
            (Ended, MemberChange::Resume, Err(Refusal::WrongStage)),
            (Ended, words(&["counter"]), Err(Refusal::WrongStage)),
            (Active, words(&["counter"]), Ok(Active)),
            (Active, words(&[]), Err(Refusal::Empty)),
            (Active, words(&["partner"]), Err(Refusal::Empty)),
        ] {
            let after = all(state, Invited).after(id(2), &change).map(|(state, _)| state);
            assert_eq!(after, answer, "{state:?} {change:?}");
        }
        for (second, answer) in [
            (Active, Ok(())),
            (Invited, Err(Refusal::NotAllowed)),
            (Suspended, Err(Refusal::NotAllowed)),
            (Ended, Err(Refusal::NotAllowed)),
        ] {
            for change in [MemberChange::Suspend, MemberChange::End, words(&["professional"])] {
                let after = all(Active, second).after(id(1), &change).map(drop);
                assert_eq!(after, answer, "{second:?} {change:?}");
            }
            let keeps = words(&["coordinator", "professional"]);
            assert_eq!(all(Active, second).after(id(1), &keeps).map(drop), Ok(()));
        }
        assert_eq!(
            all(Active, Active).after(id(9), &MemberChange::End),
            Err(Refusal::NotFound)
        );
    }
}
