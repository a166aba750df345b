//! What the keyboard does on a board, said in one place. The letter can be switched off (WCAG 2.1.4), with all that is one's
//! own to choose of a page.

use crate::browser::keys;
use crate::components::Dialog;
use crate::live::LiveBoard;
use crate::locales::say;
use leptos::prelude::*;

/// *N* and *?*, and the list that *?* opens.
#[component]
pub(super) fn Keyboard(live: LiveBoard, proposes: RwSignal<bool>, shown: RwSignal<bool>) -> impl IntoView {
    let letters = live.me.with_untracked(|me| me.display.letters);
    keys::letter(move |key| {
        match key {
            "?" => shown.set(true),
            "n" | "N" if letters && live.address.is_closed() => proposes.set(true),
            _ => return false,
        }
        true
    });
    view! {
        <Dialog open=shown named_by="touches" closed=move || shown.set(false)>
            <h2 id="touches">{say::keyboard::TITLE}</h2>
            <ul class="key-list">
                {say::keyboard::KEYS.iter().zip(say::keyboard::DOES).map(|(key, does)| view! { <li><kbd>{*key}</kbd> {does}</li> }).collect_view()}
            </ul>
            <p><a href="/affichage">{say::keyboard::CHANGE}</a></p>
            <button class="button primary" type="button" on:click=move |_| shown.set(false)>{say::keyboard::CLOSE}</button>
        </Dialog>
    }
}
