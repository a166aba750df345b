//! The messages of the live link, as JSON text frames of at most 64 KiB (`BP2`).

#![allow(missing_docs, reason = "the fields are named after what they carry")]

use super::given::Body;
use super::stream::{EventOf, Stream};
use crate::access::permission::Operation;
use crate::access::table::Parcours;
use crate::kernel::denial::Denial;
use crate::kernel::ids::{ClientId, Epoch, PersonId, Seq, StreamId};
use crate::kernel::refusal::Refusal;
use crate::kernel::trouble::Trouble;
use crate::views::pages::{PartnerSeq, PartnerView};
use serde::{Deserialize, Serialize};

/// The version of these messages (`EV1`, `EV2`).
pub const PROTOCOL: u16 = 1;

/// The largest frame, in bytes (`BP2`).
pub const FRAME_LIMIT: usize = 64 * 1024;

/// From a page to the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", bound = "")]
pub enum FromPage<S: Stream> {
    /// The first message (`GR1`). `epoch` and `have` are what the page holds; a partner's page leaves them out.
    Hello {
        protocol: u16,
        /// The version of the state that the page reads.
        reads: u16,
        client: ClientId,
        board: StreamId,
        epoch: Option<Epoch>,
        have: Seq,
    },
    /// A command (`ID2`). The body is read after the number, so that an unknown one still has its answer.
    Command { seq: u64, version: u16, body: Body },
    /// Where this person writes now; nothing when they stop.
    Here { field: Option<S::Field> },
    /// Every 5 s (`GR5`).
    Ping { n: u64 },
    /// The page found a hole or another hash: it asks for a snapshot (`GR2`, `GR4`).
    Resync,
}

impl<S: Stream> From<&FromPage<S>> for Operation {
    /// The row of the permission table that a message has. A new message does not compile without one. A command has its
    /// own row besides, once it is read.
    fn from(message: &FromPage<S>) -> Self {
        match message {
            FromPage::Hello { .. } | FromPage::Command { .. } | FromPage::Ping { .. } | FromPage::Resync => {
                Self::Parcours(Parcours::Live)
            }
            FromPage::Here { .. } => Self::Parcours(Parcours::Here),
        }
    }
}

/// The result of a command, stored for ever with its number (`ID3`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommandResult {
    /// Kept: its events are `first..=last` of the stream; both zero for a partner, who counts otherwise (`VW1`), and
    /// for a command that changed nothing.
    Kept { first: Seq, last: Seq },
    /// Refused, for ever.
    Refused { refusal: Refusal },
}

/// From the service to a page of those who share the whole: of a parcours, the usager and the assigned professionals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", bound = "")]
pub enum ToTeam<S: Stream> {
    /// After `hello` and `resync`: the whole state. `next` is the number expected of this client.
    Snapshot { epoch: Epoch, board: Box<S>, next: u64 },
    /// Events that follow `after`, without a hole (`GR2`). After `hello` too, with `next`.
    Delta {
        after: Seq,
        events: Vec<EventOf<S>>,
        next: Option<u64>,
    },
    /// What came of a command; it comes after the events of that command.
    Judged { seq: u64, result: CommandResult },
    /// A number of this client was skipped (`ID3`): send again from `expected`.
    Gap { expected: u64 },
    /// Who else is here, and where they write.
    Presence { here: Vec<Here<S::Field>> },
    /// The answer to a ping.
    Pong { n: u64 },
    /// The state's hash at a sequence (`GR4`).
    Hash { at: Seq, hash: String },
    /// The queue of this socket was full: say hello again (`BP1`). The socket closes after it.
    Resync,
    /// The service could not keep what this page sent, for a reason of its own: nothing of it is acknowledged, and the page
    /// sends it again in a while. The socket closes after it.
    NotKept { trouble: Trouble },
    /// The page is too old; its queue is kept (`EV2`).
    UpdateRequired,
    /// Not for this session, or no such board: the two answer alike (`VW2`). The socket closes after it.
    Denied(Denial),
}

/// Someone who is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Here<F> {
    pub person: PersonId,
    pub field: Option<F>,
}

/// From the service to a partner's page. Made from a partner's view alone (`VW1`, `VW4`): no type of the team's is in
/// it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToPartner {
    /// The whole view, after `hello` and at each change: it is small.
    View { seq: PartnerSeq, view: PartnerView },
    /// The number expected of this client, after `hello`.
    Welcome { next: u64 },
    /// What came of a command: kept, or why not.
    Judged { seq: u64, refusal: Option<Refusal> },
    /// A number of this client was skipped (`ID3`).
    Gap { expected: u64 },
    /// The answer to a ping.
    Pong { n: u64 },
    /// The queue of this socket was full: say hello again.
    Resync,
    /// The service could not keep what this page sent: it sends it again in a while. The socket closes after it.
    NotKept { trouble: Trouble },
    /// The page is too old.
    UpdateRequired,
    /// Not for this session, or nothing is shared, or no such board (`VW2`).
    Denied(Denial),
}
