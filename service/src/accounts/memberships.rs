//! The membership that a session acts under, and the others of its account.

use super::ways_in::{Opened, new_token};
use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::Denial;
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::Accounts;
use itineraire_domain::ids::MembershipId;
use itineraire_domain::views::pages::Membership;
use itineraire_store::TokenHash;
use itineraire_store::repositories::{Memberships, Sessions};

impl Service {
    /// The memberships that whoever is signed in may act under.
    pub async fn memberships(&self, visitor: &Visitor) -> Result<Vec<Membership>, Failure> {
        let session = self
            .allowed(visitor, Operation::Accounts(Accounts::Memberships), None)
            .await?;
        match session.account {
            Some(account) => Ok(Memberships::on(self.store.reads())
                .choices(account, session.membership)
                .await?),
            None => Ok(Vec::new()),
        }
    }

    /// Whether whoever is signed in has another membership to go on under.
    pub async fn has_others(&self, visitor: &Visitor) -> Result<bool, Failure> {
        let account = self.asking(visitor, None).await?.and_then(|(it, _)| it.account);
        let Some(account) = account else {
            return Ok(false);
        };
        let theirs = Memberships::on(self.store.reads()).of_account(account).await?;
        Ok(theirs.len() > 1)
    }

    /// Goes on under another membership of the same account, with a new token; someone else's is nobody's.
    pub async fn choose_membership(&self, visitor: &Visitor, to: MembershipId) -> Result<Opened, Failure> {
        let session = self
            .allowed(visitor, Operation::Accounts(Accounts::ChooseMembership), None)
            .await?;
        let (token, now) = (new_token(), now());
        let hash = TokenHash::of(&token);
        let transaction = self.store.begin().await?;
        let sessions = Sessions::on(&transaction);
        if !sessions.change_membership(&session, &hash, to, now).await? {
            return Err(Denial::NotFound.into());
        }
        let session = sessions.valid(&hash, now).await?.ok_or(Denial::SignedOut)?;
        transaction.commit().await?;
        Ok(self.opened(token, session.role, false))
    }
}
