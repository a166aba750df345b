//! What a board holds at one moment.

use super::agreement::{Agreement, Decided, Digest, Started};
use super::event::Seq;
use super::order::OrderKey;
use super::undo::Action;
use super::words::Words;
use crate::calendar::{Day, Hour, Moment};
use crate::ids::{
    BarrierId, CheckId, ClientId, CommentId, LeverId, OrganisationId, ParcoursId, PersonId, StepId,
};
use crate::theme::Theme;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// The parcours as usager and cell see it. Maps are ordered, so that equal boards are equal bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Which parcours this is.
    pub parcours: ParcoursId,
    /// Whose it is: the only person who can give the usager's agreement.
    pub usager: PersonId,
    /// The sequence of the last event applied, 0 before the first (`OR1`).
    pub seq: Seq,
    /// *Mon cap, avec mes mots.*
    pub goal: Words,
    /// What holds back (*ce qui freine*).
    pub barriers: BTreeMap<BarrierId, Barrier>,
    /// What carries (*ce qui aide*).
    pub levers: BTreeMap<LeverId, Lever>,
    /// The steps, in the bin too.
    pub steps: BTreeMap<StepId, Step>,
    /// What partners may see, by organisation.
    pub shares: Vec<Share>,
    /// The last actions, for undo by name; the newest last.
    pub actions: VecDeque<Action>,
}

/// A frein: its effect on the path, never a medical cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barrier {
    /// What it is about.
    pub theme: Theme,
    /// What it is, in words.
    pub words: Words,
    /// How strong it is, in the person's voice and in the team's.
    pub strength: Voices,
    /// Its place in the list.
    pub place: Place,
    /// In the bin, since when and by whom.
    pub removed: Option<Removed>,
}

/// A levier: a strength of the person, or someone or something that helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lever {
    /// What it is about.
    pub theme: Theme,
    /// What it is, in words.
    pub words: Words,
    /// How strong it is, in the person's voice and in the team's.
    pub strength: Voices,
    /// Its place in the list.
    pub place: Place,
    /// In the bin, since when and by whom.
    pub removed: Option<Removed>,
}

/// Two voices side by side, neither overwritten by the other. `None` is *not yet raised*, which is not "no problem".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voices {
    /// What the person says.
    pub person: Option<Rating>,
    /// What the team says.
    pub team: Option<Rating>,
}

/// One voice's rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// How strong.
    pub level: Level,
    /// Who said so.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}

/// Strength in words, never in percentages. For a barrier `Gone` is *levé*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Levé (0 of 4).
    Gone,
    /// Presque levé / un peu (1 of 4).
    Slight,
    /// Moyen (2 of 4).
    Medium,
    /// Fort (3 of 4).
    Strong,
    /// Très fort (4 of 4).
    VeryStrong,
}

impl Level {
    /// Every level, weakest first.
    pub const ALL: [Self; 5] = [
        Self::Gone,
        Self::Slight,
        Self::Medium,
        Self::Strong,
        Self::VeryStrong,
    ];
}

/// Whose voice a rating is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// The usager's own.
    Person,
    /// The cell's.
    Team,
}

/// A place in a list: the key, and the event that gave it, which tells equal keys apart (`CF4`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Compares as text.
    pub key: OrderKey,
    /// The event that gave it.
    pub given: Seq,
}

/// In the bin for 30 days (`CF5`). Words typed afterwards still reach the item, so both texts are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: PersonId,
    /// What it said when it was removed: a step's title, or a barrier's or lever's words.
    pub words: String,
    /// A step's details then.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub details: String,
}

impl Removed {
    /// Whether the days in the bin are over: nothing brings it back any more (`CF5`).
    pub fn is_over(&self, at: Moment) -> bool {
        self.at.plus_days(BIN_DAYS) <= at
    }
}

/// How many days a removed item can be brought back (`CF5`).
pub const BIN_DAYS: i64 = 30;

