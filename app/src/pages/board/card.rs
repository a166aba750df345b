//! A step's card: what it says, who agrees, and what can be done with it.

use super::mover::Mover;
use crate::components::field::{Form, Line};
use crate::components::{Badge, Icon};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{
    Agreement, Column, Command, Item, ShelfCommand, Stage, StageCommand, Step,
};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// A card of a column.
#[component]
pub(super) fn Card(live: LiveBoard, id: StepId) -> impl IntoView {
    let step = live.step(id);
    let menu = RwSignal::new(false);
    let title = move || step.with(|step| step.as_ref().map(|step| step.title.text()).unwrap_or_default());
    let shown_title = move || {
        let title = title();
        if title.trim().is_empty() {
            say::card::UNTITLED.to_owned()
        } else {
            title
        }
    };
    let tone = move || live.tone(step.with(|step| step.as_ref().map(|step| step.theme)));
    let writer = move || live.writer_in(Item::Step(id));
    let moved = Mover { live, id };
    let keys = move |event: KeyboardEvent| {
        let done = match event.key().as_str() {
            "ArrowUp" => moved.up(),
            "ArrowDown" => moved.down(),
            "ArrowRight" => moved.right(),
            "ArrowLeft" => moved.left(),
            _ => return,
        };
        event.prevent_default();
        live.say(done);
        moved.focus_again();
    };
    view! {
        <li
            class=move || format!("card {} {}", tone(), if writer().is_some() { "written" } else { "" })
            data-step=id.to_string()
        >
            {move || writer().map(|name| view! { <span class="card-writer">{say::card::writes(&name)}</span> })}
            <div class="card-head">
                {move || step.with(|step| step.as_ref().map(|step| view! { <Badge theme=live.theme(step.theme)/> }))}
                <button
                    class="card-grip"
                    type="button"
                    id=format!("poignee-{id}")
                    aria-label=move || say::card::move_by_keys(&shown_title())
                    on:keydown=keys
                    on:pointerdown=move |event| moved.drag(&event)
                >
                    {Icon::GripVertical.draw()}
                </button>
            </div>
            <h3 class="card-title">
                <a href=live.address.of(Some(id)) on:click=move |event| live.address.follow(&event, Some(id))>
                    {shown_title}
                </a>
            </h3>
            {move || step.with(|step| step.as_ref().map(|step| terms(live, step)))}
            <ul class="answers">
                {move || step.with(|step| step.as_ref().map(|step| answers(live, step)))}
            </ul>
            <button
                class="button quiet card-menu-button"
                type="button"
                aria-expanded=move || menu.get().to_string()
                aria-label=move || say::card::move_step(&shown_title())
                on:click=move |_| menu.update(|open| *open = !*open)
            >
                {Icon::Ellipsis.draw()} {say::card::MOVE}
            </button>
            <Show when=move || menu.get()>
                <div class="card-menu" role="group" aria-label=say::card::MOVE_TO>
                    <button class="button plain" type="button" on:click=move |_| live.say(moved.up())>
                        {Icon::ArrowUp.draw()} {say::card::UP}
                    </button>
                    <button class="button plain" type="button" on:click=move |_| live.say(moved.down())>
                        {Icon::ArrowDown.draw()} {say::card::DOWN}
                    </button>
                    <button class="button plain" type="button" on:click=move |_| live.say(moved.left())>
                        {Icon::ArrowLeft.draw()} {say::card::LEFT}
                    </button>
                    <button class="button plain" type="button" on:click=move |_| live.say(moved.right())>
                        {say::card::RIGHT} {Icon::ChevronRight.draw()}
                    </button>
                    <StageButtons live id/>
                    <button
                        class="button plain"
                        type="button"
                        on:click=move |_| live.give(Command::Shelf(Item::Step(id), ShelfCommand::Remove))
                    >
                        {Icon::Trash2.draw()} {say::card::REMOVE}
                    </button>
                </div>
            </Show>
        </li>
    }
}

