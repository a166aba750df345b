//! How one's pages are shown.

use crate::{Failure, Service, Visitor};
use itineraire_domain::Denial;
use itineraire_domain::access::Display;
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::Accounts;
use itineraire_store::repositories::People;

impl Service {
    /// How the pages of whoever is signed in are shown.
    pub async fn display(&self, visitor: &Visitor) -> Result<Display, Failure> {
        let operation = Operation::Accounts(Accounts::PageDisplay);
        let session = self.allowed(visitor, operation, None).await?;
        let people = People::on(self.store.reads());
        let shown = people.shown(session.cell, session.person).await?;
        let (_, display) = shown.ok_or(Denial::SignedOut)?;
        Ok(display)
    }

    /// Keeps how whoever is signed in wants their pages shown.
    pub async fn set_display(&self, visitor: &Visitor, display: Display) -> Result<(), Failure> {
        let operation = Operation::Accounts(Accounts::SetDisplay);
        let session = self.allowed(visitor, operation, None).await?;
        let transaction = self.store.begin().await?;
        let person = (session.cell, session.person);
        People::on(&transaction)
            .set_display(person, session.account, display)
            .await?;
        transaction.commit().await?;
        Ok(())
    }
}
