//! Who is signed in.

use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::Denial;
use itineraire_domain::access::Role;
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::Accounts;
use itineraire_domain::calendar::Moment;
use itineraire_domain::views::pages::Me;
use itineraire_store::SessionRow;
use itineraire_store::repositories::{Organisations, Parcours, People, Sessions};

impl Service {
    /// Who is signed in, if anyone.
    pub async fn me(&self, visitor: &Visitor) -> Result<Option<Me>, Failure> {
        match self.asking(visitor, None).await? {
            Some((session, _)) => Ok(Some(self.me_of(&session).await?)),
            None => Ok(None),
        }
    }

    /// Whoever is signed in stays: their session is used now. Gives when it ends, however much it is used.
    pub async fn stay(&self, visitor: &Visitor) -> Result<Moment, Failure> {
        let operation = Operation::Accounts(Accounts::Stay);
        Ok(self.allowed(visitor, operation, None).await?.ends())
    }

    /// Who is signed in, for their own page.
    pub(crate) async fn me_of(&self, session: &SessionRow) -> Result<Me, Failure> {
        let (reads, cell) = (self.store.reads(), session.cell);
        let shown = People::on(reads).shown(cell, session.person).await?;
        let (name, display) = shown.ok_or(Denial::SignedOut)?;
        let parcours = match session.role {
            Role::Usager => Parcours::on(reads).of_usager(cell, session.person).await?,
            Role::Professional | Role::Partner => None,
        };
        let organisation = match (session.role, session.organisation) {
            (Role::Partner, Some(id)) => Organisations::on(reads).name(cell, id).await?.zip(Some(id)),
            _ => None,
        };
        let proven_until = session
            .proven
            .and_then(|proven| proven.fresh(now()))
            .map(|proof| proof.until());
        Ok(Me {
            person: session.person,
            role: session.role,
            name,
            rests: session.idle(),
            ends: session.ends(),
            display,
            proven_until,
            parcours,
            organisation: organisation.map(|(name, id)| (id, name)),
        })
    }

    /// What someone who is signed out was, as far as their browser still says: which way in they know. It opens nothing.
    pub async fn role_before(&self, visitor: &Visitor) -> Option<Role> {
        let token = visitor.token.as_ref()?;
        Sessions::on(self.store.reads())
            .role_before(token)
            .await
            .ok()
            .flatten()
    }
}
