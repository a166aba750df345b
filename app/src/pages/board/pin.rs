//! The PIN, when it was given too long ago.

use crate::api;
use crate::components::Dialog;
use crate::components::field::Form;
use crate::live::LiveBoard;
use crate::locales::{self, say};
use leptos::prelude::*;

/// Asks for the PIN before a *yes* or a share, when it was given too long ago (`AG1`).
#[component]
pub(crate) fn PinDialog(live: LiveBoard) -> impl IntoView {
    let pin = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let prove = Action::new_local(move |pin: &String| {
        let pin = pin.clone();
        async move {
            live.proves();
            let proved = api::prove_again(pin).await;
            live.proved(proved.as_ref().ok().copied());
            match proved {
                Ok(_) => {
                    problem.set(None);
                    live.gives_up();
                }
                Err(error) => problem.set(Some(locales::error(&error))),
            }
        }
    });
    let send = move || {
        prove.dispatch(pin.get_untracked());
        pin.set(String::new());
    };
    view! {
        <Dialog open=Signal::derive(move || live.wants_pin()) named_by="code-titre" closed=move || live.gives_up()>
            <Form send=send.into()>
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
                <button class="button plain answer" type="button" on:click=move |_| live.gives_up()>{say::pin::NOT_NOW}</button>
            </Form>
        </Dialog>
    }
}
