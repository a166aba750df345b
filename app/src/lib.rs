//! What people see: the pages, their parts, and the browser's side of the live board.
//!
//! Start at [`App`]: each route is a folder or file of [`pages`]. [`api`] holds the server functions, [`live`] the link
//! to the board.

#![recursion_limit = "256"]

pub mod api;
mod components;
pub mod live;
mod locales;
pub mod pages;

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The HTML document around every page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    #[cfg(feature = "ssr")]
    allow_own_scripts();
    view! {
        <!DOCTYPE html>
        <html lang="fr">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="data:,"/>
                <HashedStylesheet id="style" options=options.clone()/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The page's policy: our own files, and the inline scripts that carry this answer's nonce; no inline style at all.
#[cfg(feature = "ssr")]
fn allow_own_scripts() {
    let (Some(nonce), Some(response)) = (
        leptos::nonce::use_nonce(),
        use_context::<leptos_axum::ResponseOptions>(),
    ) else {
        return;
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    if let Ok(value) = http::HeaderValue::from_str(&policy) {
        response.insert_header(http::header::CONTENT_SECURITY_POLICY, value);
    }
}

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // The first paint is the whole page: readable before the WASM arrives.
    let whole = SsrMode::Async;
    view! {
        <Title text="Itinéraire"/>
        <a class="skip-link" href="#contenu">"Aller au contenu"</a>
        <Router>
            <Routes fallback=pages::NotFound>
                <Route path=path!("/") view=pages::Start ssr=whole.clone()/>
                <Route path=path!("/connexion") view=pages::SignInPage ssr=whole.clone()/>
                <Route path=path!("/carte") view=pages::CardPage ssr=whole.clone()/>
                <Route path=path!("/accueil") view=pages::Home ssr=whole.clone()/>
                <ParentRoute path=path!("/parcours/:id") view=pages::BoardScreen ssr=whole.clone()>
                    <Route path=path!("") view=|| ()/>
                    <Route path=path!("etape/:step") view=pages::StepSheet/>
                </ParentRoute>
                <Route path=path!("/mon-parcours") view=pages::OwnView ssr=whole.clone()/>
                <Route path=path!("/partage") view=pages::PartnerList ssr=whole.clone()/>
                <Route path=path!("/partage/:id") view=pages::PartnerScreen ssr=whole/>
            </Routes>
        </Router>
    }
}
