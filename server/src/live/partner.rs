//! The socket of a partner. What it sends is read from the shared items when it is written, with the consent of that
//! moment (`VW3`); nothing else on the board makes it write, or wait (`VW1`).
//!
//! Whoever changes that view is answered when this link has told its page, or has ended: it never keeps them waiting for
//! a network. A frame that is still on its way when the view changes holds what may be withdrawn by now, and only the end
//! of the link takes it back.

use super::link::{End, Hello, LinkToPage, WRITE_WITHIN, looks};
use crate::served::Served;
use itineraire_domain::Denial;
use itineraire_domain::access::permission::Standing;
use itineraire_domain::calendar::Moment;
use itineraire_domain::parcours::Board;
use itineraire_domain::sync::message::{CommandResult, ToPartner};
use itineraire_domain::sync::parcours::FromPage;
use itineraire_domain::views::pages::PartnerSeq;
use itineraire_service::clock::now;
use itineraire_store::repositories::{Clients, Partners, Sessions};
use itineraire_store::{PartnerWatch, SessionRow, StoreError, Submission, Submitted};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

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
    let mut session = session.clone();
    let failed = |_: StoreError| End::Failed;
    let asked = Sessions::on(store.reads())
        .who_asks(&session.token, Some(hello.parcours()), now())
        .await
        .map_err(failed)?;
    // Nothing shared and no such board answer alike (`VW2`).
    let Some((Standing::PartnerWithShare, Some(organisation))) =
        asked.map(|(session, standing)| (standing, session.organisation))
    else {
        return Ok(link.last(&ToPartner::Denied(Denial::NotFound)).await);
    };
    // Before its number is read: from here on it is not at rest.
    let mut client = store.hold_client(hello.client);
    let Some(next) = Clients::on(store.reads())
        .next(&session, hello.stream, hello.client)
        .await
        .map_err(failed)?
    else {
        return Ok(link.last(&ToPartner::Denied(Denial::WrongClient)).await);
    };
    let mut page = Page {
        link,
        watch: store.follow_partner_view(hello.parcours(), organisation),
        sent: PartnerSeq(0),
        read: Moment(0),
        until: Moment(0),
    };
    let mut closings = store.closings();
    let mut look_again = looks(hello.client);
    page.send(&ToPartner::Welcome { next }).await?;
    let mut heard = Instant::now();
    loop {
        tokio::select! {
            message = page.link.receive::<Board>() => match message.inspect(|_| heard = Instant::now())? {
                FromPage::Command { seq, version, body } => {
                    served.service.note_use(&mut session, now()).await.map_err(|_| End::Failed)?;
                    let submission = Submission {
                        token: session.token.clone(),
                        parcours: hello.parcours(),
                        client: hello.client,
                        seq,
                        version,
                        body: body.value(),
                        at: now(),
                    };
                    match store.submit(submission).await {
                        Ok(Submitted::Result(result)) => {
                            let refusal = match result {
                                CommandResult::Kept { .. } => None,
                                CommandResult::Refused { refusal } => Some(refusal),
                            };
                            page.send(&ToPartner::Judged { seq, refusal }).await?;
                        }
                        Ok(Submitted::Gap { expected }) => page.send(&ToPartner::Gap { expected }).await?,
                        Ok(Submitted::Denied(denial)) => return Err(page.denied(denial).await),
                        Err(error) => return Err(match error.trouble() {
                            Some(trouble) => page.last(&ToPartner::NotKept { trouble }).await,
                            None => End::Failed,
                        }),
                    }
                }
                FromPage::Ping { n } => page.send(&ToPartner::Pong { n }).await?,
                FromPage::Resync => (page.sent, page.until) = (PartnerSeq(0), Moment(0)),
                // A partner's place on the screen is told to nobody.
                FromPage::Here { .. } => {}
                FromPage::Hello { .. } => return Err(End::Protocol),
            },
            () = sleep_until(heard + served.hub.silent_for) => return Err(End::Gone),
            () = page.watch.changed() => page.until = Moment(0),
            () = client.wanted() => return Ok(End::Normal),
            _ = look_again.tick() => {}
            () = session.touched(&mut closings) => page.until = Moment(0),
        }
        page.show(served, &session, hello).await?;
    }
}

/// How long someone who changed the view waits for a page that reads slowly.
const TOLD_WITHIN: Duration = Duration::from_secs(1);

/// The page of a partner, and what it was sent.
struct Page<'a> {
    link: &'a mut LinkToPage,
    watch: PartnerWatch,
    sent: PartnerSeq,
    /// When what was sent was read under the writer's lock.
    read: Moment,
    /// Until when what was sent is what this partner sees, unless the link is told: a quiet one asks nothing before.
    until: Moment,
}

impl Page<'_> {
    /// Sends the view of this moment, if it is another one than was sent. Without anything shared, or without a
    /// session, the link ends.
    async fn show(&mut self, served: &Served, session: &SessionRow, hello: &Hello) -> Result<(), End> {
        let failed = |_: StoreError| End::Failed;
        let now = now();
        // What changed meanwhile, or while this waited for its page, rings when it is waited for.
        if now < self.until && !self.watch.is_awaited() {
            return Ok(());
        }
        let look = self.watch.look();
        let sessions = Sessions::on(served.store.reads());
        let session = sessions.valid(&session.token, now).await.map_err(failed)?;
        let Some(session) = session else {
            return Err(self.denied(Denial::SignedOut).await);
        };
        let known = (self.sent, self.read);
        if self.sent != PartnerSeq(0) {
            let reads = Partners::on(served.store.reads());
            let still = reads
                .still_sees(&session, hello.parcours(), known, now)
                .await
                .map_err(failed)?;
            if let Some(until) = still {
                self.until = until;
                self.watch.told(look);
                return Ok(());
            }
        }
        // Until when is asked at the next look: it is a question of its own.
        self.until = Moment(0);
        self.read = now;
        match served
            .service
            .partner_view(&session, hello.parcours(), now)
            .await
            .map_err(|_| End::Failed)?
        {
            None => {
                // The session may have ended since it was looked at.
                let session = sessions.valid(&session.token, now).await.map_err(failed)?;
                let denial = session.map_or(Denial::SignedOut, |_| Denial::NotFound);
                return Err(self.denied(denial).await);
            }
            Some((seq, _)) if seq == self.sent => {}
            Some((seq, view)) => {
                self.send(&ToPartner::View { seq, view }).await?;
                self.sent = seq;
            }
        }
        self.watch.told(look);
        Ok(())
    }

    /// Sends a message. When the view changes while it is on its way, the link ends.
    async fn send(&mut self, message: &ToPartner) -> Result<(), End> {
        let patience = if self.watch.is_awaited() {
            TOLD_WITHIN
        } else {
            WRITE_WITHIN
        };
        tokio::select! {
            biased;
            sent = tokio::time::timeout(patience, self.link.send(message)) => sent.unwrap_or(Err(End::Gone)),
            () = self.watch.changed() => Err(End::Gone),
        }
    }

    async fn denied(&mut self, denial: Denial) -> End {
        self.last(&ToPartner::Denied(denial)).await
    }

    /// Sends a last message.
    async fn last(&mut self, message: &ToPartner) -> End {
        match self.send(message).await {
            Ok(()) => End::Normal,
            Err(end) => end,
        }
    }
}
