//! The page's address. An open step has its own, which can be kept, sent and gone back from, without leaving the board.

use itineraire_domain::ids::{ParcoursId, StepId};
use leptos::prelude::*;

/// Where the page stands.
#[derive(Clone, Copy)]
pub struct Address {
    parcours: ParcoursId,
    step: RwSignal<Option<StepId>>,
}

impl Address {
    pub(super) fn new(parcours: ParcoursId, step: Option<StepId>) -> Self {
        let address = Self {
            parcours,
            step: RwSignal::new(step),
        };
        #[cfg(feature = "hydrate")]
        Effect::new(move |_| address.follow_the_browser());
        address
    }

    /// The open step.
    pub fn get(self) -> Option<StepId> {
        self.step.get()
    }

    /// The address of a step, or of the board alone.
    pub fn of(self, step: Option<StepId>) -> String {
        let board = format!("/parcours/{}", self.parcours);
        step.map_or(board.clone(), |step| format!("{board}/etape/{step}"))
    }

    /// Opens a step, or closes it.
    pub fn go(self, step: Option<StepId>) {
        #[cfg(feature = "hydrate")]
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&self.of(step)));
        }
        if self.step.get_untracked() != step {
            self.step.set(step);
        }
    }

    /// A link was followed: plainly, it opens here; with a key held, the browser does what it does of any link.
    pub fn follow(self, event: &leptos::ev::MouseEvent, step: Option<StepId>) {
        if event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
        {
            event.prevent_default();
            self.go(step);
        }
    }

    /// *Back* and *forward*.
    #[cfg(feature = "hydrate")]
    fn follow_the_browser(self) {
        let back = window_event_listener(leptos::ev::popstate, move |_| {
            let path = window().location().pathname().unwrap_or_default();
            let step = path.split_once("/etape/").and_then(|(_, step)| step.parse().ok());
            self.step.set(step);
        });
        on_cleanup(move || back.remove());
    }
}
