//! A text that is edited where it is read, by several people at once. No save button: what is typed becomes a command a
//! moment later, and at once when the field, the page or the tablet is left (`RB1`). What the field holds meanwhile is a
//! [`Draft`](itineraire_domain::sync::draft::Draft).

use crate::live::{LiveBoard, WordsTyping};
use crate::locales::say;
use itineraire_domain::parcours::{Field, Words};
use leptos::html::Textarea;
use leptos::prelude::*;

/// A text field of the board.
#[component]
pub fn WordsField(
    live: LiveBoard,
    field: Field,
    /// What it is, for screen readers.
    #[prop(into)]
    label: String,
    /// The class that gives it the look of the text it stands for.
    #[prop(into)]
    class: String,
    /// Shown while it is empty.
    #[prop(optional, into)]
    hint: String,
) -> impl IntoView {
    let words = live.words(field);
    let area = NodeRef::<Textarea>::new();
    // The text stands in the page that the server sends; afterwards the browser's own value is the truth.
    let first = words.with_untracked(Words::text);
    let first = first.replace('&', "&amp;").replace('<', "&lt;");

    let typing = WordsTyping::new(live, field, area, words);
    let empty = typing.empty();
    let (on_input, on_start, on_end) = (typing.clone(), typing.clone(), typing.clone());
    let (on_key, on_leave) = (typing.clone(), typing);
    view! {
        <textarea
            node_ref=area
            class=format!("words {class}")
            rows="1"
            aria-label=label
            placeholder=hint
            spellcheck="true"
            autocomplete="off"
            inner_html=first
            on:focus=move |_| live.writes_in(Some(field))
            on:input=move |_| on_input.typed()
            on:keydown=move |event| on_key.enters(&event)
            on:compositionstart=move |_| on_start.composes(true)
            on:compositionend=move |_| on_end.composes(false)
            on:blur=move |_| {
                on_leave.left();
                live.writes_in(None);
            }
        ></textarea>
        <Show when=move || empty.get()>
            <p class="form-problem" role="alert">{say::every_page::SAYS_SOMETHING}</p>
        </Show>
    }
}
