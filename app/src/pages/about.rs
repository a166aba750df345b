//! `/a-propos`: help, personal data, accessibility, who runs this. In plain words, for everyone, signed in or not.

use crate::components::Icon;
use crate::locales::say;
use leptos::prelude::*;

/// The page.
#[component]
pub fn AboutPage() -> impl IntoView {
    let part = |id: &'static str, title: &'static str, lines: &'static [&'static str]| {
        view! {
            <section id=id aria-labelledby=format!("{id}-titre") tabindex="-1">
                <h2 id=format!("{id}-titre")>{title}</h2>
                {lines.iter().map(|line| view! { <p>{*line}</p> }).collect_view()}
            </section>
        }
    };
    view! {
        <main id="contenu" class="about usager-scale">
            <p><a class="button plain" href="/">{Icon::ArrowLeft.draw()} {say::every_page::TO_HOME}</a></p>
            <h1>{say::about::TITLE}</h1>
            {part("aide", say::about::HELP, &say::about::HELP_LINES)}
            {part("donnees", say::about::DATA, &say::about::DATA_LINES)}
            {part("accessibilite", say::about::ACCESSIBILITY, &say::about::ACCESSIBILITY_LINES)}
            {part("qui", say::about::WHO, &say::about::WHO_LINES)}
        </main>
    }
}
