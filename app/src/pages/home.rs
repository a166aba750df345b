//! A professional's home: their parcours, and what waits for them.

use crate::components::{Avatar, Icon, OtherSpaces, Segments, SignOut};
use crate::locales;
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
        (Filter::All, "/accueil", "Tous".to_owned()),
        (
            Filter::AwaitsMe,
            "/accueil?montrer=reponse",
            format!("Attend ma réponse · {awaits}"),
        ),
        (
            Filter::Late,
            "/accueil?montrer=retard",
            format!("Étape en retard · {late}"),
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
    let rows = rows.map(|row| view! { <Row row/> }).collect_view();
    view! {
        <header class="topbar">
            <p class="brand">"Itinéraire"</p>
            <nav aria-label="Principal"><a href="/accueil" aria-current="page">"Parcours"</a></nav>
            <span class="spacer"></span>
            <OtherSpaces/>
            <Avatar initials=page.me.name.initials.clone()/>
            <span class="who">{page.me.name.short.clone()}</span>
            <SignOut/>
        </header>
        <main id="contenu" class="home">
            <section aria-labelledby="mes-parcours">
                <h1 id="mes-parcours">"Mes parcours " <span class="pill">{format!("{all} en cours")}</span></h1>
                <nav class="chips" aria-label="Filtrer">
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
                <h2 id="a-venir">"Dans les 7 jours"</h2>
                {if coming.is_empty() {
                    view! { <p>"Rien de prévu cette semaine."</p> }.into_any()
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
fn Row(row: HomeRow) -> impl IntoView {
    let what = if row.help_asked {
        view! { <span class="pill amber">{Icon::CircleHelp.draw()} {format!("{} demande de l’aide", row.usager.first)}</span> }
            .into_any()
    } else if let Some((title, day)) = &row.late {
        view! { <span class="pill rose">{Icon::CircleAlert.draw()} {format!("{title}\u{202f}: date passée, {}", locales::day(*day))}</span> }
            .into_any()
    } else if let Some(title) = &row.awaits_title {
        view! { <span class="pill amber">{Icon::MessageCircleQuestionMark.draw()} {format!("Attend votre réponse\u{202f}: {title}")}</span> }
            .into_any()
    } else if let Some(words) = &row.lifted {
        view! { <span class="pill green">{Icon::PartyPopper.draw()} {format!("Frein levé\u{202f}: {words}")}</span> }.into_any()
    } else if let Some((title, when)) = &row.next {
        view! { <span>{format!("Prochaine étape\u{202f}: {title}, {}", locales::short_when(*when))}</span> }
            .into_any()
    } else if row.has_diagnosis {
        view! { <span>"Pas d’étape datée"</span> }.into_any()
    } else {
        view! { <span>"Diagnostic partagé à faire"</span> }.into_any()
    };
    view! {
        <li>
            <a class="row" href=format!("/parcours/{}", row.parcours)>
                <Avatar initials=row.usager.initials.clone()/>
                <span class="row-name"><strong>{row.usager.short.clone()}</strong> <small>{locales::circle(row.level)}</small></span>
                <span class="row-what">{what}</span>
                <span class="row-progress">
                    <small>{format!("{} sur {} faites", row.done, row.steps)}</small>
                    <Segments done=row.done as usize all=row.steps as usize/>
                </span>
                {Icon::ChevronRight.draw()}
            </a>
        </li>
    }
}
