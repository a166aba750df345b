//! Giving writing hands out (`ID1`), and the number that is expected next of each.

use crate::columns::Id;
use crate::connections::add;
use crate::error::StoreError;
use crate::hands::Holding;
use crate::open::Store;
use crate::tables::{OfCell, clients};
use crate::who::SessionRow;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{ClientId, ParcoursId};
use sea_orm::{ColumnTrait, QueryFilter, Set};

impl Store {
    /// Gives this person a writing hand on this parcours (`ID1`): the one that their browser kept, once it is at rest, if it
    /// is theirs there and is known here (after a restore from a backup it may not be); else `new`.
    pub async fn take_hand(
        &self,
        session: &SessionRow,
        parcours: ParcoursId,
        kept: Option<ClientId>,
        new: ClientId,
        now: Moment,
    ) -> Result<ClientId, StoreError> {
        if let Some(kept) = kept
            && self.client_next(session, parcours, kept).await?.is_some()
            && self.hands.rest(kept).await
        {
            return Ok(kept);
        }
        self.issue_client(session, parcours, new, now).await?;
        Ok(new)
    }

    /// A link writes with this hand, until what comes back is dropped.
    pub fn hold_hand(&self, hand: ClientId) -> Holding {
        self.hands.hold(hand)
    }

    /// Issues a writing hand, bound to this person and this parcours.
    pub async fn issue_client(
        &self,
        session: &SessionRow,
        parcours: ParcoursId,
        client: ClientId,
        now: Moment,
    ) -> Result<(), StoreError> {
        let row = clients::ActiveModel {
            id: Set(client.into()),
            cell_id: Set(session.cell.into()),
            person_id: Set(session.person.into()),
            stream_id: Set(parcours.0),
            last_seq: Set(0.into()),
            issued: Set(now.into()),
        };
        add(&self.pools.writes, row).await?;
        Ok(())
    }

    /// The number expected next of a client; none if it is not this session's on this parcours.
    pub async fn client_next(
        &self,
        session: &SessionRow,
        parcours: ParcoursId,
        client: ClientId,
    ) -> Result<Option<u64>, StoreError> {
        let row = clients::Entity::one_in_cell(session.cell, Id(client))
            .filter(clients::Column::PersonId.eq(Id(session.person)))
            .filter(clients::Column::StreamId.eq(parcours.0))
            .one(&self.pools.readers)
            .await?;
        Ok(row.map(|row| row.last_seq.0 + 1))
    }
}
