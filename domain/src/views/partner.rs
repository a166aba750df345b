//! A partner's view of a board, made from the items shared with their organisation alone (`VW1`, `VW4`). Whatever else
//! is on the board, or happens there, changes no byte of it.

use super::pages::{PartnerStep, PartnerView};
use crate::catalogue::Theme;
use crate::kernel::calendar::Moment;
use crate::kernel::ids::OrganisationId;
use crate::parcours::{Board, Column, Share, SharedItem, Stage, Step};

/// What an organisation sees at a moment; the consent is that of this moment (`VW3`).
pub fn partner_view(
    board: &Board,
    first_name: &str,
    organisation: OrganisationId,
    now: Moment,
) -> PartnerView {
    let theirs = || board.shares_with(organisation, now);
    let mut shared: Vec<_> = theirs()
        .filter_map(|share| match share.item {
            SharedItem::Step(id) => Some((id, board.steps.get(&id)?, share)),
            SharedItem::Goal => None,
        })
        .collect();
    // By when it was shared, not by the board's order: a step's rank tells of the steps around it.
    shared.sort_by_key(|(id, _, share)| (share.at, *id));
    let steps = shared.into_iter().map(|(id, step, share)| PartnerStep {
        step: id,
        title: share.shown.words.clone(),
        theme: share.shown.theme.unwrap_or(Theme::UNSORTED),
        column: column(step, share),
        stopped: step.stage.is_stopped(),
        when: share.shown.when,
        place: share.shown.place.clone(),
        proposed_by_usager: step.proposed_by == board.usager,
        engaged: step.offer_of(organisation).is_some(),
        wanted: step.offer_of(organisation).and_then(|offer| offer.wanted),
        purpose: share.purpose.clone(),
    });
    let steps: Vec<_> = steps.collect();
    let goal = theirs().find(|share| share.item == SharedItem::Goal);
    let goal = goal.map(|share| share.shown.words.clone());
    // Nothing shared, nobody there: not even a first name.
    let first_name = if goal.is_none() && steps.is_empty() {
        String::new()
    } else {
        first_name.to_owned()
    };
    PartnerView {
        first_name,
        goal,
        steps,
    }
}

/// Where a step stands, as its organisation has been told (`VW5`).
const fn column(step: &Step, share: &Share) -> Column {
    match step.stage {
        Stage::Open if share.decided => Column::Decided,
        Stage::Open => Column::ToDiscuss,
        Stage::Started(_) => Column::InProgress,
        Stage::Done { .. } | Stage::Stopped { .. } => Column::Done,
    }
}

impl PartnerView {
    /// Whether nothing is shared.
    pub fn is_empty(&self) -> bool {
        self.goal.is_none() && self.steps.is_empty()
    }

    /// What is left of it when some items are no longer shared.
    #[must_use]
    pub fn without(mut self, items: &[SharedItem]) -> Self {
        if items.contains(&SharedItem::Goal) {
            self.goal = None;
        }
        self.steps
            .retain(|step| !items.contains(&SharedItem::Step(step.step)));
        if self.is_empty() { Self::default() } else { self }
    }
}

#[cfg(test)]
#[path = "partner_tests.rs"]
mod tests;
