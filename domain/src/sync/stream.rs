//! What the live link carries: anything that several people write on at once. The judge, the queue and the replica ask
//! nothing more of it than [`Stream`] says, so that whatever is a stream is ordered, kept, rebased and repeated alike.
//! `tests/agenda.rs` makes the smallest one from nothing.

use crate::access::{Actor, Who};
use crate::kernel::digest::Digest;
use crate::kernel::event::Event;
use crate::kernel::ids::{ClientId, PersonId, Seq, StreamId};
use crate::kernel::refusal::Refusal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// An event of a stream.
pub type EventOf<S> = Event<<S as Stream>::Fact>;

/// What is compared, written and read back, and goes from one thread to another.
pub trait Data: Clone + Debug + Eq + Serialize + DeserializeOwned + Send + Sync + 'static {}

impl<T: Clone + Debug + Eq + Serialize + DeserializeOwned + Send + Sync + 'static> Data for T {}

/// The state of what is written on live, and its rules. Pure: the time and the ids come in as arguments. Equal states are
/// equal bytes.
pub trait Stream: Data {
    /// What people ask for. Its JSON is an object: what its author had seen is written beside it.
    type Command: Data;
    /// What happens.
    type Fact: Data;
    /// A place in it that someone writes in.
    type Field: Data + Copy + Ord;

    /// The version of the state as it is kept and sent whole (`EV1`).
    const VERSION: u16;
    /// The version of the encoding of commands (`EV1`).
    const COMMAND_VERSION: u16;

    /// Its state before anything happened.
    fn empty(id: StreamId, owner: PersonId) -> Self;
    /// Which it is.
    fn id(&self) -> StreamId;
    /// Whose it is.
    fn owner(&self) -> PersonId;
    /// The sequence of the last event applied, 0 before the first (`OR1`).
    fn seq(&self) -> Seq;

    /// What a command leads to; no event when it would change nothing.
    fn decide(&self, actor: &Actor, command: &Self::Command) -> Result<Vec<EventOf<Self>>, Refusal>;
    /// Applies what happened.
    fn evolve(&mut self, event: &EventOf<Self>);

    /// A short name of the whole state (`GR4`).
    fn hash(&self) -> String {
        Digest::of_state(self).to_string()
    }

    /// Whether a command of this person shows only when the service has said it.
    fn awaits_the_service(_who: &Who, _command: &Self::Command) -> bool {
        false
    }

    /// The action that a command takes back, named by the sequence of its last event, if that is what it does.
    fn undoes(_command: &Self::Command) -> Option<Seq> {
        None
    }

    /// A command of a page's client does not apply to what the page now shows, and may apply again on what comes next: what
    /// it names must not be named a second time.
    fn passes_over(&mut self, _client: ClientId, _command: &Self::Command) {}

    /// Whether an event makes someone's *yes* stand (`CF2`).
    fn says_yes(_event: &EventOf<Self>) -> bool {
        false
    }

    /// Whether `later` takes back what `yes` says.
    fn takes_back(&self, _later: &EventOf<Self>, _yes: &EventOf<Self>) -> bool {
        false
    }
}
