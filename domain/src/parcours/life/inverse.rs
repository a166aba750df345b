//! What takes back a change of stage: the stage before it.

use super::fact::StageFact;
use super::state::Stage;
use crate::kernel::ids::StepId;
use crate::parcours::board::Board;
use crate::parcours::fact::Fact;
use crate::parcours::history::action::ActionName;

pub(in crate::parcours) fn inverse(
    board: &Board,
    id: StepId,
    fact: &StageFact,
) -> Option<(ActionName, Vec<Fact>)> {
    match fact {
        StageFact::Started | StageFact::Finished | StageFact::Stopped { .. } | StageFact::Reopened => {
            let before = match &board.steps.get(&id)?.stage {
                Stage::Open => StageFact::Reopened,
                Stage::Started(_) => StageFact::Started,
                Stage::Done { .. } => StageFact::Finished,
                Stage::Stopped { reason, .. } => StageFact::Stopped {
                    reason: reason.clone(),
                },
            };
            Some((ActionName::Stage, vec![Fact::Stage(id, before)]))
        }
    }
}
