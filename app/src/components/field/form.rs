//! A form that the page itself carries out.

use leptos::prelude::*;

/// What `send` carries out when the form is sent, by its button or by *Enter*.
#[component]
pub fn Form(
    /// How it looks: `small-form`, `line-form`, or like where it stands.
    #[prop(optional)]
    look: Option<&'static str>,
    send: Callback<()>,
    children: Children,
) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.run(());
    };
    view! { <form class=look on:submit=submit>{children()}</form> }
}
