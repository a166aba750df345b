//! Undo by name: the last actions, each with the events that take it back.

use super::event::{Event, Seq, What};
use super::state::{Board, Item, Stage, Voice};
use super::words::WordsChange;
use crate::calendar::Moment;
use crate::ids::{ClientId, PersonId};
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// How many actions a board remembers for undo.
pub const ACTIONS_KEPT: usize = 30;

/// An action that can be undone by name (*Annuler « Rose : étape proposée »*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// The last event of the action; names it.
    pub seq: Seq,
    /// Who did it.
    pub by: PersonId,
    /// When.
    pub at: Moment,
    /// What it was.
    pub name: ActionName,
    /// What it was done to; `None` is the goal or a share of it.
    pub item: Option<Item>,
    /// The events that take it back.
    pub inverse: Vec<What>,
    /// It was undone.
    pub undone: bool,
    /// It is itself the undoing of this action.
    pub undoes: Option<Seq>,
}

/// What an action is called. Two actions of the same name on the same item touch the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionName {
    /// Words were edited (title, details, goal…).
    Words,
    /// An item was added or proposed.
    Added,
    /// A strength was said.
    Rated,
    /// A theme was chosen.
    Theme,
    /// Who does it.
    Doers,
    /// When.
    When,
    /// Where.
    Place,
    /// What to bring.
    Bring,
    /// Which barrier it lifts.
    Lifts,
    /// Which lever it leans on.
    LeansOn,
    /// The checklist.
    Checklist,
    /// Started, done, given up or reopened.
    Stage,
    /// Moved in its list.
    Moved,
    /// Put in the bin, or brought back.
    Bin,
}

/// Edits of one text that are undone together.
const EDITS_TOGETHER: usize = 200;

impl Board {
    /// The actions that can be undone now, the newest first.
    pub fn undoable(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter().rev().filter(|action| !action.undone)
    }

    /// The changes that would undo an action, or why not. `voice` is whose side asks, `at` when.
    pub(super) fn changes_to_undo(&self, of: Seq, voice: Voice, at: Moment) -> Result<Vec<What>, Refusal> {
        let action = self
            .actions
            .iter()
            .find(|action| action.seq == of && !action.undone)
            .ok_or(Refusal::NotUndoable)?;
        let stands_on_it = |later: &&Action| {
            let cancelled = later.undone
                || later
                    .undoes
                    .is_some_and(|of| self.actions.iter().any(|it| it.seq == of && it.undone));
            later.seq > of && later.name == action.name && later.item == action.item && !cancelled
        };
        // Words and checklists merge, so that an earlier edit can be taken back alone.
        let merges = matches!(action.name, ActionName::Words | ActionName::Checklist);
        if !merges && self.actions.iter().any(|later| stands_on_it(&later)) {
            return Err(Refusal::Superseded);
        }
        for change in &action.inverse {
            match change {
                // Nobody takes back what the other voice said.
                What::Rated { voice: whose, .. } if *whose != voice => return Err(Refusal::NotAllowed),
                // As `Restore` itself (`CF5`).
                What::Restored { item }
                    if self.removed(*item).is_none_or(|removed| {
                        removed.as_ref().is_some_and(|removed| removed.is_over(at))
                    }) =>
                {
                    return Err(Refusal::NotFound);
                }
                What::Started { step }
                    if self
                        .steps
                        .get(step)
                        .is_none_or(|step| self.decided(step).is_none()) =>
                {
                    return Err(Refusal::NotDecided);
                }
                // As `Finish` itself: the stage does not say that it was decided together.
                What::Finished { step }
                    if self
                        .steps
                        .get(step)
                        .is_none_or(|step| step.stage == Stage::Open && self.decided(step).is_none()) =>
                {
                    return Err(Refusal::NotDecided);
                }
                _ => {}
            }
        }
        Ok(action.inverse.clone())
    }

    /// Remembers an event for undo. Called with the board as it was before the event.
    pub(super) fn remember(&mut self, event: &Event) {
        let action = |name, item, inverse, undoes| Action {
            seq: event.seq,
            by: event.by,
            at: event.at,
            name,
            item,
            inverse,
            undone: false,
            undoes,
        };
        let action = if let What::Undone { of, changes } = &event.what {
            let Some(undone) = self.actions.iter().find(|action| action.seq == *of) else {
                return;
            };
            let (name, item, before) = (undone.name, undone.item, undone.undoes);
            for known in &mut self.actions {
                if known.seq == *of {
                    known.undone = true;
                } else if Some(known.seq) == before {
                    known.undone = false;
                }
            }
            let mut scratch = self.clone();
            let mut inverse = Vec::new();
            for change in changes {
                if let Some((_, back)) = scratch.inverse(event.client, change) {
                    inverse.splice(0..0, back);
                }
                scratch.apply(event, change);
            }
            action(name, item, inverse, Some(*of))
        } else {
            let Some((name, mut inverse)) = self.inverse(event.client, &event.what) else {
                return;
            };
            if let (Some(last), What::WordsEdited { field, .. }) = (self.actions.back_mut(), &event.what)
                && last.by == event.by
                && !last.undone
                && last.undoes.is_none()
                && let [What::WordsEdited { field: same, changes }] = last.inverse.as_slice()
                && same == field
                && changes.len() < EDITS_TOGETHER
                && let [What::WordsEdited { changes: newest, .. }] = inverse.as_mut_slice()
            {
                newest.extend_from_slice(changes);
                last.seq = event.seq;
                last.at = event.at;
                last.inverse = inverse;
                return;
            }
            action(name, event.what.item(), inverse, None)
        };
        self.actions.push_back(action);
        while self.actions.len() > ACTIONS_KEPT {
            self.actions.pop_front();
        }
    }

