//! Who is asked to come to a cell.

use crate::columns::{At, Id};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, invitations};
use crate::transaction::Transaction;
use crate::who::fingerprint;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, LetterId, MembershipId, PersonId};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, Set};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An invitation, as whoever holds its secret finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The cell.
    pub cell: CellId,
    /// The membership that it is the way to.
    pub membership: MembershipId,
    /// Whom it asks: the address, in lower case.
    pub email: String,
    /// It has opened its membership.
    pub used: bool,
    /// Until when it does.
    pub until: Moment,
    /// The letter that brings it; none, where it is handed over.
    pub letter: Option<LetterId>,
    id: Uuid,
}

/// Who is asked to come.
pub struct Invitations<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Invitations<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// The one with this secret, whether it still opens anything or not.
    pub async fn with_secret(&self, secret: &str) -> Result<Option<Invitation>, StoreError> {
        let row = invitations::Entity::by_secret(&fingerprint(secret))
            .one(self.0)
            .await?;
        Ok(row.map(invitation))
    }

    /// The one that a letter brings, whether it still opens anything or not.
    pub async fn of_letter(&self, letter: LetterId) -> Result<Option<Invitation>, StoreError> {
        let row = invitations::Entity::by_letter(letter).one(self.0).await?;
        Ok(row.map(invitation))
    }

    /// The last of each membership of a cell.
    pub async fn last(&self, cell: CellId) -> Result<BTreeMap<MembershipId, Invitation>, StoreError> {
        let rows = invitations::Entity::in_cell(cell)
            .order_by_asc(invitations::Column::Since)
            .all(self.0)
            .await?;
        let all = rows.into_iter().map(invitation);
        Ok(all.map(|it| (it.membership, it)).collect())
    }
}

impl Invitations<'_, Transaction> {
    /// Asks someone to come, under a secret; `letter` brings it, if one does. What asked them before opens nothing any more.
    pub async fn ask(
        &self,
        (cell, membership): (CellId, MembershipId),
        (by, email): (PersonId, &str),
        (secret, letter): (&str, Option<LetterId>),
        (now, until): (Moment, Moment),
    ) -> Result<(), StoreError> {
        self.withdraw(cell, membership, now).await?;
        let row = invitations::ActiveModel {
            id: Set(Uuid::new_v4().into()),
            cell_id: Set(cell.into()),
            membership_id: Set(membership.into()),
            by_id: Set(by.into()),
            email: Set(email.into()),
            secret_hash: Set(fingerprint(secret)),
            since: Set(now.into()),
            until: Set(until.into()),
            used: Set(None),
            letter_id: Set(letter.map(Id)),
        };
        add(self.0, row).await
    }

    /// Another secret opens what an invitation does, and the one before nothing any more: gives whether it still opens anything.
    pub async fn give_secret(
        &self,
        invitation: &Invitation,
        secret: &str,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let given = invitations::Entity::change_in_cell(invitation.cell)
            .col_expr(invitations::Column::SecretHash, fingerprint(secret).into())
            .filter(invitations::Column::Id.eq(Id(invitation.id)))
            .filter(invitations::Entity::opens_at(now))
            .exec(self.0)
            .await?;
        Ok(given.rows_affected > 0)
    }

    /// What asked someone to come opens nothing any more.
    pub async fn withdraw(
        &self,
        cell: CellId,
        membership: MembershipId,
        now: Moment,
    ) -> Result<(), StoreError> {
        invitations::Entity::change_in_cell(cell)
            .col_expr(invitations::Column::Until, At(now).into())
            .filter(invitations::Column::MembershipId.eq(Id(membership)))
            .filter(invitations::Entity::opens_at(now))
            .exec(self.0)
            .await?;
        Ok(())
    }

    /// Uses one up; gives whether it still opened its membership: of two at once, one finds that it does.
    pub async fn take(&self, invitation: &Invitation, now: Moment) -> Result<bool, StoreError> {
        let taken = invitations::Entity::change_in_cell(invitation.cell)
            .col_expr(invitations::Column::Used, At(now).into())
            .filter(invitations::Column::Id.eq(Id(invitation.id)))
            .filter(invitations::Entity::opens_at(now))
            .exec(self.0)
            .await?;
        Ok(taken.rows_affected > 0)
    }
}

fn invitation(row: invitations::Model) -> Invitation {
    Invitation {
        cell: row.cell_id.0,
        membership: row.membership_id.0,
        email: row.email,
        used: row.used.is_some(),
        until: row.until.0,
        letter: row.letter_id.map(|it| it.0),
        id: row.id.0,
    }
}
