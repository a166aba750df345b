//! What is asked, and said, before a session ends.

use crate::api::{self, AppError};
use crate::components::Dialog;
use crate::live::SessionClock;
use crate::locales::{self, say};
use itineraire_domain::Denial;
use leptos::prelude::*;
use std::time::Duration;

/// How long before a session ends its person is told, in seconds. The service notes a use once a minute: the end by rest may
/// come a minute sooner than this page knows.
const BEFORE: i64 = 2 * 60;

/// How often that is looked at.
const LOOKS: Duration = Duration::from_secs(5);

/// Why a session ends soon.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// Its person has done nothing for long: one tap stays.
    ByRest,
    /// It has stood for as long as one may: nothing but signing in goes on.
    AtItsTime,
}

/// Asks who has done nothing for long whether they are still here, before their session ends (`T26`; RGAA 13.1). One tap
/// stays, and so does *Escape*: whoever presses it is here. Where it ends whatever is done, that is said once, with the way
/// to go on. Without a link nobody is asked: no answer would be heard.
#[component]
pub fn StillHere(
    session: SessionClock,
    /// Their person signs in with a card.
    #[prop(optional)]
    by_card: bool,
    #[prop(into)] linked: Signal<bool>,
    /// Says a sentence, on the screen and to screen readers.
    says: Callback<String>,
) -> impl IntoView {
    let asks = RwSignal::new(None::<Ends>);
    let told = StoredValue::new(false);
    // Asking is a use, and says when the session ends: another may stand in its place by now.
    let hears = Action::new_local(move |wanted: &Ends| {
        let wanted = *wanted;
        async move {
            match api::stay().await {
                Ok(ends) => session.stays_until(ends),
                // The link says it, in the place of the page.
                Err(AppError::Denied(Denial::SignedOut)) => {}
                Err(error) => says.run(locales::error(&error)),
            }
            let ends = wanted == Ends::AtItsTime && session.ends_within(BEFORE);
            told.set_value(ends);
            asks.set(ends.then_some(Ends::AtItsTime));
        }
    });
    let look = move || {
        let asked = asks.get_untracked();
        if hears.pending().get_untracked() {
            return;
        }
        let wanted = if !linked.get_untracked() {
            None
        } else if session.ends_within(BEFORE) {
            if !told.get_value() {
                hears.dispatch(Ends::AtItsTime);
            }
            asked
        } else {
            session.rests_out(BEFORE).then_some(Ends::ByRest)
        };
        if wanted != asked {
            asks.set(wanted);
        }
    };
    let stay = move || match asks.get_untracked() {
        Some(Ends::ByRest) => drop(hears.dispatch(Ends::ByRest)),
        Some(Ends::AtItsTime) | None => asks.set(None),
    };
    Effect::new(move |_| {
        let looks = set_interval_with_handle(look, LOOKS);
        on_cleanup(move || drop(looks.map(|looks| looks.clear())));
    });
    let by_rest = move || asks.get() == Some(Ends::ByRest);
    view! {
        <Dialog open=Signal::derive(move || asks.get().is_some()) named_by="encore-la" closed=stay>
            <h2 id="encore-la">{move || if by_rest() { say::ended::STILL_HERE } else { say::ended::ENDS }}</h2>
            <p>{move || if by_rest() { say::ended::ENDS_SOON } else { say::ended::ENDS_WHY }}</p>
            <Show
                when=by_rest
                fallback=move || {
                    view! {
                        <div class="answer-buttons">
                            <a class="button primary answer" href=way_in_again(by_card)>{say::ended::AGAIN}</a>
                            <button class="button plain answer" type="button" on:click=move |_| stay()>{say::ended::UNDERSTOOD}</button>
                        </div>
                    }
                }
            >
                <button class="button primary answer" type="button" autofocus on:click=move |_| stay()>{say::ended::STAY}</button>
            </Show>
        </Dialog>
    }
}

/// Where one signs in again, to come back to what is open here: the address in the bar is its own.
pub fn way_in_again(by_card: bool) -> String {
    if by_card {
        return "/carte".to_owned();
    }
    let path = window().location().pathname().unwrap_or_default();
    format!("/connexion?suite={path}")
}
