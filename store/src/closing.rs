//! What ended, and whom that concerns: whoever holds a socket under it looks again whether it still stands.

use crate::who::{SessionRow, TokenHash};
use itineraire_domain::ids::{CellId, MembershipId, PersonId};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// What ended with a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closing {
    /// One session.
    Session(TokenHash),
    /// A membership, or what it opens: suspended, ended, taken up again.
    Membership(CellId, MembershipId),
    /// Something of a person in a cell: their sessions, their card, what assigns them to a parcours.
    Person(CellId, PersonId),
}

impl SessionRow {
    /// Whether a session may have ended with it, or stand otherwise towards a parcours.
    pub fn is_touched_by(&self, closing: &Closing) -> bool {
        match closing {
            Closing::Session(token) => self.token == *token,
            Closing::Membership(cell, membership) => (self.cell, self.membership) == (*cell, *membership),
            Closing::Person(cell, person) => (self.cell, self.person) == (*cell, *person),
        }
    }

    /// Waits until something ends that touches it, or until too much ended to tell.
    pub async fn touched(&self, closings: &mut Receiver<Closing>) {
        loop {
            match closings.recv().await {
                Ok(closing) if !self.is_touched_by(&closing) => {}
                Ok(_) | Err(RecvError::Lagged(_) | RecvError::Closed) => return,
            }
        }
    }
}
