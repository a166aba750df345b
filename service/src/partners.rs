//! What partners read.

use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::Denial;
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::ParcoursId;
use itineraire_domain::views::pages::{PartnerHome, PartnerPage, PartnerSeq, PartnerView};
use itineraire_store::SessionRow;
use itineraire_store::repositories::Partners;

impl Service {
    /// The parcours with something shared with this partner's organisation.
    pub async fn partner_home(&self, visitor: &Visitor) -> Result<PartnerHome, Failure> {
        let session = self
            .allowed(visitor, Operation::Partners(table::Partners::PartnerHome), None)
            .await?;
        let me = self.me_of(&session).await?;
        let mut rows = Partners::on(self.store.reads()).home(&session, now()).await?;
        let themes = self.themes(session.cell).await?;
        for row in &mut rows {
            row.themes.sort_by_key(|theme| themes.rank(*theme));
        }
        Ok(PartnerHome { me, rows, themes })
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
                Operation::Partners(table::Partners::PartnerBoard),
                Some(parcours),
            )
            .await?;
        let me = self.me_of(&session).await?;
        let (seq, view) = self
            .partner_view(&session, parcours, now())
            .await?
            .ok_or(Denial::NotFound)?;
        let themes = self.themes(session.cell).await?;
        Ok(PartnerPage {
            me,
            seq,
            view,
            themes,
        })
    }

    /// What a partner sees of a parcours now, numbered; none if nothing is shared, or nothing exists.
    pub async fn partner_view(
        &self,
        session: &SessionRow,
        parcours: ParcoursId,
        now: Moment,
    ) -> Result<Option<(PartnerSeq, PartnerView)>, Failure> {
        let transaction = self.store.begin().await?;
        let view = Partners::on(&transaction).view(session, parcours, now).await?;
        transaction.commit().await?;
        Ok(view)
    }
}
