//! One layer around every route: where a request comes from, and what browsers are told of every answer, errors too.

use super::front::Front;
use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use itineraire_app::api::AppError;
use server_fn::error::FromServerFnError;
use std::net::SocketAddr;
use std::time::Duration;

/// What every answer carries. The policy of a page comes from the page itself, with its nonce; any other answer runs
/// nothing at all.
const ALWAYS: &[(&str, &str)] = &[
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ),
];

/// How long a body may take.
const BODY_WITHIN: Duration = Duration::from_secs(20);

/// Refuses what is asked under another name, what another site asks and what is too long; says who asks; sets the headers.
pub async fn guard(
    State((front, longest)): State<(Front, usize)>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions_mut().remove::<ConnectInfo<SocketAddr>>() {
        let client = SocketAddr::new(front.client(peer.ip(), request.headers()), peer.port());
        request.extensions_mut().insert(ConnectInfo(client));
    }
    let upgrade = request.headers().contains_key(header::UPGRADE);
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // Whoever watches the service asks under any name it has.
    let watches = request.uri().path().starts_with("/health/");
    let mut response = if !watches && !front.is_asked(request.headers()) {
        (
            StatusCode::MISDIRECTED_REQUEST,
            "Itinéraire ne répond pas sous ce nom.",
        )
            .into_response()
    } else if (changes || upgrade) && !same_origin(request.headers()) {
        (StatusCode::FORBIDDEN, "Cette demande ne vient pas d’Itinéraire.").into_response()
    } else {
        match tokio::time::timeout(BODY_WITHIN, whole(request, changes, longest)).await {
            Ok(Some(request)) => next.run(request).await,
            Ok(None) => told(StatusCode::PAYLOAD_TOO_LARGE, &AppError::TooLarge),
            Err(_) => (
                StatusCode::REQUEST_TIMEOUT,
                "La demande n’est pas arrivée en entier.",
            )
                .into_response(),
        }
    };
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ));
    response
}

/// The request with its body read up to the limit; none when it is longer. Only what changes something has a body that
/// anyone reads.
async fn whole(request: Request, changes: bool, longest: usize) -> Option<Request> {
    if !changes {
        return Some(request);
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, longest).await.ok()?;
    Some(Request::from_parts(parts, body.into()))
}

/// What is answered in place of what panicked. The process goes on, and whoever asked may try again.
pub fn failed() -> Response {
    told(StatusCode::INTERNAL_SERVER_ERROR, &AppError::Unavailable)
}

/// An error in the form that a page reads.
pub fn told(status: StatusCode, error: &AppError) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], error.ser()).into_response()
}

/// Whether a request comes from our own pages: the browser says so (`Sec-Fetch-Site`), or its `Origin` is our host. A
/// request with neither does not come from a page of a browser in use today, and is refused too.
fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text(&HeaderName::from_static("sec-fetch-site"));
    if site.is_some_and(|site| site != "same-origin") {
        return false;
    }
    let host = text(&header::HOST);
    match text(&header::ORIGIN) {
        // A plain form of a page that sends no referrer: only the browser's own word tells where it comes from.
        Some("null") => site.is_some(),
        Some(origin) => origin.split_once("://").map(|(_, host)| host) == host,
        None => site.is_some(),
    }
}
