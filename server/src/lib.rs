//! The server: it makes the rules durable and private, and hands the pages out. Thin on purpose.
//!
//! Start at [`router`]: every route there has its line in the permission table. [`live`] is the board's socket,
//! [`security`] the layer around everything.

pub mod command;
pub mod config;
pub mod live;
pub mod log;
mod problem;
pub mod routes;
pub mod security;
mod served;
pub mod stop;

use axum::serve::{ListenerExt, TapIo};
use config::Config;
use itineraire_service::Service;
use itineraire_store::{Lost, Store, StoreError};
pub use problem::Problem;
pub use routes::router;
pub use served::Served;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// At the start and every hour, what counts for nothing any more goes.
async fn sweep(service: Service) {
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        hours.tick().await;
        if let Err(error) = service.sweep().await {
            tracing::warn!(%error, "nothing was swept away");
        }
    }
}

/// Which database is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The one that is there.
    Existing,
    /// A new one, where there is none.
    New,
}

/// The database that was asked for. A new one is made only when that was asked for too: an empty one in place of one that
/// was moved away would go unnoticed.
async fn open(url: &str, start: Start) -> Result<Store, StoreError> {
    match start {
        Start::Existing => Store::open(url).await,
        Start::New => Store::create(url).await,
    }
}

/// A write beyond the limit of a file's size is to be refused like any other, not to end the process.
pub fn ignore_file_limits() {
    // A handler that nobody listens to; where there is no such signal, nothing is to be ignored.
    let _ = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::from_raw(libc::SIGXFSZ));
}

/// A listener whose connections send each frame at once. Otherwise an answer that follows its events waits until the page has
/// said that it got them: 40 ms, or a round trip, for nothing.
pub fn without_delay(listener: TcpListener) -> TapIo<TcpListener, fn(&mut TcpStream)> {
    listener.tap_io(|connection| {
        // One that is gone already is found when it is read.
        let _ = connection.set_nodelay(true);
    })
}

/// Waits until the process is asked to stop.
async fn asked_to_stop() {
    let Ok(mut end) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = end.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Serves the database that was asked for, at the address that was asked for.
pub async fn serve(config: Config, start: Start) -> Result<(), Problem> {
    ignore_file_limits();
    let address = config.leptos.site_addr;
    let problem = |error| Problem::Address { address, error };
    let listener = TcpListener::bind(address).await.map_err(problem)?;
    // With port 0 the system chooses one: what is printed is where the service is.
    let address = listener.local_addr().map_err(problem)?;
    let store = open(&config.database, start).await?;
    println!("http://{address}");
    serve_store(listener, store, config).await
}

/// Serves until the process is asked to stop, or its database or its writer is taken from it. It ends in order, and within
/// [`stop::WITHIN`]; at once when its database is not the one that it opened any more: nothing is to be written there.
pub async fn serve_store(listener: TcpListener, store: Store, config: Config) -> Result<(), Problem> {
    let served = Served::new(store.clone(), config.leptos, config.sign_in_ease);
    tokio::spawn(sweep(served.service.clone()));
    let stop = served.stop.clone();
    let stopping = stop.clone();
    let app = router(served).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(without_delay(listener), app)
        .with_graceful_shutdown(async move { stopping.begins().await })
        .into_future();
    let serving = tokio::spawn(serving);
    let why = tokio::select! {
        () = asked_to_stop() => Ok(()),
        lost = store.lost() => Err(Problem::Lost(lost)),
    };
    if let Err(Problem::Lost(lost)) = &why
        && !matches!(lost, Lost::Writer)
    {
        return why;
    }
    stop.begin();
    let in_order = async {
        stop.sockets_are_gone().await;
        store.writer_answers().await;
        // A request that is still answered may yet write.
        let served = serving.await;
        store.close().await;
        served
    };
    match tokio::time::timeout(stop::WITHIN, in_order).await {
        Ok(Ok(Err(error))) => why.and(Err(Problem::Serving(error))),
        Ok(_) => why,
        Err(_) => {
            tracing::warn!("what was still open after 10 s was cut off");
            why
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use axum::serve::Listener;

    #[tokio::test]
    async fn a_connection_that_is_accepted_sends_at_once() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (page, (connection, _)) = tokio::join!(TcpStream::connect(address), async {
            without_delay(listener).accept().await
        });
        assert!(connection.nodelay().unwrap());
        assert!(!page.unwrap().nodelay().unwrap(), "it is not so by itself");
    }
}
