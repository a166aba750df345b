//! The usager's own view: one next step, four terms, two answers; what was proposed; the path; who sees what.

use super::board::{
    Conflicts, Notices, Offer, OurAgreement, PinDialog, Seen, ShowMore, UntilEnded, WorkWord,
};
use super::goal::{GoalAsks, GoalTitle, Signed, signed};
use crate::browser::clock::now;
use crate::components::field::{ActButton, ActForm};
use crate::components::{Badge, Icon, Listen, SignOut, keyed};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::ids::{OrganisationId, StepId};
use itineraire_domain::kernel::reading::Sent;
use itineraire_domain::parcours::{Column, Doer, Field, SharedItem, Side, Stage, Step, Words};
use itineraire_domain::views::forms::Act;
use itineraire_domain::views::pages::BoardPage;
use itineraire_domain::views::way::{next_step, path};
use leptos::prelude::*;
use std::sync::Arc;

/// `/mon-parcours`
#[cfg_attr(any(feature = "ssr", feature = "own"), island)]
#[cfg_attr(not(any(feature = "ssr", feature = "own")), component)]
pub fn Own(page: Sent<BoardPage>) -> impl IntoView {
    let live = LiveBoard::new(page.0, None);
    let first = live.usager().first;
    let next = Memo::new(move |_| live.board.with(|board| next_step(board)));
    // What waits for an answer, then what is talked about, what comes, what is done, what was given up.
    let path = Memo::new(move |_| live.board.with(|board| path(board, next.get())));
    let proposed = move || {
        live.board.with_untracked(|board| {
            let steps = board.column(Column::ToDiscuss).into_iter();
            let asked = steps.filter(|(_, step)| step.is_unanswered_by(board.usager));
            asked.map(|(id, _)| id).collect::<Vec<_>>()
        })
    };
    let board_path = format!("/parcours/{}", live.board.with_untracked(|board| board.parcours));
    let page = move || {
        view! {
            <div class="own usager-scale">
                <header class="own-head">
                    <h1>{say::own::hello(&first)}</h1>
                    <Listen look="primary" text=move || super::aloud::own(live, next.get_untracked(), &proposed())/>
                    <div><WorkWord live/></div>
                    <SignOut quiet=true/>
                </header>
                <nav class="own-nav" aria-label=say::own::PARCOURS>
                    <a href="/mon-parcours" aria-current="page">{Icon::Route.draw()} {say::own::PARCOURS}</a>
                    <a href="/mon-parcours/proposer">{Icon::Plus.draw()} {say::own::PROPOSE}</a>
                    <a href="#mes-forces">{Icon::Sprout.draw()} {say::own::STRENGTHS}</a>
                    <a href="#qui-voit-quoi">{Icon::Eye.draw()} {say::own::WHO_SEES_WHAT}</a>
                </nav>
                <Notices live/>
                <main id="contenu" tabindex="-1">
                    <Conflicts live/>
                    <Goal live/>
                    {keyed(move || next.get().into_iter().collect(), move |id| view! { <NextStep live id/> }.into_any())}
                    <Show when=move || next.with(Option::is_none)>
                        <section class="next-step teal">
                            <h2>{say::own::NOTHING_NEXT}</h2>
                            <p>{say::own::PROPOSE_ONE}</p>
                        </section>
                    </Show>
                    <Offers live/>
                    <ul class="path">
                        {keyed(move || path.get(), move |id| view! { <OnPath live id/> }.into_any())}
                    </ul>
                    <p class="answer-buttons">
                        <a class="button plain" href=board_path.clone()>{say::own::SEE_BOARD}</a>
                        <a class="button plain" href=format!("{board_path}/papier")>{say::paper::OPEN}</a>
                        <a class="button plain" href="/affichage">{say::display::TITLE}</a>
                    </p>
                    <Strengths live/>
                    <WhoSeesWhat live/>
                </main>
                <PinDialog live/>
            </div>
        }
    };
    view! { <UntilEnded live page/> }
}

