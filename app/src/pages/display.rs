//! `/affichage`: how one's pages are shown. A plain form, for everyone who is signed in.

use crate::api::AppError;
use crate::components::Icon;
use crate::locales::{self, say};
use itineraire_domain::access::{Density, Display};
use leptos::prelude::*;

/// The page, with why the last try was refused.
#[component]
pub fn DisplayPage(display: Display, refused: Option<String>) -> impl IntoView {
    let Display { density, letters } = display;
    let choice = move |(of, words): (Density, &'static str)| {
        view! {
            <label class="check">
                <input type="radio" name="density" value=of.word() checked=of == density/>
                {words}
            </label>
        }
    };
    let choices = Density::ALL.into_iter().zip(say::display::DENSITIES).map(choice);
    view! {
        <main id="contenu" class="sign-in">
            <p class="brand">{say::every_page::BRAND}</p>
            <h1>{say::display::TITLE}</h1>
            <form method="post" action="/api/v1/set_display">
                <fieldset>
                    <legend>{say::display::DENSITY}</legend>
                    {choices.collect_view()}
                </fieldset>
                <fieldset>
                    <legend>{say::keyboard::TITLE}</legend>
                    <label class="check">
                        <input type="checkbox" name="letters" value="true" checked=letters/>
                        {say::keyboard::LETTERS}
                    </label>
                </fieldset>
                <p class="form-problem" role="alert">{locales::refused(refused, &locales::error(&AppError::Malformed))}</p>
                <button class="button primary" type="submit">{Icon::Check.draw()} {say::display::KEEP}</button>
            </form>
            <p class="or"><a href="/">{say::every_page::TO_HOME}</a></p>
        </main>
    }
}
