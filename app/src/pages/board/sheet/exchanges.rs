//! What is ticked and what is said about a step.

use super::line_form::LineForm;
use super::{StepMemo, of};
use crate::components::Icon;
use crate::live::{LiveBoard, new_id};
use crate::locales::{self, say};
use itineraire_domain::ids::StepId;
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
    view! {
        <section class="box" aria-labelledby="a-cocher">
            <h3 id="a-cocher">{say::step::CHECKLIST}</h3>
            <ul class="checklist">
                {move || of(step, |step| step.checklist.clone())
                    .into_iter()
                    .map(|line| {
                        let check = line.id;
                        view! {
                            <li>
                                <label class="check">
                                    <input
                                        type="checkbox"
                                        prop:checked=line.done
                                        on:change=move |_| live.give(Command::Step(id, StepCommand::TickCheck { check, done: !line.done }))
                                    />
                                    {line.words.clone()}
                                </label>
                                <button
                                    class="button quiet"
                                    type="button"
                                    aria-label=say::step::remove(&line.words)
                                    on:click=move |_| live.give(Command::Step(id, StepCommand::RemoveCheck { check }))
                                >
                                    {Icon::X.draw()}
                                </button>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <LineForm id="a-ajouter" label=say::step::CHECK limit=200 add>{say::step::ADD_CHECK}</LineForm>
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
    view! {
        <section class="box" aria-labelledby="echanges">
            <h3 id="echanges">{say::step::EXCHANGES}</h3>
            <ul class="exchanges">
                {move || of(step, |step| step.comments.clone())
                    .into_iter()
                    .map(|said| {
                        let comment = said.id;
                        view! {
                            <li>
                                <p>{said.words.clone()}</p>
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
                    })
                    .collect_view()}
            </ul>
            <LineForm id="message" label=say::step::MESSAGE limit=2000 add=send>{Icon::Send.draw()} {say::step::SEND}</LineForm>
        </section>
    }
}
