//! A stream as the store keeps it: what a link asks of it. What is said over the link, and in which order, is the same for
//! every stream; which tables hold it, and who may be there, is its own.

use super::Hub;
use crate::served::Served;
use itineraire_domain::Denial;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, Seq, StreamId};
use itineraire_domain::parcours::Board;
use itineraire_domain::sync::stream::{EventOf, Stream};
use itineraire_service::clock::now;
use itineraire_store::repositories::{Parcours, Sessions};
use itineraire_store::{SessionRow, StoreError, Submission, Submitted};

/// The stream of a link.
pub(super) trait Kept: Stream {
    /// Who is on which of them.
    fn hub(served: &Served) -> &Hub<Self>;

    /// The state; none where there is no such stream in the cell.
    fn state(
        served: &Served,
        cell: CellId,
        id: StreamId,
    ) -> impl Future<Output = Result<Option<Self>, StoreError>> + Send;

    /// What happened after a sequence, in order.
    fn after(
        served: &Served,
        cell: CellId,
        id: StreamId,
        seq: Seq,
    ) -> impl Future<Output = Result<Vec<EventOf<Self>>, StoreError>> + Send;

    /// Until when a session may be on the whole of it, unless the store rings before; or why it may not be. Hidden and absent
    /// answer alike (`VW2`).
    fn stands(
        served: &Served,
        session: &SessionRow,
        id: StreamId,
    ) -> impl Future<Output = Result<Result<Moment, Denial>, StoreError>> + Send;

    /// Hands a command to the writer. What it gives comes once the command is judged, and once those who must know before
    /// its author have been told.
    fn enqueue(
        served: &Served,
        submission: Submission,
    ) -> impl Future<
        Output = Result<impl Future<Output = Result<Submitted, StoreError>> + Send + 'static, StoreError>,
    > + Send;
}

impl Kept for Board {
    fn hub(served: &Served) -> &Hub<Self> {
        &served.hub
    }

    async fn state(served: &Served, cell: CellId, id: StreamId) -> Result<Option<Self>, StoreError> {
        let parcours = Parcours::on(served.store.reads());
        parcours
            .board_at_hand(served.store.at_hand(), cell, id.into())
            .await
    }

    async fn after(
        served: &Served,
        cell: CellId,
        id: StreamId,
        seq: Seq,
    ) -> Result<Vec<EventOf<Self>>, StoreError> {
        let parcours = Parcours::on(served.store.reads());
        parcours.events_after(cell, id.into(), seq).await
    }

    async fn stands(
        served: &Served,
        session: &SessionRow,
        id: StreamId,
    ) -> Result<Result<Moment, Denial>, StoreError> {
        let asked = Sessions::on(served.store.reads())
            .who_asks(&session.token, Some(id.into()), now())
            .await?;
        Ok(match asked {
            None => Err(Denial::SignedOut),
            Some((session, standing)) if standing.is_on_the_board() => Ok(session.stands_until()),
            Some(_) => Err(Denial::NotFound),
        })
    }

    async fn enqueue(
        served: &Served,
        submission: Submission,
    ) -> Result<impl Future<Output = Result<Submitted, StoreError>> + Send + 'static, StoreError> {
        let (store, parcours) = (served.store.clone(), submission.parcours);
        let answer = store.enqueue(submission).await?;
        Ok(async move {
            let answer = answer.await;
            // A partner whose view this changes has it, or has nothing, before its author is answered (`VW3`).
            store.partners_told(parcours).await;
            answer
        })
    }
}
