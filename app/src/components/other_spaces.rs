//! The way to one's other memberships, for who has several.

use crate::api::request;
use crate::locales::say;
use leptos::prelude::*;

/// A link, or nothing.
#[component]
pub fn OtherSpaces() -> impl IntoView {
    let link = Suspend::new(async {
        request::has_others()
            .await
            .then(|| view! { <a href="/espaces">{say::every_page::OTHER_SPACES}</a> })
    });
    view! { <Suspense>{link}</Suspense> }
}
