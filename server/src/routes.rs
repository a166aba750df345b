//! The router. Own routes stand in [`OWN`]; pages and server functions come from the app. A test holds each of them
//! against the permission table.

use crate::live::{self, Hub};
use crate::security;
use axum::Router;
use axum::extract::FromRef;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use itineraire_app::{App, shell};
use itineraire_store::Store;
use leptos::config::LeptosOptions;
use leptos::prelude::provide_context;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// The routes that are neither a page nor a server function.
pub const OWN: &[&str] = &["/live", "/health", "/pkg/{*file}"];

/// What every handler is given.
#[derive(Clone)]
pub struct Served {
    /// The store.
    pub store: Store,
    /// Who is on which board.
    pub hub: Hub,
    /// Leptos' settings.
    pub leptos: LeptosOptions,
}

impl Served {
    /// Everything around a store; starts the hub.
    pub fn new(store: Store, leptos: LeptosOptions) -> Self {
        Self {
            hub: Hub::start(&store),
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

/// The pages of the app.
pub fn pages() -> Vec<AxumRouteListing> {
    generate_route_list(App)
}

/// The whole service.
pub fn router(served: Served) -> Router {
    let options = served.leptos.clone();
    let files = format!("{}/{}", options.site_root, options.site_pkg_dir);
    // Named after their content: they never change, and hold nobody's data.
    let forever = SetResponseHeaderLayer::overriding(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    let assets = Router::new()
        .fallback_service(
            ServeDir::new(files)
                .precompressed_br()
                .append_index_html_on_directories(false),
        )
        .layer(forever);
    let store = served.store.clone();
    Router::new()
        .route("/live", get(live::connect))
        .route("/health", get(|| async { "ok" }))
        .nest_service("/pkg", assets)
        .leptos_routes_with_context(
            &served,
            pages(),
            {
                let store = store.clone();
                move || provide_context(store.clone())
            },
            move || shell(options.clone()),
        )
        .fallback(|| async {
            (
                StatusCode::NOT_FOUND,
                [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
                NOT_FOUND,
            )
                .into_response()
        })
        // Pages and answers, which are made for one person: quickly. Files were compressed at build, as far as it goes.
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(5)))
        .layer(axum::middleware::from_fn(security::guard))
        .layer(axum::extract::DefaultBodyLimit::max(64 * 1024))
        .with_state(served)
}

/// The answer to any address that is not there.
const NOT_FOUND: &str = "<!DOCTYPE html><html lang=\"fr\"><meta charset=\"utf-8\"><title>Page introuvable</title>\
<main><h1>Cette page n’existe pas</h1><p>L’adresse est peut-être mal écrite. Rien n’est perdu.</p>\
<p><a href=\"/\">Revenir à l’accueil</a></p></main></html>";
