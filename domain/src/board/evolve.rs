//! Applies what happened. Total: an event that finds nothing to change changes nothing.

use super::agreement::Agreement;
use super::event::{Event, What};
use super::order::OrderKey;
use super::state::{
    Barrier, Board, Check, Comment, Field, Item, Lever, Offer, Place, Rating, Removed, Share, Stage, Step,
    Voice, Voices,
};
use super::words::Words;
use crate::calendar::Moment;
use crate::ids::StepId;
use crate::theme::Theme;

/// Applies one event.
///
/// `AG2` stands here and nowhere else: whatever the event, a step whose text, date, place or parties are no longer the
/// same has all its agreements turned back to *to be confirmed*.
pub fn evolve(board: &mut Board, event: &Event) {
    let steps_touched = touched_steps(&event.what);
    let before: Vec<_> = steps_touched
        .iter()
        .filter_map(|id| Some((*id, board.steps.get(id)?.digest())))
        .collect();

    board.remember(event);
    board.apply(event, &event.what);
    board.empty_bin(event.at);
    board.seq = event.seq;

    for (id, digest) in before {
        if let Some(step) = board.steps.get_mut(&id)
            && step.digest() != digest
        {
            for answer in step.agreements.values_mut() {
                *answer = answer.clone().after_change();
            }
        }
    }
}

fn touched_steps(what: &What) -> Vec<StepId> {
    let of = |what: &What| match what.item() {
        Some(Item::Step(id)) => Some(id),
        _ => None,
    };
    match what {
        What::Undone { changes, .. } => {
            let mut steps: Vec<_> = changes.iter().filter_map(of).collect();
            steps.dedup();
            steps
        }
        other => of(other).into_iter().collect(),
    }
}

impl Board {
    pub(super) fn apply(&mut self, event: &Event, what: &What) {
        let place = |key: &OrderKey| Place {
            key: key.clone(),
            given: event.seq,
        };
        match what {
            What::WordsEdited { field, changes } => {
                if let Some(words) = self.words_mut(*field) {
                    words.apply(event.client, changes);
                }
            }
            What::BarrierAdded {
                barrier,
                theme,
                words,
                key,
            } => {
                let words = Words::written_by(event.client, words);
                let (theme, strength, place, removed) = (*theme, Voices::default(), place(key), None);
                self.barriers.insert(
                    *barrier,
                    Barrier {
                        theme,
                        words,
                        strength,
                        place,
                        removed,
                    },
                );
            }
            What::LeverAdded {
                lever,
                theme,
                words,
                key,
            } => {
                let words = Words::written_by(event.client, words);
                let (theme, strength, place, removed) = (*theme, Voices::default(), place(key), None);
                self.levers.insert(
                    *lever,
                    Lever {
                        theme,
                        words,
                        strength,
                        place,
                        removed,
                    },
                );
            }
            What::Rated { item, voice, level } => {
                let rating = level.map(|level| Rating {
                    level,
                    by: event.by,
                    at: event.at,
                });
                let strength = match item {
                    Item::Barrier(id) => self.barriers.get_mut(id).map(|it| &mut it.strength),
                    Item::Lever(id) => self.levers.get_mut(id).map(|it| &mut it.strength),
                    Item::Step(_) => None,
                };
                match (strength, voice) {
                    (Some(strength), Voice::Person) => strength.person = rating,
                    (Some(strength), Voice::Team) => strength.team = rating,
                    (None, _) => {}
                }
            }
            What::ThemeSet { item, theme } => {
                if let Some(known) = self.theme_mut(*item) {
                    *known = *theme;
                }
            }
            What::StepProposed {
                step,
                title,
                theme,
                key,
            } => {
                let proposed = Step::proposed(event.client, title, *theme, event.by, event.at, place(key));
                self.steps.insert(*step, proposed);
            }
            What::Moved { item, key } => {
                if let Some(known) = self.place_mut(*item) {
                    *known = place(key);
                }
            }
            What::Rebalanced { keys } => {
                for (item, key) in keys {
                    if let Some(known) = self.place_mut(*item) {
                        known.key = key.clone();
                    }
                }
            }
            What::Removed { item } => {
                let words = self.words_of(*item).map(Words::text).unwrap_or_default();
                let details = match item {
                    Item::Step(id) => self
                        .words(Field::Details(*id))
                        .map(Words::text)
                        .unwrap_or_default(),
                    Item::Barrier(_) | Item::Lever(_) => String::new(),
                };
                if let Some(removed) = self.removed_mut(*item) {
                    *removed = Some(Removed {
                        at: event.at,
                        by: event.by,
                        words,
                        details,
                    });
                }
            }
            What::Restored { item } => {
                if let Some(removed) = self.removed_mut(*item) {
                    *removed = None;
                }
            }
            What::Shared {
                item,
                organisation,
                purpose,
                until,
            } => {
                self.shares
                    .retain(|share| (share.item, share.organisation) != (*item, *organisation));
                self.shares.push(Share {
                    item: *item,
                    organisation: *organisation,
                    purpose: purpose.clone(),
                    until: *until,
                    at: event.at,
                });
            }
            What::ShareEnded { item, organisation } => {
                self.shares
                    .retain(|share| (share.item, share.organisation) != (*item, *organisation));
            }
            What::Undone { changes, .. } => changes.iter().for_each(|change| self.apply(event, change)),
            of_a_step => self.apply_to_step(event, of_a_step),
        }
    }

