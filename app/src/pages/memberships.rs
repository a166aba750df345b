//! Where someone works: who is a member of several cells, or of one as several things, chooses here.

use crate::components::{Icon, SignOut};
use crate::locales::{self, say};
use itineraire_domain::views::pages::Membership;
use leptos::prelude::*;

/// `/espaces`: plain forms, which work without the WASM.
#[component]
pub fn Memberships(all: Vec<Membership>) -> impl IntoView {
    let rows = all.into_iter().map(|it| {
        let place = say::memberships::place(&it.cell, &it.commune);
        let role = match it.organisation {
            Some(organisation) => say::memberships::role(&organisation, locales::role(it.role)),
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
                            {it.current.then(|| view! { <span class="pill">{say::memberships::CURRENT}</span> })}
                        </span>
                        {Icon::ChevronRight.draw()}
                    </button>
                </form>
            </li>
        }
    });
    view! {
        <header class="topbar">
            <p class="brand">{say::every_page::BRAND}</p>
            <span class="spacer"></span>
            <SignOut/>
        </header>
        <main id="contenu" class="partner">
            <h1>{say::memberships::WHERE_NOW}</h1>
            <p>{say::memberships::AT_ANY_TIME}</p>
            <ul class="rows">{rows.collect_view()}</ul>
        </main>
    }
}