/// A step of the parcours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is to be done, in a few words.
    pub title: Words,
    /// More words, when needed.
    pub details: Words,
    /// What it is about.
    pub theme: Theme,
    /// Who proposed it.
    pub proposed_by: PersonId,
    /// When it was proposed.
    pub proposed_at: Moment,
    /// Who does it: the parties.
    pub doers: Vec<Doer>,
    /// When, in Paris.
    pub when: Option<When>,
    /// Where.
    pub place_words: String,
    /// What to bring.
    pub bring: String,
    /// The barrier that it lifts.
    pub lifts: Option<BarrierId>,
    /// The lever that it leans on.
    pub leans_on: Option<LeverId>,
    /// Small things to tick, in order.
    pub checklist: Vec<Check>,
    /// What each party answered, to exactly which words.
    pub agreements: BTreeMap<PersonId, Agreement>,
    /// Where it stands.
    pub stage: Stage,
    /// Exchanges, oldest first.
    pub comments: Vec<Comment>,
    /// Organisations that offered to help (*Je peux aider*).
    pub offers: Vec<Offer>,
    /// The usager asked for help with this step.
    pub needs_help: Option<Moment>,
    /// Its place among the steps.
    pub place: Place,
    /// In the bin, since when and by whom.
    pub removed: Option<Removed>,
}

/// Who does a step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doer {
    /// The usager or a professional.
    Person(PersonId),
    /// An organisation.
    Organisation(OrganisationId),
    /// Someone without an account, by name.
    Named(String),
}

/// When a step is to happen, as a calendar and a clock in Paris show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The day.
    pub day: Day,
    /// The hour, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hour: Option<Hour>,
    /// *Avant le* rather than *le*.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub before: bool,
}

/// A line of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its name.
    pub id: CheckId,
    /// What is to be done or gathered.
    pub words: String,
    /// Ticked.
    pub done: bool,
}

/// Words said about a step. They are never changed, only removed by whoever said them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Its name.
    pub id: CommentId,
    /// Who said it.
    pub by: PersonId,
    /// When.
    pub at: Moment,
    /// The words.
    pub words: String,
}

/// An organisation's offer to help with a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Which organisation.
    pub organisation: OrganisationId,
    /// Who said so for it.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}

/// Where a step stands. *À discuter* and *Décidé ensemble* are both `Open`: which of the two follows from the
/// agreements, so that they can never disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not started.
    Open,
    /// Being done. Only a step that is decided together can be started (`AG3`).
    Started(Started),
    /// Done.
    Done {
        /// When.
        at: Moment,
    },
    /// Given up, with the reason.
    Stopped {
        /// When.
        at: Moment,
        /// Why, in words.
        reason: String,
    },
}

/// The four columns of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// À discuter.
    ToDiscuss,
    /// Décidé ensemble.
    Decided,
    /// En cours.
    InProgress,
    /// Fait (and given up).
    Done,
}

impl Column {
    /// The columns from left to right.
    pub const ALL: [Self; 4] = [Self::ToDiscuss, Self::Decided, Self::InProgress, Self::Done];
}

/// Something that is shared with an organisation, for a purpose and until a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// What is shared.
    pub item: SharedItem,
    /// With whom.
    pub organisation: OrganisationId,
    /// What for, in words.
    pub purpose: String,
    /// Until when.
    pub until: Moment,
    /// When the usager gave it.
    pub at: Moment,
}

/// What can be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharedItem {
    /// The goal.
    Goal,
    /// A step.
    Step(StepId),
}

/// Anything on the board that can be placed, removed and brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A barrier.
    Barrier(BarrierId),
    /// A lever.
    Lever(LeverId),
    /// A step.
    Step(StepId),
}

/// A text that is merged character by character (`CF3`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The goal.
    Goal,
    /// A barrier's words.
    Barrier(BarrierId),
    /// A lever's words.
    Lever(LeverId),
    /// A step's title.
    Title(StepId),
    /// A step's details.
    Details(StepId),
}

impl Field {
    /// What it is a text of; none for the goal.
    pub const fn item(self) -> Option<Item> {
        match self {
            Self::Goal => None,
            Self::Barrier(id) => Some(Item::Barrier(id)),
            Self::Lever(id) => Some(Item::Lever(id)),
            Self::Title(id) | Self::Details(id) => Some(Item::Step(id)),
        }
    }

    /// The longest text allowed, in characters.
    pub const fn limit(self) -> usize {
        match self {
            Self::Goal => 500,
            Self::Barrier(_) | Self::Lever(_) | Self::Title(_) => 200,
            Self::Details(_) => 5_000,
        }
    }
}

impl Board {
    /// A board on which nothing was written yet.
    pub fn empty(parcours: ParcoursId, usager: PersonId) -> Self {
        Self {
            parcours,
            usager,
            seq: Seq(0),
            goal: Words::default(),
            barriers: BTreeMap::new(),
            levers: BTreeMap::new(),
            steps: BTreeMap::new(),
            shares: Vec::new(),
            actions: VecDeque::new(),
        }
    }

