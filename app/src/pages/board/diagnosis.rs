//! *Ce qui freine* and *Ce qui aide*, beside the board.

use super::{NewItem, ThemeChoice};
use crate::browser::clock::new_id;
use crate::components::field::WordsField;
use crate::components::{Icon, ThemeIcon, keyed};
use crate::live::LiveBoard;
use crate::locales::say;
use itineraire_domain::access::Role;
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::FindingId;
use itineraire_domain::parcours::{
    Command, Field, FindingCommand, Item, Level, ShelfCommand, Side, Voices, Words,
};
use itineraire_domain::views::words::BoardWords;
use leptos::ev::Event;
use leptos::prelude::*;

/// The panel.
#[component]
pub(super) fn Diagnosis(live: LiveBoard) -> impl IntoView {
    let of_side = move |side| {
        let ids = move |_: Option<&Vec<FindingId>>| {
            live.board.with(|board| {
                let all = board.findings_in_order(side).into_iter();
                all.map(|(id, _)| id).collect()
            })
        };
        Memo::new(ids)
    };
    let list = move |side, title| {
        let ids = of_side(side);
        view! {
            <AddFinding live side title/>
            <ul class="diagnosis-list">
                {keyed(move || ids.get(), move |id| view! { <FindingCard live side id/> }.into_any())}
            </ul>
        }
    };
    view! {
        <aside class="diagnosis" aria-label=say::diagnosis::TITLE>
            {list(Side::Barrier, say::diagnosis::BARRIERS)}
            {list(Side::Lever, say::diagnosis::LEVERS)}
        </aside>
    }
}

/// The title of a list, and the form that adds to it.
#[component]
fn AddFinding(live: LiveBoard, side: Side, title: &'static str) -> impl IntoView {
    let open = RwSignal::new(false);
    let opener = NodeRef::new();
    let (id, label) = match side {
        Side::Barrier => ("nouveau-frein", say::diagnosis::WHICH_BARRIER),
        Side::Lever => ("nouveau-levier", say::diagnosis::WHICH_LEVER),
    };
    let often = move |words: &BoardWords| match side {
        Side::Barrier => words.barriers.clone(),
        Side::Lever => words.levers.clone(),
    };
    let add = move |words, theme| {
        let add = FindingCommand::Add { side, theme, words };
        live.takes(Command::Finding(new_id(), add))
    };
    view! {
        <div class="diagnosis-head">
            <h2>{title}</h2>
            <button
                node_ref=opener
                class="button quiet"
                type="button"
                aria-label=say::diagnosis::add_to(title)
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {Icon::Plus.draw()}
            </button>
        </div>
        <Show when=move || open.get()>
            <NewItem live id label often=live.of_cell(often) give=add.into() open opener/>
        </Show>
    }
}

#[component]
fn FindingCard(live: LiveBoard, side: Side, id: FindingId) -> impl IntoView {
    let (item, field) = (Item::Finding(id), Field::Finding(id));
    let open = RwSignal::new(false);
    let shown = live.item(item, move |board| {
        board.findings.get(&id).map(|it| (it.theme, it.level))
    });
    let theme = Signal::derive(move || {
        let there = shown.get().map(|(theme, _)| theme);
        there.unwrap_or(Theme::UNSORTED)
    });
    let voices = move || shown.get().map(|(_, voices)| voices).unwrap_or_default();
    let barrier = side == Side::Barrier;
    let label = match side {
        Side::Barrier => say::diagnosis::BARRIERS,
        Side::Lever => say::diagnosis::LEVERS,
    };
    let usager = live.me.with_untracked(|me| me.role == Role::Usager);
    let mine = move || {
        let Voices { person, team } = voices();
        if usager { person } else { team }.map(|rating| rating.level)
    };
    let words = live.words(field);
    let named = move || words.with(Words::text);
    view! {
        <li class=move || format!("diagnosis-card {}", live.tone(Some(theme.get())))>
            {move || view! { <ThemeIcon theme=live.theme(theme.get())/> }}
            <WordsField live field label class="diagnosis-words"/>
            <Show when=move || barrier || voices() != Voices::default()>
                <Strength live side id voices=Signal::derive(voices) named=Signal::derive(named)/>
            </Show>
            <button
                class="button quiet"
                type="button"
                aria-expanded=move || open.get().to_string()
                aria-label=move || say::diagnosis::change(&named())
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {Icon::Ellipsis.draw()}
            </button>
            <Show when=move || open.get()>
                <div class="card-menu">
                    <div role="group" aria-label=say::diagnosis::MY_RATING class="levels">
                        {Level::ALL
                            .into_iter()
                            .map(|level| {
                                view! {
                                    <button
                                        class="chip"
                                        type="button"
                                        aria-pressed=move || (mine() == Some(level)).to_string()
                                        on:click=move |_| live.give(Command::Finding(id, FindingCommand::Rate { level: Some(level) }))
                                    >
                                        {live.level_word(side, level)}
                                    </button>
                                }
                            })
                            .collect_view()}
                    </div>
                    <ThemeChoice live id=format!("theme-{field:?}") theme on_choice=move |theme| live.give(Command::Shelf(item, ShelfCommand::SetTheme { theme }))/>
                    <button class="button plain" type="button" on:click=move |_| moved(live, side, item, true)>
                        {Icon::ArrowUp.draw()} {say::diagnosis::UP}
                    </button>
                    <button class="button plain" type="button" on:click=move |_| moved(live, side, item, false)>
                        {Icon::ArrowDown.draw()} {say::diagnosis::DOWN}
                    </button>
                    <button class="button plain" type="button" on:click=move |_| live.give(Command::Shelf(item, ShelfCommand::Remove))>
                        {Icon::Trash2.draw()} {say::diagnosis::REMOVE}
                    </button>
                </div>
            </Show>
        </li>
    }
}

