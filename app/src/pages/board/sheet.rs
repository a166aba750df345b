//! A step, opened beside the board: its facts as sentences, *Notre accord*, who sees it, exchanges.

use super::ThemeChoice;
use super::card::{StageButtons, doer_name};
use crate::components::{Avatar, Icon, theme_class};
use crate::live::{LiveBoard, ShortField, WordsField, new_id, now};
use crate::locales;
use itineraire_domain::access::pages::{BoardPage, Role};
use itineraire_domain::board::{Agreement, Command, Doer, Field, Item, SharedItem, Step, WrittenWhen};
use itineraire_domain::ids::{OrganisationId, StepId};
use itineraire_domain::theme::Theme;
use leptos::prelude::*;
use std::sync::Arc;

/// The step whose address is open.
#[component]
pub(super) fn StepSheet(live: LiveBoard, id: StepId) -> impl IntoView {
    let there = Memo::new(move |_| live.board.with(|board| board.steps.contains_key(&id)));
    view! {
        {move || if there.get() {
            view! { <Sheet live id/> }.into_any()
        } else {
            // A step of someone else and none at all answer alike (`VW2`).
            view! {
                <section class="sheet" aria-label="Étape">
                    <p>"Cette étape n’existe pas, ou n’est pas pour vous."</p>
                    <a class="button primary" href=live.address.of(None) on:click=move |event| live.address.follow(&event, None)>
                        "Revenir au parcours"
                    </a>
                </section>
            }
            .into_any()
        }}
    }
}

#[component]
fn Sheet(live: LiveBoard, id: StepId) -> impl IntoView {
    let step = live.step(id);
    let theme =
        Signal::derive(move || step.with(|step| step.as_ref().map_or(Theme::Rights, |step| step.theme)));
    let section = NodeRef::<leptos::html::Section>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(section) = section.get() {
            let _ = section.focus();
        }
    });
    // The place that the sheet took goes back to the card.
    #[cfg(feature = "hydrate")]
    on_cleanup(crate::live::place::look);
    let removed = move || step.with(|step| step.as_ref().is_some_and(|step| step.removed.is_some()));
    let helped = move || step.with(|step| step.as_ref().is_some_and(|step| step.needs_help.is_some()));
    view! {
        <section
            node_ref=section
            tabindex="-1"
            class=move || format!("sheet {}", theme_class(theme.get()))
            aria-labelledby="etape-titre"
            data-step=id.to_string()
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    live.address.go(None);
                }
            }
        >
            <div class="sheet-head">
                <h2 id="etape-titre" class="visually-hidden">"Étape"</h2>
                <ThemeChoice id="etape-theme" theme on_choice=move |theme| live.give(Command::SetTheme { item: Item::Step(id), theme })/>
                <a
                    class="button quiet"
                    href=live.address.of(None)
                    aria-label="Fermer l’étape"
                    on:click=move |event| live.address.follow(&event, None)
                >
                    {Icon::X.draw()}
                </a>
            </div>
            <Show when=removed>
                <p class="pill rose">
                    "Cette étape est dans la corbeille."
                    <button class="button plain" type="button" on:click=move |_| live.give(Command::Restore { item: Item::Step(id) })>
                        "Remettre"
                    </button>
                </p>
            </Show>
            <Show when=helped>
                <p class="pill amber">
                    "Demande de l’aide"
                    <button class="button plain" type="button" on:click=move |_| live.give(Command::AskForHelp { step: id, needed: false })>
                        "L’aide est donnée"
                    </button>
                </p>
            </Show>
            <WordsField live field=Field::Title(id) label="Titre de l’étape" class="sheet-title" hint="Que va-t-on faire ?"/>
            <WordsField live field=Field::Details(id) label="Précisions" class="sheet-details" hint="Précisions, si besoin"/>
            <Facts live id step/>
            <OurAgreement live id step/>
            <div class="sheet-stage"><StageButtons live id/></div>
            <WhoSees live id/>
            <Checklist live id step/>
            <Exchanges live id step/>
        </section>
    }
}

type StepMemo = Memo<Option<Step>>;

fn of<T: Default>(step: StepMemo, read: impl FnOnce(&Step) -> T) -> T {
    step.with(|step| step.as_ref().map(read).unwrap_or_default())
}

