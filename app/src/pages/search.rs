//! `/recherche`: what is like some words, of what one may see. Links and a plain form: by keys alone, the first that is found is one
//! *Enter* away.

use crate::components::{Avatar, Here, Icon, SearchField, Top};
use crate::locales::say;
use itineraire_domain::search::{Fit, Sought};
use itineraire_service::accounts::Around;
use itineraire_service::search::{Found, SearchPage};
use leptos::prelude::*;

/// The page.
#[component]
pub fn SearchResults(page: SearchPage) -> impl IntoView {
    let SearchPage {
        written,
        found,
        more,
        around,
    } = page;
    let sought = Sought::of(&written);
    let places = sought.map(|sought| places(&sought, &around)).unwrap_or_default();
    let count = found.len() + places.len();
    let nothing = count == 0;
    let says = match count {
        _ if written.trim().is_empty() => say::search::HOW.to_owned(),
        0 => say::search::nothing(&written),
        1 => say::search::ONE.to_owned(),
        _ if more => say::search::more(&count.to_string()),
        _ => say::search::several(&count.to_string()),
    };
    let found = found.into_iter().map(line).chain(places.into_iter().map(place));
    let rows = found.enumerate().map(|(at, (href, icon, title, about))| {
        let first = at == 0;
        view! {
            <li>
                <a class="row search-row" href=href autofocus=first aria-describedby=first.then_some("combien")>
                    {icon}
                    <strong>{title}</strong>
                    <span class="row-what">{about}</span>
                    {Icon::ChevronRight.draw()}
                </a>
            </li>
        }
    });
    view! {
        <Top here=Here::Search known=around/>
        <main id="contenu" class="search">
            <h1>{say::search::TITLE}</h1>
            <SearchField id="chercher" written begins=nothing/>
            <p id="combien" role="status">{says}</p>
            <ul class="rows">{rows.collect_view()}</ul>
        </main>
    }
}

type Line = (String, AnyView, String, String);

fn line(found: Found) -> Line {
    let face = |initials: String| view! { <Avatar initials/> }.into_any();
    match found {
        Found::Person(parcours, name) => (
            format!("/parcours/{parcours}"),
            face(name.initials),
            name.short,
            say::search::PARCOURS.to_owned(),
        ),
        Found::Shared(parcours, first) => (
            format!("/partage/{parcours}"),
            Icon::User.draw().into_any(),
            first,
            say::search::PARCOURS.to_owned(),
        ),
        Found::Step {
            parcours,
            step,
            title,
            usager,
            is_over,
        } => {
            let words = if is_over {
                say::search::step_over(&usager.short)
            } else {
                say::search::step(&usager.short)
            };
            let href = format!("/parcours/{parcours}/etape/{step}");
            (href, Icon::Footprints.draw().into_any(), title, words)
        }
        Found::Member(membership, name) => (
            format!("/membres/{membership}"),
            face(name.initials),
            name.short,
            say::search::MEMBER.to_owned(),
        ),
        Found::Organisation(name) => (
            "/membres#autour".to_owned(),
            Icon::Users.draw().into_any(),
            name,
            say::members::AROUND.to_owned(),
        ),
    }
}

/// Pages that are called so, of those that one may open.
fn places(sought: &Sought, around: &Around) -> Vec<(&'static str, &'static str)> {
    let professional = around.role == itineraire_domain::access::Role::Professional;
    let all = [
        (professional, "/accueil", say::home::MINE),
        (
            professional && around.accompanies,
            "/nouveau-parcours",
            say::home::NEW_PARCOURS,
        ),
        (around.waiting.is_some(), "/entrees", say::inbox::OPEN),
        (true, "/signaler", say::report::OPEN),
        (around.coordinates, "/membres", say::members::OPEN),
        (!professional, "/partage", say::partner::SHARED_PARCOURS),
        (true, "/mon-acces", say::access::TITLE),
        (true, "/affichage", say::display::TITLE),
        (around.others, "/espaces", say::every_page::OTHER_SPACES),
        (true, "/a-propos", say::about::HELP),
    ];
    let mut fits: Vec<(Fit, (&str, &str))> = all
        .into_iter()
        .filter(|(may, ..)| *may)
        .filter_map(|(_, href, title)| Some((sought.fits(title)?, (href, title))))
        .collect();
    fits.sort_by_key(|(fit, _)| *fit);
    fits.into_iter().map(|(_, place)| place).collect()
}

fn place((href, title): (&'static str, &'static str)) -> Line {
    (
        href.to_owned(),
        Icon::Route.draw().into_any(),
        title.to_owned(),
        say::search::PAGE.to_owned(),
    )
}