/// What can be done with a step where it stands.
#[component]
pub(super) fn StageButtons(live: LiveBoard, id: StepId) -> impl IntoView {
    let column = Memo::new(move |_| {
        live.board
            .with(|board| board.steps.get(&id).map(|step| board.column_of(step)))
    });
    let stopping = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let stop = move || {
        let reason = reason.get_untracked();
        stopping.set(!live.takes(Command::Stage(id, StageCommand::Stop { reason })));
    };
    let button = move |icon: Icon, label: &'static str, command: Command| {
        view! {
            <button class="button plain" type="button" on:click=move |_| live.give(command.clone())>{icon.draw()} {label}</button>
        }
    };
    let start = move || {
        button(
            Icon::Play,
            say::card::START,
            Command::Stage(id, StageCommand::Start),
        )
    };
    let finish = move || {
        button(
            Icon::Check,
            say::card::FINISH,
            Command::Stage(id, StageCommand::Finish),
        )
    };
    let reopen = move || {
        button(
            Icon::Undo2,
            say::card::REOPEN,
            Command::Stage(id, StageCommand::Reopen),
        )
    };
    let stop_button = move || {
        view! {
            <button class="button plain" type="button" on:click=move |_| stopping.set(true)>{Icon::X.draw()} {say::card::STOP}</button>
        }
    };
    view! {
        {move || match column.get() {
            Some(Column::ToDiscuss) => stop_button().into_any(),
            Some(Column::Decided) => (start(), finish(), stop_button()).into_any(),
            Some(Column::InProgress) => (finish(), reopen(), stop_button()).into_any(),
            Some(Column::Done) => reopen().into_any(),
            None => ().into_any(),
        }}
        <Show when=move || stopping.get()>
            <Form look="small-form" send=stop.into()>
                <Line id=format!("raison-{id}") label=say::card::WHY_STOP limit=500 words=reason begins=true/>
                <button class="button primary" type="submit">{say::card::STOP_NOW}</button>
            </Form>
        </Show>
    }
}

fn terms(live: LiveBoard, step: &Step) -> impl IntoView + use<> {
    let doers: Vec<_> = step.doers.iter().map(|doer| live.doer(doer)).collect();
    let state = match &step.stage {
        Stage::Done { at } => Some((Icon::Check, locales::on(live.day(*at)))),
        Stage::Stopped { at, reason } => {
            Some((Icon::X, say::card::stopped(&locales::on(live.day(*at)), reason)))
        }
        Stage::Open | Stage::Started(_) => None,
    };
    let done = state.is_some();
    let ticked = step.checklist.iter().filter(|line| line.done).count();
    let all = step.checklist.len();
    let lines = [
        state,
        (!done && !doers.is_empty()).then(|| (Icon::User, doers.join(", "))),
        step.when
            .filter(|_| !done)
            .map(|when| (Icon::Calendar, locales::short_when(when))),
        (!done && !step.place_words.is_empty()).then(|| (Icon::MapPin, step.place_words.clone())),
        (!done && all > 0).then(|| {
            (
                Icon::ListChecks,
                say::card::ticked(&all.to_string(), &ticked.to_string()),
            )
        }),
        step.needs_help
            .map(|_| (Icon::CircleHelp, say::card::WANTS_HELP.to_owned())),
        (!step.offers.is_empty()).then(|| {
            let names: Vec<_> = step
                .offers
                .iter()
                .map(|offer| live.organisation(offer.organisation))
                .collect();
            (Icon::HandHelping, say::card::can_help(&names.join(", ")))
        }),
    ];
    view! {
        <ul class="card-terms">
            {lines.into_iter().flatten().map(|(icon, text)| view! { <li>{icon.draw()} <span>{text}</span></li> }).collect_view()}
        </ul>
    }
}

/// The parties' answers: the usager first, then whoever proposed or answered.
fn answers(live: LiveBoard, step: &Step) -> impl IntoView + use<> {
    let usager = live.board.with_untracked(|board| board.usager);
    let mut people = vec![usager];
    people.extend(step.agreements.keys().filter(|person| **person != usager));
    if step.proposed_by != usager && !people.contains(&step.proposed_by) {
        people.push(step.proposed_by);
    }
    let lines = people.into_iter().map(|person| {
        let answer = step.agreements.get(&person);
        let (class, icon) = match answer {
            Some(Agreement::Agreed { .. }) => ("yes", Icon::Check),
            Some(Agreement::Refused { .. }) => ("no", Icon::X),
            Some(Agreement::Talk { .. }) => ("open", Icon::MessagesSquare),
            Some(Agreement::OnPaper { .. }) => ("open", Icon::Pencil),
            Some(Agreement::ToConfirm { .. }) | None => ("open", Icon::CircleHelp),
        };
        (class, icon, live.name(person).first, locales::answer(answer))
    });
    lines
        .map(|(class, icon, name, words)| {
            view! {
                <li class=format!("answer-mark {class}")>
                    {icon.draw()} <span>{name}</span> <span class="visually-hidden">{say::card::answers(words)}</span>
                </li>
            }
        })
        .collect_view()
}
