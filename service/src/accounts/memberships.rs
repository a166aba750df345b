//! The membership that a session acts under, and the others of its account.

use super::ways_in::{Opened, new_token};
use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::Denial;
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::Accounts;
use itineraire_domain::access::{Capability, Role};
use itineraire_domain::ids::MembershipId;
use itineraire_domain::views::pages::{Membership, PersonName};
use itineraire_store::repositories::{Memberships, People, Sessions};
use itineraire_store::{SessionRow, TokenHash};

/// Where whoever is signed in may go from one of their pages.
#[derive(Clone, Debug)]
pub struct Around {
    /// Who they are.
    pub name: PersonName,
    /// As what.
    pub role: Role,
    /// They have another membership to go on under.
    pub others: bool,
    /// About how many needs something is still to be done, for who receives them.
    pub waiting: Option<u64>,
    /// They say who works with the cell.
    pub coordinates: bool,
    /// They accompany people.
    pub accompanies: bool,
}

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

    /// What the head of the pages of whoever is signed in shows; nothing, where nobody is.
    pub async fn around(&self, visitor: &Visitor) -> Result<Option<Around>, Failure> {
        match self.asking(visitor, None).await? {
            Some((session, _)) => Ok(Some(self.around_of(&session).await?)),
            None => Ok(None),
        }
    }

    /// The same, of a session.
    pub(crate) async fn around_of(&self, session: &SessionRow) -> Result<Around, Failure> {
        let reads = self.store.reads();
        let others = match session.account {
            Some(account) => Memberships::on(reads).of_account(account).await?.len() > 1,
            None => false,
        };
        let name = People::on(reads).name(session.cell, session.person).await?;
        Ok(Around {
            name: name.ok_or(Denial::NotFound)?,
            role: session.role,
            others,
            waiting: self.waiting(session).await?,
            coordinates: session.capabilities.contains(&Capability::Coordinator),
            accompanies: session.accompanies(),
        })
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
        sessions
            .note_browser(&hash, session.cell, &visitor.browser)
            .await?;
        transaction.commit().await?;
        Ok(self.opened(token, session.role, false))
    }
}
