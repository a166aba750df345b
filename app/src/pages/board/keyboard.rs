//! What the keyboard does on a board, said in one place, and the letters that can be switched off (WCAG 2.1.4).

use crate::browser::{kept, keys};
use crate::components::Dialog;
use crate::live::LiveBoard;
use crate::locales::say;
use leptos::prelude::*;

/// Where this browser keeps that letters do nothing.
const OFF: &str = "sans-lettres";

/// *N* and *?*, and the list that *?* opens.
#[component]
pub(super) fn Keyboard(live: LiveBoard, proposes: RwSignal<bool>, shown: RwSignal<bool>) -> impl IntoView {
    let letters = RwSignal::new(true);
    Effect::new(move |_| letters.set(kept::at(OFF).is_none()));
    keys::letter(move |key| {
        match key {
            "?" => shown.set(true),
            "n" | "N" if letters.get_untracked() && live.address.is_closed() => proposes.set(true),
            _ => return false,
        }
        true
    });
    let switch = move |_| {
        letters.update(|on| *on = !*on);
        if letters.get_untracked() {
            kept::drop_at(OFF);
        } else {
            kept::keep_at(OFF, "1");
        }
    };
    view! {
        <Dialog open=shown named_by="touches" closed=move || shown.set(false)>
            <h2 id="touches">{say::keyboard::TITLE}</h2>
            <ul class="key-list">
                {say::keyboard::KEYS.iter().zip(say::keyboard::DOES).map(|(key, does)| view! { <li><kbd>{*key}</kbd> {does}</li> }).collect_view()}
            </ul>
            <label class="check">
                <input type="checkbox" prop:checked=move || letters.get() on:change=switch/>
                {say::keyboard::LETTERS}
            </label>
            <button class="button primary" type="button" on:click=move |_| shown.set(false)>{say::keyboard::CLOSE}</button>
        </Dialog>
    }
}
