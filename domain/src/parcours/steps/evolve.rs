//! The steps after what happened.

use super::fact::StepFact;
use super::state::{Check, Comment, Step};
use super::terms::Terms;
use crate::kernel::ids::StepId;
use crate::parcours::board::Board;
use crate::parcours::fact::Event;
use crate::parcours::shelf::state::Rank;
use std::sync::Arc;

pub(in crate::parcours) fn evolve(board: &mut Board, event: &Event, id: StepId, fact: &StepFact) {
    if let StepFact::Proposed {
        title,
        theme,
        key,
        terms,
        lifts,
        yes,
    } = fact
    {
        let rank = Rank {
            key: key.clone(),
            given: event.seq,
        };
        let terms = Terms {
            title: title.clone(),
            ..terms.as_deref().cloned().unwrap_or_default()
        };
        let mut proposed = Step::proposed(event.client, *theme, &terms, event.by, event.at, rank);
        proposed.lifts = *lifts;
        let answer = yes
            .as_ref()
            .and_then(|yes| yes.answer(event.by == board.usager, terms.digest(), event.at));
        proposed
            .agreements
            .extend(answer.map(|answer| (event.by, answer)));
        board.steps.insert(id, Arc::new(proposed));
        return;
    }
    let Some(step) = board.steps.get_mut(&id).map(Arc::make_mut) else {
        return;
    };
    match fact {
        // Above: there was none yet.
        StepFact::Proposed { .. } => {}
        StepFact::TitleWritten { changes } => step.title.apply(event.client, changes, event.seq),
        StepFact::DetailsWritten { changes } => step.details.apply(event.client, changes, event.seq),
        StepFact::DoersSet { doers } => step.doers.clone_from(doers),
        StepFact::WhenSet { when } => step.when = *when,
        StepFact::PlaceSet { place } => step.place_words.clone_from(place),
        StepFact::BringSet { bring } => step.bring.clone_from(bring),
        StepFact::LiftsSet { barrier } => step.lifts = *barrier,
        StepFact::LeansOnSet { lever } => step.leans_on = *lever,
        StepFact::CheckAdded { check, words, index } => {
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
        StepFact::CheckTicked { check, done } => {
            let lines = step.checklist.iter_mut().filter(|line| line.id == *check);
            lines.for_each(|line| line.done = *done);
        }
        StepFact::CheckRemoved { check } => step.checklist.retain(|line| line.id != *check),
        StepFact::Commented { comment, words } => step.comments.push(Comment {
            id: *comment,
            by: event.by,
            at: event.at,
            words: words.clone(),
        }),
        StepFact::CommentRemoved { comment } => step.comments.retain(|said| said.id != *comment),
        StepFact::HelpAsked { needed } => step.needs_help = needed.then_some(event.at),
    }
}