#[component]
fn NextStep(live: LiveBoard, id: StepId) -> impl IntoView {
    let step = live.step(id);
    let tone = move || live.tone(step.with(|step| step.as_ref().map(|step| step.theme)));
    let helped =
        Signal::derive(move || step.with(|step| step.as_ref().is_some_and(|it| it.needs_help.is_some())));
    let help = Signal::derive(move || {
        if helped.get() {
            Act::NeedNoHelp
        } else {
            Act::AskForHelp
        }
    });
    view! {
        <section class=move || format!("next-step {}", tone()) aria-labelledby="prochaine">
            <p class="next-label">{say::own::NEXT_STEP}</p>
            {move || step.with(|step| step.as_ref().map(|step| view! { <Badge theme=live.theme(step.theme)/> }))}
            <h2 id="prochaine">{move || step.with(|step| step.as_ref().map(|step| step.title.text()))}</h2>
            <OwnTerms live step/>
            <ActForm live id step>
                <div class="answer-buttons">
                    <ActButton live id step act=Act::Finish look="button primary answer">
                        {Icon::Check.draw()} {say::card::FINISH}
                    </ActButton>
                    <ActButton live id step act=help look="button plain answer" pressed=helped>
                        {Icon::CircleHelp.draw()} {move || if helped.get() { say::own::HELP_ASKED } else { say::own::ASK_FOR_HELP }}
                    </ActButton>
                </div>
            </ActForm>
        </section>
    }
}

/// What a step says beside its title: all that a *yes* to it is about (`AG1`).
#[component]
fn OwnTerms(live: LiveBoard, step: Memo<Option<Arc<Step>>>) -> impl IntoView {
    let lines = move || step.with(|step| step.as_ref().map(|step| terms(live, step)).unwrap_or_default());
    view! {
        <ul class="own-terms">
            {move || lines().into_iter().map(|(icon, words)| view! { <li>{icon.draw()} <span>{words}</span></li> }).collect_view()}
        </ul>
    }
}