    /// What takes a change back, seen from the board before it. Answers, shares, comments and offers have none: each
    /// has its own way back, by the person it belongs to (`AG1`).
    fn inverse(&self, client: ClientId, what: &What) -> Option<(ActionName, Vec<What>)> {
        let of_step = |id| self.steps.get(id);
        let one = |name, what| Some((name, vec![what]));
        match what {
            What::WordsEdited { field, changes } => {
                let mut words = self.words(*field)?.clone();
                let mut back: Vec<WordsChange> = Vec::new();
                for change in changes {
                    let inverse = words.inverse(client, change);
                    words.apply(client, std::slice::from_ref(change));
                    back.splice(0..0, inverse);
                }
                one(
                    ActionName::Words,
                    What::WordsEdited {
                        field: *field,
                        changes: back,
                    },
                )
            }
            What::BarrierAdded { .. } | What::LeverAdded { .. } | What::StepProposed { .. } => {
                one(ActionName::Added, What::Removed { item: what.item()? })
            }
            What::Rated { item, voice, .. } => {
                let strength = match item {
                    Item::Barrier(id) => self.barriers.get(id)?.strength,
                    Item::Lever(id) => self.levers.get(id)?.strength,
                    Item::Step(_) => return None,
                };
                let before = match voice {
                    Voice::Person => strength.person,
                    Voice::Team => strength.team,
                };
                let level = before.map(|rating| rating.level);
                one(
                    ActionName::Rated,
                    What::Rated {
                        item: *item,
                        voice: *voice,
                        level,
                    },
                )
            }
            What::ThemeSet { item, .. } => one(
                ActionName::Theme,
                What::ThemeSet {
                    item: *item,
                    theme: self.theme_of(*item)?,
                },
            ),
            What::DoersSet { step, .. } => {
                let doers = of_step(step)?.doers.clone();
                one(ActionName::Doers, What::DoersSet { step: *step, doers })
            }
            What::WhenSet { step, .. } => one(
                ActionName::When,
                What::WhenSet {
                    step: *step,
                    when: of_step(step)?.when,
                },
            ),
            What::PlaceSet { step, .. } => {
                let place = of_step(step)?.place_words.clone();
                one(ActionName::Place, What::PlaceSet { step: *step, place })
            }
            What::BringSet { step, .. } => {
                let bring = of_step(step)?.bring.clone();
                one(ActionName::Bring, What::BringSet { step: *step, bring })
            }
            What::LiftsSet { step, .. } => one(
                ActionName::Lifts,
                What::LiftsSet {
                    step: *step,
                    barrier: of_step(step)?.lifts,
                },
            ),
            What::LeansOnSet { step, .. } => one(
                ActionName::LeansOn,
                What::LeansOnSet {
                    step: *step,
                    lever: of_step(step)?.leans_on,
                },
            ),
            What::CheckAdded { step, check, .. } => one(
                ActionName::Checklist,
                What::CheckRemoved {
                    step: *step,
                    check: *check,
                },
            ),
            What::CheckTicked { step, check, done } => one(
                ActionName::Checklist,
                What::CheckTicked {
                    step: *step,
                    check: *check,
                    done: !done,
                },
            ),
            What::CheckRemoved { step, check } => {
                let list = &of_step(step)?.checklist;
                let index = list.iter().position(|line| line.id == *check)?;
                let (words, done) = (list[index].words.clone(), list[index].done);
                let mut back = vec![What::CheckAdded {
                    step: *step,
                    check: *check,
                    words,
                    index,
                }];
                if done {
                    back.push(What::CheckTicked {
                        step: *step,
                        check: *check,
                        done,
                    });
                }
                Some((ActionName::Checklist, back))
            }
            What::Started { step }
            | What::Finished { step }
            | What::Stopped { step, .. }
            | What::Reopened { step } => {
                let step = *step;
                let before = match &self.steps.get(&step)?.stage {
                    Stage::Open => What::Reopened { step },
                    Stage::Started(_) => What::Started { step },
                    Stage::Done { .. } => What::Finished { step },
                    Stage::Stopped { reason, .. } => What::Stopped {
                        step,
                        reason: reason.clone(),
                    },
                };
                one(ActionName::Stage, before)
            }
            What::Moved { item, .. } => one(
                ActionName::Moved,
                What::Moved {
                    item: *item,
                    key: self.place_of(*item)?.key.clone(),
                },
            ),
            What::Removed { item } => one(ActionName::Bin, What::Restored { item: *item }),
            What::Restored { item } => one(ActionName::Bin, What::Removed { item: *item }),
            What::UsagerAgreed(_)
            | What::ProfessionalAgreed { .. }
            | What::PaperRecorded { .. }
            | What::TalkAsked { .. }
            | What::StepRefused { .. }
            | What::AnswerWithdrawn { .. }
            | What::Rebalanced { .. }
            | What::Commented { .. }
            | What::CommentRemoved { .. }
            | What::Shared { .. }
            | What::ShareEnded { .. }
            | What::HelpOffered { .. }
            | What::OfferWithdrawn { .. }
            | What::HelpAsked { .. }
            | What::Undone { .. } => None,
        }
    }
}
