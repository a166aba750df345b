//! A form that the page itself carries out.

use leptos::prelude::*;

/// What `send` carries out when the form is sent, by its button or by *Enter*.
#[component]
pub fn Form(
    /// How it looks: `small-form`, `line-form`, or like where it stands.
    #[prop(optional)]
    look: Option<&'static str>,
    send: Callback<()>,
    /// *Escape* in one of its fields leaves it, where it opened over something.
    #[prop(optional)]
    gives_up: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.run(());
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if let Some(gives_up) = gives_up
            && event.key() == "Escape"
        {
            // What it stands on is not left with it.
            event.stop_propagation();
            gives_up.run(());
        }
    };
    view! { <form class=look on:submit=submit on:keydown=keys>{children()}</form> }
}
