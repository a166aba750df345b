//! A choice among a few things that have a name.

use crate::components::keyed;
use leptos::prelude::*;

/// The choice. Its label stands beside it, and names it by `id`. Each option stays the same while others come, go or change
/// their words: an open list does not close.
#[component]
pub fn Choice(
    #[prop(into)] id: String,
    /// What can be chosen now: each value, and its words.
    options: Signal<Vec<(String, String)>>,
    /// The value that is chosen.
    chosen: Signal<String>,
    #[prop(into)] on_choice: Callback<String>,
) -> impl IntoView {
    let values = Memo::new(move |_| {
        options.with(|all| all.iter().map(|(value, _)| value.clone()).collect::<Vec<_>>())
    });
    let option = move |value: String| {
        let (named, compared) = (value.clone(), value.clone());
        let words = move || {
            options.with(|all| {
                let named = all.iter().find(|(value, _)| *value == named);
                named.map(|(_, words)| words.clone())
            })
        };
        let selected = Memo::new(move |_| chosen.with(|chosen| *chosen == compared));
        view! { <option value=value selected=selected prop:selected=selected>{words}</option> }.into_any()
    };
    view! {
        <select id=id on:change:target=move |event| on_choice.run(event.target().value())>
            {keyed(move || values.get(), option)}
        </select>
    }
}
