//! The server: it makes the rules durable and private, and hands the pages out. Thin on purpose.
//!
//! Start at [`router`]: every route there has its line in the permission table. [`live`] is the board's socket, [`http`] what
//! is around every route.

pub mod command;
pub mod config;
pub mod http;
pub mod jobs;
pub mod live;
pub mod log;
pub mod mailer;
mod problem;
pub mod prometheus;
mod served;
pub mod stop;

use config::Config;
use http::connections;
pub use http::router::router;
use itineraire_store::{Lost, PoolSizes, Store, StoreError};
pub use problem::Problem;
pub use served::Served;
use std::io::Write;
use std::net::SocketAddr;
use tokio::net::TcpListener;

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
async fn open(url: &str, sizes: PoolSizes, start: Start) -> Result<Store, StoreError> {
    match start {
        Start::Existing => Store::open_with(url, sizes).await,
        Start::New => Store::create_with(url, sizes).await,
    }
}

/// A write beyond the limit of a file's size is to be refused like any other, not to end the process.
pub fn ignore_file_limits() {
    // A handler that nobody listens to; where there is no such signal, nothing is to be ignored.
    let _ = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::from_raw(libc::SIGXFSZ));
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

async fn listens(address: SocketAddr) -> Result<TcpListener, Problem> {
    let problem = |error| Problem::Address { address, error };
    TcpListener::bind(address).await.map_err(problem)
}

/// Serves the database that was asked for, at the address that was asked for.
pub async fn serve(config: Config, start: Start) -> Result<(), Problem> {
    ignore_file_limits();
    let listener = listens(config.leptos.site_addr).await?;
    let address = listener.local_addr();
    let metrics = match config.metrics {
        Some(address) => Some(listens(address).await?),
        None => None,
    };
    if let Some((listener, recorder)) = metrics.zip(prometheus::recorder()) {
        tokio::spawn(prometheus::serve(listener, recorder));
    }
    let store = open(&config.database, config.pools, start).await?;
    // With port 0 the system chooses one: what is printed is where the service is.
    if let Ok(address) = address {
        let scheme = if config.gate.tls.is_some() {
            "https"
        } else {
            "http"
        };
        println!("{scheme}://{address}");
    }
    serve_store(listener, store, config).await
}

/// Serves until the process is asked to stop, or its database or its writer is taken from it. It ends in order, and within
/// [`stop::WITHIN`]; at once when its database is not the one that it opened any more: nothing is to be written there.
pub async fn serve_store(listener: TcpListener, store: Store, config: Config) -> Result<(), Problem> {
    let (gate, address) = (config.gate.clone(), listener.local_addr().ok());
    let mut served = Served::new(store.clone(), config.leptos, config.policy);
    served.gate = config.gate;
    if config.mailer.is_some() {
        served.service = served.service.with_mail();
    }
    let first_run = served.service.first_run().await.unwrap_or_else(|error| {
        tracing::warn!(%error, "no address is printed where a cell would begin");
        None
    });
    if let Some(secret) = first_run {
        let page = served
            .address()
            .of_page("/mise-en-place", address.map(|it| it.to_string()).as_deref());
        // Whoever started it may listen no more.
        let _ = writeln!(
            std::io::stdout(),
            "Nobody works here yet. Whoever opens this address within a day begins a cell, once:\n{page}#{secret}"
        );
    }
    tokio::spawn(jobs::sweep(served.service.clone()));
    let stop = served.stop.clone();
    let letters = config.mailer.map(|mailer| {
        let (service, address) = (served.service.clone(), served.address());
        tokio::spawn(jobs::outbox::send(service, mailer, address, stop.clone()))
    });
    let until = stop.clone();
    let serving = tokio::spawn(async move {
        connections::serve(listener, router(served), &gate, &until).await;
    });
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
        let _ = serving.await;
        // A letter that is under way is sent.
        if let Some(letters) = letters {
            let _ = letters.await;
        }
        store.close().await;
    };
    if tokio::time::timeout(stop::WITHIN, in_order).await.is_err() {
        tracing::warn!("what was still open after 10 s was cut off");
    }
    why
}
