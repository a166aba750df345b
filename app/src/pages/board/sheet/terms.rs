//! A step's terms, as sentences that are edited where they are read: who, when, where, what to bring, what it lifts, what
//! it leans on.

use super::{StepMemo, of};
use crate::components::field::{Choice, LineForm, ShortField};
use crate::components::{Icon, keyed};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::ids::{FindingId, StepId};
use itineraire_domain::parcours::{Command, Doer, Side, Step, StepCommand, WrittenWhen};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The terms.
#[component]
pub(super) fn Terms(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
    let said =
        move |read: fn(&Step) -> Option<String>| Memo::new(move |_| of(step, read).unwrap_or_default());
    let day = said(|step| step.when.map(|when| when.day.to_string()));
    let hour = said(|step| step.when?.hour.map(|hour| hour.to_string()));
    let place = said(|step| Some(step.place_words.clone()));
    let bring = said(|step| Some(step.bring.clone()));
    let before = move || of(step, |step| step.when.is_some_and(|when| when.before));
    let set_when = move |day: String, hour: String, before: bool| {
        let when = (!day.is_empty()).then(|| WrittenWhen {
            day,
            hour: Some(hour).filter(|hour| !hour.is_empty()),
            before,
        });
        live.takes(Command::Step(id, StepCommand::SetWhen { when }))
    };
    let places = Memo::new(move |_| {
        live.board.with(|board| {
            let all = board
                .steps
                .iter()
                .filter(|(other, step)| **other != id && !step.place_words.is_empty());
            all.map(|(_, step)| step.place_words.clone())
                .collect::<BTreeSet<_>>()
        })
    });
    // An hour alone says nothing.
    let no_day = Signal::derive(move || day.with(String::is_empty));
    let people = live.people().into_iter().map(Doer::Person);
    let organisations = live.organisations().into_iter();
    let people = people.chain(organisations.map(|(id, _)| Doer::Organisation(id)));
    let people: Vec<Doer> = people.collect();
    let doers = move || of(step, |step| step.doers.clone());
    let names = move || doers().iter().map(|doer| live.doer(doer)).collect();
    let moment = move || {
        let when = of(step, |step| step.when);
        let parts = when.map(|when| [Some(locales::short_day_of(when)), when.hour.map(locales::hour)]);
        parts.into_iter().flatten().flatten().collect()
    };
    let findings = move |side, none: &'static str| {
        Signal::derive(move || {
            live.board.with(|board| {
                let all = board.findings_in_order(side).into_iter();
                let all = all.map(|(id, it)| (id.to_string(), it.words.text()));
                std::iter::once((String::new(), none.to_owned()))
                    .chain(all)
                    .collect()
            })
        })
    };
    let chosen = move |read: fn(&Step) -> Option<FindingId>| {
        Signal::derive(move || of(step, read).map(|id| id.to_string()).unwrap_or_default())
    };
    let lifts = move |barrier: String| {
        live.give(Command::Step(
            id,
            StepCommand::SetLifts {
                barrier: barrier.parse().ok(),
            },
        ));
    };
    let leans = move |lever: String| {
        live.give(Command::Step(
            id,
            StepCommand::SetLeansOn {
                lever: lever.parse().ok(),
            },
        ));
    };
    view! {
        <div class="terms">
            <details class="term">
                <summary>{Icon::User.draw()} <span class="term-name">{say::step::WHO}</span> {parts(names, say::step::NOBODY_YET)}</summary>
                <div class="term-edit" role="group" aria-label=say::step::WHO>
                    {people
                        .into_iter()
                        .map(|doer| {
                            let (name, known, chosen) = (live.doer(&doer), doer.clone(), doer);
                            view! {
                                <label class="check">
                                    <input
                                        type="checkbox"
                                        prop:checked=move || doers().contains(&known)
                                        on:change=move |_| {
                                            let mut all = doers();
                                            if all.contains(&chosen) {
                                                all.retain(|it| *it != chosen);
                                            } else {
                                                all.push(chosen.clone());
                                            }
                                            live.give(Command::Step(id, StepCommand::SetDoers { doers: all }));
                                        }
                                    />
                                    {name}
                                </label>
                            }
                        })
                        .collect_view()}
                    <OtherDoers live id step/>
                </div>
            </details>
            <details class="term">
                <summary>
                    {Icon::Calendar.draw()} <span class="term-name">{say::step::WHEN}</span>
                    {parts(moment, say::step::NO_DATE)}
                </summary>
                <div class="term-edit">
                    <label for="etape-jour">{say::step::DAY}</label>
                    <ShortField
                        live
                        id="etape-jour"
                        kind="date"
                        value=day
                        give=move |day| set_when(day, hour.get_untracked(), untrack(before))
                    />
                    <label for="etape-heure">{say::step::HOUR}</label>
                    <ShortField
                        live
                        id="etape-heure"
                        kind="time"
                        value=hour
                        disabled=no_day
                        give=move |hour| set_when(day.get_untracked(), hour, untrack(before))
                    />
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=before
                            disabled=no_day
                            on:change=move |_| {
                                set_when(day.get_untracked(), hour.get_untracked(), !untrack(before));
                            }
                        />
                        {say::step::BEFORE}
                    </label>
                </div>
            </details>
            <div class="term">
                <label for="etape-lieu">{Icon::MapPin.draw()} <span class="term-name">{say::step::PLACE}</span></label>
                <ShortField live id="etape-lieu" value=place offers="lieux" give=move |place| live.takes(Command::Step(id, StepCommand::SetPlace { place }))/>
            </div>
            // Where other steps take place.
            <datalist id="lieux">
                {move || places.get().into_iter().map(|place| view! { <option value=place></option> }).collect_view()}
            </datalist>
            <div class="term">
                <label for="etape-apporter">{Icon::Backpack.draw()} <span class="term-name">{say::step::BRING}</span></label>
                <ShortField live id="etape-apporter" value=bring give=move |bring| live.takes(Command::Step(id, StepCommand::SetBring { bring }))/>
            </div>
            <div class="term">
                <label for="etape-frein">{Icon::Construction.draw()} <span class="term-name">{say::step::LIFTS}</span></label>
                <Choice id="etape-frein" options=findings(Side::Barrier, say::step::NO_BARRIER) chosen=chosen(|step| step.lifts) on_choice=lifts/>
            </div>
            <div class="term">
                <label for="etape-levier">{Icon::Sprout.draw()} <span class="term-name">{say::step::LEANS_ON}</span></label>
                <Choice id="etape-levier" options=findings(Side::Lever, say::step::NO_LEVER) chosen=chosen(|step| step.leans_on) on_choice=leans/>
            </div>
        </div>
    }
}

