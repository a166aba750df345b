//! The question before a session ends by rest.

use crate::api;
use crate::components::Dialog;
use crate::live::LiveBoard;
use crate::locales::{self, say};
use leptos::prelude::*;
use std::time::Duration;

/// How long before a session ends by rest its person is asked, in seconds. The service notes a use once a minute: the end may
/// come a minute sooner than this page knows.
const ASKS_BEFORE: i64 = 2 * 60;

/// How often that is looked at.
const LOOKS: Duration = Duration::from_secs(5);

/// Asks who has done nothing for long whether they are still here, before their session ends (`T26`; RGAA 13.1). One tap
/// stays, and so does *Escape*: whoever presses it is here. Without a link nobody is asked: no answer would be heard.
#[component]
pub(super) fn StillHere(live: LiveBoard) -> impl IntoView {
    let asks = RwSignal::new(false);
    let stays = Action::new_local(move |(): &()| async move {
        match api::me().await {
            Ok(Some(_)) => live.used(),
            // The link says it, in the place of the page.
            Ok(None) => {}
            Err(error) => live.say(locales::error(&error)),
        }
        asks.set(false);
    });
    let stay = move || {
        if asks.get_untracked() {
            stays.dispatch(());
        }
    };
    Effect::new(move |_| {
        let looks = set_interval_with_handle(
            move || asks.set(live.linked.get_untracked() && live.rests_out(ASKS_BEFORE)),
            LOOKS,
        );
        on_cleanup(move || drop(looks.map(|looks| looks.clear())));
    });
    view! {
        <Dialog open=asks named_by="encore-la" closed=stay>
            <h2 id="encore-la">{say::ended::STILL_HERE}</h2>
            <p>{say::ended::ENDS_SOON}</p>
            <button class="button primary answer" type="button" autofocus on:click=move |_| stay()>{say::ended::STAY}</button>
        </Dialog>
    }
}