    /// Lets go of what has been in the bin for too long (`CF5`). At an event and by its time, so that every copy does it at
    /// the same place.
    fn empty_bin(&mut self, at: Moment) {
        let stays = |removed: &Option<Removed>| removed.as_ref().is_none_or(|removed| !removed.is_over(at));
        self.barriers.retain(|_, it| stays(&it.removed));
        self.levers.retain(|_, it| stays(&it.removed));
        self.steps.retain(|_, it| stays(&it.removed));
        for step in self.steps.values_mut() {
            step.lifts = step.lifts.filter(|id| self.barriers.contains_key(id));
            step.leans_on = step.leans_on.filter(|id| self.levers.contains_key(id));
        }
    }

    fn apply_to_step(&mut self, event: &Event, what: &What) {
        let Some(Item::Step(id)) = what.item() else { return };
        let usager = self.usager;
        let decided = self.steps.get(&id).and_then(|step| self.decided(step));
        let Some(step) = self.steps.get_mut(&id) else {
            return;
        };
        let (by, at) = (event.by, event.at);
        match what {
            What::DoersSet { doers, .. } => step.doers.clone_from(doers),
            What::WhenSet { when, .. } => step.when = *when,
            What::PlaceSet { place, .. } => step.place_words.clone_from(place),
            What::BringSet { bring, .. } => step.bring.clone_from(bring),
            What::LiftsSet { barrier, .. } => step.lifts = *barrier,
            What::LeansOnSet { lever, .. } => step.leans_on = *lever,
            What::CheckAdded {
                check, words, index, ..
            } => {
                let line = Check {
                    id: *check,
                    words: words.clone(),
                    done: false,
                };
                // Two removals of one line may both be undone: it comes back once.
                if step.checklist.iter().all(|known| known.id != line.id) {
                    step.checklist.insert((*index).min(step.checklist.len()), line);
                }
            }
            What::CheckTicked { check, done, .. } => {
                step.checklist
                    .iter_mut()
                    .filter(|line| line.id == *check)
                    .for_each(|line| line.done = *done);
            }
            What::CheckRemoved { check, .. } => step.checklist.retain(|line| line.id != *check),
            What::UsagerAgreed(yes) => {
                step.agreements.insert(
                    usager,
                    Agreement::Agreed {
                        words: yes.words(),
                        at,
                    },
                );
            }
            What::ProfessionalAgreed { words, .. } if by != usager => {
                step.agreements
                    .insert(by, Agreement::Agreed { words: *words, at });
            }
            What::PaperRecorded { words, .. } => {
                step.agreements.insert(
                    usager,
                    Agreement::OnPaper {
                        words: *words,
                        recorded_by: by,
                        at,
                    },
                );
            }
            What::TalkAsked { .. } => step.answer(by, Some(Agreement::Talk { at })),
            What::StepRefused { .. } => step.answer(by, Some(Agreement::Refused { at })),
            What::AnswerWithdrawn { .. } => step.answer(by, None),
            // Without the proof that it is decided together, even a replayed event starts nothing (`AG3`).
            What::Started { .. } => {
                if let Some(decided) = decided {
                    step.stage = Stage::Started(decided.start(at));
                }
            }
            What::Finished { .. } => step.stage = Stage::Done { at },
            What::Stopped { reason, .. } => {
                step.stage = Stage::Stopped {
                    at,
                    reason: reason.clone(),
                }
            }
            What::Reopened { .. } => step.stage = Stage::Open,
            What::Commented { comment, words, .. } => {
                step.comments.push(Comment {
                    id: *comment,
                    by,
                    at,
                    words: words.clone(),
                });
            }
            What::CommentRemoved { comment, .. } => step.comments.retain(|said| said.id != *comment),
            What::HelpOffered { organisation, .. } => {
                step.offers.retain(|offer| offer.organisation != *organisation);
                step.offers.push(Offer {
                    organisation: *organisation,
                    by,
                    at,
                });
            }
            What::OfferWithdrawn { organisation, .. } => {
                step.offers.retain(|offer| offer.organisation != *organisation);
            }
            What::HelpAsked { needed, .. } => step.needs_help = needed.then_some(at),
            _ => {}
        }
    }

