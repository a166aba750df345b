//! The socket of a partner. What it sends is read from the shared items when it is written, with the consent of that
//! moment (`VW3`); nothing else on the board makes it write, or wait (`VW1`).

use super::socket::{End, Hello, LOOK_AGAIN, LinkToPage};
use crate::routes::Served;
use itineraire_app::api::visit::now;
use itineraire_domain::Refusal;
use itineraire_domain::access::pages::PartnerSeq;
use itineraire_domain::ids::OrganisationId;
use itineraire_domain::sync::message::{CommandResult, FromPage, ToPartner};
use itineraire_store::parcours::Standing;
use itineraire_store::{SessionRow, StoreError, Submission, Submitted};

pub(super) async fn serve(served: &Served, session: &SessionRow, hello: Hello, link: &mut LinkToPage) -> End {
    match session_of_link(served, session, &hello, link).await {
        Ok(end) | Err(end) => end,
    }
}

async fn session_of_link(
    served: &Served,
    session: &SessionRow,
    hello: &Hello,
    link: &mut LinkToPage,
) -> Result<End, End> {
    let store = &served.store;
    let failed = |_: StoreError| End::Failed;
    // Nothing shared and no such board answer alike (`VW2`).
    let organisation: OrganisationId = match store
        .standing(session, hello.board, now())
        .await
        .map_err(failed)?
    {
        Some(Standing::Partner(organisation)) => organisation,
        _ => {
            return Ok(link
                .last(&ToPartner::Denied {
                    refusal: Refusal::NotFound,
                })
                .await);
        }
    };
    let Some(next) = store
        .client_next(session, hello.board, hello.client)
        .await
        .map_err(failed)?
    else {
        return Ok(link
            .last(&ToPartner::Denied {
                refusal: Refusal::WrongClient,
            })
            .await);
    };
    let (_seat, mut changed) = served.hub.join_partner(hello.board, organisation);
    let mut closings = store.closings();
    let mut look_again = tokio::time::interval(LOOK_AGAIN);
    link.send(&ToPartner::Welcome { next }).await?;
    let mut sent = PartnerSeq(0);
    loop {
        tokio::select! {
            message = link.receive() => match message? {
                FromPage::Command { seq, version, body } => {
                    store.touch_session(session, now()).await.map_err(failed)?;
                    let submission = Submission {
                        token: session.token.clone(),
                        parcours: hello.board,
                        client: hello.client,
                        seq,
                        version,
                        body,
                        at: now(),
                    };
                    match store.submit(submission).await {
                        Ok(Submitted::Result(result)) => {
                            let refusal = match result {
                                CommandResult::Kept { .. } => None,
                                CommandResult::Refused { refusal } => Some(refusal),
                            };
                            link.send(&ToPartner::Answer { seq, refusal }).await?;
                        }
                        Ok(Submitted::Gap { expected }) => link.send(&ToPartner::Gap { expected }).await?,
                        Ok(Submitted::Denied(refusal)) => return Ok(link.last(&ToPartner::Denied { refusal }).await),
                        Err(_) => return Err(End::Failed),
                    }
                }
                FromPage::Ping { n } => link.send(&ToPartner::Pong { n }).await?,
                FromPage::Resync => sent = PartnerSeq(0),
                // A partner's place on the screen is told to nobody.
                FromPage::Here { .. } => {}
                FromPage::Hello { .. } => return Err(End::Protocol),
            },
            hint = changed.recv() => if hint.is_none() {
                return Ok(link.last(&ToPartner::Resync).await);
            },
            _ = look_again.tick() => {}
            _ = closings.recv() => {}
        }
        sent = show(served, session, hello, sent, link).await?;
    }
}

/// Sends the view of this moment, if it is another one than was sent. Without anything shared, or without a session,
/// the link ends.
async fn show(
    served: &Served,
    session: &SessionRow,
    hello: &Hello,
    sent: PartnerSeq,
    link: &mut LinkToPage,
) -> Result<PartnerSeq, End> {
    let now = now();
    let failed = |_: StoreError| End::Failed;
    let Some(session) = served.store.session(&session.token, now).await.map_err(failed)? else {
        return Err(link
            .last(&ToPartner::Denied {
                refusal: Refusal::SignedOut,
            })
            .await);
    };
    match served
        .store
        .partner_view(&session, hello.board, now)
        .await
        .map_err(failed)?
    {
        None => Err(link
            .last(&ToPartner::Denied {
                refusal: Refusal::NotFound,
            })
            .await),
        Some((seq, view)) if seq != sent => {
            link.send(&ToPartner::View { seq, view }).await?;
            Ok(seq)
        }
        Some(_) => Ok(sent),
    }
}
