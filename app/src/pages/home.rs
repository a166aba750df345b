//! A professional's home: their parcours, and what waits for them.

use crate::components::{Avatar, Icon, OtherSpaces, Segments, SignOut};
use crate::locales::{self, say};
use itineraire_domain::views::pages::{HomePage, HomeRow};
use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    AwaitsMe,
    Late,
}

/// `/accueil`, with what to show of the list.
#[component]
pub fn Home(page: HomePage, shown: Option<String>) -> impl IntoView {
    let today = page.today;
    let wanted = match shown.as_deref() {
        Some("reponse") => Filter::AwaitsMe,
        Some("retard") => Filter::Late,
        _ => Filter::All,
    };
    let count = |wanted: fn(&HomeRow) -> bool| page.rows.iter().filter(|row| wanted(row)).count();
    let (all, awaits, late) = (
        page.rows.len(),
        count(|row| row.awaits_me > 0),
        count(|row| row.late.is_some()),
    );
    let chips = [
        (Filter::All, "/accueil", say::home::ALL.to_owned()),
        (
            Filter::AwaitsMe,
            "/accueil?montrer=reponse",
            say::home::awaits_me(&awaits.to_string()),
        ),
        (
            Filter::Late,
            "/accueil?montrer=retard",
            say::home::late(&late.to_string()),
        ),
    ];
    let coming: Vec<_> = page
        .rows
        .iter()
        .filter_map(|row| {
            row.next
                .as_ref()
                .map(|(title, when)| (*when, row.usager.first.clone(), title.clone()))
        })
        .filter(|(when, ..)| when.day.days_since(today) <= 7)
        .collect();
    let rows = page.rows.into_iter().filter(|row| match wanted {
        Filter::All => true,
        Filter::AwaitsMe => row.awaits_me > 0,
        Filter::Late => row.late.is_some(),
    });
    let levels = page.circle_levels;
    let rows = rows.map(|row| {
        let level = levels.of(row.level).to_owned();
        view! { <Row row level/> }
    });
    let rows = rows.collect_view();
    view! {
        <header class="topbar">
            <p class="brand">{say::every_page::BRAND}</p>
            <nav aria-label=say::home::MAIN><a href="/accueil" aria-current="page">{say::home::PARCOURS}</a></nav>
            <span class="spacer"></span>
            <OtherSpaces/>
            <Avatar initials=page.me.name.initials.clone()/>
            <span class="who">{page.me.name.short.clone()}</span>
            <SignOut/>
        </header>
        <main id="contenu" class="home">
            <section aria-labelledby="mes-parcours">
                <h1 id="mes-parcours">{say::home::MINE} <span class="pill">{say::home::count(&all.to_string())}</span></h1>
                <nav class="chips" aria-label=say::home::FILTER>
                    {chips
                        .into_iter()
                        .map(|(filter, href, label)| {
                            view! { <a class="chip" href=href aria-current=(filter == wanted).then_some("true")>{label}</a> }
                        })
                        .collect_view()}
                </nav>
                <ul class="rows">{rows}</ul>
            </section>
            <aside class="side" aria-labelledby="a-venir">
                <h2 id="a-venir">{say::home::NEXT_DAYS}</h2>
                {if coming.is_empty() {
                    view! { <p>{say::home::NOTHING_NEXT}</p> }.into_any()
                } else {
                    view! {
                        <ul class="coming">
                            {coming
                                .into_iter()
                                .map(|(when, first, title)| {
                                    view! {
                                        <li>
                                            {Icon::Clock.draw()}
                                            <span><strong>{locales::short_when(when)}</strong> " · " {first} ", " {title}</span>
                                        </li>
                                    }
                                })
                                .collect_view()}
                        </ul>
                    }
                    .into_any()
                }}
            </aside>
        </main>
    }
}

#[component]
fn Row(row: HomeRow, level: String) -> impl IntoView {
    let what = if row.help_asked {
        view! { <span class="pill amber">{Icon::CircleHelp.draw()} {say::home::wants_help(&row.usager.first)}</span> }
            .into_any()
    } else if let Some((title, day)) = &row.late {
        view! { <span class="pill rose">{Icon::CircleAlert.draw()} {say::home::step_late(&locales::day(*day), title)}</span> }
            .into_any()
    } else if let Some(title) = &row.awaits_title {
        view! { <span class="pill amber">{Icon::MessageCircleQuestionMark.draw()} {say::home::step_awaits(title)}</span> }
            .into_any()
    } else if let Some(words) = &row.lifted {
        view! { <span class="pill green">{Icon::PartyPopper.draw()} {say::home::lifted(words)}</span> }
            .into_any()
    } else if let Some((title, when)) = &row.next {
        view! { <span>{say::home::next_step(&locales::short_when(*when), title)}</span> }.into_any()
    } else if row.has_diagnosis {
        view! { <span>{say::home::NO_DATE}</span> }.into_any()
    } else {
        view! { <span>{say::home::NO_DIAGNOSIS}</span> }.into_any()
    };
    view! {
        <li>
            <a class="row" href=format!("/parcours/{}", row.parcours)>
                <Avatar initials=row.usager.initials.clone()/>
                <span class="row-name"><strong>{row.usager.short.clone()}</strong> <small>{level}</small></span>
                <span class="row-what">{what}</span>
                <span class="row-progress">
                    <small>{say::home::progress(&row.steps.to_string(), &row.done.to_string())}</small>
                    <Segments done=row.done as usize all=row.steps as usize/>
                </span>
                {Icon::ChevronRight.draw()}
            </a>
        </li>
    }
}
