//! The board, and a step opened beside it.

mod card;
mod diagnosis;
mod ended;
mod keyboard;
mod mover;
mod next;
mod notices;
mod pin;
mod propose;
mod refused;
mod sheet;
mod stops;
mod tools;

pub(super) use ended::UntilEnded;
pub(super) use notices::{Notices, SaysTrouble};
pub(super) use pin::PinDialog;
pub(super) use refused::Conflicts;
pub(super) use sheet::{Offer, OurAgreement, Seen, ShowMore};

use crate::browser::{keys, window};
use crate::components::field::{Choice, WordsField};
use crate::components::{Avatar, Icon, Listen, Segments, keyed};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use crate::pages::goal::{GoalAsks, GoalTitle, signed};
use card::Card;
use diagnosis::Diagnosis;
use itineraire_domain::access::Role;
use itineraire_domain::catalogue::{Slug, Theme};
use itineraire_domain::ids::StepId;
use itineraire_domain::kernel::reading::{self, Sent};
use itineraire_domain::parcours::{Column, Command, Field};
use itineraire_domain::sync::kept::KeptPage;
use itineraire_domain::sync::replica::Work;
use itineraire_domain::views::pages::BoardPage;
use keyboard::Keyboard;
use leptos::mount::mount_to;
use leptos::prelude::*;
use mover::Mover;
use next::Next;
use propose::{NewItem, Propose};
use sheet::StepSheet;
use stops::Stops;
use tools::{More, UndoList};

/// `/parcours/:id`, and `/parcours/:id/etape/:step` with that step opened.
#[cfg_attr(any(feature = "ssr", feature = "board"), island)]
#[cfg_attr(not(any(feature = "ssr", feature = "board")), component)]
pub fn Board(page: Sent<BoardPage>, step: Option<StepId>) -> impl IntoView {
    view! { <Whole live=LiveBoard::new(page.0, step)/> }
}

/// The same from what a tablet kept of it, in the place of what stands in the document: the service need not be there.
/// `false`, and nothing changes, when it cannot be read.
pub fn mount_kept(kept: &str, step: Option<&str>) -> bool {
    let (Ok(kept), Some(body)) = (reading::read::<KeptPage>(kept), document().body()) else {
        return false;
    };
    let step = step.and_then(|step| step.parse().ok());
    body.set_inner_html("");
    mount_to(body, move || view! { <Whole live=LiveBoard::kept(kept, step)/> }).forget();
    true
}

#[component]
fn Whole(live: LiveBoard) -> impl IntoView {
    let level = live.level();
    let usager_here = live.me.with_untracked(|me| me.role == Role::Usager);
    let back = if usager_here { "/mon-parcours" } else { "/accueil" };
    let usager = live.usager();
    let title = locales::parcours_of(&usager.short);
    let progress = move || live.board.with(|board| board.progress());
    let signed = signed(live);
    let carried = RwSignal::new(None);
    let (proposes, keys_shown) = (RwSignal::new(false), RwSignal::new(false));
    let beside = window::is_wide();
    let hand_over = format!("{}/passer", live.address.of(None));
    keys::undo(move || {
        if let Some(of) = live.last_own() {
            live.give(Command::Undo { of });
        }
    });
    // Where there is room a step stands beside the board. Elsewhere it covers it: what is covered is out of reach, by the
    // keyboard and for a screen reader too.
    let opened = Memo::new(move |_| live.address.get().is_some());
    let covered = move || opened.get() && !beside.get();
    let page = move || {
        view! {
            <div class="board-room" class:board-beside=move || opened.get() && beside.get()>
                <div class="board-screen">
                    <header class="topbar board-topbar" inert=covered>
                        <a class="button quiet" href=back aria-label=say::board::BACK>{Icon::ArrowLeft.draw()}</a>
                        <p class="brand">{say::every_page::BRAND}</p>
                        <h1 class="topbar-title">{title.clone()}</h1>
                        <span class="pill teal board-level">{Icon::Users.draw()} {level.clone()}</span>
                        <span class="spacer"></span>
                        <WorkWord live/>
                        <Presence live/>
                        <UndoList live/>
                        <Listen look="plain" text=move || super::aloud::board(live, None)/>
                        {(!usager_here).then(|| view! {
                            <a class="button primary board-hand-over" href=hand_over.clone()>
                                {Icon::Hand.draw()} <span>{say::handing::HAND_OVER}</span>
                            </a>
                        })}
                        <More live keys_shown/>
                    </header>
                    <div class="board" inert=covered>
                        <Diagnosis live/>
                        <main id="contenu" class="board-main" tabindex="-1">
                            <section class="goal" aria-label=say::board::GOAL>
                                {Icon::Flag.draw()}
                                <div class="goal-words">
                                    <GoalTitle live signed/>
                                    <WordsField live field=Field::Goal label=say::board::GOAL_IN_OWN_WORDS class="goal-field" hint=say::board::GOAL_HINT/>
                                    <GoalAsks live signed/>
                                </div>
                                <p class="goal-progress">
                                    {move || {
                                        let (done, all) = progress();
                                        locales::progress(done, all)
                                    }}
                                    {move || {
                                        let (done, all) = progress();
                                        view! { <Segments done all/> }
                                    }}
                                </p>
                            </section>
                            <Conflicts live/>
                            <Next live/>
                            <Propose live open=proposes/>
                            <div class="columns">
                                {Column::ALL.into_iter().map(|column| view! { <ColumnView live column carried/> }).collect_view()}
                            </div>
                        </main>
                    </div>
                </div>
            </div>
            {move || live.address.get().map(|id| view! { <StepSheet live id beside/> })}
            <Keyboard live proposes shown=keys_shown/>
            <Notices live/>
            <PinDialog live/>
        }
    };
    view! { <UntilEnded live page/> }
}

