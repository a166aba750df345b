//! What a command about a step's stage leads to.

use super::command::StageCommand;
use super::fact::StageFact;
use super::state::Stage;
use crate::kernel::ids::StepId;
use crate::kernel::refusal::Refusal;
use crate::parcours::board::Board;
use crate::parcours::steps::decide::step;
use crate::parcours::text::said;

/// The longest reason to give a step up.
const REASON: usize = 500;

pub(in crate::parcours) fn decide(
    board: &Board,
    id: StepId,
    command: &StageCommand,
) -> Result<Option<StageFact>, Refusal> {
    let stage = &step(board, id)?.stage;
    let over = matches!(stage, Stage::Done { .. } | Stage::Stopped { .. });
    match command {
        StageCommand::Start if *stage == Stage::Open => Ok(Some(StageFact::Started)),
        StageCommand::Finish if !over => Ok(Some(StageFact::Finished)),
        StageCommand::Stop { reason } if !over => {
            let reason = said(reason, REASON)?;
            Ok(Some(StageFact::Stopped { reason }))
        }
        StageCommand::Start | StageCommand::Finish | StageCommand::Stop { .. } => Err(Refusal::WrongStage),
        StageCommand::Reopen => Ok((*stage != Stage::Open).then_some(StageFact::Reopened)),
    }
}

/// Whether a fact may happen to the board as it is: for whoever gives a command, and for whoever undoes one.
pub(in crate::parcours) fn may(board: &Board, id: StepId, fact: &StageFact) -> Result<(), Refusal> {
    let step = step(board, id)?;
    let decided = match fact {
        StageFact::Started => board.decided(step).is_some(),
        // One that is under way was decided together; the stage of an open one does not say so.
        StageFact::Finished => step.stage != Stage::Open || board.decided(step).is_some(),
        StageFact::Stopped { .. } | StageFact::Reopened => true,
    };
    if decided { Ok(()) } else { Err(Refusal::NotDecided) }
}
