//! What an answer leads to.

use super::command::AnswerCommand;
use super::fact::AnswerFact;
use super::state::{Agreement, UsagerYes};
use crate::access::{Actor, Who};
use crate::kernel::digest::Digest;
use crate::kernel::ids::StepId;
use crate::kernel::refusal::Refusal;
use crate::parcours::board::Board;
use crate::parcours::life::state::Stage;
use crate::parcours::steps::decide::step;
use crate::parcours::steps::state::Step;

pub(in crate::parcours) fn decide(
    board: &Board,
    actor: &Actor,
    id: StepId,
    command: &AnswerCommand,
) -> Result<Option<AnswerFact>, Refusal> {
    let own = |step: &Step| step.agreements.get(&actor.person()).cloned();
    Ok(match command {
        AnswerCommand::Agree { words } => {
            let known = own(answerable(board, id, Some(*words))?);
            let already = matches!(known, Some(Agreement::Agreed { words: known, .. }) if known == *words);
            let fact = match &actor.who {
                Who::Usager {
                    person,
                    proof: Some(proof),
                } if proof.holds(*person, actor.at) => {
                    AnswerFact::UsagerAgreed(UsagerYes::given(proof, *words))
                }
                Who::Usager { .. } => return Err(Refusal::ProofNeeded),
                Who::Professional { .. } => AnswerFact::ProfessionalAgreed { words: *words },
                Who::Partner { .. } => return Err(Refusal::NotAllowed),
            };
            (!already).then_some(fact)
        }
        AnswerCommand::RecordPaper { words } => {
            let step = answerable(board, id, Some(*words))?;
            // The usager's own answer, whatever it is, is worth more than paper (`AG4`), also to words of before: it may hold
            // again (`AG6`). What they proposed without a proof was no answer yet (`AG5`).
            let known = step.agreements.get(&board.usager);
            let is_their_own =
                |it: &Agreement| !it.is_on_paper() && !matches!(it, Agreement::ToConfirm { was: None, .. });
            if known.is_some_and(is_their_own) {
                return Err(Refusal::Superseded);
            }
            Some(AnswerFact::PaperRecorded { words: *words })
        }
        // It takes nothing of the usager's own: they have said nothing yet.
        AnswerCommand::TakePaperBack => {
            let step = board.steps.get(&id).ok_or(Refusal::NotFound)?;
            let known = step.agreements.get(&board.usager);
            known
                .is_some_and(Agreement::is_on_paper)
                .then_some(AnswerFact::PaperTakenBack)
        }
        AnswerCommand::TalkAboutIt => {
            let known = own(answerable(board, id, None)?);
            (!matches!(known, Some(Agreement::Talk { .. }))).then_some(AnswerFact::TalkAsked)
        }
        AnswerCommand::Refuse => {
            let known = own(answerable(board, id, None)?);
            (!matches!(known, Some(Agreement::Refused { .. }))).then_some(AnswerFact::Refused)
        }
        AnswerCommand::Withdraw => {
            let step = board.steps.get(&id).ok_or(Refusal::NotFound)?;
            own(step).is_some().then_some(AnswerFact::Withdrawn)
        }
    })
}

/// Whether a fact may happen to the board as it is. An answer is undone by nobody: its author takes it back.
pub(in crate::parcours) fn may(board: &Board, id: StepId, fact: &AnswerFact) -> Result<(), Refusal> {
    match fact {
        AnswerFact::UsagerAgreed(yes) => answerable(board, id, Some(yes.words())).map(drop),
        AnswerFact::ProfessionalAgreed { words } | AnswerFact::PaperRecorded { words } => {
            answerable(board, id, Some(*words)).map(drop)
        }
        AnswerFact::TalkAsked | AnswerFact::Refused => answerable(board, id, None).map(drop),
        // It always wins (`CF2`).
        AnswerFact::Withdrawn | AnswerFact::PaperTakenBack => {
            board.steps.get(&id).map(drop).ok_or(Refusal::NotFound)
        }
    }
}

/// A step that waits for answers, and still says `words` (`AG1`, `CF2`).
fn answerable(board: &Board, id: StepId, words: Option<Digest>) -> Result<&Step, Refusal> {
    let step = step(board, id)?;
    if matches!(step.stage, Stage::Done { .. } | Stage::Stopped { .. }) {
        return Err(Refusal::WrongStage);
    }
    match words {
        Some(words) if words != step.digest() => Err(Refusal::Stale),
        Some(_) if step.title.is_blank() => Err(Refusal::Empty),
        _ => Ok(step),
    }
}
