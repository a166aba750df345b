//! What takes back what happened to a step. Comments and calls for help have their own way back.

use super::fact::StepFact;
use crate::kernel::ids::{ClientId, StepId};
use crate::parcours::board::Board;
use crate::parcours::fact::Fact;
use crate::parcours::history::action::ActionName;
use crate::parcours::item::Item;
use crate::parcours::shelf::fact::ShelfFact;

pub(in crate::parcours) fn inverse(
    board: &Board,
    client: ClientId,
    id: StepId,
    fact: &StepFact,
) -> Option<(ActionName, Vec<Fact>)> {
    let step = board.steps.get(&id);
    let (name, back) = match fact {
        StepFact::Proposed { .. } => {
            let removed = Fact::Shelf(Item::Step(id), ShelfFact::Removed);
            return Some((ActionName::Added, vec![removed]));
        }
        StepFact::TitleWritten { changes } => {
            let changes = step?.title.all_inverse(client, changes);
            (ActionName::Words, StepFact::TitleWritten { changes })
        }
        StepFact::DetailsWritten { changes } => {
            let changes = step?.details.all_inverse(client, changes);
            (ActionName::Words, StepFact::DetailsWritten { changes })
        }
        StepFact::DoersSet { .. } => {
            let doers = step?.doers.clone();
            (ActionName::Doers, StepFact::DoersSet { doers })
        }
        StepFact::WhenSet { .. } => (ActionName::When, StepFact::WhenSet { when: step?.when }),
        StepFact::PlaceSet { .. } => {
            let place = step?.place_words.clone();
            (ActionName::Place, StepFact::PlaceSet { place })
        }
        StepFact::BringSet { .. } => {
            let bring = step?.bring.clone();
            (ActionName::Bring, StepFact::BringSet { bring })
        }
        StepFact::LiftsSet { .. } => {
            let barrier = step?.lifts;
            (ActionName::Lifts, StepFact::LiftsSet { barrier })
        }
        StepFact::LeansOnSet { .. } => {
            let lever = step?.leans_on;
            (ActionName::LeansOn, StepFact::LeansOnSet { lever })
        }
        StepFact::CheckAdded { check, .. } => {
            (ActionName::Checklist, StepFact::CheckRemoved { check: *check })
        }
        StepFact::CheckTicked { check, done } => {
            let (check, done) = (*check, !done);
            (ActionName::Checklist, StepFact::CheckTicked { check, done })
        }
        StepFact::CheckRemoved { check } => {
            let list = &step?.checklist;
            let (check, index) = (*check, list.iter().position(|line| line.id == *check)?);
            let (words, done) = (list[index].words.clone(), list[index].done);
            let mut back = vec![Fact::Step(id, StepFact::CheckAdded { check, words, index })];
            if done {
                back.push(Fact::Step(id, StepFact::CheckTicked { check, done }));
            }
            return Some((ActionName::Checklist, back));
        }
        StepFact::Commented { .. } | StepFact::CommentRemoved { .. } | StepFact::HelpAsked { .. } => {
            return None;
        }
    };
    Some((name, vec![Fact::Step(id, back)]))
}
