//! What people see: the pages and their parts.

pub mod api;
mod components;
pub mod live;
mod locales;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Stylesheet, provide_meta_context};
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

/// The HTML document around every page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="fr">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body><App/></body>
        </html>
    }
}

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Stylesheet id="css" href="/pkg/itineraire.css"/>
        <Router><Routes fallback=|| "Introuvable"><Route path=path!("/") view=|| view! { <h1>"Itinéraire"</h1> }/></Routes></Router>
    }
}