#[component]
fn Facts(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
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
        live.takes(Command::SetWhen { step: id, when })
    };
    // An hour alone says nothing.
    let no_day = Signal::derive(move || day.with(String::is_empty));
    let people: Vec<Doer> = live.page.with_value(|page| {
        page.people
            .keys()
            .map(|id| Doer::Person(*id))
            .chain(page.organisations.keys().map(|id| Doer::Organisation(*id)))
            .collect()
    });
    let doers = move || of(step, |step| step.doers.clone());
    let words = move || {
        let names: Vec<_> = doers().iter().map(|doer| doer_name(live, doer)).collect();
        if names.is_empty() {
            "À choisir".to_owned()
        } else {
            names.join(", ")
        }
    };
    let barriers = move || {
        live.board.with(|board| {
            board
                .barriers_in_order()
                .into_iter()
                .map(|(id, it)| (id, it.words.text()))
                .collect::<Vec<_>>()
        })
    };
    let levers = move || {
        live.board.with(|board| {
            board
                .levers_in_order()
                .into_iter()
                .map(|(id, it)| (id, it.words.text()))
                .collect::<Vec<_>>()
        })
    };
    let lifts = move || of(step, |step| step.lifts);
    let leans = move || of(step, |step| step.leans_on);
    view! {
        <div class="facts">
            <details class="fact">
                <summary>{Icon::User.draw()} <span class="fact-name">"Qui fait"</span> <strong>{words}</strong></summary>
                <div class="fact-edit" role="group" aria-label="Qui fait">
                    {people
                        .into_iter()
                        .map(|doer| {
                            let (name, known, chosen) = (doer_name(live, &doer), doer.clone(), doer);
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
                                            live.give(Command::SetDoers { step: id, doers: all });
                                        }
                                    />
                                    {name}
                                </label>
                            }
                        })
                        .collect_view()}
                </div>
            </details>
            <details class="fact">
                <summary>
                    {Icon::Calendar.draw()} <span class="fact-name">"Pour quand"</span>
                    <strong>
                        {move || of(step, |step| step.when.map(locales::when)).unwrap_or_else(|| "Pas de date".into())}
                    </strong>
                </summary>
                <div class="fact-edit">
                    <label for="etape-jour">"Jour"</label>
                    <ShortField
                        live
                        id="etape-jour"
                        kind="date"
                        value=day
                        give=move |day| set_when(day, hour.get_untracked(), untrack(before))
                    />
                    <label for="etape-heure">"Heure"</label>
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
                        "avant cette date"
                    </label>
                </div>
            </details>
            <div class="fact">
                <label for="etape-lieu">{Icon::MapPin.draw()} <span class="fact-name">"Où"</span></label>
                <ShortField live id="etape-lieu" value=place give=move |place| live.takes(Command::SetPlace { step: id, place })/>
            </div>
            <div class="fact">
                <label for="etape-apporter">{Icon::Backpack.draw()} <span class="fact-name">"À apporter"</span></label>
                <ShortField live id="etape-apporter" value=bring give=move |bring| live.takes(Command::SetBring { step: id, bring })/>
            </div>
            <div class="fact">
                <label for="etape-frein">{Icon::Construction.draw()} <span class="fact-name">"Pour lever"</span></label>
                <select
                    id="etape-frein"
                    on:change:target=move |event| {
                        live.give(Command::SetLifts { step: id, barrier: event.target().value().parse().ok() });
                    }
                >
                    <option value="" selected=move || lifts().is_none()>"Aucun frein choisi"</option>
                    {move || barriers()
                        .into_iter()
                        .map(|(id, words)| view! { <option value=id.to_string() selected=move || lifts() == Some(id)>{words}</option> })
                        .collect_view()}
                </select>
            </div>
            <div class="fact">
                <label for="etape-levier">{Icon::Sprout.draw()} <span class="fact-name">"En s’appuyant sur"</span></label>
                <select
                    id="etape-levier"
                    on:change:target=move |event| {
                        live.give(Command::SetLeansOn { step: id, lever: event.target().value().parse().ok() });
                    }
                >
                    <option value="" selected=move || leans().is_none()>"Aucun appui choisi"</option>
                    {move || levers()
                        .into_iter()
                        .map(|(id, words)| view! { <option value=id.to_string() selected=move || leans() == Some(id)>{words}</option> })
                        .collect_view()}
                </select>
            </div>
        </div>
    }
}

