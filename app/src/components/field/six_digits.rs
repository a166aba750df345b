//! A secret of six digits, in a plain form.

use crate::locales::say;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// The field, with its label, why it was refused the last time, and the lines of script that say in our own words what is no
/// code.
#[component]
pub fn SixDigits(
    /// Its id, and the name that it is sent under.
    name: &'static str,
    label: &'static str,
    /// Why the form was refused.
    problem: Option<String>,
    #[prop(default = true)] required: bool,
    /// It is all that the form waits for: the last digit sends it.
    #[prop(optional)]
    sends: bool,
    /// It takes the focus.
    #[prop(optional)]
    begins: bool,
) -> impl IntoView {
    let invalid = problem.is_some().then_some("true");
    view! {
        <Digits name label invalid required sends begins/>
        <p id="refus" class="form-problem" role="alert">{problem}</p>
        <script nonce=use_nonce()>{include_str!("six_digits.js")}</script>
    }
}

/// The field alone, beside another that says why it was refused.
#[component]
pub fn Digits(
    name: &'static str,
    label: &'static str,
    /// `true`, where it was refused.
    invalid: Option<&'static str>,
    #[prop(default = true)] required: bool,
    #[prop(optional)] sends: bool,
    #[prop(optional)] begins: bool,
) -> impl IntoView {
    view! {
        <label for=name>{label}</label>
        <input
            id=name
            class="pin"
            name=name
            type="password"
            inputmode="numeric"
            pattern="[0-9]{6}"
            maxlength="6"
            autocomplete="off"
            title=say::sign_in::PIN_FORMAT
            data-sends=sends.then_some("")
            autofocus=begins
            aria-invalid=invalid
            aria-describedby="refus"
            required=required
        />
    }
}
