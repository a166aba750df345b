//! Who asks: the session behind a token, and how its person stands towards a parcours, at one moment and in one
//! transaction. Readers and the writer ask the same.

use crate::error::StoreError;
use crate::tables::{OfCell, assignments, memberships, parcours, sessions, share_rows};
use crate::words::read;
use itineraire_domain::access::Role;
use itineraire_domain::access::signin::Proven;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, OrganisationId, PersonId};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter};
use sha2::{Digest, Sha256};

/// The SHA-256 of a session's token, in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenHash(pub(crate) String);

impl TokenHash {
    /// The hash of a token as the cookie holds it.
    pub fn of(token: &str) -> Self {
        Self(fingerprint(token))
    }
}

/// The SHA-256 of a token, a card's secret or an address, in hexadecimal: what is kept of it.
pub(crate) fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A valid session, with what counts at this moment: the membership must be active.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// The cell.
    pub cell: CellId,
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// Their organisation, if they act for one.
    pub organisation: Option<OrganisationId>,
    /// A usager's card and PIN, when given.
    pub proven: Option<Proven>,
    /// The session's token, hashed.
    pub token: TokenHash,
    pub(crate) seen: Moment,
}

/// Idle and absolute limits, in seconds (the figures of the confidentiality policy).
pub const fn limits(role: Role) -> (i64, i64) {
    match role {
        Role::Usager => (5 * 60, 2 * 3600),
        Role::Professional | Role::Partner => (30 * 60, 12 * 3600),
    }
}

/// The longest that a session of any role stands, in seconds.
pub(crate) const LONGEST: i64 = limits(Role::Professional).1;

/// The session of a token, if it is valid now.
pub(crate) async fn find(
    connection: &impl ConnectionTrait,
    token: &TokenHash,
    now: Moment,
) -> Result<Option<SessionRow>, StoreError> {
    let Some(row) = sessions::Entity::by_token(&token.0).one(connection).await? else {
        return Ok(None);
    };
    let role: Role = read(&row.role)?;
    let (idle, absolute) = limits(role);
    let (opened, seen) = (Moment(row.opened), Moment(row.seen));
    if now >= seen.plus_seconds(idle) || now >= opened.plus_seconds(absolute) {
        return Ok(None);
    }
    // The state of the membership counts as much as the role.
    let member = memberships::Entity::active(CellId(row.cell_id), row.person_id)
        .filter(memberships::Column::Role.eq(&row.role))
        .one(connection)
        .await?;
    let Some(member) = member else { return Ok(None) };
    let proven = row.proven.as_deref().map(serde_json::from_str).transpose()?;
    Ok(Some(SessionRow {
        cell: CellId(row.cell_id),
        person: PersonId(row.person_id),
        role,
        organisation: member.organisation_id.map(OrganisationId),
        proven,
        token: token.clone(),
        seen,
    }))
}

/// A session's place on a parcours, at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is theirs.
    Usager,
    /// They are assigned to it.
    Professional,
    /// Something of it is shared with their organisation.
    Partner(OrganisationId),
}

/// How a session stands towards a parcours now.
pub(crate) async fn standing(
    connection: &impl ConnectionTrait,
    session: &SessionRow,
    row: &parcours::Model,
    now: Moment,
) -> Result<Option<Standing>, StoreError> {
    if session.cell.0 != row.cell_id {
        return Ok(None);
    }
    Ok(match (session.role, session.organisation) {
        (Role::Usager, _) => (session.person.0 == row.usager_id).then_some(Standing::Usager),
        (Role::Professional, _) => assignments::Entity::one_in_cell(session.cell, (row.id, session.person.0))
            .filter(assignments::Column::Active.eq(true))
            .one(connection)
            .await?
            .map(|_| Standing::Professional),
        (Role::Partner, Some(organisation)) => share_rows::Entity::in_cell(session.cell)
            .filter(share_rows::Column::ParcoursId.eq(row.id))
            .filter(share_rows::Column::OrganisationId.eq(organisation.0))
            .filter(share_rows::Column::Until.gt(now.0))
            .one(connection)
            .await?
            .map(|_| Standing::Partner(organisation)),
        (Role::Partner, None) => None,
    })
}
