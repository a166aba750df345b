//! An answer is undone by nobody: each has its own way back, by the person it belongs to (`AG1`).

use super::fact::AnswerFact;
use crate::parcours::fact::Fact;
use crate::parcours::history::action::ActionName;

pub(in crate::parcours) fn inverse(fact: &AnswerFact) -> Option<(ActionName, Vec<Fact>)> {
    match fact {
        AnswerFact::UsagerAgreed(_)
        | AnswerFact::ProfessionalAgreed { .. }
        | AnswerFact::PaperRecorded { .. }
        | AnswerFact::PaperTakenBack
        | AnswerFact::TalkAsked
        | AnswerFact::Refused
        | AnswerFact::Withdrawn => None,
    }
}
