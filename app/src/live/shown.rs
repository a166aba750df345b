//! What a page shows of a stream: signals that the engine sets, and that everybody else reads.

use itineraire_domain::access::Who;
use itineraire_domain::ids::{Epoch, Seq};
use itineraire_domain::sync::message::Here;
use itineraire_domain::sync::queue::Conflict;
use itineraire_domain::sync::replica::{Replica, Work};
use itineraire_domain::sync::stream::Stream;
use itineraire_domain::{Denial, Trouble};
use leptos::prelude::*;
use std::sync::Arc;

/// The signals.
pub(super) struct Shown<S: Stream> {
    /// The state with what is still on its way.
    pub state: RwSignal<Arc<S>>,
    /// Where one's work is.
    pub work: RwSignal<Work>,
    /// Whether the service is within reach.
    pub linked: RwSignal<bool>,
    /// Why the service keeps nothing for now, as far as this page was told.
    pub trouble: RwSignal<Option<Trouble>>,
    /// Who is here, and where they write.
    pub here: RwSignal<Vec<Here<S::Field>>>,
    /// The last event that the service confirmed.
    pub confirmed: RwSignal<Seq>,
    /// Why nothing may be shown here any more, once that is so.
    pub ended: RwSignal<Option<Ended<S>>>,
    /// What the service refused, words and all.
    pub conflicts: RwSignal<Vec<Conflict<S>>>,
    /// A sentence for the screen and for screen readers.
    pub notice: RwSignal<String>,
}

#[allow(
    clippy::expl_impl_clone_on_copy,
    reason = "derived, it would ask that the state itself be `Copy`"
)]
impl<S: Stream> Clone for Shown<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Stream> Copy for Shown<S> {}

impl<S: Stream> Shown<S> {
    /// A page that begins with the state that the service wrote it with.
    pub fn served(state: S) -> Self {
        Self::begin(state, Work::Kept, Vec::new(), true)
    }

    /// A page that begins with the work of an earlier one.
    pub fn kept(replica: &Replica<S>) -> Self {
        let conflicts = replica.conflicts().to_vec();
        Self::begin(replica.shown().clone(), replica.work(), conflicts, false)
    }

    fn begin(state: S, work: Work, conflicts: Vec<Conflict<S>>, linked: bool) -> Self {
        Self {
            confirmed: RwSignal::new(state.seq()),
            state: RwSignal::new(Arc::new(state)),
            work: RwSignal::new(work),
            linked: RwSignal::new(linked),
            trouble: RwSignal::new(None),
            here: RwSignal::new(Vec::new()),
            ended: RwSignal::new(None),
            conflicts: RwSignal::new(conflicts),
            notice: RwSignal::new(String::new()),
        }
    }
}

/// A page that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended<S: Stream> {
    /// Why.
    pub why: Denial,
    /// What the person did and the service never had: theirs to copy.
    pub unsent: Vec<S::Command>,
    /// What stood in fields that could not give it, whole.
    pub held: Vec<String>,
}

/// What an engine begins with.
pub(super) struct Begins<S: Stream> {
    /// Who the page is for. Without a proof: that is the service's to know.
    pub who: Who,
    /// The epoch of the state that the page begins with.
    pub epoch: Option<Epoch>,
    /// The work of an earlier page, taken up again. Without any, there is none until the page has its client.
    pub replica: Option<Replica<S>>,
}

/// The page of a stream, as its engine knows it.
pub(super) trait Screen<S: Stream> {
    /// Its signals.
    fn shown(&self) -> Shown<S>;
    /// Shows another state.
    fn shows(&self, state: S);
    /// Takes off what the page knows besides its signals: nothing of the stream may stay.
    fn forgets(&self);
}
