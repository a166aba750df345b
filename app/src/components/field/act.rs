//! Answers that do not wait for the page's program: a plain form until it is there.

use crate::live::LiveBoard;
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::Step;
use itineraire_domain::views::forms::Act;
use leptos::prelude::*;
use std::sync::Arc;

/// A form whose buttons are [`ActButton`]s, about a step as it is shown. Once the page is alive, its buttons do what they say by
/// themselves, and the form sends nothing.
#[component]
pub fn ActForm(
    live: LiveBoard,
    id: StepId,
    step: Memo<Option<Arc<Step>>>,
    children: Children,
) -> impl IntoView {
    let (parcours, on) = live.board.with_untracked(|board| (board.parcours, board.seq));
    let words = step.with_untracked(|step| step.as_ref().map(|step| step.digest().to_string()));
    view! {
        <form class="act" method="post" action="/api/v1/act" on:submit=|event| event.prevent_default()>
            <input type="hidden" name="parcours" value=parcours.to_string()/>
            <input type="hidden" name="step" value=id.to_string()/>
            <input type="hidden" name="words" value=words/>
            <input type="hidden" name="on" value=on.0.to_string()/>
            {children()}
        </form>
    }
}

/// One of its buttons.
#[component]
pub fn ActButton(
    live: LiveBoard,
    id: StepId,
    step: Memo<Option<Arc<Step>>>,
    /// What it does, as things stand.
    #[prop(into)]
    act: Signal<Act>,
    look: &'static str,
    /// Whether it shows as chosen; a button that says nothing of that is not one to choose.
    #[prop(optional)]
    pressed: Option<Signal<bool>>,
    children: Children,
) -> impl IntoView {
    let does = move |_| {
        // To the words that are shown now, which may be others than those the form was written for.
        let words = step.with_untracked(|step| step.as_ref().map(|step| step.digest()));
        if let Some(words) = words {
            live.give(act.get_untracked().command(id, words));
        }
    };
    view! {
        <button
            class=look
            type="submit"
            name="act"
            value=move || act.get().name()
            aria-pressed=move || pressed.map(|pressed| pressed.get().to_string())
            on:click=does
        >
            {children()}
        </button>
    }
}
