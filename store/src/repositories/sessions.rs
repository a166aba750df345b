//! Signed-in sessions. The cookie holds a random token; the table holds its hash, the membership that it acts under, and
//! for how long. Ours rather than a bag of values: `docs/decisions/0003-sessions.md`.

use super::memberships::Memberships;
use crate::closing::Closing;
use crate::columns::{At, Id, Word};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, memberships, sessions};
use crate::transaction::Transaction;
use crate::who::{Asked, NOWHERE, SessionRow, TokenHash, ask};
use itineraire_domain::access::permission::Standing;
use itineraire_domain::access::signin::Proven;
use itineraire_domain::access::{Lasts, MembershipState, Role};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{AccountId, CellId, MembershipId, ParcoursId, PersonId};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect, Set};
use std::collections::BTreeSet;

/// Codes that may be tried to take up a session again; then its person signs in.
const TRIES_AT_MOST: i32 = 5;

/// A session that was left with its tablet.
#[derive(Clone, Debug)]
pub struct HandedOver {
    /// The cell.
    pub cell: CellId,
    /// The membership that it acts under.
    pub membership: MembershipId,
    /// Whose it is: the account.
    pub account: AccountId,
    /// Whose it is: the person.
    pub person: PersonId,
    /// The parcours whose usager has the tablet.
    pub parcours: ParcoursId,
    token: TokenHash,
    ends: Moment,
    idle: i64,
}

/// Someone who gave their password, and is asked for something beside it.
#[derive(Clone, Debug)]
pub struct HalfSignedIn {
    /// The membership that they are to act under.
    pub membership: (CellId, MembershipId),
    /// Whose account.
    pub account: AccountId,
    token: TokenHash,
}

/// A session of someone's, as they look for their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Its token, hashed.
    pub token: TokenHash,
    /// From which browser; empty, where nothing is known of it.
    pub browser: String,
    /// Since when.
    pub since: Moment,
    /// When it was used last.
    pub seen: Moment,
}

impl SignedIn {
    /// Names it among its person's own, and opens nothing: a part of the hash of its token.
    pub fn name(&self) -> String {
        self.token.0.chars().take(16).collect()
    }
}

/// Signed-in sessions.
pub struct Sessions<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Sessions<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// The session of a token, if it is valid now.
    pub async fn valid(&self, token: &TokenHash, now: Moment) -> Result<Option<SessionRow>, StoreError> {
        let asked = ask(self.0, token, None, now).await?;
        Ok(asked.map(|(session, _)| session))
    }

    /// Who asks, and how they stand towards a parcours now (`None` names none): the same, whether it exists or not (`VW2`).
    pub async fn who_asks(
        &self,
        token: &TokenHash,
        parcours: Option<ParcoursId>,
        now: Moment,
    ) -> Result<Option<(SessionRow, Standing)>, StoreError> {
        ask(self.0, token, parcours, now).await
    }

    /// A session that was left with its tablet under a token, if it may still be taken up again: within `lasts` seconds,
    /// and before it would have ended anyway.
    pub async fn handed_over(
        &self,
        token: &TokenHash,
        lasts: i64,
        now: Moment,
    ) -> Result<Option<HandedOver>, StoreError> {
        let row = sessions::Entity::handed_over(&token.0, TRIES_AT_MOST)
            .one(self.0)
            .await?;
        let Some(row) = row.filter(|row| now < row.seen.0.plus_seconds(lasts).min(row.ends.0)) else {
            return Ok(None);
        };
        // Of one that is suspended no session is left.
        let membership = memberships::Entity::one_in_cell(row.cell_id.0, row.membership_id)
            .one(self.0)
            .await?;
        Ok(membership.and_then(|membership| {
            Some(HandedOver {
                cell: row.cell_id.0,
                membership: row.membership_id.0,
                account: membership.account_id?.0,
                person: membership.person_id.0,
                parcours: row.handed_over?.0,
                token: token.clone(),
                ends: row.ends.0,
                idle: row.idle,
            })
        }))
    }

    /// Whose half session a token is, if a code may still be tried.
    pub async fn half(&self, token: &TokenHash, now: Moment) -> Result<Option<HalfSignedIn>, StoreError> {
        let row = sessions::Entity::half(&token.0, TRIES_AT_MOST)
            .one(self.0)
            .await?;
        let Some(row) = row.filter(|row| now < row.ends.0) else {
            return Ok(None);
        };
        let membership = memberships::Entity::one_in_cell(row.cell_id.0, row.membership_id)
            .one(self.0)
            .await?;
        Ok(membership.and_then(|membership| {
            Some(HalfSignedIn {
                membership: (row.cell_id.0, row.membership_id.0),
                account: membership.account_id?.0,
                token: token.clone(),
            })
        }))
    }

    /// Where an account is signed in at a moment, the last used first.
    pub async fn of_account(&self, account: AccountId, now: Moment) -> Result<Vec<SignedIn>, StoreError> {
        let rows = sessions::Entity::of_account(account).all(self.0).await?;
        let valid = |row: &sessions::Model| now < row.ends.0 && now < row.seen.0.plus_seconds(row.idle);
        let mut all: Vec<_> = rows
            .into_iter()
            .filter(valid)
            .map(|row| SignedIn {
                token: TokenHash(row.token_hash),
                browser: row.browser,
                since: row.since.0,
                seen: row.seen.0,
            })
            .collect();
        all.sort_by_key(|it| std::cmp::Reverse(it.seen));
        Ok(all)
    }

    /// The role that a session had, also one that has ended by rest: which way in its person knows. It opens nothing.
    pub async fn role_before(&self, token: &TokenHash) -> Result<Option<Role>, StoreError> {
        let asked = Asked::read(self.0, [(token, NOWHERE)], Moment(0)).await?;
        Ok(asked.role_before(token))
    }
}

