//! Signed-in sessions. The cookie holds a random token; the table holds its hash, the membership that it acts under, and
//! since when. Ours rather than a bag of values: `docs/decisions/0003-sessions.md`.

use crate::columns::At;
use crate::connections::{add, begin};
use crate::error::StoreError;
use crate::open::Store;
use crate::tables::{OfCell, sessions};
use crate::who::{SessionRow, TokenHash, ask, limits};
use itineraire_domain::access::permission::Standing;
use itineraire_domain::access::signin::Proven;
use itineraire_domain::access::{Role, capability};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, MembershipId, ParcoursId, PersonId};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Set};
use uuid::Uuid;

impl Store {
    /// Opens a session under a membership, with a new token each time.
    pub async fn open_session(
        &self,
        token: &TokenHash,
        membership: (CellId, MembershipId),
        proven: Option<Proven>,
        now: Moment,
    ) -> Result<(), StoreError> {
        open(&self.pools.writes, token, membership, proven, (now, now)).await
    }

    /// Goes on under another membership of the same account, with a new token, without signing in again. The session that
    /// was ends; its age is kept: changing makes none younger. Gives whether the account has that membership.
    pub async fn change_membership(
        &self,
        session: &SessionRow,
        token: &TokenHash,
        to: MembershipId,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let Some(account) = session.account else {
            return Ok(false);
        };
        let theirs = self.memberships_of(account).await?;
        let Some(to) = theirs.into_iter().find(|it| it.id == to) else {
            return Ok(false);
        };
        let transaction = begin(&self.pools.writes).await?;
        let ended = sessions::Entity::ended(&session.token.0)
            .exec(&transaction)
            .await?;
        // One that was closed meanwhile opens no other.
        if ended.rows_affected == 0 {
            return Ok(false);
        }
        open(&transaction, token, (to.cell, to.id), None, (session.opened, now)).await?;
        transaction.commit().await?;
        self.ring_closing();
        Ok(true)
    }

    /// The session of a token, if it is valid now.
    pub async fn session(&self, token: &TokenHash, now: Moment) -> Result<Option<SessionRow>, StoreError> {
        let asked = ask(&self.pools.readers, token, None, now).await?;
        Ok(asked.map(|(session, _)| session))
    }

    /// Who asks, and how they stand towards a parcours now (`None` names none): the same, whether it exists or not (`VW2`).
    pub async fn who_asks(
        &self,
        token: &TokenHash,
        parcours: Option<ParcoursId>,
        now: Moment,
    ) -> Result<Option<(SessionRow, Standing)>, StoreError> {
        ask(&self.pools.readers, token, parcours, now).await
    }

    /// Notes that a session was used, at most once a minute. One that has rested for too long stays ended: whoever uses it
    /// is told by the next that reads it.
    pub async fn touch_session(&self, session: &SessionRow, now: Moment) -> Result<(), StoreError> {
        if now < session.seen.plus_seconds(60) {
            return Ok(());
        }
        let (idle, _) = limits(session.role);
        sessions::Entity::change_in_cell(session.cell)
            .col_expr(sessions::Column::Seen, At(now).into())
            .filter(sessions::Column::TokenHash.eq(&session.token.0))
            .filter(sessions::Column::Seen.gt(At(now.plus_seconds(-idle))))
            .exec(&self.pools.writes)
            .await?;
        Ok(())
    }

    /// The role that a session had, also one that has ended by rest: which way in its person knows. It opens nothing.
    pub async fn role_of_session(&self, token: &TokenHash) -> Result<Option<Role>, StoreError> {
        let nowhere = ParcoursId(Uuid::nil());
        let rows = sessions::Entity::asking(&token.0, nowhere, Moment(0))
            .all(&self.pools.readers)
            .await?;
        Ok(capability::role_of(rows.iter().map(|row| row.capability.0)))
    }

    /// The same for a link, which holds its session through many uses: the session remembers when it was noted last, so
    /// that a minute of commands stays one write.
    pub async fn keep_session(&self, session: &mut SessionRow, now: Moment) -> Result<(), StoreError> {
        self.touch_session(session, now).await?;
        if now >= session.seen.plus_seconds(60) {
            session.seen = now;
        }
        Ok(())
    }

    /// Ends a session. A token that nobody has disturbs nobody.
    pub async fn close_session(&self, token: &TokenHash) -> Result<(), StoreError> {
        let ended = sessions::Entity::ended(&token.0).exec(&self.pools.writes).await?;
        if ended.rows_affected > 0 {
            self.ring_closing();
        }
        Ok(())
    }

    /// Ends every session of a person.
    pub async fn close_sessions_of(&self, cell: CellId, person: PersonId) -> Result<(), StoreError> {
        sessions::Entity::ended_of(cell, person)
            .exec(&self.pools.writes)
            .await?;
        self.ring_closing();
        Ok(())
    }
}

async fn open(
    connection: &impl ConnectionTrait,
    token: &TokenHash,
    (cell, membership): (CellId, MembershipId),
    proven: Option<Proven>,
    (opened, seen): (Moment, Moment),
) -> Result<(), StoreError> {
    let row = sessions::ActiveModel {
        token_hash: Set(token.0.clone()),
        cell_id: Set(cell.into()),
        membership_id: Set(membership.into()),
        opened: Set(opened.into()),
        seen: Set(seen.into()),
        proven: Set(proven.map(Proven::text)),
    };
    add(connection, row).await
}
