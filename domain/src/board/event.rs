//! What happened. Events are facts: applied in order they give the board back, today or in ten years (`EV1`).

#![allow(
    missing_docs,
    reason = "the fields of an event are named after what they hold; each variant says the fact"
)]

use super::agreement::{Digest, UsagerYes};
use super::order::OrderKey;
use super::state::{Doer, Field, Item, Level, SharedItem, Voice, When};
use super::words::WordsChange;
use crate::calendar::Moment;
use crate::ids::{BarrierId, CheckId, ClientId, CommentId, LeverId, OrganisationId, PersonId, StepId};
use crate::theme::Theme;
use serde::{Deserialize, Serialize};

/// The version of the encoding of events, kept beside each in the log (`EV1`).
pub const EVENT_VERSION: u16 = 1;

/// The place of an event in its board's history: 1, 2, 3… without holes (`OR1`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl Seq {
    /// The one after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// Whether it stands before the first event.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it by reference")]
    pub(crate) const fn is_zero(&self) -> bool {
        self.0 == 0
    }
}

/// An event of one board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the history.
    pub seq: Seq,
    /// When the service received it (in the browser, until then: when it was made).
    pub at: Moment,
    /// Whose doing it is.
    pub by: PersonId,
    /// The client that wrote it: the owner of the characters it types.
    pub client: ClientId,
    /// What happened.
    pub what: What,
}

/// The kinds of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A text was edited.
    WordsEdited { field: Field, changes: Vec<WordsChange> },
    /// A barrier was added.
    BarrierAdded {
        barrier: BarrierId,
        theme: Theme,
        words: String,
        key: OrderKey,
    },
    /// A lever was added.
    LeverAdded {
        lever: LeverId,
        theme: Theme,
        words: String,
        key: OrderKey,
    },
    /// One voice said how strong a barrier or lever is; `None` takes it back to *not yet raised*.
    Rated {
        item: Item,
        voice: Voice,
        level: Option<Level>,
    },
    /// An item changed theme.
    ThemeSet { item: Item, theme: Theme },
    /// A step was proposed.
    StepProposed {
        step: StepId,
        title: String,
        theme: Theme,
        key: OrderKey,
    },
    /// Who does a step.
    DoersSet { step: StepId, doers: Vec<Doer> },
    /// When.
    WhenSet { step: StepId, when: Option<When> },
    /// Where.
    PlaceSet { step: StepId, place: String },
    /// What to bring.
    BringSet { step: StepId, bring: String },
    /// Which barrier it lifts.
    LiftsSet {
        step: StepId,
        barrier: Option<BarrierId>,
    },
    /// Which lever it leans on.
    LeansOnSet { step: StepId, lever: Option<LeverId> },
    /// A line was added to the checklist, at `index`.
    CheckAdded {
        step: StepId,
        check: CheckId,
        words: String,
        index: usize,
    },
    /// A line was ticked or unticked.
    CheckTicked {
        step: StepId,
        check: CheckId,
        done: bool,
    },
    /// A line was removed.
    CheckRemoved { step: StepId, check: CheckId },
    /// The usager agreed, freshly proven (`AG1`).
    UsagerAgreed(UsagerYes),
    /// A professional agreed, for themselves.
    ProfessionalAgreed { step: StepId, words: Digest },
    /// A professional says that the usager agreed on paper (`AG4`).
    PaperRecorded { step: StepId, words: Digest },
    /// *On en parle.*
    TalkAsked { step: StepId },
    /// *Non.*
    StepRefused { step: StepId },
    /// An answer was taken back.
    AnswerWithdrawn { step: StepId },
    /// Under way.
    Started { step: StepId },
    /// Done.
    Finished { step: StepId },
    /// Given up.
    Stopped { step: StepId, reason: String },
    /// Not started again.
    Reopened { step: StepId },
    /// An item has a new place in its list.
    Moved { item: Item, key: OrderKey },
    /// The keys of a list were dealt anew (`CF4`): same order, shorter keys.
    Rebalanced { keys: Vec<(Item, OrderKey)> },
    /// Something was said about a step.
    Commented {
        step: StepId,
        comment: CommentId,
        words: String,
    },
    /// Its author removed a comment.
    CommentRemoved { step: StepId, comment: CommentId },
    /// An item went to the bin (`CF5`).
    Removed { item: Item },
    /// An item came back.
    Restored { item: Item },
    /// The usager shared an item.
    Shared {
        item: SharedItem,
        organisation: OrganisationId,
        purpose: String,
        until: Moment,
    },
    /// A share ended.
    ShareEnded {
        item: SharedItem,
        organisation: OrganisationId,
    },
    /// A partner can help.
    HelpOffered {
        step: StepId,
        organisation: OrganisationId,
    },
    /// A partner no longer can.
    OfferWithdrawn {
        step: StepId,
        organisation: OrganisationId,
    },
    /// The usager needs help with a step, or no longer.
    HelpAsked { step: StepId, needed: bool },
    /// The action that event `of` was is taken back by these changes.
    Undone { of: Seq, changes: Vec<What> },
}

impl What {
    /// The item that the event is about, if it is about one.
    pub fn item(&self) -> Option<Item> {
        match self {
            Self::WordsEdited { field, .. } => match field {
                Field::Goal => None,
                Field::Barrier(id) => Some(Item::Barrier(*id)),
                Field::Lever(id) => Some(Item::Lever(*id)),
                Field::Title(id) | Field::Details(id) => Some(Item::Step(*id)),
            },
            Self::BarrierAdded { barrier, .. } => Some(Item::Barrier(*barrier)),
            Self::LeverAdded { lever, .. } => Some(Item::Lever(*lever)),
            Self::Rated { item, .. }
            | Self::ThemeSet { item, .. }
            | Self::Moved { item, .. }
            | Self::Removed { item }
            | Self::Restored { item } => Some(*item),
            Self::UsagerAgreed(yes) => Some(Item::Step(yes.step())),
            Self::StepProposed { step, .. }
            | Self::DoersSet { step, .. }
            | Self::WhenSet { step, .. }
            | Self::PlaceSet { step, .. }
            | Self::BringSet { step, .. }
            | Self::LiftsSet { step, .. }
            | Self::LeansOnSet { step, .. }
            | Self::CheckAdded { step, .. }
            | Self::CheckTicked { step, .. }
            | Self::CheckRemoved { step, .. }
            | Self::ProfessionalAgreed { step, .. }
            | Self::PaperRecorded { step, .. }
            | Self::TalkAsked { step }
            | Self::StepRefused { step }
            | Self::AnswerWithdrawn { step }
            | Self::Started { step }
            | Self::Finished { step }
            | Self::Stopped { step, .. }
            | Self::Reopened { step }
            | Self::Commented { step, .. }
            | Self::CommentRemoved { step, .. }
            | Self::HelpOffered { step, .. }
            | Self::OfferWithdrawn { step, .. }
            | Self::HelpAsked { step, .. } => Some(Item::Step(*step)),
            Self::Shared { item, .. } | Self::ShareEnded { item, .. } => match item {
                super::state::SharedItem::Goal => None,
                super::state::SharedItem::Step(step) => Some(Item::Step(*step)),
            },
            Self::Rebalanced { .. } | Self::Undone { .. } => None,
        }
    }
}
