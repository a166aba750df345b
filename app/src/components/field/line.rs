//! A line that is added: one field and its button.

use leptos::prelude::*;

/// The form. What was typed stays when `add` says no.
#[component]
pub(super) fn LineForm(
    id: &'static str,
    /// What is written here, for screen readers and while the field is empty.
    label: &'static str,
    /// The longest line, in characters.
    limit: u16,
    /// Adds the line; `false` when it was refused.
    add: impl Fn(String) -> bool + 'static,
    /// What the button says.
    children: Children,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if add(words.get_untracked()) {
            words.set(String::new());
        }
    };
    view! {
        <form class="line-form" on:submit=submit>
            <label class="visually-hidden" for=id>{label}</label>
            <input
                id=id
                maxlength=limit.to_string()
                placeholder=label
                autocomplete="off"
                prop:value=move || words.get()
                on:input:target=move |event| words.set(event.target().value())
            />
            <button class="button plain" type="submit">{children()}</button>
        </form>
    }
}
