//! A socket to a page that speaks this protocol, and how it ends. Every end has a close frame with its code, and nobody
//! else notices (`BP2`).

use super::encode::encode;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use itineraire_domain::access::permission::{Operation, Standing, allows};
use itineraire_domain::ids::{ClientId, Epoch, ParcoursId, Seq, StreamId};
use itineraire_domain::sync::message::FromPage;
use itineraire_domain::sync::stream::Stream;
use serde::Serialize;
use std::time::Duration;
use tokio::time::{Instant, Interval, interval_at};

/// How long a write may take before the link counts as dead.
pub(super) const WRITE_WITHIN: Duration = Duration::from_secs(10);

/// How often a quiet socket looks whether its session still stands.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// The clock of a link: by its client, so that those who came back at once after a stop do not look at once for ever.
pub(super) fn looks(client: ClientId) -> Interval {
    interval_at(Instant::now() + first_look(client), LOOK_AGAIN)
}

fn first_look(client: ClientId) -> Duration {
    let within = client.0.as_u128() % LOOK_AGAIN.as_millis();
    Duration::from_millis(u64::try_from(within).unwrap_or_default())
}

/// Why a link ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The other side left, or the network did.
    Gone,
    /// Said goodbye in order.
    Normal,
    /// Not a message of this protocol.
    Protocol,
    /// Too large a frame.
    TooLarge,
    /// Not UTF-8.
    NotText,
    /// The service failed.
    Failed,
    /// The service stops: another is there soon.
    Restarts,
}

/// The first message of a page.
pub(super) struct Hello {
    pub client: ClientId,
    pub stream: StreamId,
    pub epoch: Option<Epoch>,
    pub have: Seq,
}

impl Hello {
    /// The parcours, when it is that of one.
    pub fn parcours(&self) -> ParcoursId {
        self.stream.into()
    }
}

/// A socket that speaks this protocol.
pub(super) struct LinkToPage {
    socket: WebSocket,
    /// How its person stands towards the stream; nobody, until that is known.
    pub standing: Standing,
}

impl LinkToPage {
    /// A socket of which nothing is known yet.
    pub const fn to_nobody(socket: WebSocket) -> Self {
        Self {
            socket,
            standing: Standing::Nobody,
        }
    }

    /// The next message that the permission table opens to this page, or how the link ends. What is not for it is not
    /// answered (`VW1`).
    pub async fn receive<S: Stream>(&mut self) -> Result<FromPage<S>, End> {
        loop {
            let message = serde_json::from_str(&self.text().await?).map_err(|_| End::Protocol)?;
            if allows(Operation::from(&message), self.standing) {
                return Ok(message);
            }
        }
    }

    /// The next message, not read yet.
    pub async fn text(&mut self) -> Result<Utf8Bytes, End> {
        loop {
            return match self.socket.recv().await {
                None => Err(End::Gone),
                Some(Ok(Message::Text(text))) => Ok(text),
                Some(Ok(Message::Binary(_))) => Err(End::Protocol),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(Message::Close(_))) => Err(End::Normal),
                Some(Err(error)) => Err(end_of(&error)),
            };
        }
    }

    /// Sends a message.
    pub async fn send<T: Serialize>(&mut self, message: &T) -> Result<(), End> {
        let bytes = encode(message).ok_or(End::Failed)?;
        self.send_bytes(bytes).await
    }

    /// Sends bytes that were encoded for several.
    pub async fn send_bytes(&mut self, bytes: Utf8Bytes) -> Result<(), End> {
        match tokio::time::timeout(WRITE_WITHIN, self.socket.send(Message::Text(bytes))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }

    /// Sends a last message.
    pub async fn last<T: Serialize>(&mut self, message: &T) -> End {
        match self.send(message).await {
            Ok(()) => End::Normal,
            Err(end) => end,
        }
    }

    pub async fn close(mut self, end: End) {
        // A reason has 123 bytes at most.
        let (code, reason) = match end {
            End::Gone => return,
            End::Normal => (1000, ""),
            End::Protocol => (1002, "Le service n’a pas compris cette page. Rechargez-la."),
            End::NotText => (1007, "Ce message n’est pas du texte. Rien n’a changé."),
            End::TooLarge => (1009, "Ce message est trop long. Rien n’a changé."),
            End::Failed => (1011, "Le service ne répond pas. La page va réessayer."),
            End::Restarts => (1012, "Le service redémarre. La page va revenir."),
        };
        let frame = Message::Close(Some(CloseFrame {
            code,
            reason: Utf8Bytes::from_static(reason),
        }));
        // The other side may be gone already.
        let _ = tokio::time::timeout(WRITE_WITHIN, self.socket.send(frame)).await;
        // Reading on lets the close frame arrive before the connection is torn down. After a frame that could not be
        // read there is no reading on, and what is left unread would reset the connection: waiting does it then.
        let drain = async {
            while let Some(Ok(_)) = self.socket.recv().await {}
            if matches!(end, End::Protocol | End::NotText | End::TooLarge) {
                std::future::pending::<()>().await;
            }
        };
        let _ = tokio::time::timeout(Duration::from_secs(1), drain).await;
    }
}

/// The kind of a read error, by what tungstenite says of it: axum hides its type.
fn end_of(error: &axum::Error) -> End {
    let text = error.to_string().to_lowercase();
    if text.contains("utf-8") || text.contains("utf8") {
        End::NotText
    } else if text.contains("too long") || text.contains("space limit") || text.contains("too big") {
        End::TooLarge
    } else if text.contains("protocol") {
        End::Protocol
    } else {
        End::Gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn links_that_come_at_once_look_at_different_moments() {
        let looks: Vec<_> = (0..1_000).map(|_| first_look(ClientId(Uuid::new_v4()))).collect();
        assert!(looks.iter().all(|it| *it < LOOK_AGAIN));
        let early = looks.iter().filter(|it| **it < LOOK_AGAIN / 2).count();
        assert!((400..600).contains(&early), "{early} of 1,000 in the first half");
    }
}