/// What a term says so far, part by part; the words for nothing, when it says nothing.
fn parts(of: impl Fn() -> Vec<String> + Send + 'static, nothing: &'static str) -> impl IntoView {
    let drawn = move || match of() {
        none if none.is_empty() => nothing.into_any(),
        parts => {
            let parts = parts.into_iter();
            parts
                .map(|part| view! { <span class="pill">{part}</span> " " })
                .collect_view()
                .into_any()
        }
    };
    view! { <strong class="term-said">{drawn}</strong> }
}

/// Those who do it and have no account here, by their names.
#[component]
fn OtherDoers(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
    let doers = move || of(step, |step| step.doers.clone());
    let named = move || {
        let names = doers().into_iter().filter_map(|doer| match doer {
            Doer::Named(name) => Some(name),
            Doer::Person(_) | Doer::Organisation(_) => None,
        });
        names.collect::<Vec<_>>()
    };
    let known = Memo::new(move |_| {
        let here = named();
        live.board.with(|board| {
            let others = board.steps.iter().filter(|(other, _)| **other != id);
            let names = others
                .flat_map(|(_, step)| &step.doers)
                .filter_map(|doer| match doer {
                    Doer::Named(name) if !here.contains(name) => Some(name.clone()),
                    _ => None,
                });
            names.collect::<BTreeSet<_>>()
        })
    });
    let without = move |name: &str| {
        let mut all = untrack(doers);
        all.retain(|doer| *doer != Doer::Named(name.to_owned()));
        live.give(Command::Step(id, StepCommand::SetDoers { doers: all }));
    };
    let add = move |name| {
        let mut all = untrack(doers);
        all.push(Doer::Named(name));
        live.takes(Command::Step(id, StepCommand::SetDoers { doers: all }))
    };
    let row = move |name: String| {
        let (label, gone) = (say::step::remove(&name), name.clone());
        view! {
            <p class="other-doer">
                {name}
                <button class="button quiet" type="button" aria-label=label on:click=move |_| without(&gone)>
                    {Icon::X.draw()}
                </button>
            </p>
        }
        .into_any()
    };
    view! {
        {keyed(named, row)}
        // Who does other steps.
        <datalist id="autres-personnes">
            {move || known.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
        </datalist>
        <LineForm id="autre-personne" label=say::step::SOMEONE_ELSE add draft=live.draft(Some(id), "autre-personne") offers="autres-personnes">{say::step::ADD_WHO}</LineForm>
    }
}
