//! Needs that were noticed, on their way to a cell.

use crate::columns::{At, Id, Word};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, people, referral_moves, referrals};
use crate::transaction::Transaction;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, ParcoursId, PersonId, ReferralId};
use itineraire_domain::referral::{NewReferral, ReferralState};
use itineraire_domain::views::pages::PersonName;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A need that was noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Which.
    pub id: ReferralId,
    /// What was written of it.
    pub written: NewReferral,
    /// Who noticed it; none, where someone asks for themselves.
    pub by: Option<(PersonId, PersonName)>,
    /// When it came.
    pub since: Moment,
    /// Where it stands.
    pub state: ReferralState,
    /// When it came to be so.
    pub moved: Moment,
    /// The parcours that was opened for them.
    pub parcours: Option<ParcoursId>,
}

/// What was done about one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralMove {
    /// What it was from then on.
    pub state: ReferralState,
    /// What was said.
    pub words: Option<String>,
    /// By whom, where that is someone of the cell.
    pub by: Option<PersonName>,
    /// When.
    pub at: Moment,
}

/// Needs that were noticed.
pub struct Referrals<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Referrals<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// One of a cell.
    pub async fn one(&self, cell: CellId, id: ReferralId) -> Result<Option<Referral>, StoreError> {
        let row = referrals::Entity::one_in_cell(cell, Id(id))
            .find_also_related(people::Entity)
            .one(self.0)
            .await?;
        Ok(row.map(referral))
    }

    /// Those about which something is still to be done, the oldest first; then those that something became of since a moment, the
    /// latest first; of each at most so many: what waits longest is never beyond what is read.
    pub async fn open_or_since(
        &self,
        cell: CellId,
        then: Moment,
        at_most: u64,
    ) -> Result<Vec<Referral>, StoreError> {
        let mut rows = referrals::Entity::in_cell(cell)
            .filter(referrals::Entity::is_open())
            .order_by_asc(referrals::Column::Since)
            .order_by_asc(referrals::Column::Id)
            .limit(at_most)
            .find_also_related(people::Entity)
            .all(self.0)
            .await?;
        let became = referrals::Entity::in_cell(cell)
            .filter(referrals::Entity::is_open().not())
            .filter(referrals::Column::Moved.gt(At(then)))
            .order_by_desc(referrals::Column::Moved)
            .order_by_asc(referrals::Column::Id)
            .limit(at_most)
            .find_also_related(people::Entity)
            .all(self.0)
            .await?;
        rows.extend(became);
        Ok(rows.into_iter().map(referral).collect())
    }

    /// Those that someone sent, the latest first, at most so many; each with what was said of it last.
    pub async fn sent_by(
        &self,
        (cell, person): (CellId, PersonId),
        at_most: u64,
    ) -> Result<Vec<(Referral, Option<String>)>, StoreError> {
        let rows = referrals::Entity::in_cell(cell)
            .filter(referrals::Column::ById.eq(Id(person)))
            .order_by_desc(referrals::Column::Since)
            .order_by_asc(referrals::Column::Id)
            .limit(at_most)
            .find_also_related(people::Entity)
            .all(self.0)
            .await?;
        let sent: Vec<_> = rows.into_iter().map(referral).collect();
        let ids = sent.iter().map(|it| Id(it.id));
        let moves = referral_moves::Entity::in_cell(cell)
            .filter(referral_moves::Column::ReferralId.is_in(ids))
            .order_by_asc(referral_moves::Column::At)
            .all(self.0)
            .await?;
        let mut last: BTreeMap<ReferralId, Option<String>> = BTreeMap::new();
        for row in moves {
            last.insert(row.referral_id.0, row.words);
        }
        let with_words = sent.into_iter().map(|it| {
            let words = last.remove(&it.id).flatten();
            (it, words)
        });
        Ok(with_words.collect())
    }

    /// About how many something is still to be done.
    pub async fn open(&self, cell: CellId) -> Result<u64, StoreError> {
        let open = referrals::Entity::in_cell(cell)
            .filter(referrals::Entity::is_open())
            .count(self.0)
            .await?;
        Ok(open)
    }

    /// What was done about one, the first thing first.
    pub async fn moves(&self, cell: CellId, id: ReferralId) -> Result<Vec<ReferralMove>, StoreError> {
        let rows = referral_moves::Entity::in_cell(cell)
            .filter(referral_moves::Column::ReferralId.eq(Id(id)))
            .order_by_asc(referral_moves::Column::At)
            .find_also_related(people::Entity)
            .all(self.0)
            .await?;
        let said = rows.into_iter().map(|(row, by)| ReferralMove {
            state: row.state.0,
            words: row.words,
            by: by.map(|by| by.shown()),
            at: row.at.0,
        });
        Ok(said.collect())
    }
}

