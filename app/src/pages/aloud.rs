//! What *Écouter* reads: the same words as on the screen, as sentences.

use super::goal::Signed;
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{Column, Side, Step, Words};
use leptos::prelude::*;

/// The opened step; or the goal, what holds back, what helps, and the steps column by column.
pub(super) fn board(live: LiveBoard, opened: Option<StepId>) -> String {
    live.board.with_untracked(|board| {
        if let Some(step) = opened.and_then(|id| board.steps.get(&id)) {
            return step_aloud(live, step);
        }
        let mut sentences = vec![say::aloud::goal(&board.goal.text())];
        let mut list = |title: &str, all: Vec<String>| {
            if !all.is_empty() {
                sentences.push(say::aloud::list(&all.join(", "), title));
            }
        };
        let of = |words: &Words| words.text();
        list(
            say::diagnosis::BARRIERS,
            board
                .findings_in_order(Side::Barrier)
                .into_iter()
                .map(|(_, it)| of(&it.words))
                .collect(),
        );
        list(
            say::diagnosis::LEVERS,
            board
                .findings_in_order(Side::Lever)
                .into_iter()
                .map(|(_, it)| of(&it.words))
                .collect(),
        );
        for column in Column::ALL {
            let steps = board.column(column).into_iter().map(|(_, step)| of(&step.title));
            list(locales::column(column), steps.collect());
        }
        sentences.join(". ")
    })
}

/// The usager's own view: the goal, with what is asked about it, the next step, then what was proposed to them.
pub(super) fn own(live: LiveBoard, next: Option<StepId>, proposed: &[StepId]) -> String {
    live.board.with_untracked(|board| {
        let next = match next.and_then(|id| board.steps.get(&id)) {
            Some(step) => say::aloud::next_step(&step_aloud(live, step)),
            None => say::own::NOTHING_NEXT.to_owned(),
        };
        let proposed = proposed.iter().filter_map(|id| board.steps.get(id));
        let proposed = proposed.map(|step| say::aloud::proposed(&step.title.text()));
        let goal = (!board.goal.is_blank()).then(|| say::aloud::goal(&board.goal.text()));
        let question = Signed::of(board).question(live);
        let first = goal.into_iter().chain(question).chain([next]);
        first.chain(proposed).collect::<Vec<_>>().join(". ")
    })
}

fn step_aloud(live: LiveBoard, step: &Step) -> String {
    let doers: Vec<_> = step.doers.iter().map(|doer| live.doer(doer)).collect();
    let sentences = [
        Some(step.title.text()),
        Some(step.details.text()),
        step.when.map(locales::when),
        Some(step.place_words.clone()),
        (!doers.is_empty()).then(|| say::aloud::who(&doers.join(", "))),
        (!step.bring.is_empty()).then(|| say::aloud::bring(&step.bring)),
    ];
    let sentences = sentences
        .into_iter()
        .flatten()
        .filter(|said| !said.trim().is_empty());
    sentences.collect::<Vec<_>>().join(". ")
}
