//! The head of a professional's pages, and of those that a partner shares with them: where one is, and where one may go.

use crate::api::request;
use crate::components::{Avatar, SearchField, SearchKey, SearchLink, SignOut};
use crate::locales::say;
use itineraire_domain::access::Role;
use itineraire_service::accounts::Around;
use leptos::prelude::*;

/// Where one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    /// One's parcours.
    Home,
    /// What comes to the cell.
    Inbox,
    /// Where a need is said.
    Report,
    /// Who works with the cell.
    Members,
    /// One's own access.
    Access,
    /// What was looked for.
    Search,
}

/// The head.
#[component]
pub fn Top(
    here: Here,
    /// What it shows, where that is known already.
    #[prop(optional)]
    known: Option<Around>,
) -> impl IntoView {
    let head = Suspend::new(async move {
        let around = match known {
            Some(known) => Some(known),
            None => request::around().await,
        };
        around.map(|around| view! { <Links here around/> })
    });
    view! {
        <header class="topbar">
            <p class="brand">{say::every_page::BRAND}</p>
            <Suspense>{head}</Suspense>
        </header>
    }
}

#[component]
fn Links(here: Here, around: Around) -> impl IntoView {
    let link = move |to: Here, href: &'static str, words: AnyView| {
        view! { <a href=href aria-current=(to == here).then_some("page")>{words}</a> }
    };
    let home = match around.role {
        Role::Partner => link(Here::Home, "/partage", say::partner::SHARED_PARCOURS.into_any()),
        Role::Professional | Role::Usager => link(Here::Home, "/accueil", say::home::PARCOURS.into_any()),
    };
    let inbox = around.waiting.map(|waiting| {
        let waiting = (waiting > 0).then(|| view! { " " <span class="pill">{waiting}</span> });
        link(
            Here::Inbox,
            "/entrees",
            view! { {say::inbox::OPEN} {waiting} }.into_any(),
        )
    });
    let members = around
        .coordinates
        .then(|| link(Here::Members, "/membres", say::members::OPEN.into_any()));
    view! {
        <nav aria-label=say::home::MAIN>
            {home}
            {inbox}
            {link(Here::Report, "/signaler", say::report::OPEN.into_any())}
            {members}
        </nav>
        <span class="spacer"></span>
        {(here != Here::Search).then(|| view! { <div class="search-head"><SearchField id="chercher"/></div> })}
        <SearchLink/>
        <SearchKey/>
        {around.others.then(|| view! { <a href="/espaces">{say::every_page::OTHER_SPACES}</a> })}
        <Avatar initials=around.name.initials/>
        <a class="who" href="/mon-acces" aria-label=say::access::open(&around.name.short) aria-current=(here == Here::Access).then_some("page")>{around.name.short.clone()}</a>
        <SignOut/>
    }
}