fn terms(live: LiveBoard, step: &Step) -> Vec<(Icon, String)> {
    let me = live.me.with_untracked(|me| me.person);
    let others: Vec<_> = step
        .doers
        .iter()
        .filter(|doer| **doer != Doer::Person(me))
        .collect();
    let names = others.iter().map(|doer| live.doer(doer));
    let names = names.collect::<Vec<_>>().join(", ");
    let who = match (others.is_empty(), others.len() < step.doers.len()) {
        (true, true) => Some(say::own::YOURSELF.to_owned()),
        (true, false) => None,
        (false, true) => Some(say::own::with_others(&names)),
        (false, false) => Some(say::own::by_others(&names)),
    };
    let said = |words: &str| (!words.trim().is_empty()).then(|| words.to_owned());
    [
        said(&step.details.text()).map(|words| (Icon::MessagesSquare, words)),
        step.when.map(|when| (Icon::Calendar, locales::when(when))),
        said(&step.place_words).map(|place| (Icon::MapPin, place)),
        who.map(|who| (Icon::User, who)),
        said(&step.bring).map(|bring| (Icon::Backpack, say::own::bring(&bring))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Help that organisations offer, with the person's answers.
#[component]
fn Offers(live: LiveBoard) -> impl IntoView {
    let all = Memo::new(move |_| {
        live.board.with(|board| {
            board
                .offers()
                .map(|(step, offer)| (step, offer.organisation))
                .collect::<Vec<_>>()
        })
    });
    let row =
        move |(id, organisation)| view! { <li><Offer live id organisation named=true/></li> }.into_any();
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <section class="box" aria-labelledby="aide-proposee">
                <h2 id="aide-proposee">{say::offer::TITLE}</h2>
                <ul class="offers">{keyed(move || all.get(), row)}</ul>
            </section>
        </Show>
    }
}

/// *Mon cap*, in the person's own words.
#[component]
fn Goal(live: LiveBoard) -> impl IntoView {
    let words = live.words(Field::Goal);
    let words = Memo::new(move |_| words.with(Words::text));
    let signed = signed(live);
    view! {
        <Show when=move || signed.get() != Signed::Nothing>
            <section class="goal" aria-label=say::board::GOAL>
                <div class="goal-words">
                    <GoalTitle live signed/>
                    {move || {
                        let words = words.get();
                        (!words.trim().is_empty())
                            .then(|| view! { <p class="goal-field">{say::every_page::quoted(&words)}</p> })
                    }}
                    <GoalAsks live signed/>
                </div>
            </section>
        </Show>
    }
}

/// A step on the way: what it is at a glance, and, opened, its terms and the person's answer.
#[component]
fn OnPath(live: LiveBoard, id: StepId) -> impl IntoView {
    let step = live.step(id);
    let column = live.column(id);
    let me = live.me.with_untracked(|me| me.person);
    let asked = Memo::new(move |_| {
        let unanswered = |step: &Option<Arc<Step>>| step.as_ref().is_some_and(|it| it.is_unanswered_by(me));
        column.get() == Some(Column::ToDiscuss) && step.with(unanswered)
    });
    let stopped = move || step.with(|step| step.as_ref().is_some_and(|step| step.stage.is_stopped()));
    let tone = move || live.tone(step.with(|step| step.as_ref().map(|step| step.theme)));
    let words = move || {
        step.with(|step| {
            step.as_ref().map(|step| {
                let title = step.title.text();
                match asked.get() {
                    true if step.proposed_by == me => say::own::you_propose(&title),
                    true => say::own::proposes_to_you(&live.name(step.proposed_by).first, &title),
                    false => title,
                }
            })
        })
    };
    let about = move || step.with(|step| step.as_ref().map(|step| about(live, step)));
    let answer = move || {
        let mine = step.with(|step| step.as_ref()?.agreements.get(&me).cloned());
        let given = column.get() == Some(Column::ToDiscuss) && !asked.get();
        given.then(|| say::own::you_said(locales::answer(mine.as_ref())))
    };
    let icon = move || match (column.get(), stopped()) {
        (_, true) => Icon::X.draw().into_any(),
        (Some(Column::Done), _) => Icon::Check.draw().into_any(),
        _ => ().into_any(),
    };
    // By itself, so that it opens before the page is alive.
    view! {
        <li class=move || format!("{} {}", if asked.get() { "path-proposal" } else { "path-step" }, tone())>
            <details name="reponse">
                <summary>
                    <span class="path-dot" aria-hidden="true">{icon}</span>
                    <span>
                        <strong>{words}</strong>
                        <span class="path-about">{about}</span>
                        {move || answer().map(|said| view! { <span class="path-answer">{said}</span> })}
                        <Show when=move || asked.get()>
                            <span class="path-asks">{say::own::GIVE_ANSWER}</span>
                        </Show>
                    </span>
                </summary>
                <OwnTerms live step/>
                <Show when=move || column.get() == Some(Column::ToDiscuss)>
                    <OurAgreement live id step/>
                </Show>
            </details>
        </li>
    }
}

/// When it is, or was; a day that has gone by is said kindly.
fn about(live: LiveBoard, step: &Step) -> String {
    match &step.stage {
        Stage::Done { at } => say::own::done_on(&locales::on(live.day(*at))),
        Stage::Stopped { at, .. } => say::own::stopped_on(&locales::on(live.day(*at))),
        Stage::Open | Stage::Started(_) => match step.when {
            Some(when) if when.day < live.day(now()) => say::own::was_on(&locales::day(when.day)),
            Some(when) => locales::when(when),
            None => String::new(),
        },
    }
}

/// *Mes forces*: what carries the person.
#[component]
fn Strengths(live: LiveBoard) -> impl IntoView {
    let levers = Memo::new(move |_| {
        live.board.with(|board| {
            let levers = board.findings_in_order(Side::Lever).into_iter();
            levers.map(|(_, lever)| lever.words.text()).collect::<Vec<_>>()
        })
    });
    view! {
        <section id="mes-forces" class="box" aria-labelledby="forces-titre" tabindex="-1">
            <h2 id="forces-titre">{say::own::STRENGTHS}</h2>
            <ul class="own-terms teal">
                {move || levers.get().into_iter().map(|words| view! { <li>{Icon::Sprout.draw()} <span>{words}</span></li> }).collect_view()}
            </ul>
            <Show when=move || levers.with(Vec::is_empty)>
                <p>{say::own::NO_STRENGTH}</p>
            </Show>
        </section>
    }
}

/// *Qui voit quoi*, by organisation: what each reads, exactly, and the ways to end it or to show more.
#[component]
fn WhoSeesWhat(live: LiveBoard) -> impl IntoView {
    let organisation = move |(organisation, name): (OrganisationId, String)| {
        let items = Memo::new(move |_| {
            live.board.with(|board| {
                let theirs = board.shares_with(organisation, now());
                theirs.map(|share| share.item).collect::<Vec<_>>()
            })
        });
        let row = move |item: SharedItem| view! { <li><Seen live item organisation/></li> }.into_any();
        view! {
            <section class="seen-by">
                <h3>{name}</h3>
                <ul class="shares">{keyed(move || items.get(), row)}</ul>
                <Show when=move || items.with(Vec::is_empty)>
                    <p class="small">{say::share::SEES_NOTHING}</p>
                </Show>
                <ShowMore live organisation/>
            </section>
        }
    };
    view! {
        <section class="box" id="qui-voit-quoi" aria-labelledby="qui-voit-titre" tabindex="-1">
            <h2 id="qui-voit-titre">{say::own::WHO_SEES_WHAT}</h2>
            <p>{say::own::ONLY_THESE}</p>
            {live.organisations().into_iter().map(organisation).collect_view()}
        </section>
    }
}
