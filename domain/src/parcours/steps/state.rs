//! What a step is.

use super::terms::{Doer, Terms, When};
use crate::catalogue::Theme;
use crate::kernel::calendar::Moment;
use crate::kernel::digest::Digest;
use crate::kernel::ids::{CheckId, ClientId, CommentId, FindingId, OrganisationId, PersonId};
use crate::kernel::words::Words;
use crate::parcours::agreement::state::Agreement;
use crate::parcours::life::state::Stage;
use crate::parcours::sharing::state::Offer;
use crate::parcours::shelf::state::{Rank, Removed, Shelved};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A step of the parcours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is to be done, in a few words.
    pub title: Words,
    /// More words, when needed.
    pub details: Words,
    /// What it is about.
    pub theme: Theme,
    /// Who proposed it.
    pub proposed_by: PersonId,
    /// When it was proposed.
    pub proposed_at: Moment,
    /// Who does it: the parties.
    pub doers: Vec<Doer>,
    /// When, in Paris.
    pub when: Option<When>,
    /// Where.
    pub place_words: String,
    /// What to bring.
    pub bring: String,
    /// The barrier that it lifts.
    pub lifts: Option<FindingId>,
    /// The lever that it leans on.
    pub leans_on: Option<FindingId>,
    /// Small things to tick, in order.
    pub checklist: Vec<Check>,
    /// What each party answered, to exactly which words.
    pub agreements: BTreeMap<PersonId, Agreement>,
    /// Where it stands.
    pub stage: Stage,
    /// Exchanges, oldest first.
    pub comments: Vec<Comment>,
    /// Organisations that offered to help (*Je peux aider*).
    pub offers: Vec<Offer>,
    /// The usager asked for help with this step.
    pub needs_help: Option<Moment>,
    /// Its rank among the steps.
    pub rank: Rank,
    /// In the bin, since when and by whom.
    pub removed: Option<Removed>,
}

/// A line of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its name.
    pub id: CheckId,
    /// What is to be done or gathered.
    pub words: String,
    /// Ticked.
    pub done: bool,
}

/// Words said about a step. They are never changed, only removed by whoever said them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Its name.
    pub id: CommentId,
    /// Who said it.
    pub by: PersonId,
    /// When.
    pub at: Moment,
    /// The words.
    pub words: String,
}

impl Step {
    /// What an organisation offered for this step.
    pub fn offer_of(&self, organisation: OrganisationId) -> Option<&Offer> {
        self.offers
            .iter()
            .find(|offer| offer.organisation == organisation)
    }

    /// Whether a person has not answered it as it stands: not at all, to other words, or on paper alone (`AG2`, `AG4`).
    pub fn is_unanswered_by(&self, person: PersonId) -> bool {
        matches!(
            self.agreements.get(&person),
            None | Some(Agreement::ToConfirm { .. } | Agreement::OnPaper { .. })
        )
    }

    /// The exact text that an agreement is about (`AG1`, `AG2`).
    pub fn terms(&self) -> Terms {
        Terms {
            title: self.title.text(),
            details: self.details.text(),
            doers: self.doers.clone(),
            when: self.when,
            place: self.place_words.clone(),
            bring: self.bring.clone(),
        }
    }

    /// The name of that text: what a *yes* names.
    pub fn digest(&self) -> Digest {
        self.terms().digest()
    }

    /// A step that was just proposed.
    pub fn proposed(
        client: ClientId,
        theme: Theme,
        terms: &Terms,
        by: PersonId,
        at: Moment,
        rank: Rank,
    ) -> Self {
        Self {
            title: Words::written_by(client, &terms.title),
            details: Words::written_by(client, &terms.details),
            theme,
            proposed_by: by,
            proposed_at: at,
            doers: terms.doers.clone(),
            when: terms.when,
            place_words: terms.place.clone(),
            bring: terms.bring.clone(),
            lifts: None,
            leans_on: None,
            checklist: Vec::new(),
            agreements: BTreeMap::new(),
            stage: Stage::Open,
            comments: Vec::new(),
            offers: Vec::new(),
            needs_help: None,
            rank,
            removed: None,
        }
    }
}

impl Shelved for Step {
    fn theme(&self) -> Theme {
        self.theme
    }
    fn theme_mut(&mut self) -> &mut Theme {
        &mut self.theme
    }
    fn rank(&self) -> &Rank {
        &self.rank
    }
    fn rank_mut(&mut self) -> &mut Rank {
        &mut self.rank
    }
    fn removed(&self) -> Option<&Removed> {
        self.removed.as_ref()
    }
    fn removed_mut(&mut self) -> &mut Option<Removed> {
        &mut self.removed
    }
    fn says(&self) -> (String, String) {
        (self.title.text(), self.details.text())
    }
}
