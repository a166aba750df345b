//! What opens from the head of the page: undo by name, the bin, a blocked card.

use crate::api;
use crate::browser::clock::now;
use crate::browser::window;
use crate::components::{Icon, keyed};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::access::Role;
use itineraire_domain::parcours::{Board, Command, Field, Item, Seq, ShelfCommand, Words};
use leptos::prelude::*;

pub(super) fn words_of(board: &Board, item: Option<Item>) -> String {
    let words = match item {
        None => return say::board::GOAL.into(),
        Some(Item::Finding(id)) => board.findings.get(&id).map(|it| it.words.text()),
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
                    let name = say::tools::action(
                        locales::action(action),
                        &live.name(action.by).first,
                        &words_of(board, action.item),
                    );
                    (
                        action.seq,
                        if action.undoes.is_some() {
                            say::tools::was_undo(&name)
                        } else {
                            name
                        },
                    )
                })
                .collect::<Vec<_>>()
        })
    });
    let row = move |(seq, name): (Seq, String)| {
        view! {
            <li>
                <button
                    class="button plain"
                    type="button"
                    on:click=move |_| {
                        window::shut("annuler");
                        live.give(Command::Undo { of: seq });
                    }
                >
                    {say::tools::undo_this(&name)}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <button class="button plain" type="button" popovertarget="annuler" aria-label=say::tools::UNDO>{Icon::Undo2.draw()}</button>
        <div id="annuler" class="popover" popover="auto">
            <h2>{say::tools::UNDO}</h2>
            <Show when=move || actions.with(Vec::is_empty)>
                <p>{say::tools::NOTHING_TO_UNDO}</p>
            </Show>
            <ul>
                {keyed(move || actions.get(), row)}
            </ul>
        </div>
    }
}

/// The rest: what is seldom wanted.
#[component]
pub(super) fn More(live: LiveBoard, keys_shown: RwSignal<bool>) -> impl IntoView {
    let usager_here = live.me.with_untracked(|me| me.role == Role::Usager);
    let parcours = live.board.with_untracked(|board| board.parcours);
    let page = move |name: &str| format!("/parcours/{parcours}/{name}");
    view! {
        <button class="button plain" type="button" popovertarget="plus" aria-label=say::board::MORE>{Icon::Ellipsis.draw()}</button>
        <div id="plus" class="popover" popover="auto">
            <a class="button plain" href=page("papier")>{say::paper::OPEN}</a>
            <a class="button plain" href=page("equipe")>{say::team::OPEN}</a>
            <a class="button plain" href="/affichage">{say::display::TITLE}</a>
            <button
                class="button plain"
                type="button"
                on:click=move |_| {
                    window::shut("plus");
                    keys_shown.set(true);
                }
            >
                {say::keyboard::OPEN}
            </button>
            <Bin live/>
            {(!usager_here).then(|| view! { <BlockedCard live/> })}
        </div>
    }
}

/// What was removed in the last 30 days (`CF5`).
#[component]
fn Bin(live: LiveBoard) -> impl IntoView {
    let removed = Memo::new(move |_| {
        live.board.with(|board| {
            let items = board.steps.keys().map(|id| Item::Step(*id));
            let items = items.chain(board.findings.keys().map(|id| Item::Finding(*id)));
            items
                .filter(|item| matches!(board.removed(*item), Some(Some(removed)) if !removed.is_over(now())))
                .collect::<Vec<_>>()
        })
    });
    let row = move |item: Item| {
        let told = live.item(item, move |board| removed_words(live, board, item));
        let words = move || told.with(|told| told.0.clone());
        view! {
            <li>
                <span>{move || told.with(|told| told.1.clone())}</span>
                <button
                    class="button plain"
                    type="button"
                    on:click=move |_| {
                        window::shut("plus");
                        live.give(Command::Shelf(item, ShelfCommand::Restore));
                    }
                >
                    {Icon::Undo2.draw()} {move || say::tools::restore(&words())}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <h2>{Icon::Trash2.draw()} {move || say::tools::bin(&removed.with(Vec::len).to_string())}</h2>
        <Show when=move || removed.with(Vec::is_empty)>
            <p>{say::tools::BIN_EMPTY}</p>
        </Show>
        <ul>
            {keyed(move || removed.get(), row)}
        </ul>
    }
}

/// The words of something in the bin; and the sentence that says when it was put there, with the texts that it had then,
/// where words were typed after.
fn removed_words(live: LiveBoard, board: &Board, item: Item) -> (String, String) {
    let words = words_of(board, Some(item));
    let Some(Some(removed)) = board.removed(item) else {
        return (words, String::new());
    };
    let details = match item {
        Item::Step(id) => board
            .words(Field::Details(id))
            .map(Words::text)
            .unwrap_or_default(),
        Item::Finding(_) => String::new(),
    };
    let mut sentence = say::tools::removed(&locales::on(live.day(removed.at)), &words);
    for (then, now) in [(&removed.words, &words), (&removed.details, &details)] {
        if then != now && !then.is_empty() {
            sentence += &say::tools::words_then(then);
        }
    }
    (words, sentence)
}

/// Opens the usager's card again after ten wrong codes: a professional who knows the person does it with them.
#[component]
fn BlockedCard(live: LiveBoard) -> impl IntoView {
    let first = live.usager().first;
    let parcours = live.board.with_untracked(|board| board.parcours);
    // It holds nothing that must be dropped: the server drops a page on whichever thread ends it, and what is local to
    // another one would break the answer off.
    let reset = Action::new_local(move |(): &()| async move {
        live.say(match api::reset_card(parcours).await {
            Ok(()) => say::tools::unblocked(&live.usager().first),
            Err(error) => locales::error(&error),
        });
    });
    view! {
        <h2>{Icon::Lock.draw()} {say::tools::card_of(&first)}</h2>
        <p>{say::tools::CARD_BLOCKED}</p>
        <button
            class="button plain"
            type="button"
            on:click=move |_| {
                reset.dispatch(());
            }
        >
            {say::tools::UNBLOCK}
        </button>
        <a class="button plain" href=format!("/parcours/{parcours}/carte")>{say::tools::GIVE_CARD}</a>
    }
}
