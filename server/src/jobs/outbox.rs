//! Letters are sent: what waits in the outbox is given to the mail server, one after another.

use crate::mailer::{Mailer, NotYet};
use crate::stop::Stop;
use itineraire_app::{Address, letter};
use itineraire_domain::ids::LetterId;
use itineraire_domain::people::LetterState;
use itineraire_service::clock::now;
use itineraire_service::mail::Outcome;
use itineraire_service::{Failure, Service};
use std::time::Duration;

/// How long it is not looked by itself, at most: another process may have written a letter.
const LOOKS_AGAIN: Duration = Duration::from_secs(20);

/// How long a letter that is under way may still take when the service stops: the rest of its end waits for it.
const ENDS_WITHIN: Duration = Duration::from_secs(4);

/// Sends what waits until the service stops; one that is under way is sent first.
pub async fn send(service: Service, mailer: Mailer, address: Address, stop: Stop) {
    loop {
        let wait = match send_due(&service, &mailer, &address, &stop).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::warn!(%error, "letters wait");
                LOOKS_AGAIN
            }
        };
        tokio::select! {
            () = service.letter_written() => {}
            () = tokio::time::sleep(wait) => {}
            () = stop.begins() => return,
        }
    }
}

/// Sends what is to be tried now; gives how long there is nothing to be tried.
async fn send_due(
    service: &Service,
    mailer: &Mailer,
    address: &Address,
    stop: &Stop,
) -> Result<Duration, Failure> {
    let waiting = service.letters().await?;
    for (id, _) in waiting.iter().filter(|(_, next)| *next <= now()) {
        if stop.has_begun() {
            break;
        }
        // One that fails keeps no other waiting.
        let sent = tokio::select! {
            sent = send_one(service, mailer, address, *id) => sent,
            () = too_late(stop) => return Ok(LOOKS_AGAIN),
        };
        if let Err(error) = sent {
            tracing::warn!(%error, "a letter waits");
        }
    }
    let next = service.letters().await?.first().map(|(_, next)| next.0 - now().0);
    let next = next.map(|left| u64::try_from(left.max(100)).unwrap_or(u64::MAX));
    Ok(next.map_or(LOOKS_AGAIN, |left| Duration::from_millis(left).min(LOOKS_AGAIN)))
}

/// The service has been stopping for long enough: a letter that is still under way is left as it is.
async fn too_late(stop: &Stop) {
    stop.begins().await;
    tokio::time::sleep(ENDS_WITHIN).await;
}

async fn send_one(
    service: &Service,
    mailer: &Mailer,
    address: &Address,
    id: LetterId,
) -> Result<(), Failure> {
    let Some(taken) = service.take_letter(id).await? else {
        return Ok(());
    };
    let (subject, body) = letter(&taken.says, address);
    let letter = &taken.letter;
    let became = async |from, outcome: Outcome| {
        metrics::counter!("itineraire_letters_total", "outcome" => word(outcome)).increment(1);
        service.letter_became(letter, from, outcome).await
    };
    let door = match mailer.knock((id, &letter.email), (&subject, body)).await {
        Ok(door) => door,
        Err(NotYet::Refused) => return became(LetterState::Waiting, Outcome::Refused).await,
        Err(NotYet::Again) => return became(LetterState::Waiting, Outcome::Again).await,
    };
    // Noted before its end is given: were it noted after, a crash between the two would send it twice.
    if !service.hand_letter(id).await? {
        return Ok(());
    }
    let outcome = door.hand_over().await;
    if outcome == Outcome::Unknown {
        tracing::warn!("a mail server did not say whether it keeps a letter: it is not sent again");
    }
    became(LetterState::Handed, outcome).await
}

const fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Sent => "sent",
        Outcome::Refused => "refused",
        Outcome::Again => "again",
        Outcome::Unknown => "unknown",
    }
}
