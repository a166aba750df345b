//! `/parcours/:id/papier`: *Mon parcours* on one A4, to be printed or taken along as a file. The server writes it alone.

use crate::components::Icon;
use crate::locales::say;
use itineraire_domain::ids::ParcoursId;
use itineraire_service::documents::paper::{Card, Done, Later, Next, Page};
use itineraire_service::documents::qr::{QUIET, Square};
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// The paper as it will be printed, under what is done with it.
#[component]
pub fn Paper(parcours: ParcoursId, page: Page) -> impl IntoView {
    let board = format!("/parcours/{parcours}");
    let file = format!("{board}/papier.pdf");
    view! {
        <nav class="paper-tools" aria-label=say::paper::OPEN>
            <a class="button plain" href=board>{Icon::ArrowLeft.draw()} {say::step::TO_PARCOURS}</a>
            <button id="imprimer" class="button primary" type="button" hidden>{say::paper::PRINT}</button>
            <a class="button plain" href=file>{say::paper::FILE}</a>
        </nav>
        <main id="contenu" class="paper" tabindex="-1">
            <h1>{page.title}</h1>
            <p class="paper-about">{page.about}</p>
            {page.goal.map(|(label, words)| view! { <h2 class="paper-label">{label}</h2><p class="paper-goal">{words}</p> })}
            <NextStep next=page.next/>
            <Steps title=page.later_title steps=page.later left=page.left/>
            <DoneSteps title=page.done_title done=page.done/>
            <Foot signs=page.signs writes=page.writes card=page.card/>
        </main>
        <script nonce=use_nonce()>{include_str!("paper.js")}</script>
    }
}

#[component]
fn NextStep(next: Next) -> impl IntoView {
    let term = |(label, words)| view! { <li><strong>{label}</strong> <span>{words}</span></li> };
    let terms = (!next.terms.is_empty())
        .then(|| view! { <ul class="paper-terms">{next.terms.into_iter().map(term).collect_view()}</ul> });
    view! {
        <section class="paper-next" aria-labelledby="prochaine">
            <h2 id="prochaine" class="paper-label">{next.label}</h2>
            <h3 class="paper-title">{next.title}</h3>
            {terms}
        </section>
    }
}

#[component]
fn Steps(title: String, steps: Vec<Later>, left: Vec<String>) -> impl IntoView {
    let step = |step: Later| view! { <li><strong>{step.title}</strong> <span>{step.about}</span></li> };
    let list = (!steps.is_empty())
        .then(|| view! { <ul class="paper-steps">{steps.into_iter().map(step).collect_view()}</ul> });
    (list.is_some() || !left.is_empty()).then(|| {
        view! {
            <h2>{title}</h2>
            {list}
            {left.into_iter().map(|says| view! { <p>{says}</p> }).collect_view()}
        }
    })
}

#[component]
fn DoneSteps(title: String, done: Done) -> impl IntoView {
    match done {
        Done::Nothing => ().into_any(),
        Done::Count(says) => view! { <p class="paper-count">{says}</p> }.into_any(),
        Done::Titles(titles) => view! {
            <h2>{title}</h2>
            <ul class="paper-done">{titles.into_iter().map(|title| view! { <li>{title}</li> }).collect_view()}</ul>
        }
        .into_any(),
    }
}

#[component]
fn Foot(signs: [String; 2], writes: [String; 2], card: Card) -> impl IntoView {
    let place = |name: String| {
        let lines = writes
            .iter()
            .map(|write| view! { <p class="paper-line">{write.clone()}</p> });
        view! { <div><p><strong>{name}</strong></p>{lines.collect_view()}</div> }
    };
    let describes = card.describes;
    view! {
        <footer class="paper-foot">
            {signs.map(place).collect_view()}
            {card.square.map(|square| view! { <Drawn class="paper-square" square describes/> })}
            <p class="paper-card">{card.says}</p>
        </footer>
    }
}

/// A square that a telephone reads.
#[component]
pub(super) fn Drawn(class: &'static str, square: Square, describes: String) -> impl IntoView {
    let side = square.side + 2 * QUIET;
    view! {
        <svg class=class viewBox=format!("0 0 {side} {side}") role="img" aria-label=describes>
            <path d=square.path()/>
        </svg>
    }
}