impl Sessions<'_, Transaction> {
    /// Opens a session under a membership, with a new token each time; gives whether it did. It stands for as long as it was
    /// opened for, whatever the policy says later. Under one that is not active
    /// none opens, and none is left behind by one that is suspended at this moment: it would come back with it.
    pub async fn open(
        &self,
        token: &TokenHash,
        membership: (CellId, MembershipId),
        lasts: Lasts,
        proven: Option<Proven>,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let opens = self.holds_active(membership).await?;
        if opens {
            let (ends, idle) = (now.plus_seconds(lasts.absolute), lasts.idle);
            self.add_under(token, membership, proven, (ends, idle, now))
                .await?;
        }
        Ok(opens)
    }

    /// Opens half a session under a membership, for so many seconds: it opens nothing until what is asked beside the password is
    /// given. Gives whether it did.
    pub async fn open_half(
        &self,
        token: &TokenHash,
        membership: (CellId, MembershipId),
        lasts: i64,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let opens = self.holds_active(membership).await?;
        if opens {
            let row = row(token, membership, None, (now.plus_seconds(lasts), lasts, now));
            let half = sessions::ActiveModel {
                half: Set(true),
                ..row
            };
            add(self.0, half).await?;
        }
        Ok(opens)
    }

    /// Counts a code that is tried at half a session, before it is compared. Gives whether it may be.
    pub async fn counts_half(&self, half: &HalfSignedIn) -> Result<bool, StoreError> {
        let tried = sessions::Entity::half_tried(&half.token.0, TRIES_AT_MOST)
            .exec(self.0)
            .await?;
        Ok(tried.rows_affected > 0)
    }

    /// Uses half a session up; gives whether it was still there: of two at once, one finds it.
    pub async fn take_half(&self, half: &HalfSignedIn) -> Result<bool, StoreError> {
        // The membership first, as whoever suspends it takes them.
        Ok(self.holds_active(half.membership).await? && self.close(&half.token).await?)
    }

    /// Holds memberships as they are until the commit, before sessions under them end and another opens.
    pub async fn hold(
        &self,
        memberships: impl IntoIterator<Item = (CellId, MembershipId)>,
    ) -> Result<(), StoreError> {
        for membership in memberships.into_iter().collect::<BTreeSet<_>>() {
            self.holds_active(membership).await?;
        }
        Ok(())
    }

    /// Notes from which browser a session is.
    pub async fn note_browser(
        &self,
        token: &TokenHash,
        cell: CellId,
        browser: &str,
    ) -> Result<(), StoreError> {
        sessions::Entity::change_in_cell(cell)
            .col_expr(sessions::Column::Browser, browser.into())
            .filter(sessions::Column::TokenHash.eq(&token.0))
            .exec(self.0)
            .await?;
        Ok(())
    }

    /// Goes on under another membership of the same account, with a new token, without signing in again. The session that
    /// was ends; when it would have is kept: changing makes none younger. Gives whether the account has that membership.
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
        let theirs = Memberships::on(self.0).of_account(account).await?;
        let Some(to) = theirs.into_iter().find(|it| it.id == to) else {
            return Ok(false);
        };
        // The membership first, then the session, as whoever suspends takes them. One that was closed meanwhile opens no other.
        let to = (to.cell, to.id);
        if !self.holds_active(to).await? || !self.close(&session.token).await? {
            return Ok(false);
        }
        let lasts = (session.ends, session.idle, now);
        self.add_under(token, to, None, lasts).await?;
        Ok(true)
    }

    /// Leaves a session with its tablet, in the hands of a parcours' usager: it ends, and what stands under `token` opens
    /// nothing but the way back. Gives whether there was one.
    pub async fn hand_over(
        &self,
        session: &SessionRow,
        token: &TokenHash,
        parcours: ParcoursId,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let under = (session.cell, session.membership);
        // The membership first, as whoever suspends it takes them: what is left under one that is suspended would come back with it.
        if !self.holds_active(under).await? || !self.close(&session.token).await? {
            return Ok(false);
        }
        let row = row(token, under, None, (session.ends, session.idle, now));
        let left = sessions::ActiveModel {
            handed_over: Set(Some(parcours.into())),
            ..row
        };
        add(self.0, left).await?;
        Ok(true)
    }

    /// Counts a code that is tried at a session that was left, before it is compared: many at once are counted one by one.
    /// Gives whether it may be.
    pub async fn counts_try(&self, left: &HandedOver) -> Result<bool, StoreError> {
        let tried = sessions::Entity::tried(&left.token.0, TRIES_AT_MOST)
            .exec(self.0)
            .await?;
        Ok(tried.rows_affected > 0)
    }

    /// Takes up a session that was left, under a new token; when it ends is kept. Gives whether it was still there.
    pub async fn take_up(
        &self,
        left: &HandedOver,
        token: &TokenHash,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let under = (left.cell, left.membership);
        // The membership first, as whoever suspends it takes them.
        if !self.holds_active(under).await? || !self.close(&left.token).await? {
            return Ok(false);
        }
        self.add_under(token, under, None, (left.ends, left.idle, now))
            .await?;
        Ok(true)
    }

    /// Notes that a session was used. One that has rested for too long stays ended: whoever uses it is told by the next
    /// that reads it.
    pub async fn note_use(&self, session: &SessionRow, now: Moment) -> Result<(), StoreError> {
        sessions::Entity::change_in_cell(session.cell)
            .col_expr(sessions::Column::Seen, At(now).into())
            .filter(sessions::Column::TokenHash.eq(&session.token.0))
            .filter(sessions::Column::Seen.gt(At(now.plus_seconds(-session.idle))))
            .exec(self.0)
            .await?;
        Ok(())
    }

    /// Ends a session; gives whether there was one. A token that nobody has disturbs nobody.
    pub async fn close(&self, token: &TokenHash) -> Result<bool, StoreError> {
        let ended = sessions::Entity::ended(&token.0).exec(self.0).await?;
        let was_one = ended.rows_affected > 0;
        if was_one {
            self.0.closes(Closing::Session(token.clone()));
        }
        Ok(was_one)
    }

    /// Ends every session of a person.
    pub async fn close_of(&self, cell: CellId, person: PersonId) -> Result<(), StoreError> {
        sessions::Entity::ended_of(cell, person).exec(self.0).await?;
        self.0.closes(Closing::Person(cell, person));
        Ok(())
    }

    /// Removes those whose time is over; gives how many. One that ended by rest stays until then: it still tells
    /// which way in its person knows.
    pub async fn sweep(&self, now: Moment) -> Result<u64, StoreError> {
        let swept = sessions::Entity::swept(now);
        Ok(swept.exec(self.0).await?.rows_affected)
    }

    /// Whether a membership is active; it stays so until the commit. Whoever suspends it meanwhile waits, and then ends what
    /// was opened under it too.
    async fn holds_active(&self, (cell, membership): (CellId, MembershipId)) -> Result<bool, StoreError> {
        let active = memberships::Entity::one_in_cell(cell, Id(membership))
            .filter(memberships::Column::State.eq(Word(MembershipState::Active)))
            .lock_shared()
            .one(self.0)
            .await?;
        Ok(active.is_some())
    }

    async fn add_under(
        &self,
        token: &TokenHash,
        membership: (CellId, MembershipId),
        proven: Option<Proven>,
        lasts: (Moment, i64, Moment),
    ) -> Result<(), StoreError> {
        add(self.0, row(token, membership, proven, lasts)).await
    }
}

fn row(
    token: &TokenHash,
    (cell, membership): (CellId, MembershipId),
    proven: Option<Proven>,
    (ends, idle, seen): (Moment, i64, Moment),
) -> sessions::ActiveModel {
    sessions::ActiveModel {
        token_hash: Set(token.0.clone()),
        cell_id: Set(cell.into()),
        membership_id: Set(membership.into()),
        ends: Set(ends.into()),
        idle: Set(idle),
        seen: Set(seen.into()),
        proven: Set(proven.map(Proven::text)),
        handed_over: Set(None),
        tries: Set(0),
        since: Set(seen.into()),
        browser: Set(String::new()),
        half: Set(false),
    }
}
