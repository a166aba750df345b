//! What a step is.

use crate::catalogue::Theme;
use crate::kernel::calendar::{Day, Hour, Moment};
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

/// Who does a step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doer {
    /// The usager or a professional.
    Person(PersonId),
    /// An organisation.
    Organisation(OrganisationId),
    /// Someone without an account, by name.
    Named(String),
}

/// When a step is to happen, as a calendar and a clock in Paris show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The day.
    pub day: Day,
    /// The hour, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hour: Option<Hour>,
    /// *Avant le* rather than *le*.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub before: bool,
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
    /// Whether a person has not answered it as it stands: not at all, to other words, or on paper alone (`AG2`, `AG4`).
    pub fn is_unanswered_by(&self, person: PersonId) -> bool {
        matches!(
            self.agreements.get(&person),
            None | Some(Agreement::ToConfirm { .. } | Agreement::OnPaper { .. })
        )
    }

    /// The exact text that an agreement is about: words, date, place and parties (`AG1`, `AG2`). Everything that
    /// `Digest` covers turns the agreements back to *to be confirmed* when it changes.
    pub fn digest(&self) -> Digest {
        Digest::of_bytes(
            &serde_json::to_vec(&(
                self.title.text(),
                self.details.text(),
                &self.doers,
                self.when,
                &self.place_words,
                &self.bring,
            ))
            .unwrap_or_default(),
        )
    }

    /// A step that was just proposed.
    pub fn proposed(
        client: ClientId,
        title: &str,
        theme: Theme,
        by: PersonId,
        at: Moment,
        rank: Rank,
    ) -> Self {
        Self {
            title: Words::written_by(client, title),
            details: Words::default(),
            theme,
            proposed_by: by,
            proposed_at: at,
            doers: Vec::new(),
            when: None,
            place_words: String::new(),
            bring: String::new(),
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
