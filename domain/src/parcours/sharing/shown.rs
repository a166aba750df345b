//! What a partner is shown of an item: what the person saw when they shared it, and no more until they show that too
//! (`VW5`).

use super::state::{SharedItem, Shown};
use crate::parcours::agreement::state::Agreement;
use crate::parcours::board::Board;
use crate::parcours::fact::Fact;
use crate::parcours::steps::state::Step;

impl Board {
    /// An item as a partner would read it, were it shared now; none when it is not there.
    pub fn shown(&self, item: SharedItem) -> Option<Shown> {
        Some(match item {
            SharedItem::Goal => Shown {
                words: self.goal.text(),
                theme: None,
                when: None,
                place: String::new(),
            },
            SharedItem::Step(id) => {
                let step = self.steps.get(&id)?;
                Shown {
                    words: step.title.text(),
                    theme: Some(step.theme),
                    when: step.when,
                    place: step.place_words.clone(),
                }
            }
        })
    }

    /// Whether a step is decided together, for a partner who has just been shown it.
    pub(super) fn is_decided(&self, item: SharedItem) -> bool {
        let step = item.item().and_then(|item| self.steps.get(&item.step()?));
        step.is_some_and(|step| self.decided(step).is_some())
    }
}

/// What partners are told of a step being decided follows the answers to it, and nothing else: an answer that a change of
/// words turned back (`AG2`) tells of a change that they are not shown.
pub(in crate::parcours) fn follow(board: &mut Board, fact: &Fact) {
    let Fact::Answer(id, _) = fact else { return };
    let Some(step) = board.steps.get(id) else { return };
    let (decided, holds) = (board.decided(step).is_some(), holds(board, step));
    let item = SharedItem::Step(*id);
    for share in board.shares.iter_mut().filter(|share| share.item == item) {
        share.decided = decided || (share.decided && holds);
    }
}

/// Whether usager and team have said yes, to these words or to those of before.
fn holds(board: &Board, step: &Step) -> bool {
    let yes = |answer: &Agreement| !matches!(answer, Agreement::Talk { .. } | Agreement::Refused { .. });
    let mut team = step
        .agreements
        .iter()
        .filter(|(person, _)| **person != board.usager);
    step.agreements.get(&board.usager).is_some_and(yes) && team.any(|(_, answer)| yes(answer))
}
