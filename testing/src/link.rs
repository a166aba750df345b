//! A page's live link, from the page's side.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot go on has failed"
)]

use itineraire_domain::ids::{ClientId, ParcoursId, Seq};
use itineraire_domain::parcours::BOARD_VERSION;
use itineraire_domain::sync::message::PROTOCOL;
use itineraire_domain::sync::parcours::FromPage;
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// A page's live link.
pub type Link = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// What a browser asks to open the live link.
pub fn upgrade(address: SocketAddr, cookie: &str, origin: &str) -> Request {
    let mut request = format!("ws://{address}/live").into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("origin", origin.parse().unwrap());
    headers.insert("cookie", format!("__Host-itineraire={cookie}").parse().unwrap());
    request
}

/// The first message of a page that knows nothing of its board yet.
pub fn hello(client: ClientId, board: ParcoursId) -> Message {
    said(&FromPage::Hello {
        protocol: PROTOCOL,
        reads: BOARD_VERSION,
        client,
        board: board.into(),
        epoch: None,
        have: Seq(0),
    })
}

/// A message of a page, as its frame.
pub fn said(message: &FromPage) -> Message {
    Message::text(serde_json::to_string(message).unwrap())
}