    /// The column a step stands in.
    pub fn column_of(&self, step: &Step) -> Column {
        match &step.stage {
            Stage::Open if self.decided(step).is_some() => Column::Decided,
            Stage::Open => Column::ToDiscuss,
            Stage::Started(_) => Column::InProgress,
            Stage::Done { .. } | Stage::Stopped { .. } => Column::Done,
        }
    }

    /// The proof that a step is decided together (`AG3`): without it nothing can start it.
    pub fn decided(&self, step: &Step) -> Option<Decided> {
        Decided::find(self.usager, &step.agreements)
    }

    /// The steps of a column, in order, without those in the bin.
    pub fn column(&self, column: Column) -> Vec<(StepId, &Step)> {
        let mut steps: Vec<_> = self
            .steps
            .iter()
            .filter(|(_, step)| step.removed.is_none() && self.column_of(step) == column)
            .map(|(id, step)| (*id, step))
            .collect();
        steps.sort_by(|(a_id, a), (b_id, b)| (&a.place, a_id).cmp(&(&b.place, b_id)));
        steps
    }

    /// The barriers in order, without those in the bin.
    pub fn barriers_in_order(&self) -> Vec<(BarrierId, &Barrier)> {
        let mut all: Vec<_> = self
            .barriers
            .iter()
            .filter(|(_, it)| it.removed.is_none())
            .map(|(id, it)| (*id, it))
            .collect();
        all.sort_by(|(a_id, a), (b_id, b)| (&a.place, a_id).cmp(&(&b.place, b_id)));
        all
    }

    /// The levers in order, without those in the bin.
    pub fn levers_in_order(&self) -> Vec<(LeverId, &Lever)> {
        let mut all: Vec<_> = self
            .levers
            .iter()
            .filter(|(_, it)| it.removed.is_none())
            .map(|(id, it)| (*id, it))
            .collect();
        all.sort_by(|(a_id, a), (b_id, b)| (&a.place, a_id).cmp(&(&b.place, b_id)));
        all
    }

    /// A text of the board.
    pub fn words(&self, field: Field) -> Option<&Words> {
        match field {
            Field::Goal => Some(&self.goal),
            Field::Barrier(id) => self.barriers.get(&id).map(|barrier| &barrier.words),
            Field::Lever(id) => self.levers.get(&id).map(|lever| &lever.words),
            Field::Title(id) => self.steps.get(&id).map(|step| &step.title),
            Field::Details(id) => self.steps.get(&id).map(|step| &step.details),
        }
    }

    /// Whether an item is shared with an organisation at a moment (`VW3`). What lies in the bin is not.
    pub fn is_shared(&self, item: SharedItem, organisation: OrganisationId, at: Moment) -> bool {
        let there = match item {
            SharedItem::Goal => true,
            SharedItem::Step(id) => self.steps.get(&id).is_some_and(|step| step.removed.is_none()),
        };
        there
            && self
                .shares
                .iter()
                .any(|share| share.item == item && share.organisation == organisation && share.until > at)
    }

    /// A short name of the whole state: equal boards have equal hashes (`GR4`).
    pub fn hash(&self) -> String {
        Digest::of_bytes(&serde_json::to_vec(self).unwrap_or_default()).to_string()
    }
}

impl Step {
    /// The exact text that an agreement is about: words, date, place and parties (`AG1`, `AG2`). Everything that
    /// `Digest` covers turns the agreements back to *to be confirmed* when it changes.
    pub fn digest(&self) -> Digest {
        Digest::of_bytes(
            &serde_json::to_vec(&(
                self.title.text(),
                self.details.text(),
                &self.doers,
                self.when,
                &self.place_words,
                &self.bring,
            ))
            .unwrap_or_default(),
        )
    }

    /// A step that was just proposed.
    pub fn proposed(
        client: ClientId,
        title: &str,
        theme: Theme,
        by: PersonId,
        at: Moment,
        place: Place,
    ) -> Self {
        Self {
            title: Words::written_by(client, title),
            details: Words::default(),
            theme,
            proposed_by: by,
            proposed_at: at,
            doers: Vec::new(),
            when: None,
            place_words: String::new(),
            bring: String::new(),
            lifts: None,
            leans_on: None,
            checklist: Vec::new(),
            agreements: BTreeMap::new(),
            stage: Stage::Open,
            comments: Vec::new(),
            offers: Vec::new(),
            needs_help: None,
            place,
            removed: None,
        }
    }
}