/// *Notre accord*: everyone's answer, and one's own to give.
#[component]
pub(crate) fn OurAgreement(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
    let me = live.me.with_untracked(|me| (me.person, me.role));
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
    let digest = move || step.with_untracked(|step| step.as_ref().map(Step::digest));
    let mine = move || of(step, |step| step.agreements.get(&me.0).cloned());
    let agree = move |_| {
        if let Some(words) = digest() {
            live.give(Command::Agree { step: id, words });
        }
    };
    let paper = move |_| {
        if let Some(words) = digest() {
            live.give(Command::RecordPaper { step: id, words });
        }
    };
    let pressed = move |wanted: fn(&Agreement) -> bool| mine().as_ref().is_some_and(wanted).to_string();
    view! {
        <section class="box" aria-labelledby="notre-accord">
            <h3 id="notre-accord">"Notre accord"</h3>
            <ul class="parties">
                {move || people()
                    .into_iter()
                    .map(|person| {
                        let name = live.name(person);
                        let answer = of(step, |step| step.agreements.get(&person).cloned());
                        let tone = if matches!(answer, Some(Agreement::Agreed { .. })) { "pill green" } else { "pill" };
                        let words = match &answer {
                            Some(Agreement::OnPaper { recorded_by, .. }) => {
                                format!("Accord sur papier, noté par {}", live.name(*recorded_by).first)
                            }
                            other => locales::answer(other.as_ref()).to_owned(),
                        };
                        view! {
                            <li><Avatar initials=name.initials/> <strong>{name.first}</strong> <span class=tone>{words}</span></li>
                        }
                    })
                    .collect_view()}
            </ul>
            <div class="answer-buttons" role="group" aria-label="Ma réponse">
                <button
                    class="button primary answer"
                    type="button"
                    aria-pressed=move || pressed(|it| matches!(it, Agreement::Agreed { .. }))
                    on:click=agree
                >
                    {Icon::Check.draw()} "D’accord"
                </button>
                <button
                    class="button plain answer"
                    type="button"
                    aria-pressed=move || pressed(|it| matches!(it, Agreement::Talk { .. }))
                    on:click=move |_| live.give(Command::TalkAboutIt { step: id })
                >
                    {Icon::MessagesSquare.draw()} "On en parle"
                </button>
                <button
                    class="button plain answer"
                    type="button"
                    aria-pressed=move || pressed(|it| matches!(it, Agreement::Refused { .. }))
                    on:click=move |_| live.give(Command::Refuse { step: id })
                >
                    "Non"
                </button>
            </div>
            <Show when=move || mine().is_some()>
                <button class="button quiet" type="button" on:click=move |_| live.give(Command::Withdraw { step: id })>
                    "Retirer ma réponse"
                </button>
            </Show>
            {(me.1 == Role::Professional)
                .then(|| view! { <button class="button quiet" type="button" on:click=paper>"Noter un accord sur papier"</button> })}
        </section>
    }
}

/// *Qui voit cette étape.* Only the usager shares.
#[component]
fn WhoSees(live: LiveBoard, id: StepId) -> impl IntoView {
    let usager = live.me.with_untracked(|me| me.role == Role::Usager);
    let first = live.usager().first;
    let item = SharedItem::Step(id);
    let sees = move || {
        let all = organisations(live).into_iter();
        let sees = all.filter(|(organisation, _)| live.shares(item, *organisation));
        sees.map(|(_, name)| view! { <li class="pill teal">{name}</li> })
            .collect_view()
    };
    view! {
        <section class="box" aria-labelledby="qui-voit">
            <h3 id="qui-voit">"Qui voit cette étape"</h3>
            <ul class="chips">
                <li class="pill teal">{Icon::Eye.draw()} {format!("{first} et la cellule")}</li>
                {if usager {
                    view! { <ShareChips live item purpose="M’aider pour cette étape"/> }.into_any()
                } else {
                    sees.into_any()
                }}
            </ul>
            {(!usager).then(|| view! { <p class="small">{format!("Seule la personne peut partager\u{202f}: c’est {first}.")}</p> })}
        </section>
    }
}

fn organisations(live: LiveBoard) -> Vec<(OrganisationId, String)> {
    let known = |page: &Arc<BoardPage>| {
        page.organisations
            .iter()
            .map(|(id, name)| (*id, name.clone()))
            .collect()
    };
    live.page.with_value(known)
}

/// A button for each organisation: the usager shares with it, or no longer. It takes their PIN like any *yes*.
#[component]
pub(crate) fn ShareChips(live: LiveBoard, item: SharedItem, purpose: &'static str) -> impl IntoView {
    let chip = move |(organisation, name): (OrganisationId, String)| {
        let toggle = move |_| {
            live.give(if untrack(|| live.shares(item, organisation)) {
                Command::EndShare { item, organisation }
            } else {
                Command::Share {
                    item,
                    organisation,
                    purpose: purpose.into(),
                    until: now().plus_days(60),
                }
            });
        };
        view! {
            <li>
                <button
                    class="chip"
                    type="button"
                    aria-pressed=move || live.shares(item, organisation).to_string()
                    on:click=toggle
                >
                    {move || if live.shares(item, organisation) { Icon::Eye.draw() } else { Icon::Plus.draw() }}
                    {name}
                </button>
            </li>
        }
    };
    organisations(live).into_iter().map(chip).collect_view()
}

#[component]
fn Checklist(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
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

#[component]
fn Exchanges(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
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
