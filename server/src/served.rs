//! What every handler is given.

use crate::http::connections::Gate;
use crate::live::Hub;
use crate::stop::Stop;
use axum::extract::FromRef;
use itineraire_app::Address;
use itineraire_domain::access::Policy;
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
    /// What stands before the router.
    pub gate: Gate,
    /// Whether the service stops.
    pub stop: Stop,
}

impl Served {
    /// Everything around a store; starts the hub.
    pub fn new(store: Store, leptos: LeptosOptions, policy: Policy) -> Self {
        Self {
            hub: Hub::start(store.changes()),
            service: Service::new(store.clone(), policy),
            store,
            leptos,
            gate: Gate::default(),
            stop: Stop::default(),
        }
    }

    /// Where people reach the service.
    pub fn address(&self) -> Address {
        Address {
            public: self.gate.front.public.as_ref().map(ToString::to_string),
            safe: self.gate.tls.is_some(),
        }
    }
}

impl FromRef<Served> for LeptosOptions {
    fn from_ref(served: &Served) -> Self {
        served.leptos.clone()
    }
}
