//! The usager's own view: one next step, four terms, two answers; what was proposed; the path; who sees what.

use super::board::{Conflicts, Notices, OurAgreement, PinDialog, ShareChips, UntilEnded, WorkWord};
use crate::browser::clock::now;
use crate::components::field::{ActButton, ActForm};
use crate::components::{Badge, Icon, Listen, SignOut, keyed};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{OrganisationId, StepId};
use itineraire_domain::kernel::reading::Sent;
use itineraire_domain::parcours::{
    Agreement, Board, Column, Command, Doer, SharedItem, SharingCommand, Side, Step,
};
use itineraire_domain::views::forms::Act;
use itineraire_domain::views::pages::BoardPage;
use leptos::prelude::*;
use std::sync::Arc;

/// The step to look at first: under way, then decided, the earliest date first.
fn next_step(board: &Board) -> Option<StepId> {
    let mut steps = board.column(Column::Decided);
    steps.extend(board.column(Column::InProgress));
    steps.sort_by_key(|(_, step)| (step.when.is_none(), step.when.map(|when| (when.day, when.hour))));
    steps.first().map(|(id, _)| *id)
}

fn awaits_answer(board: &Board, step: &Step) -> bool {
    !matches!(
        step.agreements.get(&board.usager),
        Some(Agreement::Agreed { .. } | Agreement::Refused { .. } | Agreement::Talk { .. })
    )
}

/// `/mon-parcours`
#[cfg_attr(any(feature = "ssr", feature = "own"), island)]
#[cfg_attr(not(any(feature = "ssr", feature = "own")), component)]
pub fn Own(page: Sent<BoardPage>) -> impl IntoView {
    let live = LiveBoard::new(page.0, None);
    let first = live.usager().first;
    let next = Memo::new(move |_| live.board.with(|board| next_step(board)));
    let proposed = Memo::new(move |_| {
        live.board.with(|board| {
            let steps = board.column(Column::ToDiscuss).into_iter();
            steps
                .filter(|(_, step)| awaits_answer(board, step))
                .map(|(id, _)| id)
                .collect::<Vec<_>>()
        })
    });
    let path = Memo::new(move |_| {
        live.board.with(|board| {
            let later = [Column::InProgress, Column::Decided]
                .into_iter()
                .flat_map(|column| board.column(column));
            let later = later
                .filter(|(id, _)| Some(*id) != next.get())
                .map(|(_, step)| (false, step.title.text()));
            let done = board
                .column(Column::Done)
                .into_iter()
                .map(|(_, step)| (true, step.title.text()));
            later.chain(done).collect::<Vec<_>>()
        })
    });
    let board_path = format!("/parcours/{}", live.board.with_untracked(|board| board.parcours));
    let page = move || {
        view! {
            <div class="own usager-scale">
                <header class="own-head">
                    <h1>{say::own::hello(&first)}</h1>
                    <Listen look="primary" text=move || super::aloud::own(live, next.get_untracked(), &proposed.get_untracked())/>
                    <div><WorkWord live/></div>
                    <SignOut quiet=true/>
                </header>
                <Notices live/>
                <main id="contenu" tabindex="-1">
                    <Conflicts live/>
                    {move || match next.get() {
                        Some(id) => view! { <NextStep live id/> }.into_any(),
                        None => view! {
                            <section class="next-step teal">
                                <h2>{say::own::NOTHING_NEXT}</h2>
                                <p>{say::own::PROPOSE_ONE}</p>
                            </section>
                        }
                        .into_any(),
                    }}
                    <ul class="path">
                        {keyed(move || proposed.get(), move |id| view! { <Proposal live id/> }.into_any())}
                        {move || path
                            .get()
                            .into_iter()
                            .map(|(done, title)| {
                                let (class, icon, words) = if done {
                                    ("path-done", Icon::Check, say::own::DONE)
                                } else {
                                    ("path-later", Icon::Route, say::own::LATER)
                                };
                                view! {
                                    <li class=class>
                                        {icon.draw()} <span>{title} <span class="visually-hidden">{format!(" ({words})")}</span></span>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                    <Strengths live/>
                    <WhoSeesWhat live/>
                </main>
                <nav class="own-nav" aria-label=say::own::PARCOURS>
                    <a href="/mon-parcours" aria-current="page">{Icon::Route.draw()} {say::own::PARCOURS}</a>
                    <a href=board_path.clone()>{Icon::Plus.draw()} {say::own::PROPOSE}</a>
                    <a href="#mes-forces">{Icon::Sprout.draw()} {say::own::STRENGTHS}</a>
                    <a href="#qui-voit-quoi">{Icon::Eye.draw()} {say::own::WHO_SEES_WHAT}</a>
                </nav>
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

#[component]
fn Proposal(live: LiveBoard, id: StepId) -> impl IntoView {
    let step = live.step(id);
    let words = move || {
        step.with(|step| {
            step.as_ref().map(|step| {
                let by = live.name(step.proposed_by).first;
                let mine = live.me.with_untracked(|me| me.person == step.proposed_by);
                let title = step.title.text();
                if mine {
                    say::own::you_propose(&title)
                } else {
                    say::own::proposes_to_you(&by, &title)
                }
            })
        })
    };
    // By itself, so that it opens before the page is alive.
    view! {
        <li class="path-proposal">
            <details name="reponse">
                <summary>
                    {Icon::MessageCircleQuestionMark.draw()}
                    <span><strong>{words}</strong> <span class="path-answer">{say::own::GIVE_ANSWER}</span></span>
                </summary>
                <OwnTerms live step/>
                <OurAgreement live id step/>
            </details>
        </li>
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

/// *Qui voit quoi*: who sees each shared thing, until when, and the way to end it at once.
#[component]
fn WhoSeesWhat(live: LiveBoard) -> impl IntoView {
    let shares = Memo::new(move |_| {
        live.board.with(|board| {
            let shares = board.shares.iter().filter(|share| share.until > now());
            shares
                .map(|share| {
                    let what = match share.item {
                        SharedItem::Goal => say::board::GOAL.to_owned(),
                        SharedItem::Step(id) => board
                            .steps
                            .get(&id)
                            .map(|step| step.title.text())
                            .unwrap_or_default(),
                    };
                    (share.item, share.organisation, what, share.until)
                })
                .collect::<Vec<_>>()
        })
    });
    let row = move |(item, organisation, what, until): (SharedItem, OrganisationId, String, Moment)| {
        let name = live.organisation(organisation);
        view! {
            <li>
                <span><strong>{name.clone()}</strong> {say::own::sees(&locales::day_of_month(live.day(until)), &what)}</span>
                <button
                    class="button plain"
                    type="button"
                    aria-label=say::own::show_no_more_of(&name, &what)
                    on:click=move |_| live.give(Command::Sharing(SharingCommand::End { item, organisation }))
                >
                    {say::own::SHOW_NO_MORE}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="box" id="qui-voit-quoi" aria-labelledby="qui-voit-titre" tabindex="-1">
            <h2 id="qui-voit-titre">{say::own::WHO_SEES_WHAT}</h2>
            <p>{say::own::ONLY_THESE}</p>
            <ul class="shares">
                {keyed(move || shares.get(), row)}
            </ul>
            <h3>{say::own::SHOW_GOAL_TO}</h3>
            <ul class="chips">
                <ShareChips live item=SharedItem::Goal purpose=live.of_cell(|words| words.goal_purpose.clone())/>
            </ul>
        </section>
    }
}
