//! *Notre accord*.

use super::{StepMemo, of};
use crate::browser::clock::now;
use crate::browser::focus;
use crate::components::field::{ActButton, ActForm};
use crate::components::{Avatar, Icon};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::access::Role;
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{Agreement, AnswerCommand, Command, Doer, SharedItem, Term, Terms};
use itineraire_domain::views::forms::Act;
use leptos::prelude::*;

/// *Notre accord*: everyone's answer, and one's own to give.
#[component]
pub(crate) fn OurAgreement(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
    let me = live.me.with_untracked(|me| (me.person, me.role));
    // A person's own view has one for each step that they are asked about.
    let title = format!("accord-{id}");
    let people = move || {
        let usager = live.board.with(|board| board.usager);
        let mut people = vec![usager];
        people.extend(of(step, |step| {
            step.agreements
                .keys()
                .copied()
                .filter(|it| *it != usager)
                .collect::<Vec<_>>()
        }));
        if !people.contains(&me.0) {
            people.push(me.0);
        }
        people
    };
    let mine = move || of(step, |step| step.agreements.get(&me.0).cloned());
    let pressed =
        move |wanted: fn(&Agreement) -> bool| Signal::derive(move || mine().as_ref().is_some_and(wanted));
    view! {
        <section class="box" aria-labelledby=title.clone()>
            <h3 id=title.clone()>{say::agreement::TITLE}</h3>
            <ul class="parties">
                {move || people()
                    .into_iter()
                    .map(|person| {
                        let name = live.name(person);
                        let answer = of(step, |step| step.agreements.get(&person).cloned());
                        let tone = if matches!(answer, Some(Agreement::Agreed { .. })) { "pill green" } else { "pill" };
                        let words = match &answer {
                            Some(Agreement::OnPaper { recorded_by, .. }) => {
                                say::agreement::on_paper_by(&live.name(*recorded_by).first)
                            }
                            other => locales::answer(other.as_ref()).to_owned(),
                        };
                        view! {
                            <li><Avatar initials=name.initials/> <strong>{name.first}</strong> <span class=tone>{words}</span></li>
                        }
                    })
                    .collect_view()}
            </ul>
            <WhatChanged live step/>
            <ActForm live id step>
                <div class="answer-buttons" role="group" aria-label=say::agreement::MY_ANSWER>
                    <ActButton live id step act=Act::Agree look="button primary answer" pressed=pressed(|it| matches!(it, Agreement::Agreed { .. }))>
                        {Icon::Check.draw()} {say::agreement::AGREE}
                    </ActButton>
                    <ActButton live id step act=Act::TalkAboutIt look="button plain answer" pressed=pressed(|it| matches!(it, Agreement::Talk { .. }))>
                        {Icon::MessagesSquare.draw()} {say::agreement::TALK}
                    </ActButton>
                    <ActButton live id step act=Act::Refuse look="button plain answer" pressed=pressed(|it| matches!(it, Agreement::Refused { .. }))>
                        {say::agreement::REFUSE}
                    </ActButton>
                </div>
                <Show when=move || mine().is_some()>
                    <ActButton live id step act=Act::Withdraw look="button quiet">{say::agreement::WITHDRAW}</ActButton>
                </Show>
            </ActForm>
            {(me.1 == Role::Professional).then(|| view! { <OnPaper live id step/> })}
        </section>
    }
}

/// Noting that the person has signed a sheet: asked once more, for it says something in their name (`AG4`).
#[component]
fn OnPaper(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
    let asks = RwSignal::new(false);
    let first = live.usager().first;
    let usager = live.board.with_untracked(|board| board.usager);
    let answer = Memo::new(move |_| of(step, |step| step.agreements.get(&usager).cloned()));
    let noted = move || answer.with(|it| it.as_ref().is_some_and(Agreement::is_on_paper));
    // Their own answer is worth more, and a sheet with these words is noted once.
    let can_be = move || answer.with(|it| matches!(it, None | Some(Agreement::ToConfirm { .. })));
    let (opener, first_of) = ("papier", "papier-oui");
    let close = move || {
        asks.set(false);
        focus::bring_to(opener.to_owned());
    };
    let note = move |_| {
        let words = step.with_untracked(|step| step.as_ref().map(|step| step.digest()));
        if let Some(words) = words {
            live.give(Command::Answer(id, AnswerCommand::RecordPaper { words }));
        }
        asks.set(false);
        focus::bring_to("papier-retirer".to_owned());
    };
    let (then, sure) = (
        say::agreement::paper_then(&first),
        say::agreement::paper_sure(&first),
    );
    view! {
        <Show when=noted>
            <p class="small">{then.clone()}</p>
            <button
                id="papier-retirer"
                class="button quiet"
                type="button"
                on:click=move |_| {
                    live.give(Command::Answer(id, AnswerCommand::TakePaperBack));
                    focus::bring_to(opener.to_owned());
                }
            >
                {say::agreement::TAKE_PAPER_BACK}
            </button>
        </Show>
        <Show when=move || can_be() && !asks.get()>
            <button
                id=opener
                class="button quiet"
                type="button"
                on:click=move |_| {
                    asks.set(true);
                    focus::bring_to(first_of.to_owned());
                }
            >
                {say::agreement::RECORD_PAPER}
            </button>
        </Show>
        <Show when=move || can_be() && asks.get()>
            <div role="group" aria-label=say::agreement::RECORD_PAPER>
                <p>{sure.clone()}</p>
                <div class="form-buttons">
                    <button id=first_of class="button primary" type="button" on:click=note>{say::agreement::PAPER_YES}</button>
                    <button class="button plain" type="button" on:click=move |_| close()>{say::board::CANCEL}</button>
                </div>
            </div>
        </Show>
    }
}