fn moved(live: LiveBoard, side: Side, item: Item, up: bool) {
    let list: Vec<Item> = live.board.with_untracked(|board| {
        let all = board.findings_in_order(side).into_iter();
        all.map(|(id, _)| Item::Finding(id)).collect()
    });
    let Some(at) = list.iter().position(|it| *it == item) else {
        return;
    };
    let before = if up {
        at.checked_sub(1).map(|at| list[at])
    } else {
        list.get(at + 2).copied()
    };
    if up && at == 0 {
        return;
    }
    live.give(Command::Shelf(item, ShelfCommand::Move { before }));
    live.say(if up {
        say::diagnosis::MOVED_UP
    } else {
        say::diagnosis::MOVED_DOWN
    });
}

/// A bar of four, and a word; both voices when they differ. A tap on the bar, or a slide along it, says one's own.
#[component]
fn Strength(
    live: LiveBoard,
    side: Side,
    id: FindingId,
    voices: Signal<Voices>,
    named: Signal<String>,
) -> impl IntoView {
    let word = move |level| live.level_word(side, level);
    // The bar is one's own, once one has said something.
    let usager = live.me.with_untracked(|me| me.role == Role::Usager);
    let level = move || {
        let all = voices.get();
        let mine = if usager { all.person } else { all.team };
        mine.or(all.first()).map(|rating| rating.level)
    };
    // While a finger slides, what it would say.
    let sliding = RwSignal::new(None::<usize>);
    let filled = move || {
        let there = level().and_then(|level| Level::ALL.iter().position(|it| *it == level));
        sliding.get().or(there).unwrap_or(0)
    };
    let words = move || {
        if let Some(level) = sliding.get().and_then(|at| Level::ALL.get(at)) {
            return word(*level);
        }
        let voices = voices.get();
        match (voices.person.map(|it| it.level), voices.team.map(|it| it.level)) {
            (Some(person), Some(team)) if person != team => {
                say::diagnosis::both_voices(&word(person), &word(team).to_lowercase())
            }
            (Some(level), _) | (None, Some(level)) => word(level),
            (None, None) => say::diagnosis::NOT_RATED.to_owned(),
        }
    };
    let at = |event: &Event| event_target_value(event).parse::<usize>().ok();
    view! {
        <p class="level">
            <input
                class="level-bar"
                type="range"
                min="0"
                max=(Level::ALL.len() - 1).to_string()
                aria-label=move || say::diagnosis::strength_of(&named.get())
                aria-valuetext=words
                data-filled=move || filled().to_string()
                prop:value=move || filled().to_string()
                on:input=move |event| sliding.set(at(&event))
                on:change=move |event| {
                    sliding.set(None);
                    if let Some(level) = at(&event).and_then(|at| Level::ALL.get(at)) {
                        live.give(Command::Finding(id, FindingCommand::Rate { level: Some(*level) }));
                    }
                }
            />
            <span aria-hidden="true">{words}</span>
        </p>
    }
}
