//! Leaving.

use super::Icon;
use leptos::prelude::*;

/// A plain form: it works before the WASM arrives, and without it.
#[component]
pub fn SignOut() -> impl IntoView {
    view! {
        <form method="post" action="/api/v1/sign_out">
            <button class="button plain" type="submit">{Icon::LogOut.draw()} "Quitter"</button>
        </form>
    }
}
