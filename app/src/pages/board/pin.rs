//! The PIN, when it was given too long ago.

use crate::api;
use crate::live::LiveBoard;
use crate::locales::{self, say};
use leptos::prelude::*;

/// Asks for the PIN before a *yes* or a share, when it was given too long ago (`AG1`).
#[component]
pub(crate) fn PinDialog(live: LiveBoard) -> impl IntoView {
    let pin = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    // The browser's own: it holds the keyboard, closes with Escape, and gives the place back.
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            let _ = dialog.show_modal();
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let prove = Action::new_local(move |pin: &String| {
        let pin = pin.clone();
        async move {
            live.proves();
            let proved = api::prove_again(pin).await;
            live.proved(proved.is_ok());
            match proved {
                Ok(until) => {
                    live.me.update(|me| me.proven_until = Some(until));
                    if let Some(command) = live.wants_pin.get_untracked() {
                        live.give_now(command);
                    }
                    problem.set(None);
                    close();
                }
                Err(error) => problem.set(Some(locales::error(&error))),
            }
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        prove.dispatch(pin.get_untracked());
        pin.set(String::new());
    };
    view! {
        <Show when=move || live.wants_pin.with(Option::is_some)>
            <dialog node_ref=dialog class="dialog" aria-labelledby="code-titre" on:close=move |_| live.wants_pin.set(None)>
                <form on:submit=submit>
                    <h2 id="code-titre">{say::pin::TITLE}</h2>
                    <p>{say::pin::WHY}</p>
                    <label for="code">{say::pin::CODE}</label>
                    <input
                        id="code"
                        class="pin"
                        type="password"
                        inputmode="numeric"
                        maxlength="6"
                        autocomplete="off"
                        autofocus
                        prop:value=move || pin.get()
                        on:input:target=move |event| pin.set(event.target().value())
                    />
                    <p class="form-problem" role="alert">{move || problem.get()}</p>
                    <button class="button primary answer" type="submit">{say::pin::GIVE}</button>
                    <button class="button plain answer" type="button" on:click=move |_| close()>{say::pin::NOT_NOW}</button>
                </form>
            </dialog>
        </Show>
    }
}
