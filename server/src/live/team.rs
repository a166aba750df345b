//! The socket of one of those who share the whole of a stream: of a parcours, its usager and the assigned professionals.

use super::encode::encode;
use super::hub::TeamNews;
use super::kept::Kept;
use super::link::{End, Hello, LinkToPage, looks};
use crate::served::Served;
use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use itineraire_domain::Denial;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::Seq;
use itineraire_domain::sync::message::{CommandResult, FromPage, ToTeam};
use itineraire_service::clock::now;
use itineraire_store::repositories::Clients;
use itineraire_store::{SessionRow, StoreError, Submission, Submitted};
use std::collections::VecDeque;
use tokio::time::{Instant, sleep_until};

/// More events behind than this, or longer ones, and a snapshot is shorter.
const DELTA_AT_MOST: usize = 500;
const DELTA_BYTES: usize = 256 * 1024;

/// Commands of one socket that wait for the writer: a page that sends more is read on when some are answered, so that it
/// does not stand before everyone else (`BP3`). A page's own window is as wide.
const OUTSTANDING: usize = 32;

/// An answer on its way: the number it answers, and what the writer says.
type Answer = (u64, Result<Submitted, StoreError>);

pub(super) async fn serve<S: Kept>(
    served: &Served,
    session: &SessionRow,
    hello: Hello,
    link: &mut LinkToPage,
) -> End {
    match session_of_link::<S>(served, session, &hello, link).await {
        Ok(end) | Err(end) => end,
    }
}

async fn session_of_link<S: Kept>(
    served: &Served,
    session: &SessionRow,
    hello: &Hello,
    link: &mut LinkToPage,
) -> Result<End, End> {
    let store = &served.store;
    let mut session = session.clone();
    let failed = |_: StoreError| End::Failed;
    // Before it is asked: what is closed meanwhile rings.
    let mut closings = store.closings();
    // Hidden and absent answer alike (`VW2`).
    let mut stands_until = still_stands::<S>(served, &session, hello, link).await?;
    // Before its number is read: from here on it is not at rest.
    let mut client = store.hold_client(hello.client);
    let Some(next) = Clients::on(store.reads())
        .next(&session, hello.stream, hello.client)
        .await
        .map_err(failed)?
    else {
        return Ok(link.last(&ToTeam::<S>::Denied(Denial::WrongClient)).await);
    };
    // First the seat, then the state: what happens in between is told twice rather than never.
    let (seat, mut queue) = S::hub(served).join_team(hello.stream, session.person);
    let mut sent = welcome::<S>(served, &session, hello, next, link).await?;
    // The sequence of the last hash (`GR4`).
    let mut hashed = Seq(0);
    let mut look_again = looks(hello.client);
    let mut answers: FuturesOrdered<std::pin::Pin<Box<dyn Future<Output = Answer> + Send>>> =
        FuturesOrdered::new();
    // Answers whose events have not gone out on this socket yet.
    let mut held: VecDeque<(Seq, ToTeam<S>)> = VecDeque::new();

    let mut heard = Instant::now();

    loop {
        tokio::select! {
            message = link.receive::<S>(), if answers.len() < OUTSTANDING => match message.inspect(|_| heard = Instant::now())? {
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
                    let answer = S::enqueue(served, submission).await.map_err(failed)?;
                    answers.push_back(Box::pin(async move { (seq, answer.await) }));
                }
                FromPage::Here { field } => seat.writes_in(field),
                FromPage::Ping { n } => link.send(&ToTeam::<S>::Pong { n }).await?,
                FromPage::Resync => {
                    let next = Clients::on(store.reads()).next(&session, hello.stream, hello.client).await.map_err(failed)?;
                    sent = snapshot::<S>(served, &session, hello, next.unwrap_or(1), link).await?;
                }
                FromPage::Hello { .. } => return Err(End::Protocol),
            },
            news = queue.next() => match news {
                Some(TeamNews::Events(last, bytes)) => {
                    link.send_bytes(bytes).await?;
                    sent = sent.max(last);
                }
                Some(TeamNews::Presence(bytes)) => link.send_bytes(bytes).await?,
                // The queue was full, or the hub missed something (`BP1`).
                None => return Ok(link.last(&ToTeam::<S>::Resync).await),
            },
            // A page that waits for answers may not have been read.
            () = sleep_until(heard + S::hub(served).silent_for), if answers.is_empty() => return Err(End::Gone),
            Some((seq, answer)) = answers.next() => match answer {
                Ok(Submitted::Result(result)) => {
                    let last = match &result {
                        CommandResult::Kept { last, .. } => *last,
                        CommandResult::Refused { .. } => Seq(0),
                    };
                    held.push_back((last, ToTeam::Judged { seq, result }));
                }
                Ok(Submitted::Gap { expected }) => link.send(&ToTeam::<S>::Gap { expected }).await?,
                Ok(Submitted::Denied(denial)) => return Ok(link.last(&ToTeam::<S>::Denied(denial)).await),
                // Not kept: the page keeps it and sends it again on its next link.
                Err(error) => return Err(match error.trouble() {
                    Some(trouble) => link.last(&ToTeam::<S>::NotKept { trouble }).await,
                    None => End::Failed,
                }),
            },
            () = client.wanted() => return Ok(End::Normal),
            _ = look_again.tick() => {
                if now() >= stands_until {
                    stands_until = still_stands::<S>(served, &session, hello, link).await?;
                }
                if sent != hashed && hash::<S>(served, &session, hello, sent, link).await? {
                    hashed = sent;
                }
            }
            () = session.touched(&mut closings) => stands_until = still_stands::<S>(served, &session, hello, link).await?,
        }
        while held.front().is_some_and(|(last, _)| *last <= sent) {
            if let Some((_, answer)) = held.pop_front() {
                link.send(&answer).await?;
            }
        }
    }
}

