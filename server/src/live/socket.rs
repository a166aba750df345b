//! From an HTTP request to a served socket: the session, the first message, and how a link ends. Every end has a close
//! frame with its code, and nobody else notices (`BP2`).

use super::{partner, team};
use crate::routes::Served;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::Response;
use itineraire_app::api::visit::{now, token_of};
use itineraire_domain::Refusal;
use itineraire_domain::access::Role;
use itineraire_domain::access::permission::{Operation, Standing, allows};
use itineraire_domain::ids::{ClientId, Epoch, ParcoursId};
use itineraire_domain::parcours::Seq;
use itineraire_domain::sync::message::{FRAME_LIMIT, FromPage, PROTOCOL, ToPartner, ToTeam};
use itineraire_store::{SessionRow, StoreError};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a new socket may stay silent.
const HELLO_WITHIN: Duration = Duration::from_secs(10);

/// How long a write may take before the link counts as dead.
pub(super) const WRITE_WITHIN: Duration = Duration::from_secs(10);

/// How often a quiet socket looks whether its session still stands.
pub(super) const LOOK_AGAIN: Duration = Duration::from_secs(2);

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
    /// The service failed, or restarts.
    Failed,
}

/// What the first message has in every version of the protocol: whatever else a page says, it is told to update (`EV2`).
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Greeting {
    Hello { protocol: u16 },
}

/// The first message of a page.
pub(super) struct Hello {
    pub client: ClientId,
    pub board: ParcoursId,
    pub epoch: Option<Epoch>,
    pub have: Seq,
}

/// `GET /live`. The layer around the router has already checked where the request comes from.
pub async fn connect(
    State(served): State<Served>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade
        .read_buffer_size(8 * 1024)
        .write_buffer_size(0)
        // No bound on what is written: each frame is flushed before the next, and a large board is one frame.
        .max_message_size(FRAME_LIMIT)
        .max_frame_size(FRAME_LIMIT)
        .on_upgrade(async move |socket| {
            let mut link = LinkToPage {
                socket,
                standing: Standing::Nobody,
            };
            let end = serve(&served, &headers, &mut link).await;
            link.close(end).await;
        })
}

async fn serve(served: &Served, headers: &HeaderMap, link: &mut LinkToPage) -> End {
    let first = match tokio::time::timeout(HELLO_WITHIN, link.text()).await {
        Ok(Ok(first)) => first,
        Ok(Err(end)) => return end,
        Err(_) => return End::Protocol,
    };
    let Ok(greeting) = serde_json::from_str(&first) else {
        return End::Protocol;
    };
    let Greeting::Hello { protocol } = greeting;
    let session = match token_of(headers) {
        Some(token) => served.store.session(&token, now()).await,
        None => Ok(None),
    };
    match session {
        Err(_) => End::Failed,
        Ok(None) => {
            link.last(&ToTeam::Denied {
                refusal: Refusal::SignedOut,
            })
            .await
        }
        Ok(Some(session)) if protocol != PROTOCOL => match session.role {
            Role::Partner => link.last(&ToPartner::UpdateRequired).await,
            Role::Usager | Role::Professional => link.last(&ToTeam::UpdateRequired).await,
        },
        Ok(Some(session)) => match serde_json::from_str(&first) {
            Ok(FromPage::Hello {
                client,
                board,
                epoch,
                have,
                ..
            }) => {
                let hello = Hello {
                    client,
                    board,
                    epoch,
                    have,
                };
                by_role(served, session, hello, link).await
            }
            _ => End::Protocol,
        },
    }
}

/// What each role's link then makes sure of: that the session really stands so towards the board.
async fn by_role(served: &Served, session: SessionRow, hello: Hello, link: &mut LinkToPage) -> End {
    match session.role {
        Role::Partner => {
            link.standing = Standing::PartnerWithShare;
            partner::serve(served, &session, hello, link).await
        }
        Role::Usager => {
            link.standing = Standing::Usager;
            team::serve(served, &session, hello, link).await
        }
        Role::Professional => {
            link.standing = Standing::Assigned;
            team::serve(served, &session, hello, link).await
        }
    }
}

/// A session that could not be noted as used goes on: a full disk must not keep anyone from reading. What is written next
/// is told why it is not kept.
pub(super) fn noted(kept: Result<(), StoreError>) -> Result<(), End> {
    match kept {
        Err(error) if error.trouble().is_none() => Err(End::Failed),
        _ => Ok(()),
    }
}

/// A socket that speaks this protocol.
pub(super) struct LinkToPage {
    socket: WebSocket,
    standing: Standing,
}

impl LinkToPage {
    /// The next message that the permission table opens to this page, or how the link ends. What is not for it is not
    /// answered (`VW1`).
    pub async fn receive(&mut self) -> Result<FromPage, End> {
        loop {
            let message = serde_json::from_str(&self.text().await?).map_err(|_| End::Protocol)?;
            if allows(Operation::from(&message), self.standing) {
                return Ok(message);
            }
        }
    }

    /// The next message, not read yet.
    async fn text(&mut self) -> Result<Utf8Bytes, End> {
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
        let bytes = super::hub::encode(message).ok_or(End::Failed)?;
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

    async fn close(mut self, end: End) {
        // A reason has 123 bytes at most.
        let (code, reason) = match end {
            End::Gone => return,
            End::Normal => (1000, ""),
            End::Protocol => (1002, "Le service n’a pas compris cette page. Rechargez-la."),
            End::NotText => (1007, "Ce message n’est pas du texte. Rien n’a changé."),
            End::TooLarge => (1009, "Ce message est trop long. Rien n’a changé."),
            End::Failed => (1011, "Le service ne répond pas. La page va réessayer."),
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
