//! A short value that is edited where it is read: a place, a day, an hour. The last one in the service's order counts
//! (`CF1`), but what is being typed is never overwritten: it is given after a rest, or when the field is left.

use crate::live::{LiveBoard, ShortTyping};
use leptos::html::Input;
use leptos::prelude::*;

/// A field of a short value.
#[component]
pub fn ShortField(
    live: LiveBoard,
    /// Its id, for its label.
    id: &'static str,
    /// `text`, `date` or `time`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The value, as the board says it now.
    value: Memo<String>,
    /// The id of a list of what was written here before, which the browser offers.
    #[prop(optional)]
    offers: Option<&'static str>,
    /// Nothing can be written here now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Gives what was written; `false` when it was refused.
    give: impl Fn(String) -> bool + 'static,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let first = value.get_untracked();
    let typing = ShortTyping::new(live, input, value, give);
    let leaves = typing.clone();
    view! {
        <input
            node_ref=input
            id=id
            type=kind
            min=(kind == "date").then_some("2000-01-01")
            list=offers
            autocomplete="off"
            value=first
            disabled=disabled
            on:input=move |_| typing.typed()
            on:blur=move |_| leaves.write_down(true)
        />
    }
}
