//! From an HTTP request to a served socket: the session, the first message, and who serves it.

use super::link::{End, Hello, LinkToPage};
use super::{partner, team};
use crate::http::connections::Place;
use crate::prometheus::Socket;
use crate::served::Served;
use axum::Extension;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::HeaderMap;
use axum::response::Response;
use itineraire_domain::Denial;
use itineraire_domain::access::Role;
use itineraire_domain::access::permission::Standing;
use itineraire_domain::parcours::{BOARD_VERSION, Board};
use itineraire_domain::sync::message::{FRAME_LIMIT, PROTOCOL, ToPartner};
use itineraire_domain::sync::parcours::{FromPage, ToTeam};
use itineraire_service::clock::now;
use itineraire_service::cookie::token_of;
use itineraire_store::SessionRow;
use itineraire_store::repositories::Sessions;
use serde::Deserialize;
use std::time::Duration;

/// How long a new socket may stay silent.
const HELLO_WITHIN: Duration = Duration::from_secs(10);

/// What the first message has in every version of the protocol: whatever else a page says, it is told to update (`EV2`).
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Greeting {
    Hello {
        protocol: u16,
        #[serde(default)]
        reads: u16,
    },
}

/// `GET /live`. The layer around the router has already checked where the request comes from.
pub async fn connect(
    State(served): State<Served>,
    headers: HeaderMap,
    // None where the router is served without its limits.
    place: Option<Extension<Place>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade
        .read_buffer_size(8 * 1024)
        .write_buffer_size(0)
        // No bound on what is written: each frame is flushed before the next, and a large board is one frame.
        .max_message_size(FRAME_LIMIT)
        .max_frame_size(FRAME_LIMIT)
        .on_upgrade(async move |socket| {
            let stop = served.stop.clone();
            let link = async move {
                let _counted = Socket::counted();
                let mut link = LinkToPage::to_nobody(socket);
                let end = tokio::select! {
                    end = serve(&served, &headers, &mut link) => end,
                    () = served.stop.begins() => End::Restarts,
                };
                link.close(end).await;
                drop(place);
            };
            stop.holds(link).await;
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
    let Greeting::Hello { protocol, reads } = greeting;
    let session = match token_of(headers) {
        Some(token) => Sessions::on(served.store.reads()).valid(&token, now()).await,
        None => Ok(None),
    };
    match session {
        Err(_) => End::Failed,
        Ok(None) => link.last(&ToTeam::Denied(Denial::SignedOut)).await,
        Ok(Some(session)) if (protocol, reads) != (PROTOCOL, BOARD_VERSION) => match session.role {
            Role::Partner => link.last(&ToPartner::UpdateRequired).await,
            Role::Usager | Role::Professional => link.last(&ToTeam::UpdateRequired).await,
        },
        Ok(Some(session)) => match serde_json::from_str(&first) {
            Ok(FromPage::Hello {
                client,
                board: stream,
                epoch,
                have,
                ..
            }) => {
                let hello = Hello {
                    client,
                    stream,
                    epoch,
                    have,
                };
                by_role(served, session, hello, link).await
            }
            _ => End::Protocol,
        },
    }
}

/// What each role's link then makes sure of: that the session really stands so towards the parcours.
async fn by_role(served: &Served, session: SessionRow, hello: Hello, link: &mut LinkToPage) -> End {
    match session.role {
        Role::Partner => {
            link.standing = Standing::PartnerWithShare;
            partner::serve(served, &session, hello, link).await
        }
        Role::Usager => {
            link.standing = Standing::Usager;
            team::serve::<Board>(served, &session, hello, link).await
        }
        Role::Professional => {
            link.standing = Standing::Assigned;
            team::serve::<Board>(served, &session, hello, link).await
        }
    }
}
