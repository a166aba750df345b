//! A question that everything else waits for.

use leptos::prelude::*;

/// The browser's own dialog: it holds the keyboard, closes with *Escape*, and gives the place back. What it asks is there as
/// long as `open` says so; `closed` is told when the person closed it.
#[component]
pub fn Dialog(
    #[prop(into)] open: Signal<bool>,
    /// The id of its title.
    named_by: &'static str,
    #[prop(into)] closed: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() {
            // Once what it asks is drawn: the browser then finds where to begin.
            request_animation_frame(move || {
                if open.get_untracked() && !dialog.open() {
                    let _ = dialog.show_modal();
                }
            });
        } else {
            dialog.close();
        }
    });
    view! {
        <dialog node_ref=dialog class="dialog" aria-labelledby=named_by on:close=move |_| closed.run(())>
            <Show when=move || open.get()>{children()}</Show>
        </dialog>
    }
}
