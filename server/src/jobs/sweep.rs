//! What counts for nothing any more goes.

use itineraire_service::Service;
use std::time::Duration;

/// At the start and every hour, what counts for nothing any more goes.
pub async fn sweep(service: Service) {
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        hours.tick().await;
        if let Err(error) = service.sweep().await {
            tracing::warn!(%error, "nothing was swept away");
        }
    }
}