impl Referrals<'_, Transaction> {
    /// One comes.
    pub async fn receive(
        &self,
        (cell, id): (CellId, ReferralId),
        new: &NewReferral,
        by: Option<PersonId>,
        now: Moment,
    ) -> Result<(), StoreError> {
        let row = referrals::ActiveModel {
            id: Set(id.into()),
            cell_id: Set(cell.into()),
            by_id: Set(by.map(Into::into)),
            first_name: Set(new.first_name.clone()),
            last_name: Set(new.last_name.clone()),
            phone: Set(new.phone.clone()),
            reach: Set(new.reach.clone()),
            noticed: Set(new.noticed.clone()),
            since: Set(now.into()),
            state: Set(ReferralState::Received.into()),
            moved: Set(now.into()),
            parcours_id: Set(None),
        };
        add(self.0, row).await
    }

    /// Where one stands, and who sent it; nothing else is done about it until this transaction ends.
    pub async fn hold(
        &self,
        cell: CellId,
        id: ReferralId,
    ) -> Result<Option<(ReferralState, Option<PersonId>)>, StoreError> {
        let row = referrals::Entity::one_in_cell(cell, Id(id))
            .lock_exclusive()
            .one(self.0)
            .await?;
        Ok(row.map(|row| (row.state.0, row.by_id.map(|by| by.0))))
    }

    /// Those for which a person's parcours was opened are gone, with what was done about them.
    pub async fn erase(&self, cell: CellId, person: PersonId) -> Result<(), StoreError> {
        referral_moves::Entity::remove_in_cell(cell)
            .filter(
                referral_moves::Column::ReferralId.in_subquery(referrals::Entity::taken_for(cell, person)),
            )
            .exec(self.0)
            .await?;
        referrals::Entity::remove_in_cell(cell)
            .filter(referrals::Column::Id.in_subquery(referrals::Entity::taken_for(cell, person)))
            .exec(self.0)
            .await?;
        Ok(())
    }

    /// Something is done about one.
    pub async fn moves_to(
        &self,
        (cell, id): (CellId, ReferralId),
        (state, words): (ReferralState, Option<String>),
        parcours: Option<ParcoursId>,
        (by, now): (PersonId, Moment),
    ) -> Result<(), StoreError> {
        referrals::Entity::change_in_cell(cell)
            .col_expr(referrals::Column::State, Word(state).into())
            .col_expr(referrals::Column::Moved, At(now).into())
            .col_expr(referrals::Column::ParcoursId, Expr::value(parcours.map(Id)))
            .filter(referrals::Column::Id.eq(Id(id)))
            .exec(self.0)
            .await?;
        let row = referral_moves::ActiveModel {
            id: Set(Uuid::new_v4().into()),
            cell_id: Set(cell.into()),
            referral_id: Set(id.into()),
            by_id: Set(Some(by.into())),
            state: Set(state.into()),
            words: Set(words),
            at: Set(now.into()),
        };
        add(self.0, row).await
    }
}

fn referral((row, by): (referrals::Model, Option<people::Model>)) -> Referral {
    Referral {
        id: row.id.0,
        written: NewReferral {
            first_name: row.first_name,
            last_name: row.last_name,
            phone: row.phone,
            reach: row.reach,
            noticed: row.noticed,
        },
        by: by.map(|by| (by.id.0, by.shown())),
        since: row.since.0,
        state: row.state.0,
        moved: row.moved.0,
        parcours: row.parcours_id.map(|it| it.0),
    }
}
