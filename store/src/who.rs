//! Who asks: the session behind a token, the membership that it acts under, and how that stands towards a parcours, at one
//! moment and in one query. Readers and the writer ask the same.

use crate::columns::At;
use crate::error::StoreError;
use crate::tables::sessions;
use itineraire_domain::access::permission::{Standing, Ties};
use itineraire_domain::access::signin::Proven;
use itineraire_domain::access::{Capability, MembershipState, Role, capability};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{AccountId, CellId, MembershipId, OrganisationId, ParcoursId, PersonId};
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use uuid::Uuid;

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
    /// The membership that it acts under.
    pub membership: MembershipId,
    /// The account that signed in; none for a usager, who has a card.
    pub account: Option<AccountId>,
    /// Who.
    pub person: PersonId,
    /// What the membership lets them be.
    pub capabilities: BTreeSet<Capability>,
    /// The kind of viewer that makes of them.
    pub role: Role,
    /// Their organisation, if they act for one.
    pub organisation: Option<OrganisationId>,
    /// A usager's card and PIN, when given.
    pub proven: Option<Proven>,
    /// The session's token, hashed.
    pub token: TokenHash,
    pub(crate) opened: Moment,
    pub(crate) seen: Moment,
}

impl SessionRow {
    /// Whether its use is to be noted: that is done once a minute.
    pub fn is_to_be_noted(&self, now: Moment) -> bool {
        now >= self.seen.plus_seconds(60)
    }

    /// Its use was noted: whoever holds it through many uses writes once a minute.
    pub fn noted(&mut self, now: Moment) {
        self.seen = now;
    }
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

/// The session of a token, if it is valid now, and how it stands towards a parcours (`None` names none). The one answer to
/// *who asks*, in one query.
pub(crate) async fn ask(
    connection: &impl ConnectionTrait,
    token: &TokenHash,
    parcours: Option<ParcoursId>,
    now: Moment,
) -> Result<Option<(SessionRow, Standing)>, StoreError> {
    let parcours = parcours.unwrap_or(ParcoursId(Uuid::nil()));
    let rows = sessions::Entity::asking(&token.0, parcours, now)
        .all(connection)
        .await?;
    let capabilities: BTreeSet<_> = rows.iter().map(|row| row.capability.0).collect();
    let (Some(row), Some(role)) = (
        rows.into_iter().next(),
        capability::role_of(capabilities.iter().copied()),
    ) else {
        return Ok(None);
    };
    let (opened, seen) = (row.opened.0, row.seen.0);
    let (idle, absolute) = limits(role);
    let is_over = now >= seen.plus_seconds(idle) || now >= opened.plus_seconds(absolute);
    // The state of the membership counts as much as what it lets someone be.
    if is_over || row.state.0 != MembershipState::Active {
        return Ok(None);
    }
    let proven = row.proven.as_deref().and_then(Proven::read);
    let still = |until: Option<At>| until.is_some_and(|until| now < until.0);
    let ties = Ties {
        mine: row.mine.is_some(),
        assigned: still(row.assigned) && capabilities.iter().any(|it| it.accompanies()),
        shared: still(row.shared),
    };
    let is_proven = proven.and_then(|proven| proven.fresh(now)).is_some();
    let standing = Standing::towards(role, ties, is_proven);
    let session = SessionRow {
        cell: row.cell_id.0,
        membership: row.membership_id.0,
        account: row.account_id.map(|it| it.0),
        person: row.person_id.0,
        capabilities,
        role,
        organisation: row.organisation_id.map(|it| it.0),
        proven,
        token: token.clone(),
        opened,
        seen,
    };
    Ok(Some((session, standing)))
}
