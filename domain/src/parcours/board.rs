//! What a board holds at one moment.

use crate::kernel::calendar::Moment;
use crate::kernel::digest::Digest;
use crate::kernel::ids::{FindingId, OrganisationId, ParcoursId, PersonId, Seq, StepId};
use crate::kernel::words::Words;
use crate::parcours::agreement::state::Decided;
use crate::parcours::diagnosis::state::{Finding, Side};
use crate::parcours::goal::state::{OwnWords, Whose};
use crate::parcours::history::action::Action;
use crate::parcours::item::{Field, Item};
use crate::parcours::life::state::{Column, Stage};
use crate::parcours::sharing::state::{Offer, Share, SharedItem};
use crate::parcours::shelf::state::{Rank, Removed, Shelved, in_order};
use crate::parcours::size::state::Size;
use crate::parcours::steps::state::Step;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// The parcours as usager and cell see it. Maps are ordered, so that equal boards are equal bytes; what lies in them is
/// shared, so that a copy of the board is cheap, and two boards are compared where they differ.
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
    /// Whose words it is in.
    pub whose: Whose,
    /// What holds back and what carries, in the bin too.
    pub findings: BTreeMap<FindingId, Arc<Finding>>,
    /// The steps, in the bin too.
    pub steps: BTreeMap<StepId, Arc<Step>>,
    /// What partners may see, by organisation.
    pub shares: Vec<Share>,
    /// The last actions, for undo by name; the newest last.
    pub actions: VecDeque<Arc<Action>>,
    /// How large it is, and what it has forgotten.
    pub size: Size,
}

impl Board {
    /// A board on which nothing was written yet.
    pub fn empty(parcours: ParcoursId, usager: PersonId) -> Self {
        Self {
            parcours,
            usager,
            seq: Seq(0),
            goal: Words::default(),
            whose: Whose::default(),
            findings: BTreeMap::new(),
            steps: BTreeMap::new(),
            shares: Vec::new(),
            actions: VecDeque::new(),
            size: Size::default(),
        }
    }

    /// The usager's own words, if the goal says them and nothing else.
    pub fn own_goal(&self) -> Option<&OwnWords> {
        let own = self.whose.own.as_ref()?;
        (own.words == self.goal.text()).then_some(own)
    }

    /// Whose writing asks the usager whether the goal still says what they mean: it is in other words than their own, or theirs
    /// are gone from it.
    pub fn goal_asks(&self) -> Option<PersonId> {
        let had_words = |own: &OwnWords| !own.words.trim().is_empty();
        let says_something = !self.goal.is_blank() || self.whose.own.as_ref().is_some_and(had_words);
        let asks = says_something && self.own_goal().is_none();
        self.whose.last.filter(|_| asks)
    }

    /// The goal as it stands, for whoever says yes to what they saw.
    pub fn goal_digest(&self) -> Digest {
        Digest::of_bytes(self.goal.text().as_bytes())
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
        in_order(&self.steps, |step| self.column_of(step) == column)
    }

    /// How many steps are done, and how many there are: without those in the bin, and without those that were given up.
    pub fn progress(&self) -> (usize, usize) {
        let on_board = self.steps.values().filter(|step| step.removed.is_none());
        let stages = on_board.map(|step| &step.stage);
        let counted = stages.filter(|stage| !stage.is_stopped());
        counted.fold((0, 0), |(done, all), stage| {
            (done + usize::from(matches!(stage, Stage::Done { .. })), all + 1)
        })
    }

    /// The freins or the leviers in order, without those in the bin.
    pub fn findings_in_order(&self, side: Side) -> Vec<(FindingId, &Finding)> {
        in_order(&self.findings, |finding| finding.side == side)
    }

