//! What a page shows when it cannot show itself: what happened, what is safe, what to do.

use crate::api::AppError;
use crate::locales::{self, say};
use leptos::prelude::*;

/// An error in place of a page.
#[component]
pub fn Problem(error: AppError) -> impl IntoView {
    let title = match error {
        AppError::Denied(_) => say::every_page::NOT_HERE,
        _ => say::every_page::NO_ANSWER,
    };
    view! {
        <main id="contenu" class="message-page">
            <h1>{title}</h1>
            <p>{locales::error(&error)}</p>
            <p><a class="button primary" href="/">{say::every_page::TO_HOME}</a></p>
        </main>
    }
}
