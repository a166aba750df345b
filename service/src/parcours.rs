//! Boards and lists, for the usager and the professionals of the cell.

use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::Refusal;
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::{Accounts, Parcours};
use itineraire_domain::ids::{ClientId, ParcoursId};
use itineraire_domain::views::pages::{BoardPage, HomePage};
use itineraire_store::SessionRow;
use uuid::Uuid;

impl Service {
    /// A professional's list.
    pub async fn home(&self, visitor: &Visitor) -> Result<HomePage, Failure> {
        let session = self
            .allowed(visitor, Operation::Parcours(Parcours::Home), None)
            .await?;
        let me = self.me_of(&session).await?;
        Ok(self.store.home(&session, me, now()).await?)
    }

    /// A board, for its usager or an assigned professional.
    pub async fn board(&self, visitor: &Visitor, parcours: ParcoursId) -> Result<BoardPage, Failure> {
        let session = self
            .allowed(visitor, Operation::Parcours(Parcours::Board), Some(parcours))
            .await?;
        self.board_of(&session, Some(parcours)).await
    }

    /// The signed-in usager's own board.
    pub async fn my_board(&self, visitor: &Visitor) -> Result<BoardPage, Failure> {
        let session = self
            .allowed(visitor, Operation::Parcours(Parcours::MyBoard), None)
            .await?;
        self.board_of(&session, None).await
    }

    /// A board, or one's own.
    async fn board_of(
        &self,
        session: &SessionRow,
        parcours: Option<ParcoursId>,
    ) -> Result<BoardPage, Failure> {
        let me = self.me_of(session).await?;
        let parcours = parcours.or(me.parcours).ok_or(Refusal::NotFound)?;
        let page = self.store.board_page(session, me, parcours, now()).await?;
        Ok(page.ok_or(Refusal::NotFound)?)
    }

    /// A writing hand (`ID1`): bound to who asks, on a parcours where they may be. The one that their browser kept, if it is
    /// theirs and at rest; else a new one.
    pub async fn issue_client(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
        kept: &str,
    ) -> Result<ClientId, Failure> {
        let operation = Operation::Parcours(Parcours::IssueClient);
        let session = self.allowed(visitor, operation, Some(parcours)).await?;
        // What a browser kept may be anything, or nothing.
        let kept = kept.parse().ok();
        let new = ClientId(Uuid::new_v4());
        Ok(self.store.take_hand(&session, parcours, kept, new, now()).await?)
    }

    /// An assigned professional opens a card again that too many wrong codes have blocked: its usager's, under the same
    /// code.
    pub async fn reset_card(&self, visitor: &Visitor, parcours: ParcoursId) -> Result<(), Failure> {
        let session = self
            .allowed(visitor, Operation::Accounts(Accounts::ResetCard), Some(parcours))
            .await?;
        if self.store.reset_card(session.cell, parcours).await? {
            Ok(())
        } else {
            Err(Refusal::NotFound.into())
        }
    }
}
