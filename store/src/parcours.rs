//! Parcours: who is assigned to them, their boards, and the list of a professional.

use crate::columns::{At, Id};
use crate::connections::{add, begin};
use crate::error::StoreError;
use crate::log::{self, StreamKind};
use crate::open::Store;
use crate::tables::{OfCell, assignments, organisations, parcours};
use crate::who::{SessionRow, ask};
use crate::{boards, projections};
use itineraire_domain::access::AssignmentKind;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{AssignmentId, CellId, ParcoursId, PersonId};
use itineraire_domain::parcours::{Board, Event, Seq};
use itineraire_domain::theme::Theme;
use itineraire_domain::views::pages::{BoardPage, CircleLevel, Me};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

/// What assigns someone to a parcours.
#[derive(Clone, Copy, Debug)]
pub struct Assignment<'a> {
    /// Whom.
    pub person: PersonId,
    /// As what.
    pub kind: AssignmentKind,
    /// For which themes; none means all of it.
    pub themes: &'a [Theme],
    /// Until when, if that is known.
    pub until: Option<Moment>,
    /// Why, in words for the person.
    pub reason: &'a str,
}

impl Assignment<'_> {
    /// Without themes, end or reason.
    pub const fn of(person: PersonId, kind: AssignmentKind) -> Self {
        Self {
            person,
            kind,
            themes: &[],
            until: None,
            reason: "",
        }
    }
}

impl Store {
    pub(crate) async fn parcours_row(
        &self,
        cell: CellId,
        id: ParcoursId,
    ) -> Result<Option<parcours::Model>, StoreError> {
        Ok(parcours::Entity::one_in_cell(cell, Id(id))
            .one(&self.pools.readers)
            .await?)
    }

    /// A new parcours, with an empty board.
    pub async fn create_parcours(
        &self,
        (cell, parcours): (CellId, ParcoursId),
        usager: PersonId,
        level: CircleLevel,
        now: Moment,
    ) -> Result<(), StoreError> {
        let row = parcours::ActiveModel {
            id: Set(parcours.into()),
            cell_id: Set(cell.into()),
            usager_id: Set(usager.into()),
            level: Set(level.into()),
            opened: Set(now.into()),
        };
        let transaction = begin(&self.pools.writes).await?;
        log::create(
            &transaction,
            boards::stream_of(cell, parcours),
            StreamKind::Parcours,
        )
        .await?;
        add(&transaction, row).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Assigns someone to a parcours, from now on. Assigning again adds a line: what was stays.
    pub async fn assign(
        &self,
        (cell, parcours): (CellId, ParcoursId),
        assignment: Assignment<'_>,
        now: Moment,
    ) -> Result<AssignmentId, StoreError> {
        let id = AssignmentId(Uuid::new_v4());
        let row = assignments::ActiveModel {
            id: Set(id.into()),
            cell_id: Set(cell.into()),
            parcours_id: Set(parcours.into()),
            person_id: Set(assignment.person.into()),
            kind: Set(assignment.kind.into()),
            themes: Set(assignment.themes.to_vec().into()),
            since: Set(now.into()),
            until: Set(assignment.until.map(Into::into)),
            reason: Set(assignment.reason.into()),
        };
        add(&self.pools.writes, row).await?;
        Ok(id)
    }

    /// Ends what assigns someone to a parcours: from now on it is nothing to them.
    pub async fn end_assignment(
        &self,
        (cell, parcours): (CellId, ParcoursId),
        person: PersonId,
        now: Moment,
    ) -> Result<(), StoreError> {
        assignments::Entity::change_in_cell(cell)
            .col_expr(assignments::Column::Until, At(now).into())
            .filter(assignments::Column::ParcoursId.eq(Id(parcours)))
            .filter(assignments::Column::PersonId.eq(Id(person)))
            .filter(assignments::Entity::goes_on_at(now))
            .exec(&self.pools.writes)
            .await?;
        self.ring_closing();
        Ok(())
    }

    /// The parcours of a usager: the last, if they had others before.
    pub async fn parcours_of(
        &self,
        cell: CellId,
        usager: PersonId,
    ) -> Result<Option<ParcoursId>, StoreError> {
        let row = parcours::Entity::in_cell(cell)
            .filter(parcours::Column::UsagerId.eq(Id(usager)))
            .order_by_desc(parcours::Column::Opened)
            .one(&self.pools.readers)
            .await?;
        Ok(row.map(|row| row.id.0))
    }

    /// A board, as committed.
    pub async fn board(&self, cell: CellId, parcours: ParcoursId) -> Result<Option<Board>, StoreError> {
        let Some(row) = self.parcours_row(cell, parcours).await? else {
            return Ok(None);
        };
        Ok(Some(boards::load(&self.pools.readers, &row).await?))
    }

    /// A board replayed from its first event, for those who doubt the snapshots.
    pub async fn replayed(&self, cell: CellId, parcours: ParcoursId) -> Result<Option<Board>, StoreError> {
        let Some(row) = self.parcours_row(cell, parcours).await? else {
            return Ok(None);
        };
        Ok(Some(boards::replay(&self.pools.readers, &row).await?))
    }

    /// The events of a board after a sequence.
    pub async fn events_after(
        &self,
        cell: CellId,
        parcours: ParcoursId,
        seq: Seq,
    ) -> Result<Vec<Event>, StoreError> {
        boards::after(&self.pools.readers, cell, parcours, seq).await
    }

    /// Writes the projections of a board anew, as after a change of their code.
    pub async fn project_again(&self, cell: CellId, parcours: ParcoursId) -> Result<(), StoreError> {
        let Some(board) = self.board(cell, parcours).await? else {
            return Ok(());
        };
        let transaction = begin(&self.pools.writes).await?;
        projections::write_all(&transaction, cell, &board).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// What the page of a board shows to the usager or to an assigned professional.
    pub async fn board_page(
        &self,
        session: &SessionRow,
        me: Me,
        parcours: ParcoursId,
        now: Moment,
    ) -> Result<Option<BoardPage>, StoreError> {
        let cell = session.cell;
        let Some(row) = self.parcours_row(cell, parcours).await? else {
            return Ok(None);
        };
        let asked = ask(&self.pools.readers, &session.token, Some(parcours), now).await?;
        if !asked.is_some_and(|(_, standing)| standing.is_on_the_board()) {
            return Ok(None);
        }
        let board = boards::load(&self.pools.readers, &row).await?;
        let people = assignments::Entity::people_around(&row)
            .all(&self.pools.readers)
            .await?;
        let organisations = organisations::Entity::in_cell(cell)
            .filter(organisations::Column::Partner.eq(true))
            .all(&self.pools.readers)
            .await?;
        Ok(Some(BoardPage {
            me,
            epoch: self.epoch(),
            board,
            level: row.level.0,
            people: people.iter().map(|row| (row.id.0, row.shown())).collect(),
            organisations: organisations
                .into_iter()
                .map(|row| (row.id.0, row.name))
                .collect(),
            now,
        }))
    }
}
