//! `GET /parcours/{id}/papier.pdf`: the paper as a file.

use super::security::told;
use crate::served::Served;
use axum::extract::{ConnectInfo, FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HOST, LOCATION};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use itineraire_app::api::{AppError, way_in_to};
use itineraire_app::paper;
use itineraire_domain::Denial;
use itineraire_domain::ids::ParcoursId;
use itineraire_service::{Failure, Visitor};
use std::net::SocketAddr;
use uuid::Uuid;

/// The file, for whoever may see the board. What is no id at all answers like a parcours of someone else (`VW2`); who is signed out
/// is led to where they sign in, and from there to the page of the same paper.
pub async fn file(State(served): State<Served>, Path(id): Path<String>, mut parts: Parts) -> Response {
    let parcours = id.parse().unwrap_or(ParcoursId(Uuid::nil()));
    let peer = ConnectInfo::<SocketAddr>::from_request_parts(&mut parts, &served).await;
    let visitor = Visitor::of(&parts.headers, peer.ok().map(|peer| peer.0.ip()));
    let view = match served.service.paper(&visitor, parcours).await {
        Ok(view) => view,
        Err(Failure::Denied(Denial::SignedOut)) => {
            let page = format!("/parcours/{parcours}/papier");
            let to = way_in_to(&served.service, &visitor, &page).await;
            return (StatusCode::FOUND, [(LOCATION, to)]).into_response();
        }
        Err(failure) => return refused(&failure.into()),
    };
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
    let card = served.address().of_page("/carte", host);
    // Some milliseconds of work, which would keep others waiting.
    let made = tokio::task::spawn_blocking(move || paper(&view, &card)?.pdf()).await;
    match made {
        Ok(Some(file)) => (
            [
                (CONTENT_TYPE, "application/pdf"),
                // No name of anyone: it stays in a list of downloads.
                (CONTENT_DISPOSITION, "inline; filename=\"mon-parcours.pdf\""),
            ],
            file,
        )
            .into_response(),
        Ok(None) | Err(_) => refused(&AppError::Unavailable),
    }
}

fn refused(error: &AppError) -> Response {
    told(error.status(), error)
}
