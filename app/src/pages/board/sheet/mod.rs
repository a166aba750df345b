//! A step, opened over the board: its terms as sentences, *Notre accord*, who sees it, exchanges.

mod agreement;
mod exchanges;
mod offers;
mod sharing;
mod terms;

use agreement::AsksAgain;
pub(crate) use agreement::OurAgreement;
pub(crate) use offers::Offer;
pub(crate) use sharing::{Seen, ShowMore};

use super::card::StageButtons;
use super::{Conflicts, ThemeChoice, WorkWord};
use crate::browser::{focus, keys, window};
use crate::components::field::WordsField;
use crate::components::{Icon, Listen};
use crate::live::LiveBoard;
use crate::locales::say;
use exchanges::{Checklist, Exchanges};
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{Command, Field, Item, ShelfCommand, Step, StepCommand};
use leptos::prelude::*;
use offers::Offers;
use sharing::WhoSees;
use std::sync::Arc;
use terms::Terms;

/// The step whose address is open.
#[component]
pub(in crate::pages::board) fn StepSheet(
    live: LiveBoard,
    id: StepId,
    /// It stands beside the board, and covers nothing.
    beside: Signal<bool>,
) -> impl IntoView {
    let there = Memo::new(move |_| live.board.with(|board| board.steps.contains_key(&id)));
    window::cover(move || !beside.get());
    window::titled(say::title::STEP);
    view! {
        {move || if there.get() {
            view! { <Sheet live id/> }.into_any()
        } else {
            // A step of someone else and none at all answer alike (`VW2`).
            view! {
                <section class="sheet" role="dialog" aria-label=say::step::STEP>
                    <p>{say::step::NOT_YOURS}</p>
                    <a class="button primary" href=live.address.of(None) on:click=move |event| live.address.follow(&event, None)>
                        {say::step::TO_PARCOURS}
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
    let theme = Signal::derive(move || {
        let there = step.with(|step| step.as_ref().map(|step| step.theme));
        there.unwrap_or(Theme::UNSORTED)
    });
    let section = NodeRef::<leptos::html::Section>::new();
    focus::begin_at(section);
    // The place that the sheet took goes back to the card.
    focus::comes_back();
    let removed = move || step.with(|step| step.as_ref().is_some_and(|step| step.removed.is_some()));
    let helped = move || step.with(|step| step.as_ref().is_some_and(|step| step.needs_help.is_some()));
    view! {
        <section
            node_ref=section
            tabindex="-1"
            role="dialog"
            class=move || format!("sheet {}", live.tone(Some(theme.get())))
            aria-labelledby="etape-titre"
            data-step=id.to_string()
            on:keydown=move |event| {
                // The first leaves the field that one writes in, the second the step.
                match section.get_untracked().filter(|_| keys::is_in_field(&event)) {
                    _ if event.key() != "Escape" => {}
                    Some(section) => drop(section.focus()),
                    None => live.address.go(None),
                }
            }
        >
            <div class="sheet-head">
                <h2 id="etape-titre" class="visually-hidden">{say::step::STEP}</h2>
                <ThemeChoice live id="etape-theme" theme on_choice=move |theme| live.give(Command::Shelf(Item::Step(id), ShelfCommand::SetTheme { theme }))/>
                <a
                    class="button quiet"
                    href=live.address.of(None)
                    aria-label=say::step::CLOSE
                    on:click=move |event| live.address.follow(&event, None)
                >
                    {Icon::X.draw()}
                </a>
            </div>
            <div class="sheet-head">
                <WorkWord live/>
                // What stands far down is one tap away.
                {to_part(say::step::CHECKLIST, "a-cocher")}
                {to_part(say::step::EXCHANGES, "echanges")}
                <Listen look="plain" text=move || crate::pages::aloud::board(live, Some(id))/>
            </div>
            <Conflicts live/>
            <Show when=removed>
                <p class="pill rose">
                    {say::step::IN_BIN}
                    <button class="button plain" type="button" on:click=move |_| live.give(Command::Shelf(Item::Step(id), ShelfCommand::Restore))>
                        {say::step::RESTORE}
                    </button>
                </p>
            </Show>
            <Show when=helped>
                <p class="pill amber">
                    {say::step::WANTS_HELP}
                    <button class="button plain" type="button" on:click=move |_| live.give(Command::Step(id, StepCommand::AskForHelp { needed: false }))>
                        {say::step::HELP_GIVEN}
                    </button>
                </p>
            </Show>
            <AsksAgain live id step/>
            <WordsField live field=Field::Title(id) label=say::step::TITLE class="sheet-title" hint=say::step::TITLE_HINT/>
            <WordsField live field=Field::Details(id) label=say::step::DETAILS class="sheet-details" hint=say::step::DETAILS_HINT/>
            <Terms live id step/>
            <OurAgreement live id step/>
            <div class="sheet-stage"><StageButtons live id/></div>
            <Offers live id step/>
            <WhoSees live id/>
            <Checklist live id step/>
            <Exchanges live id step/>
        </section>
    }
}

fn to_part(words: &'static str, id: &'static str) -> impl IntoView {
    let go = move |_| focus::bring_to(id.to_owned());
    view! { <button class="chip" type="button" on:click=go>{words}</button> }
}

type StepMemo = Memo<Option<Arc<Step>>>;

fn of<T: Default>(step: StepMemo, read: impl FnOnce(&Step) -> T) -> T {
    step.with(|step| step.as_deref().map(read).unwrap_or_default())
}
