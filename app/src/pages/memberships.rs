//! Where someone works: who is a member of several cells, or of one as several things, chooses here.

use crate::components::{Icon, SignOut};
use crate::locales;
use itineraire_domain::views::pages::Membership;
use leptos::prelude::*;

/// `/espaces`: plain forms, which work without the WASM.
#[component]
pub fn Memberships(all: Vec<Membership>) -> impl IntoView {
    let rows = all.into_iter().map(|it| {
        let place = format!("{}, {}", it.cell, it.commune);
        let role = match it.organisation {
            Some(organisation) => format!("{} · {organisation}", locales::role(it.role)),
            None => locales::role(it.role).to_owned(),
        };
        view! {
            <li>
                <form method="post" action="/api/v1/choose_membership">
                    <input type="hidden" name="membership" value=it.id.to_string()/>
                    <button class="row" type="submit" aria-current=it.current.then_some("true")>
                        {Icon::Users.draw()}
                        <strong>{place}</strong>
                        <span class="row-what">
                            {role}
                            {it.current.then(|| view! { <span class="pill">"Espace actuel"</span> })}
                        </span>
                        {Icon::ChevronRight.draw()}
                    </button>
                </form>
            </li>
        }
    });
    view! {
        <header class="topbar">
            <p class="brand">"Itinéraire"</p>
            <span class="spacer"></span>
            <SignOut/>
        </header>
        <main id="contenu" class="partner">
            <h1>"Où travaillez-vous maintenant\u{202f}?"</h1>
            <p>"Vous pourrez changer d’espace à tout moment, sans vous identifier à nouveau."</p>
            <ul class="rows">{rows.collect_view()}</ul>
        </main>
    }
}
