//! Undo by name, the bin, what the service refused, and the PIN.

use crate::api;
use crate::components::Icon;
use crate::live::{LiveBoard, now};
use crate::locales;
use itineraire_domain::board::{BIN_DAYS, Board, Command, Doer, Field, Item, WordsChange};
use itineraire_domain::sync::client::Conflict;
use leptos::prelude::*;

fn words_of(board: &Board, item: Option<Item>) -> String {
    let words = match item {
        None => return "Mon cap".into(),
        Some(Item::Barrier(id)) => board.barriers.get(&id).map(|it| it.words.text()),
        Some(Item::Lever(id)) => board.levers.get(&id).map(|it| it.words.text()),
        Some(Item::Step(id)) => board.steps.get(&id).map(|it| it.title.text()),
    };
    words.unwrap_or_default()
}

/// The last actions; each can be undone by name, by the usager and by the team.
#[component]
pub(super) fn UndoList(live: LiveBoard) -> impl IntoView {
    let actions = Memo::new(move |_| {
        live.board.with(|board| {
            // One that the service has not confirmed yet has no name that it would keep.
            let confirmed = live.confirmed.get();
            board
                .undoable()
                .filter(|action| action.seq <= confirmed)
                .take(8)
                .map(|action| {
                    let name = format!(
                        "{}\u{202f}: {}, {}",
                        live.name(action.by).first,
                        locales::action(action.name),
                        words_of(board, action.item)
                    );
                    (
                        action.seq,
                        if action.undoes.is_some() {
                            format!("{name} (annulation)")
                        } else {
                            name
                        },
                    )
                })
                .collect::<Vec<_>>()
        })
    });
    view! {
        <details class="tool">
            <summary>{Icon::Undo2.draw()} "Annuler une action"</summary>
            <ul>
                {move || actions
                    .get()
                    .into_iter()
                    .map(|(seq, name)| {
                        view! {
                            <li>
                                <button class="button plain" type="button" on:click=move |_| live.give(Command::Undo { of: seq })>
                                    {format!("Annuler «\u{202f}{name}\u{202f}»")}
                                </button>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </details>
    }
}

/// What was removed in the last 30 days (`CF5`).
#[component]
pub(super) fn Bin(live: LiveBoard) -> impl IntoView {
    let removed = Memo::new(move |_| {
        live.board.with(|board| {
            let items = board.steps.keys().map(|id| Item::Step(*id));
            let items = items.chain(board.barriers.keys().map(|id| Item::Barrier(*id)));
            let items = items.chain(board.levers.keys().map(|id| Item::Lever(*id)));
            items
                .filter_map(|item| {
                    let removed = board.removed(item)?.as_ref()?;
                    if removed.at.plus_days(BIN_DAYS) <= now() {
                        return None;
                    }
                    let words = words_of(board, Some(item));
                    let then = (removed.words != words).then(|| removed.words.clone());
                    Some((item, words, then, locales::on(removed.at)))
                })
                .collect::<Vec<_>>()
        })
    });
    view! {
        <details class="tool">
            <summary>{Icon::Trash2.draw()} {move || format!("Corbeille ({})", removed.with(Vec::len))}</summary>
            <ul>
                {move || removed
                    .get()
                    .into_iter()
                    .map(|(item, now, then, on)| {
                        view! {
                            <li>
                                <span>
                                    {format!("{now}, retiré {on}")}
                                    {then.map(|then| format!(". Au retrait\u{202f}: «\u{202f}{then}\u{202f}»"))}
                                </span>
                                <button class="button plain" type="button" on:click=move |_| live.give(Command::Restore { item })>
                                    {Icon::Undo2.draw()} {format!("Remettre «\u{202f}{now}\u{202f}»")}
                                </button>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </details>
    }
}

/// What the service refused, with its whole text (`RB2`).
#[component]
pub(crate) fn Conflicts(live: LiveBoard) -> impl IntoView {
    let all = Memo::new(move |_| {
        live.board
            .with(|board| live.conflicts.with(|all| together(board, all)))
    });
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <section class="conflicts" aria-labelledby="conflits">
                <h2 id="conflits">"À revoir ensemble"</h2>
                <ul>
                    {move || all
                        .get()
                        .into_iter()
                        .map(|Told { seqs, about, why, words }| {
                            view! {
                                <li>
                                    {(!about.is_empty()).then(|| view! { <p><strong>{format!("«\u{202f}{about}\u{202f}»")}</strong></p> })}
                                    <p>{why}</p>
                                    {(!words.is_empty()).then(|| view! { <blockquote>{words}</blockquote> })}
                                    <button
                                        class="button plain"
                                        type="button"
                                        on:click=move |_| seqs.iter().for_each(|seq| live.dismiss(*seq))
                                    >
                                        "C’est vu"
                                    </button>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </section>
        </Show>
    }
}

/// A conflict as it is told.
#[derive(Clone, PartialEq, Eq)]
struct Told {
    seqs: Vec<u64>,
    /// The words of what it is about.
    about: String,
    why: String,
    /// The person's own words.
    words: String,
}

/// What was typed in one text bit by bit is told as one.
fn together(board: &Board, conflicts: &[Conflict]) -> Vec<Told> {
    let mut all: Vec<(Option<Field>, Told)> = Vec::new();
    for conflict in conflicts {
        let field = match conflict.command {
            Command::EditWords { field, .. } => Some(field),
            _ => None,
        };
        let (why, words) = (locales::refusal(&conflict.refusal), text_of(&conflict.command));
        match all.last_mut() {
            Some((known, told)) if field.is_some() && *known == field && told.why == why => {
                told.seqs.push(conflict.seq);
                told.words += &words;
            }
            _ => {
                let about = match (conflict.command.item(), field) {
                    (None, None) => String::new(),
                    (item, _) => words_of(board, item),
                };
                let seqs = vec![conflict.seq];
                all.push((
                    field,
                    Told {
                        seqs,
                        about,
                        why,
                        words,
                    },
                ));
            }
        }
    }
    all.into_iter().map(|(_, told)| told).collect()
}

/// The words that a command carries.
pub(super) fn text_of(command: &Command) -> String {
    match command {
        Command::EditWords { changes, .. } => changes
            .iter()
            .filter_map(|change| match change {
                WordsChange::Insert { text, .. } => Some(text.as_str()),
                WordsChange::Hide { .. } | WordsChange::Show { .. } => None,
            })
            .collect(),
        Command::AddBarrier { words, .. }
        | Command::AddLever { words, .. }
        | Command::AddCheck { words, .. }
        | Command::Comment { words, .. } => words.clone(),
        Command::ProposeStep { title, .. } => title.clone(),
        Command::SetPlace { place, .. } => place.clone(),
        Command::SetBring { bring, .. } => bring.clone(),
        Command::Stop { reason, .. } => reason.clone(),
        Command::SetWhen { when: Some(when), .. } => {
            format!("{} {}", when.day, when.hour.as_deref().unwrap_or_default())
        }
        Command::SetDoers { doers, .. } => {
            let named = doers.iter().filter_map(|doer| match doer {
                Doer::Named(name) => Some(name.as_str()),
                Doer::Person(_) | Doer::Organisation(_) => None,
            });
            named.collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    }
}

/// Opens the usager's card again after ten wrong codes: a professional who knows the person does it with them.
#[component]
pub(super) fn BlockedCard(live: LiveBoard) -> impl IntoView {
    let first = live.usager().first;
    let said = first.clone();
    let parcours = live.board.with_untracked(|board| board.parcours);
    let reset = Action::new_local(move |(): &()| {
        let first = said.clone();
        async move {
            live.notice.set(match api::reset_card(parcours).await {
                Ok(()) => format!("La carte de {first} s’ouvre à nouveau, avec le même code."),
                Err(error) => locales::error(&error),
            });
        }
    });
    view! {
        <details class="tool">
            <summary>{Icon::Lock.draw()} {format!("Carte de {first}")}</summary>
            <p>"Après dix codes faux, la carte se bloque. Le code reste le même."</p>
            <button
                class="button plain"
                type="button"
                on:click=move |_| {
                    reset.dispatch(());
                }
            >
                "Débloquer la carte"
            </button>
        </details>
    }
}

/// Asks for the PIN before a *yes* or a share, when it was given too long ago (`AG1`).
#[component]
pub(crate) fn PinDialog(live: LiveBoard) -> impl IntoView {
    let pin = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    // The browser's own: it holds the keyboard, closes with Escape, and gives the place back.
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            let _ = dialog.show_modal();
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let prove = Action::new_local(move |pin: &String| {
        let pin = pin.clone();
        async move {
            live.proves();
            let proved = api::prove_again(pin).await;
            live.proved(proved.is_ok());
            match proved {
                Ok(until) => {
                    live.me.update(|me| me.proven_until = Some(until));
                    if let Some(command) = live.wants_pin.get_untracked() {
                        live.give_now(command);
                    }
                    problem.set(None);
                    close();
                }
                Err(error) => problem.set(Some(locales::error(&error))),
            }
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        prove.dispatch(pin.get_untracked());
        pin.set(String::new());
    };
    view! {
        <Show when=move || live.wants_pin.with(Option::is_some)>
            <dialog node_ref=dialog class="dialog" aria-labelledby="code-titre" on:close=move |_| live.wants_pin.set(None)>
                <form on:submit=submit>
                    <h2 id="code-titre">"Votre code secret"</h2>
                    <p>"Votre réponse est à vous seul. Tapez votre code pour la donner."</p>
                    <label for="code">"Code (6 chiffres)"</label>
                    <input
                        id="code"
                        class="pin"
                        type="password"
                        inputmode="numeric"
                        maxlength="6"
                        autocomplete="off"
                        autofocus
                        prop:value=move || pin.get()
                        on:input:target=move |event| pin.set(event.target().value())
                    />
                    <p class="form-problem" role="alert">{move || problem.get()}</p>
                    <button class="button primary answer" type="submit">"Valider"</button>
                    <button class="button plain answer" type="button" on:click=move |_| close()>"Pas maintenant"</button>
                </form>
            </dialog>
        </Show>
    }
}
