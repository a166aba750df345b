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
use std::collections::{BTreeSet, HashMap};
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
    pub(crate) ends: Moment,
    pub(crate) idle: i64,
    pub(crate) seen: Moment,
    pub(crate) stands_until: Moment,
}

impl SessionRow {
    /// Whether its use is to be noted: that is done once a minute.
    pub fn is_to_be_noted(&self, now: Moment) -> bool {
        now >= self.seen.plus_seconds(60)
    }

    /// Whether an assignment to a parcours counts for whoever it is.
    pub fn accompanies(&self) -> bool {
        self.capabilities.iter().any(|it| it.accompanies())
    }

    /// When this answer may be another by time alone: the session, or what ties it to the parcours that was asked about, ends
    /// then. Whatever ends either before is told ([`Store::closings`](crate::Store::closings)).
    pub fn stands_until(&self) -> Moment {
        self.stands_until
    }

    /// When it ends, however much it is used.
    pub const fn ends(&self) -> Moment {
        self.ends
    }

    /// How long it may rest, in seconds.
    pub const fn idle(&self) -> i64 {
        self.idle
    }

    /// Its use was noted: whoever holds it through many uses writes once a minute.
    pub fn noted(&mut self, now: Moment) {
        self.seen = now;
    }
}

/// No parcours: what is asked names none.
pub(crate) const NOWHERE: ParcoursId = ParcoursId(Uuid::nil());

/// Who asks: the sessions behind some tokens, and what ties each to the parcours that it asks about. The one answer to *who
/// asks*, in one query, however many they are.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    sessions: HashMap<String, (sessions::Asking, BTreeSet<Capability>)>,
    ties: HashMap<(String, ParcoursId), sessions::Asking>,
}

impl Asked {
    /// Reads it as it is at a moment.
    pub async fn read(
        connection: &impl ConnectionTrait,
        asked: impl IntoIterator<Item = (&TokenHash, ParcoursId)>,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let asked = asked.into_iter().map(|(token, of)| (token.0.as_str(), of));
        let rows = sessions::Entity::asking(&asked.collect(), now)
            .all(connection)
            .await?;
        let mut found = Self::default();
        for row in rows {
            if let Some(parcours) = row.parcours_id {
                found
                    .ties
                    .insert((row.token_hash.clone(), parcours.0), row.clone());
            }
            let capability = row.capability.0;
            let session = found.sessions.entry(row.token_hash.clone());
            let (_, capabilities) = session.or_insert_with(|| (row, BTreeSet::new()));
            capabilities.insert(capability);
        }
        Ok(found)
    }

    /// The session of a token, if it is valid now, and how it stands towards a parcours.
    pub fn answer(
        &self,
        token: &TokenHash,
        parcours: ParcoursId,
        now: Moment,
    ) -> Option<(SessionRow, Standing)> {
        let (row, capabilities) = self.sessions.get(&token.0)?;
        let role = capability::role_of(capabilities.iter().copied())?;
        let (ends, idle, seen) = (row.ends.0, row.idle, row.seen.0);
        let over = seen.plus_seconds(idle).min(ends);
        // The state of the membership counts as much as what it lets someone be.
        if now >= over || row.state.0 != MembershipState::Active {
            return None;
        }
        let proven = row.proven.as_deref().and_then(Proven::read);
        let still = |until: Option<At>| until.is_some_and(|until| now < until.0);
        // Of what is not there, or not in their cell, nobody is anything.
        let ties = self.ties.get(&(token.0.clone(), parcours));
        let of_ties = ties
            .into_iter()
            .flat_map(|tie| [tie.assigned, tie.shared])
            .flatten();
        let of_ties = of_ties.map(|end| end.0).filter(|end| now < *end);
        let stands_until = of_ties.fold(over, Moment::min);
        let ties = ties.map_or_else(Ties::default, |tie| Ties {
            mine: tie.usager_id == Some(row.person_id),
            assigned: still(tie.assigned) && capabilities.iter().any(|it| it.accompanies()),
            shared: still(tie.shared),
        });
        let is_proven = proven.and_then(|proven| proven.fresh(now)).is_some();
        let standing = Standing::towards(role, ties, is_proven);
        let session = SessionRow {
            cell: row.cell_id.0,
            membership: row.membership_id.0,
            account: row.account_id.map(|it| it.0),
            person: row.person_id.0,
            capabilities: capabilities.clone(),
            role,
            organisation: row.organisation_id.map(|it| it.0),
            proven,
            token: token.clone(),
            ends,
            idle,
            seen,
            stands_until,
        };
        Some((session, standing))
    }

    /// What someone was whose session may have ended: it opens nothing.
    pub fn role_before(&self, token: &TokenHash) -> Option<Role> {
        let (_, capabilities) = self.sessions.get(&token.0)?;
        capability::role_of(capabilities.iter().copied())
    }
}

/// The session of a token, if it is valid now, and how it stands towards a parcours (`None` names none).
pub(crate) async fn ask(
    connection: &impl ConnectionTrait,
    token: &TokenHash,
    parcours: Option<ParcoursId>,
    now: Moment,
) -> Result<Option<(SessionRow, Standing)>, StoreError> {
    let parcours = parcours.unwrap_or(NOWHERE);
    let asked = Asked::read(connection, [(token, parcours)], now).await?;
    Ok(asked.answer(token, parcours, now))
}
