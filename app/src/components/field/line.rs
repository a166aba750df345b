//! A line of words that one person writes, and then gives.

use super::Form;
use crate::browser::focus;
use leptos::html::Input;
use leptos::prelude::*;

/// No line is longer, in characters: what nobody wrote, nothing reads. What is longer than the rules allow is refused with its
/// words left as they are (`T38`): a paste that the browser cuts says nothing.
const AT_MOST: &str = "20000";

/// The line, with its label.
#[component]
pub fn Line(
    #[prop(into)] id: String,
    /// What is written here.
    label: &'static str,
    /// What is written so far.
    words: RwSignal<String>,
    /// The form has just opened: the line takes the focus.
    #[prop(optional)]
    begins: bool,
    /// The label is for screen readers, and stands in the line while that is empty.
    #[prop(optional)]
    inside: bool,
    /// The id of a list of what was written here before, which the browser offers.
    #[prop(optional_no_strip)]
    offers: Option<&'static str>,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    if begins {
        focus::begin_at(field);
    }
    view! {
        <label class=inside.then_some("visually-hidden") for=id.clone()>{label}</label>
        <input
            node_ref=field
            id=id
            maxlength=AT_MOST
            list=offers
            placeholder=inside.then_some(label)
            autocomplete="off"
            prop:value=move || words.get()
            on:input:target=move |event| words.set(event.target().value())
        />
    }
}

/// A line and its button, as a form of its own. What was typed stays when `add` says no.
#[component]
pub fn LineForm(
    id: &'static str,
    /// What is written here.
    label: &'static str,
    /// Adds the line; `false` when it was refused.
    #[prop(into)]
    add: Callback<String, bool>,
    /// Where what is written stays until it is given; with the form, if nowhere else.
    #[prop(optional)]
    draft: Option<RwSignal<String>>,
    /// The id of a list of what was written here before, which the browser offers.
    #[prop(optional)]
    offers: Option<&'static str>,
    /// What the button says.
    children: Children,
) -> impl IntoView {
    let words = draft.unwrap_or_else(|| RwSignal::new(String::new()));
    let send = move || {
        if add.run(words.get_untracked()) {
            words.set(String::new());
        }
    };
    view! {
        <Form look="line-form" send=send.into()>
            <Line id label words inside=true offers/>
            <button class="button plain" type="submit">{children()}</button>
        </Form>
    }
}
