//! What every handler is given.

use crate::http::front::Front;
use crate::live::Hub;
use crate::stop::Stop;
use axum::extract::FromRef;
use itineraire_service::Service;
use itineraire_store::Store;
use leptos::config::LeptosOptions;

/// What every handler is given.
#[derive(Clone)]
pub struct Served {
    /// The store.
    pub store: Store,
    /// Who is on which board.
    pub hub: Hub,
    /// What is done for whoever asks.
    pub service: Service,
    /// Leptos' settings.
    pub leptos: LeptosOptions,
    /// How it is reached.
    pub front: Front,
    /// Whether the service stops.
    pub stop: Stop,
}

impl Served {
    /// Everything around a store; starts the hub. `ease` is how many times more tries at signing in are allowed than the
    /// policy's: 1, but for demonstrations.
    pub fn new(store: Store, leptos: LeptosOptions, ease: i64) -> Self {
        Self {
            hub: Hub::start(store.changes()),
            service: Service::new(store.clone(), ease),
            store,
            leptos,
            front: Front::default(),
            stop: Stop::default(),
        }
    }
}

impl FromRef<Served> for LeptosOptions {
    fn from_ref(served: &Served) -> Self {
        served.leptos.clone()
    }
}