    /// The list that an item stands in, in order: its side of the diagnosis, or its column.
    pub(super) fn list_of(&self, item: Item) -> Vec<(Item, &Rank)> {
        match item {
            Item::Finding(id) => self.findings.get(&id).map_or_else(Vec::new, |finding| {
                let all = self.findings_in_order(finding.side).into_iter();
                all.map(|(id, it)| (Item::Finding(id), &it.rank)).collect()
            }),
            Item::Step(id) => self.steps.get(&id).map_or_else(Vec::new, |step| {
                let all = self.column(self.column_of(step)).into_iter();
                all.map(|(id, it)| (Item::Step(id), &it.rank)).collect()
            }),
        }
    }

    /// A text of the board.
    pub fn words(&self, field: Field) -> Option<&Words> {
        match field {
            Field::Goal => Some(&self.goal),
            Field::Finding(id) => self.findings.get(&id).map(|finding| &finding.words),
            Field::Title(id) => self.steps.get(&id).map(|step| &step.title),
            Field::Details(id) => self.steps.get(&id).map(|step| &step.details),
        }
    }

    pub(crate) fn words_mut(&mut self, field: Field) -> Option<&mut Words> {
        match field {
            Field::Goal => Some(&mut self.goal),
            Field::Finding(id) => self.findings.get_mut(&id).map(|it| &mut Arc::make_mut(it).words),
            Field::Title(id) => self.steps.get_mut(&id).map(|it| &mut Arc::make_mut(it).title),
            Field::Details(id) => self.steps.get_mut(&id).map(|it| &mut Arc::make_mut(it).details),
        }
    }

    /// Anything on a shelf.
    pub fn shelved(&self, item: Item) -> Option<&dyn Shelved> {
        match item {
            Item::Finding(id) => self.findings.get(&id).map(|it| &**it as &dyn Shelved),
            Item::Step(id) => self.steps.get(&id).map(|it| &**it as &dyn Shelved),
        }
    }

    pub(super) fn shelved_mut(&mut self, item: Item) -> Option<&mut dyn Shelved> {
        match item {
            Item::Finding(id) => self
                .findings
                .get_mut(&id)
                .map(|it| Arc::make_mut(it) as &mut dyn Shelved),
            Item::Step(id) => self
                .steps
                .get_mut(&id)
                .map(|it| Arc::make_mut(it) as &mut dyn Shelved),
        }
    }

    /// Since when an item is in the bin; `None` when there is no such item.
    pub fn removed(&self, item: Item) -> Option<Option<&Removed>> {
        self.shelved(item).map(Shelved::removed)
    }

    /// Whether what is shared is there: the goal always is, an item unless it lies in the bin.
    pub fn is_there(&self, item: SharedItem) -> bool {
        let in_place = |item| matches!(self.removed(item), Some(None));
        item.item().is_none_or(in_place)
    }

    /// What an organisation is shown at a moment (`VW3`), as it saw it last (`VW5`). What lies in the bin is not shown.
    pub fn shares_with(&self, organisation: OrganisationId, at: Moment) -> impl Iterator<Item = &Share> {
        let theirs = self
            .shares
            .iter()
            .filter(move |share| share.organisation == organisation);
        theirs.filter(move |share| share.until > at && self.is_there(share.item))
    }

    /// Whether an item is shared with an organisation at a moment.
    pub fn is_shared(&self, item: SharedItem, organisation: OrganisationId, at: Moment) -> bool {
        self.shares_with(organisation, at).any(|share| share.item == item)
    }

    /// Help that organisations offer for what goes on, in the order of the steps' names.
    pub fn offers(&self) -> impl Iterator<Item = (StepId, &Offer)> {
        let goes_on =
            |step: &Step| step.removed.is_none() && matches!(step.stage, Stage::Open | Stage::Started(_));
        let steps = self.steps.iter().filter(move |(_, step)| goes_on(step));
        steps.flat_map(|(id, step)| step.offers.iter().map(|offer| (*id, offer)))
    }

    /// A short name of the whole state: equal boards have equal hashes (`GR4`).
    pub fn hash(&self) -> String {
        Digest::of_state(self).to_string()
    }
}
