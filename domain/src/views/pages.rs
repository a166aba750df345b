//! What each kind of viewer receives: structures made for them by allow-list (`VW1`, `VW4`). The board itself is for
//! the usager and the assigned professionals: there is nothing on it that the usager may not read. A partner's
//! structures name neither the board nor any count, time or person that is not shared with them.

#![allow(missing_docs, reason = "the fields are named after what they show")]

use super::words::{BoardWords, CircleWords, Themes};
use crate::access::{Display, Role};
use crate::catalogue::Theme;
use crate::kernel::calendar::{Day, Moment};
use crate::kernel::ids::{Epoch, MembershipId, OrganisationId, ParcoursId, PersonId, StepId};
use crate::parcours::{Board, CircleLevel, Column, When};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who is signed in, as their own page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub person: PersonId,
    pub role: Role,
    pub name: PersonName,
    /// How long their session may rest, in seconds.
    pub rests: i64,
    /// When their session ends, however much it is used.
    pub ends: Moment,
    pub display: Display,
    /// For a usager: until when card and PIN count as fresh, and their own parcours.
    pub proven_until: Option<Moment>,
    pub parcours: Option<ParcoursId>,
    /// For a partner: their organisation.
    pub organisation: Option<(OrganisationId, String)>,
}

/// A membership of an account, for whoever chooses the one they act under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub id: MembershipId,
    /// *Cellule d’accompagnement globale*
    pub cell: String,
    pub commune: String,
    /// For whom they act there, if for an organisation.
    pub organisation: Option<String>,
    pub role: Role,
    /// The session acts under it now.
    pub current: bool,
}

/// A name as someone is registered under it: what the board shows is made from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullName {
    /// *Jean-Paul*
    pub first: String,
    /// *Durand*; may be empty, where someone gives none.
    pub last: String,
    /// What they do (*conseillère sociale*); empty for a usager.
    pub job: String,
}

impl FullName {
    /// A name, with what they do.
    pub fn new(first: &str, last: &str, job: &str) -> Self {
        Self {
            first: first.into(),
            last: last.into(),
            job: job.into(),
        }
    }

    /// As the board shows it: a first name, the letter of the last, two initials (of a compound first name, its own).
    pub fn shown(&self) -> PersonName {
        let letter = |word: &str| word.chars().next().map(|it| it.to_uppercase().to_string());
        let of_last = letter(&self.last);
        let second = self.first.split('-').nth(1).and_then(letter).or(of_last.clone());
        PersonName {
            first: self.first.clone(),
            short: match &of_last {
                Some(of_last) => format!("{} {of_last}.", self.first),
                None => self.first.clone(),
            },
            initials: [letter(&self.first), second].into_iter().flatten().collect(),
            job: self.job.clone(),
        }
    }
}

/// A name as the board shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    /// *Rose*
    pub first: String,
    /// *Rose M.*
    pub short: String,
    /// *RM*
    pub initials: String,
    /// What they do (*conseillère sociale*); empty for a usager.
    pub job: String,
}

/// A board for the usager or an assigned professional.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardPage {
    pub me: Me,
    pub epoch: Epoch,
    pub board: Board,
    pub level: CircleLevel,
    pub people: BTreeMap<PersonId, PersonName>,
    /// The organisations of the cell's network, by name: for sharing and for who does a step.
    pub organisations: BTreeMap<OrganisationId, String>,
    /// The server's clock when the page was made.
    pub now: Moment,
    pub words: BoardWords,
}

/// A professional's list of parcours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomePage {
    pub me: Me,
    pub rows: Vec<HomeRow>,
    /// Whether they may open a parcours.
    pub opens: bool,
    /// In the commune.
    pub today: Day,
    pub circle_levels: CircleWords,
}

/// A line of that list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeRow {
    pub parcours: ParcoursId,
    pub usager: PersonName,
    pub level: CircleLevel,
    /// Steps done, and steps in all (without the bin).
    pub done: u32,
    pub steps: u32,
    /// A step that waits for an answer of the professional who reads.
    pub awaits: Option<StepLine>,
    /// A step to which the usager said *On en parle*.
    pub talks: Option<StepLine>,
    /// A step to which the usager said *Non*.
    pub refused: Option<StepLine>,
    /// A step for which an organisation offers help that the usager has not answered.
    pub offered: Option<StepLine>,
    /// A step on which the usager asked for help.
    pub helped: Option<StepLine>,
    /// The most overdue step, not done, with its day.
    pub late: Option<(StepLine, Day)>,
    /// The next dated step.
    pub next: Option<(StepLine, When)>,
    /// Freins that are lifted, by their words; the last one.
    pub lifted: Option<String>,
    /// The diagnosis has at least one frein or levier.
    pub has_diagnosis: bool,
}

/// A step, as a list names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepLine {
    pub id: StepId,
    pub title: String,
}

impl HomeRow {
    /// What waits there, the most urgent first: rows are sorted by it.
    pub const fn waits(&self) -> [bool; 6] {
        [
            self.helped.is_some(),
            self.awaits.is_some(),
            self.refused.is_some(),
            self.talks.is_some(),
            self.offered.is_some(),
            self.late.is_some(),
        ]
    }
}

/// A partner's list: the parcours with something shared with their organisation now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerHome {
    pub me: Me,
    pub rows: Vec<PartnerRow>,
    /// The words of the cell's themes: the same whatever is shared.
    pub themes: Themes,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerRow {
    pub parcours: ParcoursId,
    /// *Rose*: the first name alone.
    pub first_name: String,
    pub themes: Vec<Theme>,
}

/// A partner's page of one parcours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerPage {
    pub me: Me,
    pub seq: PartnerSeq,
    pub view: PartnerView,
    /// The words of the cell's themes: the same whatever is shared.
    pub themes: Themes,
}

/// A partner's own dense sequence: counts the changes of *their* view, from 1 (`VW1`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PartnerSeq(pub u64);

/// All that a partner organisation sees of a parcours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerView {
    pub first_name: String,
    /// The goal, if it is shared.
    pub goal: Option<String>,
    /// The shared steps, in the order of the board.
    pub steps: Vec<PartnerStep>,
}

/// A shared step, for a partner: its words and facts, no person but its doers' first names, no answers of anyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerStep {
    pub step: StepId,
    pub title: String,
    pub theme: Theme,
    pub column: Column,
    /// It was given up, whatever its column says. Not written where it was not: views of before it are read (`EV1`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
    pub when: Option<When>,
    pub place: String,
    pub proposed_by_usager: bool,
    /// This organisation offered to help.
    pub engaged: bool,
    /// Whether the person wants that help, once they have said so. Not written before: views of before it are read (`EV1`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<bool>,
    /// What the usager shared it for.
    pub purpose: String,
}

#[cfg(test)]
mod tests {
    use super::FullName;

    #[test]
    fn what_the_board_shows_of_a_name_is_made_from_it() {
        let shown = |first, last| {
            let name = FullName::new(first, last, "").shown();
            (name.short, name.initials)
        };
        let of = |short: &str, initials: &str| (short.to_owned(), initials.to_owned());
        assert_eq!(shown("Rose", "Martin"), of("Rose M.", "RM"));
        assert_eq!(shown("Jean-Paul", "Durand"), of("Jean-Paul D.", "JP"));
        assert_eq!(shown("Élodie", "élan"), of("Élodie É.", "ÉÉ"));
        assert_eq!(shown("Malo", ""), of("Malo", "M"));
        assert_eq!(shown("", ""), of("", ""));
    }
}
