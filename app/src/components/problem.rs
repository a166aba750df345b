//! What a page shows when it cannot show itself: what happened, what is safe, what to do.

use crate::api::AppError;
use crate::locales;
use itineraire_domain::Refusal;
use leptos::prelude::*;
use leptos_router::components::Redirect;

/// An error in place of a page. Someone who is signed out is led to the sign-in page.
#[component]
pub fn Problem(error: AppError) -> impl IntoView {
    if error == AppError::Refused(Refusal::SignedOut) {
        return view! { <Redirect path="/connexion"/> }.into_any();
    }
    let title = match error {
        AppError::Refused(_) => "Cette page n’est pas là",
        _ => "Le service ne répond pas",
    };
    view! {
        <main id="contenu" class="message-page">
            <h1>{title}</h1>
            <p>{locales::error(&error)}</p>
            <p><a class="button primary" href="/">"Revenir à l’accueil"</a></p>
        </main>
    }
    .into_any()
}
