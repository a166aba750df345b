//! What partners read.

use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::Refusal;
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::Partners;
use itineraire_domain::ids::ParcoursId;
use itineraire_domain::views::pages::{PartnerHome, PartnerPage};

impl Service {
    /// The parcours with something shared with this partner's organisation.
    pub async fn partner_home(&self, visitor: &Visitor) -> Result<PartnerHome, Failure> {
        let session = self
            .allowed(visitor, Operation::Partners(Partners::PartnerHome), None)
            .await?;
        let me = self.me_of(&session).await?;
        Ok(self.store.partner_home(&session, me, now()).await?)
    }

    /// What is shared of one parcours.
    pub async fn partner_board(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
    ) -> Result<PartnerPage, Failure> {
        let session = self
            .allowed(
                visitor,
                Operation::Partners(Partners::PartnerBoard),
                Some(parcours),
            )
            .await?;
        let me = self.me_of(&session).await?;
        let page = self.store.partner_page(&session, me, parcours, now()).await?;
        Ok(page.ok_or(Refusal::NotFound)?)
    }
}