    pub(crate) fn words_mut(&mut self, field: Field) -> Option<&mut Words> {
        match field {
            Field::Goal => Some(&mut self.goal),
            Field::Barrier(id) => self.barriers.get_mut(&id).map(|it| &mut it.words),
            Field::Lever(id) => self.levers.get_mut(&id).map(|it| &mut it.words),
            Field::Title(id) => self.steps.get_mut(&id).map(|it| &mut it.title),
            Field::Details(id) => self.steps.get_mut(&id).map(|it| &mut it.details),
        }
    }

    fn words_of(&self, item: Item) -> Option<&Words> {
        match item {
            Item::Barrier(id) => self.barriers.get(&id).map(|it| &it.words),
            Item::Lever(id) => self.levers.get(&id).map(|it| &it.words),
            Item::Step(id) => self.steps.get(&id).map(|it| &it.title),
        }
    }

    pub(super) fn theme_of(&self, item: Item) -> Option<Theme> {
        match item {
            Item::Barrier(id) => self.barriers.get(&id).map(|it| it.theme),
            Item::Lever(id) => self.levers.get(&id).map(|it| it.theme),
            Item::Step(id) => self.steps.get(&id).map(|it| it.theme),
        }
    }

    fn theme_mut(&mut self, item: Item) -> Option<&mut Theme> {
        match item {
            Item::Barrier(id) => self.barriers.get_mut(&id).map(|it| &mut it.theme),
            Item::Lever(id) => self.levers.get_mut(&id).map(|it| &mut it.theme),
            Item::Step(id) => self.steps.get_mut(&id).map(|it| &mut it.theme),
        }
    }

    /// Where an item stands in its list.
    pub fn place_of(&self, item: Item) -> Option<&Place> {
        match item {
            Item::Barrier(id) => self.barriers.get(&id).map(|it| &it.place),
            Item::Lever(id) => self.levers.get(&id).map(|it| &it.place),
            Item::Step(id) => self.steps.get(&id).map(|it| &it.place),
        }
    }

    fn place_mut(&mut self, item: Item) -> Option<&mut Place> {
        match item {
            Item::Barrier(id) => self.barriers.get_mut(&id).map(|it| &mut it.place),
            Item::Lever(id) => self.levers.get_mut(&id).map(|it| &mut it.place),
            Item::Step(id) => self.steps.get_mut(&id).map(|it| &mut it.place),
        }
    }

    /// Since when an item is in the bin; `None` when there is no such item.
    pub fn removed(&self, item: Item) -> Option<&Option<Removed>> {
        match item {
            Item::Barrier(id) => self.barriers.get(&id).map(|it| &it.removed),
            Item::Lever(id) => self.levers.get(&id).map(|it| &it.removed),
            Item::Step(id) => self.steps.get(&id).map(|it| &it.removed),
        }
    }

    fn removed_mut(&mut self, item: Item) -> Option<&mut Option<Removed>> {
        match item {
            Item::Barrier(id) => self.barriers.get_mut(&id).map(|it| &mut it.removed),
            Item::Lever(id) => self.levers.get_mut(&id).map(|it| &mut it.removed),
            Item::Step(id) => self.steps.get_mut(&id).map(|it| &mut it.removed),
        }
    }
}

impl Step {
    /// Someone answers anything but yes, or takes an answer back: it always wins, and a step under way is open again
    /// (`CF2`, `AG3`).
    fn answer(&mut self, by: crate::ids::PersonId, answer: Option<Agreement>) {
        match answer {
            Some(answer) => self.agreements.insert(by, answer),
            None => self.agreements.remove(&by),
        };
        if matches!(self.stage, Stage::Started(_)) {
            self.stage = Stage::Open;
        }
    }
}
