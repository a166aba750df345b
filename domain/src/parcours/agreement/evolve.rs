//! The agreements after what happened.

use super::fact::AnswerFact;
use super::state::Agreement;
use crate::kernel::ids::{PersonId, StepId};
use crate::parcours::board::Board;
use crate::parcours::fact::Event;
use crate::parcours::life::state::Stage;
use crate::parcours::steps::state::Step;
use std::sync::Arc;

pub(in crate::parcours) fn evolve(board: &mut Board, event: &Event, id: StepId, fact: &AnswerFact) {
    let (usager, by, at) = (board.usager, event.by, event.at);
    let Some(step) = board.steps.get_mut(&id).map(Arc::make_mut) else {
        return;
    };
    match fact {
        AnswerFact::UsagerAgreed(yes) => {
            let words = yes.words();
            step.agreements.insert(usager, Agreement::Agreed { words, at });
        }
        AnswerFact::ProfessionalAgreed { words } => {
            // The usager's yes has another fact, and nothing else makes one (`AG1`).
            if by != usager {
                step.agreements
                    .insert(by, Agreement::Agreed { words: *words, at });
            }
        }
        AnswerFact::PaperRecorded { words } => {
            let on_paper = Agreement::OnPaper {
                words: *words,
                recorded_by: by,
                at,
            };
            step.agreements.insert(usager, on_paper);
        }
        AnswerFact::PaperTakenBack => {
            // Paper decides nothing: no step is under way by it (`AG4`).
            if step.agreements.get(&usager).is_some_and(Agreement::is_on_paper) {
                step.agreements.remove(&usager);
            }
        }
        AnswerFact::TalkAsked => answer(step, by, Some(Agreement::Talk { at })),
        AnswerFact::Refused => answer(step, by, Some(Agreement::Refused { at })),
        AnswerFact::Withdrawn => answer(step, by, None),
    }
}

/// Someone answers anything but yes, or takes an answer back: it always wins, and a step under way is open again (`CF2`,
/// `AG3`).
fn answer(step: &mut Step, by: PersonId, answer: Option<Agreement>) {
    match answer {
        Some(answer) => step.agreements.insert(by, answer),
        None => step.agreements.remove(&by),
    };
    if matches!(step.stage, Stage::Started(_)) {
        step.stage = Stage::Open;
    }
}
