//! Connections, each within its limits: whoever is slow, silent or half finished is gone in a while, and one address never
//! takes all there is.

use super::front::Front;
use super::tls::Tls;
use crate::stop::Stop;
use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

/// What a connection may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long the head of a request may take, and how long a connection may rest between two.
    pub head: Duration,
    /// How long the other side may take none of what is sent.
    pub write: Duration,
    /// Connections of one address at once. A town may stand behind one.
    pub each: usize,
    /// The longest body of a request, in bytes.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(20),
            write: Duration::from_secs(30),
            each: 512,
            body: 64 * 1024,
        }
    }
}

/// How long nobody is let in after the system had no room for one more.
const NO_ROOM: Duration = Duration::from_millis(100);

/// What stands before the router: within which limits, behind which proxies, and whether it speaks TLS.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    /// What a connection may take.
    pub limits: Limits,
    /// How the service is reached.
    pub front: Front,
    /// With which certificate it speaks TLS; none where a proxy does.
    pub tls: Option<Tls>,
}

/// Serves until `stop` begins; what is being answered then is answered.
pub async fn serve(listener: TcpListener, app: Router, gate: &Gate, stop: &Stop) {
    let (limits, acceptor) = (gate.limits, gate.tls.as_ref().map(Tls::acceptor));
    let graceful = GracefulShutdown::new();
    let crowd = Crowd::default();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.begins() => break,
        };
        let Ok((stream, address)) = accepted else {
            // No more files, most likely: those who are here go on.
            tokio::time::sleep(NO_ROOM).await;
            continue;
        };
        // Behind a proxy of ours stand many.
        let most = if gate.front.trusts(address.ip()) {
            usize::MAX
        } else {
            limits.each
        };
        let Some(place) = crowd.place(address.ip(), most) else {
            continue;
        };
        let Ok(stream) = within(stream, limits) else {
            continue;
        };
        let (app, watcher, stop) = (app.clone(), graceful.watcher(), stop.clone());
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            // The library's own limit begins with the first byte.
            let mut first = [0];
            let speaks = tokio::time::timeout(limits.head, stream.get_ref().peek(&mut first));
            let speaks = tokio::select! {
                speaks = speaks => matches!(speaks, Ok(Ok(1))),
                () = stop.begins() => false,
            };
            if !speaks {
                return;
            }
            let answer = service_fn(move |mut request: hyper::Request<Incoming>| {
                request.extensions_mut().insert(ConnectInfo(address));
                request.extensions_mut().insert(place.clone());
                app.clone().oneshot(request)
            });
            let mut http = Builder::new(TokioExecutor::new()).http1_only();
            http.http1()
                .timer(TokioTimer::new())
                .header_read_timeout(limits.head);
            // How it ends is its own affair.
            let Some(acceptor) = acceptor else {
                let connection = http.serve_connection_with_upgrades(TokioIo::new(stream), answer);
                let _ = watcher.watch(connection).await;
                return;
            };
            if let Ok(Ok(stream)) = tokio::time::timeout(limits.head, acceptor.accept(stream)).await {
                let connection = http.serve_connection_with_upgrades(TokioIo::new(stream), answer);
                let _ = watcher.watch(connection).await;
            }
        });
    }
    graceful.shutdown().await;
}

/// A stream that sends each frame at once and that the other side must take from. An answer that follows its events would
/// otherwise wait until the page has said that it got them: 40 ms, or a round trip, for nothing.
fn within(stream: TcpStream, limits: Limits) -> io::Result<std::pin::Pin<Box<TimeoutStream<TcpStream>>>> {
    stream.set_nodelay(true)?;
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.write));
    Ok(Box::pin(stream))
}

/// How many connections each address has.
#[derive(Clone, Debug, Default)]
struct Crowd(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// A connection's place among those of its address: kept as long as what it is held with, a socket that it became included.
#[derive(Clone, Debug)]
pub struct Place(#[allow(dead_code, reason = "it is held, and counts when it goes")] Arc<Counted>);

#[derive(Debug)]
struct Counted {
    crowd: Crowd,
    address: IpAddr,
}

impl Crowd {
    /// A place; none when the address has all that it may have.
    fn place(&self, address: IpAddr, most: usize) -> Option<Place> {
        // A panic while the map was held leaves it usable: each count stands alone.
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let there = all.entry(address).or_default();
        if *there >= most {
            return None;
        }
        *there += 1;
        let crowd = self.clone();
        Some(Place(Arc::new(Counted { crowd, address })))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut all = self.crowd.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(there) = all.get_mut(&self.address) {
            *there -= 1;
            if *there == 0 {
                all.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_that_is_accepted_sends_at_once() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (page, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
        let connection = within(accepted.unwrap().0, Limits::default()).unwrap();
        assert!(connection.get_ref().nodelay().unwrap());
        assert!(!page.unwrap().nodelay().unwrap(), "it is not so by itself");
    }

    #[test]
    fn an_address_has_so_many_places_and_gets_them_back() {
        let crowd = Crowd::default();
        let [here, there] = [[127, 0, 0, 1], [127, 0, 0, 2]].map(IpAddr::from);
        let held = (crowd.place(here, 2).unwrap(), crowd.place(here, 2).unwrap());
        assert!(crowd.place(here, 2).is_none());
        assert!(crowd.place(there, 2).is_some(), "another address has its own");
        // What a socket holds is the same place.
        let (kept, socket) = (held.0.clone(), held.0);
        drop(socket);
        assert!(crowd.place(here, 2).is_none());
        drop((kept, held.1));
        assert!(crowd.0.lock().unwrap().is_empty());
    }
}