#[component]
fn ColumnView(live: LiveBoard, column: Column, carried: RwSignal<Option<StepId>>) -> impl IntoView {
    // What was given up stands behind what is done, and is not counted.
    let lists = Memo::new(move |_| {
        live.board.with(|board| {
            let (stopped, there): (Vec<_>, Vec<_>) = board
                .column(column)
                .into_iter()
                .partition(|(_, step)| step.stage.is_stopped());
            let count = there.len();
            let all = there.into_iter().chain(stopped).map(|(id, _)| id);
            (all.collect::<Vec<StepId>>(), count)
        })
    });
    let cards = Signal::derive(move || lists.with(|(all, _)| all.clone()));
    let stops = Stops::of(cards, live.awake);
    let forbids = Memo::new(move |_| {
        let step = carried.get()?;
        Some(Mover { live, id: step }.forbids(column))
    });
    let (icon, name) = match column {
        Column::ToDiscuss => (Icon::MessagesSquare, "a-discuter"),
        Column::Decided => (Icon::Handshake, "decide"),
        Column::InProgress => (Icon::Footprints, "en-cours"),
        Column::Done => (Icon::PartyPopper, "fait"),
    };
    view! {
        <section
            class="column"
            data-column=name
            data-takes=move || forbids.get().map(|why| if why.is_none() { "yes" } else { "no" })
            aria-labelledby=format!("colonne-{name}")
        >
            <h2 id=format!("colonne-{name}")>
                {icon.draw()} <span>{locales::column(column)}</span>
                <span class="column-count">{move || lists.with(|(_, count)| *count)}</span>
            </h2>
            <div class="well" data-scrolls="">
                {move || forbids.get().flatten().map(|why| view! { <p class="column-forbids">{why}</p> })}
                <ul class="cards" on:focusin=move |event| stops.enters(&event) on:keydown=move |event| Stops::goes(&event)>
                    {keyed(move || cards.get(), move |id| view! { <Card live id carried tab=stops.tab(id)/> }.into_any())}
                </ul>
            </div>
        </section>
    }
}

/// A choice among the themes that the cell offers, and the one that is chosen already.
#[component]
pub(crate) fn ThemeChoice(
    live: LiveBoard,
    #[prop(into)] id: String,
    theme: Signal<Theme>,
    #[prop(into)] on_choice: Callback<Theme>,
) -> impl IntoView {
    let offered = live.offered_themes();
    let options = Signal::derive(move || {
        let theme = theme.get();
        let retired = offered.iter().all(|each| each.theme != theme);
        let chosen = retired.then(|| live.theme(theme));
        let all = offered.iter().cloned().chain(chosen);
        all.map(|each| (each.theme.0.to_string(), each.word)).collect()
    });
    let chosen = Signal::derive(move || theme.get().0.to_string());
    let choose = move |value: String| {
        if let Ok(slug) = Slug::new(&value) {
            on_choice.run(Theme(slug));
        }
    };
    view! {
        <label for=id.clone()>{say::board::THEME}</label>
        <Choice id options chosen on_choice=choose/>
    }
}

/// The three words about where one's work is (`OR3`).
#[component]
pub(crate) fn WorkWord(live: LiveBoard) -> impl IntoView {
    let word = move || match (live.work.get(), live.linked.get()) {
        _ if !live.awake.get() => ("pill amber", Icon::Clock, say::board::WAKES.to_owned()),
        (Work::Kept, true) => ("pill green", Icon::Check, say::board::ALL_KEPT.to_owned()),
        (Work::Kept, false) => ("pill amber", Icon::Clock, say::board::ALL_KEPT_ALONE.to_owned()),
        (Work::OnItsWay(_), _) => ("pill amber", Icon::Send, say::board::ON_ITS_WAY.to_owned()),
        (Work::KeptHere(1), _) => ("pill amber", Icon::Clock, say::board::KEPT_HERE_ONE.to_owned()),
        (Work::KeptHere(count), _) => (
            "pill amber",
            Icon::Clock,
            say::board::kept_here_many(&count.to_string()),
        ),
    };
    // Read aloud when the link is gone, not at each word that is typed.
    let aloud = move || if live.linked.get() { "off" } else { "polite" };
    view! {
        <span class=move || format!("work-word {}", word().0) role="status" aria-live=aloud>
            {move || word().1.draw()} {move || word().2}
        </span>
    }
}

#[component]
fn Presence(live: LiveBoard) -> impl IntoView {
    let people = Memo::new(move |_| {
        let mut people: Vec<_> = live.here.with(|here| here.iter().map(|it| it.person).collect());
        people.dedup();
        people
    });
    let names = move || {
        people.with(|all| {
            all.iter()
                .map(|it| live.name(*it).first)
                .collect::<Vec<_>>()
                .join(", ")
        })
    };
    view! {
        <span class="presence">
            <span class="visually-hidden">{move || say::board::here(&names())}</span>
            {move || people.get().into_iter().map(|it| view! { <Avatar initials=live.name(it).initials/> }).collect_view()}
        </span>
    }
}
