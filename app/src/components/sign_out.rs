//! Leaving.

use super::Icon;
use crate::locales::say;
use leptos::prelude::*;

/// A plain form: it works before the WASM arrives, and without it.
#[component]
pub fn SignOut(
    /// Where another button is the one to see first.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let look = if quiet { "button quiet" } else { "button plain" };
    view! {
        <form method="post" action="/api/v1/sign_out">
            <button class=look type="submit">{Icon::LogOut.draw()} {say::every_page::SIGN_OUT}</button>
        </form>
    }
}
