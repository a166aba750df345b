//! A line of the log and a count for each request: its method, its route as the router knows it, its status, its time. Never
//! its address: that names a parcours, or a step of it.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// What is written for an address that is no route of ours.
const ELSEWHERE: &str = "elsewhere";

/// Answers, and notes it.
pub async fn noted(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or(ELSEWHERE, MatchedPath::as_str).to_owned();
    let (method, begun) = (request.method().clone(), Instant::now());
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    tracing::info!(target: "itineraire::request", %method, route, status, ms = took.as_millis(), "answered");
    metrics::counter!("itineraire_requests_total", "route" => route, "status" => status.to_string())
        .increment(1);
    metrics::histogram!("itineraire_request_seconds").record(took);
    response
}
