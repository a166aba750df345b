//! The page's address. An open step has its own, which can be kept, sent and gone back from, without leaving the board.

use crate::browser::address;
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
        let step = RwSignal::new(step);
        address::follow(move |path| {
            let of_step = path.split_once("/etape/");
            step.set(of_step.and_then(|(_, step)| step.parse().ok()));
        });
        Self { parcours, step }
    }

    /// The open step.
    pub fn get(self) -> Option<StepId> {
        self.step.get()
    }

    /// Whether no step is open, now.
    pub fn is_closed(self) -> bool {
        self.step.with_untracked(Option::is_none)
    }

    /// The address of a step, or of the board alone.
    pub fn of(self, step: Option<StepId>) -> String {
        let board = format!("/parcours/{}", self.parcours);
        step.map_or(board.clone(), |step| format!("{board}/etape/{step}"))
    }

    /// Opens a step, or closes it.
    pub fn go(self, step: Option<StepId>) {
        address::push(&self.of(step));
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
}
