//! Signed-in sessions. The cookie holds a random token; the table holds its hash, who it is, and since when. Ours rather
//! than a bag of values: `docs/decisions/0003-sessions.md`.

use crate::connections::add;
use crate::error::StoreError;
use crate::open::Store;
use crate::tables::{OfCell, organisations, people, sessions};
use crate::who::{SessionRow, TokenHash, find, limits};
use crate::words::{read, word};
use itineraire_domain::access::Role;
use itineraire_domain::access::signin::Proven;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, OrganisationId, PersonId};
use itineraire_domain::views::pages::PersonName;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Set};

impl Store {
    /// Opens a session, with a new token each time.
    pub async fn open_session(
        &self,
        token: &TokenHash,
        (cell, person, role): (CellId, PersonId, Role),
        proven: Option<Proven>,
        now: Moment,
    ) -> Result<(), StoreError> {
        let proven = proven.map(|proven| serde_json::to_string(&proven)).transpose()?;
        let row = sessions::ActiveModel {
            token_hash: Set(token.0.clone()),
            cell_id: Set(cell.0),
            person_id: Set(person.0),
            role: Set(word(&role)),
            opened: Set(now.0),
            seen: Set(now.0),
            proven: Set(proven),
        };
        add(&self.pools.writes, row).await?;
        Ok(())
    }

    /// The session of a token, if it is valid now.
    pub async fn session(&self, token: &TokenHash, now: Moment) -> Result<Option<SessionRow>, StoreError> {
        find(&self.pools.readers, token, now).await
    }

    /// Notes that a session was used, at most once a minute. One that has rested for too long stays ended: whoever uses it
    /// is told by the next that reads it.
    pub async fn touch_session(&self, session: &SessionRow, now: Moment) -> Result<(), StoreError> {
        if now < session.seen.plus_seconds(60) {
            return Ok(());
        }
        let (idle, _) = limits(session.role);
        sessions::Entity::change_in_cell(session.cell)
            .col_expr(sessions::Column::Seen, Expr::value(now.0))
            .filter(sessions::Column::TokenHash.eq(&session.token.0))
            .filter(sessions::Column::Seen.gt(now.plus_seconds(-idle).0))
            .exec(&self.pools.writes)
            .await?;
        Ok(())
    }

    /// The role that a session had, also one that has ended by rest: which way in its person knows. It opens nothing.
    pub async fn role_of_session(&self, token: &TokenHash) -> Result<Option<Role>, StoreError> {
        let row = sessions::Entity::by_token(&token.0)
            .one(&self.pools.readers)
            .await?;
        row.map(|row| read(&row.role)).transpose()
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
        end_sessions_of(&self.pools.writes, cell, person).await?;
        self.ring_closing();
        Ok(())
    }

    /// The name of a person of the cell.
    pub async fn person_name(
        &self,
        cell: CellId,
        person: PersonId,
    ) -> Result<Option<PersonName>, StoreError> {
        let row = people::Entity::one_in_cell(cell, person.0).one(&self.pools.readers);
        Ok(row.await?.map(|row| name_of(&row)))
    }

    /// The name of an organisation of the cell's network.
    pub async fn organisation_name(
        &self,
        cell: CellId,
        id: OrganisationId,
    ) -> Result<Option<String>, StoreError> {
        let row = organisations::Entity::one_in_cell(cell, id.0);
        Ok(row.one(&self.pools.readers).await?.map(|row| row.name))
    }
}

pub(crate) async fn end_sessions_of(
    connection: &impl ConnectionTrait,
    cell: CellId,
    person: PersonId,
) -> Result<(), StoreError> {
    sessions::Entity::remove_in_cell(cell)
        .filter(sessions::Column::PersonId.eq(person.0))
        .exec(connection)
        .await?;
    Ok(())
}

pub(crate) fn name_of(row: &people::Model) -> PersonName {
    PersonName {
        first: row.first_name.clone(),
        short: row.short_name.clone(),
        initials: row.initials.clone(),
        job: row.job.clone(),
    }
}
