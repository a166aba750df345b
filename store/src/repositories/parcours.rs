//! Parcours: whose they are, and their boards.

use super::organisations::Organisations;
use crate::at_hand::AtHand;
use crate::columns::Id;
use crate::connections::add;
use crate::error::StoreError;
use crate::log;
use crate::tables::streams::StreamKind;
use crate::tables::{OfCell, assignments, parcours};
use crate::transaction::Transaction;
use crate::who::{SessionRow, ask};
use crate::{boards, projections};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, Epoch, ParcoursId, PersonId};
use itineraire_domain::parcours::{Board, CircleLevel, Event, Seq};
use itineraire_domain::views::pages::{BoardPage, Me};
use itineraire_domain::views::words::BoardWords;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, Set};

/// Parcours and their boards.
pub struct Parcours<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Parcours<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    async fn row(&self, cell: CellId, id: ParcoursId) -> Result<Option<parcours::Model>, StoreError> {
        Ok(parcours::Entity::one_in_cell(cell, Id(id)).one(self.0).await?)
    }

    /// The parcours of a usager: the last, if they had others before.
    pub async fn of_usager(&self, cell: CellId, usager: PersonId) -> Result<Option<ParcoursId>, StoreError> {
        let row = parcours::Entity::in_cell(cell)
            .filter(parcours::Column::UsagerId.eq(Id(usager)))
            .order_by_desc(parcours::Column::Opened)
            .one(self.0)
            .await?;
        Ok(row.map(|row| row.id.0))
    }

    /// Whose parcours it is.
    pub async fn usager(&self, cell: CellId, parcours: ParcoursId) -> Result<Option<PersonId>, StoreError> {
        Ok(self.row(cell, parcours).await?.map(|row| row.usager_id.0))
    }

    /// The board that a link shows, as committed.
    pub async fn board_at_hand(
        &self,
        at_hand: &AtHand,
        cell: CellId,
        parcours: ParcoursId,
    ) -> Result<Option<Board>, StoreError> {
        let found = self.at_hand(at_hand, cell, parcours).await?;
        Ok(found.map(|(_, board)| board))
    }

    /// A board, as committed: from the log, whatever is at hand.
    pub async fn board(&self, cell: CellId, parcours: ParcoursId) -> Result<Option<Board>, StoreError> {
        let Some(row) = self.row(cell, parcours).await? else {
            return Ok(None);
        };
        Ok(Some(boards::load(self.0, &row).await?))
    }

    /// The same, with its row: the one at hand if that is as the log is, or made from the log, and then at hand.
    async fn at_hand(
        &self,
        at_hand: &AtHand,
        cell: CellId,
        parcours: ParcoursId,
    ) -> Result<Option<(parcours::Model, Board)>, StoreError> {
        let found = parcours::Entity::with_stream(cell)
            .filter(parcours::Column::Id.eq(Id(parcours)))
            .one(self.0)
            .await?;
        let Some((row, Some(stream))) = found else {
            return Ok(None);
        };
        if let Some(board) = at_hand.at(parcours, stream.head.0) {
            return Ok(Some((row, board)));
        }
        let board = boards::load(self.0, &row).await?;
        at_hand.keep(board.clone());
        Ok(Some((row, board)))
    }

    /// A board replayed from its first event, for those who doubt the snapshots.
    pub async fn replayed(&self, cell: CellId, parcours: ParcoursId) -> Result<Option<Board>, StoreError> {
        let Some(row) = self.row(cell, parcours).await? else {
            return Ok(None);
        };
        Ok(Some(boards::replay(self.0, &row).await?))
    }

    /// The events of a board after a sequence.
    pub async fn events_after(
        &self,
        cell: CellId,
        parcours: ParcoursId,
        seq: Seq,
    ) -> Result<Vec<Event>, StoreError> {
        boards::after(self.0, cell, parcours, seq).await
    }

    /// What the page of a board shows to the usager or to an assigned professional.
    pub async fn page(
        &self,
        session: &SessionRow,
        me: Me,
        (parcours, epoch): (ParcoursId, Epoch),
        words: BoardWords,
        (now, at_hand): (Moment, &AtHand),
    ) -> Result<Option<BoardPage>, StoreError> {
        let cell = session.cell;
        let asked = ask(self.0, &session.token, Some(parcours), now).await?;
        if !asked.is_some_and(|(_, standing)| standing.is_on_the_board()) {
            return Ok(None);
        }
        let Some((row, board)) = self.at_hand(at_hand, cell, parcours).await? else {
            return Ok(None);
        };
        let people = assignments::Entity::people_around(&row).all(self.0).await?;
        Ok(Some(BoardPage {
            me,
            epoch,
            board,
            level: row.level.0,
            people: people.iter().map(|row| (row.id.0, row.shown())).collect(),
            organisations: Organisations::on(self.0).partners(cell).await?,
            now,
            words,
        }))
    }
}

impl Parcours<'_, Transaction> {
    /// A new parcours, with an empty board.
    pub async fn create(
        &self,
        (cell, parcours): (CellId, ParcoursId),
        usager: PersonId,
        level: CircleLevel,
        now: Moment,
    ) -> Result<(), StoreError> {
        log::create(self.0, boards::stream_of(cell, parcours), StreamKind::Parcours).await?;
        let row = parcours::ActiveModel {
            id: Set(parcours.into()),
            cell_id: Set(cell.into()),
            usager_id: Set(usager.into()),
            level: Set(level.into()),
            opened: Set(now.into()),
        };
        add(self.0, row).await
    }

    /// Nothing else is written of a parcours, and nobody joins or leaves it, until this transaction ends.
    pub async fn hold(&self, parcours: ParcoursId) -> Result<(), StoreError> {
        log::hold(self.0, [parcours.into()]).await?;
        Ok(())
    }

    /// Writes the projections of a board anew, as after a change of their code.
    pub async fn project_again(&self, cell: CellId, parcours: ParcoursId) -> Result<(), StoreError> {
        // No command is judged between the reading of the board and the writing of its rows.
        log::hold(self.0, [parcours.into()]).await?;
        match self.board(cell, parcours).await? {
            Some(board) => projections::write_all(self.0, cell, &board).await,
            None => Ok(()),
        }
    }
}
