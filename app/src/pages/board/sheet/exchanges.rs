//! What is ticked and what is said about a step.

use super::{StepMemo, of};
use crate::components::Icon;
use crate::live::{LiveBoard, new_id};
use crate::locales;
use itineraire_domain::board::Command;
use itineraire_domain::ids::StepId;
use leptos::prelude::*;

/// *À cocher*.
#[component]
pub(super) fn Checklist(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let added = live.takes(Command::AddCheck {
            step: id,
            check: new_id(),
            words: words.get_untracked(),
        });
        if added {
            words.set(String::new());
        }
    };
    view! {
        <section class="box" aria-labelledby="a-cocher">
            <h3 id="a-cocher">"À cocher"</h3>
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
                                        on:change=move |_| live.give(Command::TickCheck { step: id, check, done: !line.done })
                                    />
                                    {line.words.clone()}
                                </label>
                                <button
                                    class="button quiet"
                                    type="button"
                                    aria-label=format!("Enlever «\u{202f}{}\u{202f}»", line.words)
                                    on:click=move |_| live.give(Command::RemoveCheck { step: id, check })
                                >
                                    {Icon::X.draw()}
                                </button>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <form class="line-form" on:submit=add>
                <label class="visually-hidden" for="a-ajouter">"Ligne à ajouter"</label>
                <input
                    id="a-ajouter"
                    maxlength="200"
                    prop:value=move || words.get()
                    on:input:target=move |event| words.set(event.target().value())
                />
                <button class="button plain" type="submit">"Ajouter"</button>
            </form>
        </section>
    }
}

/// *Échanges*.
#[component]
pub(super) fn Exchanges(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let me = live.me.with_untracked(|me| me.person);
    let say = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = live.takes(Command::Comment {
            step: id,
            comment: new_id(),
            words: words.get_untracked(),
        });
        if said {
            words.set(String::new());
        }
    };
    view! {
        <section class="box" aria-labelledby="echanges">
            <h3 id="echanges">"Échanges"</h3>
            <ul class="exchanges">
                {move || of(step, |step| step.comments.clone())
                    .into_iter()
                    .map(|said| {
                        let comment = said.id;
                        view! {
                            <li>
                                <p>{said.words.clone()}</p>
                                <p class="small">{format!("{}, {}", live.name(said.by).first, locales::on(said.at))}</p>
                                {(said.by == me)
                                    .then(|| {
                                        view! {
                                            <button
                                                class="button quiet"
                                                type="button"
                                                on:click=move |_| live.give(Command::RemoveComment { step: id, comment })
                                            >
                                                "Enlever mon message"
                                            </button>
                                        }
                                    })}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <form class="line-form" on:submit=say>
                <label class="visually-hidden" for="message">"Mon message"</label>
                <input
                    id="message"
                    maxlength="2000"
                    prop:value=move || words.get()
                    on:input:target=move |event| words.set(event.target().value())
                />
                <button class="button plain" type="submit">{Icon::Send.draw()} "Envoyer"</button>
            </form>
        </section>
    }
}