/// The answer to `hello` (`GR1`): what follows, or everything. A page that is ahead of the service gets everything
/// (`GR3`).
async fn welcome<S: Kept>(
    served: &Served,
    session: &SessionRow,
    hello: &Hello,
    next: u64,
    link: &mut LinkToPage,
) -> Result<Seq, End> {
    if hello.epoch == Some(served.store.epoch()) {
        let events = S::after(served, session.cell, hello.stream, hello.have)
            .await
            .map_err(|_| End::Failed)?;
        let ahead = events.is_empty() && {
            let state = S::state(served, session.cell, hello.stream)
                .await
                .map_err(|_| End::Failed)?;
            state.is_none_or(|state| state.seq() != hello.have)
        };
        if !ahead && events.len() <= DELTA_AT_MOST {
            let last = events.last().map_or(hello.have, |event| event.seq);
            let delta = ToTeam::<S>::Delta {
                after: hello.have,
                events,
                next: Some(next),
            };
            let bytes = encode(&delta).ok_or(End::Failed)?;
            if bytes.len() <= DELTA_BYTES {
                link.send_bytes(bytes).await?;
                return Ok(last);
            }
        }
    }
    snapshot::<S>(served, session, hello, next, link).await
}

async fn snapshot<S: Kept>(
    served: &Served,
    session: &SessionRow,
    hello: &Hello,
    next: u64,
    link: &mut LinkToPage,
) -> Result<Seq, End> {
    let board = S::state(served, session.cell, hello.stream)
        .await
        .map_err(|_| End::Failed)?
        .ok_or(End::Failed)?;
    let seq = board.seq();
    link.send(&ToTeam::<S>::Snapshot {
        epoch: served.store.epoch(),
        board: Box::new(board),
        next,
    })
    .await?;
    Ok(seq)
}

/// Sends the state's hash (`GR4`), if the stream stands where this page does: the hash of any other sequence would say
/// nothing to it. Gives whether it did. All pages of a room share one reading.
async fn hash<S: Kept>(
    served: &Served,
    session: &SessionRow,
    hello: &Hello,
    sent: Seq,
    link: &mut LinkToPage,
) -> Result<bool, End> {
    let hub = S::hub(served);
    if hub.hash_at(hello.stream, sent).is_none() {
        let state = S::state(served, session.cell, hello.stream)
            .await
            .map_err(|_| End::Failed)?
            .ok_or(End::Failed)?;
        hub.hash_is(hello.stream, state.seq(), state.hash());
    }
    let Some(hash) = hub.hash_at(hello.stream, sent) else {
        return Ok(false);
    };
    link.send(&ToTeam::<S>::Hash { at: sent, hash }).await?;
    Ok(true)
}

/// A session that ended, or an assignment that did, ends the socket. Gives until when neither does by itself: a quiet socket
/// asks nothing before, unless it is told to.
async fn still_stands<S: Kept>(
    served: &Served,
    session: &SessionRow,
    hello: &Hello,
    link: &mut LinkToPage,
) -> Result<Moment, End> {
    match S::stands(served, session, hello.stream).await {
        Ok(Ok(until)) => Ok(until),
        Ok(Err(denial)) => Err(link.last(&ToTeam::<S>::Denied(denial)).await),
        Err(_) => Err(End::Failed),
    }
}
