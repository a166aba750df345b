//! One folder or file per screen.

mod board;
mod home;
mod partner;
mod signin;
mod usager;

pub use board::{BoardScreen, StepSheet};
pub use home::Home;
pub use partner::{PartnerList, PartnerScreen};
pub use signin::{CardPage, SignInPage};
pub use usager::OwnView;

use crate::api;
use crate::components::Problem;
use itineraire_domain::access::pages::Role;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;

/// `/`: leads each to their own page.
#[component]
pub fn Start() -> impl IntoView {
    let me = Resource::new_blocking(|| (), |()| api::me());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match me.await {
                    Err(error) => view! { <Problem error/> }.into_any(),
                    Ok(None) => view! { <Redirect path="/connexion"/> }.into_any(),
                    Ok(Some(me)) => {
                        let path = match me.role {
                            Role::Usager => "/mon-parcours",
                            Role::Professional => "/accueil",
                            Role::Partner => "/partage",
                        };
                        view! { <Redirect path/> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

/// Any other address.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="Page introuvable · Itinéraire"/>
        <main id="contenu" class="message-page">
            <h1>"Cette page n’existe pas"</h1>
            <p>"L’adresse est peut-être mal écrite. Rien n’est perdu."</p>
            <p><a class="button primary" href="/">"Revenir à l’accueil"</a></p>
        </main>
    }
}