/// Said before the first key: what changing the step asks of whom (`AG2`), and what its partners will not see of it (`VW5`).
#[component]
pub(super) fn AsksAgain(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
    let me = live.me.with_untracked(|me| me.person);
    let first = live.usager().first;
    let asked = move || {
        let others = of(step, |step| {
            let agreed = step
                .agreements
                .iter()
                .filter(|(_, answer)| matches!(answer, Agreement::Agreed { .. }));
            agreed
                .map(|(person, _)| *person)
                .filter(|it| *it != me)
                .collect::<Vec<_>>()
        });
        let names: Vec<_> = others.into_iter().map(|it| live.name(it).first).collect();
        (!names.is_empty()).then(|| say::agreement::asks_again(&names.join(", ")))
    };
    let shown = move || {
        let item = SharedItem::Step(id);
        let of_share = live.board.with(|board| {
            let shares = board.shares.iter().filter(|share| share.item == item);
            let shares = shares.map(|share| share.organisation);
            shares
                .filter(|it| board.is_shared(item, *it, now()))
                .collect::<Vec<_>>()
        });
        let names: Vec<_> = of_share.into_iter().map(|it| live.organisation(it)).collect();
        (!names.is_empty()).then(|| say::agreement::shown_only(&first, &names.join(", ")))
    };
    let said = Memo::new(move |_| {
        [asked(), shown()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    });
    view! {
        <Show when=move || !said.with(String::is_empty)>
            <p class="asks-again">{said}</p>
        </Show>
    }
}

/// What says something else than what one had agreed to (`AG2`).
#[component]
fn WhatChanged(live: LiveBoard, step: StepMemo) -> impl IntoView {
    let me = live.me.with_untracked(|me| me.person);
    let lines = Memo::new(move |_| {
        of(step, |step| match step.agreements.get(&me) {
            Some(Agreement::ToConfirm { was: Some(was), .. }) => {
                let now = step.terms();
                let before = was.terms(&now);
                was.changes(&now)
                    .into_iter()
                    .map(|term| changed(live, term, &before, &now))
                    .collect()
            }
            _ => Vec::new(),
        })
    });
    view! {
        <Show when=move || !lines.with(Vec::is_empty)>
            <div class="what-changed">
                <p><strong>{say::agreement::CHANGED}</strong></p>
                <ul>{move || lines.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                <p>{say::agreement::STILL}</p>
            </div>
        </Show>
    }
}

fn changed(live: LiveBoard, term: Term, before: &Terms, now: &Terms) -> String {
    let names = |doers: &[Doer]| {
        doers
            .iter()
            .map(|doer| live.doer(doer))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let both = |read: &dyn Fn(&Terms) -> String| (read(before), read(now));
    let (name, (before, now)) = match term {
        Term::Details => return say::agreement::term_other(say::step::DETAILS),
        Term::Title => (say::step::TITLE, both(&|it| it.title.clone())),
        Term::Doers => (say::step::WHO, both(&|it| names(&it.doers))),
        Term::When => (
            say::step::WHEN,
            both(&|it| it.when.map(locales::when).unwrap_or_default()),
        ),
        Term::Place => (say::step::PLACE, both(&|it| it.place.clone())),
        Term::Bring => (say::step::BRING, both(&|it| it.bring.clone())),
    };
    match (before.is_empty(), now.is_empty()) {
        (true, _) => say::agreement::term_added(&now, name),
        (_, true) => say::agreement::term_gone(&before, name),
        _ => say::agreement::term_changed(&before, &now, name),
    }
}
