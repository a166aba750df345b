//! A step's stage after what happened.

use super::fact::StageFact;
use super::state::Stage;
use crate::kernel::ids::StepId;
use crate::parcours::board::Board;
use crate::parcours::fact::Event;
use std::sync::Arc;

pub(in crate::parcours) fn evolve(board: &mut Board, event: &Event, id: StepId, fact: &StageFact) {
    let at = event.at;
    let stage = match fact {
        // Without the proof that it is decided together, even a replayed event starts nothing (`AG3`).
        StageFact::Started => match board.steps.get(&id).and_then(|step| board.decided(step)) {
            Some(decided) => Stage::Started(decided.start(at)),
            None => return,
        },
        StageFact::Finished => Stage::Done { at },
        StageFact::Stopped { reason } => {
            let reason = reason.clone();
            Stage::Stopped { at, reason }
        }
        StageFact::Reopened => Stage::Open,
    };
    if let Some(step) = board.steps.get_mut(&id) {
        Arc::make_mut(step).stage = stage;
    }
}
