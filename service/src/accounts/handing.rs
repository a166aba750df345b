//! *Passer la main*: a professional leaves their session with the tablet, the usager of the parcours signs in with card and
//! PIN, gives the tablet back, and the professional takes their session up again with a short code of their own.
//! What is left meanwhile opens nothing (`docs/decisions/0036-handing-over.md`).

use super::ways_in::{Opened, new_token};
use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::Denial;
use itineraire_domain::access::Role;
use itineraire_domain::access::code::may_be_code;
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table;
use itineraire_domain::ids::{CellId, ParcoursId, PersonId};
use itineraire_store::TokenHash;
use itineraire_store::repositories::{Accounts, HandedOver, Parcours, People, Sessions};

/// What a professional is asked before they hand the tablet over.
#[derive(Clone, Debug)]
pub struct HandingOver {
    /// Whose parcours it is: their first name.
    pub to: String,
    /// The professional has a code already.
    pub has_code: bool,
}

/// A session that was left with the tablet: what its browser is to keep.
#[derive(Clone, Debug)]
pub struct Left {
    /// The token of the way back, for a cookie alone.
    pub token: String,
    /// How long the way back stands, in seconds.
    pub lasts: i64,
}

/// In whose hands the tablet is, as its pages say it.
#[derive(Clone, Debug)]
pub struct InHands {
    /// The professional's first name.
    pub by: String,
    /// The usager's.
    pub to: String,
}

impl Service {
    /// Before a professional hands the tablet over to the usager of a parcours.
    pub async fn handing_over(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
    ) -> Result<HandingOver, Failure> {
        let operation = Operation::Parcours(table::Parcours::PageHandOver);
        let session = self.allowed(visitor, operation, Some(parcours)).await?;
        let has_code = match session.account {
            Some(account) => Accounts::on(self.store.reads()).code(account).await?.is_some(),
            None => false,
        };
        Ok(HandingOver {
            to: self.usager_of(session.cell, parcours).await?,
            has_code,
        })
    }

    /// Hands the tablet over: the session ends, and its way back is kept. `code` is a new code, or empty for the one that
    /// the professional has; one that anyone would guess is refused.
    pub async fn hand_over(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
        code: String,
    ) -> Result<Left, Failure> {
        let operation = Operation::Accounts(table::Accounts::HandOver);
        let session = self.allowed(visitor, operation, Some(parcours)).await?;
        let account = session.account.ok_or(Denial::NotFound)?;
        let known = Accounts::on(self.store.reads()).code(account).await?;
        let chosen = match (code.is_empty(), known) {
            (true, Some(_)) => None,
            _ if may_be_code(&code) => Some(self.secrets.hash(code).await?),
            _ => return Err(Failure::Code),
        };
        let (token, now) = (new_token(), now());
        let transaction = self.store.begin().await?;
        if let Some(hash) = chosen {
            Accounts::on(&transaction).set_code(account, &hash, now).await?;
        }
        let sessions = Sessions::on(&transaction);
        if !sessions
            .hand_over(&session, &TokenHash::of(&token), parcours, now)
            .await?
        {
            return Err(Denial::SignedOut.into());
        }
        sessions
            .note_browser(&TokenHash::of(&token), session.cell, &visitor.browser)
            .await?;
        transaction.commit().await?;
        let lasts = self.stays_in_hands();
        Ok(Left { token, lasts })
    }

    /// In whose hands this tablet is, if a professional left it and may still take it up again.
    pub async fn in_hands(&self, visitor: &Visitor) -> Result<Option<InHands>, Failure> {
        let Some(left) = self.left(visitor).await? else {
            return Ok(None);
        };
        Ok(Some(InHands {
            by: self.first_name(left.cell, left.person).await?,
            to: self.usager_of(left.cell, left.parcours).await?,
        }))
    }

    /// Takes up the session that was left with this tablet; gives the parcours that it was on. Whoever is signed in on the
    /// tablet is no longer. A wrong code and no way back, or none any more after too many of them, answer alike.
    pub async fn take_up(&self, visitor: &Visitor, code: String) -> Result<(Opened, ParcoursId), Failure> {
        let left = self.left(visitor).await?.ok_or(Failure::SignIn)?;
        let now = now();
        self.count_address(visitor, now).await?;
        // Counted before it is compared: of many at once, no more are compared than may be tried.
        let transaction = self.store.begin().await?;
        let counted = Sessions::on(&transaction).counts_try(&left).await?;
        transaction.commit().await?;
        if !counted {
            return Err(Failure::SignIn);
        }
        let hash = Accounts::on(self.store.reads()).code(left.account).await?;
        if !self.secrets.matches(code, hash).await.is_yes() {
            return Err(Failure::SignIn);
        }
        let token = new_token();
        let hash = TokenHash::of(&token);
        let transaction = self.store.begin().await?;
        let sessions = Sessions::on(&transaction);
        if !sessions.take_up(&left, &hash, now).await? {
            return Err(Failure::SignIn);
        }
        sessions.note_browser(&hash, left.cell, &visitor.browser).await?;
        if let Some(before) = &visitor.token {
            sessions.close(before).await?;
        }
        transaction.commit().await?;
        Ok((self.opened(token, Role::Professional, false), left.parcours))
    }

    async fn left(&self, visitor: &Visitor) -> Result<Option<HandedOver>, Failure> {
        let Some(token) = &visitor.left else {
            return Ok(None);
        };
        let sessions = Sessions::on(self.store.reads());
        Ok(sessions.handed_over(token, self.stays_in_hands(), now()).await?)
    }

    /// No longer than the usager's own session may stand, in seconds.
    const fn stays_in_hands(&self) -> i64 {
        self.policy.lasts(Role::Usager).absolute
    }

    async fn usager_of(&self, cell: CellId, parcours: ParcoursId) -> Result<String, Failure> {
        let usager = Parcours::on(self.store.reads()).usager(cell, parcours).await?;
        self.first_name(cell, usager.ok_or(Denial::NotFound)?).await
    }

    pub(crate) async fn first_name(&self, cell: CellId, person: PersonId) -> Result<String, Failure> {
        let name = People::on(self.store.reads()).name(cell, person).await?;
        Ok(name.ok_or(Denial::NotFound)?.first)
    }
}
