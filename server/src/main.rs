//! The binary: configuration, router, security layers, sessions, the live hub, command line.
use axum::Router;
use itineraire_app::{App, shell};
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list};

#[tokio::main]
async fn main() {
    let options = get_configuration(None).unwrap().leptos_options;
    let routes = generate_route_list(App);
    let app = Router::new()
        .leptos_routes(&options, routes, { let o = options.clone(); move || shell(o.clone()) })
        .fallback(leptos_axum::file_and_error_handler(shell))
        .with_state(options.clone());
    let l = tokio::net::TcpListener::bind(options.site_addr).await.unwrap();
    axum::serve(l, app.into_make_service()).await.unwrap();
}
