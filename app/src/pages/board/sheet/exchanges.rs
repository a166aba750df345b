//! What is ticked and what is said about a step.

use super::{StepMemo, of};
use crate::browser::clock::new_id;
use crate::components::field::LineForm;
use crate::components::{Icon, keyed};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::ids::{CheckId, CommentId, StepId};
use itineraire_domain::parcours::{Command, StepCommand};
use leptos::prelude::*;

/// *À cocher*.
#[component]
pub(super) fn Checklist(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
    let add = move |words| {
        live.takes(Command::Step(
            id,
            StepCommand::AddCheck {
                check: new_id(),
                words,
            },
        ))
    };
    let lines = move || {
        of(step, |step| {
            step.checklist.iter().map(|line| line.id).collect::<Vec<_>>()
        })
    };
    let line = move |check: CheckId| {
        let known = move || {
            of(step, |step| {
                step.checklist.iter().find(|line| line.id == check).cloned()
            })
        };
        let done = move || known().is_some_and(|line| line.done);
        let words = move || known().map(|line| line.words).unwrap_or_default();
        view! {
            <li>
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=done
                        on:change=move |_| live.give(Command::Step(id, StepCommand::TickCheck { check, done: !untrack(done) }))
                    />
                    {words}
                </label>
                <button
                    class="button quiet"
                    type="button"
                    aria-label=move || say::step::remove(&words())
                    on:click=move |_| live.give(Command::Step(id, StepCommand::RemoveCheck { check }))
                >
                    {Icon::X.draw()}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="box" aria-labelledby="a-cocher">
            <h3 id="a-cocher" tabindex="-1">{say::step::CHECKLIST}</h3>
            <ul class="checklist">
                {keyed(lines, line)}
            </ul>
            <LineForm id="a-ajouter" label=say::step::CHECK add draft=live.draft(Some(id), "a-ajouter")>{say::step::ADD_CHECK}</LineForm>
        </section>
    }
}

/// *Échanges*.
#[component]
pub(super) fn Exchanges(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
    let me = live.me.with_untracked(|me| me.person);
    let send = move |words| {
        live.takes(Command::Step(
            id,
            StepCommand::Comment {
                comment: new_id(),
                words,
            },
        ))
    };
    let messages = move || {
        of(step, |step| {
            step.comments.iter().map(|said| said.id).collect::<Vec<_>>()
        })
    };
    // What was said does not change.
    let message = move |comment: CommentId| {
        let said = step.with_untracked(|step| {
            let mut all = step.iter().flat_map(|step| &step.comments);
            all.find(|said| said.id == comment).cloned()
        });
        let Some(said) = said else {
            return ().into_any();
        };
        view! {
            <li>
                <p>{said.words}</p>
                <p class="small">{say::step::said_by(&locales::on(live.day(said.at)), &live.name(said.by).first)}</p>
                {(said.by == me)
                    .then(|| {
                        view! {
                            <button
                                class="button quiet"
                                type="button"
                                on:click=move |_| live.give(Command::Step(id, StepCommand::RemoveComment { comment }))
                            >
                                {say::step::REMOVE_MESSAGE}
                            </button>
                        }
                    })}
            </li>
        }
        .into_any()
    };
    view! {
        <section class="box" aria-labelledby="echanges">
            <h3 id="echanges" tabindex="-1">{say::step::EXCHANGES}</h3>
            <ul class="exchanges">
                {keyed(messages, message)}
            </ul>
            <LineForm id="message" label=say::step::MESSAGE add=send draft=live.draft(Some(id), "message")>{Icon::Send.draw()} {say::step::SEND}</LineForm>
        </section>
    }
}
