//! The board, and a step opened beside it.

mod card;
mod diagnosis;
mod ended;
mod mover;
mod next;
mod notices;
mod pin;
mod refused;
mod sheet;
mod tools;

pub(super) use ended::UntilEnded;
pub(super) use notices::{Notices, SaysTrouble};
pub(super) use pin::PinDialog;
pub(super) use refused::Conflicts;
pub(super) use sheet::{OurAgreement, ShareChips};

use crate::browser::clock::new_id;
use crate::browser::{focus, keys};
use crate::components::field::{Choice, Form, Line, WordsField};
use crate::components::{Avatar, Icon, Listen, Segments, keyed};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use card::Card;
use diagnosis::Diagnosis;
use itineraire_domain::access::Role;
use itineraire_domain::catalogue::{Slug, Theme};
use itineraire_domain::ids::StepId;
use itineraire_domain::kernel::reading::{self, Sent};
use itineraire_domain::parcours::{Column, Command, Field, StepCommand};
use itineraire_domain::sync::kept::KeptPage;
use itineraire_domain::sync::replica::Work;
use itineraire_domain::views::pages::BoardPage;
use itineraire_domain::views::words::Suggestion;
use leptos::mount::mount_to;
use leptos::prelude::*;
use mover::Mover;
use next::Next;
use sheet::StepSheet;
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
    let carried = RwSignal::new(None);
    keys::undo(move || {
        if let Some(of) = live.last_own() {
            live.give(Command::Undo { of });
        }
    });
    // The opened step covers the board: what is covered is out of reach, by the keyboard and for a screen reader too.
    let covered = move || live.address.get().is_some();
    let page = move || {
        view! {
            <div class="board-room">
                <div class="board-screen">
                    <header class="topbar board-topbar" inert=covered>
                        <a class="button quiet" href=back aria-label=say::board::BACK>{Icon::ArrowLeft.draw()}</a>
                        <p class="brand">{say::every_page::BRAND}</p>
                        <h1 class="topbar-title">{title.clone()}</h1>
                        <span class="pill teal">{Icon::Users.draw()} {level.clone()}</span>
                        <span class="spacer"></span>
                        <WorkWord live/>
                        <Presence live/>
                        <UndoList live/>
                        <Listen look="plain" text=move || super::aloud::board(live, None)/>
                        <More live/>
                    </header>
                    <div class="board" inert=covered>
                        <Diagnosis live/>
                        <main id="contenu" class="board-main" tabindex="-1">
                            <section class="goal" aria-label=say::board::GOAL>
                                {Icon::Flag.draw()}
                                <div class="goal-words">
                                    <p id="cap">{say::board::GOAL_IN_OWN_WORDS}</p>
                                    <WordsField live field=Field::Goal label=say::board::GOAL_IN_OWN_WORDS class="goal-field" hint=say::board::GOAL_HINT/>
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
                            <Propose live/>
                            <div class="columns">
                                {Column::ALL.into_iter().map(|column| view! { <ColumnView live column carried/> }).collect_view()}
                            </div>
                        </main>
                    </div>
                </div>
            </div>
            {move || live.address.get().map(|id| view! { <StepSheet live id/> })}
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
                <ul class="cards">
                    {keyed(move || lists.with(|(all, _)| all.clone()), move |id| view! { <Card live id carried/> }.into_any())}
                </ul>
            </div>
        </section>
    }
}

/// *Proposer une étape*: a few words and a theme.
#[component]
fn Propose(live: LiveBoard) -> impl IntoView {
    let open = RwSignal::new(false);
    let give = move |title, theme| live.takes(Command::Step(new_id(), StepCommand::Propose { title, theme }));
    view! {
        <Show
            when=move || open.get()
            fallback=move || {
                view! {
                    <button class="add-step" type="button" on:click=move |_| open.set(true)>
                        {Icon::Plus.draw()} {say::board::PROPOSE}
                    </button>
                }
            }
        >
            <div class="propose">
                <NewItem live id="nouvelle-etape" label=say::board::WHICH_STEP often=live.of_cell(|words| words.steps.clone()) give=give.into() open>
                    <button class="button primary" type="submit">{say::board::GIVE}</button>
                    <button class="button plain" type="button" on:click=move |_| open.set(false)>{say::board::CANCEL}</button>
                </NewItem>
            </div>
        </Show>
    }
}

/// How many suggestions stand under a line.
const SUGGESTIONS: usize = 3;

/// A few words and a theme, that become a step, a frein or a levier. What was typed stays when `give` says no; otherwise the
/// form closes.
#[component]
fn NewItem(
    live: LiveBoard,
    id: &'static str,
    label: &'static str,
    /// What is often said there, in this cell.
    often: Vec<Suggestion>,
    give: Callback<(String, Theme), bool>,
    open: RwSignal<bool>,
    /// Its buttons.
    children: Children,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let theme = RwSignal::new(live.first_theme());
    let send = move || open.set(!give.run((words.get_untracked(), theme.get_untracked())));
    // Those that say what is written so far, as long as none of them is written whole.
    let proposed = Memo::new(move |_| {
        let written = words.get().to_lowercase();
        let said = often.iter().map(|it| it.words.to_lowercase());
        if said.clone().any(|said| said == written) {
            return Vec::new();
        }
        let near = often.iter().zip(said).filter(|(_, said)| said.contains(&written));
        near.map(|(it, _)| (it.words.clone(), it.theme))
            .take(SUGGESTIONS)
            .collect()
    });
    let suggestion = move |(said, of): (String, Option<Theme>)| {
        let chosen = said.clone();
        let choose = move |_| {
            words.set(chosen.clone());
            if let Some(of) = of {
                theme.set(of);
            }
            // The suggestions go.
            focus::bring_to(id.to_owned());
        };
        view! { <li><button class="chip" type="button" on:click=choose>{said}</button></li> }.into_any()
    };
    view! {
        <Form look="small-form" send=send.into()>
            <Line id label limit=200 words begins=true/>
            <ul class="chips" aria-label=say::board::OFTEN_SAID>{keyed(move || proposed.get(), suggestion)}</ul>
            <ThemeChoice live id=format!("theme-{id}") theme=theme.into() on_choice=move |it| theme.set(it)/>
            <div class="form-buttons">{children()}</div>
        </Form>
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
