//! What Prometheus is told, at an address of its own that is not for the public: counts and times, and nothing of anyone.

use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;

/// Where a time falls: from one millisecond to ten seconds.
const SECONDS: [f64; 9] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];

/// Where a batch falls.
const COMMANDS: [f64; 7] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0];

/// Counts from now on; none when this process counts already.
pub fn recorder() -> Option<PrometheusHandle> {
    let seconds = Matcher::Suffix("_seconds".into());
    let commands = Matcher::Suffix("_commands".into());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(seconds, &SECONDS);
    let builder = builder.and_then(|it| it.set_buckets_for_metric(commands, &COMMANDS));
    let handle = builder.ok()?.install_recorder().ok()?;
    metrics::describe_counter!("itineraire_requests_total", "Requests, by route and status.");
    metrics::describe_histogram!("itineraire_request_seconds", "How long they took.");
    metrics::describe_gauge!("itineraire_sockets", "Live links.");
    metrics::describe_gauge!(
        "itineraire_commands_waiting",
        "Commands that wait for the writer."
    );
    metrics::describe_histogram!("itineraire_batch_commands", "Commands that shared a commit.");
    metrics::describe_histogram!("itineraire_batch_seconds", "How long it took to keep them.");
    metrics::describe_counter!("itineraire_batches_unkept_total", "Batches that were not kept.");
    metrics::describe_counter!(
        "itineraire_refusals_total",
        "Commands that the rules refused, by why."
    );
    metrics::describe_counter!(
        "itineraire_letters_total",
        "Letters by mail, by what came of them."
    );
    Some(handle)
}

/// A live link, counted for as long as this is held.
#[derive(Debug)]
pub struct Socket(());

impl Socket {
    /// One more.
    pub fn counted() -> Self {
        metrics::gauge!("itineraire_sockets").increment(1);
        Self(())
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        metrics::gauge!("itineraire_sockets").decrement(1);
    }
}

/// Tells them to whoever asks, until the process ends.
pub async fn serve(listener: TcpListener, handle: PrometheusHandle) {
    let told = move || {
        let handle = handle.clone();
        async move {
            handle.run_upkeep();
            handle.render()
        }
    };
    let app = Router::new().route("/metrics", get(told));
    if let Err(error) = axum::serve(listener, app).await {
        tracing::warn!(%error, "metrics are told no more");
    }
}
