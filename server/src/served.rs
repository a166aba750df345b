//! What every handler is given.

use crate::live::Hub;
use axum::extract::FromRef;
use itineraire_app::api::Secrets;
use itineraire_store::Store;
use leptos::config::LeptosOptions;

/// What every handler is given.
#[derive(Clone)]
pub struct Served {
    /// The store.
    pub store: Store,
    /// Who is on which board.
    pub hub: Hub,
    /// Compares passwords and codes.
    pub secrets: Secrets,
    /// Leptos' settings.
    pub leptos: LeptosOptions,
}

impl Served {
    /// Everything around a store; starts the hub.
    pub fn new(store: Store, leptos: LeptosOptions) -> Self {
        Self {
            hub: Hub::start(store.changes()),
            secrets: Secrets::start(),
            store,
            leptos,
        }
    }
}

impl FromRef<Served> for LeptosOptions {
    fn from_ref(served: &Served) -> Self {
        served.leptos.clone()
    }
}
