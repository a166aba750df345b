//! Signing in: e-mail and password, or card and PIN. Both work as plain forms too.

use crate::api::{AppError, SignIn, SignInWithCard};
use crate::locales;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;

fn problem_of<T: Clone + Send + Sync + 'static>(value: Option<Result<T, AppError>>) -> Option<String> {
    match value {
        Some(Err(error)) => Some(locales::error(&error)),
        _ => None,
    }
}

/// `/connexion`: professionals and partners.
#[component]
pub fn SignInPage() -> impl IntoView {
    let sign_in = ServerAction::<SignIn>::new();
    let problem = move || problem_of(sign_in.value().get());
    view! {
        <Title text="S’identifier · Itinéraire"/>
        <main id="contenu" class="sign-in">
            <p class="brand">"Itinéraire"</p>
            <h1>"S’identifier"</h1>
            <ActionForm action=sign_in>
                <label for="email">"Adresse mail"</label>
                <input id="email" name="email" type="email" autocomplete="username" required/>
                <label for="password">"Mot de passe"</label>
                <input id="password" name="password" type="password" autocomplete="current-password" required/>
                <p class="form-problem" role="alert">{problem}</p>
                <button class="button primary" type="submit">"Entrer"</button>
            </ActionForm>
            <p class="or"><a href="/carte">"J’ai une carte et un code"</a></p>
        </main>
    }
}

/// `/carte`: usagers. The secret is in the address after `#`, which browsers keep to themselves; it is erased from the
/// address bar as soon as it is read.
#[component]
pub fn CardPage() -> impl IntoView {
    let sign_in = ServerAction::<SignInWithCard>::new();
    let problem = move || problem_of(sign_in.value().get());
    let card = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let location = window().location();
        if let Ok(hash) = location.hash()
            && hash.len() > 1
        {
            card.set(hash.trim_start_matches('#').to_owned());
            if let Ok(history) = window().history() {
                let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some("/carte"));
            }
        }
    });
    let read = move || card.with(|card| !card.is_empty());
    view! {
        <Title text="Ma carte · Itinéraire"/>
        <main id="contenu" class="sign-in usager-scale">
            <p class="brand">"Itinéraire"</p>
            <h1>"Bonjour"</h1>
            <ActionForm action=sign_in>
                <div class:hidden=read>
                    <label for="card">"Le numéro de ma carte"</label>
                    <input
                        id="card"
                        name="card"
                        autocomplete="off"
                        required
                        prop:value=move || card.get()
                        on:input:target=move |event| card.set(event.target().value())
                    />
                </div>
                <p class="card-read" class:hidden=move || !read()>"Votre carte est lue."</p>
                <label for="pin">"Mon code secret (6 chiffres)"</label>
                <input
                    id="pin"
                    class="pin"
                    name="pin"
                    type="password"
                    inputmode="numeric"
                    pattern="[0-9]{6}"
                    maxlength="6"
                    autocomplete="off"
                    required
                />
                <p class="form-problem" role="alert">{problem}</p>
                <button class="button primary answer" type="submit">"Entrer"</button>
            </ActionForm>
            <p class="or"><a href="/connexion">"Je suis un professionnel"</a></p>
        </main>
    }
}
